/**
 * The representation: an SQL expression that makes the whole JSON text of a row, so that Node passes it through without
 * parsing. Fields stand in the order of the definition, after `url` (and `uuid`).
 */
import { join, raw, type Sql, sql } from '../../platform/db/index.ts';
import { columnOf } from './define.ts';
import type { Fields } from './fields.ts';
import { addressOf, baseLiteral } from './references.ts';
import type { AnyResource } from './resource.ts';

/** From where and when an answer is seen. */
export interface View {
  /** Of our own addresses in it. */
  readonly base: string;
  /** Of things that have versions it shows those of this day, `YYYY-MM-DD`. */
  readonly day: string;
}

/** Stands for the day in SQL that is written once and used for any day. */
export const DAY = '\0day';

/** SQL with the day in it, as a parameter: a text of its own for every day would fill the memory of the database. */
export function onDay(text: string, day: string): Sql {
  const [first, ...rest] = text.split(DAY);
  return join([raw(first!), ...rest.flatMap((part) => [sql`${day}::date`, raw(part)])], '');
}

const remembered = new WeakMap<AnyResource, Map<string, string>>();

/** The JSON text of the row under alias `t`. */
export function jsonOf(resource: AnyResource, { base, day }: View): Sql {
  const perBase = remembered.get(resource) ?? new Map<string, string>();
  remembered.set(resource, perBase);
  let text = perBase.get(base);
  if (text === undefined) {
    text = write(resource, baseLiteral(base));
    perBase.set(base, text);
  }
  return onDay(text, day);
}

function write(resource: AnyResource, base: string): string {
  const pairs = resource.hideUrl ? [] : [`${addressOf(resource, base, 't')} as "url"`];
  if (resource.showUuid) pairs.push('t.id as "uuid"');
  for (const [name, field] of Object.entries(resource.fields as Fields)) {
    const column = columnOf(name, field.column);
    pairs.push(`${field.show(column === null ? '' : `t.${column}`, { t: 't', base, day: DAY })} as "${name}"`);
  }
  // row_to_json and not json_build_object: the latter takes 50 pairs at most.
  return `(select row_to_json(r) from (select ${pairs.join(', ')}) r)::text`;
}
