/**
 * Reads eb:MessageHeader (ebMS 2.0 section 3.1). White space around a value is not part of it: pretty-printed messages occur.
 */
import { attrOf, child, childrenOf, elementsOf, textOf, type XmlElement } from '../xml/index.ts';
import { EB_NS } from './constants.ts';
import type { PartyId } from './cpa.ts';
import { HEADER_PATH } from './envelope.ts';
import type { EbmsFault } from './fault.ts';
import type { AnswerTo, ErrorCode, MessageHeader, MessageParty } from './message.ts';
import { parseDateTime } from './time.ts';

/** Makes the fault that fits this message: a MessageError when its sender is known, else a SOAP Fault. */
export type Refuse = (errorCode: ErrorCode, location: string, text: string) => EbmsFault;

export const MESSAGE_HEADER_PATH = `${HEADER_PATH}/eb:MessageHeader`;

/** Identifiers end up in keys of a database index, which has its own limit (PostgreSQL: 2704 octets). */
const MAX_VALUE = 1000;

/** Whom an error about this message would go to; null when one of the five is not readable. */
export function readAnswerTo(header: XmlElement): AnswerTo | null {
  const from = partyIds(child(header, EB_NS, 'From'));
  const to = partyIds(child(header, EB_NS, 'To'));
  const cpaId = value(child(header, EB_NS, 'CPAId'));
  const conversationId = value(child(header, EB_NS, 'ConversationId'));
  const data = child(header, EB_NS, 'MessageData');
  const messageId = data === undefined ? null : value(child(data, EB_NS, 'MessageId'));
  if (from.length === 0 || to.length === 0 || cpaId === null || conversationId === null || messageId === null)
    return null;
  return { from: { partyIds: from }, to: { partyIds: to }, cpaId, conversationId, messageId };
}

export function readHeader(el: XmlElement, refuse: Refuse): MessageHeader {
  const data = child(el, EB_NS, 'MessageData');
  if (data === undefined) throw refuse('OtherXml', MESSAGE_HEADER_PATH, 'The element eb:MessageData is missing');
  const at = `${MESSAGE_HEADER_PATH}/eb:MessageData`;
  return {
    from: readParty(el, 'From', refuse),
    to: readParty(el, 'To', refuse),
    cpaId: required(el, 'CPAId', MESSAGE_HEADER_PATH, refuse),
    conversationId: required(el, 'ConversationId', MESSAGE_HEADER_PATH, refuse),
    service: {
      type: typeOf(child(el, EB_NS, 'Service')),
      value: required(el, 'Service', MESSAGE_HEADER_PATH, refuse),
    },
    action: required(el, 'Action', MESSAGE_HEADER_PATH, refuse),
    messageId: required(data, 'MessageId', at, refuse),
    timestamp: requiredInstant(data, 'Timestamp', at, refuse),
    refToMessageId: optional(data, 'RefToMessageId', at, refuse),
    timeToLive: optionalInstant(data, 'TimeToLive', at, refuse),
    duplicateElimination: child(el, EB_NS, 'DuplicateElimination') !== undefined,
  };
}

function readParty(header: XmlElement, name: 'From' | 'To', refuse: Refuse): MessageParty {
  const path = `${MESSAGE_HEADER_PATH}/eb:${name}`;
  const el = child(header, EB_NS, name);
  if (el === undefined) throw refuse('OtherXml', path, `The element eb:${name} is missing`);
  const ids = partyIds(el);
  if (ids.length === 0) throw refuse('OtherXml', `${path}/eb:PartyId`, 'A party needs an eb:PartyId');
  return { partyIds: ids, role: optional(el, 'Role', path, refuse) };
}

function partyIds(party: XmlElement | undefined): PartyId[] {
  if (party === undefined) return [];
  return childrenOf(party, EB_NS, 'PartyId').flatMap((el) => {
    const id = value(el);
    return id === null ? [] : [{ type: typeOf(el), value: id }];
  });
}

function typeOf(el: XmlElement | undefined): string | null {
  return (el === undefined ? undefined : attrOf(el, EB_NS, 'type')?.trim()) || null;
}

/**
 * The trimmed text; null when absent, empty, longer than any identifier, or in pieces around elements: of those another reader may take
 * the first only.
 */
function value(el: XmlElement | undefined): string | null {
  if (el !== undefined && elementsOf(el).length > 0) return null;
  const text = textOf(el)?.trim() ?? '';
  return text === '' || text.length > MAX_VALUE ? null : text;
}

export function required(parent: XmlElement, name: string, path: string, refuse: Refuse): string {
  const text = value(child(parent, EB_NS, name));
  if (text !== null) return text;
  throw refuse(
    'OtherXml',
    `${path}/eb:${name}`,
    `The element eb:${name} is missing or empty, over ${MAX_VALUE} characters, or holds other elements`,
  );
}

export function optional(parent: XmlElement, name: string, path: string, refuse: Refuse): string | null {
  return child(parent, EB_NS, name) === undefined ? null : required(parent, name, path, refuse);
}

export function requiredInstant(parent: XmlElement, name: string, path: string, refuse: Refuse): Date {
  const instant = parseDateTime(required(parent, name, path, refuse));
  if (instant !== null) return instant;
  throw refuse('OtherXml', `${path}/eb:${name}`, `eb:${name} must be an xs:dateTime such as 2026-01-01T00:00:00Z`);
}

export function optionalInstant(parent: XmlElement, name: string, path: string, refuse: Refuse): Date | null {
  return child(parent, EB_NS, name) === undefined ? null : requiredInstant(parent, name, path, refuse);
}
