/** The inrichting on the screen: what holds, each form, its history, two administrators at once, and a source that fails. */
import { afterEach, describe, expect, it } from 'vitest';
import { titleOf, visibleText } from '../../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../../test/hulp/nep-beheer.ts';
import { NEP_BRONNEN } from '../../../../../test/hulp/nep-bronnen.ts';
import { CPA_IDS } from '../../../../../test/hulp/nep-digikoppeling.ts';
import { BEGIN, type Inrichting } from '../../../../proces/lopendezaken/index.ts';
import { regelsVan, verschillen } from './woorden.ts';

let beheer: NepBeheer;
afterEach(() => beheer?.app.close());

const INRICHTING = '/beheer/lopende-zaken/inrichting';
const ONTVANGERS = `${INRICHTING}/ontvangers`;
const BERICHTEN = `${INRICHTING}/berichten`;
const STROMEN = `${INRICHTING}/stromen`;
const EERSTE = `${STROMEN}/lopende-zaken`;
const cookieOf = (headers: Record<string, unknown>) => String(headers['set-cookie']).split(';')[0]!;
const open = async (aantal = 1) => {
  beheer = await nepBeheer(aantal, { bronnen: async () => NEP_BRONNEN });
};
const tekst = async (pad: string, cookie?: string) => visibleText((await beheer.get(pad, cookie)).payload);
const nu = () => beheer.lopendeZaken.nu();
const [STROOM] = BEGIN.stromen;

const WIE = [
  ['basis', '0'],
  ['rollen', 'gemachtigde'],
  ['rollen', 'initiator'],
  ['bron-1', 'ingelogd'],
  ['bron-2', ''],
  ['bron-3', 'client'],
  ['client-3', 'zaaksysteem'],
  ['bron-4', `register:${NEP_BRONNEN[0]!.naam}`],
  ['maxVertrouwelijkheid', 'intern'],
  ['reden', 'Afspraak met de FG'],
] as const;
type Velden = readonly (readonly [string, string])[];
const zonder = (velden: Velden, naam: string, ...bij: Velden): Velden => [
  ...velden.filter(([n]) => n !== naam),
  ...bij,
];
const STROOMVELDEN: Velden = [
  ['basis', '0'],
  ['naam', 'kap'],
  ['welke', 'lijst'],
  ['zaaktype', 'KAPVERGUNNING'],
  ['standaard', 'mo-bericht'],
  ['stijl', 'W-oud-nieuw'],
  ['weg', JSON.stringify([CPA_IDS.goed, 'zaakbericht'])],
  ['reden', 'Nieuwe aansluiting'],
];

describe('what holds now', () => {
  it('stands there in plain words, with a link to each form', async () => {
    await open();
    const { statusCode, payload } = await beheer.get(INRICHTING);
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toMatch(
      /Wie krijgt bericht De aanvrager \(initiator\) Een BSN is zeker als de BRP het kent .*Stroom lopende-zaken: planning Zaakberichten gaan meteen weg\..*Er is nog niets veranderd/,
    );
    for (const href of [ONTVANGERS, BERICHTEN, STROMEN]) expect(payload).toContain(`href="${href}"`);
    expect(visibleText(payload)).not.toContain('Er gaat niets naar MijnOverheid');
  });
  it('warns, there and in the form, that without a source nothing is sent', async () => {
    await open();
    beheer.lopendeZaken.zet({ authentiek: [] });
    for (const pad of [INRICHTING, ONTVANGERS])
      expect(await tekst(pad)).toContain('Er gaat niets naar MijnOverheid Er is geen bron die zegt dat een BSN klopt');
  });
  it('tells who changed what, and per version the difference with the one before', async () => {
    await open();
    beheer.lopendeZaken.zet({ maxVertrouwelijkheid: 'openbaar' });
    beheer.lopendeZaken.zet({ rollen: ['initiator', 'gemachtigde'] });
    expect(await tekst(INRICHTING)).toMatch(/Versie 2 .* collega Van een collega Versie 1 /);
    expect(await tekst(`${INRICHTING}/versies/2`)).toMatch(
      /Deze versie geldt nu\..*Wat Was Werd Wie krijgt bericht De aanvrager \(initiator\) De aanvrager \(initiator\); De gemachtigde Alles wat/,
    );
    expect(await tekst(`${INRICHTING}/versies/1`)).toMatch(
      /geldt niet meer\..*Hoogstens zo vertrouwelijk Zaakvertrouwelijk Openbaar Alles/,
    );
    expect(await tekst(`${INRICHTING}/versies/0`)).toContain('Zo was het voordat iemand iets veranderde');
    for (const nr of ['3', '-1', 'x', '99999999999'])
      expect((await beheer.get(`${INRICHTING}/versies/${nr}`)).statusCode).toBe(404);
  });
  it('shows a long history when it is asked for', async () => {
    await open();
    for (let i = 0; i < 22; i++) beheer.lopendeZaken.zet({ alleenMetPublicatie: i % 2 === 0 });
    expect(await tekst(INRICHTING)).toMatch(/Versie 3 .*Dit zijn de laatste 20\. Toon alle versies/);
    expect(await tekst(INRICHTING)).not.toContain('Versie 2 ');
    expect(await tekst(`${INRICHTING}?versies=alle`)).toContain('Versie 2 ');
  });
});

