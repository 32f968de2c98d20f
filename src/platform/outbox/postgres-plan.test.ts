/**
 * What a turn of work reads, whatever the planner believes (RS-F24). The tables of a queue deceive it: its statistics
 * are of a quiet moment, a plan once chosen is kept, and a new subscriber is unknown. So each statement is measured in
 * the circumstances in which a plan goes wrong; with a wrong plan it reads every lane or every delivery.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, raw, type Sql, sql, type Tx } from '../db/index.ts';
import { EXECUTIONS, type Explained, execute, nodesOf, type PlanNode, prepare } from '../db/plan.testhulp.ts';
import { systemClock, systemRandom } from '../time/index.ts';
import type { Outcome, Subscriber } from './index.ts';
import { type Claim, claim, completeTokens, settleClaims } from './lanes.ts';
import { type OwnDatabase, ownDatabase, TEST_DATABASE_URL, WHY_SKIPPED } from './postgres.testhulp.ts';

const HISTORY = 1_000_000;
const LANES = 10_000;
const BATCH = 10;
/** Some fifteen blocks for each of a batch; with a wrong plan it is thousands. */
const BLOCKS = 400;

describe.skipIf(!TEST_DATABASE_URL)(`what a turn of work reads${WHY_SKIPPED}`, () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await ownDatabase();
    await own.db.script(finishedHistory('post'));
    await own.db.script(A_FEW_WAITING);
    await own.db.script('vacuum analyze');
  }, 120_000);
  afterAll(() => own.drop());

  const cases = [
    { name: 'post', after: `a history of ${HISTORY} and an idle moment` },
    { name: 'nieuw', after: 'the subscriber came' },
  ];
  for (const { name, after } of cases) {
    for (const [what, run] of Object.entries(work(name))) {
      it(`${what} of ${name}, with a plan from before ${after}`, { timeout: 60_000 }, async () => {
        for (const statement of await statementsOf(own.db, run)) {
          const plan = await measure(own.db, statement, burst(name));
          expect(plan.blocks, statement.compile().text).toBeLessThan(BLOCKS);
        }
      });
    }
  }
  it('a claim goes through lane_ready', async () => {
    const [statement] = await statementsOf(own.db, work('post')['claim']!);
    expect((await measure(own.db, statement!, burst('post'))).indexes).toContain('lane_ready');
  });
});

/** The statements of a turn, for lanes as `burst` makes them: half of them due, a quarter busy, a quarter waiting. */
function work(name: string): Record<string, (db: Database) => Promise<unknown>> {
  const subscriber: Subscriber = { name, batch: BATCH, wants: () => true, handle: async () => [] };
  const klaar: Outcome = { kind: 'klaar' };
  const busy = Array.from({ length: BATCH }, (_, i) => claimOf(name, 4 * i + 2));
  const tokens = new Map(Array.from({ length: BATCH }, (_, i) => [`${name}-${4 * i + 3}`, klaar] as const));
  const pairs = busy.map((one) => ({ claim: one, outcome: klaar }));
  return {
    claim: (db) => claim(db, name, systemClock, { limit: BATCH, worker: 1, deadlineMs: 65_000 }),
    store: (db) => settleClaims(db, subscriber, pairs, systemClock, systemRandom),
    complete: (db) => db.transaction((tx) => completeTokens(tx, [subscriber], tokens, systemClock, systemRandom)),
  };
}

/** Lane `n` of `burst`, as a worker would have claimed it. */
function claimOf(name: string, n: number): Claim {
  const event = {
    id: '',
    channel: '',
    kind: '',
    subject: subjectOf(name, n),
    body: {},
    trace: null,
    subjectNr: 1,
    at: new Date(0),
  };
  return { epoch: 1, delivery: { subscriber: name, seq: 2_000_000 + n, attempts: 0, event } };
}

function subjectOf(name: string, n: number): string {
  return `00000000-0000-7000-8000-${Buffer.from(name[0]!).toString('hex')}${String(n).padStart(10, '0')}`;
}

const finishedHistory = (name: string): string => `
  set session_replication_role = replica;
  insert into outbox.delivery (subscriber, seq, event_nr, subject, state, attempts, at, finished_at)
    select '${name}', n, 10000000 + n, gen_random_uuid(), 'klaar', 1, now(), now() from generate_series(1, ${HISTORY}) n;
  set session_replication_role = origin;`;

/** So few that reading the whole table of lanes is the best plan for the moment. */
const A_FEW_WAITING = `
  insert into outbox.lane (subscriber, subject, head, state, next_at)
    select 'post', gen_random_uuid(), 0, 'waiting', now() from generate_series(1, 20);`;

