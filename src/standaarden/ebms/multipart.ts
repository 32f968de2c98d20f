/**
 * Splits a multipart body into its parts (RFC 2046 section 5.1.1), without copying and without decoding.
 *
 * Line ends are CRLF or, for handlers that write bare LF, LF; which of the two is taken from the first delimiter line and then holds
 * for all delimiters, so that in a CRLF body a payload may hold the boundary after a bare LF. Nested multiparts stay octets. Work is
 * linear in the size of the body, and stops at the limits.
 */

export interface MultipartLimits {
  readonly parts: number;
  /** Octets of header lines of one part. */
  readonly headerBytes: number;
}

export interface RawPart {
  /** By lower-case name; each occurs once. */
  readonly headers: ReadonlyMap<string, string>;
  /** A view on the body, transfer encoding not undone. */
  readonly content: Buffer;
}

/** What is wrong with the packaging; the text says what the sender should do. */
export class MultipartFault extends Error {
  override readonly name = 'MultipartFault';
}

const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;

/** @throws MultipartFault */
export function splitMultipart(body: Buffer, boundary: string, limits: MultipartLimits): RawPart[] {
  if (!isBoundary(boundary)) throw new MultipartFault('The boundary is absent or longer than 70 characters');
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const first = firstDelimiter(body, delimiter);
  const parts: RawPart[] = [];
  let open = first.line;
  while (!open.closes) {
    if (parts.length === limits.parts) throw new MultipartFault(`The message has more than ${limits.parts} parts`);
    const next = nextDelimiter(body, delimiter, open.end, first.crlf);
    parts.push(readPart(body.subarray(open.end, Math.max(open.end, next.start)), limits.headerBytes));
    open = next;
  }
  return parts;
}

/** RFC 2046: 1 to 70 characters. Any printable one is accepted, since `=` and others turn up in the field. */
function isBoundary(boundary: string): boolean {
  return /^[\x20-\x7e]{1,70}$/.test(boundary) && !boundary.endsWith(' ');
}

interface DelimiterLine {
  /** Where the content before it ends: before the line break that belongs to the delimiter. */
  readonly start: number;
  /** Just after its line break. */
  readonly end: number;
  readonly closes: boolean;
}

/** The first delimiter line, at the start or after a preamble. Its own line end decides between CRLF and LF. */
function firstDelimiter(body: Buffer, delimiter: Buffer): { line: DelimiterLine; crlf: boolean } {
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + 1)) {
    if (at > 0 && body[at - 1] !== LF) continue;
    for (const crlf of [true, false]) {
      const line = delimiterLine(body, at, at + delimiter.length, crlf);
      if (line !== null) return { line, crlf };
    }
  }
  throw new MultipartFault('The boundary of the Content-Type header does not occur in the body');
}

function nextDelimiter(body: Buffer, delimiter: Buffer, from: number, crlf: boolean): DelimiterLine {
  const lineBreak = crlf ? 2 : 1;
  for (let at = body.indexOf(delimiter, from); at >= 0; at = body.indexOf(delimiter, at + 1)) {
    const atLineStart = at === from || (body[at - 1] === LF && (!crlf || body[at - 2] === CR));
    if (!atLineStart) continue;
    const line = delimiterLine(body, at - lineBreak, at + delimiter.length, crlf);
    if (line !== null) return line;
  }
  throw new MultipartFault('The closing boundary is missing: the message was cut off');
}

/** A delimiter line may end in `--` and in blanks; anything else makes it content, for instance a longer boundary. */
function delimiterLine(body: Buffer, start: number, afterBoundary: number, crlf: boolean): DelimiterLine | null {
  const closes = body[afterBoundary] === DASH && body[afterBoundary + 1] === DASH;
  let at = closes ? afterBoundary + 2 : afterBoundary;
  while (body[at] === 0x20 || body[at] === 0x09) at += 1;
  if (closes && at === body.length) return { start, end: at, closes };
  if (crlf) return body[at] === CR && body[at + 1] === LF ? { start, end: at + 2, closes } : null;
  return body[at] === LF ? { start, end: at + 1, closes } : null;
}

function readPart(part: Buffer, maxHeaderBytes: number): RawPart {
  const headers = new Map<string, string>();
  let last: string | null = null;
  let at = 0;
  for (;;) {
    // An empty part may leave out the empty line: its line break then belongs to the delimiter.
    if (at === part.length) return { headers, content: part.subarray(at) };
    const end = part.subarray(0, maxHeaderBytes).indexOf(LF, at);
    if (end < 0) {
      const reason =
        part.length > maxHeaderBytes
          ? `a header of more than ${maxHeaderBytes} octets`
          : 'no empty line after its header';
      throw new MultipartFault(`A part has ${reason}`);
    }
    const line = part.toString('latin1', at, part[end - 1] === CR && end > at ? end - 1 : end);
    at = end + 1;
    if (line === '') return { headers, content: part.subarray(at) };
    last = addHeader(headers, line, last);
  }
}

/** A line that starts with a blank continues the header above it (RFC 5322 section 2.2.3). */
function addHeader(headers: Map<string, string>, line: string, last: string | null): string {
  if (line.startsWith(' ') || line.startsWith('\t')) {
    if (last === null) throw new MultipartFault('A part starts with a continued header line');
    headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`.trim());
    return last;
  }
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
  if (name === '') throw new MultipartFault('A part has a header line without a name');
  if (headers.has(name)) throw new MultipartFault(`A part has the header ${/^[a-z-]+$/.test(name) ? name : ''} twice`);
  headers.set(name, line.slice(colon + 1).trim());
  return name;
}
