/** Filters of documents besides those of their fields, of which most are Open Zaak's. */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { besluitenDoel } from '../besluiten/index.ts';
import { anywhere, boolOf, type Filter, ownId, type SearchFilter, storable, uuidIn } from '../kern/index.ts';
import { zakenDoel } from '../zaken/index.ts';

const text = { type: 'string' } as const;

export const OBJECT_TYPEN = ['zaak', 'besluit', 'verzoek'] as const;

/** The id of an object of our own behind an address; null when it is of another register. */
export function eigenObject(address: string, bases: readonly string[]): string | null {
  return ownId(address, zakenDoel.zaak.href, bases) ?? ownId(address, besluitenDoel.besluit.href, bases);
}

/** Both filters speak of one relation. */
const eenRelatie = (condition: Sql, t: string): Sql => sql`exists (
  select 1 from documenten.objectinformatieobject o where o.informatieobject_id = ${raw(t)}.id and ${condition})`;

const object: Filter = {
  schema: { ...text, format: 'uri' },
  together: eenRelatie,
  condition(value, _t, bases) {
    if (!URL.canParse(value)) throw new Error('Dit is geen volledig webadres.');
    const id = eigenObject(value, bases);
    return id === null ? sql`o.object_id is null and o.object = ${storable(value)}` : sql`o.object_id = ${id}`;
  },
};

const objectType: Filter = {
  schema: { ...text, enum: OBJECT_TYPEN },
  together: eenRelatie,
  condition(value) {
    if (!(OBJECT_TYPEN as readonly string[]).includes(value)) throw new Error(`Kies uit: ${OBJECT_TYPEN.join(', ')}.`);
    return sql`o.object_type = ${value}`;
  },
};

const woorden = (value: string): string[] =>
  storable(value)
    .split(',')
    .map((woord) => woord.trim())
    .filter((woord) => woord !== '');

/** A document that has this word; an index finds it. */
const heeft = (woord: string, t: string): Sql => sql`${raw(t)}.trefwoorden::jsonb @> ${JSON.stringify([woord])}::jsonb`;

const combineer =
  (separator: ' and ' | ' or ', nothing: string) =>
  (value: string, t: string): Sql => {
    const [first, ...rest] = woorden(value).map((woord) => heeft(woord, t));
    if (!first) return raw(nothing);
    return sql`(${rest.reduce((all, one) => sql`${all}${raw(separator)}${one}`, first)})`;
  };

export const documentFilters: Readonly<Record<string, Filter>> = {
  objectinformatieobjecten_object: object,
  objectinformatieobjecten_objectType: objectType,
  objectinformatieobjecten__object: object,
  objectinformatieobjecten__objectType: objectType,
  /** All of these words. */
  trefwoorden: { schema: text, condition: combineer(' and ', 'true') },
  /** Any of them. */
  trefwoorden__overlap: { schema: text, condition: combineer(' or ', 'false') },
  titel: { schema: text, condition: (value, t) => sql`${raw(t)}.titel ilike ${anywhere(value)}` },
  beschrijving: { schema: text, condition: (value, t) => sql`${raw(t)}.beschrijving ilike ${anywhere(value)}` },
  locked: {
    schema: { type: 'boolean' },
    condition: (value, t) => sql`${raw(boolOf(value) ? '' : 'not ')}exists (
      select 1 from documenten.slot s where s.document_id = ${raw(t)}.id)`,
  },
};

/** What `_zoek` knows besides the parameters of the list. */
export const zoekFilters: Readonly<Record<string, SearchFilter>> = { uuid__in: uuidIn };
