/**
 * The outbox as an operator reads it: how subscribers stand, and their deliveries and the events, newest first. It stays
 * fast with millions of deliveries: pages go by key, counting stops at `COUNTED`, and a page for which no index helps
 * looks through at most `WINDOW` rows and says how far it got.
 */
import { and, type Queryable, raw, type Sql, sql } from '../db/index.ts';
import { type EventRow, eventOf } from './rows.ts';
import type { OutboxEvent } from './types.ts';

/** Counts do not go beyond this. */
export const COUNTED = 100_000;
/** Rows that one page looks through, at most. */
export const WINDOW = 10_000;
/** Lines on one page. */
export const PAGE = 50;

// Not as parameters: a plan for all parameters would know nothing of how few rows are asked for.
const COUNT_LIMIT = raw(`limit ${COUNTED}`);
const WINDOW_LIMIT = raw(`limit ${WINDOW}`);
const PAGE_LIMIT = raw(`limit ${PAGE + 1}`);

export interface Standing {
  readonly subscriber: string;
  /** Number of its last delivery; 0 when there was none. */
  readonly last: number;
  /** Open deliveries, at most `COUNTED`. */
  readonly open: number;
  /** Since when the oldest of them waits. */
  readonly oldest: Date | null;
  /** Deliveries that ended otherwise than well, at most `COUNTED`. */
  readonly ended: number;
}

/** How these subscribers stand, in the order given. */
export async function standings(db: Queryable, subscribers: readonly string[]): Promise<readonly Standing[]> {
  return await db.query<Standing>(sql`
    select n.name as subscriber, coalesce((select last_seq from outbox.subscriber where name = n.name), 0) as last,
      (select count(*) from (
        select 1 from outbox.delivery d where d.subscriber = n.name and d.state = 'open' ${COUNT_LIMIT}) o) as open,
      (select d.at from outbox.delivery d where d.subscriber = n.name and d.state = 'open'
        order by d.seq limit 1) as oldest,
      (select count(*) from (
        select 1 from outbox.delivery d where d.subscriber = n.name and d.state not in ('open', 'klaar')
        ${COUNT_LIMIT}) e) as ended
    from unnest(${subscribers}::text[]) with ordinality as n (name, place) order by n.place`);
}

/** All subscribers that ever got something, whose name begins so. */
export async function subscribersNamed(db: Queryable, prefix: string): Promise<readonly string[]> {
  const rows = await db.query<{ name: string }>(
    sql`select name from outbox.subscriber where starts_with(name, ${prefix}) order by name`,
  );
  return rows.map(({ name }) => name);
}

/** Which events, or deliveries of which events; all that is given must hold. */
export interface EventFilter {
  /** Below this number. */
  readonly before?: number;
  readonly channel?: string;
  /** Id of the event or of its subject. */
  readonly id?: string;
  /** What the body has, at the first level. */
  readonly body?: Readonly<Record<string, string>>;
}

export interface DeliveryFilter extends EventFilter {
  readonly state?: string;
}

/** A line of the log of a subscriber. */
export interface DeliveryLine {
  readonly seq: number;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly finishedAt: Date | null;
  readonly event: OutboxEvent;
}

export interface LogPage<T> {
  readonly lines: readonly T[];
  /** Where the next page begins (`before`); null at the end. */
  readonly next: number | null;
}

interface LineRow extends EventRow {
  readonly seq: number;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly finished_at: Date | null;
}

/** The deliveries of a subscriber, the highest number first. */
export async function deliveriesOf(
  db: Queryable,
  subscriber: string,
  filter: DeliveryFilter = {},
): Promise<LogPage<DeliveryLine>> {
  const { before = Number.MAX_SAFE_INTEGER, id, state } = filter;
  const shown = sql`d.seq, d.state, d.reason, d.attempts, d.finished_at, e.*`;
  if (id !== undefined) {
    const rows = await db.query<LineRow>(sql`
      select ${shown} from (${eventsWithId(id)}) e
      cross join lateral (
        select * from outbox.delivery where subscriber = ${subscriber} and event_nr = e.nr limit 1
      ) d
      where ${and([sql`d.seq < ${before}`, stateIs(state), ...eventHas(filter)])}
      order by d.seq desc ${PAGE_LIMIT}`);
    return pageOf(rows, ({ seq }) => seq, null, lineOf);
  }
  const source = sql`
    select * from outbox.delivery where subscriber = ${subscriber} and seq < ${before} and ${indexedState(state)}
    order by seq desc ${WINDOW_LIMIT}`;
  const rows = await db.query<LineRow>(sql`
    select ${shown} from (${source}) d
    cross join lateral (select * from outbox.event where nr = d.event_nr limit 1) e
    where ${and([stateIs(state), ...eventHas(filter)])}
    order by d.seq desc ${PAGE_LIMIT}`);
  const further = rows.length > PAGE ? null : await endOf(db, sql`select seq as nr from (${source}) s`);
  return pageOf(rows, ({ seq }) => seq, further, lineOf);
}

