/** TLS with a certificate of our own, as the network sees it. `platform/tls` makes it; here it is only used. */
import type { SecureContextOptions, TLSSocket } from 'node:tls';

export interface NetTls {
  /** Who we are and whom we expect: requests with the same name share connections. */
  readonly name: string;
  /** Differs from the one before when a certificate, an authority or a list of revoked ones changed: then the connections made under the old one end after what is under way. */
  readonly version: string;
  readonly options: SecureContextOptions & { readonly rejectUnauthorized: true };
  /** Looks at who answered, before a byte of a request leaves; when it rejects, the connection ends. */
  judge(socket: TLSSocket): Promise<void>;
  /** Says in words what is wrong when this error means that a certificate was refused and nothing was read; else null. */
  explain(error: Error): string | null;
}
