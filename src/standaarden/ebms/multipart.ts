/**
 * Splits a multipart body into its parts (RFC 2046 section 5.1.1) as its octets come in, without decoding. One reader for a body that
 * is there at once, which is split without copying, and for one of any size that passes by in pieces.
 *
 * Line ends are CRLF or, for handlers that write bare LF, LF; which of the two is taken from the first delimiter line and then holds
 * for all delimiters, so that in a CRLF body a payload may hold the boundary after a bare LF. Nested multiparts stay octets. Work is
 * linear in the size of the body; what is kept is never more than a header, a delimiter line and the piece at hand.
 */

export interface MultipartLimits {
  readonly parts: number;
  /** Octets of header lines of one part. */
  readonly headerBytes: number;
}

/** Told of each part in its order: once `part`, then its content in pieces (perhaps none). */
export interface MultipartHandler {
  /** By lower-case name; each occurs once. */
  part(headers: ReadonlyMap<string, string>): void;
  /** A view on what came in; `offset` is its place in the whole body. */
  content(piece: Buffer, offset: number): void;
}

/** What is wrong with the packaging; the text says what the sender should do. */
export class MultipartFault extends Error {
  override readonly name = 'MultipartFault';
}

const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;

/** Blanks that may stand between a boundary and its line end; with more it is content. */
const MAX_BLANKS = 200;

/** RFC 2046: 1 to 70 characters. Any printable one is accepted, since `=` and others turn up in the field. */
function isBoundary(boundary: string): boolean {
  return /^[\x20-\x7e]{1,70}$/.test(boundary) && !boundary.endsWith(' ');
}

export class MultipartReader {
  readonly #delimiter: Buffer;
  /** The delimiter with the line feed before it. */
  readonly #mark: Buffer;
  readonly #limits: MultipartLimits;
  readonly #handler: MultipartHandler;
  /** What is not dealt with yet, and up to two octets before it: whether a line starts here depends on those. */
  #octets: Buffer = Buffer.alloc(0);
  /** Place of the first of them in the body. */
  #base = 0;
  /** Place in `#octets` up to where all is dealt with. */
  #at = 0;
  #state: 'preamble' | 'header' | 'content' | 'closed' = 'preamble';
  #crlf = true;
  #parts = 0;
  #header: Header | null = null;
  /** Where the content of this part starts, in the body. */
  #contentStart = 0;

  /** @throws MultipartFault for a boundary that cannot be one */
  constructor(boundary: string, limits: MultipartLimits, handler: MultipartHandler) {
    if (!isBoundary(boundary)) throw new MultipartFault('The boundary is absent or longer than 70 characters');
    this.#mark = Buffer.from(`\n--${boundary}`, 'latin1');
    this.#delimiter = this.#mark.subarray(1);
    this.#limits = limits;
    this.#handler = handler;
  }

