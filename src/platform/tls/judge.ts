/**
 * Is this certificate to be accepted, now: its dates, what it is for, the chain to an authority that is trusted, and the
 * lists of revoked certificates. The same questions for theirs and for our own, at every request: a connection may stay
 * open for longer than its certificate holds.
 */
import type { X509Certificate } from 'node:crypto';
import type { Clock } from '../time/index.ts';
import { CLIENT_AUTH, chainOf, isFor, SERVER_AUTH } from './certificate.ts';
import { CertificateFault, type Side } from './fault.ts';
import type { Keystore } from './keystore.ts';
import type { Revocation } from './revocation.ts';

/** Gives why the certificate is not accepted for this purpose, or null. */
export type Judge = (certificate: X509Certificate, side: Side, purpose: string) => Promise<CertificateFault | null>;

export interface JudgeOptions {
  readonly keystore: Keystore;
  readonly revocation: Revocation;
  readonly clock: Clock;
}

/** Checking the signatures of a chain of four costs some 0.2 ms, so chains are remembered. */
const MAX_CHAINS = 1_000;

const PURPOSES: Readonly<Record<string, string>> = {
  [SERVER_AUTH]: ' als server',
  [CLIENT_AUTH]: ' als client',
};

export function createJudge({ keystore, revocation, clock }: JudgeOptions): Judge {
  const chains = new Map<string, readonly X509Certificate[]>();
  keystore.onChange(() => chains.clear());

  function chainTo(certificate: X509Certificate): readonly X509Certificate[] {
    const key = certificate.fingerprint256;
    const known = chains.get(key);
    if (known !== undefined) return known;
    const chain = chainOf(certificate, keystore.trust());
    if (chains.size >= MAX_CHAINS) chains.clear();
    chains.set(key, chain);
    return chain;
  }

  return async (certificate, side, purpose) => {
    const chain = chainTo(certificate);
    for (const one of chain) {
      const fault = faultOfDates(one, side, clock.now());
      if (fault !== null) return fault;
    }
    if (!isFor(certificate, purpose)) {
      return new CertificateFault('wrong-purpose', side, certificate, PURPOSES[purpose]);
    }
    // Our own is for the other side to trust; what we know of its authorities still counts.
    if (side === 'theirs' && !endsInTrust(chain)) {
      return new CertificateFault(
        'unknown-authority',
        side,
        certificate,
        ` (${chain.at(-1)!.issuer.replaceAll('\n', ', ')})`,
      );
    }
    await revocation.prepare(chain);
    return revocation.faultOf(chain, side);
  };

  function endsInTrust(chain: readonly X509Certificate[]): boolean {
    const root = chain.at(-1)!;
    return (
      root.checkIssued(root) && keystore.trust().some(({ fingerprint256 }) => fingerprint256 === root.fingerprint256)
    );
  }
}

function faultOfDates(certificate: X509Certificate, side: Side, now: Date): CertificateFault | null {
  if (now > certificate.validToDate) return new CertificateFault('expired', side, certificate);
  return now < certificate.validFromDate ? new CertificateFault('not-yet-valid', side, certificate) : null;
}
