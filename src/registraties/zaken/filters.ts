/** Filters of zaken that look at their rollen, and the maximum vertrouwelijkheid. */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { type Filter, isUuid, ownId, type SearchFilter } from '../kern/index.ts';

/** Column of `zaken.rol` behind each search on a betrokkene. */
export const BETROKKENE_KOLOMMEN = {
  natuurlijkPersoon__inpBsn: 'inp_bsn',
  natuurlijkPersoon__anpIdentificatie: 'anp_identificatie',
  natuurlijkPersoon__inpA_nummer: 'inp_a_nummer',
  nietNatuurlijkPersoon__innNnpId: 'inn_nnp_id',
  nietNatuurlijkPersoon__annIdentificatie: 'ann_identificatie',
  vestiging__vestigingsNummer: 'vestigings_nummer',
  medewerker__identificatie: 'medewerker',
  organisatorischeEenheid__identificatie: 'organisatorische_eenheid',
} as const;

const text = (condition: (text: string, t: string) => Sql): Filter => ({
  schema: { type: 'string' },
  condition(value, t) {
    if (value.includes('\0')) throw new Error('Ongeldige waarde.');
    return condition(value, t);
  },
});

/** A rol of the zaak with this value in this column. */
const rol = (column: string): Filter =>
  text((value, t) => sql`${raw(t)}.id in (select r.zaak_id from zaken.rol r where ${raw(`r.${column}`)} = ${value})`);

export const zaakFilters: Readonly<Record<string, Filter>> = {
  rol__betrokkeneType: rol('betrokkene_type'),
  rol__betrokkene: rol('betrokkene'),
  rol__omschrijvingGeneriek: rol('omschrijving_generiek'),
  ...Object.fromEntries(
    Object.entries(BETROKKENE_KOLOMMEN).map(([name, column]) => [`rol__betrokkeneIdentificatie__${name}`, rol(column)]),
  ),
  maximaleVertrouwelijkheidaanduiding: {
    schema: { type: 'string', enum: VERTROUWELIJKHEDEN },
    condition(value, t) {
      if (!VERTROUWELIJKHEDEN.includes(value as Vertrouwelijkheid))
        throw new Error(`Kies uit: ${VERTROUWELIJKHEDEN.join(', ')}.`);
      return sql`${raw(t)}.vertrouwelijkheidaanduiding <= ${value}::catalogi.vertrouwelijkheidaanduiding`;
    },
  },
};

const uuids = (condition: (ids: readonly string[], t: string) => Sql, idOf: SearchId): SearchFilter => ({
  schema: { type: 'array', items: { type: 'string' } },
  condition(value, t, bases) {
    if (!Array.isArray(value) || value.length > MOST_IN)
      throw new Error(`Hier hoort een lijst van hoogstens ${MOST_IN}.`);
    return condition(
      value.map((one) => idOf(String(one), bases)).filter((id) => id !== null),
      t,
    );
  },
});

type SearchId = (text: string, bases: readonly string[]) => string | null;

const MOST_IN = 1000;

/** What `_zoek` knows besides the parameters of the list. */
export const zoekFilters: Readonly<Record<string, SearchFilter>> = {
  uuid__in: uuids(
    (ids, t) => sql`${raw(`${t}.id`)} = any(${ids}::uuid[])`,
    (text) => {
      if (isUuid(text)) return text;
      throw new Error('Hier horen uuid’s.');
    },
  ),
  zaaktype__in: uuids(
    (ids, t) => sql`${raw(`${t}.zaaktype_id`)} = any(${ids}::uuid[])`,
    (text, bases) => {
      if (URL.canParse(text)) return ownId(text, catalogiDoel.zaaktype.href, bases);
      throw new Error('Hier horen volledige webadressen.');
    },
  ),
};

export const rolFilters: Readonly<Record<string, Filter>> = Object.fromEntries(
  Object.entries(BETROKKENE_KOLOMMEN).map(([name, column]) => [
    `betrokkeneIdentificatie__${name}`,
    text((value, t) => sql`${raw(`${t}.${column}`)} = ${value}`),
  ]),
);
