/** Errors of the JSON interface, as problem+json (RFC 9457) in plain Dutch. */
import type { FastifyReply } from 'fastify';

export function probleem(reply: FastifyReply, status: number, title: string, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send(JSON.stringify({ title, status, detail }));
}
