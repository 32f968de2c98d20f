/** The numbers that must rise or be unique, on a real database, through both nights on which Dutch clocks change. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import { outboxMigrations } from '../../platform/outbox/index.ts';
import { fixedClock, seededRandom, uuidv7 } from '../../platform/time/index.ts';
import { verwerkingenMigrations } from '../../registraties/verwerkingen/index.ts';
import { tijdstipToDigits, toLocalDigits } from '../../standaarden/tijd/index.ts';
import { lopendezakenMigrations } from './index.ts';
import { reserveer, uniekMoment } from './tijdstip.ts';

let db: Database;
beforeEach(async () => {
  db = await testDatabase([outboxMigrations, verwerkingenMigrations, lopendezakenMigrations]);
});

const ZENDER = '00000001002564440000';
const neem = (now: Date | string, count = 1, zender = ZENDER): Promise<number> =>
  db.transaction((tx) => reserveer(tx, zender, new Date(now), count));
const cijfers = async (now: string, count = 1): Promise<string> => tijdstipToDigits(await neem(now, count));

describe('tijdstipBericht', () => {
  it('is the Dutch time of now', async () => {
    expect(await cijfers('2026-11-02T09:00:00.123Z')).toBe('20261102100000123');
    expect(await cijfers('2027-07-02T09:00:00.123Z')).toBe('20270702110000123');
  });
  it('rises within one millisecond, and by as many as were taken', async () => {
    const now = '2026-11-02T09:00:00.000Z';
    expect(await cijfers(now, 3)).toBe('20261102100000000');
    expect(await cijfers(now)).toBe('20261102100000003');
    expect(await cijfers(now)).toBe('20261102100000004');
  });
  it('rises when the clock of the machine jumps back a day, and follows the clock again once that is past it', async () => {
    expect(await cijfers('2026-11-02T09:00:00.000Z')).toBe('20261102100000000');
    expect(await cijfers('2026-11-01T09:00:00.000Z')).toBe('20261102100000001');
    expect(await cijfers('2026-11-02T09:00:00.500Z')).toBe('20261102100000500');
  });
  it('rises through the repeated hour of the autumn night', async () => {
    const taken: string[] = [];
    for (let ms = Date.parse('2026-10-24T23:30:00Z'); ms < Date.parse('2026-10-25T03:00:00Z'); ms += 300_000) {
      taken.push(await cijfers(new Date(ms).toISOString()));
    }
    expect([...new Set(taken)].sort()).toEqual(taken);
    // Ahead of the clock by the repeated hour at most, and level with it an hour later.
    expect(taken.at(-1)).toBe('20261025035500000');
  });
  it('skips the missing hour of the spring night', async () => {
    expect(await cijfers('2026-03-29T00:59:59.999Z')).toBe('20260329015959999');
    expect(await cijfers('2026-03-29T01:00:00.000Z')).toBe('20260329030000000');
  });
  it('is its own for each zender', async () => {
    const now = '2026-11-02T09:00:00.000Z';
    expect(await neem(now)).toBe(await neem(now, 1, '00000001002564440001'));
  });
  it('that was taken by a transaction that failed is free again', async () => {
    const now = new Date('2026-11-02T09:00:00.000Z');
    const fails = db.transaction(async (tx) => {
      await reserveer(tx, ZENDER, now, 5);
      throw new Error('halverwege');
    });
    await expect(fails).rejects.toThrow('halverwege');
    expect(await cijfers(now.toISOString())).toBe('20261102100000000');
  });
  it('is given to one taker only, when many take at once', async () => {
    const now = '2026-11-02T09:00:00.000Z';
    const firsts = await Promise.all(Array.from({ length: 16 }, (_n, i) => neem(now, (i % 3) + 1)));
    const all = firsts.flatMap((first, i) => Array.from({ length: (i % 3) + 1 }, (_n, k) => first + k));
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...all) - Math.min(...all)).toBe(all.length - 1);
  });
  it('rises whatever the clock does', async () => {
    const klok = fc.array(
      fc.record({
        ms: fc.integer({ min: Date.parse('2026-10-24T22:00:00Z'), max: Date.parse('2026-10-25T04:00:00Z') }),
        aantal: fc.integer({ min: 1, max: 50 }),
      }),
      { minLength: 2, maxLength: 12 },
    );
    let zender = 0;
    await fc.assert(
      fc.asyncProperty(klok, async (stappen) => {
        zender += 1;
        let last = 0;
        for (const { ms, aantal } of stappen) {
          const first = await neem(new Date(ms), aantal, `zender-${zender}`);
          expect(first).toBeGreaterThan(last);
          last = first + aantal - 1;
        }
      }),
      { numRuns: 25 },
    );
  });
});

const random = seededRandom(3);
const nieuwId = (): string => uuidv7(fixedClock(new Date('2026-11-02T09:00:00Z')), random);
const ZAAK = nieuwId();
const ANDERE_ZAAK = nieuwId();

/** Asks for moments in one transaction, and keeps them as the sender does. */
async function vraag(
  ...vragen: readonly { zaakId?: string; statusId?: string; moment: string }[]
): Promise<readonly string[]> {
  const rows = vragen.map(({ zaakId = ZAAK, statusId = nieuwId(), moment }) => ({
    zaakId,
    statusId,
    moment: new Date(moment),
  }));
  return await db.transaction(async (tx) => {
    const found = await uniekMoment(tx, rows);
    for (const [i, { zaakId, statusId }] of rows.entries()) {
      await tx.query(sql`
        insert into lopendezaken.zaakbericht (id, status_id, zaak_id, zaaknummer, zaaktype, statustype, staat, status_gezet_op,
          gewijzigd_op, moment_cijfers, tijdlijn)
        values (${nieuwId()}, ${statusId}, ${zaakId}, 'Z', 'T', 'S', 'verzonden', ${rows[i]!.moment}, ${rows[i]!.moment}, ${found[i]!.cijfers}, '[]')
        on conflict (status_id, rol_id, soort) do update set moment_cijfers = excluded.moment_cijfers`);
    }
    for (const { moment, cijfers: digits } of found) expect(toLocalDigits(moment)).toBe(digits);
    return found.map((f) => f.cijfers);
  });
}

