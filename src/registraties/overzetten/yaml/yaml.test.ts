/** A catalogus as readable files: what they look like, and what a changed file does to what is there. */
import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { raw } from '../../../platform/db/index.ts';
import { mapINavigator, REFERENTIELIJSTEN, readINavigator, slaCatalogusOp } from '../../catalogi/index.ts';
import { BASE, type Registers, RSIN, registers } from '../../registers.testhulp.ts';
import {
  type Bestanden,
  exporteerCatalogus,
  exporteerYaml,
  importeerArchief,
  importeerYaml,
  type YamlOpties,
} from '../index.ts';
import { BEHEERDER, leegCatalogi, publiceer, type Voorbeeld, voorbeeld, zonderIds } from '../overzetten.testhulp.ts';

let r: Registers;
beforeAll(async () => {
  r = await registers();
});
let er: Voorbeeld;
beforeEach(async () => {
  await leegCatalogi(r);
  er = await voorbeeld(r);
});

const uit = (domein = 'MOVE') => exporteerYaml(r.ports, { domein });
const erin = (bestanden: Bestanden, extra: Partial<YamlOpties> = {}) =>
  importeerYaml(bestanden, { actor: BEHEERDER, publiceer: false, vanaf: null, ...extra }, r.ports);
const ZAAKTYPE = 'zaaktypen/PARKEREN.yaml';

// biome-ignore lint/suspicious/noExplicitAny: a test changes whatever the file has.
function met(bestanden: Bestanden, change: (zaaktype: any) => void, pad = ZAAKTYPE): Bestanden {
  const inhoud = parse(bestanden.get(pad)!);
  change(inhoud);
  return new Map([...bestanden, [pad, stringify(inhoud)]]);
}
const uitkomst = async (bestanden: Bestanden, extra: Partial<YamlOpties> = {}) => {
  const { stukken, meldingen } = await erin(bestanden, extra);
  return { uitkomst: stukken.find(({ bestand }) => bestand === ZAAKTYPE)!.uitkomst, meldingen };
};
const zaaktypen = async () =>
  (await r.send('GET', '/catalogi/api/v1/zaaktypen?status=alles')).body.results.map(
    (z: { beginGeldigheid: string; eindeGeldigheid: string; concept: boolean }) =>
      [z.beginGeldigheid, z.eindeGeldigheid, z.concept ? 'concept' : 'definitief'].join(' '),
  );
/** Only the concept is left, as the version of the file. */
const zonderConcept = () => r.send('DELETE', er.concept);

