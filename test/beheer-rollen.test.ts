/**
 * Every route of /beheer against every role: a new route without a row here fails. And every POST stands in the log of
 * operators before it is done, with how it ended.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HANDELINGEN } from '../src/interactie/beheer/toegang/handelingen.ts';
import { toLocalDate } from '../src/standaarden/tijd/index.ts';
import { type BeheerMetAanmelding, startBeheerMetAanmelding } from './hulp/beheer-met-aanmelding.ts';
import { type Bezoeker, bezoeker } from './hulp/bezoeker.ts';
import {
  axeFindings,
  hasBrowser,
  layoutFindings,
  openPage,
  savePicture,
  startBrowser,
  WIDTHS,
} from './hulp/browser.ts';
import { visibleText } from './hulp/html.ts';
import { CPA_IDS } from './hulp/nep-digikoppeling.ts';
import { idVan } from './hulp/nep-notificaties.ts';
import { nepZaakbericht } from './hulp/nep-zaakberichten.ts';

const ZAAKBERICHT = nepZaakbericht(3).id;
const BERICHT = `/beheer/lopende-zaken/berichten/${ZAAKBERICHT}`;
const PLANNING = '/beheer/lopende-zaken/planning/lopende-zaken';
const INRICHTING = '/beheer/lopende-zaken/inrichting';
const STROOM = `${INRICHTING}/stromen/lopende-zaken`;
const ABONNEMENT = idVan(1);
const CPA = encodeURIComponent(CPA_IDS.goed);
const VERZOEK = '0190a0a0-0000-7000-8000-000000000000';

/** What a route does for who may: `lezen` for every role, `doen` for a beheerder, `deur` for everybody. */
const ROUTES: Record<string, readonly ['lezen' | 'doen' | 'deur', string]> = {
  'GET /beheer': ['lezen', '/beheer'],
  'GET /beheer/lopende-zaken': ['lezen', '/beheer/lopende-zaken'],
  'GET /beheer/lopende-zaken/berichten': ['lezen', '/beheer/lopende-zaken/berichten'],
  'GET /beheer/lopende-zaken/zoeken': ['lezen', '/beheer/lopende-zaken/zoeken'],
  'POST /beheer/lopende-zaken/zoeken': ['doen', '/beheer/lopende-zaken/zoeken'],
  'GET /beheer/lopende-zaken/uitvoer.csv': ['lezen', '/beheer/lopende-zaken/uitvoer.csv'],
  'GET /beheer/lopende-zaken/verantwoording': ['lezen', '/beheer/lopende-zaken/verantwoording'],
  'GET /beheer/lopende-zaken/berichten/:id': ['lezen', BERICHT],
  'POST /beheer/lopende-zaken/berichten/:id/opnieuw': ['doen', `${BERICHT}/opnieuw`],
  'POST /beheer/lopende-zaken/berichten/:id/overslaan': ['doen', `${BERICHT}/overslaan`],
  'POST /beheer/lopende-zaken/berichten/:id/intrekken': ['doen', `${BERICHT}/intrekken`],
  'POST /beheer/lopende-zaken/berichten/:id/verwijderen': ['doen', `${BERICHT}/verwijderen`],
  'POST /beheer/lopende-zaken/berichten/:id/bsn': ['doen', `${BERICHT}/bsn`],
  'GET /beheer/lopende-zaken/berichten/:id/bsn': ['lezen', `${BERICHT}/bsn`],
  'GET /beheer/lopende-zaken/planning': ['lezen', '/beheer/lopende-zaken/planning'],
  'GET /beheer/lopende-zaken/planning/:stroom': ['lezen', PLANNING],
  'POST /beheer/lopende-zaken/planning/:stroom': ['doen', PLANNING],
  'POST /beheer/lopende-zaken/planning/:stroom/nu': ['doen', `${PLANNING}/nu`],
  'POST /beheer/lopende-zaken/planning/:stroom/pauze': ['doen', `${PLANNING}/pauze`],
  'POST /beheer/lopende-zaken/planning/:stroom/hervat': ['doen', `${PLANNING}/hervat`],
  'GET /beheer/lopende-zaken/inrichting': ['lezen', INRICHTING],
  'GET /beheer/lopende-zaken/inrichting/versies/:nr': ['lezen', `${INRICHTING}/versies/0`],
  'GET /beheer/lopende-zaken/inrichting/versies/:nr/terug': ['lezen', `${INRICHTING}/versies/0/terug`],
  'POST /beheer/lopende-zaken/inrichting/versies/:nr/terug': ['doen', `${INRICHTING}/versies/0/terug`],
  'GET /beheer/lopende-zaken/inrichting/ontvangers': ['lezen', `${INRICHTING}/ontvangers`],
  'POST /beheer/lopende-zaken/inrichting/ontvangers': ['doen', `${INRICHTING}/ontvangers`],
  'GET /beheer/lopende-zaken/inrichting/berichten': ['lezen', `${INRICHTING}/berichten`],
  'POST /beheer/lopende-zaken/inrichting/berichten': ['doen', `${INRICHTING}/berichten`],
  'GET /beheer/lopende-zaken/inrichting/stromen': ['lezen', `${INRICHTING}/stromen`],
  'GET /beheer/lopende-zaken/inrichting/stromen/nieuw': ['lezen', `${INRICHTING}/stromen/nieuw`],
  'POST /beheer/lopende-zaken/inrichting/stromen/nieuw': ['doen', `${INRICHTING}/stromen/nieuw`],
  'GET /beheer/lopende-zaken/inrichting/stromen/:stroom': ['lezen', STROOM],
  'POST /beheer/lopende-zaken/inrichting/stromen/:stroom': ['doen', STROOM],
  'GET /beheer/lopende-zaken/inrichting/stromen/:stroom/leeg': ['lezen', `${STROOM}/leeg`],
  'POST /beheer/lopende-zaken/inrichting/stromen/:stroom/leeg': ['doen', `${STROOM}/leeg`],
  'POST /beheer/lopende-zaken/inrichting/stromen/:stroom/eerder': ['doen', `${STROOM}/eerder`],
  'POST /beheer/lopende-zaken/inrichting/stromen/:stroom/later': ['doen', `${STROOM}/later`],
  'GET /beheer/lopende-zaken/statussen': ['lezen', '/beheer/lopende-zaken/statussen'],
  'GET /beheer/lopende-zaken/statussen/:zaaktype': ['lezen', '/beheer/lopende-zaken/statussen/PARKEREN'],
  'GET /beheer/lopende-zaken/statussen/:zaaktype/bericht/:volgnummer': [
    'lezen',
    '/beheer/lopende-zaken/statussen/KAPVERGUNNING/bericht/1',
  ],
  'POST /beheer/lopende-zaken/statussen/:zaaktype': ['doen', '/beheer/lopende-zaken/statussen/PARKEREN'],
  'GET /beheer/zaakberichten': ['lezen', '/beheer/zaakberichten'],
  'POST /beheer/zaakberichten': ['doen', '/beheer/zaakberichten'],
  'GET /beheer/zaakberichten/*': ['lezen', `/beheer/zaakberichten/${ZAAKBERICHT}`],
  'POST /beheer/zaakberichten/*': ['doen', `/beheer/zaakberichten/${ZAAKBERICHT}/opnieuw`],
  'GET /beheer/bronnen': ['lezen', '/beheer/bronnen'],
  'GET /beheer/gebruik': ['lezen', '/beheer/gebruik'],
  'GET /beheer/notificaties': ['lezen', '/beheer/notificaties'],
  'GET /beheer/notificaties/signalen': ['lezen', '/beheer/notificaties/signalen'],
  'GET /beheer/notificaties/nieuw': ['lezen', '/beheer/notificaties/nieuw'],
  'POST /beheer/notificaties/nieuw': ['doen', '/beheer/notificaties/nieuw'],
  'GET /beheer/notificaties/:id': ['lezen', `/beheer/notificaties/${ABONNEMENT}`],
  'GET /beheer/notificaties/:id/wijzigen': ['lezen', `/beheer/notificaties/${ABONNEMENT}/wijzigen`],
  'POST /beheer/notificaties/:id/wijzigen': ['doen', `/beheer/notificaties/${ABONNEMENT}/wijzigen`],
  'POST /beheer/notificaties/:id/pauzeren': ['doen', `/beheer/notificaties/${ABONNEMENT}/pauzeren`],
  'POST /beheer/notificaties/:id/hervatten': ['doen', `/beheer/notificaties/${ABONNEMENT}/hervatten`],
  'GET /beheer/notificaties/:id/herhalen': ['lezen', `/beheer/notificaties/${ABONNEMENT}/herhalen`],
  'POST /beheer/notificaties/:id/herhalen': ['doen', `/beheer/notificaties/${ABONNEMENT}/herhalen`],
  'GET /beheer/notificaties/:id/opzeggen': ['lezen', `/beheer/notificaties/${ABONNEMENT}/opzeggen`],
  'POST /beheer/notificaties/:id/opzeggen': ['doen', `/beheer/notificaties/${ABONNEMENT}/opzeggen`],
  'GET /beheer/digikoppeling': ['lezen', '/beheer/digikoppeling'],
  'GET /beheer/digikoppeling/laden': ['lezen', '/beheer/digikoppeling/laden'],
  'POST /beheer/digikoppeling/laden/controleren': ['doen', '/beheer/digikoppeling/laden/controleren'],
  'POST /beheer/digikoppeling/laden': ['doen', '/beheer/digikoppeling/laden'],
  'GET /beheer/digikoppeling/:cpaId': ['lezen', `/beheer/digikoppeling/${CPA}`],
  'GET /beheer/digikoppeling/:cpaId/versies/:deel': ['lezen', `/beheer/digikoppeling/${CPA}/versies/1`],
  'POST /beheer/digikoppeling/:cpaId/ping': ['doen', `/beheer/digikoppeling/${CPA}/ping`],
  'POST /beheer/digikoppeling/:cpaId/vervangen/:deel': ['doen', `/beheer/digikoppeling/${CPA}/vervangen/adres`],
  'GET /beheer/digikoppeling/:cpaId/vervangingen/:deel/stoppen': [
    'lezen',
    `/beheer/digikoppeling/${CPA}/vervangingen/1/stoppen`,
  ],
  'POST /beheer/digikoppeling/:cpaId/vervangingen/:deel/stoppen': [
    'doen',
    `/beheer/digikoppeling/${CPA}/vervangingen/1/stoppen`,
  ],
  'GET /beheer/akkoord': ['lezen', '/beheer/akkoord'],
  'POST /beheer/akkoord/:id/geven': ['doen', `/beheer/akkoord/${VERZOEK}/geven`],
  'POST /beheer/akkoord/:id/intrekken': ['doen', `/beheer/akkoord/${VERZOEK}/intrekken`],
  'GET /beheer/logboek': ['lezen', '/beheer/logboek'],
  'GET /beheer/inloggen': ['deur', '/beheer/inloggen'],
  'GET /beheer/inloggen/terug': ['deur', '/beheer/inloggen/terug'],
  'GET /beheer/uitgelogd': ['deur', '/beheer/uitgelogd'],
  'POST /beheer/uitloggen': ['deur', '/beheer/uitloggen'],
};

