/**
 * Ourselves as TLS server that asks for a certificate: who has none, or one that is not in order, gets no connection. What
 * changes on disk counts for the next connection; open ones stay, and are judged at each request.
 */
import type { X509Certificate } from 'node:crypto';
import type { Server, ServerOptions } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { Log } from '../log/index.ts';
import type { Clock } from '../time/index.ts';
import { SERVER_AUTH } from './certificate.ts';
import { faultOfCode } from './fault.ts';
import { chooseIdentity, type Keystore } from './keystore.ts';
import { contextOf } from './policy.ts';
import type { Revocation } from './revocation.ts';

/** How long a client may take, in ms, and how many there may be. */
export interface TlsBounds {
  readonly handshakeTimeout: number;
  readonly headersTimeout: number;
  /** For a request as a whole, its body included. */
  readonly requestTimeout: number;
  /** How often Node looks whether a request is late. */
  readonly connectionsCheckingInterval: number;
  readonly maxConnections: number;
}

export interface TlsServer {
  /** For `https.createServer`. */
  readonly options: ServerOptions;
  /** Keeps the server up to date with the folder; gives how to end that. */
  attach(server: Server): () => void;
}

export interface TlsServerOptions {
  readonly keystore: Keystore;
  readonly revocation: Revocation;
  readonly clock: Clock;
  readonly log: Log;
  /** Number or fingerprint of the certificate to show; null: the only one. */
  readonly wanted: string | null;
  readonly bounds?: Partial<TlsBounds>;
}

const BOUNDS: TlsBounds = {
  handshakeTimeout: 10_000,
  headersTimeout: 15_000,
  // 256 MiB, the largest message, over a line of 2 Mbit/s.
  requestTimeout: 20 * 60_000,
  connectionsCheckingInterval: 5_000,
  maxConnections: 500,
};

/** Whoever knocks at every port of the internet knocks here too: the same reason is told once in this time. */
const SAME_MS = 60_000;

/** Throws `NoIdentity` when there is no certificate to show. */
export function createTlsServer({ keystore, revocation, clock, log, wanted, bounds }: TlsServerOptions): TlsServer {
  const { maxConnections, requestTimeout, ...timeouts } = { ...BOUNDS, ...bounds };
  const mutual = { requestCert: true, rejectUnauthorized: true } as const;
  const identity = (): ReturnType<typeof chooseIdentity> => chooseIdentity(keystore, wanted, SERVER_AUTH, clock.now());
  const context = (): ServerOptions => contextOf(identity(), keystore.trust(), revocation.lists());

  return {
    options: { ...context(), ...mutual, ...timeouts },
    attach(server) {
      server.maxConnections = maxConnections;
      server.requestTimeout = requestTimeout;
      const renew = (): void => {
        try {
          server.setSecureContext(context());
        } catch (error) {
          log.error({ err: error }, 'het nieuwe certificaat van de server is niet te gebruiken; het vorige blijft');
        }
      };
      const told = new Map<string, number>();
      const refused = (error: Error & { code?: string }, socket: TLSSocket): void => {
        // Node ends the connection without an error, and leaves the reason on the socket; the address is gone by then.
        const code = String(socket.authorizationError ?? error.code ?? error.name);
        const now = clock.now().getTime();
        if (now - (told.get(code) ?? 0) < SAME_MS) return;
        told.set(code, now);
        log.warn({ reden: faultOfCode(code)?.message ?? code }, 'een TLS-verbinding werd geweigerd');
      };
      server.on('tlsClientError', refused);
      const ends = [keystore.onChange(renew), revocation.onChange(renew)];
      return () => {
        for (const end of ends) end();
        server.off('tlsClientError', refused);
      };
    },
  };
}

/** The certificate that the other side of this connection showed and that was verified; null without. */
export function peerOf(socket: unknown): X509Certificate | null {
  return socket instanceof TLSSocket && socket.authorized ? (socket.getPeerX509Certificate() ?? null) : null;
}
