/**
 * The way in over HTTP: one path, POST only, any body as it came, and refusals that say what to send instead. What is
 * small is taken into memory; what says that it is large goes to the store as it comes in.
 */
import type { X509Certificate } from 'node:crypto';
import { Problem, type Server } from '../../platform/http/index.ts';
import { MESSAGE_LIMITS } from '../../standaarden/ebms/index.ts';
import type { HttpAnswer } from './ontvang-context.ts';
import type { GrootVerzoek, Verzoek } from './ontvangen.ts';
import type { Wie } from './wie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The certificate of whoever sent this ebMS request; null from this computer itself. */
    peer: X509Certificate | null;
  }
}

const MIB = 1024 * 1024;

/** From this size on a message goes by way of the store. */
const GROOT_VANAF = MIB;

/** Large messages that are taken in at once; the others are asked to come back. */
const GROOT_TEGELIJK = 4;
/** Of one sender: who sends slowly must not keep the others out. */
const GROOT_PER_AFZENDER = 2;

export interface IngangOptions {
  readonly wie: Wie;
  ontvang(request: Verzoek): Promise<HttpAnswer>;
  ontvangGroot(request: GrootVerzoek): Promise<HttpAnswer>;
  /** Of a message as a whole, in octets, when its Content-Length says so beforehand. Without, it is at most 28 MiB. */
  readonly maxBytes: number;
}

export function mountIngang(
  server: Server,
  path: string,
  { wie, ontvang, ontvangGroot, maxBytes }: IngangOptions,
): void {
  /** Whose large messages are being taken in. */
  const groot: string[] = [];

  function neemPlaats(afzender: string | null): () => void {
    const eigen = afzender === null ? 0 : groot.filter((one) => one === afzender).length;
    if (groot.length >= GROOT_TEGELIJK || eigen >= GROOT_PER_AFZENDER) {
      throw new Problem('unavailable', 'Er komen al veel grote berichten binnen: probeer het zo weer.', {
        headers: { 'retry-after': '10', connection: 'close' },
      });
    }
    const wie = afzender ?? '';
    groot.push(wie);
    return () => void groot.splice(groot.indexOf(wie), 1);
  }

  async function neemIn(
    kop: Omit<Verzoek, 'body'>,
    length: number,
    stroom: AsyncIterable<Uint8Array>,
  ): Promise<HttpAnswer> {
    if (length > maxBytes) throw teGroot(maxBytes);
    const geefTerug: (() => void)[] = [];
    const isGroot = (): void => {
      if (geefTerug.length === 0) geefTerug.push(neemPlaats(kop.peer?.fingerprint256 ?? null));
    };
    try {
      if (!(length > GROOT_VANAF)) {
        return await ontvang({ ...kop, body: await verzamel(stroom, MESSAGE_LIMITS.bodyBytes, isGroot) });
      }
      isGroot();
      return await ontvangGroot({ ...kop, bytes: length, stroom });
    } finally {
      for (const terug of geefTerug) terug();
    }
  }

  void server.register(async (scope) => {
    scope.decorateRequest('peer', null);
    // Before the body is read: a stranger does not get to send one.
    scope.addHook('onRequest', async (request) => {
      request.peer = await wie(request);
    });
    scope.removeAllContentTypeParsers();
    // The stream itself: how it is taken in depends on its size.
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    scope.setErrorHandler((error) => {
      throw (error as { code?: string }).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' ? onleesbaarType() : error;
    });
    scope.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
      url: path,
      handler: () => {
        throw new Problem('method_not_allowed', 'Stuur een ebMS-bericht met POST.', { headers: { allow: 'POST' } });
      },
    });
    scope.post(path, { config: { patience: 'body' } }, async (request, reply) => {
      const kop = {
        contentType: request.headers['content-type'],
        soapAction: request.headers['soapaction'] as string | undefined,
        trace: request.trace,
        peer: request.peer,
      };
      const stroom = (request.body as AsyncIterable<Uint8Array> | undefined) ?? leeg();
      const answer = await neemIn(kop, Number(request.headers['content-length'] ?? Number.NaN), stroom);
      reply.code(answer.status);
      // What is refused half way is not read to its end.
      if (answer.status >= 400) reply.header('connection', 'close');
      if (answer.contentType) reply.header('content-type', answer.contentType);
      return answer.body === null ? reply.send() : reply.send(Buffer.from(answer.body));
    });
  });
}

async function* leeg(): AsyncGenerator<Uint8Array> {}

/** `isGroot` hears of one that did not say how large it is, and throws when there is no place for it. */
async function verzamel(stroom: AsyncIterable<Uint8Array>, most: number, isGroot: () => void): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stroom) {
    size += piece.byteLength;
    if (size > most) throw teGroot(most);
    if (size > GROOT_VANAF) isGroot();
    pieces.push(piece);
  }
  return pieces.length === 1 ? Buffer.from(pieces[0]!) : Buffer.concat(pieces);
}

function teGroot(most: number): Problem {
  return new Problem(
    'request_too_large',
    `Een ebMS-bericht is hier hoogstens ${Math.floor(most / MIB)} MiB: gebruik daarboven Grote Berichten.`,
    { headers: { connection: 'close' } },
  );
}

function onleesbaarType(): Problem {
  return new Problem(
    'unsupported_media_type',
    'De Content-Type is niet te lezen: stuur multipart/related of text/xml.',
  );
}
