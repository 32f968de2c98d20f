/** Asking an authority for a certificate: a new key, kept in the folder with keys, and a request (PKCS#10) that it signed. */
import { createPrivateKey, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Utf8String } from 'asn1js';
import {
  Attribute,
  AttributeTypeAndValue,
  CertificationRequest,
  CryptoEngine,
  Extension,
  Extensions,
  GeneralName,
  GeneralNames,
} from 'pkijs';
import { writePem } from './pem.ts';

export interface RequestParams {
  /** Common name: the name of the server, or of the organisation. */
  readonly commonName: string;
  readonly organization?: string;
  /** Goes into subject.serialNumber. */
  readonly subjectNumber: string;
  /** Names of servers that the certificate is for. */
  readonly hosts?: readonly string[];
  /** Of the RSA key; 3072 unless said (NCSC 2025-05 calls less "uit te faseren"). */
  readonly bits?: 3072 | 4096;
  /** The folder with keys. */
  readonly dir: string;
  /** When given, the key is kept encrypted with it. */
  readonly passphrase?: string | null;
}

export interface MadeRequest {
  /** The request, as PEM; it also stands beside the key. */
  readonly pem: string;
  readonly keyFile: string;
  readonly requestFile: string;
}

const OID = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  organization: '2.5.4.10',
  subjectAltName: '2.5.29.17',
  extensionRequest: '1.2.840.113549.1.9.14',
} as const;

const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as never });

/** Makes the key and the request. A file that is there already is never overwritten. */
export async function createRequest(params: RequestParams): Promise<MadeRequest> {
  const { commonName, subjectNumber, hosts = [], bits = 3072, dir, passphrase = null } = params;
  const keys = await webcrypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: bits, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  );
  const request = new CertificationRequest();
  request.version = 0;
  request.subject.typesAndValues.push(...subjectOf(params));
  if (hosts.length > 0) request.attributes = [namesOf(hosts)];
  await request.subjectPublicKeyInfo.importKey(keys.publicKey as never, engine);
  await request.sign(keys.privateKey as never, 'SHA-256', engine);
  const pem = writePem('CERTIFICATE REQUEST', new Uint8Array(request.toSchema(true).toBER(false)));

  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
    ...(passphrase !== null && { cipher: 'aes-256-cbc', passphrase }),
  });
  const base = `${commonName.replaceAll(/[^\w.-]/g, '-').replace(/^[.-]+/, '')}-${subjectNumber.replaceAll(/\W/g, '-')}`;
  const keyFile = join(dir, `${base}.sleutel.pem`);
  const requestFile = join(dir, `${base}.aanvraag.csr`);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, key, { mode: 0o600, flag: 'wx' });
  await writeFile(requestFile, pem, { mode: 0o644 });
  return { pem, keyFile, requestFile };
}

function subjectOf({ commonName, organization, subjectNumber }: RequestParams): AttributeTypeAndValue[] {
  const part = (type: string, value: string): AttributeTypeAndValue =>
    new AttributeTypeAndValue({ type, value: new Utf8String({ value }) });
  return [
    ...(organization === undefined ? [] : [part(OID.organization, organization)]),
    part(OID.serialNumber, subjectNumber),
    part(OID.commonName, commonName),
  ];
}

/** The names as an extension that is asked for (RFC 2985 §5.4.2). */
function namesOf(hosts: readonly string[]): Attribute {
  const names = new GeneralNames({ names: hosts.map((host) => new GeneralName({ type: 2, value: host })) });
  const extension = new Extension({
    extnID: OID.subjectAltName,
    critical: false,
    extnValue: names.toSchema().toBER(false),
  });
  return new Attribute({
    type: OID.extensionRequest,
    values: [new Extensions({ extensions: [extension] }).toSchema()],
  });
}