describe('an older version', () => {
  it('is put back with a reason, as a new version, after a look at what that changes', async () => {
    await open();
    beheer.lopendeZaken.zet({
      rollen: ['gemachtigde'],
      stromen: [{ ...STROOM!, naam: 'kap', zaaktypen: ['K'] }, STROOM!],
    });
    expect(await tekst(`${INRICHTING}/versies/0`)).toContain('Zet versie 0 terug');
    expect(await tekst(`${INRICHTING}/versies/1`)).not.toContain('Zet versie 1 terug');
    const pad = `${INRICHTING}/versies/0/terug`;
    expect(await tekst(pad)).toMatch(
      /Wat er dan verandert .*Wie krijgt bericht De gemachtigde De aanvrager \(initiator\) .*Stroom kap: zaaktypen Eraf: K/,
    );
    expect((await beheer.post(pad, { basis: '1' })).statusCode).toBe(422);
    expect((await beheer.post(pad, { basis: '0', reden: 'Terug' })).statusCode).toBe(409);
    const { headers } = await beheer.post(pad, { basis: '1', reden: 'Was een vergissing' });
    expect(await tekst(INRICHTING, cookieOf(headers))).toMatch(/^De oude versie geldt weer/);
    // The stroom that was made since stays: something may wait in it.
    expect(nu()).toEqual({ ...BEGIN, versie: 2, stromen: [STROOM, { ...STROOM, naam: 'kap', zaaktypen: [] }] });
    expect((await beheer.get(`${INRICHTING}/versies/9/terug`)).statusCode).toBe(404);
  });
});

describe('the difference between two versions', () => {
  it('has a line for each thing that can be set', () => {
    const anders: Inrichting = {
      versie: 1,
      stromen: [
        {
          naam: 'lopende-zaken',
          zaaktypen: ['A'],
          standaard: 'mo-bericht',
          stijl: 'W-oud-nieuw',
          drager: { soort: 'cloudevents' },
          planning: {
            intervalMinuten: 5,
            venster: { dagen: [1], van: '08:00', tot: '18:00' },
            pauze: { reden: 'Storing' },
            perSeconde: 2,
            controle: 'bij_verzending',
          },
        },
        { ...STROOM!, naam: 'rest' },
      ],
      zaaktypen: { A: { aan: true, verwijzing: 'geen', statustypen: { S: { aan: false, tekst: 'Dag' } } } },
      alleenMetPublicatie: true,
      rollen: ['belanghebbende'],
      authentiek: [{ soort: 'client', clientId: 'x' }],
      maxVertrouwelijkheid: 'geheim',
      verwijzing: 'https://demodam.example/{uuid}',
      verwijzingPlaats: 'zaak-toelichting',
      resultaatInStatus: true,
      geenAccountCodes: ['X1'],
      acties: { intrekken: true, verwijderen: true },
    };
    const namen = verschillen(BEGIN, anders).map(({ naam }) => naam);
    expect(namen.sort()).toEqual(
      regelsVan(anders)
        .map(({ naam }) => naam)
        .sort(),
    );
    expect(verschillen(anders, anders)).toEqual([]);
  });
  it('tells of a long list what was added and what was taken away', () => {
    const met = (...zaaktypen: string[]): Inrichting => ({ ...BEGIN, stromen: [{ ...STROOM!, zaaktypen }] });
    expect(verschillen(met('A', 'B'), met('B', 'C', 'D'))).toEqual([
      { naam: 'Stroom lopende-zaken: zaaktypen', was: 'Eraf: A', werd: 'Erbij: C, D' },
    ]);
    expect(verschillen(met('A', 'B'), met('B', 'A'))).toHaveLength(1);
  });
});

