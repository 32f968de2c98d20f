/**
 * The kinds of field of which a resource consists. A field is a frozen description; each interpreter (parse, present,
 * query, openapi) reads from it what it needs. `T` is the value as rules see it.
 */
import type { Sql } from '../../platform/db/index.ts';
import type { Profile } from './ports.ts';
import { addressOf } from './references.ts';
import type { Parser, Schema } from './values.ts';
import * as value from './values.ts';

export type FilterKind = 'exact' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'isnull' | 'icontains';

/** The part that all fields share. */
export interface Field<T> {
  /** How a client's value is read; null for a field that clients cannot set. */
  readonly parser: Parser<T> | null;
  /** The column that keeps it; null when it is derived. `undefined`: the field's name in snake_case. */
  readonly column: string | null | undefined;
  /** Must stand in POST and PUT. */
  readonly required: boolean;
  /** The value when a client leaves it out of POST or PUT. */
  readonly fallback: T | undefined;
  /** SQL of the JSON value, from the quoted column (`t.naam`); the column itself unless said. */
  readonly show: (column: string, context: ShowContext) => string;
  readonly schema: Schema;
  readonly filters: readonly FilterKind[];
  /** May a list be ordered by it (`ordering=naam`, `-naam`)? */
  readonly sortable: boolean;
  /** How it leads to another resource, for links and expand. */
  readonly relation: Relation | null;
  /** Stands in requests only. */
  readonly writeOnly?: boolean;
  /** For an address that may be of another register: the column that holds the id of what is ours. */
  readonly own?: string;
  /** Phantom: carries the type. */
  readonly type?: T;
}

/** For whom and when an answer is made, where its SQL depends on that. */
export interface Seen {
  /** SQL of the day for which the answer is made, a date. */
  readonly day: string;
  readonly profile: Profile;
}

export interface ShowContext extends Seen {
  /** Alias of the table in the statement. */
  readonly t: string;
  /** SQL literal of the base of our own addresses, e.g. `'https://zaken.example'`. */
  readonly base: string;
}

/** Where a reference leads. `one`: our column holds the other's id. `many`: the other's column holds ours. */
export interface Relation {
  readonly kind: 'one' | 'many';
  readonly target: Target;
  /** For `many`: the column of the target that holds our id. */
  readonly via: string | null;
  /** The condition in SQL that ties the two, when no single column does: by name, or through a third. */
  readonly on?: Tie;
}

/** SQL that ties a row under the alias `source` to rows of another table under the alias `other`. */
export type Tie = (source: string, other: string, seen: Seen) => string;

/** What a reference must know of the resource that it leads to. */
export interface Target {
  readonly name: string;
  /** Path below the API's root, e.g. `zaken`, as the OpenAPI document writes it. */
  readonly path: string;
  /** Path below the host, e.g. `/zaken/api/v1/zaken`; with `:name` in it where the id of another object stands. */
  readonly href: string;
  readonly table: string;
  /** For a resource that lives below another (`/zaken/{uuid}/zaakeigenschappen`): how it is tied to it. */
  readonly under?: Under;
}

/** What ties a resource to the one in whose path it lives. */
export interface Under {
  readonly target: Target;
  /** Name of the path parameter, e.g. `zaak_uuid`. */
  readonly parameter: string;
  /** Column of the resource that holds the id of the other, e.g. `zaak_id`. */
  readonly column: string;
}

interface Common<T> {
  readonly column?: string;
  readonly required?: boolean;
  readonly fallback?: T;
  readonly filter?: readonly FilterKind[];
  readonly sortable?: boolean;
  readonly description?: string;
}

/** For a value that has no natural empty: it is required, or the definition says what stands when it is left out. */
type Settled<T> = Common<T> & ({ readonly required: true } | { readonly fallback: T });

function make<T>(parser: Parser<T>, options: Common<T>, fallback: T | undefined, show?: Field<T>['show']): Field<T> {
  return Object.freeze({
    parser,
    column: options.column,
    required: options.required ?? false,
    // Null is a fallback too, for a parser that gives it.
    fallback: options.fallback === undefined ? fallback : options.fallback,
    show: show ?? ((column: string) => column),
    schema: options.description ? { ...parser.schema, description: options.description } : parser.schema,
    filters: options.filter ?? [],
    sortable: options.sortable ?? false,
    relation: null,
  });
}

/** Text; empty unless given. A required text may not be empty. */
export function text(options: Common<string> & value.TextOptions): Field<string> {
  return make(value.text({ blank: !options.required, ...options }), options, '');
}

/** Text or null; null unless given. */
export function textOrNull(options: Common<string | null> & value.TextOptions): Field<string | null> {
  return make(value.orNull(value.text({ blank: true, ...options })), options, null);
}

/** Nine digits that pass the 11-proef; empty unless given. */
export function rsin(options: Common<string> = {}): Field<string> {
  return text({ ...value.RSIN, ...options });
}

/** One of a fixed list. */
export function choice<const C extends readonly string[]>(choices: C, options: Settled<C[number]>): Field<C[number]> {
  return make(value.choice(choices), options, undefined);
}

