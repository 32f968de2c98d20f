/**
 * Reads ds:Signature and ds:Reference (XML Signature sections 4.1 to 4.4) in the one shape that ebMS 2.0 section 4.1.3 prescribes.
 * Anything beyond that shape is refused: what is not understood cannot be vouched for.
 */
import { attrOf, child, childrenOf, elementsOf, parseXml, textOf, type XmlElement } from '../xml/index.ts';
import type { Canonicalization } from './canonical.ts';
import { ACTOR_NEXT, ACTOR_NEXT_MSH, C14N, DS_NS, EB_NS, ENVELOPED, EXC_C14N, SOAP_NS, XPATH } from './constants.ts';
import { SOAP_LIMITS } from './envelope.ts';
import { SignatureFault } from './security-fault.ts';
import { decodeTransfer } from './transfer-encoding.ts';

/** The digest of one thing that was signed. */
export interface ReferenceDigest {
  /** `''` for the envelope, `cid:…` for a part. */
  readonly uri: string;
  /** URI of the algorithm. */
  readonly hashFunction: string;
  /** In base64, without white space. */
  readonly digest: string;
}

/** ds:Reference of a signature. */
export interface SignedReference extends ReferenceDigest {
  /** How the envelope was made into octets; null for a part, of which the octets themselves count. */
  readonly canonicalization: Canonicalization | null;
}

/** ds:Signature, not yet believed. */
export interface ReadSignature {
  readonly signedInfo: XmlElement;
  readonly canonicalization: Canonicalization;
  /** URI. */
  readonly signatureAlgorithm: string;
  readonly value: Uint8Array;
  readonly references: readonly SignedReference[];
  /** The prefix in the XPath expression that must stand for SOAP. */
  readonly xpathPrefix: string | null;
}

/**
 * What the signature of a SOAP part is about: the digests of the message, to be copied into a signed acknowledgment or kept until
 * one comes. Empty when the part is not signed. Verifies nothing.
 * @throws SignatureFault, XmlFault for a part that `parseMessage` or `verifySignature` would refuse
 */
export function readReferences(soapPart: Uint8Array): readonly SignedReference[] {
  const root = parseXml(soapPart, SOAP_LIMITS);
  return signaturesIn(root).length === 0 ? [] : readSignature(root).references;
}

/** Every ds:Signature, at whatever depth. */
function signaturesIn(el: XmlElement): XmlElement[] {
  const own = el.ns === DS_NS && el.name === 'Signature' ? [el] : [];
  return [...own, ...elementsOf(el).flatMap(signaturesIn)];
}

/** @throws SignatureFault */
export function readSignature(root: XmlElement): ReadSignature {
  const [el, second] = signaturesIn(root);
  if (el === undefined) throw new SignatureFault('The message is not signed');
  if (second !== undefined) throw new SignatureFault('The envelope has more than one ds:Signature');
  const header = child(root, SOAP_NS, 'Header');
  if (header === undefined || !header.children.includes(el)) {
    throw new SignatureFault('The signature must stand directly in soap:Header');
  }
  // KeyInfo is not read: the key comes from the CPA.
  const [first, value] = onlyChildren(el, ['SignedInfo', 'SignatureValue'], ['KeyInfo']);
  const signedInfo = isNamed(first, 'SignedInfo');
  const [canonicalization, method, ...rest] = elementsOf(signedInfo);
  const references = rest.map((reference) => readReference(isNamed(reference, 'Reference')));
  const expressions = references.flatMap(({ xpathPrefix }) => xpathPrefix ?? []);
  return {
    signedInfo,
    canonicalization: readCanonicalization(isNamed(canonicalization, 'CanonicalizationMethod')),
    // No HMACOutputLength or other parameters.
    signatureAlgorithm: bareAlgorithm(isNamed(method, 'SignatureMethod')),
    value: base64Octets(textOf(value)),
    references: references.map(({ xpathPrefix, ...reference }) => reference),
    xpathPrefix: expressions.length === 1 ? (expressions[0] ?? null) : null,
  };
}

/** The ds:Reference elements of eb:Acknowledgment (section 6.3.2.5): copies of those of the message that arrived. */
export function readReceiptDigests(acknowledgment: XmlElement): ReferenceDigest[] {
  return childrenOf(acknowledgment, DS_NS, 'Reference').map((el) => {
    const method = child(el, DS_NS, 'DigestMethod');
    return {
      uri: attrOf(el, '', 'URI') ?? '',
      hashFunction: (method && attrOf(method, '', 'Algorithm')) ?? '',
      digest: (textOf(child(el, DS_NS, 'DigestValue')) ?? '').replace(/\s+/g, ''),
    };
  });
}

function readReference(el: XmlElement): SignedReference & { readonly xpathPrefix: string | null } {
  const uri = attrOf(el, '', 'URI');
  if (uri !== '' && !/^cid:./is.test(uri ?? '')) {
    throw new SignatureFault('A reference must be to the envelope (URI="") or to a part (cid:)');
  }
  const transforms = child(el, DS_NS, 'Transforms');
  const inside = onlyChildren(el, [...(transforms === undefined ? [] : ['Transforms']), 'DigestMethod', 'DigestValue']);
  const [method, value] = inside.slice(-2);
  const digest = {
    uri: uri ?? '',
    hashFunction: bareAlgorithm(isNamed(method, 'DigestMethod')),
    digest: Buffer.from(base64Octets(textOf(value))).toString('base64'),
  };
  if (uri === '') return { ...digest, ...readTransforms(transforms) };
  if (transforms !== undefined) throw new SignatureFault('A reference to a part must have no transforms');
  return { ...digest, canonicalization: null, xpathPrefix: null };
}

