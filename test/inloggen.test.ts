/**
 * Logging in to /beheer, against a login service that is right and against one that is wrong in every way: every forgery
 * ends at a page that says so, without a session, and the next honest login goes well.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { raw } from '../src/platform/db/index.ts';
import { INLOGFOUTEN, type InlogFout } from '../src/simulator/index.ts';
import { type BeheerMetAanmelding, startBeheerMetAanmelding } from './hulp/beheer-met-aanmelding.ts';
import { type Bezoeker, bezoeker } from './hulp/bezoeker.ts';
import { visibleText } from './hulp/html.ts';
import { nepZaakbericht } from './hulp/nep-zaakberichten.ts';

const MINUUT = 60_000;
/** This one waits for the operator. */
const OVERSLAAN = `/beheer/lopende-zaken/berichten/${nepZaakbericht(3).id}/overslaan`;

let stad: BeheerMetAanmelding;
let wie: Bezoeker;

beforeAll(async () => {
  stad = await startBeheerMetAanmelding();
});
afterAll(async () => stad?.stop());
beforeEach(() => {
  stad.simulator.zetFout(null);
  wie = bezoeker(stad.base);
});

const sessies = async (): Promise<number> => (await stad.db.query(raw('select 1 from identity.session'))).length;
const isBinnen = async (een: Bezoeker): Promise<boolean> => (await een.vraag('/beheer')).status === 200;
/** The address that the login service sends the browser to, not yet gone to. */
async function terugVan(een: Bezoeker, pad = '/beheer'): Promise<string> {
  const { url } = await een.ga(pad);
  return (await een.stuur(url, { wie: 'beheerder-1' })).headers.get('location')!;
}

describe('an honest login', () => {
  it('ends at the page that was asked for, with a session that is nobody else’s to guess', async () => {
    const pagina = await wie.logIn('beheerder-1', '/beheer/gebruik');
    expect([pagina.status, pagina.url]).toEqual([200, `${stad.base}/beheer/gebruik`]);
    expect(pagina.tekst).toContain('Beheerder 1 (beheerder)');
    const rows = JSON.stringify(await stad.db.query(raw('select * from identity.session')));
    const geheim = wie.cookies().get('zb-beheer')!;
    expect(geheim).toMatch(/^[\w-]{43}$/);
    expect(rows).not.toContain(geheim);
  });
  it('asks with PKCE S256 and fresh state and nonce of 256 bits, at exactly our address', async () => {
    const vragen = await Promise.all(
      [1, 2].map(async () => new URL((await wie.vraag('/beheer/inloggen')).headers.get('location')!).searchParams),
    );
    for (const vraag of vragen) {
      expect(Object.fromEntries(vraag)).toMatchObject({
        response_type: 'code',
        code_challenge_method: 'S256',
        redirect_uri: `${stad.base}/beheer/inloggen/terug`,
      });
      for (const naam of ['state', 'nonce', 'code_challenge']) expect(vraag.get(naam)).toMatch(/^[\w-]{43}$/);
    }
    for (const naam of ['state', 'nonce', 'code_challenge'])
      expect(vragen[0]!.get(naam)).not.toBe(vragen[1]!.get(naam));
  });
  it('gives a cookie that no script reads and no other site sends along', async () => {
    const answer = await wie.vraag(await terugVan(wie));
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^zb-beheer=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
  });
  it('gives a new session each time, and ends the one before: what was slipped in stays nobody’s', async () => {
    wie.zetCookie('zb-beheer', 'A'.repeat(43));
    await wie.logIn();
    const eerste = wie.cookies().get('zb-beheer')!;
    expect(eerste).not.toBe('A'.repeat(43));
    await wie.vraag(await terugVanZonderDeur(wie));
    expect(wie.cookies().get('zb-beheer')).not.toBe(eerste);
    const oud = bezoeker(stad.base);
    oud.zetCookie('zb-beheer', eerste);
    expect([await isBinnen(wie), await isBinnen(oud)]).toEqual([true, false]);
  });
  it('may end in another process than it began in', async () => {
    const tweede = stad.tweede();
    const terug = await terugVan(wie);
    const cookies = [...wie.cookies()].map(([naam, waarde]) => `${naam}=${waarde}`).join('; ');
    const arrival = await tweede.arrive(cookies, new URL(terug).search.slice(1));
    expect(arrival).toMatchObject({ kind: 'in', person: { subject: 'beheerder-1' } });
    expect(await stad.toegang.login.who(arrival.kind === 'in' ? arrival.cookies[0] : '')).toMatchObject({
      name: 'Beheerder 1',
    });
  });
  it('of who has no role ends at a page that says so, without a session', async () => {
    const before = await sessies();
    const pagina = await wie.logIn('medewerker');
    expect(pagina.status).toBe(403);
    expect(visibleText(pagina.tekst)).toContain('u heeft geen rol in Zaakbode');
    expect([await sessies(), await isBinnen(wie)]).toEqual([before, false]);
  });
});

/** As `terugVan`, of who is in already: the door would let him through. */
async function terugVanZonderDeur(een: Bezoeker): Promise<string> {
  return await terugVan(een, '/beheer/inloggen');
}

