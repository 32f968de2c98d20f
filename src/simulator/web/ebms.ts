/** `POST /simulator/ebms`: where the municipality delivers its ebMS messages. */
import { finished } from 'node:stream';
import type { FastifyPluginAsync } from 'fastify';
import type { Drukte } from '../basis/drukte.ts';
import type { Ontvangst } from '../ebms/ontvangst.ts';
import type { Gedrag } from '../storingen/gedrag.ts';
import type { Storingen } from '../storingen/storingen.ts';

/** A zaakbericht with its envelope is 5 to 10 kB. */
const BODY_LIMIT = 5 * 1024 * 1024;

export function ebmsRoutes(
  ontvangst: Ontvangst,
  storingen: Storingen,
  gedrag: Gedrag,
  drukte: Drukte,
): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );

    app.post('/ebms', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      if (!(await gedrag.speel(storingen.ebms(), request, reply))) return reply;
      if (storingen.dropVoor()) {
        gedrag.verbreek(request, reply);
        return reply;
      }
      const { status, post, daarna } = await ontvangst.ontvang({
        soapAction: headerOf(request.headers['soapaction']),
        contentType: request.headers['content-type'],
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      drukte.begin();
      finished(reply.raw, () => {
        daarna();
        drukte.eind();
      });
      if (storingen.dropNa()) gedrag.verbreek(request, reply);
      else if (post === null) reply.code(status).send();
      else reply.code(status).header('content-type', post.contentType).send(Buffer.from(post.body));
      return reply;
    });
  };
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
