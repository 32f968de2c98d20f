/**
 * Encrypts the parts of a message for their receiver (XML Encryption 1.1), each by itself, in the layout that handlers in the field
 * read: the part becomes application/xml with one xenc:EncryptedData, its key inside. Out go AES-GCM and RSA-OAEP with SHA-256.
 *
 * Keys and initialisation vectors come from node:crypto and not from an argument: one that repeats would give the content away.
 */
import { constants, createCipheriv, publicEncrypt, randomBytes, type X509Certificate } from 'node:crypto';
import { rawXml, xml, xmlBytes } from '../xml/index.ts';
import { DS_NS, SHA256, XENC_NS, XENC11_NS } from './constants.ts';
import { octetsOf } from './content.ts';
import type { DigitalEnvelope } from './cpa.ts';
import { cipherNamed, GCM_IV, type GcmCipher, MGF1_SHA256, RSA_OAEP } from './encryption-algorithms.ts';
import type { Attachment } from './message.ts';

/**
 * The attachments in envelopes that only the holder of the certificate can open; Content-IDs stay, Content-Types move inside. Sign
 * before this: the signature is about the plaintext.
 * @throws TypeError for an algorithm that is unknown or must not be written, a certificate without an RSA key, or octets that are not
 *   in memory
 */
export function encryptAttachments(
  attachments: readonly Attachment[],
  { encryptionAlgorithm }: Pick<DigitalEnvelope, 'encryptionAlgorithm'>,
  certificate: X509Certificate,
): Attachment<Uint8Array>[] {
  const cipher = cipherNamed(encryptionAlgorithm);
  if (cipher?.mode !== 'gcm') {
    throw new TypeError(
      'Encrypt with AES-128-GCM or AES-256-GCM: the CPA names an algorithm that is unknown or too old',
    );
  }
  if (certificate.publicKey.asymmetricKeyType !== 'rsa')
    throw new TypeError('Encryption needs a certificate with an RSA key');
  return attachments.map((part) => ({
    contentId: part.contentId,
    contentType: 'application/xml',
    content: encryptedData(part, cipher, encryptionAlgorithm, certificate),
  }));
}

function encryptedData(
  { contentId, contentType, content }: Attachment,
  cipher: GcmCipher,
  algorithm: string,
  certificate: X509Certificate,
): Uint8Array {
  const key = randomBytes(cipher.keyBytes);
  const oaep = { key: certificate.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const wrapped = publicEncrypt(oaep, key).toString('base64');
  const method = xml`<xenc:EncryptionMethod Algorithm="${RSA_OAEP}"><ds:DigestMethod Algorithm="${SHA256}"/><xenc11:MGF xmlns:xenc11="${XENC11_NS}" Algorithm="${MGF1_SHA256}"/></xenc:EncryptionMethod>`;
  const keyInfo = xml`<ds:KeyInfo xmlns:ds="${DS_NS}"><xenc:EncryptedKey>${method}<ds:KeyInfo><ds:KeyName>${subjectOf(certificate)}</ds:KeyName></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>${wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>`;
  // Base64 needs no escaping, and of a large part the search for what to escape would cost more than the encryption.
  const value = rawXml(seal(cipher, key, octetsOf(content)).toString('base64'));
  return xmlBytes(
    xml`<xenc:EncryptedData xmlns:xenc="${XENC_NS}" Id="${contentId}" Type="${XENC_NS}Element" MimeType="${contentType}"><xenc:EncryptionMethod Algorithm="${algorithm}"/>${keyInfo}<xenc:CipherData><xenc:CipherValue>${value}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>`,
  );
}

/** Initialisation vector, ciphertext, tag. */
function seal({ name }: GcmCipher, key: Uint8Array, content: Uint8Array): Buffer {
  const iv = randomBytes(GCM_IV);
  const cipher = createCipheriv(name, key, iv);
  return Buffer.concat([iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Tells an operator which certificate it was encrypted for. */
function subjectOf({ subject }: X509Certificate): string {
  return subject.split('\n').join(', ');
}
