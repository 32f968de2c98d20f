/** The fence around a claim: what a worker that comes too late can still do (RS-F20). The seeded simulation found these. */
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../db/database.testhulp.ts';
import { type Database, sql } from '../db/index.ts';
import { fixedClock, seededRandom, uuidv7 } from '../time/index.ts';
import { writeEvents } from './event.ts';
import { type Outcome, outboxMigrations, type Subscriber } from './index.ts';
import { type Claim, claim, completeTokens, reap, release, settleClaims } from './lanes.ts';
import { relayOnce } from './relay.ts';

const random = seededRandom(7);
const clock = fixedClock(new Date('2026-11-02T08:00:00Z'));
const klaar: Outcome = { kind: 'klaar' };
const LATE = 1;
const OTHER = 2;

let db: Database;
let settled: string[];
let post: Subscriber;

beforeEach(async () => {
  db = await testDatabase([outboxMigrations]);
  settled = [];
  post = {
    name: 'post',
    batch: 10,
    wants: () => true,
    handle: async (all) => all.map(() => klaar),
    settle: async (_tx, all) => void settled.push(...all.map((s) => String(s.delivery.event.body))),
  };
});

async function publishAndRelay(subject: string, body: string): Promise<void> {
  const event = { channel: 'zaken', kind: 'status.create', subject, body, trace: null };
  await db.transaction((tx) => writeEvents(tx, [event], clock, random));
  await relayOnce(db, [post], clock);
}

async function claimOne(worker: number): Promise<Claim> {
  const [one] = await claim(db, 'post', clock, { limit: 1, worker, deadlineMs: 65_000 });
  return one!;
}

const store = (one: Claim, outcome: Outcome): Promise<number> =>
  settleClaims(db, post, [{ claim: one, outcome }], clock, random);

/** A worker that fell asleep with a claim; meanwhile the lane ran empty, came back, and is claimed by another. */
async function lateAndOther(): Promise<{ late: Claim; other: Claim }> {
  const zaak = uuidv7(clock, random);
  await publishAndRelay(zaak, 'eerste');
  const late = await claimOne(LATE);
  await reap(db, [OTHER], clock);
  await store(await claimOne(OTHER), klaar);
  expect(await db.query(sql`select * from outbox.lane`)).toEqual([]);
  await publishAndRelay(zaak, 'tweede');
  return { late, other: await claimOne(OTHER) };
}

describe('a worker that wakes up after its lane ran empty and came back', () => {
  it('stores nothing, and what the other does counts', async () => {
    const { late, other } = await lateAndOther();
    expect(await store(late, klaar)).toBe(0);
    expect(settled).toEqual(['eerste']);
    expect(await store(other, klaar)).toBe(1);
    expect(settled).toEqual(['eerste', 'tweede']);
  });
  it('gives back nothing, so no third worker gets what the other has in hand', async () => {
    const { late } = await lateAndOther();
    await release(db, 'post', [late], clock, 0);
    expect(await claim(db, 'post', clock, { limit: 1, worker: 3, deadlineMs: 65_000 })).toEqual([]);
  });
});

describe('a token', () => {
  it('of a subscriber that this process does not know is refused aloud, and stays waited for', async () => {
    await publishAndRelay(uuidv7(clock, random), 'eerste');
    await store(await claimOne(OTHER), { kind: 'wacht', token: 'ack-1' });
    const complete = (known: readonly Subscriber[]) =>
      db.transaction((tx) => completeTokens(tx, known, new Map([['ack-1', klaar]]), clock, random));
    await expect(complete([])).rejects.toThrow('post');
    expect(settled).toEqual(['eerste']);
    expect(await complete([post])).toEqual(['ack-1']);
    expect(settled).toEqual(['eerste', 'eerste']);
  });
});
