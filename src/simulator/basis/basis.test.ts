import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBsn, maskBsns } from './bsn.ts';
import { createDrukte } from './drukte.ts';
import { createStufKlok, isTijdstip, toIsoLocal, toReadable } from './tijd.ts';
import { hex, seededToeval } from './toeval.ts';

describe('a BSN', () => {
  test('passes the 11-proef', () => {
    expect(['999993653', '111222333', '123456782'].every(isBsn)).toBe(true);
    expect(['123456789', '000000000', '99999365', '9999936530', '99999365a', ''].some(isBsn)).toBe(false);
  });

  test('one changed digit never passes', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.integer({ min: 1, max: 9 }), (place, add) => {
        const digits = [...'999993653'];
        digits[place] = String((Number(digits[place]) + add) % 10);
        expect(isBsn(digits.join(''))).toBe(false);
      }),
    );
  });

  test('is masked in any text, and nothing else is', () => {
    expect(maskBsns('<bsn>999993653</bsn> 123456789 00000001003214345000')).toBe(
      '<bsn>*********</bsn> 123456789 00000001003214345000',
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        fc.pre(!/[0-9]$/.test(before) && !/^[0-9]/.test(after));
        expect(maskBsns(`${before}999993653${after}`)).not.toContain('999993653');
      }),
    );
  });
});

describe('StUF time', () => {
  const { toDigits } = createStufKlok();

  test.each([
    ['winter', '2026-01-15T11:30:15.007Z', '20260115123015007'],
    ['summer', '2026-07-15T11:30:15.007Z', '20260715133015007'],
    ['the hour before the clock goes back', '2026-10-25T00:30:00.000Z', '20261025023000000'],
    ['the same hour again', '2026-10-25T01:30:00.000Z', '20261025023000000'],
    ['the hour that is skipped', '2026-03-29T01:30:00.000Z', '20260329033000000'],
    ['midnight', '2026-01-14T23:00:00.000Z', '20260115000000000'],
  ])('is Dutch local time: %s', (_naam, instant, digits) => {
    expect(toDigits(new Date(instant))).toBe(digits);
  });

  test('what it writes is a tijdstip', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1996-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
        (instant) => {
          expect(isTijdstip(toDigits(instant))).toBe(true);
        },
      ),
    );
  });

  test('a day, a time or a length that does not exist is no tijdstip', () => {
    expect(['20261102', '20240229', '202611020931', '20261102093100123'].every(isTijdstip)).toBe(true);
    expect(
      ['20261302', '20260230', '20250229', '2026110224', '20261102096000', '2026110', '202611020931001234', ''].some(
        isTijdstip,
      ),
    ).toBe(false);
  });

  test('reads as Dutch, and as a machine date', () => {
    expect(toReadable('20261105141430000')).toBe('5 november 2026, 14.14\u00a0uur');
    expect(toReadable('20261105')).toBe('5 november 2026');
    expect(toIsoLocal('20261105141430000')).toBe('2026-11-05T14:14');
    expect(toIsoLocal('20261105')).toBe('2026-11-05');
  });
});

test('chance with a seed stays between 0 and 1 and repeats itself', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const [one, other] = [seededToeval(seed), seededToeval(seed)];
      for (let turn = 0; turn < 50; turn += 1) {
        const number = one();
        expect(number >= 0 && number < 1).toBe(true);
        expect(other()).toBe(number);
      }
    }),
  );
  expect(hex(seededToeval(1), 32)).toMatch(/^[0-9a-f]{32}$/);
});

test('rust waits for the last work, also when it fails', async () => {
  const drukte = createDrukte();
  await drukte.rust();
  const order: string[] = [];
  const work = drukte.tijdens(async () => {
    await Promise.resolve();
    order.push('werk');
    throw new Error('mislukt');
  });
  const rest = drukte.rust().then(() => order.push('rust'));
  await expect(work).rejects.toThrow('mislukt');
  await rest;
  expect(order).toEqual(['werk', 'rust']);
});
