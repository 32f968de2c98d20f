/**
 * Packs an envelope and its payload containers into the body of an HTTP request (ebMS 2.0 section 2.1, RFC 2387).
 *
 * The same input gives the same octets: the boundary follows from the MessageId, so that a message stored once can be compared with
 * one made again. Payload octets go out as they are, without transfer encoding (Koppelvlakstandaard ebMS2 section 5).
 */
import { hash } from 'node:crypto';
import { type Content, isAtHand, octetsOf } from './content.ts';
import type { Attachment } from './message.ts';

/** What goes over HTTP, next to `SOAPAction: "ebXML"`. */
export interface Packed {
  readonly contentType: string;
  readonly body: Uint8Array;
}

export const SOAP_CONTENT_TYPE = 'text/xml; charset=UTF-8';

/** The same with payloads that are not in memory: the body is these pieces, one after the other. */
export interface PackedPieces {
  readonly contentType: string;
  readonly pieces: readonly Content[];
}

/** Without payload a message is plain text/xml. */
export function packPieces(envelope: Uint8Array, messageId: string, attachments: readonly Attachment[]): PackedPieces {
  if (attachments.length === 0) return { contentType: SOAP_CONTENT_TYPE, pieces: [envelope] };
  attachments.forEach(checkAttachment);
  checkDistinct(attachments);
  const boundary = freeBoundary(
    messageId,
    attachments.flatMap(({ content }) => (isAtHand(content) ? [asBuffer(content)] : [])),
  );
  const start = `soap.${boundary}@ebms`;
  const pieces: Content[] = [partHeader(boundary, SOAP_CONTENT_TYPE, start, ''), envelope];
  attachments.forEach(({ contentType, contentId, content }) => {
    pieces.push(partHeader(boundary, contentType, contentId, '\r\n'), content);
  });
  pieces.push(Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'));
  return {
    contentType: `multipart/related; boundary="${boundary}"; type="text/xml"; start="<${start}>"`,
    pieces,
  };
}

/**
 * The pieces as one body.
 * @throws TypeError when one of them is not in memory
 */
export function joined({ contentType, pieces }: PackedPieces): Packed {
  const [only] = pieces;
  const octets = pieces.map(octetsOf);
  return { contentType, body: pieces.length === 1 && only ? octetsOf(only) : Buffer.concat(octets) };
}

function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}

function partHeader(boundary: string, contentType: string, contentId: string, before: string): Buffer {
  return Buffer.from(
    `${before}--${boundary}\r\nContent-Type: ${contentType}\r\nContent-ID: <${contentId}>\r\n\r\n`,
    'latin1',
  );
}

/**
 * A boundary that occurs in no payload at hand: another one is derived until that is so, though a second has never been needed. In
 * one that is elsewhere it occurs with a chance of 1 in 2^160.
 */
function freeBoundary(messageId: string, parts: readonly Buffer[]): string {
  for (let attempt = 0; ; attempt += 1) {
    const boundary = `zb-${hash('sha256', `${attempt}\n${messageId}`, 'hex').slice(0, 40)}`;
    if (!parts.some((part) => part.includes(boundary, 0, 'latin1'))) return boundary;
  }
}

/** Unreserved characters and `@` (RFC 3986, RFC 2392): ebms-core compares `cid:` with Content-ID without decoding. */
const CONTENT_ID = /^[A-Za-z0-9._~-]+(?:@[A-Za-z0-9._~-]+)?$/;
const HEADER_VALUE = /^[\x20-\x7e]{1,500}$/;

function checkAttachment({ contentId, contentType }: Attachment): void {
  if (!CONTENT_ID.test(contentId)) {
    throw new TypeError('A contentId consists of letters, digits, ".", "_", "~" and "-", with at most one "@"');
  }
  if (!HEADER_VALUE.test(contentType)) throw new TypeError('A contentType is one line of printable ASCII');
}

function checkDistinct(attachments: readonly Attachment[]): void {
  if (new Set(attachments.map(({ contentId }) => contentId)).size !== attachments.length) {
    throw new TypeError('Two attachments have the same contentId: give each its own');
  }
}