/** One of a fixed list, or empty; empty unless given. */
export function choiceOrBlank<const C extends readonly string[]>(
  choices: C,
  options: Common<C[number] | ''> = {},
): Field<C[number] | ''> {
  return make(value.choice([...choices, '']) as Parser<C[number] | ''>, options, '');
}

/** One of a fixed list, or null; null unless given. An empty text counts as null. */
export function choiceOrNull<const C extends readonly string[]>(
  choices: C,
  options: Common<C[number] | null> = {},
): Field<C[number] | null> {
  return make(value.blankAsNull(value.choice(choices)), options, null);
}

export function bool(options: Settled<boolean>): Field<boolean> {
  return make(value.bool(), options, undefined);
}

export function whole(options: Settled<number> & { min: number; max: number }): Field<number> {
  return make(value.whole(options.min, options.max), options, undefined);
}

/** A day, `YYYY-MM-DD`. */
export function date(options: Settled<string>): Field<string> {
  return make(value.date(), options, undefined);
}

export function dateOrNull(options: Common<string | null> = {}): Field<string | null> {
  return make(value.orNull(value.date()), options, null);
}

const showTime = (column: string): string => `replace(to_json(${column}) #>> '{}', '+00:00', 'Z')`;

/** A moment, RFC 3339 with offset. Rules see the text as the client sent it: its first ten characters are his own day. */
export function dateTime(options: Settled<string>): Field<string> {
  return make(value.dateTime(), options, undefined, showTime);
}

export function dateTimeOrNull(options: Common<string | null> = {}): Field<string | null> {
  return make(value.orNull(value.dateTime()), options, null, showTime);
}

/** An ISO 8601 duration, kept as it was sent. */
export function duration(options: Settled<string>): Field<string> {
  return make(value.duration(), options, undefined);
}

export function durationOrNull(options: Common<string | null> = {}): Field<string | null> {
  return make(value.orNull(value.duration()), options, null);
}

/** An absolute address that is kept as it is. Empty unless given. */
export function url(options: Common<string> & { max?: number } = {}): Field<string> {
  return make(value.url(options.max ?? 1000, !options.required), options, '');
}

/** A list of values, kept as JSON. Empty unless given. */
export function list<T>(item: Parser<T>, options: Common<readonly T[]> & { max?: number } = {}): Field<readonly T[]> {
  return make(value.list(item, options.max), options, [] as readonly T[]);
}

/** An object with fields of its own, kept as JSON. */
export function group<T>(parser: Parser<T>, options: Settled<T>): Field<T> {
  return make(parser, options, undefined);
}

/** An object with fields of its own, or null; null unless given. */
export function groupOrNull<T>(parser: Parser<T>, options: Common<T | null> = {}): Field<T | null> {
  return make(value.orNull(parser), options, null);
}

/** A reference to a resource of our own: an address on the wire, a uuid in the database and in rules. */
export function link(target: Target, options: Settled<string>): Field<string> {
  const base = make(value.reference(target.href), options, undefined, showLink(target));
  return Object.freeze({ ...base, relation: { kind: 'one' as const, target, via: null } });
}

export function linkOrNull(target: Target, options: Common<string | null> = {}): Field<string | null> {
  const base = make(value.orNull(value.reference(target.href)), options, null, showLink(target));
  return Object.freeze({ ...base, relation: { kind: 'one' as const, target, via: null } });
}

/** The same where the standard has an empty text for none. */
export function linkOrBlank(target: Target, options: Common<string | null> = {}): Field<string | null> {
  const show: Field<string>['show'] = (column, context) => `coalesce(${showLink(target)(column, context)}, '')`;
  const base = make(value.blankForNull(value.reference(target.href)), options, null, show);
  return Object.freeze({ ...base, relation: { kind: 'one' as const, target, via: null } });
}

/**
 * A reference to something of this kind, of our own or of another register: rules see its address. Of ours the id is
 * kept too, in the column `own`, and that counts: the address beside it is canonical on the day that it was written.
 * Empty unless given.
 */
export function linkOrUrl(target: Target, options: Common<string> & { readonly own: string }): Field<string> {
  const { own, ...common } = options;
  const show: Field<string>['show'] = (column, context) =>
    `coalesce(${showLink(target)(`${context.t}.${own}`, context)}, ${column})`;
  const base = make(value.url(1000, !options.required), common, '', show);
  return Object.freeze({ ...base, own, relation: { kind: 'one' as const, target, via: null } });
}

function showLink(target: Target): Field<string>['show'] {
  return (column, { base }) => `${base} || '${target.href}/' || ${column}`;
}

/** The addresses of the resources that refer to this one; read only. */
export function links(target: Target, via: string): Field<never> {
  const tied = tiedLinks(target, (source, other) => `${other}.${via} = ${source}.id`);
  return Object.freeze({ ...tied, relation: { kind: 'many' as const, target, via } });
}

