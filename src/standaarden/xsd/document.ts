/**
 * One way to read XML with libxml2: nothing from files or the network, no entities, no DTD, and the document gone afterwards. libxml2
 * keeps its documents outside the garbage collector.
 */
import { ParseOption, XmlDocument } from 'libxml2-wasm';

/** Never NOENT, HUGE or DTDLOAD. */
const OPTIONS =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NOERROR |
  ParseOption.XML_PARSE_NOWARNING;

/** The document type declaration that is refused. */
export class DtdFout extends Error {
  override readonly name = 'DtdFout';
}

/** The caller disposes of it. @throws DtdFout, or XmlLibError for what is no XML */
export function openDocument(octets: Uint8Array, url?: string): XmlDocument {
  const doc = XmlDocument.fromBuffer(octets, { option: OPTIONS, ...(url !== undefined && { url }) });
  if (doc.dtd === null) return doc;
  doc.dispose();
  throw new DtdFout('The document has a document type declaration');
}
