import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectProblem } from '../http/http.testhulp.ts';
import { createServer, type Server } from '../http/index.ts';
import { silentLog } from '../log/index.ts';
import { fixedClock, seededRandom } from '../time/index.ts';
import { createLimiter, createUsage, durationOf, errorsOf, meter, mountMetrics } from './index.ts';

const APIS = [
  { name: 'zaken', root: '/zaken/api/v1' },
  { name: 'catalogi', root: '/catalogi/api/v1' },
];

function metered({ rate = null, token = null }: { rate?: number | null; token?: string | null } = {}) {
  const clock = fixedClock(new Date('2026-11-02T09:00:00Z'));
  const usage = createUsage();
  const server: Server = createServer({ log: silentLog, random: seededRandom(1), ready: async () => true });
  const limiter = rate === null ? null : createLimiter({ rate, clock });
  const clientOf = async (header: string) => /^Bearer echt-(\w+)$/.exec(header)?.[1] ?? null;
  meter(server, { apis: APIS, clientOf, usage, limiter });
  mountMetrics(server, { usage, token });
  server.get('/zaken/api/v1/zaken', async () => ({}));
  server.get('/zaken/api/v1/stuk', async () => {
    throw new Error('stuk');
  });
  server.get('/elders', async () => ({}));
  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });
  const als = (client: string) => ({ authorization: `Bearer echt-${client}` });
  return { server, usage, clock, get, als };
}

describe('usage figures', () => {
  it('are kept per API and proven client: requests, errors, duration', async () => {
    const { get, als, usage } = metered();
    await get('/zaken/api/v1/zaken', als('portaal'));
    await get('/zaken/api/v1/zaken', als('portaal'));
    await get('/zaken/api/v1/stuk', als('portaal'));
    await get('/zaken/api/v1/nergens', als('portaal'));
    await get('/zaken/api/v1/zaken', { authorization: 'Bearer vals-portaal' });
    await get('/zaken/api/v1/zaken');
    await get('/catalogi/api/v1/zaaktypen', als('beheer'));
    await get('/elders', als('portaal'));
    await get('/zaken/api/v10/zaken', als('portaal'));
    const rows = usage.figures().map((f) => [f.api, f.client, f.count, errorsOf(f)]);
    expect(rows).toEqual([
      ['catalogi', 'beheer', 1, 1],
      ['zaken', null, 2, 0],
      ['zaken', 'portaal', 4, 2],
    ]);
  });

  it('tell a duration that is never rosier than the truth, nor two classes off', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 12_000, noNaN: true }), { minLength: 1 }), (durations) => {
        const usage = createUsage();
        for (const ms of durations) usage.record({ api: 'a', client: null, status: 200, ms });
        const sorted = durations.toSorted((a, b) => a - b);
        const truth = sorted[Math.ceil(0.95 * sorted.length) - 1]!;
        const told = durationOf(usage.figures()[0]!, 0.95);
        expect(told).toBeGreaterThanOrEqual(truth);
        if (Number.isFinite(told) && truth > 1) expect(told).toBeLessThanOrEqual(truth * 2.5 + 1e-9);
        if (!Number.isFinite(told)) expect(truth).toBeGreaterThan(10_000);
      }),
    );
    expect(durationOf({ count: 0, classes: [] }, 0.95)).toBe(0);
  });
});

describe('the limit per client', () => {
  it('429 with Retry-After for who asks too much; for nobody else, and not for ever', async () => {
    const { get, als, clock, usage } = metered({ rate: 1 });
    for (let i = 0; i < 10; i++) expect((await get('/zaken/api/v1/zaken', als('druk'))).statusCode).toBe(200);
    const refused = await get('/zaken/api/v1/zaken', als('druk'));
    expectProblem(refused, 'throttled');
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.json().detail).toContain('Wacht één seconde');
    expect((await get('/zaken/api/v1/zaken', als('rustig'))).statusCode).toBe(200);
    // His name without his secret does not spend what is his.
    for (let i = 0; i < 30; i++) await get('/zaken/api/v1/zaken', { authorization: 'Bearer vals-rustig' });
    expect((await get('/zaken/api/v1/zaken', als('rustig'))).statusCode).toBe(200);
    expect((await get('/elders', als('druk'))).statusCode).toBe(200);
    clock.advance(1_000);
    expect((await get('/zaken/api/v1/zaken', als('druk'))).statusCode).toBe(200);
    expect(usage.figures().map((f) => [f.client, f.throttled])).toEqual([
      [null, 0],
      ['druk', 1],
      ['rustig', 0],
    ]);
  });
});

describe('/metrics', () => {
  it('gives the figures as Prometheus reads them', async () => {
    const { get, als, usage } = metered();
    usage.record({ api: 'zaken', client: 'a"b\\c', status: 201, ms: 3 });
    usage.record({ api: 'zaken', client: 'a"b\\c', status: 429, ms: 20_000 });
    const { headers, body } = await get('/metrics', als('portaal'));
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const labels = 'api="zaken",client="a\\"b\\\\c"';
    for (const line of [
      '# TYPE zaakbode_requests_total counter',
      `zaakbode_requests_total{${labels},status="2xx"} 1`,
      `zaakbode_requests_total{${labels},status="4xx"} 1`,
      `zaakbode_throttled_total{${labels}} 1`,
      '# TYPE zaakbode_request_duration_seconds histogram',
      `zaakbode_request_duration_seconds_bucket{${labels},le="0.0025"} 0`,
      `zaakbode_request_duration_seconds_bucket{${labels},le="0.005"} 1`,
      `zaakbode_request_duration_seconds_bucket{${labels},le="+Inf"} 2`,
      `zaakbode_request_duration_seconds_sum{${labels}} 20.003`,
      `zaakbode_request_duration_seconds_count{${labels}} 2`,
    ]) {
      expect(body.split('\n')).toContain(line);
    }
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
    // Every line is a comment or a sample, and each family has its type before its samples.
    for (const line of body.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{.+\})? [\d.e+-]+)$/);
  });

  it.each([
    ['from elsewhere', '192.0.2.7', {}],
    ['through a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '192.0.2.7' }],
    ['through a proxy that says so otherwise', '::1', { forwarded: 'for=192.0.2.7' }],
    ['through a proxy that only names itself', '::1', { via: '1.1 gw' }],
  ])('is refused %s', async (_what, remoteAddress, headers) => {
    const { server } = metered();
    const answer = await server.inject({ url: '/metrics', remoteAddress, headers });
    expectProblem(answer, 'permission_denied');
    expect(answer.body).toContain('METRICS_TOKEN');
  });

  it('with a token set, is for who has it, wherever he is', async () => {
    const { server } = metered({ token: 'een-token-voor-de-meetdienst' });
    const ask = async (remoteAddress: string, authorization?: string) =>
      (await server.inject({ url: '/metrics', remoteAddress, headers: { ...(authorization && { authorization }) } }))
        .statusCode;
    expect(await ask('192.0.2.7', 'Bearer een-token-voor-de-meetdienst')).toBe(200);
    expect(await ask('127.0.0.1')).toBe(403);
    expect(await ask('127.0.0.1', 'Bearer iets-anders')).toBe(403);
  });
});
