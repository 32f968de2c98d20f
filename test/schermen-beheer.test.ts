/**
 * The screens of /beheer and the stand-in pages in a real browser, at a desk (1280 px) and at 320 px: axe finds nothing
 * (WCAG 2.2 AA), nothing scrolls sideways, and everything works with JavaScript switched off.
 */
import Fastify, { type FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BEGIN, type Inrichting } from '../src/proces/lopendezaken/index.ts';
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
import { nepLopendeZaken } from './hulp/nep-lopendezaken.ts';
import { idVan, nepNotificaties } from './hulp/nep-notificaties.ts';
import { NEP_BSN, type NepZaakberichten, nepZaakbericht, nepZaakberichten } from './hulp/nep-zaakberichten.ts';
import { startScreens } from './hulp/schermen.ts';

const AANTAL = 60;
const idOf = (n: number) => nepZaakbericht(n).id;
/** The fourth state is `fout`: this one waits for the operator. */
const FOUT = idOf(3);

const ROUTES: readonly { name: string; path: string }[] = [
  { name: 'start', path: '/' },
  { name: 'uw-zaak', path: '/mijnzaken/5f0c8a58-0000-4000-8000-000000000001' },
  { name: 'overzicht', path: '/beheer' },
  { name: 'lijst', path: '/beheer/lopende-zaken/berichten' },
  { name: 'lijst-fout', path: '/beheer/lopende-zaken/berichten?staat=fout' },
  { name: 'lijst-leeg', path: '/beheer/lopende-zaken/berichten?zaaknummer=BESTAAT-NIET' },
  { name: 'lijst-filter-onjuist', path: '/beheer/lopende-zaken/berichten?staat=kwijt&zaaknummer=a&zaaknummer=b' },
  { name: 'lijst-voorbij-het-eind', path: `/beheer/lopende-zaken/berichten?na=1_${idOf(59)}` },
  { name: 'zoeken', path: '/beheer/lopende-zaken/zoeken' },
  { name: 'verantwoording', path: '/beheer/lopende-zaken/verantwoording' },
  { name: 'verantwoording-fout', path: '/beheer/lopende-zaken/verantwoording?van=x' },
  // One of each colour; the other states differ in words only.
  ...[0, 3, 4, 5, 6, 12].map((n) => ({
    name: `detail-${nepZaakbericht(n).staat}`,
    path: `/beheer/lopende-zaken/berichten/${idOf(n)}`,
  })),
  { name: 'niet-gevonden', path: '/beheer/lopende-zaken/berichten/bestaat-niet' },
  { name: 'gebruik', path: '/beheer/gebruik' },
  { name: 'bronnen', path: '/beheer/bronnen' },
  { name: 'api', path: '/api' },
];

const INRICHTEN: typeof ROUTES = [
  { name: 'planning', path: '/beheer/lopende-zaken/planning' },
  { name: 'planning-stroom', path: '/beheer/lopende-zaken/planning/lopende-zaken' },
  ...[
    '',
    '/versies/1',
    '/versies/0/terug',
    '/ontvangers',
    '/berichten',
    '/stromen',
    '/stromen/nieuw',
    '/stromen/kap',
    '/stromen/kap/leeg',
  ].map((path) => ({
    name: `inrichting${path.replaceAll('/', '-')}`,
    path: `/beheer/lopende-zaken/inrichting${path}`,
  })),
  { name: 'statussen', path: '/beheer/lopende-zaken/statussen' },
  { name: 'statussen-zaaktype', path: '/beheer/lopende-zaken/statussen/KAPVERGUNNING' },
  { name: 'voorbeeldzaak', path: '/beheer/lopende-zaken/statussen/KAPVERGUNNING?zaaknummer=BESTAAT-NIET' },
  { name: 'voorbeeldbericht', path: '/beheer/lopende-zaken/statussen/KAPVERGUNNING/bericht/1' },
];

/** Somebody changed much of it: long names, a stroom that gets nothing, no source. */
const INGERICHT: Partial<Inrichting> = {
  stromen: [
    ...BEGIN.stromen,
    {
      ...BEGIN.stromen[0]!,
      naam: 'kap',
      zaaktypen: ['KAPVERGUNNING', 'EEN-CODE-DIE-NIET-MEER-IN-DE-CATALOGUS-STAAT-00001'],
      standaard: 'mo-bericht',
      drager: { soort: 'digikoppeling', cpaId: CPA_IDS.neer, action: 'zaakbericht' },
    },
  ],
  authentiek: [],
  verwijzing: 'https://www.gemeente.voorbeeld.example/mijn/omgeving/zaken/{zaaknummer}/overzicht',
  acties: { intrekken: true, verwijderen: true },
};

