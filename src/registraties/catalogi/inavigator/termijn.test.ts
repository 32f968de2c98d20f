import { describe, expect, it } from 'vitest';
import { alsDatum, alsDuur } from './termijn.ts';

describe('a term of i-Navigator as ISO 8601', () => {
  it.each([
    ['8', 'Week', 'P56D'],
    ['365', 'Dag', 'P365D'],
    ['3', 'Maand', 'P3M'],
    ['7', 'Jaar', 'P7Y'],
    ['10', 'Werkdag', 'P14D'],
    ['1', 'werkdag', 'P2D'],
  ])('%s %s is %s', (aantal, eenheid, iso) => {
    expect(alsDuur({ aantal, eenheid })?.iso).toBe(iso);
  });

  it.each([
    ['0', 'Dag'],
    ['acht', 'Week'],
    ['8', 'Kwartaal'],
    ['8', ''],
    ['-1', 'Dag'],
    ['99999', 'Dag'],
  ])('%s %s cannot be read', (aantal, eenheid) => {
    expect(alsDuur({ aantal, eenheid })).toBeNull();
  });

  it('an absent term has none', () => {
    expect(alsDuur(null)).toBeNull();
  });
});

describe('a moment of i-Navigator as date', () => {
  it('takes the date part, and nothing that does not exist', () => {
    expect(alsDatum('2012-10-04T16:22:30')).toBe('2012-10-04');
    expect(alsDatum('2024-02-29')).toBe('2024-02-29');
    for (const onzin of ['', '2023-02-29', '2023-13-01', '04-10-2012', '2012-10-04x', 'morgen']) {
      expect(alsDatum(onzin)).toBeNull();
    }
  });
});
