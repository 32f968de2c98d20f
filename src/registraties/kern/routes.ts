/** The HTTP routes of a resource: what every ZGW resource has in common on the wire (zgw.md §1.2). */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type Server } from '../../platform/http/index.ts';
import { CRS } from '../../standaarden/zgw/index.ts';
import type { Actor } from './actor.ts';
import { dayOf, dayParameter } from './day.ts';
import { type ExpandTree, expandItems, expandTree, type Item } from './expand.ts';
import type { Ports } from './ports.ts';
import { assertOnlyParameters, expandOf, type ListQuery, parseQuery } from './query.ts';
import { readAll, readOne, readPage } from './read.ts';
import { baseOf, inPath, isUuid } from './references.ts';
import type { AnyResource, Api, Method } from './resource.ts';
import { mountSearch } from './search.ts';
import { type WriteRequest, write } from './write.ts';

/** All resources by the path of their addresses. */
export type ResourceMap = ReadonlyMap<string, AnyResource>;

export function resourceMap(resources: readonly AnyResource[]): ResourceMap {
  return new Map(resources.map((r) => [r.href, r]));
}

/** Puts the routes of the resources on the server. */
export function mountResources(server: Server, resources: readonly AnyResource[], ports: Ports): void {
  const byHref = resourceMap(resources);
  for (const resource of resources) mount(server, resource, ports, byHref);
}

function mount(server: Server, resource: AnyResource, ports: Ports, resources: ResourceMap): void {
  const { href, methods } = resource;
  const has = (method: Method): boolean => methods.includes(method) && !(method in resource.plain);
  const expandable = methods.includes('read');
  const onCollection: string[] = [];
  const onObject: string[] = [];
  const checkCrs = (request: FastifyRequest): void => {
    if (resource.crs) assertCrs(request);
  };

  for (const method of methods) (COLLECTION.has(method) ? onCollection : onObject).push(...VERBS[method]);
  if (has('list')) {
    server.get(href, { exposeHeadRoute: false }, async (request, reply) => {
      const { actor, base } = await begin(request, ports);
      checkCrs(request);
      const asked = parseQuery(resource, request.query as Record<string, unknown>, ports.bases, expandable);
      const query = { ...asked, conditions: [...asked.conditions, ...inPath(resource, parentOf(resource, request))] };
      const tree = expandTree(resource, query.expand, resources);
      return answer(
        reply,
        resource,
        200,
        await listBody(request, resource, query, tree, { ports, actor, base, resources }),
      );
    });
  }
  if (resource.search) mountSearch(server, resource, ports, resources);
  if (has('read')) {
    server.route({
      method: ['GET', 'HEAD'],
      url: `${href}/:uuid`,
      handler: async (request, reply) => {
        const { actor, base } = await begin(request, ports);
        checkCrs(request);
        assertOnlyParameters(request.query as object, ['expand', ...dayParameter(resource, 'read')]);
        return await answerDetail(request, reply, resource, { ports, actor, base, resources });
      },
    });
  }
  for (const [method, status] of WRITES) {
    if (!has(method)) continue;
    server.route({
      method: [...VERBS[method]],
      url: method === 'create' ? href : `${href}/:uuid`,
      handler: async (request, reply) => {
        if (method !== 'delete') checkCrs(request);
        const written = await write(resource, writeRequestOf(request, method, ports, resource), ports);
        if (method === 'create')
          reply.header('location', `${baseOf(request.protocol, request.host, ports.bases)}${written.path}`);
        if (written.warning !== null) reply.header('x-warning', written.warning);
        return answer(reply, resource, status, written.json);
      },
    });
  }
  refuseOthers(server, href, onCollection);
  refuseOthers(server, `${href}/:uuid`, onObject);
}

