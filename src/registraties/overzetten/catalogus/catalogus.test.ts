/** A catalogus as an archive: out, in, and out again; what is refused, and what that leaves behind. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { raw } from '../../../platform/db/index.ts';
import { writeZip } from '../../../platform/zip/index.ts';
import { catalogiResources, selectielijst } from '../../catalogi/index.ts';
import { BASE, newZaak, type Registers, RSIN, registers } from '../../registers.testhulp.ts';
import { exporteerCatalogus, type ImportOpties, importeerArchief, verslagTekst } from '../index.ts';
import { BEHEERDER, leegCatalogi, objecten, voorbeeld, zonderIds } from '../overzetten.testhulp.ts';
import { bestandsnaam, metStreepjes, zonderStreepjes } from './vorm.ts';

let r: Registers;
beforeAll(async () => {
  r = await registers();
});
beforeEach(() => leegCatalogi(r));

const uit = async (domein = 'MOVE', base = BASE) =>
  (await exporteerCatalogus({ ...r.ports, bases: [base] }, { domein })).zip;
const erin = (zip: Uint8Array, extra: Partial<ImportOpties> = {}) =>
  importeerArchief(
    zip,
    { actor: BEHEERDER, publiceer: true, uuids: 'nieuw', samenvoegen: false, doorgaan: false, ...extra },
    r.ports,
  );
const hoeveel = async () => (await r.db.query<{ n: number }>(raw('select count(*) as n from catalogi.zaaktype')))[0]!.n;

/** The archive with other objects in it. */
function gewijzigd(zip: Uint8Array, change: (files: Record<string, Record<string, unknown>[]>) => void): Buffer {
  const files = objecten(zip);
  change(files);
  return writeZip(new Map(Object.entries(files).map(([naam, lijst]) => [naam, Buffer.from(JSON.stringify(lijst))])));
}

describe('a catalogus as an archive', () => {
  it('has one file per kind, named and written as Open Zaak does', async () => {
    await voorbeeld(r);
    const files = objecten(await uit());
    expect(Object.keys(files).sort()).toEqual(catalogiResources.map(({ name }) => bestandsnaam(name)).sort());
    expect(Object.keys(files)).toContain('ZaakTypeInformatieObjectType.json');
    expect(files['Catalogus.json']![0]).toMatchObject({ domein: 'MOVE', contactpersoon_beheer_naam: 'Team catalogus' });
    expect(files['ZaakType.json']![0]).toMatchObject({ indicatie_intern_of_extern: 'extern', concept: false });
    // By name in our register; by address in the archive, as Open Zaak wants it.
    const iot = files['InformatieObjectType.json']![0]!['url'];
    expect(files['ZaakTypeInformatieObjectType.json']!.map((one) => one['informatieobjecttype'])).toEqual([iot, iot]);
  });

  it('goes out, into an empty register, and out again the same, apart from the ids', async () => {
    await voorbeeld(r);
    const eerst = await uit();
    await leegCatalogi(r);
    const [verslag] = await erin(eerst);
    expect(verslag).toMatchObject({ opgeslagen: true, meldingen: [], gepubliceerd: 3 });
    expect(zonderIds(await uit())).toEqual(zonderIds(eerst));
    expect(objecten(await uit())['Catalogus.json']![0]!['url']).not.toBe(objecten(eerst)['Catalogus.json']![0]!['url']);
  });

  it('with its own uuids it comes out byte for byte the same', async () => {
    await voorbeeld(r);
    const eerst = await uit();
    await leegCatalogi(r);
    await erin(eerst, { uuids: 'behouden' });
    expect((await uit()).equals(eerst)).toBe(true);
  });

  it('comes in from another host: the addresses become ours, and a zaak can be made', async () => {
    await voorbeeld(r);
    const elders = await uit('MOVE', 'https://open-zaak.example/pad');
    await leegCatalogi(r);
    const [verslag] = await erin(elders);
    expect(verslag!.meldingen).toEqual([]);
    const { body } = await r.send('GET', '/catalogi/api/v1/zaaktypen');
    expect(body.count).toBe(1);
    expect(body.results[0].url).toMatch(new RegExp(`^${BASE}/catalogi`));
    await newZaak(r, body.results[0].url);
  });

  it('is a concept as a whole unless publishing is asked for', async () => {
    await voorbeeld(r);
    const zip = await uit();
    await leegCatalogi(r);
    const [verslag] = await erin(zip, { publiceer: false });
    expect(verslag).toMatchObject({ opgeslagen: true, gepubliceerd: 0 });
    expect((await r.send('GET', '/catalogi/api/v1/zaaktypen?status=definitief')).body.count).toBe(0);
    expect((await r.send('GET', '/catalogi/api/v1/zaaktypen?status=concept')).body.count).toBe(2);
  });

  it('writes audit and events as the API does', async () => {
    await voorbeeld(r);
    const zip = await uit();
    await leegCatalogi(r);
    await r.db.query(raw('truncate kern.audit, outbox.event cascade'));
    await erin(zip);
    const [audit] = await r.db.query<{ n: number }>(raw("select count(*) as n from kern.audit where actie = 'create'"));
    const alles = Object.values(objecten(zip)).reduce((sum, lijst) => sum + lijst.length, 0);
    expect(audit!.n).toBe(alles);
    const events = await r.db.query<{ kind: string }>(
      raw("select kind from outbox.event where kind like 'zaaktype.%'"),
    );
    expect(events).toHaveLength(3);
  });
});

