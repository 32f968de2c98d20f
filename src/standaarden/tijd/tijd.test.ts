import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  offsetMs,
  reserveTijdstippen,
  type TijdstipPrecisie,
  tijdstipFromDigits,
  tijdstipToDigits,
  todayInAmsterdam,
  toLocalDate,
  toLocalDigits,
  toLocalMs,
} from './index.ts';

const HOUR = 3_600_000;

/** The judge: what Intl says, in the shape of a StUF tijdstip. */
function digitsByIntl(format: Intl.DateTimeFormat, instant: Date): string {
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part['year']?.padStart(4, '0')}${part['month']}${part['day']}${part['hour']}${part['minute']}${part['second']}${part['fractionalSecond']}`;
}

function judge(): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-u-hc-h23', {
    timeZone: 'Europe/Amsterdam',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
}

const modernTimes = fc.date({
  min: new Date('1996-01-01T00:00:00Z'),
  max: new Date('2037-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('Dutch local time', () => {
  test.each([
    ['winter', '2026-01-15T12:00:00.000Z', '20260115130000000'],
    ['summer', '2026-07-15T12:00:00.007Z', '20260715140000007'],
    ['the last moment before spring', '2026-03-29T00:59:59.999Z', '20260329015959999'],
    ['the spring night skips from 2 to 3', '2026-03-29T01:00:00.000Z', '20260329030000000'],
    ['the last moment of summer time', '2026-10-25T00:59:59.999Z', '20261025025959999'],
    ['the autumn night runs from 3 back to 2', '2026-10-25T01:00:00.000Z', '20261025020000000'],
    ['new year comes an hour earlier', '2026-12-31T23:00:00.000Z', '20270101000000000'],
    ['September had the autumn night before 1996', '1995-09-24T01:00:00.000Z', '19950924020000000'],
    ['no summer time in 1976', '1976-07-01T12:00:00.000Z', '19760701130000000'],
  ])('%s', (_what, instant, digits) => {
    expect(toLocalDigits(new Date(instant))).toBe(digits);
  });

  test('is what Intl says, at random instants from 1996 to 2037', () => {
    const format = judge();
    fc.assert(
      fc.property(modernTimes, (instant) => toLocalDigits(instant) === digitsByIntl(format, instant)),
      { numRuns: 3000 },
    );
  });

  test('is what Intl says, around every change of the clock from 1996 to 2037', () => {
    const format = judge();
    let changes = 0;
    for (let time = Date.UTC(1996, 0, 1); time < Date.UTC(2038, 0, 1); time += HOUR) {
      if (offsetMs(new Date(time)) === offsetMs(new Date(time - 1))) continue;
      changes += 1;
      for (const near of [time - HOUR, time - 1, time, time + 1, time + HOUR - 1, time + HOUR]) {
        expect(toLocalDigits(new Date(near))).toBe(digitsByIntl(format, new Date(near)));
      }
    }
    expect(changes).toBe(2 * 42);
  });

  test('is what Intl says before 1996, seconds of Amsterdam time included', () => {
    const format = judge();
    const older = fc.date({ min: new Date('1890-01-01'), max: new Date('1996-01-01'), noInvalidDate: true });
    fc.assert(fc.property(older, (instant) => toLocalDigits(instant) === digitsByIntl(format, instant)));
  });

  test.each<[TijdstipPrecisie, string]>([
    [8, '20261102'],
    [10, '2026110209'],
    [12, '202611020931'],
    [14, '20261102093100'],
    [17, '20261102093100123'],
  ])('has %i digits when asked', (precision, digits) => {
    expect(toLocalDigits(new Date('2026-11-02T08:31:00.123Z'), precision)).toBe(digits);
  });

  test('a date is the date in the Netherlands, not in UTC', () => {
    expect(toLocalDate(new Date('2026-06-30T22:00:00Z'))).toBe('2026-07-01');
    expect(toLocalDate(new Date('2026-06-30T21:59:59.999Z'))).toBe('2026-06-30');
    expect(todayInAmsterdam(new Date('2026-12-31T23:30:00Z'))).toBe('2027-01-01');
  });

  test('refuses an invalid Date and a year without four digits', () => {
    expect(() => toLocalDigits(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => toLocalDate(new Date('9999-12-31T23:30:00Z'))).toThrow(RangeError);
    expect(() => toLocalDate(new Date('-000001-06-01T00:00:00Z'))).toThrow(RangeError);
  });
});

describe('a tijdstip', () => {
  test('goes to digits and back', () => {
    const first = tijdstipFromDigits('00010101000000000') ?? 0;
    const last = tijdstipFromDigits('99991231235959999') ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), (tijdstip) => {
        expect(tijdstipFromDigits(tijdstipToDigits(tijdstip))).toBe(tijdstip);
      }),
    );
    expect(() => tijdstipToDigits(first - 1)).toThrow(RangeError);
    expect(() => tijdstipToDigits(last + 1)).toThrow(RangeError);
    expect(() => tijdstipToDigits(Number.NaN)).toThrow(RangeError);
  });

  test.each([
    '20260230120000000',
    '20261301120000000',
    '20261102240000000',
    '20261102',
    '2026110209310012a',
    '00000101000000000',
    '',
  ])('does not come of %j', (digits) => {
    expect(tijdstipFromDigits(digits)).toBeNull();
  });

  test('orders as its digits do', () => {
    const times = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(times, times, (a, b) => {
        expect(tijdstipToDigits(a) < tijdstipToDigits(b)).toBe(a < b);
      }),
    );
  });
});

describe('the tijdstip sequence of a zender', () => {
  test('starts at the local wall clock', () => {
    const taken = reserveTijdstippen(0, new Date('2026-11-02T08:31:00.123Z'), 3);
    expect(tijdstipToDigits(taken.first)).toBe('20261102093100123');
    expect(tijdstipToDigits(taken.last)).toBe('20261102093100125');
  });

  test('takes a bigint, as a database gives it', () => {
    const now = new Date('2026-11-02T08:31:00Z');
    expect(reserveTijdstippen(BigInt(toLocalMs(now)), now, 1)).toEqual(reserveTijdstippen(toLocalMs(now), now, 1));
  });

  test('rises strictly for any clock, also one that goes back', () => {
    const steps = fc.array(fc.record({ now: modernTimes, count: fc.integer({ min: 1, max: 1000 }) }), { minLength: 2 });
    fc.assert(
      fc.property(steps, (list) => {
        let last = 0;
        for (const { now, count } of list) {
          const taken = reserveTijdstippen(last, now, count);
          expect(taken.first).toBeGreaterThan(last);
          expect(taken.first).toBeGreaterThanOrEqual(toLocalMs(now));
          expect(taken.last - taken.first).toBe(count - 1);
          last = taken.last;
        }
      }),
    );
  });

  test.each([
    ['autumn', '2026-10-25T00:00:00Z'],
    ['spring', '2026-03-29T00:00:00Z'],
  ])('rises strictly in digits through the %s night, one message a second', (_night, start) => {
    let last = 0;
    let digits = '';
    for (let second = 0; second < 3 * 3600; second += 1) {
      const taken = reserveTijdstippen(last, new Date(Date.parse(start) + second * 1000), 1);
      const next = tijdstipToDigits(taken.first);
      expect(next > digits).toBe(true);
      [last, digits] = [taken.last, next];
    }
    const end = new Date(Date.parse(start) + 3 * HOUR - 1000);
    expect(digits).toBe(toLocalDigits(end));
  });

  test('stays within an hour of the clock in the repeated hour', () => {
    const before = reserveTijdstippen(0, new Date('2026-10-25T00:59:59.999Z'), 1);
    const after = reserveTijdstippen(before.last, new Date('2026-10-25T01:00:00.000Z'), 1);
    expect(tijdstipToDigits(before.last)).toBe('20261025025959999');
    expect(tijdstipToDigits(after.first)).toBe('20261025030000000');
  });

  test.each([
    ['a count of nought', () => reserveTijdstippen(0, new Date(0), 0)],
    ['half a count', () => reserveTijdstippen(0, new Date(0), 1.5)],
    ['a last that is no whole number', () => reserveTijdstippen(0.5, new Date(0), 1)],
    ['a last beyond safe integers', () => reserveTijdstippen(2n ** 60n, new Date(0), 1)],
    ['an invalid clock', () => reserveTijdstippen(0, new Date(Number.NaN), 1)],
  ])('refuses %s', (_what, reserve) => {
    expect(reserve).toThrow(RangeError);
  });
});
