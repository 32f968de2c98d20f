/** What `/metrics` tells of abonnementen. */
import { expect, it } from 'vitest';
import { createServer } from '../../platform/http/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { seededRandom } from '../../platform/time/index.ts';
import { createUsage, type Metric, mountMetrics } from '../../platform/usage/index.ts';
import { ROOT, wereld } from './notificaties.testhulp.ts';

const A = 'https://afnemer.example/a';
const OBJECT = 'https://elders.example/vergunningen/3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11';

async function read(more: () => Promise<readonly Metric[]>): Promise<string> {
  const server = createServer({ log: silentLog, random: seededRandom(1), ready: async () => true });
  mountMetrics(server, { usage: createUsage(), more, token: null });
  return (await server.inject('/metrics')).body;
}

it('tells per abonnement what waits, since when, what arrived and was refused, and its state', async () => {
  const w = await wereld();
  const publiceer = (actie: string, object = OBJECT) =>
    w.r.send('POST', `${ROOT}/notificaties`, {
      kanaal: 'parkeren',
      hoofdObject: object,
      resource: 'vergunning',
      resourceUrl: object,
      actie,
      aanmaakdatum: '2026-11-02T08:59:00Z',
      kenmerken: {},
    });
  await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'parkeren' });
  const id = (await w.abonneer(A, { kanalen: [{ naam: 'parkeren' }] })).split('/').at(-1)!;
  w.afnemers.antwoordt(A, ({ body }) => (body.actie === 'fout' ? 400 : 204));
  await publiceer('create');
  await publiceer('fout');
  await w.drain();
  await publiceer('create', OBJECT.replace(/11$/, '22'));
  for (let i = 0; i < 12; i++) {
    w.r.clock.advance(86_400_000 / 2);
    await w.drain();
  }
  w.afnemers.antwoordt(A, 'dood');
  await publiceer('create');
  await w.drain();
  w.r.clock.advance(90_000);
  const text = await read(w.notificaties.metrics);
  const figures = Object.fromEntries(
    [...text.matchAll(/^zaakbode_notificaties_(\w+)\{abonnement="([^"]+)"(?:,stand="(\w+)")?\} (\S+)$/gm)].map(
      ([, name, abonnement, stand = '', value]) => [
        `${name} ${stand}`.trim(),
        abonnement === id ? Number(value) : null,
      ],
    ),
  );
  expect(figures).toEqual({
    open: 1,
    oldest_seconds: 90,
    delivered_total: 2,
    refused_total: 1,
    'state actief': 0,
    'state storing': 1,
    'state gepauzeerd': 0,
  });
  expect(text).not.toContain('afnemer.example');
});

it('still tells the rest when the database is away', async () => {
  const text = await read(async () => {
    throw new Error('away');
  });
  expect(text).toContain('process_start_time_seconds');
  expect(text).not.toContain('zaakbode_notificaties');
});