describe('datumStatusGezet', () => {
  it('is the moment of the status, in Dutch time', async () => {
    expect(await vraag({ moment: '2026-11-02T08:30:15.250Z' })).toEqual(['20261102093015250']);
  });
  it('of two statussen within one millisecond differs', async () => {
    const moment = '2026-11-02T08:30:15.250Z';
    expect(await vraag({ moment }, { moment })).toEqual(['20261102093015250', '20261102093015251']);
    expect(await vraag({ moment })).toEqual(['20261102093015252']);
  });
  it('of the same local time before and after the clock goes back differs, and stays in order', async () => {
    expect(await vraag({ moment: '2026-10-25T00:30:00Z' })).toEqual(['20261025023000000']);
    expect(await vraag({ moment: '2026-10-25T01:30:00Z' })).toEqual(['20261025023000001']);
    expect(await vraag({ moment: '2026-10-25T02:30:00Z' })).toEqual(['20261025033000000']);
  });
  it('just before and just after the missing hour lies an hour apart', async () => {
    expect(await vraag({ moment: '2026-03-29T00:59:59.999Z' }, { moment: '2026-03-29T01:00:00Z' })).toEqual([
      '20260329015959999',
      '20260329030000000',
    ]);
  });
  it('that moves over the edge of the missing hour is still a time that exists', async () => {
    const moment = '2026-03-29T00:59:59.999Z';
    expect(await vraag({ moment }, { moment })).toEqual(['20260329015959999', '20260329030000000']);
  });
  it('of another zaak does not count', async () => {
    const moment = '2026-11-02T08:30:15.250Z';
    expect(await vraag({ moment }, { moment, zaakId: ANDERE_ZAAK })).toEqual([
      '20261102093015250',
      '20261102093015250',
    ]);
  });
  it('stays the same when a zaakbericht is made again, so that the receiver knows it', async () => {
    const moment = '2026-11-02T08:30:15.250Z';
    const [first, second] = [nieuwId(), nieuwId()];
    await vraag({ moment, statusId: first }, { moment, statusId: second });
    expect(await vraag({ moment, statusId: second })).toEqual(['20261102093015251']);
    expect(await vraag({ moment, statusId: first })).toEqual(['20261102093015250']);
  });
  it('is the same for each person who is told of one status', async () => {
    const [moment, statusId] = ['2026-11-02T08:30:15.250Z', nieuwId()];
    expect(await vraag({ moment, statusId }, { moment, statusId })).toEqual(['20261102093015250', '20261102093015250']);
  });
  it('is unique in a zaak, whatever the moments of an autumn night', async () => {
    const minuut = fc
      .integer({ min: 0, max: 180 })
      .map((m) => new Date(Date.parse('2026-10-24T23:30:00Z') + m * 60_000));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(minuut, { maxLength: 6 }), { maxLength: 5 }), async (beurten) => {
        const zaakId = nieuwId();
        const all: string[] = [];
        for (const beurt of beurten) {
          all.push(...(await vraag(...beurt.map((m) => ({ zaakId, moment: m.toISOString() })))));
        }
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 20 },
    );
  });
});
