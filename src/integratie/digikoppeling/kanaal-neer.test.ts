/** What the other side sees of us while it is away or in trouble, and how soon the others get through after it (RS-F26 to F29, F36). */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { NetFault } from '../../platform/net/index.ts';
import { soapFault } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { type Antwoord, GEEN_VERBINDING, type Gezien, HALF_OPEN, OK } from './nepnet.testhulp.ts';
import { bevestiging, MINUUT, SECONDE, START, UUR } from './partner.testhulp.ts';

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

/** Jumps to the moment at which the kanaal may go on, and takes a turn. */
async function volgendeProbe(): Promise<void> {
  const { volgende } = await w.kanaal();
  if (Number.isFinite(volgende)) w.clock.set(new Date(Math.max(START.getTime() + volgende, w.clock.now().getTime())));
  await p.dk.turn();
}

const ids = (requests: readonly Gezien[]): string[] => requests.map((g) => g.messageId);
const stand = async (): Promise<string[]> => (await w.berichten()).map((b) => b.staat);

/** The wait in ms before attempt n, by the schedule: 1 s, 2 s, 4 s, ... 5 minutes. */
const schema = (n: number): number => Math.min(SECONDE * 2 ** n, 5 * MINUUT);

describe.each<[string, Antwoord, { vertrokken: boolean; reden: string }]>([
  ['refuses connections', GEEN_VERBINDING, { vertrokken: false, reden: 'geen verbinding (ECONNREFUSED)' }],
  ['accepts and never answers', HALF_OPEN, { vertrokken: true, reden: 'geen antwoord binnen 30 s' }],
  ['answers 503', { status: 503 }, { vertrokken: true, reden: 'HTTP 503' }],
  ['answers 429', { status: 429 }, { vertrokken: true, reden: 'HTTP 429' }],
  ['hides behind a gateway that answers 502', { status: 502 }, { vertrokken: true, reden: 'HTTP 502' }],
  ['hides behind a gateway that answers 504', { status: 504 }, { vertrokken: true, reden: 'HTTP 504' }],
])('the other side %s', (_what, fault, { vertrokken, reden }) => {
  beforeEach(() => w.net.antwoordt(fault));

  it('so the line stops at the first message, and nobody is told of anything', async () => {
    const [first] = await w.bewaar(p, 5);
    await w.rond(p);
    expect(ids(w.net.berichten())).toEqual([first]);
    expect(w.verteld).toEqual([]);
    expect(await w.kanaal()).toMatchObject({ neer: true, neer_reden: reden, worker: null });
    const [one, ...others] = await w.berichten();
    expect(one).toMatchObject({ staat: 'te_verzenden', vertrokken, fout: reden });
    for (const other of others) expect(other).toMatchObject({ staat: 'te_verzenden', vertrokken: false, fout: null });
  });

  it('so one probe goes out at a time, always the first message, after waits that rise to 5 minutes', async () => {
    const [first] = await w.bewaar(p, 3);
    await w.rond(p);
    for (let n = 1; n <= 12; n++) await volgendeProbe();
    const probes = w.net.berichten();
    expect(new Set(ids(probes))).toEqual(new Set([first]));
    expect(new Set(probes.map((g) => g.body.toString('latin1'))).size).toBe(1);
    const waits = probes.slice(1).map((g, n) => g.op - probes[n]!.op);
    expect(waits).toHaveLength(12);
    for (const [n, wait] of waits.entries()) {
      expect(wait / schema(n)).toBeGreaterThanOrEqual(0.75);
      expect(wait / schema(n)).toBeLessThanOrEqual(1.25);
    }
    // The factor is chance, or all who failed together would come back together.
    expect(new Set(waits.slice(9)).size).toBe(3);
  });

  it('and there is room for one message minus those that wait, until it is back and all leave in order', async () => {
    expect(await p.dk.ruimte(w.cpa.id)).toBe(400);
    const all = await w.bewaar(p, 3);
    expect(await p.dk.ruimte(w.cpa.id)).toBe(397);
    await w.rond(p);
    expect(await p.dk.ruimte(w.cpa.id)).toBe(0);
    w.net.antwoordt(OK);
    await volgendeProbe();
    await w.rond(p);
    expect(ids(w.net.berichten())).toEqual([all[0], ...all]);
    expect(w.verteld).toEqual(all.map((messageId) => ({ soort: 'verzonden', messageId })));
    expect(await w.kanaal()).toMatchObject({ neer: false, neer_reden: null, volgende: Number.NEGATIVE_INFINITY });
    expect(await p.dk.ruimte(w.cpa.id)).toBe(400);
    expect((await w.berichten()).map((b) => b.fout)).toEqual([null, null, null]);
  });

  it('for the second time, so the waits start anew', async () => {
    await w.bewaar(p, 1);
    for (let n = 0; n < 6; n++) await volgendeProbe();
    w.net.antwoordt(OK);
    await volgendeProbe();
    w.net.antwoordt(fault);
    await w.bewaar(p, 1);
    const at = w.clock.now().getTime() - START.getTime();
    await p.dk.turn();
    expect((await w.kanaal()).volgende - at).toBeLessThanOrEqual(1.25 * SECONDE);
  });

  it('halfway a batch: what was accepted before is told, what comes after waits', async () => {
    const all = await w.bewaar(p, 4);
    w.net.antwoordt(({ messageId }) => (messageId === all[2] ? fault : OK));
    await p.dk.turn();
    expect(ids(w.net.berichten())).toEqual(all.slice(0, 3));
    expect(w.verteld).toEqual(all.slice(0, 2).map((messageId) => ({ soort: 'verzonden', messageId })));
    expect(await stand()).toEqual(['verzonden', 'verzonden', 'te_verzenden', 'te_verzenden']);
  });
});

