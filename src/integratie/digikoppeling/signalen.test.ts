/** Our signals on their way to an other side that may be away: sent soon, tried again, given up in the end, never in the way of each other. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { GEEN_VERBINDING, HALF_OPEN, OK } from './nepnet.testhulp.ts';
import { cpaTekst, GEMEENTE, hunBericht, MINUUT, ONS_ADRES, SECONDE, START, VOORZIENING } from './partner.testhulp.ts';

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

const ontvang = (messageId: string, by = p): Promise<{ status: number }> => by.post(hunBericht(w.cpa, { messageId }));

describe('an acknowledgment of ours', () => {
  it('leaves once, and nothing of it stays behind', async () => {
    await ontvang('een@voorziening.example');
    expect(await p.dk.turn()).toBe(1);
    expect(await p.dk.turn()).toBe(0);
    expect(w.net.signalen()).toHaveLength(1);
    expect(w.net.signalen()[0]!.timeoutMs).toBe(10_000);
    expect(await w.tel('signaal')).toBe(0);
  });

  it.each([
    ['no connection', GEEN_VERBINDING],
    ['no answer', HALF_OPEN],
    ['500', { status: 500 }],
    ['a redirect', { status: 302 }],
    ['503', { status: 503 }],
  ])(
    'that meets %s is tried again, the same octets, after 1 s, 2 s, 4 s, 8 s and 16 s, and then given up',
    async (_what, fault) => {
      w.net.antwoordt(fault, true);
      await ontvang('een@voorziening.example');
      await w.wacht(p, 10 * MINUUT);
      const tries = w.net.signalen();
      expect(tries).toHaveLength(6);
      expect(new Set(tries.map((g) => g.body.toString())).size).toBe(1);
      for (const [n, g] of tries.slice(1).entries()) {
        const wait = (g.op - tries[n]!.op) / SECONDE;
        expect(wait / 2 ** n).toBeGreaterThanOrEqual(0.75);
        expect(wait / 2 ** n).toBeLessThanOrEqual(1.251);
      }
      expect(await w.tel('signaal')).toBe(0);
      expect(w.log.filter((l) => l.niveau === 'warn').map((l) => l.wat)).toEqual([
        'signaal niet afgeleverd en opgegeven',
      ]);
      // The repeat of the other side brings it back: that is the repair that ebMS has for it.
      w.net.antwoordt(OK, true);
      await ontvang('een@voorziening.example');
      await w.rond(p);
      expect(w.net.signalen()).toHaveLength(7);
      expect(w.net.signalen()[6]!.body.equals(tries[0]!.body)).toBe(true);
    },
  );

  it('arrives as soon as the other side is back', async () => {
    w.net.antwoordt(GEEN_VERBINDING, true);
    await ontvang('een@voorziening.example');
    await w.wacht(p, 5 * SECONDE);
    w.net.antwoordt(OK, true);
    await w.wacht(p, MINUUT);
    expect(await w.tel('signaal')).toBe(0);
    expect(w.log.filter((l) => l.niveau === 'warn')).toEqual([]);
  });

  it('does not wait for messages of ours that cannot leave, nor they for it', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    await w.bewaar(p, 3);
    await p.dk.turn();
    await ontvang('een@voorziening.example');
    await p.dk.turn();
    expect(w.net.signalen()).toHaveLength(1);
  });

  it('that fails does not keep another from arriving', async () => {
    const elders = await p.dk.cpas.laad(
      cpaTekst({
        cpaId: 'PROEF-ELDERS',
        parties: [
          { name: 'Gemeente Proef', partyId: GEMEENTE, role: 'GEMEENTE', endpoint: ONS_ADRES },
          { name: 'Elders', partyId: VOORZIENING, role: 'VOORZIENING', endpoint: 'https://elders.example/ebms' },
        ],
      }),
    );
    w.net.antwoordt(({ url }) => (url.includes('elders') ? HALF_OPEN : OK), true);
    for (let i = 0; i < 15; i++) await p.post(hunBericht(elders, { messageId: `e${i}@voorziening.example` }));
    for (let i = 0; i < 15; i++) await ontvang(`v${i}@voorziening.example`);
    await w.rond(p);
    expect(w.net.signalen().filter((g) => !g.url.includes('elders'))).toHaveLength(15);
    expect(await w.tel('signaal')).toBe(15);
  });

  it('is sent by one process at a time', async () => {
    const other = w.proces(2);
    let twice = 0;
    w.net.antwoordt(async () => {
      twice += await other.dk.turn();
      return OK;
    }, true);
    await ontvang('een@voorziening.example');
    await p.dk.turn();
    expect(twice).toBe(0);
    expect(w.net.signalen()).toHaveLength(1);
  });

  it('that a dead process had in hand is sent by another half a minute later', async () => {
    w.net.antwoordt(() => {
      p.sterft();
      return OK;
    }, true);
    await ontvang('een@voorziening.example');
    expect(await Promise.race([p.dk.turn(), p.overleden])).toBe('dood');
    const other = w.proces(2);
    w.net.antwoordt(OK, true);
    w.clock.advance(29 * SECONDE);
    expect(await other.dk.turn()).toBe(0);
    w.clock.advance(SECONDE);
    expect(await other.dk.turn()).toBe(1);
    expect(await w.tel('signaal')).toBe(0);
  });

  it('to an address that is none is given up, and the others go on', async () => {
    await ontvang('een@voorziening.example');
    await ontvang('twee@voorziening.example');
    const [first] = await w.db.query<{ id: string }>(sql`select id from digikoppeling.signaal order by id limit 1`);
    await w.db.query(sql`update digikoppeling.signaal set endpoint = 'geen adres' where id = ${first!.id}`);
    w.net.antwoordt(({ url }) => {
      if (url === 'geen adres') throw new TypeError('Invalid URL');
      return OK;
    }, true);
    await w.wacht(p, 10 * MINUUT);
    expect(await w.tel('signaal')).toBe(0);
    expect(w.net.signalen().filter((g) => g.url !== 'geen adres')).toHaveLength(1);
  });
});

describe('a full load of acknowledgments', () => {
  it('costs two round trips per twenty, and they leave in the order of the messages', async () => {
    for (let i = 0; i < 25; i++) {
      await ontvang(`m${String(i).padStart(2, '0')}@voorziening.example`);
      w.clock.set(new Date(START.getTime() + i + 1));
    }
    const before = w.db.roundTrips();
    await p.dk.turn();
    // One more to see which kanalen have work.
    expect(w.db.roundTrips() - before).toBe(3);
    expect(w.net.signalen()).toHaveLength(20);
    await p.dk.turn();
    const about = w.net.signalen().map((g) => /<eb:RefToMessageId>(m\d\d)/.exec(g.body.toString())![1]);
    expect(new Set(about).size).toBe(25);
    expect(about.slice(20).sort()).toEqual(['m20', 'm21', 'm22', 'm23', 'm24']);
  });
});
