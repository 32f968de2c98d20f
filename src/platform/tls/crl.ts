/**
 * Reading a list of revoked certificates (RFC 5280 §5) and checking that an authority signed it. A list that covers only a
 * part (delta, indirect, some reasons) is refused: who is not on it might be on another.
 */
import { webcrypto, type X509Certificate } from 'node:crypto';
import {
  Certificate,
  CertificateRevocationList,
  CRLDistributionPoints,
  CryptoEngine,
  GeneralName,
  type IssuingDistributionPoint,
} from 'pkijs';
import { writePem } from './pem.ts';

export interface Crl {
  /** The authorities that this list is of: more than one when the same authority has more certificates. */
  readonly issuers: readonly X509Certificate[];
  readonly thisUpdate: Date;
  /** After this it says nothing any more. */
  readonly nextUpdate: Date;
  readonly pem: string;
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
  const points = list.crlExtensions?.extensions ?? [];
  for (const { extnID, critical, parsedValue } of points) {
    const isWhole =
      extnID === OID.issuingDistributionPoint ? coversAll(parsedValue) : !critical && extnID !== OID.delta;
    if (!isWhole) throw new Error('de lijst gaat maar over een deel van de certificaten');
  }
  if (!SIGNATURES.has(list.signatureAlgorithm.algorithmId)) throw new Error('de lijst is niet met SHA-2 ondertekend');
  const nextUpdate = list.nextUpdate?.value;
  if (nextUpdate === undefined) throw new Error('de lijst zegt niet tot wanneer hij geldt');
  const issuers: X509Certificate[] = [];
  for (const ca of authorities) if (await isSignedBy(list, ca)) issuers.push(ca);
  if (issuers.length === 0) throw new Error('de lijst is niet ondertekend door een CA die hier wordt vertrouwd');
  const revoked = new Set(
    list.revokedCertificates?.map(({ userCertificate }) =>
      serialOf(Buffer.from(userCertificate.valueBlock.valueHexView).toString('hex')),
    ),
  );
  return {
    issuers,
    thisUpdate: list.thisUpdate.value,
    nextUpdate,
    pem: writePem('X509 CRL', der),
    isRevoked: ({ serialNumber }) => revoked.has(serialOf(serialNumber)),
  };
}

/** Where the list is that says whether this certificate is revoked: the addresses over HTTP (RFC 5280 §4.2.1.13). */
export function crlAddressesOf(certificate: X509Certificate): readonly string[] {
  const { extensions = [] } = Certificate.fromBER(new Uint8Array(certificate.raw));
  const found = extensions.find(({ extnID }) => extnID === OID.distributionPoints)?.parsedValue;
  if (!(found instanceof CRLDistributionPoints)) return [];
  return found.distributionPoints
    .filter(({ reasons, cRLIssuer }) => reasons === undefined && cRLIssuer === undefined)
    .flatMap(({ distributionPoint }) => (Array.isArray(distributionPoint) ? distributionPoint : []))
    .filter((name): name is GeneralName => name instanceof GeneralName && typeof name.value === 'string')
    .map(({ value }) => value as string)
    .filter((address) => /^https?:\/\//i.test(address) && URL.canParse(address));
}

function derOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(bytes.subarray(0, 100)).toString('latin1');
  if (!text.includes('-----BEGIN X509 CRL-----')) return new Uint8Array(bytes);
  const [, base64] =
    /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(Buffer.from(bytes).toString('latin1')) ?? [];
  return new Uint8Array(Buffer.from(base64 ?? '', 'base64'));
}

function parse(der: Uint8Array<ArrayBuffer>): CertificateRevocationList {
  try {
    return CertificateRevocationList.fromBER(der);
  } catch {
    throw new Error('dit is geen lijst van ingetrokken certificaten');
  }
}

function coversAll(value: unknown): boolean {
  const { onlySomeReasons, indirectCRL, onlyContainsAttributeCerts, onlyContainsUserCerts, onlyContainsCACerts } =
    value as Partial<IssuingDistributionPoint>;
  return !(
    onlySomeReasons ||
    indirectCRL ||
    onlyContainsAttributeCerts ||
    onlyContainsUserCerts ||
    onlyContainsCACerts
  );
}

async function isSignedBy(list: CertificateRevocationList, ca: X509Certificate): Promise<boolean> {
  const issuerCertificate = Certificate.fromBER(new Uint8Array(ca.raw));
  // pkijs throws when the key cannot belong to the signature.
  return await list.verify({ issuerCertificate }, engine).catch(() => false);
}

/** Serial numbers in one form: hexadecimal, upper case, no zeros in front. */
function serialOf(hex: string): string {
  return hex.toUpperCase().replace(/^0+/, '');
}
