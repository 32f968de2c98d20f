/** Bodies to values, values to columns, and back from a row. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../platform/http/index.ts';
import { columnOf, snake } from './define.ts';
import { defineResource, type Fields, field, value } from './index.ts';
import { columnsOf, parseBody, valuesOf } from './parse.ts';
import { doel, proefApi } from './proef.testhulp.ts';

const BASES = ['https://a.example'];
const fields = {
  naamVanIets: field.text({ max: 5, required: true }),
  map: field.linkOrNull(doel.map, { column: 'map_id' }),
  actief: field.bool({ fallback: true }),
  namen: field.list(value.text({})),
  groep: field.groupOrNull(value.object({ a: value.part(value.text({})) })),
  afgeleid: field.derived({ type: 'string' }, () => `''`),
  vast: field.kept({ type: 'integer' }),
};
const resource = defineResource({
  ...doel.map,
  api: proefApi,
  methods: ['create'],
  showUuid: false,
  order: 't.id',
  scopes: { read: [] },
  fields,
});

function parse(body: unknown, partial = false) {
  try {
    const { values, given } = parseBody(resource, body, BASES, partial);
    return { values, given: [...given] };
  } catch (error) {
    if (error instanceof Problem) return error.invalidParams!.map((p) => `${p.name}:${p.code}`);
    throw error;
  }
}

describe('parseBody', () => {
  it('fills in what is left out, and ignores what it does not know or only shows', () => {
    expect(parse({ naamVanIets: 'x', onbekend: 1, afgeleid: 'y', vast: 3, url: 'https://a.example' })).toEqual({
      values: { naamVanIets: 'x', map: null, actief: true, namen: [], groep: null },
      given: ['naamVanIets'],
    });
  });
  it('null stands for what is left out where the definition says so', () => {
    expect(field.group(value.orNull(value.text({})), { fallback: null }).fallback).toBeNull();
    expect(field.group(value.text({}), { required: true }).fallback).toBeUndefined();
  });
  it('a partial one has only what was sent, and asks for nothing', () => {
    expect(parse({ actief: false }, true)).toEqual({ values: { actief: false }, given: ['actief'] });
    expect(parse({}, true)).toEqual({ values: {}, given: [] });
  });
  it('tells all faults at once, in the order of the definition', () => {
    expect(parse({ namen: [1], actief: 'ja', map: 'https://b.example/1' })).toEqual([
      'naamVanIets:required',
      'map:bad-url',
      'actief:invalid',
      'namen.0:invalid',
    ]);
  });
  it.each([null, [], 'x', 3, undefined])('%s is no body', (body) => {
    expect(parse(body)).toEqual(['nonFieldErrors:invalid']);
  });
  it('takes a field from the body itself, never from its prototype', () => {
    expect(parse(Object.create({ naamVanIets: 'x' }))).toEqual(['naamVanIets:required']);
    expect(parse(JSON.parse('{"__proto__": {"naamVanIets": "x"}}'))).toEqual(['naamVanIets:required']);
  });
});

describe('columns', () => {
  it('stand in snake_case unless the definition says otherwise', () => {
    expect(snake('inpA_nummer')).toBe('inp_a_nummer');
    expect([columnOf('naamVanIets', undefined), columnOf('map', 'map_id'), columnOf('x', null)]).toEqual([
      'naam_van_iets',
      'map_id',
      null,
    ]);
  });
  it('carry lists and groups as JSON, and nothing that the engine does not write', () => {
    expect(
      columnsOf(fields, { naamVanIets: 'x', map: null, actief: true, namen: ['a'], groep: { a: 'b' }, vast: 9 }, BASES),
    ).toEqual({
      naam_van_iets: 'x',
      map_id: null,
      actief: true,
      namen: '["a"]',
      groep: '{"a":"b"}',
    });
  });
  it('give the same values back from the row', () => {
    const text = fc.string();
    const record = fc.record({
      naamVanIets: text,
      map: fc.option(fc.uuid()),
      actief: fc.boolean(),
      namen: fc.array(text),
      groep: fc.option(fc.record({ a: text }, { noNullPrototype: true })),
    });
    fc.assert(
      fc.property(record, (values) => {
        const columns = columnsOf(fields, values, BASES);
        const row = {
          ...columns,
          namen: JSON.parse(String(columns['namen'])),
          groep: JSON.parse(String(columns['groep'])),
        };
        expect(valuesOf(fields as Fields, row, BASES)).toEqual(values);
      }),
    );
  });
  it('keep the id of an address of ours, by whatever base, and the address of another', () => {
    const verwijzing = { naar: field.linkOrUrl(doel.map, { own: 'naar_id' }) };
    const id = '00000000-0000-4000-8000-000000000001';
    const ours = (base: string) => `${base}${doel.map.href}/${id}`;
    const bases = [...BASES, 'https://b.example'];
    const rows = [
      {
        naar: ours('https://b.example'),
        row: { naar: ours('https://a.example'), naar_id: id },
        back: ours('https://a.example'),
      },
      { naar: ours('https://c.example'), row: { naar: ours('https://c.example'), naar_id: null } },
      { naar: '', row: { naar: '', naar_id: null } },
    ];
    for (const { naar, row, back } of rows) {
      expect(columnsOf(verwijzing, { naar }, bases)).toEqual(row);
      expect(valuesOf(verwijzing, row, bases)).toEqual({ naar: back ?? naar });
    }
  });
  it('give a moment as text in UTC', () => {
    const moment = { op: field.dateTime({ required: true }) };
    expect(valuesOf(moment, { op: new Date('2026-11-02T09:30:00+01:00') }, BASES)).toEqual({
      op: '2026-11-02T08:30:00.000Z',
    });
  });
});
