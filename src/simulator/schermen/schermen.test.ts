import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bericht, type Opstelling, startOpstelling, type Zaak, zakLk01 } from '../simulator.testhulp.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PAGES = [
  '/simulator',
  '/simulator/burger/p-7k2m',
  '/simulator/burger/p-n8fr',
  '/simulator/post',
  '/simulator/afnemer',
  '/simulator/weg',
];

/** A wijziging with a new status, made into one that takes that status back. */
function ingetrokken(wijziging: string): string {
  const einde =
    '<StUF:tijdvakRelatie><StUF:beginRelatie>20261102093015000</StUF:beginRelatie><StUF:eindRelatie>20261103</StUF:eindRelatie></StUF:tijdvakRelatie>';
  const [nil = ''] = /<ZKN:heeft [^>]*\/>/.exec(wijziging) ?? [];
  const [status = ''] = /<ZKN:heeft [^>/]*>[\s\S]*?<\/ZKN:heeft>/.exec(wijziging) ?? [];
  return wijziging
    .replace(status, nil.replace('"T"', '"E"'))
    .replace(nil, status.replace('"T"', '"E"').replace('</ZKN:heeft>', `${einde}</ZKN:heeft>`));
}

describe.skipIf(!existsSync(CHROMIUM))('in a browser (skipped when /usr/bin/chromium is absent)', () => {
  let proef: Opstelling;
  let browser: Browser;
  let base: string;
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  beforeAll(async () => {
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    proef = await startOpstelling();
    base = await proef.luister();
    const stuur = (nr: number, xml: string) => proef.lever(bericht(`m-${nr}@g.example`, xml));
    const lever = (nr: number, zaak: Partial<Zaak>) =>
      stuur(nr, zakLk01({ referentie: `r${nr}`, tijdstip: `2026110212000000${nr}`, ...zaak }));
    await lever(1, { toelichting: 'Zone 3', statusToelichting: 'Meer op https://mijn.gemeente.example/zaken/1' });
    await lever(2, { datum: '20261105141430000', status: 'In behandeling' });
    await lever(3, { zaaknummer: 'ZAAK-2026-0002', omschrijving: 'Kapvergunning', einddatum: '20261109' });
    proef.simulator.verstuurPost();
    const derde = { zaaknummer: 'ZAAK-2026-0003' };
    await lever(4, derde);
    // Its only status is taken back, and a fourth zaak is told to who acts for another.
    await stuur(
      5,
      ingetrokken(zakLk01({ ...derde, referentie: 'r5', tijdstip: '20261102120000005', mutatiesoort: 'W' })),
    );
    const vierde = zakLk01({ zaaknummer: 'ZAAK-2026-0004', referentie: 'r6', tijdstip: '20261102120000006' });
    await stuur(6, vierde.replaceAll('heeftAlsInitiator', 'heeftAlsGemachtigde').replace('ZAKBTRINI', 'ZAKBTRGMC'));
    expect(proef.simulator.ledger().every(({ toegepast }) => toegepast)).toBe(true);
    proef.simulator.setFault({ ebms: { stand: 'neer', aantal: 3 }, fo03: { code: 'StUF046' } });
  });
  afterAll(async () => {
    await browser.close();
    await proef.close();
  });

  async function withPage<Result>(width: number, look: (page: Page) => Promise<Result>): Promise<Result> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
    try {
      return await look(await context.newPage());
    } finally {
      await context.close();
    }
  }

  describe.each([1280, 320])('%i pixels wide', (width) => {
    test.each(PAGES)('%s is accessible and does not scroll sideways', async (path) => {
      await withPage(width, async (page) => {
        await page.goto(base + path);
        await page.evaluate(axe);
        const violations = await page.evaluate(
          `axe.run(document, { runOnly: ${JSON.stringify(WCAG)} }).then((found) => found.violations.map((one) => one.id))`,
        );
        expect(violations).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      });
    });
  });

  test('the form works without script: faults on top when wrong, set when right, back to normal with one button', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      await page.goto(`${base}/simulator`);
      await page.getByRole('button', { name: 'Alles weer normaal' }).click();
      expect(proef.simulator.stand().storingen).toMatchObject({ ebms: [], fo03: [] });

      await page.locator('#accounts').selectOption('Traag');
      await page.locator('#accountsAantal').fill('veel');
      await page.getByRole('button', { name: 'Storingen instellen' }).click();
      expect(await page.getByRole('alert').textContent()).toContain('heel getal');
      expect(await page.locator('#accounts').inputValue()).toBe('traag');

      await page.getByRole('alert').getByRole('link').click();
      await page.locator('#accountsAantal').fill('2');
      await page.getByRole('button', { name: 'Storingen instellen' }).click();
      expect(await page.getByRole('status').textContent()).toContain('aangepast');
      expect(proef.simulator.stand().storingen.accounts).toEqual([{ stand: 'traag', aantal: 2 }]);
    } finally {
      await context.close();
    }
  });
});
