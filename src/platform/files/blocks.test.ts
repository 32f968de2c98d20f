/** Content checked block by block: never a byte that is not what was stored (RS-F17). */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, FileDamaged, type Fingerprint, fingerprint, type ObjectStore, readChecked } from './index.ts';
import { bytesOf, inPieces } from './objects.testhulp.ts';
import { gather } from './source.ts';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

async function printOf(bytes: Uint8Array, piece: number): Promise<Fingerprint> {
  const print = fingerprint();
  expect((await gather(print.through(inPieces(bytes, piece)))).equals(bytes)).toBe(true);
  return print.result();
}

/** A store of one object, in pieces of this size; `asked` is what was asked of it. */
function memory(bytes: Buffer, piece: number, asked: [number, number][] = []): Pick<ObjectStore, 'get'> {
  return {
    async *get(_key, from, to) {
      asked.push([from, to]);
      for (let at = from; at < to; at += piece) yield bytes.subarray(at, Math.min(to, at + piece));
    },
  };
}

/** What came out before it ended, and the error that ended it. */
async function until(bytes: AsyncIterable<Buffer>): Promise<{ out: Buffer; error: unknown }> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of bytes) pieces.push(Buffer.from(piece));
    return { out: Buffer.concat(pieces), error: null };
  } catch (error) {
    return { out: Buffer.concat(pieces), error };
  }
}

const CONTENT = bytesOf(3 * BLOCK + 12_345);
const size = fc.oneof(
  fc.nat({ max: 3 * BLOCK + 12_345 }),
  fc.constantFrom(0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK),
);
const piece = fc.constantFrom(7_919, 65_536, 262_144, BLOCK, BLOCK + 3, 5 * BLOCK);
/** A size, and a range within it. */
const content = size.chain((n) => fc.tuple(fc.constant(n), fc.nat({ max: n }), fc.nat({ max: n }), piece, piece));

describe('the fingerprint', () => {
  it('is the hash of all of it and of each block, however it came in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(size, piece, async (n, by) => {
        const bytes = CONTENT.subarray(0, n);
        const blocks: Buffer[] = [];
        for (let at = 0; at < n; at += BLOCK) blocks.push(sha256(bytes.subarray(at, at + BLOCK)));
        const print = await printOf(bytes, by);
        expect(print).toEqual({ size: n, sha256: sha256(bytes).toString('hex'), blocks: Buffer.concat(blocks) });
      }),
      { numRuns: 40 },
    );
  });
  it('is that of content that comes byte by byte, too', async () => {
    const bytes = bytesOf(1_000);
    expect(await printOf(bytes, 1)).toEqual(await printOf(bytes, 1_000));
  });
  it('is not known before the end', async () => {
    const print = fingerprint();
    const passing = print.through(inPieces(bytesOf(10), 5));
    await passing.next();
    expect(() => print.result()).toThrow('has not passed yet');
  });
});

