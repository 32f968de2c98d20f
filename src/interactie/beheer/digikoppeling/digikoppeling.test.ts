/** The pages under /beheer/digikoppeling: what they show, what their forms do, and how they fail. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { titleOf, visibleText } from '../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../test/hulp/nep-beheer.ts';
import { CPA_IDS, FOUT_XML, NIEUW_XML } from '../../../../test/hulp/nep-digikoppeling.ts';

const BASIS = '/beheer/digikoppeling';
const een = (cpaId: string) => `${BASIS}/${encodeURIComponent(cpaId)}`;
const GOED = een(CPA_IDS.goed);
const WIE = 'beheerder (niet aangemeld)';

let beheer: NepBeheer;
beforeEach(async () => {
  beheer = await nepBeheer(1, { budgetMs: 500 });
});
afterEach(() => beheer.app.close());
const tekst = async (path: string) => visibleText((await beheer.get(path)).payload);

describe('the list', () => {
  it('says per CPA with whom, how it stands and why, until when, and what waits', async () => {
    const text = await tekst(BASIS);
    expect(text).toContain('Bij 2 CPA’s gaan nu geen berichten door');
    expect(text).toMatch(/Gemeente Voorbeeld \(wij\) en Voorziening Voorbeeld In orde osb-rm Demo 26 december 2027/);
    expect(text).toMatch(/Geen verbinding sinds 19-11-2026 .* geen verbinding \(ECONNREFUSED\)/);
    expect(text).toMatch(/op verzending: 2 dagen op bevestiging: 3 seconden/);
    expect(text).toMatch(/Verlopen Geen profiel Omgeving onbekend .* Niets Geen in de CPA/);
    expect(text).toMatch(/Andere omgeving osb-rm Preproductie/);
  });
  it('says so when there is nothing, and gives 503 when the source fails', async () => {
    beheer.digikoppeling.storing(['cpas']);
    expect((await beheer.get(BASIS)).statusCode).toBe(503);
    await beheer.app.close();
    beheer = await nepBeheer(0);
    expect(await tekst(BASIS)).toContain('Er zijn nog geen CPA’s.');
  });
});

describe('a CPA', () => {
  it('shows what is in force beside what the text says, its certificates, overrides and versions', async () => {
    const text = await tekst(GOED);
    expect(text).toContain('Stand: In orde');
    expect(text).toMatch(
      /B-kanaal https:\/\/nieuw.voorbeeld.example\S* https:\/\/voorziening.voorbeeld.example:8443\/ebms/,
    );
    expect(text).toMatch(/A-tls vervangen .* Nog 30 dagen/);
    expect(text).toMatch(/B-tls Voorziening Voorbeeld verbinding aannemen, ondertekenen Geen .* Verlopen/);
    expect(text).toContain('De voorziening is verhuisd (beheerder)');
    expect(text).toMatch(/gestopt op .* door opdrachtregel/);
    expect(text).toContain('Versie 2 (in gebruik)');
    expect(text).toContain('Pong na 12 milliseconden');
  });
  it('shows what lint found, the worst first', async () => {
    const text = await tekst(een(CPA_IDS.neer));
    expect(text).toMatch(/Fout In dit certificaat staat geen OIN .* Let op Het adres/);
    expect(text).toContain('Al 2 dagen neemt de andere kant niets aan');
    expect(text).toContain('geen Pong (HTTP 404)');
  });
  it('without anything in it is a page too', async () => {
    const text = await tekst(een(CPA_IDS.verlopen));
    for (const part of ['geen enkel bericht', 'geen certificaten', 'Er is niets vervangen', 'De controle vond niets'])
      expect(text).toContain(part);
  });
  it('shows the text of a version exactly', async () => {
    const { payload } = await beheer.get(`${GOED}/versies/1`);
    expect(payload).toContain('&lt;p:CPA&gt;\n  &lt;p:Start&gt;versie 1');
    expect(visibleText(payload)).toContain('1 september');
  });
  it('that is not there gives 404, whatever is asked of it; one whose source fails 503', async () => {
    for (const path of ['/NOOIT', '/NOOIT/versies/1', '/NOOIT/vervangingen/2/stoppen'])
      expect([path, (await beheer.get(`${BASIS}${path}`)).statusCode]).toEqual([path, 404]);
    for (const path of [`${GOED}/versies/9`, `${GOED}/versies/x`, `${GOED}/vervangingen/1/stoppen`])
      expect([path, (await beheer.get(path)).statusCode]).toEqual([path, 404]);
    for (const path of ['/NOOIT/ping', `/${CPA_IDS.goed}/vervangen/naam`, `/${CPA_IDS.goed}/vervangingen/x/stoppen`])
      expect([path, (await beheer.post(`${BASIS}${path}`)).statusCode]).toEqual([path, 404]);
    beheer.digikoppeling.storing(['cpa', 'versie']);
    for (const path of ['', '/versies/1', '/vervangingen/2/stoppen'])
      expect((await beheer.get(`${GOED}${path}`)).statusCode).toBe(503);
  });
});

describe('what an operator does', () => {
  const vraag = { soort: 'adres', bron: 'https://oud.example/', doel: 'https://nieuw.example/', reden: 'Verhuisd' };
  const adres = { 'adres-bron': vraag.bron, 'adres-doel': vraag.doel, 'adres-reden': vraag.reden };

  it.each([
    ['ping', {}, 'ping', [CPA_IDS.goed, WIE], 'ping'],
    ['vervangen/adres', adres, 'vervang', [{ cpaId: CPA_IDS.goed, ...vraag }, WIE], 'vervangen'],
    ['vervangingen/2/stoppen', {}, 'stopVervanging', [2, WIE], 'gestopt'],
  ])('%s is done once, and ends in a redirect to a page that says so', async (deel, form, wat, met, gedaan) => {
    const { statusCode, headers } = await beheer.post(`${GOED}/${deel}`, form);
    expect([statusCode, headers.location]).toEqual([303, `${GOED}?gedaan=${gedaan}`]);
    expect(beheer.digikoppeling.gedaan).toEqual([{ wat, met }]);
    expect((await beheer.get(headers.location!)).payload).toContain('utrecht-alert--ok');
  });
  it('stopping asks first whether it is meant', async () => {
    expect(await tekst(`${GOED}/vervangingen/2/stoppen`)).toContain('Daarna geldt weer het adres in de CPA');
    expect((await beheer.post(`${GOED}/vervangingen/3/stoppen`)).statusCode).toBe(404);
  });
  it('an override with something wrong says so at the field, and keeps what was typed', async () => {
    for (const [extra, field] of [
      [{ 'adres-reden': '' }, 'adres-reden'],
      [{ 'adres-bron': '' }, 'adres-bron'],
    ] as const) {
      const { statusCode, payload } = await beheer.post(`${GOED}/vervangen/adres`, { ...adres, ...extra });
      expect([statusCode, titleOf(payload)]).toEqual([422, expect.stringMatching(/^Fout: /)]);
      expect(payload).toContain(`href="#${field}"`);
      expect(payload).toContain(vraag.doel);
    }
  });
  it('a ping that failed is told as such', async () => {
    expect(visibleText((await beheer.get(`${een(CPA_IDS.neer)}?gedaan=ping`)).payload)).toContain(
      'Er kwam geen Pong Oorzaak: HTTP 404.',
    );
  });
  it('of which it is not known whether it worked gives 503', async () => {
    beheer.digikoppeling.storing(['ping', 'vervang', 'stopVervanging', 'laad', 'controleer']);
    for (const path of [`${GOED}/ping`, `${GOED}/vervangen/adres`, `${GOED}/vervangingen/2/stoppen`])
      expect((await beheer.post(path, adres)).statusCode).toBe(503);
    for (const path of [`${BASIS}/laden`, `${BASIS}/laden/controleren`])
      expect((await beheer.post(path, { tekst: NIEUW_XML, omgeving: 'demo' })).statusCode).toBe(503);
  });
});

describe('loading a CPA', () => {
  const form = { tekst: NIEUW_XML, omgeving: 'demo', elders: 'gisteren' };

  it('shows what lint says before anything is kept, and keeps what was typed for the yes', async () => {
    const { statusCode, payload } = await beheer.post(`${BASIS}/laden/controleren`, {
      ...form,
      tekst: '<p:CPA>x</p:CPA>',
    });
    expect(statusCode).toBe(200);
    const text = visibleText(payload);
    expect(text).toContain('De controle vond 1 fout Versie 2 is nu geladen');
    expect(text).toContain('Deze tekst wordt versie 3');
    expect(payload).toContain('name="tekst" value="&lt;p:CPA&gt;x&lt;/p:CPA&gt;"');
    expect(beheer.digikoppeling.gedaan).toEqual([]);
  });
  it('loads it after the yes, with who and for which environment', async () => {
    const { statusCode, headers } = await beheer.post(`${BASIS}/laden`, form);
    expect([statusCode, headers.location]).toEqual([303, `${GOED}?gedaan=geladen`]);
    expect(beheer.digikoppeling.gedaan).toEqual([{ wat: 'laad', met: [form, WIE] }]);
  });
  it('takes a CPA as large as they come', async () => {
    const large = `<p:CPA>${'é'.repeat(60_000)}</p:CPA>`;
    expect((await beheer.post(`${BASIS}/laden`, { ...form, tekst: large })).statusCode).toBe(303);
  });
  it('for another environment is not offered, and refused when it is asked', async () => {
    const { payload } = await beheer.post(`${BASIS}/laden/controleren`, { ...form, omgeving: 'productie' });
    expect(visibleText(payload)).toContain('De CPA is voor productie en deze Zaakbode is voor demo.');
    expect(payload).not.toContain('Laad de CPA</button>');
    const { statusCode } = await beheer.post(`${BASIS}/laden`, { ...form, omgeving: 'productie' });
    expect(statusCode).toBe(422);
  });
  it.each([
    [{ tekst: '' }, 'tekst', 'Plak de tekst'],
    [{ omgeving: '' }, 'omgeving', 'Kies voor welke omgeving'],
    [{ omgeving: 'thuis' }, 'omgeving', 'Kies voor welke omgeving'],
    [{ tekst: FOUT_XML }, 'tekst', 'bestand: Dit is geen CPA'],
  ])('with something wrong (%j) says so at the field', async (extra, field, message) => {
    const { statusCode, payload } = await beheer.post(`${BASIS}/laden/controleren`, { ...form, ...extra });
    expect([statusCode, titleOf(payload)]).toEqual([422, expect.stringMatching(/^Fout: /)]);
    expect(payload).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    expect(visibleText(payload)).toContain(message);
  });
});
