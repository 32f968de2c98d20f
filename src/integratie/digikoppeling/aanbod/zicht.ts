/** Who sees what: rights go by CPA (component `dgk` of the register of authorisations, with or without `cpa`). */
import { raw, type Sql, sql } from '../../../platform/db/index.ts';
import { type Actor, forbidden, linesFor } from '../../../registraties/kern/index.ts';

/** Null: all of them. */
export type Zicht = readonly string[] | null;

/** The CPAs for which the actor has one of these scopes; 403 when there are none. */
export function zichtVoor(actor: Actor, scopes: readonly string[]): Zicht {
  if (actor.heeftAlleAutorisaties) return null;
  const lines = linesFor(actor, 'dgk', scopes);
  if (lines.length === 0) throw forbidden(scopes);
  const cpas = lines.flatMap(({ cpa }) => cpa ?? []);
  return cpas.length < lines.length ? null : cpas;
}

/** SQL: the CPA in the column `cpa_id` is one of these. */
export function binnen(zicht: Zicht): Sql {
  return zicht === null ? raw('true') : sql`cpa_id = any(${zicht}::text[])`;
}
