/** The program as it starts. In the demo /beheer asks to log in at the simulator, and leads back to the page; in productie a login service must be set. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { maakAanmelding } from '../src/app-aanmelding.ts';
import { INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { bezoeker } from './hulp/bezoeker.ts';
import { visibleText } from './hulp/html.ts';
import { freePort } from './hulp/poort.ts';

describe('the demo', () => {
  let app: App;
  let map: string;
  beforeAll(async () => {
    map = mkdtempSync(join(tmpdir(), 'zaakbode-inloggen-'));
    const env = { PORT: String(await freePort()), DATA_DIR: map, LOG: 'silent', ZAAKBODE_DEMODATA: 'nee' };
    app = await startApp(readSettings(INSTELLINGEN, env, samenhang), { log: silentLog });
  });
  afterAll(async () => {
    await app?.stop();
    rmSync(map, { recursive: true, force: true });
  });

  it('leads who opens /beheer to the simulator, which says what it is, and back to the page', async () => {
    const wie = bezoeker(app.url);
    const keuze = await wie.ga('/beheer/lopende-zaken/berichten?staat=fout');
    expect(keuze.tekst).toContain('dit is geen echte inlogpagina');
    const pagina = await wie.logIn('beheerder-1', '/beheer/lopende-zaken/berichten?staat=fout');
    expect([pagina.status, pagina.url]).toEqual([200, `${app.url}/beheer/lopende-zaken/berichten?staat=fout`]);
    expect(pagina.tekst).toContain('Beheerder 1 (beheerder)');
  });
  it('shows in its log who logged in, and ends a session that is logged out', async () => {
    const wie = bezoeker(app.url);
    await wie.logIn('lezer');
    expect(visibleText((await wie.ga('/beheer/logboek')).tekst)).toMatch(/Lezer \(lezer\) .*Ingelogd/);
    const uit = await wie.stuur('/beheer/uitloggen');
    expect(uit.headers.get('refresh')).toMatch(/^0; url=http.*\/end_session\?/);
    const naar = uit.headers.get('refresh')!.slice('0; url='.length);
    expect(visibleText((await wie.ga(naar)).tekst)).toContain('U bent uitgelogd');
    expect((await wie.vraag('/beheer')).status).toBe(302);
  });
});

describe('productie', () => {
  const lees = (extra: Record<string, string>) =>
    readSettings(
      INSTELLINGEN,
      {
        ZAAKBODE_MODE: 'productie',
        ZAAKBODE_SLEUTEL: 'een-sleutel-van-minstens-32-tekens-lang',
        LOG: 'silent',
        ...extra,
      },
      samenhang,
    );
  it('has no /beheer as long as nobody can log in', () => {
    // Nothing of the ground is touched: there is nothing to join.
    expect(maakAanmelding(lees({}), null as never, null as never, '')).toBeNull();
  });
  it('has a /beheer with a login service, says so when that is away, and never a simulator', async () => {
    const port = String(await freePort());
    const map = mkdtempSync(join(tmpdir(), 'zaakbode-inloggen-'));
    const oidc = {
      OIDC_ISSUER: `http://127.0.0.1:${await freePort()}`,
      OIDC_CLIENT_ID: 'zaakbode',
      OIDC_CLIENT_SECRET: 'geheim',
    };
    const own = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, DATA_DIR: map };
    const app = await startApp(lees({ ...oidc, ...own }), { log: silentLog });
    try {
      const wie = bezoeker(app.url);
      const naar = (await wie.vraag('/beheer')).headers.get('location');
      expect(naar).toBe(`${app.url}/beheer/inloggen?terug=%2Fbeheer`);
      const weg = await wie.vraag('/beheer/inloggen');
      expect([weg.status, visibleText(weg.tekst)]).toEqual([503, expect.stringContaining('Inloggen kan nu niet')]);
      for (const pad of ['/simulator', '/simulator/inloggen/authorize', '/'])
        expect((await wie.vraag(pad)).status).toBe(404);
    } finally {
      await app.stop();
      rmSync(map, { recursive: true, force: true });
    }
  });
});
