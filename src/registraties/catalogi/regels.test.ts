/** The numbered rules of the Catalogi API 1.3.3 (ztc), by number, as a client runs into them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Registers, registers } from '../registers.testhulp.ts';
import { AFLEIDINGSWIJZEN, type Afleidingswijze } from './archiefprocedure.ts';
import {
  API,
  besluittypeBody,
  clients,
  codes,
  type Doen,
  doen,
  eigenschapBody,
  informatieobjecttypeBody,
  klasse,
  LIJST,
  procestype,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
  zaakobjecttypeBody,
  ziotBody,
} from './catalogi.testhulp.ts';
import { selectielijst } from './selectielijst/index.ts';

let r: Registers;
let d: Doen;
let catalogus: string;

beforeAll(async () => {
  r = await registers();
  await clients(r);
  d = doen(r);
  catalogus = await d.catalogus();
});

const get = (path: string, as = 'schrijver') => r.send('GET', path, undefined, { as });
const patch = (url: string, body: object, as = 'schrijver') => r.send('PATCH', url, body, { as });
const put = (url: string, body: object, as = 'schrijver') => r.send('PUT', url, body, { as });
const remove = (url: string, as = 'schrijver') => r.send('DELETE', url, undefined, { as });

/** The number of a resultaat of the 2020 list with this procestermijn. */
const met = (procestermijn: string) =>
  selectielijst()
    .resultaten()
    .find((one) => one.procestermijn === procestermijn && one.procestype === 11)?.volledigNummer ??
  selectielijst()
    .resultaten()
    .find((one) => one.procestermijn === procestermijn)!.volledigNummer;

describe('ztc-002: a resultaattype and the selectielijst', () => {
  it('400 procestype-mismatch when the klasse belongs to another procestype than the zaaktype', async () => {
    const zaaktype = await d.zaaktype(catalogus, { selectielijstProcestype: procestype(11) }, false);
    const post = (nummer: string) => {
      const extra = { selectielijstklasse: klasse(nummer), omschrijving: nummer, brondatumArchiefprocedure: null };
      return d.post('resultaattypen', resultaattypeBody(zaaktype, extra));
    };
    expect(codes(await post('1.1'))).toEqual(['nonFieldErrors:procestype-mismatch']);
    expect((await post('11.1')).status).toBe(201);
  });
  it('the klasse fills in archiefnominatie and archiefactietermijn when they are left out, and only then', async () => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const lijst = selectielijst().resultaat({ jaar: 2020, nummer: '11.1' })!;
    const open = {
      archiefnominatie: '',
      archiefactietermijn: null,
      selectielijstklasse: klasse('11.1'),
      brondatumArchiefprocedure: null,
    };
    const made = await d.post('resultaattypen', resultaattypeBody(zaaktype, open));
    expect(made.body).toMatchObject({
      archiefnominatie: lijst.waardering,
      archiefactietermijn: lijst.bewaartermijn,
    });
    const own = { ...open, omschrijving: 'Eigen', archiefnominatie: 'blijvend_bewaren', archiefactietermijn: 'P99Y' };
    expect((await d.post('resultaattypen', resultaattypeBody(zaaktype, own))).body).toMatchObject({
      archiefnominatie: 'blijvend_bewaren',
      archiefactietermijn: 'P99Y',
    });
  });
  it('omschrijvingGeneriek comes from the resultaattypeomschrijving, never from the client', async () => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const [eerste] = selectielijst().resultaattypeomschrijvingen;
    const resultaattypeomschrijving = `${LIJST}/resultaattypeomschrijvingen/${eerste!.uuid}`;
    const body = resultaattypeBody(zaaktype, { resultaattypeomschrijving, omschrijvingGeneriek: 'Zelf verzonnen' });
    expect((await d.post('resultaattypen', body)).body.omschrijvingGeneriek).toBe(eerste!.omschrijving);
  });
});

