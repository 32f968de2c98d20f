/** Eigenschappen and zaakobjecttypen: what hangs off a zaaktype beside its statussen, resultaten and rollen. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Registers } from '../registers.testhulp.ts';
import {
  API,
  beginnen,
  codes,
  type Doen,
  eigenschapBody,
  statustypeBody,
  zaakobjecttypeBody,
} from './catalogi.testhulp.ts';

let r: Registers;
let d: Doen;
let catalogus: string;

beforeAll(async () => {
  ({ r, d } = await beginnen());
  catalogus = await d.catalogus();
});

const get = async (path: string) => (await r.send('GET', path, undefined, { as: 'schrijver' })).body;
const patch = (url: string, body: object) => r.send('PATCH', url, body, { as: 'schrijver' });
const nergens = (url: string) => url.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');

describe('an eigenschap', () => {
  it('stands in its zaaktype, repeats its validity, and is expanded from it', async () => {
    const zaaktype = await d.zaaktype(catalogus, { eindeGeldigheid: '2029-12-31' });
    const url = await d.maak('eigenschappen', eigenschapBody(zaaktype));
    const { identificatie, eigenschappen } = await get(zaaktype);
    expect(eigenschappen).toEqual([url]);
    expect(await get(url)).toMatchObject({
      catalogus,
      zaaktypeIdentificatie: identificatie,
      beginGeldigheid: '2026-01-01',
      eindeGeldigheid: '2029-12-31',
      specificatie: { groep: '', waardenverzameling: [] },
    });
    expect((await get(`${zaaktype}?expand=eigenschappen`))._expand.eigenschappen).toMatchObject([{ url }]);
  });
  it('400: a name that the zaaktype has already, and a statustype that is not there or not of the zaaktype', async () => {
    const [zaaktype, ander] = [await d.zaaktype(catalogus), await d.zaaktype(catalogus)];
    await d.maak('eigenschappen', eigenschapBody(zaaktype));
    expect(codes(await d.post('eigenschappen', eigenschapBody(zaaktype)))).toEqual(['nonFieldErrors:unique']);
    const [statustype] = (await get(ander)).statustypen;
    const post = async (address: string) =>
      codes(await d.post('eigenschappen', eigenschapBody(zaaktype, { naam: 'x', statustype: address })));
    expect(await post(statustype)).toEqual(['statustype:zaaktype-mismatch']);
    expect(await post(nergens(statustype))).toEqual(['statustype:does_not_exist']);
  });
  it('is asked for by a status: told at either side, shown at both', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    const [een, twee] = await Promise.all(
      ['een', 'twee'].map((naam) => d.maak('eigenschappen', eigenschapBody(zaaktype, { naam }))),
    );
    const made = await d.post('statustypen', statustypeBody(zaaktype, 7, { eigenschappen: [een] }));
    const statustype = made.body.url;
    expect(made).toMatchObject({ status: 201, body: { eigenschappen: [een] } });
    expect((await get(een!)).statustype).toBe(statustype);
    await patch(twee!, { statustype });
    expect((await get(statustype)).eigenschappen.toSorted()).toEqual([een, twee].toSorted());
    expect((await patch(statustype, { eigenschappen: [twee] })).body.eigenschappen).toEqual([twee]);
    expect((await get(een!)).statustype).toBeNull();
    expect((await patch(statustype, { statustekst: 'x' })).body.eigenschappen).toEqual([twee]);
    expect((await get(`${statustype}?expand=eigenschappen`))._expand.eigenschappen).toMatchObject([{ url: twee }]);
  });
  it('400: a status asks for eigenschappen that are there, of its own zaaktype', async () => {
    const [zaaktype, ander] = [await d.zaaktype(catalogus), await d.zaaktype(catalogus)];
    const elders = await d.maak('eigenschappen', eigenschapBody(ander));
    const refused = ['eigenschappen.0:zaaktype-mismatch', 'eigenschappen.1:bad-url'];
    const body = statustypeBody(zaaktype, 7, { eigenschappen: [elders, nergens(elders)] });
    expect(codes(await d.post('statustypen', body))).toEqual(refused);
    expect((await get(zaaktype)).statustypen).toHaveLength(2);
  });
});

describe('a zaakobjecttype', () => {
  it('stands in its zaaktype, concept or not, and repeats its catalogus', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    const url = await d.maak('zaakobjecttypen', zaakobjecttypeBody(zaaktype, { catalogus }));
    expect((await get(zaaktype)).zaakobjecttypen).toEqual([url]);
    expect(await get(url)).toMatchObject({
      catalogus,
      resultaattypen: [],
      resultaattypeOmschrijving: [],
      statustypen: [],
    });
    const elders = { catalogus: await d.catalogus() };
    expect(codes(await d.post('zaakobjecttypen', zaakobjecttypeBody(zaaktype, elders)))).toEqual([
      'catalogus:relations-incorrect-catalogus',
    ]);
  });
  it('is found by each of its filters, and by nothing else', async () => {
    const own = await d.catalogus();
    const zaaktype = await d.zaaktype(own, { identificatie: 'OBJECTEN', eindeGeldigheid: '2026-12-31' });
    const objecttype = 'https://elders.example/objecttypen/boom';
    const extra = { anderObjecttype: true, objecttype, relatieOmschrijving: 'De boom' };
    const url = await d.maak('zaakobjecttypen', zaakobjecttypeBody(zaaktype, extra));
    const goed: Record<string, string> = {
      anderObjecttype: 'true',
      catalogus: own,
      datumBeginGeldigheid: '2026-01-01',
      datumEindeGeldigheid: '2026-12-31',
      datumGeldigheid: '2026-06-01',
      objecttype,
      relatieOmschrijving: 'De boom',
      zaaktype,
      zaaktypeIdentificatie: 'OBJECTEN',
    };
    const fout: Record<string, string> = {
      anderObjecttype: 'false',
      catalogus,
      datumBeginGeldigheid: '2026-01-02',
      datumEindeGeldigheid: '2027-12-31',
      datumGeldigheid: '2027-01-01',
      objecttype: 'https://elders.example/objecttypen/tak',
      relatieOmschrijving: 'De tak',
      zaaktype: nergens(zaaktype),
      zaaktypeIdentificatie: 'IETS',
    };
    const found = async (query: Record<string, string>) =>
      (await get(`${API}/zaakobjecttypen?${new URLSearchParams(query)}`)).results.map(
        (one: { url: string }) => one.url,
      );
    expect(await found(goed)).toEqual([url]);
    for (const name of Object.keys(goed)) expect(await found({ ...goed, [name]: fout[name]! }), name).toEqual([]);
    const spoiled = { catalogus: 'x', datumBeginGeldigheid: 'nu', anderObjecttype: 'misschien', status: 'alles' };
    const answer = await r.send('GET', `${API}/zaakobjecttypen?${new URLSearchParams(spoiled)}`);
    expect(codes(answer)?.toSorted()).toEqual([
      'anderObjecttype:invalid',
      'catalogus:invalid',
      'datumBeginGeldigheid:invalid',
      'nonFieldErrors:unknown-parameters',
    ]);
  });
});
