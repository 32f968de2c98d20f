/**
 * The header that hands a file over to be kept, under the name that somebody once gave it (RFC 6266; RS-F70). Such a name may
 * be hostile: it becomes one that is harmless on every system, in one header line.
 */

/** What a file is called when nothing of its name is left. */
const NAMELESS = 'bestand';
/** In UTF-8; file systems take 255 bytes, and a browser may add a number. */
const MAX_BYTES = 200;
/** Of an extension that stays when a name is shortened, dot included. */
const MAX_EXTENSION = 20;

/** `attachment` with the name in ASCII, for the oldest clients, and in full (RFC 8187). */
export function contentDisposition(name: string): string {
  const full = harmless(name);
  return `attachment; filename="${asciiOf(full)}"; filename*=UTF-8''${encoded(full)}`;
}

function harmless(name: string): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1)!;
  const plain = last
    // Controls, line ends, and what turns the direction of text: `exe.fdp` must not look like `pdf.exe` (U+202E).
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, '')
    // What Windows takes in no name.
    .replace(/[<>:"|?*]/g, '_')
    // A name that is hidden, and what Windows takes off the end.
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const short = shortened(plain).replace(/[.\s]+$/u, '');
  return unreserved(short === '' ? NAMELESS : short);
}

/** Windows opens a device for these, whatever the extension. */
function unreserved(name: string): string {
  return /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)\s*(?:\.|$)/i.test(name) ? `_${name}` : name;
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const extension = /\.[^.\s]+$/u.exec(name)?.[0] ?? '';
  const kept = extension.length <= MAX_EXTENSION ? extension : '';
  let room = MAX_BYTES - Buffer.byteLength(kept);
  let begin = '';
  for (const letter of name.slice(0, name.length - kept.length)) {
    room -= Buffer.byteLength(letter);
    if (room < 0) break;
    begin += letter;
  }
  return begin + kept;
}

/** Letters without their accents, `_` for others; also for `%`, which some clients decode here (RFC 6266, appendix D). */
function asciiOf(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|[/\\%]/gu, '_');
  return harmless(ascii);
}

/** RFC 8187 §3.2.1: of what encodeURIComponent leaves as it is, these are no attr-char. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
