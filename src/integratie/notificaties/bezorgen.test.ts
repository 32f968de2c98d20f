/** What a subscriber gets, and when. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { publishedZaaktype, RSIN } from '../../registraties/registers.testhulp.ts';
import { ROOT, type Wereld, wereld } from './notificaties.testhulp.ts';

const A = 'https://afnemer.example/a';
const B = 'https://afnemer.example/b';
const ELDERS = 'https://elders.example/zaken/api/v1/zaken/3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11';

let w: Wereld;
beforeEach(async () => {
  w = await wereld();
  await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'parkeren', filters: ['wijk'] });
});

const nieuws = (wijk = 'noord', extra: object = {}) => ({
  kanaal: 'parkeren',
  hoofdObject: ELDERS,
  resource: 'vergunning',
  resourceUrl: ELDERS,
  actie: 'create',
  aanmaakdatum: '2026-11-02T08:59:00Z',
  kenmerken: { wijk },
  ...extra,
});
const publiceer = async (body: object) => {
  const { status } = await w.r.send('POST', `${ROOT}/notificaties`, body);
  expect(status).toBe(200);
};
const parkeren = (filters: object = {}) => ({ kanalen: [{ naam: 'parkeren', filters }] });
const nummers = (url: string): number[] => w.afnemers.bij(url).map((one) => Number(one.headers['notificatie-nummer']));

describe('a kanaal of a component of ours that is no register', () => {
  it('is there with its kenmerken, and its news goes in the form of the standard, without what is for ourselves', async () => {
    w = await wereld({}, undefined, { digikoppeling: ['cpaId', 'gebeurtenis'] });
    await w.abonneer(A, { kanalen: [{ naam: 'digikoppeling', filters: { gebeurtenis: 'ontvangen' } }] });
    const body = {
      kanaal: 'digikoppeling',
      hoofdObject: ELDERS,
      resource: 'ontvangen',
      resourceUrl: ELDERS,
      actie: 'create',
      aanmaakdatum: '2026-11-02T08:59:00Z',
      kenmerken: { cpaId: 'C1', gebeurtenis: 'ontvangen' },
    };
    const subject = '3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11';
    const event = { channel: 'digikoppeling', kind: 'bericht.ontvangen', subject, trace: null };
    await w.r.db.transaction((tx) =>
      w.r.outbox.publish(tx, [
        { ...event, body: { ...body, id: subject, messageId: 'm@x', hoofdObjectId: subject } },
        { ...event, body: { ...body, kenmerken: { cpaId: 'C1', gebeurtenis: 'bevestigd' } } },
        // What our components tell each other has no kanaal.
        { ...event, body: { id: subject } },
      ]),
    );
    await w.drain();
    expect(w.afnemers.bij(A).map((one) => one.body)).toEqual([body]);
  });
});

describe('a change in a register', () => {
  it('reaches who asked for it, in the form of the standard, with an id, a number and the trace of the request', async () => {
    await w.abonneer(A);
    const { zaaktype } = await publishedZaaktype(w.r);
    const zaak = await w.r.send(
      'POST',
      '/zaken/api/v1/zaken',
      { bronorganisatie: RSIN, verantwoordelijkeOrganisatie: RSIN, zaaktype, startdatum: '2026-11-02' },
      { headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } },
    );
    await w.drain();
    const [got] = w.afnemers.bij(A);
    expect(got!.body).toEqual({
      kanaal: 'zaken',
      hoofdObject: zaak.body.url,
      resource: 'zaak',
      resourceUrl: zaak.body.url,
      actie: 'create',
      aanmaakdatum: '2026-11-02T09:00:00.000Z',
      kenmerken: {
        bronorganisatie: RSIN,
        zaaktype,
        vertrouwelijkheidaanduiding: zaak.body.vertrouwelijkheidaanduiding,
      },
    });
    expect(got!.headers).toMatchObject({ 'content-type': 'application/json', 'notificatie-nummer': '1' });
    expect(got!.headers['notificatie-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(got!.headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
  });
});

describe('news of another source', () => {
  it('reaches who chose it by its kenmerken, numbered for each without gaps', async () => {
    await w.abonneer(A, parkeren());
    await w.abonneer(B, parkeren({ wijk: 'zuid' }));
    for (const wijk of ['noord', 'zuid', 'noord', 'zuid']) await publiceer(nieuws(wijk));
    await w.drain();
    expect([nummers(A), nummers(B)]).toEqual([
      [1, 2, 3, 4],
      [1, 2],
    ]);
    expect(w.afnemers.bij(B).every(({ body }) => body.kenmerken.wijk === 'zuid')).toBe(true);
  });
  it('is refused on a kanaal that is not there, or with other kenmerken than it has', async () => {
    for (const [extra, code] of [
      [{ kanaal: 'weg' }, 'message_kanaal'],
      [{ kenmerken: {} }, 'kenmerken_inconsistent'],
      [{ kenmerken: { wijk: 'x', kleur: 'y' } }, 'kenmerken_inconsistent'],
    ] as const) {
      const { status, body } = await w.r.send('POST', `${ROOT}/notificaties`, nieuws('noord', extra));
      expect([status, body.invalidParams[0].code]).toEqual([400, code]);
    }
  });
  it('as a CloudEvent has the same id and number', async () => {
    await w.abonneer(A, { ...parkeren(), sendCloudevents: true });
    await publiceer(nieuws());
    await w.drain();
    const [got] = w.afnemers.bij(A);
    expect(got!.headers['content-type']).toBe('application/cloudevents+json');
    expect(got!.body).toMatchObject({
      specversion: '1.0',
      id: got!.headers['notificatie-id'],
      source: 'urn:nld:oin:00000001234567890000:systeem:zaakbode',
      type: 'nl.overheid.parkeren.vergunning.create',
      sequence: '1',
      subject: '3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11',
      data: nieuws(),
    });
  });
});

describe('RS-F45: a subscriber who is not there', () => {
  it('gets everything in order once he is back, within five seconds, and no other noticed', async () => {
    const url = await w.abonneer(A, parkeren());
    await w.abonneer(B, parkeren());
    w.afnemers.antwoordt(A, 'dood');
    for (let i = 0; i < 5; i++) await publiceer(nieuws());
    await w.drain();
    expect([nummers(A), nummers(B)]).toEqual([[], [1, 2, 3, 4, 5]]);
    expect((await w.r.send('GET', url)).body).toMatchObject({ stand: 'actief', storing: 'geen verbinding' });
    w.afnemers.antwoordt(A, 204);
    w.r.clock.advance(5_000);
    await w.drain();
    expect(nummers(A)).toEqual([1, 2, 3, 4, 5]);
    expect((await w.r.send('GET', url)).body).toMatchObject({ storing: '', storingSinds: null });
  });
  it('is asked once every few seconds, whatever waits for him', async () => {
    await w.abonneer(A, parkeren());
    let tries = 0;
    w.afnemers.antwoordt(A, () => {
      tries++;
      return 503;
    });
    const objects = Array.from({ length: 30 }, (_, i) => ELDERS.replace(/11$/, String(20 + i)));
    for (const hoofdObject of objects) await publiceer(nieuws('noord', { hoofdObject }));
    await w.drain();
    const first = tries;
    expect(first).toBeLessThanOrEqual(16);
    for (let i = 0; i < 10; i++) {
      w.r.clock.advance(5_000);
      await w.drain();
    }
    expect(tries - first).toBe(10);
  });
  it('is paused after five days and says why; what is for him is kept until he goes on', async () => {
    const url = await w.abonneer(A, parkeren());
    w.afnemers.antwoordt(A, 'dood');
    await publiceer(nieuws());
    await w.drain();
    w.r.clock.advance(5 * 86_400_000 + 10_000);
    await w.drain();
    const paused = (await w.r.send('GET', url)).body;
    expect(paused).toMatchObject({ stand: 'gepauzeerd', reden: expect.stringContaining('geen verbinding') });
    await publiceer(nieuws());
    w.afnemers.antwoordt(A, 204);
    w.r.clock.advance(60_000);
    await w.drain();
    expect(nummers(A)).toEqual([]);
    expect((await w.r.send('POST', `${url}/hervatten`)).status).toBe(204);
    await w.drain();
    expect(nummers(A)).toEqual([1, 2]);
  });
});

describe('a message that is refused', () => {
  it('holds up what is about the same object only, and ends by name after five days', async () => {
    await w.abonneer(A, parkeren());
    const ander = ELDERS.replace(/11$/, '22');
    w.afnemers.antwoordt(A, ({ body }) => (body.actie === 'fout' ? 400 : 204));
    await publiceer(nieuws('noord', { actie: 'fout' }));
    await publiceer(nieuws('noord', { actie: 'update' }));
    await publiceer(nieuws('noord', { hoofdObject: ander }));
    await w.drain();
    expect(nummers(A)).toEqual([3]);
    for (let i = 0; i < 12; i++) {
      w.r.clock.advance(86_400_000 / 2);
      await w.drain();
    }
    expect(nummers(A)).toEqual([3, 2]);
    const rows = await w.r.db.query(sql`select seq, state, reason from outbox.delivery where state <> 'klaar'`);
    expect(rows).toEqual([{ seq: 1, state: 'geweigerd', reason: 'antwoord 400' }]);
  });
});

describe('sending again from a number', () => {
  it('gives the same messages with the same ids and numbers', async () => {
    const url = await w.abonneer(A, parkeren());
    for (let i = 0; i < 3; i++) await publiceer(nieuws());
    await w.drain();
    const ids = w.afnemers.bij(A).map((one) => one.headers['notificatie-id']);
    const again = await w.r.send('POST', `${url}/herhalen`, { vanaf: 2 });
    expect(again.body).toEqual({ aantal: 2 });
    await w.drain();
    expect(nummers(A)).toEqual([1, 2, 3, 2, 3]);
    expect(w.afnemers.bij(A).map((one) => one.headers['notificatie-id'])).toEqual([...ids, ids[1], ids[2]]);
    expect((await w.r.send('POST', `${url}/herhalen`, { vanaf: 0 })).body.invalidParams[0].name).toBe('vanaf');
  });
});

describe('an abonnement that is given up', () => {
  it('gets nothing any more, and what waited for it says why', async () => {
    const url = await w.abonneer(A, parkeren());
    w.afnemers.antwoordt(A, 'dood');
    await publiceer(nieuws());
    await w.drain();
    expect((await w.r.send('DELETE', url)).status).toBe(204);
    w.afnemers.antwoordt(A, 204);
    w.r.clock.advance(10_000);
    await publiceer(nieuws());
    await w.drain();
    expect(nummers(A)).toEqual([]);
    const rows = await w.r.db.query(sql`select state from outbox.delivery`);
    expect(rows).toEqual([{ state: 'vervallen' }]);
  });
});
