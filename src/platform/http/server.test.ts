/** What stands on every answer, what the operator reads of it in the log, and the probes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Line, SECURITY, testServer } from './http.testhulp.ts';
import type { Server } from './index.ts';

let server: Server;
let lines: readonly Line[];
let dbReady: () => Promise<boolean>;

beforeEach(() => {
  dbReady = async () => true;
  ({ server, lines } = testServer(() => dbReady()));
});
afterEach(() => server.close());

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

describe('what a route logs itself', () => {
  it('stands in the same log, with the trace by which the lines of a request are found', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    server.get('/logs', async (request) => {
      request.log.warn({ deel: 'lijst' }, 'een deel ontbreekt');
      request.log.error(new TypeError('stuk'), 'mislukt');
      request.log.child({ stap: 2 }).info('klaar');
      return {};
    });
    await server.inject({
      method: 'GET',
      url: '/logs',
      headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
    });
    expect(lines.map(({ level, message, fields }) => [level, message, fields['trace']])).toEqual([
      ['warn', 'een deel ontbreekt', trace],
      ['error', 'mislukt', trace],
      ['info', 'klaar', trace],
      ['info', 'verzoek', trace],
    ]);
    expect(lines[0]!.fields).toEqual({ trace, deel: 'lijst' });
    expect(lines[1]!.fields['err']).toBeInstanceOf(TypeError);
    expect(lines[2]!.fields['stap']).toBe(2);
  });
  it('is told apart by a trace of its own when the client gave none', async () => {
    await server.inject({ method: 'GET', url: '/zaken/1' });
    await server.inject({ method: 'GET', url: '/zaken/1' });
    const [one, two] = lines.map(({ fields }) => fields['trace']);
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(two).not.toBe(one);
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
