/**
 * Acceptance of Lopende Zaken, continued: the account check over WUS as a municipality sets it (L6, L7, L8), and what those
 * who look after it are told: metrics and warnings (L10).
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BURGER, ok, type Stad, startStad, tot } from './lopende-zaken.testhulp.ts';

const gewaarschuwd: { gebeurtenis: string; soort: string; text: string; link: string }[] = [];
const chat = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    gewaarschuwd.push(JSON.parse(body));
    response.end();
  });
});

let stad: Stad;
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    chat.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(chat.address() as AddressInfo).port}`;
  stad = await startStad({
    LZ_ACCOUNT_DIENST: 'wus',
    ALARM_WEBHOOK: `${origin}/haak`,
    ALARM_WEBHOOK_SLEUTEL: 'een-sleutel-van-minstens-32-tekens',
    OUTBOUND_ALLOW: origin,
  });
});
afterAll(async () => {
  await stad.stop();
  chat.close();
});

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
    const gelogd = stad.logregels.some(
      (regel) => regel.includes('heeft een storing') && regel.includes('gegevens weg zijn'),
    );
    expect(gelogd).toBe(true);
  });
});

describe('L10: nobody is present', () => {
  it('/metrics tells what was delivered, what failed and whether the sources answer', async () => {
    const { tekst } = await stad.pagina('/metrics');
    expect(tekst).toMatch(/^zaakbode_lopendezaken_entered_total\{state="afgeleverd"\} [1-9]/m);
    expect(tekst).toMatch(/^zaakbode_lopendezaken_messages\{state="geen_account"\} 1$/m);
    expect(tekst).toMatch(/^zaakbode_lopendezaken_source_up\{source="accounts"\} 1$/m);
    expect(tekst).toMatch(/^zaakbode_lopendezaken_status_to_ack_seconds\{quantile="0.95"\} \d/m);
  });
  it('who is on duty is told of what waits for an operator, and when it is over', async () => {
    const zaak = await stad.zaak(BURGER.noor.bsn);
    stad.simulator.setFault({ fo03: { code: 'StUF055', zaaknummer: zaak.nummer, aantal: 1 } });
    await ok(stad.status(zaak, 0));
    const [bericht] = await stad.totStaten(zaak, 'fout');
    await tot(
      () => gewaarschuwd,
      (all) => all.some(({ gebeurtenis, soort }) => gebeurtenis === 'begin' && soort === 'beheerder'),
    );
    expect(gewaarschuwd[0]!.text).toContain('Eén zaakbericht wacht op een beheerder.');
    expect((await stad.pagina(new URL(gewaarschuwd[0]!.link).pathname)).status).toBe(200);
    await stad.formulier(`/beheer/lopende-zaken/berichten/${bericht!.id}/overslaan`, { reden: 'proef' });
    await stad.totStaten(zaak, 'afgewezen');
    await tot(
      () => gewaarschuwd,
      (all) => all.some(({ gebeurtenis, soort }) => gebeurtenis === 'voorbij' && soort === 'beheerder'),
    );
    for (const { bsn } of Object.values(BURGER)) expect(JSON.stringify(gewaarschuwd)).not.toContain(bsn);
  });
});
