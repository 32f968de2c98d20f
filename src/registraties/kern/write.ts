/**
 * The write path, one visible list for every resource:
 *
 *   authenticate → coarse right → parse → references → begin → lock → situation → exact right → rules → store →
 *   consequences → audit and event → commit → present
 *
 * The coarse right comes before any lock, so a caller without rights cannot hold rows or learn by timing. A caller who
 * may not see the object gets 404, one who may see but not write it 403, and only then 400 for what he sent.
 */
import { and, DatabaseFault, join, raw, type Sql, sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid, Problem } from '../../platform/http/index.ts';
import { uuidv7 } from '../../platform/time/index.ts';
import { type Actor, mayAtAll } from './actor.ts';
import { type Actie, type Cause, type Change, record } from './audit.ts';
import { viewOf } from './day.ts';
import type { Fields } from './fields.ts';
import { columnsOf, type Parsed, parseBody, valuesOf } from './parse.ts';
import type { Ports } from './ports.ts';
import { jsonOf, type View } from './present.ts';
import { inPath, pathOf } from './references.ts';
import type { AnyResource, ChangeAbout, Resource, Write, WriteDefinition } from './resource.ts';

export interface WriteRequest {
  readonly method: 'create' | 'update' | 'partial' | 'delete';
  /** Id of the object; null on create. */
  readonly id: string | null;
  /** Id of the object in whose path it lives, for a resource that does. */
  readonly parent: string | null;
  readonly body: unknown;
  readonly authorization: string | undefined;
  readonly trace: string | null;
  /** `X-Audit-Toelichting`. */
  readonly toelichting: string;
  /** Base of the addresses in the answer. */
  readonly base: string;
}

export interface Written {
  readonly id: string;
  /** Its path below our host. */
  readonly path: string;
  /** JSON text of the object as it stands now; empty after a delete. */
  readonly json: string;
  /** For the `X-Warning` header; null when there is nothing to warn of. */
  readonly warning: string | null;
}

const SCOPES = { create: 'create', update: 'update', partial: 'update', delete: 'delete' } as const;
const ACTIE: Record<WriteRequest['method'], Actie> = {
  create: 'create',
  update: 'update',
  partial: 'partial_update',
  delete: 'destroy',
};

/** Writes as a client asked: authenticates, checks the coarse right, reads the body, and does the work. */
export async function write(resource: AnyResource, request: WriteRequest, ports: Ports): Promise<Written> {
  const actor = await ports.actorOf(request.authorization);
  assertMayWrite(resource, request.method, actor);
  const parsed =
    request.method === 'delete'
      ? { values: {}, given: new Set<string>() }
      : parseBody(resource, bodyOf(resource, request), ports.bases, request.method === 'partial');
  const found = await foundFor(resource, parsed, request, ports);
  const cause: Cause = { actor, trace: request.trace, toelichting: request.toelichting };
  return await ports.db.transaction((tx) => writeIn(tx, resource, request, { ...parsed, found }, cause, ports));
}

/** Looks up every address in what a client sent; says of each that leads nowhere, or to something else, what is wrong. */
export async function resolveReferences(
  resource: AnyResource,
  { values }: Parsed,
  method: WriteRequest['method'],
  ports: Ports,
): Promise<Write<Fields, unknown>['found']> {
  const references = resource.write?.references?.(values, method) ?? [];
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const faults: InvalidParam[] = [];
  await Promise.all(
    references.map(async ({ name, address, shape }) => {
      const resolved = await ports.resolve(address);
      if ('code' in resolved) {
        // The standard knows no unknown-service: an address that we cannot ask does not resolve.
        const code = resolved.code === 'unknown-service' && ports.profile === '1.7' ? 'bad-url' : resolved.code;
        faults.push({ name, code, reason: resolved.reason });
      } else if (shape.properties.every((property) => property in resolved.json)) found.set(address, resolved.json);
      else faults.push({ name, code: 'invalid-resource', reason: `Op dit adres staat geen ${shape.what}.` });
    }),
  );
  const order = references.map(({ name }) => name);
  if (faults.length > 0) throw invalid(...faults.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)));
  return found;
}

/** Everything that a write looks up before its transaction: the references in it, and what its rules consult. */
export async function foundFor(
  resource: AnyResource,
  parsed: Parsed,
  { method, id }: Pick<WriteRequest, 'method' | 'id'>,
  ports: Ports,
): Promise<Write<Fields, unknown>['found']> {
  const references = await resolveReferences(resource, parsed, method, ports);
  const addresses = (await resource.write?.consult?.({ ports, method, id, sent: parsed.values as never })) ?? [];
  return new Map([...references, ...(await consulted(addresses, ports))]);
}

/** How many of the others are asked at a time: a zaak can have hundreds of documents. */
const AT_A_TIME = 8;

