/** Messages whose acknowledgment stays out: repeated as the CPA says, and in the end told as expired, once (RS-F30, F34). */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { GEEN_VERBINDING, HALF_OPEN, OK } from './nepnet.testhulp.ts';
import { bevestiging, cpaTekst, foutmelding, MINUUT, SECONDE, START, UUR } from './partner.testhulp.ts';

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

const VERLOPEN = { soort: 'verlopen', reden: 'Er kwam geen ontvangstbevestiging binnen de tijd die de CPA geeft.' };
const uren = (): number[] => w.net.berichten().map((g) => (g.op - START.getTime()) / UUR);

describe('a message without acknowledgment', () => {
  it('goes out nine times, three hours apart, the same octets, and is told as expired after 27 hours', async () => {
    const [messageId] = await w.bewaar(p, 1);
    await w.wacht(p, 26.99 * UUR);
    expect(uren()).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
    const [first, ...others] = w.net.berichten();
    for (const other of others) {
      expect(other.body.equals(first!.body)).toBe(true);
      expect(other.headers).toEqual(first!.headers);
    }
    expect(w.verteld).toEqual([{ soort: 'verzonden', messageId }]);
    await w.wacht(p, 27 * UUR);
    expect(w.verteld.slice(1)).toEqual([{ ...VERLOPEN, messageId, vertrokken: true }]);
    await w.wacht(p, 100 * UUR);
    expect(w.net.berichten()).toHaveLength(9);
    expect(w.verteld).toHaveLength(2);
  });

  it('is not sent any more once it is acknowledged, whichever repeat that answers', async () => {
    await w.bewaar(p, 2);
    await w.wacht(p, 7 * UUR);
    expect(w.net.berichten()).toHaveLength(6);
    await p.post(bevestiging(w.net.berichten()[0]!));
    await w.wacht(p, 26 * UUR);
    expect(
      new Set(
        w.net
          .berichten()
          .slice(6)
          .map((g) => g.messageId),
      ),
    ).toEqual(new Set([w.net.berichten()[1]!.messageId]));
  });

  it('is repeated before what comes after it, in the old order', async () => {
    const old = await w.bewaar(p, 3);
    await w.rond(p);
    w.clock.advance(3 * UUR);
    const fresh = await w.bewaar(p, 2);
    await w.rond(p);
    expect(w.net.berichten().map((g) => g.messageId)).toEqual([...old, ...old, ...fresh]);
  });

  it('is repeated in the old order also when hundreds of others are', async () => {
    const old = await w.bewaar(p, 60);
    await w.rond(p);
    w.clock.advance(3 * UUR);
    await w.rond(p);
    expect(w.net.berichten().map((g) => g.messageId)).toEqual([...old, ...old]);
  });

  it('by another CPA is repeated as that one says', async () => {
    const kort = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-KORT', retries: 2, retryIntervalMs: 10 * MINUUT }));
    const [messageId] = await w.bewaar(p, 1, kort);
    await w.wacht(p, 2 * UUR);
    expect(uren().map((h) => Math.round(h * 60))).toEqual([0, 10, 20]);
    expect(w.verteld.at(-1)).toEqual({ ...VERLOPEN, messageId, vertrokken: true });
  });

  it('without repeats in its CPA goes out once and expires after the interval', async () => {
    const een = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-EEN', retries: 0, retryIntervalMs: UUR }));
    const [messageId] = await w.bewaar(p, 1, een);
    await w.wacht(p, UUR - 1);
    expect(w.verteld).toEqual([{ soort: 'verzonden', messageId }]);
    await w.wacht(p, UUR);
    expect(w.verteld.at(-1)).toEqual({ ...VERLOPEN, messageId, vertrokken: true });
    expect(w.net.berichten()).toHaveLength(1);
  });
});

