/**
 * The ebMS 2.0 messages as values: what was said, without the envelope it came in. A union by `kind`.
 */
import type { Content } from './content.ts';
import type { PartyId, Service } from './cpa.ts';
import type { ReferenceDigest } from './signature-read.ts';

export interface MessageParty {
  /** At least one. */
  readonly partyIds: readonly PartyId[];
  /** Signals carry none. */
  readonly role: string | null;
}

/** eb:MessageHeader (ebMS 2.0 section 3.1). */
export interface MessageHeader {
  readonly from: MessageParty;
  readonly to: MessageParty;
  readonly cpaId: string;
  readonly conversationId: string;
  readonly service: Service;
  readonly action: string;
  readonly messageId: string;
  readonly timestamp: Date;
  readonly refToMessageId: string | null;
  readonly timeToLive: Date | null;
  readonly duplicateElimination: boolean;
}

/** The part of a header that an answer needs; readable even when the rest is not. */
export interface AnswerTo {
  readonly from: Pick<MessageParty, 'partyIds'>;
  readonly to: Pick<MessageParty, 'partyIds'>;
  readonly cpaId: string;
  readonly conversationId: string;
  readonly messageId: string;
}

/** A payload container (section 2.1.4), its transfer encoding undone. */
export interface Attachment<Octets extends Content = Content> {
  /** Without angle brackets. Unreserved characters and `@` when we write it; some handlers compare it undecoded. */
  readonly contentId: string;
  readonly contentType: string;
  readonly content: Octets;
}

/** eb:Reference of the Manifest (section 3.2.1). */
export interface ManifestReference<Octets extends Content = Content> {
  readonly href: string;
  /** Null when the message has no part with this Content-ID. */
  readonly attachment: Attachment<Octets> | null;
}

export interface AckRequested {
  /** Null when absent, which means toPartyMSH (section 6.3.1.1). */
  readonly actor: string | null;
  readonly signed: boolean;
}

/** What every message has, whatever its kind. */
export interface MessageBase {
  readonly header: MessageHeader;
  readonly ackRequested: AckRequested | null;
  readonly syncReply: boolean;
  /** For whom SyncReply is; null without one, or when it does not say. */
  readonly syncReplyActor: string | null;
  readonly messageOrder: boolean;
  /** The version attributes that are not 2.0, each by the XPath of its element. */
  readonly foreignVersions: readonly string[];
  /** There is a signature; whether it is right is for `verifySignature`. */
  readonly signed: boolean;
  /** The octets of the SOAP envelope, transfer encoding undone: what a signature is about. */
  readonly soapPart: Uint8Array;
}

export interface UserMessage<Octets extends Content = Content> extends MessageBase {
  readonly kind: 'user';
  /** Null when the body has no Manifest: a message without payload. */
  readonly manifest: readonly ManifestReference<Octets>[] | null;
  /** The parts that the Manifest names, in its order. */
  readonly attachments: readonly Attachment<Octets>[];
  /** Parts that came along unnamed: not part of the message, worth a line in the log. */
  readonly unreferenced: readonly Attachment<Octets>[];
}

export interface Acknowledgment extends MessageBase {
  readonly kind: 'acknowledgment';
  /** The message that arrived. */
  readonly refToMessageId: string;
  /** When the other side received it. */
  readonly receivedAt: Date;
  /** Digests of the message that arrived, for `verifyReceipt`; empty unless a signed acknowledgment was asked for. */
  readonly references: readonly ReferenceDigest[];
}

export interface MessageError extends MessageBase {
  readonly kind: 'error';
  /** The message it is about; null when that could not be read. */
  readonly refToMessageId: string | null;
  readonly highestSeverity: Severity;
  /** At least one. */
  readonly errors: readonly EbmsError[];
}

export interface Ping extends MessageBase {
  readonly kind: 'ping';
}

export interface Pong extends MessageBase {
  readonly kind: 'pong';
  readonly refToMessageId: string;
}

export interface StatusRequest extends MessageBase {
  readonly kind: 'statusRequest';
  /** The message asked about. */
  readonly refToMessageId: string;
}

export type MessageStatus = 'UnAuthorized' | 'NotRecognized' | 'Received' | 'Processed' | 'Forwarded';

export interface StatusResponse extends MessageBase {
  readonly kind: 'statusResponse';
  /** The message asked about. */
  readonly refToMessageId: string;
  readonly status: MessageStatus;
  /** When it was received; null for NotRecognized and UnAuthorized. */
  readonly statusTimestamp: Date | null;
}

export type Signal = Acknowledgment | MessageError | Ping | Pong | StatusRequest | StatusResponse;
export type EbmsMessage<Octets extends Content = Content> = UserMessage<Octets> | Signal;

export type Severity = 'Warning' | 'Error';

/** Section 4.2.3.4; the last of each group is for what fits nowhere else. */
export type ErrorCode =
  | 'ValueNotRecognized'
  | 'NotSupported'
  | 'Inconsistent'
  | 'OtherXml'
  | 'DeliveryFailure'
  | 'TimeToLiveExpired'
  | 'SecurityFailure'
  | 'MimeProblem'
  | 'Unknown';

/** eb:Error (section 4.2.3.2). */
export interface EbmsError {
  /** One of ErrorCode when we made it; any text when it came in. */
  readonly errorCode: ErrorCode | (string & {});
  readonly severity: Severity;
  /** XPath into the envelope with the prefixes `soap` and `eb`, or the `cid:` of a part; null when not given. */
  readonly location: string | null;
  readonly text: string | null;
}
