/**
 * Acceptance of the connection to Lopende Zaken, row by row, against the running product. What needs a browser stands in
 * `aansluiten-browser.test.ts`; the gate, the network and the certificates in `src/proces/aansluiten/*.test.ts`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { type DemoZaaktype, maakCatalogus, maakZaak, type ZgwClient, zetStatus, zgwClient } from '../src/demodata.ts';
import { DEMO_OIN } from '../src/demoverbinding.ts';
import { DEMO_CLIENT, INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { FUNCTIES } from '../src/opdrachten/aansluiten-werk.ts';
import { OPDRACHTEN } from '../src/opdrachten/index.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { DOCUMENTEN } from '../src/proces/aansluiten/index.ts';
import { type Bezoeker, bezoeker } from './hulp/bezoeker.ts';
import { visibleText } from './hulp/html.ts';
import { freePort } from './hulp/poort.ts';
import { tot } from './lopende-zaken.testhulp.ts';

const BASIS = '/beheer/lopende-zaken/aansluiten';
const NOOR = '999993653';

let app: App;
let api: ZgwClient;
let typen: ReadonlyMap<string, DemoZaaktype>;
let beheerder: Bezoeker;
let map: string;
let before: NodeJS.ProcessEnv;
const in_ = (naam: string): string => join(map, naam);

beforeAll(async () => {
  map = mkdtempSync(join(tmpdir(), 'zaakbode-aansluiten-'));
  before = process.env;
  process.env = {
    ...before,
    PORT: String(await freePort()),
    DATA_DIR: in_('data'),
    ZAAKBODE_DEMODATA: 'nee',
    LOG: 'silent',
  };
  app = await startApp(readSettings(INSTELLINGEN, process.env, samenhang), { log: silentLog });
  api = await zgwClient(app.url, DEMO_CLIENT);
  beheerder = bezoeker(app.url);
  await beheerder.logIn();
}, 120_000);
afterAll(async () => {
  await app?.stop();
  process.env = before;
  rmSync(map, { recursive: true, force: true });
});

const pagina = async (pad: string): Promise<string> => visibleText((await beheerder.vraag(pad)).tekst);
async function formulier(pad: string, velden: Readonly<Record<string, string>> = {}) {
  const { status, tekst, headers } = await beheerder.stuur(pad, velden);
  return { status, tekst: visibleText(tekst), naar: headers.get('location') };
}
/** Runs a command as `main.ts` does, beside the running program that holds the database. */
async function zaakbode(...args: string[]): Promise<{ readonly code: number; readonly tekst: string }> {
  const { delen } = OPDRACHTEN['aansluiten']!;
  const [deel = '', ...rest] = args;
  const opdracht = Object.hasOwn(delen!, deel) ? delen![deel]! : OPDRACHTEN['aansluiten']!;
  const { values, positionals } = parseArgs({
    args: opdracht === OPDRACHTEN['aansluiten'] ? args : rest,
    options: { ...opdracht.opties },
    allowPositionals: true,
  });
  const regels: string[] = [];
  const code = await opdracht.run({ opties: values, woorden: positionals, print: (tekst) => void regels.push(tekst) });
  return { code, tekst: regels.join('\n') };
}

