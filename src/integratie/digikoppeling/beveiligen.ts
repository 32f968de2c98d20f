/**
 * Signing and encrypting as the CPA prescribes: with our keys from the keystore, found by the certificate that the CPA
 * names for us; and opening what comes in, with the certificates that it names for the other side.
 */
import type { KeyObject, X509Certificate } from 'node:crypto';
import {
  type Acknowledgment,
  type Attachment,
  type Cpa,
  type EbmsError,
  type EbmsMessage,
  isAtHand,
  isPassed,
  MESSAGE_LIMITS,
  type OutgoingSecurity,
  openSecured,
  outgoingSecurity,
  outgoingSignalSigning,
  type ReferenceDigest,
  type Route,
  routeOf,
  type Signing,
  signalSigning,
  type UserMessage,
  verifyReceipt,
} from '../../standaarden/ebms/index.ts';
import type { Objecten } from './objecten.ts';

/** Our private key for a certificate of ours; null when it is not here. */
export type SleutelVan = (certificate: X509Certificate) => KeyObject | null;

/** What a message under this route is signed and encrypted with. Throws `CpaFault` when something for it is missing. */
export function beveiligingVan(route: Route, sleutelVan: SleutelVan): OutgoingSecurity {
  return outgoingSecurity(route, sleutelOf(route.signing?.certificate?.x509, sleutelVan));
}

/** What our acknowledgments to the other party are signed with. Throws `CpaFault` when something for it is missing. */
export function tekenaarVan(cpa: Cpa, eigenPartij: string, sleutelVan: SleutelVan): Signing {
  const x509 = signalSigning(cpa, eigenPartij)?.certificate?.x509;
  return outgoingSignalSigning(cpa, eigenPartij, sleutelOf(x509, sleutelVan));
}

function sleutelOf(certificate: X509Certificate | null | undefined, sleutelVan: SleutelVan): KeyObject | null {
  return certificate ? sleutelVan(certificate) : null;
}

export interface OpenContext {
  readonly sleutelVan: SleutelVan;
  readonly objecten: Pick<Objecten, 'lees'>;
}

export interface Geopend {
  /** Plain, to be used only without errors. */
  readonly message: EbmsMessage;
  readonly errors: readonly EbmsError[];
}

/** Encrypted payloads are opened in memory. */
const TE_GROOT: EbmsError = {
  errorCode: 'NotSupported',
  severity: 'Error',
  location: '/soap:Envelope/soap:Body/eb:Manifest',
  text: `An encrypted message is at most ${MESSAGE_LIMITS.bodyBytes} octets: send larger payloads without encryption`,
};

/**
 * Decrypts and verifies. `object` holds the body of a message whose payloads are not in memory.
 * Beside `validateAgainstCpa`, which refuses what should have been signed and is not.
 */
export async function open(
  { sleutelVan, objecten }: OpenContext,
  cpa: Cpa,
  message: EbmsMessage,
  object: string | null,
): Promise<Geopend> {
  const route = message.kind === 'user' ? routeOf(cpa, message.header) : null;
  if (!message.signed && !route?.encrypted) return { message, errors: [] };
  const certificate = route?.encrypted ? route.envelope?.certificate?.x509 : null;
  const key = certificate ? sleutelVan(certificate) : null;
  let readable = message;
  if (route?.encrypted && message.kind === 'user' && object !== null) {
    const size = message.attachments.reduce((sum, { content }) => sum + content.byteLength, 0);
    if (size > MESSAGE_LIMITS.bodyBytes) return { message, errors: [TE_GROOT] };
    readable = await terugInGeheugen(message, object, objecten);
  }
  return openSecured(readable, cpa, { decryption: key === null ? [] : [key] });
}

async function terugInGeheugen(
  message: UserMessage,
  object: string,
  objecten: Pick<Objecten, 'lees'>,
): Promise<UserMessage> {
  const attachments: Attachment[] = [];
  for (const attachment of message.attachments) {
    const { content } = attachment;
    if (isAtHand(content) || !isPassed(content)) {
      attachments.push(attachment);
      continue;
    }
    const pieces: Buffer[] = [];
    for await (const piece of objecten.lees(object, content.offset, content.offset + content.byteLength)) {
      pieces.push(piece);
    }
    attachments.push({ ...attachment, content: Buffer.concat(pieces) });
  }
  const manifest = message.manifest?.map((reference) => ({
    ...reference,
    attachment: attachments[message.attachments.indexOf(reference.attachment!)] ?? null,
  }));
  return { ...message, attachments, manifest: manifest ?? null };
}

/** Why this acknowledgment proves nothing about a message that asked for a signed one; null when it does. */
export function bewijsFout(
  ack: Pick<Acknowledgment, 'signed' | 'references'>,
  bewijs: readonly ReferenceDigest[],
): string | null {
  const [fault] = verifyReceipt(ack, bewijs);
  return fault === undefined ? null : `${fault.errorCode} ${fault.location}: ${fault.text}`;
}
