/**
 * Signing and encryption as a CPA prescribes them, in one step out and one step in, so that nobody can leave out half of it.
 */
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Cpa, CpaCertificate, NonRepudiation } from './cpa.ts';
import { CpaFault } from './cpa-fault.ts';
import { cipherNamed } from './encryption-algorithms.ts';
import { decryptAttachments } from './encryption-read.ts';
import type { EbmsError, EbmsMessage, UserMessage } from './message.ts';
import type { Encryption } from './message-write.ts';
import { type Route, signalSigning } from './route.ts';
import { SIGNATURE_PATH, securityFailure } from './security-fault.ts';
import { verifySignature } from './signature-verify.ts';
import type { Signing } from './signature-write.ts';
import { routeOf } from './validate.ts';

/** What `buildUserMessage` needs for this route; null for what the route does not ask. */
export interface OutgoingSecurity {
  readonly signing: Signing | null;
  readonly encryption: Encryption | null;
}

/**
 * `key` is of the certificate that the CPA has for us; it is not looked at when the route is unsigned.
 * @throws CpaFault when the CPA asks for what it has no certificate for
 */
export function outgoingSecurity(route: Route, key: KeyObject | null): OutgoingSecurity {
  return {
    signing: route.signed ? signingWith(route.signing, key, route.cpaId) : null,
    encryption: route.encrypted ? encryptionFor(route) : null,
  };
}

/**
 * What a signal of this party is signed with, when it is to be signed.
 * @throws CpaFault when the CPA has no signature or certificate for this party
 */
export function outgoingSignalSigning(cpa: Cpa, partyId: string, key: KeyObject | null, action?: string): Signing {
  return signingWith(signalSigning(cpa, partyId, action), key, cpa.id);
}

function signingWith(agreed: NonRepudiation | null, key: KeyObject | null, cpaId: string): Signing {
  const certificate = x509Of(agreed);
  if (agreed === null || certificate === null) throw missing(cpaId, 'SenderNonRepudiation met een certificaat');
  if (key === null) throw missing(cpaId, 'een eigen sleutel bij het certificaat om mee te ondertekenen');
  return { ...agreed, key, certificate };
}

function encryptionFor({ envelope, cpaId }: Route): Encryption {
  const certificate = x509Of(envelope);
  if (envelope === null || certificate === null) throw missing(cpaId, 'ReceiverDigitalEnvelope met een certificaat');
  return { encryptionAlgorithm: envelope.encryptionAlgorithm, certificate };
}

function missing(cpaId: string, what: string): CpaFault {
  return new CpaFault([{ location: cpaId, text: `Beveiligen kan niet: ${what} ontbreekt` }]);
}

/** What one needs of oneself to open a message. */
export interface OpeningKeys {
  /** Private keys of the certificates that the CPA has, or had, for encrypting to us. */
  readonly decryption: readonly KeyObject[];
  /** Accept SHA-1 where the CPA prescribes it. Default false. */
  readonly allowSha1?: boolean;
  /** Accept keys wrapped with RSA PKCS#1 v1.5. Default false. */
  readonly allowRsa15?: boolean;
}

export interface Opened<Message extends EbmsMessage> {
  /** With plaintext attachments. Only to be used when there are no errors. */
  readonly message: Message;
  /** SecurityFailure, each with its place; empty when all is as it should be. */
  readonly errors: readonly EbmsError[];
}

/**
 * Decrypts what the route says is encrypted, then verifies the signature of whatever is signed, with the certificate of the CPA.
 * Comes after `validateAgainstCpa`, which refuses what should have been signed and is not. A signature that cannot be checked, since
 * the CPA has no certificate for it, is refused. Of a signed acknowledgment, `verifyReceipt` holds the digests against what was sent.
 *
 * The signature is verified even when a part could not be decrypted. Else somebody who changes the envelope, to offer one ciphertext
 * many times under other MessageIds, would see from the place of the error whether its padding came out right.
 */
export function openSecured<Message extends EbmsMessage>(
  message: Message,
  cpa: Cpa,
  keys: OpeningKeys,
): Opened<Message>;
export function openSecured(message: EbmsMessage, cpa: Cpa, keys: OpeningKeys): Opened<EbmsMessage> {
  const route = message.kind === 'user' ? routeOf(cpa, message.header) : null;
  const opened: Opened<EbmsMessage> =
    message.kind === 'user' && route?.encrypted ? decrypted(message, route, keys) : { message, errors: [] };
  if (!message.signed) return opened;
  const { partyIds } = message.header.from;
  const agreed =
    message.kind === 'user'
      ? (route?.signing ?? null)
      : signalSigning(cpa, partyIds[0]?.value ?? '', message.header.action);
  const errors = verified(opened.message, agreed, keys);
  return errors.length > 0 ? { ...opened, errors } : opened;
}

function decrypted(
  message: UserMessage,
  { envelope }: Route,
  { decryption, allowRsa15 = false }: OpeningKeys,
): Opened<UserMessage> {
  const encryptionAlgorithm = envelope?.encryptionAlgorithm ?? '';
  if (!message.signed && cipherNamed(encryptionAlgorithm)?.mode === 'cbc') {
    return {
      message,
      errors: [securityFailure(SIGNATURE_PATH, 'A message in CBC mode is read when it is signed too')],
    };
  }
  return decryptAttachments(message, { keys: decryption, encryptionAlgorithm, allowRsa15 });
}

function verified(
  message: EbmsMessage,
  agreed: NonRepudiation | null,
  { allowSha1 = false }: OpeningKeys,
): EbmsError[] {
  const certificate = x509Of(agreed);
  if (agreed === null || certificate === null) {
    return [securityFailure(SIGNATURE_PATH, 'The CPA has no certificate to check this signature with')];
  }
  return verifySignature(message, { ...agreed, certificate, allowSha1 });
}

function x509Of(agreed: { readonly certificate: CpaCertificate | null } | null): X509Certificate | null {
  return agreed?.certificate?.x509 ?? null;
}
