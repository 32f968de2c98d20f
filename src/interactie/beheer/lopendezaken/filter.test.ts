import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hrefOfDetail } from './adres.ts';
import { AAN_ZET, type Getypt, hrefOfList, hrefOfUitvoer, readFilter, STATEN, VELDEN } from './filter.ts';

function queryOf(href: string): Record<string, string> {
  return Object.fromEntries(new URL(href, 'http://localhost').searchParams);
}

describe('the filter in the address', () => {
  it('without anything is everything', () => {
    expect(readFilter({})).toEqual({ filter: {}, fouten: [], getypt: {} });
    expect(readFilter({ staat: '', zaaknummer: '  ', na: '' }).filter).toEqual({});
    expect(readFilter({ onbekend: 'x', pagina: '2' }).fouten).toEqual([]);
  });

  it('that we write ourselves reads back the same', () => {
    const tekst = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() === text && text.length <= 40 && !/\p{Cc}|^\*$|^\d{9}$/u.test(text));
    const dag = fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true });
    const getypt = fc.record(
      {
        staat: fc.constantFrom(AAN_ZET, ...STATEN),
        zaaknummer: tekst,
        zaaktype: tekst,
        van: dag.map((d) => d.toISOString().slice(0, 10)),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(getypt, (given) => {
        const read = readFilter(queryOf(hrefOfList(given as Getypt)));
        expect(read.fouten).toEqual([]);
        expect(read.getypt).toEqual(given);
      }),
    );
  });

  it('has whole Dutch days, also where the clock changes, the last one included', () => {
    expect(readFilter({ van: '2026-03-29', tot: '2026-03-29' }).filter).toEqual({
      van: new Date('2026-03-28T23:00:00Z'),
      tot: new Date('2026-03-29T22:00:00Z'),
    });
    expect(readFilter({ van: '2026-10-25', tot: '2026-10-25' }).filter).toEqual({
      van: new Date('2026-10-24T22:00:00Z'),
      tot: new Date('2026-10-25T23:00:00Z'),
    });
    expect(readFilter({ van: '2026-10-26', tot: '2026-10-25' }).fouten).toMatchObject([{ field: 'tot' }]);
  });

  it('takes what may be a BSN for no zaaknummer, shows it nowhere, and takes it with a * after it', () => {
    const read = readFilter({ zaaknummer: '999993653' });
    expect(read.fouten).toMatchObject([{ field: 'zaaknummer' }]);
    expect(JSON.stringify(read)).not.toContain('999993653');
    expect(readFilter({ zaaknummer: '999993653*' }).filter).toEqual({ zaaknummer: '999993653*' });
    expect(readFilter({ zaaknummer: '999993654' }).fouten).toEqual([]);
  });

  it('goes to the file as well, whole', () => {
    expect(hrefOfUitvoer({ staat: 'fout', na: '1_x' })).toBe('/beheer/lopende-zaken/uitvoer.csv?staat=fout');
  });

  it.each([
    ['staat', 'kwijt'],
    ['staat', 'FOUT'],
    ['staat', 'constructor'],
    ['staat', ['fout', 'fout']],
    ['zaaknummer', 'x'.repeat(41)],
    ['zaaknummer', ['a', 'b']],
    ['zaaknummer', 'a\u0000b'],
    ['zaaknummer', '*'],
    ['zaaktype', 'x'.repeat(101)],
    ['van', '2026-02-30'],
    ['van', '21-11-2026'],
    ['tot', 'morgen'],
    ['na', 'x'],
    ['na', "1_' or true"],
    ['na', ['1', '2']],
  ])('with %s=%j is one mistake at that field, that says what to do', (field, value) => {
    const { fouten } = readFilter({ [field]: value });
    expect(fouten.map((fout) => fout.field)).toEqual([field]);
    expect(fouten[0]?.message).toMatch(/(Kies|Vul|Begin) /);
  });

  it('never throws, whatever the query holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...VELDEN), fc.anything()), (query) => {
        const { filter, fouten } = readFilter(query);
        if (fouten.length > 0) expect(filter).toEqual({});
      }),
    );
  });
});

it('the address of a zaakbericht keeps any id in one piece of the path', () => {
  expect(hrefOfDetail('a/b?c#d')).toBe('/beheer/lopende-zaken/berichten/a%2Fb%3Fc%23d');
});
