/** The claim on a kanaal: how long it lasts. */
import { afterAll, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { proefDatabase, wereld } from './digikoppeling.testhulp.ts';
import { claimKanaal, holdsKanaal, verlengKanaal } from './kanaal.ts';
import { MINUUT } from './partner.testhulp.ts';

const w = await wereld(await proefDatabase());
afterAll(() => w.sluit());

it('storing the batch before it does not shorten a claim that was made longer for a large message', async () => {
  await w.db.query(sql`insert into digikoppeling.kanaal (cpa_id) values (${w.cpa.id}) on conflict do nothing`);
  const { claim } = (await claimKanaal(w.db, w.cpa.id, 1, [1, 2], w.clock))!;
  await verlengKanaal(w.db, claim, 10 * MINUUT, w.clock);
  expect(await w.db.transaction((tx) => holdsKanaal(tx, claim, w.clock))).toBe(true);
  w.clock.advance(5 * MINUUT);
  expect(await claimKanaal(w.db, w.cpa.id, 2, [1, 2], w.clock)).toBeNull();
  w.clock.advance(7 * MINUUT);
  expect(await claimKanaal(w.db, w.cpa.id, 2, [1, 2], w.clock)).not.toBeNull();
});
