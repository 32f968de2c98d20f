/** Five thousand inputs, led by coverage, through all that reads what strangers send. The long run is `npm run fuzz`. */
import { describe, expect, it } from 'vitest';
import { DOELEN } from './doelen.ts';
import { draai } from './draaien.ts';
import { verklein } from './lezer.ts';
import { VONDSTEN } from './vondsten.ts';

const INVOEREN: Readonly<Record<string, number>> = {
  bericht: 1_500,
  cpa: 1_000,
  stuf: 1_000,
  xml: 1_000,
  handtekening: 500,
  wus: 500,
};
const SLOWEST_MS = 1_000;
/** What must come of messages among other things, else the changes are too mild or too rough to prove anything. */
const UITKOMSTEN = /^(user|acknowledgment|error|(soap-fault|message-error|http) \w+)$/;

describe('any input', () => {
  it('is read or refused in the words of its reader, within a second', async () => {
    const verslagen = await draai({ invoeren: INVOEREN, zaad: 20261122 });
    expect(verslagen.map(({ doel, vondsten }) => [doel, vondsten])).toEqual(DOELEN.map(({ naam }) => [naam, []]));
    for (const { doel, traagste, blokken, uitkomsten } of verslagen) {
      expect([doel, traagste.ms]).toEqual([doel, expect.toSatisfy((ms: number) => ms < SLOWEST_MS)]);
      // The search got somewhere that its seeds did not, and saw more than one thing happen.
      expect([doel, blokken.einde > blokken.zaden, Object.keys(uitkomsten).length > 1]).toEqual([doel, true, true]);
    }
    const kinds = new Set(Object.keys(verslagen[0]!.uitkomsten).map((wat) => UITKOMSTEN.exec(wat)?.[1]?.split(' ')[0]));
    for (const kind of ['user', 'acknowledgment', 'error', 'soap-fault', 'message-error', 'http'])
      expect(kinds).toContain(kind);
  });
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
