/**
 * Takes the key of an encrypted part out of its RSA wrapping, without telling whether that went well.
 *
 * Who may ask often enough whether an unwrapped key was well-formed can decrypt any message (Bleichenbacher 1998, Manger 2001). So
 * the padding is judged here, in steps that do not depend on its octets, and where it is wrong a random key comes out: the content
 * then fails, and that is all anybody sees. Node itself refuses RSA 1.5 (CVE-2023-46809), and knows OAEP only with one digest for both
 * its label and its mask, where Java's default mixes SHA-256 with SHA-1.
 */
import { constants, hash, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto';
import type { DigestAlgorithm } from './content.ts';

export type KeyTransport =
  | {
      readonly padding: 'oaep';
      readonly digest: DigestAlgorithm;
      readonly mask: DigestAlgorithm;
      readonly label: Uint8Array;
    }
  | { readonly padding: '1.5' };

/** A key of this many octets: the wrapped one, or a random one when none of the private keys opens it. All of them are tried. */
export function unwrapKey(
  wrapped: Uint8Array,
  transport: KeyTransport,
  length: number,
  privateKeys: readonly KeyObject[],
): Uint8Array {
  const chosen = randomBytes(length);
  for (const privateKey of privateKeys) {
    const block = rawRsa(wrapped, privateKey);
    if (block === null) continue;
    const [key, wrong] = transport.padding === 'oaep' ? unpadOaep(block, transport, length) : unpad15(block, length);
    // 0 when the padding is right, else all ones: that keeps what was there.
    const keep = isZero(wrong) - 1;
    for (let i = 0; i < length; i += 1) chosen[i] = ((key[i] ?? 0) & ~keep) | ((chosen[i] ?? 0) & keep);
  }
  return chosen;
}

/** Null when the octets are no number below the modulus, which anybody can see who has the certificate. */
function rawRsa(wrapped: Uint8Array, key: KeyObject): Buffer | null {
  if (key.asymmetricKeyType !== 'rsa') return null;
  try {
    return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped);
  } catch {
    return null;
  }
}

/** 1 for 0, else 0; for numbers up to 2^31, without a branch. */
function isZero(value: number): number {
  return ((value - 1) >>> 31) & 1 & ~(value >>> 31);
}

/** The key, and a number that is 0 when the padding was right. */
type Unpadded = readonly [key: Uint8Array, wrong: number];

/** RFC 8017 section 7.2.2: 00, 02, octets that are not 0, 00, key. Its length is known, so the place of the last 00 is too. */
function unpad15(block: Buffer, length: number): Unpadded {
  const end = block.length - length - 1;
  if (end < 10) return [Buffer.alloc(length), 1];
  let wrong = (block[0] ?? 1) | ((block[1] ?? 0) ^ 2) | (block[end] ?? 1);
  for (let i = 2; i < end; i += 1) wrong |= isZero(block[i] ?? 0);
  return [block.subarray(end + 1), wrong];
}

/** RFC 8017 section 7.1.2: 00, masked seed, masked (digest of the label, 00…, 01, key). */
function unpadOaep(
  block: Buffer,
  { digest, mask, label }: Extract<KeyTransport, { padding: 'oaep' }>,
  length: number,
): Unpadded {
  const labelDigest = hash(digest, label, 'buffer');
  const seedEnd = 1 + labelDigest.length;
  const end = block.length - seedEnd - length - 1;
  if (end < labelDigest.length) return [Buffer.alloc(length), 1];
  const masked = block.subarray(seedEnd);
  const seed = xor(block.subarray(1, seedEnd), mgf1(mask, masked, labelDigest.length));
  const data = xor(masked, mgf1(mask, seed, masked.length));
  let wrong = (block[0] ?? 1) | ((data[end] ?? 0) ^ 1);
  for (let i = 0; i < end; i += 1) wrong |= (data[i] ?? 0) ^ (labelDigest[i] ?? 0);
  return [data.subarray(end + 1), wrong];
}

/** RFC 8017 appendix B.2.1. */
function mgf1(algorithm: DigestAlgorithm, seed: Uint8Array, length: number): Buffer {
  let mask = Buffer.alloc(0);
  for (let i = 0; mask.length < length; i += 1) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(i);
    mask = Buffer.concat([mask, hash(algorithm, Buffer.concat([seed, counter]), 'buffer')]);
  }
  return mask.subarray(0, length);
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((octet, i) => octet ^ (b[i] ?? 0)));
}