const AANSLUITEN = '/beheer/lopende-zaken/aansluiten';
const naarAansluiten = (methode: string, soort: 'lezen' | 'doen', paden: readonly string[]) =>
  paden.map((pad) => [
    `${methode} ${AANSLUITEN}${pad}`,
    [soort, `${AANSLUITEN}${pad}`.replace(':deel', 'proefproductie').replace(':id', 'een')] as const,
  ]);
Object.assign(
  ROUTES,
  Object.fromEntries([
    ...naarAansluiten('GET', 'lezen', ['', '/stap/:deel', '/gegevens', '/contacten', '/planning', '/netwerk']),
    ...naarAansluiten('GET', 'lezen', ['/kenmerken', '/deelnemers', '/proef/:deel', '/proef/:deel/:id']),
    ...naarAansluiten('GET', 'lezen', ['/documenten', '/documenten/:deel', '/document.css']),
    ...naarAansluiten('POST', 'doen', ['/stap/:deel', '/gegevens', '/contacten', '/planning', '/netwerk']),
    ...naarAansluiten('POST', 'doen', ['/netwerk/weg', '/netwerk/controle', '/kenmerken', '/deelnemers']),
    ...naarAansluiten('POST', 'doen', ['/deelnemers/:deel/ingelogd', '/deelnemers/:deel/weg', '/proef/:deel/:id']),
    ...naarAansluiten('POST', 'doen', ['/proef/:deel/begin', '/proef/:deel/afronden', '/proef/:deel/draai']),
    ...naarAansluiten('POST', 'doen', ['/proef/:deel/oordeel', '/proefrun/begin', '/proefrun/vraag']),
  ]),
);