describe('the room while the other side is away', () => {
  it('is one when nothing waits, so that there is something to probe with', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const [messageId] = await w.bewaar(p, 1);
    await p.dk.turn();
    await w.db.query(sql`update digikoppeling.bericht set staat = 'bevestigd' where message_id = ${messageId}`);
    expect(await p.dk.ruimte(w.cpa.id)).toBe(1);
  });

  it('is a number for a CPA that is not loaded, and never below zero', async () => {
    expect(await p.dk.ruimte('onbekend')).toBe(400);
    await w.bewaar(p, 405);
    expect(await p.dk.ruimte(w.cpa.id)).toBe(0);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120 * SECONDE],
    ['86400', 5 * MINUUT],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 0.75 * SECONDE],
    ['-5', 0.75 * SECONDE],
  ])('of %s is granted up to our own longest wait', async (value, atLeast) => {
    w.net.antwoordt({ status: 503, headers: { 'retry-after': value } });
    await w.bewaar(p, 1);
    await p.dk.turn();
    const { volgende } = await w.kanaal();
    expect(volgende).toBeGreaterThanOrEqual(atLeast);
    expect(volgende).toBeLessThanOrEqual(Math.max(atLeast, 1.25 * SECONDE));
  });
});

describe('a message that must be repeated while the other side is away', () => {
  it('is the probe, being the oldest, and is not counted as repeated', async () => {
    const [old] = await w.bewaar(p, 1);
    await w.rond(p);
    w.net.antwoordt(GEEN_VERBINDING);
    w.clock.advance(3 * UUR);
    await w.bewaar(p, 1);
    await w.rond(p);
    await volgendeProbe();
    expect(ids(w.net.berichten())).toEqual([old, old, old]);
    expect((await w.berichten())[0]).toMatchObject({ staat: 'verzonden', verzonden_keer: 1 });
    w.net.antwoordt(OK);
    await volgendeProbe();
    await w.rond(p);
    expect((await w.berichten()).map((b) => b.verzonden_keer)).toEqual([2, 1]);
  });
});

