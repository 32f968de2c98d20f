/**
 * A light receiver of ebMS messages, as a process of its own: it takes a message in with 204, remembers its MessageId,
 * and acknowledges it in a request of its own, as Digikoppeling asks. It reads no more than it needs, so that it costs
 * little. Argument: a file with a `Kant` as JSON. `GET /stand`, on the port after its own, tells what came; a path that
 * begins with `/dood` never answers. With `tekent` its acknowledgments are signed and repeat the digests of the message.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { Agent } from 'undici';
import {
  buildAcknowledgment,
  type Packed,
  type PartyId,
  parseMessage,
  readReferences,
  type Signing,
} from '../../src/standaarden/ebms/index.ts';
import type { Sleutelbos } from './ebms-zender.ts';

/** Which of the two a process is. */
export interface Kant {
  readonly poort: number;
  /** For TLS on both sides; null for plain http. */
  readonly tls: Sleutelbos | null;
  /** For signing; null for unsigned. */
  readonly tekent: Sleutelbos | null;
}

export interface OntvangerStand {
  readonly ontvangen: number;
  readonly herhaald: number;
  readonly bytes: number;
  /** Acknowledgments that were not taken in with a 2xx. */
  readonly geweigerd: number;
}

const ACKS_TEGELIJK = 16;
const MEESTE_WACHTEND = 200;
/** The header of a message lies within this. */
const KOP = 8 * 1024;

function main({ poort, tls, tekent }: Kant): void {
  const agent = new Agent({
    connections: ACKS_TEGELIJK,
    pipelining: 1,
    ...(tls && { connect: { key: tls.sleutel, cert: tls.keten, ca: tls.vertrouwd } }),
  });
  const signing: Signing | null = tekent && {
    key: createPrivateKey(tekent.sleutel),
    certificate: new X509Certificate(tekent.keten),
    hashFunction: 'http://www.w3.org/2001/04/xmlenc#sha256',
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  };
  const gezien = new Set<string>();
  const wachtend: { readonly ack: Packed; readonly terug: URL }[] = [];
  const ruimte: (() => void)[] = [];
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
          ruimte.shift()?.();
          verstuur();
        });
    }
  }

  async function neem(request: IncomingMessage): Promise<void> {
    let kop = '';
    const stukken: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) {
      stand.bytes += chunk.length;
      if (kop.length < KOP) kop += chunk.toString('latin1', 0, KOP);
      if (signing) stukken.push(chunk);
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
    const proof = signing && { signing, references: readReferences(soapDeel(request, Buffer.concat(stukken))) };
    const ack = buildAcknowledgment({
      answerTo,
      messageId: `ack-${messageId}`,
      timestamp: now,
      receivedAt: now,
      ...proof,
    });
    // Where acknowledgments go stands in the path, so that the receiver needs no CPA.
    const terug = new URL(decodeURIComponent(new URL(request.url!, 'http://x').searchParams.get('terug')!));
    wachtend.push({ ack, terug });
    // It takes no more in than it can acknowledge; otherwise its own memory would be what is measured.
    if (wachtend.length > MEESTE_WACHTEND) await new Promise<void>((resolve) => ruimte.push(resolve));
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url?.startsWith('/dood')) {
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
  };
  const server = tls
    ? createHttpsServer({ key: tls.sleutel, cert: tls.keten, ca: tls.vertrouwd, requestCert: true }, handle)
    : createServer(handle);
  server.keepAliveTimeout = 60_000;
  createServer((_request, response) => {
    const told: OntvangerStand = { ontvangen: gezien.size, ...stand };
    response.end(JSON.stringify(told));
  }).listen(poort + 1, '127.0.0.1');
  server.listen(poort, '127.0.0.1', () => process.stdout.write('ontvanger luistert\n'));
}

function soapDeel(request: IncomingMessage, body: Buffer): Uint8Array {
  const soapAction = request.headers['soapaction'] as string | undefined;
  return parseMessage({ contentType: request.headers['content-type'], soapAction, body }).soapPart;
}

const [, script, file] = process.argv;
if (script === import.meta.filename && file) main(JSON.parse(readFileSync(file, 'utf8')) as Kant);
