/** Query parameters to SQL, without a database: what is refused, and that no input ever reaches the text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InvalidParam, Problem } from '../../platform/http/index.ts';
import { proefdocument, proefmap } from './proef.testhulp.ts';
import { assertOnlyParameters, boolOf, expandOf, parametersOf, parseQuery } from './query.ts';

const BASES = ['https://a.example', 'https://b.example'];
const parse = (query: Record<string, unknown>) => parseQuery(proefdocument, query, BASES, true);
const textOf = (query: Record<string, unknown>) => parse(query).conditions.map((c) => c.compile().text);

/** What the problem that `work` throws says is wrong; undefined when it throws none. */
function wrong(work: () => unknown): readonly InvalidParam[] | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.invalidParams;
    throw error;
  }
  return undefined;
}

const faults = (work: () => unknown) => wrong(work)?.map((p) => `${p.name}:${p.code}`);
const reasons = (work: () => unknown) => wrong(work)!.map((p) => p.reason);

describe('parseQuery', () => {
  it('knows the filters of the fields and those of the definition, and nothing else', () => {
    expect([...parametersOf(proefmap).keys()]).toEqual([]);
    expect([...parametersOf(proefdocument).keys()]).toEqual([
      'map',
      'map__in',
      'titel',
      'titel__icontains',
      'soort',
      'soort__in',
      'ontvangen',
      'ontvangen__gt',
      'ontvangen__gte',
      'ontvangen__lt',
      'ontvangen__lte',
      'ontvangen__isnull',
      'versie',
      'beginRegistratie__gt',
      'definitief',
      'heeftBestand',
    ]);
  });
  it('without parameters: no condition, the first page, the order of the definition', () => {
    expect(parse({})).toEqual({ conditions: [], asked: {}, order: 't.id desc', page: 1, size: 100, expand: [] });
  });
  it('tells every fault at once, the unknown ones together and cut short', () => {
    const query = {
      soort: 'gedicht',
      versie: '1.5',
      page: '0',
      ordering: 'soort,titel',
      [`x${'y'.repeat(100)}`]: '1',
      z: '',
    };
    expect(faults(() => parse(query))).toEqual([
      'nonFieldErrors:unknown-parameters',
      'soort:invalid',
      'versie:invalid',
      'ordering:invalid_choice',
      'page:invalid',
    ]);
    expect(reasons(() => parse(query))[0]).toMatch(/: xy{59}, z$/);
  });
  it('expand is unknown where nothing can be expanded', () => {
    expect(faults(() => parseQuery(proefdocument, { expand: 'map' }, BASES, false))).toEqual([
      'nonFieldErrors:unknown-parameters',
    ]);
  });
  it('takes the last of a parameter that is given twice', () => {
    expect(parse({ titel: ['een', 'twee'] }).conditions[0]!.compile().values).toEqual(['twee']);
    expect(parse({ page: ['1', '3'] }).page).toBe(3);
  });
  it('an address of another host is well formed and finds nothing; something else than an address is a fault', () => {
    const uuid = '00000000-0000-4000-8000-000000000000';
    expect(textOf({ map: `https://elders.example/proef/api/v1/proefmappen/${uuid}` })).toEqual(['false']);
    expect(parse({ map: `${BASES[1]}/proef/api/v1/proefmappen/${uuid}` }).conditions[0]!.compile().values).toEqual([
      uuid,
    ]);
    expect(faults(() => parse({ map: uuid }))).toEqual(['map:invalid']);
  });
  it.each([
    ['titel', 't.titel asc nulls last, t.id desc'],
    ['-ontvangen,titel', 't.ontvangen desc nulls last, t.titel asc nulls last, t.id desc'],
  ])('ordering=%s', (ordering, sql) => expect(parse({ ordering }).order).toBe(sql));
  it.each(['titel;drop table x', '--titel', '', 'constructor'])('refuses ordering=%s', (ordering) => {
    expect(faults(() => parse({ ordering }))).toEqual(['ordering:invalid_choice']);
  });
  it('puts no character of a value in the text of the statement', () => {
    const names = [...parametersOf(proefdocument).keys()];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ unit: 'binary' }), (name, noise) => {
        for (const value of [`ZQX'"${noise}`, `${BASES[0]}/proef/api/v1/proefmappen/ZQX${noise}`]) {
          try {
            const { conditions, order } = parse({ [name]: value });
            expect([...conditions.map((c) => c.compile().text), order].join()).not.toContain('ZQX');
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
          }
        }
      }),
    );
  });
});

describe('the other parameters', () => {
  it('expand: a list with commas, given once or more', () => {
    expect(expandOf('a, b.c,,')).toEqual(['a', 'b.c']);
    expect(expandOf(['a', 'b'])).toEqual(['a', 'b']);
    expect(expandOf(undefined)).toEqual([]);
  });
  it('booleans as clients write them', () => {
    expect(['true', 'True', '1', 'false', 'False', '0'].map(boolOf)).toEqual([true, true, true, false, false, false]);
    for (const text of ['', 'ja', 'TRUE ']) expect(() => boolOf(text)).toThrow('Kies true of false.');
  });
  it('a route that is no list refuses what it does not know', () => {
    expect(faults(() => assertOnlyParameters({ expand: 'a', page: '1' }, ['expand']))).toEqual([
      'nonFieldErrors:unknown-parameters',
    ]);
    expect(faults(() => assertOnlyParameters({ expand: 'a' }, ['expand']))).toBeUndefined();
  });
});