describe.each([301, 400, 401, 403, 404, 408, 413, 500, 501, 505])('a message that is answered with %i', (status) => {
  it('steps aside with the reason; the others go on, and it is tried again with the same octets (RS-F36)', async () => {
    const all = await w.bewaar(p, 4);
    const body = Buffer.from(soapFault('Client', 'Onbekende rol').body).toString();
    w.net.antwoordt(({ messageId }) => (messageId === all[1] ? { status, body } : OK));
    await p.dk.turn();
    expect(ids(w.net.berichten())).toEqual(all);
    expect(await stand()).toEqual(['verzonden', 'te_verzenden', 'verzonden', 'verzonden']);
    expect((await w.berichten())[1]).toMatchObject({ vertrokken: true, fout: `HTTP ${status}: Onbekende rol` });
    expect(w.verteld.map((r) => r.messageId)).toEqual([all[0], all[2], all[3]]);
    expect(await w.kanaal()).toMatchObject({ neer: false });
    w.net.antwoordt(OK);
    await p.dk.turn();
    expect(w.net.berichten()).toHaveLength(4);
    w.clock.advance(1.25 * SECONDE);
    await p.dk.turn();
    expect(ids(w.net.berichten())).toEqual([...all, all[1]]);
    expect(w.net.berichten()[4]!.body.equals(w.net.berichten()[1]!.body)).toBe(true);
    expect(w.verteld.at(-1)).toEqual({ soort: 'verzonden', messageId: all[1] });
  });
});

