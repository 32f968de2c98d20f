/** Acceptance of Lopende Zaken with the account check over WUS, as a municipality sets it (L6, L7, L8). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BURGER, ok, type Stad, startStad, tot } from './lopende-zaken.testhulp.ts';

let stad: Stad;
beforeAll(async () => {
  stad = await startStad({ LZ_ACCOUNT_DIENST: 'wus' });
});
afterAll(() => stad.stop());

describe('LZ_ACCOUNT_DIENST=wus', () => {
  it('L6, L7: who has an account is told, who has none never', async () => {
    const [met, zonder] = [await stad.zaak(BURGER.noor.bsn), await stad.zaak(BURGER.zonderAccount.bsn)];
    await ok(stad.status(zonder, 0));
    await ok(stad.status(met, 0));
    await stad.totStaten(met, 'afgeleverd');
    await stad.totStaten(zonder, 'geen_account');
    expect(stad.getoond(met)).toEqual(['Ontvangen']);
    expect(stad.ontvangen(zonder)).toEqual([]);
    expect(stad.verstuurd.filter(({ url }) => url.endsWith('/simulator/accounts/wus')).length).toBeGreaterThan(0);
  });
  it('L8: a Fault of the service: kept, and delivered in order once it is back', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ accounts: 'fout' });
    const { accountVragen } = stad.tellers();
    for (const nummer of [0, 1]) await ok(stad.status(zaak, nummer));
    await tot(stad.tellers, (t) => t.accountVragen > accountVragen);
    expect(stad.ontvangen(zaak)).toEqual([]);
    stad.herstel();
    await stad.totStaten(zaak, 'afgeleverd', 'afgeleverd');
    expect(stad.getoond(zaak)).toEqual(['Ontvangen', 'In behandeling']);
    expect(
      stad.logregels.some((regel) => regel.includes('heeft een storing') && regel.includes('gegevens weg zijn')),
    ).toBe(true);
  });
});