const NOTIFICATIES: typeof ROUTES = [
  { name: 'notificaties', path: '/beheer/notificaties' },
  { name: 'notificaties-opgezegd', path: '/beheer/notificaties?gedaan=opgezegd' },
  { name: 'signalen', path: '/beheer/notificaties/signalen' },
  { name: 'signalen-fout', path: '/beheer/notificaties/signalen?id=geen-uuid' },
  { name: 'signalen-niets', path: `/beheer/notificaties/signalen?id=${idVan(9)}` },
  ...[1, 2, 3, 4].map((n) => ({ name: `abonnement-${n}`, path: `/beheer/notificaties/${idVan(n)}` })),
  { name: 'abonnement-gemaakt', path: `/beheer/notificaties/${idVan(1)}?gedaan=gemaakt` },
  { name: 'abonnement-zoek-fout', path: `/beheer/notificaties/${idVan(1)}?nummer=1.5&staat=kwijt` },
  { name: 'abonnement-nieuw', path: '/beheer/notificaties/nieuw' },
  { name: 'abonnement-wijzigen', path: `/beheer/notificaties/${idVan(1)}/wijzigen` },
  { name: 'abonnement-herhalen', path: `/beheer/notificaties/${idVan(1)}/herhalen` },
  { name: 'abonnement-herhalen-fout', path: `/beheer/notificaties/${idVan(1)}/herhalen?vanaf=0` },
  { name: 'abonnement-herhalen-zeker', path: `/beheer/notificaties/${idVan(3)}/herhalen?vanaf=12000` },
  { name: 'abonnement-opzeggen', path: `/beheer/notificaties/${idVan(2)}/opzeggen` },
  { name: 'abonnement-weg', path: `/beheer/notificaties/${idVan(9)}` },
];

