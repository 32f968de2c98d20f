/** The parsers of `values.ts`, one by one, and what holds for all of them. */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { TEST_MIGRATIONS } from '../registers.testhulp.ts';
import { ownId } from './references.ts';
import * as value from './values.ts';

const BASES = ['https://a.example', 'https://b.example/pad'];

/** The value that a parser makes of it, or its faults as `name:code`. */
function read<T>(parser: value.Parser<T>, input: unknown): T | undefined | string[] {
  const faults: InvalidParam[] = [];
  const found = parser.parse(input, 'veld', { faults, ownId: (address, href) => ownId(address, href, BASES) });
  return faults.length > 0 ? faults.map((f) => `${f.name}:${f.code}`) : found;
}

const group = value.object({
  naam: value.part(value.text({ max: 5, blank: false })),
  actief: value.part(value.bool(), false),
  namen: value.part(value.list(value.text({ max: 2 })), []),
});

const PARSERS: Readonly<Record<string, value.Parser<unknown>>> = {
  text: value.text({ max: 10, min: 2 }),
  pattern: value.text({ pattern: /^[A-Z]+$/ }),
  choice: value.choice(['een', 'twee']),
  bool: value.bool(),
  whole: value.whole(1, 9999),
  date: value.date(),
  dateTime: value.dateTime(),
  duration: value.duration(),
  url: value.url(100),
  reference: value.reference('/zaken/api/v1/zaken'),
  orNull: value.orNull(value.date()),
  blankAsNull: value.blankAsNull(value.choice(['een', 'twee'])),
  list: value.list(value.text({ max: 3 }), 4),
  object: group,
};

describe('text', () => {
  it.each<[string, value.TextOptions, unknown, unknown]>([
    ['is taken as it is', { max: 5 }, ' é ', ' é '],
    ['counts characters, not the halves that UTF-16 makes of them', { max: 2 }, '😀😀', '😀😀'],
    ['too long', { max: 2 }, '😀😀😀', ['veld:max_length']],
    ['too short', { min: 2 }, 'a', ['veld:min_length']],
    ['empty where that may', { min: 2 }, '', ''],
    ['empty where it may not', { blank: false }, '', ['veld:blank']],
    ['null', {}, null, ['veld:null']],
    ['a number', {}, 5, ['veld:invalid']],
    ['a NUL, that PostgreSQL cannot keep', {}, 'a\0b', ['veld:invalid']],
    ['half a character', {}, 'a\ud800', ['veld:invalid']],
    ['another form', { pattern: /^\d+$/ }, '12a', ['veld:invalid']],
    ['a rule of its own', { check: (t) => (t === 'goed' ? null : ['eigen', 'niet goed']) }, 'fout', ['veld:eigen']],
  ])('%s', (_, options, input, expected) => {
    expect(read(value.text(options), input)).toEqual(expected);
  });
});

describe('choice', () => {
  it('takes what is on the list, and names the list otherwise', () => {
    expect(read(PARSERS['choice']!, 'twee')).toBe('twee');
    expect(read(PARSERS['choice']!, 'drie')).toEqual(['veld:invalid_choice']);
    expect(read(PARSERS['choice']!, '')).toEqual(['veld:invalid_choice']);
    expect(read(PARSERS['choice']!, null)).toEqual(['veld:null']);
  });
  it('does not repeat more than fifty characters of what was sent', () => {
    const faults: InvalidParam[] = [];
    value.choice(['een']).parse('x'.repeat(500), 'veld', { faults, ownId: () => null });
    expect(faults[0]!.reason.length).toBeLessThan(110);
  });
  it('blankAsNull takes null and the empty text as null', () => {
    for (const input of ['', null]) expect(read(PARSERS['blankAsNull']!, input)).toBeNull();
    expect(read(PARSERS['blankAsNull']!, 'een')).toBe('een');
  });
});

describe('bool and whole', () => {
  it('bool takes true and false only', () => {
    expect([true, false].map((b) => read(value.bool(), b))).toEqual([true, false]);
    for (const input of ['true', 1, 0]) expect(read(value.bool(), input)).toEqual(['veld:invalid']);
  });
  it.each([
    [1, 1],
    [9999, 9999],
    [0, ['veld:min_value']],
    [1e300, ['veld:max_value']],
    [1.5, ['veld:invalid']],
    ['1', ['veld:invalid']],
    [Number.NaN, ['veld:invalid']],
  ])('whole: %s', (input, expected) => {
    expect(read(value.whole(1, 9999), input)).toEqual(expected);
  });
});

