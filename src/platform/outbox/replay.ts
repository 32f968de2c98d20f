/** What an operator, or a subscriber himself, may do with deliveries that have ended, or that nobody waits for any more. */
import { type Database, sql, type Tx } from '../db/index.ts';
import type { Clock } from '../time/index.ts';

/**
 * Opens the deliveries of a subscriber from this number on again, the ended ones as well: they go out anew with the same
 * event and the same number, in order per subject. Gives how many that are.
 *
 * A lane that is being worked on goes back to its earliest open delivery; what the worker then reports of the later one no
 * longer counts, so that one may go out twice.
 */
export async function replay(tx: Tx, subscriber: string, from: number, clock: Clock): Promise<number> {
  // Every lane is locked before a delivery changes, in the order that everyone keeps, so that no worker stores an outcome
  // in between.
  await tx.query(sql`select 1 as ok from outbox.lane where subscriber = ${subscriber} order by subject for update`);
  const rows = await tx.query<{ subject: string }>(sql`
    update outbox.delivery set state = 'open', reason = null, token = null, attempts = 0, finished_at = null
    where subscriber = ${subscriber} and seq >= ${from} and state <> 'open' returning subject`);
  const subjects = [...new Set(rows.map((row) => row.subject))];
  if (subjects.length > 0)
    await tx.query(sql`
    insert into outbox.lane as l (subscriber, subject, head, state, next_at)
    select subscriber, subject, min(seq), 'ready', ${clock.now()} from outbox.delivery
    where subscriber = ${subscriber} and subject = any(${subjects}::uuid[]) and state = 'open'
    group by subscriber, subject order by subject
    on conflict (subscriber, subject) do update set head = excluded.head, state = 'ready', epoch = l.epoch + 1,
      worker = null, deadline = null, next_at = excluded.next_at`);
  return rows.length;
}

/** Ends all open deliveries of a subscriber that is no more, in this named state. Gives how many that were. */
export async function retire(tx: Tx, subscriber: string, state: string, reason: string, clock: Clock): Promise<number> {
  await tx.query(sql`select 1 as ok from outbox.lane where subscriber = ${subscriber} order by subject for update`);
  const rows = await tx.query(sql`
    update outbox.delivery set state = ${state}, reason = ${reason}, token = null, finished_at = ${clock.now()}
    where subscriber = ${subscriber} and state = 'open' returning 1 as ok`);
  await tx.query(sql`delete from outbox.lane where subscriber = ${subscriber}`);
  return rows.length;
}

/** Lanes per statement: the next claim does not wait longer for its locks than for those of a batch or two. */
const HASTENED = 5_000;

/**
 * Makes every lane of these subscribers that waits for another attempt due at once, as when what they waited for is back.
 * Lanes that somebody holds are left to him.
 */
export async function hasten(db: Database, subscribers: readonly string[], clock: Clock): Promise<void> {
  for (const subscriber of subscribers) {
    const now = clock.now();
    let found = HASTENED;
    while (found === HASTENED) {
      const rows = await db.query(sql`
        update outbox.lane set next_at = ${now}
        where ctid = any(array(
          select ctid from outbox.lane where subscriber = ${subscriber} and state = 'ready' and next_at > ${now}
          order by next_at limit ${HASTENED} for update skip locked))
        returning 1 as ok`);
      found = rows.length;
    }
  }
}
