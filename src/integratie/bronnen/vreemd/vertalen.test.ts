/** Whatever a register answers, it is understood or refused by the name of a field; never half, and never with a crash. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Z } from './nep-register.testhulp.ts';
import {
  betrokkenenUit,
  bladzijdeUit,
  idVan,
  padVan,
  resultaattypeUit,
  resultaatUit,
  statustypeUit,
  statusUit,
  VormFout,
  zaaktypeUit,
  zaakUit,
} from './vertalen.ts';

const GOED = {
  url: `${Z}zaken/1`,
  zaak: `${Z}zaken/1`,
  statustype: 'x',
  datumStatusGezet: '2026-11-20T09:00:00+01:00',
  identificatie: 'Z1',
  bronorganisatie: '1',
  zaaktype: 'x',
  startdatum: '2026-11-01',
  registratiedatum: '2026-11-01',
  vertrouwelijkheidaanduiding: 'openbaar',
  betrokkeneType: 'natuurlijk_persoon',
  omschrijvingGeneriek: 'initiator',
};

/** Something that is nearly right: a good object with some of its fields replaced by anything. */
const bijna = fc
  .dictionary(
    fc.constantFrom(...Object.keys(GOED), 'betrokkeneIdentificatie', 'authenticatieContext', '_expand', 'resultaat'),
    fc.jsonValue(),
  )
  .map((anders) => ({ ...GOED, ...anders }));

describe('any answer', () => {
  it.each([
    ['status', statusUit],
    ['zaak', zaakUit],
    ['statustype', statustypeUit],
    ['zaaktype', (json: unknown) => zaaktypeUit(json, 'x')],
    ['resultaat', resultaatUit],
    ['resultaattype', resultaattypeUit],
    ['rollen', (json: unknown) => betrokkenenUit([json])],
    ['bladzijde', (json: unknown) => bladzijdeUit(json, 'zaken')],
  ] as const)('as a %s is understood, or refused as not of the standard', (_wat, lees) => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), bijna), (json) => {
        try {
          lees(json);
        } catch (error) {
          expect(error).toBeInstanceOf(VormFout);
        }
      }),
      { numRuns: 200 },
    );
  });
  it('holds no text that no database takes', () => {
    const { velden } = zaakUit({ ...GOED, omschrijving: 'a\u0000b\u0007c\nd\ud800' });
    expect(velden.omschrijving).toBe('abc\nd\ufffd');
  });
  it.each(['', 'gisteren', '2026-11-20', '2026-13-45T00:00:00Z', 5, null])(
    'a moment %j is none',
    (datumStatusGezet) => {
      expect(() => statusUit({ ...GOED, datumStatusGezet })).toThrow('status.datumStatusGezet');
    },
  );
  it('a moment counts with the offset in which it was written', () => {
    expect(statusUit(GOED).datumStatusGezet).toEqual(new Date('2026-11-20T08:00:00Z'));
  });
});

describe('an address', () => {
  it('is theirs only below the base', () => {
    const deel = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      'zaken',
      '1',
      '/',
      '\\',
      '?',
      '#',
      '@',
      ':',
      '%2f',
      'https://x.example',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(Z, '', Z.slice(0, -1)),
        fc.array(deel),
        fc.constantFrom('/', ''),
        (begin, delen, tussen) => {
          const pad = padVan(`${begin}${delen.join(tussen)}`, Z);
          if (pad !== null) expect(new URL(`${Z}${pad}`).href.startsWith(Z)).toBe(true);
        },
      ),
    );
  });
  it.each([
    [`${Z}zaken/1`, 'zaken/1'],
    [`${Z}zaken/1/?x=1#y`, 'zaken/1'],
    [`${Z}`, null],
    [`${Z}../v2/zaken/1`, null],
    [Z.replace('https', 'http'), null],
    ['zaken/1', null],
  ])('%s is %s', (url, pad) => {
    expect(padVan(url, Z)).toBe(pad);
  });
  it('gives its uuid, in small letters, or one of its own that is always the same', () => {
    const uuid = '01a1f82f-204f-7b3e-8a31-e8ee7a3f84d7';
    expect(idVan(`${Z}zaken/${uuid.toUpperCase()}/`)).toBe(uuid);
    expect(idVan(`${Z}zaken/7`)).toBe(idVan(`${Z}zaken/7`));
    expect(idVan(`${Z}zaken/7`)).not.toBe(idVan(`${Z}zaken/8`));
  });
});
