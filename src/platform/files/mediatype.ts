/**
 * What kind of file content is, from its first bytes. The name only chooses within a family (a Word file and a zip begin
 * alike), so a name never makes something of content that it is not.
 *
 * What a browser would run is never named as such (RS-F71): HTML, SVG, XML and programs are `application/octet-stream`. Serve
 * all of it with `X-Content-Type-Options: nosniff` and as an attachment; then a polyglot is what this says and nothing else.
 */

/** How many bytes are enough. */
export const FIRST_BYTES = 4096;

const UNKNOWN = 'application/octet-stream';

/** Where, and what stands there (as latin1). */
const MARKS: readonly (readonly [number, string, string])[] = [
  [0, '%PDF-', 'application/pdf'],
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [0, 'II*\0', 'image/tiff'],
  [0, 'MM\0*', 'image/tiff'],
  [8, 'WEBPVP8', 'image/webp'],
  [4, 'ftypheic', 'image/heic'],
  [4, 'ftypmif1', 'image/heic'],
  [4, 'ftypisom', 'video/mp4'],
  [4, 'ftypmp42', 'video/mp4'],
  [0, '{\\rtf1', 'application/rtf'],
];

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
/** Office files since 2007: zips, with a folder of their own in each. */
const OOXML: readonly (readonly [string, string, string])[] = [
  ['docx', 'word/', `${OFFICE}wordprocessingml.document`],
  ['xlsx', 'xl/', `${OFFICE}spreadsheetml.sheet`],
  ['pptx', 'ppt/', `${OFFICE}presentationml.presentation`],
];

/** Office files before 2007: OLE storages, which only their extension tells apart. */
const OLE: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
};

/** Anywhere in a text: what makes a browser that guesses take it for a page, a picture or a style that runs scripts. */
const MARKUP = /<(?:!doctype|\?xml|!--|!entity|(?:html|head|body|script|svg|iframe|object|embed|style|xsl:)\b)/i;

/** The content type to serve it with; `application/octet-stream` when it is unknown, or better not named. */
export function mediatypeOf(firstBytes: Uint8Array, name: string): string {
  const bytes = Buffer.from(firstBytes.buffer, firstBytes.byteOffset, Math.min(firstBytes.byteLength, FIRST_BYTES));
  const head = bytes.toString('latin1');
  const extension = /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (head.startsWith('PK\x03\x04')) return zipKind(head, extension);
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'))
    return Object.hasOwn(OLE, extension) ? OLE[extension]! : UNKNOWN;
  return MARKS.find(([at, mark]) => head.startsWith(mark, at))?.[2] ?? textKind(bytes, extension);
}

/** The name of the first file of a zip begins here (APPNOTE 4.3.7). */
const NAME = 30;

function zipKind(head: string, extension: string): string {
  // ODF 1.3 part 2, §3.3: the first file is called "mimetype", is not compressed and has no extra field.
  if (head.startsWith('mimetype', NAME)) {
    const kind = /^application\/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation|graphics)(?=PK)/;
    return kind.exec(head.slice(NAME + 'mimetype'.length))?.[0] ?? 'application/zip';
  }
  if (!['[Content_Types].xml', '_rels/', 'docProps/', 'word/', 'xl/', 'ppt/'].some((n) => head.startsWith(n, NAME))) {
    return 'application/zip';
  }
  // Further on a name follows the length of the extra field, mostly none; else its folder is not seen.
  const kind = OOXML.find(([, folder]) => head.includes(`\0\0${folder}`)) ?? OOXML.find(([e]) => e === extension);
  return kind?.[2] ?? 'application/zip';
}

function textKind(bytes: Buffer, extension: string): string {
  const text = decoded(bytes);
  if (text === null) return UNKNOWN;
  const begin = text.content.trimStart();
  // A script for a shell; and whatever begins as markup, known or not.
  if (begin.startsWith('#!') || begin.startsWith('<') || MARKUP.test(begin)) return UNKNOWN;
  return `text/${extension === 'csv' ? 'csv' : 'plain'}; charset=${text.charset}`;
}

/** The text that the bytes are, or null when they are none: they have a control character that no text has. */
function decoded(bytes: Buffer): { readonly content: string; readonly charset: string } | null {
  if (bytes.length === 0) return null;
  const charset = charsetOf(bytes);
  // The last character may be cut in two; that is no fault (stream).
  const content = new TextDecoder(charset).decode(bytes, { stream: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(content) ? null : { content, charset };
}

function charsetOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