  /** @throws MultipartFault */
  push(piece: Uint8Array): void {
    if (this.#isClosed() || piece.byteLength === 0) return;
    const more = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    this.#octets = this.#octets.length === 0 ? more : Buffer.concat([this.#octets, more]);
    this.#work(false);
    const keep = Math.max(0, this.#at - 2);
    // A copy of what is left: the piece belongs to the caller, who may use its memory again.
    this.#octets = Buffer.from(this.#octets.subarray(this.#isClosed() ? this.#octets.length : keep));
    this.#base += keep;
    this.#at -= keep;
  }

  /**
   * No more will come.
   * @throws MultipartFault when the body ends too early
   */
  end(): void {
    if (this.#state !== 'closed') this.#work(true);
    if (this.#state === 'preamble')
      throw new MultipartFault('The boundary of the Content-Type header does not occur in the body');
    if (this.#state !== 'closed') throw new MultipartFault('The closing boundary is missing: the message was cut off');
  }

  /** All parts have been read; what follows is of no interest. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** Goes on until more octets are needed. */
  #work(last: boolean): void {
    while (this.#state !== 'closed') {
      const went =
        this.#state === 'preamble'
          ? this.#preamble(last)
          : this.#state === 'header'
            ? this.#headerLine(last)
            : this.#content(last);
      if (!went) return;
    }
  }

  /** The first delimiter line, at the start or after a preamble. Its own line end decides between CRLF and LF. */
  #preamble(last: boolean): boolean {
    for (;;) {
      const first = this.#base + this.#at === 0;
      const at = first ? 0 : this.#nextDelimiter(this.#at);
      if (at < 0) {
        this.#at = Math.max(this.#at, this.#octets.length - this.#delimiter.length + 1);
        return false;
      }
      this.#at = at;
      const line = first && !this.#isDelimiter(at) ? null : this.#delimiterLine(at, null, last);
      if (line === 'more') return false;
      if (line !== null) {
        this.#crlf = line.crlf;
        return this.#open(line);
      }
      this.#at = at + 1;
    }
  }

  #headerLine(last: boolean): boolean {
    const header = this.#header!;
    const start = this.#at;
    const starts = this.#startsLine(start) && this.#isDelimiter(start);
    const delimiter = starts ? this.#delimiterLine(start, this.#crlf, last) : null;
    if (delimiter === 'more') return false;
    if (delimiter !== null) {
      // An empty part may leave out the empty line; after a header line, that line's break belongs to the delimiter.
      if (header.lines > 0) throw new MultipartFault('A part has no empty line after its header');
      this.#handler.part(header.fields);
      return this.#open(delimiter);
    }
    const room = this.#limits.headerBytes - (this.#base + start - header.start);
    const end = this.#octets.subarray(start, start + Math.max(0, room)).indexOf(LF);
    if (end < 0) {
      if (this.#octets.length - start < room) return false;
      throw new MultipartFault(`A part has a header of more than ${this.#limits.headerBytes} octets`);
    }
    const stop = start + end;
    const line = this.#octets.toString(
      'latin1',
      start,
      this.#octets[stop - 1] === CR && stop > start ? stop - 1 : stop,
    );
    this.#at = stop + 1;
    if (line !== '') {
      header.add(line);
      return true;
    }
    this.#handler.part(header.fields);
    this.#contentStart = this.#base + this.#at;
    this.#state = 'content';
    return true;
  }

  #content(last: boolean): boolean {
    const lineBreak = this.#crlf ? 2 : 1;
    let from = this.#at;
    for (;;) {
      const at = this.#nextDelimiter(from);
      if (at < 0) {
        // The last octets may be the line break and the beginning of a delimiter.
        this.#give(this.#octets.length - this.#delimiter.length + 1 - lineBreak);
        return false;
      }
      const line = this.#startsLine(at) ? this.#delimiterLine(at, this.#crlf, last) : null;
      if (line === 'more') {
        this.#give(at - lineBreak);
        return false;
      }
      if (line !== null) {
        this.#give(at - lineBreak);
        return this.#open(line);
      }
      from = at + 1;
    }
  }

  /** Hands on the content up to a place in `#octets`. */
  #give(to: number): void {
    const from = Math.max(this.#at, this.#contentStart - this.#base);
    if (to <= from) return;
    this.#handler.content(this.#octets.subarray(from, to), this.#base + from);
    this.#at = to;
  }

  /**
   * The next place where a delimiter follows a line feed, or -1. Sought together with that line feed: in a body of nothing but dashes the
   * delimiter alone would be found at every octet.
   */
  #nextDelimiter(from: number): number {
    const mark = this.#octets.indexOf(this.#mark, Math.max(0, from - 1));
    return mark < 0 ? -1 : mark + 1;
  }

  #startsLine(at: number): boolean {
    if (this.#state === 'header' && this.#base + at === this.#header!.start) return true;
    return this.#octets[at - 1] === LF && (!this.#crlf || this.#octets[at - 2] === CR);
  }

