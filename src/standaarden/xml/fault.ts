/**
 * The one error of this component: XML that we refuse to read, or refuse to write.
 *
 * The message never quotes the document: it may hold a BSN, and messages end up in logs.
 */

/**
 * - `malformed`: not well-formed XML 1.0 with namespaces.
 * - `doctype`: carries a document type declaration; no message of ours needs one and entities are an attack surface.
 * - `encoding`: not UTF-8.
 * - `limit`: larger, deeper or busier than the reader allows.
 * - `character`: a character that XML 1.0 cannot carry, not even escaped (section 2.2 Char).
 */
export type XmlFaultCode = 'malformed' | 'doctype' | 'encoding' | 'limit' | 'character';

export class XmlFault extends Error {
  override readonly name = 'XmlFault';
  readonly code: XmlFaultCode;
  /** Line in the document, from 1; 0 when the fault is not tied to a place. */
  readonly line: number;
  /** Column just after the offending character, counted in characters; 0 when not tied to a place. */
  readonly column: number;

  constructor(code: XmlFaultCode, message: string, line = 0, column = 0) {
    super(line > 0 ? `${message} (line ${line}, column ${column})` : message);
    this.code = code;
    this.line = line;
    this.column = column;
  }
}