let stad: BeheerMetAanmelding;
let niemand: Bezoeker;
let lezer: Bezoeker;
let beheerder: Bezoeker;

beforeAll(async () => {
  stad = await startBeheerMetAanmelding();
  [niemand, lezer, beheerder] = [bezoeker(stad.base), bezoeker(stad.base), bezoeker(stad.base)];
  await lezer.logIn('lezer');
  await beheerder.logIn('beheerder-1');
});
afterAll(async () => stad?.stop());

const regels = async () => (await stad.toegang.logboek.zoek({ pagina: 1 })).regels;

describe('the routes of /beheer', () => {
  it('each have a row in this matrix, and each POST a name in the log', () => {
    const found = [...new Set(stad.routes)].filter((route) => !route.startsWith('HEAD '));
    expect(found.sort()).toEqual(Object.keys(ROUTES).sort());
    const posts = Object.entries(ROUTES).filter(([route, [soort]]) => route.startsWith('POST') && soort === 'doen');
    expect(Object.keys(HANDELINGEN).sort()).toEqual(posts.map(([route]) => route.slice('POST '.length)).sort());
  });

  const achter = Object.entries(ROUTES).filter(([, [soort]]) => soort !== 'deur');
  it.each(achter)('%s: without login leads to the door, and changes nothing', async (route, [, pad]) => {
    if (route.startsWith('POST')) {
      const answer = await niemand.stuur(pad, { reden: 'zomaar' });
      expect([answer.status, visibleText(answer.tekst)]).toEqual([403, expect.stringContaining('niet meer ingelogd')]);
      return;
    }
    const { status, headers } = await niemand.vraag(pad);
    const naar = `${stad.base}/beheer/inloggen?${new URLSearchParams({ terug: pad })}`;
    expect([status, headers.get('location')]).toEqual([302, naar]);
    expect((await niemand.vraag(pad, { method: 'HEAD' })).status).toBe(302);
  });
  it.each(achter)('%s: shows itself to a lezer, and does nothing for one', async (route, [soort, pad]) => {
    const before = stad.bron.gevraagd.length;
    const answer = route.startsWith('POST') ? await lezer.stuur(pad, { reden: 'zomaar' }) : await lezer.vraag(pad);
    if (soort === 'doen') {
      expect([answer.status, visibleText(answer.tekst)]).toEqual([403, expect.stringContaining('de rol lezer')]);
      expect(stad.bron.gevraagd.length).toBe(before);
      return;
    }
    expect([200, 302, 308, 404, 503]).toContain(answer.status);
    if (answer.headers.has('location') || answer.headers.get('content-type')?.startsWith('text/csv')) return;
    if (answer.headers.get('content-type')?.startsWith('text/css')) return;
    // The only form that sends something is the one to log out.
    expect(answer.tekst.match(/method="post"/g)).toHaveLength(1);
    expect(answer.tekst).toContain('Lezer (lezer)');
  });
  it('have their door in the program, always', () => {
    const src = join(import.meta.dirname, '../src');
    const zonder = globSync('**/*.{ts,tsx}', { cwd: src }).filter(
      (file) => !/\.test/.test(file) && readFileSync(join(src, file), 'utf8').includes('ZONDER_AANMELDING'),
    );
    const beheer = ['deur.tsx', 'index.ts', 'poort.ts']
      .map((file) => `toegang/${file}`)
      .concat('index.ts', 'kader.tsx');
    expect(zonder.sort()).toEqual(beheer.map((file) => `interactie/beheer/${file}`).sort());
  });
  it('send a form by PostForm only, which a lezer does not get', () => {
    const beheer = join(import.meta.dirname, '../src/interactie/beheer');
    const zelf = globSync('**/*.tsx', { cwd: beheer }).filter(
      (file) => !file.startsWith('toegang/') && /method=.?"post"/i.test(readFileSync(join(beheer, file), 'utf8')),
    );
    expect(zelf, 'use <PostForm> in the place of <form method="post">').toEqual([]);
  });
  it('answer in the same way where there is no route', async () => {
    expect((await niemand.vraag('/beheer/bestaat-niet')).status).toBe(302);
    expect((await niemand.stuur('/beheer/bestaat-niet')).status).toBe(403);
    expect((await lezer.vraag('/beheer/bestaat-niet')).status).toBe(404);
    expect((await niemand.vraag('/beheer/zaakberichten', { method: 'DELETE' })).status).toBe(403);
  });
});

