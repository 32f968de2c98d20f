/** A13: no more messages leave in a second than was set, however many wait. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';

let db: Database;
let w: Wereld;
let perSeconde: number | null;

beforeAll(async () => {
  db = await proefDatabase();
});
beforeEach(async () => {
  w = await wereld(db);
  perSeconde = null;
});
afterEach(() => w.sluit());

describe('a limit on what leaves', () => {
  it('is kept turn after turn, over a minute of waiting messages, and all of them leave in order', async () => {
    perSeconde = 4;
    const p = w.proces(1, { tempo: async () => perSeconde });
    const ids = await w.bewaar(p, 60);
    const perTel: number[] = [];
    for (let seconde = 0; seconde < 20; seconde++) {
      const before = w.net.berichten().length;
      for (let beurt = 0; beurt < 4; beurt++) {
        await w.rond(p);
        w.clock.advance(250);
      }
      perTel.push(w.net.berichten().length - before);
    }
    expect(Math.max(...perTel)).toBeLessThanOrEqual(5);
    expect(w.net.berichten().map(({ messageId }) => messageId)).toEqual(ids);
  });
  it('that is taken away lets the rest go at once', async () => {
    perSeconde = 1;
    const p = w.proces(1, { tempo: async () => perSeconde });
    await w.bewaar(p, 30);
    await w.rond(p);
    expect(w.net.berichten()).toHaveLength(0);
    perSeconde = null;
    await w.rond(p);
    expect(w.net.berichten()).toHaveLength(30);
  });
});
