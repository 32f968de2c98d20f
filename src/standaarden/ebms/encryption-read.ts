/**
 * Decrypts the parts of a message (XML Encryption 1.1). The plaintext was signed, so `verifySignature` comes after this.
 *
 * Never an oracle: whatever is wrong with an encrypted part, its error is the same, and the same as for a part that is not what was
 * signed. The algorithm must be the one of the CPA, else a part in GCM could be offered again as CBC, which shows no tampering.
 */
import { createDecipheriv, type KeyObject } from 'node:crypto';
import { attrOf, child, childrenOf, descend, parseXml, textOf, type XmlElement, XmlFault } from '../xml/index.ts';
import { hashNamed } from './algorithms.ts';
import { DS_NS, XENC_NS, XENC11_NS } from './constants.ts';
import { type Content, octetsOf } from './content.ts';
import {
  CBC_BLOCK,
  type CbcCipher,
  type ContentCipher,
  cipherNamed,
  GCM_IV,
  GCM_TAG,
  type GcmCipher,
  RSA_1_5,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
} from './encryption-algorithms.ts';
import { type KeyTransport, unwrapKey } from './encryption-key.ts';
import type { Attachment, EbmsError, UserMessage } from './message.ts';
import { cidLocation, PART_REFUSED, securityFailure } from './security-fault.ts';
import { decodeTransfer } from './transfer-encoding.ts';

export interface DecryptionParams {
  /** Private RSA keys; several while one replaces another. */
  readonly keys: readonly KeyObject[];
  /** URI, as in the CPA (ReceiverDigitalEnvelope); the message must use this one. */
  readonly encryptionAlgorithm: string;
  /** Accept keys wrapped with RSA PKCS#1 v1.5, as ebms-core does it, against Beveiligingsstandaarden ENC004. Default false. */
  readonly allowRsa15?: boolean;
}

export interface Decrypted<Octets extends Content> {
  /** The message with the plaintext of every part that could be decrypted. */
  readonly message: UserMessage<Octets | Uint8Array>;
  /** Empty when all of them could. */
  readonly errors: readonly EbmsError[];
}

/**
 * Every part of the Manifest must be encrypted; parts that it does not name stay as they are.
 * @throws TypeError when a part is not in memory
 */
export function decryptAttachments<Octets extends Content>(
  message: UserMessage<Octets>,
  params: DecryptionParams,
): Decrypted<Octets> {
  const opened = new Map(message.attachments.map((part) => [part, decryptPart(part, params)]));
  const errors = message.attachments.flatMap((part) =>
    opened.get(part) === null ? [securityFailure(cidLocation(part.contentId), PART_REFUSED)] : [],
  );
  const plain = (part: Attachment<Octets>): Attachment<Octets | Uint8Array> => opened.get(part) ?? part;
  const manifest = message.manifest?.map((reference) => ({
    ...reference,
    attachment: reference.attachment && plain(reference.attachment),
  }));
  return {
    message: { ...message, manifest: manifest ?? null, attachments: message.attachments.map(plain) },
    errors,
  };
}

/** Base64 in XML of the largest body that comes in. */
const LIMITS = { bytes: 64 * 1024 * 1024, depth: 20, elements: 100, attributes: 200 };

/** Null for anything that is not right. */
function decryptPart(
  part: Attachment,
  { keys, encryptionAlgorithm, allowRsa15 = false }: DecryptionParams,
): Attachment<Uint8Array> | null {
  const cipher = cipherNamed(encryptionAlgorithm);
  const root = readRoot(octetsOf(part.content));
  if (cipher === null || root === null || algorithmOf(root) !== encryptionAlgorithm) return null;
  const encryptedKeys = childrenOf(child(root, DS_NS, 'KeyInfo') ?? root, XENC_NS, 'EncryptedKey');
  const [encryptedKey] = encryptedKeys;
  const transport = encryptedKey && readTransport(encryptedKey, allowRsa15);
  const wrapped = encryptedKey && cipherValue(encryptedKey);
  const sealed = cipherValue(root);
  if (!transport || !wrapped || !sealed || encryptedKeys.length !== 1) return null;
  const content = open(cipher, unwrapKey(wrapped, transport, cipher.keyBytes, keys), sealed);
  return content && { contentId: part.contentId, contentType: readType(root), content };
}

