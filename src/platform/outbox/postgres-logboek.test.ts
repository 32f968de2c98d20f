/**
 * What a page of the operator reads, with a million deliveries behind it: never the whole of a table, whatever is asked
 * for, and counts from an index.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, raw, type Sql } from '../db/index.ts';
import { EXECUTIONS, type Explained, execute, nodesOf, type PlanNode, prepare } from '../db/plan.testhulp.ts';
import { systemRandom } from '../time/index.ts';
import { deliveriesOf, eventsOn, fatesOf, standings } from './logbook.ts';
import { type OwnDatabase, ownDatabase, TEST_DATABASE_URL, WHY_SKIPPED } from './postgres.testhulp.ts';

const DELIVERIES = 1_000_000;
const OPEN = 20_000;
/** A page of fifty lines with their events, by key. */
const BLOCKS_OF_PAGE = 1_000;
/** A page that looks through a window and finds nothing: some five blocks for each of 10,000 rows. */
const BLOCKS_OF_WINDOW = 100_000;

const id = '00000000-0000-7000-8000-000000500000';

describe.skipIf(!TEST_DATABASE_URL)(`what a page of the operator reads${WHY_SKIPPED}`, () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await ownDatabase();
    await own.db.script(HISTORY);
    await own.db.script('vacuum analyze');
  }, 240_000);
  afterAll(() => own.drop());

  const pages: Record<string, [ask: (db: Database) => Promise<unknown>, most: number]> = {
    'the newest deliveries': [(db) => deliveriesOf(db, 'a'), BLOCKS_OF_PAGE],
    'deliveries in the middle': [(db) => deliveriesOf(db, 'a', { before: DELIVERIES / 2 }), BLOCKS_OF_PAGE],
    'what is open': [(db) => deliveriesOf(db, 'a', { state: 'open' }), BLOCKS_OF_PAGE],
    'what was refused': [(db) => deliveriesOf(db, 'a', { state: 'geweigerd' }), BLOCKS_OF_PAGE],
    'one object': [(db) => deliveriesOf(db, 'a', { id }), BLOCKS_OF_PAGE],
    'a word that is nowhere': [(db) => deliveriesOf(db, 'a', { body: { resource: 'x' } }), BLOCKS_OF_WINDOW],
    'done, behind what is open': [(db) => deliveriesOf(db, 'a', { state: 'klaar' }), BLOCKS_OF_WINDOW],
    'the newest events': [(db) => eventsOn(db, ['zaken']), BLOCKS_OF_PAGE],
    'events of one object': [(db) => eventsOn(db, ['zaken'], { id }), BLOCKS_OF_PAGE],
    'a channel without events': [(db) => eventsOn(db, ['stil']), BLOCKS_OF_WINDOW],
    'what became of fifty events': [
      (db) =>
        fatesOf(
          db,
          Array.from({ length: 50 }, (_, i) => DELIVERIES - i),
          ['a', 'b', 'c'],
        ),
      BLOCKS_OF_PAGE,
    ],
    standings: [(db) => standings(db, ['a', 'b', 'c']), BLOCKS_OF_PAGE],
  };
  it.each(Object.entries(pages))('%s, with a plan for all parameters', { timeout: 60_000 }, async (_, [ask, most]) => {
    for (const statement of await statementsOf(own.db, ask)) {
      const plan = await measure(own.db, statement);
      const whole = nodesOf(plan).filter(
        (node) => node['Node Type'] === 'Seq Scan' && ['delivery', 'event'].includes(node['Relation Name'] ?? ''),
      );
      expect(whole).toEqual([]);
      expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], statement.compile().text).toBeLessThan(most);
    }
  });
  it('counts what is open from the index alone', async () => {
    const [statement] = await statementsOf(own.db, (db) => standings(db, ['a']));
    const nodes = nodesOf(await measure(own.db, statement!));
    const counts = nodes.filter((node) => node['Node Type'] === 'Index Only Scan').map((node) => node['Index Name']);
    expect(counts).toEqual(expect.arrayContaining(['delivery_open_seq', 'delivery_ended']));
  });
});

/** A long history of one subscriber: the last 20,000 are open, one in a thousand was refused. */
const HISTORY = `
  set session_replication_role = replica;
  insert into outbox.event (id, channel, kind, subject, subject_nr, body, at)
    select ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'zaken', 'zaak.create',
      ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1,
      '{"kanaal": "zaken", "resource": "zaak", "actie": "create", "kenmerken": {}}', now()
    from generate_series(1, ${DELIVERIES}) n;
  insert into outbox.delivery (subscriber, seq, event_nr, subject, state, attempts, at)
    select 'a', e.nr, e.nr, e.subject,
      case when e.nr > ${DELIVERIES - OPEN} then 'open' when e.nr % 1000 = 0 then 'geweigerd' else 'klaar' end, 1, now()
    from outbox.event e;
  insert into outbox.subscriber values ('a', ${DELIVERIES});
  set session_replication_role = origin;`;

/** The statements that a question sends, each answered with a page that is not full. */
async function statementsOf(db: Database, ask: (db: Database) => Promise<unknown>): Promise<readonly Sql[]> {
  const sent: Sql[] = [];
  const query = async <R>(statement: Sql): Promise<R[]> => {
    sent.push(statement);
    return statement.compile().text.includes('min(nr)') ? [{ lowest: null, n: 0 } as R] : [];
  };
  await ask({ ...db, query });
  return sent;
}

/** Runs a statement until its plan is a lasting one, and reads that plan. */
async function measure(db: Database, statement: Sql): Promise<PlanNode> {
  const { values } = statement.compile();
  const name = `measured_${Buffer.from(systemRandom.bytes(6)).toString('hex')}`;
  return await db.transaction(async (tx) => {
    await tx.query(prepare(name, statement));
    for (let i = 0; i < EXECUTIONS; i++) await tx.query(raw(execute(name, values)));
    const [found] = await tx.query<Explained>(raw(`explain (analyze, buffers, format json) ${execute(name, values)}`));
    await tx.query(raw(`deallocate ${name}`));
    return found!['QUERY PLAN'][0].Plan;
  });
}
