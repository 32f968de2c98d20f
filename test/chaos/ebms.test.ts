import { describe, expect, it } from 'vitest';
import { runEbms } from './ebms.ts';

const url = process.env['TEST_DATABASE_URL'];
const possible = Boolean(url) && Boolean(process.features.typescript);
const why = possible ? '' : ' (skipped: needs TEST_DATABASE_URL and a Node that runs TypeScript)';
const SEED = Number(process.env['SEED'] ?? 20261123);
/** 100000 is the long form; EBMS_MINUTEN ends it earlier, with what was given by then. */
const MESSAGES = Number(process.env['EBMS_BERICHTEN'] ?? 1_000);
const LONG = MESSAGES > 10_000;
/** A second per twenty messages, and ten minutes for the faults: on a quiet machine the small form takes 40 s. */
const MAX_MS = 600_000 + MESSAGES * 50;

describe.skipIf(!possible)(`messages over Digikoppeling, with processes that are killed all the time${why}`, () => {
  it('lose nothing, apply nothing twice, keep the order of each lane, both ways', {
    timeout: MAX_MS + 60_000,
  }, async () => {
    const figures = await runEbms({
      url: url!,
      seed: SEED,
      messages: MESSAGES,
      perBaan: LONG ? 50 : 4,
      cpas: 8,
      workers: 2,
      killEveryMs: LONG ? { least: 600, most: 1_400 } : { least: 1_000, most: 2_000 },
      killOtherSideMs: LONG ? { least: 15_000, most: 30_000 } : { least: 8_000, most: 12_000 },
      rondeMs: LONG ? 20_000 : 6_000,
      grootPer: LONG ? 500 : 100,
      onrust: LONG ? 1 : 3,
      aanbiedMs: Number(process.env['EBMS_MINUTEN'] ?? 60) * 60_000,
      doodTot: MESSAGES / 5,
      maxMs: MAX_MS,
    });
    process.stdout.write(`ebms, seed ${SEED}: ${JSON.stringify(figures)}\n`);
    expect(figures).toMatchObject({ lost: 0, appliedTwice: 0, outOfOrder: 0, faults: [] });
    // A run in which little happens proves little.
    expect(figures.kills).toBeGreaterThan(5);
    expect(figures.killsOtherSide).toBeGreaterThan(0);
    expect(figures.repeated).toBeGreaterThan(0);
    for (const [lot, times] of Object.entries(figures.network)) expect(times, lot).toBeGreaterThan(0);
  });
});