describe('a message that could not leave', () => {
  it('expires as one that never left, while the other side is still away: it may be made anew', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const ids = await w.bewaar(p, 3);
    await w.wacht(p, 10 * MINUUT);
    await w.sprong(p, 26 * UUR);
    expect(w.verteld).toEqual([]);
    await w.sprong(p, 27 * UUR + 6 * MINUUT);
    expect(w.verteld).toEqual(ids.map((messageId) => ({ ...VERLOPEN, messageId, vertrokken: false })));
    expect(await w.kanaal()).toMatchObject({ neer: true });
    // Nothing waits any more, so there is room for one to probe with.
    expect(await p.dk.ruimte(w.cpa.id)).toBe(1);
    w.net.antwoordt(OK);
    const [next] = await w.bewaar(p, 1);
    await w.wacht(p, 28 * UUR);
    expect(w.net.berichten().at(-1)!.messageId).toBe(next);
    expect(w.verteld.at(-1)).toEqual({ soort: 'verzonden', messageId: next });
  });

  it('expires as of unknown fate when a byte of it may have left, the others as never left', async () => {
    w.net.antwoordt(HALF_OPEN);
    const [probe, other] = await w.bewaar(p, 2);
    await w.wacht(p, 10 * MINUUT);
    w.net.antwoordt(GEEN_VERBINDING);
    await w.sprong(p, UUR);
    await w.sprong(p, 28 * UUR);
    expect(w.verteld).toEqual([
      { ...VERLOPEN, messageId: probe, vertrokken: true },
      { ...VERLOPEN, messageId: other, vertrokken: false },
    ]);
  });

  it('and was refused all the time expires as of unknown fate', async () => {
    w.net.antwoordt({ status: 404 });
    const [messageId] = await w.bewaar(p, 1);
    await w.wacht(p, 10 * MINUUT);
    await w.sprong(p, 28 * UUR);
    expect(w.verteld).toEqual([{ ...VERLOPEN, messageId, vertrokken: true }]);
  });

  it('is not sent after its TimeToLive, also when the other side comes back at that very moment', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const [messageId] = await w.bewaar(p, 1);
    await w.rond(p);
    w.net.antwoordt(OK);
    w.clock.set(new Date(START.getTime() + 27 * UUR));
    await w.rond(p);
    expect(w.net.berichten()).toHaveLength(1);
    expect(w.verteld).toEqual([{ ...VERLOPEN, messageId, vertrokken: false }]);
  });

  it('under a CPA of best effort, which gives no time, is given up after five days (KV §5)', async () => {
    w.net.antwoordt({ status: 404 });
    const be = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-BE', profile: 'osb-be' }));
    const [messageId] = await w.bewaar(p, 1, be);
    await w.rond(p);
    await w.sprong(p, 119 * UUR);
    expect(w.verteld).toEqual([]);
    await w.sprong(p, 121 * UUR);
    expect(w.verteld).toEqual([{ ...VERLOPEN, messageId, vertrokken: true }]);
  });
});

describe('a message that was accepted late', () => {
  it('expires at its TimeToLive, not a whole interval after', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const [messageId] = await w.bewaar(p, 1);
    await w.rond(p);
    w.net.antwoordt(OK);
    await w.sprong(p, 26 * UUR);
    await w.wacht(p, 27 * UUR - SECONDE);
    expect(w.verteld).toEqual([{ soort: 'verzonden', messageId }]);
    await w.wacht(p, 27 * UUR);
    expect(w.verteld.slice(1)).toEqual([{ ...VERLOPEN, messageId, vertrokken: true }]);
  });
});

describe('an answer that comes after the message was told as expired', () => {
  beforeEach(async () => {
    await w.bewaar(p, 1);
    await w.wacht(p, 30 * UUR);
    w.verteld.length = 0;
  });

  it('as acknowledgment makes it delivered after all, once', async () => {
    const ack = bevestiging(w.net.berichten()[0]!);
    expect(await p.post(ack)).toMatchObject({ status: 204 });
    expect(await p.post(ack)).toMatchObject({ status: 204 });
    expect(w.verteld).toEqual([{ soort: 'bevestigd', messageId: 'bericht-1@gemeente.example' }]);
    expect((await w.berichten())[0]).toMatchObject({ staat: 'bevestigd' });
  });

  it('as error says what became of it, once', async () => {
    const error = foutmelding(w.net.berichten()[0]!);
    await p.post(error);
    await p.post(error);
    expect(w.verteld).toMatchObject([{ soort: 'geweigerd', reden: 'SecurityFailure: Not from you' }]);
  });
});
