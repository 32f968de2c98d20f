/** What a client of any API sees when things go wrong, and what the operator reads of it in the log. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { seededRandom } from '../time/index.ts';
import { createServer, invalid, PROBLEMS, Problem, type ProblemCode, type Server } from './index.ts';

interface Line {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

let lines: Line[] = [];
let server: Server;
let dbReady: () => Promise<boolean> = async () => true;

const write =
  (level: string) =>
  (fields: object, message: string): void =>
    void lines.push({ level, fields: { ...fields }, message });
const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };

beforeEach(() => {
  lines = [];
  dbReady = async () => true;
  server = createServer({ log, random: seededRandom(1), ready: () => dbReady() });
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
});
afterEach(() => server.close());

const SECURITY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
};
const INSTANCE = /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The route throws this. */
function throwing(thrown: unknown): void {
  server.get('/kapot/:id', async () => {
    throw thrown;
  });
}

type Injected = Awaited<ReturnType<Server['inject']>>;

/** The answer is a problem with this code, complete, with the security headers. */
function expectProblem(answer: Pick<Injected, 'statusCode' | 'headers' | 'body'>, code: ProblemCode): void {
  const [status, title] = PROBLEMS[code];
  expect(answer.headers).toMatchObject(SECURITY);
  expect(String(answer.headers['content-type'])).toMatch(/^application\/problem\+json(;|$)/);
  const body = JSON.parse(answer.body);
  expect(body).toMatchObject({ type: `about:blank#${code}`, code, title, status });
  expect(body.instance).toMatch(INSTANCE);
  expect(answer.statusCode).toBe(status);
  if (code !== 'invalid') expect(body.detail).not.toBe('');
}

