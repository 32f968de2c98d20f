/** Reads a Content-Type header (RFC 2045 section 5.1): media type and parameters, quoted or not. */

export interface ContentType {
  /** Lower case: `multipart/related`. */
  readonly type: string;
  /** By lower-case name; a quoted value without its quotes. */
  readonly params: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const TYPE = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*(?=;|$)`);

/** Unquoted values may hold more than a token, as some handlers leave `type=text/xml` and `start=<a@b>` unquoted. */
const PARAM = `;[ \\t]*(?:(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;"\\s]+)))?[ \\t]*(?=;|$)`;

/** A header longer than this is no Content-Type anyone needs. */
const MAX_LENGTH = 2000;

/** Null when it cannot be read; the first of two parameters with one name wins. */
export function parseContentType(header: string): ContentType | null {
  if (header.length > MAX_LENGTH) return null;
  const match = TYPE.exec(header);
  if (match?.[1] === undefined) return null;
  const params = new Map<string, string>();
  const scanner = new RegExp(PARAM, 'y');
  scanner.lastIndex = match[0].length;
  while (scanner.lastIndex < header.length) {
    const param = scanner.exec(header);
    if (param === null) return null;
    const [, name, quoted, bare] = param;
    const key = name?.toLowerCase();
    if (key === undefined || params.has(key)) continue;
    params.set(key, quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1'));
  }
  return { type: match[1].toLowerCase(), params };
}
