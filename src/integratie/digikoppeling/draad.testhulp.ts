/** Test help: the way in over a real socket on loopback, octet by octet, as no HTTP library would send it. */
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Server } from '../../platform/http/index.ts';
import type { Packed } from '../../standaarden/ebms/index.ts';

export interface Draad {
  readonly port: number;
  /** A connection that the test ends itself. */
  open(): Promise<Socket>;
  /** Writes the octets and gives all that comes back until the other side ends the connection. */
  schrijf(...chunks: readonly (string | Uint8Array)[]): Promise<string>;
}

/** Makes the server listen, if it does not yet. */
export async function draadNaar(server: Server): Promise<Draad> {
  if (!server.server.listening) await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  return {
    port,
    open,
    async schrijf(...chunks) {
      const socket = await open();
      const answer = alles(socket);
      for (const chunk of chunks) socket.write(chunk);
      return await answer;
    },
  };
}

/** All that comes back until the connection ends, as latin1. */
export function alles(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  // Also after an error: what was answered before it counts.
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

/** Of one answer, or of each of several that came over one connection. */
export const status = (answer: string): string => answer.split('\r\n')[0]!;
export const statussen = (answers: string): number[] =>
  [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code));

/** The head of a POST; what `extra` says comes last. */
export function kop(extra: readonly string[], contentType: string): string {
  const lines = [
    'POST /ebms HTTP/1.1',
    'Host: gemeente.example',
    'SOAPAction: "ebXML"',
    `Content-Type: ${contentType}`,
  ];
  return [...lines, ...extra, '', ''].join('\r\n');
}

/** One chunk of a chunked body. */
export const stuk = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

/** A whole request, with its length. */
export function verzoek({ contentType, body }: Packed, extra: readonly string[] = []): Uint8Array {
  return Buffer.concat([Buffer.from(kop([`Content-Length: ${body.byteLength}`, ...extra], contentType)), body]);
}
