/** The demo as it starts: /beheer asks to log in at the simulator, and leads back to the page that was asked for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
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
    const keuze = await wie.ga('/beheer/zaakberichten?staat=fout');
    expect(keuze.tekst).toContain('dit is geen echte inlogpagina');
    const pagina = await wie.logIn('beheerder-1', '/beheer/zaakberichten?staat=fout');
    expect([pagina.status, pagina.url]).toEqual([200, `${app.url}/beheer/zaakberichten?staat=fout`]);
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