describe('what a beheerder does', () => {
  const doen = Object.entries(ROUTES).flatMap(([route, [soort, pad]]) =>
    soort === 'doen' ? [[route.slice('POST '.length), pad] as const] : [],
  );
  it.each(doen)('%s: stands in the log, with how it ended', async (route, pad) => {
    const soort = HANDELINGEN[route]!.soort;
    const before = (await regels()).length;
    const { status, headers } = await beheerder.stuur(pad, { reden: 'Omdat het moet', vanaf: '1' });
    expect(status).not.toBe(403);
    const nieuw = (await regels()).slice(0, (await regels()).length - before);
    if (soort === null) return expect(nieuw).toEqual([]);
    const verteld = `${headers.get('location')} ${headers.getSetCookie().join()}`;
    const toont = HANDELINGEN[route]!.toont === true && status === 200;
    const gedaan = toont || (status === 303 && !/gedaan=niet|zb-flits=niet/.test(verteld));
    expect(nieuw).toMatchObject([
      {
        soort,
        naam: 'Beheerder 1',
        subject: 'beheerder-1',
        rol: 'beheerder',
        uitkomst: status >= 500 ? 'onbekend' : gedaan ? 'gedaan' : 'niet gedaan',
      },
    ]);
    expect(nieuw[0]!.trace).toMatch(/^[0-9a-f]{32}$/);
  });
  it('is told of with its object and its reason', async () => {
    await beheerder.stuur(ROUTES['POST /beheer/lopende-zaken/berichten/:id/overslaan']![1], {
      reden: 'Dubbel ingevoerd',
    });
    expect((await regels())[0]).toMatchObject({
      object: ZAAKBERICHT,
      reden: 'Dubbel ingevoerd',
      uitkomst: 'niet gedaan',
    });
  });
  it('is done in the name of the session, whatever the form says', async () => {
    const pad = `/beheer/lopende-zaken/berichten/${nepZaakbericht(7).id}/opnieuw`;
    await beheerder.stuur(pad, { wie: 'Iemand anders', naam: 'Iemand anders' });
    expect(stad.bron.gevraagd.findLast(({ wat }) => wat === 'opnieuwAanbieden')).toMatchObject({
      met: [nepZaakbericht(7).id, 'Beheerder 1'],
    });
  });
});

