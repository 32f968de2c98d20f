/** Reading pages of /beheer: overview, list and one zaakbericht. */
import { afterEach, describe, expect, it } from 'vitest';
import { titleOf, visibleText } from '../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../test/hulp/nep-beheer.ts';
import { BERICHT_XML, nepZaakbericht } from '../../../test/hulp/nep-zaakberichten.ts';
import { UITLEG } from './uitleg.ts';

const idOf = (n: number) => nepZaakbericht(n).id;
const detailOf = (n: number) => `/beheer/zaakberichten/${idOf(n)}`;
/** Which of the ten in a row has this state. */
const WACHT_OP_CONTROLE = 0;
const FOUT = 3;
const AFGELEVERD = 4;
const GEEN_ACCOUNT = 5;

let beheer: NepBeheer;
afterEach(() => beheer.app.close());

describe('the overview', () => {
  it('shows how many zaakberichten stand in each of the states, each leading to its list', async () => {
    beheer = await nepBeheer(30);
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(200);
    const tellen = Object.entries(UITLEG).map(([staat, { label }]) => {
      const tile = new RegExp(`href="/beheer/zaakberichten\\?staat=${staat}">${label}</a><span[^>]*>(\\d+)</span>`);
      return Number(tile.exec(payload)?.[1]);
    });
    expect(tellen.toSorted()).toEqual([0, 0, 0, ...Array<number>(10).fill(3)]);
    expect(visibleText(payload)).toContain('Bekijk 30 zaakberichten');
  });

  it('puts first what waits for the operator, the oldest on top', async () => {
    beheer = await nepBeheer(30);
    const text = visibleText((await beheer.get('/beheer')).payload);
    expect(text.indexOf('U bent aan zet')).toBeLessThan(text.indexOf('Alle zaakberichten'));
    const oldest = nepZaakbericht(29).zaaknummer;
    const next = nepZaakbericht(23).zaaknummer;
    expect(text.indexOf(oldest)).toBeGreaterThan(0);
    expect(text.indexOf(oldest)).toBeLessThan(text.indexOf(next));
  });

  it('finds the oldest of more than one page', async () => {
    beheer = await nepBeheer(1000);
    const text = visibleText((await beheer.get('/beheer')).payload);
    expect(text).toContain(nepZaakbericht(999).zaaknummer);
    expect(text).toContain(nepZaakbericht(992).zaaknummer);
  });

  it('says so when nothing waits and when there is nothing at all', async () => {
    beheer = await nepBeheer(0);
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toMatch(
      /Er wacht niets op u.*Er zijn nog geen zaakberichten.*geen zaakberichten onderweg/,
    );
  });

  it('shows local time and how long ago that is', async () => {
    beheer = await nepBeheer(10);
    const text = visibleText((await beheer.get('/beheer')).payload);
    expect(text).toContain('21-11-2026 13.59 3 minuten geleden');
    expect(text).toContain('Bijgewerkt op 21 november 2026, 14.02.05 uur');
  });

  it('with a source that fails shows what to do in each block, with the number to look for in the log', async () => {
    beheer = await nepBeheer(10);
    beheer.bron.storing(['lijst']);
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(503);
    expect(visibleText(payload).match(/nu niet laten zien Ververs de pagina .* op verzoek req-1/g)).toHaveLength(1);
    expect(payload.match(/nu niet laten zien/g)).toHaveLength(3);
    expect(payload).not.toContain('connection refused');
  });

  it('loses one block only when one question fails', async () => {
    beheer = await nepBeheer(10);
    const { lijst } = beheer.bron;
    beheer.bron.lijst = (filter) => (filter.staat === 'fout' ? Promise.reject(new Error('weg')) : lijst(filter));
    const { statusCode, payload } = await beheer.get('/beheer');
    expect(statusCode).toBe(200);
    const text = visibleText(payload);
    expect(text).toContain('Wij kunnen wat op u wacht nu niet laten zien');
    expect(text).toContain('Bekijk 10 zaakberichten');
    expect(text.match(/nu niet laten zien/g)).toHaveLength(1);
  });

  it('does not wait for a source that never answers', async () => {
    beheer = await nepBeheer(10, { budgetMs: 1 });
    beheer.bron.storing(['lijst'], 'zwijgt');
    expect((await beheer.get('/beheer')).statusCode).toBe(503);
  });
});

