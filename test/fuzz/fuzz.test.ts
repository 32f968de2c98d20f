/** Five thousand inputs, led by coverage, through all that reads what strangers send. The long run is `npm run fuzz`. */
import { describe, expect, it } from 'vitest';
import { DOELEN } from './doelen.ts';
import { draai } from './draaien.ts';
import { verklein } from './lus.ts';
import { VONDSTEN } from './vondsten.ts';

const INVOEREN: Readonly<Record<string, number>> = { bericht: 2_000, cpa: 750, stuf: 1_250, xml: 1_000 };
const SLOWEST_MS = 1_000;

describe('any input', () => {
  it.each(DOELEN.map(({ naam }) => naam))(
    '%s: is read or refused in the words of the reader, within a second',
    async (doel) => {
      const verslag = await draai({ doel, invoeren: INVOEREN[doel]!, zaad: 20261122 });
      expect(verslag.vondsten).toEqual([]);
      expect(verslag.traagste.ms).toBeLessThan(SLOWEST_MS);
      // The search got somewhere that its seeds did not, and saw more than one thing happen; else this would prove little.
      expect(verslag.blokken.einde).toBeGreaterThan(verslag.blokken.zaden);
      expect(Object.keys(verslag.uitkomsten).length).toBeGreaterThan(1);
    },
  );
});

describe('what the fuzzer found before', () => {
  it.each(VONDSTEN.map((vondst) => [vondst.wat, vondst] as const))('%s', async (_wat, { doel, invoer }) => {
    const { laad, proef } = DOELEN.find(({ naam }) => naam === doel)!;
    await laad?.();
    expect(() => proef(invoer())).not.toThrow();
  });
});

describe('the fuzzer', () => {
  it('makes a finding as small as it will go', () => {
    expect(verklein(`${'x'.repeat(500)}<${'y'.repeat(300)}>z`, (text) => /<.*>/.test(text))).toBe('<>');
  });
});
