/**
 * The way out that every real one follows, in its smallest form:
 *
 *   handle ── makes the message ──> settle ── stores it, waits for its id ──> sender ── sends what is stored, until
 *   the receiver acknowledges ──> complete(id) ──> settle ── message closed ──> next of the subject
 *
 * The id and the bytes are stored before the first byte leaves, so whoever dies, the same bytes go out again under the
 * same id (RS-I5), and the receiver can tell a repetition by the id.
 */
import { type Database, type Queryable, raw, sql, type Tx } from '../db/index.ts';
import { type Clock, type Random, uuidv7 } from '../time/index.ts';
import type { Delivery, OutboxEvent, Outcome, Settled, Subscriber } from './index.ts';

/** A stored message. */
export interface Bericht {
  readonly id: string;
  readonly subscriber: string;
  readonly seq: number;
  readonly subject: string;
  readonly label: string;
  readonly bytes: string;
}

/**
 * Tables beside the outbox: what the business wrote, the messages, and the ledger with one row per stored outcome.
 * `grootboek` has no key on purpose: an outcome stored twice must show, not be refused.
 */
export const proefTables = `
  create schema proef;
  create table proef.zaakstatus (label text primary key);
  create table proef.bericht (
    id uuid primary key, subscriber text not null, seq bigint not null, subject uuid not null, label text not null,
    bytes text not null, state text not null default 'open', next_at timestamptz not null, sends int not null default 0
  );
  create index bericht_open on proef.bericht (next_at) where state = 'open';
  create index bericht_seq on proef.bericht (subscriber, seq);
  create table proef.grootboek (
    nr bigint generated always as identity primary key, subscriber text not null, seq bigint not null,
    label text not null, outcome text not null
  );`;

/** The text by which a test knows an event. */
export function labelOf({ body }: OutboxEvent): string {
  return (body as { label: string }).label;
}

/** One row in the ledger for each outcome: what must happen exactly once per outcome. */
export async function writeLedger(tx: Queryable, settled: readonly Settled[]): Promise<void> {
  await tx.query(sql`
    insert into proef.grootboek (subscriber, seq, label, outcome)
    select * from unnest(
      ${settled.map((s) => s.delivery.subscriber)}::text[], ${settled.map((s) => s.delivery.seq)}::bigint[],
      ${settled.map((s) => labelOf(s.delivery.event))}::text[], ${settled.map((s) => s.outcome.kind)}::text[])`);
}

export interface PostOptions {
  readonly name: string;
  readonly batch: number;
  readonly parallel?: number;
  readonly clock: Clock;
  readonly random: Random;
  wants?(event: OutboxEvent): boolean;
  /** What to answer instead of a message; `null` makes the message. */
  answer?(delivery: Delivery): Outcome | null;
}

/** A subscriber whose every event becomes one message. */
export function postSubscriber(options: PostOptions): Subscriber {
  const { name, batch, parallel, clock, random, wants, answer } = options;
  return {
    name,
    batch,
    ...(parallel !== undefined && { parallel }),
    wants: wants ?? (() => true),
    handle: async (deliveries) =>
      deliveries.map((delivery): Outcome => {
        const token = uuidv7(clock, random);
        // The bytes differ at every making, as a signed envelope does: sent again they must come from the table.
        const bytes = `${labelOf(delivery.event)} ${random.fraction()}`;
        return answer?.(delivery) ?? { kind: 'wacht', token, data: bytes };
      }),
    async settle(tx, settled) {
      await writeLedger(tx, settled);
      await storeMessages(tx, settled, clock);
      const ended = settled.filter(({ outcome }) => outcome.kind === 'klaar' || outcome.kind === 'eind');
      if (ended.length === 0) return;
      await tx.query(sql`
        update proef.bericht b set state = e.state
        from unnest(${ended.map((s) => s.delivery.seq)}::bigint[], ${ended.map((s) => s.outcome.kind)}::text[])
          as e (seq, state)
        where b.subscriber = ${name} and b.seq = e.seq and b.state = 'open'`);
    },
  };
}

async function storeMessages(tx: Tx, settled: readonly Settled[], clock: Clock): Promise<void> {
  const fresh = settled.flatMap(({ delivery, outcome }) =>
    outcome.kind === 'wacht' ? [{ delivery, id: outcome.token, bytes: String(outcome.data) }] : [],
  );
  if (fresh.length === 0) return;
  await tx.query(sql`
    insert into proef.bericht (id, subscriber, seq, subject, label, bytes, next_at)
    select m.*, ${clock.now()}::timestamptz from unnest(
      ${fresh.map((m) => m.id)}::uuid[], ${fresh.map((m) => m.delivery.subscriber)}::text[],
      ${fresh.map((m) => m.delivery.seq)}::bigint[], ${fresh.map((m) => m.delivery.event.subject)}::uuid[],
      ${fresh.map((m) => labelOf(m.delivery.event))}::text[], ${fresh.map((m) => m.bytes)}::text[]) as m`);
}

/** Stored messages that are due, for the sender; they are due again after `againMs` unless acknowledged before. */
export async function takeDue(db: Database, clock: Clock, limit: number, againMs: number): Promise<readonly Bericht[]> {
  const now = clock.now();
  const due = await db.query<Bericht>(sql`
    update proef.bericht set next_at = ${new Date(now.getTime() + againMs)}, sends = sends + 1
    where id in (
      select id from proef.bericht where state = 'open' and next_at <= ${now}
      order by next_at, seq limit ${limit} for update skip locked)
    returning id, subscriber, seq, subject, label, bytes`);
  return due.sort((a, b) => a.seq - b.seq);
}

/** Empties the outbox and the tables beside it. Deleting is ten times as fast as truncating a few rows. */
export const wipe = raw(`
  with a as (delete from outbox.lane), b as (delete from outbox.fresh), c as (delete from outbox.subject),
    d as (delete from outbox.subscriber), e as (delete from proef.zaakstatus), f as (delete from proef.bericht),
    g as (delete from proef.grootboek), h as (delete from outbox.delivery)
  delete from outbox.event`);

/** A script, because VACUUM refuses to be one of several; each table is small. */
export const vacuum = 'vacuum';