type Verb = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const ALL_METHODS: readonly Verb[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

const VERBS: Readonly<Record<Method, readonly Verb[]>> = {
  list: ['GET'],
  read: ['GET', 'HEAD'],
  create: ['POST'],
  update: ['PUT'],
  partial: ['PATCH'],
  delete: ['DELETE'],
};

/** Methods on the collection; the others are on one object. */
const COLLECTION: ReadonlySet<Method> = new Set(['list', 'create']);

/** The writing methods, with the status of what went well. */
const WRITES: readonly (readonly [WriteRequest['method'], number])[] = [
  ['create', 201],
  ['update', 200],
  ['partial', 200],
  ['delete', 204],
];

/** Methods that the resource does not have: 405 with what it does have. */
function refuseOthers(server: Server, url: string, allowed: readonly string[]): void {
  const others = ALL_METHODS.filter((method) => !allowed.includes(method));
  if (others.length === 0 || allowed.length === 0) return;
  server.route({
    method: [...others],
    url,
    handler: async () => {
      throw new Problem('method_not_allowed', `Hier kan alleen: ${allowed.join(', ')}.`, {
        headers: { allow: allowed.join(', ') },
      });
    },
  });
}

/** The actor, and the base of the addresses in the answer. */
export async function begin(request: FastifyRequest, ports: Ports) {
  const actor = await ports.actorOf(request.headers.authorization);
  request.who = actor.clientId;
  return { actor, base: baseOf(request.protocol, request.host, ports.bases) };
}

export function writeRequestOf(
  request: FastifyRequest,
  method: WriteRequest['method'],
  ports: Ports,
  resource: AnyResource,
): WriteRequest {
  const toelichting = request.headers['x-audit-toelichting'];
  return {
    method,
    id: method === 'create' ? null : idOf(request),
    parent: parentOf(resource, request),
    body: request.body,
    authorization: request.headers.authorization,
    trace: request.trace,
    toelichting: typeof toelichting === 'string' ? toelichting : '',
    base: baseOf(request.protocol, request.host, ports.bases),
  };
}

function idOf(request: FastifyRequest, name = 'uuid'): string {
  const uuid = (request.params as Record<string, string>)[name]!;
  if (!isUuid(uuid)) throw new Problem('not_found', 'Dit object bestaat niet, of u mag het niet zien.');
  return uuid;
}

/** Id of the object in whose path the resource lives; null for a resource with a path of its own. */
function parentOf({ under }: AnyResource, request: FastifyRequest): string | null {
  return under ? idOf(request, under.parameter) : null;
}

/** Accept-Crs on every request, Content-Crs on one with a body; only WGS84 (zgw.md §1.2: 412 missing, 406 other). */
export function assertCrs(request: FastifyRequest): void {
  const check = (name: string): void => {
    const value = request.headers[name];
    if (value === undefined) throw new Problem('precondition_failed', `De header ${name} is verplicht: ${CRS}.`);
    if (value !== CRS) throw new Problem('not_acceptable', `De header ${name} kan alleen ${CRS} zijn.`);
  };
  check('accept-crs');
  if (request.body !== undefined && request.body !== null) check('content-crs');
}

/** What an answer says of the API that it comes from. */
export interface Wire {
  readonly api: Pick<Api, 'version'>;
  readonly crs: boolean;
}

/** An answer with JSON text, or text of another type. */
export function answer(
  reply: FastifyReply,
  resource: Wire,
  status: number,
  text: string,
  type = JSON_TYPE,
): FastifyReply {
  reply.code(status).header('api-version', resource.api.version);
  if (resource.crs && (text !== '' || reply.request.method === 'HEAD')) reply.header('content-crs', CRS);
  return text === '' ? reply.send() : reply.type(type).send(text);
}

const JSON_TYPE = 'application/json; charset=utf-8';

export interface DetailContext {
  readonly ports: Ports;
  readonly actor: Actor;
  readonly base: string;
  readonly resources: ResourceMap;
}

/** GET and HEAD of one object, with what its `expand` asks for. Plain routes call it too, on a variant of a resource. */
export async function answerDetail(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: AnyResource,
  { ports, actor, base, resources }: DetailContext,
): Promise<FastifyReply> {
  const tree = expandTree(resource, expandOf((request.query as Record<string, unknown>)['expand']), resources);
  const view = { base, day: dayOf(resource, 'read', request, ports.clock), profile: ports.profile };
  const item = await readOne(ports.db, resource, idOf(request), actor, view, parentOf(resource, request));
  const [full] = await expandItems(resource, [item], tree, { ...view, db: ports.db, actor, resources });
  return answerWithEtag(request, reply, resource, full!.json);
}

/**
 * A detail answer: strong ETag over the text, 304 when the client has it already. If-None-Match compares weakly (RFC 9110
 * §13.1.2): `W/` before a tag, as some gateways put it, makes no difference.
 */
export function answerWithEtag(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: Wire,
  text: string,
  type = JSON_TYPE,
): FastifyReply {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 32)}"`;
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const known = request.headers['if-none-match'];
  if (known && (known.trim() === '*' || known.match(/"[^"]*"/g)?.includes(etag))) {
    return reply.code(304).header('api-version', resource.api.version).send();
  }
  if (request.method === 'HEAD') {
    reply.type(type).header('content-length', Buffer.byteLength(text));
    return answer(reply, resource, 200, '');
  }
  return answer(reply, resource, 200, text, type);
}

/** The answer to a list: a page, or a plain array for a resource that has no pages. `shown`: with a choice of fields. */
export async function listBody(
  request: FastifyRequest,
  resource: AnyResource,
  query: ListQuery,
  tree: ExpandTree,
  { ports, actor, base, resources }: DetailContext,
  shown: AnyResource = resource,
): Promise<string> {
  const view = { base, day: dayOf(resource, 'list', request, ports.clock), profile: ports.profile };
  const context = { ...view, db: ports.db, actor, resources };
  if (!resource.paginated) {
    const all = await expandItems(resource, await readAll(ports.db, shown, query, actor, view), tree, context);
    return `[${all.map((item) => item.json).join(',')}]`;
  }
  const page = await readPage(ports.db, shown, query, actor, view);
  const items = await expandItems(resource, page.items, tree, context);
  return pageBody(request, base, query, page.count, items);
}

/** `next` and `previous` repeat what the client itself put in its query. */
function pageBody(
  request: FastifyRequest,
  base: string,
  { page, size }: ListQuery,
  count: number,
  items: readonly Item[],
): string {
  const [path, asked] = request.url.split('?');
  const link = (to: number): string => {
    const query = new URLSearchParams(asked ?? '');
    if (to === 1) query.delete('page');
    else query.set('page', String(to));
    const text = query.toString();
    return JSON.stringify(`${base}${path}${text ? `?${text}` : ''}`);
  };
  const next = page * size < count ? link(page + 1) : 'null';
  const previous = page > 1 ? link(page - 1) : 'null';
  return `{"count":${count},"next":${next},"previous":${previous},"results":[${items.map((i) => i.json).join(',')}]}`;
}