function readRoot(content: Uint8Array): XmlElement | null {
  try {
    const root = parseXml(content, LIMITS);
    return root.ns === XENC_NS && root.name === 'EncryptedData' ? root : null;
  } catch (fault) {
    if (fault instanceof XmlFault) return null;
    throw fault;
  }
}

function algorithmOf(el: XmlElement): string | undefined {
  const method = child(el, XENC_NS, 'EncryptionMethod');
  return method && attrOf(method, '', 'Algorithm');
}

/** Null for a transport that is not known, or not allowed. */
function readTransport(encryptedKey: XmlElement, allowRsa15: boolean): KeyTransport | null {
  const method = child(encryptedKey, XENC_NS, 'EncryptionMethod');
  const algorithm = algorithmOf(encryptedKey);
  if (algorithm === RSA_1_5) return allowRsa15 ? { padding: '1.5' } : null;
  if (method === undefined || (algorithm !== RSA_OAEP && algorithm !== RSA_OAEP_MGF1P)) return null;
  const digestMethod = child(method, DS_NS, 'DigestMethod');
  const digest = digestMethod === undefined ? 'sha1' : hashNamed(attrOf(digestMethod, '', 'Algorithm') ?? '');
  const mgf = algorithm === RSA_OAEP ? child(method, XENC11_NS, 'MGF') : undefined;
  const mask = mgf === undefined ? 'sha1' : maskNamed(attrOf(mgf, '', 'Algorithm') ?? '');
  const label = base64Of(child(method, XENC_NS, 'OAEPparams')) ?? new Uint8Array();
  return digest && mask && { padding: 'oaep', digest, mask, label };
}

/** `…xmlenc11#mgf1sha256` and its like. */
function maskNamed(uri: string) {
  const masks = ['sha1', 'sha256', 'sha384', 'sha512'] as const;
  return masks.find((mask) => uri === `${XENC11_NS}mgf1${mask}`) ?? null;
}

function cipherValue(el: XmlElement): Uint8Array | null {
  return base64Of(descend(el, XENC_NS, 'CipherData', 'CipherValue'));
}

function base64Of(el: XmlElement | undefined): Uint8Array | null {
  return el === undefined ? null : decodeTransfer(Buffer.from(textOf(el)), 'base64');
}

/** Null when the tag or the padding is wrong. */
function open(cipher: ContentCipher, key: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  try {
    return cipher.mode === 'gcm' ? openGcm(cipher, key, sealed) : openCbc(cipher, key, sealed);
  } catch {
    return null;
  }
}

function openGcm({ name }: GcmCipher, key: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < GCM_IV + GCM_TAG) return null;
  const decipher = createDecipheriv(name, key, sealed.subarray(0, GCM_IV), { authTagLength: GCM_TAG });
  decipher.setAuthTag(sealed.subarray(-GCM_TAG));
  return Buffer.concat([decipher.update(sealed.subarray(GCM_IV, -GCM_TAG)), decipher.final()]);
}

/** XML Encryption section 5.2.1: the last octet counts the padding, whose other octets are free. */
function openCbc({ name }: CbcCipher, key: Uint8Array, sealed: Uint8Array): Buffer | null {
  const decipher = createDecipheriv(name, key, sealed.subarray(0, CBC_BLOCK)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed.subarray(CBC_BLOCK)), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  return padding >= 1 && padding <= CBC_BLOCK ? padded.subarray(0, -padding) : null;
}

/** Goes into headers and logs of whoever reads it. */
function readType(root: XmlElement): string {
  const type = attrOf(root, '', 'MimeType') ?? '';
  return /^[\x20-\x7e]{1,500}$/.test(type) ? type : 'application/octet-stream';
}