describe('the files', () => {
  it('are readable: one per zaaktype, names instead of ids, without what says nothing', async () => {
    const bestanden = await uit();
    expect([...bestanden.keys()].sort()).toEqual(
      ['besluittypen.yaml', 'catalogus.yaml', 'informatieobjecttypen.yaml', ZAAKTYPE].sort(),
    );
    expect(bestanden.get(ZAAKTYPE)).toBe(`identificatie: PARKEREN
omschrijving: Parkeervergunning
vertrouwelijkheidaanduiding: zaakvertrouwelijk
doel: Parkeren
aanleiding: Een aanvraag
indicatieInternOfExtern: extern
handelingInitiator: aanvragen
onderwerp: vergunning
handelingBehandelaar: behandelen
doorlooptijd: P8W
opschortingEnAanhoudingMogelijk: true
verlengingMogelijk: true
verlengingstermijn: P4W
publicatieIndicatie: false
productenOfDiensten: []
referentieproces:
  naam: Vergunningen
verantwoordelijke: Team parkeren
besluittypen: []
gerelateerdeZaaktypen: []
beginGeldigheid: 2027-01-01
statustypen:
  - omschrijving: Stap 1
    volgnummer: 1
    checklistitemStatustype:
      - itemnaam: Compleet
        vraagstelling: Is alles er?
        verplicht: true
  - omschrijving: Stap 2
    volgnummer: 2
    informeren: true
    doorlooptijd: P2W
resultaattypen:
  - omschrijving: Verleend
    resultaattypeomschrijving: resultaattypeomschrijving Toegekend
    selectielijstklasse: selectielijst 2020, resultaat 1.1.1
    archiefnominatie: vernietigen
    archiefactietermijn: P1Y
    brondatumArchiefprocedure:
      afleidingswijze: afgehandeld
    besluittypen:
      - Vergunning
    informatieobjecttypen:
      - Aanvraag
roltypen:
  - omschrijving: Aanvrager
    omschrijvingGeneriek: initiator
eigenschappen:
  - naam: kenteken
    definitie: Het kenteken van de auto
    specificatie:
      formaat: tekst
      lengte: "8"
      kardinaliteit: "1"
    statustype: Stap 1
zaakobjecttypen:
  - anderObjecttype: false
    objecttype: https://elders.example/objecttypen/adres
    relatieOmschrijving: Het adres van de aanvraag
zaaktype-informatieobjecttypen:
  - informatieobjecttype: Aanvraag
    volgnummer: 1
    richting: inkomend
    statustype: Stap 1
`);
  });

  it('go into an empty register and come out the same', async () => {
    const eerst = await uit();
    await leegCatalogi(r);
    const verslag = await erin(eerst);
    expect(verslag.stukken.map(({ uitkomst: u }) => u)).toEqual(Array(4).fill('gemaakt'));
    expect(verslag.meldingen).toEqual([]);
    expect(await uit()).toEqual(eerst);
    expect((await r.db.query(raw('select 1 from catalogi.zaaktype where not concept'))).length).toBe(0);
  });

  it('that say what is there change nothing: no audit row, no version', async () => {
    const before = await r.db.query(raw('select count(*) as n from kern.audit'));
    for (const extra of [{}, { vanaf: '2028-01-01' }]) {
      const { stukken } = await erin(await uit(), extra);
      expect(stukken.map(({ uitkomst: u }) => u)).toEqual(Array(4).fill('ongewijzigd'));
    }
    await zonderConcept();
    expect((await erin(await uit())).stukken.map(({ uitkomst: u }) => u)).toEqual(Array(4).fill('ongewijzigd'));
    expect(await r.db.query(raw("select count(*) as n from kern.audit where actie <> 'destroy'"))).toEqual(before);
  });

  it('of a whole municipal export go round too, and so does its archive', async () => {
    const bron = readINavigator(
      readFileSync(new URL('../../catalogi/inavigator/voorbeeldexport.xml', import.meta.url)),
    );
    const catalogus = { domein: 'INAV', rsin: RSIN, naam: 'Stad', contactpersoonBeheerNaam: 'Team' };
    await slaCatalogusOp(mapINavigator(bron, { catalogus }), r.ports, {
      actor: BEHEERDER,
      publiceer: true,
      selectielijstBase: `${BASE}${REFERENTIELIJSTEN}`,
    });
    const eerst = await uit('INAV');
    expect([...eerst.values()].join('')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|zaakbode\.test/);
    expect([...eerst.values()].join('')).toMatch(/selectielijstklasse: selectielijst 2020, resultaat \d+\.\d+/);
    const { zip } = await exporteerCatalogus(r.ports, { domein: 'INAV' });
    await leegCatalogi(r);
    await erin(eerst, { publiceer: true });
    expect(await uit('INAV')).toEqual(eerst);
    await leegCatalogi(r);
    const opties = { actor: BEHEERDER, publiceer: true, uuids: 'nieuw', samenvoegen: false, doorgaan: false } as const;
    const [verslag] = await importeerArchief(zip, opties, r.ports);
    expect(verslag).toMatchObject({ opgeslagen: true, meldingen: [] });
    expect(zonderIds((await exporteerCatalogus(r.ports, { domein: 'INAV' })).zip)).toEqual(zonderIds(zip));
  });
});

