/**
 * Reads the messages that handlers send each other: Acknowledgment, MessageError, Ping, Pong, StatusRequest and StatusResponse.
 */
import { attrOf, childrenOf, textOf, type XmlElement } from '../xml/index.ts';
import { EB_NS, ERROR_CONTEXT } from './constants.ts';
import { BODY_PATH, type Envelope, HEADER_PATH } from './envelope.ts';
import { MESSAGE_HEADER_PATH, optionalInstant, type Refuse, required, requiredInstant } from './header-read.ts';
import type { EbmsError, MessageBase, MessageHeader, MessageStatus, Severity, Signal } from './message.ts';
import { readReceiptDigests } from './signature-read.ts';

/** The signal that the action names; `base` is what all messages have. */
export function readSignal(base: MessageBase, envelope: Envelope, refuse: Refuse): Signal {
  const { header } = base;
  switch (header.action) {
    case 'Acknowledgment':
      return { kind: 'acknowledgment', ...base, ...readAcknowledgment(header, envelope, refuse) };
    case 'MessageError':
      return { kind: 'error', ...base, ...readErrorList(header, envelope, refuse) };
    case 'Ping':
      return { kind: 'ping', ...base };
    case 'Pong':
      return { kind: 'pong', ...base, refToMessageId: requiredRef(header, refuse) };
    case 'StatusRequest':
      return { kind: 'statusRequest', ...base, ...readStatusRequest(envelope, refuse) };
    case 'StatusResponse':
      return { kind: 'statusResponse', ...base, ...readStatusResponse(envelope, refuse) };
    default:
      throw refuse(
        'ValueNotRecognized',
        `${MESSAGE_HEADER_PATH}/eb:Action`,
        'This action of the ebMS service is not known',
      );
  }
}

function requiredRef(header: MessageHeader, refuse: Refuse): string {
  if (header.refToMessageId !== null) return header.refToMessageId;
  const location = `${MESSAGE_HEADER_PATH}/eb:MessageData/eb:RefToMessageId`;
  throw refuse('OtherXml', location, 'This message must say which message it answers');
}

function blockOf(envelope: Envelope, name: 'Acknowledgment' | 'ErrorList', refuse: Refuse): XmlElement {
  const block = envelope.block(name);
  if (block === undefined) throw refuse('OtherXml', `${HEADER_PATH}/eb:${name}`, `The element eb:${name} is missing`);
  return block;
}

/** Section 6.3.2. The block decides; a header that names another message makes it unclear which one arrived. */
function readAcknowledgment(header: MessageHeader, envelope: Envelope, refuse: Refuse) {
  const path = `${HEADER_PATH}/eb:Acknowledgment`;
  const el = blockOf(envelope, 'Acknowledgment', refuse);
  const refToMessageId = required(el, 'RefToMessageId', path, refuse);
  if (header.refToMessageId !== null && header.refToMessageId !== refToMessageId) {
    throw refuse('Inconsistent', `${path}/eb:RefToMessageId`, 'RefToMessageId differs from the one in MessageData');
  }
  return {
    refToMessageId,
    receivedAt: requiredInstant(el, 'Timestamp', path, refuse),
    references: readReceiptDigests(el),
  };
}

/** Section 4.2.3. An unknown severity counts as Error: it is the careful reading. */
function readErrorList(header: MessageHeader, envelope: Envelope, refuse: Refuse) {
  const el = blockOf(envelope, 'ErrorList', refuse);
  const errors = childrenOf(el, EB_NS, 'Error').map(readError);
  if (errors.length === 0) throw refuse('OtherXml', `${HEADER_PATH}/eb:ErrorList`, 'An ErrorList needs an Error');
  return { refToMessageId: header.refToMessageId, highestSeverity: severityOf(el, 'highestSeverity'), errors };
}

function readError(el: XmlElement): EbmsError {
  const [description] = childrenOf(el, EB_NS, 'Description');
  const context = attrOf(el, EB_NS, 'codeContext') ?? ERROR_CONTEXT;
  const code = attrOf(el, EB_NS, 'errorCode') ?? 'Unknown';
  return {
    errorCode: context === ERROR_CONTEXT ? code : `${context}#${code}`,
    severity: severityOf(el, 'severity'),
    location: attrOf(el, EB_NS, 'location') ?? null,
    text: textOf(description)?.trim() || null,
  };
}

function severityOf(el: XmlElement, name: string): Severity {
  return attrOf(el, EB_NS, name) === 'Warning' ? 'Warning' : 'Error';
}

function readStatusRequest(envelope: Envelope, refuse: Refuse) {
  const path = `${BODY_PATH}/eb:StatusRequest`;
  const el = envelope.content('StatusRequest');
  if (el === undefined) throw refuse('OtherXml', path, 'The element eb:StatusRequest is missing');
  return { refToMessageId: required(el, 'RefToMessageId', path, refuse) };
}

const STATUSES: readonly MessageStatus[] = ['UnAuthorized', 'NotRecognized', 'Received', 'Processed', 'Forwarded'];

function readStatusResponse(envelope: Envelope, refuse: Refuse) {
  const path = `${BODY_PATH}/eb:StatusResponse`;
  const el = envelope.content('StatusResponse');
  if (el === undefined) throw refuse('OtherXml', path, 'The element eb:StatusResponse is missing');
  const status = STATUSES.find((word) => word === attrOf(el, EB_NS, 'messageStatus'));
  if (status === undefined) throw refuse('OtherXml', `${path}/@eb:messageStatus`, `Use one of ${STATUSES.join(', ')}`);
  return {
    refToMessageId: required(el, 'RefToMessageId', path, refuse),
    status,
    statusTimestamp: optionalInstant(el, 'Timestamp', path, refuse),
  };
}
