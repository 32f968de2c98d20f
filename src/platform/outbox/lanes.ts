/**
 * Lanes: claim the heads whose turn it is, store what became of them, let the next one come forward.
 *
 * - A claim is a short statement with SKIP LOCKED; it raises the lane's epoch, and every later write on the lane must
 *   name that epoch and that head. A worker that hangs and wakes up after its claim was taken over writes nothing
 *   (RS-F20). The epoch alone would not do: a lane that ran empty is removed and comes back with epoch 0, but never
 *   with a head it had before.
 * - Locks are taken in order of (subscriber, subject) everywhere.
 */
import { type Database, sql, type Tx } from '../db/index.ts';
import type { Clock, Random } from '../time/index.ts';
import { type DeliveryRow, deliveryOf } from './rows.ts';
import { retryDelay } from './schedule.ts';
import type { Delivery, Outcome, Settled, Subscriber } from './types.ts';

/** A claimed lane head. */
export interface Claim {
  readonly delivery: Delivery;
  readonly epoch: number;
}

export interface ClaimOptions {
  readonly limit: number;
  /** Key under which this process proves to be alive. */
  readonly worker: number;
  /** After this many ms the claim may be taken over, alive or not. */
  readonly deadlineMs: number;
}

/**
 * Claims lane heads that are due, longest waiting first. One statement.
 * - Rows are found again by `ctid`: a lane that changed after the statement began then has a version that it cannot see,
 *   and is left for the next claim. Claimed nonetheless, with a head it cannot see, it would be busy without anyone
 *   knowing, until its deadline.
 * - No joins that the planner could turn round: about a subscriber that is newer than its statistics it thinks that it
 *   has one lane and one delivery, and reads them all. With 10,000 lanes a claim then read 10,200 blocks, so 130.
 */
export async function claim(
  db: Database,
  subscriber: string,
  clock: Clock,
  { limit, worker, deadlineMs }: ClaimOptions,
): Promise<readonly Claim[]> {
  const now = clock.now();
  const rows = await db.query<DeliveryRow>(sql`
    with taken as (
      update outbox.lane
      set state = 'busy', epoch = epoch + 1, worker = ${worker}, deadline = ${new Date(now.getTime() + deadlineMs)}
      where ctid = any(array(
        select ctid from outbox.lane
        where subscriber = ${subscriber} and state = 'ready' and next_at <= ${now}
        order by next_at, head limit ${limit} for update skip locked))
      returning subscriber, head, epoch
    )
    select e.*, d.subscriber, d.seq, d.attempts, t.epoch
    from taken t
    cross join lateral (
      select * from outbox.delivery where subscriber = t.subscriber and seq = t.head limit 1
    ) d
    cross join lateral (select * from outbox.event where nr = d.event_nr limit 1) e
    order by d.seq`);
  return rows.map((row) => ({ delivery: deliveryOf(row), epoch: row.epoch }));
}

/** Stores outcomes with what the subscriber writes beside them. Claims that were taken over meanwhile are left alone. */
export async function settleClaims(
  db: Database,
  subscriber: Subscriber,
  pairs: readonly { claim: Claim; outcome: Outcome }[],
  clock: Clock,
  random: Random,
): Promise<number> {
  return await db.transaction(async (tx) => {
    const held = await tx.query<{ subject: string }>(sql`
      select l.subject from (
        select * from unnest(
          ${pairs.map((p) => p.claim.delivery.event.subject)}::uuid[], ${pairs.map((p) => p.claim.epoch)}::bigint[],
          ${pairs.map((p) => p.claim.delivery.seq)}::bigint[]
        ) as c (subject, epoch, seq) order by subject
      ) c cross join lateral (
        select subject from outbox.lane
        where subscriber = ${subscriber.name} and subject = c.subject and epoch = c.epoch and head = c.seq and state = 'busy'
        for update
      ) l`);
    const mine = new Set(held.map((row) => row.subject));
    const settled = pairs
      .filter((pair) => mine.has(pair.claim.delivery.event.subject))
      .map(({ claim: { delivery }, outcome }): Settled => ({ delivery, outcome }));
    if (settled.length === 0) return 0;
    await subscriber.settle?.(tx, settled);
    await storeOutcomes(tx, settled, clock, random);
    return settled.length;
  });
}

/** Gives claims back untouched, as after a failed store: the lanes are due again after `afterMs`. */
export async function release(
  db: Database,
  subscriber: string,
  claims: readonly Claim[],
  clock: Clock,
  afterMs: number,
): Promise<void> {
  await db.query(sql`
    update outbox.lane l set state = 'ready', worker = null, next_at = ${new Date(clock.now().getTime() + afterMs)}
    from unnest(
      ${claims.map((c) => c.delivery.event.subject)}::uuid[], ${claims.map((c) => c.epoch)}::bigint[],
      ${claims.map((c) => c.delivery.seq)}::bigint[]
    ) as c (subject, epoch, seq)
    where l.subscriber = ${subscriber} and l.subject = c.subject and l.epoch = c.epoch and l.head = c.seq
      and l.state = 'busy'`);
}

/**
 * Frees lanes whose worker is gone, or whose claim is past its deadline; returns how many.
 * `alive` are the keys of the processes that live.
 */
