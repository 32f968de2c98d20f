/** Containment, held against simple truths that need no geometry: whole squares on a grid, and convex areas. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gebiedVan, ligtBinnen } from './binnen.ts';
import type { Geometrie } from './geometrie.ts';

type Positie = readonly [number, number];

const punt = (x: number, y: number): Geometrie => ({ type: 'Point', coordinates: [x, y] });
const lijn = (...posities: Positie[]): Geometrie => ({ type: 'LineString', coordinates: posities });
const vak = (w: number, z: number, o: number, n: number): Positie[] => [
  [w, z],
  [o, z],
  [o, n],
  [w, n],
  [w, z],
];
const vlak = (...ringen: Positie[][]): Geometrie => ({ type: 'Polygon', coordinates: ringen });
const vlakken = (...alle: Positie[][][]): Geometrie => ({ type: 'MultiPolygon', coordinates: alle });
const binnen = (geometrie: Geometrie, gebied: Geometrie): boolean => ligtBinnen(geometrie, gebiedVan(gebied));

describe('within', () => {
  const ring = vlak(vak(0, 0, 10, 10), vak(4, 4, 6, 6));
  it.each<[string, Geometrie, boolean]>([
    ['a point inside', punt(1, 1), true],
    ['a point outside', punt(11, 1), false],
    ['a point on the border only', punt(0, 5), false],
    ['a point on a corner', punt(10, 10), false],
    ['a point in the hole', punt(5, 5), false],
    ['a point on the border of the hole', punt(4, 5), false],
    [
      'points, of which one on the border',
      {
        type: 'MultiPoint',
        coordinates: [
          [0, 5],
          [1, 1],
        ],
      },
      true,
    ],
    [
      'points on the border alone',
      {
        type: 'MultiPoint',
        coordinates: [
          [0, 5],
          [10, 1],
        ],
      },
      false,
    ],
    ['a line inside', lijn([1, 1], [9, 1], [9, 9]), true],
    ['a line along the border', lijn([0, 0], [10, 0]), false],
    ['a line from border to border', lijn([0, 0], [10, 1]), true],
    ['a line through the hole', lijn([1, 5], [9, 5]), false],
    ['a line along the hole', lijn([1, 4], [9, 4]), true],
    ['a line through two corners of the hole', lijn([3, 3], [7, 7]), false],
    ['a line that leaves and returns', lijn([1, 1], [11, 5], [1, 9]), false],
    ['the area itself', ring, true],
    ['the area without its hole', vlak(vak(0, 0, 10, 10)), false],
    ['an area around the hole', vlak(vak(3, 3, 7, 7)), false],
    ['an area around the hole, with it', vlak(vak(3, 3, 7, 7), vak(4, 4, 6, 6)), true],
    ['an area with a larger hole', vlak(vak(3, 3, 7, 7), vak(3.5, 3.5, 6.5, 6.5)), true],
    ['an area in the hole', vlak(vak(4, 4, 6, 6)), false],
    ['a collection, all inside', { type: 'GeometryCollection', geometries: [punt(1, 1), lijn([2, 2], [3, 2])] }, true],
    ['a collection, partly outside', { type: 'GeometryCollection', geometries: [punt(1, 1), punt(5, 5)] }, false],
    ['an empty collection', { type: 'GeometryCollection', geometries: [] }, false],
  ])('%s', (_, geometrie, uitkomst) => expect(binnen(geometrie, ring)).toBe(uitkomst));

  it('has no tolerance: the double next to the border decides', () => {
    const schuin = vlak([
      [0, 0],
      [3, 1],
      [3, 3],
      [0, 3],
      [0, 0],
    ]);
    const grens = 1 / 3;
    expect(binnen(punt(1, grens), schuin)).toBe(false);
    expect(binnen(punt(1, grens + 2 ** -54), schuin)).toBe(true);
    expect(binnen(punt(2 ** -1060, 2 ** -1061), schuin)).toBe(true);
    expect(binnen(punt(2 ** -1060, 2 ** -1063), schuin)).toBe(false);
  });
  it('crosses the seam of areas that share a border, and no gap', () => {
    const naad = vlakken([vak(0, 0, 5, 10)], [vak(5, 0, 10, 10)]);
    const spleet = vlakken([vak(0, 0, 5, 10)], [vak(5 + 2 ** -40, 0, 10, 10)]);
    for (const geometrie of [
      lijn([1, 1], [9, 2]),
      vlak(vak(1, 1, 9, 9)),
      vlak([
        [1, 1],
        [9, 5],
        [1, 9],
        [1, 1],
      ]),
    ]) {
      expect([binnen(geometrie, naad), binnen(geometrie, spleet)]).toEqual([true, false]);
    }
  });
  it('knows areas of lower dimension: a line in a line, a point in points', () => {
    expect(binnen(lijn([1, 1], [2, 2]), lijn([0, 0], [3, 3]))).toBe(true);
    expect(binnen(lijn([1, 1], [2, 3]), lijn([0, 0], [3, 3]))).toBe(false);
    expect(binnen(punt(1, 1), punt(1, 1))).toBe(true);
    expect(
      binnen(punt(1, 1), {
        type: 'MultiPoint',
        coordinates: [
          [0, 0],
          [1, 2],
        ],
      }),
    ).toBe(false);
  });
});

/** Squares of a grid, each a polygon of its own: which squares a box covers is a matter of counting. */
const ZIJDE = 4;
const cellen = fc.uniqueArray(fc.tuple(fc.nat(ZIJDE - 1), fc.nat(ZIJDE - 1)), {
  selector: ([x, y]) => x * ZIJDE + y,
  minLength: 1,
});
const bereik = fc
  .tuple(fc.nat(ZIJDE - 1), fc.nat(ZIJDE - 1))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);
