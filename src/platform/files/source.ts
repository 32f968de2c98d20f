/** The stream that is to be stored, held to its word. */
import { SizeMismatch } from './faults.ts';

/**
 * Passes the pieces on when there are `size` bytes of them, and throws when it ends early, gives more, fails or is called
 * off. That all was well is known only at its end: who reads it makes nothing final before that.
 */
export async function* exactly(
  bytes: AsyncIterable<Uint8Array>,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  let came = 0;
  for await (const piece of stoppable(bytes, signal)) {
    came += piece.byteLength;
    if (came > size) throw new SizeMismatch(size, came);
    yield piece;
  }
  if (came < size) throw new SizeMismatch(size, came);
}

/** Passes the pieces on until it is called off, also when the next one never comes. */
export async function* stoppable(
  bytes: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const source = bytes[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await nextOf(source, signal);
      if (next.done) break;
      yield next.value;
    }
    ended = true;
  } finally {
    // Not waited for: a source that hangs would hold up what goes wrong here.
    if (!ended) source.return?.().catch(() => undefined);
  }
}

/** All of it, in memory. */
export async function gather(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The next piece, or the reason for which it was called off: also when the source never gives one. */
function nextOf(source: AsyncIterator<Uint8Array>, signal?: AbortSignal): Promise<IteratorResult<Uint8Array>> {
  if (signal === undefined) return source.next();
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const calledOff = (): void => reject(signal.reason);
    signal.addEventListener('abort', calledOff);
    source
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', calledOff));
  });
}
