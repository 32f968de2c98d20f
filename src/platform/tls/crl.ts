/**
 * Reading a list of revoked certificates (RFC 5280 §5) and checking that an authority signed it. A list that covers only a
 * part (delta, indirect, some reasons) is refused: who is not on it might be on another.
 */
import { webcrypto, type X509Certificate } from 'node:crypto';
import { type BitString, fromBER } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  CRLDistributionPoints,
  CryptoEngine,
  type Extension,
  Extensions,
  type IssuingDistributionPoint,
  RelativeDistinguishedNames,
} from 'pkijs';
import { type Element, elementOf, elementsIn } from './der.ts';
import { writePem } from './pem.ts';

export interface Crl {
  /** The authorities that this list is of: more than one when the same authority has more certificates. */
  readonly issuers: readonly X509Certificate[];
  readonly thisUpdate: Date;
  /** After this it says nothing any more. */
  readonly nextUpdate: Date;
  readonly pem: string;
  /** Is this the list on which the certificate would be? An authority may cut its list in parts, each with an address. */
  covers(certificate: X509Certificate): boolean;
  isRevoked(certificate: X509Certificate): boolean;
}

const OID = { distributionPoints: '2.5.29.31', issuingDistributionPoint: '2.5.29.28', delta: '2.5.29.27' } as const;

/** RSA and ECDSA with SHA-256, 384 or 512, and RSA-PSS. */
const SIGNATURES = new Set([
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
]);

const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as never });

/** The list in these bytes, DER or PEM. Throws an Error with what is wrong when none of the authorities signed it. */
export async function readCrl(bytes: Uint8Array, authorities: readonly X509Certificate[]): Promise<Crl> {
  const der = derOf(bytes);
  const list = parse(der);
  if (!list.extensions.every(coversAll)) throw new Error('de lijst gaat maar over een deel van de certificaten');
  if (!SIGNATURES.has(list.algorithm.algorithmId)) throw new Error('de lijst is niet met SHA-2 ondertekend');
  const { thisUpdate, nextUpdate, revoked } = list;
  if (nextUpdate === null) throw new Error('de lijst zegt niet tot wanneer hij geldt');
  const scope = list.extensions.flatMap(addressesOfPart);
  const issuers: X509Certificate[] = [];
  for (const ca of authorities) if (await isSignedBy(list, ca)) issuers.push(ca);
  if (issuers.length === 0) throw new Error('de lijst is niet ondertekend door een CA die hier wordt vertrouwd');
  return {
    issuers,
    thisUpdate,
    nextUpdate,
    pem: writePem('X509 CRL', der),
    // RFC 5280 §6.3.3 (b)(2): a part counts for the certificates that name its address.
    covers: (certificate) =>
      scope.length === 0 || crlAddressesOf(certificate).some((address) => scope.includes(address)),
    isRevoked: ({ serialNumber }) => revoked.has(serialOf(serialNumber)),
  };
}

/** Where the list is that says whether this certificate is revoked: the addresses over HTTP (RFC 5280 §4.2.1.13). */
export function crlAddressesOf(certificate: X509Certificate): readonly string[] {
  const { extensions = [] } = certificateOf(certificate) ?? {};
  const found = extensions.find(({ extnID }) => extnID === OID.distributionPoints)?.parsedValue;
  if (!(found instanceof CRLDistributionPoints)) return [];
  return found.distributionPoints
    .filter(({ reasons, cRLIssuer }) => reasons === undefined && cRLIssuer === undefined)
    .flatMap(({ distributionPoint }) => uris(distributionPoint))
    .filter((address) => /^https?:\/\//i.test(address) && URL.canParse(address));
}

function addressesOfPart({ extnID, parsedValue }: Extension): readonly string[] {
  if (extnID !== OID.issuingDistributionPoint) return [];
  const { distributionPoint } = parsedValue as IssuingDistributionPoint;
  // A part that is named otherwise is of no certificate that we could tell.
  return distributionPoint === undefined ? [] : ['', ...uris(distributionPoint)];
}

/** Addresses in a name (GeneralName, choice 6). */
function uris(name: IssuingDistributionPoint['distributionPoint']): readonly string[] {
  const names = Array.isArray(name) ? name : [];
  return names.flatMap(({ type, value }) => (type === 6 && typeof value === 'string' ? [value] : []));
}

function derOf(bytes: Uint8Array): Buffer {
  const der = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!der.subarray(0, 100).includes('-----BEGIN X509 CRL-----')) return der;
  const [, base64] = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(der.toString('latin1')) ?? [];
  return Buffer.from(base64 ?? '', 'base64');
}

interface List {
  /** What is signed, by whom it says, how, and the signature. */
  readonly signed: Buffer;
  readonly issuer: RelativeDistinguishedNames;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: BitString;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** Serial numbers. */
  readonly revoked: ReadonlySet<string>;
  readonly extensions: readonly Extension[];
}

