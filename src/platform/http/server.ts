/**
 * The HTTP server: problem details for every failure, security headers on every answer, trace context, one log line per
 * request (route pattern, never the address: a client may have put a BSN in it), bounded waits and a graceful stop.
 */
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { DatabaseUnavailable } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import type { Random } from '../time/index.ts';
import { Problem, type ProblemCode, problemBody } from './problem.ts';
import { traceIdOf, traceOf } from './trace.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** `traceparent` of this request. */
    trace: string;
    /** Who asks, for the log line: a client id, never a person. */
    who: string | null;
  }
}

export type Server = FastifyInstance;

export interface ServerOptions {
  readonly log: Log;
  readonly random: Random;
  /** Ready means: the database answers. */
  ready(): Promise<boolean>;
  /** Addresses of proxies whose forwarded headers are believed. */
  readonly trustProxy?: string;
}

/** JSON bodies above this are refused with 413. */
const BODY_LIMIT = 1024 * 1024;

export function createServer({ log, random, ready, trustProxy }: ServerOptions): Server {
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    trustProxy: trustProxy ?? false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  });
  server.decorateRequest('trace', '');
  server.decorateRequest('who', null);

  server.addHook('onRequest', async (request) => {
    request.trace = traceOf(request.headers.traceparent as string | undefined, random);
  });
  server.addHook('onSend', async (_request, reply) => {
    const set = (name: string, value: string): void => {
      if (!reply.hasHeader(name)) reply.header(name, value);
    };
    set('x-content-type-options', 'nosniff');
    set('referrer-policy', 'no-referrer');
    set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    set('cache-control', 'no-store');
    set('strict-transport-security', 'max-age=31536000');
  });
  server.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        methode: request.method,
        route: request.routeOptions.url ?? 'onbekend',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        trace: traceIdOf(request.trace),
        ...(request.who && { wie: request.who }),
      },
      'verzoek',
    );
  });

  server.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    const instance = `urn:uuid:${randomUUID()}`;
    if (problem.status >= 500) {
      log.error(
        { err: error, instance, route: request.routeOptions.url, trace: traceIdOf(request.trace) },
        'verzoek mislukt',
      );
    }
    return reply
      .code(problem.status)
      .headers(problem.headers)
      .type('application/problem+json')
      .send(problemBody(problem, instance));
  });
  server.setNotFoundHandler((_request: FastifyRequest, reply) => {
    const problem = new Problem('not_found', 'Op dit adres staat niets.');
    return reply
      .code(404)
      .type('application/problem+json')
      .send(problemBody(problem, `urn:uuid:${randomUUID()}`));
  });

  server.get('/health/live', async () => ({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const ok = await ready().catch(() => false);
    return reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'de database antwoordt niet' });
  });
  return server;
}

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'parse_error',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  413: 'request_too_large',
  415: 'unsupported_media_type',
  429: 'throttled',
  503: 'unavailable',
};

/** Any thrown thing as the problem that the client gets. What is not ours says nothing about its inside. */
function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseUnavailable) {
    return new Problem('unavailable', 'De database is even niet bereikbaar. Probeer het opnieuw.', {
      headers: { 'retry-after': '2' },
    });
  }
  const code = BY_STATUS[error.statusCode ?? 500];
  if (!code)
    return new Problem('error', 'Er ging iets mis aan onze kant. Het staat in het log onder het nummer in "instance".');
  return new Problem(code, code === 'parse_error' ? 'Het bericht is niet te lezen: stuur geldige JSON.' : '');
}
