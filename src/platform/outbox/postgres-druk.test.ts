/** The outbox on PostgreSQL under pressure: many workers at once, connections that break, a long history. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable, openPostgres, raw, type Sql, sql, type Tx } from '../db/index.ts';
import { type Random, seededRandom, systemClock, systemRandom, uuidv7 } from '../time/index.ts';
import { createOutbox, type Liveness, type Outbox, type Outcome, postgresLiveness } from './index.ts';
import { claim, settleClaims } from './lanes.ts';
import { type Gebeurtenis, violations } from './model.testhulp.ts';
import { createOntvanger, type Ontvanger } from './ontvanger.testhulp.ts';
import { postSubscriber, takeDue } from './post.testhulp.ts';
import { type OwnDatabase, ownDatabase, TEST_DATABASE_URL, WHY_SKIPPED } from './postgres.testhulp.ts';

const EVENTS = 2_000;
const SUBJECTS = 200;
const PER_TRANSACTION = 20;
const HISTORY = 1_000_000;
const OPEN = 10_000;

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

  it(`claims and stores as cheaply after ${HISTORY} finished deliveries as before (RS-F24)`, {
    timeout: 120_000,
  }, async () => {
    await own.db.script(`${openLanes('post', 0)} analyze;`);
    const before = await explainClaim('post');
    await own.db.script(`${finishedHistory('post')} analyze;`);
    const after = await explainClaim('post');
    // A subscriber that came after the statistics: PostgreSQL thinks that it has one lane and one delivery.
    await own.db.script(openLanes('nieuw', OPEN));
    const unknown = await explainClaim('nieuw');
    for (const plan of [before, after, unknown]) {
      expect(plan.indexes).toContain('lane_ready');
      expect(plan.scanned).toEqual([]);
      expect(plan.blocks).toBeLessThan(500);
    }
    for (const subscriber of ['post', 'nieuw']) {
      const plan = await explainStore(subscriber);
      expect(plan.scanned).toEqual([]);
      expect(plan.blocks).toBeLessThan(500);
    }
  });
});

/** Errors of a broken connection, ours or that of the liveness connection. */
function isAboutConnections(error: unknown): boolean {
  return error instanceof DatabaseUnavailable || /terminat|closed|not queryable|Connection/i.test(String(error));
}

/** Lanes that are due, one delivery each. */
const openLanes = (subscriber: string, after: number): string => `
  insert into outbox.event (id, channel, kind, subject, subject_nr, body, at)
    select gen_random_uuid(), 'zaken', 'status.create', gen_random_uuid(), 1, '{}', now() from generate_series(1, ${OPEN});
  insert into outbox.delivery (subscriber, seq, event_nr, subject, at)
    select '${subscriber}', nr, nr, subject, now() from outbox.event where nr > ${after};
  insert into outbox.lane (subscriber, subject, head, state, next_at)
    select subscriber, subject, seq, 'ready', now() - interval '1 minute' from outbox.delivery
    where subscriber = '${subscriber}';`;

/** Only the deliveries: the events behind them are looked up by key, and only for what is claimed. */
const finishedHistory = (subscriber: string): string => `
  set session_replication_role = replica;
  insert into outbox.delivery (subscriber, seq, event_nr, subject, state, attempts, at, finished_at)
    select '${subscriber}', n, n, gen_random_uuid(), 'klaar', 1, now(), now()
    from generate_series(${10 * OPEN} + 1, ${10 * OPEN} + ${HISTORY}) n;
  set session_replication_role = origin;`;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

interface PlanFacts {
  readonly indexes: readonly string[];
  /** Tables that are read from end to end. */
  readonly scanned: readonly string[];
  readonly blocks: number;
}

/** Past five executions PostgreSQL may settle on one plan for all parameters of a named statement. */
const EXECUTIONS = 12;
const BATCH = 10;

const explainClaim = (subscriber: string): Promise<PlanFacts> =>
  explain((db) => claim(db, subscriber, systemClock, { limit: BATCH, worker: 1, deadlineMs: 65_000 }));

/** The statement that finds and locks the lanes of claims whose outcomes are to be stored. */
async function explainStore(name: string): Promise<PlanFacts> {
  const claims = await claim(own.db, name, systemClock, { limit: BATCH, worker: 1, deadlineMs: 65_000 });
  expect(claims).toHaveLength(BATCH);
  const pairs = claims.map((one) => ({ claim: one, outcome: { kind: 'klaar' } as const }));
  return await explain((db) => settleClaims(db, { ...post, name }, pairs, systemClock, systemRandom));
}

/** How the first statement of `run` is carried out as the driver's named statement, once its plan is a lasting one. */
async function explain(run: (db: Database) => Promise<unknown>): Promise<PlanFacts> {
  const { text, values } = (await firstStatement(run)).compile();
  const execute = `execute measured(${values.map(literal).join(', ')})`;
  const plan = await own.db
    .transaction(async (tx) => {
      await tx.query(raw(`prepare measured as ${text}`));
      for (let i = 0; i < EXECUTIONS; i++) await tx.query(raw(execute));
      const found = await tx.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        raw(`explain (analyze, buffers, format json) ${execute}`),
      );
      await tx.query(raw('deallocate measured'));
      throw new Explained(found[0]!['QUERY PLAN'][0].Plan);
    })
    .catch((error: unknown) => {
      if (error instanceof Explained) return error.plan;
      throw error;
    });
  const nodes = flatten(plan);
  return {
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    scanned: nodes.filter((n) => n['Node Type'] === 'Seq Scan').map((n) => n['Relation Name'] ?? ''),
    blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
  };
}

/** The first statement that `run` sends, without sending it. */
async function firstStatement(run: (db: Database) => Promise<unknown>): Promise<Sql> {
  const sent: Sql[] = [];
  const query = async <R>(statement: Sql): Promise<R[]> => {
    sent.push(statement);
    return [];
  };
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => work({ query, afterCommit: () => undefined });
  await run({ ...own.db, query, transaction });
  return sent[0]!;
}

function literal(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `'{${value.join(',')}}'`;
  return `'${value instanceof Date ? value.toISOString() : String(value)}'`;
}

/** Carries a plan out of a transaction that is rolled back: EXPLAIN ANALYZE really claims. */
class Explained extends Error {
  override readonly name = 'Explained';
  readonly plan: PlanNode;

  constructor(plan: PlanNode) {
    super('explained');
    this.plan = plan;
  }
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
