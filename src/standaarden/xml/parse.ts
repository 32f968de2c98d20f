/**
 * Reads XML from strangers. What comes out is a plain tree; what may go wrong is an XmlFault and nothing else.
 *
 * Guarantees: UTF-8 only, XML 1.0 only, no document type declaration (so no entities beyond the five of XML itself and no way out
 * to files or the network), and work and memory bounded by the limits, counted while reading and not afterwards.
 * The only file that knows the parser library.
 */
import { SaxesParser } from 'saxes';
import type { XmlAttribute, XmlElement } from './element.ts';
import { XmlFault } from './fault.ts';

export interface XmlLimits {
  /** Size of the document in bytes. */
  readonly bytes: number;
  /** Elements inside elements; also the recursion a caller can meet in the tree. */
  readonly depth: number;
  /** Elements in the whole document. */
  readonly elements: number;
  /** Attributes in the whole document, namespace declarations included. */
  readonly attributes: number;
}

/** A StUF zaakbericht is about 4 kB with 60 elements, depth 12; a CPA about 25 kB. These leave room for a factor of hundreds. */
export const XML_LIMITS: XmlLimits = { bytes: 10 * 1024 * 1024, depth: 100, elements: 200_000, attributes: 200_000 };

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Namespaces in XML 1.0, NCName: what stands after the colon begins as a name does. The parser library looks at the whole only. */
const NO_NAME = /^(?:[-.\d\u00b7\u203f\u2040]|[\u0300-\u036f])/;
const NO_NAME_TEXT = 'The document is not well-formed XML: a prefix or name begins with a digit or a mark';

interface Growing extends XmlElement {
  readonly attrs: XmlAttribute[];
  readonly children: (XmlElement | string)[];
}

/**
 * The root element of a document. Bytes must be UTF-8 (a byte order mark is fine); of a string the declared encoding is not
 * looked at, since it has been decoded already.
 * @throws XmlFault
 */
export function parseXml(input: Uint8Array | string, limits: Partial<XmlLimits> = {}): XmlElement {
  const max = { ...XML_LIMITS, ...limits };
  const text = typeof input === 'string' ? checkedText(input, max.bytes) : decodeUtf8(input, max.bytes);
  if (text.startsWith('\uFEFF')) throw new XmlFault('malformed', 'The document starts with two byte order marks', 1, 1);
  const parser = new SaxesParser({ xmlns: true, position: false });
  const fault = (code: XmlFault['code'], message: string): XmlFault =>
    new XmlFault(code, message, parser.line, parser.column);

  const open: Growing[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let attributes = 0;

  const addText = (piece: string): void => {
    const siblings = open.at(-1)?.children;
    if (siblings === undefined || piece === '') return;
    const last = siblings.at(-1);
    if (typeof last === 'string') siblings[siblings.length - 1] = last + piece;
    else siblings.push(piece);
  };

  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') throw fault('malformed', 'Only XML 1.0 is read: send the document as version="1.0"');
    if (typeof input !== 'string' && encoding !== undefined && !isUtf8(encoding)) {
      throw fault('encoding', 'The XML declaration names an encoding other than UTF-8: send the document in UTF-8');
    }
  });
  parser.on('doctype', () => {
    throw fault('doctype', 'A document type declaration (DOCTYPE) is refused: send the document without one');
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > max.attributes) throw fault('limit', `The document has more than ${max.attributes} attributes`);
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > max.elements) throw fault('limit', `The document has more than ${max.elements} elements`);
    if (open.length >= max.depth) throw fault('limit', `The document is more than ${max.depth} elements deep`);
    const attrs: XmlAttribute[] = [];
    if (NO_NAME.test(tag.local)) throw fault('malformed', NO_NAME_TEXT);
    for (const { uri, local, value } of Object.values(tag.attributes)) {
      if (NO_NAME.test(local)) throw fault('malformed', NO_NAME_TEXT);
      if (uri !== XMLNS) attrs.push({ ns: uri, name: local, value });
    }
    const element: Growing = { ns: tag.uri, name: tag.local, attrs, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', () => {
    throw fault('malformed', 'The document is not well-formed XML');
  });

  parser.write(text).close();
  if (root === undefined) throw fault('malformed', 'The document has no root element');
  return root;
}

function tooLarge(maxBytes: number): XmlFault {
  return new XmlFault('limit', `The document is larger than ${maxBytes} bytes`);
}

function checkedText(text: string, maxBytes: number): string {
  if (text.length > maxBytes || Buffer.byteLength(text, 'utf8') > maxBytes) throw tooLarge(maxBytes);
  if (!text.isWellFormed())
    throw new XmlFault('character', 'The text holds half a character (a lone UTF-16 surrogate)');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** XML 1.0 appendix F.1: a UTF-16 or UTF-32 document shows itself by a byte order mark or by a zero byte around its `<`. */
function decodeUtf8(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  const [first, second] = bytes;
  const otherMark = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  if (otherMark || first === 0 || (first !== undefined && second === 0)) {
    throw new XmlFault('encoding', 'The document is in UTF-16 or UTF-32: send it in UTF-8');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlFault('encoding', 'The document is not valid UTF-8: send it in UTF-8');
  }
}

/** US-ASCII is a subset of UTF-8, so a document that says so reads the same. */
function isUtf8(encoding: string): boolean {
  return ['utf-8', 'utf8', 'us-ascii'].includes(encoding.toLowerCase());
}
