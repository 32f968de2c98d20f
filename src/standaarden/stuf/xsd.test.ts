/** The published schemas as judge: what we write is valid, and their samples read as intended. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { XmlFault } from '../xml/index.ts';
import { gedeeld, laadSchema, type Schema } from '../xml/xsd.testhulp.ts';
import {
  checkZaakbericht,
  checkZakLk01Semantics,
  type Foutbericht,
  huidigeZaak,
  InvalidBericht,
  readStufAnswer,
  readZakLk01,
  writeFo01,
  writeFo03,
  writeZakLk01,
  type Zaakbericht,
} from './index.ts';
import { passendeTekst, passendMetSoort, voorbeeld } from './zaakbericht.testhulp.ts';

const FOLDER = gedeeld('xsd/stuf');

test.skipIf(FOLDER !== null)(
  'the StUF schemas are not beside this checkout, so nothing is validated against them',
  () => {
    expect(FOLDER).toBeNull();
  },
);

describe.skipIf(FOLDER === null)('against the StUF schemas', () => {
  const folder = FOLDER ?? '';
  let schema: Schema;

  beforeAll(() => {
    schema = laadSchema(join(folder, 'wrapper'), 'zakbericht.xsd');
  });

  const samples = (kind: string): string[] => readdirSync(join(folder, 'samples', kind)).sort();
  const sample = (kind: string, name: string): string => readFileSync(join(folder, 'samples', kind, name), 'utf8');
  const nameOf = (kind: string, number: string): string => samples(kind).find((name) => name.startsWith(number)) ?? '';

  describe('what we write is valid', () => {
    test('a zaakbericht', () => {
      expect(schema.validate(writeZakLk01(voorbeeld()))).toEqual([]);
    });

    test('any zaakbericht that fits, in each kind and for each rol, up to the maximum lengths, with any text', () => {
      fc.assert(
        fc.property(passendMetSoort, ([bericht, soort]) => {
          expect(checkZaakbericht(bericht, soort)).toEqual([]);
          expect(schema.validate(writeZakLk01(bericht, soort))).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

    test('whatever the check lets through, and the writer refuses whatever it does not', () => {
      const wild = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 90 }),
        fc.string({ unit: 'grapheme', maxLength: 90 }),
        passendeTekst(1, 90),
      );
      let written = 0;
      let refused = 0;
      fc.assert(
        fc.property(wild, wild, wild, fc.integer({ min: -1, max: 10_001 }), (one, two, three, volgnummer) => {
          const base = voorbeeld();
          const bericht: Zaakbericht = {
            ...base,
            zaak: { ...base.zaak, identificatie: one, toelichting: two },
            zaaktype: { omschrijving: 'x', code: two },
            status: { ...base.status, omschrijving: three, volgnummer },
          };
          if (checkZaakbericht(bericht).length === 0) {
            written += 1;
            expect(schema.validate(writeZakLk01(bericht))).toEqual([]);
          } else {
            refused += 1;
            expect(() => writeZakLk01(bericht)).toThrow(InvalidBericht);
          }
        }),
        { numRuns: 600 },
      );
      expect(Math.min(written, refused)).toBeGreaterThan(10);
    });

    test('Fo01 and Fo03, up to the maximum lengths', () => {
      const system = voorbeeld();
      const answers: fc.Arbitrary<Foutbericht> = fc.record(
        {
          zender: fc.constant(system.ontvanger),
          ontvanger: fc.constant(system.zender),
          referentienummer: passendeTekst(1, 40),
          tijdstipBericht: fc.constant('20261102093140000'),
          crossRefnummer: passendeTekst(1, 40),
          code: passendeTekst(1, 7),
          plek: fc.constantFrom('client' as const, 'server' as const),
          omschrijving: passendeTekst(1, 200),
          details: passendeTekst(1, 1000),
        },
        {
          noNullPrototype: true,
          requiredKeys: [
            'zender',
            'ontvanger',
            'referentienummer',
            'tijdstipBericht',
            'crossRefnummer',
            'code',
            'plek',
            'omschrijving',
          ],
        },
      );
      fc.assert(
        fc.property(answers, fc.constantFrom(writeFo01, writeFo03), (answer, write) => {
          expect(schema.validate(write(answer))).toEqual([]);
        }),
        { numRuns: 50 },
      );
    });
  });

  describe('samples of the schemas', () => {
    test.each([
      ['01', 'T', 1, 'Ontvangen'],
      ['02', 'W', 2, 'In behandeling'],
      ['03', 'W', 2, 'Afgehandeld'],
      ['04', 'W', 2, undefined],
    ])('geldig %s is valid, reads, and means what it should', (number, mutatiesoort, objecten, status) => {
      const text = sample('geldig', nameOf('geldig', number));
      expect(schema.validate(text)).toEqual([]);
      const bericht = readZakLk01(text);
      if (bericht === null) throw new Error('not read as a zakLk01');
      expect(checkZakLk01Semantics(bericht)).toEqual([]);
      expect(bericht.mutatiesoort).toBe(mutatiesoort);
      expect(bericht.objecten).toHaveLength(objecten);
      expect(huidigeZaak(bericht)?.identificatie).toBe('ZAAK-2026-0000012345');
      expect(huidigeZaak(bericht)?.statussen.at(0)?.omschrijving).toBe(status);
    });

    test.each([
      ['01', /inp\.bsn.*pattern/],
      ['02', /omschrijving.*maxLength/],
      ['03', /datumStatusGezet.*pattern/],
      ['04', /heeftAlsInitiator.*not expected/],
    ])('ongeldig %s is refused by the schema for its one intended fault', (number, message) => {
      const faults = schema.validate(sample('ongeldig', nameOf('ongeldig', number)));
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(message);
    });

    test.each([
      ['01', 'aantal-objecten'],
      ['02', 'elfproef'],
      ['03', 'status-ontbreekt'],
    ])('semantisch-fout %s is valid for the schema and refused by us for its one intended fault', (number, regel) => {
      const text = sample('semantisch-fout', nameOf('semantisch-fout', number));
      expect(schema.validate(text)).toEqual([]);
      const bericht = readZakLk01(text);
      if (bericht === null) throw new Error('not read as a zakLk01');
      expect(checkZakLk01Semantics(bericht).map((found) => found.regel)).toEqual([regel]);
    });

    test('every sample is looked at', () => {
      const count = (kind: string): number => samples(kind).length;
      expect([count('geldig'), count('ongeldig'), count('semantisch-fout'), count('antwoorden')]).toEqual([4, 4, 3, 4]);
    });

    test.each([
      ['Bv03', 'Bv03', undefined],
      ['Fo01', 'Fo01', 'StUF058'],
      ['Fo03-StUF016', 'Fo03', 'StUF016'],
      ['Fo03-StUF046', 'Fo03', 'StUF046'],
    ])('antwoord %s is valid and reads', (prefix, soort, code) => {
      const text = sample('antwoorden', nameOf('antwoorden', prefix));
      expect(schema.validate(text)).toEqual([]);
      const crossRefnummer = '5f0c2f0e-4c1c-4d0b-9a5b-000000000001';
      const expected = code === undefined ? { soort, crossRefnummer } : { soort, code, crossRefnummer };
      expect(readStufAnswer(text)).toMatchObject(expected);
    });

    test('no sample damaged at random makes a reader fail with anything but XmlFault', () => {
      const texts = ['geldig', 'antwoorden'].flatMap((kind) => samples(kind).map((name) => sample(kind, name)));
      fc.assert(
        fc.property(fc.constantFrom(...texts), fc.nat(4000), fc.nat(60), fc.string(), (text, at, cut, instead) => {
          const damaged = text.slice(0, at) + instead + text.slice(at + cut);
          try {
            const bericht = readZakLk01(damaged);
            if (bericht !== null) checkZakLk01Semantics(bericht);
            readStufAnswer(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(XmlFault);
          }
        }),
        { numRuns: 500 },
      );
    });
  });
});
