/**
 * Archiving of a resultaattype: what happens to the dossier, after how long, and counted from when.
 *
 * The export leads for nominatie and term, since a municipality may deviate on purpose; the class of the Selectielijst fills what it
 * leaves open, and every difference is reported.
 */
import type { Resultaat } from '../selectielijst/index.ts';
import { mapBrondatum } from './brondatum.ts';
import type { BrondatumArchiefprocedure } from './catalogusimport.ts';
import type { Context } from './context.ts';
import type { INavigatorResultaattype } from './model.ts';
import type { Melding } from './rapport.ts';
import { alsDuur } from './termijn.ts';

export interface Archivering {
  readonly archiefnominatie: 'blijvend_bewaren' | 'vernietigen';
  readonly archiefactietermijn: string | null;
  readonly brondatumArchiefprocedure: BrondatumArchiefprocedure;
}

/** Null, with a line in the report, when the rules of the standard cannot be met with what the export says. */
export function mapArchivering(item: INavigatorResultaattype, klasse: Resultaat, context: Context): Archivering | null {
  // ztc-003 and ztc-008: such a class demands `termijn`, which demands a procestermijn that i-Navigator does not keep.
  if (klasse.procestermijn === 'ingeschatte_bestaansduur_procesobject') {
    context.verslag.meld(PROCESTERMIJN_ONBEKEND, item, `klasse ${klasse.volledigNummer}`);
    return null;
  }
  const archiefnominatie = mapNominatie(item, klasse, context);
  return {
    archiefnominatie,
    archiefactietermijn: mapTermijn(item, klasse, archiefnominatie, context),
    brondatumArchiefprocedure: mapBrondatum(item, klasse, context),
  };
}

function mapNominatie(
  item: INavigatorResultaattype,
  klasse: Resultaat,
  { verslag }: Context,
): Archivering['archiefnominatie'] {
  // Withdrawn classes, the only ones without waardering, are never chosen; keeping is what can be undone.
  const volgensLijst = klasse.waardering || 'blijvend_bewaren';
  const gezegd = NOMINATIES[item.waardering.toLowerCase()];
  if (gezegd === undefined) verslag.meld(WAARDERING_UIT_LIJST, item, volgensLijst);
  else if (gezegd !== volgensLijst)
    verslag.meld(WAARDERING_WIJKT_AF, item, `klasse ${klasse.volledigNummer}: ${volgensLijst}`);
  return gezegd ?? volgensLijst;
}

const NOMINATIES: Readonly<Record<string, Archivering['archiefnominatie']>> = {
  vernietigen: 'vernietigen',
  bewaren: 'blijvend_bewaren',
};

function mapTermijn(
  item: INavigatorResultaattype,
  klasse: Resultaat,
  nominatie: Archivering['archiefnominatie'],
  { verslag }: Context,
): string | null {
  const gezegd = alsDuur(item.bewaartermijn)?.iso ?? null;
  if (item.bewaartermijn !== null && gezegd === null) {
    verslag.meld(TERMIJN_ONLEESBAAR, item, `${item.bewaartermijn.aantal} ${item.bewaartermijn.eenheid}`);
  }
  if (nominatie === 'blijvend_bewaren') {
    if (gezegd === null) verslag.meld(OVERBRENGING_ONBEKEND, item);
    return gezegd;
  }
  if (gezegd === null) {
    verslag.meld(
      klasse.bewaartermijn === null ? TERMIJN_ONTBREEKT : TERMIJN_UIT_LIJST,
      item,
      klasse.bewaartermijn ?? '',
    );
    return klasse.bewaartermijn;
  }
  if (gezegd !== klasse.bewaartermijn) {
    verslag.meld(
      TERMIJN_WIJKT_AF,
      item,
      `${gezegd}, klasse ${klasse.volledigNummer}: ${klasse.bewaartermijn ?? 'geen'}`,
    );
  }
  return gezegd;
}

const melding = (gevolg: Melding['gevolg'], code: string, reden: string, advies: string): Melding => ({
  soort: 'resultaattype',
  gevolg,
  code,
  reden,
  advies,
});

const PROCESTERMIJN_ONBEKEND = melding(
  'niet',
  'procestermijn-onbekend',
  'De Selectielijst vraagt hier een geschatte duur van het procesobject (regels ztc-003 en ztc-008). De export bevat die niet.',
  'Maak dit resultaattype zelf aan, met een procestermijn.',
);
const WAARDERING_UIT_LIJST = melding(
  'aangevuld',
  'waardering-uit-lijst',
  'De export zegt niet of het dossier bewaard of vernietigd wordt. Wij namen dat over uit de Selectielijst.',
  'Controleer de waardering.',
);
const WAARDERING_WIJKT_AF = melding(
  'let-op',
  'waardering-wijkt-af',
  'De waardering in i-Navigator is een andere dan die in de Selectielijst. Die van i-Navigator is overgenomen.',
  'Controleer of de gemeente hier bewust van de Selectielijst afwijkt.',
);
const TERMIJN_ONLEESBAAR = melding(
  'aangepast',
  'bewaartermijn-onleesbaar',
  'De bewaartermijn heeft een maat of getal dat wij niet kennen.',
  'Vul de bewaartermijn zelf in.',
);
const OVERBRENGING_ONBEKEND = melding(
  'let-op',
  'overbrenging-onbekend',
  'Het dossier wordt blijvend bewaard. De export zegt niet na hoeveel tijd het naar de archiefbewaarplaats gaat.',
  'Vul de archiefactietermijn in als de zaak een archiefactiedatum moet krijgen.',
);
const TERMIJN_ONTBREEKT = melding(
  'let-op',
  'bewaartermijn-ontbreekt',
  'Het dossier wordt vernietigd, maar de export en de Selectielijst noemen geen termijn.',
  'Vul de archiefactietermijn in; zonder termijn krijgt een zaak geen archiefactiedatum.',
);
const TERMIJN_UIT_LIJST = melding(
  'aangevuld',
  'bewaartermijn-uit-lijst',
  'De export noemt geen bewaartermijn. Wij namen die over uit de Selectielijst.',
  'Controleer de bewaartermijn.',
);
const TERMIJN_WIJKT_AF = melding(
  'let-op',
  'bewaartermijn-wijkt-af',
  'De bewaartermijn in i-Navigator is een andere dan die in de Selectielijst. Die van i-Navigator is overgenomen.',
  'Controleer of de gemeente hier bewust van de Selectielijst afwijkt.',
);
