/**
 * The other side of the ebMS run, as a process of its own that is killed too: it applies each message once by its MessageId
 * and acknowledges it, over a network that misbehaves as told by its seed; and it sends messages of its own, the same octets
 * again until they are acknowledged.
 *
 * Its books are a file, a line for each thing that happened, written before anything is answered. That is its memory too.
 *
 *     N  messageId  label  digest of the payloads  digest of the body     applied
 *     H  messageId  digest of the body                                    came again
 *     I  messageId                                                        a message of its own was acknowledged
 *     L  fate                                                             what the network did
 *     F  text                                                             what must not happen
 */
import { createPrivateKey, hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { seededRandom } from '../../src/platform/time/index.ts';
import {
  type Acknowledgment,
  buildAcknowledgment,
  buildUserMessage,
  type Cpa,
  type EbmsMessage,
  findRoute,
  octetsOf,
  openSecured,
  outgoingSecurity,
  outgoingSignalSigning,
  type Packed,
  parseCpa,
  parseMessage,
  readReferences,
  SOAP_ACTION,
  type UserMessage,
  validateAgainstCpa,
  verifyReceipt,
} from '../../src/standaarden/ebms/index.ts';
import {
  ANTWOORD,
  digestVan,
  hunBericht,
  inhoudVan,
  leesLabel,
  leesOpdracht,
  type Opdracht,
  VOORZIENING,
} from './ebms-opdracht.ts';

/** What happens to a message or its acknowledgment, and how often. The rest goes well. */
const KANSEN = {
  gebroken: 0.0015,
  geweigerd: 0.0015,
  gebrokenNaLezen: 0.0015,
  gebrokenNaToepassen: 0.0015,
  bevestigingWeg: 0.02,
  bevestigingLaat: 0.02,
  bevestigingDubbel: 0.02,
  bevestigingEerst: 0.02,
} as const;
/** Between, it takes nothing in for a while. */
export type Lot = keyof typeof KANSEN | 'dood' | 'vol' | 'weg';
export const LOTEN: readonly Lot[] = [...(Object.keys(KANSEN) as (keyof typeof KANSEN)[]), 'dood', 'vol', 'weg'];

const LAAT_MS = 4_000;
/** When it is full, or gone, for so long. */
const BUITEN_MS = 1_000;
/** Of its own messages: how many are open at once, and after how long one goes again. */
const OPEN = 40;
const OPNIEUW_MS = 3_000;

interface Geheugen {
  /** Digest of the body by MessageId. */
  readonly toegepast: Map<string, string>;
  readonly bevestigd: Set<string>;
}

/** The books of an earlier life. A line that was cut off was not answered: it never happened. */
function leesBoek(file: string): Geheugen {
  const geheugen: Geheugen = { toegepast: new Map(), bevestigd: new Set() };
  let text = '';
  try {
    text = readFileSync(file, 'latin1');
  } catch {
    return geheugen;
  }
  const heel = text.slice(0, text.lastIndexOf('\n') + 1);
  if (heel.length < text.length) truncateSync(file, heel.length);
  for (const line of heel.split('\n')) {
    const [soort, messageId, , , body] = line.split('\t');
    if (soort === 'N') geheugen.toegepast.set(messageId!, body!);
    if (soort === 'I') geheugen.bevestigd.add(messageId!);
  }
  return geheugen;
}

function main(opdracht: Opdracht): void {
  const { boek, poorten, seed, onrust, rondeMs } = opdracht;
  const { toegepast, bevestigd } = leesBoek(boek);
  const fd = openSync(boek, 'a');
  process.on('exit', () => closeSync(fd));
  const schrijf = (...velden: readonly string[]): void => void writeSync(fd, `${velden.join('\t')}\n`, null, 'latin1');
  // Another life, another course of things.
  const random = seededRandom(seed + toegepast.size + bevestigd.size);
  const cpas = new Map(opdracht.cpas.map(({ id, tekst }) => [id, parseCpa(tekst)]));
  const sleutel = createPrivateKey(opdracht.sleutels.zij);
  const agent = new Agent({ connections: 16, pipelining: 1 });
  const begin = new Date(opdracht.begin);

  function lotVan(cpaId: string): Lot | null {
    const sinds = Date.now() - begin.getTime();
    if (cpaId === opdracht.cpas[0]!.id && toegepast.size < opdracht.doodTot) return 'dood';
    if (sinds % rondeMs > rondeMs - BUITEN_MS) return Math.floor(sinds / rondeMs) % 2 === 0 ? 'vol' : 'weg';
    let left = random.fraction();
    for (const [lot, kans] of Object.entries(KANSEN) as [keyof typeof KANSEN, number][]) {
      left -= kans * onrust;
      if (left < 0) return lot;
    }
    return null;
  }

  /** To one of our processes; when it is not there, to another. The status, or 0. */
  async function breng({ contentType, body }: Packed): Promise<number> {
    const first = Math.floor(random.fraction() * poorten.werkers.length);
    for (let i = 0; i < poorten.werkers.length; i++) {
      const poort = poorten.werkers[(first + i) % poorten.werkers.length]!;
      const headers = { 'content-type': contentType, soapaction: SOAP_ACTION };
      const request = { origin: `http://127.0.0.1:${poort}`, path: '/ebms', method: 'POST', headers, body } as const;
      const status = await agent.request(request).then(
        async (answer) => {
          await answer.body.dump();
          return answer.statusCode;
        },
        () => 0,
      );
      if (status !== 0) return status;
    }
    return 0;
  }

  function bevestig(cpa: Cpa, { header, ackRequested, soapPart }: UserMessage): Packed {
    const now = new Date();
    const signed = ackRequested?.signed === true;
    return buildAcknowledgment({
      answerTo: header,
      messageId: `ack-${header.messageId}`,
      timestamp: now,
      receivedAt: now,
      ...(signed && {
        references: readReferences(soapPart),
        signing: outgoingSignalSigning(cpa, VOORZIENING, sleutel),
      }),
    });
  }

  function pasToe(message: UserMessage<Uint8Array>, body: Buffer): void {
    const { messageId } = message.header;
    const afdruk = hash('sha256', body, 'hex');
    const eerder = toegepast.get(messageId);
    if (eerder !== undefined) {
      if (eerder !== afdruk) schrijf('F', `${messageId} came again with other octets`);
      schrijf('H', messageId, afdruk);
      return;
    }
    const inhoud = message.attachments.map(({ content }) => octetsOf(content));
    schrijf('N', messageId, leesLabel(inhoud[0]!), digestVan(inhoud), afdruk);
    toegepast.set(messageId, afdruk);
  }

  async function neem(request: IncomingMessage, response: ServerResponse, cpa: Cpa): Promise<void> {
    const lot = lotVan(cpa.id);
    if (lot !== null) schrijf('L', lot);
    if (lot === 'dood') await sleep(1_000);
    if (lot === 'gebroken' || lot === 'weg' || lot === 'dood') return void request.socket.destroy();
    const body = await lees(request);
    if (lot === 'geweigerd' || lot === 'vol') return void response.writeHead(503).end();
    if (lot === 'gebrokenNaLezen') return void request.socket.destroy();
    const headers = { contentType: request.headers['content-type'], soapAction: request.headers['soapaction'] };
    const read = parseMessage({ ...headers, soapAction: String(headers.soapAction), body });
    const errors = validateAgainstCpa(read, cpa, new Date());
    const { message, errors: more } = openSecured(read as EbmsMessage, cpa, { decryption: [sleutel] });
    for (const error of [...errors, ...more])
      schrijf('F', `${read.header.messageId}: ${error.errorCode} ${error.text}`);
    if (message.kind === 'acknowledgment') neemBevestiging(message);
    else if (message.kind !== 'user') schrijf('F', `a ${message.kind} of ${message.header.messageId}`);
    else return await neemBericht(message as UserMessage<Uint8Array>, body, lot);
    response.writeHead(204).end();

    async function neemBericht(bericht: UserMessage<Uint8Array>, octets: Buffer, wat: Lot | null): Promise<void> {
      pasToe(bericht, octets);
      const ack = bevestig(cpa, bericht);
      if (wat === 'bevestigingEerst') await breng(ack);
      if (wat === 'gebrokenNaToepassen') request.socket.destroy();
      else response.writeHead(204).end();
      if (wat === 'bevestigingWeg' || wat === 'bevestigingEerst') return;
      if (wat === 'bevestigingLaat') await sleep(random.fraction() * LAAT_MS);
      if (wat === 'bevestigingDubbel') void breng(ack);
      await breng(ack);
    }
  }

  const onderweg = new Map<string, { readonly packed: Packed; readonly getekend: boolean; volgende: number }>();
  let volgende = 0;

  function neemBevestiging(message: Acknowledgment): void {
    const id = message.refToMessageId;
    if (bevestigd.has(id)) return;
    const open = onderweg.get(id);
    if (open?.getekend) {
      const { soapPart } = parseMessage({ ...open.packed, soapAction: SOAP_ACTION });
      for (const { text } of verifyReceipt(message, readReferences(soapPart))) schrijf('F', `${id}: ${text}`);
    }
    schrijf('I', id);
    bevestigd.add(id);
    onderweg.delete(id);
  }

  function maak(nummer: number) {
    const bericht = hunBericht(opdracht, nummer);
    const route = findRoute(cpas.get(bericht.cpa)!, { fromPartyId: VOORZIENING, action: ANTWOORD });
    const packed = buildUserMessage({
      route,
      ...outgoingSecurity(route, sleutel),
      messageId: bericht.messageId,
      conversationId: bericht.messageId,
      timestamp: begin,
      timeToLive: new Date(begin.getTime() + route.timeToLiveMs!),
      attachments: inhoudVan(bericht).map((content, i) => ({
        contentId: `deel-${i}-${bericht.messageId}`,
        contentType: 'application/xml',
        content,
      })),
    });
    return { packed, getekend: route.ackSignatureRequested === 'always', volgende: 0 };
  }

  /** Sends what is due of its own messages, a few of them twice at once. */
  function verstuurEigen(): void {
    for (; onderweg.size < OPEN && volgende < opdracht.hunBerichten; volgende++) {
      const { messageId } = hunBericht(opdracht, volgende);
      if (!bevestigd.has(messageId)) onderweg.set(messageId, maak(volgende));
    }
    const now = Date.now();
    for (const one of onderweg.values()) {
      if (one.volgende > now) continue;
      one.volgende = now + OPNIEUW_MS;
      void breng(one.packed);
      if (random.fraction() < 0.05) void breng(one.packed);
    }
  }

  const server = createServer((request, response) => {
    const cpa = cpas.get(request.url!.slice(1));
    if (!cpa) return void response.writeHead(404).end();
    neem(request, response, cpa).catch((error: unknown) => {
      // A sender that was killed half way is no fault.
      if (!request.destroyed || request.complete) schrijf('F', String(error).replaceAll(/\s+/g, ' '));
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(poorten.ontvanger, '127.0.0.1', () => {
    setInterval(verstuurEigen, 50);
    process.stdout.write(`${poorten.ontvanger}\n`);
  });
}

async function lees(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const [, script, file] = process.argv;
if (script === import.meta.filename && file) main(leesOpdracht(file));