describe('date', () => {
  it.each(['2026-02-28', '2028-02-29', '0001-01-01', '9999-12-31'])('takes %s', (day) => {
    expect(read(value.date(), day)).toBe(day);
  });
  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '0000-01-01',
    '2026-1-1',
    '02-11-2026',
    '2026-11-02T00:00:00Z',
    '',
  ])('refuses "%s"', (day) => expect(read(value.date(), day)).toEqual(['veld:invalid']));
  it('takes every day that exists and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.nat(14), fc.nat(33), (year, month, day) => {
        const text = [String(year).padStart(4, '0'), month, day].map((n) => String(n).padStart(2, '0')).join('-');
        const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
        expect(value.isDate(text)).toBe(day >= 1 && day <= days);
      }),
    );
  });
});

describe('dateTime', () => {
  it.each([
    '2026-11-02T09:30:00Z',
    '2026-11-02T09:30:00.123456789+01:00',
    '2026-11-02t09:30:00z',
    '2026-11-02T00:00:00-12:00',
  ])('takes %s as it was sent', (moment) => expect(read(value.dateTime(), moment)).toBe(moment));
  it.each([
    ['no offset', '2026-11-02T09:30:00'],
    ['no seconds', '2026-11-02T09:30Z'],
    ['hour 24', '2026-11-02T24:00:00Z'],
    ['a leap second', '2026-06-30T23:59:60Z'],
    ['a day that is not there', '2026-02-30T09:30:00Z'],
    ['an offset that PostgreSQL does not know', '2026-11-02T09:30:00+16:00'],
    ['a space', '2026-11-02 09:30:00Z'],
  ])('refuses %s', (_, moment) => expect(read(value.dateTime(), moment)).toEqual(['veld:invalid']));
});

describe('duration', () => {
  it.each(['P6W', 'P1Y', 'P1Y2M3D', 'PT36H', 'P0D', 'P1DT1H1M1.5S'])('takes %s', (text) => {
    expect(read(value.duration(), text)).toBe(text);
  });
  it.each(['', 'P', 'PT', 'P1DT', '6W', 'P-1D', 'P1H', 'P1.5Y', 'P1M1Y', 'P999999Y', 'p1d'])('refuses "%s"', (text) => {
    expect(read(value.duration(), text)).toEqual(['veld:invalid']);
  });
});

describe('url', () => {
  it.each(['https://a.example/x?y=1#z', 'http://localhost:8000/', 'https://é.example/pad'])('takes %s', (address) => {
    expect(read(value.url(100), address)).toBe(address);
  });
  it.each([
    ['another scheme', 'ftp://a.example/'],
    ['a script', 'javascript:alert(1)'],
    ['a path', '/zaken/1'],
    ['white space', ' https://a.example/'],
    ['a NUL', 'https://a.example/\0'],
    ['half a character', 'https://a.example/\ud800'],
  ])('refuses %s', (_, address) => expect(read(value.url(100), address)).toEqual(['veld:invalid']));
  it('is empty only where that may, and not too long', () => {
    expect(read(value.url(100, true), '')).toBe('');
    expect(read(value.url(100), '')).toEqual(['veld:blank']);
    expect(read(value.url(20), 'https://a.example/12345')).toEqual(['veld:max_length']);
  });
});

describe('reference', () => {
  it('gives the uuid of an address of ours on any of our bases, and nothing of others', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...BASES), fc.boolean(), (uuid, base, slash) => {
        const address = `${base}/zaken/api/v1/zaken/${uuid}${slash ? '/' : ''}`;
        expect(read(PARSERS['reference']!, address)).toBe(uuid);
        expect(read(PARSERS['reference']!, address.toUpperCase().replace(base.toUpperCase(), base))).not.toBe(uuid);
        expect(read(value.reference('/zaken/api/v1/statussen'), address)).toEqual(['veld:bad-url']);
        expect(read(PARSERS['reference']!, `https://elders.example${address.slice(base.length)}`)).toEqual([
          'veld:bad-url',
        ]);
      }),
    );
    expect(read(PARSERS['reference']!, '')).toEqual(['veld:blank']);
    expect(read(PARSERS['reference']!, null)).toEqual(['veld:null']);
  });
});

describe('list and object', () => {
  it('names a fault by its place', () => {
    expect(read(value.list(group), [{ naam: 'a' }, { naam: 'te lang', namen: ['ab', 'abc'] }, 5])).toEqual([
      'veld.1.naam:max_length',
      'veld.1.namen.1:max_length',
      'veld.2:invalid',
    ]);
  });
  it('fills in what may be left out, and ignores what it does not know', () => {
    expect(read(group, { naam: 'a', onbekend: 1 })).toEqual({ naam: 'a', actief: false, namen: [] });
    expect(read(group, {})).toEqual(['veld.naam:required']);
  });
  it('takes a name from the object itself, never from its prototype', () => {
    expect(read(group, Object.create({ naam: 'a' }))).toEqual(['veld.naam:required']);
  });
  it('refuses a list that is too long before looking at what is in it', () => {
    expect(read(PARSERS['list']!, [1, 2, 3, 4, 5])).toEqual(['veld:max_length']);
  });
  it.each([null, 'x', 3])('refuses %s where a list or an object belongs', (input) => {
    const code = input === null ? 'null' : 'invalid';
    expect(read(PARSERS['list']!, input)).toEqual([`veld:${code}`]);
    expect(read(group, input)).toEqual([`veld:${code}`]);
  });
});

