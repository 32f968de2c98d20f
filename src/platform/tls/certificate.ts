/** What a certificate says: whose it is, until when it holds, and which certificates vouch for it. */
import type { X509Certificate } from 'node:crypto';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Extended key usages (RFC 5280 §4.2.1.12). */
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** subject.serialNumber (X.520 §6.2.9): the number under which the holder is registered, null without. */
export function subjectNumberOf({ subject }: X509Certificate): string | null {
  return partsOf(subject, 'serialNumber')[0] ?? null;
}

/** A short name for the log: the common name, or else the whole subject. */
export function nameOf({ subject }: X509Certificate): string {
  return partsOf(subject, 'CN')[0] ?? subject.replaceAll('\n', ', ');
}

/** Node writes a subject as lines of `type=value`, with a line break inside a value as `\0A`; several in one RDN with ` + `. */
function partsOf(subject: string, type: string): string[] {
  const lines = subject.split('\n').flatMap((line) => line.split(/ \+ (?=[A-Za-z0-9.]+=)/));
  return lines.filter((line) => line.startsWith(`${type}=`)).map((line) => line.slice(type.length + 1));
}

/** SHA-256 of the whole certificate, in lower case without colons. */
export function fingerprintOf({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

/** Whole days until it ends; negative after that. */
export function daysLeft(certificate: X509Certificate, now: Date): number {
  return Math.floor((certificate.validToDate.getTime() - now.getTime()) / DAY_MS);
}

/** May it be used for this? A certificate that names no purpose may be used for all. */
export function isFor(certificate: X509Certificate, purpose: string): boolean {
  // Node calls the extended key usage `keyUsage`; it is undefined when the certificate has none.
  const usages = certificate.keyUsage as readonly string[] | undefined;
  return usages === undefined || usages.includes(purpose);
}

/** PKIoverheid has four levels; more than this is a circle. */
const MAX_CHAIN = 8;

/**
 * The certificate, those above it, and at the end one that vouches for itself; shorter when the next one is not among the
 * authorities. Signatures are checked, dates are not.
 */
export function chainOf(leaf: X509Certificate, authorities: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [leaf];
  while (chain.length < MAX_CHAIN) {
    const last = chain.at(-1)!;
    if (isSelfSigned(last)) break;
    const issuer = authorities.find((ca) => isIssuer(ca, last));
    if (issuer === undefined) break;
    chain.push(issuer);
  }
  return chain;
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return isIssuer(certificate, certificate);
}

/** Did this authority sign that certificate? */
export function isIssuer(ca: X509Certificate, certificate: X509Certificate): boolean {
  return ca.ca && certificate.checkIssued(ca) && certificate.verify(ca.publicKey);
}
