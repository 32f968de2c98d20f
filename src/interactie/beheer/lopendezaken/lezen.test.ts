/** Reading pages of /beheer: overview, list and one zaakbericht. */
import { afterEach, describe, expect, it } from 'vitest';
import { titleOf, visibleText } from '../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../test/hulp/nep-beheer.ts';
import { BERICHT_XML, nepZaakbericht, STATEN } from '../../../../test/hulp/nep-zaakberichten.ts';
import { UITLEG } from './uitleg.ts';

const idOf = (n: number) => nepZaakbericht(n).id;
const detailOf = (n: number) => `/beheer/lopende-zaken/berichten/${idOf(n)}`;
/** Which of the ten in a row has this state. */
const WACHT_OP_CONTROLE = 0;
const FOUT = 3;
const AFGELEVERD = 4;
const GEEN_ACCOUNT = 5;

let beheer: NepBeheer;
afterEach(() => beheer.app.close());

describe('the overview', () => {
  it('shows how many zaakberichten stand in each of the states, each leading to its list', async () => {
    beheer = await nepBeheer(3 * STATEN.length);
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(200);
    for (const [staat, { label }] of Object.entries(UITLEG)) {
      const tile = new RegExp(
        `href="/beheer/lopende-zaken/berichten\\?staat=${staat}">${label}</a><span[^>]*>3</span>`,
      );
      expect(payload).toMatch(tile);
    }
    expect(visibleText(payload)).toContain('Bekijk 39 zaakberichten');
    expect(visibleText(payload)).toContain('Vandaag: 3 afgeleverd, 3 nieuwe fouten die op u wachten.');
  });

  it('puts first what waits for the operator, the oldest on top', async () => {
    beheer = await nepBeheer(39);
    const { payload } = await beheer.get('/beheer');
    const text = visibleText(payload);
    expect(text.indexOf('U bent aan zet')).toBeLessThan(text.indexOf('Bekijk 39 zaakberichten'));
    const oldest = text.indexOf(nepZaakbericht(38).zaaknummer);
    expect(oldest).toBeGreaterThan(0);
    expect(oldest).toBeLessThan(text.indexOf(nepZaakbericht(29).zaaknummer));
    expect(payload).toContain(
      'href="/beheer/lopende-zaken/berichten?staat=aan-zet">Bekijk 6 zaakberichten die op u wachten',
    );
  });

  it('shows what is wrong now above all else, with what to do', async () => {
    const melding = {
      soort: 'lane',
      sinds: new Date('2026-11-21T12:00:00Z'),
      tekst: 'Zaakberichten staan stil',
      advies: 'Bel de beheerder.',
      href: '/beheer/digikoppeling',
    };
    beheer = await nepBeheer(10, { meldingen: { lopend: async () => [melding] } });
    const text = visibleText((await beheer.get('/beheer')).payload);
    expect(text).toContain('Zaakberichten staan stil Sinds 21 november 2026, 13.00.00 uur . Bel de beheerder.');
    expect(text.indexOf('staan stil')).toBeLessThan(text.indexOf('U bent aan zet'));
  });

  it('shows of each stroom its last run, what waits, and when messages leave next', async () => {
    beheer = await nepBeheer(10);
    expect(visibleText((await beheer.get('/beheer')).payload)).toMatch(
      /Rondes .*lopende-zaken 21 november 2026, 14\.02\.05 uur begonnen, op verzoek van beheerder Voorbeeld 12 21 november 2026, 14\.12/,
    );
    await beheer.app.close();
    beheer = await nepBeheer(0);
    expect(visibleText((await beheer.get('/beheer')).payload)).toMatch(
      /lopende-zaken Geen rondes: alles gaat meteen weg Niets Meteen als er iets is/,
    );
  });

  it('shows whether the checks and Digikoppeling answer, and which certificates end soon', async () => {
    beheer = await nepBeheer(10);
    const text = visibleText((await beheer.get('/beheer')).payload);
    expect(text).toMatch(
      /Controle van personen en accounts Antwoordt niet 21-11-2026 14\.02 De controle van accounts is niet/,
    );
    expect(text).toMatch(/Digikoppeling met .* Neemt niets aan/);
    expect(text).toMatch(/Certificaten .*(nog \d+ dag|verlopen)/);
  });

  it('says so when nothing waits and when there is nothing at all', async () => {
    beheer = await nepBeheer(0);
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toMatch(
      /Er wacht niets op u.*Er zijn nog geen zaakberichten.*geen zaakberichten onderweg.*Nog niet gebruikt.*geen certificaat/,
    );
  });

  it('shows local time and how long ago that is', async () => {
    beheer = await nepBeheer(10);
    const text = visibleText((await beheer.get('/beheer')).payload);
    expect(text).toContain('21-11-2026 13.59 3 minuten geleden');
    expect(text).toContain('Bijgewerkt op 21 november 2026, 14.02.05 uur');
  });

  it('with sources that fail shows what to do in each block, with the number to look for in the log', async () => {
    beheer = await nepBeheer(10);
    beheer.bron.storing(['stand', 'aanZet', 'onderweg', 'controle']);
    beheer.lopendeZaken.stuk = true;
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(503);
    expect(payload.match(/nu niet laten zien/g)).toHaveLength(6);
    expect(visibleText(payload)).toMatch(/nu niet laten zien Ververs de pagina .* op trace [0-9a-f]{32}/);
    expect(payload).not.toContain('connection refused');
  });

  it.each([
    ['stand', 'de aantallen'],
    ['aanZet', 'wat op u wacht'],
    ['onderweg', 'de wachtende zaakberichten'],
    ['controle', 'de verbindingen'],
  ] as const)('loses one block only when one question fails (%s)', async (functie, wat) => {
    beheer = await nepBeheer(10);
    beheer.bron.storing([functie]);
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(200);
    const text = visibleText(payload);
    expect(text).toContain(`Wij kunnen ${wat} nu niet laten zien`);
    expect(text.match(/nu niet laten zien/g)).toHaveLength(functie === 'controle' ? 2 : 1);
  });

  it('does not wait for a source that never answers', async () => {
    beheer = await nepBeheer(10, { budgetMs: 1 });
    beheer.bron.storing(['stand', 'aanZet', 'onderweg', 'controle'], 'zwijgt');
    beheer.lopendeZaken.stuk = true;
    expect((await beheer.get('/beheer')).statusCode).toBe(503);
  });
});

