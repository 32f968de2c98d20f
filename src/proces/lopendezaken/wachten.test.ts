/** Many zaken that wait for a source that is away (L7, L8): what that costs, and how soon they go when it is back. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import {
  altijdActief,
  BSN,
  betrokkene,
  INRICHTING,
  metStroom,
  type Opstelling,
  startOpstelling,
} from './lopendezaken.testhulp.ts';

const UUR = 3_600_000;
const AANTAL = 250;

const zaak = (nummer: number) => ({
  id: `00000000-0000-7000-8000-${String(nummer).padStart(12, '0')}`,
  identificatie: `ZAAK-2026-${String(nummer).padStart(4, '0')}`,
});

let proef: Opstelling;

async function valtWeg(aantal = AANTAL): Promise<void> {
  proef.bronnen.accounts = 'weg';
  for (let i = 1; i <= aantal; i++) await proef.zetStatus({ zaak: zaak(i) });
  await proef.werk();
}

/** Lets this much time pass, with a turn every second; gives how many attempts were made. */
async function gaVoorbij(ms: number): Promise<number> {
  const pogingen = async () =>
    (await proef.db.query<{ n: number }>(sql`select coalesce(sum(attempts), 0) as n from outbox.delivery`))[0]!.n;
  const before = await pogingen();
  for (let at = 0; at < ms; at += 1_000) {
    proef.clock.advance(1_000);
    await proef.werk();
  }
  return (await pogingen()) - before;
}

describe.each([
  ['bij_wijziging', 'wacht_op_controle'],
  ['bij_verzending', 'te_verzenden'],
] as const)('a source that is away, checked %s', (controle, staat) => {
  beforeEach(async () => {
    proef = await startOpstelling(metStroom({}, { controle }));
  });

  it('leaves each zaak waiting where it is seen, with why', async () => {
    await valtWeg(5);
    const rows = await proef.db.query(sql`select distinct staat, reden from lopendezaken.zaakbericht`);
    expect(rows).toEqual([{ staat, reden: 'accounts is niet bereikbaar.' }]);
  });
  it('costs a few attempts a minute, however many wait', async () => {
    await valtWeg();
    // Three batches failed; each look of these begins with one of them.
    expect(await gaVoorbij(60_000)).toBeLessThan(30);
    expect(await gaVoorbij(120_000)).toBeLessThan(30);
  });
  it('lets all go within a minute of its return, in order', async () => {
    await valtWeg();
    await gaVoorbij(180_000);
    proef.bronnen.accounts = altijdActief;
    expect(proef.verstuurd).toHaveLength(0);
    await gaVoorbij(60_000);
    expect(proef.verstuurd).toHaveLength(AANTAL);
  });
  it('lets all go when who waited for it is killed before it could wake the others', async () => {
    await valtWeg();
    // Everybody sleeps: what would have looked is gone.
    await proef.db.query(sql`
      update outbox.lane set next_at = ${new Date(proef.clock.now().getTime() + 2 * UUR)} where state = 'ready'`);
    proef.bronnen.accounts = altijdActief;
    proef.clock.advance(60_000);
    await proef.zetStatus({ zaak: zaak(AANTAL + 1) });
    await proef.werk();
    expect(proef.verstuurd).toHaveLength(AANTAL + 1);
  });
});

it('a source that is no longer asked holds up nobody: what an administrator changes holds at once for who waits', async () => {
  proef = await startOpstelling({ ...INRICHTING, authentiek: [{ soort: 'brp' }] });
  proef.bronnen.brp = 'weg';
  for (let i = 1; i <= 5; i++)
    await proef.zetStatus({ zaak: zaak(i), betrokkenen: [betrokkene(BSN.noor, { ingelogdMet: 'digid' })] });
  await gaVoorbij(5_000);
  expect(proef.verstuurd).toHaveLength(0);
  const { versie, ...nu } = await proef.inrichtingen.actueel();
  await proef.inrichtingen.bewaar({ ...nu, authentiek: [{ soort: 'ingelogd' }] }, versie, 'beheerder 1', 'BRP is weg');
  await proef.werk();
  expect(proef.verstuurd).toHaveLength(5);
});

it('an answer about one person keeps only him waiting, by the schedule of retries', async () => {
  proef = await startOpstelling();
  proef.bronnen.accounts = () => ({ soort: 'onbekend', reden: 'Geen antwoord over deze persoon.' });
  await proef.zetStatus({ zaak: zaak(1) });
  await proef.werk();
  expect(await gaVoorbij(60_000)).toBeGreaterThan(3);
});
