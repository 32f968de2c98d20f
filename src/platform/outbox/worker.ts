/**
 * One turn of work for one subscriber: claim, handle, store. Apart from the loops, so that tests and the seeded
 * simulation take the turns themselves.
 */
import { assertNoTransaction, type Database } from '../db/index.ts';
import type { Clock, Random } from '../time/index.ts';
import { type Claim, claim, release, settleClaims } from './lanes.ts';
import type { Outcome, Subscriber } from './types.ts';

export interface WorkContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly worker: number;
  /** Told of what went wrong, with texts that are safe to log. */
  onFault(subscriber: string, what: string, error: unknown): void;
}

/** A handler gets this long, then its signal is aborted; a little later its claims may be taken over. */
export const ATTEMPT_MS = 60_000;
const GRACE_MS = 5_000;
/** A store that failed (database away) is left alone this long before the lane is tried again. */
const AFTER_FAILED_STORE_MS = 1_000;

/** Takes one batch; returns how many deliveries it took. */
export async function workOnce(subscriber: Subscriber, context: WorkContext): Promise<number> {
  assertNoTransaction('work on a lane');
  const { db, clock, random, worker } = context;
  const room = subscriber.capacity ? await subscriber.capacity() : subscriber.batch;
  const limit = Math.min(subscriber.batch, room);
  if (limit <= 0) return 0;
  const claims = await claim(db, subscriber.name, clock, { limit, worker, deadlineMs: ATTEMPT_MS + GRACE_MS });
  if (claims.length === 0) return 0;
  const outcomes = await handleAll(subscriber, claims, context);
  try {
    const pairs = claims.map((c, i) => ({ claim: c, outcome: outcomes[i]! }));
    await settleClaims(db, subscriber, pairs, clock, random);
  } catch (error) {
    context.onFault(subscriber.name, 'storing outcomes', error);
    await storeOneByOne(subscriber, claims, outcomes, context);
  }
  return claims.length;
}

/** Handles a batch; when the handler throws, each delivery alone, so that one poisonous message holds only its lane. */
async function handleAll(
  subscriber: Subscriber,
  claims: readonly Claim[],
  context: WorkContext,
): Promise<readonly Outcome[]> {
  try {
    return await handleSome(subscriber, claims);
  } catch (error) {
    context.onFault(subscriber.name, 'handling a batch', error);
    if (claims.length === 1) return [failed(error)];
    const outcomes: Outcome[] = [];
    for (const one of claims) {
      outcomes.push(await handleSome(subscriber, [one]).then((o) => o[0]!, failed));
    }
    return outcomes;
  }
}

async function handleSome(subscriber: Subscriber, claims: readonly Claim[]): Promise<readonly Outcome[]> {
  const signal = AbortSignal.timeout(ATTEMPT_MS);
  const outcomes = await subscriber.handle(
    claims.map((c) => c.delivery),
    signal,
  );
  if (outcomes.length !== claims.length) {
    throw new Error(`${subscriber.name} gave ${outcomes.length} outcomes for ${claims.length} deliveries`);
  }
  return outcomes;
}

/** After a batch could not be stored: each alone, and what still fails is given back to be tried later. */
async function storeOneByOne(
  subscriber: Subscriber,
  claims: readonly Claim[],
  outcomes: readonly Outcome[],
  context: WorkContext,
): Promise<void> {
  const { db, clock, random } = context;
  for (const [i, one] of claims.entries()) {
    try {
      if (claims.length === 1) throw new Error('already tried alone');
      await settleClaims(db, subscriber, [{ claim: one, outcome: outcomes[i]! }], clock, random);
    } catch {
      await release(db, subscriber.name, [one], clock, AFTER_FAILED_STORE_MS).catch((error: unknown) => {
        // The database is away: the reaper frees the lane once it is back and our claim is past its deadline or our key.
        context.onFault(subscriber.name, 'giving a lane back', error);
      });
    }
  }
}

function failed(error: unknown): Outcome {
  return { kind: 'opnieuw', reason: error instanceof Error ? error.message : 'onbekende fout' };
}
