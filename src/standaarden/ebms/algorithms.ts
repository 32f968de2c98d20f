/**
 * The algorithms of XML Signature that are known here, by URI. What is not in these tables does not exist: an HMAC, which would turn
 * a public key into a password, cannot be asked for.
 */
import { type Content, type DigestAlgorithm, digestOf } from './content.ts';

export interface SignatureMethod {
  readonly hash: DigestAlgorithm;
  /** `asymmetricKeyType` of the key that goes with it. */
  readonly keyType: 'rsa' | 'ec';
}

/** Beveiligingsstandaarden SIGN001: SHA-2. SHA-1 is for reading what old agreements still prescribe. */
const HASHES: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'sha1'],
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

const SIGNATURES: ReadonlyMap<string, SignatureMethod> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', { hash: 'sha1', keyType: 'rsa' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', { hash: 'sha256', keyType: 'rsa' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', { hash: 'sha384', keyType: 'rsa' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', { hash: 'sha512', keyType: 'rsa' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', { hash: 'sha256', keyType: 'ec' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { hash: 'sha384', keyType: 'ec' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', { hash: 'sha512', keyType: 'ec' }],
]);

/** Null for an algorithm that is not known. */
export function hashNamed(uri: string): DigestAlgorithm | null {
  return HASHES.get(uri) ?? null;
}

/** Null for an algorithm that is not known. */
export function signatureNamed(uri: string): SignatureMethod | null {
  return SIGNATURES.get(uri) ?? null;
}

/** As ds:DigestValue has it. */
export function digestValue(content: Content, algorithm: DigestAlgorithm): string {
  return Buffer.from(digestOf(content, algorithm)).toString('base64');
}
