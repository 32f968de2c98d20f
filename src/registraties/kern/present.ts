/**
 * The representation: an SQL expression that makes the whole JSON text of a row, so that Node passes it through without
 * parsing. Fields stand in the order of the definition, after `url` (and `uuid`).
 */
import { join, raw, type Sql, sql } from '../../platform/db/index.ts';
import { columnOf } from './define.ts';
import type { Fields, ShowContext } from './fields.ts';
import type { Profile } from './ports.ts';
import { addressOf, baseLiteral } from './references.ts';
import type { AnyResource } from './resource.ts';

/** From where, when and by what behaviour an answer is seen. */
export interface View {
  /** Of our own addresses in it. */
  readonly base: string;
  /** Of things that have versions it shows those of this day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly profile: Profile;
}

/** Stands for the day in SQL that is written once and used for any day. */
export const DAY = '\0day';

/** SQL with the day in it, as a parameter: a text of its own for every day would fill the memory of the database. */
export function onDay(text: string, day: string): Sql {
  return fillIn(text.split(DAY).map(raw), day);
}

function fillIn([first, ...rest]: readonly Sql[], day: string): Sql {
  return rest.length === 0 ? first! : join([first!, ...rest.flatMap((part) => [sql`${day}::date`, part])], '');
}

/** The text around the day, per profile and base. */
const remembered = new WeakMap<AnyResource, Map<string, readonly Sql[]>>();

/** The JSON text of the row under alias `t`. */
export function jsonOf(resource: AnyResource, { base, day, profile }: View): Sql {
  const known = remembered.get(resource) ?? new Map<string, readonly Sql[]>();
  remembered.set(resource, known);
  const key = `${profile} ${base}`;
  let parts = known.get(key);
  if (!parts) {
    parts = write(resource, { base: baseLiteral(base), day: DAY, profile })
      .split(DAY)
      .map(raw);
    known.set(key, parts);
  }
  return fillIn(parts, day);
}

function write(resource: AnyResource, seen: Omit<ShowContext, 't'>): string {
  const pairs = resource.hideUrl ? [] : [`${addressOf(resource, seen.base, 't')} as "url"`];
  if (resource.showUuid) pairs.push('t.id as "uuid"');
  for (const [name, field] of Object.entries(resource.fields as Fields)) {
    if (field.writeOnly) continue;
    const column = columnOf(name, field.column);
    pairs.push(`${field.show(column === null ? '' : `t.${column}`, { ...seen, t: 't' })} as "${name}"`);
  }
  // row_to_json and not json_build_object: the latter takes 50 pairs at most.
  return `(select row_to_json(r) from (select ${pairs.join(', ')}) r)::text`;
}