describe('a login that is wrong', () => {
  const VERWACHT: Readonly<Record<InlogFout, readonly [number, string]>> = {
    nonce: [403, 'dat niet klopt'],
    ontvanger: [403, 'dat niet klopt'],
    uitgever: [403, 'dat niet klopt'],
    verlopen: [403, 'dat niet klopt'],
    sleutel: [403, 'dat niet klopt'],
    'zonder-handtekening': [403, 'dat niet klopt'],
    'ander-algoritme': [403, 'dat niet klopt'],
    state: [400, 'Begin opnieuw'],
    'andere-uitgever-in-antwoord': [403, 'dat niet klopt'],
    geweigerd: [403, 'afgebroken'],
    weg: [503, 'Probeer het over een paar minuten opnieuw'],
  };
  it.each(INLOGFOUTEN)('%s: is refused with a page, and the next one goes well', async (fout) => {
    const before = await sessies();
    const keuze = await wie.ga('/beheer');
    stad.simulator.zetFout(fout);
    // A service that goes away does so between its page and its token.
    const terug = fout === 'weg' ? await voorHetWegviel(keuze.url) : await wie.stuur(keuze.url, { wie: 'beheerder-1' });
    const pagina = await wie.ga(terug.headers.get('location')!);
    const [status, tekst] = VERWACHT[fout];
    expect([pagina.status, visibleText(pagina.tekst)]).toEqual([status, expect.stringContaining(tekst)]);
    expect([await sessies(), wie.cookies().has('zb-beheer')]).toEqual([before, false]);
    stad.simulator.zetFout(null);
    expect((await wie.logIn()).status).toBe(200);
  });
  async function voorHetWegviel(keuze: string) {
    stad.simulator.zetFout(null);
    const terug = await wie.stuur(keuze, { wie: 'beheerder-1' });
    stad.simulator.zetFout('weg');
    return terug;
  }
  it('because it is the same one again (replay)', async () => {
    const terug = await terugVan(wie);
    expect((await wie.vraag(terug)).status).toBe(302);
    expect((await wie.vraag(terug)).status).toBe(400);
  });
  it('because its code was used before, under a state of its own', async () => {
    const terug = new URL(await terugVan(wie));
    await wie.vraag(terug.href);
    const nieuw = new URL(await terugVanZonderDeur(wie));
    nieuw.searchParams.set('code', terug.searchParams.get('code')!);
    expect((await wie.vraag(nieuw.href)).status).toBe(403);
  });
  it('because it began in another browser, or in none', async () => {
    const terug = await terugVan(wie);
    const ander = bezoeker(stad.base);
    expect((await ander.vraag(terug)).status).toBe(400);
    await ander.vraag('/beheer/inloggen');
    expect((await ander.vraag(terug)).status).toBe(400);
    expect((await wie.vraag(terug)).status).toBe(302);
  });
  it('because it has the code of one login and the state of another', async () => {
    const ander = bezoeker(stad.base);
    const [een, twee] = [new URL(await terugVan(wie)), new URL(await terugVan(ander))];
    een.searchParams.set('code', twee.searchParams.get('code')!);
    expect((await wie.vraag(een.href)).status).toBe(403);
  });
  it('because it took longer than ten minutes', async () => {
    const terug = await terugVan(wie);
    stad.klok.advance(10 * MINUUT);
    expect((await wie.vraag(terug)).status).toBe(400);
  });
  it.each([
    ['no state', (p: URLSearchParams) => p.delete('state')],
    ['two states', (p: URLSearchParams) => p.append('state', p.get('state')!)],
    ['two codes', (p: URLSearchParams) => p.append('code', 'x')],
    ['no code', (p: URLSearchParams) => p.delete('code')],
    ['no iss, which the service promised', (p: URLSearchParams) => p.delete('iss')],
    ['a token in the address', (p: URLSearchParams) => p.append('id_token', 'x.y.z')],
  ])('because it comes back with %s', async (_wat, breek) => {
    const terug = new URL(await terugVan(wie));
    breek(terug.searchParams);
    const { status } = await wie.vraag(terug.href);
    expect([400, 403]).toContain(status);
    expect(await isBinnen(wie)).toBe(false);
  });
});

describe('the page after login', () => {
  it.each([
    'https://elders.example/',
    '//elders.example/beheer',
    '/\\elders.example/beheer',
    '/beheer/..//elders.example',
    '/\t/elders.example',
    'javascript:alert(1)',
    '/simulator',
    '/beheerder',
    '/beheer/../simulator',
    '/beheer/%2e%2e/simulator',
    'beheer',
    '',
    '/beheer\r\nSet-Cookie: x=y',
  ])('is never elsewhere: %j', naar);
  it('is not one of thousands of letters', () => naar(`/beheer/${'x'.repeat(3_000)}`));
  async function naar(terug: string): Promise<void> {
    const keuze = await wie.ga(`/beheer/inloggen?${new URLSearchParams({ terug })}`);
    const { headers } = await wie.stuur(keuze.url, { wie: 'beheerder-1' });
    const { headers: laatste } = await wie.vraag(headers.get('location')!);
    expect(laatste.get('location')).toBe('/beheer');
  }
});

