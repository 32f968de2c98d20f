/** Lists: query parameters to SQL. Unknown parameters and wrong values are refused, each with its name (zgw.md 61). */
import { and, raw, type Sql, sql } from '../../platform/db/index.ts';
import { type InvalidParam, Problem } from '../../platform/http/index.ts';
import { PAGE_SIZE } from '../../standaarden/zgw/index.ts';
import { columnOf } from './define.ts';
import type { Field, Filter, FilterKind } from './fields.ts';
import { ownId } from './references.ts';
import type { AnyResource } from './resource.ts';
import * as value from './values.ts';

export interface ListQuery {
  readonly conditions: readonly Sql[];
  /** The parameters behind the conditions, as they were sent. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly order: string;
  /** From 1. */
  readonly page: number;
  /** Of a page. */
  readonly size: number;
  readonly expand: readonly string[];
}

/** As Open Zaak has it, for its `pageSize`. */
export const MAX_PAGE_SIZE = 500;

/** Parameters that no field brings along. */
const COMMON = new Set(['page', 'pageSize', 'expand', 'ordering']);

export function parseQuery(
  resource: AnyResource,
  query: Readonly<Record<string, unknown>>,
  bases: readonly string[],
  expandable: boolean,
): ListQuery {
  const faults: InvalidParam[] = [];
  const conditions: Sql[] = [];
  const groups = new Map<NonNullable<Filter['together']>, Sql[]>();
  const known = parametersOf(resource);
  const unknown = Object.keys(query).filter(
    (name) => !known.has(name) && !(COMMON.has(name) && mayAsk(resource, name, expandable)),
  );
  if (unknown.length > 0) faults.push(unknownParameters(unknown));
  for (const [name, condition] of known) {
    const text = query[name];
    if (text === undefined) continue;
    try {
      const found = condition(oneText(text), bases);
      const together = resource.filters[name]?.together;
      if (together) groups.set(together, [...(groups.get(together) ?? []), found]);
      else conditions.push(found);
    } catch (error) {
      faults.push({ name, code: 'invalid', reason: error instanceof Error ? error.message : 'Ongeldige waarde.' });
    }
  }
  for (const [together, group] of groups) conditions.push(together(and(group), 't'));
  for (const [name, filter] of Object.entries(resource.filters)) {
    if (filter.absent && query[name] === undefined) conditions.push(filter.absent('t'));
  }
  const order = orderOf(resource, query['ordering'], faults);
  const page = numberOf('page', query['page'], 1, 1_000_000, faults);
  const size = numberOf('pageSize', query['pageSize'], PAGE_SIZE, MAX_PAGE_SIZE, faults);
  if (faults.length > 0) throw new Problem('invalid', '', { invalidParams: faults });
  const asked = Object.fromEntries(Object.entries(query).filter(([name]) => !COMMON.has(name)));
  return { conditions, asked, order, page, size, expand: expandOf(query['expand']) };
}

function mayAsk(resource: AnyResource, name: string, expandable: boolean): boolean {
  if (name === 'expand') return expandable;
  return resource.paginated || !name.startsWith('page');
}

function unknownParameters(names: readonly string[]): InvalidParam {
  const reason = `Onbekende query parameters: ${names.map((name) => name.slice(0, 60)).join(', ')}`;
  return { name: 'nonFieldErrors', code: 'unknown-parameters', reason };
}

/** Refuses parameters that a route does not know, for routes that are no list. */
export function assertOnlyParameters(query: object, known: readonly string[]): void {
  const unknown = Object.keys(query).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Problem('invalid', '', { invalidParams: [unknownParameters(unknown)] });
}

