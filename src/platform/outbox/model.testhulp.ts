/**
 * What must be true when all faults are healed, compared with a model of plain arrays. Each rule gives the violations
 * it found as sentences, so that a failing run says what is wrong and not only that something is.
 */
import { type Queryable, sql } from '../db/index.ts';
import type { Subscriber } from './index.ts';
import { faultsOfApplied, type Ontvanger } from './ontvanger.testhulp.ts';
import { type EventRow, eventOf } from './rows.ts';

/** A committed event as the model remembers it. */
export interface Gebeurtenis {
  readonly label: string;
  readonly subject: string;
}

export interface Model {
  /** What was committed, in order of commit. What was rolled back is simply not here. */
  readonly committed: readonly Gebeurtenis[];
  /** Labels of messages that an operator gave up. */
  readonly given: ReadonlySet<string>;
  readonly ontvanger: Ontvanger;
  /** Names of the subscribers that send messages to the receiver. */
  readonly senders: ReadonlySet<string>;
}

interface DeliveryState {
  readonly subscriber: string;
  readonly seq: number;
  readonly subject: string;
  readonly label: string;
  readonly state: string;
  readonly attempts: number;
  readonly token: string | null;
  readonly finished: boolean;
}

interface LedgerRow {
  readonly subscriber: string;
  readonly seq: number;
  readonly outcome: string;
}

/** Everything that is wrong; empty when all is well. */
export async function violations(db: Queryable, subscribers: readonly Subscriber[], model: Model): Promise<string[]> {
  const events = await db.query<EventRow>(sql`select * from outbox.event order by nr`);
  const deliveries = await db.query<DeliveryState>(sql`
    select d.subscriber, d.seq, d.subject, e.body ->> 'label' as label, d.state, d.attempts, d.token,
      d.finished_at is not null as finished
    from outbox.delivery d join outbox.event e on e.nr = d.event_nr order by d.subscriber, d.seq`);
  const ledger = await db.query<LedgerRow>(sql`select subscriber, seq, outcome from proef.grootboek order by nr`);
  const [rest] = await db.query<{ fresh: number; lanes: number; messages: number; statuses: string[] }>(sql`
    select (select count(*) from outbox.fresh) as fresh, (select count(*) from outbox.lane) as lanes,
      (select count(*) from proef.bericht where state = 'open') as messages,
      array(select label from proef.zaakstatus) as statuses`);
  const found = [...wrongEvents(events, model.committed), ...wrongStatuses(rest!.statuses, model.committed)];
  for (const subscriber of subscribers) {
    const mine = deliveries.filter((d) => d.subscriber === subscriber.name);
    const wanted = events.filter((e) => subscriber.wants(eventOf(e))).map((e) => String(labelIn(e.body)));
    found.push(...wrongDeliveries(subscriber.name, mine, wanted, model.committed));
    found.push(
      ...wrongLedger(
        mine,
        ledger.filter((row) => row.subscriber === subscriber.name),
      ),
    );
    if (model.senders.has(subscriber.name)) found.push(...wrongMessages(mine, model));
  }
  found.push(...faultsOfApplied(model.ontvanger.applied, model.given), ...model.ontvanger.complaints);
  for (const what of ['fresh', 'lanes', 'messages'] as const) {
    if (rest![what] > 0) found.push(`${rest![what]} rows of ${what} are left over after healing`);
  }
  return found;
}

function labelIn(body: unknown): string {
  return (body as { label: string }).label;
}

/** RS-I1, RS-I2: an event exists exactly when it was committed, numbered within its subject in order of commit. */
function wrongEvents(events: readonly EventRow[], committed: readonly Gebeurtenis[]): string[] {
  const found = new Set(events.map((e) => labelIn(e.body)));
  const known = new Set(committed.map((c) => c.label));
  const wrong = [
    ...committed.filter((c) => !found.has(c.label)).map((c) => `event ${c.label} was committed and is lost`),
    ...events.filter((e) => !known.has(labelIn(e.body))).map((e) => `event ${labelIn(e.body)} was never committed`),
  ];
  if (found.size !== events.length) wrong.push('an event is stored twice');
  for (const subject of new Set(committed.map((c) => c.subject))) {
    const mine = events.filter((e) => e.subject === subject).sort((a, b) => a.subject_nr - b.subject_nr);
    const expected = committed.filter((c) => c.subject === subject).map((c, i) => `${i + 1}:${c.label}`);
    const real = mine.map((e) => `${e.subject_nr}:${labelIn(e.body)}`);
    if (real.join() !== expected.join()) wrong.push(`numbers in the subject: ${real.join()}, not ${expected.join()}`);
  }
  return wrong;
}

