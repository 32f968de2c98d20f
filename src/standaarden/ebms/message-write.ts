/**
 * Writes ebMS 2.0 messages. The octets follow from the arguments alone: no clock, no random, but for what encryption and ECDSA need.
 *
 * Lower-case prefixes and no white space between elements: signatures over such an envelope verify in every canonicaliser we know,
 * and handlers in the field are picky about prefixes.
 */
import type { X509Certificate } from 'node:crypto';
import { type XmlFragment, xml, xmlBytes } from '../xml/index.ts';
import { ACTOR_NEXT, ACTOR_TO_PARTY, DS_NS, EB_NS, MSH_SERVICE, SOAP_NS, XLINK_NS } from './constants.ts';
import type { PartyId, Service } from './cpa.ts';
import { encryptAttachments } from './encryption-write.ts';
import type { AnswerTo, Attachment, EbmsError, MessageStatus } from './message.ts';
import { joined, type Packed, type PackedPieces, packPieces, SOAP_CONTENT_TYPE } from './package-write.ts';
import type { Route } from './route.ts';
import type { SignedReference } from './signature-read.ts';
import { referenceElement, type Signing, signEnvelope } from './signature-write.ts';
import { formatDateTime } from './time.ts';

export interface UserMessageParams {
  readonly route: Route;
  /** Globally unique, in the form of RFC 5322: `uuid@domain`, without angle brackets. */
  readonly messageId: string;
  /** The same over request, answer, acknowledgment and error. */
  readonly conversationId: string;
  readonly timestamp: Date;
  /** The instant after which the receiver must refuse it; usually timestamp + route.timeToLiveMs. */
  readonly timeToLive?: Date | null;
  readonly refToMessageId?: string | null;
  readonly attachments: readonly Attachment[];
  /** Signs the envelope and the attachments. */
  readonly signing?: Signing | null;
  /** Encrypts the attachments, after signing; null and absent do not. */
  readonly encryption?: Encryption | null;
}

/** For whom, and how, the attachments are encrypted. */
export interface Encryption {
  /** Of the receiver. */
  readonly certificate: X509Certificate;
  /** URI, as in the CPA. */
  readonly encryptionAlgorithm: string;
}

/**
 * A business message, with what its route prescribes: AckRequested, DuplicateElimination, SyncReply.
 * Signed and encrypted only when asked: `outgoingSecurity` says what the route prescribes.
 * @throws TypeError for a contentId or contentType that cannot be sent, or an algorithm that must not be used; XmlFault for
 *   characters that XML cannot carry
 */
export function buildUserMessage(params: UserMessageParams): Packed {
  return joined(buildUserMessagePieces(params));
}

/**
 * The same, also with payloads that are not in memory; those cannot be encrypted here.
 * @throws TypeError, XmlFault as above
 */
export function buildUserMessagePieces(params: UserMessageParams): PackedPieces {
  const { route, attachments, signing = null, encryption = null } = params;
  const header = messageHeader({
    from: { partyIds: [route.from.partyId], role: route.from.role },
    to: { partyIds: [route.to.partyId], role: route.to.role },
    service: route.service,
    action: route.action,
    duplicateElimination: route.eliminatesDuplicates,
    cpaId: route.cpaId,
    ...params,
  });
  const blocks = [
    route.syncReplyMode !== 'none' && SYNC_REPLY,
    route.asksAck && ackRequested(route.ackSignatureRequested === 'always'),
  ];
  const manifest =
    attachments.length > 0 && xml`<eb:Manifest eb:version="2.0">${attachments.map(reference)}</eb:Manifest>`;
  const octets = envelope(xml`${header}${blocks}`, manifest, attachments, signing);
  const parts = encryption === null ? attachments : encryptAttachments(attachments, encryption, encryption.certificate);
  return packPieces(octets, params.messageId, parts);
}

/** What every signal has of its own. */
export interface SignalParams {
  readonly messageId: string;
  readonly timestamp: Date;
  readonly signing?: Signing | null;
}

export interface AnswerParams extends SignalParams {
  /** The header of the message that is answered. */
  readonly answerTo: AnswerTo;
}

export interface AcknowledgmentParams extends AnswerParams {
  readonly receivedAt: Date;
  /** The message asked for a signed acknowledgment: `readReferences` of its SOAP part (section 6.3.2.5). Sign it too. */
  readonly references?: readonly SignedReference[];
}