/** The addresses of the resources that this condition ties to it; read only. */
export function tiedLinks(target: Target, on: Tie): Field<never> {
  return Object.freeze({
    ...readOnly({ type: 'array', items: { type: 'string', format: 'uri' }, uniqueItems: true }),
    show: (_column: string, { t, base, ...seen }: ShowContext) =>
      `(select coalesce(json_agg(${addressOf(target, base, 'r')} order by r.id), '[]'::json) from ${target.table} r where ${on(t, 'r', seen)})`,
    relation: { kind: 'many' as const, target, via: null, on },
  });
}

/** The address of the one resource that this condition ties to it; read only. */
export function tiedLink(target: Target, on: Tie): Field<never> {
  return Object.freeze({
    ...readOnly({ type: 'string', format: 'uri' }),
    show: (_column: string, { t, base, ...seen }: ShowContext) =>
      `(select ${addressOf(target, base, 'r')} from ${target.table} r where ${on(t, 'r', seen)})`,
    relation: { kind: 'one' as const, target, via: null, on },
  });
}

/** A column that only the engine's rules write; clients read it. */
export function kept(
  schema: Schema,
  options: { column?: string; show?: Field<never>['show']; filter?: readonly FilterKind[]; sortable?: boolean } = {},
): Field<never> {
  return Object.freeze({
    ...readOnly(schema),
    column: options.column,
    show: options.show ?? ((column: string) => column),
    filters: options.filter ?? [],
    sortable: options.sortable ?? false,
  });
}

/** A moment that only the engine's rules write. */
export function keptDateTime(
  options: { column?: string; nullable?: boolean; filter?: readonly FilterKind[] } = {},
): Field<never> {
  const { nullable, ...others } = options;
  const schema: Schema = { type: 'string', format: 'date-time', ...(nullable && { nullable }) };
  return kept(schema, { ...others, show: showTime });
}

/** A reference that only the engine's rules write. */
export function keptLink(target: Target, options: { column?: string; nullable?: boolean } = {}): Field<never> {
  const schema: Schema = { type: 'string', format: 'uri', nullable: options.nullable ?? false };
  return Object.freeze({
    ...kept(schema, { show: showLink(target), ...(options.column && { column: options.column }) }),
    relation: { kind: 'one' as const, target, via: null },
  });
}

/**
 * A field whose value stands in rows of another table, which the definition writes (`keep`, `after`); `show` reads them
 * back. Rules do not find it in the row as it stands: in a PATCH it is there only when the client sent it (`given`).
 */
export function elsewhere<T>(field: Field<T>, show: (context: ShowContext) => string): Field<T> {
  return Object.freeze({ ...field, column: null, show: (_column: string, context: ShowContext) => show(context) });
}

/** A value that a client sends along for the rules (a lock); nothing is kept, and no answer shows it. */
export function sent<T>(parser: Parser<T>, fallback: T, options: Pick<Common<T>, 'required'> = {}): Field<T> {
  const field = make(parser, options, fallback);
  return Object.freeze({ ...field, column: null, schema: { ...field.schema, writeOnly: true }, writeOnly: true });
}

/** A value that SQL derives from the row and its surroundings; nothing is kept. */
export function derived(schema: Schema, show: (context: ShowContext) => string): Field<never> {
  return Object.freeze({ ...readOnly(schema), show: (_column: string, context: ShowContext) => show(context) });
}

/** A group of which only these parts are shown, whatever their capitals; null when the field is no group. */
export function partsOf(field: Field<unknown>, names: readonly string[]): Field<unknown> | null {
  if (field.schema.type !== 'object' || !field.schema.properties) return null;
  if (names.includes('*')) return field;
  const wanted = names.map((name) => name.toLowerCase());
  const shown = Object.keys(field.schema.properties).filter((part) => wanted.includes(part.toLowerCase()));
  const list = shown.map((part) => `'${part}'`).join(', ') || 'null';
  const show: Field<unknown>['show'] = (column, context) =>
    `(select json_object_agg(e.key, e.value) from json_each(${field.show(column, context)}) e where e.key in (${list}))`;
  return Object.freeze({ ...field, show });
}

function readOnly(schema: Schema): Field<never> {
  return {
    parser: null,
    column: null,
    required: false,
    fallback: undefined,
    show: (column) => column,
    schema: { ...schema, readOnly: true },
    filters: [],
    sortable: false,
    relation: null,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a list of fields of any kind; each keeps its own type.
export type Fields = Readonly<Record<string, Field<any>>>;

/** Names of the fields that a client can set. */
export type WritableName<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? ([T] extends [never] ? never : K) : never;
}[keyof F];

/** The values of a resource as rules see them. */
export type Values<F extends Fields> = {
  readonly [K in WritableName<F>]: F[K] extends Field<infer T> ? T : never;
};

/** A condition of a list, from one query parameter. */
export interface Filter {
  readonly schema: Schema;
  /** Reads the parameter; throws the reason when it is wrong. */
  condition(text: string, t: string, bases: readonly string[]): Sql;
  /**
   * Puts the conditions of filters that share this function around one row together: which zaken have a rol that is both
   * of this person and of this kind, and not one of each.
   */
  readonly together?: (condition: Sql, t: string) => Sql;
  /** The condition when the parameter is absent, for a filter with a default. */
  absent?(t: string): Sql;
}
