/**
 * The attributes that can be asked, each with its schema and its SQL over a row `g` of `gezien`. What is not asked is
 * not read. Other tables are reached by subqueries on a key, so that each costs an index look-up and no more.
 */
import { join, raw, type Sql, sql } from '../../platform/db/index.ts';
import type { Actor, value } from '../kern/index.ts';
import type { Zaakbevraging } from './api.ts';
import { BESLUITEN, besluiten } from './besluiten.ts';
import { DOCUMENTEN, documenten } from './documenten.ts';
import { type Identificatie, rollenVan } from './identificatie.ts';
import { organisatie } from './organisaties.ts';

export interface Vraag {
  readonly identificatie: Identificatie;
  /** RSIN or OIN of who asks; null for the municipality itself. */
  readonly vragendeOrganisatie: string | null;
  readonly actor: Actor;
  /** Of the addresses in the answer. */
  readonly base: string;
  /** The day in the Netherlands, `YYYY-MM-DD`. */
  readonly vandaag: string;
  /** What is more confidential is not shown to the betrokkene. */
  readonly maxVertrouwelijkheid: Zaakbevraging['maxVertrouwelijkheid'];
}

export interface Veld {
  readonly schema: value.Schema;
  readonly toon: (vraag: Vraag) => Sql;
}

export type Velden = Readonly<Record<string, Veld>>;

const veld = (schema: value.Schema, toon: Sql | Veld['toon']): Veld => ({
  schema,
  toon: typeof toon === 'function' ? toon : () => toon,
});

const tekst = { type: 'string' } as const;
const tekstOfNull = { type: 'string', nullable: true } as const;
const datum = { type: 'string', format: 'date' } as const;
const datumOfNull = { ...datum, nullable: true } as const;
const tijdstip = { type: 'string', format: 'date-time' } as const;
const groep = (properties: Readonly<Record<string, value.Schema>>): value.Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
const lijst = (items: value.Schema): value.Schema => ({ type: 'array', items });

const moment = (column: string): string => `replace(to_json(${column}) #>> '{}', '+00:00', 'Z')`;

const ORGANISATIE: value.Schema = {
  ...groep({ rsin: tekst, naam: tekstOfNull }),
  nullable: true,
  description: 'De verantwoordelijke organisatie, waar dat een andere is dan die de vraag stelt.',
};

const GEMEEN = {
  uuid: veld({ type: 'string', format: 'uuid' }, raw('g.id')),
  zaaknummer: veld(tekst, raw('g.identificatie')),
  omschrijving: veld(
    { ...tekst, description: 'Die van de zaak, of van het zaaktype als de zaak er geen heeft.' },
    raw('g.omschrijving'),
  ),
  zaaktype: veld(tekst, raw('g.zaaktype')),
  bronorganisatie: veld({ ...tekst, description: 'RSIN van wie de zaak registreerde.' }, raw('g.bronorganisatie')),
  organisatie: veld(ORGANISATIE, ({ vragendeOrganisatie }) => organisatie('g', vragendeOrganisatie)),
  registratiedatum: veld(datum, raw('g.registratiedatum')),
  startdatum: veld(datum, raw('g.startdatum')),
} satisfies Velden;

const VERWACHT = {
  einddatumGepland: veld(datumOfNull, raw('g.einddatum_gepland')),
  uiterlijkeEinddatumAfdoening: veld(datumOfNull, raw('g.uiterlijke_einddatum_afdoening')),
} satisfies Velden;

const AFGEROND = {
  datumAfgerond: veld(
    { ...datumOfNull, description: 'Leeg als een zaak zonder einddatum is gearchiveerd.' },
    raw('g.einddatum'),
  ),
} satisfies Velden;

const STATUS_VAN = 'zaken.status s join catalogi.statustype st on st.id = s.statustype_id';
const RESULTAAT_VAN = 'zaken.resultaat u join catalogi.resultaattype rt on rt.id = u.resultaattype_id';

/** The attributes of a running zaak in the list. */
export const LOPEND: Velden = {
  ...GEMEEN,
  ...VERWACHT,
  status: veld(tekstOfNull, raw(`(select st.omschrijving from ${STATUS_VAN} where s.id = g.status_id)`)),
  datumStatusGezet: veld(
    { ...tijdstip, nullable: true },
    raw(`(select ${moment('s.datum_status_gezet')} from zaken.status s where s.id = g.status_id)`),
  ),
};

/** The attributes of a closed zaak in the list. */
export const AFGEROND_VELDEN: Velden = {
  ...GEMEEN,
  ...AFGEROND,
  resultaat: veld(tekstOfNull, raw(`(select rt.omschrijving from ${RESULTAAT_VAN} where u.id = g.resultaat_id)`)),
};

