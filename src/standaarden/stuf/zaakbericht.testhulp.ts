/** Test help: zaakberichten to write, one by hand and many by chance. All persons and zaken are made up. */
import fc from 'fast-check';
import { Bsn } from '../bsn/index.ts';
import { type Berichtsoort, standVan, type Zaakbericht } from './index.ts';

/** The BSN of a person in public test sets. */
export const TEST_BSN = '999993653';

export function bsn(digits: string = TEST_BSN): Bsn {
  const parsed = Bsn.parse(digits);
  if (parsed === null) throw new Error('The test gives a number that is no BSN');
  return parsed;
}

/** A zaakbericht with everything in it that is not about closing the zaak. */
export function voorbeeld(changes: Partial<Zaakbericht> = {}): Zaakbericht {
  return {
    referentienummer: '0190a1b2-0000-7000-8000-000000000001',
    tijdstipBericht: '20261102093100123',
    zender: { organisatie: '00000001002564440000', applicatie: 'Zaakbode', administratie: 'Gemeente Voorbeeld' },
    ontvanger: { organisatie: '00000004003214345001', applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
    zaak: {
      identificatie: 'ZAAK-2026-0000012345',
      omschrijving: 'Kapvergunning Lindelaan 3',
      toelichting: 'Eén linde in de achtertuin',
      startdatum: '2026-11-01',
      registratiedatum: '2026-11-02',
      einddatumGepland: '2026-12-20',
      uiterlijkeEinddatum: '2026-12-28',
      einddatum: null,
    },
    zaaktype: { omschrijving: 'Kapvergunning aanvragen', code: 'B0366' },
    geadresseerde: { rol: 'initiator', bsn: bsn(), authentiek: true },
    status: {
      volgnummer: 1,
      omschrijving: 'Ontvangen',
      toelichting: 'Wij hebben uw aanvraag ontvangen.',
      datumStatusGezet: new Date('2026-11-02T08:30:15.250Z'),
    },
    verwijzing: { url: 'https://mijn.voorbeeld.example/zaken/ZAAK-2026-0000012345' },
    ...changes,
  };
}

/** Letters, marks that combine, markup, line ends and characters of two UTF-16 units. */
const UNITS = [
  'a',
  'Z',
  '7',
  ' ',
  'é',
  'e\u0301',
  'ĳ',
  'ẞ',
  '\u0328',
  '€',
  '中',
  '🏡',
  '👩‍🦽',
  '&',
  '<',
  '>',
  '"',
  "'",
  ']]>',
  '\n',
  '\t',
  '\r',
];

/** Text of `min` to `max` UTF-16 units after NFC, often exactly the maximum, never blank. */
export function passendeTekst(min: number, max: number): fc.Arbitrary<string> {
  return fc
    .record({
      units: fc.array(fc.constantFrom(...UNITS), { maxLength: max, size: 'max' }),
      length: fc.oneof(fc.constant(max), fc.constant(min), fc.integer({ min, max })),
    })
    .map(({ units, length }) => {
      let text = 'x';
      for (const unit of units) {
        const longer = (text + unit).normalize('NFC');
        if (longer.length <= length) text = longer;
      }
      return text.padEnd(length, 'x').normalize('NFC');
    });
}

const datum = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

const systeem = fc.record(
  { organisatie: passendeTekst(1, 200), applicatie: passendeTekst(10, 50), administratie: passendeTekst(1, 50) },
  { requiredKeys: ['organisatie', 'applicatie'] },
);

const toelichting = fc.oneof(passendeTekst(1, 900), passendeTekst(1, 60), fc.constant(''));

/** Zaakberichten that fit, at the edges of what fits. */
export const passendZaakbericht: fc.Arbitrary<Zaakbericht> = fc.record(
  {
    referentienummer: passendeTekst(1, 40),
    tijdstipBericht: fc.constantFrom('20261102093100123', '00010101000000000', '99991231235959999'),
    zender: systeem,
    ontvanger: systeem,
    zaak: fc.record(
      {
        identificatie: passendeTekst(10, 40),
        omschrijving: passendeTekst(1, 80),
        toelichting,
        startdatum: datum,
        registratiedatum: datum,
        einddatumGepland: datum,
        uiterlijkeEinddatum: datum,
        einddatum: fc.option(datum),
      },
      { requiredKeys: ['identificatie', 'omschrijving', 'startdatum', 'einddatum'] },
    ),
    zaaktype: fc.record(
      { omschrijving: passendeTekst(1, 80), code: fc.oneof(passendeTekst(1, 10), passendeTekst(11, 50)) },
      { requiredKeys: ['omschrijving'] },
    ),
    geadresseerde: fc.record({
      rol: fc.constantFrom('initiator', 'mede_initiator', 'belanghebbende', 'gemachtigde'),
      bsn: fc.constantFrom('999993653', '999990019', '111222333', '000000012').map(bsn),
      authentiek: fc.constant(true as const),
    }),
    status: fc.record(
      {
        volgnummer: fc.integer({ min: 1, max: 9999 }),
        omschrijving: passendeTekst(1, 80),
        toelichting,
        datumStatusGezet: fc.date({ min: new Date('0001-01-02'), max: new Date('9998-12-31'), noInvalidDate: true }),
      },
      { requiredKeys: ['volgnummer', 'omschrijving', 'datumStatusGezet'] },
    ),
    resultaat: fc.record({ omschrijving: passendeTekst(1, 80), toelichting }, { requiredKeys: ['omschrijving'] }),
    verwijzing: fc.record(
      {
        url: fc.constantFrom('https://voorbeeld.example/z/1', 'http://localhost:8080/zaken/1?a=b&c=%C3%A9#d'),
        plaats: fc.constantFrom('status-toelichting' as const, 'zaak-toelichting' as const, 'geen' as const),
      },
      { requiredKeys: ['url'] },
    ),
  },
  {
    requiredKeys: [
      'referentienummer',
      'tijdstipBericht',
      'zender',
      'ontvanger',
      'zaak',
      'zaaktype',
      'geadresseerde',
      'status',
    ],
  },
);

/** A kind of message, and for a change what was told before: nothing known, another zaakbericht, or the same. */
export function passendeSoort(bericht: Zaakbericht): fc.Arbitrary<Berichtsoort> {
  const oud = fc.oneof(fc.constant(bericht), passendZaakbericht).map(standVan);
  const later = fc
    .integer({ min: 0, max: 400 * 24 * 3_600_000 })
    .map((ms) => new Date(bericht.status.datumStatusGezet.getTime() + ms))
    .filter((moment) => moment.getUTCFullYear() < 9999);
  return fc.oneof(
    fc.constantFrom<Berichtsoort>({ soort: 'toevoeging' }, { soort: 'wijziging' }, { soort: 'verwijdering' }),
    oud.map((stand): Berichtsoort => ({ soort: 'wijziging', oud: stand })),
    later.map((ingetrokkenOp): Berichtsoort => ({ soort: 'intrekking', ingetrokkenOp })),
    fc.record({ soort: fc.constant('intrekking' as const), ingetrokkenOp: later, oud }),
  );
}

/** A zaakbericht that fits, in any of the kinds. */
export const passendMetSoort: fc.Arbitrary<readonly [Zaakbericht, Berichtsoort]> = passendZaakbericht.chain((bericht) =>
  passendeSoort(bericht).map((soort) => [bericht, soort] as const),
);
