import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hrefOfDetail, hrefOfList, readFilter, STATEN } from './filter.ts';

function queryOf(href: string): Record<string, string> {
  return Object.fromEntries(new URL(href, 'http://localhost').searchParams);
}

describe('the filter in the address', () => {
  it('without anything is page 1 of everything', () => {
    expect(readFilter({})).toEqual({ filter: { pagina: 1 }, fouten: [], getypt: '' });
    expect(readFilter({ staat: '', zaaknummer: '  ', pagina: '' }).filter).toEqual({ pagina: 1 });
    expect(readFilter({ onbekend: 'x' }).fouten).toEqual([]);
  });

  it('that we write ourselves reads back the same', () => {
    const filter = fc.record(
      {
        staat: fc.constantFrom(...STATEN),
        zaaknummer: fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
          .filter((text) => text.trim() === text && text !== '' && text.length <= 40 && !/\p{Cc}/u.test(text)),
        pagina: fc.integer({ min: 1, max: 1_000_000 }),
      },
      { requiredKeys: ['pagina'] },
    );
    fc.assert(
      fc.property(filter, (given) => {
        const read = readFilter(queryOf(hrefOfList(given)));
        expect(read.fouten).toEqual([]);
        expect(read.filter).toEqual(given);
      }),
    );
  });

  it.each([
    ['staat', 'kwijt'],
    ['staat', 'FOUT'],
    ['staat', 'constructor'],
    ['staat', ['fout', 'fout']],
    ['zaaknummer', 'x'.repeat(41)],
    ['zaaknummer', ['a', 'b']],
    ['zaaknummer', 'a\u0000b'],
    ['pagina', '0'],
    ['pagina', '-1'],
    ['pagina', '1e3'],
    ['pagina', '01'],
    ['pagina', '2.5'],
    ['pagina', '1000001'],
    ['pagina', '99999999999999999999'],
    ['pagina', ['1', '2']],
  ])('with %s=%j is one mistake at that field, that says what to do', (field, value) => {
    const { fouten } = readFilter({ [field]: value });
    expect(fouten.map((fout) => fout.field)).toEqual([field]);
    expect(fouten[0]?.message).toMatch(/(Kies|Vul|Begin) /);
  });

  it('never throws, whatever the query holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('staat', 'zaaknummer', 'pagina'), fc.anything()), (query) => {
        expect(readFilter(query).filter.pagina).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

it('the address of a zaakbericht keeps any id in one piece of the path', () => {
  expect(hrefOfDetail('a/b?c#d')).toBe('/beheer/zaakberichten/a%2Fb%3Fc%23d');
});
