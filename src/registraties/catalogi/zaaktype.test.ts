/** A zaaktype and what hangs off it: its parts, its end status, what they repeat, and what removing takes along. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BASE, newZaak, type Registers, registers } from '../registers.testhulp.ts';
import {
  API,
  clients,
  codes,
  type Doen,
  doen,
  informatieobjecttypeBody,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
  ziotBody,
} from './catalogi.testhulp.ts';

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
const patch = (url: string, body: object) => r.send('PATCH', url, body, { as: 'schrijver' });
const remove = (url: string, as = 'schrijver') => r.send('DELETE', url, undefined, { as });

describe('a zaaktype and its parts', () => {
  it('the zaaktype names its parts, each part its zaaktype, catalogus and validity', async () => {
    const zaaktype = await d.zaaktype(catalogus, { eindeGeldigheid: '2029-12-31' });
    const { body } = await get(zaaktype);
    expect([body.statustypen.length, body.resultaattypen.length, body.roltypen.length]).toEqual([2, 1, 1]);
    expect(body).toMatchObject({ concept: true, resultaattypeOmschrijving: ['Verleend'], besluittypen: [] });
    for (const part of [body.statustypen[0], body.resultaattypen[0], body.roltypen[0]]) {
      expect((await get(part)).body).toMatchObject({
        zaaktype,
        zaaktypeIdentificatie: body.identificatie,
        catalogus,
        beginGeldigheid: '2026-01-01',
        eindeGeldigheid: '2029-12-31',
      });
    }
  });
  it('the statustype with the highest volgnummer is the end status, also in the answer that makes it so', async () => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const [een, twee] = [1, 2].map((n) => statustypeBody(zaaktype, n));
    const first = await d.post('statustypen', een!);
    const second = await d.post('statustypen', twee!);
    expect([first.body.isEindstatus, second.body.isEindstatus]).toEqual([true, true]);
    expect((await get(first.body.url)).body.isEindstatus).toBe(false);
    expect((await patch(second.body.url, { volgnummer: 9 })).body.isEindstatus).toBe(true);
    expect((await patch(second.body.url, { volgnummer: 5 })).body.isEindstatus).toBe(true);
    expect((await patch(first.body.url, { volgnummer: 4 })).body.isEindstatus).toBe(false);
    expect((await patch(first.body.url, { volgnummer: 6 })).body.isEindstatus).toBe(true);
  });
  it('400: a number or name that the zaaktype has already', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    expect(codes(await d.post('statustypen', statustypeBody(zaaktype, 1)))).toEqual(['nonFieldErrors:unique']);
    expect(codes(await d.post('resultaattypen', resultaattypeBody(zaaktype)))).toEqual(['nonFieldErrors:unique']);
    await d.maak('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1));
    expect(codes(await d.post('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1)))).toEqual([
      'nonFieldErrors:unique',
    ]);
  });
  it('400: the statustype of a document is one of the same zaaktype', async () => {
    const [zaaktype, other] = [await d.zaaktype(catalogus), await d.zaaktype(catalogus)];
    const statustype = async (of: string) => (await get(of)).body.statustypen[0];
    const post = async (address: string) =>
      codes(await d.post('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1, { statustype: address })));
    expect(await post(await statustype(other))).toEqual(['statustype:zaaktype-mismatch']);
    expect(await post(`${BASE}${API}/statustypen/00000000-0000-4000-8000-000000000000`)).toEqual([
      'statustype:does_not_exist',
    ]);
    expect(await post(await statustype(zaaktype))).toBeUndefined();
  });
  it('400: what a part repeats of its zaaktype must be the same there (1.3.3, "Datum beginGeldigheid")', async () => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const elsewhere = { catalogus: await d.catalogus(), beginGeldigheid: '2025-01-01' };
    expect(codes(await d.post('roltypen', roltypeBody(zaaktype, elsewhere)))).toEqual([
      'catalogus:relations-incorrect-catalogus',
      'beginGeldigheid:date-mismatch',
    ]);
    expect(codes(await d.post('statustypen', statustypeBody(zaaktype, 1, elsewhere)))).toEqual([
      'beginGeldigheid:date-mismatch',
    ]);
    const same = { catalogus, beginGeldigheid: '2026-01-01' };
    expect((await d.post('resultaattypen', resultaattypeBody(zaaktype, same))).body).toMatchObject(same);
  });
  it('204: a concept goes with all its parts; 404 after', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    const { body } = await get(zaaktype);
    await d.maak('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1, { statustype: body.statustypen[0] }));
    expect(codes(await remove(body.statustypen[0]))).toEqual(['nonFieldErrors:pending-relations']);
    expect((await remove(body.statustypen[1])).status).toBe(204);
    expect((await remove(zaaktype)).status).toBe(204);
    for (const url of [zaaktype, body.statustypen[0], body.roltypen[0]]) expect((await get(url)).status).toBe(404);
  });
  it('expand brings them along, both ways, through the catalogus and by name', async () => {
    const own = await d.catalogus();
    const iot = await d.maak('informatieobjecttypen', informatieobjecttypeBody(own, { beginGeldigheid: '2020-01-01' }));
    await d.publiceer(iot);
    const zaaktype = await d.zaaktype(own, { beginGeldigheid: '2020-01-01' });
    const ziot = await d.maak('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1));
    await d.publiceer(zaaktype);
    const { body } = await get(`${zaaktype}?expand=catalogus,statustypen.zaaktype,informatieobjecttypen.zaaktypen`);
    expect(body._expand.catalogus.url).toBe(own);
    expect(body._expand.statustypen).toHaveLength(2);
    expect(body._expand.statustypen[0]._expand.zaaktype.url).toBe(zaaktype);
    expect(body._expand.informatieobjecttypen[0]._expand.zaaktypen[0].url).toBe(zaaktype);
    const part = await get(`${ziot}?expand=informatieobjecttype,catalogus`);
    expect(part.body._expand).toMatchObject({ informatieobjecttype: { url: iot }, catalogus: { url: own } });
  });
});

describe('what is in use', () => {
  it('400: a published zaaktype that a zaak is of stays, also for who may force', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    await d.publiceer(zaaktype);
    await newZaak(r, zaaktype);
    expect(codes(await remove(zaaktype, 'forceerder'))).toEqual(['nonFieldErrors:pending-relations']);
    expect((await get(zaaktype)).status).toBe(200);
  });
});
