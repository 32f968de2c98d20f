/**
 * Ourselves as TLS client: with which certificate, whom we believe, and what is wrong in words for an operator. Everything
 * is looked at before a byte of a request leaves: our own certificate before the connection, theirs before the request.
 */
import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { NetFault, type NetTls } from '../net/index.ts';
import type { Clock } from '../time/index.ts';
import { CLIENT_AUTH, fingerprintOf, SERVER_AUTH } from './certificate.ts';
import { CertificateFault, faultOfCode, refusedOurs } from './fault.ts';
import type { Judge } from './judge.ts';
import { chooseIdentity, type Identity, type Keystore, NoIdentity } from './keystore.ts';
import { contextOf } from './policy.ts';
import type { Revocation } from './revocation.ts';

export interface TlsQuestion {
  /** Show this certificate; null or absent: the usual one. */
  readonly own?: X509Certificate | null;
  /** The server must show one of these; empty or absent: any that its name and chain allow. */
  readonly expected?: readonly X509Certificate[];
}

export interface TlsClient {
  /** What a request takes along as `tls`. Throws a `NetFault` when our own certificate cannot be used. */
  tlsFor(question?: TlsQuestion): Promise<NetTls>;
}

export interface TlsClientOptions {
  readonly keystore: Keystore;
  readonly revocation: Revocation;
  readonly judge: Judge;
  readonly clock: Clock;
  /** Number or fingerprint of the usual certificate; null: the only one. */
  readonly wanted: string | null;
}

/** Other sides with a certificate of their own in the agreement; there are some tens. */
const MAX_KNOWN = 256;

export function createTlsClient({ keystore, revocation, judge, clock, wanted }: TlsClientOptions): TlsClient {
  const known = new Map<string, NetTls>();
  let changes = 0;
  const changed = (): void => {
    changes++;
    known.clear();
  };
  keystore.onChange(changed);
  revocation.onChange(changed);

  function identityFor(own: X509Certificate | null): Identity {
    if (own === null) return chooseIdentity(keystore, wanted, CLIENT_AUTH, clock.now());
    const identity = keystore.identityOf(own);
    if (identity !== null) return identity;
    throw new NoIdentity(
      `het certificaat dat de CPA van ons noemt (SHA-256 ${fingerprintOf(own)}) staat niet met zijn sleutel in de map met sleutels: zet het erin, of leg een ander vast als override bij de CPA`,
    );
  }

  async function judgeServer(socket: TLSSocket, expected: readonly X509Certificate[]): Promise<void> {
    const shown = socket.getPeerX509Certificate();
    if (shown === undefined) throw new CertificateFault('unknown-authority', 'theirs', null);
    const fault = await judge(shown, 'theirs', SERVER_AUTH);
    if (fault !== null) throw fault;
    if (expected.length > 0 && !expected.some(({ fingerprint256 }) => fingerprint256 === shown.fingerprint256)) {
      throw new CertificateFault('other-certificate', 'theirs', shown, fingerprintOf(shown));
    }
  }

  return {
    async tlsFor({ own = null, expected = [] } = {}) {
      let identity: Identity;
      try {
        identity = identityFor(own);
        const fault = await judge(identity.certificate, 'own', CLIENT_AUTH);
        if (fault !== null) throw fault;
      } catch (error) {
        if (error instanceof NoIdentity || error instanceof CertificateFault) throw new NetFault(error.message, false);
        throw error;
      }
      const name = [own === null ? '' : identity.fingerprint, ...expected.map(fingerprintOf)].join(' ');
      const version = `${identity.fingerprint} ${changes}`;
      const before = known.get(name);
      if (before?.version === version) return before;
      if (known.size >= MAX_KNOWN) known.clear();
      const tls: NetTls = {
        name,
        version,
        options: { ...contextOf(identity, keystore.trust(), revocation.lists()), rejectUnauthorized: true },
        judge: (socket) => judgeServer(socket, expected),
        explain,
      };
      known.set(name, tls);
      return tls;
    },
  };
}

/** The connection ended before the other side read anything: for what it says of certificates, in our words. */
function explain(error: Error): string | null {
  if (error instanceof CertificateFault) return error.message;
  const { code = '', cert } = error as { code?: string; cert?: { raw?: Buffer } };
  const fault = faultOfCode(code, cert?.raw ? new X509Certificate(cert.raw) : null);
  if (fault !== null) return fault.message;
  if (!refusedOurs(code)) return null;
  return `de andere kant accepteert ons certificaat niet (${code}): kent zij de uitgever, en staat dit certificaat in de CPA?`;
}
