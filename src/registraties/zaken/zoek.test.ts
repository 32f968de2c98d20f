/** POST /zaken/_zoek: the list with its conditions in the body, and a choice of fields (zrc-029). */
import { beforeAll, describe, expect, it } from 'vitest';
import { BASE, newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';

const ZOEK = '/zaken/api/v1/zaken/_zoek';

let r: Registers;
let t: Zaaktype;
let zaken: string[];
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
  zaken = [];
  for (let i = 0; i < 3; i++) {
    zaken.push(await newZaak(r, t.zaaktype, { identificatie: `Z${i}`, startdatum: `2026-10-0${i + 1}` }));
  }
});

const zoek = async (body: object, query = '', as = 'beheer') => r.send('POST', `${ZOEK}${query}`, body, { as });
const found = async (body: object): Promise<string[]> =>
  (await zoek(body)).body.results.map((zaak: { identificatie: string }) => zaak.identificatie);

describe('_zoek', () => {
  it('finds by uuid, by zaaktype, and by everything that the list filters on, together', async () => {
    const uuids = zaken.map((url) => url.split('/').at(-1)!);
    expect(await found({ uuid__in: uuids.slice(0, 2), ordering: 'identificatie' })).toEqual(['Z0', 'Z1']);
    expect(await found({ uuid__in: uuids, startdatum__gt: '2026-10-01', ordering: '-identificatie' })).toEqual([
      'Z2',
      'Z1',
    ]);
    expect(await found({ zaaktype__in: [t.zaaktype], identificatie: 'Z1' })).toEqual(['Z1']);
    expect(
      await found({ zaaktype__in: [`${BASE}/catalogi/api/v1/zaaktypen/00000000-0000-4000-8000-000000000000`] }),
    ).toEqual([]);
    expect(
      await found({ einddatum__isnull: true, archiefstatus__in: ['nog_te_archiveren'], uuid__in: uuids.slice(2) }),
    ).toEqual(['Z2']);
    expect(await found({ uuid__in: [] })).toEqual([]);
  });
  it('pages by its address, since the next page is one', async () => {
    const { body } = await zoek({ ordering: 'identificatie' }, '?pageSize=2');
    expect([body.count, body.results.length, body.previous]).toEqual([3, 2, null]);
    expect(body.next).toBe(`${BASE}${ZOEK}?pageSize=2&page=2`);
    const next = await r.send('POST', body.next, { ordering: 'identificatie' });
    expect(next.body.results.map((z: { identificatie: string }) => z.identificatie)).toEqual(['Z2']);
  });
  it('shows nothing that the list would not show', async () => {
    await r.client('niets', [
      { component: 'zrc', scopes: ['zaken.lezen'], type: crypto.randomUUID(), max: 'zeer_geheim' },
    ]);
    const { body } = await zoek({ uuid__in: zaken.map((url) => url.split('/').at(-1)!) }, '', 'niets');
    expect(body).toMatchObject({ count: 0, results: [] });
  });
  it('400 tells what is wrong by name; an unknown key is ignored, an unknown parameter is not', async () => {
    const { status, body } = await zoek({ uuid__in: ['nee'], zaaktype__in: 'x', startdatum: 'gisteren', onzin: 1 });
    expect(status).toBe(400);
    expect(body.invalidParams.map((p: { name: string }) => p.name)).toEqual(['startdatum']);
    const second = await zoek({ uuid__in: ['nee'], zaaktype__in: 'x' });
    expect(second.body.invalidParams.map((p: { name: string }) => p.name)).toEqual(['uuid__in', 'zaaktype__in']);
    expect((await zoek({}, '?startdatum=2026-10-01')).body.invalidParams[0].code).toBe('unknown-parameters');
    expect((await zoek([])).status).toBe(400);
  });
});

describe('fields (zrc-029)', () => {
  it('shows the chosen fields only, of the zaak and of what hangs off it, whatever their capitals', async () => {
    const { body } = await zoek({
      identificatie: 'Z0',
      fields: [
        'url',
        'IDENTIFICATIE',
        'bestaatniet',
        { zaaktype: ['omschrijving', { catalogus: ['domein'] }], processobject: ['identificatie'] },
      ],
    });
    expect(body.results).toEqual([
      {
        url: zaken[0],
        identificatie: 'Z0',
        processobject: null,
        _expand: {
          zaaktype: { omschrijving: expect.any(String), _expand: { catalogus: { domein: expect.any(String) } } },
        },
      },
    ]);
  });
  it('"*" is everything; a relation alone leaves nothing of the zaak itself', async () => {
    const all = await zoek({ identificatie: 'Z0', fields: ['*'] });
    expect(all.body.results).toEqual([(await r.send('GET', zaken[0]!)).body]);
    const only = await zoek({ identificatie: 'Z0', fields: [{ zaaktype: ['*'] }] });
    expect(Object.keys(only.body.results[0])).toEqual(['_expand']);
    expect(only.body.results[0]._expand.zaaktype.url).toBe(t.zaaktype);
  });
  it('is refused beside expand, and for the inside of what has none', async () => {
    expect((await zoek({ fields: ['url'], expand: 'zaaktype' })).status).toBe(400);
    expect((await zoek({ fields: 'url' })).status).toBe(400);
    expect((await zoek({ fields: [] })).status).toBe(400);
    expect((await zoek({ fields: [{ identificatie: ['x'] }] })).status).toBe(404);
    expect((await zoek({ fields: [{ toString: ['x'] }] })).status).toBe(404);
  });
});