const post = (payload: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  server.inject({ method: 'POST', url: '/zaken', payload, headers });

describe('400: a body that cannot be read', () => {
  it.each(['{"a":', '{"a":1}}', "{'a':1}", 'nee', '\ufeff\ufeff{}', '{"a":\u0000}'])('%j', async (body) => {
    expectProblem(await post(body), 'parse_error');
  });
  it('an empty body that says it is JSON', async () => {
    expectProblem(await post(''), 'parse_error');
  });
  it.each(['{"__proto__":{"x":1}}', '{"a":{"__proto__":null}}', '{"constructor":{"prototype":{"x":1}}}'])(
    'a body that reaches for prototypes: %s',
    async (body) => {
      expectProblem(await post(body), 'parse_error');
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    },
  );
  it('does not repeat what was sent', async () => {
    const answer = await post('{"bsn":999993653');
    expect(answer.body).not.toContain('999993653');
    expect(answer.body).not.toContain('position');
  });
  it('an address with broken percent signs', async () => {
    const answer = await server.inject({ method: 'GET', url: '/zaken/%zz999993653' });
    expectProblem(answer, 'parse_error');
    expect(answer.body).not.toContain('999993653');
    expect(lines).toMatchObject([{ message: 'verzoek', fields: { route: 'onbekend', status: 400 } }]);
  });
  it('a fault that another library calls the fault of the client', async () => {
    throwing(Object.assign(new Error('binnenkant'), { statusCode: 422 }));
    const answer = await server.inject({ method: 'GET', url: '/kapot/1' });
    expectProblem(answer, 'parse_error');
    expect(answer.body).not.toContain('binnenkant');
  });
});

describe('400: a body that breaks rules', () => {
  it('gets every fault by the name of its field', async () => {
    throwing(
      invalid(
        { name: 'zaaktype', code: 'bad-url', reason: 'Er is geen zaaktype op dit adres.' },
        { name: 'rol.naam', code: 'required', reason: 'Vul dit veld in.' },
      ),
    );
    const answer = await server.inject({ method: 'GET', url: '/kapot/1' });
    expectProblem(answer, 'invalid');
    expect(answer.json().invalidParams).toEqual([
      { name: 'zaaktype', code: 'bad-url', reason: 'Er is geen zaaktype op dit adres.' },
      { name: 'rol.naam', code: 'required', reason: 'Vul dit veld in.' },
    ]);
  });
});

describe('404', () => {
  it.each(['/', '/nergens', '/zaken/1/2', '/health', '/zaken%2F1'])('an address where nothing is: %s', async (url) => {
    expectProblem(await server.inject({ method: 'GET', url }), 'not_found');
  });
  it('a method that is not there, and a part of the address that no name can be', async () => {
    expectProblem(await server.inject({ method: 'DELETE', url: '/zaken/1' }), 'not_found');
    expectProblem(await server.inject({ method: 'GET', url: `/zaken/${'a'.repeat(201)}` }), 'not_found');
  });
  it('does not repeat the address', async () => {
    const answer = await server.inject({ method: 'GET', url: '/personen/999993653?bsn=999993653' });
    expect(answer.body).not.toContain('999993653');
  });
});

describe('413', () => {
  const tooBig = JSON.stringify({ a: 'x'.repeat(1024 * 1024) });
  it('a body above 1 MiB, announced', async () => {
    expectProblem(await post(tooBig), 'request_too_large');
  });
  it('a body above 1 MiB that comes without a length', async () => {
    const url = await server.listen({ port: 0, host: '127.0.0.1' });
    const half = new TextEncoder().encode(tooBig.slice(0, 600_000));
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(half);
        controller.enqueue(half);
        controller.close();
      },
    });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/zaken`, { method: 'POST', body, duplex: 'half', headers });
    const asInjected = {
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    };
    expectProblem(asInjected as never, 'request_too_large');
  });
  it('not a body of exactly 1 MiB', async () => {
    expect((await post(JSON.stringify({ a: 'x'.repeat(1024 * 1024 - 8) }))).statusCode).toBe(201);
  });
});

describe('415', () => {
  it.each(['text/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'json', 'text/html'])(
    'a body of type %s',
    async (type) => {
      expectProblem(await post('{"a":1}', { 'content-type': type }), 'unsupported_media_type');
    },
  );
});

describe('500', () => {
  const INSIDE = 'select * from geheim where bsn = 999993653';
  it.each([
    ['an error', new Error(INSIDE)],
    ['an error of a library with a status of its own', Object.assign(new Error(INSIDE), { statusCode: 500 })],
    ['an error with an odd status', Object.assign(new Error(INSIDE), { statusCode: 200 })],
    ['a text', INSIDE],
    ['nothing', null],
    ['undefined', undefined],
    ['an object', { statusCode: 'x', message: INSIDE }],
  ])('%s that was thrown shows nothing of its inside', async (_what, thrown) => {
    throwing(thrown);
    const answer = await server.inject({ method: 'GET', url: '/kapot/1' });
    expectProblem(answer, 'error');
    expect(answer.body).not.toContain('geheim');
    expect(answer.body).not.toContain('stack');
  });
  it('is found back in the log by the number in "instance"', async () => {
    const error = new Error(INSIDE);
    throwing(error);
    const answer = await server.inject({ method: 'GET', url: '/kapot/999993653' });
    const found = lines.find((l) => l.level === 'error')!;
    expect(found.fields).toMatchObject({ err: error, instance: answer.json().instance, route: '/kapot/:id' });
  });
  it('is not logged as an error when the client was wrong', async () => {
    await post('{');
    expect(lines.map((l) => l.level)).toEqual(['info']);
  });
});

describe('503', () => {
  it('the database away: when to come back, and nothing of its inside', async () => {
    throwing(new DatabaseUnavailable('connect ECONNREFUSED 10.0.0.5:5432'));
    const answer = await server.inject({ method: 'GET', url: '/kapot/1' });
    expectProblem(answer, 'unavailable');
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body).not.toContain('10.0.0.5');
    expect(answer.json().detail).toContain('Probeer het opnieuw');
  });
  it('the connection broken during commit: says to look first, because the change may be stored', async () => {
    throwing(new DatabaseUnavailable('weg', true));
    const answer = await server.inject({ method: 'GET', url: '/kapot/1' });
    expectProblem(answer, 'unavailable');
    expect(answer.json().detail).toContain('misschien wel opgeslagen');
  });
  it('a server that is stopping finishes its work, and sends new requests away as a problem', async () => {
    let finish: (() => void) | undefined;
    const started = new Promise<void>((resolve) => {
      server.get('/traag', () => {
        resolve();
        return new Promise((answer) => {
          finish = () => answer({ klaar: true });
        });
      });
    });
    const url = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const socket = connect(Number(url.port), url.hostname);
    let received = '';
    socket.on('data', (data) => {
      received += data;
    });
    const ended = new Promise((resolve) => socket.once('close', resolve));
    // Both requests come over a connection that stands already: a stopping server takes no new ones.
    socket.write('GET /traag HTTP/1.1\r\nhost: a\r\n\r\n');
    await started;
    const closing = server.close();
    const arrived = once(server.server, 'request');
    socket.write('GET /zaken/1 HTTP/1.1\r\nhost: a\r\n\r\n');
    await arrived;
    finish!();
    await Promise.all([closing, ended]);
    const [first, second] = received.split(/(?=HTTP\/1\.1 )/);
    expect(first).toContain('{"klaar":true}');
    expectProblem(parseRaw(second!), 'unavailable');
    expect(parseRaw(second!).headers['retry-after']).toBe('2');
  });
});

describe('what is not HTTP at all', () => {
  it.each([
    ['garbage', 'HALLO\r\n\r\n', 'parse_error'],
    ['a method that does not exist', 'FOO / HTTP/1.1\r\nhost: a\r\n\r\n', 'parse_error'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhost a\r\n\r\n', 'parse_error'],
    ['two lengths', 'POST /zaken HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 'parse_error'],
    [
      'a length and chunks at once',
      'POST /zaken HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'parse_error',
    ],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 'request_too_large'],
  ] as const)('%s gets a problem with the security headers, and the connection ends', async (_what, sent, code) => {
    const url = new URL(await server.listen({ port: 0, host: '127.0.0.1' }));
    const received = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname, () => socket.write(sent));
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    const answer = parseRaw(received);
    expectProblem(answer, code);
    expect(answer.headers['connection']).toBe('close');
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body));
  });
});

/** An answer off the wire in the shape of an injected one. */
function parseRaw(text: string): { statusCode: number; headers: Record<string, string>; body: string } {
  const [head, ...rest] = text.split('\r\n\r\n');
  const [first, ...fields] = head!.split('\r\n');
  const headers = Object.fromEntries(
    fields.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { statusCode: Number(first?.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}

describe('security headers', () => {
  it.each(['/zaken/1', '/health/live', '/health/ready', '/traced'])('stand on a good answer too: %s', async (url) => {
    const answer = await server.inject({ method: 'GET', url });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject(SECURITY);
  });
  it('stand on the answer to HEAD', async () => {
    const answer = await server.inject({ method: 'HEAD', url: '/zaken/1' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject(SECURITY);
  });
  it('leave what a page sets itself', async () => {
    const answer = await server.inject({ method: 'GET', url: '/page' });
    expect(answer.headers).toMatchObject({ ...SECURITY, 'content-security-policy': "default-src 'self'" });
  });
});

describe('the log line of a request', () => {
  it('has the route, never the address: a client may put a number of a person in it', async () => {
    await server.inject({ method: 'GET', url: '/zaken/999993653?bsn=999993653' });
    await server.inject({ method: 'GET', url: '/personen/999993653?bsn=999993653' });
    await server.inject({ method: 'POST', url: '/zaken?bsn=999993653', payload: { bsn: '999993653' } });
    expect(lines.map((l) => [l.message, l.fields['methode'], l.fields['route'], l.fields['status']])).toEqual([
      ['verzoek', 'GET', '/zaken/:uuid', 200],
      ['verzoek', 'GET', 'onbekend', 404],
      ['verzoek', 'POST', '/zaken', 201],
    ]);
    expect(JSON.stringify(lines)).not.toContain('999993653');
  });
  it('has nothing of the headers, where a token stands', async () => {
    await server.inject({
      method: 'GET',
      url: '/zaken/1',
      headers: { authorization: 'Bearer geheim', cookie: 'a=geheim' },
    });
    expect(JSON.stringify(lines)).not.toContain('geheim');
  });
  it('names the client that asked, how long it took and the trace', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` };
    await server.inject({ method: 'GET', url: '/who', headers });
    expect(lines[0]!.fields).toMatchObject({ wie: 'app', trace });
    expect(lines[0]!.fields['ms']).toBeTypeOf('number');
  });
  it('has a route that a client cannot forge', async () => {
    await server.inject({ method: 'GET', url: '/zaken/%0A%7B%22wat%22%3A%22nep%22%7D' });
    expect(lines[0]!.fields['route']).toBe('/zaken/:uuid');
  });
});

