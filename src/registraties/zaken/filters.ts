/** Filters of zaken besides those of their fields, of which some are Open Zaak's; and what `_zoek` adds to them. */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { VERTROUWELIJKHEDEN, type Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import {
  anywhere,
  type Filter,
  MOST_IN,
  ownId,
  type SearchFilter,
  storable,
  type Target,
  uuidIn,
} from '../kern/index.ts';
import { zaakRolFilters } from './rolfilters.ts';
import { binnenGebied } from './zoekgebied.ts';

const text = { type: 'string' } as const;

/** By the type of something that hangs off the zaak; the address of another register finds nothing. */
const vanType = (target: Target, condition: (id: string, t: string) => Sql): Filter => ({
  schema: { ...text, format: 'uri' },
  condition(value, t, bases) {
    if (!URL.canParse(value)) throw new Error('Dit is geen volledig webadres.');
    const id = ownId(value, target.href, bases);
    return id === null ? raw('false') : condition(id, t);
  },
});

/** A kenmerk of the zaak with these parts; an index finds zaken by their kenmerken. */
const kenmerk = (part: object, t: string): Sql => sql`${raw(t)}.kenmerken::jsonb @> ${JSON.stringify([part])}::jsonb`;

export const zaakFilters: Readonly<Record<string, Filter>> = {
  ...zaakRolFilters,
  maximaleVertrouwelijkheidaanduiding: {
    schema: { ...text, enum: VERTROUWELIJKHEDEN },
    condition(value, t) {
      if (!VERTROUWELIJKHEDEN.includes(value as Vertrouwelijkheid))
        throw new Error(`Kies uit: ${VERTROUWELIJKHEDEN.join(', ')}.`);
      return sql`${raw(t)}.vertrouwelijkheidaanduiding <= ${value}::catalogi.vertrouwelijkheidaanduiding`;
    },
  },
  omschrijving: {
    schema: text,
    condition: (value, t) => sql`${raw(t)}.omschrijving ilike ${anywhere(value)}`,
  },
  zaaktype__omschrijving: {
    schema: text,
    condition: (value, t) => sql`${raw(t)}.zaaktype_id in (
      select zt.id from catalogi.zaaktype zt where zt.omschrijving ilike ${anywhere(value)})`,
  },
  status__statustype: vanType(
    catalogiDoel.statustype,
    (id, t) => sql`${raw(t)}.status_id in (select s.id from zaken.status s where s.statustype_id = ${id})`,
  ),
  resultaat__resultaattype: vanType(
    catalogiDoel.resultaattype,
    (id, t) => sql`${raw(t)}.resultaat_id in (select r.id from zaken.resultaat r where r.resultaattype_id = ${id})`,
  ),
  kenmerk: {
    schema: { ...text, description: 'Bron en kenmerk, met een dubbele punt ertussen.' },
    condition(value, t) {
      const at = storable(value).indexOf(':');
      if (at === -1) throw new Error('Geef bron en kenmerk met een dubbele punt ertussen.');
      return kenmerk({ bron: value.slice(0, at), kenmerk: value.slice(at + 1) }, t);
    },
  },
  kenmerk__bron: { schema: text, condition: (value, t) => kenmerk({ bron: storable(value) }, t) },
};

const ids = (
  items: SearchFilter['schema'],
  idOf: (text: string, bases: readonly string[]) => string | null,
  condition: (ids: readonly string[], t: string) => Sql,
): SearchFilter => ({
  schema: { type: 'array', items },
  condition(value, t, bases) {
    if (!Array.isArray(value) || value.length > MOST_IN)
      throw new Error(`Hier hoort een lijst van hoogstens ${MOST_IN}.`);
    const found = value.map((one) => idOf(String(one), bases)).filter((id) => id !== null);
    return condition(found, t);
  },
});

function zaaktypeId(address: string, bases: readonly string[]): string | null {
  if (URL.canParse(address)) return ownId(address, catalogiDoel.zaaktype.href, bases);
  throw new Error('Hier horen volledige webadressen.');
}

/** What `_zoek` knows besides the parameters of the list. */
export const zoekFilters: Readonly<Record<string, SearchFilter>> = {
  uuid__in: uuidIn,
  zaaktype__in: ids(
    { ...text, format: 'uri' },
    zaaktypeId,
    (all, t) => sql`${raw(t)}.zaaktype_id = any(${all}::uuid[])`,
  ),
  zaaktype__not_in: ids(
    { ...text, format: 'uri' },
    zaaktypeId,
    (all, t) => sql`${raw(t)}.zaaktype_id <> all(${all}::uuid[])`,
  ),
  zaakgeometrie: binnenGebied,
};