/** RS-I1: the business row and its event are both there, or both not. */
function wrongStatuses(statuses: readonly string[], committed: readonly Gebeurtenis[]): string[] {
  const expected = committed.map((c) => c.label).sort();
  const real = [...statuses].sort();
  return real.join() === expected.join() ? [] : [`business rows ${real.join()}, events ${expected.join()}`];
}

/** RS-I3, RS-I6: each wanted event once, numbered without gaps, in order per subject, ended in a named state. */
function wrongDeliveries(
  name: string,
  mine: readonly DeliveryState[],
  wanted: readonly string[],
  committed: readonly Gebeurtenis[],
): string[] {
  const wrong: string[] = [];
  const labels = mine.map((d) => d.label);
  if ([...labels].sort().join() !== [...wanted].sort().join()) {
    wrong.push(`${name} got ${labels.join()}, wants ${wanted.join()}`);
  }
  if (mine.some((d, i) => d.seq !== i + 1)) wrong.push(`${name} has gaps: ${mine.map((d) => d.seq).join()}`);
  const place = new Map(committed.map((c, i) => [c.label, i]));
  for (const [i, one] of mine.entries()) {
    const before = mine.slice(0, i).findLast((d) => d.subject === one.subject);
    if (before && place.get(before.label)! > place.get(one.label)!) {
      wrong.push(`${name} got ${before.label} before ${one.label} of the same subject`);
    }
    if (one.state === 'open' || !one.finished || one.token !== null) wrong.push(`${name} ${one.label} has not ended`);
  }
  return wrong;
}

/** What `settle` wrote: one row per stored outcome, one final row per delivery, k+1 only after k has ended. */
function wrongLedger(mine: readonly DeliveryState[], rows: readonly LedgerRow[]): string[] {
  const wrong: string[] = [];
  const ended = new Map<number, number>();
  const started = new Map<number, number>();
  const count = new Map<number, number>();
  for (const [place, { seq, outcome }] of rows.entries()) {
    count.set(seq, (count.get(seq) ?? 0) + 1);
    if (!started.has(seq)) started.set(seq, place);
    if (ended.has(seq)) wrong.push(`effect of ${seq} written after it had ended (${outcome})`);
    if (outcome === 'klaar' || outcome === 'eind') ended.set(seq, place);
  }
  const previous = new Map<string, number>();
  for (const { subscriber, seq, subject, label, attempts } of mine) {
    const written = count.get(seq) ?? 0;
    if (written !== attempts) wrong.push(`${subscriber} ${label}: ${attempts} outcomes stored, ${written} effects`);
    if (!ended.has(seq)) wrong.push(`${subscriber} ${label}: no final effect`);
    const before = previous.get(subject);
    if (before !== undefined && (ended.get(before) ?? Infinity) > (started.get(seq) ?? Infinity)) {
      wrong.push(`${subscriber} ${label} began before number ${before} of its subject had ended`);
    }
    previous.set(subject, seq);
  }
  return wrong;
}

/** What is marked done was received (RS-I7: once), and the other way round unless an operator gave it up. */
function wrongMessages(mine: readonly DeliveryState[], { ontvanger, given }: Model): string[] {
  const applied = new Set(ontvanger.applied.map((m) => m.label));
  const done = new Set(mine.filter((d) => d.state === 'klaar').map((d) => d.label));
  return [
    ...[...done]
      .filter((label) => !applied.has(label))
      .map((label) => `${label} is marked done and was never received`),
    ...[...applied]
      .filter((label) => !done.has(label) && !given.has(label))
      .map((label) => `${label} was received and is not marked done`),
  ];
}
