/**
 * The representation: an SQL expression that makes the whole JSON text of a row, so that Node passes it through without
 * parsing. Fields stand in the order of the definition, after `url` (and `uuid`).
 */
import { raw, type Sql } from '../../platform/db/index.ts';
import { columnOf } from './define.ts';
import type { Fields } from './fields.ts';
import { addressOf, baseLiteral } from './references.ts';
import type { AnyResource } from './resource.ts';

const remembered = new WeakMap<AnyResource, Map<string, Sql>>();

/** The JSON text of the row under alias `t`, with addresses on `base`. */
export function jsonOf(resource: AnyResource, base: string): Sql {
  const perBase = remembered.get(resource) ?? new Map<string, Sql>();
  remembered.set(resource, perBase);
  let expression = perBase.get(base);
  if (!expression) {
    expression = raw(write(resource, baseLiteral(base)));
    perBase.set(base, expression);
  }
  return expression;
}

function write(resource: AnyResource, base: string): string {
  const pairs = resource.hideUrl ? [] : [`${addressOf(resource, base, 't')} as "url"`];
  if (resource.showUuid) pairs.push('t.id as "uuid"');
  for (const [name, field] of Object.entries(resource.fields as Fields)) {
    const column = columnOf(name, field.column);
    pairs.push(`${field.show(column === null ? '' : `t.${column}`, { t: 't', base })} as "${name}"`);
  }
  // row_to_json and not json_build_object: the latter takes 50 pairs at most.
  return `(select row_to_json(r) from (select ${pairs.join(', ')}) r)::text`;
}
