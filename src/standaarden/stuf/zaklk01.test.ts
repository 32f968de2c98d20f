import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toLocalDigits } from '../tijd/index.ts';
import {
  checkZakLk01Semantics,
  type GelezenZaak,
  type GelezenZakLk01,
  huidigeZaak,
  InvalidBericht,
  readZakLk01,
  writeZakLk01,
  type Zaakbericht,
} from './index.ts';
import { bsn, passendZaakbericht, TEST_BSN, voorbeeld } from './zaakbericht.testhulp.ts';

function reread(bericht: Zaakbericht): GelezenZakLk01 {
  const read = readZakLk01(writeZakLk01(bericht));
  if (read === null) throw new Error('not read as a zakLk01');
  return read;
}

function zaakIn(bericht: Zaakbericht): GelezenZaak {
  const zaak = huidigeZaak(reread(bericht));
  if (zaak === undefined) throw new Error('no object');
  return zaak;
}

/** What a sender's text is to the receiver. */
const sent = (text: string | undefined): string | null => (text?.trim() ? text.normalize('NFC') : null);
const digits = (day: string | null | undefined): string | null => day?.replaceAll('-', '') ?? null;

describe('a zakLk01', () => {
  test('tells the receiver everything that a zaakbericht holds', () => {
    expect(reread(voorbeeld())).toMatchObject({
      zender: { organisatie: '00000001002564440000', applicatie: 'Zaakbode', administratie: 'Gemeente Voorbeeld' },
      ontvanger: { organisatie: '00000004003214345001', applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
      referentienummer: '0190a1b2-0000-7000-8000-000000000001',
      tijdstipBericht: '20261102093100123',
      mutatiesoort: 'T',
      indicatorOvername: 'V',
      objecten: [
        {
          verwerkingssoort: 'T',
          sleutelVerzendend: 'ZAAK-2026-0000012345',
          identificatie: 'ZAAK-2026-0000012345',
          omschrijving: 'Kapvergunning Lindelaan 3',
          toelichting: 'Eén linde in de achtertuin',
          startdatum: '20261101',
          registratiedatum: '20261102',
          einddatumGepland: '20261220',
          uiterlijkeEinddatum: '20261228',
          einddatum: null,
          resultaat: null,
          zaaktype: { omschrijving: 'Kapvergunning aanvragen', code: 'B0366' },
          geadresseerden: [{ rol: 'initiator', authentiek: true }],
          statussen: [
            {
              verwerkingssoort: 'T',
              volgnummer: 1,
              omschrijving: 'Ontvangen',
              toelichting:
                'Wij hebben uw aanvraag ontvangen. https://mijn.voorbeeld.example/zaken/ZAAK-2026-0000012345',
              datumStatusGezet: '20261102093015250',
            },
          ],
        },
      ],
    });
  });

  test('of any zaakbericht reads back as it was, in NFC, and means what it should', () => {
    fc.assert(
      fc.property(passendZaakbericht, (bericht) => {
        const read = reread(bericht);
        const zaak = huidigeZaak(read);
        expect(checkZakLk01Semantics(read)).toEqual([]);
        expect(read.referentienummer).toBe(sent(bericht.referentienummer));
        expect(read.zender.administratie).toBe(sent(bericht.zender.administratie));
        expect(zaak).toMatchObject({
          identificatie: sent(bericht.zaak.identificatie),
          omschrijving: sent(bericht.zaak.omschrijving),
          startdatum: digits(bericht.zaak.startdatum),
          registratiedatum: digits(bericht.zaak.registratiedatum),
          einddatumGepland: digits(bericht.zaak.einddatumGepland),
          uiterlijkeEinddatum: digits(bericht.zaak.uiterlijkeEinddatum),
          einddatum: digits(bericht.zaak.einddatum),
        });
        expect(zaak?.geadresseerden[0]?.bsn?.equals(bericht.geadresseerde.bsn)).toBe(true);
        expect(zaak?.geadresseerden.map(({ rol }) => rol)).toEqual([bericht.geadresseerde.rol]);
        expect(zaak?.resultaat?.omschrijving ?? null).toBe(sent(bericht.resultaat?.omschrijving));
        expect(zaak?.resultaat?.toelichting ?? null).toBe(sent(bericht.resultaat?.toelichting));
        expect(zaak?.statussen[0]).toMatchObject({
          volgnummer: bericht.status.volgnummer,
          omschrijving: sent(bericht.status.omschrijving),
          datumStatusGezet: toLocalDigits(bericht.status.datumStatusGezet),
        });
      }),
      { numRuns: 200 },
    );
  });

  test('starts with the declaration of UTF-8, without a byte order mark', () => {
    expect(writeZakLk01(voorbeeld()).startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<ZKN:zakLk01 ')).toBe(true);
  });

  test('of the same zaakbericht is always the same text', () => {
    expect(writeZakLk01(voorbeeld())).toBe(writeZakLk01(voorbeeld()));
  });

  test('carries the BSN once and nothing else about the person', () => {
    const text = writeZakLk01(voorbeeld());
    expect(text.split(TEST_BSN)).toHaveLength(2);
    expect([...text.matchAll(/<BG:([\w.]+)/g)].map((match) => match[1])).toEqual(['inp.bsn', 'authentiek']);
  });

  test('is written in NFC', () => {
    const decomposed = voorbeeld({ zaaktype: { omschrijving: 'Subsidie cafe\u0301' } });
    expect(writeZakLk01(decomposed)).toContain('Subsidie caf\u00e9<');
  });

  test('cannot be broken by markup in a text', () => {
    const omschrijving = '</ZKN:omschrijving><x> & "y" ]]>';
    expect(zaakIn(voorbeeld({ zaaktype: { omschrijving } })).zaaktype?.omschrijving).toBe(omschrijving);
  });

  test('of an open zaak says that there is no einddatum yet', () => {
    expect(writeZakLk01(voorbeeld())).toContain('<ZKN:einddatum xsi:nil="true" StUF:noValue="geenWaarde"/>');
  });

  test('of a closed zaak has the einddatum and the resultaat', () => {
    const base = voorbeeld();
    const closed = voorbeeld({
      zaak: { ...base.zaak, einddatum: '2026-11-19' },
      resultaat: { omschrijving: 'Verleend', toelichting: 'Tot 1 december 2027' },
    });
    expect(zaakIn(closed)).toMatchObject({
      einddatum: '20261119',
      resultaat: { omschrijving: 'Verleend', toelichting: 'Tot 1 december 2027' },
    });
  });

  test.each([
    ['fits in ten characters', 'B036600000', 'B036600000'],
    ['is longer, so unknown and not cut', 'B0366000001', null],
    ['is empty', '', null],
  ])('has the code of the zaaktype when it %s', (_what, code, expected) => {
    const bericht = voorbeeld({ zaaktype: { omschrijving: 'Kapvergunning', code } });
    expect(zaakIn(bericht).zaaktype).toEqual({ omschrijving: 'Kapvergunning', code: expected });
    const unknown = '<ZKN:zkt.code xsi:nil="true" StUF:noValue="waardeOnbekend"/>';
    expect(writeZakLk01(bericht).includes(unknown)).toBe(expected === null);
  });

  test('gives the time of a status in Dutch time, in the repeated hour of autumn too', () => {
    const at = (instant: string): string | null | undefined => {
      const base = voorbeeld();
      return zaakIn(voorbeeld({ status: { ...base.status, datumStatusGezet: new Date(instant) } })).statussen[0]
        ?.datumStatusGezet;
    };
    expect(at('2026-07-01T10:00:00Z')).toBe('20260701120000000');
    expect(at('2026-10-25T00:30:00Z')).toBe('20261025023000000');
    expect(at('2026-10-25T01:30:00Z')).toBe('20261025023000000');
  });

  test('is not written when there is a fault, and the error tells all of them without the texts', () => {
    const bericht = voorbeeld({
      zaaktype: { omschrijving: 'geheim'.repeat(20) },
      tijdstipBericht: '2026',
      zender: { organisatie: '1', applicatie: 'ab' },
    });
    const write = (): string => writeZakLk01(bericht);
    expect(write).toThrow(InvalidBericht);
    try {
      write();
    } catch (error) {
      if (!(error instanceof InvalidBericht)) throw error;
      expect(error.faults.map(({ veld }) => veld)).toEqual([
        'zender.applicatie',
        'zaaktype.omschrijving',
        'tijdstipBericht',
      ]);
      expect(error.message).toContain('zaaktype.omschrijving');
      expect(error.message).not.toContain('geheim');
    }
  });
});

describe('the reference to the dossier', () => {
  const url = 'https://voorbeeld.example/zaken/1';
  const base = voorbeeld();
  const { toelichting: _none, ...statusWithout } = base.status;

  test.each([
    [
      'after the toelichting of the status, by default',
      undefined,
      `Wij hebben uw aanvraag ontvangen. ${url}`,
      'Eén linde in de achtertuin',
    ],
    [
      'after the toelichting of the status',
      'status-toelichting',
      `Wij hebben uw aanvraag ontvangen. ${url}`,
      'Eén linde in de achtertuin',
    ],
    [
      'after the toelichting of the zaak',
      'zaak-toelichting',
      'Wij hebben uw aanvraag ontvangen.',
      `Eén linde in de achtertuin ${url}`,
    ],
    ['nowhere', 'geen', 'Wij hebben uw aanvraag ontvangen.', 'Eén linde in de achtertuin'],
  ] as const)('stands %s', (_what, plaats, status, zaak) => {
    const read = zaakIn(voorbeeld({ verwijzing: plaats === undefined ? { url } : { url, plaats } }));
    expect(read.statussen[0]?.toelichting).toBe(status);
    expect(read.toelichting).toBe(zaak);
  });

  test('is the toelichting when there is none', () => {
    expect(zaakIn(voorbeeld({ verwijzing: { url }, status: statusWithout })).statussen[0]?.toelichting).toBe(url);
    const empty = { ...statusWithout, toelichting: ' ' };
    expect(zaakIn(voorbeeld({ verwijzing: { url }, status: empty })).statussen[0]?.toelichting).toBe(url);
  });

  test('is left out when the zaakbericht has none, and so is an empty toelichting', () => {
    const { verwijzing: _gone, ...without } = voorbeeld({ status: { ...statusWithout, toelichting: '' } });
    expect(zaakIn(without).statussen[0]?.toelichting).toBeNull();
  });
});

describe('reading a zakLk01', () => {
  test('gives null for another document, and for one in another namespace', () => {
    expect(readZakLk01('<zakLk01/>')).toBeNull();
    expect(readZakLk01('<a xmlns="http://www.egem.nl/StUF/sector/zkn/0310"/>')).toBeNull();
  });

  test('gives nulls and no error for a zakLk01 with nothing in it', () => {
    const read = readZakLk01('<zakLk01 xmlns="http://www.egem.nl/StUF/sector/zkn/0310"><object/></zakLk01>');
    expect(read).toMatchObject({ referentienummer: null, mutatiesoort: null, objecten: [{ identificatie: null }] });
  });

  test.each(['true', '1'])('takes an element that is nil (%s) as without a value, whatever stands in it', (nil) => {
    const text = writeZakLk01(voorbeeld()).replace('<ZKN:startdatum>', `<ZKN:startdatum xsi:nil="${nil}">`);
    expect(readZakLk01(text)?.objecten[0]).toMatchObject({ startdatum: null, registratiedatum: '20261102' });
  });

  test('takes bytes', () => {
    const bytes = new TextEncoder().encode(writeZakLk01(voorbeeld()));
    expect(readZakLk01(bytes)?.referentienummer).toBe('0190a1b2-0000-7000-8000-000000000001');
  });

  test('does not show the BSN in what it gives', () => {
    const geadresseerde = { rol: 'gemachtigde', bsn: bsn('111222333'), authentiek: true } as const;
    expect(JSON.stringify(reread(voorbeeld({ geadresseerde })))).not.toContain('111222333');
  });
});
