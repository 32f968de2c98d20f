/**
 * Subscribers of notifications, as a process of its own: they take what comes with an `Authorization` header, and keep how
 * long each took from the change until now. Argument: the port. `GET /stand` tells, `POST /begin` begins anew.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { percentiel } from './cijfers.ts';

export interface Stand {
  readonly aantal: number;
  /** From the change to the arrival, in ms. */
  readonly p50: number;
  readonly p99: number;
  /** When the first came, in ms since 1970; null when none did. */
  readonly eerste: number | null;
}

function main(port: number): void {
  let tijden: number[] = [];
  let eerste: number | null = null;

  async function neem(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { kanaal, aanmaakdatum } = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
    if (kanaal === 'test') return;
    const now = Date.now();
    eerste ??= now;
    tijden.push(now - Date.parse(aanmaakdatum!));
  }

  const server = createServer((request, response) => {
    if (request.url === '/stand') {
      const stand: Stand = {
        aantal: tijden.length,
        p50: percentiel(tijden, 0.5),
        p99: percentiel(tijden, 0.99),
        eerste,
      };
      response.end(JSON.stringify(stand));
    } else if (request.url === '/begin') {
      tijden = [];
      eerste = null;
      response.end();
    } else if (!request.headers.authorization) response.writeHead(401).end();
    else neem(request).then(() => response.writeHead(204).end());
  });
  server.listen(port, '127.0.0.1', () => process.stdout.write('afnemers luisteren\n'));
}

const [, script, port] = process.argv;
if (script === import.meta.filename && port) main(Number(port));
