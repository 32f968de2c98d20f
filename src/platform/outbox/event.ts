/** Writing an event, in the transaction of the change that it tells about (RS-I1, RS-I2). */
import { sql, type Tx } from '../db/index.ts';
import { type Clock, type Random, uuidv7 } from '../time/index.ts';
import type { NewEvent } from './types.ts';

/**
 * Stores events and gives each its number within its subject. The subject's row stays locked until commit, so numbers
 * follow the order of commit. One statement for all events; they are numbered in the order given.
 */
export async function writeEvents(
  tx: Tx,
  events: readonly NewEvent[],
  clock: Clock,
  random: Random,
): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const ids = events.map(() => uuidv7(clock, random));
  const offsets = offsetsPerSubject(events);
  await tx.query(sql`
    with given as (
      select * from unnest(
        ${ids}::uuid[], ${events.map((e) => e.channel)}::text[], ${events.map((e) => e.kind)}::text[],
        ${events.map((e) => e.subject)}::uuid[], ${offsets}::int[], ${events.map((e) => JSON.stringify(e.body))}::jsonb[],
        ${events.map((e) => e.trace)}::text[]
      ) with ordinality as g (id, channel, kind, subject, nr, body, trace, place)
    ), counted as (
      insert into outbox.subject as s (id, last_nr)
      select subject, count(*) from given group by subject order by subject
      on conflict (id) do update set last_nr = s.last_nr + excluded.last_nr
      returning s.id, s.last_nr
    ), stored as (
      insert into outbox.event (id, channel, kind, subject, subject_nr, body, trace, at)
      select g.id, g.channel, g.kind, g.subject,
        c.last_nr - count(*) over (partition by g.subject) + g.nr, g.body, g.trace, ${clock.now()}
      from given g join counted c on c.id = g.subject order by g.place
      returning nr
    )
    insert into outbox.fresh (nr) select nr from stored`);
  return ids;
}

/** For each event its place among the given events of the same subject, from 1. */
function offsetsPerSubject(events: readonly NewEvent[]): number[] {
  const seen = new Map<string, number>();
  return events.map(({ subject }) => {
    const next = (seen.get(subject) ?? 0) + 1;
    seen.set(subject, next);
    return next;
  });
}