describe('a session', () => {
  it('ends after an hour without use, and not before', async () => {
    await wie.logIn();
    for (let i = 0; i < 3; i++) {
      stad.klok.advance(59 * MINUUT);
      expect(await isBinnen(wie)).toBe(true);
    }
    stad.klok.advance(60 * MINUUT);
    expect(await isBinnen(wie)).toBe(false);
  });
  it('ends after ten hours, however much it is used', async () => {
    await wie.logIn();
    for (let i = 0; i < 19; i++) {
      stad.klok.advance(30 * MINUUT);
      expect(await isBinnen(wie)).toBe(true);
    }
    stad.klok.advance(30 * MINUUT);
    expect(await isBinnen(wie)).toBe(false);
  });
  it('that ended leaves no row once somebody logs in', async () => {
    stad.klok.advance(11 * 60 * MINUUT);
    await wie.logIn();
    expect(await sessies()).toBe(1);
  });
  it('ends at once by logging out, in every browser that has it', async () => {
    await wie.logIn();
    const kopie = bezoeker(stad.base);
    kopie.zetCookie('zb-beheer', wie.cookies().get('zb-beheer')!);
    expect(await isBinnen(kopie)).toBe(true);
    const uit = await wie.stuur('/beheer/uitloggen');
    expect(uit.status).toBe(200);
    const elders = new URL(uit.headers.get('refresh')!.slice('0; url='.length));
    expect(Object.fromEntries(elders.searchParams)).toEqual({
      client_id: 'zaakbode-test',
      post_logout_redirect_uri: `${stad.base}/beheer/uitgelogd`,
    });
    expect([await isBinnen(wie), await isBinnen(kopie)]).toEqual([false, false]);
  });
  it('can be left when the login service is away too', async () => {
    await wie.logIn();
    stad.klok.advance(2 * 60 * MINUUT);
    await wie.logIn();
    stad.klok.advance(30 * MINUUT);
    stad.simulator.zetFout('weg');
    const uit = await wie.stuur('/beheer/uitloggen');
    expect(uit.status).toBe(200);
    expect(await isBinnen(wie)).toBe(false);
  });
  it('is not chosen by who sends two', async () => {
    await wie.logIn();
    const geheim = wie.cookies().get('zb-beheer')!;
    const vraag = (cookie: string) => fetch(`${stad.base}/beheer`, { headers: { cookie }, redirect: 'manual' });
    expect((await vraag(`zb-beheer=${geheim}`)).status).toBe(200);
    expect((await vraag(`zb-beheer=${geheim}; zb-beheer=${'B'.repeat(43)}`)).status).toBe(302);
    expect((await vraag(`xzb-beheer=${geheim}`)).status).toBe(302);
  });
});

describe('a form', () => {
  it('from another site is refused, though the session is good (CSRF, RS-F79)', async () => {
    await wie.logIn();
    const gevraagd = stad.bron.gevraagd.length;
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elders.example' }, {}] as const) {
      const body = new URLSearchParams({ reden: 'van elders' });
      const answer = await wie.vraag(OVERSLAAN, { method: 'POST', headers, body });
      expect([answer.status, visibleText(answer.tekst)]).toEqual([403, expect.stringContaining('niets veranderd')]);
    }
    const elders = await wie.vraag('/beheer/uitloggen', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(elders.status).toBe(403);
    expect([stad.bron.gevraagd.length, await isBinnen(wie)]).toEqual([gevraagd, true]);
  });
  it('after the session ended changes nothing, keeps what was typed but for secrets, and can be sent again', async () => {
    await wie.logIn();
    stad.klok.advance(61 * MINUUT);
    const gevraagd = stad.bron.gevraagd.length;
    const reden = 'De zaak is dubbel <ingevoerd>,\nzie de "andere".';
    const verlopen = await wie.stuur(OVERSLAAN, { reden, autorisatie: 'Bearer abc123' });
    expect(verlopen.status).toBe(403);
    expect(visibleText(verlopen.tekst)).toContain('Er is niets veranderd');
    expect(visibleText(verlopen.tekst)).toContain('De zaak is dubbel <ingevoerd>, zie de "andere".');
    expect(verlopen.tekst).not.toContain('abc123');
    expect(verlopen.tekst).toContain(`action="${OVERSLAAN}"`);
    expect(stad.bron.gevraagd.length).toBe(gevraagd);
    await wie.logIn();
    expect((await wie.stuur(OVERSLAAN, { reden })).status).toBe(303);
  });
});

describe('a login service of another kind', () => {
  it.each(['RS256', 'PS256', 'ES256'] as const)(
    'may sign with %s, and tell the roles at userinfo only',
    async (algoritme) => {
      const ander = await startBeheerMetAanmelding({ algoritme, rollenAlleenBijUserinfo: true });
      try {
        const pagina = await bezoeker(ander.base).logIn('lezer');
        expect([pagina.status, pagina.tekst]).toEqual([200, expect.stringContaining('Lezer (lezer)')]);
      } finally {
        await ander.stop();
      }
    },
  );
});