describe('who is told', () => {
  it('is chosen with a reason: rollen, sources in their order, and how confidential a zaak may be', async () => {
    await open();
    const { statusCode, headers } = await beheer.post(ONTVANGERS, WIE);
    expect([statusCode, headers.location]).toEqual([303, INRICHTING]);
    expect(nu()).toMatchObject({
      versie: 1,
      rollen: ['initiator', 'gemachtigde'],
      authentiek: [
        { soort: 'ingelogd' },
        { soort: 'client', clientId: 'zaaksysteem' },
        { soort: 'register', register: NEP_BRONNEN[0]!.naam },
      ],
      maxVertrouwelijkheid: 'intern',
    });
    expect(await tekst(INRICHTING, cookieOf(headers))).toMatch(
      /^De ontvangers zijn bewaard.*de persoon met DigiD inlogde, of de applicatie zaaksysteem het vastlegde, of/,
    );
    expect(await tekst(INRICHTING)).not.toContain('zijn bewaard');
    const { payload } = await beheer.get(ONTVANGERS);
    expect(payload).toMatch(/id="client-2"[^>]*value="zaaksysteem"/);
    expect(payload).toContain('id="bron-5"');
  });
  it.each<[string, Velden, string]>([
    ['no rol', zonder(WIE, 'rollen'), 'rollen'],
    ['an application without a name', zonder(WIE, 'client-3'), 'client-2'],
    ['a client-id without an application', zonder(WIE, 'bron-3'), 'bron-2'],
    ['a source twice', zonder(WIE, 'bron-2', ['bron-2', 'ingelogd']), 'bron-1'],
    [
      'a level that does not exist',
      zonder(WIE, 'maxVertrouwelijkheid', ['maxVertrouwelijkheid', 'x']),
      'maxVertrouwelijkheid',
    ],
    ['no reason', zonder(WIE, 'reden'), 'reden'],
  ])('with %s says so at the field, and keeps what was typed', async (_wat, velden, veld) => {
    await open();
    const { statusCode, payload } = await beheer.post(ONTVANGERS, velden);
    expect(statusCode).toBe(422);
    expect(titleOf(payload)).toMatch(/^Fout: /);
    expect(payload).toContain(`id="${veld}-fout"`);
    expect(payload).toContain('<option value="ingelogd" selected="">');
    expect(nu().versie).toBe(0);
  });
  it('keeps a register that is no longer in the settings, and says so', async () => {
    await open();
    beheer.lopendeZaken.zet({ authentiek: [{ soort: 'register', register: 'vroeger' }] });
    expect(await tekst(ONTVANGERS)).toContain('Register vroeger (staat niet meer in ZGW_BRONNEN)');
  });
  it('of two administrators at once tells the second, who loses nothing', async () => {
    await open();
    beheer.lopendeZaken.zet({ alleenMetPublicatie: true });
    const { statusCode, payload } = await beheer.post(ONTVANGERS, WIE);
    expect(statusCode).toBe(409);
    expect(visibleText(payload)).toMatch(/^Een collega was u voor .* Nu geldt: wie krijgt bericht: De aanvrager/);
    expect(payload).toContain('value="zaaksysteem"');
    expect(payload).toContain('name="basis" value="1"');
  });
});

describe('what stands in messages', () => {
  const WAT: Velden = [
    ['basis', '0'],
    ['verwijzing', 'https://demodam.example/{zaaknummer}'],
    ['verwijzingPlaats', 'zaak-toelichting'],
    ['keuzes', 'resultaatInStatus'],
    ['codes', 'LZ042, SIM001,, LZ042'],
    ['acties', 'intrekken'],
    ['reden', 'Besproken met Logius'],
  ];
  it('is chosen with a reason; what is not ticked is off', async () => {
    await open();
    beheer.lopendeZaken.zet({ alleenMetPublicatie: true });
    const { statusCode } = await beheer.post(BERICHTEN, zonder(WAT, 'basis', ['basis', '1']));
    expect(statusCode).toBe(303);
    expect(nu()).toMatchObject({
      verwijzing: 'https://demodam.example/{zaaknummer}',
      verwijzingPlaats: 'zaak-toelichting',
      resultaatInStatus: true,
      alleenMetPublicatie: false,
      geenAccountCodes: ['LZ042', 'SIM001'],
      acties: { intrekken: true, verwijderen: false },
    });
    const { payload } = await beheer.get(BERICHTEN);
    expect(payload).toMatch(/value="intrekken" checked|checked="" value="intrekken"/);
    expect(visibleText(payload)).toContain('Vraag dit eerst aan Logius');
  });
  it.each<[Velden, string]>([
    [zonder(WAT, 'verwijzing', ['verwijzing', 'javascript:alert(1)']), 'verwijzing'],
    [zonder(WAT, 'codes', ['codes', 'LZ 042']), 'codes'],
    [zonder(WAT, 'reden'), 'reden'],
  ])('that cannot be is told at its field', async (velden, veld) => {
    await open();
    const { statusCode, payload } = await beheer.post(BERICHTEN, velden);
    expect([statusCode, payload.includes(`id="${veld}-fout"`)]).toEqual([422, true]);
  });
});

