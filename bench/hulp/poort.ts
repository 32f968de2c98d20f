/** Ports on loopback that nobody has now. */
import { createServer } from 'node:net';

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Two that follow each other, so that one number says both. The first is odd, as the kernel hands them out: no two pairs share one. */
export async function freePair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port % 2 === 1 && port < 65_000 && (await isFree(port + 1))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
