/** Lint of the certificates of a CPA (Beveiligingsstandaarden PKI001-004, SIGN001, Best Practices EB010, EB014). */
import type { X509Certificate } from 'node:crypto';
import { OIN_TYPE } from './constants.ts';
import type { Cpa, CpaParty } from './cpa.ts';
import {
  bareOin,
  certificatesOf,
  channelsOf,
  oinOfCertificate,
  type UsedCertificate,
  validityOf,
} from './cpa-certificates.ts';
import { type CpaFinding, day, finding } from './cpa-lint-finding.ts';
import { DAY_MS } from './time.ts';

/** Warned from here on: long enough to order a certificate and to have the CPA changed at the other side (RS-F42). */
export const WARN_DAYS = 60;

const MIN_RSA_BITS = 2048;
/** NCSC TLS guidelines 2025: 3072 bits and more are good, 2048 to 3071 are being phased out. */
const GOOD_RSA_BITS = 3072;

/** sha1WithRSAEncryption (1.2.840.113549.1.1.5), ecdsa-with-SHA1 (1.2.840.10045.4.1) and md5WithRSAEncryption, in DER. */
const WEAK_SIGNATURES = ['06092a864886f70d010105', '06072a8648ce3d0401', '06092a864886f70d010104'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

export function lintCertificates(cpa: Cpa, now: Date): CpaFinding[] {
  return [
    ...certificatesOf(cpa).flatMap((used) => [...withoutContent(used), ...lintOne(cpa, used, now)]),
    ...cpa.parties.flatMap((party, index) => withoutTls(cpa, party, index)),
  ];
}

function placeOf({ party, certificate }: UsedCertificate): string {
  return `PartyInfo[${party + 1}]/Certificate[${certificate.id}]`;
}

function withoutContent(used: UsedCertificate): CpaFinding[] {
  if (used.certificate.x509 !== null || used.uses.length === 0) return [];
  const text =
    'Hier staat alleen de naam van een certificaat, niet het certificaat zelf. Zaakbode kan het niet controleren. Vraag de partij om het certificaat en laat de CPA opnieuw maken.';
  return [finding('certificaat-zonder-inhoud', placeOf(used), text)];
}

function lintOne(cpa: Cpa, used: UsedCertificate, now: Date): CpaFinding[] {
  const { x509 } = used.certificate;
  if (x509 === null) return [];
  const place = placeOf(used);
  return [
    ...lintOin(cpa.parties[used.party], used, x509, place),
    ...lintDates(cpa, x509, place, now),
    ...lintStrength(x509, place),
  ];
}

/** PKI001: the OIN stands in subject.serialNumber. EB014: it is the OIN of the party, unless somebody else does the TLS for it. */
function lintOin(party: CpaParty, { uses }: UsedCertificate, x509: X509Certificate, place: string): CpaFinding[] {
  const oins = party.partyIds.filter(({ type }) => type === OIN_TYPE).map(({ value }) => bareOin(value));
  if (oins.length === 0) return [];
  const oin = oinOfCertificate(x509);
  if (oin === null) {
    const text =
      'In dit certificaat staat geen OIN (subject.serialNumber). Digikoppeling vraagt een certificaat van PKIoverheid met een OIN. Vraag zo’n certificaat aan en laat de CPA opnieuw maken.';
    return [finding('certificaat-zonder-oin', place, text)];
  }
  if (oins.includes(oin)) return [];
  const differs = `Het OIN in dit certificaat (${oin}) is niet het OIN van de partij (${oins.join(', ')}).`;
  const onlyTls = uses.every((use) => use.startsWith('tls'));
  return onlyTls
    ? [
        finding(
          'oin-verschilt-tls',
          place,
          `${differs} Dat mag alleen als een andere organisatie de verbinding voor deze partij verzorgt. Ga na of dat zo is.`,
        ),
      ]
    : [
        finding(
          'oin-verschilt',
          place,
          `${differs} Een handtekening of sleutel moet van de partij zelf zijn. Vraag een certificaat met het goede OIN en laat de CPA opnieuw maken.`,
        ),
      ];
}

function lintDates(cpa: Cpa, x509: X509Certificate, place: string, now: Date): CpaFinding[] {
  const { from, until } = validityOf(x509);
  if (until < now) {
    const text = `Dit certificaat is verlopen op ${day(until)}. De andere partij weigert de verbinding of de handtekening. Vervang het certificaat en laat de CPA opnieuw maken, of geef het nieuwe certificaat op als vervanging.`;
    return [finding('certificaat-verlopen', place, text)];
  }
  if (from > now) {
    const text = `Dit certificaat geldt pas vanaf ${day(from)}. Gebruik tot die dag het oude certificaat.`;
    return [finding('certificaat-nog-niet-geldig', place, text)];
  }
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
  if (days < WARN_DAYS) {
    const text = `Dit certificaat verloopt over ${days} dagen, op ${day(until)}. Vraag nu een nieuw certificaat aan en spreek met de andere partij af wanneer het ingaat.`;
    return [finding('certificaat-verloopt', place, text)];
  }
  if (until < cpa.end) {
    const text = `Dit certificaat verloopt op ${day(until)}, voordat de CPA eindigt (${day(cpa.end)}). Zet in uw agenda dat het certificaat en de CPA dan vervangen zijn.`;
    return [finding('certificaat-eerder-op', place, text)];
  }
  return [];
}

function lintStrength(x509: X509Certificate, place: string): CpaFinding[] {
  const findings: CpaFinding[] = [];
  if (WEAK_SIGNATURES.some((oid) => x509.raw.includes(oid))) {
    const text =
      'Dit certificaat is getekend met SHA-1 of MD5. Dat is onveilig en wordt geweigerd. Vraag een nieuw certificaat aan (SHA-256).';
    findings.push(finding('certificaat-sha1', place, text));
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (!asymmetricKeyType?.startsWith('rsa')) return findings;
  if (bits < MIN_RSA_BITS) {
    const text = `De sleutel in dit certificaat heeft ${bits} bits. Dat is te kort: minstens ${MIN_RSA_BITS} bits moet. Vraag een nieuw certificaat aan met een langere sleutel.`;
    findings.push(finding('sleutel-kort', place, text));
  } else if (bits < GOOD_RSA_BITS) {
    const text = `De sleutel in dit certificaat heeft ${bits} bits. Dat mag nog. Vraag de volgende keer een sleutel van ${GOOD_RSA_BITS} bits of meer aan.`;
    findings.push(finding('sleutel-uitfaseren', place, text));
  }
  return findings;
}

/** All six profiles ask for TLS on both sides, so the CPA must say which certificate each side shows. */
function withoutTls(cpa: Cpa, party: CpaParty, index: number): CpaFinding[] {
  const https = (one: CpaParty): boolean =>
    channelsOf(one).some(({ endpoints }) => endpoints.some(({ uri }) => /^https:/i.test(uri)));
  const place = `PartyInfo[${index + 1}]`;
  const channels = channelsOf(party);
  const missing: string[] = [];
  if (https(party) && channels.every(({ serverCertificate }) => serverCertificate === null)) missing.push('server');
  if (https(cpa.parties[1 - index]!) && channels.every(({ clientCertificate }) => clientCertificate === null))
    missing.push('client');
  if (missing.length === 0) return [];
  const text = `De CPA noemt geen TLS-certificaat voor ${party.name} als ${missing.join(' en als ')}. Digikoppeling vraagt TLS met certificaten aan beide kanten. Laat het certificaat in de CPA zetten.`;
  return [finding('tls-certificaat-ontbreekt', place, text)];
}