function isFault(parser: value.Parser<unknown>, input: unknown): boolean {
  const faults: InvalidParam[] = [];
  parser.parse(input, 'veld', { faults, ownId: (address, href) => ownId(address, href, BASES) });
  return faults.length > 0;
}

/** Anything that JSON can carry, and now and then something that nearly fits. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('een', '2026-11-02', '2026-11-02T09:30:00+01:00', 'P6W', 'https://a.example/', 5, true, null, ''),
  fc.date({ noInvalidDate: true }).map((d) => d.toISOString()),
  fc.webUrl(),
  fc.uuid().map((uuid) => `${BASES[0]}/zaken/api/v1/zaken/${uuid}`),
  fc.array(fc.string({ maxLength: 4 }), { maxLength: 6 }),
  fc.record(
    { naam: fc.string({ maxLength: 6 }), actief: fc.boolean(), namen: fc.array(fc.string({ maxLength: 3 })) },
    { requiredKeys: [] },
  ),
);

describe('every parser', () => {
  it('gives a value or at least one fault, never both, and never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(PARSERS)), anything, (parser, input) => {
        const faults: InvalidParam[] = [];
        const found = parser.parse(input, 'veld', { faults, ownId: () => null });
        expect(found === undefined).toBe(faults.length > 0);
        for (const f of faults)
          expect([f.name.split('.')[0], f.code !== '', f.reason !== '']).toEqual(['veld', true, true]);
      }),
      { numRuns: 2_000 },
    );
  });

  const ajv = new Ajv({ strict: false, validateSchema: false });
  (addFormats as unknown as (a: Ajv) => void)(ajv);
  // The formats as the standard uses them: an address may have letters outside ASCII, a duration mixes weeks and days.
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  ajv.addFormat('duration', /^P/);
  it.each(Object.entries(PARSERS))('%s takes nothing but what its schema promises', (_, parser) => {
    const fits = ajv.compile({ ...parser.schema, nullable: undefined });
    fc.assert(
      fc.property(anything, (input) => {
        const taken = !isFault(parser, input);
        if (taken && !(input === null && parser.schema.nullable)) expect(fits(input)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what a parser takes, the database keeps', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase(TEST_MIGRATIONS);
  });
  it('every text, address, moment and duration', async () => {
    const pad = (n: number, of: number) => String(n % of).padStart(2, '0');
    const moment = fc
      .tuple(fc.integer({ min: 1000, max: 9999 }), fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }), fc.boolean())
      .map(([year, [mo, d, h, mi, s, oh, om, f], plus]) => {
        const time = `${pad(h!, 24)}:${pad(mi!, 60)}:${pad(s!, 60)}.${f}`;
        return `${year}-${pad(mo!, 13)}-${pad(d!, 32)}T${time}${plus ? '+' : '-'}${pad(oh!, 24)}:${pad(om!, 60)}`;
      });
    const duration = fc
      .tuple(...Array.from({ length: 6 }, () => fc.option(fc.nat(99_999))))
      .map(([y, m, w, d, h, s]) => {
        const part = (n: number | null | undefined, unit: string) => (typeof n === 'number' ? `${n}${unit}` : '');
        const time = `${part(h, 'H')}${part(s, 'S')}`;
        return `P${part(y, 'Y')}${part(m, 'M')}${part(w, 'W')}${part(d, 'D')}${time && `T${time}`}`;
      });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          text: fc.string({ unit: 'binary' }),
          url: fc.webUrl({ withQueryParameters: true }),
          moment,
          duration,
        }),
        async (input) => {
          const keep = (parser: value.Parser<string>, text: string) => (isFault(parser, text) ? null : text);
          const [row] = await db.query<Record<string, unknown>>(sql`
            select ${keep(value.text(), input.text)}::text as text, ${keep(value.url(1000), input.url)}::text as url,
              ${keep(value.dateTime(), input.moment)}::timestamptz as moment,
              ('2026-11-02'::date + ${keep(value.duration(), input.duration)}::interval)::date::text as later`);
          if (!isFault(value.text(), input.text)) expect(row!['text']).toBe(input.text);
          if (row!['moment'] !== null) {
            taken++;
            expect((row!['moment'] as Date).getTime()).toBe(Math.trunc(new Date(input.moment).getTime()));
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(taken).toBeGreaterThan(10);
  });
});
