/** Processes that die, hang or work side by side, and results that nobody can take in: what the other side sees, and what is told (RS-F05 to F10, I5). */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { soleLiveness } from '../../platform/outbox/index.ts';
import { seededRandom } from '../../platform/time/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { claimKanaal } from './kanaal.ts';
import { GEEN_VERBINDING, OK } from './nepnet.testhulp.ts';
import { bevestiging, MINUUT, SECONDE, START, UUR } from './partner.testhulp.ts';
import { laatVerlopen } from './verlopen.ts';
import { createVerzender, type VerzendContext } from './verzenden.ts';

let db: Database;
let w: Wereld;
let p: Proces;

beforeAll(async () => {
  db = await proefDatabase();
});
beforeEach(async () => {
  w = await wereld(db);
  p = w.proces(1);
});
afterEach(() => w.sluit());

/** What a sender needs, without a handler around it. */
const los = (): VerzendContext => ({
  db: w.db,
  weg: { onder: () => w.net },
  objecten: { lees: () => expect.unreachable() },
  clock: w.clock,
  random: seededRandom(1),
  liveness: soleLiveness(seededRandom(1)),
  parallel: 1,
  tempo: { ruimte: async (_cpaId, most) => most, neem: () => undefined },
  opResultaat: async () => undefined,
  tel: () => undefined,
  omgeving: 'productie',
  onFault: (what, error) => {
    throw new Error(what, { cause: error });
  },
});

const ids = (): string[] => w.net.berichten().map((g) => g.messageId);
const verzonden = (some: readonly string[]): unknown => some.map((messageId) => ({ soort: 'verzonden', messageId }));

describe('a process that dies', () => {
  it('between storing and sending leaves the message to the next one, the same octets', async () => {
    const [messageId] = await w.bewaar(p, 1);
    const [stored] = await w.db.query<{ inhoud: Uint8Array }>(sql`select inhoud from digikoppeling.bericht`);
    p.sterft();
    const next = w.proces(2);
    await w.rond(next);
    expect(ids()).toEqual([messageId]);
    expect(w.net.berichten()[0]!.body.equals(Buffer.from(stored!.inhoud))).toBe(true);
  });

  it('after the other side took some of a batch in, before that is stored: the same octets go again in the same order', async () => {
    const all = await w.bewaar(p, 5);
    w.net.antwoordt(({ messageId }) => {
      if (messageId === all[2]) p.sterft();
      return OK;
    });
    expect(await Promise.race([p.dk.turn(), p.overleden])).toBe('dood');
    expect(w.verteld).toEqual([]);
    const next = w.proces(2);
    await w.rond(next);
    expect(ids()).toEqual([...all.slice(0, 3), ...all]);
    const octets = new Map<string, Set<string>>();
    for (const g of w.net.berichten())
      octets.set(g.messageId, (octets.get(g.messageId) ?? new Set()).add(g.body.toString('base64')));
    expect([...octets.values()].map((set) => set.size)).toEqual([1, 1, 1, 1, 1]);
    expect(w.verteld).toEqual(verzonden(all));
  });

  it('while the other side is slow sends again what it sent in the last seconds, and no whole batch', async () => {
    const all = await w.bewaar(p, 25);
    w.net.antwoordt(({ messageId }) => {
      w.clock.set(new Date(w.clock.now().getTime() + 400));
      if (messageId === all[14]) p.sterft();
      return OK;
    });
    expect(await Promise.race([p.dk.turn(), p.overleden])).toBe('dood');
    expect(w.verteld.length).toBeGreaterThanOrEqual(9);
    await w.rond(w.proces(2));
    expect(ids().length - all.length).toBeLessThanOrEqual(6);
    expect([...new Set(ids())]).toEqual(all);
    expect(w.verteld).toEqual(verzonden(all));
  });

  it('and of which the claim still stands does not hold the kanaal: the next one has it at once', async () => {
    await w.bewaar(p, 1);
    w.net.antwoordt(() => {
      p.sterft();
      return OK;
    });
    expect(await Promise.race([p.dk.turn(), p.overleden])).toBe('dood');
    expect((await w.kanaal()).worker).toBe(1);
    w.net.antwoordt(OK);
    const next = w.proces(2);
    expect(await next.dk.turn()).toBe(1);
    expect((await w.kanaal()).worker).toBeNull();
  });

  it('with acknowledgments not yet stored has answered nothing, and the copies count later (RS-F09)', async () => {
    await w.bewaar(p, 1);
    await w.rond(p);
    const ack = bevestiging(w.net.berichten()[0]!);
    w.luistert(async () => p.sterft());
    expect(await Promise.race([p.post(ack), p.overleden])).toBe('dood');
    expect((await w.berichten())[0]).toMatchObject({ staat: 'verzonden' });
    w.luistert(async () => undefined);
    const next = w.proces(2);
    expect((await next.post(ack)).status).toBe(204);
    expect(w.verteld.map((r) => r.soort)).toEqual(['verzonden', 'bevestigd']);
  });
});

