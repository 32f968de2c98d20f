/**
 * Connecting, walked in a real browser: from an empty database to a limited production run that a second person released,
 * against the simulator. Every page on the way is looked at as `schermen-beheer.test.ts` does, at two widths.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { type DemoZaaktype, maakCatalogus, maakZaak, type ZgwClient, zetStatus, zgwClient } from '../src/demodata.ts';
import { DEMO_CLIENT, INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import type { Persoon, Proefsoort } from '../src/proces/aansluiten/index.ts';
import {
  axeFindings,
  hasBrowser,
  layoutFindings,
  openPage,
  savePicture,
  startBrowser,
  WIDTHS,
} from './hulp/browser.ts';
import { freePort } from './hulp/poort.ts';
import { tot } from './lopende-zaken.testhulp.ts';

const BASIS = '/beheer/lopende-zaken/aansluiten';
const NOOR = '999993653';
const DAAN = '999990019';
const EEN: Persoon = { naam: 'Beheerder 1' };

describe.skipIf(!hasBrowser())('connecting, in Chromium (skipped when /usr/bin/chromium is absent)', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let api: ZgwClient;
  let typen: ReadonlyMap<string, DemoZaaktype>;
  const map = mkdtempSync(join(tmpdir(), 'zaakbode-aansluiten-'));

  beforeAll(async () => {
    const env = { PORT: String(await freePort()), DATA_DIR: map, ZAAKBODE_DEMODATA: 'nee', GEMEENTE: 'Voorbeeld' };
    app = await startApp(readSettings(INSTELLINGEN, env, samenhang), { log: silentLog });
    api = await zgwClient(app.url, DEMO_CLIENT);
    browser = await startBrowser();
    page = await openPage(browser, { width: WIDTHS[0], javaScript: true });
    // The acceptance test starts a Zaakbode of its own.
    page.setDefaultTimeout(280_000);
    await logIn('beheerder-1');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    rmSync(map, { recursive: true, force: true });
  });

  const naar = (pad: string) => page.goto(`${app.url}${pad}`);
  /** Chooses at the login simulator. */
  async function logIn(wie: string): Promise<void> {
    await page.context().clearCookies();
    await naar(BASIS);
    await page.locator(`form:has(input[value="${wie}"]) button`).click();
    expect(await tekst()).toContain('Aansluiten op Lopende Zaken');
  }
  const tekst = async (): Promise<string> => (await page.textContent('body')) ?? '';
  const knop = (name: string) => page.getByRole('button', { name }).first().click();
  /** Its picture at both widths, and what every page must keep. */
  async function kijk(naam: string): Promise<void> {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await savePicture(page, `aansluiten-${naam}-${width}`);
      expect([naam, width, ...(await layoutFindings(page)), ...(await axeFindings(page))]).toEqual([naam, width]);
    }
    await page.setViewportSize({ width: WIDTHS[0], height: 800 });
  }
  async function vinkAf(...stappen: readonly string[]): Promise<void> {
    for (const stap of stappen) {
      await naar(`${BASIS}/stap/${stap}`);
      await knop('Vink af');
      expect([stap, await tekst()]).toEqual([stap, expect.stringContaining('De stap is afgevinkt')]);
    }
  }
  /** What is left of a test, without the browser. */
  async function vulRest(soort: Proefsoort, zaaknummer = ''): Promise<void> {
    const [proef] = await app.aansluiten.proeven.van(soort);
    for (const { id, uitkomst } of proef!.regels)
      if (uitkomst === '')
        expect(
          await app.aansluiten.proeven.vul(
            soort,
            id,
            { zaaknummer, uitkomst: 'goed', bevinding: '', gezien: true },
            EEN,
          ),
        ).toEqual([]);
  }
  async function rondAf(soort: Proefsoort): Promise<void> {
    await naar(`${BASIS}/proef/${soort}`);
    await knop('Rond het verslag af');
    await oordeel();
  }
  async function oordeel(): Promise<void> {
    await page.locator('#oordeel').selectOption({ label: 'Ja' });
    await page.locator('#datum').fill('22-11-2025');
    await knop('Leg het oordeel vast');
    expect(await tekst()).toContain('Het oordeel is vastgelegd');
  }
  async function bericht(bsn: string): Promise<{ readonly zaaknummer: string; readonly staat: string }> {
    const type = typen.get('PARKEREN')!;
    const zaak = await maakZaak(api, type, bsn, 'Parkeren', '2026-11-01');
    await zetStatus(api, zaak.url, type.statustypen[0]!, new Date());
    const [regel] = await tot(
      async () => (await app.zaakberichten.lijst({ zaaknummer: zaak.identificatie })).regels,
      (regels) => regels.some(({ staat }) => !['wacht_op_controle', 'te_verzenden', 'verzonden'].includes(staat)),
    );
    return { zaaknummer: zaak.identificatie, staat: regel!.staat };
  }

  it('A1, A2: phase 1, a municipality chooses, on an empty database', async () => {
    await naar(BASIS);
    expect(await tekst()).toContain('Leg vast wie er aansluit (fase 1)');
    await kijk('leeg');
    await naar(`${BASIS}/gegevens`);
    await page.locator('#endpointLogius').fill('geen adres');
    await knop('Bewaar');
    expect(await page.title()).toMatch(/^Fout: /);
    await kijk('gegevens-fout');
    await page.locator('#soort').selectOption('overheid');
    await page.locator('#verbinding').selectOption('internet');
    await page.locator('#domeinnamen').fill('zaakbode.voorbeeld.example');
    await page.locator('#endpointLogius').fill('https://lz.example/ebms');
    await page.locator('#afzenderId').fill('00000001002564440000');
    await page.locator('#serviceId').fill('zoals in de handreiking');
    await page.locator('#xsd').fill('versie van november, per mail');
    await knop('Bewaar');
    expect(await tekst()).toContain('Wij hebben het bewaard');
    await kijk('gegevens');
    typen = await maakCatalogus(api);
    await vinkAf('stromen', 'digikoppeling', 'adapter');
    await naar(`${BASIS}/planning`);
    for (const veld of await page.locator('input[id^="planning-"]').all()) await veld.fill('1-12-2026');
    await knop('Bewaar');
    await kijk('planning');
    await naar(`${BASIS}/stap/certificaat`);
    await kijk('stap');
  }, 420_000);

  it('A5, A7, A12, A15: phase 2, the path, the agreement, the tests of its own', async () => {
    await naar(`${BASIS}/contacten`);
    for (const veld of await page.locator('input[id$="-naam"]').all()) await veld.fill('Afdeling Voorbeeld');
    for (const veld of await page.locator('input[id$="-telefoon"]').all()) await veld.fill('14 0123');
    await knop('Bewaar');
    await kijk('contacten');
    for (const [soort, naam] of [
      ['zaaksysteem', 'Zaaksysteem van de gemeente'],
      ['zaakbode', 'Zaakbode'],
      ['firewall', 'Firewall van het datacentrum'],
      ['mijnoverheid', 'MijnOverheid, preproductie'],
    ] as const) {
      await naar(`${BASIS}/netwerk`);
      await page.locator('#soort').selectOption(soort);
      await page.locator('#naam').fill(naam);
      await page.locator('#inkomend').fill('192.0.2.10:443');
      await page.locator('#uitgaand').fill('198.51.100.20');
      await page.locator('#beheerder').selectOption('netwerk');
      await knop('Voeg toe');
    }
    // The path of productie is put down with that of preproductie.
    await page.locator('#keten').selectOption({ label: 'De keten naar productie' });
    await page.locator('#soort').selectOption('zaakbode');
    await page.locator('#naam').fill('Zaakbode in het datacentrum');
    await knop('Voeg toe');
    await kijk('netwerk');
    await vinkAf('aanvraag', 'proces', 'toegang', 'consumerspecificatie');
    await naar(`${BASIS}/proef/acceptatie`);
    await kijk('acceptatie-scenarios');
    await knop('Draai de test');
    expect(await tekst()).toContain('De test is gedraaid');
    expect(await tekst()).not.toContain('Niet goed');
    await kijk('acceptatie');
    await oordeel();
    await naar(`${BASIS}/proef/compliance`);
    await knop('Begin de test');
    await vulRest('compliance');
    await rondAf('compliance');
    await vinkAf('cpa-gemaild', 'cpa-logius');
    const [cpa] = await app.digikoppeling.beheer.cpas();
    expect(await app.digikoppeling.beheer.ping(cpa!.cpaId, 'proef')).toMatchObject({ ms: expect.any(Number) });
    await naar(BASIS);
    await kijk('halverwege');
  }, 420_000);

  it('A8: phase 3, the ketentest with test-BSNs, a mistake in it, and a next version', async () => {
    await naar(`${BASIS}/deelnemers`);
    await page.locator('#bsn').fill('12');
    await knop('Zet op de lijst');
    await kijk('deelnemers-fout');
    await page.locator('#bsn').fill(NOOR);
    await page.locator('#omschrijving').fill('test-account 1');
    await knop('Zet op de lijst');
    expect(page.url()).not.toContain(NOOR);
    expect(await page.content()).not.toContain(NOOR);
    await knop('Vandaag ingelogd');
    await kijk('deelnemers');
    await vinkAf('testgegevens', 'testperiode');
    await naar(`${BASIS}/proef/keten`);
    await knop('Begin de test');
    const { zaaknummer, staat } = await bericht(NOOR);
    expect(staat).toBe('afgeleverd');
    await page.getByRole('link', { name: 'PARKEREN-1' }).click();
    await page.locator('#zaaknummer').fill(zaaknummer);
    await page.locator('#uitkomst').selectOption('fout');
    await knop('Bewaar');
    expect(await page.title()).toMatch(/^Fout: /);
    await page.locator('#bevinding').fill('De tekst was afgekapt.');
    await knop('Bewaar');
    await page.getByRole('link', { name: 'PARKEREN-1' }).click();
    expect(await tekst()).toContain('Afgeleverd');
    await kijk('scenario');
    await vulRest('keten');
    await naar(`${BASIS}/proef/keten`);
    await knop('Rond het verslag af');
    await page.locator('#oordeel').selectOption({ label: 'Nee' });
    await page.locator('#datum').fill('22-11-2025');
    await knop('Leg het oordeel vast');
    await knop('Begin versie 2');
    expect((await app.aansluiten.proeven.van('keten'))[0]!.regels.filter(({ eerder }) => eerder === null)).toHaveLength(
      1,
    );
    await vulRest('keten', zaaknummer);
    await rondAf('keten');
    await kijk('keten');
    await vinkAf('rapport');
    await naar(`${BASIS}/documenten/ketentestrapport`);
    expect(await tekst()).toMatch(/versie 2.*Afgeleverd.*MessageId/s);
    await kijk('ketentestrapport');
  }, 420_000);

  it('A9: phase 4, only its people are sent to, until a second person releases it', async () => {
    await naar(`${BASIS}/proef/proefproductie`);
    await kijk('run-begin');
    await knop('Begin de beperkte productierun');
    expect((await bericht(NOOR)).staat).toBe('afgeleverd');
    const buiten = await bericht(DAAN);
    expect(buiten.staat).toBe('buiten_proefproductie');
    await knop('Begin de test');
    await vulRest('proefproductie');
    await rondAf('proefproductie');
    await page.locator('#gemeldOp').fill('22-11-2025');
    await knop('Vraag de vrijgave aan');
    expect(await tekst()).toMatch(/Beheerder 1 vroeg de vrijgave aan. Een andere beheerder geeft akkoord/);
    await kijk('run-gevraagd');
    await naar(BASIS);
    expect(await tekst()).toContain('Beheerder 1 vroeg de vrijgave aan');
    await naar(`${BASIS}/proef/proefproductie`);
    await page.getByRole('link', { name: 'Naar Akkoord' }).click();
    // Who asked sees it, and has no button to agree.
    expect(await tekst()).toContain('U vroeg dit zelf');
    expect(await page.getByRole('button', { name: 'Geef akkoord en voer uit' }).count()).toBe(0);
    await kijk('akkoord-zelf');
    await logIn('beheerder-2');
    await naar('/beheer/akkoord');
    await kijk('akkoord');
    await knop('Geef akkoord en voer uit');
    expect(await tekst()).toContain('U gaf akkoord. Het is uitgevoerd.');
    await naar(`${BASIS}/proef/proefproductie`);
    expect(await tekst()).toContain('De aansluiting is vrijgegeven');
    await kijk('run-vrij');
    await naar('/beheer/logboek');
    expect(await tekst()).toContain('Akkoord gegeven: Productie vrijgeven');
    expect((await bericht(DAAN)).staat).toBe('afgeleverd');
    // What was held back during the run stays so.
    expect((await app.zaakberichten.lijst({ zaaknummer: buiten.zaaknummer })).regels[0]!.staat).toBe(
      'buiten_proefproductie',
    );
    await vinkAf('beheerdocumentatie', 'helpdesk', 'dap-sno', 'campagne');
    await naar(BASIS);
    expect(await tekst()).toContain('Alles is gedaan');
    await kijk('klaar');
  }, 420_000);

  it('A14: every document reads on a screen, and says what is not filled in', async () => {
    await naar(`${BASIS}/documenten`);
    await kijk('documenten');
    const links: string[] = [];
    for (const link of await page.locator('main a[href*="/documenten/"]').all())
      links.push((await link.getAttribute('href'))!);
    expect(links).toHaveLength(15);
    for (const link of links) {
      await naar(link);
      await kijk(`document-${link.split('/').at(-1)}`);
      expect(await page.content()).not.toContain(NOOR);
    }
  }, 420_000);
});
