/** Subscribers that come and go, and what may be done with what they got. */
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
  replay,
  retire,
  type Subscriber,
  soleLiveness,
} from './index.ts';

const random = seededRandom(1);
const clock = fixedClock(new Date('2026-11-02T08:00:00Z'));
const subject = (): string => uuidv7(clock, random);

interface Member extends Subscriber {
  readonly got: Delivery[];
  answer: (delivery: Delivery) => Outcome | Promise<Outcome>;
}

function member(name: string): Member {
  const one: Member = {
    name,
    batch: 10,
    got: [],
    answer: () => ({ kind: 'klaar' }),
    wants: () => true,
    async handle(deliveries) {
      one.got.push(...deliveries);
      return await Promise.all(deliveries.map((delivery) => one.answer(delivery)));
    },
  };
  return one;
}

let db: Database;
let outbox: Outbox;
let members: Member[];

beforeEach(async () => {
  db = await testDatabase([outboxMigrations]);
  members = [member('abonnement:a'), member('abonnement:b')];
  outbox = createOutbox({ db, clock, random, liveness: soleLiveness(random), onFault: () => undefined });
  outbox.subscribeFamily({ name: 'abonnementen', members: async () => members });
});

const publish = (about: string, body: unknown) =>
  db.transaction((tx) => outbox.publish(tx, [{ channel: 'zaken', kind: 'x', subject: about, body, trace: null }]));

async function drain(): Promise<void> {
  while ((await outbox.turn()) > 0);
}

const seqs = (one: Member): number[] => one.got.map(({ seq }) => seq);

describe('a token that a member waits for', () => {
  it('is completed by whoever has it: the lane goes on, and what the member writes is stored with it', async () => {
    const settled: Outcome[] = [];
    members[0]!.answer = ({ event }) => ({ kind: 'wacht', token: `ack-${event.subjectNr}` });
    Object.assign(members[0]!, {
      settle: async (_tx: unknown, some: { outcome: Outcome }[]) => void settled.push(...some.map((s) => s.outcome)),
    });
    const about = subject();
    await publish(about, 1);
    await publish(about, 2);
    await drain();
    expect(seqs(members[0]!)).toEqual([1]);
    const done = await db.transaction((tx) => outbox.complete(tx, new Map([['ack-1', { kind: 'klaar' }]])));
    await drain();
    expect([done, seqs(members[0]!), settled.map(({ kind }) => kind)]).toEqual([
      ['ack-1'],
      [1, 2],
      ['wacht', 'klaar', 'wacht'],
    ]);
  });
});

describe('a member that comes later', () => {
  it('gets what is told from then on, numbered from 1 without gaps', async () => {
    await publish(subject(), 1);
    await drain();
    members.push(member('abonnement:c'));
    await publish(subject(), 2);
    await publish(subject(), 3);
    await drain();
    expect(members.map(seqs)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2],
    ]);
  });
});

describe('a member that does not answer', () => {
  it('holds up no other, and has one batch under way', async () => {
    const [dead, alive] = members as [Member, Member];
    const gate = Promise.withResolvers<Outcome>();
    dead.answer = () => gate.promise;
    const seen = Promise.withResolvers<void>();
    alive.answer = ({ seq }) => {
      if (seq === 5) seen.resolve();
      return { kind: 'klaar' };
    };
    outbox.start();
    for (let i = 0; i < 5; i++) await publish(subject(), i);
    await seen.promise;
    expect(dead.got.length).toBeLessThanOrEqual(5);
    const first = dead.got.length;
    outbox.wake();
    await publish(subject(), 6);
    expect(dead.got).toHaveLength(first);
    gate.resolve({ kind: 'klaar' });
    await outbox.stop();
  });
});

describe('a replay from a number', () => {
  it('sends the same events with the same numbers again, in order per subject', async () => {
    const [one] = members as [Member];
    const [a, b] = [subject(), subject()];
    for (const [about, body] of [
      [a, 1],
      [b, 2],
      [a, 3],
      [b, 4],
    ] as const) {
      await publish(about, body);
    }
    await drain();
    const before = one.got.splice(0);
    expect(await db.transaction((tx) => replay(tx, one.name, 2, clock))).toBe(3);
    await drain();
    expect(seqs(one).sort()).toEqual([2, 3, 4]);
    const ids = new Map(before.map(({ seq, event }) => [seq, event.id]));
    for (const { seq, event } of one.got) expect(event.id).toBe(ids.get(seq));
    const ofB = one.got.filter(({ event }) => event.subject === b).map(({ seq }) => seq);
    expect(ofB).toEqual([2, 4]);
  });
  it('goes back to an earlier delivery of a subject whose later one waits to be tried again', async () => {
    const [one] = members as [Member];
    const about = subject();
    await publish(about, 1);
    await drain();
    one.answer = () => ({ kind: 'opnieuw', reason: 'weg', afterMs: 60_000 });
    await publish(about, 2);
    await drain();
    one.got.splice(0);
    one.answer = () => ({ kind: 'klaar' });
    expect(await db.transaction((tx) => replay(tx, one.name, 1, clock))).toBe(1);
    await drain();
    expect(seqs(one)).toEqual([1, 2]);
  });
});

describe('a member that goes', () => {
  it('leaves nothing open, and every delivery says why', async () => {
    const [one] = members as [Member];
    one.answer = () => ({ kind: 'opnieuw', reason: 'weg' });
    await publish(subject(), 1);
    await publish(subject(), 2);
    await drain();
    members.shift();
    expect(await db.transaction((tx) => retire(tx, one.name, 'vervallen', 'opgezegd', clock))).toBe(2);
    const rows = await db.query(sql`select distinct state, reason from outbox.delivery where subscriber = ${one.name}`);
    expect(rows).toEqual([{ state: 'vervallen', reason: 'opgezegd' }]);
    expect(await db.query(sql`select 1 as ok from outbox.lane where subscriber = ${one.name}`)).toEqual([]);
    await publish(subject(), 3);
    await drain();
    expect(members.map(seqs)).toEqual([[1, 2, 3]]);
  });
});
