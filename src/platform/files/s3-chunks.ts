/**
 * A stream that is signed while it passes (AWS Signature Version 4, "Transferring payload in multiple chunks"): each chunk has
 * a signature over its hash and the signature before it, and an empty chunk ends it. So the service takes no stream that
 * was cut off or changed on its way, also a service that does not look at Content-Length.
 */
import { createHash, createHmac } from 'node:crypto';

/** Bytes of content in a chunk; Amazon wants at least 8 KiB. */
const CHUNK = 64 * 1024;
const EMPTY_HASH = createHash('sha256').digest('hex');

/** What the signature of the request itself was made with, and that signature: the first of the chain. */
export interface Seed {
  readonly secretAccessKey: string;
  readonly region: string;
  /** `20130524T000000Z`. */
  readonly datetime: string;
  readonly signature: string;
}

/** How many bytes go over the line for content of this size. */
export function chunkedLength(size: number): number {
  const rest = size % CHUNK;
  return Math.floor(size / CHUNK) * framed(CHUNK) + (rest > 0 ? framed(rest) : 0) + framed(0);
}

function framed(size: number): number {
  return headOf(size, '0'.repeat(64)).length + size + 2;
}

function headOf(size: number, signature: string): string {
  return `${size.toString(16)};chunk-signature=${signature}\r\n`;
}

export async function* signedChunks(bytes: AsyncIterable<Uint8Array>, seed: Seed): AsyncGenerator<Buffer, void> {
  const { datetime, region, secretAccessKey } = seed;
  const scope = [datetime.slice(0, 8), region, 's3', 'aws4_request'];
  const key = scope.reduce<string | Buffer>((k, part) => hmac(k, part).digest(), `AWS4${secretAccessKey}`);
  let before = seed.signature;

  function frame(size: number, parts: readonly Uint8Array[]): Buffer {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    const signing = [datetime, scope.join('/'), before, EMPTY_HASH, hash.digest('hex')];
    before = hmac(key, ['AWS4-HMAC-SHA256-PAYLOAD', ...signing].join('\n')).digest('hex');
    return Buffer.concat([Buffer.from(headOf(size, before)), ...parts, Buffer.from('\r\n')]);
  }

  let size = 0;
  let parts: Uint8Array[] = [];
  for await (const piece of bytes) {
    for (let at = 0; at < piece.byteLength; ) {
      const part = piece.subarray(at, at + CHUNK - size);
      parts.push(part);
      at += part.byteLength;
      size += part.byteLength;
      if (size < CHUNK) continue;
      yield frame(size, parts);
      [size, parts] = [0, []];
    }
  }
  if (size > 0) yield frame(size, parts);
  yield frame(0, []);
}

function hmac(key: string | Buffer, text: string) {
  return createHmac('sha256', key).update(text);
}