describe('ztc-003: the afleidingswijze goes with the procestermijn of the klasse', () => {
  it.each<[string, Afleidingswijze, number]>([
    ['nihil', 'afgehandeld', 201],
    ['nihil', 'hoofdzaak', 400],
    ['nihil', 'termijn', 400],
    ['ingeschatte_bestaansduur_procesobject', 'termijn', 201],
    ['ingeschatte_bestaansduur_procesobject', 'afgehandeld', 400],
    ['vast_te_leggen_datum', 'hoofdzaak', 201],
    ['vast_te_leggen_datum', 'afgehandeld', 400],
    ['vast_te_leggen_datum', 'termijn', 400],
    ['', 'afgehandeld', 201],
    ['', 'termijn', 201],
  ])('procestermijn "%s" with %s: %s', async (procestermijn, afleidingswijze, status) => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const procedure = { afleidingswijze, ...(afleidingswijze === 'termijn' && { procestermijn: 'P5Y' }) };
    const extra = { selectielijstklasse: klasse(met(procestermijn)), brondatumArchiefprocedure: procedure };
    const answer = await d.post('resultaattypen', resultaattypeBody(zaaktype, extra));
    expect(answer.status).toBe(status);
    if (status === 400) expect(codes(answer)).toEqual(['nonFieldErrors:invalid-afleidingswijze-for-procestermijn']);
  });
});

/** The table of zgw.md §2.4, 49, written out a second time: R must be filled, X must be empty, - is free. */
const TABEL: Readonly<Record<Afleidingswijze, string>> = {
  afgehandeld: 'XXXXX',
  ander_datumkenmerk: 'R-RRX',
  eigenschap: 'R-XXX',
  gerelateerde_zaak: 'X-XXX',
  hoofdzaak: 'X-XXX',
  ingangsdatum_besluit: 'X-XXX',
  vervaldatum_besluit: 'X-XXX',
  termijn: 'XXXXR',
  zaakobject: 'R-RXX',
};
const VELDEN = [
  ['ztc-004', 'datumkenmerk', 'datum', ''],
  ['ztc-005', 'einddatumBekend', true, false],
  ['ztc-006', 'objecttype', 'pand', ''],
  ['ztc-007', 'registratie', 'BAG', ''],
  ['ztc-008', 'procestermijn', 'P5Y', null],
] as const;

describe.each(VELDEN)('%s: %s', (_rule, veld, vol, leeg) => {
  const plaats = VELDEN.findIndex(([, naam]) => naam === veld);
  it.each(AFLEIDINGSWIJZEN)('with afleidingswijze %s', async (afleidingswijze) => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const goed = Object.fromEntries(
      VELDEN.map(([, naam, filled, empty], i) => [naam, TABEL[afleidingswijze][i] === 'R' ? filled : empty]),
    );
    const post = async (waarde: unknown, omschrijving: string) => {
      const brondatumArchiefprocedure = { afleidingswijze, ...goed, [veld]: waarde };
      return codes(
        await d.post('resultaattypen', resultaattypeBody(zaaktype, { omschrijving, brondatumArchiefprocedure })),
      );
    };
    const eis = TABEL[afleidingswijze][plaats];
    const naam = `brondatumArchiefprocedure.${veld}`;
    expect(await post(vol, 'vol')).toEqual(eis === 'X' ? [`${naam}:must-be-empty`] : undefined);
    expect(await post(leeg, 'leeg')).toEqual(eis === 'R' ? [`${naam}:required`] : undefined);
  });
});

describe('ztc-009: a published type is fixed', () => {
  const soorten = [
    ['zaaktype', () => d.zaaktype(catalogus), { toelichting: 'nieuw' }],
    [
      'informatieobjecttype',
      () => d.maak('informatieobjecttypen', informatieobjecttypeBody(catalogus, { omschrijving: 'Vast' })),
      { informatieobjectcategorie: 'nieuw' },
    ],
    [
      'besluittype',
      () => d.maak('besluittypen', besluittypeBody(catalogus, { omschrijving: 'Vast' })),
      { besluitcategorie: 'nieuw' },
    ],
  ] as const;
  it.each(soorten)(
    '%s: 400 on PUT, PATCH and DELETE, but its last day may be set; who may force may',
    async (_, maak, anders) => {
      const url = await maak();
      expect((await patch(url, anders)).status).toBe(200);
      const { body } = await d.publiceer(url);
      expect(body.concept).toBe(false);
      const refused = ['nonFieldErrors:non-concept-object'];
      expect(codes(await put(url, body))).toEqual(refused);
      expect(codes(await patch(url, anders))).toEqual(refused);
      expect(codes(await patch(url, { ...anders, eindeGeldigheid: '2030-01-01' }))).toEqual(refused);
      expect(codes(await remove(url))).toEqual(refused);
      expect((await patch(url, { eindeGeldigheid: '2030-01-01' })).body.eindeGeldigheid).toBe('2030-01-01');
      expect(codes(await patch(url, { eindeGeldigheid: '2025-12-31' }))).toEqual(['eindeGeldigheid:date-mismatch']);
      expect((await patch(url, anders, 'forceerder')).status).toBe(200);
      expect((await put(url, { ...body, eindeGeldigheid: null }, 'forceerder')).body.concept).toBe(false);
      expect((await remove(url, 'forceerder')).status).toBe(204);
    },
  );
});

