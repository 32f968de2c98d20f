/** From which day the dossier's term counts: what must and must not be filled in for each afleidingswijze. */
import type { InvalidParam } from '../../platform/http/index.ts';
import type { Profile } from '../kern/index.ts';

export const AFLEIDINGSWIJZEN = [
  'afgehandeld',
  'ander_datumkenmerk',
  'eigenschap',
  'gerelateerde_zaak',
  'hoofdzaak',
  'ingangsdatum_besluit',
  'termijn',
  'vervaldatum_besluit',
  'zaakobject',
] as const;

export type Afleidingswijze = (typeof AFLEIDINGSWIJZEN)[number];

export const OBJECTTYPEN = [
  'adres',
  'besluit',
  'buurt',
  'enkelvoudig_document',
  'gemeente',
  'gemeentelijke_openbare_ruimte',
  'huishouden',
  'inrichtingselement',
  'kadastrale_onroerende_zaak',
  'kunstwerkdeel',
  'maatschappelijke_activiteit',
  'medewerker',
  'natuurlijk_persoon',
  'niet_natuurlijk_persoon',
  'openbare_ruimte',
  'organisatorische_eenheid',
  'pand',
  'spoorbaandeel',
  'status',
  'terreindeel',
  'terrein_gebouwd_object',
  'vestiging',
  'waterdeel',
  'wegdeel',
  'wijk',
  'woonplaats',
  'woz_deelobject',
  'woz_object',
  'woz_waarde',
  'zakelijk_recht',
  'overige',
] as const;

export interface Archiefprocedure {
  readonly afleidingswijze: Afleidingswijze;
  readonly datumkenmerk: string;
  readonly einddatumBekend: boolean;
  readonly objecttype: string;
  readonly registratie: string;
  readonly procestermijn: string | null;
}

type Part = 'datumkenmerk' | 'einddatumBekend' | 'objecttype' | 'registratie' | 'procestermijn';

/** ztc-004 to ztc-008: R required, X must be empty, anything else free. In the order of the columns in the standard. */
const MATRIX: Readonly<Record<Afleidingswijze, Readonly<Partial<Record<Part, 'R' | 'X'>>>>> = {
  afgehandeld: { datumkenmerk: 'X', einddatumBekend: 'X', objecttype: 'X', registratie: 'X', procestermijn: 'X' },
  ander_datumkenmerk: { datumkenmerk: 'R', objecttype: 'R', registratie: 'R', procestermijn: 'X' },
  eigenschap: { datumkenmerk: 'R', objecttype: 'X', registratie: 'X', procestermijn: 'X' },
  gerelateerde_zaak: { datumkenmerk: 'X', objecttype: 'X', registratie: 'X', procestermijn: 'X' },
  hoofdzaak: { datumkenmerk: 'X', objecttype: 'X', registratie: 'X', procestermijn: 'X' },
  ingangsdatum_besluit: { datumkenmerk: 'X', objecttype: 'X', registratie: 'X', procestermijn: 'X' },
  vervaldatum_besluit: { datumkenmerk: 'X', objecttype: 'X', registratie: 'X', procestermijn: 'X' },
  termijn: { datumkenmerk: 'X', einddatumBekend: 'X', objecttype: 'X', registratie: 'X', procestermijn: 'R' },
  zaakobject: { datumkenmerk: 'R', objecttype: 'R', registratie: 'X', procestermijn: 'X' },
};

/** Everything that is wrong with an archiefprocedure, given the procestermijn of its selectielijstklasse ('' when unknown). */
export function archiefprocedureKlopt(
  procedure: Archiefprocedure | null,
  procestermijn: string,
  profile: Profile = '1.7',
): readonly InvalidParam[] {
  if (procedure === null) return [];
  return [...pastBijProcestermijn(procedure, procestermijn, profile), ...vulling(procedure)];
}

/** ztc-003: nihil goes with afgehandeld, and ingeschatte_bestaansduur_procesobject with termijn, both ways. */
function pastBijProcestermijn(
  { afleidingswijze }: Archiefprocedure,
  procestermijn: string,
  profile: Profile,
): readonly InvalidParam[] {
  // Open Zaak leaves termijn free, except with nihil.
  if (profile === 'openzaak' && afleidingswijze === 'termijn' && procestermijn !== 'nihil') return [];
  const pairs = [
    ['nihil', 'afgehandeld'],
    ['ingeschatte_bestaansduur_procesobject', 'termijn'],
  ] as const;
  if (procestermijn === '' || pairs.every(([p, a]) => (p === procestermijn) === (a === afleidingswijze))) return [];
  const reason = `De afleidingswijze ${afleidingswijze} past niet bij de procestermijn ${procestermijn} van de selectielijstklasse.`;
  return [{ name: 'nonFieldErrors', code: 'invalid-afleidingswijze-for-procestermijn', reason }];
}

/** ztc-004 to ztc-008. */
function vulling(procedure: Archiefprocedure): readonly InvalidParam[] {
  return Object.entries(MATRIX[procedure.afleidingswijze]).flatMap(([part, demand]) => {
    const value = procedure[part as Part];
    // A term of nothing is none: Open Zaak keeps P0D where nothing was filled in.
    const filled = part === 'procestermijn' ? /[1-9]/.test(String(value ?? '')) : Boolean(value);
    const name = `brondatumArchiefprocedure.${part}`;
    const bij = `bij afleidingswijze ${procedure.afleidingswijze}`;
    if (demand === 'R' && !filled) return [{ name, code: 'required', reason: `Dit veld is verplicht ${bij}.` }];
    if (demand === 'X' && filled) return [{ name, code: 'must-be-empty', reason: `Dit veld moet leeg zijn ${bij}.` }];
    return [];
  });
}