  /** Goes past a delimiter line. */
  #open(line: DelimiterLine): boolean {
    this.#at = line.end;
    if (line.closes) {
      this.#state = 'closed';
      return false;
    }
    if (this.#parts === this.#limits.parts)
      throw new MultipartFault(`The message has more than ${this.#limits.parts} parts`);
    this.#parts += 1;
    this.#state = 'header';
    this.#header = new Header(this.#base + line.end);
    return true;
  }

  /** The delimiter stands here, or the beginning of it when no more has come. */
  #isDelimiter(at: number): boolean {
    const given = this.#octets.subarray(at, at + this.#delimiter.length);
    return given.equals(this.#delimiter.subarray(0, given.length));
  }

  /**
   * A delimiter line may end in `--` and in blanks; anything else makes it content, for instance a longer boundary. With `crlf` null
   * both line ends will do. `more` when it cannot be told yet.
   */
  #delimiterLine(start: number, crlf: boolean | null, last: boolean): DelimiterLine | 'more' | null {
    const octets = this.#octets;
    let at = start + this.#delimiter.length;
    const closes = octets[at] === DASH && octets[at + 1] === DASH;
    if (closes) at += 2;
    const blanks = at;
    while ((octets[at] === 0x20 || octets[at] === 0x09) && at - blanks < MAX_BLANKS) at += 1;
    if (octets[at] === CR && octets[at + 1] === LF && crlf !== false) return { end: at + 2, closes, crlf: true };
    if (octets[at] === LF && crlf !== true) return { end: at + 1, closes, crlf: false };
    const undecided =
      at >= octets.length ||
      (octets[at] === CR && at + 1 === octets.length && crlf !== false) ||
      (octets[at] === DASH && at + 1 === octets.length && at === blanks && !closes);
    if (!undecided) return null;
    if (!last) return 'more';
    return closes && at === octets.length ? { end: at, closes, crlf: crlf ?? true } : null;
  }
}

interface DelimiterLine {
  /** Just after its line break. */
  readonly end: number;
  readonly closes: boolean;
  readonly crlf: boolean;
}

/** The header of one part, line by line. */
class Header {
  readonly fields = new Map<string, string>();
  /** Place of its first octet in the body. */
  readonly start: number;
  lines = 0;
  #last: string | null = null;

  constructor(start: number) {
    this.start = start;
  }

  /** A line that starts with a blank continues the header above it (RFC 5322 section 2.2.3). */
  add(line: string): void {
    this.lines += 1;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (this.#last === null) throw new MultipartFault('A part starts with a continued header line');
      // Joined without looking at what is there: with thousands of lines that would be quadratic.
      const before = this.fields.get(this.#last) ?? '';
      const more = line.trim();
      this.fields.set(this.#last, before === '' || more === '' ? before + more : `${before} ${more}`);
      return;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name === '') throw new MultipartFault('A part has a header line without a name');
    if (this.fields.has(name))
      throw new MultipartFault(`A part has the header ${/^[a-z-]+$/.test(name) ? name : ''} twice`);
    this.fields.set(name, line.slice(colon + 1).trim());
    this.#last = name;
  }
}

export interface RawPart {
  readonly headers: ReadonlyMap<string, string>;
  /** A view on the body, transfer encoding not undone. */
  readonly content: Buffer;
}

/**
 * The parts of a body that is there at once.
 * @throws MultipartFault
 */
export function splitMultipart(body: Buffer, boundary: string, limits: MultipartLimits): RawPart[] {
  const parts: { headers: ReadonlyMap<string, string>; content: Buffer }[] = [];
  const reader = new MultipartReader(boundary, limits, {
    part: (headers) => parts.push({ headers, content: body.subarray(0, 0) }),
    content(piece, offset) {
      // A part comes in at most a few views that follow each other on the body: one view spans them.
      const part = parts.at(-1)!;
      const start = part.content.length === 0 ? offset : part.content.byteOffset - body.byteOffset;
      part.content = body.subarray(start, offset + piece.length);
    },
  });
  reader.push(body);
  reader.end();
  return parts;
}