/** Section 6.3.2: tells the sender that the message has been stored. Never asks for an acknowledgment itself. */
export function buildAcknowledgment(params: AcknowledgmentParams): Packed {
  const { answerTo, receivedAt, references = [] } = params;
  const ds = references.length > 0 && xml` xmlns:ds="${DS_NS}"`;
  const block = xml`<eb:Acknowledgment${ds} eb:version="2.0" soap:mustUnderstand="1" soap:actor="${ACTOR_TO_PARTY}"><eb:Timestamp>${formatDateTime(receivedAt)}</eb:Timestamp><eb:RefToMessageId>${answerTo.messageId}</eb:RefToMessageId><eb:From>${answerTo.to.partyIds.map(partyId)}</eb:From>${references.map(referenceElement)}</eb:Acknowledgment>`;
  return answer('Acknowledgment', params, block, null);
}

/**
 * Section 4.2.3. The caller sees to it that an error is never answered with one (section 4.2.4).
 * @throws TypeError for an empty list
 */
export function buildMessageError(params: AnswerParams & { readonly errors: readonly EbmsError[] }): Packed {
  const { errors } = params;
  if (errors.length === 0) throw new TypeError('A MessageError needs at least one error');
  const highest = errors.some(({ severity }) => severity === 'Error') ? 'Error' : 'Warning';
  const block = xml`<eb:ErrorList eb:version="2.0" soap:mustUnderstand="1" eb:highestSeverity="${highest}">${errors.map(errorElement)}</eb:ErrorList>`;
  return answer('MessageError', params, block, null);
}

export interface RequestParams extends SignalParams {
  readonly from: readonly PartyId[];
  readonly to: readonly PartyId[];
  readonly cpaId: string;
  readonly conversationId: string;
  /** The default channel answers within the HTTP exchange (mshSignalsOnly). */
  readonly syncReply?: boolean;
}

/** Section 8.1: is there a message handler at the other side. */
export function buildPing(params: RequestParams): Packed {
  return request('Ping', params, null);
}

/** Section 8.2. */
export function buildPong(params: AnswerParams): Packed {
  return answer('Pong', params, null, null);
}

/** Section 7: what became of the message with id `aboutMessageId`. */
export function buildStatusRequest(params: RequestParams & { readonly aboutMessageId: string }): Packed {
  const body = xml`<eb:StatusRequest eb:version="2.0"><eb:RefToMessageId>${params.aboutMessageId}</eb:RefToMessageId></eb:StatusRequest>`;
  return request('StatusRequest', params, body);
}

export interface StatusResponseParams extends AnswerParams {
  /** The message asked about. */
  readonly aboutMessageId: string;
  readonly status: MessageStatus;
  /** When it was received; left out for NotRecognized and UnAuthorized. */
  readonly statusTimestamp?: Date | null;
}

/** Section 7: the answer to that. */
export function buildStatusResponse(params: StatusResponseParams): Packed {
  const { aboutMessageId, status, statusTimestamp } = params;
  const time = statusTimestamp && xml`<eb:Timestamp>${formatDateTime(statusTimestamp)}</eb:Timestamp>`;
  const body = xml`<eb:StatusResponse eb:version="2.0" eb:messageStatus="${status}"><eb:RefToMessageId>${aboutMessageId}</eb:RefToMessageId>${time}</eb:StatusResponse>`;
  return answer('StatusResponse', params, null, body);
}

/** Signals carry party ids and no roles, and travel in the service of the message handlers. */
function request(action: string, params: RequestParams, body: XmlFragment | null): Packed {
  const { from, to, syncReply = false } = params;
  return signal(
    { ...params, action, from: { partyIds: from }, to: { partyIds: to }, refToMessageId: null },
    syncReply && SYNC_REPLY,
    body,
    params.signing,
  );
}

/** From and To change places, without the roles they may have had; CPA and conversation stay. */
function answer(
  action: string,
  { answerTo, messageId, timestamp, signing }: AnswerParams,
  block: XmlFragment | null,
  body: XmlFragment | null,
): Packed {
  const { cpaId, conversationId, messageId: refToMessageId } = answerTo;
  const from = { partyIds: answerTo.to.partyIds };
  const to = { partyIds: answerTo.from.partyIds };
  const parts = { action, from, to, cpaId, conversationId, messageId, timestamp, refToMessageId };
  return signal(parts, block, body, signing);
}