/** `expand=status,zaaktype` as a list of paths; given twice it counts together. */
export function expandOf(value: unknown): readonly string[] {
  return [value]
    .flat()
    .flatMap((text) => (typeof text === 'string' ? text.split(',') : []))
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

type Condition = (text: string, bases: readonly string[]) => Sql;

/** Every parameter that this resource's list knows, with how it filters. */
export function parametersOf(resource: AnyResource): ReadonlyMap<string, Condition> {
  const known = new Map<string, Condition>();
  for (const [name, field] of Object.entries(resource.fields) as [string, Field<unknown>][]) {
    const column = columnOf(name, field.column);
    for (const kind of field.filters) {
      if (column === null) continue;
      known.set(kind === 'exact' ? name : `${name}__${kind}`, (text, bases) =>
        compare(field, `t.${column}`, kind, text, bases),
      );
    }
  }
  for (const [name, filter] of Object.entries(resource.filters)) {
    known.set(name, (text, bases) => filter.condition(text, 't', bases));
  }
  return known;
}

const OPERATORS = { exact: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function compare(field: Field<unknown>, column: string, kind: FilterKind, text: string, bases: readonly string[]): Sql {
  if (field.own !== undefined && field.relation) {
    const { target } = field.relation;
    const address = readAddress(text);
    const id = ownId(address, target.href, bases);
    return id === null ? sql`${raw(column)} = ${address}` : sql`${raw(`t.${field.own}`)} = ${id}`;
  }
  if (kind === 'isnull') return raw(`${column} is ${boolOf(text) ? '' : 'not '}null`);
  if (kind === 'icontains') return sql`${raw(column)} ilike ${anywhere(text)}`;
  if (kind === 'in') {
    const values = text.split(',').map((one) => readValue(field, one.trim(), bases));
    return sql`${raw(column)}::text = any(${values.map(String)}::text[])`;
  }
  const wanted = readValue(field, text, bases);
  if (wanted === null) return raw('false');
  return sql`${raw(`${column} ${OPERATORS[kind]}`)} ${wanted}`;
}

/** Reads a parameter as the field reads its JSON. Null means: well formed, but nothing can match. */
function readValue(field: Field<unknown>, text: string, bases: readonly string[]): unknown {
  if (field.relation) return ownId(readAddress(text), field.relation.target.href, bases);
  if (field.schema.type === 'boolean') return boolOf(text);
  const { type, format } = field.schema;
  const parser = field.parser ?? PARSERS[format ?? ''] ?? PARSERS[type ?? ''] ?? value.text();
  const input: unknown = type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text;
  const faults: InvalidParam[] = [];
  const found = parser.parse(input, 'x', { faults, ownId: () => null });
  if (faults[0]) throw new Error(faults[0].reason);
  return found;
}

function readAddress(text: string): string {
  if (!/^https?:\/\//.test(text)) throw new Error('Dit is geen volledig webadres.');
  return storable(text);
}

/** How a parameter is read of a field that clients cannot set, by its format or type. */
const PARSERS: Readonly<Record<string, value.Parser<unknown>>> = {
  date: value.date(),
  'date-time': value.dateTime(),
  integer: value.whole(-2_147_483_648, 2_147_483_647),
};

/** A pattern for `ilike` that finds this text anywhere in another. */
export function anywhere(text: string): string {
  return `%${storable(text).replace(/[\\%_]/g, '\\$&')}%`;
}

/** The text of a parameter, when PostgreSQL can take it: a text there cannot hold a NUL. */
export function storable(text: string): string {
  if (text.includes('\0')) throw new Error('Ongeldige waarde.');
  return text;
}

export function boolOf(text: string): boolean {
  if (text === 'true' || text === 'True' || text === '1') return true;
  if (text === 'false' || text === 'False' || text === '0') return false;
  throw new Error('Kies true of false.');
}

function orderOf(resource: AnyResource, value: unknown, faults: InvalidParam[]): string {
  if (value === undefined) return resource.order;
  const terms: string[] = [];
  for (const term of oneText(value).split(',')) {
    const name = term.replace(/^-/, '').trim();
    const field = (resource.fields as Record<string, Field<unknown>>)[name];
    const column = field && columnOf(name, field.column);
    if (!field?.sortable || !column) {
      faults.push({
        name: 'ordering',
        code: 'invalid_choice',
        reason: `Op "${name.slice(0, 50)}" kan niet worden gesorteerd.`,
      });
    } else {
      terms.push(`t.${column} ${term.startsWith('-') ? 'desc nulls last' : 'asc nulls last'}`);
    }
  }
  return [...terms, 't.id desc'].join(', ');
}

function numberOf(name: string, value: unknown, usual: number, most: number, faults: InvalidParam[]): number {
  if (value === undefined) return usual;
  const number = Number(oneText(value));
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  faults.push({ name, code: 'invalid', reason: `Hier hoort een geheel getal van 1 tot en met ${most}.` });
  return usual;
}

/** A parameter that is given twice counts once, the last, as is usual for forms. */
function oneText(value: unknown): string {
  return String(Array.isArray(value) ? value.at(-1) : value);
}

/** All conditions of a list, with what the actor may see. */
export function whereOf(conditions: readonly Sql[], visible: Sql): Sql {
  return and([visible, ...conditions]);
}
