/** The algorithms of XML Encryption that are known here, by URI (Beveiligingsstandaarden ENC002-004). */

/** The name is what node:crypto calls it. CBC shows no tampering by itself: read where a CPA still has it, never written. */
export type ContentCipher = { readonly keyBytes: number } & (
  | { readonly mode: 'gcm'; readonly name: 'aes-128-gcm' | 'aes-256-gcm' }
  | { readonly mode: 'cbc'; readonly name: 'aes-128-cbc' | 'aes-256-cbc' }
);
export type GcmCipher = Extract<ContentCipher, { mode: 'gcm' }>;
export type CbcCipher = Extract<ContentCipher, { mode: 'cbc' }>;

const CIPHERS: ReadonlyMap<string, ContentCipher> = new Map([
  ['http://www.w3.org/2009/xmlenc11#aes128-gcm', { name: 'aes-128-gcm', keyBytes: 16, mode: 'gcm' }],
  ['http://www.w3.org/2009/xmlenc11#aes256-gcm', { name: 'aes-256-gcm', keyBytes: 32, mode: 'gcm' }],
  ['http://www.w3.org/2001/04/xmlenc#aes128-cbc', { name: 'aes-128-cbc', keyBytes: 16, mode: 'cbc' }],
  ['http://www.w3.org/2001/04/xmlenc#aes256-cbc', { name: 'aes-256-cbc', keyBytes: 32, mode: 'cbc' }],
]);

/** Null for an algorithm that is not known. */
export function cipherNamed(uri: string): ContentCipher | null {
  return CIPHERS.get(uri) ?? null;
}

/** Octets of the initialisation vector and of the tag (XML Encryption 1.1 sections 5.2.2 and 5.2.4). */
export const GCM_IV = 12;
export const GCM_TAG = 16;
export const CBC_BLOCK = 16;

/** RSA-OAEP with the mask function named apart (section 5.5.2), and the older one, whose mask function is always with SHA-1. */
export const RSA_OAEP = 'http://www.w3.org/2009/xmlenc11#rsa-oaep';
export const RSA_OAEP_MGF1P = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p';
export const RSA_1_5 = 'http://www.w3.org/2001/04/xmlenc#rsa-1_5';
export const MGF1_SHA256 = 'http://www.w3.org/2009/xmlenc11#mgf1sha256';
