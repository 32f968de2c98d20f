import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../db/database.testhulp.ts';
import { type Database, sql } from '../db/index.ts';
import { fixedClock, seededRandom, uuidv7 } from '../time/index.ts';
import {
  createOutbox,
  type Delivery,
  type Outbox,
  type Outcome,
  outboxMigrations,
  retryDelay,
  type Settled,
  type Subscriber,
  soleLiveness,
} from './index.ts';
import { claim, settleClaims } from './lanes.ts';

const random = seededRandom(1);
const clock = fixedClock(new Date('2026-11-02T08:00:00Z'));
const subject = (): string => uuidv7(clock, random);

let db: Database;
let outbox: Outbox;
let faults: string[];

beforeEach(async () => {
  db = await testDatabase([outboxMigrations]);
  outbox = newOutbox();
});

function newOutbox(): Outbox {
  faults = [];
  return createOutbox({
    db,
    clock,
    random,
    liveness: soleLiveness(random),
    onFault: (subscriber, what, error) => faults.push(`${subscriber}: ${what}: ${String(error)}`),
  });
}

const publish = (subjectId: string, body: unknown, kind = 'status.create'): Promise<readonly string[]> =>
  db.transaction((tx) => outbox.publish(tx, [{ channel: 'zaken', kind, subject: subjectId, body, trace: null }]));

/** A subscriber that keeps what it handled and answers as told. */
function recorder(
  name: string,
  answer: (delivery: Delivery) => Outcome = () => ({ kind: 'klaar' }),
): Subscriber & { handled: unknown[]; settled: Settled[] } {
  const handled: unknown[] = [];
  const settled: Settled[] = [];
  return {
    name,
    batch: 50,
    handled,
    settled,
    wants: (event) => event.kind === 'status.create',
    handle: async (deliveries) => {
      handled.push(...deliveries.map((d) => d.event.body));
      return deliveries.map(answer);
    },
    settle: async (_tx, all) => void settled.push(...all),
  };
}

async function drain(max = 50): Promise<void> {
  for (let i = 0; i < max; i++) if ((await outbox.turn()) === 0) return;
  throw new Error(`still busy after ${max} turns`);
}

describe('an event', () => {
  it('exists exactly when its transaction was committed', async () => {
    const zaak = subject();
    await publish(zaak, 1);
    await db
      .transaction(async (tx) => {
        await outbox.publish(tx, [{ channel: 'zaken', kind: 'status.create', subject: zaak, body: 2, trace: null }]);
        throw new Error('terug');
      })
      .catch(() => undefined);
    await publish(zaak, 3);
    const rows = await db.query(sql`select body, subject_nr from outbox.event order by nr`);
    expect(rows).toEqual([
      { body: 1, subject_nr: 1 },
      { body: 3, subject_nr: 2 },
    ]);
  });
  it('gets its number within its subject, also when one transaction writes many', async () => {
    const [a, b] = [subject(), subject()];
    const event = (s: string, body: unknown) => ({ channel: 'x', kind: 'status.create', subject: s, body, trace: 't' });
    await db.transaction((tx) => outbox.publish(tx, [event(a, 'a1'), event(b, 'b1'), event(a, 'a2')]));
    await db.transaction((tx) => outbox.publish(tx, [event(a, 'a3')]));
    const rows = await db.query<{ body: string; subject_nr: number }>(
      sql`select body, subject_nr from outbox.event order by nr`,
    );
    expect(rows.map((r) => `${r.body}=${r.subject_nr}`)).toEqual(['a1=1', 'b1=1', 'a2=2', 'a3=3']);
  });
});

