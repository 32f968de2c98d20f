import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bsn, isElfproef, maskBsn } from './index.ts';

/** Fictional numbers from public test sets; each passes the 11-proef. */
const TEST_BSNS = ['999993653', '999990019', '111222333', '123456782', '000000012'];

const nineDigits = fc.stringMatching(/^[0-9]{9}$/);
const bsnDigits = nineDigits.filter((text) => isElfproef(text) && text !== '000000000');

function bsn(digits: string): Bsn {
  const parsed = Bsn.parse(digits);
  if (parsed === null) throw new Error('not a BSN');
  return parsed;
}

describe('11-proef', () => {
  test.each(TEST_BSNS)('%s passes', (digits) => {
    expect(isElfproef(digits)).toBe(true);
  });

  test.each([
    '999993654',
    '123456789',
    '99999365',
    '0999993653',
    '99999365a',
    ' 99999365',
    '٩٩٩٩٩٣٦٥٣',
    '',
    '-99999365',
  ])('%j fails', (text) => {
    expect(isElfproef(text)).toBe(false);
  });

  test('an RSIN is checked the same way, that of the example catalogi included', () => {
    expect(isElfproef('002564440')).toBe(true);
    expect(isElfproef('000000000')).toBe(true);
  });

  test('every single wrong digit is caught', () => {
    fc.assert(
      fc.property(bsnDigits, fc.nat(8), fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
        const wrong = String((Number(digits[at]) + shift) % 10);
        expect(isElfproef(digits.slice(0, at) + wrong + digits.slice(at + 1))).toBe(false);
      }),
    );
  });

  test('every swap of two different neighbours is caught', () => {
    fc.assert(
      fc.property(bsnDigits, fc.nat(7), (digits, at) => {
        fc.pre(digits[at] !== digits[at + 1]);
        const swapped = `${digits.slice(0, at)}${digits[at + 1]}${digits[at]}${digits.slice(at + 2)}`;
        expect(isElfproef(swapped)).toBe(false);
      }),
    );
  });
});

describe('a Bsn', () => {
  test.each(['999993654', '99999365', ' 999993653', '999993653\n', '000000000', ''])('is not made of %j', (text) => {
    expect(Bsn.parse(text)).toBeNull();
  });

  test('gives its digits to who asks for them', () => {
    fc.assert(fc.property(bsnDigits, (digits) => bsn(digits).reveal() === digits));
  });

  test('equals another with the same digits only', () => {
    expect(bsn('999993653').equals(bsn('999993653'))).toBe(true);
    expect(bsn('999993653').equals(bsn('999990019'))).toBe(false);
  });

  test('shows [BSN] and no digit in every way a value becomes text', () => {
    fc.assert(
      fc.property(bsnDigits, (digits) => {
        const value = bsn(digits);
        const outputs = [
          String(value),
          `${value}`,
          JSON.stringify({ value, list: [value] }),
          inspect(value, { showHidden: true, depth: 9 }),
          inspect(new Error('x', { cause: { value } })),
          format('%s %o %O %j', value, value, value, value),
          Object.entries(value).join(),
          JSON.stringify(structuredClone(value)),
        ];
        for (const output of outputs) expect(output).not.toContain(digits);
        for (const output of outputs.slice(0, 6)) expect(output).toContain('[BSN]');
      }),
    );
  });
});

describe('masking', () => {
  test('hides a BSN in an XML message and leaves the rest as it is', () => {
    const message =
      '<BG:inp.bsn>999993653</BG:inp.bsn><StUF:organisatie>00000001002564440000</StUF:organisatie><d>20261102093015000</d>';
    expect(maskBsn(message)).toBe(message.replace('999993653', '*********'));
  });

  test.each([
    ['een geldig nummer tussen letters', 'BSN999993653x', 'BSN*********x'],
    ['in een zoekvraag', '/x?bsn=999993653&y=1', '/x?bsn=*********&y=1'],
    ['na een percent-escape', '/x?bsn=%20999993653', '/x?bsn=%20*********'],
    ['met punten', 'bsn 9999.93.653.', 'bsn ****.**.***.'],
    ['met spaties', '999 993 653', '*** *** ***'],
    ['twee achter elkaar', '999993653,999990019', '*********,*********'],
  ])('hides: %s', (_what, text, masked) => {
    expect(maskBsn(text)).toBe(masked);
  });

  test.each([
    ['fails the 11-proef', '999993654'],
    ['is ten digits', '0999993653'],
    ['is a zaaknummer of ten digits', 'ZAAK-2026-0000012345'],
    ['mixes separators', '9999.93 653'],
  ])('leaves what %s', (_what, text) => {
    expect(maskBsn(text)).toBe(text);
  });

  test('no BSN survives in any text around it', () => {
    const edge = fc.string({ maxLength: 20 }).filter((text) => !/\d/.test(text));
    fc.assert(
      fc.property(edge, bsnDigits, edge, (before, digits, after) => {
        expect(maskBsn(before + digits + after)).toBe(`${before}*********${after}`);
      }),
    );
  });

  test('keeps the length, touches digits only and is done after one time', () => {
    const digitRich = fc.string({ unit: fc.constantFrom(...'0123456789 .-%<&a'), maxLength: 60 });
    const pieces = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), digitRich, bsnDigits);
    const texts = fc.array(pieces, { maxLength: 8 }).map((list) => list.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const masked = maskBsn(text);
        expect(masked).toHaveLength(text.length);
        expect(maskBsn(masked)).toBe(masked);
        for (let i = 0; i < text.length; i += 1) {
          if (masked[i] !== text[i]) expect([masked[i], /\d/.test(text[i] ?? '')]).toEqual(['*', true]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