describe('the list', () => {
  it('shows of each zaakbericht its zaak, status, state, times and reason', async () => {
    beheer = await nepBeheer(13);
    const { statusCode, payload } = await beheer.get('/beheer/lopende-zaken/berichten');
    expect(statusCode).toBe(200);
    const text = visibleText(payload);
    expect(text).toContain('Zaaknummer Zaaktype Status Staat Status gezet Gewijzigd Reden');
    expect(text).toContain(
      'ZAAK-2026-0004803 Kapvergunning Besluit genomen Fout 21-11-2026 11.38 21-11-2026 11.40 Fo03 StUF010: ontvanger is niet bekend.',
    );
    for (const { label } of Object.values(UITLEG)) expect(text).toContain(label);
  });

  it('passes the filter on, shows it again, and keeps it in the links to other pages', async () => {
    beheer = await nepBeheer(1040);
    const first = await beheer.get('/beheer/lopende-zaken/berichten?staat=fout&van=2020-01-01');
    const ouder = /href="([^"]*)" rel="next">Ouder/.exec(first.payload)![1]!.replaceAll('&amp;', '&');
    const { payload } = await beheer.get(ouder);
    const filter = { staat: 'fout', van: new Date('2019-12-31T23:00:00Z'), na: expect.stringMatching(/^1_/) };
    expect(beheer.bron.gevraagd.findLast(({ wat }) => wat === 'lijst')).toEqual({ wat: 'lijst', met: [filter] });
    expect(payload).toContain('<option value="fout" selected="">');
    expect(payload).toContain(
      'href="/beheer/lopende-zaken/berichten?staat=fout&amp;van=2020-01-01" rel="prev">Nieuwste',
    );
    expect(payload).toContain('href="/beheer/lopende-zaken/uitvoer.csv?staat=fout&amp;van=2020-01-01"');
    expect(visibleText(payload)).toContain('80 zaakberichten met dit filter, de nieuwste status bovenaan.');
    expect(first.payload).not.toContain('Nieuwste');
    expect(payload).not.toContain('Ouder');
  });

  it('finds a zaak by its number', async () => {
    beheer = await nepBeheer(30);
    const { zaaknummer } = nepZaakbericht(7);
    const { payload } = await beheer.get(`/beheer/lopende-zaken/berichten?staat=&zaaknummer=+${zaaknummer}+`);
    expect(beheer.bron.gevraagd.at(-1)?.met).toEqual([{ zaaknummer }]);
    expect(visibleText(payload)).toContain('1 zaakbericht met dit filter');
  });

  it('offers the zaaktypen that there are, and works without when they cannot be read', async () => {
    beheer = await nepBeheer(10);
    const { payload } = await beheer.get('/beheer/lopende-zaken/berichten?zaaktype=Kapvergunning');
    expect(payload).toContain('<option value="Kapvergunning" selected="">');
    beheer.bron.storing(['zaaktypen']);
    const zonder = await beheer.get('/beheer/lopende-zaken/berichten?zaaktype=Kapvergunning');
    expect(zonder.statusCode).toBe(200);
    expect(zonder.payload).toContain('<option value="Kapvergunning" selected="">');
  });

  it('shows typed text as text', async () => {
    beheer = await nepBeheer(1);
    const { payload } = await beheer.get(
      '/beheer/lopende-zaken/berichten?zaaknummer=%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
    );
    expect(payload).not.toContain('<script');
    expect(payload).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  it('that is empty says whether the filter is why', async () => {
    beheer = await nepBeheer(0);
    expect(visibleText((await beheer.get('/beheer/lopende-zaken/berichten')).payload)).toContain(
      'Er zijn nog geen zaakberichten.',
    );
    const filtered = await beheer.get('/beheer/lopende-zaken/berichten?staat=fout');
    expect(filtered.statusCode).toBe(200);
    expect(visibleText(filtered.payload)).toContain('Er zijn geen zaakberichten die bij dit filter horen.');
  });

  it('with a filter that cannot be read gives 400, says what to do, and asks the source nothing', async () => {
    beheer = await nepBeheer(10);
    const { statusCode, payload } = await beheer.get('/beheer/lopende-zaken/berichten?staat=kwijt&van=gisteren');
    expect(statusCode).toBe(400);
    expect(titleOf(payload)).toMatch(/^Fout: Zaakberichten/);
    expect(visibleText(payload)).toContain('Er zijn 2 fouten Deze staat kennen wij niet. Kies een staat uit de lijst.');
    expect(payload).toMatch(/<select id="staat" name="staat" aria-describedby="staat-fout" aria-invalid="true"/);
    expect(beheer.bron.gevraagd.filter(({ wat }) => wat === 'lijst')).toEqual([]);
  });

  it('past its end says so, with the way back', async () => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.get(`/beheer/lopende-zaken/berichten?na=1_${nepZaakbericht(0).id}`);
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toContain('Hier staat niets meer. Ga terug naar de nieuwste. Nieuwste');
  });

  it('with a source that fails gives 503 and keeps the filter', async () => {
    beheer = await nepBeheer(10);
    beheer.bron.storing(['lijst']);
    const { statusCode, payload } = await beheer.get('/beheer/lopende-zaken/berichten?staat=fout');
    expect(statusCode).toBe(503);
    expect(visibleText(payload)).toContain('Wij kunnen de zaakberichten nu niet laten zien');
    expect(payload).toContain('<option value="fout" selected="">');
  });
});

