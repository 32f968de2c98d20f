/** UUIDs: of a moment, and of a name. */
import { createHash } from 'node:crypto';
import type { Clock, Random } from './index.ts';

/**
 * Version 7 (RFC 9562 §5.7): 48 bits of time, then chance. Keys made later sort later, so inserts land at the end
 * of an index. Within one millisecond the order is by chance.
 */
export function uuidv7(clock: Clock, random: Random): string {
  const ms = clock.now().getTime();
  const bytes = new Uint8Array(16);
  bytes.set(random.bytes(10), 6);
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return written(bytes);
}

/** Version 8 (RFC 9562 §5.8, made of what we like): always the same one for the same name, which cannot be read from it. */
export function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x0f);
  return written(bytes);
}

function written(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
