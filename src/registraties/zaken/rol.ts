/** ROL: who is involved in a zaak, and as what. */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { defineResource, field, value, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { contextKlopt, contextVan, eenContext } from './authenticatie.ts';
import { BETROKKENE_TYPEN, eenBetrokkene, ROL_IDENTIFICATIES, zoekkolommen } from './betrokkene.ts';
import {
  type BijZaak,
  lockZaakVan,
  ONDERDEEL_SCOPES,
  onderdeelWrite,
  vast,
  visibleThroughZaak,
  zaakLink,
} from './onderdeel.ts';
import { rolFilters } from './rolfilters.ts';

const { part } = value;

const fields = {
  zaak: zaakLink,
  betrokkene: field.url({ filter: ['exact'] }),
  betrokkeneType: field.choice(BETROKKENE_TYPEN, { required: true, filter: ['exact'] }),
  afwijkendeNaamBetrokkene: field.text({ max: 625 }),
  roltype: field.link(catalogiDoel.roltype, { column: 'roltype_id', required: true, filter: ['exact'] }),
  omschrijving: field.kept({ type: 'string' }, { filter: ['exact'] }),
  omschrijvingGeneriek: field.kept({ type: 'string' }, { filter: ['exact'] }),
  roltoelichting: field.text({ max: 1000, required: true }),
  registratiedatum: field.keptDateTime(),
  indicatieMachtiging: field.choiceOrBlank(['gemachtigde', 'machtiginggever']),
  contactpersoonRol: field.groupOrNull(
    value.object({
      emailadres: part(value.text({ max: 254 }), ''),
      functie: part(value.text({ max: 50 }), ''),
      telefoonnummer: part(value.text({ max: 20 }), ''),
      naam: part(value.text({ max: 40, blank: false })),
    }),
  ),
  statussen: field.links(doel.status, 'gezetdoor_id'),
  betrokkeneIdentificatie: field.groupOrNull(eenBetrokkene),
  authenticatieContext: field.groupOrNull(eenContext),
};

interface Situation extends BijZaak {
  readonly roltype: { readonly zaaktype: string; readonly omschrijving: string; readonly generiek: string };
  /** Is there another rol in this zaak with the same generic meaning? */
  readonly bezet: boolean;
}

type RolWrite = Write<typeof fields, Situation>;

export const rol = defineResource<typeof fields, Situation>({
  ...doel.rol,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'update', 'delete'],
  showUuid: true,
  order: 't.id desc',
  scopes: ONDERDEEL_SCOPES,
  fields,
  filters: rolFilters,
  visible: visibleThroughZaak,
  write: {
    situation: readSituation,
    ...onderdeelWrite(),
    rules: [[vast('zaak', 'roltype'), roltypeHoortBijZaaktype, eenInitiator, betrokkeneKlopt, authenticatieKlopt]],
    keep: ({ situation, values, ports, row }) => ({
      omschrijving: situation.roltype.omschrijving,
      omschrijving_generiek: situation.roltype.generiek,
      registratiedatum: row ? row['registratiedatum'] : ports.clock.now(),
      ...zoekkolommen(values.betrokkeneType, values.betrokkeneIdentificatie ?? {}),
      betrokkene_identificatie: JSON.stringify(identificatieOf(values)),
      authenticatie_context: contextVan(values),
    }),
    // The name of the person stands in no audit line; the kind of rol does.
    weergave: ({ situation }) => `${situation.zaak.identificatie} - ${situation.roltype.omschrijving}`,
  },
});

async function readSituation(write: Omit<RolWrite, 'situation'>): Promise<Situation> {
  const { tx, id, values } = write;
  const zaak = await lockZaakVan(write, values.zaak);
  const [row] = await tx.query<Situation['roltype'] & { bezet: boolean }>(sql`
    select t.zaaktype_id as zaaktype, t.omschrijving, t.omschrijving_generiek as generiek,
      exists (select 1 from zaken.rol r where r.zaak_id = ${zaak.id} and r.id <> ${id}
        and r.omschrijving_generiek = t.omschrijving_generiek) as bezet
    from catalogi.roltype t where t.id = ${values.roltype}`);
  if (!row) throw invalid({ name: 'roltype', code: 'bad-url', reason: 'Op dit adres is geen roltype te vinden.' });
  const { bezet, ...roltype } = row;
  return { zaak, roltype, bezet };
}

function authenticatieKlopt({ values }: RolWrite): readonly InvalidParam[] {
  return contextKlopt(values);
}

/** zrc-019: the roltype belongs to the zaaktype of the zaak. */
function roltypeHoortBijZaaktype({ situation }: RolWrite): readonly InvalidParam[] {
  if (situation.roltype.zaaktype === situation.zaak.zaaktypeId) return [];
  return [
    {
      name: 'nonFieldErrors',
      code: 'zaaktype-mismatch',
      reason: 'Het roltype hoort niet bij het zaaktype van de zaak.',
    },
  ];
}

/** RGBZ: a zaak has one initiator and one zaakcoordinator at most. */
function eenInitiator({ situation }: RolWrite): readonly InvalidParam[] {
  const { generiek } = situation.roltype;
  if (!situation.bezet || (generiek !== 'initiator' && generiek !== 'zaakcoordinator')) return [];
  return [{ name: 'roltype', code: 'max-occurences', reason: `Deze zaak heeft al een ${generiek}.` }];
}

/** A betrokkene is an address or an identification, and the identification fits its kind. */
function betrokkeneKlopt({ values }: RolWrite): readonly InvalidParam[] {
  const given = [values.betrokkene !== '', values.betrokkeneIdentificatie !== null].filter(Boolean).length;
  if (given !== 1) {
    const reason = 'Geef óf een betrokkene (adres) óf een betrokkeneIdentificatie.';
    return [{ name: 'nonFieldErrors', code: 'invalid-betrokkene', reason }];
  }
  if (values.betrokkeneIdentificatie === null) return [];
  const faults: InvalidParam[] = [];
  ROL_IDENTIFICATIES[values.betrokkeneType].parse(values.betrokkeneIdentificatie, 'betrokkeneIdentificatie', {
    faults,
    ownId: () => null,
  });
  return faults;
}

/** The identification with its empty parts filled in, as the standard shows it; null when there is an address instead. */
function identificatieOf(values: RolWrite['values']): unknown {
  if (values.betrokkeneIdentificatie === null) return null;
  return (
    ROL_IDENTIFICATIES[values.betrokkeneType].parse(values.betrokkeneIdentificatie, '', {
      faults: [],
      ownId: () => null,
    }) ?? null
  );
}