describe('ztc-010: the parts of a published zaaktype are fixed', () => {
  const soorten: [string, (zaaktype: string) => object, object, string][] = [
    ['statustypen', (z) => statustypeBody(z, 7), { statustekst: 'nieuw' }, 'non-concept-zaaktype'],
    [
      'resultaattypen',
      (z) => resultaattypeBody(z, { omschrijving: 'Extra' }),
      { toelichting: 'x' },
      'non-concept-zaaktype',
    ],
    ['roltypen', (z) => roltypeBody(z, { omschrijving: 'Extra' }), { omschrijving: 'x' }, 'non-concept-zaaktype'],
    ['eigenschappen', (z) => eigenschapBody(z, { naam: 'Eén' }), { definitie: 'x' }, 'non-concept-zaaktype'],
    ['zaakobjecttypen', (z) => zaakobjecttypeBody(z), { relatieOmschrijving: 'x' }, 'non-concept-zaaktype'],
    ['zaaktype-informatieobjecttypen', (z) => ziotBody(z, 7), { richting: 'intern' }, 'non-concept-relation'],
  ];
  it.each(soorten)('%s: 400 on POST, PUT, PATCH and DELETE; who may force may', async (pad, body, anders, code) => {
    const zaaktype = await d.zaaktype(catalogus);
    const url = await d.maak(pad, body(zaaktype));
    await d.publiceer(zaaktype);
    const refused = [`nonFieldErrors:${code}`];
    const extra = { volgnummer: 8, omschrijving: 'Nog een', naam: 'twee' };
    expect(codes(await d.post(pad, { ...body(zaaktype), ...extra }))).toEqual(refused);
    expect(codes(await put(url, body(zaaktype)))).toEqual(refused);
    expect(codes(await patch(url, anders))).toEqual(refused);
    expect(codes(await remove(url))).toEqual(refused);
    expect((await d.post(pad, { ...body(zaaktype), ...extra }, 'forceerder')).status).toBe(201);
    expect((await put(url, { ...body(zaaktype), ...anders }, 'forceerder')).body).toMatchObject(anders);
    expect((await remove(url, 'forceerder')).status).toBe(204);
  });
  it('a part cannot leave a published zaaktype, nor enter one', async () => {
    const [fixed, open] = [await d.zaaktype(catalogus), await d.zaaktype(catalogus)];
    const inside = (await get(fixed)).body.statustypen[0];
    await d.publiceer(fixed);
    const extra = await d.maak('statustypen', statustypeBody(open, 5));
    const refused = ['nonFieldErrors:non-concept-zaaktype'];
    expect(codes(await patch(inside, { zaaktype: open, volgnummer: 9 }))).toEqual(refused);
    expect(codes(await patch(extra, { zaaktype: fixed, volgnummer: 9 }))).toEqual(refused);
    expect((await patch(inside, { zaaktype: open, volgnummer: 9 }, 'forceerder')).body.zaaktype).toBe(open);
  });
});

describe('ztc-014: who may read zaken or documenten may read zaaktypen', () => {
  it.each(['zaakmaker', 'documentlezer'])('%s: list and detail, and nothing else of the catalogus', async (as) => {
    const zaaktype = await d.zaaktype(catalogus);
    expect((await get(zaaktype, as)).status).toBe(200);
    expect((await get(`${API}/zaaktypen?status=alles`, as)).body.count).toBeGreaterThan(0);
    for (const pad of ['catalogussen', 'statustypen', 'roltypen']) {
      expect((await get(`${API}/${pad}`, as)).status).toBe(403);
    }
    expect((await patch(zaaktype, { toelichting: 'x' }, as)).status).toBe(403);
    expect((await get(`${zaaktype}?expand=statustypen`, as)).body._expand).toEqual({ statustypen: [] });
  });
});

