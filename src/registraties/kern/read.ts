/** Reading: one object, or a page of a list in one statement. Every statement carries what the actor may see. */
import { and, raw, sql } from '../../platform/db/index.ts';
import { Problem } from '../../platform/http/index.ts';
import { type Actor, mayAtAll } from './actor.ts';
import type { Item } from './expand.ts';
import { jsonOf, type View } from './present.ts';
import { type ListQuery, whereOf } from './query.ts';
import { inPath } from './references.ts';
import type { AnyResource, Reader } from './resource.ts';
import { forbidden } from './write.ts';

export function assertMayRead(resource: AnyResource, actor: Actor): void {
  if (!mayAtAll(actor, resource.api.component, resource.scopes.read)) throw forbidden(resource.scopes.read);
}

/** One object as JSON text; 404 when it is not there or this actor may not see it. */
export async function readOne(
  db: Reader,
  resource: AnyResource,
  id: string,
  actor: Actor,
  view: View,
  parent: string | null = null,
): Promise<Item> {
  assertMayRead(resource, actor);
  const visible = and([resource.visible(actor, resource.scopes.read, 't'), ...inPath(resource, parent)]);
  const [row] = await db.query<Item>(sql`
    select t.id, ${jsonOf(resource, view)} as json from ${raw(resource.table)} t where t.id = ${id} and ${visible}`);
  if (!row) throw new Problem('not_found', 'Dit object bestaat niet, of u mag het niet zien.');
  return row;
}

/** A list that is not cut into pages (zgw.md §1.1), in one statement. */
export async function readAll(
  db: Reader,
  resource: AnyResource,
  query: ListQuery,
  actor: Actor,
  view: View,
): Promise<readonly Item[]> {
  assertMayRead(resource, actor);
  const where = whereOf(query.conditions, resource.visible(actor, resource.scopes.read, 't'));
  return await db.query<Item>(sql`
    select t.id, ${jsonOf(resource, view)} as json from ${raw(resource.table)} t where ${where} order by ${raw(query.order)}`);
}

export interface Page {
  readonly count: number;
  readonly items: readonly Item[];
}

/** A page of a list and the exact count, in one statement; 404 for a page past the end. */
export async function readPage(
  db: Reader,
  resource: AnyResource,
  query: ListQuery,
  actor: Actor,
  view: View,
): Promise<Page> {
  assertMayRead(resource, actor);
  const where = whereOf(query.conditions, resource.visible(actor, resource.scopes.read, 't'));
  const order = raw(query.order);
  const counted =
    resource.count?.(actor, resource.scopes.read, query.asked) ??
    sql`select count(*) as count from ${raw(resource.table)} t where ${where}`;
  // The page is chosen first, by id, so that the rows before it cost no more than their place in an index, and no JSON.
  const rows = await db.query<{ count: number; id: string | null; json: string }>(sql`
    with chosen as materialized (
      select t.id from ${raw(resource.table)} t where ${where}
      order by ${order} limit ${query.size} offset ${(query.page - 1) * query.size}
    ), counted as (${counted})
    select c.count, p.id, p.json from counted c
    left join (select t.id, ${jsonOf(resource, view)} as json, row_number() over (order by ${order}) as plaats
      from chosen k join ${raw(resource.table)} t on t.id = k.id) p on true
    order by p.plaats`);
  const items = rows.filter((row): row is typeof row & { id: string } => row.id !== null);
  if (items.length === 0 && query.page > 1) throw new Problem('not_found', 'Deze pagina bestaat niet.');
  return { count: rows[0]?.count ?? 0, items };
}
