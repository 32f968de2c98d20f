/** Reading the blocks of a PEM file (RFC 7468). A file that was half written is a fault and never half of its content. */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

export interface PemContent {
  readonly certificates: readonly X509Certificate[];
  readonly keys: readonly KeyObject[];
}

/** Labels that may stand beside keys and certificates and that nothing here is made of. */
const IGNORED = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST', 'EC PARAMETERS', 'DH PARAMETERS']);

/** All keys and certificates in the text. Throws an Error that says what is wrong and repeats nothing of the text. */
export function readPem(text: string, passphrase: string | null): PemContent {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]*-----END \1-----/g)];
  if (blocks.length !== text.split('-----BEGIN ').length - 1) throw new Error('het bestand is niet af');
  if (blocks.length === 0) throw new Error('er staat geen PEM in');
  const certificates: X509Certificate[] = [];
  const keys: KeyObject[] = [];
  for (const [block, label] of blocks) {
    if (label === 'CERTIFICATE') certificates.push(readCertificate(block));
    else if (label?.endsWith('PRIVATE KEY')) keys.push(readKey(block, passphrase));
    else if (!IGNORED.has(label!)) throw new Error(`een blok ${label} hoort hier niet`);
  }
  return { certificates, keys };
}

/** DER as PEM. */
export function writePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** Names a public key: equal for a certificate and the private key that belongs to it. */
export function publicKeyId(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

function readCertificate(block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch {
    throw new Error('een certificaat is niet te lezen');
  }
}

function readKey(block: string, passphrase: string | null): KeyObject {
  try {
    return createPrivateKey(passphrase === null ? block : { key: block, passphrase });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ERR_MISSING_PASSPHRASE')
      throw new Error('een sleutel is versleuteld, en er is geen wachtwoord gegeven');
    throw new Error('een sleutel is niet te lezen, of het wachtwoord past er niet bij');
  }
}