describe('the stromen', () => {
  it('are shown in their order, with all that holds of each', async () => {
    await open();
    beheer.lopendeZaken.zet({ stromen: [STROOM!, { ...STROOM!, naam: 'kap', zaaktypen: ['KAPVERGUNNING'] }] });
    expect(await tekst(STROMEN)).toMatch(
      /1\. lopende-zaken Zaaktypen Alle die in geen andere stroom zitten Vorm StUF .*Weg Digikoppeling, met de CPA van deze installatie .*2\. kap Deze stroom krijgt niets Stroom lopende-zaken staat ervoor/,
    );
    const { headers } = await beheer.post(`${STROMEN}/kap/eerder`, { basis: '1' });
    expect(await tekst(STROMEN, cookieOf(headers))).toMatch(/^De volgorde is veranderd.*1\. kap .*2\. lopende-zaken/);
    expect(await tekst(STROMEN)).not.toContain('krijgt niets');
    await beheer.post(`${STROMEN}/kap/later`, { basis: '2' });
    expect(nu().stromen.map(({ naam }) => naam)).toEqual(['lopende-zaken', 'kap']);
    const oud = await beheer.post(`${STROMEN}/kap/eerder`, { basis: '2' });
    expect(await tekst(STROMEN, cookieOf(oud.headers))).toMatch(/^Er is niets veranderd Een collega was u voor/);
    expect((await beheer.post(`${STROMEN}/weg/eerder`, { basis: '3' })).statusCode).toBe(404);
  });
  it('get a new one, before the one that takes the rest, with a CPA that is loaded', async () => {
    await open();
    expect(await tekst(`${STROMEN}/nieuw`)).toContain(`zaakbericht (${CPA_IDS.goed})`);
    expect(await tekst(`${STROMEN}/nieuw`)).not.toContain('foutbericht');
    expect(await tekst(`${STROMEN}/nieuw`)).not.toContain(CPA_IDS.anders);
    const { statusCode, headers } = await beheer.post(`${STROMEN}/nieuw`, STROOMVELDEN);
    expect([statusCode, headers.location]).toEqual([303, STROMEN]);
    expect(nu().stromen).toEqual([
      {
        naam: 'kap',
        zaaktypen: ['KAPVERGUNNING'],
        standaard: 'mo-bericht',
        stijl: 'W-oud-nieuw',
        drager: { soort: 'digikoppeling', cpaId: CPA_IDS.goed, action: 'zaakbericht' },
        planning: STROOM!.planning,
      },
      STROOM,
    ]);
  });
  it('have a zaaktype once: who ticks it takes it from where it was', async () => {
    await open();
    beheer.lopendeZaken.zet({
      stromen: [{ ...STROOM!, naam: 'oud', zaaktypen: ['KAPVERGUNNING', 'WEG-UIT-DE-CATALOGUS'] }, STROOM!],
    });
    expect(await tekst(`${STROMEN}/nieuw`)).toContain('Kapvergunning (KAPVERGUNNING, nu in stroom oud)');
    await beheer.post(`${STROMEN}/nieuw`, zonder(STROOMVELDEN, 'basis', ['basis', '1']));
    expect(nu().stromen.map(({ naam, zaaktypen }) => [naam, zaaktypen])).toEqual([
      ['oud', ['WEG-UIT-DE-CATALOGUS']],
      ['kap', ['KAPVERGUNNING']],
      ['lopende-zaken', null],
    ]);
    expect(await tekst(`${STROMEN}/oud`)).toContain('WEG-UIT-DE-CATALOGUS (staat niet in de catalogus)');
  });
  it.each<[string, Velden, string]>([
    ['without a name', zonder(STROOMVELDEN, 'naam'), 'naam'],
    ['with a name that is an address of ours', zonder(STROOMVELDEN, 'naam', ['naam', 'nieuw']), 'naam'],
    ['with a name that is taken', zonder(STROOMVELDEN, 'naam', ['naam', 'lopende-zaken']), 'naam'],
    ['with a name that cannot be', zonder(STROOMVELDEN, 'naam', ['naam', 'Kap Stroom']), 'naam'],
    ['for nothing', zonder(STROOMVELDEN, 'zaaktype'), 'zaaktype'],
    ['for the rest, with ticks', zonder(STROOMVELDEN, 'welke', ['welke', 'rest']), 'welke'],
    [
      'for the rest, which another takes',
      zonder(zonder(STROOMVELDEN, 'zaaktype'), 'welke', ['welke', 'rest']),
      'welke',
    ],
    ['in a form we do not know', zonder(STROOMVELDEN, 'standaard', ['standaard', 'xml']), 'standaard'],
    ['in a way we do not know', zonder(STROOMVELDEN, 'stijl', ['stijl', 'x']), 'stijl'],
    ['by no way', zonder(STROOMVELDEN, 'weg', ['weg', '[1]']), 'weg'],
    ['by half a way', zonder(STROOMVELDEN, 'weg', ['weg', '{']), 'weg'],
  ])('a stroom %s is refused at that field, and nothing typed is lost', async (_wat, velden, veld) => {
    await open();
    const { statusCode, payload } = await beheer.post(`${STROMEN}/nieuw`, velden);
    expect(statusCode).toBe(422);
    expect(payload).toContain(`id="${veld}-fout"`);
    expect(payload).toContain('Nieuwe aansluiting</textarea>');
    expect(nu().versie).toBe(0);
  });
  it('are changed, without a change to name, planning or place', async () => {
    await open();
    const velden = zonder(zonder(STROOMVELDEN, 'zaaktype'), 'weg', ['weg', 'cloudevents']);
    const { statusCode } = await beheer.post(EERSTE, zonder(velden, 'welke', ['welke', 'rest']));
    expect(statusCode).toBe(303);
    expect(nu().stromen).toEqual([
      { ...STROOM, standaard: 'mo-bericht', stijl: 'W-oud-nieuw', drager: { soort: 'cloudevents' } },
    ]);
  });
  it('keep a CPA that is no longer loaded until somebody chooses another', async () => {
    await open();
    const drager = { soort: 'digikoppeling', cpaId: 'WEG', action: 'zaakbericht' } as const;
    beheer.lopendeZaken.zet({ stromen: [{ ...STROOM!, drager }] });
    expect(await tekst(EERSTE)).toContain('Zoals nu: Digikoppeling, met CPA WEG en action zaakbericht');
  });
  it('cannot disappear, but can be emptied', async () => {
    await open();
    expect(await tekst(`${EERSTE}/leeg`)).toContain('Een stroom kan niet weg, want er kan nog iets in wachten.');
    expect((await beheer.post(`${EERSTE}/leeg`, { basis: '0' })).statusCode).toBe(422);
    const { headers } = await beheer.post(`${EERSTE}/leeg`, { basis: '0', reden: 'Wij stoppen' });
    expect(nu().stromen).toEqual([{ ...STROOM, zaaktypen: [] }]);
    expect(await tekst(STROMEN, cookieOf(headers))).toMatch(
      /^De stroom is leeg.*Niet alle zaaktypen hebben een stroom/,
    );
    expect(await tekst(STROMEN)).not.toContain('Maak stroom lopende-zaken leeg');
  });
  it('with an empty catalogus say so; what is not there gives 404', async () => {
    await open(0);
    expect(await tekst(`${STROMEN}/nieuw`)).toContain('Er zijn nog geen zaaktypen in de catalogus');
    for (const pad of ['', '/leeg']) {
      expect((await beheer.get(`${STROMEN}/weg${pad}`)).statusCode).toBe(404);
      expect((await beheer.post(`${STROMEN}/weg${pad}`, STROOMVELDEN)).statusCode).toBe(404);
    }
  });
});

it('with a source that fails every page of the inrichting says so', async () => {
  await open();
  beheer.lopendeZaken.stuk = true;
  for (const pad of [
    '',
    '/ontvangers',
    '/berichten',
    '/stromen',
    '/stromen/nieuw',
    '/stromen/lopende-zaken',
    '/versies/1',
  ])
    expect([pad, (await beheer.get(`${INRICHTING}${pad}`)).statusCode]).toEqual([pad, 503]);
  for (const pad of [
    '/ontvangers',
    '/berichten',
    '/stromen/nieuw',
    '/stromen/lopende-zaken/leeg',
    '/stromen/lopende-zaken/later',
  ])
    expect([pad, (await beheer.post(`${INRICHTING}${pad}`, STROOMVELDEN)).statusCode]).toEqual([pad, 503]);
});
