/** How bytes are read from a message, cut in parts, and asked for in pieces. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64 } from './base64.ts';
import { DEEL_BYTES, verdeel } from './inhoud.ts';
import { leesRange } from './range.ts';

const lees = (input: unknown): Buffer | null | undefined =>
  base64.parse(input, 'inhoud', { faults: [], ownId: () => null });

describe('base64', () => {
  it('gives every file back as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(lees(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
      }),
    );
  });
  it('is never read as a file that is shorter than what was sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const bytes = lees(text);
        if (bytes) expect(bytes.length).toBe((text.length / 4) * 3 - (text.match(/=/g)?.length ?? 0));
      }),
    );
  });
});

describe('the parts of a file', () => {
  it('are as large as the file together, and all but the last the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (omvang) => {
        const delen = verdeel(omvang);
        expect(delen.length).toBeLessThanOrEqual(10_000);
        expect(delen.reduce((sum, deel) => sum + deel, 0)).toBe(omvang);
        expect(new Set(delen.slice(0, -1)).size).toBeLessThanOrEqual(1);
        expect(Math.min(...delen)).toBeGreaterThan(0);
      }),
    );
    expect(verdeel(DEEL_BYTES)).toEqual([DEEL_BYTES]);
    expect(verdeel(DEEL_BYTES + 1)).toEqual([DEEL_BYTES, 1]);
  });
});

describe('a range', () => {
  const ETAG = '"x"';

  it('is what RFC 9110 says of it', () => {
    const getal = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.tuple(getal, getal), getal, ([van, tot], omvang) => {
        const alle = Array.from({ length: omvang }, (_, i) => i);
        const bytes = (header: string): number[] | string | null => {
          const range = leesRange(header, undefined, ETAG, omvang);
          return range === null || range === 'onmogelijk' ? range : alle.slice(range.van, range.tot);
        };
        const wanted = (list: number[]) => (list.length > 0 ? list : 'onmogelijk');
        expect(bytes(`bytes=${van}-`)).toEqual(wanted(alle.slice(van)));
        expect(bytes(`bytes=-${tot}`)).toEqual(wanted(tot === 0 ? [] : alle.slice(-tot)));
        expect(bytes(`bytes=${van}-${tot}`)).toEqual(tot < van ? null : wanted(alle.slice(van, tot + 1)));
      }),
    );
  });
  it('that is none, or of another file, asks for the whole', () => {
    for (const header of [undefined, 'bytes=-', 'bytes=a-b', 'bytes=0-1,3-4', 'regels=0-1', `bytes=${'9'.repeat(20)}-`])
      expect(leesRange(header, undefined, ETAG, 10), header).toBeNull();
    expect(leesRange('bytes=0-1', '"ander"', ETAG, 10)).toBeNull();
    expect(leesRange('bytes=0-1', ETAG, ETAG, 10)).toEqual({ van: 0, tot: 2 });
  });
});
