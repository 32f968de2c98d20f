/** Storing what became of deliveries, and letting the next of each lane come forward. */
import { sql, type Tx } from '../db/index.ts';
import type { Clock, Random } from '../time/index.ts';
import { retryDelay } from './schedule.ts';
import type { Settled } from './types.ts';

/** A lane that this transaction has locked, so that its `place` (ctid) stays what it is until we write it. */
export interface HeldLane {
  readonly place: string;
}

/** Writes outcomes on deliveries and on the lanes of them, which this transaction holds. Two statements. */
export async function storeOutcomes(
  tx: Tx,
  settled: readonly (Settled & HeldLane)[],
  clock: Clock,
  random: Random,
): Promise<void> {
  const now = clock.now();
  const rows = settled.map(({ delivery, outcome, place }) => {
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
      place,
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
  // lane was locked, so a delivery that the relay added before we got the lock is seen. The lanes are found by `ctid` for
  // the reason given at `claim`: joined on their key, 50 outcomes among 5,000 lanes took 68 ms.
  const places = rows.map((r) => r.place);
  await tx.query(sql`
    with given as (
      select * from unnest(
        ${rows.map((r) => r.subscriber)}::text[], ${rows.map((r) => r.subject)}::uuid[], ${rows.map((r) => r.seq)}::bigint[],
        ${rows.map((r) => r.lane)}::text[], ${rows.map((r) => r.next)}::timestamptz[], ${places}::text[]::tid[]
      ) as g (subscriber, subject, seq, lane, next_at, place)
    ), heads as (
      select g.*, (
        select min(d.seq) from outbox.delivery d
        where d.subscriber = g.subscriber and d.subject = g.subject and d.state = 'open' and d.seq >= g.seq
      ) as head from given g
    ), gone as (
      delete from outbox.lane where ctid = any(array(select place from heads where head is null))
    )
    update outbox.lane l
    set head = h.head, worker = null, deadline = null,
      state = case when h.head = h.seq then h.lane else 'ready' end,
      next_at = case when h.head = h.seq then h.next_at else ${now}::timestamptz end
    from heads h
    where l.ctid = any(array(select place from heads where head is not null)) and l.ctid = h.place`);
}
