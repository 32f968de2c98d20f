import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock, seededRandom, systemClock, systemRandom, uuidv7 } from './index.ts';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a clock for tests', () => {
  it('stands still until it is moved', () => {
    const clock = fixedClock(new Date('2026-11-02T09:00:00Z'));
    expect(clock.now()).toEqual(clock.now());
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-11-02T09:00:01.500Z');
    clock.set(new Date('2026-01-01T00:00:00Z'));
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });
  it('is not moved by who changes a date that it gave, or the date that it was given', () => {
    const start = new Date('2026-11-02T09:00:00Z');
    const clock = fixedClock(start);
    start.setFullYear(1999);
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-11-02T09:00:00.000Z');
  });
});

describe('chance with a seed', () => {
  it('gives the same run for the same seed and another for another', () => {
    const run = (seed: number) => {
      const random = seededRandom(seed);
      return [random.fraction(), ...random.bytes(8), random.fraction()];
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });
  it('stays in [0, 1) and gives as many bytes as asked', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(64), (seed, n) => {
        const random = seededRandom(seed);
        const f = random.fraction();
        expect(f >= 0 && f < 1).toBe(true);
        expect(random.bytes(n)).toHaveLength(n);
      }),
    );
  });
  it('spreads its bytes evenly enough to shuffle with', () => {
    const counts = new Array<number>(256).fill(0);
    for (const byte of seededRandom(1).bytes(256_000)) counts[byte]!++;
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });
});

describe('the ports of the system', () => {
  it('give the time of now and fresh bytes', () => {
    const before = Date.now();
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before);
    expect(Buffer.from(systemRandom.bytes(16))).not.toEqual(Buffer.from(systemRandom.bytes(16)));
    expect(systemRandom.fraction()).toBeLessThan(1);
  });
});

describe('a uuid', () => {
  it('is the example of RFC 9562 §A.6 for its time and chance', () => {
    const clock = fixedClock(new Date('2022-02-22T19:22:22Z'));
    const bytes = Buffer.from('0cc318c4dc0c0c07398f', 'hex');
    const random = { bytes: () => bytes, fraction: () => 0 };
    expect(uuidv7(clock, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });
  it('has version 7 and the right variant at any time from 1970 to 10889, and carries that time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.integer(), (ms, seed) => {
        const uuid = uuidv7(fixedClock(new Date(ms)), seededRandom(seed));
        expect(uuid).toMatch(FORM);
        expect(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16)).toBe(ms);
      }),
    );
  });
  it('sorts after one that was made a millisecond earlier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 47 }), fc.integer({ min: 1, max: 10 ** 9 }), (ms, later) => {
        const random = seededRandom(ms);
        const clock = fixedClock(new Date(ms));
        const first = uuidv7(clock, random);
        clock.advance(later);
        expect(first < uuidv7(clock, random)).toBe(true);
      }),
    );
  });
  it('does not come twice, also within one millisecond', () => {
    const clock = fixedClock(new Date());
    const seen = new Set(Array.from({ length: 10_000 }, () => uuidv7(clock, systemRandom)));
    expect(seen.size).toBe(10_000);
  });
});