/** Lanes that come all at once, after the plan was made. */
const burst = (name: string): readonly string[] => [
  `create temporary table burst on commit drop as
     select n, ('${subjectOf(name, 0).slice(0, -10)}' || lpad(n::text, 10, '0'))::uuid as subject, n % 4 as rest
     from generate_series(1, ${LANES}) n`,
  `insert into outbox.event (id, channel, kind, subject, subject_nr, body, at)
     select gen_random_uuid(), 'zaken', 'status.create', subject, 1, '{}', now() from burst`,
  `insert into outbox.delivery (subscriber, seq, event_nr, subject, token, at)
     select '${name}', 2000000 + n, nr, subject, case when rest = 3 then '${name}-' || n end, now()
     from burst join outbox.event using (subject)`,
  `insert into outbox.lane (subscriber, subject, head, state, next_at, epoch, worker, deadline)
     select '${name}', subject, 2000000 + n,
       case rest when 2 then 'busy' when 3 then 'waiting' else 'ready' end, now() - interval '1 minute', 1, 7,
       now() + interval '1 minute'
     from burst`,
];

/** Stands for the place of a lane that does not exist yet. */
const NOWHERE = '(0,0)';

/** All statements that `run` sends, without sending them; each is answered with what the next ones need. */
async function statementsOf(db: Database, run: (db: Database) => Promise<unknown>): Promise<readonly Sql[]> {
  const sent: Sql[] = [];
  const query = async <R>(statement: Sql): Promise<R[]> => {
    sent.push(statement);
    const { text, values } = statement.compile();
    const list = (at: number): string[] => values[at] as string[];
    if (text.includes('select subject, ctid')) return list(1).map((subject) => ({ subject, place: NOWHERE }) as R);
    if (!text.includes('where d.token = any')) return [];
    return list(0).map((token) => {
      const [name, n] = token.split('-');
      return {
        token,
        subscriber: name,
        subject: subjectOf(name!, Number(n)),
        seq: 2_000_000 + Number(n),
        attempts: 0,
        place: NOWHERE,
      } as R;
    });
  };
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => work({ query, afterCommit: () => undefined });
  await run({ ...db, query, transaction });
  return sent;
}

/** Prepares and runs a statement until its plan is a lasting one, then lets `fill` come in and measures. */
async function measure(
  db: Database,
  statement: Sql,
  fill: readonly string[],
): Promise<{ blocks: number; indexes: readonly string[] }> {
  // The lanes of the measurement before were rolled back, and their dead rows are no part of a turn. No `analyze`.
  await db.script('vacuum outbox.delivery, outbox.lane, outbox.event');
  const { values } = statement.compile();
  const name = `measured_${Buffer.from(systemRandom.bytes(6)).toString('hex')}`;
  const plan = await db
    .transaction(async (tx): Promise<PlanNode> => {
      await tx.query(prepare(name, statement));
      for (let i = 0; i < EXECUTIONS; i++) await tx.query(raw(execute(name, values)));
      for (const part of fill) await tx.query(raw(part));
      const now = await withPlaces(tx, values);
      const [found] = await tx.query<Explained>(raw(`explain (analyze, buffers, format json) ${execute(name, now)}`));
      await tx.query(raw(`deallocate ${name}`));
      throw new Measured(found!['QUERY PLAN'][0].Plan);
    })
    .catch((error: unknown) => {
      if (error instanceof Measured) return error.plan;
      throw error;
    });
  return {
    blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    indexes: nodesOf(plan).flatMap((node) => node['Index Name'] ?? []),
  };
}

/** The values, with the places that the lanes have got. */
async function withPlaces(tx: Tx, values: readonly unknown[]): Promise<readonly unknown[]> {
  const [names, subjects] = values;
  if (!values.some((v) => Array.isArray(v) && v.includes(NOWHERE)) || !Array.isArray(subjects)) return values;
  const lanes = await tx.query<{ subject: string; place: string }>(sql`
    select subject, ctid::text as place from outbox.lane
    where subscriber = any(${names}::text[]) and subject = any(${subjects}::uuid[])`);
  expect(lanes).toHaveLength(BATCH);
  const places = subjects.map((subject) => lanes.find((lane) => lane.subject === subject)!.place);
  return values.map((v) => (Array.isArray(v) && v.includes(NOWHERE) ? places : v));
}

/** Carries a plan out of a transaction that is rolled back, because EXPLAIN ANALYZE really does what it explains. */
class Measured extends Error {
  override readonly name = 'Measured';
  readonly plan: PlanNode;

  constructor(plan: PlanNode) {
    super('measured');
    this.plan = plan;
  }
}
