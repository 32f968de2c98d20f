/**
 * Takes an HTTP body apart: SOAP with attachments in `multipart/related`, or a bare SOAP envelope in `text/xml` (ebMS 2.0 §2.1).
 *
 * Guarantees: at most 20 parts with headers of at most 8 kB each; the octets of a part come out as they went in. Accepts LF for
 * CRLF. Of the transfer encodings only base64 changes octets; the profile advises against all of them (Digikoppeling KV §5).
 */
import { Weigering } from './weigering.ts';

export interface Deel {
  /** Without the angle brackets; null when the part has none. */
  readonly contentId: string | null;
  /** Lower case, without parameters. */
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Pakket {
  readonly soap: Deel;
  readonly bijlagen: readonly Deel[];
}

const MAX_PARTS = 20;
const MAX_HEADER_BYTES = 8 * 1024;

/** @throws Weigering */
export function pakUit(contentType: string, body: Buffer): Pakket {
  const { media, parameters } = parseContentType(contentType);
  if (media === 'text/xml') return { soap: { contentId: null, contentType: media, bytes: body }, bijlagen: [] };
  if (media !== 'multipart/related') {
    throw new Weigering('Content-Type moet multipart/related zijn, of text/xml voor een bericht zonder bijlage.');
  }
  if (parameters.get('type')?.toLowerCase() !== 'text/xml') {
    throw new Weigering('multipart/related moet de parameter type="text/xml" hebben.');
  }
  const boundary = parameters.get('boundary');
  if (boundary === undefined || boundary === '' || boundary.length > 70) {
    throw new Weigering('multipart/related moet een boundary van 1 tot 70 tekens hebben.');
  }
  return withRoot(splitParts(body, boundary), parameters.get('start'));
}

/** RFC 2387 §3.2: the part that `start` names is the root, without it the first. */
function withRoot(parts: readonly Deel[], start: string | undefined): Pakket {
  const wanted = start === undefined ? undefined : withoutBrackets(start);
  const soap = wanted === undefined ? parts[0] : parts.find((part) => part.contentId === wanted);
  if (soap === undefined) throw new Weigering('Het deel met de SOAP-envelop ontbreekt: zie de parameter start.');
  if (soap.contentType !== 'text/xml') throw new Weigering('Het deel met de SOAP-envelop moet text/xml zijn.');
  return { soap, bijlagen: parts.filter((part) => part !== soap) };
}

function splitParts(body: Buffer, boundary: string): Deel[] {
  const marker = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Deel[] = [];
  let from = nextMarker(body, marker, 0);
  while (from !== null && !from.last) {
    const until = nextMarker(body, marker, from.after);
    if (until === null) throw new Weigering('Het bericht is afgebroken: de laatste boundary ontbreekt.');
    if (parts.length === MAX_PARTS) throw new Weigering(`Het bericht heeft meer dan ${MAX_PARTS} delen.`);
    parts.push(readPart(body.subarray(from.after, Math.max(from.after, until.before))));
    from = until;
  }
  if (parts.length === 0) throw new Weigering('Het bericht heeft geen delen: de boundary komt er niet in voor.');
  return parts;
}

interface Marker {
  /** End of the part before it: the line end that belongs to the marker is left out. */
  readonly before: number;
  /** Start of the part after it. */
  readonly after: number;
  readonly last: boolean;
}

/** RFC 2046 §5.1.1: a marker stands at the start of a line, may be followed by blanks, and ends its line; `--` makes it the last. */
function nextMarker(body: Buffer, marker: Buffer, from: number): Marker | null {
  for (let at = body.indexOf(marker, from); at >= 0; at = body.indexOf(marker, at + 1)) {
    if (at > from && body[at - 1] !== 0x0a) continue;
    let end = at + marker.length;
    const last = body[end] === 0x2d && body[end + 1] === 0x2d;
    if (last) end += 2;
    while (body[end] === 0x20 || body[end] === 0x09) end += 1;
    if (body[end] === 0x0d && body[end + 1] === 0x0a) end += 1;
    if (body[end] !== 0x0a && !(last && end >= body.length)) continue;
    const before = body[at - 2] === 0x0d ? at - 2 : at - 1;
    return { before, after: end + 1, last };
  }
  return null;
}

function readPart(part: Buffer): Deel {
  const { headers, start } = splitHeaders(part);
  const contentId = headers.get('content-id');
  return {
    contentId: contentId === undefined ? null : withoutBrackets(contentId),
    contentType: parseContentType(headers.get('content-type') ?? 'text/plain').media,
    bytes: decode(part.subarray(start), headers.get('content-transfer-encoding')),
  };
}

function splitHeaders(part: Buffer): { headers: ReadonlyMap<string, string>; start: number } {
  if (part[0] === 0x0a) return { headers: new Map(), start: 1 };
  if (part[0] === 0x0d && part[1] === 0x0a) return { headers: new Map(), start: 2 };
  const crlf = part.indexOf('\r\n\r\n');
  const lf = part.indexOf('\n\n');
  const useCrlf = crlf >= 0 && (lf < 0 || crlf < lf);
  const end = useCrlf ? crlf : lf;
  if (end < 0 || end > MAX_HEADER_BYTES) throw new Weigering('Een deel van het bericht heeft geen leesbare kopregels.');
  const headers = new Map<string, string>();
  const unfolded = part.toString('latin1', 0, end).replace(/\r?\n[ \t]+/g, ' ');
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, start: end + (useCrlf ? 4 : 2) };
}

function decode(bytes: Buffer, encoding: string | undefined): Buffer {
  switch (encoding?.toLowerCase()) {
    case undefined:
    case '7bit':
    case '8bit':
    case 'binary':
      return bytes;
    case 'base64': {
      const text = bytes.toString('latin1').replace(/\s+/g, '');
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
        throw new Weigering('Een deel zegt base64 te zijn, maar is het niet.');
      }
      return Buffer.from(text, 'base64');
    }
    default:
      throw new Weigering('Deze Content-Transfer-Encoding wordt niet gelezen: stuur het deel als binary.');
  }
}

function parseContentType(value: string): { media: string; parameters: ReadonlyMap<string, string> } {
  const semicolon = value.indexOf(';');
  const media = (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase();
  const parameters = new Map<string, string>();
  if (semicolon >= 0) {
    for (const match of value.slice(semicolon).matchAll(/;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g)) {
      const [, name = '', quoted, plain = ''] = match;
      parameters.set(name.toLowerCase(), quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'));
    }
  }
  return { media, parameters };
}

function withoutBrackets(contentId: string): string {
  const text = contentId.trim();
  return text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
}
