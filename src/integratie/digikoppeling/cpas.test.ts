/** Agreements: loaded once by whoever, known to every process, refused with everything that is wrong. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { CpaFault } from './index.ts';
import { cpaTekst, SECONDE } from './partner.testhulp.ts';

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

describe('a CPA', () => {
  it('that is loaded in one process is found in another, as it was written', async () => {
    const found = await w.proces(2).dk.cpas.find(w.cpa.id);
    expect(found).toEqual(w.cpa);
    expect(await p.dk.cpas.find('ANDERS')).toBeNull();
  });

  it('that is loaded again replaces the old one: here at once, elsewhere within ten seconds', async () => {
    const other = w.proces(2);
    expect((await other.dk.cpas.find(w.cpa.id))!.end).toEqual(w.cpa.end);
    const end = new Date('2027-06-01T00:00:00Z');
    await p.dk.cpas.laad(cpaTekst({ end }));
    expect((await p.dk.cpas.find(w.cpa.id))!.end).toEqual(end);
    expect((await other.dk.cpas.find(w.cpa.id))!.end).toEqual(w.cpa.end);
    w.clock.advance(10 * SECONDE);
    expect((await other.dk.cpas.find(w.cpa.id))!.end).toEqual(end);
    expect(await w.db.query(sql`select count(*) as n from digikoppeling.kanaal`)).toEqual([{ n: 1 }]);
  });

  it('is asked of the database once, however many messages come under it', async () => {
    await p.dk.cpas.find(w.cpa.id);
    const before = w.db.roundTrips();
    for (let i = 0; i < 10; i++) await p.dk.cpas.find(w.cpa.id);
    expect(w.db.roundTrips()).toBe(before);
  });

  it('that is wrong is refused with everything that is wrong, and nothing is stored', async () => {
    const wrong = cpaTekst({ cpaId: 'FOUT' })
      .replaceAll('p:Service ', 'p:Dienst ')
      .replaceAll('/p:Service>', '/p:Dienst>');
    const load = p.dk.cpas.laad(wrong);
    await expect(load).rejects.toBeInstanceOf(CpaFault);
    await expect(load).rejects.toThrow(/Service/);
    expect(await p.dk.cpas.find('FOUT')).toBeNull();
    await expect(p.dk.cpas.laad('geen xml')).rejects.toBeInstanceOf(CpaFault);
  });
});
