/** Test help: servers and clients with certificates, on loopback. Our side is the real one, the other is made of Node's TLS. */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, request, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import { createNet, type Net } from '../net/index.ts';
import { fixedClock } from '../time/index.ts';
import { type TestLog, testLog } from './folder.testhulp.ts';
import type { Authority, Identity } from './pki.testhulp.ts';
import { createTls, type Tls } from './tls.ts';

export const OURS = '00000099000000003000';
export const THEIRS = '00000099000000004000';
const DAY = 24 * 60 * 60 * 1000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY);

/** One leaf for each thing that can be wrong with one. EC: they are made in a millisecond. */
export async function leaves(authority: Authority, stranger: Authority) {
  const make = authority.leaf;
  const params = { oin: THEIRS, kind: 'ec' } as const;
  return {
    right: await make(params),
    expired: await make({ ...params, from: ago(20), until: ago(10) }),
    notYet: await make({ ...params, from: ago(-10) }),
    revoked: await make(params),
    otherHost: await make({ ...params, hosts: ['elders.example'] }),
    otherCa: await stranger.leaf(params),
    // For the signing of code.
    otherPurpose: await make({ ...params, purposes: ['1.3.6.1.5.5.7.3.3'] }),
  };
}

export interface OurSide {
  readonly tls: Tls;
  readonly net: Net;
  readonly log: TestLog;
  readonly clock: ReturnType<typeof fixedClock>;
}

export async function ourSide(dir: string, wanted: string | null = null): Promise<OurSide> {
  const clock = fixedClock(new Date());
  const log = testLog();
  const net = createNet();
  const tls = await createTls({ dir, passphrase: null, wanted, net, clock, log });
  log.taken();
  return { tls, net, log, clock };
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export async function listen(options: ServerOptions, listener: RequestListener): Promise<Listening> {
  const server = createServer(options, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/`,
    port,
    server,
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What a server of the other side is made of. */
export const shownBy = ({ keyPem: key, chain: cert }: Identity): SecureContextOptions => ({ key, cert });

/** One request of Node's own client; gives the body of the answer, or the code of the error. */
export function ask(port: number, options: SecureContextOptions & { readonly servername?: string }): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, agent: false, ...options }, (answer) =>
      answer.setEncoding('utf8').on('data', resolve),
    );
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
  });
}

export const certificateOf = (socket: TLSSocket): string => socket.getPeerX509Certificate()!.fingerprint256;
