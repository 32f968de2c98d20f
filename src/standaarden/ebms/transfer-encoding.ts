/**
 * Undoes a Content-Transfer-Encoding (RFC 2045 section 6). A part that does not keep to what it declares is refused, not repaired:
 * a decoder that skips what it does not know would hand on other octets than the sender meant.
 */

/** Leaves the octets as they are. */
export function isIdentity(encoding: string): boolean {
  return ['', '7bit', '8bit', 'binary'].includes(encoding.trim().toLowerCase());
}

/** The octets, or null when the content is not what the encoding says or the encoding is unknown. */
export function decodeTransfer(content: Buffer, encoding: string): Uint8Array | null {
  if (isIdentity(encoding)) return content;
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return decodeBase64(content);
    case 'quoted-printable':
      return decodeQuotedPrintable(content);
    default:
      return null;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BLANK = 64;
const PAD = 65;
const FOREIGN = 66;

/** For each octet the six bits it stands for, or that it is a blank, padding or no base64 at all. */
const SEXTETS: readonly number[] = Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  if ('\r\n\t '.includes(character)) return BLANK;
  if (character === '=') return PAD;
  const sextet = ALPHABET.indexOf(character);
  return sextet < 0 ? FOREIGN : sextet;
});

/**
 * Section 6.8: line breaks and blanks between the lines allowed, anything else refused. Octet by octet, because Node's own decoder
 * skips what it does not know, and checking a 28 MB text beforehand costs 265 MB.
 */
function decodeBase64(content: Buffer): Uint8Array | null {
  const out = Buffer.allocUnsafe(Math.ceil(content.length / 4) * 3);
  let length = 0;
  let bits = 0;
  let sextets = 0;
  let padding = 0;
  for (let i = 0; i < content.length; i += 1) {
    const sextet = SEXTETS[content[i] ?? 0] ?? FOREIGN;
    if (sextet === BLANK) continue;
    if (sextet === PAD) padding += 1;
    else if (sextet === FOREIGN || padding > 0) return null;
    else {
      bits = ((bits << 6) | sextet) & 0xffffff;
      sextets += 1;
      const spare = (sextets * 6) % 8;
      if (spare !== 6) {
        out[length] = (bits >> spare) & 0xff;
        length += 1;
      }
    }
  }
  return padding <= 2 && (sextets + padding) % 4 === 0 && sextets % 4 !== 1 ? out.subarray(0, length) : null;
}

const EQUALS = 0x3d;
const CR = 0x0d;
const LF = 0x0a;

/** Section 6.7: `=XX` is an octet, `=` at the end of a line joins it to the next, blanks at the end of a line are padding. */
function decodeQuotedPrintable(content: Buffer): Uint8Array | null {
  const out = Buffer.allocUnsafe(content.length);
  let length = 0;
  for (let i = 0; i < content.length; i += 1) {
    const octet = content[i] ?? 0;
    if (octet === CR || octet === LF) length = withoutBlanks(out, length, content, i);
    if (octet !== EQUALS) {
      out[length] = octet;
      length += 1;
      continue;
    }
    const joined = softBreak(content, i + 1);
    if (joined > 0) {
      i += joined;
      continue;
    }
    const hex = content.toString('latin1', i + 1, i + 3);
    if (!/^[0-9A-Fa-f]{2}$/.test(hex)) return null;
    out[length] = Number.parseInt(hex, 16);
    length += 1;
    i += 2;
  }
  return out.subarray(0, withoutBlanks(out, length, content, content.length));
}

/** Octets of the line break at `start`, blanks before it included; 0 when there is none. */
function softBreak(content: Buffer, start: number): number {
  let at = start;
  while (isBlank(content[at])) at += 1;
  if (content[at] === CR && content[at + 1] === LF) return at + 2 - start;
  return content[at] === LF ? at + 1 - start : 0;
}

/** Drops literal blanks before a line break; an encoded blank (`=20`) was meant and stays. */
function withoutBlanks(out: Buffer, length: number, content: Buffer, breakAt: number): number {
  let kept = length;
  let at = breakAt - 1;
  while (kept > 0 && isBlank(content[at]) && isBlank(out[kept - 1])) {
    kept -= 1;
    at -= 1;
  }
  return kept;
}

function isBlank(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x09;
}