describe('one zaakbericht', () => {
  it.each(STATEN.map((_, n) => nepZaakbericht(n)))(
    'in state $staat says what that means and what to do',
    async ({ id, staat, reden }) => {
      beheer = await nepBeheer(STATEN.length);
      const { statusCode, payload } = await beheer.get(`/beheer/lopende-zaken/berichten/${id}`);
      const text = visibleText(payload);
      expect(statusCode).toBe(200);
      expect(text).toContain(`Staat: ${UITLEG[staat].label} ${UITLEG[staat].uitleg}`);
      expect(text).toContain(`Wat u kunt doen: ${UITLEG[staat].doen}`);
      if (reden !== null) expect(text).toContain(`Reden: ${reden}`);
    },
  );

  it('shows how long after the status the account was checked', async () => {
    beheer = await nepBeheer(10);
    const text = visibleText((await beheer.get(detailOf(GEEN_ACCOUNT))).payload);
    expect(text).toMatch(
      /Account gecontroleerd 21 november 2026, 10\.04\.17 uur 12 seconden nadat de status werd gezet/,
    );
    const unchecked = visibleText((await beheer.get(detailOf(WACHT_OP_CONTROLE))).payload);
    expect(unchecked).toContain('Account gecontroleerd Niet gecontroleerd');
  });

  it('shows its way, oldest first', async () => {
    beheer = await nepBeheer(10);
    const text = visibleText((await beheer.get(detailOf(AFGELEVERD))).payload);
    expect(text).toMatch(
      /Verloop.*Status gezet.*Account gecontroleerd.*De inwoner heeft een account.*Verzonden.*Ontvangst bevestigd/,
    );
  });

  it('shows the message and the answer as they are', async () => {
    beheer = await nepBeheer(10);
    const { payload } = await beheer.get(detailOf(FOUT));
    const escaped = BERICHT_XML.replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');
    expect(payload).toContain(escaped);
    expect(payload).toContain('aria-label="Ontvangen antwoord (XML)"');
  });

  it('without message or answer says so', async () => {
    beheer = await nepBeheer(10);
    const text = visibleText((await beheer.get(detailOf(GEEN_ACCOUNT))).payload);
    expect(text).toMatch(
      /Verzonden bericht Er is geen bericht gemaakt\. Ontvangen antwoord Er is geen antwoord ontvangen\./,
    );
  });

  it('offers actions only while it waits for an operator', async () => {
    beheer = await nepBeheer(10);
    expect((await beheer.get(detailOf(FOUT))).payload.match(/method="post"/g)).toHaveLength(3);
    expect((await beheer.get(detailOf(AFGELEVERD))).payload.match(/method="post"/g)).toHaveLength(1);
    expect((await beheer.get(detailOf(GEEN_ACCOUNT))).payload).not.toContain('<form');
  });

  it.each(['bestaat-niet', '%00', '..%2f..', 'x'.repeat(90)])(
    'that does not exist (%s) gives a 404 page',
    async (id) => {
      beheer = await nepBeheer(10);
      const { statusCode, payload } = await beheer.get(`/beheer/lopende-zaken/berichten/${id}`);
      expect(statusCode).toBe(404);
      expect(visibleText(payload)).toContain('Deze pagina bestaat niet');
      expect(payload).toContain('href="/beheer"');
    },
  );

  it('with a source that fails gives 503 and says what to do', async () => {
    beheer = await nepBeheer(10);
    beheer.bron.storing(['detail']);
    const { statusCode, payload } = await beheer.get(detailOf(FOUT));
    expect(statusCode).toBe(503);
    expect(visibleText(payload)).toContain('Wij kunnen dit zaakbericht nu niet laten zien');
  });

  it('shows the attempts of Digikoppeling, what the code of the error means, and what the citizen sees', async () => {
    beheer = await nepBeheer(10);
    const text = visibleText((await beheer.get(detailOf(FOUT))).payload);
    expect(text).toMatch(/Pogingen van Digikoppeling .* niet verstuurd https:.* De verbinding werd geweigerd\./);
    expect(text).toMatch(
      /Over foutcode StUF010 .* De ontvanger herkent zichzelf niet .* In het Engels: stop the channel/,
    );
    expect(text).toMatch(
      /Zo ziet de inwoner het Zaak Vergunning voor <b>buurtfeest<\/b> & optocht .* Besluit genomen \(21 november 2026\) Uitleg U krijgt/,
    );
    expect(text).toContain('Envelop van Digikoppeling');
  });

  it('ignores a flits of an action that does not exist', async () => {
    beheer = await nepBeheer(10);
    for (const wat of ['constructor', '<b>', 'to_string']) {
      const { statusCode, payload } = await beheer.get(detailOf(FOUT), `a=b; zb-flits=${wat}.${idOf(FOUT)}`);
      expect(statusCode).toBe(200);
      expect(payload).not.toContain('autofocus');
    }
  });
});

