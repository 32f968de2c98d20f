/** The way in over HTTP: one path, POST only, any body as it came, and refusals that say what to send instead. */
import type { X509Certificate } from 'node:crypto';
import { Problem, type Server } from '../../platform/http/index.ts';
import { MESSAGE_LIMITS } from '../../standaarden/ebms/index.ts';
import type { HttpAnswer } from './ontvang-context.ts';
import type { Verzoek } from './ontvangen.ts';
import type { Wie } from './wie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The certificate of whoever sent this ebMS request; null from this computer itself. */
    peer: X509Certificate | null;
  }
}

const MIB = 1024 * 1024;

/** Refusals of the HTTP server itself, whose own advice is about JSON. */
const REFUSALS: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Problem(
      'request_too_large',
      `Een ebMS-bericht is hoogstens ${MESSAGE_LIMITS.bodyBytes / MIB} MiB: gebruik daarboven Grote Berichten.`,
    ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem('unsupported_media_type', 'De Content-Type is niet te lezen: stuur multipart/related of text/xml.'),
};

export function mountIngang(
  server: Server,
  path: string,
  wie: Wie,
  ontvang: (request: Verzoek) => Promise<HttpAnswer>,
): void {
  void server.register(async (scope) => {
    scope.decorateRequest('peer', null);
    // Before the body is read: a stranger does not get to send one.
    scope.addHook('onRequest', async (request) => {
      request.peer = await wie(request);
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MESSAGE_LIMITS.bodyBytes },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler((error) => {
      throw REFUSALS[(error as { code?: string }).code ?? '']?.() ?? error;
    });
    scope.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: path,
      handler: () => {
        throw new Problem('method_not_allowed', 'Stuur een ebMS-bericht met POST.', { headers: { allow: 'POST' } });
      },
    });
    scope.post(path, async (request, reply) => {
      const answer = await ontvang({
        contentType: request.headers['content-type'],
        soapAction: request.headers['soapaction'] as string | undefined,
        body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
        trace: request.trace,
        peer: request.peer,
      });
      reply.code(answer.status);
      if (answer.contentType) reply.header('content-type', answer.contentType);
      return answer.body === null ? reply.send() : reply.send(Buffer.from(answer.body));
    });
  });
}