/** What stands now at these addresses, as far as they answer. */
export async function consulted(asked: readonly string[], ports: Ports): Promise<Write<Fields, unknown>['found']> {
  const addresses = [...asked];
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const askOn = async (): Promise<void> => {
    for (let address = addresses.pop(); address !== undefined; address = addresses.pop()) {
      const resolved = await ports.resolve(address, { fresh: true });
      if ('json' in resolved) found.set(address, resolved.json);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, askOn));
  return found;
}

/** The part inside the transaction, for plain routes that write several resources at once. */
export async function writeIn(
  tx: Tx,
  resource: AnyResource,
  request: InnerRequest,
  parsed: Parsed,
  cause: Cause,
  ports: Ports,
): Promise<Written> {
  const { written, changes } = await changeIn(tx, resource, request, parsed, cause, ports);
  await record(tx, ports, cause, changes);
  return written;
}

export interface InnerRequest extends Pick<WriteRequest, 'method' | 'id' | 'base'> {
  readonly parent?: string | null;
  /** On create: the id that the object gets, for one that comes from elsewhere and keeps its own. */
  readonly newId?: string;
}

/**
 * All of a write but its record: the changes that it made, which the caller must record in the same transaction. For who
 * writes many objects at once, and records them together.
 */
export async function changeIn(
  tx: Tx,
  resource: AnyResource,
  request: InnerRequest,
  parsed: Parsed,
  cause: Cause,
  ports: Ports,
): Promise<{ readonly written: Written; readonly changes: readonly Change[] }> {
  const definition = writeDefinition(resource);
  const { actor } = cause;
  const parent = request.parent ?? null;
  const row = request.id === null ? null : await lock(tx, resource, request.id, parent, actor);
  const current = row && valuesOf(resource.fields as Fields, row, ports.bases);
  const values =
    request.method === 'partial' || request.method === 'delete' ? { ...current, ...parsed.values } : parsed.values;
  const changes: Change[] = [];
  const view: View = viewOf(ports, ports.bases[0]!);
  const canonical: readonly View[] = [view];
  const before = {
    tx,
    actor,
    ports,
    method: request.method,
    scopes: scopesFor(resource, request.method),
    id: request.id ?? request.newId ?? uuidv7(ports.clock, ports.random),
    parent,
    values: values as never,
    current: current as never,
    row,
    given: parsed.given,
    found: parsed.found ?? new Map(),
    change: async (target: AnyResource, id: string, columns: Record<string, unknown>, about: ChangeAbout) => {
      const { json } = await runStore(tx, target, sql`t as (${update(target, id, columns)})`, canonical);
      changes.push({ resource: target, id, actie: 'partial_update', json: json[0]!, ...about });
    },
    add: async (target: AnyResource, columns: Record<string, unknown>, about: ChangeAbout) => {
      const id = uuidv7(ports.clock, ports.random);
      const { json } = await runStore(tx, target, sql`t as (${insert(target, id, columns)})`, canonical);
      changes.push({ resource: target, id, actie: 'create', json: json[0]!, ...about });
      return id;
    },
    remove: async (target: AnyResource, id: string, about: ChangeAbout) => {
      await tx.query(sql`delete from ${raw(target.table)} where id = ${id}`);
      changes.push({ resource: target, id, actie: 'destroy', json: null, ...about });
    },
  };
  const work: Write<Fields, unknown> = { ...before, situation: await definition.situation(before) };
  definition.allow(work);
  await checkRules(definition, work);
  const views = request.base === ports.bases[0] ? canonical : [view, { ...view, base: request.base }];
  const json = await storeOrRefuse(tx, definition, resource, work, views);
  const main = await definition.mainObject(work);
  const notify = definition.notifies?.includes(request.method) ?? true;
  const gebeurtenis = definition.gebeurtenis?.(work) ?? null;
  const about = { main, weergave: definition.weergave(work), notify, gebeurtenis };
  const own: Change = { resource, id: work.id, parent, actie: ACTIE[request.method], json: json[0] ?? null, ...about };
  changes.unshift(own);
  await definition.after?.(work);
  const warning = definition.warning?.(work) ?? null;
  const written = { id: work.id, path: pathOf(resource, work.id, parent), json: json.at(-1) ?? '', warning };
  return { written, changes };
}

/** The body, with the reference to the object in whose path the resource lives: from the path when it is left out. */
function bodyOf(resource: AnyResource, { body, parent, base, method }: WriteRequest): unknown {
  if (!resource.under || parent === null || typeof body !== 'object' || body === null) return body;
  const { under } = resource;
  const names = Object.entries(resource.fields as Fields).filter(([, f]) => f.column === under.column && f.parser);
  const address = `${base}${under.target.href}/${parent}`;
  return method === 'partial' ? body : { ...Object.fromEntries(names.map(([name]) => [name, address])), ...body };
}

