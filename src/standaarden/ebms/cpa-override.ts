/**
 * Addresses and certificates that differ from what the CPA says. The text stays as it was agreed; what is in force is
 * made from both: a peer that moved, or a certificate that was renewed before the CPA was.
 */
import type { X509Certificate } from 'node:crypto';
import type { Binding, Channel, Cpa, CpaCertificate, CpaParty, CpaRole } from './cpa.ts';

export interface CpaOverrides {
  /** Address in the text to address in force. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** Certificate in the text, by `fingerprint256` as Node writes it, to the certificate in force. */
  readonly certificates: ReadonlyMap<string, X509Certificate>;
}

/** The CPA in force: every address and certificate replaced wherever it is used. The same object when there is nothing to replace. */
export function applyOverrides<C extends Cpa>(cpa: C, overrides: CpaOverrides): C {
  if (overrides.endpoints.size === 0 && overrides.certificates.size === 0) return cpa;
  const [first, second] = cpa.parties;
  return { ...cpa, parties: [partyUnder(first, overrides), partyUnder(second, overrides)] };
}

function partyUnder(party: CpaParty, { endpoints, certificates }: CpaOverrides): CpaParty {
  const certificate = (one: CpaCertificate): CpaCertificate => {
    const instead = one.x509 === null ? undefined : certificates.get(one.x509.fingerprint256);
    return instead === undefined ? one : { ...one, x509: instead };
  };
  const maybe = (one: CpaCertificate | null): CpaCertificate | null => one && certificate(one);
  const binding = (one: Binding): Binding => ({
    ...one,
    nonRepudiation: one.nonRepudiation && {
      ...one.nonRepudiation,
      certificate: maybe(one.nonRepudiation.certificate),
    },
    digitalEnvelope: one.digitalEnvelope && {
      ...one.digitalEnvelope,
      certificate: maybe(one.digitalEnvelope.certificate),
    },
  });
  const channel = (one: Channel): Channel => ({
    ...one,
    endpoints: one.endpoints.map((endpoint) => ({ ...endpoint, uri: endpoints.get(endpoint.uri) ?? endpoint.uri })),
    clientCertificate: maybe(one.clientCertificate),
    serverCertificate: maybe(one.serverCertificate),
    sending: binding(one.sending),
    receiving: binding(one.receiving),
  });
  const role = (one: CpaRole): CpaRole => ({
    ...one,
    canSend: one.canSend.map((action) => ({ ...action, channel: channel(action.channel) })),
    canReceive: one.canReceive.map((action) => ({ ...action, channel: channel(action.channel) })),
  });
  return {
    ...party,
    roles: party.roles.map(role),
    certificates: party.certificates.map(certificate),
    defaultMshChannel: channel(party.defaultMshChannel),
    overrides: party.overrides.map((override) => ({ ...override, channel: channel(override.channel) })),
  };
}
