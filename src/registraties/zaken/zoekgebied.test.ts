/** `_zoek` with `zaakgeometrie.within`, as a client meets it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newZaak, publishedZaaktype, type Registers, registers } from '../registers.testhulp.ts';

let r: Registers;
beforeAll(async () => {
  r = await registers();
  const t = await publishedZaaktype(r);
  const zaken: Record<string, object | null> = {
    DAM: { type: 'Point', coordinates: [4.8926, 52.3731] },
    UTRECHT: { type: 'Point', coordinates: [5.1214, 52.0907] },
    A2: {
      type: 'LineString',
      coordinates: [
        [4.9, 52.3],
        [5.1, 52.1],
      ],
    },
    NERGENS: null,
  };
  for (const [identificatie, zaakgeometrie] of Object.entries(zaken)) {
    await newZaak(r, t.zaaktype, { identificatie, zaakgeometrie });
  }
});

const ring = (w: number, z: number, o: number, n: number) => [
  [w, z],
  [o, z],
  [o, n],
  [w, n],
  [w, z],
];
const zoek = (zaakgeometrie: unknown, extra: object = {}) =>
  r.send('POST', '/zaken/api/v1/zaken/_zoek', { zaakgeometrie, ordering: 'identificatie', ...extra });
const found = async (within: object, extra: object = {}): Promise<string[]> =>
  (await zoek({ within }, extra)).body.results.map((zaak: { identificatie: string }) => zaak.identificatie);

describe('POST zaken/_zoek, zaakgeometrie.within', () => {
  it('finds what lies in a polygon, around its hole, and in any part of several', async () => {
    expect(await found({ type: 'Polygon', coordinates: [ring(4, 52, 6, 53)] })).toEqual(['A2', 'DAM', 'UTRECHT']);
    expect(await found({ type: 'Polygon', coordinates: [ring(4.8, 52.3, 5, 52.4)] })).toEqual(['DAM']);
    const gat = ring(5.12, 52.09, 5.13, 52.1);
    expect(await found({ type: 'Polygon', coordinates: [ring(4, 52, 6, 53), gat] })).toEqual(['A2', 'DAM']);
    const delen = [[ring(4.8, 52.3, 5, 52.4)], [ring(5.1, 52, 5.2, 52.1)]];
    expect(await found({ type: 'MultiPolygon', coordinates: delen })).toEqual(['DAM', 'UTRECHT']);
  });
  it('decides on the border itself, to the last digit', async () => {
    const links = (oost: number) => found({ type: 'Polygon', coordinates: [ring(4.8, 52.3, oost, 52.4)] });
    expect(await links(4.8926)).toEqual([]);
    expect(await links(4.8926000000000007)).toEqual(['DAM']);
  });
  it('goes together with the other conditions, counts exactly, and pages', async () => {
    const within = { type: 'Polygon', coordinates: [ring(4, 52, 6, 53)] };
    expect(await found(within, { identificatie: 'DAM' })).toEqual(['DAM']);
    const { body } = await r.send('POST', '/zaken/api/v1/zaken/_zoek?pageSize=2', { zaakgeometrie: { within } });
    expect([body.count, body.results.length]).toEqual([3, 2]);
    expect((await zoek({})).body.count).toBe(4);
  });
  it('shows nothing of zaaktypen that were not given', async () => {
    const lines = [{ component: 'zrc', scopes: ['zaken.lezen'], type: crypto.randomUUID(), max: 'zeer_geheim' }];
    await r.client('elders', lines);
    const zaakgeometrie = { within: { type: 'Polygon', coordinates: [ring(4, 52, 6, 53)] } };
    const { body } = await r.send('POST', '/zaken/api/v1/zaken/_zoek', { zaakgeometrie }, { as: 'elders' });
    expect(body.count).toBe(0);
    await r.client('niemand', []);
    expect((await r.send('POST', '/zaken/api/v1/zaken/_zoek', { zaakgeometrie }, { as: 'niemand' })).status).toBe(403);
  });
  it.each<[string, unknown]>([
    ['no object', 'hier'],
    ['no GeoJSON', { within: { type: 'Cirkel' } }],
    ['an open ring', { within: { type: 'Polygon', coordinates: [ring(4, 52, 6, 53).slice(0, 4)] } }],
    ['a coordinate beyond the world', { within: { type: 'Point', coordinates: [181, 0] } }],
    ['more positions than fit', { within: { type: 'MultiPoint', coordinates: Array(10_001).fill([5, 52]) } }],
  ])('400 for %s', async (_, zaakgeometrie) => {
    const { status, body } = await zoek(zaakgeometrie);
    expect([status, body.invalidParams[0].name]).toEqual([400, 'zaakgeometrie']);
  });
});