describe.skipIf(!hasBrowser())('screens in Chromium (skipped when /usr/bin/chromium is absent)', () => {
  let browser: Browser;
  let bron: NepZaakberichten;
  let app: FastifyInstance;
  let base: string;
  let page: Page | undefined;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    bron = nepZaakberichten(AANTAL);
    const lopendeZaken = nepLopendeZaken();
    lopendeZaken.zet(INGERICHT);
    app = await startScreens(bron, nepNotificaties(), nepDigikoppeling(), lopendeZaken);
    base = app.listeningOrigin;
  });
  afterEach(async () => {
    await page?.context().close();
    page = undefined;
    await app.close();
  });

  async function open(path: string, options: { width: number; javaScript?: boolean }): Promise<Page> {
    page ??= await openPage(browser, options);
    await page.goto(`${base}${path}`);
    return page;
  }

  const parts = WIDTHS.flatMap((width) => [
    { what: 'every screen', routes: ROUTES, width },
    { what: 'every screen of the inrichting', routes: INRICHTEN, width },
    { what: 'every screen about notifications', routes: NOTIFICATIES, width },
  ]);
  for (const { what, routes, width } of parts) {
    it(`${what} is accessible and fits at ${width} px, and asks for nothing that its policy refuses`, async () => {
      const findings: string[] = [];
      for (const { name, path } of routes) {
        const opened = await open(path, { width, javaScript: true });
        if (name === routes[0]?.name) opened.on('console', (message) => findings.push(`console: ${message.text()}`));
        await savePicture(opened, `${name}-${width}`);
        const found = [...(await layoutFindings(opened)), ...(await axeFindings(opened))];
        findings.push(...found.map((finding) => `${path}: ${finding}`));
      }
      // A page that gives 400 or 404 on purpose is reported by the browser.
      expect(findings.filter((finding) => !/console: .*status of 40[04]/.test(finding))).toEqual([]);
    }, 120_000);
  }

  for (const width of WIDTHS) {
    it(`notifications in trouble, or none at all, leave an accessible page at ${width} px`, async () => {
      const notificaties = nepNotificaties();
      const apps = [await startScreens(bron, notificaties), await startScreens(bron, nepNotificaties({ leeg: true }))];
      const visit = async (origin: string, path: string, name: string): Promise<void> => {
        page ??= await openPage(browser, { width, javaScript: true });
        await page.goto(`${origin}${path}`);
        await savePicture(page, `${name}-${width}`);
        expect([path, ...(await layoutFindings(page)), ...(await axeFindings(page))]).toEqual([path]);
      };
      try {
        for (const path of ['', '/signalen', '/nieuw'])
          await visit(apps[1]!.listeningOrigin, `/beheer/notificaties${path}`, `leeg${path.replace('/', '-')}`);
        notificaties.storing(['abonnementen', 'afleveringen']);
        await visit(apps[0]!.listeningOrigin, '/beheer/notificaties', 'deels');
        await visit(apps[0]!.listeningOrigin, `/beheer/notificaties/${idVan(1)}`, 'abonnement-deels');
        notificaties.storing(['abonnementen', 'abonnement', 'kanalen', 'signalen']);
        for (const path of ['', '/signalen', '/nieuw', `/${idVan(1)}`])
          await visit(
            apps[0]!.listeningOrigin,
            `/beheer/notificaties${path}`,
            `kapot${path.slice(0, 4)}`.replace('/', '-'),
          );
        await page!.goto(`${base}/beheer/notificaties/nieuw`);
        await page!.getByRole('button', { name: 'Maak het abonnement' }).click();
        await savePicture(page!, `nieuw-fouten-${width}`);
        expect(await page!.title()).toMatch(/^Fout: /);
        expect([...(await layoutFindings(page!)), ...(await axeFindings(page!))]).toEqual([]);
      } finally {
        for (const one of apps) await one.close();
      }
    }, 60_000);
  }

  it('without JavaScript an operator makes an abonnement, pauses it, and has it sent again', async () => {
    const opened = await open('/beheer/notificaties/nieuw', { width: 320 });
    await opened.getByLabel('Adres van de afnemer').fill('https://nieuw.voorbeeld.example/hook');
    await opened.getByLabel('Autorisatie').fill('Bearer geheim');
    await opened.getByLabel('Kanaal 1', { exact: true }).selectOption('zaken');
    await opened.getByLabel('Alleen met deze kenmerken, bij kanaal 1').fill('bronorganisatie = 002564440');
    await opened.getByRole('button', { name: 'Maak het abonnement' }).click();
    expect(await opened.locator(':focus').textContent()).toContain('Het abonnement is gemaakt');
    await opened.getByLabel('Reden').fill('Onderhoud');
    await opened.getByRole('button', { name: 'Pauzeren' }).click();
    expect(await opened.textContent('main')).toContain('Stand: Gepauzeerd');
    await opened.getByRole('link', { name: 'Verzend ze opnieuw vanaf een nummer' }).click();
    await opened.getByLabel('Vanaf nummer').fill('12300');
    await opened.getByRole('button', { name: 'Verder' }).click();
    expect(await opened.textContent('main')).toContain('Er gaan 46 notificaties naar de afnemer');
    await opened.getByRole('button', { name: 'Verzend opnieuw' }).click();
    expect(await opened.textContent('main')).toContain('De notificaties worden opnieuw verzonden');
  });

  it('the checks themselves see what is wrong with a page', async () => {
    page = await openPage(browser, { width: 320, javaScript: true });
    await page.setContent(`<!doctype html><html lang="nl"><title>Fout</title><main><h1>Fout</h1>
      <p style="color:#bbb;background:#fff">grijs op wit</p><label for="a">Naam</label><input id="a" style="height:20px">
      <input id="b"><table style="width:600px"><tr><td style="width:10px;padding:0">i</td><td>x</td></tr></table></main>`);
    const layout = (await layoutFindings(page)).join('\n');
    for (const what of [
      'scrolls sideways',
      'sticks out: td',
      'narrower than 56 px',
      'lower than 44 px',
      'not above its field',
    ]) {
      expect(layout).toContain(what);
    }
    expect((await axeFindings(page)).join('\n')).toMatch(/color-contrast.*label: /s);
  });

  it('the widest screens also fit in between, as with text enlarged to 200 %', async () => {
    const opened = await open('/', { width: 1280, javaScript: true });
    for (const width of [640, 800, 1024, 1440]) {
      await opened.setViewportSize({ width, height: 800 });
      for (const path of [
        '/beheer',
        '/beheer/lopende-zaken/berichten?pagina=2',
        `/beheer/lopende-zaken/berichten/${FOUT}`,
      ]) {
        await opened.goto(`${base}${path}`);
        await savePicture(opened, `breedte${path.replaceAll(/\W+/g, '-').slice(0, 30)}-${width}`);
        expect({ width, path, found: await layoutFindings(opened) }).toEqual({ width, path, found: [] });
      }
    }
  });

  for (const width of WIDTHS) {
    it(`a source that fails leaves an accessible page at ${width} px`, async () => {
      bron.storing(['lijst', 'detail', 'stand', 'aanZet', 'onderweg', 'controle', 'zaaktypen']);
      for (const path of ['/beheer', '/beheer/lopende-zaken/berichten', `/beheer/lopende-zaken/berichten/${FOUT}`]) {
        const opened = await open(path, { width, javaScript: true });
        await savePicture(opened, `storing${path.replaceAll('/', '-').slice(0, 30)}-${width}`);
        expect(await opened.textContent('main')).toContain('nu niet laten zien');
        expect(await layoutFindings(opened)).toEqual([]);
        expect(await axeFindings(opened)).toEqual([]);
      }
    });

    it(`a form with a mistake is accessible and fits at ${width} px`, async () => {
      const opened = await open(`/beheer/lopende-zaken/berichten/${FOUT}`, { width, javaScript: true });
      await opened.getByRole('button', { name: 'Overslaan' }).click();
      await savePicture(opened, `overslaan-zonder-reden-${width}`);
      expect(await opened.title()).toMatch(/^Fout: /);
      expect(await layoutFindings(opened)).toEqual([]);
      expect(await axeFindings(opened)).toEqual([]);
    });
  }

  it('without JavaScript an operator finds the error, offers it again and sees that it worked', async () => {
    const opened = await open('/', { width: 320 });
    await opened.getByRole('link', { name: 'Beheer', exact: true }).click();
    await opened.getByRole('link', { name: 'Fout', exact: true }).click();
    await opened.getByRole('link', { name: nepZaakbericht(3).zaaknummer }).click();
    await opened.getByRole('button', { name: 'Opnieuw aanbieden' }).click();
    expect(opened.url()).toBe(`${base}/beheer/lopende-zaken/berichten/${FOUT}`);
    expect(await opened.textContent('main')).toContain('Het zaakbericht wordt opnieuw aangeboden');
    expect(await opened.getByRole('button', { name: 'Opnieuw aanbieden' }).count()).toBe(0);
    expect(bron.gevraagd.filter(({ wat }) => wat === 'opnieuwAanbieden')).toHaveLength(1);
    await opened.reload();
    expect(bron.gevraagd.filter(({ wat }) => wat === 'opnieuwAanbieden')).toHaveLength(1);
    expect(await opened.textContent('main')).not.toContain('Het zaakbericht wordt opnieuw aangeboden');
  });

  it('without JavaScript a skip without reason puts the focus on the mistake, keeps the text and then goes through', async () => {
    const opened = await open(`/beheer/lopende-zaken/berichten/${FOUT}`, { width: 320 });
    await opened.getByLabel('Reden').fill('x'.repeat(501));
    await opened.getByRole('button', { name: 'Overslaan' }).click();
    expect(await opened.locator(':focus').textContent()).toContain('Er is 1 fout');
    expect(await opened.getByLabel('Reden').inputValue()).toBe('x'.repeat(501));
    await opened.getByRole('link', { name: /Maak de reden korter/ }).click();
    expect(await opened.locator(':focus').getAttribute('id')).toBe('reden');
    await opened.getByLabel('Reden').fill('De zaak is dubbel ingevoerd.');
    await opened.getByRole('button', { name: 'Overslaan' }).click();
    expect(await opened.textContent('main')).toContain('Het zaakbericht is overgeslagen');
    expect(await opened.textContent('main')).toContain('De zaak is dubbel ingevoerd.');
  });

  it('without JavaScript an administrator makes a stroom, and reads afterwards what changed, who did it and why', async () => {
    const opened = await open('/beheer/lopende-zaken/inrichting', { width: 320 });
    await opened.getByRole('link', { name: 'Wijzig de stromen' }).click();
    await opened.getByRole('link', { name: 'Maak een nieuwe stroom' }).click();
    await opened.getByLabel('Naam').fill('Meldingen');
    await opened.getByLabel(/^Melding openbare ruimte/).check();
    await opened.getByLabel('Waarom wijzigt u dit?').fill('Meldingen gaan apart');
    await opened.getByRole('button', { name: 'Bewaar' }).click();
    await opened.getByRole('link', { name: /gebruik kleine letters/ }).click();
    expect(await opened.locator(':focus').getAttribute('id')).toBe('naam');
    expect(await opened.getByLabel(/^Melding openbare ruimte/).isChecked()).toBe(true);
    await opened.getByLabel('Naam').fill('meldingen');
    await opened.getByRole('button', { name: 'Bewaar' }).click();
    expect(await opened.locator(':focus').textContent()).toContain('De stroom is bewaard');
    await opened.getByRole('navigation').getByRole('link', { name: 'Inrichting' }).first().click();
    await opened.getByRole('link', { name: 'Versie 2' }).click();
    const tekst = await opened.textContent('main');
    expect(tekst).toContain('Meldingen gaan apart');
    expect(tekst).toContain('Stroom meldingen: zaaktypen');
  });

  it('without JavaScript the filter and the pages of the list work', async () => {
    const opened = await open('/beheer/lopende-zaken/berichten', { width: 1280 });
    await opened.getByRole('link', { name: 'Ouder' }).click();
    expect(await opened.locator('tbody tr').count()).toBe(AANTAL - 50);
    await opened.getByRole('link', { name: 'Nieuwste' }).click();
    await opened.getByLabel('Staat').selectOption({ label: 'Geen account' });
    await opened.getByRole('button', { name: 'Filter de lijst' }).click();
    expect(await opened.textContent('main')).toContain('5 zaakberichten met dit filter');
    expect(await opened.getByLabel('Staat').inputValue()).toBe('geen_account');
  });

  it('without JavaScript an operator looks somebody up and sees a BSN, each with a reason, and no BSN in an address', async () => {
    const opened = await open('/beheer/lopende-zaken/berichten', { width: 320 });
    await opened.getByRole('link', { name: 'Zoek een persoon' }).click();
    await opened.getByLabel('Burgerservicenummer').fill(NEP_BSN);
    await opened.getByLabel('Waarom zoekt u deze persoon?').fill('De inwoner belt');
    await opened.getByRole('button', { name: 'Zoek' }).click();
    await savePicture(opened, 'gevonden-320');
    expect(opened.url()).toBe(`${base}/beheer/lopende-zaken/zoeken`);
    await opened.goto(`${base}/beheer/lopende-zaken/berichten/${idOf(4)}`);
    await opened.getByLabel('Waarom hebt u het nummer nodig?').fill('De inwoner belt');
    await opened.getByRole('button', { name: 'Toon BSN' }).click();
    await savePicture(opened, 'bsn-320');
    expect(await opened.locator(':focus').textContent()).toContain(NEP_BSN);
    expect(opened.url()).toBe(`${base}/beheer/lopende-zaken/berichten/${idOf(4)}/bsn`);
    // Refreshed or opened again there is a page, and not a number.
    await opened.goto(opened.url());
    expect(await opened.textContent('main')).not.toContain(NEP_BSN);
  });

  it('a keyboard user skips to the content first, and can scroll the message', async () => {
    const opened = await open(`/beheer/lopende-zaken/berichten/${FOUT}`, { width: 320 });
    await opened.keyboard.press('Tab');
    const skip = opened.locator(':focus');
    expect(await skip.textContent()).toBe('Ga naar de inhoud');
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await opened.keyboard.press('Enter');
    expect(await opened.locator(':focus').getAttribute('id')).toBe('inhoud');
    await opened.keyboard.press('Shift+Tab');
    await expect.poll(() => opened.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
    const xml = opened.getByRole('region', { name: 'Verzonden bericht (XML)' });
    await xml.focus();
    expect(await opened.locator(':focus').getAttribute('aria-label')).toBe('Verzonden bericht (XML)');
    await opened.keyboard.press('ArrowRight');
    await expect.poll(() => opened.evaluate('document.activeElement.scrollLeft')).toBeGreaterThan(0);
  });

  it('a form on another site cannot make a zaakbericht skip', async () => {
    const other = Fastify();
    other.get('/', async (_request, reply) =>
      reply
        .type('text/html')
        .send(
          `<form method="post" action="${base}/beheer/lopende-zaken/berichten/${FOUT}/overslaan"><input name="reden" value="weg"><button>Win</button></form>`,
        ),
    );
    try {
      const elsewhere = (await other.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost');
      page = await openPage(browser, { width: 1280 });
      await page.goto(elsewhere);
      await page.getByRole('button').click();
      expect(await page.textContent('main')).toContain('Daarom is er niets veranderd');
      expect(bron.gevraagd.filter(({ wat }) => wat === 'overslaan')).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
