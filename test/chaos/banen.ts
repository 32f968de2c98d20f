/**
 * The run with real processes: events are written, workers turn them into messages for a receiver on the loopback, and
 * all the while a worker is killed with SIGKILL every quarter of a second to second and a half. In the end the books of
 * both sides are compared, as Jepsen does: what was lost, applied twice, out of order, or marked done without arriving.
 */
import { type Database, migrate, sql } from '../../src/platform/db/index.ts';
import { createOutbox, outboxMigrations, soleLiveness } from '../../src/platform/outbox/index.ts';
import { type Gebeurtenis, violations } from '../../src/platform/outbox/model.testhulp.ts';
import { faultsOfApplied } from '../../src/platform/outbox/ontvanger.testhulp.ts';
import { proefTables } from '../../src/platform/outbox/post.testhulp.ts';
import { type Random, seededRandom, systemClock, systemRandom, uuidv7 } from '../../src/platform/time/index.ts';
import type { Boek } from './banen-ontvanger.ts';
import { POST } from './banen-werker.ts';
import { opEigenDatabase } from './eigen-database.ts';
import { killAtRandom, startProcess } from './kinderen.ts';

export interface ChaosOptions {
  /** A PostgreSQL in which a database of its own is made, and removed again. */
  readonly url: string;
  readonly seed: number;
  readonly messages: number;
  readonly subjects: number;
  readonly workers: number;
  /** All must be done by then. */
  readonly maxMs: number;
}

export interface ChaosFigures {
  readonly messages: number;
  readonly subjects: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly kills: number;
  readonly rolledBack: number;
  readonly network: Boek['fates'];
  readonly repeated: number;
  readonly unheardAcks: number;
  /** The four that must be zero. */
  readonly lost: number;
  readonly appliedTwice: number;
  readonly outOfOrder: number;
  readonly doneButNotReceived: number;
  /** Whatever is wrong by the model, as sentences; not more than the first few. */
  readonly violations: readonly string[];
}

const EVENTS_PER_TRANSACTION = 10;
const ROLLED_BACK = 0.05;
const SHOWN_VIOLATIONS = 20;

export async function runBanen(options: ChaosOptions): Promise<ChaosFigures> {
  return await opEigenDatabase(options.url, 'chaos', async (db, url) => {
    await migrate(db, [outboxMigrations]);
    await db.script(proefTables);
    return await runOn(db, url, options);
  });
}

async function runOn(db: Database, url: string, options: ChaosOptions): Promise<ChaosFigures> {
  const random = seededRandom(options.seed);
  const start = performance.now();
  const receiver = startProcess('banen-ontvanger.ts', [String(options.seed)]);
  const port = await receiver.ready;
  const workers = Array.from({ length: options.workers }, () => startProcess('banen-werker.ts', [url, port]));
  const killer = killAtRandom(workers, random, () => startProcess('banen-werker.ts', [url, port]));
  try {
    const { committed, rolledBack } = await publish(db, options, seededRandom(options.seed + 1));
    await untilDone(db, options, start);
    const ms = performance.now() - start;
    await killer.stop();
    const fallen = [...workers, receiver].filter((one) => one.fell()).map(() => 'a process ended by itself');
    for (const worker of workers) await worker.kill();
    const boek = (await (await fetch(`http://127.0.0.1:${port}/boek`)).json()) as Boek;
    const books = await compare(db, committed, boek, options);
    const violations = [...books.violations, ...fallen];
    return { ...books, violations, ...speed(ms, options), kills: killer.kills(), rolledBack };
  } finally {
    await killer.stop();
    for (const one of [...workers, receiver]) await one.kill();
  }
}

/** Writes all events, in transactions of several subjects; some transactions are rolled back, and their events are not. */
async function publish(
  db: Database,
  { messages, subjects }: ChaosOptions,
  random: Random,
): Promise<{ committed: readonly Gebeurtenis[]; rolledBack: number }> {
  const outbox = createOutbox({
    db,
    clock: systemClock,
    random: systemRandom,
    liveness: soleLiveness(systemRandom),
    onFault: () => undefined,
  });
  const ids = Array.from({ length: subjects }, () => uuidv7(systemClock, systemRandom));
  const committed: Gebeurtenis[] = [];
  let rolledBack = 0;
  while (committed.length < messages) {
    const undo = random.fraction() < ROLLED_BACK;
    const some = Array.from({ length: EVENTS_PER_TRANSACTION }, (_, i): Gebeurtenis => {
      const label = `${undo ? 'terug' : 'e'}${committed.length + i}`;
      return { label, subject: ids[(committed.length + i) % subjects]! };
    });
    const work = db.transaction(async (tx) => {
      const events = some.map(({ subject, label }) => ({ subject, body: { label } }));
      await outbox.publish(
        tx,
        events.map((event) => ({ ...event, channel: 'zaken', kind: 'status.create', trace: null })),
      );
      await tx.query(sql`insert into proef.zaakstatus select * from unnest(${some.map((e) => e.label)}::text[])`);
      if (undo) throw new RolledBack();
    });
    await work.catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
    if (undo) rolledBack += some.length;
    else committed.push(...some);
  }
  return { committed, rolledBack };
}

class RolledBack extends Error {
  override readonly name = 'RolledBack';
}

/** Until every delivery has ended. Throws when that takes too long: nothing is known to be wrong then, nor right. */
async function untilDone(db: Database, { messages, maxMs }: ChaosOptions, start: number): Promise<void> {
  for (;;) {
    const [row] = await db.query<{ done: number }>(
      sql`select count(*) as done from outbox.delivery where state <> 'open'`,
    );
    if (row!.done >= messages) return;
    if (performance.now() - start > maxMs) {
      throw new Error(`${row!.done} of ${messages} done in ${maxMs} ms: lanes are stuck, or the machine is too busy`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

/** The books of both sides. */
async function compare(
  db: Database,
  committed: readonly Gebeurtenis[],
  boek: Boek,
  { messages, subjects }: ChaosOptions,
): Promise<Omit<ChaosFigures, 'seconds' | 'perSecond' | 'kills' | 'rolledBack'>> {
  const applied = new Set(boek.applied.map((m) => m.label));
  const done = await db.query<{ label: string }>(sql`
    select e.body ->> 'label' as label from outbox.delivery d join outbox.event e on e.nr = d.event_nr
    where d.state <> 'open'`);
  const faults = faultsOfApplied(boek.applied);
  const ontvanger = { ...boek, receive: () => 'repeated' as const };
  const model = { committed, given: new Set<string>(), ontvanger, senders: new Set([POST.name]) };
  return {
    messages,
    subjects,
    network: boek.fates,
    repeated: boek.repeated,
    unheardAcks: boek.unheard,
    lost: committed.filter(({ label }) => !applied.has(label)).length,
    appliedTwice: faults.filter((fault) => fault.endsWith('applied twice')).length,
    outOfOrder: faults.filter((fault) => fault.includes('was applied after')).length,
    doneButNotReceived: done.filter(({ label }) => !applied.has(label)).length,
    violations: (await violations(db, [POST], model)).slice(0, SHOWN_VIOLATIONS),
  };
}

function speed(ms: number, { messages }: ChaosOptions): Pick<ChaosFigures, 'seconds' | 'perSecond'> {
  return { seconds: Math.round(ms / 100) / 10, perSecond: Math.round((messages * 1_000) / ms) };
}