describe('the record and its documents', () => {
  it('A1: the record is filled in on the screen or with a command, kept with who and when; a supplier never goes to productie', async () => {
    expect((await formulier(`${BASIS}/gegevens`, { soort: 'overheid', endpointLogius: 'ftp://x' })).status).toBe(422);
    const done = await formulier(`${BASIS}/gegevens`, {
      soort: 'overheid',
      verbinding: 'internet',
      domeinnamen: 'a.example, b.example',
    });
    expect([done.status, done.naar]).toEqual([303, `${BASIS}/gegevens?gedaan=bewaard`]);
    expect((await zaakbode('gegevens', '--afzender-id', 'A-1', '--service-id', 'S-1')).tekst).toMatch(
      /Vastgelegd.*afzenderID +A-1.*a\.example, b\.example/s,
    );
    expect(await pagina(`${BASIS}/gegevens`)).toMatch(/Wie heeft wat veranderd.*opdrachtregel.*/s);
    await expect(zaakbode('gegevens', '--omgeving', 'productie', '--soort', 'leverancier')).rejects.toThrow(
      /nooit naar productie/,
    );
  });
  it('A2: the strooms and their standard come from how Lopende Zaken is set up', async () => {
    typen = await maakCatalogus(api);
    const { versie, ...begin } = await app.inrichtingen.actueel();
    const [stroom] = begin.stromen;
    const stromen = [
      { ...stroom!, naam: 'meldingen', zaaktypen: ['MELDING'], planning: { ...stroom!.planning, perSeconde: 2 } },
      stroom!,
    ];
    expect(await app.inrichtingen.bewaar({ ...begin, stromen }, versie, 'beheerder', 'proef')).toMatchObject({
      soort: 'bewaard',
    });
    const blad = await pagina(`${BASIS}/documenten/gegevensblad`);
    expect(blad).toMatch(/meldingen [^(]*\(MELDING\) StUF zakLk01 lopende-zaken [^(]*\(PARKEREN\) .*StUF zakLk01/);
  });
  it('A4: data sheet, mail with the CPA and what is still to be filled in, on the screen and as files', async () => {
    const blad = await pagina(`${BASIS}/documenten/gegevensblad`);
    expect(blad).toContain(DEMO_OIN);
    expect(blad).toContain('Nog in te vullen: Aansluiten, Contactpersonen');
    expect((await zaakbode('document', 'cpa-mail', '--ruw', '--uit', in_('mail.txt'))).tekst).toContain(
      'Mail met de CPA',
    );
    const mail = readFileSync(in_('mail.txt'), 'utf8');
    expect(mail).toMatch(
      /^Onderwerp: CPA voor MijnOverheid.*CPA: DEMO-LZ-1-0.*\[nog in te vullen: Aansluiten, Contactpersonen\]/s,
    );
    expect((await zaakbode('document', 'gegevensblad')).tekst).toMatch(/^<!doctype html>.*<style>.*A-1/s);
    await expect(zaakbode('document', 'elders')).rejects.toThrow(/bestaat niet/);
    await expect(zaakbode('document', 'helpdesk', '--ruw')).rejects.toThrow(/geen tekst om te versturen/);
  });
  it('A5: the network overview shows the chain with a drawing, for this omgeving and the other', async () => {
    for (const [soort, naam] of [
      ['zaakbode', 'Zaakbode'],
      ['mijnoverheid', 'MijnOverheid'],
    ] as const)
      expect(
        (await formulier(`${BASIS}/netwerk`, { soort, naam, inkomend: '192.0.2.1:443', uitgaand: '', beheerder: '' }))
          .status,
      ).toBe(303);
    expect((await formulier(`${BASIS}/netwerk`, { soort: '', naam: '' })).tekst).toContain(
      'Kies wat voor onderdeel dit is',
    );
    const html = (await beheerder.vraag(`${BASIS}/documenten/netwerkoverzicht`)).tekst;
    expect(html).toMatch(/<svg.*<title>De keten naar preproductie.*192\.0\.2\.1:443.*uit: nog in te vullen/s);
    expect(html).toContain('De keten naar productie');
    expect((await zaakbode('controle')).code).toBe(1);
  });
  it('A6: a ping counts in its step, and another adapter gets a file for it', async () => {
    const [cpa] = await app.digikoppeling.beheer.cpas();
    expect(await app.digikoppeling.beheer.ping(cpa!.cpaId, 'proef')).toMatchObject({ ms: expect.any(Number) });
    expect((await zaakbode()).tekst).toMatch(/\[x\] Stuur een ping: Pong na \d+ ms/);
    const { tekst } = await zaakbode('document', 'ping-mmd', '--ruw');
    expect(tekst).toContain(`<Metadata name="From" type="string">${DEMO_OIN}</Metadata>`);
    expect(tekst).toContain(`<Metadata name="CPAId">${cpa!.cpaId}</Metadata>`);
    expect(tekst).toContain('<Metadata name="Action" type="string">Ping</Metadata>');
  });
  it('A13: a stroom without a limit is named, and the peak note tells the limits', async () => {
    expect((await zaakbode('document', 'piekbericht', '--ruw')).tekst).toContain('meldingen: hoogstens 2 per seconde');
  });
  it('A14: every document is there, prints by itself and shows no BSN', async () => {
    for (const naam of Object.keys(DOCUMENTEN)) {
      const answer = await beheerder.vraag(`${BASIS}/documenten/${naam}`);
      expect([naam, answer.status]).toEqual([naam, 200]);
      expect(answer.tekst).not.toContain(NOOR);
    }
    expect((await beheerder.vraag(`${BASIS}/document.css`)).tekst).toContain('@media print');
    expect((await beheerder.vraag(`${BASIS}/documenten/elders`)).status).toBe(404);
  });
});

describe('the tests', () => {
  it('A7: scenarios of the chosen zaaktypen with example messages, before anything is run', async () => {
    expect((await zaakbode('proef', 'acceptatie')).tekst).toMatch(
      /PARKEREN-1 {2}Bewonersvergunning parkeren: Ontvangen.*LZ-T13/s,
    );
    const html = await pagina(`${BASIS}/documenten/acceptatietest`);
    expect(html).toMatch(/Voorbeeldbericht bij PARKEREN-1.*zakLk01/s);
    await expect(zaakbode('proef', 'keten', '--draai')).rejects.toThrow(/Alleen de acceptatietest/);
  });
  it('A8, A9, A15: the other tests have their scenarios too', async () => {
    expect((await zaakbode('proef', 'keten')).tekst).toMatch(/LZ-T01.*LZ-T06.*LZ-V01/s);
    expect((await zaakbode('proef', 'proefproductie')).tekst).toContain('LPR-01');
    expect((await zaakbode('proef', 'compliance')).tekst).toContain('CV-06');
  });
  it('A11: a foutbericht that comes in stands with its zaakbericht, where a scenario shows it', async () => {
    const type = typen.get('MELDING')!;
    app.simulator!.setFault({ fo03: { code: 'StUF055', aantal: 1 } });
    const zaak = await maakZaak(api, type, NOOR, 'Proef', '2026-11-01');
    await zetStatus(api, zaak.url, type.statustypen[0]!, new Date());
    const regels = await tot(
      () => app.aansluiten.berichten(zaak.identificatie),
      (all) => all.some(({ staat }) => staat === 'fout'),
    );
    expect(regels[0]!.reden).toContain('StUF055');
  });
  it('A12: only a beheerder changes anything, it stands in the log, and no form of another site or command goes round it', async () => {
    const vreemd = await fetch(`${app.url}${BASIS}/proefrun/begin`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(vreemd.status).toBe(403);
    expect((await bezoeker(app.url).stuur(`${BASIS}/proefrun/begin`)).status).toBe(403);
    expect((await bezoeker(app.url).vraag(BASIS)).status).toBe(302);
    // A lezer sees everything and changes nothing.
    const lezer = bezoeker(app.url);
    await lezer.logIn('lezer');
    expect((await lezer.vraag(`${BASIS}/proef/proefproductie`)).status).toBe(200);
    for (const pad of ['/proefrun/begin', '/proefrun/vraag', '/deelnemers', '/stap/cpa-logius'])
      expect([pad, (await lezer.stuur(`${BASIS}${pad}`)).status]).toEqual([pad, 403]);
    // What a beheerder does stands in the log, with his name.
    await formulier(`${BASIS}/stap/digikoppeling`, { gedaan: 'ja' });
    expect(await pagina('/beheer/logboek')).toMatch(/Aansluiten: stap afgevinkt of teruggehaald.*digikoppeling/s);
    // The command line is no way round it: it knows no run, and the running program answers none.
    expect(FUNCTIES.join(' ')).not.toMatch(/proefrun|vrijgave|vink|deelnemer/i);
    // The release has one way only: another beheerder who agrees.
    expect((await formulier(`${BASIS}/proefrun/vrijgave`)).status).toBe(404);
    expect(
      (
        await fetch(`${app.url}/opdrachten/aansluiten/beeld`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '[]',
        })
      ).status,
    ).toBe(403);
  });
});

describe('A3, A10: omgevingen apart', () => {
  it('A3: the step of the certificate says what is asked, with the command that makes a request', async () => {
    const tekst = await pagina(`${BASIS}/stap/certificaat`);
    expect(tekst).toMatch(/60, 30 en 7 dagen.*zaakbode csr/);
  });
  it('A10: the marks go out and those of another omgeving come in; a database is not started for another', async () => {
    await zaakbode('kenmerken', '--uit', in_('kenmerken.json'));
    const kenmerken = JSON.parse(readFileSync(in_('kenmerken.json'), 'utf8')) as { cpas: string[] };
    expect(kenmerken).toMatchObject({ omgeving: 'demo', cpas: [expect.stringMatching(/^DEMO-LZ/)] });
    await expect(zaakbode('kenmerken', '--lees', in_('kenmerken.json'))).rejects.toThrow(/de demo zelf/);
    writeFileSync(in_('productie.json'), JSON.stringify({ ...kenmerken, omgeving: 'productie' }));
    expect((await zaakbode('kenmerken', '--lees', in_('productie.json'))).code).toBe(0);
    expect(await pagina(`${BASIS}/kenmerken`)).toMatch(/CPA DEMO-LZ-1-0\S*, ook van productie/);
    await app.stop();
    const s = readSettings(INSTELLINGEN, process.env, samenhang);
    await expect(startApp(s, { log: silentLog })).rejects.toThrow(/De CPA DEMO-LZ\S* hoort bij productie/);
    const anders = {
      ...process.env,
      ZAAKBODE_MODE: 'productie',
      ZAAKBODE_SLEUTEL: 'x'.repeat(40),
      OMGEVING: 'preproductie',
    };
    await expect(startApp(readSettings(INSTELLINGEN, anders, samenhang), { log: silentLog })).rejects.toThrow(
      /hoort bij de demo.*eigen database/,
    );
  }, 120_000);
});
