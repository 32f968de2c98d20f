/** The historiemodel of the Catalogi API 1.3.3: versions, references by name, and what is shown for which day. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Registers } from '../registers.testhulp.ts';
import {
  API,
  beginnen,
  besluittypeBody,
  codes,
  type Doen,
  informatieobjecttypeBody,
  resultaattypeBody,
  ziotBody,
} from './catalogi.testhulp.ts';

let r: Registers;
let d: Doen;

beforeAll(async () => {
  ({ r, d } = await beginnen());
});

const get = async (path: string) => (await r.send('GET', path, undefined, { as: 'schrijver' })).body;
const patch = (url: string, body: object) => r.send('PATCH', url, body, { as: 'schrijver' });

async function gepubliceerd(pad: string, body: object): Promise<string> {
  const url = await d.maak(pad, body);
  expect((await d.publiceer(url)).status).toBe(200);
  return url;
}

/** The story of historie_model.md: two versions of ZT1 and two of BT1, each tied to the other by name. */
async function verhaal() {
  const catalogus = await d.catalogus();
  const besluittype = (extra: object) => besluittypeBody(catalogus, { omschrijving: 'BT1', ...extra });
  const bt1 = await gepubliceerd('besluittypen', besluittype({ beginGeldigheid: '2023-01-01' }));
  const zaaktype = (extra: object) => d.zaaktype(catalogus, { identificatie: 'ZT1', besluittypen: ['BT1'], ...extra });
  const zt1 = await zaaktype({ beginGeldigheid: '2023-01-01' });
  await d.publiceer(zt1);
  const zt2 = await zaaktype({ beginGeldigheid: '2024-01-01' });
  await patch(zt1, { eindeGeldigheid: '2023-12-31' });
  await d.publiceer(zt2);
  const bt2 = await d.maak('besluittypen', besluittype({ beginGeldigheid: '2024-07-01' }));
  await patch(bt1, { eindeGeldigheid: '2024-06-30' });
  await d.publiceer(bt2);
  return { catalogus, bt1, bt2, zt1, zt2 };
}

describe('the story of the historiemodel', () => {
  let v: Awaited<ReturnType<typeof verhaal>>;
  let lijst: (extra: string, soort?: string) => Promise<{ url: string; besluittypen: string[]; zaaktypen: string[] }[]>;
  beforeAll(async () => {
    v = await verhaal();
    lijst = async (extra, soort = 'zaaktypen') =>
      (await get(`${API}/${soort}?catalogus=${encodeURIComponent(v.catalogus)}${extra}`)).results;
  });

  it('without a day every version is listed, with the related versions of today', async () => {
    const zaaktypen = await lijst('&identificatie=ZT1');
    const bijZaaktype = Object.fromEntries(zaaktypen.map(({ url, besluittypen }) => [url, besluittypen]));
    expect(bijZaaktype).toEqual({ [v.zt1]: [v.bt2], [v.zt2]: [v.bt2] });
    const besluittypen = await lijst('&omschrijving=BT1', 'besluittypen');
    const bijBesluittype = Object.fromEntries(besluittypen.map(({ url, zaaktypen: zt }) => [url, zt]));
    expect(bijBesluittype).toEqual({ [v.bt1]: [v.zt2], [v.bt2]: [v.zt2] });
  });
  it.each([
    ['2022-12-31', null, null],
    ['2023-04-01', 'zt1', 'bt1'],
    ['2023-12-31', 'zt1', 'bt1'],
    ['2024-01-01', 'zt2', 'bt1'],
    ['2024-06-30', 'zt2', 'bt1'],
    ['2024-07-01', 'zt2', 'bt2'],
    ['2999-01-01', 'zt2', 'bt2'],
  ] as const)('datumGeldigheid=%s: %s with %s', async (dag, zt, bt) => {
    const found = await lijst(`&identificatie=ZT1&datumGeldigheid=${dag}`);
    expect(found.map(({ url, besluittypen }) => [url, besluittypen])).toEqual(zt ? [[v[zt], [v[bt]]]] : []);
    const back = await lijst(`&omschrijving=BT1&datumGeldigheid=${dag}`, 'besluittypen');
    expect(back.map(({ url, zaaktypen }) => [url, zaaktypen])).toEqual(bt ? [[v[bt], [v[zt]]]] : []);
  });
  it('the detail of a zaaktype takes the day too, with its HEAD, and in what it expands; of a besluittype it does not', async () => {
    const then = await get(`${v.zt1}?datumGeldigheid=2024-03-01&expand=besluittypen.zaaktypen`);
    expect(then).toMatchObject({ url: v.zt1, besluittypen: [v.bt1], besluittypeOmschrijving: ['BT1'] });
    expect(then._expand.besluittypen).toMatchObject([{ url: v.bt1, zaaktypen: [v.zt2] }]);
    expect(then._expand.besluittypen[0]._expand.zaaktypen).toMatchObject([{ url: v.zt2, besluittypen: [v.bt1] }]);
    const heads = await Promise.all(
      ['?datumGeldigheid=2024-03-01', '?datumGeldigheid=2024-08-01', ''].map((query) =>
        r.send('HEAD', `${v.zt1}${query}`),
      ),
    );
    const [before, after, now] = heads.map(({ headers }) => headers['etag']);
    expect(after).toBe(now);
    expect(before).not.toBe(now);
    for (const dag of ['gisteren', '2024-02-30', '']) {
      const answer = await r.send('GET', `${v.zt1}?datumGeldigheid=${dag}`);
      expect([answer.status, codes(answer)]).toEqual([400, ['datumGeldigheid:invalid']]);
    }
    const refused = await r.send('GET', `${v.bt1}?datumGeldigheid=2024-03-01`);
    expect(codes(refused)).toEqual(['nonFieldErrors:unknown-parameters']);
  });
  it('today is the day in Amsterdam by our own clock', async () => {
    const { r: own, d: it } = await beginnen();
    const catalogus = await it.catalogus();
    const bt = await it.maak('besluittypen', besluittypeBody(catalogus, { beginGeldigheid: '2027-01-01' }));
    await it.publiceer(bt);
    const zt = await it.zaaktype(catalogus, { besluittypen: ['Toekenning'] });
    const shown = async () => (await own.send('GET', zt)).body.besluittypen;
    own.clock.set(new Date('2026-12-31T22:59:59Z'));
    expect(await shown()).toEqual([]);
    own.clock.set(new Date('2026-12-31T23:00:00Z'));
    expect(await shown()).toEqual([bt]);
  });
});

