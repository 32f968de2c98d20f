import { describe, expect, it } from 'vitest';
import { TEST_DATABASE_URL } from '../eigen-database.testhulp.ts';
import { runLopendeZaken } from './lopendezaken.ts';
import { isGebouwd } from './proces.ts';

const KAN = TEST_DATABASE_URL !== undefined && isGebouwd();
const why = KAN ? '' : ' (skipped: set TEST_DATABASE_URL to a PostgreSQL, and run npm run build)';
const SEED = Number(process.env['SEED'] ?? 20261124);
/** 100000 is the long form. */
const STATUSSEN = Number(process.env['LZ_STATUSSEN'] ?? 2_000);
const LONG = STATUSSEN > 10_000;
/** A second per ten statussen, and five minutes for the faults: on a quiet machine the small form takes a minute. */
const MAX_MS = 300_000 + STATUSSEN * 100;

describe.skipIf(!KAN)(`status changes for MijnOverheid, with everything going up and down${why}`, () => {
  it('are all told once, in order, or not with a reason, and the report agrees', {
    timeout: MAX_MS + 120_000,
  }, async () => {
    const perZaak = LONG ? 40 : 20;
    const cijfers = await runLopendeZaken({
      seed: SEED,
      zaken: STATUSSEN / perZaak,
      perZaak,
      producten: LONG ? 3 : 2,
      killEveryMs: LONG ? { least: 600, most: 1_400 } : { least: 1_000, most: 2_000 },
      killSimulatorMs: LONG ? { least: 20_000, most: 40_000 } : { least: 8_000, most: 12_000 },
      rondeMs: LONG ? { least: 15_000, most: 30_000 } : { least: 6_000, most: 10_000 },
      maxMs: MAX_MS,
      voortgang: (tekst) => void process.stdout.write(`lopende zaken: ${tekst}\n`),
    });
    process.stdout.write(`lopende zaken, seed ${SEED}: ${JSON.stringify(cijfers)}\n`);
    expect(cijfers.fouten).toEqual([]);
    expect(cijfers).toMatchObject({ gezet: STATUSSEN, vastgelegd: STATUSSEN, afgeleverd: cijfers.verteld });
    // A run in which little happens proves little.
    expect(cijfers.gedood).toBeGreaterThan(5);
    expect(cijfers.simulatorGedood).toBeGreaterThan(0);
    expect(cijfers.dienstWeg).toBeGreaterThan(0);
    expect(cijfers.herhaald).toBeGreaterThan(0);
    expect(cijfers.nietVerteld).toBeGreaterThan(STATUSSEN / 10);
  });
});
