/** The trace of the request that caused a message, and what the log says of deliveries that fail. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../platform/log/index.ts';
import { ROOT, type Wereld, wereld } from './notificaties.testhulp.ts';

const A = 'https://afnemer.example/a?sleutel=ook-geheim';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const OBJECT = 'https://elders.example/vergunningen/3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11';
const DAG = 86_400_000;

let w: Wereld;
let lines: string[];
let abonnement: string;
beforeEach(async () => {
  lines = [];
  const log = createLog({ level: 'info', mask: (line) => line, write: (line) => void lines.push(line) });
  w = await wereld({}, log);
  await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'parkeren' });
  const url = await w.abonneer(A, { kanalen: [{ naam: 'parkeren' }] });
  abonnement = url.split('/').at(-1)!;
});

async function publiceer(actie = 'create', object = OBJECT): Promise<void> {
  const body = {
    kanaal: 'parkeren',
    hoofdObject: object,
    resource: 'vergunning',
    resourceUrl: object,
    actie,
    aanmaakdatum: '2026-11-02T08:59:00Z',
    kenmerken: {},
  };
  const headers = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
  expect((await w.r.send('POST', `${ROOT}/notificaties`, body, { headers })).status).toBe(200);
}
const gelogd = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const wat = () => gelogd().map(({ niveau, wat }) => `${niveau}: ${wat}`);

const MISLUKT = 'warn: notificatie komt niet aan; het wordt opnieuw geprobeerd';
const HERSTELD = 'info: afnemer van notificaties is er weer';

describe('the trace of the request', () => {
  it('stands in the header of the delivery, and in the line of one that fails, with id and number', async () => {
    w.afnemers.antwoordt(A, 'dood');
    await publiceer();
    await w.drain();
    expect(gelogd()).toEqual([
      {
        niveau: 'warn',
        tijd: expect.any(String),
        abonnement,
        notificatie: expect.stringMatching(/^[0-9a-f-]{36}$/),
        nummer: 1,
        reden: 'geen verbinding',
        trace: TRACE,
        wat: 'notificatie komt niet aan; het wordt opnieuw geprobeerd',
      },
    ]);
    w.afnemers.antwoordt(A, 204);
    w.r.clock.advance(5_000);
    await w.drain();
    const [got] = w.afnemers.bij(A);
    expect(got!.headers['traceparent']).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-0[01]$`));
    expect(got!.headers['notificatie-id']).toBe(gelogd()[0]!['notificatie']);
  });
});

describe('the log', () => {
  it('says once that it fails, however often it is tried, and once that it goes again', async () => {
    w.afnemers.antwoordt(A, 'dood');
    for (let i = 0; i < 3; i++) await publiceer();
    for (let i = 0; i < 8; i++) {
      await w.drain();
      w.r.clock.advance(5_000);
    }
    expect(wat()).toEqual([MISLUKT]);
    w.afnemers.antwoordt(A, 204);
    await w.drain();
    expect(w.afnemers.bij(A)).toHaveLength(3);
    expect(wat()).toEqual([MISLUKT, HERSTELD]);
  });
  it('says that the abonnement is paused, and why', async () => {
    w.afnemers.antwoordt(A, 'dood');
    await publiceer();
    await w.drain();
    w.r.clock.advance(5 * DAG + 10_000);
    await w.drain();
    w.r.clock.advance(DAG);
    await w.drain();
    expect(wat()).toEqual([MISLUKT, 'error: abonnement gepauzeerd: vijf dagen kwam er niets aan']);
    expect(gelogd()[1]).toMatchObject({ abonnement, reden: 'geen verbinding', trace: TRACE });
  });
  it('of a message that is refused says so once, and that it is given up, while the rest goes on', async () => {
    w.afnemers.antwoordt(A, ({ body }) => (body.actie === 'fout' ? 400 : 204));
    await publiceer('fout');
    await w.drain();
    for (let i = 0; i < 24; i++) {
      await publiceer('create', OBJECT.replace(/11$/, String(20 + i)));
      w.r.clock.advance(DAG / 4);
      await w.drain();
    }
    expect(wat()).toEqual([MISLUKT, HERSTELD, 'error: notificatie opgegeven: zij werd steeds geweigerd']);
    expect(gelogd()[2]).toMatchObject({ abonnement, nummer: 1, reden: 'antwoord 400', trace: TRACE });
  });
  it('never has the secret of a subscriber, nor his address', async () => {
    w.afnemers.antwoordt(A, 500);
    await publiceer();
    await w.drain();
    w.afnemers.antwoordt(A, 204);
    w.r.clock.advance(5_000);
    await w.drain();
    await w.notificaties.beheer.pauzeer(abonnement, 'Onderhoud', 'Beheerder Een');
    await w.notificaties.beheer.hervat(abonnement, 'Beheerder Een');
    await w.notificaties.beheer.herhaal(abonnement, 1, 'Beheerder Een');
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toMatch(/geheim|afnemer\.example/);
    expect(gelogd()[4]).toMatchObject({ abonnement, wie: 'Beheerder Een', vanaf: 1, aantal: 1 });
  });
});
