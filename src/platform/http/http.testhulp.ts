/** A server with some routes, what it logs, and what every problem must look like. For tests. */
import { expect } from 'vitest';
import type { Log } from '../log/index.ts';
import { seededRandom } from '../time/index.ts';
import type { Arrival } from './arrival.ts';
import { createServer, PROBLEMS, type ProblemCode, type Server } from './index.ts';

export interface Line {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export interface TestServer {
  readonly server: Server;
  readonly lines: readonly Line[];
  /** Makes `GET /kapot/:id` throw this. */
  throwing(thrown: unknown): void;
}

export function testServer(ready: () => Promise<boolean> = async () => true, arrival?: Arrival): TestServer {
  const lines: Line[] = [];
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push({ level, fields: { ...fields }, message });
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const server = createServer({ log, random: seededRandom(1), ready, ...(arrival && { arrival }) });
  server.get('/zaken/:uuid', async (request) => ({ uuid: (request.params as { uuid: string }).uuid }));
  server.post('/zaken', async (request, reply) => reply.code(201).send(request.body));
  server.get('/page', async (_request, reply) =>
    reply.type('text/html').header('content-security-policy', "default-src 'self'").send('<p>'),
  );
  server.get('/traced', async (request) => ({ trace: request.trace }));
  server.get('/who', async (request) => {
    request.who = 'app';
    return {};
  });
  return {
    server,
    lines,
    throwing(thrown) {
      server.get('/kapot/:id', async () => {
        throw thrown;
      });
    },
  };
}

export const SECURITY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
};
const INSTANCE = /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Injected = Awaited<ReturnType<Server['inject']>>;

/** The answer is a problem with this code, complete, with the security headers. */
export function expectProblem(answer: Pick<Injected, 'statusCode' | 'headers' | 'body'>, code: ProblemCode): void {
  const [status, title] = PROBLEMS[code];
  expect(answer.headers).toMatchObject(SECURITY);
  expect(String(answer.headers['content-type'])).toMatch(/^application\/problem\+json(;|$)/);
  const body = JSON.parse(answer.body);
  expect(body).toMatchObject({ type: `about:blank#${code}`, code, title, status });
  expect(body.instance).toMatch(INSTANCE);
  expect(answer.statusCode).toBe(status);
  if (code !== 'invalid') expect(body.detail).not.toBe('');
}

/** An answer off the wire, in the shape of an injected one. */
export function parseRaw(text: string): { statusCode: number; headers: Record<string, string>; body: string } {
  const [head, ...rest] = text.split('\r\n\r\n');
  const [first, ...fields] = head!.split('\r\n');
  const headers = Object.fromEntries(
    fields.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { statusCode: Number(first?.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}
