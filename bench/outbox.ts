/**
 * What the outbox costs on PostgreSQL: writing events, handing them out, working on them, in µs per delivery. The handler
 * does nothing, so what is measured is the engine and the database. Runs only when called; in a database of its own
 * beside the one in the URL, removed afterwards.
 */
import { randomBytes } from 'node:crypto';
import { type Database, migrate, openPostgres, raw } from '../src/platform/db/index.ts';
import {
  createOutbox,
  type Outbox,
  outboxMigrations,
  type Subscriber,
  soleLiveness,
} from '../src/platform/outbox/index.ts';
import { relayOnce } from '../src/platform/outbox/relay.ts';
import { workOnce } from '../src/platform/outbox/worker.ts';
import { systemClock, systemRandom, uuidv7 } from '../src/platform/time/index.ts';

/** One measured figure. */
export interface Row {
  readonly what: string;
  readonly deliveries: number;
  readonly microsecondsEach: number;
  readonly perSecond: number;
  /** Statements sent per delivery, begin and commit included. */
  readonly statementsEach: number;
}

const DELIVERIES = 20_000;
const SUBJECTS = 5_000;
const EVENTS_PER_TRANSACTION = 100;
const BATCH = 50;

/** Measures once; takes some ten seconds. */
export async function benchOutbox(url: string): Promise<Row[]> {
  const name = `zaakbode_bench_${randomBytes(6).toString('hex')}`;
  const admin = await openPostgres({ url, max: 1 });
  await admin.query(raw(`create database ${name}`));
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    const db = await openPostgres({ url: own.href });
    try {
      await migrate(db, [outboxMigrations]);
      return [...(await measure(db, 1)), ...(await measure(db, 4))];
    } finally {
      await db.close();
    }
  } finally {
    await admin.query(raw(`drop database if exists ${name} with (force)`));
    await admin.close();
  }
}

/** Everything once, with `workers` at the same time in the end. */
async function measure(db: Database, workers: number): Promise<Row[]> {
  const subscriber: Subscriber = {
    name: `bench-${workers}`,
    batch: BATCH,
    wants: () => true,
    handle: async (deliveries) => deliveries.map(() => ({ kind: 'klaar' })),
  };
  const faults: unknown[] = [];
  const context = {
    db,
    clock: systemClock,
    random: systemRandom,
    worker: 1,
    onFault: (_subscriber: string, _what: string, error: unknown): void => void faults.push(error),
  };
  const outbox = createOutbox({ ...context, liveness: soleLiveness(systemRandom) });
  const work = async (): Promise<void> => {
    for (let idle = 0; idle < 3; ) idle = (await workOnce(subscriber, context)) === 0 ? idle + 1 : 0;
  };
  const rows: Row[] = [];
  const measured = [
    ['write events', () => publish(db, outbox)],
    ['relay', () => relayAll(db, subscriber)],
    [`work turn, batch ${BATCH}, ${workers} at once`, () => Promise.all(Array.from({ length: workers }, work))],
  ] as const;
  for (const [what, run] of measured) rows.push(await timed(db, what, run));
  const [left] = await db.query<{ open: number; done: number }>(
    raw(`select count(*) filter (where state = 'open') as open, count(*) filter (where state = 'klaar') as done
      from outbox.delivery where subscriber = '${subscriber.name}'`),
  );
  if (left?.done !== DELIVERIES || left.open !== 0 || faults.length > 0) {
    throw new Error(`bench is wrong: ${left?.done} done, ${left?.open} open, faults: ${String(faults[0] ?? 'none')}`);
  }
  return rows;
}

async function publish(db: Database, outbox: Outbox): Promise<void> {
  const subjects = Array.from({ length: SUBJECTS }, () => uuidv7(systemClock, systemRandom));
  for (let i = 0; i < DELIVERIES; i += EVENTS_PER_TRANSACTION) {
    const events = Array.from({ length: EVENTS_PER_TRANSACTION }, (_, j) => ({
      channel: 'zaken',
      kind: 'status.create',
      subject: subjects[(i + j) % SUBJECTS]!,
      body: { nr: i + j },
      trace: null,
    }));
    await db.transaction((tx) => outbox.publish(tx, events));
  }
}

async function relayAll(db: Database, subscriber: Subscriber): Promise<void> {
  for (let done = 1; done > 0; ) done = await relayOnce(db, [subscriber], systemClock);
}

async function timed(db: Database, what: string, run: () => Promise<unknown>): Promise<Row> {
  const trips = db.roundTrips();
  const start = performance.now();
  await run();
  const ms = performance.now() - start;
  return {
    what,
    deliveries: DELIVERIES,
    microsecondsEach: Math.round((ms * 1_000) / DELIVERIES),
    perSecond: Math.round((DELIVERIES * 1_000) / ms),
    statementsEach: Math.round(((db.roundTrips() - trips) / DELIVERIES) * 1_000) / 1_000,
  };
}
