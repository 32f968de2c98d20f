/** The figures that the reader of the bench goes by. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duur, getal, mediaan, percentiel } from './cijfers.ts';

describe('a percentile', () => {
  it('is by nearest rank', () => {
    const tien = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(percentiel(tien, 0.95)).toBe(10);
    expect(percentiel(tien, 0.9)).toBe(9);
    expect(mediaan(tien)).toBe(5);
    expect(percentiel(tien, 0)).toBe(1);
    expect(percentiel([7], 0.95)).toBe(7);
  });
  it('of nothing is not measured', () => {
    expect(percentiel([], 0.95)).toBeNaN();
  });
  it('is a measured value with at least that part at or below it, and less than that part below the one before', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const found = percentiel(list, percent / 100);
        expect(list).toContain(found);
        expect(list.filter((v) => v <= found).length * 100).toBeGreaterThanOrEqual(list.length * percent);
        expect(list.filter((v) => v < found).length * 100).toBeLessThan(list.length * percent);
      }),
    );
  });
  it('counts a request that never succeeded as slower than all others', () => {
    expect(percentiel([1, Number.POSITIVE_INFINITY, 2], 0.95)).toBe(Number.POSITIVE_INFINITY);
    expect(percentiel([1, Number.POSITIVE_INFINITY, 2], 0.5)).toBe(2);
  });
});

describe('a figure on paper', () => {
  it('is Dutch', () => {
    expect(getal(20_000)).toBe('20.000');
    expect(getal(1.25, 2)).toBe('1,25');
  });
  it('says when it is none', () => {
    expect(getal(Number.NaN)).toBe('niet gemeten');
    expect(duur(Number.NaN)).toBe('niet gemeten');
    expect(duur(Number.POSITIVE_INFINITY)).toBe('nooit');
  });
  it('has a unit that fits', () => {
    expect([0.44, 12.4, 9_999, 64_320].map(duur)).toEqual(['0,4 ms', '12 ms', '9.999 ms', '64,3 s']);
  });
});
