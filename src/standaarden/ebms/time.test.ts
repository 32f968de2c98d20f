import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDateTime, formatDuration, parseDateTime, parseDuration } from './index.ts';

describe('a duration', () => {
  it.each([
    ['P1D', 'PT24H'],
    ['P1DT3H', 'PT27H'],
    ['PT5M', 'PT300S'],
    ['PT1H30M', 'PT90M'],
    ['P0D', 'PT0S'],
    [' PT3H ', 'PT180M'],
    ['PT0.5S', 'PT0.500S'],
  ])('%s equals %s', (one, other) => {
    expect(parseDuration(one)).toBe(parseDuration(other));
    expect(parseDuration(one)).not.toBeNull();
  });

  it('counts the longest month and year, so that a window is never too short', () => {
    expect(parseDuration('P1M')).toBe(parseDuration('P31D'));
    expect(parseDuration('P1Y')).toBe(parseDuration('P366D'));
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '3H',
    'PT3',
    '-P1D',
    'P1H',
    'PT1.H',
    'P1.5D',
    'PT3H2H',
    'P101Y',
    `P${'9'.repeat(400)}D`,
  ])('is not %s', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (ms) => parseDuration(formatDuration(ms)) === ms),
    );
    expect(formatDuration(97_200_000)).toBe('P1DT3H');
  });

  it('is not written from half a millisecond or less than nothing', () => {
    expect(() => formatDuration(0.5)).toThrow(RangeError);
    expect(() => formatDuration(-1)).toThrow(RangeError);
  });
});

describe('a time', () => {
  it.each([
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.1234567Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T11:00:00.5+01:00', '2026-11-21T10:00:00.500Z'],
    ['2026-11-20T23:30:00-10:30', '2026-11-21T10:00:00.000Z'],
    ['2026-11-20T24:00:00Z', '2026-11-21T00:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseDateTime(text)?.toISOString()).toBe(iso);
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-11-21T25:00:00Z',
    '2026-11-21T24:00:01Z',
    '2026-11-21T10:60:00Z',
    '2026-11-21T10:00:00+15:00',
    '2026-11-21 10:00:00Z',
    '2026-11-21',
    '20261121100000',
    '0026-11-21T10:00:00Z',
    '',
  ])('is not %s', (text) => {
    expect(parseDateTime(text)).toBeNull();
  });

  it('reads back to the millisecond', () => {
    const dates = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(dates, (date) => parseDateTime(formatDateTime(date))?.getTime() === date.getTime()));
  });
});