const alsVlakken = (alle: readonly (readonly [number, number])[]): Geometrie =>
  vlakken(...alle.map(([x, y]) => [vak(x, y, x + 1, y + 1)]));

describe('property', () => {
  it('a box lies within squares when each of its squares is one of them', () => {
    fc.assert(
      fc.property(cellen, bereik, bereik, (alle, [w, o], [z, n]) => {
        const vol = Array.from({ length: (o - w) * (n - z) }, (_, i) => [
          w + (i % (o - w)),
          z + Math.floor(i / (o - w)),
        ]);
        const heeft = vol.every(([x, y]) => alle.some(([a, b]) => a === x && b === y));
        expect(binnen(vlak(vak(w, z, o, n)), alsVlakken(alle))).toBe(heeft);
      }),
      { numRuns: 150 },
    );
  });
  it('a box with a hole covers what its squares say, as area and as content', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        bereik,
        bereik,
        (x, y, [w, o], [z, n]) => {
          const ring = vlak(vak(0, 0, 7, 7), vak(x, y, x + 1, y + 1));
          const raakt = w < x + 1 && o > x && z < y + 1 && n > y;
          expect(binnen(vlak(vak(w, z, o, n)), ring)).toBe(!raakt);
          expect(binnen(ring, vlak(vak(0, 0, 7, 7)))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
  it('anything lies in a convex area when its corners do; a shift, a turn or a power of two changes nothing', () => {
    const co = fc.integer({ min: -20, max: 20 });
    const positie = fc.tuple(co, co);
    const kruis = (a: Positie, b: Positie, c: Positie): number =>
      (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    fc.assert(
      fc.property(
        fc.tuple(positie, positie, positie).filter(([a, b, c]) => kruis(a, b, c) > 0),
        fc.array(positie, { minLength: 2, maxLength: 5 }),
        fc.integer({ min: -40, max: 2 }),
        fc.nat(2),
        ([a, b, c], pad, macht, draai) => {
          const kanten = [
            [a, b],
            [b, c],
            [c, a],
          ] as const;
          const erin = pad.every((p) => kanten.every(([u, v]) => kruis(u, v, p) >= 0));
          const opEenRand = kanten.some(([u, v]) => pad.every((p) => kruis(u, v, p) === 0));
          const ring = [
            [a, b, c],
            [b, c, a],
            [c, a, b],
          ][draai]!;
          const maak = (p: Positie): Positie => [p[0] * 2 ** macht, p[1] * 2 ** macht];
          const driehoek = vlak([...ring, ring[0]!].map(maak));
          expect(binnen(lijn(...pad.map(maak)), driehoek)).toBe(erin && !opEenRand);
          expect(binnen(lijn(...pad.map(maak)), vlak([...ring, ring[0]!].map(maak).toReversed()))).toBe(
            erin && !opEenRand,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