describe('a changed file of a concept', () => {
  it('changes the concept: fields, parts that changed, came and went; what stays keeps its address', async () => {
    const { body: eerst } = await r.send('GET', er.concept);
    const anders = met(await uit(), (z) => {
      z.omschrijving = 'Parkeren voor bewoners';
      z.statustypen.splice(1, 0, { omschrijving: 'Tussenstap', volgnummer: 3 });
      z.statustypen[0].omschrijving = 'Begin';
      z.eigenschappen[0].statustype = 'Tussenstap';
      z['zaaktype-informatieobjecttypen'] = [];
      z.eigenschappen[0].naam = 'nummerbord';
      delete z.verlengingstermijn;
      z.verlengingMogelijk = false;
    });
    expect(await uitkomst(anders)).toEqual({ uitkomst: 'bijgewerkt', meldingen: [] });
    const { body } = await r.send('GET', `${er.concept}?expand=statustypen,eigenschappen`);
    expect(body).toMatchObject({ omschrijving: 'Parkeren voor bewoners', verlengingstermijn: null });
    expect(body.resultaattypen).toEqual(eerst.resultaattypen);
    expect(body.statustypen).toEqual(expect.arrayContaining(eerst.statustypen));
    expect(body._expand.eigenschappen).toMatchObject([{ naam: 'nummerbord' }]);
    expect(body.informatieobjecttypeOmschrijving).toEqual([]);
    expect(
      parse((await uit()).get(ZAAKTYPE)!).statustypen.map((s: { omschrijving: string }) => s.omschrijving),
    ).toEqual(['Begin', 'Stap 2', 'Tussenstap']);
    expect(await zaaktypen()).toHaveLength(2);
  });

  it('takes two parts that swap their places', async () => {
    const anders = met(await uit(), (z) => {
      z.statustypen[0].omschrijving = 'Stap 2';
      z.statustypen[1].omschrijving = 'Stap 1';
    });
    expect((await uitkomst(anders)).uitkomst).toBe('bijgewerkt');
  });

  it('is refused whole, with the part and the reason, and the other files go on', async () => {
    const eerst = await uit();
    const fout = met(
      met(eerst, (z) => (z.statustypen[1].volgnummer = 0)),
      (i) => (i[0].trefwoord = ['c']),
      'informatieobjecttypen.yaml',
    );
    // The informatieobjecttype is published, and its file has no first day of its own.
    const { meldingen, stukken } = await erin(fout, { vanaf: '2026-06-01' });
    expect(meldingen.map(({ reden }) => reden)).toEqual([
      'zaaktypen/PARKEREN.yaml: statustypen.1.volgnummer: Minstens 1. (min_value)',
    ]);
    expect(Object.fromEntries(stukken.map((s) => [s.bestand, s.uitkomst]))).toEqual({
      'catalogus.yaml': 'ongewijzigd',
      'besluittypen.yaml': 'ongewijzigd',
      'informatieobjecttypen.yaml': 'nieuwe-versie',
      [ZAAKTYPE]: 'geweigerd',
    });
    const regel = met(eerst, (z) => (z.resultaattypen[1] = structuredClone(z.resultaattypen[0])));
    expect((await uitkomst(regel)).meldingen[0]!.reden).toMatch(/resultaattype Verleend: .*\(unique\)$/);
    expect((await uit()).get(ZAAKTYPE)).toBe(eerst.get(ZAAKTYPE));
  });

  it.each([
    [
      'that is in the file nowhere',
      (z: { eigenschappen: { statustype: unknown }[] }) => (z.eigenschappen[0]!.statustype = 'Nergens'),
      "eigenschappen.0.statustype: Dit bestand heeft geen statustype 'Nergens'. (does_not_exist)",
    ],
    [
      'that is there twice',
      (z: { statustypen: { omschrijving: string }[] }) => (z.statustypen[1]!.omschrijving = 'Stap 1'),
      "statustype: Dit bestand heeft 2 keer statustype 'Stap 1'. Noem het volgnummer. (ambiguous)",
    ],
  ])('with a reference to a part %s says so', async (_wat, change, reden) => {
    const { uitkomst: u, meldingen } = await uitkomst(met(await uit(), change));
    expect([u, meldingen[0]!.reden]).toEqual(['geweigerd', expect.stringContaining(reden)]);
  });

  it('parts of one name are told apart by their volgnummer, out and in', async () => {
    const anders = met(await uit(), (z) => {
      z.statustypen[1].omschrijving = 'Stap 1';
      z.eigenschappen[0].statustype = 2;
      z['zaaktype-informatieobjecttypen'][0].statustype = 1;
    });
    expect((await uitkomst(anders)).uitkomst).toBe('bijgewerkt');
    const nu = parse((await uit()).get(ZAAKTYPE)!);
    expect([nu.eigenschappen[0].statustype, nu['zaaktype-informatieobjecttypen'][0].statustype]).toEqual([2, 1]);
  });
});

