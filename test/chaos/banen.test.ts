import { describe, expect, it } from 'vitest';
import { runBanen } from './banen.ts';

const url = process.env['TEST_DATABASE_URL'];
// The workers are run as TypeScript; Node does that by itself from 22.18 on.
const possible = Boolean(url) && Boolean(process.features.typescript);
const why = possible ? '' : ' (skipped: needs TEST_DATABASE_URL and a Node that runs TypeScript)';
const SEED = Number(process.env['SEED'] ?? 20261102);

describe.skipIf(!possible)(`lanes with processes that are killed all the time${why}`, () => {
  it('lose nothing, apply nothing twice, keep the order of each subject', { timeout: 150_000 }, async () => {
    const options = { url: url!, seed: SEED, messages: 5_000, subjects: 250, workers: 3, maxMs: 120_000 };
    const figures = await runBanen(options);
    process.stdout.write(`chaos, seed ${SEED}: ${JSON.stringify(figures)}\n`);
    expect(figures).toMatchObject({ lost: 0, appliedTwice: 0, outOfOrder: 0, doneButNotReceived: 0, violations: [] });
    // A run in which little happens proves little.
    expect(figures.kills).toBeGreaterThan(5);
    for (const [fate, times] of Object.entries(figures.network)) expect(times, fate).toBeGreaterThan(0);
  });
});
