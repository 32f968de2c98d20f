/** The body of a stored message as it goes over the wire: the octets of its row, or a stream that joins them with objects. */
import type { NetBody } from '../../platform/net/index.ts';
import type { Deel } from './bewaren.ts';
import type { Objecten } from './objecten.ts';

export interface Opgeborgen {
  readonly inhoud: Uint8Array;
  readonly delen: readonly Deel[] | null;
}

/** Each call of `open` gives the same octets again. */
export function lichaamVan({ inhoud, delen }: Opgeborgen, objecten: Pick<Objecten, 'lees'>): NetBody {
  if (delen === null) return inhoud;
  const bytes = delen.reduce((sum, deel) => sum + deel.bytes, 0);
  return {
    bytes,
    async *open() {
      let at = 0;
      for (const { object, bytes: size } of delen) {
        if (object !== undefined) yield* objecten.lees(object, 0, size);
        else {
          yield inhoud.subarray(at, at + size);
          at += size;
        }
      }
    },
  };
}

/** Its size in octets. */
export function grootteVan({ inhoud, delen }: Opgeborgen): number {
  return delen === null ? inhoud.byteLength : delen.reduce((sum, { bytes }) => sum + bytes, 0);
}
