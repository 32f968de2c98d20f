/** The numbers that the bench gives to its people. */
import { describe, expect, it } from 'vitest';
import { Bsn } from '../../src/standaarden/bsn/index.ts';
import { proefBsns } from './bsn.ts';

describe('test BSNs', () => {
  it('are in the range for tests, pass the 11-proef of the product, and differ', () => {
    const numbers = proefBsns(5_000);
    expect(new Set(numbers).size).toBe(5_000);
    expect(numbers.filter((n) => !/^9999\d{5}$/.test(n) || Bsn.parse(n) === null)).toEqual([]);
  });
  it('begin again when the range is used up', () => {
    const numbers = proefBsns(20_000);
    expect(numbers).toHaveLength(20_000);
    expect(new Set(numbers).size).toBeGreaterThan(9_000);
    expect(numbers).not.toContain(undefined);
  });
});