describe('the list as a file', () => {
  it('is what the filter finds, whole, for a spreadsheet, and that it was taken is logged', async () => {
    beheer = await nepBeheer(130);
    const { statusCode, headers, body } = await beheer.get('/beheer/lopende-zaken/uitvoer.csv?staat=fout&na=1_x');
    expect(statusCode).toBe(302);
    const goed = await beheer.get('/beheer/lopende-zaken/uitvoer.csv?staat=fout');
    expect([goed.statusCode, goed.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(goed.headers['content-disposition']).toBe('attachment; filename="zaakberichten-2026-11-21.csv"');
    expect(goed.headers['cache-control']).toBe('no-store');
    expect(goed.body.startsWith('\uFEFF"zaaknummer"')).toBe(true);
    expect(goed.body.trim().split('\r\n')).toHaveLength(11);
    expect([headers.location, body]).toEqual(['/beheer/lopende-zaken/berichten?staat=fout&na=1_x', '']);
  });
});

describe('an address from before', () => {
  it.each([
    ['/beheer/zaakberichten', '/beheer/lopende-zaken/berichten'],
    ['/beheer/zaakberichten?staat=fout', '/beheer/lopende-zaken/berichten?staat=fout'],
    ['/beheer/zaakberichten/x%2Fy', '/beheer/lopende-zaken/berichten/x%2Fy'],
  ])('%s goes on to where that is now', async (van, naar) => {
    beheer = await nepBeheer(1);
    const { statusCode, headers } = await beheer.get(van);
    expect([statusCode, headers.location]).toEqual([308, naar]);
  });
});