describe('a checked reader', () => {
  it('gives any range of any content', async () => {
    await fc.assert(
      fc.asyncProperty(content, async ([n, a, b, by, stored]) => {
        const bytes = CONTENT.subarray(0, n);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const read = readChecked(memory(bytes, stored), 'k', await printOf(bytes, by), from, to);
        expect((await gather(read)).equals(bytes.subarray(from, to))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
  it('asks no more of the store than the blocks that the range touches', async () => {
    const print = await printOf(CONTENT, BLOCK);
    const asked: [number, number][] = [];
    const read = (from: number, to: number) => gather(readChecked(memory(CONTENT, BLOCK, asked), 'k', print, from, to));
    await read(BLOCK + 1, BLOCK + 2);
    await read(BLOCK, 2 * BLOCK);
    await read(3 * BLOCK, CONTENT.length);
    await read(BLOCK + 5, BLOCK + 5);
    expect(asked).toEqual([
      [BLOCK, 2 * BLOCK],
      [BLOCK, 2 * BLOCK],
      [3 * BLOCK, CONTENT.length],
      [BLOCK, BLOCK],
    ]);
  });
  it('gives nothing of a block of which any byte was flipped, and all before it', async () => {
    const damaged = Buffer.from(CONTENT);
    const print = await printOf(CONTENT, BLOCK);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: CONTENT.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.nat({ max: CONTENT.length }),
        fc.nat({ max: CONTENT.length }),
        piece,
        async (at, flip, a, b, stored) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const block = Math.floor(at / BLOCK);
          damaged[at]! ^= flip;
          const { out, error } = await until(readChecked(memory(damaged, stored), 'k', print, from, to));
          damaged[at]! ^= flip;
          const touched = from < to && from < (block + 1) * BLOCK && to > block * BLOCK;
          const right = touched ? CONTENT.subarray(from, Math.max(from, block * BLOCK)) : CONTENT.subarray(from, to);
          expect(out.equals(right)).toBe(true);
          if (touched) expect(error).toMatchObject({ name: 'FileDamaged', key: 'k' });
          else expect(error).toBe(null);
        },
      ),
      { numRuns: 100 },
    );
  });
  it.each([
    ['its end is gone', CONTENT.subarray(0, CONTENT.length - 1)],
    ['its last block is gone', CONTENT.subarray(0, 3 * BLOCK)],
    ['everything is gone', Buffer.alloc(0)],
    ['two blocks changed places', Buffer.concat([CONTENT.subarray(BLOCK, 2 * BLOCK), CONTENT.subarray(0, BLOCK)])],
  ])('tells that it is damaged: %s', async (_what, stored) => {
    const print = await printOf(CONTENT, BLOCK);
    const { out, error } = await until(readChecked(memory(stored, 65_536), 'k', print, 0, CONTENT.length));
    expect(error).toBeInstanceOf(FileDamaged);
    expect(CONTENT.subarray(0, out.length).equals(out)).toBe(true);
    expect(out.length % BLOCK).toBe(0);
  });
  it('gives nothing of what a store gives beyond what was asked', async () => {
    const print = await printOf(CONTENT.subarray(0, 1_000), BLOCK);
    const more = { get: () => inPieces(CONTENT.subarray(0, 2_000), 500) as AsyncIterable<Buffer> };
    const { out, error } = await until(readChecked(more, 'k', print, 0, 1_000));
    expect(error).toBeInstanceOf(FileDamaged);
    expect(CONTENT.subarray(0, 1_000).subarray(0, out.length).equals(out)).toBe(true);
  });
  it('reads no further than two blocks ahead of its reader', async () => {
    const print = await printOf(CONTENT, BLOCK);
    let given = 0;
    const counted: Pick<ObjectStore, 'get'> = {
      async *get(_key, from, to) {
        for await (const bytes of memory(CONTENT, 262_144).get('k', from, to)) {
          given += bytes.length;
          yield bytes;
        }
      },
    };
    let taken = 0;
    for await (const bytes of readChecked(counted, 'k', print, 0, CONTENT.length)) {
      expect(given - taken).toBeLessThanOrEqual(2 * BLOCK);
      taken += bytes.length;
    }
    expect(taken).toBe(CONTENT.length);
  });
  it('lets go of the store when its reader stops', async () => {
    const print = await printOf(CONTENT, BLOCK);
    let closed = false;
    const store: Pick<ObjectStore, 'get'> = {
      async *get(_key, from, to) {
        try {
          yield CONTENT.subarray(from, to);
        } finally {
          closed = true;
        }
      },
    };
    for await (const _piece of readChecked(store, 'k', print, 0, CONTENT.length)) break;
    expect(closed).toBe(true);
  });
  it('refuses a range outside the content, and a list that belongs to other content', async () => {
    const print = await printOf(bytesOf(10), 5);
    const read = (of: Fingerprint, from: number, to: number) =>
      gather(readChecked(memory(CONTENT, 5), 'k', of, from, to));
    await expect(read(print, 0, 11)).rejects.toThrow(RangeError);
    await expect(read(print, 5, 4)).rejects.toThrow(RangeError);
    await expect(read({ ...print, size: BLOCK + 1 }, 0, 1)).rejects.toThrow('other content');
  });
});
