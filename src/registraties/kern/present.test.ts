/** The day of an answer in its SQL. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, onDay } from './present.ts';

describe('onDay', () => {
  it('puts the day in as a parameter, wherever it stands, and leaves the rest as it is', () => {
    const part = fc.string().filter((text) => !text.includes(DAY));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const { text, values } = onDay(parts.join(DAY), '2026-11-02').compile();
        expect(text).toBe(parts.reduce((before, after, i) => `${before}$${i}::date${after}`));
        expect(values).toEqual(parts.slice(1).map(() => '2026-11-02'));
      }),
    );
  });
});
