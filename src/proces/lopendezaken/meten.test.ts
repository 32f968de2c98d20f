/** What /metrics and the alerts know of Lopende Zaken (L10). */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { seededRandom, uuidv7 } from '../../platform/time/index.ts';
import { EIND_STATEN, OPEN_STATEN } from './beeld.ts';
import { BSN, type Opstelling, startOpstelling } from './lopendezaken.testhulp.ts';
import { meetLopendeZaken } from './meten.ts';
import { leesStand, telFouten, vouwTelling } from './stand.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});

const MINUUT = 60_000;

async function waarde(naam: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  const metric = (await meetLopendeZaken(proef.db, proef.clock)).find(
    ({ name }) => name === `zaakbode_lopendezaken_${naam}`,
  );
  return metric?.samples.find((s) => Object.entries(labels).every(([label, is]) => s.labels[label] === is))?.value;
}

const zaak = (nr: number) => ({ zaak: { id: `00000000-0000-7000-8000-0000000001${nr + 10}` } });

describe('L10: /metrics', () => {
  it('counts what is in each state, and what ever was', async () => {
    for (let nr = 0; nr < 3; nr++) await proef.zetStatus(zaak(nr));
    await proef.zetStatus({ ...zaak(4), statustype: { informeren: false } });
    await proef.werk();
    await proef.bevestigAlles();
    expect(await waarde('messages', { state: 'afgeleverd' })).toBe(3);
    expect(await waarde('messages', { state: 'te_verzenden' })).toBe(0);
    expect(await waarde('entered_total', { state: 'te_verzenden' })).toBe(3);
    expect(await waarde('messages', { state: 'niet_van_toepassing' })).toBe(1);
    expect(await waarde('messages', { state: 'fout' })).toBe(0);
  });
  it('tells how long the oldest waits, however often it was tried', async () => {
    proef.bronnen.accounts = 'weg';
    await proef.zetStatus();
    await proef.werk();
    for (let i = 0; i < 10; i++) {
      proef.clock.advance(MINUUT);
      await proef.werk();
    }
    expect(await waarde('oldest_seconds', { state: 'wacht_op_controle' })).toBe(600);
    expect(await waarde('oldest_seconds', { state: 'te_verzenden' })).toBe(0);
  });
  it('tells what waits for an operator, and since when', async () => {
    const id = await proef.zetStatus();
    await proef.werk();
    const { message_id: messageId } = await proef.van(id);
    proef.clock.advance(5 * MINUUT);
    await proef.meld({ soort: 'geweigerd', messageId, reden: 'StUF055', antwoord: null });
    proef.clock.advance(MINUUT);
    expect(await waarde('waiting_for_operator')).toBe(1);
    expect(await waarde('waiting_for_operator_oldest_seconds')).toBe(60);
    expect(await telFouten(proef.db, new Date(proef.clock.now().getTime() - 2 * MINUUT))).toBe(1);
    expect(await telFouten(proef.db, new Date(proef.clock.now().getTime() - MINUUT / 2))).toBe(0);
  });
  it('tells the time from status to acknowledgment over the last hour', async () => {
    for (let nr = 0; nr < 4; nr++) {
      await proef.zetStatus({ ...zaak(nr), datumStatusGezet: proef.clock.now() });
      await proef.werk();
      proef.clock.advance((nr + 1) * 1_000);
      await proef.bevestigAlles();
    }
    expect(await waarde('status_to_ack_seconds', { quantile: '0.5' })).toBe(2.5);
    expect(await waarde('status_to_ack_count')).toBe(4);
    proef.clock.advance(60 * MINUUT);
    expect(await waarde('status_to_ack_seconds', { quantile: '0.5' })).toBeUndefined();
    expect(await waarde('status_to_ack_count')).toBe(0);
  });
  it('tells whether the sources answer', async () => {
    const sinds = new Date(proef.clock.now().getTime() - MINUUT);
    await proef.db.query(
      sql`insert into lopendezaken.bron (naam, weg_sinds) values ('accounts', ${sinds}), ('brp', null)`,
    );
    expect(await waarde('source_up', { source: 'accounts' })).toBe(0);
    expect(await waarde('source_down_seconds', { source: 'accounts' })).toBe(60);
    expect(await waarde('source_up', { source: 'brp' })).toBe(1);
  });
  it('holds nothing of a person or a zaak', async () => {
    await proef.zetStatus();
    await proef.werk();
    const alles = JSON.stringify(await meetLopendeZaken(proef.db, proef.clock));
    expect(alles).not.toContain(BSN.noor);
    expect(alles).not.toContain('ZAAK-');
  });
});

describe('the totals', () => {
  it('agree with what is there, after any changes, folded or not', async () => {
    const random = seededRandom(5);
    const staat = fc.constantFrom(...OPEN_STATEN, ...EIND_STATEN.slice(0, 4));
    const stap = fc.oneof(
      fc.record({ soort: fc.constant('erbij' as const), staten: fc.array(staat, { minLength: 1, maxLength: 5 }) }),
      fc.record({ soort: fc.constant('om' as const), van: staat, naar: staat }),
      fc.record({ soort: fc.constant('weg' as const), van: staat }),
      fc.record({ soort: fc.constant('vouw' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(stap, { maxLength: 12 }), async (stappen) => {
        const { db, clock } = proef;
        for (const gedaan of stappen) {
          if (gedaan.soort === 'vouw') await vouwTelling(db);
          else if (gedaan.soort === 'om')
            await db.query(sql`update lopendezaken.zaakbericht set staat = ${gedaan.naar} where staat = ${gedaan.van}`);
          else if (gedaan.soort === 'weg')
            await db.query(sql`delete from lopendezaken.zaakbericht where staat = ${gedaan.van}`);
          else
            for (const wat of gedaan.staten) {
              const id = uuidv7(clock, random);
              await db.query(sql`
                insert into lopendezaken.zaakbericht (id, status_id, zaak_id, zaaknummer, zaaktype, statustype, staat, status_gezet_op, gewijzigd_op, tijdlijn)
                values (${id}, ${id}, ${id}, 'Z', 'T', 'S', ${wat}, ${clock.now()}, ${clock.now()}, '[]')`);
            }
        }
        const rows = await db.query<{ staat: string; n: number }>(
          sql`select staat, count(*) as n from lopendezaken.zaakbericht group by staat`,
        );
        const geteld = Object.entries((await leesStand(db)).staten).flatMap(([naam, { nu }]) =>
          nu === 0 ? [] : [[naam, nu]],
        );
        expect(Object.fromEntries(geteld)).toEqual(Object.fromEntries(rows.map((row) => [row.staat, row.n])));
      }),
      { numRuns: 25 },
    );
  });
});
