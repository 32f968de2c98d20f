/** Planning, statussen and verantwoording: what holds, changing it, two administrators at once, and a source that fails. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { titleOf, visibleText } from '../../../../test/hulp/html.ts';
import { type NepBeheer, nepBeheer } from '../../../../test/hulp/nep-beheer.ts';
import { getyptVan, inZinnen, leesPlanning } from './planning-invoer.ts';

let beheer: NepBeheer;
afterEach(() => beheer?.app.close());

const PLANNING = '/beheer/lopende-zaken/planning';
const STROOM = `${PLANNING}/lopende-zaken`;
const STATUSSEN = '/beheer/lopende-zaken/statussen';
const KAP = `${STATUSSEN}/KAPVERGUNNING`;
const VERANTWOORDING = '/beheer/lopende-zaken/verantwoording';
const cookieOf = (headers: Record<string, unknown>) => String(headers['set-cookie']).split(';')[0]!;
const planningNu = () => beheer.lopendeZaken.nu().stromen[0]!.planning;
const GETYPT = {
  basis: '0',
  interval: '15',
  dagen: 'ma di, wo do vr',
  van: '08:00',
  tot: '18:00',
  perSeconde: '2,5',
  controle: 'bij_verzending',
  reden: 'Afspraak met Logius',
};

describe('the planning as it is typed', () => {
  it('reads back what it shows, whatever the planning', () => {
    const tijd = fc.integer({ min: 0, max: 1439 }).map((m) => new Date(m * 60_000).toISOString().slice(11, 16));
    const venster = fc
      .record({ dagen: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), van: tijd, tot: tijd })
      .filter(({ van, tot }) => van !== tot)
      .map((v) => ({ ...v, dagen: v.dagen.toSorted() }));
    const planning = fc.record({
      intervalMinuten: fc.integer({ min: 0, max: 1440 }),
      venster: fc.option(venster),
      pauze: fc.constant(null),
      perSeconde: fc.option(fc.integer({ min: 1, max: 10_000 })),
      controle: fc.constantFrom('bij_wijziging' as const, 'bij_verzending' as const),
    });
    fc.assert(
      fc.property(planning, (given) => {
        expect(leesPlanning(getyptVan(given), null)).toEqual(given);
      }),
    );
  });
  it('says what it means', () => {
    const { reden: _reden, basis: _basis, ...getypt } = GETYPT;
    const gelezen = leesPlanning(getypt, null);
    expect('fouten' in gelezen ? gelezen : inZinnen(gelezen)).toBe(
      'Zaakberichten gaan elke 15 minuten weg, op maandag tot en met vrijdag van 08:00 tot 18:00 uur, hoogstens 2,5 per seconde. Het account wordt gecontroleerd als het bericht vertrekt.',
    );
  });
});

describe('the planning', () => {
  it('shows of each stroom what holds, the last run and the next', async () => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.get(PLANNING);
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toMatch(
      /Stroom lopende-zaken Zaakberichten gaan meteen weg\. Het account wordt meteen na de wijziging gecontroleerd\..*Laatste ronde 21 november 2026, 14\.02\.05 uur begonnen, op verzoek van beheerder Voorbeeld Wacht nog 12 Volgende 21 november 2026, 14\.12/,
    );
  });

  it('is changed with a reason, and says so once', async () => {
    beheer = await nepBeheer(1);
    const { statusCode, headers } = await beheer.post(STROOM, GETYPT);
    expect([statusCode, headers.location]).toEqual([303, PLANNING]);
    expect(planningNu()).toEqual({
      intervalMinuten: 15,
      venster: { dagen: [1, 2, 3, 4, 5], van: '08:00', tot: '18:00' },
      pauze: null,
      perSeconde: 2.5,
      controle: 'bij_verzending',
    });
    const { payload } = await beheer.get(PLANNING, cookieOf(headers));
    expect(visibleText(payload)).toMatch(/^De planning is bewaard/);
    expect(visibleText((await beheer.get(STROOM)).payload)).toContain('elke 15 minuten');
  });

  it.each([
    ['interval', '-1'],
    ['interval', '1441'],
    ['dagen', 'maandag'],
    ['van', '8 uur'],
    ['tot', ''],
    ['tot', '08:00'],
    ['perSeconde', '0'],
    ['perSeconde', 'veel'],
    ['controle', 'nooit'],
    ['reden', ''],
  ])('with %s=%j gives 422 at that field, and keeps what was typed', async (veld, waarde) => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.post(STROOM, { ...GETYPT, [veld]: waarde });
    expect(statusCode).toBe(422);
    expect(titleOf(payload)).toMatch(/^Fout: /);
    expect(payload).toContain(`id="${veld}-fout"`);
    expect(payload).toContain(veld === 'perSeconde' ? 'value="15"' : 'value="2,5"');
    expect(beheer.lopendeZaken.nu().versie).toBe(0);
  });

  it('of two administrators at once tells the second, who loses nothing and may store it after all', async () => {
    beheer = await nepBeheer(1);
    beheer.lopendeZaken.zet({ alleenMetPublicatie: true });
    const { statusCode, payload } = await beheer.post(STROOM, GETYPT);
    expect(statusCode).toBe(409);
    expect(visibleText(payload)).toMatch(/^Een collega was u voor .* Nu geldt: Zaakberichten gaan meteen weg/);
    expect(payload).toContain('value="ma di, wo do vr"');
    expect(payload).toContain('name="basis" value="1"');
    expect(planningNu().intervalMinuten).toBe(0);
    expect((await beheer.post(STROOM, { ...GETYPT, basis: '1' })).statusCode).toBe(303);
    expect(beheer.lopendeZaken.nu()).toMatchObject({ versie: 2, alleenMetPublicatie: true });
  });

  it('is paused with a reason, which keeps no BSN, runs nothing while it lasts, and goes on', async () => {
    beheer = await nepBeheer(1);
    const zonder = await beheer.post(`${STROOM}/pauze`, { 'reden-lopende-zaken': '' });
    expect([zonder.statusCode, zonder.payload.includes('id="reden-lopende-zaken-fout"')]).toEqual([422, true]);
    const reden = { 'reden-lopende-zaken': 'Storing na 999993653' };
    expect((await beheer.post(`${STROOM}/pauze`, reden)).statusCode).toBe(303);
    expect(planningNu().pauze).toEqual({ reden: 'Storing na *********' });
    const { payload } = await beheer.get(PLANNING);
    expect(visibleText(payload)).toContain('Deze stroom is gepauzeerd Reden: Storing na *********');
    expect(visibleText(payload)).toContain('Volgende Niet zolang de pauze duurt');
    const nu = await beheer.post(`${STROOM}/nu`);
    expect(visibleText((await beheer.get(PLANNING, cookieOf(nu.headers))).payload)).toMatch(/^Er is niets begonnen/);
    await beheer.post(`${STROOM}/hervat`);
    expect(planningNu().pauze).toBeNull();
    const weer = await beheer.post(`${STROOM}/hervat`);
    expect(visibleText((await beheer.get(PLANNING, cookieOf(weer.headers))).payload)).toMatch(/^Er is niets veranderd/);
    await beheer.post(`${STROOM}/nu`);
    expect(beheer.lopendeZaken.begonnen).toEqual(['lopende-zaken']);
  });

  it('of a stroom that is not there gives 404, and with a source that fails 503', async () => {
    beheer = await nepBeheer(1);
    for (const path of ['', '/nu', '/hervat'])
      expect((await beheer.post(`${PLANNING}/weg${path}`, GETYPT)).statusCode).toBe(404);
    expect((await beheer.get(`${PLANNING}/weg`)).statusCode).toBe(404);
    beheer.lopendeZaken.stuk = true;
    expect((await beheer.get(PLANNING)).statusCode).toBe(503);
    expect((await beheer.get(STROOM)).statusCode).toBe(503);
    expect((await beheer.post(STROOM, GETYPT)).statusCode).toBe(503);
    expect((await beheer.post(`${STROOM}/nu`)).statusCode).toBe(503);
  });
});

const KEUZE = {
  basis: '0',
  aan: 'catalogus',
  verwijzing: '',
  'naam-1': 'Ontvangen',
  'aan-1': 'nee',
  'tekst-1': '',
  'naam-2': 'In behandeling',
  'aan-2': 'ja',
  'tekst-2': 'Wij zijn bezig.',
  'naam-3': 'Besluit genomen',
  'aan-3': 'catalogus',
  'tekst-3': '',
  reden: 'Wens van de afdeling',
};

describe('the statussen', () => {
  it('show per zaaktype how many go, who decides that, and by which stroom; searched by a part of the name', async () => {
    beheer = await nepBeheer(1);
    const text = visibleText((await beheer.get(STATUSSEN)).payload);
    expect(text).toContain('Kapvergunning KAPVERGUNNING 2 van 3 statussen Catalogus lopende-zaken');
    expect(text).toMatch(/Melding openbare ruimte MELDING-\S+ Geen Catalogus/);
    const gezocht = visibleText((await beheer.get(`${STATUSSEN}?zoek=KAP`)).payload);
    expect(gezocht).not.toContain('Melding openbare');
    expect(visibleText((await beheer.get(`${STATUSSEN}?zoek=xyz`)).payload)).toContain('Er is geen zaaktype dat past');
  });

  it('of one zaaktype show what the catalogus says, and each message as MijnOverheid shows it', async () => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.get(KAP);
    expect(statusCode).toBe(200);
    expect(visibleText(payload)).toMatch(
      /1\. Ontvangen Gaat naar MijnOverheid Dat bepaalt de catalogus\..*Zaaknummer ZAAK-2026-0000000123 Status Ontvangen \(21 november 2026\) Uitleg Wij hebben uw aanvraag ontvangen\..*2\. In behandeling Gaat niet/,
    );
  });

  it('are overruled per line, with a text, and the page shows that Beheer decides', async () => {
    beheer = await nepBeheer(1);
    const { statusCode, headers } = await beheer.post(KAP, KEUZE);
    expect([statusCode, headers.location]).toEqual([303, STATUSSEN]);
    expect(beheer.lopendeZaken.nu().zaaktypen).toEqual({
      KAPVERGUNNING: {
        aan: null,
        verwijzing: null,
        statustypen: {
          Ontvangen: { aan: false, tekst: null },
          'In behandeling': { aan: true, tekst: 'Wij zijn bezig.' },
        },
      },
    });
    expect(visibleText((await beheer.get(STATUSSEN, cookieOf(headers))).payload)).toMatch(
      /^De keuzes zijn bewaard.*Kapvergunning KAPVERGUNNING 2 van 3 statussen Beheer/,
    );
    const text = visibleText((await beheer.get(KAP)).payload);
    expect(text).toMatch(/1\. Ontvangen Gaat niet Dat bepaalt Beheer\..*In behandeling .* Uitleg Wij zijn bezig\./);
  });

  it('go back to the catalogus when nothing is chosen any more; of other zaaktypen nothing changes', async () => {
    beheer = await nepBeheer(1);
    const ander = { ANDER: { aan: false, verwijzing: null, statustypen: {} } };
    beheer.lopendeZaken.zet({
      zaaktypen: { ...ander, KAPVERGUNNING: { aan: true, verwijzing: null, statustypen: {} } },
    });
    const leeg = { ...KEUZE, basis: '1', 'aan-1': 'catalogus', 'aan-2': 'catalogus', 'tekst-2': '' };
    expect((await beheer.post(KAP, leeg)).statusCode).toBe(303);
    expect(beheer.lopendeZaken.nu().zaaktypen).toEqual(ander);
  });

  it('keep what is chosen about a status that the form did not have', async () => {
    beheer = await nepBeheer(1);
    const oud = { aan: false, verwijzing: null, statustypen: { 'Van vroeger': { aan: true, tekst: null } } };
    beheer.lopendeZaken.zet({ zaaktypen: { KAPVERGUNNING: oud } });
    await beheer.post(KAP, { ...KEUZE, basis: '1', 'naam-1': 'Heet intussen anders' });
    expect(Object.keys(beheer.lopendeZaken.nu().zaaktypen['KAPVERGUNNING']!.statustypen)).toEqual([
      'Van vroeger',
      'In behandeling',
    ]);
  });

  it('of two administrators at once tell the second, who loses nothing', async () => {
    beheer = await nepBeheer(1);
    beheer.lopendeZaken.zet({ alleenMetPublicatie: true });
    const { statusCode, payload } = await beheer.post(KAP, KEUZE);
    expect(statusCode).toBe(409);
    expect(visibleText(payload)).toMatch(/^Een collega was u voor/);
    expect(payload).toContain('Wij zijn bezig.</textarea>');
    expect(beheer.lopendeZaken.nu().versie).toBe(1);
  });

  it.each([
    [{ reden: '' }, 'reden'],
    [{ verwijzing: 'geen webadres {x}' }, 'verwijzing'],
  ])('with %j say at the field what to do, and keep what was typed', async (anders, veld) => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.post(KAP, { ...KEUZE, ...anders });
    expect(statusCode).toBe(422);
    expect(payload).toContain(`id="${veld}-fout"`);
    expect(payload).toContain('Wij zijn bezig.</textarea>');
  });

  it('take long texts, of a zaaktype that is not there nothing, and say so when the source fails', async () => {
    beheer = await nepBeheer(0);
    expect(
      (await beheer.post(KAP, { ...KEUZE, 'tekst-2': 'é'.repeat(1_000), 'tekst-3': '€'.repeat(1_000) })).statusCode,
    ).toBe(303);
    expect(visibleText((await beheer.get(STATUSSEN)).payload)).toContain('Er zijn nog geen zaaktypen');
    for (const path of ['constructor', 'weg']) expect((await beheer.get(`${STATUSSEN}/${path}`)).statusCode).toBe(404);
    expect((await beheer.post(`${STATUSSEN}/weg`, KEUZE)).statusCode).toBe(404);
    beheer.lopendeZaken.stuk = true;
    expect((await beheer.get(STATUSSEN)).statusCode).toBe(503);
    expect((await beheer.get(KAP)).statusCode).toBe(503);
    expect((await beheer.post(KAP, KEUZE)).statusCode).toBe(503);
  });
});

describe('the verantwoording', () => {
  it('shows per day that it adds up, and why what was not sent was not', async () => {
    beheer = await nepBeheer(1);
    const { statusCode, payload } = await beheer.get(VERANTWOORDING);
    expect(statusCode).toBe(200);
    const text = visibleText(payload);
    expect(text).toContain('Alles is verklaard');
    expect(text).toContain('2026-11-21 1.204 800 400 4 0');
    expect(text).toContain('2026-11-15 0');
    expect(text).toContain('Geen account 390 Deze status is in Beheer uitgezet. 10');
    expect(payload).toContain('berichten?staat=geen_account&amp;van=2026-11-15&amp;tot=2026-11-21');
  });
  it('shows one by one what nothing explains', async () => {
    beheer = await nepBeheer(1);
    beheer.lopendeZaken.kwijt = true;
    const text = visibleText((await beheer.get(`${VERANTWOORDING}?van=2025-01-01&tot=2025-01-31`)).payload);
    expect(text).toContain('1 status is onverklaard');
    expect(text).toContain('ZAAK-2026-0000000007 Kapvergunning Ontvangen');
  });
  it('is a file as well', async () => {
    beheer = await nepBeheer(1);
    const { headers, body } = await beheer.get(`${VERANTWOORDING}?van=2026-11-20&tot=2026-11-21&vorm=csv`);
    expect(headers['content-disposition']).toBe('attachment; filename="verantwoording-2026-11-20-2026-11-21.csv"');
    expect(body).toContain('"2026-11-21","overgeslagen","Geen account",390\r\n');
  });
  it.each(['van=morgen', 'tot=2026-02-30', 'van=2026-11-02&tot=2026-11-01', 'van=2020-01-01&tot=2026-01-01'])(
    'of %s says what to do',
    async (query) => {
      beheer = await nepBeheer(1);
      const { statusCode, payload } = await beheer.get(`${VERANTWOORDING}?${query}`);
      expect(statusCode).toBe(400);
      expect(titleOf(payload)).toMatch(/^Fout: /);
    },
  );
  it('with nothing says so, and with a source that fails gives 503', async () => {
    beheer = await nepBeheer(0);
    expect(visibleText((await beheer.get(VERANTWOORDING)).payload)).toContain('Er zijn geen statuswijzigingen');
    beheer.lopendeZaken.stuk = true;
    expect((await beheer.get(VERANTWOORDING)).statusCode).toBe(503);
  });
});
