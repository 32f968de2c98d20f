/**
 * Content checked block by block, so that no byte is ever given out that is not what was stored (RS-F17), also when only
 * a range is asked: whoever reads one byte of a file of 4 GB has one block read and checked.
 */
import { createHash } from 'node:crypto';
import { FileDamaged } from './faults.ts';
import { checkedRange, type ObjectStore } from './objects.ts';

/** What is checked as one, in bytes. At 32 bytes a block, a file of 4 GB has a list of 128 kB. */
export const BLOCK = 1024 * 1024;

/** Of SHA-256. */
const DIGEST = 32;

/** What content is known by. */
export interface Fingerprint {
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of all of it, hexadecimal in small letters. */
  readonly sha256: string;
  /** SHA-256 of each block of `BLOCK` bytes (the last may be shorter), 32 bytes each, one after the other. */
  readonly blocks: Buffer;
}

/** Takes the fingerprint of what passes by. */
export function fingerprint(): {
  through(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void>;
  /** Once all of it has passed. */
  result(): Fingerprint;
} {
  const whole = createHash('sha256');
  let block = createHash('sha256');
  const digests: Buffer[] = [];
  let size = 0;
  let result: Fingerprint | undefined;

  function take(piece: Uint8Array): void {
    whole.update(piece);
    for (const part of partsOf(piece, size)) {
      block.update(part);
      size += part.byteLength;
      if (size % BLOCK === 0) nextBlock();
    }
  }
  function nextBlock(): void {
    digests.push(block.digest());
    block = createHash('sha256');
  }

  return {
    async *through(bytes) {
      for await (const piece of bytes) {
        take(piece);
        yield piece;
      }
      if (size % BLOCK > 0) nextBlock();
      result = { size, sha256: whole.digest('hex'), blocks: Buffer.concat(digests) };
    },
    result() {
      if (result === undefined) throw new Error('the content has not passed yet');
      return result;
    },
  };
}

/**
 * The bytes from `from` up to `to` (exclusive) of what was stored with this fingerprint. A block leaves only once all of it
 * was read and found right; else `FileDamaged`. Holds one block in memory.
 */
export async function* readChecked(
  store: Pick<ObjectStore, 'get'>,
  key: string,
  { size, blocks }: Pick<Fingerprint, 'size' | 'blocks'>,
  from: number,
  to: number,
): AsyncGenerator<Buffer, void> {
  checkedRange(from, to);
  if (to > size) throw new RangeError(`no range of bytes within ${size}: ${from} up to ${to}`);
  if (blocks.byteLength !== Math.ceil(size / BLOCK) * DIGEST) throw new Error('blocks and size are of other content');

  const start = from - (from % BLOCK);
  const end = from === to ? start : Math.min(size, Math.ceil(to / BLOCK) * BLOCK);
  let at = start;
  let held: Buffer[] = [];
  let hash = createHash('sha256');
  for await (const piece of store.get(key, start, end)) {
    for (const part of partsOf(piece, at)) {
      hash.update(part);
      held.push(part);
      at += part.byteLength;
      if (at % BLOCK > 0 && at < end) continue;
      const first = Math.floor((at - 1) / BLOCK);
      if (!hash.digest().equals(blocks.subarray(first * DIGEST, (first + 1) * DIGEST))) throw new FileDamaged(key);
      yield* slices(held, first * BLOCK, from, to);
      held = [];
      hash = createHash('sha256');
    }
  }
  if (at !== end) throw new FileDamaged(key);
}

/** A piece that begins at byte `at` of the content, cut where a block ends. */
function* partsOf<T extends Uint8Array>(piece: T, at: number): Generator<T> {
  for (let done = 0; done < piece.byteLength; ) {
    const part = piece.subarray(done, done + BLOCK - ((at + done) % BLOCK)) as T;
    done += part.byteLength;
    yield part;
  }
}

/** Of pieces that begin at byte `at`, what lies within the range. */
function* slices(pieces: readonly Buffer[], at: number, from: number, to: number): Generator<Buffer> {
  let here = at;
  for (const piece of pieces) {
    const slice = piece.subarray(Math.max(0, from - here), Math.max(0, to - here));
    if (slice.byteLength > 0) yield slice;
    here += piece.byteLength;
  }
}