describe('a subscriber', () => {
  it('gets only what it wants, numbered without gaps, in order per subject', async () => {
    const one = recorder('een');
    const two = { ...recorder('twee'), wants: () => true };
    outbox.subscribe(one);
    outbox.subscribe(two);
    const zaak = subject();
    await publish(zaak, 1);
    await publish(zaak, 'rol', 'rol.create');
    await publish(zaak, 2);
    await drain();
    expect(one.handled).toEqual([1, 2]);
    expect(two.handled).toEqual([1, 'rol', 2]);
    expect(one.settled.map((s) => s.delivery.seq)).toEqual([1, 2]);
    expect(two.settled.map((s) => s.delivery.seq)).toEqual([1, 2, 3]);
    expect(await db.query(sql`select * from outbox.lane`)).toEqual([]);
    expect(await db.query(sql`select distinct state from outbox.delivery`)).toEqual([{ state: 'klaar' }]);
  });
  it('gets the next of a subject only after the one before has ended; other subjects go on', async () => {
    const tokens = new Set(['1']);
    const one = recorder('een', ({ event }) =>
      tokens.has(String(event.body)) ? { kind: 'wacht', token: `t${String(event.body)}` } : { kind: 'klaar' },
    );
    outbox.subscribe(one);
    const [zaak, ander] = [subject(), subject()];
    await publish(zaak, 1);
    await publish(zaak, 2);
    await publish(ander, 10);
    await publish(ander, 11);
    await drain();
    expect(one.handled).toEqual([1, 10, 11]);
    const done = await db.transaction((tx) => outbox.complete(tx, new Map([['t1', { kind: 'klaar' }]])));
    expect(done).toEqual(['t1']);
    await drain();
    expect(one.handled).toEqual([1, 10, 11, 2]);
  });
  it('is told once about a token that is completed twice, or that nobody waits for (RS-F31)', async () => {
    const one = recorder('een', () => ({ kind: 'wacht', token: 'ack-1' }));
    outbox.subscribe(one);
    await publish(subject(), 1);
    await drain();
    const complete = () =>
      db.transaction((tx) =>
        outbox.complete(
          tx,
          new Map([
            ['ack-1', { kind: 'eind', state: 'afgeleverd', reason: 'ok' }],
            ['niets', { kind: 'klaar' }],
          ]),
        ),
      );
    expect(await complete()).toEqual(['ack-1']);
    expect(await complete()).toEqual([]);
    expect(one.settled.map((s) => s.outcome.kind)).toEqual(['wacht', 'eind']);
    expect(await db.query(sql`select state, reason from outbox.delivery`)).toEqual([
      { state: 'afgeleverd', reason: 'ok' },
    ]);
  });
  it('is tried again by the schedule, with its lane held and the others flowing', async () => {
    let down = true;
    const one = recorder('een', ({ event }) =>
      down && event.body === 1 ? { kind: 'opnieuw', reason: 'onbereikbaar' } : { kind: 'klaar' },
    );
    outbox.subscribe(one);
    const zaak = subject();
    await publish(zaak, 1);
    await publish(zaak, 2);
    await publish(subject(), 3);
    await drain();
    expect(one.handled).toEqual([1, 3]);
    clock.advance(1_300);
    await drain();
    expect(one.handled).toEqual([1, 3, 1]);
    down = false;
    clock.advance(2_600);
    await drain();
    expect(one.handled).toEqual([1, 3, 1, 1, 2]);
  });
  it('holds only the lane of a message that makes the handler throw (RS-F36)', async () => {
    const one = recorder('een', ({ event }) => {
      if (event.body === 'gif') throw new Error('kan dit niet aan');
      return { kind: 'klaar' };
    });
    outbox.subscribe(one);
    await publish(subject(), 'gif');
    for (let i = 0; i < 10; i++) await publish(subject(), i);
    await drain();
    const rows = await db.query(sql`select state, count(*) as n from outbox.delivery group by state order by state`);
    expect(rows).toEqual([
      { state: 'klaar', n: 10 },
      { state: 'open', n: 1 },
    ]);
    expect(await db.query(sql`select reason from outbox.delivery where state = 'open'`)).toEqual([
      { reason: 'kan dit niet aan' },
    ]);
  });
  it('takes no more than it has room for', async () => {
    let room = 2;
    const one = { ...recorder('een'), capacity: async () => room };
    outbox.subscribe(one);
    for (let i = 0; i < 5; i++) await publish(subject(), i);
    await outbox.turn();
    expect(one.handled).toEqual([0, 1]);
    room = 0;
    await outbox.turn();
    expect(one.handled).toEqual([0, 1]);
    room = 50;
    await drain();
    expect(one.handled).toEqual([0, 1, 2, 3, 4]);
  });
  it('finds what it writes in settle stored with the outcome, or not at all', async () => {
    await db.script('create table if not exists outbox.proef (waarde int primary key)');
    let refuse = true;
    const one: Subscriber = {
      ...recorder('een'),
      settle: async (tx, all) => {
        for (const { delivery } of all) await tx.query(sql`insert into outbox.proef values (${delivery.event.body})`);
        if (refuse) throw new Error('schrijven lukt niet');
      },
    };
    outbox.subscribe(one);
    await publish(subject(), 7);
    await outbox.turn();
    expect(await db.query(sql`select * from outbox.proef`)).toEqual([]);
    expect(faults).toHaveLength(1);
    refuse = false;
    clock.advance(1_100);
    await drain();
    expect(await db.query(sql`select * from outbox.proef`)).toEqual([{ waarde: 7 }]);
    await db.script('drop table outbox.proef');
  });
});

describe('a claim', () => {
  const options = { limit: 10, deadlineMs: 1_000 };

  it('of a process that is gone is taken over, and the one that wakes up late writes nothing (RS-F20)', async () => {
    const one = recorder('een');
    outbox.subscribe(one);
    await publish(subject(), 1);
    const wants = { ...one, capacity: async () => 0 };
    const sleeping = newOutbox();
    sleeping.subscribe(wants);
    await sleeping.turn();
    const [late] = await claim(db, 'een', clock, { ...options, worker: 4_711 });
    expect(late!.delivery.event.body).toBe(1);
    await drain();
    expect(one.handled).toEqual([1]);
    const stored = await settleClaims(
      db,
      one,
      [{ claim: late!, outcome: { kind: 'eind', state: 'fout', reason: 'x' } }],
      clock,
      random,
    );
    expect(stored).toBe(0);
    expect(await db.query(sql`select state from outbox.delivery`)).toEqual([{ state: 'klaar' }]);
  });
  it('past its deadline is taken over although its process lives', async () => {
    const one = recorder('een');
    const liveness = soleLiveness(random);
    outbox = createOutbox({ db, clock, random, liveness, onFault: () => undefined });
    outbox.subscribe({ ...one, capacity: async () => 0 });
    await publish(subject(), 1);
    await outbox.turn();
    expect(await claim(db, 'een', clock, { ...options, worker: liveness.key() })).toHaveLength(1);
    await outbox.turn();
    expect(await claim(db, 'een', clock, { ...options, worker: liveness.key() })).toHaveLength(0);
    clock.advance(1_001);
    await outbox.turn();
    expect(await claim(db, 'een', clock, { ...options, worker: liveness.key() })).toHaveLength(1);
  });
});

describe('the retry schedule', () => {
  it('rises from 1 s to 5 minutes, within a quarter of chance, and never past it', () => {
    const chance = seededRandom(42);
    for (let attempt = 0; attempt < 60; attempt++) {
      const middle = Math.min(1_000 * 2 ** Math.min(attempt, 20), 300_000);
      const delay = retryDelay(attempt, chance);
      expect(delay).toBeGreaterThanOrEqual(middle * 0.75);
      expect(delay).toBeLessThanOrEqual(middle * 1.25);
    }
  });
});
