/**
 * Verifies the signature of a message: that everything read from it is what the holder of the certificate signed.
 *
 * Two parsers look at the envelope, one for reading and one for canonical XML. They are held against each other: the octets that
 * were verified are parsed again, and must give the very tree that the message was read from. So it does not matter where two
 * parsers might differ, nor what an attacker wrapped around or beside what was signed (XSW).
 */
import { verify, type X509Certificate } from 'node:crypto';
import { child, parseXml, type XmlElement, XmlFault } from '../xml/index.ts';
import { digestValue, hashNamed, type SignatureMethod, signatureNamed } from './algorithms.ts';
import { CanonicalFault, canonicalEnvelope, canonicalSignedInfo, namespaceAtXPath, withDocument } from './canonical.ts';
import { resolveCid } from './cid.ts';
import { DS_NS, SOAP_NS, XML_NS } from './constants.ts';
import type { DigestAlgorithm } from './content.ts';
import type { Attachment, EbmsError, EbmsMessage } from './message.ts';
import { cidLocation, PART_REFUSED, SIGNATURE_PATH, SignatureFault, securityFailure } from './security-fault.ts';
import { leftOutOf, type ReadSignature, readSignature, type SignedReference } from './signature-read.ts';

/** A hundred parts make 500 elements and 600 attributes; canonical XML takes time with the square of the attributes of an element. */
const SIGNED_LIMITS = { depth: 50, elements: 2000, attributes: 4000 };

/** What the CPA says about signatures of the sender (SenderNonRepudiation). */
export interface SignatureExpectation {
  /** Of the CPA, or what replaces it there; whoever is trusted, KeyInfo of the message never is. */
  readonly certificate: X509Certificate;
  /** URI; the message must use this one. */
  readonly hashFunction: string;
  /** URI; the message must use this one. */
  readonly signatureAlgorithm: string;
  /** Accept SHA-1 where the CPA prescribes it. Default false: Beveiligingsstandaarden SIGN001. */
  readonly allowSha1?: boolean;
}

/**
 * The errors to report, empty when the signature is right and covers the envelope and every part of the Manifest. Of an encrypted
 * message: after `decryptAttachments`, since the plaintext was signed.
 *
 * Not judged here: whether the certificate is still valid and not revoked.
 */
export function verifySignature(message: EbmsMessage, expected: SignatureExpectation): EbmsError[] {
  try {
    const root = parseXml(message.soapPart, SIGNED_LIMITS);
    const signature = readSignature(root);
    const rest = without(root, leftOutOf(root));
    const method = agreedMethod(signature, expected);
    const parts = pairParts(signature.references, message);
    verifyEnvelope(message.soapPart, rest, signature, method, expected.certificate);
    return parts.flatMap(([reference, part]) =>
      isDigestOf(part, method.digest, reference.digest)
        ? []
        : [securityFailure(cidLocation(part.contentId), PART_REFUSED)],
    );
  } catch (fault) {
    if (fault instanceof SignatureFault) return [securityFailure(fault.location, fault.message)];
    if (fault instanceof CanonicalFault) return [securityFailure(SIGNATURE_PATH, fault.message)];
    if (fault instanceof XmlFault) return [securityFailure(SIGNATURE_PATH, 'The envelope cannot be read')];
    throw fault;
  }
}

/** Of a part that passed by, only the digests are there whose algorithm was named in the SOAP part as it should be. */
function isDigestOf({ content }: Attachment, algorithm: DigestAlgorithm, expected: string): boolean {
  try {
    return digestValue(content, algorithm) === expected;
  } catch (fault) {
    if (fault instanceof RangeError) return false;
    throw fault;
  }
}

interface AgreedMethod extends SignatureMethod {
  readonly digest: DigestAlgorithm;
}

/** Both algorithms as the CPA has them, and fit for the key of the certificate. */
function agreedMethod({ signatureAlgorithm, references }: ReadSignature, expected: SignatureExpectation): AgreedMethod {
  const digest = hashNamed(expected.hashFunction);
  const method = signatureNamed(expected.signatureAlgorithm);
  if (digest === null || method === null) throw new SignatureFault('The CPA names an algorithm that is not known here');
  if ((digest === 'sha1' || method.hash === 'sha1') && expected.allowSha1 !== true) {
    throw new SignatureFault('The CPA names SHA-1, which is refused: agree on SHA-256');
  }
  if (signatureAlgorithm !== expected.signatureAlgorithm) {
    throw new SignatureFault('The signature algorithm is not the one of the CPA');
  }
  if (references.some(({ hashFunction }) => hashFunction !== expected.hashFunction)) {
    throw new SignatureFault('A digest algorithm is not the one of the CPA');
  }
  if (expected.certificate.publicKey.asymmetricKeyType !== method.keyType) {
    throw new SignatureFault('The signature algorithm does not fit the certificate in the CPA');
  }
  return { ...method, digest };
}

