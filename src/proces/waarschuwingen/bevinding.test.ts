/** What follows from what was found: each trouble told when it begins, again while it lasts, and once when it is over. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bevinding, type Lopend, type Soort, vergelijk } from './bevinding.ts';

const UUR = 60 * 60 * 1000;
const BEGIN = new Date('2026-11-02T09:00:00Z');
const na = (uren: number): Date => new Date(BEGIN.getTime() + uren * UUR);
const bevinding = (anders: Partial<Bevinding> = {}): Bevinding => ({
  sleutel: 'bron:brp',
  soort: 'bron',
  trap: '',
  sinds: BEGIN,
  tekst: 'De BRP is weg.',
  advies: 'Wacht.',
  href: '/beheer',
  herhaalUren: 24,
  ...anders,
});
const lopend = ({ herhaalUren: _, ...rest }: Bevinding = bevinding(), gemeldOp = BEGIN): Lopend => ({
  id: '1',
  gemeldOp,
  ...rest,
});
const ALLES = new Set<Soort>(['bron', 'certificaat']);
const soorten = (...args: Parameters<typeof vergelijk>): string[] => vergelijk(...args).map(({ soort }) => soort);

describe('a warning', () => {
  it('begins once', () => {
    expect(soorten([], [bevinding(), bevinding()], ALLES, BEGIN)).toEqual(['begin']);
    expect(soorten([lopend()], [bevinding()], ALLES, na(1))).toEqual([]);
  });
  it('is told again after a day, and not before', () => {
    expect(soorten([lopend()], [bevinding()], ALLES, na(23.9))).toEqual([]);
    expect(soorten([lopend()], [bevinding()], ALLES, na(24))).toEqual(['herinnering']);
    expect(soorten([lopend()], [bevinding({ herhaalUren: 168 })], ALLES, na(24))).toEqual([]);
  });
  it('is told at once when it gets worse', () => {
    expect(soorten([lopend()], [bevinding({ trap: '7' })], ALLES, na(1))).toEqual(['anders']);
  });
  it('keeps its words up to date without telling anybody', () => {
    expect(soorten([lopend()], [bevinding({ tekst: 'Nog steeds.' })], ALLES, na(1))).toEqual(['tekst']);
  });
  it('is over when it is not found any more, and only when somebody looked', () => {
    expect(soorten([lopend()], [], ALLES, na(1))).toEqual(['voorbij']);
    expect(soorten([lopend()], [], new Set(['certificaat']), na(1))).toEqual([]);
  });
});

describe('over any course of things', () => {
  it('a trouble is begun and ended in turn, never twice the same', () => {
    const kijkjes = fc.array(
      fc.record({ uren: fc.integer({ min: 0, max: 30 }), er: fc.boolean(), gezien: fc.boolean() }),
    );
    fc.assert(
      fc.property(kijkjes, (reeks) => {
        let nu = 0;
        let loopt: Lopend | null = null;
        let laatst = Number.NEGATIVE_INFINITY;
        for (const { uren, er, gezien } of reeks) {
          nu += uren;
          const gevonden = er && gezien ? [bevinding()] : [];
          const told = vergelijk(loopt ? [loopt] : [], gevonden, gezien ? ALLES : new Set(), na(nu));
          expect(told.length).toBeLessThanOrEqual(1);
          for (const { soort } of told) {
            if (soort === 'begin') expect(loopt).toBeNull();
            if (soort === 'herinnering') expect(nu - laatst).toBeGreaterThanOrEqual(24);
            laatst = nu;
            loopt = soort === 'voorbij' ? null : lopend(bevinding(), na(nu));
          }
          // Whoever looked knows what there is.
          if (gezien) expect(loopt !== null).toBe(er);
        }
      }),
    );
  });
});
