/**
 * Unpacks the body of an HTTP request (ebMS 2.0 section 2.1): the SOAP part, and the payload containers beside it.
 *
 * Everything before the SOAP part can be read is answered at the level of HTTP or SOAP; what is wrong with a payload is answered
 * with a MessageError, since by then the sender is known.
 */
import { type Content, isAtHand } from './content.ts';
import { type ContentType, parseContentType } from './content-type.ts';
import { type EbmsFault, httpFault, soapFaultOf } from './fault.ts';
import type { Refuse } from './header-read.ts';
import type { Attachment } from './message.ts';
import { MultipartFault, type MultipartLimits, splitMultipart } from './multipart.ts';
import { decodeTransfer, isIdentity } from './transfer-encoding.ts';

export interface MessageLimits extends MultipartLimits {
  /** The whole body in octets. Above 20 MiB Digikoppeling prescribes Grote Berichten (VW001); transfer encoding adds a third. */
  readonly bodyBytes: number;
  /** The SOAP part in octets; ours are about 2 kB. */
  readonly soapBytes: number;
}

export const MESSAGE_LIMITS: MessageLimits = {
  bodyBytes: 28 * 1024 * 1024,
  soapBytes: 512 * 1024,
  parts: 100,
  headerBytes: 16 * 1024,
};

/** A part as it came, transfer encoding not undone. */
export interface PayloadPart {
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly content: Content;
}

export interface Package {
  readonly soap: Uint8Array;
  readonly payloads: readonly PayloadPart[];
}

/** @throws EbmsFault */
export function unpack(contentTypeHeader: string | undefined, body: Uint8Array, limits: MessageLimits): Package {
  if (body.byteLength > limits.bodyBytes) throw tooLarge(limits);
  const contentType = parseContentType(contentTypeHeader ?? '');
  const octets = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (contentType?.type === 'multipart/related') return unpackRelated(contentType, octets, limits);
  if (contentType !== null && isSoapType(contentType)) {
    return { soap: withinSoapLimit(checkedCharset(contentType, octets), limits), payloads: [] };
  }
  throw httpFault(415, 'MimeProblem', 'The Content-Type must be text/xml or multipart/related with a boundary');
}

export function tooLarge({ bodyBytes }: MessageLimits): EbmsFault {
  return httpFault(413, 'MimeProblem', `The message is larger than ${bodyBytes} octets: use Grote Berichten`);
}

function unpackRelated({ params }: ContentType, body: Buffer, limits: MessageLimits): Package {
  return packageOf(split(body, params.get('boundary') ?? '', limits), params.get('start'), limits);
}

/**
 * Tells the SOAP part from the payloads.
 * @throws EbmsFault
 */
export function packageOf(parts: readonly PayloadPart[], start: string | undefined, limits: MessageLimits): Package {
  const root = rootPart(parts, start);
  const type = parseContentType(root.headers.get('content-type') ?? 'text/xml');
  if (type === null || !isSoapType(type))
    throw soapFaultOf('MimeProblem', 'The root part must have Content-Type text/xml');
  const soap = decoded({ ...root, content: checkedCharset(type, root.content) });
  if (soap === null || !isAtHand(soap)) {
    throw soapFaultOf('MimeProblem', 'The root part does not keep to its Content-Transfer-Encoding');
  }
  return { soap: withinSoapLimit(soap, limits), payloads: parts.filter((part) => part !== root) };
}

function split(body: Buffer, boundary: string, limits: MessageLimits): PayloadPart[] {
  try {
    return splitMultipart(body, boundary, limits);
  } catch (fault) {
    if (fault instanceof MultipartFault) throw soapFaultOf('MimeProblem', fault.message);
    throw fault;
  }
}

/** RFC 2387 section 3.2: the part that `start` names, else the first. Of two with that name another reader may take the other. */
function rootPart(parts: readonly PayloadPart[], start: string | undefined): PayloadPart {
  const wanted = start === undefined ? null : bareContentId(start);
  const [root, twin] = wanted === null ? parts.slice(0, 1) : parts.filter((part) => contentIdOf(part) === wanted);
  if (twin !== undefined) throw soapFaultOf('MimeProblem', 'More than one part has the Content-ID that start names');
  if (root !== undefined) return root;
  throw soapFaultOf(
    'MimeProblem',
    wanted === null ? 'The message has no parts' : 'No part has the Content-ID that start names',
  );
}

/** application/xml occurs in the field for the SOAP part; SOAP 1.1 itself says text/xml. */
export function isSoapType({ type }: ContentType): boolean {
  return type === 'text/xml' || type === 'application/xml';
}

/** Koppelvlakstandaard ebMS2 section 5: UTF-8. The XML declaration is judged by the XML reader. */
function checkedCharset<Content>({ params }: ContentType, content: Content): Content {
  const charset = params.get('charset')?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii') return content;
  throw soapFaultOf('MimeProblem', 'The SOAP part must be in UTF-8: send charset=UTF-8');
}

function withinSoapLimit(soap: Uint8Array, { soapBytes }: MessageLimits): Uint8Array {
  if (soap.byteLength <= soapBytes) return soap;
  throw tooLargeSoap({ soapBytes });
}

export function tooLargeSoap({ soapBytes }: Pick<MessageLimits, 'soapBytes'>): EbmsFault {
  return soapFaultOf('OtherXml', `The SOAP part is larger than ${soapBytes} octets: send payloads as attachments`);
}

/**
 * The payload containers, decoded.
 * @throws EbmsFault MimeProblem when a part does not keep to its transfer encoding, or two have one Content-ID
 */
export function readAttachments(payloads: readonly PayloadPart[], refuse: Refuse): Attachment[] {
  const seen = new Set<string>();
  return payloads.map((part) => {
    const contentId = contentIdOf(part) ?? '';
    if (contentId !== '' && seen.has(contentId)) throw mimeProblem(refuse, contentId, 'Two parts have this Content-ID');
    seen.add(contentId);
    const content = decoded(part);
    if (content === null) {
      throw mimeProblem(
        refuse,
        contentId,
        'The part does not keep to its Content-Transfer-Encoding, or it is unknown here',
      );
    }
    return { contentId, contentType: part.headers.get('content-type') ?? 'application/octet-stream', content };
  });
}

/** Null when it does not keep to its transfer encoding. What passed by cannot be decoded any more; Koppelvlakstandaard §5: do not use one. */
function decoded({ headers, content }: PayloadPart): Content | null {
  const encoding = headers.get('content-transfer-encoding') ?? '';
  if (!isAtHand(content)) return isIdentity(encoding) ? content : null;
  return decodeTransfer(Buffer.from(content.buffer, content.byteOffset, content.byteLength), encoding);
}

/** The location may go into XML: a Content-ID with characters outside printable ASCII is not repeated. */
function mimeProblem(refuse: Refuse, contentId: string, text: string): EbmsFault {
  return refuse('MimeProblem', /^[\x21-\x7e]{1,200}$/.test(contentId) ? `cid:${contentId}` : '/', text);
}

export function contentIdOf(part: Pick<PayloadPart, 'headers'>): string | null {
  const header = part.headers.get('content-id');
  return header === undefined ? null : bareContentId(header);
}

export function bareContentId(header: string): string {
  return header.trim().replace(/^<(.*)>$/s, '$1');
}
