/** What every object store must do: the same tests for a disk, for the S3 of the tests and for a real S3 service. */
import { createCipheriv, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BLOCK, fingerprint, readChecked } from './blocks.ts';
import { FileDamaged, FileMissing, SizeMismatch } from './faults.ts';
import type { ObjectStore } from './objects.ts';
import { gather } from './source.ts';

/** A store to test, and a look at what lies in it. */
export interface Stand {
  readonly store: ObjectStore;
  /** The names of all that lies there, also of what is on its way. */
  lying(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Bytes that are the same each time, and not the same everywhere. */
export function bytesOf(size: number, seed = 1): Buffer {
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'proef'), Buffer.alloc(16, seed));
  return stream.update(Buffer.alloc(size));
}

/** The bytes in pieces; `atPiece` runs before each, and once more before the end. */
export async function* inPieces(
  bytes: Uint8Array,
  piece: number,
  atPiece: (n: number) => void | Promise<void> = () => undefined,
): AsyncGenerator<Uint8Array> {
  let n = 0;
  for (let at = 0; at < bytes.byteLength; at += piece) {
    await atPiece(n++);
    yield bytes.subarray(at, at + piece);
  }
  await atPiece(n);
}

const KB = 1024;
/** A small one is held and sent as one, a large one streams: an S3 store does those differently. */
const SIZES = [
  ['small', 40, 5],
  ['large', 1_400 * KB, 200 * KB],
] as const;

