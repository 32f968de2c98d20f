/**
 * The HTTP server: problem details for every failure, security headers on every answer, trace context, one log line per
 * request (route pattern, never the address: a client may have put a BSN in it), bounded waits and a graceful stop.
 */
import { randomUUID } from 'node:crypto';
import type { ServerOptions as SecureOptions } from 'node:https';
import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Log } from '../log/index.ts';
import type { Random } from '../time/index.ts';
import { type Arrival, awaitArrival } from './arrival.ts';
import { problemOf, withAdvice } from './fault.ts';
import { Problem, problemBody } from './problem.ts';
import { requestLog } from './request-log.ts';
import { traceIdOf, traceOf } from './trace.ts';
import { answerUnreadable } from './unreadable.ts';

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
  /** Ready means: the database answers. A server without it has no probes. */
  ready?(): Promise<boolean>;
  /** Addresses of proxies whose forwarded headers are believed. */
  readonly trustProxy?: readonly string[];
  /** In the place of the usual bounds, for tests. */
  readonly arrival?: Arrival;
  /** With this it speaks HTTPS only. */
  readonly https?: SecureOptions;
}

/** JSON bodies above this are refused with 413. */
const BODY_LIMIT = 1024 * 1024;

/** A JSON message is small; of a file every silence counts anew. A kilobyte a second is less than any line has. */
const ARRIVAL: Arrival = { wholeMs: 30_000, silenceMs: 60_000, leastBytes: 60_000 };

/** On every answer, unless the answer has its own. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
} as const;

export function createServer({ log, random, ready, trustProxy, arrival = ARRIVAL, https }: ServerOptions): Server {
  let stopping = false;
  // An https server is a server to all that comes after this.
  const protocol = (https ? { https } : { http: { headersTimeout: 30_000 } }) as { http: object };
  const server = Fastify({
    ...protocol,
    logger: false,
    genReqId: ({ headers }) => traceOf(headers['traceparent'] as string | undefined, random),
    bodyLimit: BODY_LIMIT,
    connectionTimeout: 60_000,
    // Node's bound on the whole of a request is for all routes the same: see `arrival.ts`.
    requestTimeout: 0,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    // The framework's own 503, and its own answers to a bad address or bad HTTP, are no problems and have no headers.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      take(request);
      awaitArrival(request, reply, arrival, SECURITY_HEADERS);
      secure(reply);
      void answer(error, request, reply);
      logRequest(request, reply);
    },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, SECURITY_HEADERS),
    trustProxy: trustProxy && trustProxy.length > 0 ? [...trustProxy] : false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
  });
  // A client that says JSON and sends nothing (POST publish, DELETE) is taken at its nothing.
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body as string, done);
  });
  server.decorateRequest('trace', '');
  server.decorateRequest('who', null);

  server.addHook('preClose', async () => {
    stopping = true;
  });
  server.addHook('onRequest', async (request, reply) => {
    awaitArrival(request, reply, arrival, SECURITY_HEADERS);
    take(request);
    if (stopping) {
      throw new Problem('unavailable', 'Zaakbode stopt. Probeer het straks opnieuw.', {
        headers: { 'retry-after': '2' },
      });
    }
  });
  server.addHook('onSend', async (request, reply, payload) => {
    secure(reply);
    if (payload instanceof Readable) payload.once('error', (error) => logBroken(error, request));
  });
  server.addHook('onResponse', async (request, reply) => logRequest(request, reply));
  server.setErrorHandler(answer);
  server.setNotFoundHandler((request, reply) => answer(withAdvice('not_found'), request, reply));

  if (ready) addProbes(ready);
  return server;

  /** Its trace, and a log in which every line names that. */
  function take(request: FastifyRequest): void {
    request.trace = request.id;
    request.log = requestLog(log, { trace: traceIdOf(request.trace) });
  }

  function addProbes(isReady: () => Promise<boolean>): void {
    server.get('/health/live', async () => ({ status: 'ok' }));
    server.get('/health/ready', async (_request, reply) => {
      const ok = await isReady().catch(() => false);
      return reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'de database antwoordt niet' });
    });
  }

  function answer(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const problem = problemOf(error);
    const instance = `urn:uuid:${randomUUID()}`;
    // A 503 that we answer on purpose, such as while stopping, is no fault.
    if (problem.status >= 500 && !(error instanceof Problem && error.code === 'unavailable')) {
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
  }

  /** The status is out already: what breaks off an answer halfway is in the log alone. */
  function logBroken(error: Error, request: FastifyRequest): void {
    const route = request.routeOptions.url;
    log.error({ err: error, route, trace: traceIdOf(request.trace) }, 'antwoord afgebroken');
  }

  function logRequest(request: FastifyRequest, reply: FastifyReply): void {
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
  }
}

function secure(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (!reply.hasHeader(name)) reply.header(name, value);
  }
}
