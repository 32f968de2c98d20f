/**
 * `POST _zoek`: a list whose conditions stand in the body, so that they are as long as they need to be and no BSN stands
 * in an address. It takes what the list takes, with JSON values, and what the definition adds (`search`). `page` and
 * `pageSize` stand in the query, since `next` and `previous` are addresses.
 */
import type { FastifyRequest } from 'fastify';
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { type InvalidParam, Problem, type Server } from '../../platform/http/index.ts';
import { expandTree } from './expand.ts';
import { selectionOf } from './fieldselection.ts';
import type { Ports } from './ports.ts';
import { assertOnlyParameters, parametersOf, parseQuery } from './query.ts';
import { assertMayRead } from './read.ts';
import { isUuid } from './references.ts';
import type { AnyResource, SearchFilter } from './resource.ts';
import { answer, assertCrs, begin, listBody, type ResourceMap } from './routes.ts';

export function mountSearch(server: Server, resource: AnyResource, ports: Ports, resources: ResourceMap): void {
  server.post(`${resource.href}/_zoek`, async (request: FastifyRequest, reply) => {
    const { actor, base } = await begin(request, ports);
    if (resource.crs) assertCrs(request);
    assertMayRead(resource, actor);
    assertOnlyParameters(request.query as object, ['page', 'pageSize', 'expand']);
    const body = bodyOf(request.body);
    const listed = parseQuery(
      resource,
      { ...asQuery(resource, body), ...(request.query as object) },
      ports.bases,
      true,
    );
    const found = await searchConditions(resource, body, ports);
    const query = { ...listed, asked: choosing(body), conditions: [...listed.conditions, ...found] };
    const context = { ports, actor, base, resources };
    if (body['fields'] === undefined) {
      const tree = expandTree(resource, query.expand, resources);
      return answer(reply, resource, 200, await listBody(request, resource, query, tree, context));
    }
    // zrc-029
    if (body['expand'] !== undefined || query.expand.length > 0) {
      const reason = 'Gebruik "fields" of "expand", niet allebei.';
      throw new Problem('invalid', '', { invalidParams: [{ name: 'nonFieldErrors', code: 'invalid', reason }] });
    }
    const { tree, selected } = selectionOf(resource, body['fields'], resources);
    return answer(reply, resource, 200, await listBody(request, resource, query, tree, context, selected));
  });
}

function bodyOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  const reason = 'Stuur een JSON-object.';
  throw new Problem('invalid', reason, { invalidParams: [{ name: 'nonFieldErrors', code: 'invalid', reason }] });
}

/** The conditions that the list knows too, as the texts of its parameters. A key that nobody knows is ignored. */
function asQuery(resource: AnyResource, body: Readonly<Record<string, unknown>>): Record<string, string> {
  const query: Record<string, string> = {};
  for (const name of [...parametersOf(resource).keys(), 'ordering', 'expand']) {
    const value = body[name];
    if (resource.search?.[name] || value === undefined || value === null) continue;
    query[name] = Array.isArray(value) ? value.map(String).join(',') : String(value);
  }
  return query;
}

/** What in the body chooses objects, and not what of them is shown. */
function choosing(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const shown = ['expand', 'fields', 'ordering'];
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => value != null && !shown.includes(name)));
}

async function searchConditions(
  resource: AnyResource,
  body: Readonly<Record<string, unknown>>,
  { bases, db }: Ports,
): Promise<readonly Sql[]> {
  const faults: InvalidParam[] = [];
  const conditions: Sql[] = [];
  const asked = Object.entries(resource.search ?? {}).filter(([name]) => (body[name] ?? null) !== null);
  for (const [name, filter] of asked) {
    try {
      conditions.push(filter.condition(body[name], 't', bases));
    } catch (error) {
      faults.push({ name, code: 'invalid', reason: error instanceof Error ? error.message : 'Ongeldige waarde.' });
    }
  }
  if (faults.length > 0) throw new Problem('invalid', '', { invalidParams: faults });
  for (const [name, filter] of asked) {
    if (filter.refine) conditions.push(await filter.refine(body[name], 't', db));
  }
  return conditions;
}

/** Most values in one list of a search. */
export const MOST_IN = 1000;

/** `uuid__in`: objects by their ids. */
export const uuidIn: SearchFilter = {
  schema: { type: 'array', items: { type: 'string', format: 'uuid' } },
  condition(value, t) {
    if (!Array.isArray(value) || value.length > MOST_IN)
      throw new Error(`Hier hoort een lijst van hoogstens ${MOST_IN}.`);
    if (!value.every((one) => typeof one === 'string' && isUuid(one))) throw new Error('Hier horen uuid’s.');
    return sql`${raw(t)}.id = any(${value}::uuid[])`;
  },
};