describe('a database that goes away', () => {
  it('after the other side took messages in: nothing is told, and the same octets go again when it is back', async () => {
    const all = await w.bewaar(p, 3);
    w.net.antwoordt(({ messageId }) => {
      if (messageId === all[1]) p.databaseWeg(true);
      return OK;
    });
    await expect(p.dk.turn()).rejects.toThrow(/unavailable/);
    expect(w.verteld).toEqual([]);
    expect((await w.berichten()).map((b) => b.staat)).toEqual(['te_verzenden', 'te_verzenden', 'te_verzenden']);
    w.net.antwoordt(OK);
    p.databaseWeg(false);
    await w.rond(p);
    expect(ids()).toEqual([...all, ...all]);
    expect(w.verteld).toEqual(verzonden(all));
  });
});

describe('two processes that live', () => {
  it('do not send on one kanaal at once', async () => {
    const other = w.proces(2);
    let inBetween = 0;
    w.net.antwoordt(async () => {
      inBetween += await other.dk.turn();
      return OK;
    });
    const all = await w.bewaar(p, 30);
    await w.rond(p);
    expect(inBetween).toBe(0);
    expect(ids()).toEqual(all);
    // Once it is free the other may have it.
    const [next] = await w.bewaar(p, 1);
    await w.rond(other);
    expect(ids().at(-1)).toBe(next);
  });

  it('each see that the other side is away: there is one line of probes, not two', async () => {
    const other = w.proces(2);
    w.net.antwoordt(GEEN_VERBINDING);
    await w.bewaar(p, 3);
    await p.dk.turn();
    await other.dk.turn();
    expect(ids()).toHaveLength(1);
    w.clock.advance(1.25 * SECONDE);
    await other.dk.turn();
    await p.dk.turn();
    expect(ids()).toHaveLength(2);
  });

  it('share what they store: the order is that of storing, whoever stored it', async () => {
    const other = w.proces(2);
    const [a] = await w.bewaar(p, 1);
    const [b] = await w.bewaar(other, 1);
    const [c] = await w.bewaar(p, 1);
    await w.rond(other);
    expect(ids()).toEqual([a, b, c]);
  });
});

describe('a process that hangs past its claim and wakes up', () => {
  it('stores nothing and tells nothing; what the other stored stands, and it lets the other go on', async () => {
    const all = await w.bewaar(p, 3);
    const other = w.proces(2);
    const wakes = Promise.withResolvers<typeof OK>();
    const hangs = Promise.withResolvers<void>();
    w.net.antwoordt(({ messageId }) => {
      if (messageId !== all[0]) return OK;
      hangs.resolve();
      return wakes.promise;
    });
    const zombie = p.dk.turn();
    await hangs.promise;
    w.clock.advance(89 * SECONDE);
    expect(await other.dk.turn()).toBe(0);
    w.clock.advance(2 * SECONDE);
    // The other has it now, and hangs itself in the middle of the same message when the zombie wakes up.
    const otherHangs = Promise.withResolvers<void>();
    const otherWakes = Promise.withResolvers<typeof OK>();
    w.net.antwoordt(({ messageId }) => {
      if (messageId !== all[0]) return OK;
      otherHangs.resolve();
      return otherWakes.promise;
    });
    const turn = other.dk.turn();
    await otherHangs.promise;
    wakes.resolve(OK);
    await zombie;
    expect(w.verteld).toEqual([]);
    expect((await w.berichten()).map((b) => b.staat)).toEqual(['te_verzenden', 'te_verzenden', 'te_verzenden']);
    expect((await w.kanaal()).worker).toBe(2);
    otherWakes.resolve(OK);
    await turn;
    expect(w.verteld).toEqual(verzonden(all));
    expect((await w.berichten()).map((b) => b.verzonden_keer)).toEqual([1, 1, 1]);
  });

  it('ends no messages as expired either', async () => {
    await w.bewaar(p, 1);
    w.clock.set(new Date(START.getTime() + 28 * UUR));
    const told: unknown[] = [];
    const context = { ...los(), opResultaat: async (_tx: unknown, resultaten: unknown) => void told.push(resultaten) };
    const taken = await claimKanaal(w.db, w.cpa.id, 1, [1, 2], w.clock);
    w.clock.advance(91 * SECONDE);
    expect(await claimKanaal(w.db, w.cpa.id, 2, [1, 2], w.clock)).not.toBeNull();
    expect(await laatVerlopen(context, taken!.claim)).toEqual({ aantal: 0, kwijt: true });
    expect(told).toEqual([]);
    expect((await w.berichten())[0]).toMatchObject({ staat: 'te_verzenden' });
  });
});