function signal(
  header: Omit<HeaderParts, 'service' | 'duplicateElimination'>,
  block: XmlFragment | null | false,
  body: XmlFragment | null,
  signing: Signing | null = null,
): Packed {
  const service = { type: null, value: MSH_SERVICE };
  const head = messageHeader({ ...header, service, duplicateElimination: false });
  return { contentType: SOAP_CONTENT_TYPE, body: envelope(xml`${head}${block}`, body, [], signing) };
}

interface HeaderParts {
  readonly from: { readonly partyIds: readonly PartyId[]; readonly role?: string };
  readonly to: { readonly partyIds: readonly PartyId[]; readonly role?: string };
  readonly cpaId: string;
  readonly conversationId: string;
  readonly service: Service;
  readonly action: string;
  readonly messageId: string;
  readonly timestamp: Date;
  readonly refToMessageId?: string | null;
  readonly timeToLive?: Date | null;
  readonly duplicateElimination: boolean;
}

/** The octets of the SOAP part. The signature comes last in the header, as in handlers in the field. */
function envelope(
  header: XmlFragment,
  body: XmlFragment | null | false,
  attachments: readonly Attachment[],
  signing: Signing | null,
): Uint8Array {
  const draw = (signature: XmlFragment | null): XmlFragment =>
    xml`<soap:Envelope xmlns:soap="${SOAP_NS}" xmlns:eb="${EB_NS}" xmlns:xlink="${XLINK_NS}"><soap:Header>${header}${signature}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
  return signing === null ? xmlBytes(draw(null)) : signEnvelope(draw, attachments, signing);
}

/** Section 3.1; the order of the children is fixed by the schema. */
function messageHeader(parts: HeaderParts): XmlFragment {
  const { refToMessageId, timeToLive } = parts;
  const ref = refToMessageId && xml`<eb:RefToMessageId>${refToMessageId}</eb:RefToMessageId>`;
  const ttl = timeToLive && xml`<eb:TimeToLive>${formatDateTime(timeToLive)}</eb:TimeToLive>`;
  const data = xml`<eb:MessageData><eb:MessageId>${parts.messageId}</eb:MessageId><eb:Timestamp>${formatDateTime(parts.timestamp)}</eb:Timestamp>${ref}${ttl}</eb:MessageData>`;
  return xml`<eb:MessageHeader eb:version="2.0" soap:mustUnderstand="1"><eb:From>${party(parts.from)}</eb:From><eb:To>${party(parts.to)}</eb:To><eb:CPAId>${parts.cpaId}</eb:CPAId><eb:ConversationId>${parts.conversationId}</eb:ConversationId><eb:Service${typeAttr(parts.service)}>${parts.service.value}</eb:Service><eb:Action>${parts.action}</eb:Action>${data}${parts.duplicateElimination && DUPLICATE_ELIMINATION}</eb:MessageHeader>`;
}

const DUPLICATE_ELIMINATION = xml`<eb:DuplicateElimination/>`;
const SYNC_REPLY = xml`<eb:SyncReply eb:version="2.0" soap:mustUnderstand="1" soap:actor="${ACTOR_NEXT}"/>`;

function party({ partyIds, role }: HeaderParts['from']): XmlFragment {
  return xml`${partyIds.map(partyId)}${role && xml`<eb:Role>${role}</eb:Role>`}`;
}

function partyId(id: PartyId): XmlFragment {
  return xml`<eb:PartyId${typeAttr(id)}>${id.value}</eb:PartyId>`;
}

function typeAttr({ type }: PartyId | Service): XmlFragment | null {
  return type === null ? null : xml` eb:type="${type}"`;
}

/** Section 6.3.1: end to end only, so always toPartyMSH (Koppelvlakstandaard ebMS2 section 5, SOAP actor). */
function ackRequested(signed: boolean): XmlFragment {
  return xml`<eb:AckRequested eb:version="2.0" soap:mustUnderstand="1" soap:actor="${ACTOR_TO_PARTY}" eb:signed="${String(signed)}"/>`;
}

function reference({ contentId }: Attachment): XmlFragment {
  return xml`<eb:Reference xlink:type="simple" xlink:href="cid:${contentId}"/>`;
}

function errorElement({ errorCode, severity, location, text }: EbmsError): XmlFragment {
  const where = location && xml` eb:location="${location}"`;
  const what = text && xml`<eb:Description xml:lang="en">${text}</eb:Description>`;
  return xml`<eb:Error eb:errorCode="${errorCode}" eb:severity="${severity}"${where}>${what}</eb:Error>`;
}
