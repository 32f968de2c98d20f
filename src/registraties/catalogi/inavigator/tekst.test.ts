import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kort, lengte, lijst, samen, uniekeNaam } from './tekst.ts';

describe('shortening a text', () => {
  it('leaves what fits alone and never exceeds the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 5, max: 40 }), (tekst, max) => {
        const korter = kort(tekst, max);
        expect(lengte(korter)).toBeLessThanOrEqual(max);
        if (lengte(tekst) <= max) expect(korter).toBe(tekst);
        else expect(korter.endsWith('…')).toBe(true);
        expect(korter.isWellFormed()).toBe(tekst.isWellFormed());
      }),
    );
  });

  it('cuts at a word, unless that would throw half of it away', () => {
    expect(kort('Inwinnen advies bij deskundigen', 20)).toBe('Inwinnen advies bij…');
    expect(kort('De Donaudampfschifffahrtsgesellschaft', 20)).toBe('De Donaudampfschiff…');
  });

  it('counts characters and not UTF-16 units', () => {
    expect(kort('🚲🚲🚲', 3)).toBe('🚲🚲🚲');
    expect(kort('🚲🚲🚲🚲', 3)).toBe('🚲🚲…');
  });
});

describe('unique names', () => {
  it('are all different without regard to case, and fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Brief', 'brief', 'BRIEF (2)', 'Een langere naam'), { maxLength: 12 }),
        (namen) => {
          const bezet = new Set<string>();
          for (const naam of namen) {
            const uniek = uniekeNaam(kort(naam, 12), bezet, 12);
            expect(bezet.has(uniek.toLowerCase())).toBe(false);
            expect(lengte(uniek)).toBeLessThanOrEqual(12);
            bezet.add(uniek.toLowerCase());
          }
        },
      ),
    );
  });
});

describe('lists and sentences', () => {
  it('splits on comma and semicolon, without doubles or empty ones', () => {
    expect(lijst('VERGUNNINGEN, HORECA;; HORECA ,')).toEqual(['VERGUNNINGEN', 'HORECA']);
    expect(lijst('')).toEqual([]);
  });

  it('ends every part but the last like a sentence', () => {
    expect(samen('een', '', 'twee!', 'drie')).toBe('een. twee! drie');
    expect(samen('', '')).toBe('');
  });
});