describe('a changed file of a published version', () => {
  beforeEach(zonderConcept);

  it('with a first day of its own makes the next version, and leaves the published one', async () => {
    const anders = met(await uit(), (z) => {
      z.beginGeldigheid = '2027-01-01';
      delete z.eindeGeldigheid;
      z.statustypen[1].informeren = false;
    });
    expect(await uitkomst(anders)).toEqual({ uitkomst: 'nieuwe-versie', meldingen: [] });
    expect((await zaaktypen()).sort()).toEqual(['2026-01-01 2026-12-31 definitief', '2027-01-01  concept']);
    expect(await uitkomst(anders)).toEqual({ uitkomst: 'ongewijzigd', meldingen: [] });
  });

  it('without one is refused, unless a day is given', async () => {
    const anders = met(await uit(), (z) => (z.omschrijving = 'Anders'));
    const { uitkomst: u, meldingen } = await uitkomst(anders);
    expect([u, meldingen[0]!.reden]).toEqual([
      'geweigerd',
      expect.stringContaining('Zet in het bestand een beginGeldigheid na 2026-01-01'),
    ]);
    expect(await zaaktypen()).toEqual(['2026-01-01 2026-12-31 definitief']);
    expect((await uitkomst(anders, { vanaf: '2027-03-01' })).uitkomst).toBe('nieuwe-versie');
    expect((await zaaktypen()).sort()).toEqual(['2026-01-01 2026-12-31 definitief', '2027-03-01  concept']);
  });

  it('published at once, it ends the version before it on the day before', async () => {
    const anders = met(await uit(), (z) => {
      z.beginGeldigheid = '2026-07-01';
      z.omschrijving = 'Anders';
    });
    const { stukken, gepubliceerd, meldingen } = await erin(anders, { publiceer: true });
    expect(stukken.find(({ bestand }) => bestand === ZAAKTYPE)!.uitkomst).toBe('nieuwe-versie');
    expect(gepubliceerd).toBe(1);
    expect((await zaaktypen()).sort()).toEqual([
      '2026-01-01 2026-06-30 definitief',
      '2026-07-01 2026-12-31 definitief',
    ]);
    expect(meldingen.map(({ gevolg, reden }) => [gevolg, reden])).toEqual([
      ['gesloten', 'De versie vanaf 2026-01-01 geldt tot en met 2026-06-30.'],
    ]);
  });

  it('with another last day only sets that, as the standard lets one do (ztc-009)', async () => {
    expect((await uitkomst(met(await uit(), (z) => (z.eindeGeldigheid = '2026-11-30')))).uitkomst).toBe('bijgewerkt');
    expect(await zaaktypen()).toEqual(['2026-01-01 2026-11-30 definitief']);
  });

  it('a concept that is not whole stays one, and its predecessor as it is', async () => {
    const anders = met(await uit(), (z) => {
      z.beginGeldigheid = '2026-07-01';
      z.roltypen = [];
    });
    const { meldingen, gepubliceerd } = await erin(anders, { publiceer: true });
    expect(gepubliceerd).toBe(0);
    expect(meldingen[0]).toMatchObject({ gevolg: 'concept-gebleven', reden: expect.stringContaining('roltypen') });
    expect((await zaaktypen()).sort()).toEqual(['2026-01-01 2026-12-31 definitief', '2026-07-01 2026-12-31 concept']);
  });
});

