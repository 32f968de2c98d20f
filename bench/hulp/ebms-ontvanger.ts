/**
 * A light receiver of ebMS messages, as a process of its own: it takes a message in with 204, remembers its MessageId,
 * and acknowledges it in a request of its own, as Digikoppeling asks. It reads no more than it needs, so that it costs
 * little. Argument: its port. `GET /stand` tells what came; a path that begins with `/dood` never answers.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { Agent } from 'undici';
import { buildAcknowledgment, type Packed, type PartyId } from '../../src/standaarden/ebms/index.ts';

export interface OntvangerStand {
  readonly ontvangen: number;
  readonly herhaald: number;
  readonly bytes: number;
  /** Acknowledgments that were not taken in with a 2xx. */
  readonly geweigerd: number;
}

const ACKS_TEGELIJK = 16;
/** The header of a message lies within this. */
const KOP = 8 * 1024;

function main(port: number): void {
  const agent = new Agent({ connections: ACKS_TEGELIJK, pipelining: 1 });
  const gezien = new Set<string>();
  const wachtend: { readonly ack: Packed; readonly terug: URL }[] = [];
  const stand = { herhaald: 0, bytes: 0, geweigerd: 0 };
  let onderweg = 0;

  function verstuur(): void {
    while (onderweg < ACKS_TEGELIJK && wachtend.length > 0) {
      const { ack, terug } = wachtend.shift()!;
      onderweg++;
      const headers = { 'content-type': ack.contentType, soapaction: '"ebXML"' };
      agent
        .request({ origin: terug.origin, path: terug.pathname, method: 'POST', headers, body: ack.body })
        .then(async (answer) => {
          if (answer.statusCode >= 300) stand.geweigerd++;
          await answer.body.dump();
        })
        .catch(() => stand.geweigerd++)
        .finally(() => {
          onderweg--;
          verstuur();
        });
    }
  }

  async function neem(request: IncomingMessage): Promise<void> {
    let kop = '';
    for await (const chunk of request as AsyncIterable<Buffer>) {
      stand.bytes += chunk.length;
      if (kop.length < KOP) kop += chunk.toString('latin1', 0, KOP);
    }
    const field = (name: string): string => new RegExp(`<eb:${name}[^>]*>([^<]*)`).exec(kop)?.[1] ?? '';
    const party = (side: string): { readonly partyIds: readonly PartyId[] } => {
      const [, type, value] = new RegExp(`<eb:${side}><eb:PartyId eb:type="([^"]*)">([^<]*)`).exec(kop)!;
      return { partyIds: [{ type: type!, value: value! }] };
    };
    const messageId = field('MessageId');
    if (gezien.has(messageId)) stand.herhaald++;
    gezien.add(messageId);
    const now = new Date();
    const answerTo = {
      from: party('From'),
      to: party('To'),
      cpaId: field('CPAId'),
      conversationId: field('ConversationId'),
      messageId,
    };
    const ack = buildAcknowledgment({ answerTo, messageId: `ack-${messageId}`, timestamp: now, receivedAt: now });
    // Where acknowledgments go stands in the path, so that the receiver needs no CPA.
    const terug = new URL(decodeURIComponent(new URL(request.url!, 'http://x').searchParams.get('terug')!));
    wachtend.push({ ack, terug });
  }

  const server = createServer((request, response) => {
    if (request.url === '/stand') {
      const told: OntvangerStand = { ontvangen: gezien.size, ...stand };
      response.end(JSON.stringify(told));
    } else if (request.url?.startsWith('/dood')) {
      request.resume();
    } else {
      neem(request).then(
        () => {
          response.writeHead(204).end();
          verstuur();
        },
        () => response.destroy(),
      );
    }
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1', () => process.stdout.write('ontvanger luistert\n'));
}

const [, script, port] = process.argv;
if (script === import.meta.filename && port) main(Number(port));