describe('a catalogus that is there already', () => {
  it('is refused, and nothing changes', async () => {
    await voorbeeld(r);
    await expect(erin(await uit())).rejects.toThrow('De catalogus MOVE 002564440 is er al. Kies --samenvoegen');
    expect(await hoeveel()).toBe(2);
  });

  it('gets what it lacks when asked, whole, and keeps what it has', async () => {
    const { concept } = await voorbeeld(r);
    const zip = await uit();
    await r.send('DELETE', concept);
    const [verslag] = await erin(zip, { samenvoegen: true });
    expect(verslag!.gemaakt).toMatchObject({ zaaktype: 1, statustype: 2 });
    expect(verslag!.gemaakt).not.toHaveProperty('catalogus');
    expect(verslag!.meldingen.every(({ gevolg }) => gevolg === 'bestond-al')).toBe(true);
    expect(verslag!.meldingen.map(({ naam }) => naam)).toContain('PARKEREN (2026-01-01)');
    expect(zonderIds(await uit())).toEqual(zonderIds(zip));
    expect((await erin(zip, { samenvoegen: true }))[0]!.gemaakt).toEqual({});
  });
});

describe('an archive with faults', () => {
  it('stores nothing, and names everything that was refused', async () => {
    await voorbeeld(r);
    const zip = gewijzigd(await uit(), (files) => {
      files['StatusType.json']![0]!['volgnummer'] = 0;
      files['ZaakType.json']![1]!['doorlooptijd'] = 'P0D';
    });
    await leegCatalogi(r);
    const [verslag] = await erin(zip);
    expect(verslag).toMatchObject({ opgeslagen: false, gemaakt: {} });
    const redenen = verslag!.meldingen.map(({ soort, naam, reden }) => `${soort} ${naam}: ${reden}`);
    expect(redenen[0]).toBe('statustype Stap 1 (PARKEREN): volgnummer: Minstens 1. (min_value)');
    expect(redenen[1]).toMatch(/^zaaktype PARKEREN \(2027-01-01\): doorlooptijd: .*\(empty-duration\)$/);
    expect(
      redenen.slice(2).every((one) => one.endsWith('Iets waar het bij hoort of naar verwijst, is geweigerd.')),
    ).toBe(true);
    expect(verslagTekst(verslag!)).toContain('er is niets opgeslagen');
    expect(await hoeveel()).toBe(0);
  });

  it('or stores the rest, when asked', async () => {
    await voorbeeld(r);
    const zip = gewijzigd(await uit(), (files) => {
      files['ZaakType.json']![1]!['doorlooptijd'] = 'P0D';
    });
    await leegCatalogi(r);
    const [verslag] = await erin(zip, { doorgaan: true });
    expect(verslag).toMatchObject({ opgeslagen: true, gemaakt: { zaaktype: 1, statustype: 2 }, gepubliceerd: 3 });
    expect(await hoeveel()).toBe(1);
  });

  it('a reference to what did not come along is left out and told; what must have it is refused', async () => {
    await voorbeeld(r);
    const weg = `${BASE}/catalogi/api/v1/statustypen/00000000-0000-4000-8000-000000000001`;
    const zip = gewijzigd(await uit(), (files) => {
      files['ZaakTypeInformatieObjectType.json']![0]!['statustype'] = weg;
      files['ZaakTypeInformatieObjectType.json']![1]!['informatieobjecttype'] = weg;
    });
    await leegCatalogi(r);
    const [verslag] = await erin(zip, { doorgaan: true });
    expect(verslag!.meldingen.map(({ gevolg, reden }) => [gevolg, reden])).toEqual([
      ['weggelaten', `statustype verwijst naar ${weg}, en dat zit niet in het bestand.`],
      ['weggelaten', `informatieobjecttype verwijst naar ${weg}, en dat zit niet in het bestand.`],
      ['geweigerd', 'informatieobjecttype: Dit veld is verplicht. (required)'],
    ]);
    expect(verslag!.gemaakt).toMatchObject({ zaaktypeinformatieobjecttype: 1 });
  });

  it('a part of a zaaktype that is not in it is refused; a file of another kind is told', async () => {
    await voorbeeld(r);
    const zip = gewijzigd(await uit(), (files) => {
      files['RolType.json']![0]!['zaaktype'] = 'https://elders.example/zaaktypen/1';
      files['leesmij.json'] = [];
    });
    await leegCatalogi(r);
    const [verslag] = await erin(zip, { doorgaan: true });
    expect(verslag!.meldingen.map(({ gevolg, soort, naam }) => [gevolg, soort, naam])).toEqual([
      ['overgeslagen', 'bestand', 'leesmij.json'],
      ['geweigerd', 'roltype', 'Aanvrager (PARKEREN)'],
      ['concept-gebleven', 'zaaktype', 'PARKEREN (2026-01-01)'],
    ]);
  });

  it('keeping uuids that are taken is refused by name', async () => {
    await voorbeeld(r);
    const zip = gewijzigd(await uit(), (files) => {
      files['Catalogus.json']![0]!['domein'] = 'ANDER';
    });
    const [verslag] = await erin(zip, { uuids: 'behouden' });
    expect(verslag!.opgeslagen).toBe(false);
    expect(verslag!.meldingen[0]!.reden).toBe('Dit uuid is in deze database al in gebruik. (unique)');
    expect(await hoeveel()).toBe(2);
  });

  it.each([
    ['no archive', Buffer.from('geen zip'), 'Dit is geen zip-bestand.'],
    ['no catalogus', writeZip(new Map([['ZaakType.json', Buffer.from('[]')]])), 'Catalogus.json ontbreekt'],
    ['no JSON', writeZip(new Map([['Catalogus.json', Buffer.from('{')]])), 'Catalogus.json is geen JSON.'],
    ['no list', writeZip(new Map([['Catalogus.json', Buffer.from('{}')]])), 'hier hoort een lijst'],
    ['no address', writeZip(new Map([['Catalogus.json', Buffer.from('[null]')]])), 'onderdeel 1 heeft geen url'],
  ])('%s: said at once', async (_wat, zip, reden) => {
    await expect(erin(zip)).rejects.toThrow(reden);
  });

  it('403 for who may not write in the catalogus', async () => {
    await voorbeeld(r);
    const actor = { ...BEHEERDER, heeftAlleAutorisaties: false };
    await expect(erin(await uit(), { actor })).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('what Open Zaak writes', () => {
  /** A catalogus in its words: groups of empty texts, P0D for no duration, dates of its own on parts. */
  const van = 'https://open-zaak.example/catalogi/api/v1';
  const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const adres = (path: string, n: number) => `${van}/${path}/${uuid(n)}`;
  const catalogus = adres('catalogussen', 1);
  const zaaktype = adres('zaaktypen', 2);
  const deel = { zaaktype, zaaktype_identificatie: 'EVENEMENT', catalogus, begin_geldigheid: '2020-01-01' };
  const files = {
    Catalogus: [{ url: catalogus, domein: 'OPENZ', rsin: RSIN, contactpersoon_beheer_naam: 'Beheer', versie: '' }],
    ZaakType: [
      {
        url: zaaktype,
        identificatie: 'EVENEMENT',
        omschrijving: 'Evenement',
        vertrouwelijkheidaanduiding: 'openbaar',
        doel: 'Vergunnen',
        aanleiding: 'Aanvraag',
        toelichting: null,
        indicatie_intern_of_extern: 'extern',
        handeling_initiator: 'aanvragen',
        onderwerp: 'Evenement',
        handeling_behandelaar: 'behandelen',
        doorlooptijd: 'P56D',
        servicenorm: 'P0D',
        opschorting_en_aanhouding_mogelijk: true,
        verlenging_mogelijk: false,
        publicatie_indicatie: false,
        producten_of_diensten: [],
        selectielijst_procestype: '',
        referentieproces: { naam: 'Vergunning', link: '' },
        verantwoordelijke: 'APV',
        broncatalogus: { url: '', domein: '', rsin: '' },
        bronzaaktype: { url: '', identificatie: '', omschrijving: '' },
        begin_geldigheid: '2025-07-10',
        catalogus,
        besluittypen: [],
        deelzaaktypen: [zaaktype],
        gerelateerde_zaaktypen: [{ zaaktype, aard_relatie: 'vervolg', toelichting: '' }],
        concept: false,
      },
    ],
    ResultaatType: [
      {
        url: adres('resultaattypen', 3),
        ...deel,
        omschrijving: 'Verleend',
        resultaattypeomschrijving:
          'https://selectielijst.openzaak.nl/api/v1/resultaattypeomschrijvingen/e6a0c939-3404-45b0-88e3-76c94fb80ea7',
        selectielijstklasse: '',
        archiefnominatie: 'vernietigen',
        archiefactietermijn: 'P1Y',
        brondatum_archiefprocedure: { afleidingswijze: 'afgehandeld', einddatum_bekend: false, procestermijn: 'P0D' },
        procesobjectaard: '',
      },
    ],
  };
  const zip = (selectielijstklasse: string) =>
    writeZip(
      new Map(
        Object.entries({
          ...files,
          ResultaatType: [{ ...files.ResultaatType[0], selectielijstklasse }],
        }).map(([naam, lijst]) => [`${naam}.json`, Buffer.from(JSON.stringify(lijst))]),
      ),
    );

  const LIJST = 'https://selectielijst.openzaak.nl/api/v1';
  const KLASSE = `${LIJST}/resultaten/${selectielijst().resultaat({ jaar: 2020, nummer: '1.1.1' })!.uuid}`;

  it('is stored in our words: nothing is null, names for addresses, no dates of parts', async () => {
    const [verslag] = await erin(zip(KLASSE));
    expect(verslag!.meldingen.filter(({ gevolg }) => gevolg === 'geweigerd')).toEqual([]);
    // It lacks statustypen and roltypen, so it stays what it is.
    expect(verslag!.meldingen[0]).toMatchObject({ gevolg: 'concept-gebleven', naam: 'EVENEMENT (2025-07-10)' });
    const { body } = await r.send('GET', '/catalogi/api/v1/zaaktypen?status=alles');
    expect(body.results[0]).toMatchObject({ servicenorm: null, broncatalogus: null, toelichting: '' });
    const [rij] = await r.db.query(
      raw('select deelzaaktypen as d, gerelateerde_zaaktypen as g from catalogi.zaaktype'),
    );
    expect(rij).toEqual({
      d: ['EVENEMENT'],
      g: [{ zaaktype: 'EVENEMENT', aardRelatie: 'vervolg', toelichting: '' }],
    });
    // And it goes out again in the words of Open Zaak.
    const [weer] = objecten(await uit('OPENZ'))['ZaakType.json']!;
    expect(weer!['gerelateerde_zaaktypen']).toEqual([
      { zaaktype: weer!['url'], aard_relatie: 'vervolg', toelichting: '' },
    ]);
  });

  it('an address of a list that is not here and cannot be asked is told by its field', async () => {
    const [verslag] = await erin(zip(`${LIJST}/resultaten/${uuid(9)}`));
    expect(verslag).toMatchObject({ opgeslagen: false });
    expect(verslag!.meldingen[0]!.reden).toMatch(/^selectielijstklasse: .* \(bad-url\)$/);
  });
});

describe('the names of fields', () => {
  it('go to underscores and back', () => {
    for (const { fields } of catalogiResources) {
      for (const veld of Object.keys(fields)) {
        expect(zonderStreepjes(metStreepjes({ [veld]: [{ [veld]: 1 }] }))).toEqual({ [veld]: [{ [veld]: 1 }] });
      }
    }
  });
});
