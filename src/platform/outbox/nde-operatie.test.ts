/**
 * One small life of the outbox, broken at every database operation in turn: at the first, the second, ... until a run
 * is long enough to stay whole. Begin, commit and rollback are operations too.
 *
 * Death: the operation and all later ones never answer, so nothing of that process runs any further; another goes on.
 * Failure: the operation gives an error and the process lives, so its own recovery runs.
 * Each before the operation (nothing was done) and after it (done, the answer lost; for a commit: stored or not, who
 * knows). Death before operation n+1 is death after operation n, but for what went over the network in between.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable, type PgliteConnection, pgliteDatabase, sql } from '../db/index.ts';
import { fixedClock, seededRandom } from '../time/index.ts';
import { breakableLink, type Fault } from './faults.testhulp.ts';
import { createOutbox, type Delivery, type Outbox, type Outcome, type Subscriber } from './index.ts';
import { type Gebeurtenis, violations } from './model.testhulp.ts';
import { createOntvanger, type Ontvanger } from './ontvanger.testhulp.ts';
import { openTestbed } from './pglite.testhulp.ts';
import { postSubscriber, takeDue, wipe } from './post.testhulp.ts';

const SUBJECTS = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const;
/** Three events of each of two subjects, in turn. */
const EVENTS: readonly Gebeurtenis[] = [1, 2, 3].flatMap((nr) =>
  SUBJECTS.map((subject) => ({ subject, label: `${subject.slice(-1)}${nr}` })),
);
/** A life has some 150 operations; one that needs more than this does not end. */
const MAX_OPERATIONS = 600;
const MAX_ROUNDS = 60;

let shared: PgliteConnection;
let plain: Database;

beforeAll(async () => {
  const bed = await openTestbed();
  shared = bed.shared;
  plain = bed.db;
});

interface Life {
  readonly ontvanger: Ontvanger;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly random: ReturnType<typeof seededRandom>;
  processes: number;
}

const newLife = (): Life => ({
  ontvanger: createOntvanger(),
  clock: fixedClock(new Date('2026-11-02T08:00:00Z')),
  random: seededRandom(42),
  processes: 0,
});

/** One event is refused once, with an outcome that says: again. */
const againOnce = ({ attempts, event }: Delivery): Outcome | null =>
  attempts === 0 && (event.body as { label: string }).label === 'b2' ? { kind: 'opnieuw', reason: 'even niet' } : null;

type Variant = (sound: Subscriber, db: Database) => Subscriber;
const sound: Variant = (subscriber) => subscriber;

/** The planted mistake: what belongs to an outcome is written after the outcome, in a transaction of its own. */
const confirmsBeforeStoring: Variant = (subscriber, db) => ({
  ...subscriber,
  settle: async (tx, settled) => {
    tx.afterCommit(() => {
      db.transaction((own) => subscriber.settle!(own, settled)).catch(() => undefined);
    });
  },
});

function subscriberOf({ clock, random }: Life): Subscriber {
  return postSubscriber({ name: 'post', batch: 2, clock, random, answer: againOnce });
}

/** A new process on the database, which works until all is done. It takes up whatever an earlier one left. */
async function work(life: Life, db: Database, variant: Variant): Promise<void> {
  const key = ++life.processes;
  const outbox = createOutbox({
    db,
    clock: life.clock,
    random: life.random,
    liveness: { key: () => key, alive: async () => [key], close: async () => undefined },
    onFault: () => undefined,
  });
  outbox.subscribe(variant(subscriberOf(life), db));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const done = await oneRound(life, db, outbox).catch((error: unknown) => {
      if (error instanceof DatabaseUnavailable) return false;
      throw error;
    });
    if (done) return;
    life.clock.advance(2_000);
  }
  throw new Error(`not done after ${MAX_ROUNDS} rounds`);
}

/** Everything once; true when nothing was left to do. */
async function oneRound(life: Life, db: Database, outbox: Outbox): Promise<boolean> {
  await publishNext(db, outbox);
  const handled = await outbox.turn();
  const due = await takeDue(db, life.clock, 10, 5_000);
  for (const message of due) {
    life.ontvanger.receive(message);
    await db.transaction((tx) => outbox.complete(tx, new Map([[message.id, { kind: 'klaar' }]])));
  }
  const [left] = await db.query<{ n: number }>(sql`
    select ${EVENTS.length}::int - (select count(*) from proef.zaakstatus)
      + (select count(*) from outbox.fresh) + (select count(*) from outbox.lane) as n`);
  return handled === 0 && due.length === 0 && left!.n === 0;
}

/** Writes the next two events that are not there yet: a client that lost its answer looks before it writes again. */
async function publishNext(db: Database, outbox: Outbox): Promise<void> {
  const rows = await db.query<{ label: string }>(sql`select label from proef.zaakstatus`);
  const next = EVENTS.filter(({ label }) => !rows.some((row) => row.label === label)).slice(0, 2);
  if (next.length === 0) return;
  await db.transaction(async (tx) => {
    await outbox.publish(
      tx,
      next.map(({ subject, label }) => ({
        channel: 'zaken',
        kind: 'status.create',
        subject,
        body: { label },
        trace: null,
      })),
    );
    await tx.query(sql`insert into proef.zaakstatus select * from unnest(${next.map((e) => e.label)}::text[])`);
  });
}

/** One life with one fault. Gives what was wrong at the end, or null when the life was over before the fault came. */
async function liveWith(fault: Fault, variant = sound): Promise<string[] | null> {
  await plain.query(wipe);
  const life = newLife();
  const link = breakableLink(shared);
  link.arm(fault);
  const end = await Promise.race([work(life, pgliteDatabase(link), variant), link.death]);
  await link.bury();
  if (end === 'death') await work(life, pgliteDatabase(breakableLink(shared)), variant);
  else if (!link.struck()) return null;
  return await violations(plain, [subscriberOf(life)], {
    committed: EVENTS,
    given: new Set(),
    ontvanger: life.ontvanger,
    senders: new Set(['post']),
  });
}

describe('whatever breaks at any one database operation, nothing is lost, doubled or out of order', () => {
  const cases: readonly Omit<Fault, 'at'>[] = [
    { how: 'death', when: 'before' },
    { how: 'death', when: 'after' },
    { how: 'error', when: 'before' },
    { how: 'error', when: 'after' },
  ];
  for (const one of cases) {
    it(`${one.how} ${one.when} operation n, for every n`, { timeout: 120_000 }, async () => {
      let n = 1;
      for (; n <= MAX_OPERATIONS; n++) {
        const found = await liveWith({ ...one, at: n });
        if (found === null) break;
        expect(found, `${one.how} ${one.when} operation ${n}`).toEqual([]);
      }
      // Each event is written, relayed, claimed, stored, sent and acknowledged: some 20 operations.
      expect(n).toBeGreaterThan(100);
      expect(n).toBeLessThan(MAX_OPERATIONS);
    });
  }

  it('and this loop would see it: a subscriber that confirms before it stores is caught', async () => {
    const found: string[] = [];
    for (let n = 1; n <= MAX_OPERATIONS && found.length === 0; n++) {
      const one = await liveWith({ how: 'death', when: 'before', at: n }, confirmsBeforeStoring).catch((e: unknown) => [
        String(e),
      ]);
      if (one === null) break;
      found.push(...one);
    }
    expect(found.join()).toMatch(/not done after|outcomes stored, 0 effects/);
  });
});
