/** The example of Amazon: "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks". */
import { describe, expect, it } from 'vitest';
import { inPieces } from './objects.testhulp.ts';
import { chunkedLength, signedChunks } from './s3-chunks.ts';
import { gather } from './source.ts';

const SEED = {
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  datetime: '20130524T000000Z',
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
};

describe('a stream signed in chunks', () => {
  it.each([1, 1_000, 65_536, 100_000])(
    'has the signatures of the example, in whatever pieces it came: %i',
    async (by) => {
      const bytes = await gather(signedChunks(inPieces(Buffer.alloc(66_560, 'a'), by), SEED));
      expect(bytes.toString('latin1').replace(/a{1024,}/g, (text) => `<${text.length}>`)).toBe(
        [
          '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
          '<65536>',
          '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
          '<1024>',
          '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
          '\r\n',
        ].join('\r\n'),
      );
      expect(bytes).toHaveLength(66_824);
    },
  );
  it.each([0, 1, 15, 16, 65_535, 65_536, 65_537, 131_072, 300_000])(
    'is as long as was told: %i bytes',
    async (size) => {
      expect(await gather(signedChunks(inPieces(Buffer.alloc(size), 50_000), SEED))).toHaveLength(chunkedLength(size));
    },
  );
});
