import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { count, duration, longTime, shortTime, Time } from './time.tsx';

describe('a time on a page', () => {
  it('is Dutch local time in winter and in summer', () => {
    expect(shortTime(new Date('2026-11-21T13:02:05Z'))).toBe('21-11-2026 14.02');
    expect(shortTime(new Date('2026-07-01T22:30:00Z'))).toBe('02-07-2026 00.30');
    expect(longTime(new Date('2026-11-21T13:02:05Z'))).toBe('21 november 2026, 14.02.05 uur');
  });

  it('says summer or winter time in the hour that comes twice, and only then', () => {
    expect(longTime(new Date('2026-10-25T00:30:00Z'))).toBe('25 oktober 2026, 02.30.00 uur (zomertijd)');
    expect(longTime(new Date('2026-10-25T01:30:00Z'))).toBe('25 oktober 2026, 02.30.00 uur (wintertijd)');
    expect(longTime(new Date('2026-10-24T23:59:59Z'))).toBe('25 oktober 2026, 01.59.59 uur');
    expect(longTime(new Date('2026-10-25T02:00:00Z'))).toBe('25 oktober 2026, 03.00.00 uur');
    expect(longTime(new Date('2026-03-29T01:00:00Z'))).toBe('29 maart 2026, 03.00.00 uur');
  });

  it('is never the same text for two different seconds', () => {
    const second = fc.date({ min: new Date('2020-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(second, fc.integer({ min: 1, max: 7200 }), (at, seconds) => {
        expect(longTime(new Date(at.getTime() + seconds * 1000))).not.toBe(longTime(at));
      }),
    );
    expect(longTime(new Date('2026-10-25T00:30:00Z'))).not.toBe(longTime(new Date('2026-10-25T01:30:00Z')));
  });

  it('carries the exact instant for a machine', () => {
    const html = renderToStaticMarkup(<Time at={new Date('2026-11-21T13:02:05.123Z')} />);
    expect(html).toContain('<time dateTime="2026-11-21T13:02:05.123Z">');
    expect(html.replaceAll(/<[^>]+>/g, '')).toBe('21-11-2026 14.02');
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0 seconden'],
    [-5, '0 seconden'],
    [1999, '1 seconde'],
    [59_999, '59 seconden'],
    [60_000, '1 minuut'],
    [3_599_999, '59 minuten'],
    [3_600_000, '1 uur'],
    [86_399_999, '23 uur'],
    [86_400_000, '1 dag'],
    [10 * 86_400_000, '10 dagen'],
  ])('of %i ms is %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});

it('a count has Dutch thousands and the right noun', () => {
  expect(count(1, 'zaakbericht', 'zaakberichten')).toBe('1 zaakbericht');
  expect(count(0, 'zaakbericht', 'zaakberichten')).toBe('0 zaakberichten');
  expect(count(12_345, 'zaakbericht', 'zaakberichten')).toBe('12.345 zaakberichten');
});
