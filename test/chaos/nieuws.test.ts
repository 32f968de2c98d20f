import { describe, expect, it } from 'vitest';
import { runNieuws } from './nieuws.ts';

const url = process.env['TEST_DATABASE_URL'];
const possible = Boolean(url) && Boolean(process.features.typescript);
const why = possible ? '' : ' (skipped: needs TEST_DATABASE_URL and a Node that runs TypeScript)';
const SEED = Number(process.env['SEED'] ?? 20261122);

describe.skipIf(!possible)(`20,000 changes, with workers that are killed all the time${why}`, () => {
  it('reach every subscriber: no number missing, no order broken, again only with the same id', {
    timeout: 330_000,
  }, async () => {
    const options = { url: url!, seed: SEED, changes: 20_000, objects: 500, workers: 3, maxMs: 300_000 };
    const figures = await runNieuws(options);
    process.stdout.write(`nieuws, seed ${SEED}: ${JSON.stringify(figures)}\n`);
    expect(figures.faults).toEqual([]);
    // A run in which little happens proves little.
    expect(figures.kills).toBeGreaterThan(10);
    expect(figures.repeated).toBeGreaterThan(0);
    for (const [lot, times] of Object.entries(figures.lot)) expect(times, lot).toBeGreaterThan(0);
  });
});
