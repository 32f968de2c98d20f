/** Taking an abonnement, as a client meets it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { AUTH, ROOT, type Wereld, wereld } from './notificaties.testhulp.ts';

const HIER = 'https://afnemer.example/hook';

let w: Wereld;
beforeEach(async () => {
  w = await wereld();
});

const neem = (extra: object = {}) =>
  w.r.send('POST', `${ROOT}/abonnement`, { callbackUrl: HIER, auth: AUTH, kanalen: [{ naam: 'zaken' }], ...extra });
const codes = (body: { invalidParams: { name: string; code: string }[] }) =>
  body.invalidParams.map(({ name, code }) => `${name}:${code}`);

describe('an abonnement', () => {
  it('is made when the address takes a test message with the header, and refuses it without', async () => {
    const { status, body } = await neem();
    expect(status).toBe(201);
    expect(body).toEqual({
      url: expect.stringContaining(`${ROOT}/abonnement/`),
      callbackUrl: HIER,
      autorisatievorm: 'auth',
      kanalen: [{ naam: 'zaken', filters: {} }],
      sendCloudevents: false,
      cloudeventFilters: [],
      stand: 'actief',
      reden: '',
      storingSinds: null,
      storing: '',
      laatsteNummer: 0,
    });
    expect((await w.r.send('GET', body.url)).body).toEqual(body);
  });
  it('shows its secret to nobody, also not in the audittrail', async () => {
    await neem();
    const { sql } = await import('../../platform/db/index.ts');
    const rows = await w.r.db.query(sql`select nieuw::text as nieuw from kern.audit union all
      select abonnement::text from notificaties.abonnement`);
    expect(JSON.stringify(rows)).not.toContain('geheim-van-de-afnemer');
  });
  it('is refused when nobody answers there, or with something else than 204', async () => {
    const net = w.afnemers.net as { request: unknown };
    for (const status of [200, 500, 301]) {
      net.request = async () => ({ status, headers: {}, body: Buffer.alloc(0) });
      const expected = status === 200 ? 'callbackUrl:no-auth-on-callback-url' : 'callbackUrl:invalid-callback-url';
      expect(codes((await neem()).body)).toEqual([expected]);
    }
  });
  it('is refused at an address that Zaakbode may not call', async () => {
    const { body } = await neem({ callbackUrl: 'https://ergens.example/hook' });
    expect(codes(body)).toEqual(['callbackUrl:invalid-callback-url']);
    expect(body.invalidParams[0].reason).toContain('OUTBOUND_ALLOW');
  });
  it('chooses from kanalen that are there, by kenmerken that they have', async () => {
    expect(codes((await neem({ kanalen: [{ naam: 'weg' }] })).body)).toEqual(['kanalen.0.naam:kanaal_naam']);
    const vreemd = { naam: 'zaken', filters: { kleur: 'rood' } };
    expect(codes((await neem({ kanalen: [vreemd] })).body)).toEqual([
      'kanalen.0.filters:inconsistent-abonnement-filters',
    ]);
  });
  it('is asked only of who may consume', async () => {
    await w.r.client('lezer', [{ component: 'nrc', scopes: ['notificaties.publiceren'] }]);
    expect((await w.r.send('GET', `${ROOT}/abonnement`, undefined, { as: 'lezer' })).status).toBe(200);
    expect((await w.r.send('POST', `${ROOT}/abonnement`, {}, { as: 'lezer' })).status).toBe(403);
  });
});

describe('a change', () => {
  it('of the kanalen keeps the secret and asks nothing; of the address tries it', async () => {
    const { body } = await neem();
    const patched = await w.r.send('PATCH', body.url, { kanalen: [{ naam: 'documenten' }] });
    expect([patched.status, patched.body.kanalen[0].naam]).toEqual([200, 'documenten']);
    const away = await w.r.send('PATCH', body.url, { callbackUrl: 'https://ergens.example/hook' });
    expect(codes(away.body)).toEqual(['callbackUrl:invalid-callback-url']);
    expect((await w.r.send('PUT', body.url, { callbackUrl: HIER })).body.invalidParams[0].name).toBe('auth');
  });
});

describe('a kanaal', () => {
  it('of our own registers is there, with its kenmerken', async () => {
    const { body } = await w.r.send('GET', `${ROOT}/kanaal?naam=zaken`);
    expect(body[0].filters).toEqual(['bronorganisatie', 'zaaktype', 'vertrouwelijkheidaanduiding']);
  });
  it('has a name of its own, that stays', async () => {
    const made = await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'parkeren', filters: ['wijk'] });
    expect(made.status).toBe(201);
    expect(codes((await w.r.send('POST', `${ROOT}/kanaal`, { naam: 'parkeren' })).body)).toEqual(['naam:unique']);
    expect(codes((await w.r.send('PATCH', made.body.url, { naam: 'fietsen' })).body)).toEqual([
      'naam:wijzigen-niet-toegelaten',
    ]);
  });
  it('has no name that our own components use among themselves', async () => {
    for (const naam of ['lopendezaken', 'digikoppeling', 'cloudevents'])
      expect(codes((await w.r.send('POST', `${ROOT}/kanaal`, { naam })).body)).toEqual(['naam:gereserveerd']);
  });
});
