/**
 * The write path, one visible list for every resource:
 *
 *   authenticate → coarse right → parse → begin → lock → situation → exact right → rules → store → consequences →
 *   audit and event → commit → present
 *
 * The coarse right comes before any lock, so a caller without rights cannot hold rows or learn by timing. A caller who
 * may not see the object gets 404, one who may see but not write it 403, and only then 400 for what he sent.
 */
import { DatabaseFault, join, raw, type Sql, sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid, Problem } from '../../platform/http/index.ts';
import { uuidv7 } from '../../platform/time/index.ts';
import { type Actor, mayAtAll } from './actor.ts';
import { type Actie, type Cause, type Change, record } from './audit.ts';
import type { Fields } from './fields.ts';
import { columnsOf, type Parsed, parseBody, valuesOf } from './parse.ts';
import type { Ports } from './ports.ts';
import { jsonOf } from './present.ts';
import type { AnyResource, ChangeAbout, Resource, Write, WriteDefinition } from './resource.ts';

export interface WriteRequest {
  readonly method: 'create' | 'update' | 'partial' | 'delete';
  /** Id of the object; null on create. */
  readonly id: string | null;
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
  /** JSON text of the object as it stands now; empty after a delete. */
  readonly json: string;
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
      : parseBody(resource, request.body, ports.bases, request.method === 'partial');
  const cause: Cause = { actor, trace: request.trace, toelichting: request.toelichting };
  return await ports.db.transaction((tx) => writeIn(tx, resource, request, parsed, cause, ports));
}

/** The part inside the transaction, for plain routes that write several resources at once. */
export async function writeIn(
  tx: Tx,
  resource: AnyResource,
  request: Pick<WriteRequest, 'method' | 'id' | 'base'>,
  parsed: Parsed,
  cause: Cause,
  ports: Ports,
): Promise<Written> {
  const definition = writeDefinition(resource);
  const { actor } = cause;
  const row = request.id === null ? null : await lock(tx, resource, request.id, actor);
  const current = row && valuesOf(resource.fields as Fields, row);
  const values =
    request.method === 'partial' || request.method === 'delete' ? { ...current, ...parsed.values } : parsed.values;
  const changes: Change[] = [];
  const before = {
    tx,
    actor,
    ports,
    method: request.method,
    id: request.id ?? uuidv7(ports.clock, ports.random),
    values: values as never,
    current: current as never,
    row,
    given: parsed.given,
    change: async (target: AnyResource, id: string, columns: Record<string, unknown>, about: ChangeAbout) => {
      const { json } = await runStore(tx, target, sql`t as (${update(target, id, columns)})`, [ports.bases[0]!]);
      changes.push({ resource: target, id, actie: 'partial_update', json: json[0]!, ...about });
    },
  };
  const work: Write<Fields, unknown> = { ...before, situation: await definition.situation(before) };
  definition.allow(work);
  await checkRules(definition, work);
  const bases = [ports.bases[0]!, request.base];
  const json = await storeOrRefuse(tx, definition, resource, work, bases);
  const main = await definition.mainObject(work);
  const about = { main, weergave: definition.weergave(work), notify: true };
  const own: Change = { resource, id: work.id, actie: ACTIE[request.method], json: json[0] ?? null, ...about };
  changes.unshift(own);
  await definition.after?.(work);
  await record(tx, ports, cause, changes);
  return { id: work.id, json: json.at(-1) ?? '' };
}

function writeDefinition(resource: AnyResource): WriteDefinition<Fields, unknown> {
  if (!resource.write) throw new Error(`${resource.name} has no write definition`);
  return resource.write;
}

/** The coarse right: 403 unless the actor may do this to some object of the kind. */
export function assertMayWrite(resource: AnyResource, method: WriteRequest['method'], actor: Actor): void {
  const scopes = resource.scopes[SCOPES[method]] ?? [];
  if (!mayAtAll(actor, resource.api.component, scopes)) throw forbidden(scopes);
}

export function forbidden(scopes: readonly string[]): Problem {
  return new Problem('permission_denied', `Hiervoor is een van deze rechten nodig: ${scopes.join(', ')}.`);
}

/** The row, locked; 404 when it is not there or this actor may not see it. */
async function lock(tx: Tx, resource: AnyResource, id: string, actor: Actor): Promise<Record<string, unknown>> {
  const visible = resource.visible(actor, resource.scopes.read, 't');
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
  bases: readonly string[],
): Promise<readonly string[]> {
  try {
    if (work.method === 'delete') {
      await tx.query(sql`delete from ${raw(resource.table)} where id = ${work.id}`);
      return [];
    }
    const kept = (await definition.keep?.(work)) ?? {};
    const columns = { ...columnsOf(resource.fields as Fields, work.values), ...kept };
    const usual = work.method === 'create' ? insert(resource, work.id, columns) : update(resource, work.id, columns);
    const parts = definition.store?.(work, usual) ?? sql`t as (${usual})`;
    return (await runStore(tx, resource, parts, bases)).json;
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

/** Stores by the parts of a WITH and gives the JSON of the row in `t`, once per base, in the same round trip. */
async function runStore(
  tx: Tx,
  resource: AnyResource,
  parts: Sql,
  bases: readonly string[],
): Promise<{ json: string[] }> {
  const different = [...new Set(bases)];
  const shown = different.map((base, i) => sql`${jsonOf(resource, base)} as ${raw(`json${i}`)}`);
  const [row] = await tx.query<Record<string, string>>(sql`with ${parts} select ${join(shown)} from t`);
  if (!row) throw new Error(`nothing stored for ${resource.name}`);
  return { json: different.map((_base, i) => row[`json${i}`]!) };
}
