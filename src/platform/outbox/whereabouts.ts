/** Where an event is on its way to one subscriber: as SQL, so that it can be asked of a million at once. */
import { type Sql, sql } from '../db/index.ts';

/**
 * `geen`: there is no such event. `open`: it waits for its turn. `klaar`: it ended, in whatever state. `voor`: it was there
 * before the subscriber was. `kwijt`: the subscriber was there and did not get it, or had no wish for it.
 *
 * `subject`, `kind` and `resource` are SQL of one value each; the event is found by its subject and the `resourceId` in
 * its body.
 */
export function whereabouts(subscriber: string, subject: Sql, kind: string, resource: Sql): Sql {
  return sql`(
    select case
        when d.state = 'open' then 'open'
        when d.state is not null then 'klaar'
        when exists (select 1 from outbox.fresh f where f.nr = e.nr) then 'open'
        when e.nr < coalesce((select event_nr from outbox.delivery where subscriber = ${subscriber} and seq = 1),
          9223372036854775807) then 'voor'
        else 'kwijt' end
    from outbox.event e
    left join outbox.delivery d on d.subscriber = ${subscriber} and d.event_nr = e.nr
    where e.subject = ${subject} and e.kind = ${kind} and e.body ->> 'resourceId' = (${resource})::text
    order by e.nr limit 1
  )`;
}
