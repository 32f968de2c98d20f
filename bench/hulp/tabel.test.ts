/** The table as the reader gets it. */
import { describe, expect, it } from 'vitest';
import { hoogstens, minstens, tabel, terInfo } from './tabel.ts';

const perSeconde = (n: number): string => `${n} per s`;

describe('an aim', () => {
  it('is met on the mark itself', () => {
    expect(minstens('snelheid', 250, 250, perSeconde).gehaald).toBe(true);
    expect(hoogstens('duur', 300, 300, String).gehaald).toBe(true);
  });
  it('is missed past it, also by what never came', () => {
    expect(minstens('snelheid', 249.9, 250, perSeconde).gehaald).toBe(false);
    expect(hoogstens('duur', 300.1, 300, String).gehaald).toBe(false);
    expect(hoogstens('duur', Number.POSITIVE_INFINITY, 300, String).gehaald).toBe(false);
  });
  it('is neither met nor missed when nothing was measured', () => {
    expect(minstens('snelheid', Number.NaN, 250, perSeconde).gehaald).toBeNull();
    expect(hoogstens('geheugen', Number.NaN, 300, String).gehaald).toBeNull();
  });
});

describe('the table', () => {
  it('has the aim and whether it was met beside what was measured, in columns', () => {
    const rows = [
      minstens('snelheid', 262, 250, perSeconde),
      hoogstens('p95', 310, 300, String),
      terInfo('p50', '12 ms'),
    ];
    expect(tabel(rows).split('\n')).toEqual([
      'wat      | gemeten   | doel               | gehaald',
      '---------|-----------|--------------------|--------',
      'snelheid | 262 per s | minstens 250 per s | ja',
      'p95      | 310       | hoogstens 300      | NEE',
      'p50      | 12 ms     | –                  | –',
    ]);
  });
});