export async function reap(db: Database, alive: readonly number[], clock: Clock): Promise<number> {
  const rows = await db.query(sql`
    update outbox.lane set state = 'ready', worker = null, epoch = epoch + 1
    where ctid = any(array(
      select ctid from outbox.lane
      where state = 'busy' and (worker <> all(${alive}::bigint[]) or deadline < ${clock.now()})
      order by subscriber, subject for update skip locked))
    returning 1 as ok`);
  return rows.length;
}

/**
 * Finds waiting deliveries by token and locks them with their lanes. The delivery is locked too, so that after waiting
 * for another completion of the same token it is read anew: the lane may be waiting again, for another token.
 */
async function lockWaiting(tx: Tx, tokens: readonly string[]): Promise<readonly (DeliveryRow & { token: string })[]> {
  return await tx.query<DeliveryRow & { token: string }>(sql`
    select e.*, d.subscriber, d.seq, d.attempts, d.token, l.epoch
    from outbox.delivery d
    join outbox.lane l on l.subscriber = d.subscriber and l.subject = d.subject and l.head = d.seq
    join outbox.event e on e.nr = d.event_nr
    where d.token = any(${tokens}::text[]) and d.state = 'open' and l.state = 'waiting'
    order by l.subscriber, l.subject for update of l, d`);
}

/**
 * Completes tokens in the caller's transaction: the waiting deliveries get the outcome, their subscribers' `settle`
 * runs, and the lanes go on. Returns the tokens that were waited for; unknown and already completed ones are no error.
 * A token of a subscriber that is not among `subscribers` is: without its `settle` the outcome would be half stored.
 */
export async function completeTokens(
  tx: Tx,
  subscribers: readonly Subscriber[],
  outcomes: ReadonlyMap<string, Outcome>,
  clock: Clock,
  random: Random,
): Promise<readonly string[]> {
  const rows = await lockWaiting(tx, [...outcomes.keys()]);
  if (rows.length === 0) return [];
  const stranger = rows.find((row) => !subscribers.some(({ name }) => name === row.subscriber));
  if (stranger) {
    throw new Error(`token waited for by "${stranger.subscriber}": subscribe it in this process before completing`);
  }
  const settled = rows.map((row): Settled => ({ delivery: deliveryOf(row), outcome: outcomes.get(row.token)! }));
  for (const subscriber of subscribers) {
    const mine = settled.filter((s) => s.delivery.subscriber === subscriber.name);
    if (mine.length > 0) await subscriber.settle?.(tx, mine);
  }
  await storeOutcomes(tx, settled, clock, random);
  return rows.map((row) => row.token);
}

/** Writes outcomes on deliveries and lanes whose lane rows this transaction holds. Two statements. */
async function storeOutcomes(tx: Tx, settled: readonly Settled[], clock: Clock, random: Random): Promise<void> {
  const now = clock.now();
  const rows = settled.map(({ delivery, outcome }) => {
    const final = outcome.kind === 'klaar' || outcome.kind === 'eind';
    const delay = outcome.kind === 'opnieuw' ? (outcome.afterMs ?? retryDelay(delivery.attempts, random)) : 0;
    return {
      subscriber: delivery.subscriber,
      subject: delivery.event.subject,
      seq: delivery.seq,
      state: outcome.kind === 'eind' ? outcome.state : final ? 'klaar' : 'open',
      reason: outcome.kind === 'klaar' ? null : (outcome.reason ?? null),
      token: outcome.kind === 'wacht' ? outcome.token : null,
      lane: outcome.kind === 'wacht' ? 'waiting' : 'ready',
      next: new Date(now.getTime() + delay),
    };
  });
  await tx.query(sql`
    update outbox.delivery d
    set state = s.state, reason = s.reason, token = s.token, attempts = d.attempts + 1,
      finished_at = case when s.state = 'open' then null else ${now}::timestamptz end
    from unnest(
      ${rows.map((r) => r.subscriber)}::text[], ${rows.map((r) => r.seq)}::bigint[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.reason)}::text[], ${rows.map((r) => r.token)}::text[]
    ) as s (subscriber, seq, state, reason, token)
    where d.subscriber = s.subscriber and d.seq = s.seq`);
  // Lanes that go on to their next delivery, or disappear when there is none. The next head is looked up after the
  // lane was locked, so a delivery that the relay added before we got the lock is seen.
  await tx.query(sql`
    with given as (
      select * from unnest(
        ${rows.map((r) => r.subscriber)}::text[], ${rows.map((r) => r.subject)}::uuid[], ${rows.map((r) => r.seq)}::bigint[],
        ${rows.map((r) => r.lane)}::text[], ${rows.map((r) => r.next)}::timestamptz[]
      ) as g (subscriber, subject, seq, lane, next_at)
    ), heads as (
      select g.*, (
        select min(d.seq) from outbox.delivery d
        where d.subscriber = g.subscriber and d.subject = g.subject and d.state = 'open' and d.seq >= g.seq
      ) as head from given g
    ), gone as (
      delete from outbox.lane l using heads h
      where h.head is null and l.subscriber = h.subscriber and l.subject = h.subject
    )
    update outbox.lane l
    set head = h.head, worker = null, deadline = null,
      state = case when h.head = h.seq then h.lane else 'ready' end,
      next_at = case when h.head = h.seq then h.next_at else ${now}::timestamptz end
    from heads h where h.head is not null and l.subscriber = h.subscriber and l.subject = h.subject`);
}
