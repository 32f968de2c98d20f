/** What only real, concurrent connections can show. PGlite has one session, so this runs on PostgreSQL alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, leaveTransaction, openPostgres, raw, sql } from '../db/index.ts';
import { fixedClock, seededRandom, systemRandom, uuidv7 } from '../time/index.ts';
import { writeEvents } from './event.ts';
import { type NewEvent, type Outcome, postgresLiveness, type Subscriber } from './index.ts';
import { type Claim, claim, completeTokens, reap, settleClaims } from './lanes.ts';
import { wipe, writeLedger } from './post.testhulp.ts';
import {
  holding,
  type OwnDatabase,
  ownDatabase,
  silenceableUrl,
  TEST_DATABASE_URL,
  untilBlocked,
  WHY_SKIPPED,
} from './postgres.testhulp.ts';
import { relayOnce } from './relay.ts';

const random = seededRandom(11);
const clock = fixedClock(new Date('2026-11-02T08:00:00Z'));
const klaar: Outcome = { kind: 'klaar' };

const post: Subscriber = {
  name: 'post',
  batch: 10,
  wants: () => true,
  handle: async (all) => all.map(() => klaar),
  settle: (tx, all) => writeLedger(tx, all),
};

describe.skipIf(!TEST_DATABASE_URL)(`the outbox on PostgreSQL${WHY_SKIPPED}`, () => {
  let own: OwnDatabase;
  let db: Database;
  beforeAll(async () => {
    own = await ownDatabase();
    db = own.db;
  });
  afterAll(() => own.drop());
  beforeEach(async () => {
    await db.query(wipe);
  });

  const event = (subject: string, label: string): NewEvent => ({
    channel: 'zaken',
    kind: 'status.create',
    subject,
    body: { label },
    trace: null,
  });
  const publish = (...events: NewEvent[]): Promise<unknown> =>
    db.transaction((tx) => writeEvents(tx, events, clock, random));
  const claimAt = (on: Database, limit: number, worker = 1): Promise<readonly Claim[]> =>
    claim(on, 'post', clock, { limit, worker, deadlineMs: 65_000 });
  const ledger = async (): Promise<string[]> =>
    (await db.query<{ row: string }>(sql`select label || ' ' || outcome as row from proef.grootboek order by nr`)).map(
      (r) => r.row,
    );

  /** Publishes one event for each label, each in a subject of its own, and relays them. */
  async function lanes(...labels: string[]): Promise<void> {
    await publish(...labels.map((label) => event(uuidv7(clock, random), label)));
    await relayOnce(db, [post], clock);
  }

  describe('claiming', () => {
    it('by two sessions takes different lanes, also while the first holds its transaction open', async () => {
      await lanes('a', 'b', 'c', 'd');
      await db.transaction(async (tx) => {
        const first = await claimAt({ ...db, query: (statement) => tx.query(statement) }, 2);
        const second = await leaveTransaction(() => claimAt(db, 10, 2));
        const labels = [...first, ...second].map((c) => (c.delivery.event.body as { label: string }).label);
        expect(first).toHaveLength(2);
        expect(second).toHaveLength(2);
        expect(new Set(labels)).toEqual(new Set(['a', 'b', 'c', 'd']));
      });
    });
    it('never takes a lane whose head it cannot see: no lane is busy without a worker that knows', async () => {
      const zaak = uuidv7(clock, random);
      await publish(event(zaak, 'a'));
      await relayOnce(db, [post], clock);
      // A claim that is held up after its snapshot was taken, and before it takes rows: a trigger waits for our lock.
      await db.script(`
        create function proef.wacht() returns trigger language plpgsql as $$ begin
          if current_setting('proef.traag', true) = 'ja' then perform pg_advisory_xact_lock(77); end if;
          return null; end $$;
        create trigger traag before update on outbox.lane for each statement execute function proef.wacht();`);
      const slowUrl = new URL(own.url);
      slowUrl.searchParams.set('options', '-c TimeZone=UTC -c proef.traag=ja');
      const slow = await openPostgres({ url: slowUrl.href, max: 1 });
      try {
        const lock = holding(db);
        const locked = lock.db.transaction((tx) => tx.query(raw('select pg_advisory_xact_lock(77)')));
        await lock.held;
        const late = claimAt(slow, 10, 2);
        await untilBlocked(db, 'update outbox.lane');
        // Meanwhile the lane goes on to a delivery that did not exist at the time of that snapshot.
        const [one] = await claimAt(db, 10);
        await publish(event(zaak, 'b'));
        await relayOnce(db, [post], clock);
        await settleClaims(db, post, [{ claim: one!, outcome: klaar }], clock, random);
        lock.letGo();
        await locked;
        const claims = await late;
        const busy = await db.query(sql`select 1 from outbox.lane where state = 'busy'`);
        expect(claims).toHaveLength(busy.length);
        expect(await claimAt(db, 10)).toHaveLength(1);
      } finally {
        await slow.close();
        await db.script('drop trigger traag on outbox.lane; drop function proef.wacht()');
      }
    });
  });

  describe('a worker that comes too late', () => {
    it('waits for the reaper that is taking its claim away, and then writes nothing (RS-F20)', async () => {
      await lanes('a');
      const second = await openPostgres({ url: own.url, max: 2 });
      try {
        const [late] = await claimAt(db, 1, 1);
        const hold = holding(second);
        const reaping = hold.db.transaction((tx) =>
          reap({ ...second, query: (statement) => tx.query(statement) }, [2], clock),
        );
        await hold.held;
        const eind: Outcome = { kind: 'eind', state: 'fout', reason: 'te laat' };
        const tooLate = settleClaims(db, post, [{ claim: late!, outcome: eind }], clock, random);
        await untilBlocked(second, 'select subject, ctid');
        hold.letGo();
        expect(await reaping).toBe(1);
        expect(await tooLate).toBe(0);
        const [taken] = await claimAt(second, 1, 2);
        expect(await settleClaims(second, post, [{ claim: taken!, outcome: klaar }], clock, random)).toBe(1);
        expect(await ledger()).toEqual(['a klaar']);
      } finally {
        await second.close();
      }
    });
  });

  describe('a token', () => {
    it('that two processes complete at once is completed once, also when the lane waits on afterwards', async () => {
      await lanes('a');
      const [one] = await claimAt(db, 1);
      await settleClaims(db, post, [{ claim: one!, outcome: { kind: 'wacht', token: 'ack' } }], clock, random);
      // An error from the receiver: the lane goes on waiting, for an operator now.
      const error: Outcome = { kind: 'wacht', token: 'beheer', reason: 'fout van ontvanger' };
      const complete = (on: Database): Promise<readonly string[]> =>
        on.transaction((tx) => completeTokens(tx, [post], new Map([['ack', error]]), clock, random));
      const hold = holding(db);
      const first = complete(hold.db);
      await hold.held;
      const second = complete(db);
      await untilBlocked(db, 'for update of');
      hold.letGo();
      expect(await first).toEqual(['ack']);
      expect(await second).toEqual([]);
      expect(await ledger()).toEqual(['a wacht', 'a wacht']);
    });
  });

  describe('the relay', () => {
    it('runs once at a time: a second one does nothing and waits for nothing (RS-F19)', async () => {
      await publish(event(uuidv7(clock, random), 'a'));
      const hold = holding(db);
      const first = relayOnce(hold.db, [post], clock);
      await hold.held;
      expect(await relayOnce(db, [post], clock)).toBe(0);
      hold.letGo();
      expect(await first).toBe(1);
    });
    it('that dies leaves everything to the next one, in order and without gaps', async () => {
      const zaak = uuidv7(clock, random);
      await publish(event(zaak, 'a'));
      const hold = holding(db);
      const first = relayOnce(hold.db, [post], clock);
      await hold.held;
      await publish(event(zaak, 'b'));
      hold.letGo(new Error('gone'));
      await expect(first).rejects.toThrow('gone');
      expect(await relayOnce(db, [post], clock)).toBe(2);
      const rows = await db.query(sql`
        select d.seq, e.body ->> 'label' as label from outbox.delivery d
        join outbox.event e on e.nr = d.event_nr order by d.seq`);
      expect(rows).toEqual([
        { seq: 1, label: 'a' },
        { seq: 2, label: 'b' },
      ]);
    });
  });

  describe('liveness', () => {
    it('ends with its connection: the lane is free at once, and the process goes on under a new key', async () => {
      await lanes('a');
      const victim = await postgresLiveness(own.url, systemRandom);
      const other = await postgresLiveness(own.url, systemRandom);
      try {
        const before = victim.key();
        expect(await other.alive()).toEqual(expect.arrayContaining([before, other.key()]));
        await claimAt(db, 1, before);
        expect(await reap(db, await other.alive(), clock)).toBe(0);
        await db.query(sql`
          select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and ((classid::bigint << 32) | objid::bigint) = ${before}`);
        await expect.poll(() => other.alive()).not.toContain(before);
        expect(await reap(db, await other.alive(), clock)).toBe(1);
        await expect
          .poll(async () => (await victim.alive().catch((): readonly number[] => [])).includes(victim.key()))
          .toBe(true);
        expect(victim.key()).not.toBe(before);
        expect(await other.alive()).toContain(victim.key());
      } finally {
        await victim.close();
        await other.close();
      }
    });
    it('does not hang on a connection that fell silent: it fails, and goes on over a new one', async () => {
      const way = await silenceableUrl(own.url);
      const liveness = await postgresLiveness(way.url, systemRandom);
      try {
        const before = liveness.key();
        way.silence();
        await expect(liveness.alive()).rejects.toThrow('timeout');
        expect(await liveness.alive()).toContain(liveness.key());
        expect(liveness.key()).not.toBe(before);
      } finally {
        await liveness.close();
        await way.close();
      }
    });
    it('once closed says nothing rather than that nobody lives: that would free every lane', async () => {
      const closed = await postgresLiveness(own.url, systemRandom);
      await closed.close();
      await expect(closed.alive()).rejects.toThrow('closed');
    });
  });

  describe('the reaper', () => {
    it('frees more lanes than any page holds, in one turn (RS-F23)', async () => {
      await db.query(
        raw(`
        insert into outbox.lane (subscriber, subject, head, state, next_at, epoch, worker, deadline)
        select 'post', gen_random_uuid(), n, 'busy', now(), 1, 99, now() from generate_series(1, 10000) n`),
      );
      expect(await reap(db, [1], clock)).toBe(10_000);
      expect(await db.query(sql`select 1 from outbox.lane where state <> 'ready'`)).toEqual([]);
    });
  });
});
