/** The outbox on PostgreSQL under pressure: many workers at once, connections that break. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable, openPostgres, sql } from '../db/index.ts';
import { type Random, seededRandom, systemClock, systemRandom, uuidv7 } from '../time/index.ts';
import { createOutbox, type Liveness, type Outbox, type Outcome, postgresLiveness } from './index.ts';
import { type Gebeurtenis, violations } from './model.testhulp.ts';
import { createOntvanger, type Ontvanger } from './ontvanger.testhulp.ts';
import { postSubscriber, takeDue } from './post.testhulp.ts';
import { type OwnDatabase, ownDatabase, TEST_DATABASE_URL, WHY_SKIPPED } from './postgres.testhulp.ts';

const EVENTS = 2_000;
const SUBJECTS = 200;
const PER_TRANSACTION = 20;

const post = postSubscriber({ name: 'post', batch: 10, parallel: 4, clock: systemClock, random: systemRandom });

let own: OwnDatabase;

/** One process: four workers, a relay and a reaper, on connections of its own. */
interface Proces {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly liveness: Liveness;
  readonly faults: unknown[];
}

async function startProces(): Promise<Proces> {
  const db = await openPostgres({ url: own.url, max: 8 });
  const liveness = await postgresLiveness(own.url, systemRandom);
  const faults: unknown[] = [];
  const onFault = (_subscriber: string, _what: string, error: unknown): void => void faults.push(error);
  const outbox = createOutbox({ db, clock: systemClock, random: systemRandom, liveness, onFault });
  outbox.subscribe(post);
  outbox.start();
  return { db, outbox, liveness, faults };
}

async function stop({ db, outbox, liveness }: Proces): Promise<void> {
  await outbox.stop();
  await liveness.close();
  await db.close();
}

/** What may fail here is the connection, and only that. */
async function tolerant<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return otherwise;
    throw error;
  }
}

/** Writes all events, some per transaction; after a lost answer it first looks what is there. */
async function publishAll({ db, outbox }: Proces, events: readonly Gebeurtenis[]): Promise<void> {
  for (let i = 0; i < events.length; ) {
    const some = events.slice(i, i + PER_TRANSACTION);
    const there = await tolerant(() => db.query<{ label: string }>(sql`select label from proef.zaakstatus`), null);
    if (there === null) continue;
    const missing = some.filter((e) => !there.some((row) => row.label === e.label));
    if (missing.length === 0) {
      i += PER_TRANSACTION;
      continue;
    }
    await tolerant(
      () =>
        db.transaction(async (tx) => {
          const body = ({ subject, label }: Gebeurtenis) => ({
            subject,
            body: { label },
            channel: 'zaken',
            trace: null,
          });
          await outbox.publish(
            tx,
            missing.map((e) => ({ ...body(e), kind: 'status.create' })),
          );
          await tx.query(
            sql`insert into proef.zaakstatus select * from unnest(${missing.map((e) => e.label)}::text[])`,
          );
        }),
      undefined,
    );
  }
}

/** Sends what is stored and brings in the acknowledgments, three transactions at once, each with tokens in any order. */
async function sendUntilDone(
  proces: Proces,
  ontvanger: Ontvanger,
  random: Random,
  disturb: (applied: number) => Promise<void>,
): Promise<void> {
  const { db, outbox } = proces;
  const klaar: Outcome = { kind: 'klaar' };
  for (;;) {
    const due = await tolerant(() => takeDue(db, systemClock, 90, 1_000), []);
    for (const message of due) ontvanger.receive(message);
    const mixed = due.map((m) => ({ id: m.id, place: random.fraction() })).sort((a, b) => a.place - b.place);
    const thirds = [0, 1, 2].map((third) => mixed.filter((_, i) => i % 3 === third));
    await Promise.all(
      thirds.map((some) =>
        tolerant(
          () => db.transaction((tx) => outbox.complete(tx, new Map(some.map(({ id }) => [id, klaar])))),
          [] as readonly string[],
        ),
      ),
    );
    await disturb(ontvanger.applied.length);
    const [left] = await own.db.query<{ open: number; delivered: number }>(sql`
      select count(*) filter (where state = 'open') as open, count(*) as delivered from outbox.delivery`);
    if (left!.delivered === EVENTS && left!.open === 0) return;
  }
}

async function runAll(disturb: (applied: number) => Promise<void>): Promise<{ faults: unknown[]; found: string[] }> {
  const random = seededRandom(3);
  const subjects = Array.from({ length: SUBJECTS }, () => uuidv7(systemClock, systemRandom));
  const events = Array.from({ length: EVENTS }, (_, i): Gebeurtenis => {
    return { label: `e${i}`, subject: subjects[Math.floor(random.fraction() * SUBJECTS)]! };
  });
  const ontvanger = createOntvanger();
  const processes = [await startProces(), await startProces()] as const;
  try {
    await Promise.all([publishAll(processes[0], events), sendUntilDone(processes[1], ontvanger, random, disturb)]);
  } finally {
    for (const proces of processes) await stop(proces);
  }
  const model = { committed: events, given: new Set<string>(), ontvanger, senders: new Set(['post']) };
  const found = await violations(own.db, [post], model);
  return { faults: processes.flatMap((p) => p.faults), found };
}

describe.skipIf(!TEST_DATABASE_URL)(`the outbox under pressure${WHY_SKIPPED}`, () => {
  beforeEach(async () => {
    own = await ownDatabase();
  });
  afterEach(() => own.drop());

  it(`handles ${EVENTS} deliveries with 8 workers, relays and completions at once, without a deadlock`, {
    timeout: 120_000,
  }, async () => {
    const { faults, found } = await runAll(async () => undefined);
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
    // The counters of a connection are certain once it has ended.
    await own.db.close();
    expect(await own.deadlocks()).toBe(0);
  });

  it('loses, doubles and reorders nothing when connections break all the time (RS-F11)', {
    timeout: 120_000,
  }, async () => {
    let broken = 0;
    let next = 150;
    const { faults, found } = await runAll(async (applied) => {
      if (applied < next) return;
      next += 150;
      const rows = await own.db.query(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() order by random() limit 6`);
      broken += rows.length;
    });
    expect(found).toEqual([]);
    expect(broken).toBeGreaterThan(20);
    expect(faults.filter((error) => !isAboutConnections(error))).toEqual([]);
  });
});

/** Errors of a broken connection, ours or that of the liveness connection. */
function isAboutConnections(error: unknown): boolean {
  return error instanceof DatabaseUnavailable || /terminat|closed|not queryable|Connection/i.test(String(error));
}