export function objectStoreSuite(name: string, make: () => Promise<Stand>): void {
  describe(`an object store: ${name}`, () => {
    let stand: Stand;
    let store: ObjectStore;
    beforeAll(async () => {
      stand = await make();
      store = stand.store;
    });
    afterAll(() => stand.close());

    const put = (key: string, bytes: Uint8Array) => store.put(key, bytes.byteLength, inPieces(bytes, 64 * KB));
    /** That nothing of this key is left, under its name or on its way. */
    async function expectNothingOf(key: string, why?: string): Promise<void> {
      expect(
        (await stand.lying()).filter((lies) => lies.includes(key)),
        why,
      ).toEqual([]);
      await expect(gather(store.get(key, 0, 1)), why).rejects.toThrow(FileMissing);
    }

    it('is there and writable, and keeps nothing of the look', async () => {
      const before = await stand.lying();
      await store.check();
      await store.check();
      expect((await stand.lying()).filter((lies) => !before.includes(lies) && !lies.endsWith('proef'))).toEqual([]);
    });
    it.each([0, 1, 4_095, 64 * KB, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17])(
      'gives back what it got: %i bytes',
      async (size) => {
        const key = randomUUID();
        const bytes = bytesOf(size);
        await put(key, bytes);
        expect((await gather(store.get(key, 0, size))).equals(bytes)).toBe(true);
      },
    );
    it('gives any range', async () => {
      const key = randomUUID();
      const size = BLOCK + 70_000;
      const bytes = bytesOf(size, 2);
      await put(key, bytes);
      const position = fc.nat({ max: size });
      await fc.assert(
        fc.asyncProperty(position, position, async (a, b) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          expect((await gather(store.get(key, from, to))).equals(bytes.subarray(from, to))).toBe(true);
        }),
        {
          numRuns: 25,
          examples: [
            [0, 0],
            [size, size],
            [size - 1, size],
            [0, 1],
          ] as [number, number][],
        },
      );
    });
    it('gives it checked, block by block', async () => {
      const key = randomUUID();
      const bytes = bytesOf(2 * BLOCK + 99, 3);
      const print = fingerprint();
      await store.put(key, bytes.byteLength, print.through(inPieces(bytes, 100_000)));
      const read = readChecked(store, key, print.result(), BLOCK - 1, 2 * BLOCK + 1);
      expect((await gather(read)).equals(bytes.subarray(BLOCK - 1, 2 * BLOCK + 1))).toBe(true);
    });
    it('has nothing under a key that never was', async () => {
      const key = randomUUID();
      await expect(gather(store.get(key, 0, 0))).rejects.toThrow(FileMissing);
      await expect(gather(store.get(key, 5, 10))).rejects.toMatchObject({ name: 'FileMissing', key });
    });
    it('tells that an object is shorter than what is asked', async () => {
      const key = randomUUID();
      await put(key, bytesOf(100));
      await expect(gather(store.get(key, 50, 101))).rejects.toThrow(FileDamaged);
      await expect(gather(store.get(key, 200, 300))).rejects.toThrow(FileDamaged);
    });
    it('takes an object away for good; twice is no error', async () => {
      const key = randomUUID();
      await put(key, bytesOf(100));
      await store.remove(key);
      await expectNothingOf(key);
      await store.remove(key);
      await store.remove(randomUUID());
    });
    it('keeps 64 objects that come at once apart', async () => {
      const all = Array.from({ length: 64 }, (_, n) => ({ key: randomUUID(), bytes: bytesOf(20_000 + n, n + 1) }));
      await Promise.all(all.map(({ key, bytes }) => put(key, bytes)));
      const back = await Promise.all(all.map(({ key, bytes }) => gather(store.get(key, 0, bytes.byteLength))));
      expect(back.map((bytes, n) => bytes.equals(all[n]!.bytes))).toEqual(all.map(() => true));
      await Promise.all(all.map(({ key }) => store.remove(key)));
    });
    it('stops reading when its reader does', async () => {
      const key = randomUUID();
      await put(key, bytesOf(3 * BLOCK));
      for await (const piece of store.get(key, 0, 3 * BLOCK)) {
        expect(piece.byteLength).toBeGreaterThan(0);
        break;
      }
      expect(await gather(store.get(key, 0, 10))).toHaveLength(10);
    });

    describe.each(SIZES)('a stream that does not keep its word (%s, RS-F65)', (_size, size, piece) => {
      const bytes = bytesOf(size);
      const count = Math.ceil(size / piece);

      it.each([1, size])('leaves nothing when it gives %i bytes less', async (less) => {
        const key = randomUUID();
        const short = inPieces(bytes.subarray(0, size - less), piece);
        const refused = store.put(key, size, short);
        await expect(refused).rejects.toMatchObject({ name: 'SizeMismatch', announced: size, came: size - less });
        await expectNothingOf(key);
      });
      it.each([
        ['in its last piece', size - 1],
        ['in a piece more', size - (size % piece || piece)],
        ['where nothing was announced', 0],
      ])('leaves nothing when it gives more: %s', async (_where, announced) => {
        const key = randomUUID();
        await expect(store.put(key, announced, inPieces(bytes, piece))).rejects.toThrow(SizeMismatch);
        await expectNothingOf(key);
      });
      it('is read no further once it gave too much', async () => {
        let given = 0;
        const endless = inPieces(bytes, piece, () => void given++);
        await expect(store.put(randomUUID(), piece, endless)).rejects.toThrow(SizeMismatch);
        expect(given).toBe(2);
      });
      it('leaves nothing when it breaks before any of its pieces, or before its end', async () => {
        for (let at = 0; at <= count; at++) {
          const key = randomUUID();
          const broken = inPieces(bytes, piece, (n) => {
            if (n === at) throw new Error('de verbinding brak af');
          });
          await expect(store.put(key, size, broken), `piece ${at}`).rejects.toThrow('de verbinding brak af');
          await expectNothingOf(key, `piece ${at}`);
          // The key was not used; what comes again under it is stored.
          if (at === count) await put(key, bytes);
        }
      });
      it('leaves nothing when it is called off, also when it hangs at that moment', async () => {
        for (const at of [0, 1, count]) {
          const key = randomUUID();
          const stop = new AbortController();
          const hanging = inPieces(bytes, piece, (n) => {
            if (n < at) return;
            queueMicrotask(() => stop.abort(new Error('genoeg gewacht')));
            return new Promise(() => undefined);
          });
          await expect(store.put(key, size, hanging, stop.signal)).rejects.toThrow('genoeg gewacht');
          await expectNothingOf(key, `piece ${at}`);
        }
      });
      it('is not read at all when it was called off before', async () => {
        let given = 0;
        const key = randomUUID();
        const source = inPieces(bytes, piece, () => void given++);
        await expect(store.put(key, size, source, AbortSignal.abort(new Error('te laat')))).rejects.toThrow('te laat');
        expect(given).toBe(0);
        await expectNothingOf(key);
      });
    });

    describe('a key that is no uuid', () => {
      const uuid = '01970000-0000-7000-8000-0000000000ff';
      it.each([
        '',
        '../../etc/passwd',
        uuid.toUpperCase(),
        `${uuid}0`,
        `${uuid}\n`,
        uuid.slice(1),
        `../${uuid}`,
        `${uuid.slice(0, 32)}/../`,
        `${uuid.slice(0, 35)}\u0000`,
        uuid.replaceAll('-', '0'),
      ])('reaches nothing: %j (RS-F70)', async (key) => {
        await expect(store.put(key, 1, inPieces(bytesOf(1), 1))).rejects.toThrow('a uuid as its key');
        await expect(gather(store.get(key, 0, 1))).rejects.toThrow('a uuid as its key');
        await expect(store.remove(key)).rejects.toThrow('a uuid as its key');
      });
    });
    it.each([
      [-1, 5],
      [5, 4],
      [0.5, 3],
      [0, Number.POSITIVE_INFINITY],
      [Number.NaN, 3],
    ])('refuses a range that is none: %d up to %d', async (from, to) => {
      await expect(gather(store.get(randomUUID(), from, to))).rejects.toThrow(RangeError);
    });
  });
}