describe('the list', () => {
  it('shows of each zaakbericht its zaak, status, state, times and reason', async () => {
    beheer = await nepBeheer(10);
    const { statusCode, payload } = await beheer.get('/beheer/zaakberichten');
    expect(statusCode).toBe(200);
    const text = visibleText(payload);
    expect(text).toContain('Zaaknummer Zaaktype Status Staat Status gezet Gewijzigd Reden');
    expect(text).toContain(
      'ZAAK-2026-0004803 Kapvergunning Besluit genomen Fout 21-11-2026 11.38 21-11-2026 11.40 Fo03 StUF010: ontvanger is niet bekend.',
    );
    for (const { label } of Object.values(UITLEG)) expect(text).toContain(label);
  });

  it('passes the filter on, shows it again, and keeps it in the links to other pages', async () => {
    beheer = await nepBeheer(1030);
    const { payload } = await beheer.get('/beheer/zaakberichten?staat=fout&pagina=2');
    expect(beheer.bron.gevraagd.at(-1)).toEqual({ wat: 'lijst', met: [{ staat: 'fout', pagina: 2 }] });
    expect(payload).toContain('<option value="fout" selected="">');
    expect(payload).toContain('href="/beheer/zaakberichten?staat=fout&amp;pagina=3"');
    expect(visibleText(payload)).toContain('103 zaakberichten met dit filter, pagina 2 van 3.');
  });

  it('finds a zaak by its number', async () => {
    beheer = await nepBeheer(30);
    const { zaaknummer } = nepZaakbericht(7);
    const { payload } = await beheer.get(`/beheer/zaakberichten?staat=&zaaknummer=+${zaaknummer}+`);
    expect(beheer.bron.gevraagd.at(-1)?.met).toEqual([{ zaaknummer, pagina: 1 }]);
    expect(visibleText(payload)).toContain('1 zaakbericht met dit filter.');
  });

  it('shows typed text as text', async () => {
    beheer = await nepBeheer(1);
    const { payload } = await beheer.get('/beheer/zaakberichten?zaaknummer=%22%3E%3Cscript%3Ealert(1)%3C/script%3E');
    expect(payload).not.toContain('<script');
    expect(payload).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });

  it('that is empty says whether the filter is why', async () => {
    beheer = await nepBeheer(0);
    expect(visibleText((await beheer.get('/beheer/zaakberichten')).payload)).toContain(
      'Er zijn nog geen zaakberichten.',
    );
    const filtered = await beheer.get('/beheer/zaakberichten?staat=fout');
    expect(filtered.statusCode).toBe(200);
    expect(visibleText(filtered.payload)).toContain('Er zijn geen zaakberichten die bij dit filter horen.');
  });

  it('with a filter that cannot be read gives 400, says what to do, and asks the source nothing', async () => {
    beheer = await nepBeheer(10);
    const { statusCode, payload } = await beheer.get('/beheer/zaakberichten?staat=kwijt&pagina=nul');
    expect(statusCode).toBe(400);
    expect(titleOf(payload)).toMatch(/^Fout: Zaakberichten/);
    expect(visibleText(payload)).toContain('Er zijn 2 fouten Deze staat kennen wij niet. Kies een staat uit de lijst.');
    expect(payload).toMatch(/<select id="staat" name="staat" aria-describedby="staat-fout" aria-invalid="true"/);
    expect(beheer.bron.gevraagd).toEqual([]);
  });

  it('past its last page gives 404 and the way back', async () => {
    beheer = await nepBeheer(60);
    const { statusCode, payload } = await beheer.get('/beheer/zaakberichten?pagina=3');
    expect(statusCode).toBe(404);
    expect(visibleText(payload)).toContain("Pagina 3 bestaat niet De lijst heeft 2 pagina's. Ga naar pagina 1");
  });

  it('with a source that fails gives 503 and keeps the filter', async () => {
    beheer = await nepBeheer(10);
    beheer.bron.storing(['lijst']);
    const { statusCode, payload } = await beheer.get('/beheer/zaakberichten?staat=fout');
    expect(statusCode).toBe(503);
    expect(visibleText(payload)).toContain('Wij kunnen de zaakberichten nu niet laten zien');
    expect(payload).toContain('<option value="fout" selected="">');
  });
});

describe('one zaakbericht', () => {
  it.each(Array.from({ length: 10 }, (_, n) => nepZaakbericht(n)))(
    'in state $staat says what that means and what to do',
    async ({ id, staat, reden }) => {
      beheer = await nepBeheer(10);
      const { statusCode, payload } = await beheer.get(`/beheer/zaakberichten/${id}`);
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
    expect((await beheer.get(detailOf(FOUT))).payload.match(/method="post"/g)).toHaveLength(2);
    expect((await beheer.get(detailOf(AFGELEVERD))).payload).not.toContain('<form');
  });

  it.each(['bestaat-niet', '%00', '..%2f..', 'x'.repeat(90)])(
    'that does not exist (%s) gives a 404 page',
    async (id) => {
      beheer = await nepBeheer(10);
      const { statusCode, payload } = await beheer.get(`/beheer/zaakberichten/${id}`);
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

  it('ignores a result of an action that does not exist', async () => {
    beheer = await nepBeheer(10);
    for (const gedaan of ['constructor', '<b>', 'toString']) {
      const { statusCode, payload } = await beheer.get(`${detailOf(FOUT)}?gedaan=${encodeURIComponent(gedaan)}`);
      expect(statusCode).toBe(200);
      expect(payload).not.toContain('autofocus');
    }
  });
});