/** The events on these channels, the newest first; `fresh` those that have not been handed out. */
export async function eventsOn(
  db: Queryable,
  channels: readonly string[],
  filter: EventFilter = {},
): Promise<LogPage<OutboxEvent & { readonly nr: number; readonly fresh: boolean }>> {
  const { before = Number.MAX_SAFE_INTEGER, id } = filter;
  const source =
    id === undefined
      ? sql`select * from outbox.event where nr < ${before} order by nr desc ${WINDOW_LIMIT}`
      : eventsWithId(id);
  const rows = await db.query<EventRow & { fresh: boolean }>(sql`
    select e.*, exists (select 1 from outbox.fresh f where f.nr = e.nr) as fresh from (${source}) e
    where ${and([sql`e.nr < ${before}`, sql`e.channel = any(${channels}::text[])`, ...eventHas(filter)])}
    order by e.nr desc ${PAGE_LIMIT}`);
  const further = rows.length > PAGE || id !== undefined ? null : await endOf(db, sql`select nr from (${source}) s`);
  return pageOf(
    rows,
    ({ nr }) => nr,
    further,
    (row) => ({ ...eventOf(row), nr: row.nr, fresh: row.fresh }),
  );
}

/** What became of one event at one subscriber. */
export interface Fate {
  readonly subscriber: string;
  readonly nr: number;
  readonly seq: number;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string | null;
}

/** What became of these events (by `nr`) at these subscribers. */
export async function fatesOf(
  db: Queryable,
  events: readonly number[],
  subscribers: readonly string[],
): Promise<readonly Fate[]> {
  if (events.length === 0 || subscribers.length === 0) return [];
  return await db.query<Fate>(sql`
    select d.subscriber, d.event_nr as nr, d.seq, d.state, d.attempts, d.reason
    from unnest(${events}::bigint[]) as e (nr) cross join unnest(${subscribers}::text[]) as s (name)
    cross join lateral (
      select * from outbox.delivery where subscriber = s.name and event_nr = e.nr limit 1
    ) d
    order by d.event_nr desc, d.subscriber`);
}

/** By the id of the event, or all of the subject; of a subject with very many the newest. */
function eventsWithId(id: string): Sql {
  return sql`
    (select * from outbox.event where id = ${id}::uuid)
    union all
    (select * from outbox.event where subject = ${id}::uuid and id <> ${id}::uuid order by subject_nr desc ${WINDOW_LIMIT})`;
}

/** The part of a state that an index knows, in words that a plan for all parameters can use. */
function indexedState(state: string | undefined): Sql {
  if (state === undefined || state === 'klaar') return raw('true');
  return state === 'open' ? raw("state = 'open'") : sql`state not in ('open', 'klaar') and state = ${state}`;
}

const stateIs = (state: string | undefined): Sql => (state === undefined ? raw('true') : sql`d.state = ${state}`);

function eventHas({ channel, body }: EventFilter): readonly Sql[] {
  return [
    ...(channel === undefined ? [] : [sql`e.channel = ${channel}`]),
    ...(body === undefined ? [] : [sql`e.body @> ${JSON.stringify(body)}::jsonb`]),
  ];
}

/** The lowest number that the window reaches, when there may be more below it. */
async function endOf(db: Queryable, window: Sql): Promise<number | null> {
  const [end] = await db.query<{ lowest: number | null; n: number }>(
    sql`select min(nr) as lowest, count(*) as n from (${window}) w`,
  );
  return end!.n < WINDOW ? null : end!.lowest;
}

/** `further`: where the next page begins when this one holds all that was found. */
function pageOf<R, T>(
  rows: readonly R[],
  numberOf: (row: R) => number,
  further: number | null,
  show: (row: R) => T,
): LogPage<T> {
  const lines = rows.slice(0, PAGE);
  return { lines: lines.map(show), next: rows.length > PAGE ? numberOf(lines.at(-1)!) : further };
}

function lineOf(row: LineRow): DeliveryLine {
  const { seq, state, reason, attempts, finished_at: finishedAt } = row;
  return { seq, state, reason, attempts, finishedAt, event: eventOf(row) };
}
