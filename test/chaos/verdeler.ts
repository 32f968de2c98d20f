/** A distributor before several processes of the product, as a municipality has: each connection goes to one that answers. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Verdeler {
  readonly poort: number;
  close(): Promise<void>;
}

export async function startVerdeler(poorten: readonly number[]): Promise<Verdeler> {
  const open = new Set<Socket>();
  let beurt = 0;

  /** The connection breaks when nobody answers, as it does when who answered is killed. */
  function passOn(incoming: Socket, tries: number): void {
    if (tries === 0) return void incoming.destroy();
    beurt += 1;
    const outgoing = connect({ host: '127.0.0.1', port: poorten[beurt % poorten.length]! });
    outgoing.once('error', () => passOn(incoming, tries - 1));
    outgoing.once('connect', () => {
      outgoing.removeAllListeners('error').on('error', () => incoming.destroy());
      outgoing.on('close', () => incoming.destroy());
      incoming.on('error', () => outgoing.destroy()).on('close', () => outgoing.destroy());
      incoming.pipe(outgoing).pipe(incoming);
    });
  }

  const server: Server = createServer((socket) => {
    open.add(socket);
    socket
      .setNoDelay(true)
      .on('error', () => undefined)
      .once('close', () => open.delete(socket));
    passOn(socket, poorten.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    poort: port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
