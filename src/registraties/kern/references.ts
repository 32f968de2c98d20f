/**
 * Addresses of our own resources: written with the base by which the request came, recognised by any listed base, and
 * canonical in events, audit and messages.
 */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import type { Target } from './fields.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const ONLY_UUID = new RegExp(`^${UUID}$`, 'i');

export function isUuid(text: string): boolean {
  return ONLY_UUID.test(text);
}

/** The uuid in an address of ours with this path, or null when it is not ours. */
export function ownId(address: string, href: string, bases: readonly string[]): string | null {
  const path = ownPath(address, bases);
  if (path === null) return null;
  const steps = href.split('/');
  const given = path.replace(/\/$/, '').split('/');
  const id = given.pop() ?? '';
  if (given.length !== steps.length || !isUuid(id)) return null;
  const same = steps.every((step, i) => (step.startsWith(':') ? isUuid(given[i]!) : step === given[i]));
  return same ? id.toLowerCase() : null;
}

/** The path below our host, of an address on any of our bases; null when it is somebody else's. */
export function ownPath(address: string, bases: readonly string[]): string | null {
  const base = bases.find((one) => address.startsWith(`${one}/`));
  return base === undefined ? null : address.slice(base.length);
}

/** SQL of the address of the object in the row under this alias; `base` is SQL too. */
export function addressOf({ href, under }: Pick<Target, 'href' | 'under'>, base: string, alias: string): string {
  if (!under) return `${base} || '${href}/' || ${alias}.id`;
  const [before, after] = href.split(`:${under.parameter}`);
  return `${base} || '${before}' || ${alias}.${under.column} || '${after}/' || ${alias}.id`;
}

/** The path of an object below our host; `parent` is the id of the one in whose path it lives. */
export function pathOf({ href, under }: Pick<Target, 'href' | 'under'>, id: string, parent: string | null): string {
  return under ? `${href.replace(`:${under.parameter}`, parent ?? '')}/${id}` : `${href}/${id}`;
}

/** The condition that an object lives in the path of this other one; nothing for a resource with a path of its own. */
export function inPath({ under }: Pick<Target, 'under'>, parent: string | null): Sql[] {
  return under ? [sql`${raw(`t.${under.column}`)} = ${parent}`] : [];
}

/** The base for the answer to a request: the one that it came by when that is listed, else the canonical one. */
export function baseOf(protocol: string, host: string, bases: readonly string[]): string {
  const asked = `${protocol}://${host}`;
  // A base with a path (behind a gateway) is found by its origin.
  return bases.find((base) => base === asked || base.startsWith(`${asked}/`)) ?? bases[0]!;
}

/** An SQL literal of a base. Bases come from the settings; the quote is doubled all the same. */
export function baseLiteral(base: string): string {
  return `'${base.replaceAll("'", "''")}'`;
}
