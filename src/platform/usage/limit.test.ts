import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../time/index.ts';
import { createLimiter, SAVED_S } from './index.ts';

const START = new Date('2026-11-02T09:00:00Z');

describe('a limit per client', () => {
  it('lets through what was saved up, then as much as the rate, and says how long to wait', () => {
    const clock = fixedClock(START);
    const limiter = createLimiter({ rate: 2, clock });
    for (let i = 0; i < 2 * SAVED_S; i++) expect(limiter.take('a')).toBe(0);
    expect(limiter.take('a')).toBe(1);
    expect(limiter.take('b')).toBe(0);
    clock.advance(500);
    expect([limiter.take('a'), limiter.take('a')]).toEqual([0, 1]);
  });

  it('below one a second, the wait is as long as it is', () => {
    const clock = fixedClock(START);
    const limiter = createLimiter({ rate: 0.1, clock });
    expect([limiter.take('a'), limiter.take('a')]).toEqual([0, 10]);
    clock.advance(10_000);
    expect(limiter.take('a')).toBe(0);
  });

  it('never lets more through than the rate and what was saved, and always something after the wait it told', () => {
    const steps = fc.array(fc.integer({ min: -500, max: 3_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), steps, (rate, moments) => {
        const clock = fixedClock(START);
        const limiter = createLimiter({ rate, clock });
        let through = 0;
        let forward = 0;
        for (const ms of moments) {
          clock.advance(ms);
          forward += Math.max(0, ms);
          const wait = limiter.take('a');
          if (wait === 0) through += 1;
          else {
            clock.advance(wait * 1000);
            forward += wait * 1000;
            expect(limiter.take('a')).toBe(0);
            through += 1;
          }
        }
        expect(through).toBeLessThanOrEqual(rate * SAVED_S + (rate * forward) / 1000 + 1e-6);
      }),
    );
  });
});
