/** Messages made to exhaust a reader: refused at once, in little memory, and after little work (RS-F52 to F55). */
import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { EbmsFault, MESSAGE_LIMITS, parseMessage, SOAP_ACTION } from '../../src/standaarden/ebms/index.ts';
import { parseXml, XmlFault } from '../../src/standaarden/xml/index.ts';
import { type Afloop, MIME_BOMMEN, XML_BOMMEN } from './bommen.ts';

/** All bombs together pass through a heap of this size; a tree of half a megabyte of XML takes about ten. */
const HEAP_MB = 64;
const SLOWEST_MS = 1_000;

const FAULTS: Readonly<Record<string, RegExp>> = {
  message: /^EbmsFault$/,
  cpa: /^CpaFault$/,
  'StUF answer': /^XmlFault$|^null$/,
  zakLk01: /^XmlFault$|^null$/,
  'SOAP Fault': /^null$/,
};

describe('every bomb', () => {
  it('is refused by every reader, in a small heap, within a second', async () => {
    const worker = new Worker(new URL('./bommen.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 16 },
      env: { BOMMEN: '1' },
    });
    const afloop = await new Promise<Afloop[]>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the worker ended without an answer')));
    });
    await worker.terminate();
    const readers = Object.keys(FAULTS).length;
    expect(afloop).toHaveLength(Object.keys(XML_BOMMEN).length * readers + Object.keys(MIME_BOMMEN).length);
    for (const { wat, uitkomst, ms } of afloop) {
      const reader = /, as (.*)$/.exec(wat)?.[1];
      expect([wat, uitkomst]).toEqual([wat, expect.stringMatching(FAULTS[reader ?? 'message']!)]);
      expect([wat, ms]).toEqual([wat, expect.toSatisfy((taken: number) => taken < SLOWEST_MS)]);
    }
  });
});

describe('the work stops at the limit', () => {
  /** How far the reader came: its fault stands at the first character too many. */
  function columnOf(xml: string): number {
    try {
      parseXml(xml, { depth: 50, elements: 1_000, attributes: 1_000 });
    } catch (fault) {
      if (fault instanceof XmlFault) return fault.column;
    }
    throw new Error('the document was read');
  }

  it('of depth, elements and attributes, and reads no further', () => {
    expect(columnOf('<a>'.repeat(100_000))).toBe(51 * 3);
    expect(columnOf(`<a>${'<b/>'.repeat(100_000)}`)).toBe(3 + 1_000 * 4);
    expect(columnOf(`<a ${'b="" '.repeat(100_000)}/>`)).toBeLessThan(1_002 * 5 + 3);
  });

  it('of parts: what comes after the hundredth is not looked at', () => {
    const { contentType, body } = MIME_BOMMEN['100 000 parts']!();
    const looks = vi.spyOn(Buffer.prototype, 'indexOf');
    try {
      expect(() => parseMessage({ contentType, soapAction: SOAP_ACTION, body })).toThrow(EbmsFault);
      expect(looks.mock.calls.length).toBeLessThan(MESSAGE_LIMITS.parts * 10);
    } finally {
      looks.mockRestore();
    }
  });

  it('of size: what is larger than a message is not opened', () => {
    const body = Buffer.alloc(MESSAGE_LIMITS.bodyBytes + 1);
    const looks = vi.spyOn(Buffer.prototype, 'indexOf');
    try {
      const read = () => parseMessage({ contentType: 'multipart/related; boundary=B', soapAction: SOAP_ACTION, body });
      expect(read).toThrow(expect.objectContaining({ answer: 'http', httpStatus: 413 }));
      expect(looks).not.toHaveBeenCalled();
    } finally {
      looks.mockRestore();
    }
  });
});