describe('ztc-015: days and moments in an eigenschap', () => {
  it.each([
    ['datum', '8', [], undefined],
    ['datum', '10', [], ['specificatie.lengte:invalid-length']],
    ['datum', '8', ['20220728', '2022-07-28', '20220230'], [1, 2]],
    ['datum_tijd', '14', ['20220728134022'], undefined],
    ['datum_tijd', '8', ['20220728', '20220728254022'], ['specificatie.lengte:invalid-length', 0, 1]],
    ['tekst', '10', ['2022-07-28'], undefined],
    ['getal', '3', [], undefined],
  ])('%s of length %s with %j: %j', async (formaat, lengte, waardenverzameling, fouten) => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const specificatie = { formaat, lengte, kardinaliteit: '1', waardenverzameling };
    const expected = fouten?.map((f) => (typeof f === 'number' ? `specificatie.waardenverzameling.${f}:invalid` : f));
    expect(codes(await d.post('eigenschappen', eigenschapBody(zaaktype, { specificatie })))).toEqual(expected);
  });
});

describe('ztc-016: published versions do not overlap, and the last day counts', () => {
  const soorten = [
    ['zaaktype', (extra: object) => d.zaaktype(catalogus, { identificatie: 'VERSIES', ...extra })],
    [
      'informatieobjecttype',
      (extra: object) =>
        d.maak('informatieobjecttypen', informatieobjecttypeBody(catalogus, { omschrijving: 'Versies', ...extra })),
    ],
    [
      'besluittype',
      (extra: object) => d.maak('besluittypen', besluittypeBody(catalogus, { omschrijving: 'Versies', ...extra })),
    ],
  ] as const;
  it.each(soorten)('%s', async (_, maak) => {
    const first = await maak({ beginGeldigheid: '2026-01-01', eindeGeldigheid: '2026-12-31' });
    expect((await d.publiceer(first)).status).toBe(200);
    const overlap = ['beginGeldigheid:overlap'];
    for (const [beginGeldigheid, eindeGeldigheid] of [
      ['2026-12-31', null],
      ['2025-01-01', '2026-01-01'],
      ['2025-01-01', null],
      ['2026-03-01', '2026-04-01'],
    ]) {
      const url = await maak({ beginGeldigheid, eindeGeldigheid });
      expect(codes(await d.publiceer(url)), `${beginGeldigheid} ${eindeGeldigheid}`).toEqual(overlap);
      expect((await get(url)).body.concept).toBe(true);
    }
    const next = await maak({ beginGeldigheid: '2027-01-01' });
    expect((await d.publiceer(next)).status).toBe(200);
    expect(codes(await patch(first, { eindeGeldigheid: null }))).toEqual(overlap);
    expect(codes(await patch(first, { eindeGeldigheid: '2027-01-01' }, 'forceerder'))).toEqual(overlap);
    expect((await patch(first, { eindeGeldigheid: '2026-11-30' })).status).toBe(200);
  });
  it('besluittypen without a name are no versions of each other', async () => {
    for (let i = 0; i < 2; i++) {
      const url = await d.maak('besluittypen', besluittypeBody(catalogus, { omschrijving: '' }));
      expect((await d.publiceer(url)).status).toBe(200);
    }
  });
  it('the same name in another catalogus is another thing', async () => {
    const urls = [await d.zaaktype(catalogus, { identificatie: 'GELIJK' })];
    urls.push(await d.zaaktype(await d.catalogus(), { identificatie: 'GELIJK' }));
    for (const url of urls) expect((await d.publiceer(url)).status).toBe(200);
  });
  it('of versions that are published at the same moment one wins', async () => {
    // In rounds: in the first the connections are still being made, and the publishing goes one by one.
    for (const identificatie of ['RONDE-1', 'RONDE-2', 'RONDE-3']) {
      const urls: string[] = [];
      for (let i = 0; i < 4; i++) urls.push(await d.zaaktype(catalogus, { identificatie }));
      const answers = await Promise.all(urls.map((url) => d.publiceer(url)));
      expect(answers.map((a) => a.status).sort()).toEqual([200, 400, 400, 400]);
    }
  });
});