describe('the trace of a request (W3C Trace Context)', () => {
  const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const traceparent = async (header?: string): Promise<string> => {
    const headers = header === undefined ? {} : { traceparent: header };
    return (await server.inject({ method: 'GET', url: '/traced', headers })).json().trace;
  };

  it('goes on in the trace of the caller, with a span of our own', async () => {
    const trace = await traceparent(PARENT);
    expect(trace).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    expect(trace).not.toContain('b7ad6b7169203331');
  });
  it('keeps what the caller decided about sampling', async () => {
    expect(await traceparent(PARENT.replace(/01$/, '00'))).toMatch(/-00$/);
  });
  it.each([
    undefined,
    '',
    'x',
    PARENT.toUpperCase(),
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
    `ff-${PARENT.slice(3)}`,
    `${PARENT}-x`,
    `${PARENT}, ${PARENT}`,
    PARENT.slice(0, 54),
  ])('starts anew at %j', async (header) => {
    const trace = await traceparent(header);
    expect(trace).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(trace).not.toContain('0af7651916cd43dd8448eb211c80319c');
  });
});

describe('the probes', () => {
  it('alive is alive, also without a database', async () => {
    dbReady = async () => false;
    expect((await server.inject({ method: 'GET', url: '/health/live' })).json()).toEqual({ status: 'ok' });
  });
  it('ready follows the database, also when asking it fails', async () => {
    const ready = () => server.inject({ method: 'GET', url: '/health/ready' });
    expect((await ready()).json()).toEqual({ status: 'ok' });
    for (const probe of [async () => false, () => Promise.reject(new Error('weg'))]) {
      dbReady = probe;
      const answer = await ready();
      expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'de database antwoordt niet' }]);
    }
  });
});

describe('a problem', () => {
  it.each(Object.entries(PROBLEMS))('%s has a status that fits, and a title', (code, [status, title]) => {
    const problem = new Problem(code as ProblemCode, 'uitleg');
    expect(problem).toMatchObject({ status, message: 'uitleg', headers: {} });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title).toMatch(/\.$/);
  });
  it('brings its own headers', async () => {
    throwing(new Problem('throttled', 'Wacht even.', { headers: { 'retry-after': '30' } }));
    const answer = await server.inject({ method: 'GET', url: '/kapot/1' });
    expectProblem(answer, 'throttled');
    expect(answer.headers['retry-after']).toBe('30');
  });
});
