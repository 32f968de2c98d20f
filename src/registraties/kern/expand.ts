/**
 * `expand`: related objects inside the answer, under `_expand`. One statement per relation per page, whatever the number
 * of rows; both ends pass their own authorisation (Open Zaak got that wrong three times in 2026, so it is structural
 * here: the statement cannot be written without the predicates). Works on texts; nothing is parsed.
 */
import { raw, sql } from '../../platform/db/index.ts';
import { Problem } from '../../platform/http/index.ts';
import type { Actor } from './actor.ts';
import { mayAtAll } from './actor.ts';
import { columnOf } from './define.ts';
import type { Field, Relation } from './fields.ts';
import type { Profile } from './ports.ts';
import { DAY, jsonOf, onDay, type View } from './present.ts';
import type { AnyResource, Reader } from './resource.ts';

/** An object of the answer: its id and its JSON text. */
export interface Item {
  readonly id: string;
  readonly json: string;
}

/** Levels deep at most (zrc-026 asks any depth; the specification stops at 6). */
const MAX_DEPTH = 6;

/** The relations that an answer must show. */
export type ExpandTree = Readonly<Record<string, ExpandNode>>;

export interface ExpandNode {
  /** The relations of the related objects that are shown in turn. */
  readonly below: ExpandTree;
  /** The related resource with a choice of fields, when a client chose (zrc-029). */
  readonly shown?: AnyResource;
}

export interface ExpandContext extends View {
  readonly db: Reader;
  readonly actor: Actor;
  /** All resources by name of their target, to find the definition behind a relation. */
  readonly resources: ReadonlyMap<string, AnyResource>;
}

type Growing = Record<string, { below: Growing }>;

/** The paths as a tree; refuses paths that are no relation of the resource (zrc-027). */
export function expandTree(
  resource: AnyResource,
  paths: readonly string[],
  resources: ExpandContext['resources'],
): ExpandTree {
  const tree: Growing = {};
  for (const path of paths) {
    let node = tree;
    let at: AnyResource | undefined = resource;
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH) refuse(path);
    for (const name of steps) {
      const field: Field<unknown> | undefined = at && Object.hasOwn(at.fields, name) ? at.fields[name] : undefined;
      if (at?.api.outside && field && !field.relation && field.schema.format === 'uri') refuseOutside(path);
      if (!field?.relation) refuse(path);
      node[name] ??= { below: {} };
      node = node[name].below;
      at = resources.get(field.relation.target.href);
      // A register that is not part of this program.
      if (!at) refuse(path);
    }
  }
  return tree;
}

function refuse(path: string): never {
  throw new Problem('not_found', `expand: "${path.slice(0, 100)}" is geen relatie van deze resource.`);
}

function refuseOutside(path: string): never {
  const reason = `expand: "${path.slice(0, 100)}" leidt naar een andere bron. Vraag het daar op.`;
  throw new Problem('not_acceptable', reason);
}

/** The items with their `_expand`, level by level. */
export async function expandItems(
  resource: AnyResource,
  items: readonly Item[],
  tree: ExpandTree,
  context: ExpandContext,
): Promise<readonly Item[]> {
  const names = Object.keys(tree);
  if (names.length === 0 || items.length === 0) return items;
  const parts = await Promise.all(
    names.map(async (name) => ({ name, found: await related(resource, name, items, tree[name]!, context) })),
  );
  return items.map((item) => {
    const pairs: string[] = [];
    for (const { name, found } of parts) {
      const text = found(item.id);
      if (text !== null) pairs.push(`"${name}":${text}`);
    }
    const before = item.json === '{}' ? '{' : `${item.json.slice(0, -1)},`;
    return { id: item.id, json: `${before}"_expand":{${pairs.join(',')}}}` };
  });
}

/** The condition that ties the source `s` to the target `t`. */
function tie(name: string, field: Field<unknown>, { kind, via, on }: Relation, profile: Profile): string {
  if (on) return on('s', 't', { day: DAY, profile });
  return kind === 'many' ? `t.${via} = s.id` : `t.id = s.${field.own ?? columnOf(name, field.column)}`;
}

/**
 * The related objects of one relation for all items at once, as a function from an item's id to JSON text. What several
 * items share (the zaaktype of a hundred zaken) is made into text once.
 */
async function related(
  resource: AnyResource,
  name: string,
  items: readonly Item[],
  { below, shown }: ExpandNode,
  context: ExpandContext,
): Promise<(id: string) => string | null> {
  const field = resource.fields[name] as Field<unknown>;
  const relation = field.relation!;
  const target = context.resources.get(relation.target.href);
  if (!target) refuse(name);
  const { actor, db, day, profile } = context;
  const many = relation.kind === 'many';
  const scopes = target.scopes.read;
  const rows = mayAtAll(actor, target.api.component, scopes)
    ? await db.query<{ source: string; id: string; json: string | null }>(sql`
        with pairs as materialized (
          select s.id as source, t.id
          from ${raw(resource.table)} s join ${raw(target.table)} t
            on ${onDay(tie(name, field, relation, profile), day)}
          where s.id = any(${items.map((i) => i.id)}::uuid[]) and ${resource.visible(actor, resource.scopes.read, 's')}
            and ${target.visible(actor, scopes, 't')}
        ), texts as materialized (
          select t.id, ${jsonOf(shown ?? target, context)} as json from ${raw(target.table)} t
          where t.id in (select id from pairs)
        )
        select source, id, case when row_number() over (partition by id) = 1 then json end as json
        from pairs join texts using (id) order by id`)
    : [];
  const unique = rows.flatMap(({ id, json }) => (json === null ? [] : [{ id, json }]));
  const expanded = await expandItems(target, unique, below, context);
  const texts = new Map(expanded.map((item) => [item.id, item.json]));
  const bySource = new Map<string, string[]>();
  for (const row of rows) bySource.set(row.source, [...(bySource.get(row.source) ?? []), texts.get(row.id)!]);
  return (id) => {
    const found = bySource.get(id) ?? [];
    return many ? `[${found.join(',')}]` : (found[0] ?? null);
  };
}