const TAG = { integer: 0x02, sequence: 0x30, utcTime: 0x17, generalizedTime: 0x18, extensions: 0xa0 } as const;

function parse(der: Buffer): List {
  try {
    const [signed, algorithm, signature, ...rest] = elementsIn(sequence(elementOf(der)));
    const parts = [...elementsIn(sequence(signed))];
    if (parts[0]?.tag === TAG.integer) parts.shift();
    const [inner, issuer, thisUpdate, ...optional] = parts;
    // RFC 5280 §5.1.1.2: they say the same, or somebody changed the one that is not signed.
    if (rest.length > 0 || !algorithm!.whole.equals(inner!.whole)) throw new Error('two algorithms');
    const nextUpdate = isTime(optional[0]) ? optional.shift() : undefined;
    const entries = optional[0]?.tag === TAG.sequence ? optional.shift() : undefined;
    const extensions = optional[0]?.tag === TAG.extensions ? optional.shift() : undefined;
    if (optional.length > 0) throw new Error('more than a list');
    return {
      signed: signed!.whole,
      issuer: new RelativeDistinguishedNames({ schema: schemaOf(issuer!.whole) }),
      algorithm: new AlgorithmIdentifier({ schema: schemaOf(algorithm!.whole) }),
      signature: schemaOf(signature!.whole) as BitString,
      thisUpdate: timeOf(thisUpdate),
      nextUpdate: nextUpdate === undefined ? null : timeOf(nextUpdate),
      revoked: new Set(entries === undefined ? [] : serialsIn(entries.content)),
      extensions: extensions === undefined ? [] : new Extensions({ schema: schemaOf(extensions.content) }).extensions,
    };
  } catch {
    throw new Error('dit is geen lijst van ingetrokken certificaten');
  }
}

function sequence(element: Element | undefined): Buffer {
  if (element?.tag !== TAG.sequence) throw new Error('no sequence');
  return element.content;
}

function* serialsIn(entries: Buffer): Generator<string, void> {
  for (const entry of elementsIn(entries)) {
    const [serial] = elementsIn(sequence(entry));
    if (serial?.tag !== TAG.integer) throw new Error('no serial number');
    yield serialOf(serial.content.toString('hex'));
  }
}

function schemaOf(der: Buffer): ReturnType<typeof fromBER>['result'] {
  const { offset, result } = fromBER(new Uint8Array(der));
  if (offset !== der.length) throw new Error('no DER');
  return result;
}

function isTime(element: Element | undefined): boolean {
  return element?.tag === TAG.utcTime || element?.tag === TAG.generalizedTime;
}

/** RFC 5280 §4.1.2.5: in UTC, with seconds; two digits are a year from 1950 to 2049. */
function timeOf(element: Element | undefined): Date {
  const text = isTime(element) ? element!.content.toString('latin1') : '';
  const [, year, month, day, hour, minute, second] =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? [];
  const century = year?.length === 4 ? '' : Number(year) < 50 ? '20' : '19';
  const time = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time.getTime())) throw new Error('no time');
  return time;
}

/** What nobody here knows and is critical, might say that the list leaves something out (RFC 5280 §5.2). */
function coversAll({ extnID, critical, parsedValue }: Extension): boolean {
  if (extnID !== OID.issuingDistributionPoint) return !critical && extnID !== OID.delta;
  const { onlySomeReasons, indirectCRL, onlyContainsAttributeCerts, onlyContainsUserCerts, onlyContainsCACerts } =
    parsedValue as IssuingDistributionPoint;
  return !(
    onlySomeReasons ||
    indirectCRL ||
    onlyContainsAttributeCerts ||
    onlyContainsUserCerts ||
    onlyContainsCACerts
  );
}

async function isSignedBy({ signed, issuer, algorithm, signature }: List, ca: X509Certificate): Promise<boolean> {
  const certificate = certificateOf(ca);
  if (certificate === null || !issuer.isEqual(certificate.subject)) return false;
  const { subjectPublicKeyInfo } = certificate;
  // It throws when the key cannot belong to the signature.
  return await engine
    .verifyWithPublicKey(new Uint8Array(signed), signature, subjectPublicKeyInfo, algorithm)
    .catch(() => false);
}

/** As pkijs reads it; null when it cannot. */
function certificateOf({ raw }: X509Certificate): Certificate | null {
  try {
    return Certificate.fromBER(new Uint8Array(raw));
  } catch {
    return null;
  }
}

/** Serial numbers in one form: hexadecimal, upper case, no zeros in front. */
function serialOf(hex: string): string {
  return hex.toUpperCase().replace(/^0+/, '');
}
