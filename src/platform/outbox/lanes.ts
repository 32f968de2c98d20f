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
import { type HeldLane, storeOutcomes } from './outcomes.ts';
import { type DeliveryRow, deliveryOf } from './rows.ts';
import type { Delivery, Outcome, Subscriber } from './types.ts';

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

/** Which of these subscribers have a lane head that is due, the one that waits longest first. One statement. */
export async function due(db: Database, subscribers: readonly string[], clock: Clock): Promise<readonly string[]> {
  const rows = await db.query<{ name: string }>(sql`
    select s.name from unnest(${subscribers}::text[]) as s (name)
    cross join lateral (
      select next_at from outbox.lane where subscriber = s.name and state = 'ready' order by next_at, head limit 1
    ) l
    where l.next_at <= ${clock.now()} order by l.next_at`);
  return rows.map((row) => row.name);
}

/** Stores outcomes with what the subscriber writes beside them. Claims that were taken over meanwhile are left alone. */
export async function settleClaims(
  db: Database,
  subscriber: Subscriber,
  pairs: readonly { claim: Claim; outcome: Outcome }[],
  clock: Clock,
  random: Random,
): Promise<number> {
  const subjects = pairs.map((p) => p.claim.delivery.event.subject);
  return await db.transaction(async (tx) => {
    const held = await tx.query<{ subject: string; place: string }>(sql`
      select subject, ctid::text as place from outbox.lane
      where subscriber = ${subscriber.name} and state = 'busy' and subject = any(${subjects}::uuid[])
        and (subject, epoch, head) in (
          select c.subject, c.epoch, c.head from unnest(
            ${subjects}::uuid[], ${pairs.map((p) => p.claim.epoch)}::bigint[],
            ${pairs.map((p) => p.claim.delivery.seq)}::bigint[]
          ) as c (subject, epoch, head))
      order by subject for update`);
    const places = new Map(held.map(({ subject, place }) => [subject, place]));
    const settled = pairs.flatMap(({ claim: { delivery }, outcome }) => {
      const place = places.get(delivery.event.subject);
      return place === undefined ? [] : [{ delivery, outcome, place }];
    });
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

interface Waiting extends DeliveryRow, HeldLane {
  readonly token: string;
}

/**
 * Finds waiting deliveries by token and locks them with their lanes. The delivery is locked too, so that after waiting
 * for another completion of the same token it is read anew: the lane may be waiting again, for another token. That it
 * has a token says that it is open; asked for with `state`, the planner reads all open ones instead.
 */
async function lockWaiting(tx: Tx, tokens: readonly string[]): Promise<readonly Waiting[]> {
  return await tx.query<Waiting>(sql`
    select e.*, d.subscriber, d.seq, d.attempts, d.token, l.epoch, l.ctid::text as place
    from outbox.delivery d
    join outbox.lane l on l.subscriber = d.subscriber and l.subject = d.subject and l.head = d.seq
    join outbox.event e on e.nr = d.event_nr
    where d.token = any(${tokens}::text[]) and l.state = 'waiting'
    order by l.subscriber, l.subject for update of l, d`);
}

/**
 * Completes tokens in the caller's transaction: the waiting deliveries get the outcome, their subscribers' `settle`
 * runs, and the lanes go on. Returns the tokens that were waited for; unknown and already completed ones are no error.
 * A token of a subscriber that is not among them is: without its `settle` the outcome would be half stored. `members` are
 * the subscribers that come and go, asked for only when a token is of none of the fixed ones.
 */
export async function completeTokens(
  tx: Tx,
  fixed: readonly Subscriber[],
  outcomes: ReadonlyMap<string, Outcome>,
  clock: Clock,
  random: Random,
  members: () => Promise<readonly Subscriber[]> = async () => [],
): Promise<readonly string[]> {
  const rows = await lockWaiting(tx, [...outcomes.keys()]);
  if (rows.length === 0) return [];
  const strangerTo = (some: readonly Subscriber[]) =>
    rows.find((row) => !some.some(({ name }) => name === row.subscriber));
  const subscribers = strangerTo(fixed) ? [...fixed, ...(await members())] : fixed;
  const stranger = strangerTo(subscribers);
  if (stranger) {
    throw new Error(`token waited for by "${stranger.subscriber}": subscribe it in this process before completing`);
  }
  const settled = rows.map((row) => ({
    delivery: deliveryOf(row),
    outcome: outcomes.get(row.token)!,
    place: row.place,
  }));
  for (const subscriber of subscribers) {
    const mine = settled.filter((s) => s.delivery.subscriber === subscriber.name);
    if (mine.length > 0) await subscriber.settle?.(tx, mine);
  }
  await storeOutcomes(tx, settled, clock, random);
  return rows.map((row) => row.token);
}
