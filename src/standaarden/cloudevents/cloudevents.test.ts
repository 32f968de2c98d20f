import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CloudEvent, kenmerkenVan, leesCloudEvent, schrijfCloudEvent } from './index.ts';

const VOORBEELD: CloudEvent = {
  specversion: '1.0',
  id: '44444444-4444-4444-4444-444444444444',
  source: 'urn:nld:oin:00000001823288444000:systeem:BRP-component',
  type: 'nl.brp.persoon-verhuisd',
};

const lees = (extra: object) => leesCloudEvent({ ...VOORBEELD, ...extra });
const fouten = (extra: object): string[] => {
  const gelezen = lees(extra);
  return 'fouten' in gelezen ? gelezen.fouten.map(({ name, code }) => `${name}:${code}`) : [];
};

/** Text that CloudEvents allows. */
const tekst = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((text) => !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text) && [...text].length <= 255);
const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const KENT = [
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'dataref',
  'data',
];
const inhoud = fc
  .jsonValue({ maxDepth: 4 })
  .filter((value) => value !== null && !JSON.stringify(value).includes('\\u'));

const events: fc.Arbitrary<CloudEvent> = fc
  .record(
    {
      specversion: fc.constant('1.0' as const),
      id: tekst,
      source: fc.oneof(
        label.map((naam) => `urn:nld:oin:00000001823288444000:systeem:${naam}`),
        fc.webUrl().filter((url) => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/.test(url)),
      ),
      type: fc.array(label, { minLength: 1, maxLength: 4 }).map((rest) => ['nl', ...rest].join('.')),
      subject: tekst,
      time: fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      datacontenttype: fc.constantFrom('application/json', 'text/plain; charset=utf-8'),
      dataschema: fc.constant('https://schema.example/verhuizing/v1'),
      dataref: fc.constantFrom('/zaken/api/v1/zaken/1', 'https://zaken.example/1'),
      data: inhoud,
    },
    { requiredKeys: ['specversion', 'id', 'source', 'type'] },
  )
  .chain((event) =>
    fc
      .dictionary(
        fc.stringMatching(/^[a-z0-9]{1,20}$/).filter((name) => !KENT.includes(name)),
        fc.oneof(tekst, fc.boolean(), fc.integer()),
        { maxKeys: 4 },
      )
      .map((extensies) => ({ ...event, ...extensies })),
  );

describe('a CloudEvent', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(events, (event) => {
        expect(leesCloudEvent(JSON.parse(schrijfCloudEvent(event)))).toEqual({ event });
      }),
    );
  });
  it('is read or refused by name, whatever is sent, and what is read is never refused the second time', () => {
    const rommel = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.oneof(fc.constantFrom(...KENT, 'data_base64'), fc.string()), fc.anything()),
    );
    fc.assert(
      fc.property(rommel, (input) => {
        const gelezen = leesCloudEvent(input);
        if ('fouten' in gelezen) {
          expect(gelezen.fouten.length).toBeGreaterThan(0);
          for (const { name } of gelezen.fouten) expect(name).toMatch(/^[\w.-]+$/);
        } else expect(leesCloudEvent(JSON.parse(schrijfCloudEvent(gelezen.event)))).toHaveProperty('event');
      }),
    );
  });
  it('has specversion 1.0, an id, a source and a type', () => {
    expect(leesCloudEvent({})).toMatchObject({
      fouten: ['specversion', 'id', 'source', 'type'].map((name) => ({ name, code: 'required' })),
    });
    expect(fouten({ specversion: '0.3', id: '', type: 7 })).toEqual([
      'specversion:invalid',
      'id:blank',
      'type:invalid',
    ]);
    expect(leesCloudEvent([VOORBEELD])).toHaveProperty('fouten');
  });
  it('NL GOV: names its source with a URN or a web address, and its type as a reversed domain', () => {
    for (const source of ['urn:nld:kvknr:09220932.burgerzaken', 'https://openzaak.example', 'http://x.example/a%20b'])
      expect(fouten({ source })).toEqual([]);
    for (const source of ['/sensors/1', 'burgerzaken', 'urn:nld', 'https://x.example/a b', 'mailto:a@b.example'])
      expect(fouten({ source })).toEqual(['source:invalid']);
    for (const type of ['nl.brp.persoon-verhuisd', 'com.github.pull_request.opened', 'nl.zaken.v1'])
      expect(fouten({ type })).toEqual([]);
    for (const type of ['verhuisd', 'nl..brp', '.nl.brp', 'nl.brp verhuisd', 'https://x.example'])
      expect(fouten({ type })).toEqual(['type:invalid']);
  });
  it('names extensions with small letters and digits, and gives them one value each', () => {
    expect(fouten({ sequence: '1', urgent: true, nr: 7 })).toEqual([]);
    expect(fouten({ externAttenderen: true })).toEqual(['externAttenderen:invalid']);
    expect(fouten({ lijst: [1], nr: 1.5, groot: 2 ** 31 })).toEqual(['lijst:invalid', 'nr:invalid', 'groot:invalid']);
  });
  it('leaves out what is null, and carries data in one way', () => {
    expect(lees({ subject: null, data: null })).toEqual({ event: VOORBEELD });
    expect(fouten({ data: {}, data_base64: 'aGFsbG8=' })).toEqual(['data:invalid']);
    expect(fouten({ data_base64: 'hallo!' })).toEqual(['data_base64:invalid']);
  });
  it('carries nothing that the database cannot keep', () => {
    let diep: unknown = 'x';
    for (let i = 0; i < 60; i++) diep = [diep];
    for (const data of ['\0', { 'a\0': 1 }, { a: ['\ud800'] }, diep])
      expect(fouten({ data })).toEqual(['data:invalid']);
    for (const tekst of ['a\0', 'a\u0007', '\udead', '\ufffe'])
      expect(fouten({ subject: tekst })).toEqual(['subject:invalid']);
  });
  it('has a time that is there', () => {
    expect(fouten({ time: '2026-11-02T09:30:00+01:00' })).toEqual([]);
    for (const time of ['2026-02-30T09:30:00Z', '2026-11-02', 'gisteren'])
      expect(fouten({ time })).toEqual(['time:invalid']);
  });
  it('is chosen by the values in its data', () => {
    expect(kenmerkenVan({ wijk: 'noord', nr: 3, open: true, lijst: [], leeg: null })).toEqual({
      wijk: 'noord',
      nr: '3',
      open: 'true',
    });
    expect([kenmerkenVan('x'), kenmerkenVan(null), kenmerkenVan(['a'])]).toEqual([{}, {}, {}]);
  });
});