/** Exactly this chain: without the signature itself, without what is meant for the next handler, canonical. */
function readTransforms(transforms: XmlElement | undefined) {
  const [enveloped, xpath, canonicalization] = transforms === undefined ? [] : elementsOf(transforms);
  if (transforms === undefined || canonicalization === undefined || elementsOf(transforms).length !== 3) {
    throw new SignatureFault('The envelope needs three transforms: enveloped-signature, XPath and canonicalization');
  }
  if (bareAlgorithm(isNamed(enveloped, 'Transform')) !== ENVELOPED) {
    throw new SignatureFault('The first transform must be enveloped-signature');
  }
  const filter = isNamed(xpath, 'Transform');
  if (attrOf(filter, '', 'Algorithm') !== XPATH) throw new SignatureFault('The second transform must be XPath');
  const [expression] = onlyChildren(filter, ['XPath']);
  return {
    canonicalization: readCanonicalization(isNamed(canonicalization, 'Transform')),
    xpathPrefix: prefixOfKnownXPath(textOf(isNamed(expression, 'XPath'))),
  };
}

/** The expression of section 4.1.3, whatever its prefix, its quotes and the white space between its words. */
function prefixOfKnownXPath(expression: string): string {
  const bare = expression.replace(/"([^"]*)"|'([^']*)'|\s+/g, (_, double?: string, single?: string) => {
    const literal = double ?? single;
    return literal === undefined ? '' : `"${literal}"`;
  });
  const prefix = /@([\w.-]+):actor/.exec(bare)?.[1] ?? '';
  const step = (actor: string): string => `ancestor-or-self::node()[@${prefix}:actor="${actor}"]`;
  if (prefix !== '' && bare === `not(${step(ACTOR_NEXT_MSH)}|${step(ACTOR_NEXT)})`) return prefix;
  throw new SignatureFault('The XPath transform must be the one of ebMS 2.0 section 4.1.3');
}

function readCanonicalization(el: XmlElement): Canonicalization {
  const algorithm = attrOf(el, '', 'Algorithm');
  if (algorithm === C14N && elementsOf(el).length === 0) return { method: 'inclusive', prefixes: [] };
  if (algorithm !== EXC_C14N) throw new SignatureFault('Canonicalization must be C14N 1.0, inclusive or exclusive');
  const [namespaces, ...others] = elementsOf(el);
  if (namespaces === undefined) return { method: 'exclusive', prefixes: [] };
  if (others.length > 0 || namespaces.ns !== EXC_C14N || namespaces.name !== 'InclusiveNamespaces') {
    throw new SignatureFault('Exclusive canonicalization has parameters that are not known');
  }
  const list = attrOf(namespaces, '', 'PrefixList')?.trim() ?? '';
  return { method: 'exclusive', prefixes: list === '' ? [] : list.split(/\s+/) };
}

/** The child elements, when they are these of ds: in this order, each once; those of `optional` may follow. */
function onlyChildren(el: XmlElement, names: readonly string[], optional: readonly string[] = []): XmlElement[] {
  const found = elementsOf(el);
  const expected = [...names, ...optional].slice(0, Math.max(names.length, found.length));
  if (found.length !== expected.length)
    throw new SignatureFault(`The element ds:${el.name} is not complete, or too full`);
  return found.map((inside, i) => isNamed(inside, expected[i] ?? ''));
}

function isNamed(el: XmlElement | undefined, name: string): XmlElement {
  if (el?.ns === DS_NS && el.name === name) return el;
  throw new SignatureFault(`The element ds:${name} is missing, or not in its place`);
}

function bareAlgorithm(el: XmlElement): string {
  if (elementsOf(el).length > 0)
    throw new SignatureFault(`The element ds:${el.name} has parameters that are not known`);
  return attrOf(el, '', 'Algorithm') ?? '';
}

function base64Octets(text: string | undefined): Uint8Array {
  const octets = decodeTransfer(Buffer.from(text ?? ''), 'base64');
  if (octets === null || octets.byteLength === 0)
    throw new SignatureFault('The signature holds text that is no base64');
  return octets;
}

/**
 * Elements that the XPath transform leaves out, and that would thus be read without being signed. An empty eb:SyncReply in the header
 * may be among them: its presence is all it says. Anything else (a MessageHeader with actor next, a wrapped Body) is refused.
 * @throws SignatureFault
 */
export function leftOutOf(root: XmlElement): XmlElement[] {
  const found = withLeftOutActor(root);
  const header = child(root, SOAP_NS, 'Header');
  const harmless = (el: XmlElement): boolean =>
    el.ns === EB_NS &&
    el.name === 'SyncReply' &&
    elementsOf(el).length === 0 &&
    textOf(el).trim() === '' &&
    header?.children.includes(el) === true;
  if (found.every(harmless)) return found;
  throw new SignatureFault(
    'Something with actor next or nextMSH is not covered by the signature: only eb:SyncReply may',
  );
}

function withLeftOutActor(el: XmlElement): XmlElement[] {
  const actor = attrOf(el, SOAP_NS, 'actor');
  const own = actor === ACTOR_NEXT || actor === ACTOR_NEXT_MSH ? [el] : [];
  return [...own, ...elementsOf(el).flatMap(withLeftOutActor)];
}