describe('the log on the screen', () => {
  it('is searched by person, kind, object and day; never by a number that can be a BSN', async () => {
    const wie = { subject: 'zoek', naam: 'Zoekproef', rol: 'beheerder', trace: null };
    const { logboek } = stad.toegang;
    await logboek.noteer(wie, { soort: 'Zoekwerk', object: 'ZOEK-1', reden: 'Om te vinden' }, 'gedaan');
    await logboek.noteer(wie, { soort: 'Ander werk', object: 'ZOEK-2' });
    const lezend = bezoeker(stad.base);
    await lezend.logIn('lezer');
    const toon = async (vraag: Record<string, string>) => {
      const { status, tekst } = await lezend.vraag(`/beheer/logboek?${new URLSearchParams(vraag)}`);
      return { status, tekst: visibleText(tekst) };
    };
    expect((await toon({ naam: 'zoekPROEF' })).tekst).toMatch(/2 handelingen\. .*Zoekproef \(beheerder\) .*Afgebroken/);
    expect((await toon({ object: 'ZOEK-1', soort: 'Zoekwerk' })).tekst).toMatch(/1 handeling\. .*Om te vinden Gedaan/);
    const dag = toLocalDate(stad.klok.now());
    expect((await toon({ vanaf: dag, tot: dag, naam: 'Zoekproef' })).tekst).toContain('2 handelingen');
    expect((await toon({ tot: '2020-01-01' })).tekst).toContain('Er is niets dat past');
    for (const fout of ['object=999993653', 'naam=9999.93.653', 'vanaf=gisteren', 'pagina=0', 'naam=a&naam=b'])
      expect((await lezend.vraag(`/beheer/logboek?${fout}`)).status).toBe(400);
    expect((await toon({ pagina: '999' })).status).toBe(404);
  });
});

