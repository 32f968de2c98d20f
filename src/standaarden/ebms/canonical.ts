/**
 * Canonical XML of an envelope and of the SignedInfo in it: the octets that a signature is about. The only file of ebMS that
 * knows libxml2.
 *
 * libxml2 keeps its documents outside the garbage collector, so each lives inside `withDocument` and nowhere else. A document with a
 * DTD is refused; nothing is read from files or the network.
 */
import { ParseOption, XmlC14NMode, XmlDocument, XmlElement, XmlError } from 'libxml2-wasm';
import { ACTOR_NEXT, ACTOR_NEXT_MSH, DS_NS, SOAP_NS } from './constants.ts';

/** Which octets stand for a piece of XML (Canonical XML 1.0, Exclusive XML Canonicalization 1.0), without comments. */
export interface Canonicalization {
  readonly method: 'inclusive' | 'exclusive';
  /** InclusiveNamespaces/@PrefixList, of the exclusive method only. */
  readonly prefixes: readonly string[];
}

/** The XML cannot be canonicalised. */
export class CanonicalFault extends Error {
  override readonly name = 'CanonicalFault';
}

/** Never NOENT or HUGE. Ids are not looked at: a reference by Id is refused, and two equal ones would be an error of the parser. */
const OPTIONS =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NOERROR |
  ParseOption.XML_PARSE_NOWARNING |
  ParseOption.XML_PARSE_SKIP_IDS;

const PREFIXES = { soap: SOAP_NS, ds: DS_NS };
const SIGNATURE = '/soap:Envelope/soap:Header/ds:Signature';
const LEFT_OUT = `//*[@soap:actor="${ACTOR_NEXT_MSH}" or @soap:actor="${ACTOR_NEXT}"]`;

/**
 * Canonicalising takes time with the square of the declarations in scope and with the elements below them: 500 and 2000 take two
 * seconds, 150 and 2000 a third of one. An envelope has about five; a writer that declares them at each block has dozens.
 */
const MAX_DECLARATIONS = 150;

/** @throws CanonicalFault, also for what libxml2 refuses */
export function withDocument<T>(octets: Uint8Array, use: (doc: XmlDocument) => T): T {
  if (occurrences(octets, 'xmlns') > MAX_DECLARATIONS) {
    throw new CanonicalFault(`A signed envelope has at most ${MAX_DECLARATIONS} namespace declarations`);
  }
  try {
    const doc = XmlDocument.fromBuffer(octets, { encoding: 'UTF-8', option: OPTIONS });
    try {
      if (doc.dtd !== null) throw new CanonicalFault('The envelope has a document type declaration');
      return use(doc);
    } finally {
      doc.dispose();
    }
  } catch (fault) {
    // Its message may quote the document, and goes no further.
    if (fault instanceof XmlError) throw new CanonicalFault('The envelope has no canonical form');
    throw fault;
  }
}

/** ds:SignedInfo where it stands: the inclusive method takes over the namespaces of what is around it. */
export function canonicalSignedInfo(doc: XmlDocument, how: Canonicalization): string {
  const signedInfo = doc.get(`${SIGNATURE}/ds:SignedInfo`, PREFIXES);
  if (signedInfo === null) throw new CanonicalFault('The signature has no ds:SignedInfo');
  return signedInfo.canonicalizeToString(optionsOf(how));
}

/**
 * The envelope without its signature and without what is meant for the next handler (the transforms of ebMS 2.0 section 4.1.3).
 * Whole subtrees go, so taking them out of the document gives the same octets as leaving them out of the node-set, at a fraction of
 * the calls into libxml2. Changes the document: take the SignedInfo first.
 */
export function canonicalEnvelope(doc: XmlDocument, how: Canonicalization): string {
  for (const path of [SIGNATURE, LEFT_OUT]) {
    // One at a time, since one may lie inside the other.
    for (let node = doc.get(path, PREFIXES); node !== null; node = doc.get(path, PREFIXES)) node.remove();
  }
  return doc.canonicalizeToString(optionsOf(how));
}

/** What a prefix in the expression of the XPath transform stands for; null when it stands for nothing. */
export function namespaceAtXPath(doc: XmlDocument, prefix: string): string | null {
  const place = doc.get(`${SIGNATURE}/ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform/ds:XPath`, PREFIXES);
  return place instanceof XmlElement ? place.namespaceForPrefix(prefix) : null;
}

/** An upper bound of the declarations: the word may stand in text too, but cannot be spelled otherwise in a name. */
function occurrences(octets: Uint8Array, word: string): number {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1').split(word).length - 1;
}

function optionsOf({ method, prefixes }: Canonicalization) {
  return method === 'inclusive'
    ? { mode: XmlC14NMode.XML_C14N_1_0 }
    : { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0, inclusiveNamespacePrefixes: [...prefixes] };
}