describe('the catalogus itself', () => {
  it('is changed as its file says', async () => {
    const { stukken } = await erin(met(await uit(), (c) => (c.naam = 'Anders'), 'catalogus.yaml'));
    expect(stukken[0]).toEqual({ bestand: 'catalogus.yaml', naam: 'MOVE', uitkomst: 'bijgewerkt' });
    expect((await r.send('GET', er.catalogus)).body.naam).toBe('Anders');
  });
  it('that is refused stops everything', async () => {
    const fout = met(await uit(), (c) => (c.rsin = '123456789'), 'catalogus.yaml');
    await expect(erin(fout)).rejects.toThrow('catalogus.yaml: rsin: Een RSIN heeft 9 cijfers');
  });
});

describe('files that cannot be understood are refused before anything is stored', () => {
  it.each([
    ['no catalogus', (b: Map<string, string>) => b.delete('catalogus.yaml'), 'In deze map staat geen catalogus.yaml.'],
    ['another file', (b: Map<string, string>) => b.set('iets.yaml', 'a: 1'), 'iets.yaml: hier hoort geen bestand'],
    [
      'no YAML',
      (b: Map<string, string>) => b.set(ZAAKTYPE, 'a: 1\nb: [1'),
      `${ZAAKTYPE}, regel 2: dit is geen goede YAML`,
    ],
    [
      'a field twice',
      (b: Map<string, string>) => b.set(ZAAKTYPE, 'doel: 1\ndoel: 2'),
      'regel 2: dit is geen goede YAML',
    ],
    [
      'a field that is none',
      (b: Map<string, string>) => b.set(ZAAKTYPE, 'identificatei: A'),
      'een zaaktype heeft geen veld identificatei',
    ],
    [
      'a part that is none',
      (b: Map<string, string>) => b.set(ZAAKTYPE, 'roltypen: [{a: 1}]'),
      'roltypen, onderdeel 1: een roltype heeft geen veld a',
    ],
    ['no list', (b: Map<string, string>) => b.set(ZAAKTYPE, 'roltypen: 1'), 'bij roltypen hoort een lijst'],
    ['aliases', (b: Map<string, string>) => b.set(ZAAKTYPE, 'doel: &a x\naanleiding: *a'), 'Schrijf ze uit'],
    ['no fields', (b: Map<string, string>) => b.set('besluittypen.yaml', '- x'), 'hier horen velden met hun waarde'],
  ])('%s', async (_wat, change, reden) => {
    const bestanden = new Map(await uit());
    change(bestanden);
    await expect(erin(bestanden)).rejects.toThrow(reden);
  });
  it('403 for who may not write in the catalogus', async () => {
    const actor = { ...BEHEERDER, heeftAlleAutorisaties: false };
    await expect(erin(await uit(), { actor })).rejects.toMatchObject({ code: 'permission_denied' });
  });
  it('a name of the selectielijst that is in no list is refused by its field', async () => {
    await zonderConcept();
    await publiceer(r, er.gepubliceerd).catch(() => undefined);
    const fout = met(await uit(), (z) => {
      z.beginGeldigheid = '2028-01-01';
      delete z.eindeGeldigheid;
      z.resultaattypen[0].selectielijstklasse = 'selectielijst 2020, resultaat 99.9';
    });
    expect((await uitkomst(fout)).meldingen[0]!.reden).toContain('resultaattypen.0.selectielijstklasse: ');
  });
});
