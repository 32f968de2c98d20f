/**
 * The relay hands committed events to the subscribers that want them.
 *
 * One relay at a time: an advisory lock that lives as long as the transaction. Two at once could hand out the later
 * event of a subject before the earlier. Sequence numbers are given here, after filtering and in one place, so they have
 * no gaps (a plain sequence has gaps after a rollback, and is not in order of commit).
 */
import { type Database, sql } from '../db/index.ts';
import type { Clock } from '../time/index.ts';
import { type EventRow, eventOf } from './rows.ts';
import type { Family, Subscriber } from './types.ts';

/** Any fixed number will do, as long as nothing else uses it. */
const RELAY_LOCK = 7_203_001;

/** Hands out up to `limit` events; returns how many. 0 means: nothing to do, or another process is doing it. */
export async function relayOnce(
  db: Database,
  fixed: readonly Subscriber[],
  clock: Clock,
  limit = 500,
  families: readonly Family[] = [],
): Promise<number> {
  const waiting = await db.query(sql`select 1 as ok from outbox.fresh limit 1`);
  if (waiting.length === 0) return 0;
  return await db.transaction(async (tx) => {
    const [lock] = await tx.query<{ ok: boolean }>(sql`select pg_try_advisory_xact_lock(${RELAY_LOCK}) as ok`);
    if (!lock?.ok) return 0;
    const rows = await tx.query<EventRow>(sql`
      with taken as (
        delete from outbox.fresh where nr in (select nr from outbox.fresh order by nr limit ${limit}) returning nr
      )
      select e.* from outbox.event e join taken using (nr) order by e.nr`);
    const members = await Promise.all(families.map((family) => family.members(tx)));
    const subscribers = [...fixed, ...members.flat()];
    const wanted: { subscriber: string; place: number; nr: number; subject: string }[] = [];
    for (const { name, wants } of subscribers) {
      const mine = rows.filter((row) => wants(eventOf(row)));
      mine.forEach((row, index) => {
        wanted.push({ subscriber: name, place: index + 1, nr: row.nr, subject: row.subject });
      });
    }
    if (wanted.length === 0) return rows.length;
    // The lane is locked even when it exists already (`do update`): a worker that is about to remove it as empty must
    // either see the new delivery or be waited for. Rows go in order of key, as everywhere, so nobody deadlocks.
    await tx.query(sql`
      with wanted as (
        select * from unnest(
          ${wanted.map((w) => w.subscriber)}::text[], ${wanted.map((w) => w.place)}::int[],
          ${wanted.map((w) => w.nr)}::bigint[], ${wanted.map((w) => w.subject)}::uuid[]
        ) as w (subscriber, place, event_nr, subject)
      ), numbered as (
        insert into outbox.subscriber as s (name, last_seq)
        select subscriber, count(*) from wanted group by subscriber order by subscriber
        on conflict (name) do update set last_seq = s.last_seq + excluded.last_seq
        returning s.name, s.last_seq
      ), placed as (
        select w.*, n.last_seq - count(*) over (partition by w.subscriber) + w.place as seq
        from wanted w join numbered n on n.name = w.subscriber
      ), delivered as (
        insert into outbox.delivery (subscriber, seq, event_nr, subject, at)
        select subscriber, seq, event_nr, subject, ${clock.now()} from placed
      )
      insert into outbox.lane as l (subscriber, subject, head, state, next_at)
      select subscriber, subject, min(seq), 'ready', ${clock.now()} from placed
      group by subscriber, subject order by subscriber, subject
      on conflict (subscriber, subject) do update set head = l.head`);
    return rows.length;
  });
}
