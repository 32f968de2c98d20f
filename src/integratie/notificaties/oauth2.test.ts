/** A subscriber to whom we prove who we are with a token of his authorisation server (OAuth2 client credentials). */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { AUTH, OAUTH2, ROOT, type Wereld, wereld } from './notificaties.testhulp.ts';

const HIER = 'https://afnemer.example/hook';
const METHODE = { callbackUrl: HIER, kanalen: [], cloudeventFilters: [{ typeSubstring: 'nl.brp.' }] };

let w: Wereld;
let n = 0;
beforeEach(async () => {
  n = 0;
  w = await wereld();
});

const neem = (extra: object = {}) => w.r.send('POST', `${ROOT}/abonnement`, { ...METHODE, oauth2: OAUTH2, ...extra });
const fouten = (answer: { body: { invalidParams: { name: string; code: string }[] } }) =>
  answer.body.invalidParams.map(({ name, code }) => `${name}:${code}`);
/** Lets a source send an event about an object of its own, and what is due go out. */
async function gebeurt(subject = 'a'): Promise<void> {
  const body = { specversion: '1.0', id: String(++n), source: 'https://brp.example', type: 'nl.brp.verhuisd', subject };
  expect((await w.r.send('POST', `${ROOT}/cloudevents`, body)).status).toBe(201);
  await w.drain();
}
const gekomen = () => w.afnemers.bij(HIER).map(({ body, headers }) => [body.id, headers['authorization']]);

describe('an abonnement with OAuth2', () => {
  it('is taken after a token opened the address, and shows nothing of what it was asked with', async () => {
    const { status, body } = await neem();
    expect(status).toBe(201);
    expect(body).toMatchObject({ callbackUrl: HIER, autorisatievorm: 'oauth2' });
    expect(w.afnemers.tokens.gevraagd).toEqual(['grant_type=client_credentials&scope=zaken.muteren']);
    const rows = await w.r.db.query(sql`select nieuw::text as nieuw from kern.audit union all
      select abonnement::text from notificaties.abonnement`);
    for (const geheim of [OAUTH2.secret, OAUTH2.clientId]) expect(JSON.stringify([rows, body])).not.toContain(geheim);
  });
  it('is refused without a way to prove who we are, with two, or where we may not ask', async () => {
    expect(fouten(await neem({ oauth2: null }))).toEqual(['auth:required']);
    expect(fouten(await neem({ auth: AUTH }))).toEqual(['oauth2:invalid']);
    expect(fouten(await neem({ oauth2: { ...OAUTH2, tokenUrl: 'https://ergens.example/token' } }))).toEqual([
      'oauth2.tokenUrl:invalid-token-url',
    ]);
    expect(fouten(await neem({ oauth2: { tokenUrl: OAUTH2.tokenUrl, secret: '' } }))).toEqual([
      'oauth2.clientId:required',
      'oauth2.secret:blank',
    ]);
  });
  it('is refused when its authorisation server gives no token, and says what that answered', async () => {
    const answer = await neem({ oauth2: { ...OAUTH2, secret: 'iets anders' } });
    expect(fouten(answer)).toEqual(['oauth2:invalid-token-url']);
    expect(answer.body.invalidParams[0].reason).toContain('antwoord 401');
    expect(JSON.stringify(answer.body)).not.toContain('iets anders');
  });
  it('goes over to a fixed header and back', async () => {
    const { body } = await neem();
    const vast = await w.r.send('PATCH', body.url, { auth: AUTH });
    expect([vast.status, vast.body.autorisatievorm]).toEqual([200, 'auth']);
    await gebeurt();
    const terug = await w.r.send('PATCH', body.url, { oauth2: OAUTH2 });
    expect(terug.body.autorisatievorm).toBe('oauth2');
    await gebeurt();
    expect(gekomen()).toEqual([
      ['1', AUTH],
      ['2', 'Bearer token-3'],
    ]);
    expect((await w.r.send('PATCH', body.url, { sendCloudevents: true })).body.autorisatievorm).toBe('oauth2');
  });
});

describe('a token', () => {
  it('is asked once for what leaves side by side, and again when it ran out', async () => {
    await neem();
    for (const subject of ['a', 'b', 'c']) {
      const body = { specversion: '1.0', id: `x${subject}`, source: 'https://brp.example', type: 'nl.brp.x', subject };
      await w.r.send('POST', `${ROOT}/cloudevents`, body);
    }
    await w.drain();
    await gebeurt();
    expect(gekomen().map(([, kop]) => kop)).toEqual(Array(4).fill('Bearer token-2'));
    w.r.clock.advance(271_000);
    await gebeurt();
    expect(gekomen().at(-1)).toEqual(['2', 'Bearer token-3']);
  });
  it('that the subscriber refuses is replaced once; when he refuses that one too, the message is refused', async () => {
    await neem();
    await gebeurt();
    w.afnemers.tokens.trekIn();
    await gebeurt();
    expect(gekomen().at(-1)).toEqual(['2', 'Bearer token-3']);
    w.afnemers.antwoordt(HIER, 401);
    await gebeurt('b');
    expect(w.afnemers.tokens.gevraagd).toHaveLength(4);
    const rows = await w.r.db.query(sql`select state, reason from outbox.delivery where state <> 'klaar'`);
    expect(rows).toEqual([{ state: 'open', reason: 'antwoord 401' }]);
  });
  it.each(['dood', 500, 200] as const)(
    'that cannot be had (%s) makes everything wait, and goes on by itself',
    async (stand) => {
      const { url } = (await neem()).body;
      w.afnemers.tokens.stand = stand;
      await gebeurt();
      await gebeurt('b');
      const { storing } = (await w.r.send('GET', url)).body;
      expect([gekomen(), storing]).toEqual([[], expect.stringContaining('het token is niet op te halen')]);
      w.afnemers.tokens.stand = { duur: 300 };
      w.r.clock.advance(10_000);
      await w.drain();
      expect(
        gekomen()
          .map(([id]) => id)
          .sort(),
      ).toEqual(['1', '2']);
    },
  );
});
