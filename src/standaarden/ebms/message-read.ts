/**
 * Reads an incoming ebMS 2.0 message: from HTTP headers and octets to a value, or to an EbmsFault that says how to answer.
 *
 * Read is not agreed: whether the message may be sent under its CPA is for `validateAgainstCpa`. The order of the steps is the order
 * in which an answer becomes possible: HTTP, SOAP, ebMS.
 */
import { attrOf, childrenOf, parseXml, textOf, type XmlElement, XmlFault } from '../xml/index.ts';
import { resolveCid } from './cid.ts';
import { EB_NS, MSH_SERVICE, SOAP_ACTION, SOAP_NS, XLINK_NS } from './constants.ts';
import { BODY_PATH, type Envelope, HEADER_PATH, openEnvelope, SOAP_LIMITS } from './envelope.ts';
import { messageErrorOf, soapFaultOf } from './fault.ts';
import { type Refuse, readAnswerTo, readHeader } from './header-read.ts';
import type { Attachment, EbmsMessage, ManifestReference, MessageBase, MessageHeader, UserMessage } from './message.ts';
import { MESSAGE_LIMITS, type MessageLimits, type Package, readAttachments, unpack } from './package-read.ts';
import { createPackageReader } from './package-stream.ts';
import { readSignal } from './signal-read.ts';

export interface IncomingMessage {
  /** The HTTP headers, undefined when absent. */
  readonly contentType: string | undefined;
  readonly soapAction: string | undefined;
  readonly body: Uint8Array;
  readonly limits?: Partial<MessageLimits>;
}

/**
 * The attachments and the SOAP part are views on `body`: do not write into it afterwards.
 * @throws EbmsFault
 */
export function parseMessage({ contentType, soapAction, body, limits }: IncomingMessage): EbmsMessage<Uint8Array> {
  checkSoapAction(soapAction);
  // What is unpacked from octets is octets.
  return readMessage(unpack(contentType, body, { ...MESSAGE_LIMITS, ...limits })) as EbmsMessage<Uint8Array>;
}

/** A message that passes by: its payloads stay behind as size, place and digests (`Passed`). */
export interface MessageReader {
  /** @throws EbmsFault as soon as it is clear that this cannot become a message */
  push(piece: Uint8Array): void;
  /** @throws EbmsFault */
  end(): EbmsMessage;
}

/**
 * Reads a message of any size as its octets come in; the caller puts the body where it can be read back. A payload with a transfer
 * encoding that changes its octets is refused.
 * @throws EbmsFault
 */
export function createMessageReader({ contentType, soapAction, limits }: Omit<IncomingMessage, 'body'>): MessageReader {
  checkSoapAction(soapAction);
  const reader = createPackageReader(contentType, { ...MESSAGE_LIMITS, ...limits });
  return { push: reader.push, end: () => readMessage(reader.end()) };
}

function checkSoapAction(soapAction: string | undefined): void {
  if (soapAction?.trim() === SOAP_ACTION) return;
  throw soapFaultOf('NotSupported', `The HTTP header SOAPAction must be ${SOAP_ACTION}, quotes included`);
}

function readMessage({ soap, payloads }: Package): EbmsMessage {
  const envelope = openEnvelope(readSoap(soap));
  const refuse = refusalFor(envelope.messageHeader);
  const header = readHeader(envelope.messageHeader, refuse);
  const attachments = readAttachments(payloads, refuse);
  const base = common(header, envelope, soap);
  return header.service.value === MSH_SERVICE
    ? readSignal(base, envelope, refuse)
    : readUserMessage(base, envelope, attachments, refuse);
}

function readSoap(soap: Uint8Array): XmlElement {
  try {
    return parseXml(soap, SOAP_LIMITS);
  } catch (fault) {
    if (fault instanceof XmlFault) throw soapFaultOf('OtherXml', fault.message);
    throw fault;
  }
}

/** Section 4.2.4: an error is never answered with an error. */
function refusalFor(messageHeader: XmlElement): Refuse {
  const answerTo = readAnswerTo(messageHeader);
  const [action] = childrenOf(messageHeader, EB_NS, 'Action');
  const isError = textOf(action)?.trim() === 'MessageError';
  return (errorCode, location, text) =>
    answerTo === null || isError
      ? soapFaultOf(errorCode, `${text} (at ${location})`)
      : messageErrorOf(errorCode, location, text, answerTo);
}

function common(header: MessageHeader, envelope: Envelope, soapPart: Uint8Array): MessageBase {
  const ackRequested = envelope.block('AckRequested');
  const syncReply = envelope.block('SyncReply');
  return {
    header,
    ackRequested:
      ackRequested === undefined
        ? null
        : {
            actor: attrOf(ackRequested, SOAP_NS, 'actor') ?? null,
            signed: isTrue(attrOf(ackRequested, EB_NS, 'signed')),
          },
    syncReply: syncReply !== undefined,
    syncReplyActor: (syncReply && attrOf(syncReply, SOAP_NS, 'actor')) ?? null,
    messageOrder: envelope.block('MessageOrder') !== undefined,
    foreignVersions: envelope.foreignVersions,
    signed: envelope.signed,
    soapPart,
  };
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}

function readUserMessage(
  base: MessageBase,
  envelope: Envelope,
  parts: readonly Attachment[],
  refuse: Refuse,
): UserMessage {
  carriesNoSignal(envelope, refuse);
  const manifest = readManifest(envelope, parts, refuse);
  const named = new Set((manifest ?? []).flatMap(({ attachment }) => attachment ?? []));
  return {
    kind: 'user',
    ...base,
    manifest,
    attachments: [...named],
    unreferenced: parts.filter((part) => !named.has(part)),
  };
}

/** Koppelvlakstandaard ebMS2 section 5, Reliability Protocol: a signal is a message of its own, never bundled. */
function carriesNoSignal(envelope: Envelope, refuse: Refuse): void {
  for (const name of ['Acknowledgment', 'ErrorList'] as const) {
    if (envelope.block(name) === undefined) continue;
    throw refuse(
      'NotSupported',
      `${HEADER_PATH}/eb:${name}`,
      'A signal bundled with a business message: send it by itself',
    );
  }
}

function readManifest(envelope: Envelope, parts: readonly Attachment[], refuse: Refuse): ManifestReference[] | null {
  const manifest = envelope.content('Manifest');
  if (manifest === undefined) return null;
  const references = childrenOf(manifest, EB_NS, 'Reference');
  const path = `${BODY_PATH}/eb:Manifest/eb:Reference`;
  if (references.length === 0)
    throw refuse('OtherXml', path, 'A Manifest needs a Reference: leave it out for no payload');
  return references.map((reference) => {
    const href = attrOf(reference, XLINK_NS, 'href')?.trim() ?? '';
    if (href === '') throw refuse('OtherXml', `${path}/@xlink:href`, 'A Reference needs xlink:href');
    return { href, attachment: resolveCid(href, parts) };
  });
}
