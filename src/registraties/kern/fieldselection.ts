/**
 * `fields` (zrc-029): which fields an answer shows, and of which related objects. A list of names; an object in it gives,
 * per relation, the fields of the related object, and per group of fields the parts of it; `*` is everything. What is
 * asked of a relation comes under `_expand`, as with `expand`.
 *
 * A name counts whatever its capitals (the standard's own example writes `datumstatusgezet`). A name that is no field is
 * passed over, like any unknown key in a body; asking for the inside of what has no inside is refused (zrc-027).
 */
import { Problem } from '../../platform/http/index.ts';
import type { ExpandNode, ExpandTree } from './expand.ts';
import { type Field, type Fields, partsOf } from './fields.ts';
import type { AnyResource } from './resource.ts';

/** As deep as `expand` goes. */
const MAX_DEPTH = 6;

export interface Selection {
  /** What to expand; each node says which of its fields are shown. */
  readonly tree: ExpandTree;
  /** The resource with the chosen fields only. */
  readonly selected: AnyResource;
}

export function selectionOf(
  resource: AnyResource,
  asked: unknown,
  resources: ReadonlyMap<string, AnyResource>,
  depth = 1,
): Selection {
  if (!Array.isArray(asked) || asked.length === 0) refuse('Geef in "fields" een lijst met namen van velden.');
  if (depth > MAX_DEPTH) refuse(`"fields" gaat hoogstens ${MAX_DEPTH} lagen diep.`);
  const all = resource.fields as Fields;
  const chosen = new Map<string, Field<unknown>>();
  const tree: Record<string, ExpandNode> = {};
  let everything = false;
  const own = new Set<string>();
  for (const one of asked as unknown[]) {
    if (typeof one === 'string') {
      if (one === '*') everything = true;
      else own.add(one.toLowerCase());
      continue;
    }
    if (typeof one !== 'object' || one === null || Array.isArray(one)) refuse('In "fields" staan namen en objecten.');
    for (const [given, below] of Object.entries(one as Record<string, unknown>)) {
      const name = Object.keys(all).find((known) => known.toLowerCase() === given.toLowerCase());
      if (name === undefined) notThere(given);
      const field: Field<unknown> = all[name]!;
      if (field.relation) {
        const target = resources.get(field.relation.target.href) ?? notThere(given);
        const { tree: deeper, selected } = selectionOf(target, below, resources, depth + 1);
        tree[name] = { below: deeper, shown: selected };
      } else {
        chosen.set(name, partsOf(field, namesOf(below)) ?? notThere(given));
      }
    }
  }
  for (const [name, field] of Object.entries(all)) {
    if (!chosen.has(name) && (everything || own.has(name.toLowerCase()))) chosen.set(name, field);
  }
  const inOrder = Object.keys(all).filter((name) => chosen.has(name));
  const fields = Object.fromEntries(inOrder.map((name) => [name, chosen.get(name)!]));
  const hideUrl = !everything && !own.has('url');
  const showUuid = resource.showUuid && (everything || own.has('uuid'));
  return { tree, selected: Object.freeze({ ...resource, fields, hideUrl, showUuid }) };
}

function namesOf(asked: unknown): readonly string[] {
  if (Array.isArray(asked) && asked.every((name) => typeof name === 'string')) return asked;
  refuse('Geef van een groep een lijst met namen.');
}

function notThere(name: string): never {
  throw new Problem('not_found', `fields: "${name.slice(0, 50)}" is geen relatie of groep van deze resource.`);
}

function refuse(reason: string): never {
  throw new Problem('invalid', '', { invalidParams: [{ name: 'fields', code: 'invalid', reason }] });
}