describe('a process whose proof of life was renewed', () => {
  it('claims under the new key: under the old one the kanaal would be anybody’s', async () => {
    let key = 7;
    const seen: unknown[] = [];
    w.net.antwoordt(async () => {
      seen.push((await w.kanaal()).worker);
      return OK;
    });
    const verzender = createVerzender({
      ...los(),
      liveness: {
        key: () => key,
        alive: async () => {
          key = 8;
          return [8];
        },
        close: async () => undefined,
      },
    });
    await w.bewaar(p, 1);
    expect(await verzender.turn()).toBe(1);
    expect(seen).toEqual([8]);
  });
});

describe('what an older version stored', () => {
  it('without party and without end is sent, and acknowledged by whoever the CPA allows', async () => {
    const [messageId] = await w.bewaar(p, 1);
    await w.db.query(sql`update digikoppeling.bericht set van_partij = null, verloopt = null`);
    await w.rond(p);
    await p.post(bevestiging(w.net.berichten()[0]!));
    expect(w.verteld.map((r) => [r.soort, r.messageId])).toEqual([
      ['verzonden', messageId],
      ['bevestigd', messageId],
    ]);
  });
});

describe('a listener that cannot take in what is told about sent messages', () => {
  it('so nothing of that message is stored; it is sent again later, the same octets, and told then', async () => {
    w.luistert(async () => {
      throw new Error('nog niet');
    });
    const [messageId] = await w.bewaar(p, 1);
    await p.dk.turn();
    expect(w.verteld).toEqual([]);
    expect((await w.berichten())[0]).toMatchObject({ staat: 'te_verzenden', verzonden_keer: 0, vertrokken: true });
    expect(w.log.filter((l) => l.niveau === 'error')).toHaveLength(1);
    // It is not sent over and over: the other side must not pay for our trouble.
    for (let i = 0; i < 5; i++) await p.dk.turn();
    expect(ids()).toHaveLength(1);
    w.luistert(async () => undefined);
    await w.wacht(p, MINUUT);
    expect(ids()).toEqual([messageId, messageId]);
    expect(w.net.berichten()[1]!.body.equals(w.net.berichten()[0]!.body)).toBe(true);
    expect(w.verteld).toEqual(verzonden([messageId!]));
  });

  it('of one message does not hold up the others of its batch', async () => {
    const all = await w.bewaar(p, 5);
    w.luistert(async (_tx, resultaten) => {
      if (resultaten.some((r) => r.messageId === all[2])) throw new Error('dit nooit');
    });
    await w.rond(p);
    expect(w.verteld.map((r) => r.messageId)).toEqual(all.filter((id) => id !== all[2]));
    const more = await w.bewaar(p, 3);
    await w.rond(p);
    expect(w.verteld.slice(4)).toEqual(verzonden(more));
    expect(new Set(ids()).size).toBe(8);
    expect(ids()).toHaveLength(8);
  });

  it('writes in the same transaction: what it wrote before it threw is gone', async () => {
    const [messageId] = await w.bewaar(p, 1);
    w.luistert(async (tx) => {
      await tx.query(
        sql`update digikoppeling.bericht set conversation_id = 'geschreven' where message_id = ${messageId}`,
      );
      throw new Error('toch niet');
    });
    await p.dk.turn();
    const read = sql`select conversation_id from digikoppeling.bericht where message_id = ${messageId}`;
    expect(await w.db.query(read)).toEqual([{ conversation_id: `gesprek-${messageId}` }]);
    w.luistert(async (tx) => {
      await tx.query(
        sql`update digikoppeling.bericht set conversation_id = 'geschreven' where message_id = ${messageId}`,
      );
    });
    await w.wacht(p, MINUUT);
    expect(await w.db.query(read)).toEqual([{ conversation_id: 'geschreven' }]);
  });

  it('of an expired message does not keep others from expiring or from being sent, and hears it later', async () => {
    const old = await w.bewaar(p, 3);
    await w.rond(p);
    w.verteld.length = 0;
    w.luistert(async (_tx, resultaten) => {
      if (resultaten.some((r) => r.soort === 'verlopen' && r.messageId === old[1])) throw new Error('nog niet');
    });
    w.clock.set(new Date(START.getTime() + 28 * UUR));
    const [fresh] = await w.bewaar(p, 1);
    await w.rond(p);
    expect(w.verteld.map((r) => [r.soort, r.messageId])).toEqual([
      ['verlopen', old[0]],
      ['verlopen', old[2]],
      ['verzonden', fresh],
    ]);
    expect(ids().filter((id) => id === old[1])).toHaveLength(1);
    w.luistert(async () => undefined);
    await w.wacht(p, 28 * UUR + MINUUT);
    expect(w.verteld.slice(3).map((r) => [r.soort, r.messageId])).toEqual([['verlopen', old[1]]]);
  });
});
