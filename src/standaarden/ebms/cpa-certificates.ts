/** The certificates of a CPA: which there are, what each is for, and what one says about itself. */
import type { X509Certificate } from 'node:crypto';
import type { Channel, Cpa, CpaCertificate, CpaParty } from './cpa.ts';

export type CertificateUse = 'tls-client' | 'tls-server' | 'ondertekenen' | 'versleutelen';

export interface UsedCertificate {
  /** Index in `cpa.parties`. */
  readonly party: 0 | 1;
  readonly certificate: CpaCertificate;
  /** In this order of words; empty when no channel refers to it. */
  readonly uses: readonly CertificateUse[];
}

const USES: readonly CertificateUse[] = ['tls-client', 'tls-server', 'ondertekenen', 'versleutelen'];

/** Every certificate of both parties, in document order. */
export function certificatesOf(cpa: Cpa): UsedCertificate[] {
  return cpa.parties.flatMap((party, index) => {
    const uses = usesIn(party);
    return party.certificates.map((certificate): UsedCertificate => {
      const found = uses.get(certificate.id) ?? new Set();
      return { party: index as 0 | 1, certificate, uses: USES.filter((use) => found.has(use)) };
    });
  });
}

/** Every channel that a party uses, each once, in document order of first use. */
export function channelsOf(party: CpaParty): Channel[] {
  const bindings = party.roles.flatMap(({ canSend, canReceive }) => [...canSend, ...canReceive]);
  const channels = [
    party.defaultMshChannel,
    ...party.overrides.map(({ channel }) => channel),
    ...bindings.map(({ channel }) => channel),
  ];
  return [...new Map(channels.map((channel) => [channel.id, channel])).values()];
}

function usesIn(party: CpaParty): Map<string, Set<CertificateUse>> {
  const uses = new Map<string, Set<CertificateUse>>();
  const add = (use: CertificateUse, certificate: CpaCertificate | null | undefined): void => {
    if (certificate) uses.set(certificate.id, (uses.get(certificate.id) ?? new Set()).add(use));
  };
  for (const channel of channelsOf(party)) {
    add('tls-client', channel.clientCertificate);
    add('tls-server', channel.serverCertificate);
    for (const { nonRepudiation, digitalEnvelope } of [channel.sending, channel.receiving]) {
      add('ondertekenen', nonRepudiation?.certificate);
      add('versleutelen', digitalEnvelope?.certificate);
    }
  }
  return uses;
}

/** `subject.serialNumber`, where PKIoverheid keeps the OIN (Beveiligingsstandaarden PKI001); null without. */
export function oinOfCertificate(x509: X509Certificate): string | null {
  const subject = x509.toLegacyObject().subject as unknown as Readonly<Record<string, string | string[]>>;
  const value = subject['serialNumber'];
  return (Array.isArray(value) ? value[0] : value)?.trim() || null;
}

/** First and last instant at which a certificate is valid. */
export function validityOf(x509: X509Certificate): { readonly from: Date; readonly until: Date } {
  return { from: new Date(x509.validFrom), until: new Date(x509.validTo) };
}

/** A PartyId without what marks an environment that is not production (Koppelvlakstandaard §5, Best Practices EB004): `…_T`. */
export function bareOin(partyId: string): string {
  return partyId.replace(/_(?:OTA|O|T|A)$/, '');
}