describe('four eyes on the screen', () => {
  const PROEF = {
    soort: 'proef',
    inhoud: { stroom: 'lopende-zaken' },
    object: 'lopende-zaken',
    reden: 'De proef ging goed',
  };
  let gedaan = 0;
  const vraag = async () =>
    await stad.toegang.vierOgen.vraag(PROEF, {
      subject: 'beheerder-1',
      naam: 'Beheerder 1',
      rol: 'beheerder',
      trace: null,
    });

  beforeAll(() => {
    stad.toegang.vierOgen.registreer('proef', {
      naam: 'Productie vrijgeven',
      toon: ({ stroom }) => [{ naam: 'Stroom', waarde: String(stroom) }],
      voerUit: async () => void gedaan++,
    });
  });
  it('is asked by one and agreed to by another, once', async () => {
    const id = await vraag();
    await beheerder.logIn();
    expect((await beheerder.ga('/beheer/akkoord')).tekst).not.toContain('Geef akkoord');
    const zelf = await beheerder.stuur(`/beheer/akkoord/${id}/geven`);
    expect([zelf.status, visibleText(zelf.tekst)]).toEqual([409, expect.stringContaining('Een andere beheerder')]);
    const tweede = bezoeker(stad.base);
    await tweede.logIn('beheerder-2', '/beheer/akkoord');
    const geven = () => tweede.stuur(`/beheer/akkoord/${id}/geven`);
    expect((await Promise.all([geven(), geven()])).map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(gedaan).toBe(1);
    const klaar = visibleText((await tweede.ga('/beheer/akkoord?gedaan=akkoord')).tekst);
    expect(klaar).toMatch(/U gaf akkoord.*Productie vrijgeven.*Uitgevoerd.*De proef ging goed.*door Beheerder 2/);
    expect((await regels())[0]).toMatchObject({ soort: 'Akkoord gegeven: Productie vrijgeven', naam: 'Beheerder 2' });
  });
  it('is withdrawn by who asked', async () => {
    const id = await vraag();
    await beheerder.logIn();
    expect((await beheerder.stuur(`/beheer/akkoord/${id}/intrekken`)).status).toBe(303);
    expect(visibleText((await beheerder.ga('/beheer/akkoord?gedaan=ingetrokken')).tekst)).toContain('Ingetrokken');
  });

  describe.skipIf(!hasBrowser())('in Chromium (skipped when /usr/bin/chromium is absent)', () => {
    it.each(WIDTHS)('the pages of the door, the log and four eyes are accessible and fit at %i px', async (width) => {
      await vraag();
      const browser = await startBrowser();
      try {
        const page = await openPage(browser, { width, javaScript: true });
        const kijk = async (naam: string) => {
          await savePicture(page, `${naam}-${width}`);
          expect([naam, ...(await layoutFindings(page)), ...(await axeFindings(page))]).toEqual([naam]);
        };
        await page.goto(`${stad.base}/beheer/akkoord`);
        expect([...(await axeFindings(page))]).toEqual([]);
        await savePicture(page, `inloggen-keuze-${width}`);
        await page.getByRole('button', { name: 'Ga verder als Medewerker zonder rol' }).click();
        await kijk('geen-rol');
        await page.goto(`${stad.base}/beheer/akkoord`);
        await page.getByRole('button', { name: 'Ga verder als Beheerder 2' }).click();
        expect(page.url()).toBe(`${stad.base}/beheer/akkoord`);
        await kijk('akkoord');
        await page.goto(`${stad.base}/beheer/logboek`);
        await kijk('logboek');
        await page.goto(`${stad.base}/beheer/logboek?object=999993653`);
        await kijk('logboek-fout');
        await page.goto(`${stad.base}/beheer/notificaties/${idVan(3)}/wijzigen`);
        stad.klok.advance(61 * 60_000);
        await page.getByRole('button', { name: 'Bewaar het abonnement' }).click();
        await kijk('sessie-verlopen');
        await page.goto(`${stad.base}/beheer/inloggen/terug?code=x&state=y`);
        await kijk('te-laat');
        await page.goto(`${stad.base}/beheer/logboek`);
        await page.getByRole('button', { name: 'Ga verder als Lezer' }).click();
        await page.goto(`${stad.base}/beheer/notificaties/${idVan(2)}`);
        await kijk('lezer-abonnement');
        await page.getByRole('button', { name: 'Uitloggen' }).click();
        await page.waitForURL(`${stad.base}/beheer/uitgelogd`);
        await kijk('uitgelogd');
      } finally {
        await browser.close();
      }
    });
  });
});
