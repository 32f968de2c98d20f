/** All of TLS with certificates together, as a program uses it: one folder, looked at every few seconds. */
import { join } from 'node:path';
import type { Log } from '../log/index.ts';
import type { Net } from '../net/index.ts';
import { type Clock, createLoops } from '../time/index.ts';
import { createTlsClient, type TlsClient } from './client.ts';
import { createJudge, type Judge } from './judge.ts';
import { createKeystore, type Keystore } from './keystore.ts';
import { createRevocation, type Revocation } from './revocation.ts';
import { createTlsServer, type TlsBounds, type TlsServer } from './server.ts';

export interface Tls {
  readonly keystore: Keystore;
  readonly revocation: Revocation;
  readonly judge: Judge;
  readonly client: TlsClient;
  /** Ourselves as server. Throws `NoIdentity` when there is no certificate to show. */
  server(bounds?: Partial<TlsBounds>): TlsServer;
  /** Begins to follow the folder and to fetch lists of revoked certificates. */
  start(): void;
  stop(): Promise<void>;
}

export interface TlsOptions {
  /** The folder with keys; `crl` in it keeps the lists. */
  readonly dir: string;
  /** Of keys that are encrypted. */
  readonly passphrase: string | null;
  /** Number or fingerprint of the certificate that we show; null: the only one. */
  readonly wanted: string | null;
  readonly net: Net;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long after a change on disk it counts, at most. */
const LOOK_MS = 5_000;

export async function createTls({ dir, passphrase, wanted, net, clock, log }: TlsOptions): Promise<Tls> {
  const keystore = await createKeystore({ dir, passphrase, clock, log });
  const revocation = await createRevocation({ dir: join(dir, 'crl'), keystore, net, clock, log });
  const judge = createJudge({ keystore, revocation, clock });
  const onFault = (what: string, error: unknown): void => log.error({ err: error }, `${what} mislukte`);
  const loops = createLoops({ pollMs: LOOK_MS, afterFaultMs: LOOK_MS, onFault });
  return {
    keystore,
    revocation,
    judge,
    client: createTlsClient({ keystore, revocation, judge, clock, wanted }),
    server: (bounds = {}) => createTlsServer({ keystore, revocation, clock, log, wanted, bounds }),
    start() {
      // Each gives 0: what there was to do is done, and the next look is after the pause.
      loops.add('Lezen van de map met sleutels', () => keystore.refresh().then(() => 0), { ownPace: true });
      loops.add('Ophalen van CRL’s', () => revocation.refresh().then(() => 0), { ownPace: true });
    },
    stop: loops.stop,
  };
}