function writeDefinition(resource: AnyResource): WriteDefinition<Fields, unknown> {
  if (!resource.write) throw new Error(`${resource.name} has no write definition`);
  return resource.write;
}

/** The coarse right: 403 unless the actor may do this to some object of the kind. */
export function assertMayWrite(resource: AnyResource, method: WriteRequest['method'], actor: Actor): void {
  const scopes = scopesFor(resource, method);
  if (!mayAtAll(actor, resource.api.component, scopes)) throw forbidden(scopes);
}

function scopesFor({ scopes }: AnyResource, method: WriteRequest['method']): readonly string[] {
  return scopes[SCOPES[method]] ?? [];
}

export function forbidden(scopes: readonly string[]): Problem {
  return new Problem('permission_denied', `Hiervoor is een van deze rechten nodig: ${scopes.join(', ')}.`);
}

/** The row, locked; 404 when it is not there or this actor may not see it. */
async function lock(
  tx: Tx,
  resource: AnyResource,
  id: string,
  parent: string | null,
  actor: Actor,
): Promise<Record<string, unknown>> {
  const visible = and([resource.visible(actor, resource.scopes.read, 't'), ...inPath(resource, parent)]);
  const [row] = await tx.query(
    sql`select t.* from ${raw(resource.table)} t where t.id = ${id} and ${visible} for update of t`,
  );
  if (!row) throw new Problem('not_found', 'Dit object bestaat niet, of u mag het niet zien.');
  return row;
}

/** Stages one after the other; within a stage every rule speaks, so that a client sees all that is wrong at once. */
async function checkRules(definition: WriteDefinition<Fields, unknown>, work: Write<Fields, unknown>): Promise<void> {
  if (work.method === 'delete') return;
  for (const stage of definition.rules) {
    const faults: InvalidParam[] = [];
    for (const rule of stage) faults.push(...(await rule(work)));
    if (faults.length > 0) throw invalid(...faults);
  }
}

/** SQLSTATE. On a delete it means that something of a register further up still refers to the object. */
const FOREIGN_KEY_VIOLATION = '23503';

const IN_USE: InvalidParam = {
  name: 'nonFieldErrors',
  code: 'pending-relations',
  reason: 'Dit object is nog in gebruik. Verwijder eerst wat ernaar verwijst.',
};

async function storeOrRefuse(
  tx: Tx,
  definition: WriteDefinition<Fields, unknown>,
  resource: AnyResource,
  work: Write<Fields, unknown>,
  views: readonly View[],
): Promise<readonly string[]> {
  try {
    if (work.method === 'delete') {
      await tx.query(sql`delete from ${raw(resource.table)} where id = ${work.id}`);
      return [];
    }
    const kept = (await definition.keep?.(work)) ?? {};
    const columns = { ...columnsOf(resource.fields as Fields, work.values, work.ports.bases), ...kept };
    const usual = work.method === 'create' ? insert(resource, work.id, columns) : update(resource, work.id, columns);
    const parts = definition.store?.(work, usual) ?? sql`t as (${usual})`;
    return (await runStore(tx, resource, parts, views)).json;
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    const known = definition.constraints?.[error.constraint ?? ''];
    if (known) throw invalid(known);
    if (work.method === 'delete' && error.code === FOREIGN_KEY_VIOLATION) throw invalid(IN_USE);
    throw error;
  }
}

function insert(resource: AnyResource, id: string, columns: Record<string, unknown>): Sql {
  const names = ['id', ...Object.keys(columns)];
  const values = [id, ...Object.values(columns)].map((value) => sql`${value}`);
  return sql`insert into ${raw(resource.table)} (${raw(names.join(', '))}) values (${join(values)}) returning *`;
}

function update(resource: Pick<Resource, 'table'>, id: string, columns: Record<string, unknown>): Sql {
  const sets = Object.entries(columns).map(([name, value]) => sql`${raw(name)} = ${value}`);
  return sql`update ${raw(resource.table)} set ${join(sets)} where id = ${id} returning *`;
}

/** Stores by the parts of a WITH and gives the JSON of the row in `t`, once per view, in the same round trip. */
async function runStore(
  tx: Tx,
  resource: AnyResource,
  parts: Sql,
  views: readonly View[],
): Promise<{ json: string[] }> {
  const shown = views.map((view, i) => sql`${jsonOf(resource, view)} as ${raw(`json${i}`)}`);
  const [row] = await tx.query<Record<string, string>>(sql`with ${parts} select ${join(shown)} from t`);
  if (!row) throw new Error(`nothing stored for ${resource.name}`);
  return { json: views.map((_view, i) => row[`json${i}`]!) };
}
