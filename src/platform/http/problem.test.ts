/** What a client of any API sees when things go wrong. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../db/index.ts';
import { expectProblem, type Line, type TestServer, testServer } from './http.testhulp.ts';
import { invalid, PROBLEMS, Problem, type ProblemCode, type Server } from './index.ts';

let server: Server;
let lines: readonly Line[];
let throwing: TestServer['throwing'];

beforeEach(() => {
  ({ server, lines, throwing } = testServer());
});
afterEach(() => server.close());

const post = (payload: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  server.inject({ method: 'POST', url: '/zaken', payload, headers });

describe('400: a body that cannot be read', () => {
  it.each(['{"a":', '{"a":1}}', "{'a':1}", 'nee', '\ufeff\ufeff{}', '{"a":\u0000}'])('%j', async (body) => {
    expectProblem(await post(body), 'parse_error');
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