/** What the lists show when nothing is chosen: the attributes that GEMMA names for them, and the key to the detail. */
export const GEWOON = {
  lopend: ['uuid', 'zaaknummer', 'omschrijving', 'registratiedatum', 'status', 'organisatie'],
  afgerond: ['uuid', 'zaaknummer', 'omschrijving', 'datumAfgerond', 'resultaat', 'organisatie'],
} as const;

/** Standard: "een, voor de initiator van de zaak relevante, toelichting op de status": meant to be read by him. */
const STATUS = groep({
  omschrijving: tekst,
  statustekst: tekst,
  toelichting: tekst,
  datumStatusGezet: tijdstip,
  huidig: { type: 'boolean' },
});
const STATUS_PAREN = `'omschrijving', st.omschrijving, 'statustekst', st.statustekst, 'toelichting', s.statustoelichting,
  'datumStatusGezet', ${moment('s.datum_status_gezet')}, 'huidig', s.id = g.status_id`;

const RESULTAAT: value.Schema = {
  ...groep({ omschrijving: tekst, toelichting: tekst }),
  nullable: true,
  description: 'Pas als de zaak is afgerond: een eerder vastgelegd resultaat kan nog veranderen.',
};

const ROL = groep({
  omschrijving: tekst,
  omschrijvingGeneriek: tekst,
  betrokkeneType: tekst,
  eigen: { type: 'boolean', description: 'Een rol van de betrokkene zelf.' },
  naam: {
    ...tekst,
    description: 'Leeg waar er geen is, en van een medewerker tenzij er een afwijkende naam is gekozen.',
  },
});
const NAAM = `coalesce(nullif(r.afwijkende_naam_betrokkene, ''), case r.betrokkene_type
  when 'organisatorische_eenheid' then r.betrokkene_identificatie ->> 'naam'
  when 'niet_natuurlijk_persoon' then r.betrokkene_identificatie ->> 'statutaireNaam'
  when 'vestiging' then r.betrokkene_identificatie -> 'handelsnaam' ->> 0
  when 'natuurlijk_persoon' then concat_ws(' ', nullif(r.betrokkene_identificatie ->> 'voorletters', ''),
    nullif(r.betrokkene_identificatie ->> 'voorvoegselGeslachtsnaam', ''), nullif(r.betrokkene_identificatie ->> 'geslachtsnaam', ''))
  end, '')`;

/** The rollen of the betrokkene and of the organisation. Other citizens and companies in the zaak are not his to see. */
function rollen({ identificatie }: Vraag): Sql {
  return sql`(select coalesce(json_agg(json_build_object('omschrijving', r.omschrijving,
      'omschrijvingGeneriek', r.omschrijving_generiek, 'betrokkeneType', r.betrokkene_type, 'eigen', r.eigen, 'naam', ${raw(NAAM)})
      order by r.eigen desc, r.id), '[]'::json)
    from (select r.*, coalesce(${rollenVan(identificatie)}, false) as eigen from zaken.rol r where r.zaak_id = g.id) r
    where r.eigen or r.betrokkene_type in ('medewerker', 'organisatorische_eenheid'))`;
}

/** One zaak. Contacts, taken and berichten get their line here when their registers are there. */
export const DETAIL: Velden = {
  ...GEMEEN,
  ...VERWACHT,
  ...AFGEROND,
  afgerond: veld({ type: 'boolean' }, raw('g.klaar')),
  verlenging: veld({ type: 'object', nullable: true }, raw('g.verlenging')),
  opschorting: veld({ type: 'object', nullable: true }, raw('g.opschorting')),
  status: veld(
    { ...STATUS, nullable: true },
    raw(`(select json_build_object(${STATUS_PAREN}) from ${STATUS_VAN} where s.id = g.status_id)`),
  ),
  statussen: veld(
    { ...lijst(STATUS), description: 'Alle statussen, de oudste eerst.' },
    raw(`(select coalesce(json_agg(json_build_object(${STATUS_PAREN}) order by s.datum_status_gezet), '[]'::json)
      from ${STATUS_VAN} where s.zaak_id = g.id)`),
  ),
  resultaat: veld(
    RESULTAAT,
    raw(`(select json_build_object('omschrijving', rt.omschrijving, 'toelichting', u.toelichting)
      from ${RESULTAAT_VAN} where u.id = g.resultaat_id and g.klaar)`),
  ),
  rollen: veld(lijst(ROL), rollen),
  besluiten: veld(BESLUITEN, besluiten),
  documenten: veld(DOCUMENTEN, documenten),
};

/** The JSON object of a row `g` with these attributes; names that this table does not have are left out. */
export function toon(velden: Velden, namen: readonly string[], vraag: Vraag): Sql {
  const paren = namen.flatMap((naam) => {
    const gevonden = Object.hasOwn(velden, naam) ? velden[naam] : undefined;
    return gevonden ? [sql`${raw(`'${naam}'`)}, ${gevonden.toon(vraag)}`] : [];
  });
  return sql`json_build_object(${join(paren)})`;
}