describe('references by name', () => {
  it('an address counts as the name behind it, of every version; a name may come before what it names', async () => {
    const { catalogus, bt1, bt2 } = await verhaal();
    const url = await d.zaaktype(catalogus, { besluittypen: [bt1, 'BT1', 'Later', bt2] });
    expect(await get(url)).toMatchObject({ besluittypen: [bt2], besluittypeOmschrijving: ['BT1', 'Later'] });
    const later = await gepubliceerd('besluittypen', besluittypeBody(catalogus, { omschrijving: 'Later' }));
    expect((await get(url)).besluittypen.toSorted()).toEqual([bt2, later].toSorted());
    // Other fields leave them as they are.
    expect((await patch(url, { toelichting: 'x' })).body.besluittypeOmschrijving).toEqual(['BT1', 'Later']);
  });
  it('400: an address where nothing is, or that leads to another catalogus', async () => {
    const [catalogus, ander] = [await d.catalogus(), await d.catalogus()];
    const elders = await d.maak('besluittypen', besluittypeBody(ander));
    const nergens = elders.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
    const { body } = await r.send('GET', await d.zaaktype(catalogus));
    const refused = ['besluittypen.0:bad-url', 'besluittypen.2:relations-incorrect-catalogus'];
    expect(codes(await d.post('zaaktypen', { ...body, besluittypen: [nergens, 'x', elders] }))).toEqual(refused);
  });
  it('deelzaaktypen and gerelateerdeZaaktypen go by identificatie, and can be expanded', async () => {
    const { catalogus, zt1, zt2 } = await verhaal();
    const elders = await d.zaaktype(await d.catalogus());
    const buiten = 'https://elders.example/zaaktypen/1';
    const relatie = (zaaktype: string, toelichting: string) => ({ zaaktype, aardRelatie: 'vervolg', toelichting });
    const url = await d.zaaktype(catalogus, {
      deelzaaktypen: ['ZT1', zt1, 'NOOIT'],
      gerelateerdeZaaktypen: [
        relatie(buiten, 'buiten'),
        relatie('NOOIT', 'niets'),
        relatie(zt1, 'adres'),
        relatie('ZT1', 'naam'),
        relatie(elders, 'elders'),
      ],
    });
    const found = await get(`${url}?expand=deelzaaktypen,gerelateerdeZaaktypen`);
    const shown = (zaaktype: string, identificatie: string, toelichting: string) => ({
      ...relatie(zaaktype, toelichting),
      zaaktypeIdentificatie: identificatie,
    });
    expect(found).toMatchObject({
      deelzaaktypen: [zt2],
      deelzaaktypeIdentificaties: ['ZT1', 'NOOIT'],
      gerelateerdeZaaktypen: [
        shown(buiten, '', 'buiten'),
        shown(zt2, 'ZT1', 'adres'),
        shown(zt2, 'ZT1', 'naam'),
        shown(elders, '', 'elders'),
      ],
      _expand: { deelzaaktypen: [{ url: zt2 }], gerelateerdeZaaktypen: [{ url: zt2 }] },
    });
    expect((await get(`${url}?datumGeldigheid=2023-06-01`)).deelzaaktypen).toEqual([zt1]);
    const nergens = zt1.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
    const refused = ['gerelateerdeZaaktypen.0.zaaktype:bad-url'];
    expect(codes(await patch(url, { gerelateerdeZaaktypen: [relatie(nergens, '')] }))).toEqual(refused);
  });
  it('a resultaattype names besluittypen and informatieobjecttypen, and a besluittype the resultaattypen that name it', async () => {
    const { catalogus, bt1, bt2 } = await verhaal();
    const iot = await gepubliceerd('informatieobjecttypen', informatieobjecttypeBody(catalogus));
    const zaaktype = await d.zaaktype(catalogus);
    const namen = { besluittypen: [bt1], informatieobjecttypen: ['Aanvraag'] };
    const url = await d.maak('resultaattypen', resultaattypeBody(zaaktype, { ...namen, omschrijving: 'Met besluit' }));
    expect(await get(url)).toMatchObject({
      besluittypen: [bt2],
      besluittypeOmschrijving: ['BT1'],
      informatieobjecttypen: [iot],
      informatieobjecttypeOmschrijving: ['Aanvraag'],
    });
    expect((await get(bt2)).resultaattypen).toEqual([]);
    await d.publiceer(zaaktype);
    expect(await get(bt2)).toMatchObject({ resultaattypen: [url], resultaattypenOmschrijving: ['Met besluit'] });
  });
  it('a besluittype and the informatieobjecttypen in which it is recorded know each other', async () => {
    const catalogus = await d.catalogus();
    const iot = await gepubliceerd('informatieobjecttypen', informatieobjecttypeBody(catalogus));
    const bt = await gepubliceerd('besluittypen', besluittypeBody(catalogus, { informatieobjecttypen: [iot] }));
    expect(await get(bt)).toMatchObject({
      informatieobjecttypen: [iot],
      informatieobjecttypeOmschrijvingen: ['Aanvraag'],
      vastgelegdIn: ['Aanvraag'],
    });
    expect(await get(iot)).toMatchObject({ besluittypen: [bt], besluittypeOmschrijving: ['Toekenning'] });
    const count = async (query: string) =>
      (await get(`${API}/besluittypen?catalogus=${encodeURIComponent(catalogus)}&${query}`)).count;
    for (const query of [`informatieobjecttypen=${encodeURIComponent(iot)}`, 'informatieobjecttypen=Aanvraag']) {
      expect(await count(query), query).toBe(1);
    }
    expect(await count('informatieobjecttypen=Anders')).toBe(0);
  });
  it('besluittypen are found by a version of a zaaktype, and by its identificatie', async () => {
    const { catalogus, bt2, zt1 } = await verhaal();
    const ander = await d.zaaktype(catalogus, { besluittypen: [] });
    const found = async (zaaktypen: string) =>
      (
        await get(
          `${API}/besluittypen?datumGeldigheid=2026-01-01&catalogus=${encodeURIComponent(catalogus)}&zaaktypen=${encodeURIComponent(zaaktypen)}`,
        )
      ).results;
    expect(await found('ZT1')).toMatchObject([{ url: bt2 }]);
    expect(await found(zt1)).toMatchObject([{ url: bt2 }]);
    for (const none of [ander, 'NIETS']) expect(await found(none)).toEqual([]);
  });
  it('expand follows them, both ways', async () => {
    const { catalogus, bt2, zt2 } = await verhaal();
    const paden = 'catalogus.besluittypen,zaaktypen.besluittypen,informatieobjecttypen,resultaattypen';
    const { _expand } = await get(`${bt2}?expand=${paden}`);
    expect(_expand).toMatchObject({
      catalogus: { url: catalogus },
      zaaktypen: [{ url: zt2, _expand: { besluittypen: [{ url: bt2 }] } }],
      informatieobjecttypen: [],
      resultaattypen: [],
    });
    expect(_expand.catalogus._expand.besluittypen).toHaveLength(2);
  });
  it('a zaaktype-informatieobjecttype takes an address too', async () => {
    const catalogus = await d.catalogus();
    const iot = await gepubliceerd('informatieobjecttypen', informatieobjecttypeBody(catalogus));
    const zaaktype = await d.zaaktype(catalogus);
    const url = await d.maak('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1, { informatieobjecttype: iot }));
    expect(await get(`${url}?expand=informatieobjecttype`)).toMatchObject({
      informatieobjecttype: 'Aanvraag',
      _expand: { informatieobjecttype: { url: iot } },
    });
    expect((await get(zaaktype)).informatieobjecttypen).toEqual([iot]);
  });
});
