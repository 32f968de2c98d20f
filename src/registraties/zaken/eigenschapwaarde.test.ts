import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waardeKlopt } from './eigenschapwaarde.ts';

const specificatie = (formaat: 'tekst' | 'getal' | 'datum' | 'datum_tijd', lengte: string, waarden: string[] = []) => ({
  groep: '',
  formaat,
  lengte,
  kardinaliteit: '1',
  waardenverzameling: waarden,
});

describe('the value of an eigenschap', () => {
  it.each([
    ['tekst', '4', 'vier', true],
    ['tekst', '4', '😀😀😀😀', true],
    ['tekst', '4', 'vijf!', false],
    ['tekst', 'onbeperkt', 'lange tekst', true],
    ['getal', '3', '123', true],
    ['getal', '3', '-123', true],
    ['getal', '3', '1234', false],
    ['getal', '3', '1,5', false],
    ['getal', '3,2', '1,25', true],
    ['getal', '3,2', '1.25', true],
    ['getal', '3,2', '1,255', false],
    ['getal', '3,2', ',25', false],
    ['getal', 'x', '12', true],
    ['getal', 'x', 'twaalf', false],
    ['datum', '8', '20260228', true],
    ['datum', '8', '20260230', false],
    ['datum', '8', '2026-02-28', false],
    ['datum_tijd', '14', '20260228235959', true],
    ['datum_tijd', '14', '20260228240000', false],
  ] as const)('%s of length %s: %s is %s', (formaat, lengte, waarde, goed) => {
    expect(waardeKlopt(specificatie(formaat, lengte), waarde)).toBe(goed);
  });
  it('is one of the list, where there is a list', () => {
    const keuze = specificatie('tekst', '1', ['rood', 'blauw']);
    expect([waardeKlopt(keuze, 'rood'), waardeKlopt(keuze, 'r')]).toEqual([true, false]);
  });
  it('holds for every whole number of at most so many digits, and for none of more', () => {
    const getal = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(getal, fc.integer({ min: 1, max: 12 }), (n, lengte) => {
        expect(waardeKlopt(specificatie('getal', String(lengte)), String(n))).toBe(String(n).length <= lengte);
      }),
    );
  });
  it('holds for every day, written together', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (dag) => {
        const waarde = dag.toISOString().slice(0, 10).replaceAll('-', '');
        expect(waardeKlopt(specificatie('datum', '8'), waarde)).toBe(true);
      }),
    );
  });
});
