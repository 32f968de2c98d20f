/**
 * Signs an envelope and its parts (ebMS 2.0 section 4.1.3), in the way that handlers in the field verify: inclusive C14N 1.0 unless
 * asked otherwise, one reference to the envelope and one to each part, no white space between elements.
 */
import { type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { rawXml, type XmlFragment, xml, xmlBytes } from '../xml/index.ts';
import { digestValue, hashNamed, type SignatureMethod, signatureNamed } from './algorithms.ts';
import { type Canonicalization, canonicalEnvelope, canonicalSignedInfo, withDocument } from './canonical.ts';
import { ACTOR_NEXT, ACTOR_NEXT_MSH, C14N, DS_NS, ENVELOPED, EXC_C14N, XPATH } from './constants.ts';
import type { DigestAlgorithm } from './content.ts';
import type { Attachment } from './message.ts';
import type { SignedReference } from './signature-read.ts';

/** With what, and how, a message is signed. */
export interface Signing {
  /** RSA or EC, of the certificate. */
  readonly key: KeyObject;
  /** Goes along in KeyInfo, for diagnosis; the other side has it in the CPA. */
  readonly certificate: X509Certificate;
  /** URI, as in the CPA: SHA-256, SHA-384 or SHA-512. */
  readonly hashFunction: string;
  /** URI, as in the CPA: RSA or ECDSA with SHA-256, SHA-384 or SHA-512. */
  readonly signatureAlgorithm: string;
  /** Default inclusive: Koppelvlakstandaard section 5 names the exclusive one, ebMS 2.0 and the field use this one. */
  readonly canonicalization?: 'inclusive' | 'exclusive';
}

/**
 * The envelope with its signature. `draw` writes the envelope around the signature that it is given, or around none.
 * @throws TypeError for an algorithm that is unknown or too old, or a key that is not of the certificate
 */
export function signEnvelope(
  draw: (signature: XmlFragment | null) => XmlFragment,
  attachments: readonly Attachment[],
  signing: Signing,
): Uint8Array {
  const { hash, digest } = checkedMethod(signing);
  const canonicalization: Canonicalization = { method: signing.canonicalization ?? 'inclusive', prefixes: [] };
  const { hashFunction } = signing;
  const envelope = withDocument(xmlBytes(draw(null)), (doc) => canonicalEnvelope(doc, canonicalization));
  const references: SignedReference[] = [
    { uri: '', hashFunction, digest: digestValue(Buffer.from(envelope), digest), canonicalization },
    ...attachments.map(({ contentId, content }) => ({
      uri: `cid:${contentId}`,
      hashFunction,
      digest: digestValue(content, digest),
      canonicalization: null,
    })),
  ];
  const drawSigned = (value: string): Uint8Array =>
    xmlBytes(draw(signatureElement(signing, canonicalization, references, value)));
  const signedInfo = withDocument(drawSigned(''), (doc) => canonicalSignedInfo(doc, canonicalization));
  const value = sign(hash, Buffer.from(signedInfo), { key: signing.key, dsaEncoding: 'ieee-p1363' });
  return drawSigned(value.toString('base64'));
}

function checkedMethod({
  key,
  certificate,
  ...names
}: Signing): SignatureMethod & { readonly digest: DigestAlgorithm } {
  const digest = hashNamed(names.hashFunction);
  const method = signatureNamed(names.signatureAlgorithm);
  if (digest === null || method === null || digest === 'sha1' || method.hash === 'sha1') {
    throw new TypeError('Sign with SHA-256, SHA-384 or SHA-512: the CPA names an algorithm that is unknown or too old');
  }
  if (key.asymmetricKeyType !== method.keyType) throw new TypeError('The key does not fit the signature algorithm');
  if (!certificate.checkPrivateKey(key)) throw new TypeError('The key does not belong to the certificate');
  return { ...method, digest };
}

function signatureElement(
  { certificate, signatureAlgorithm }: Signing,
  { method }: Canonicalization,
  references: readonly SignedReference[],
  value: string,
): XmlFragment {
  const x509 = certificate.raw.toString('base64');
  return xml`<ds:Signature xmlns:ds="${DS_NS}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${algorithmOf(method)}"/><ds:SignatureMethod Algorithm="${signatureAlgorithm}"/>${references.map(referenceElement)}</ds:SignedInfo><ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${x509}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
}

/** Stands inside an element that declares `ds`, in an envelope that declares `soap`. */
export function referenceElement({ uri, hashFunction, digest, canonicalization }: SignedReference): XmlFragment {
  const transforms = canonicalization && transformsElement(canonicalization);
  return xml`<ds:Reference URI="${uri}">${transforms}<ds:DigestMethod Algorithm="${hashFunction}"/><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
}

function transformsElement({ method, prefixes }: Canonicalization): XmlFragment {
  const namespaces =
    prefixes.length > 0 && xml`<c14n:InclusiveNamespaces xmlns:c14n="${EXC_C14N}" PrefixList="${prefixes.join(' ')}"/>`;
  return xml`<ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"/><ds:Transform Algorithm="${XPATH}"><ds:XPath>${NOT_FOR_NEXT}</ds:XPath></ds:Transform><ds:Transform Algorithm="${algorithmOf(method)}">${namespaces}</ds:Transform></ds:Transforms>`;
}

/** Section 4.1.3: what is meant for the next handler may change on its way. */
const NOT_FOR_NEXT = rawXml(
  `not(ancestor-or-self::node()[@soap:actor="${ACTOR_NEXT_MSH}"] | ancestor-or-self::node()[@soap:actor="${ACTOR_NEXT}"])`,
);

function algorithmOf(method: Canonicalization['method']): string {
  return method === 'inclusive' ? C14N : EXC_C14N;
}