describe('the rules without a number (zgw.md §2.4, 57)', () => {
  it('400: verlenging without a term, a term of nothing, an end before the beginning', async () => {
    const post = async (extra: object) => {
      const { body } = await get(await d.zaaktype(catalogus, {}, false));
      return codes(await d.post('zaaktypen', { ...body, ...extra }));
    };
    expect(await post({ verlengingMogelijk: true })).toEqual(['verlengingstermijn:verlenging-mismatch']);
    expect(await post({ verlengingMogelijk: true, verlengingstermijn: 'P6W' })).toBeUndefined();
    expect(await post({ doorlooptijd: 'P0D', servicenorm: 'PT0S' })).toEqual([
      'doorlooptijd:empty-duration',
      'servicenorm:empty-duration',
    ]);
    expect(await post({ eindeGeldigheid: '2025-12-31' })).toEqual(['eindeGeldigheid:date-mismatch']);
    expect(await post({ eindeGeldigheid: '2026-01-01' })).toBeUndefined();
  });
  it('beginObject and eindeObject span the published versions, and the version itself; a part has those of its zaaktype', async () => {
    const version = (extra: object) => d.zaaktype(catalogus, { identificatie: 'SPAN', ...extra });
    const days = async (url: string) => {
      const { body } = await get(url);
      const part = (await get(body.statustypen[0])).body;
      expect([part.beginObject, part.eindeObject]).toEqual([body.beginObject, body.eindeObject]);
      return [body.beginObject, body.eindeObject];
    };
    const first = await version({ beginGeldigheid: '2020-01-01', eindeGeldigheid: '2020-12-31' });
    const second = await version({ beginGeldigheid: '2021-01-01', eindeGeldigheid: '2021-12-31' });
    expect(await days(second)).toEqual(['2021-01-01', '2021-12-31']);
    for (const url of [first, second]) await d.publiceer(url);
    const third = await version({ beginGeldigheid: '2022-01-01' });
    expect(await days(first)).toEqual(['2020-01-01', '2021-12-31']);
    expect(await days(third)).toEqual(['2020-01-01', null]);
    await d.publiceer(third);
    expect(await days(first)).toEqual(['2020-01-01', null]);
    expect((await patch(third, { eindeGeldigheid: '2022-06-30' })).body.eindeObject).toBe('2022-06-30');
  });
  it('lists of types name published versions that are valid today; lists of names name every version', async () => {
    const own = await d.catalogus();
    const iot = async (omschrijving: string, extra: object, publiceer = true) => {
      const url = await d.maak('informatieobjecttypen', informatieobjecttypeBody(own, { omschrijving, ...extra }));
      if (publiceer) await d.publiceer(url);
      return url;
    };
    const long = { beginGeldigheid: '2000-01-01' };
    const valid = await iot('Nu', { ...long });
    await iot('Voorbij', { ...long, eindeGeldigheid: '2001-01-01' });
    await iot('Straks', { beginGeldigheid: '2999-01-01' });
    await iot('Concept', { ...long }, false);
    const version = async (extra: object, publiceer: boolean) => {
      const url = await d.zaaktype(own, { identificatie: 'NAMEN', ...extra });
      for (const [i, naam] of ['Nu', 'Voorbij', 'Straks', 'Concept'].entries()) {
        await d.maak('zaaktype-informatieobjecttypen', ziotBody(url, i + 1, { informatieobjecttype: naam }));
      }
      if (publiceer) await d.publiceer(url);
      return url;
    };
    const current = await version(long, true);
    const concept = await version({ beginGeldigheid: '2026-01-01' }, false);
    for (const url of [current, concept]) {
      expect((await get(url)).body).toMatchObject({
        informatieobjecttypen: [valid],
        informatieobjecttypeOmschrijving: ['Concept', 'Nu', 'Straks', 'Voorbij'],
      });
    }
    expect((await get(valid)).body).toMatchObject({ zaaktypen: [current], zaaktypeIdentificaties: ['NAMEN'] });
  });
});
