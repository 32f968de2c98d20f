/**
 * The octets of a payload: at hand, or elsewhere. What is too large for memory passes by once; of it are known its size, its digests
 * and where it lies in the body, and whoever took the body in can read it back from there.
 */
import { createHash, type Hash, hash } from 'node:crypto';

export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** Octets that are not in memory. */
export interface Elsewhere {
  readonly byteLength: number;
  /** @throws RangeError for an algorithm with which no digest was taken */
  digest(algorithm: DigestAlgorithm): Uint8Array;
}

/** Octets that passed by in a body. */
export interface Passed extends Elsewhere {
  /** Place of the first of them in the body. */
  readonly offset: number;
}

export type Content = Uint8Array | Elsewhere;

export function isAtHand(content: Content): content is Uint8Array {
  return content instanceof Uint8Array;
}

export function isPassed(content: Content): content is Passed {
  return !isAtHand(content) && 'offset' in content;
}

export function digestOf(content: Content, algorithm: DigestAlgorithm): Uint8Array {
  return isAtHand(content) ? hash(algorithm, content, 'buffer') : content.digest(algorithm);
}

/**
 * The octets themselves.
 * @throws TypeError when they are not in memory
 */
export function octetsOf(content: Content): Uint8Array {
  if (isAtHand(content)) return content;
  throw new TypeError('The octets of this payload are not in memory: read them from where the body was put');
}

/** Takes size and digests of octets that pass by. */
export class Passing {
  readonly #hashes: ReadonlyMap<DigestAlgorithm, Hash>;
  #offset: number | null = null;
  #byteLength = 0;

  constructor(algorithms: Iterable<DigestAlgorithm>) {
    this.#hashes = new Map([...algorithms].map((algorithm) => [algorithm, createHash(algorithm)]));
  }

  take(piece: Uint8Array, offset: number): void {
    this.#offset ??= offset;
    this.#byteLength += piece.byteLength;
    for (const hashed of this.#hashes.values()) hashed.update(piece);
  }

  /** Once all of it has passed. */
  result(): Passed {
    const digests = new Map([...this.#hashes].map(([algorithm, hashed]) => [algorithm, hashed.digest()]));
    return {
      byteLength: this.#byteLength,
      offset: this.#offset ?? 0,
      digest(algorithm) {
        const digest = digests.get(algorithm);
        if (digest === undefined) throw new RangeError(`No digest was taken with ${algorithm}`);
        return digest;
      },
    };
  }
}
