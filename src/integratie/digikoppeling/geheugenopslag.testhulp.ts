/** A store of objects in memory, which a test can look into and break. */
import { FileMissing, type ObjectStore, SizeMismatch } from '../../platform/files/index.ts';

export interface GeheugenOpslag extends ObjectStore {
  readonly objecten: ReadonlyMap<string, Buffer>;
  /** The most octets it was given at once, so that a test sees that nothing came as a whole. */
  grootsteStuk(): number;
}

export function geheugenOpslag(): GeheugenOpslag {
  const objecten = new Map<string, Buffer>();
  let most = 0;
  return {
    objecten,
    grootsteStuk: () => most,
    async put(key, size, bytes) {
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) {
        most = Math.max(most, piece.byteLength);
        pieces.push(Uint8Array.from(piece));
      }
      const whole = Buffer.concat(pieces);
      if (whole.byteLength !== size) throw new SizeMismatch(size, whole.byteLength);
      objecten.set(key, whole);
    },
    async *get(key, from, to) {
      const whole = objecten.get(key);
      if (whole === undefined) throw new FileMissing(key);
      for (let at = from; at < to; at += 65_536) yield whole.subarray(at, Math.min(to, at + 65_536));
    },
    remove: async (key) => void objecten.delete(key),
    sweep: async () => 0,
    check: async () => undefined,
  };
}
