/** The screens about CPAs in a real browser, as `schermen-beheer.test.ts` does the others. */
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  hasBrowser,
  layoutFindings,
  openPage,
  savePicture,
  startBrowser,
  WIDTHS,
} from './hulp/browser.ts';
import { CPA_IDS, nepDigikoppeling } from './hulp/nep-digikoppeling.ts';
import { nepNotificaties } from './hulp/nep-notificaties.ts';
import { nepZaakberichten } from './hulp/nep-zaakberichten.ts';
import { startScreens } from './hulp/schermen.ts';

const cpaPad = (cpaId: string): string => `/beheer/digikoppeling/${encodeURIComponent(cpaId)}`;
const ROUTES = [
  { name: 'digikoppeling', path: '/beheer/digikoppeling' },
  { name: 'cpa-laden', path: '/beheer/digikoppeling/laden' },
  { name: 'cpa-goed', path: cpaPad(CPA_IDS.goed) },
  { name: 'cpa-neer', path: `${cpaPad(CPA_IDS.neer)}?gedaan=ping` },
  { name: 'cpa-verlopen', path: cpaPad(CPA_IDS.verlopen) },
  { name: 'cpa-versie', path: `${cpaPad(CPA_IDS.goed)}/versies/1` },
  { name: 'cpa-stoppen', path: `${cpaPad(CPA_IDS.goed)}/vervangingen/2/stoppen` },
];

describe.skipIf(!hasBrowser())('screens about CPAs in Chromium (skipped when /usr/bin/chromium is absent)', () => {
  let browser: Browser;
  let app: FastifyInstance;
  let base: string;
  let page: Page | undefined;
  const bron = nepZaakberichten(1);

  beforeAll(async () => {
    browser = await startBrowser();
    app = await startScreens(bron);
    base = app.listeningOrigin;
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });
  afterEach(async () => {
    await page?.context().close();
    page = undefined;
  });

  /** Takes its picture, and holds it against what every page must keep. */
  async function look(name: string, width: number): Promise<void> {
    await savePicture(page!, `${name}-${width}`);
    expect([name, ...(await layoutFindings(page!)), ...(await axeFindings(page!))]).toEqual([name]);
  }

  it.each(WIDTHS)(
    'each is accessible and fits at %s px',
    async (width) => {
      page = await openPage(browser, { width, javaScript: true });
      for (const { name, path } of ROUTES) {
        await page.goto(`${base}${path}`);
        await look(name, width);
      }
    },
    120_000,
  );

  it.each(WIDTHS)(
    'in trouble, without any, or with a mistake in a form, they leave an accessible page at %s px',
    async (width) => {
      const digikoppeling = nepDigikoppeling();
      const apps = [
        await startScreens(bron, nepNotificaties(), digikoppeling),
        await startScreens(bron, nepNotificaties(), nepDigikoppeling({ leeg: true })),
      ];
      try {
        page = await openPage(browser, { width, javaScript: true });
        await page.goto(`${apps[1]!.listeningOrigin}/beheer/digikoppeling`);
        await look('digikoppeling-leeg', width);
        digikoppeling.storing(['cpas', 'cpa']);
        for (const path of ['/beheer/digikoppeling', cpaPad(CPA_IDS.goed)]) {
          await page.goto(`${apps[0]!.listeningOrigin}${path}`);
          await look('digikoppeling-kapot', width);
        }
        await page.goto(`${base}/beheer/digikoppeling/laden`);
        await page.getByRole('button', { name: 'Controleer de CPA' }).click();
        expect(await page.title()).toMatch(/^Fout: /);
        await look('cpa-laden-fouten', width);
        await page.getByLabel('Tekst van de CPA').fill('<p:CPA>x</p:CPA>');
        await page.getByLabel('Voor welke omgeving').selectOption({ label: 'Productie' });
        await page.getByRole('button', { name: 'Controleer de CPA' }).click();
        expect(await page.textContent('main')).toContain('Deze CPA kan hier niet worden geladen');
        await look('cpa-controle', width);
        await page.goto(`${base}${cpaPad(CPA_IDS.goed)}`);
        await page.getByRole('button', { name: 'Gebruik dit adres' }).click();
        expect(await page.title()).toMatch(/^Fout: /);
        await look('cpa-vervangen-fout', width);
      } finally {
        for (const one of apps) await one.close();
      }
    },
    60_000,
  );

  it('without JavaScript an operator loads a CPA, sends a ping and uses another address', async () => {
    const opened = await openPage(browser, { width: 320 });
    page = opened;
    await opened.goto(`${base}/beheer/digikoppeling`);
    await opened.getByRole('link', { name: 'Laad een CPA' }).click();
    await opened.getByLabel('Tekst van de CPA').fill('<p:CPA>\n  anders\n</p:CPA>');
    await opened.getByLabel('Voor welke omgeving').selectOption({ label: 'Demo' });
    await opened.getByRole('button', { name: 'Controleer de CPA' }).click();
    expect(await opened.textContent('main')).toContain('Deze tekst wordt versie 3.');
    await opened.getByRole('button', { name: 'Laad de CPA' }).click();
    expect(await opened.textContent('main')).toContain('De CPA is geladen');
    await opened.getByRole('button', { name: 'Stuur een ping' }).click();
    expect(await opened.locator(':focus').textContent()).toContain('De andere kant antwoordt');
    await opened.getByLabel('Adres in de CPA').selectOption({ index: 2 });
    await opened.getByLabel('Nieuw adres').fill('https://nieuw.example/ebms');
    await opened.getByLabel('Waarom vervangt u dit adres?').fill('Verhuisd');
    await opened.getByRole('button', { name: 'Gebruik dit adres' }).click();
    expect(await opened.textContent('main')).toContain('De vervanging is vastgelegd');
    await opened.getByRole('link', { name: 'Stop vervanging 2' }).click();
    await opened.getByRole('button', { name: 'Stop de vervanging' }).click();
    expect(await opened.textContent('main')).toContain('De vervanging is gestopt');
  });
});
