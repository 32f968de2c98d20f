/** Why a certificate is not accepted, in words that tell an operator what to do. */
import type { X509Certificate } from 'node:crypto';
import { nameOf } from './certificate.ts';

export type CertificateReason =
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'unknown-authority'
  | 'wrong-purpose'
  | 'wrong-host'
  | 'other-certificate'
  | 'crl-missing'
  | 'crl-expired';

/** Whose certificate it is: that of this process, or that of the other side. */
export type Side = 'own' | 'theirs';

/** A certificate that is not accepted. Nothing was sent under it. */
export class CertificateFault extends Error {
  override readonly name = 'CertificateFault';
  readonly reason: CertificateReason;

  constructor(reason: CertificateReason, side: Side, certificate: X509Certificate | null, detail = '') {
    super(textOf(reason, side, certificate, detail));
    this.reason = reason;
  }
}

function textOf(reason: CertificateReason, side: Side, certificate: X509Certificate | null, detail: string): string {
  const name = certificate === null ? '' : ` (${nameOf(certificate)})`;
  const subject = `${side === 'own' ? 'ons eigen certificaat' : 'het certificaat van de andere kant'}${name}`;
  const day = (date: Date | undefined): string => date?.toISOString().slice(0, 10) ?? '';
  switch (reason) {
    case 'expired':
      return side === 'own'
        ? `${subject} is verlopen op ${day(certificate?.validToDate)}: zet een nieuw certificaat in de map met sleutels`
        : `${subject} is verlopen: vraag de andere kant om een nieuw certificaat te plaatsen`;
    case 'not-yet-valid':
      return `${subject} is nog niet geldig${certificate ? `; het geldt vanaf ${day(certificate.validFromDate)}` : ''}: kijk ook of de klok van deze computer goed staat`;
    case 'revoked':
      return side === 'own'
        ? `${subject} is ingetrokken: vraag een nieuw certificaat aan en zet het in de map met sleutels`
        : `${subject} is ingetrokken: neem contact op met de andere kant`;
    case 'unknown-authority':
      return `${subject} is uitgegeven door een CA die hier niet wordt vertrouwd${detail}: klopt de uitgever, zet dan zijn certificaat en die daarboven in de map vertrouwd`;
    case 'wrong-purpose':
      return `${subject} is niet uitgegeven voor TLS${detail}: gebruik een ander certificaat`;
    case 'wrong-host':
      return `${subject} is voor een andere server${detail}: klopt het adres in de CPA?`;
    case 'other-certificate':
      return `${subject} is een ander dan in de CPA staat (SHA-256 ${detail}): is het vernieuwd, leg het dan vast als override bij de CPA`;
    case 'crl-missing':
      return `van de uitgever van ${subject} is nog geen lijst van ingetrokken certificaten (CRL) binnen${detail}: kijk of dat adres bereikbaar is`;
    case 'crl-expired':
      return `de lijst van ingetrokken certificaten (CRL) van de uitgever van ${subject} is te oud${detail}: kijk of het adres van de CRL bereikbaar is`;
  }
}

/** What OpenSSL and Node call it. */
const REASONS: Readonly<Record<string, CertificateReason>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  CERT_REVOKED: 'revoked',
  CRL_HAS_EXPIRED: 'crl-expired',
  CRL_NOT_YET_VALID: 'crl-missing',
  // OpenSSL gets lists only when every authority that is trusted has one: it misses that of one that is not.
  UNABLE_TO_GET_CRL: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  INVALID_PURPOSE: 'wrong-purpose',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-host',
};

/** A fault of the certificate of the other side by its code in OpenSSL or Node; null for another code. */
export function faultOfCode(code: string, certificate: X509Certificate | null = null): CertificateFault | null {
  const reason = REASONS[code];
  return reason === undefined ? null : new CertificateFault(reason, 'theirs', certificate);
}

/** Alerts with which the other side refuses our certificate (RFC 8446 §6.2), as OpenSSL names them in its codes. */
const REFUSED_US =
  /ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|CERTIFICATE_REQUIRED)$/;

/** Does this code say that the other side refused our certificate? */
export function refusedOurs(code: string): boolean {
  return REFUSED_US.test(code);
}
