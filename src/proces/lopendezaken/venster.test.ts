/** The window of a planning, on a Dutch clock: through the week, past midnight and through both nights that the clock moves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Venster } from './inrichting.ts';
import { isOpen, volgendeOpening } from './venster.ts';

const open = (venster: Venster, ...momenten: string[]) => momenten.map((m) => isOpen(venster, new Date(m)));
const WERKDAG: Venster = { dagen: [1, 2, 3, 4, 5], van: '08:00', tot: '18:00' };
const NACHT: Venster = { dagen: [5], van: '22:00', tot: '06:00' };

describe('a window', () => {
  it('opens and closes on the minute, in winter and in summer time', () => {
    expect(
      open(WERKDAG, '2026-11-02T06:59:59Z', '2026-11-02T07:00:00Z', '2026-11-02T16:59:59Z', '2026-11-02T17:00:00Z'),
    ).toEqual([false, true, true, false]);
    expect(open(WERKDAG, '2026-07-06T05:59:00Z', '2026-07-06T06:00:00Z')).toEqual([false, true]);
  });
  it('is closed on other days', () => {
    expect(open(WERKDAG, '2026-11-07T10:00:00Z', '2026-11-08T10:00:00Z')).toEqual([false, false]);
  });
  it('that runs past midnight belongs to the day on which it opens', () => {
    // Friday 6 November 2026, into Saturday.
    expect(open(NACHT, '2026-11-06T21:30:00Z', '2026-11-07T04:59:00Z', '2026-11-07T05:00:00Z')).toEqual([
      true,
      true,
      false,
    ]);
    expect(open(NACHT, '2026-11-06T04:00:00Z', '2026-11-07T21:30:00Z')).toEqual([false, false]);
    expect(open({ ...NACHT, dagen: [7] }, '2026-11-09T04:00:00Z')).toEqual([true]);
  });
  it('in the night of the hour that is not there opens after it', () => {
    const venster: Venster = { dagen: [7], van: '02:15', tot: '02:45' };
    const vanaf = new Date('2026-03-28T12:00:00Z');
    // That Sunday has no 02:15: a week later.
    expect(volgendeOpening(venster, vanaf)).toEqual(new Date('2026-04-05T00:15:00Z'));
  });
  it('in the night of the hour that comes twice is open twice', () => {
    const venster: Venster = { dagen: [7], van: '02:15', tot: '02:45' };
    expect(open(venster, '2026-10-25T00:20:00Z', '2026-10-25T01:20:00Z', '2026-10-25T00:50:00Z')).toEqual([
      true,
      true,
      false,
    ]);
  });
  it('opens next at the first minute at which it is open, whatever the window and the moment', () => {
    const klok = fc.integer({ min: 0, max: 1_439 }).map((m) => `${pad(Math.floor(m / 60))}:${pad(m % 60)}`);
    const vensters = fc
      .record({ dagen: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), van: klok, tot: klok })
      .filter(({ van, tot }) => van !== tot);
    const moment = fc.date({
      min: new Date('2026-01-01T00:00:00Z'),
      max: new Date('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(vensters, moment, (venster, vanaf) => {
        const opent = volgendeOpening(venster, vanaf);
        expect(isOpen(venster, opent)).toBe(true);
        expect(opent.getTime()).toBeGreaterThanOrEqual(vanaf.getTime());
        if (opent > vanaf) expect(isOpen(venster, new Date(opent.getTime() - 60_000))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

const pad = (n: number): string => String(n).padStart(2, '0');
