/**
 * References to objects by address: of our own registers, of the embedded reference lists, and of other registers. The
 * standard asks that such an address leads somewhere and to the right kind of thing (zrc-001, zrc-010, ztc-001 and
 * their like). They are looked up before the transaction begins, since others may be slow.
 *
 * Ours are read from the database, whatever the path by which others would reach us. Foreign ones are fetched from the
 * origins that the operator allowed, without redirects, and remembered for a while.
 */
import { raw, sql } from '../../platform/db/index.ts';
import { type AllowedOrigin, allowedBy, type Net } from '../../platform/net/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { viewOf } from './day.ts';
import { jsonOf } from './present.ts';
import { ownId, ownPath } from './references.ts';
import type { AnyResource, Reader } from './resource.ts';

/** What must stand at an address. */
export interface Shape {
  /** As a client is told it, e.g. `een communicatiekanaal`. */
  readonly what: string;
  /** Properties that it must have. */
  readonly properties: readonly string[];
}

/** A reference that a client sent. */
export interface Reference {
  /** Name of the field, e.g. `relevanteAndereZaken.0.url`. */
  readonly name: string;
  readonly address: string;
  readonly shape: Shape;
}

/** What stands at an address, or why nothing does. */
export type Resolved =
  | { readonly json: Readonly<Record<string, unknown>> }
  | { readonly code: 'bad-url' | 'invalid-resource' | 'unknown-service'; readonly reason: string };

/** `fresh`: what is remembered does not count, because its state does. */
export type Resolve = (address: string, options?: { readonly fresh: boolean }) => Promise<Resolved>;

/** Looks up an object of a list that is part of the program, by its address; null when it is not in the list. */
export type Embedded = (address: string) => Readonly<Record<string, unknown>> | null;

export interface ResolverOptions {
  readonly db: Reader;
  readonly bases: readonly string[];
  /** All resources of our own. */
  readonly resources: () => readonly AnyResource[];
  readonly embedded: readonly Embedded[];
  readonly outbound: Net;
  readonly allow: readonly AllowedOrigin[];
  /** `Authorization` for an origin, where one is agreed. */
  readonly authorization?: (origin: string) => Promise<string | null>;
  readonly clock: Clock;
}

const TIMEOUT_MS = 5_000;
/** Types and lists hardly change; a zaak that is related to ours may be gone tomorrow. */
const KEEP_MS = 5 * 60_000;
const MOST_KEPT = 1_000;

const NOTHING = 'Op dit adres is niets te vinden.';

export function createResolver(options: ResolverOptions): Resolve {
  const { db, bases, embedded, outbound, allow, clock } = options;
  const kept = new Map<string, { readonly resolved: Resolved; readonly until: number }>();

  async function own(address: string): Promise<Resolved> {
    for (const resource of options.resources()) {
      const id = ownId(address, resource.href, bases);
      if (id === null) continue;
      const [row] = await db.query<{ json: string }>(
        sql`select ${jsonOf(resource, viewOf({ clock, profile: '1.7' }, bases[0]!))} as json from ${raw(resource.table)} t where t.id = ${id}`,
      );
      return row ? { json: JSON.parse(row.json) } : { code: 'bad-url', reason: NOTHING };
    }
    return { code: 'bad-url', reason: NOTHING };
  }

  async function foreign(address: string): Promise<Resolved> {
    const entry = allowedBy(address, allow);
    if (!entry) {
      const reason = 'Deze bron is niet bekend. Laat de beheerder haar toevoegen aan OUTBOUND_ALLOW.';
      return { code: 'unknown-service', reason };
    }
    const authorization = (await options.authorization?.(entry.origin)) ?? null;
    const headers = { accept: 'application/json', 'accept-crs': 'EPSG:4326', ...(authorization && { authorization }) };
    try {
      const answer = await outbound.request({ method: 'GET', url: address, headers, timeoutMs: TIMEOUT_MS });
      if (answer.status !== 200) return { code: 'bad-url', reason: `Dit adres antwoordt met ${answer.status}.` };
      const json: unknown = JSON.parse(answer.body.toString('utf8'));
      // Some lists of the standard have no pages (zgw.md §1.1): told as the one page that they are.
      if (Array.isArray(json)) return { json: { results: json } };
      if (typeof json === 'object' && json !== null) return { json: { ...json } };
      return { code: 'invalid-resource', reason: 'Op dit adres staat geen JSON-object.' };
    } catch (error) {
      if (error instanceof SyntaxError) return { code: 'invalid-resource', reason: 'Op dit adres staat geen JSON.' };
      return { code: 'bad-url', reason: 'Dit adres is niet bereikbaar.' };
    }
  }

  return async (address, { fresh } = { fresh: false }) => {
    for (const list of embedded) {
      const json = list(address);
      if (json) return { json };
    }
    if (ownPath(address, bases) !== null) return await own(address);
    const now = clock.now().getTime();
    const known = kept.get(address);
    if (known && known.until > now && !fresh) return known.resolved;
    const resolved = await foreign(address);
    kept.delete(address);
    if ('json' in resolved) {
      kept.set(address, { resolved, until: now + KEEP_MS });
      // The oldest goes first.
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    }
    return resolved;
  };
}
