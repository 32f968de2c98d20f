/**
 * A certificate authority for tests, shaped like PKIoverheid: a root, an intermediate below it, and leaves with the OIN in
 * `subject.serialNumber` (Digikoppeling Beveiligingsstandaarden PKI001). Made anew for each run: no key is ever committed.
 */
import { createPrivateKey, KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import { BitString, Integer, OctetString, Utf8String } from 'asn1js';
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CertificateRevocationList,
  CryptoEngine,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
  RevokedCertificate,
  Time,
} from 'pkijs';

type KeyPair = webcrypto.CryptoKeyPair;

/** A certificate with its private key. */
export interface Identity {
  readonly x509: X509Certificate;
  readonly key: KeyObject;
  /** PEM of the certificate and of those above it, without the root: what a server shows. */
  readonly chain: string;
  /** PEM, PKCS#8. */
  readonly keyPem: string;
}

export interface LeafParams {
  /** Default `CN=<oin>`. */
  readonly name?: string;
  /** Goes into subject.serialNumber; left out when null. */
  readonly oin: string | null;
  /** DNS names and IP addresses; default localhost and 127.0.0.1. */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
  /** Address in the CRL distribution point. */
  readonly crl?: string;
  /** An EC key (P-256) is made a hundred times as fast; default RSA-2048. */
  readonly kind?: 'rsa' | 'ec';
  /** Extended key usages; default for a server and for a client. */
  readonly purposes?: readonly string[];
}

export interface Authority {
  readonly root: X509Certificate;
  readonly intermediate: X509Certificate;
  readonly intermediateKey: KeyObject;
  /** PEM of both. */
  readonly trust: string;
  leaf(params: LeafParams): Promise<Identity>;
  /** CRL (PEM) of the intermediate, or of the root, with these certificates revoked. */
  crl(revoked: readonly X509Certificate[], times?: CrlTimes): Promise<string>;
}

export interface CrlTimes {
  readonly of?: 'intermediate' | 'root';
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const DAY = 24 * 60 * 60 * 1000;
const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as never });

const OID = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  organization: '2.5.4.10',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  crlDistributionPoints: '2.5.29.31',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

let serial = 1;

/** `crl`: the address of the list of the root, named in the intermediate. */
export async function createAuthority(name = 'Proef', { crl }: { readonly crl?: string } = {}): Promise<Authority> {
  const rootKeys = await keyPair();
  const middleKeys = await keyPair();
  const root = await certify({ name: `${name} Root CA`, keys: rootKeys, isCa: true });
  const intermediate = await certify({
    name: `${name} Domein CA`,
    keys: middleKeys,
    isCa: true,
    issuer: { certificate: root, keys: rootKeys },
    ...(crl !== undefined && { crl }),
  });
  const trust = `${pemOf(root)}${pemOf(intermediate)}`;
  return {
    root: x509Of(root),
    intermediate: x509Of(intermediate),
    intermediateKey: KeyObject.from(middleKeys.privateKey as never),
    trust,
    async leaf(params) {
      const keys = await keyPair(params.kind);
      const certificate = await certify({
        ...params,
        name: params.name ?? params.oin ?? 'zonder OIN',
        hosts: params.hosts ?? ['localhost', '127.0.0.1'],
        keys,
        isCa: false,
        issuer: { certificate: intermediate, keys: middleKeys },
      });
      const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
      const keyPem = pem('PRIVATE KEY', pkcs8);
      return {
        x509: x509Of(certificate),
        key: createPrivateKey(keyPem),
        chain: `${pemOf(certificate)}${pemOf(intermediate)}`,
        keyPem,
      };
    },
    crl: (revoked, times = {}) =>
      revoke(
        times.of === 'root' ? { certificate: root, keys: rootKeys } : { certificate: intermediate, keys: middleKeys },
        revoked,
        times,
      ),
  };
}

async function keyPair(kind: 'rsa' | 'ec' = 'rsa'): Promise<KeyPair> {
  return (await webcrypto.subtle.generateKey(kind === 'ec' ? EC : RSA, true, ['sign', 'verify'])) as KeyPair;
}

interface Issuer {
  readonly certificate: Certificate;
  readonly keys: KeyPair;
}

interface Request {
  readonly name: string;
  readonly oin?: string | null;
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
  readonly crl?: string;
  readonly purposes?: readonly string[];
  readonly keys: KeyPair;
  readonly isCa: boolean;
  /** Absent: signed by itself. */
  readonly issuer?: Issuer;
}

