/**
 * An HTTP station between the product and the simulator, in both directions. It stops each exchange at three points, so
 * that a test can kill the product exactly there:
 *
 *     komt          the request is here in full, and not passed on yet
 *     doorgegeven   it was passed on; the answer is still awaited
 *     beantwoord    the answer is here, and not passed on yet
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export type Soort = 'brp' | 'accounts' | 'bericht' | 'bevestiging' | 'ontvangst' | 'foutbericht';
export type Moment = 'komt' | 'doorgegeven' | 'beantwoord';
export type Punt = `${Soort}.${Moment}`;

export interface Tussenstation {
  readonly url: string;
  /** Called at each point, and awaited; what it does there is the test's business. */
  bij: (punt: Punt) => Promise<void> | undefined;
  close(): Promise<void>;
}

/** `doel` gives the base of who is behind a path. */
export async function startTussenstation(doel: (pad: string) => string): Promise<Tussenstation> {
  const server = createServer((incoming, answer) => void passOn(incoming, answer).catch(() => answer.destroy()));

  async function passOn(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const soort = soortVan(incoming.url!, body);
    await self.bij(`${soort}.komt`);
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    delete headers['transfer-encoding'];
    const outgoing = request(new URL(incoming.url!, doel(incoming.url!)), { method: incoming.method!, headers });
    const response = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject);
    });
    // Whoever is killed at `doorgegeven` never answers; that is an error for the other side, not for this station.
    response.catch(() => undefined);
    await new Promise<void>((resolve) => outgoing.end(body, resolve));
    await self.bij(`${soort}.doorgegeven`);
    const found = await response;
    const content = await bytesOf(found);
    await self.bij(`${soort}.beantwoord`);
    answer.writeHead(found.statusCode!, { 'content-type': found.headers['content-type'] ?? 'text/plain' });
    answer.end(found.statusCode === 204 ? undefined : content);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const self: Tussenstation = {
    url: `http://127.0.0.1:${port}`,
    bij: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return self;
}

/** What a request is, by its path and the Action in its envelope. */
function soortVan(pad: string, body: Buffer): Soort {
  if (pad.startsWith('/simulator/brp')) return 'brp';
  if (pad.startsWith('/simulator/accounts')) return 'accounts';
  const ack = body.includes(':Acknowledgment ') || body.includes('>Acknowledgment<');
  // To the simulator goes a zaakbericht, or our receipt of a foutbericht; from it an acknowledgment, or a foutbericht.
  if (pad.startsWith('/simulator/ebms')) return ack ? 'ontvangst' : 'bericht';
  return ack ? 'bevestiging' : 'foutbericht';
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