/** The references are the envelope and each part of the Manifest, once, and nothing else; each part with its reference. */
function pairParts(references: readonly SignedReference[], message: EbmsMessage): [SignedReference, Attachment][] {
  const named = message.kind === 'user' ? message.attachments : [];
  const unresolved = message.kind === 'user' && message.manifest?.some(({ attachment }) => attachment === null);
  const pairs = references.flatMap((reference): [SignedReference, Attachment | null][] =>
    reference.uri === '' ? [] : [[reference, resolveCid(reference.uri, named)]],
  );
  const found = pairs.filter((pair): pair is [SignedReference, Attachment] => pair[1] !== null);
  const missing = named.find((part) => !found.some(([, other]) => other === part));
  if (missing !== undefined)
    throw new SignatureFault('The signature does not cover this part', cidLocation(missing.contentId));
  if (unresolved || found.length !== named.length || pairs.length !== named.length) {
    throw new SignatureFault('The references of the signature are not those of the Manifest');
  }
  if (references.length !== pairs.length + 1) {
    throw new SignatureFault('The signature must have one reference to the envelope, with URI=""');
  }
  return found;
}

/** SignedInfo by the signature, the envelope by its digest in there; and both are what was read. `rest` is what the transforms leave. */
function verifyEnvelope(
  soapPart: Uint8Array,
  rest: XmlElement,
  signature: ReadSignature,
  method: AgreedMethod,
  certificate: X509Certificate,
): void {
  const reference = signature.references.find(({ uri }) => uri === '');
  if (!reference?.canonicalization) throw new SignatureFault('The signature does not cover the envelope');
  const how = reference.canonicalization;
  const [prefixNs, signedInfo, envelope] = withDocument(soapPart, (doc) => [
    namespaceAtXPath(doc, signature.xpathPrefix ?? ''),
    canonicalSignedInfo(doc, signature.canonicalization),
    canonicalEnvelope(doc, how),
  ]);
  if (prefixNs !== SOAP_NS) throw new SignatureFault('The prefix in the XPath transform does not stand for SOAP');
  const key = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const;
  const isSigned = verify(method.hash, Buffer.from(signedInfo), key, signature.value);
  if (!isSigned || !isSame(plain(parseXml(signedInfo)), plain(signature.signedInfo))) {
    throw new SignatureFault('The signature is not of the key in the CPA, or the message was changed after signing');
  }
  if (digestValue(Buffer.from(envelope), method.digest) !== reference.digest || !isSame(parseXml(envelope), rest)) {
    throw new SignatureFault('The envelope was changed after signing');
  }
}

/** The tree as the transforms leave it. */
function without(root: XmlElement, leftOut: readonly XmlElement[]): XmlElement {
  const goes = (node: XmlElement): boolean =>
    leftOut.includes(node) || (node.ns === DS_NS && node.name === 'Signature');
  const header = child(root, SOAP_NS, 'Header');
  const kept: (XmlElement | string)[] = [];
  for (const node of header?.children ?? []) {
    const last = kept.at(-1);
    if (typeof node !== 'string') {
      if (!goes(node)) kept.push(node);
    } else if (typeof last === 'string') kept[kept.length - 1] = last + node;
    else kept.push(node);
  }
  return { ...root, children: root.children.map((node) => (node === header ? { ...header, children: kept } : node)) };
}

/** Without `xml:lang` and its like: the inclusive method copies those of the elements around it (Canonical XML 1.0 section 2.4). */
function plain(signedInfo: XmlElement): XmlElement {
  return { ...signedInfo, attrs: signedInfo.attrs.filter(({ ns }) => ns !== XML_NS) };
}

/** Attributes have no order. */
function isSame(a: XmlElement, b: XmlElement): boolean {
  const values = new Map(b.attrs.map(({ ns, name, value }) => [`${name} ${ns}`, value]));
  return (
    a.name === b.name &&
    a.ns === b.ns &&
    a.attrs.length === b.attrs.length &&
    a.attrs.every(({ ns, name, value }) => values.get(`${name} ${ns}`) === value) &&
    a.children.length === b.children.length &&
    a.children.every((node, i) => {
      const other = b.children[i];
      if (typeof node === 'string' || typeof other === 'string' || other === undefined) return node === other;
      return isSame(node, other);
    })
  );
}