async function certify(request: Request): Promise<Certificate> {
  const { keys, isCa } = request;
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: ++serial });
  for (const part of subjectOf(request)) certificate.subject.typesAndValues.push(part);
  const above = request.issuer?.certificate.subject ?? certificate.subject;
  certificate.issuer.typesAndValues.push(...above.typesAndValues);
  certificate.notBefore = time(request.from ?? new Date(Date.now() - DAY));
  certificate.notAfter = time(request.until ?? new Date(Date.now() + 365 * DAY));
  certificate.extensions = extensionsOf(request, isCa);
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey as never, engine);
  await certificate.sign((request.issuer?.keys ?? keys).privateKey as never, 'SHA-256', engine);
  return certificate;
}

function subjectOf({ name, oin = null }: Request): AttributeTypeAndValue[] {
  const part = (type: string, value: string): AttributeTypeAndValue =>
    new AttributeTypeAndValue({ type, value: new Utf8String({ value }) });
  return [
    part(OID.commonName, name),
    part(OID.organization, 'Alleen voor proeven'),
    ...(oin === null ? [] : [part(OID.serialNumber, oin)]),
  ];
}

function extensionsOf(
  { hosts = [], crl, purposes = [OID.serverAuth, OID.clientAuth] }: Request,
  isCa: boolean,
): Extension[] {
  const extension = (extnID: string, critical: boolean, value: ArrayBuffer): Extension =>
    new Extension({ extnID, critical, extnValue: value });
  const basic = new BasicConstraints(isCa ? { cA: true } : {});
  const extensions = [extension(OID.basicConstraints, true, basic.toSchema().toBER(false))];
  // Bits from the left: digitalSignature 0, keyEncipherment 2, keyCertSign 5, cRLSign 6 (RFC 5280 §4.2.1.3).
  const usage = Uint8Array.of(isCa ? 0b0000_0110 : 0b1010_0000);
  extensions.push(extension(OID.keyUsage, true, new BitString({ valueHex: usage.buffer }).toBER(false)));
  if (crl !== undefined) extensions.push(extension(OID.crlDistributionPoints, false, distributionPoint(crl)));
  if (isCa) return extensions;
  const usages = new ExtKeyUsage({ keyPurposes: [...purposes] });
  extensions.push(extension(OID.extKeyUsage, false, usages.toSchema().toBER(false)));
  const names = new GeneralNames({ names: hosts.map(nameOf) });
  extensions.push(extension(OID.subjectAltName, false, names.toSchema().toBER(false)));
  return extensions;
}

function nameOf(host: string): GeneralName {
  const ip = /^\d+\.\d+\.\d+\.\d+$/.test(host);
  if (!ip) return new GeneralName({ type: 2, value: host });
  const octets = Uint8Array.from(host.split('.').map(Number));
  return new GeneralName({ type: 7, value: new OctetString({ valueHex: octets.buffer }) });
}

/** SEQUENCE { SEQUENCE { [0] { [0] { [6] uri } } } }, RFC 5280 §4.2.1.13. */
function distributionPoint(url: string): ArrayBuffer {
  const wrap = (tag: number, content: Buffer): Buffer => {
    const length = content.length < 128 ? [content.length] : [0x81, content.length];
    return Buffer.concat([Buffer.from([tag, ...length]), content]);
  };
  const uri = wrap(0x86, Buffer.from(url, 'latin1'));
  const der = wrap(0x30, wrap(0x30, wrap(0xa0, wrap(0xa0, uri))));
  return new Uint8Array(der).buffer;
}

async function revoke(
  issuer: Issuer,
  revoked: readonly X509Certificate[],
  { thisUpdate = new Date(Date.now() - 60_000), nextUpdate = new Date(Date.now() + DAY) }: CrlTimes,
): Promise<string> {
  const crl = new CertificateRevocationList();
  crl.version = 1;
  crl.issuer.typesAndValues.push(...issuer.certificate.subject.typesAndValues);
  crl.thisUpdate = time(thisUpdate);
  crl.nextUpdate = time(nextUpdate);
  if (revoked.length > 0) {
    crl.revokedCertificates = revoked.map(
      ({ serialNumber }) =>
        new RevokedCertificate({
          userCertificate: new Integer({ value: Number.parseInt(serialNumber, 16) }),
          revocationDate: time(thisUpdate),
        }),
    );
  }
  await crl.sign(issuer.keys.privateKey as never, 'SHA-256', engine);
  return pem('X509 CRL', Buffer.from(crl.toSchema(true).toBER(false)));
}

function time(value: Date): Time {
  return new Time({ type: 0, value });
}

function x509Of(certificate: Certificate): X509Certificate {
  return new X509Certificate(Buffer.from(certificate.toSchema(true).toBER(false)));
}

function pemOf(certificate: Certificate): string {
  return pem('CERTIFICATE', Buffer.from(certificate.toSchema(true).toBER(false)));
}

export function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