describe('a message that is always refused', () => {
  it('waits longer every time, up to 5 minutes', async () => {
    w.net.antwoordt({ status: 500 });
    await w.bewaar(p, 1);
    await w.wacht(p, UUR);
    const at = w.net.berichten().map((g) => g.op - START.getTime());
    const waits = at.slice(1).map((t, n) => t - at[n]!);
    for (const [n, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(0.75 * schema(n));
      expect(wait).toBeLessThanOrEqual(1.25 * schema(n));
    }
    expect(at.length).toBeGreaterThan(15);
    expect(at.length).toBeLessThan(30);
  });

  it('says only the status when the answer is no SOAP, and never more than 500 characters', async () => {
    const [plain, , long] = await w.bewaar(p, 3);
    w.net.antwoordt(({ messageId }) => {
      if (messageId === plain) return { status: 404, body: '<html><body>Niet gevonden' };
      if (messageId === long)
        return { status: 500, body: Buffer.from(soapFault('Server', 'x'.repeat(9_000)).body).toString() };
      return OK;
    });
    await p.dk.turn();
    const [one, , three] = await w.berichten();
    expect(one!.fout).toBe('HTTP 404');
    expect(three!.fout).toHaveLength(500);
  });

  it('as one of many lets the others through, whatever the order of refusals and acceptances', async () => {
    const all = await w.bewaar(p, 30);
    const bad = new Set([all[0], all[1], all[7], all[8], all[20]]);
    w.net.antwoordt(({ messageId }) => (bad.has(messageId) ? { status: 500 } : OK));
    await p.dk.turn();
    expect(w.verteld.map((r) => r.messageId)).toEqual(all.filter((id) => !bad.has(id)));
    expect(await w.kanaal()).toMatchObject({ neer: false });
  });

  it('for a reason inside our house (not the network) steps aside as well', async () => {
    const [bad, good] = await w.bewaar(p, 2);
    w.net.antwoordt(({ messageId }) => {
      if (messageId === bad) throw new TypeError('Invalid URL');
      return OK;
    });
    await p.dk.turn();
    expect(w.verteld).toEqual([{ soort: 'verzonden', messageId: good }]);
    expect((await w.berichten())[0]).toMatchObject({
      staat: 'te_verzenden',
      fout: 'het verzoek mislukte (TypeError)',
    });
  });
});

describe('three different messages refused in a row', () => {
  it('stop the line: a fourth is not tried, and nobody is told', async () => {
    w.net.antwoordt({ status: 500 });
    const all = await w.bewaar(p, 10);
    await w.rond(p);
    expect(ids(w.net.berichten())).toEqual(all.slice(0, 3));
    expect(await w.kanaal()).toMatchObject({ neer: true, neer_reden: 'HTTP 500' });
    expect(w.verteld).toEqual([]);
    expect(await p.dk.ruimte(w.cpa.id)).toBe(0);
  });

  it('count also when they come one by one, each in a turn of its own', async () => {
    w.net.antwoordt({ status: 500 });
    for (const neer of [false, false, true]) {
      await w.bewaar(p, 1);
      await p.dk.turn();
      expect(await w.kanaal()).toMatchObject({ neer });
    }
  });

  it('are not one message refused three times', async () => {
    w.net.antwoordt({ status: 500 });
    await w.bewaar(p, 2);
    await w.wacht(p, 30 * SECONDE);
    expect(w.net.berichten().length).toBeGreaterThan(6);
    expect(await w.kanaal()).toMatchObject({ neer: false });
  });

  it('are not three with an accepted one in between', async () => {
    const all = await w.bewaar(p, 4);
    w.net.antwoordt(({ messageId }) => (messageId === all[2] ? OK : { status: 500 }));
    await p.dk.turn();
    expect(await w.kanaal()).toMatchObject({ neer: false });
  });

  it('lead to probes with rising waits, and a refused probe does not count as back', async () => {
    w.net.antwoordt({ status: 500 });
    await w.bewaar(p, 40);
    await w.rond(p);
    const waits: number[] = [];
    for (let n = 0; n < 10; n++) {
      const before = w.net.berichten().length;
      const from = w.clock.now().getTime();
      await volgendeProbe();
      expect(w.net.berichten().length - before).toBe(1);
      expect(await w.kanaal()).toMatchObject({ neer: true });
      waits.push(w.clock.now().getTime() - from);
    }
    for (const [n, wait] of waits.entries()) {
      expect(wait / schema(n)).toBeGreaterThanOrEqual(0.75);
      expect(wait / schema(n)).toBeLessThanOrEqual(1.25);
    }
    w.net.antwoordt(OK);
    await volgendeProbe();
    await w.wacht(p, w.clock.now().getTime() - START.getTime() + 7 * MINUUT);
    expect(new Set(await stand())).toEqual(new Set(['verzonden']));
    expect(await w.kanaal()).toMatchObject({ neer: false });
  });

  it('that are themselves the cause hold the others up for three minutes at most', async () => {
    const all = await w.bewaar(p, 20);
    const bad = new Set(all.slice(0, 3));
    w.net.antwoordt(({ messageId }) => (bad.has(messageId) ? { status: 500 } : OK));
    await w.wacht(p, 3 * MINUUT);
    expect(w.verteld.map((r) => r.messageId)).toEqual(all.slice(3));
    // The bad ones go on trying without harming those that come later.
    const later = await w.bewaar(p, 5);
    await w.wacht(p, 5 * MINUUT);
    expect(w.verteld.slice(17).map((r) => r.messageId)).toEqual(later);
  });
});

describe('a message at which the connection breaks every time', () => {
  it('holds the others up for an hour or so, not for the 27 hours that it has itself', async () => {
    const all = await w.bewaar(p, 6);
    const breaks = new NetFault('de verbinding brak af (ECONNRESET)', true);
    w.net.antwoordt(({ messageId }) => (messageId === all[0] ? breaks : OK));
    await w.wacht(p, 3 * UUR);
    expect(w.verteld.slice(0, 5).map((r) => r.messageId)).toEqual(all.slice(1));
    const first = w.net.berichten().find((g) => g.messageId === all[1])!;
    expect(first.op - START.getTime()).toBeGreaterThan(45 * MINUUT);
    expect(first.op - START.getTime()).toBeLessThan(100 * MINUUT);
    for (const request of w.net.berichten().filter((g) => g.messageId !== all[0])) await p.post(bevestiging(request));
    // From then on it costs the others a second now and then.
    const later = await w.bewaar(p, 1);
    const from = w.clock.now().getTime();
    await w.wacht(p, 3 * UUR + 20 * SECONDE);
    expect(w.net.berichten().find((g) => g.messageId === later[0])!.op - from).toBeLessThan(5 * SECONDE);
  });
});

describe('an other side that answers slowly', () => {
  it('does not make a batch last longer than our claim on the kanaal', async () => {
    w.net.antwoordt(() => {
      w.clock.advance(20 * SECONDE);
      return OK;
    });
    await w.bewaar(p, 10);
    const other = w.proces(2);
    let overlap = 0;
    w.net.antwoordt(async () => {
      w.clock.advance(20 * SECONDE);
      const before = w.net.berichten().length;
      await other.dk.turn();
      overlap += w.net.berichten().length - before;
      return OK;
    });
    await w.rond(p);
    expect(w.net.berichten()).toHaveLength(10);
    expect(overlap).toBe(0);
  });
});
