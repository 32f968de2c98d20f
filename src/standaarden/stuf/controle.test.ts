import { describe, expect, test } from 'vitest';
import { checkZaakbericht, type StufFault, standVan, type Zaakbericht } from './index.ts';
import { bsn, TEST_BSN, voorbeeld } from './zaakbericht.testhulp.ts';

const base = voorbeeld();
const { verwijzing: _none, ...zonderVerwijzing } = base;

const withZaak = (zaak: Partial<Zaakbericht['zaak']>): Zaakbericht => ({ ...base, zaak: { ...base.zaak, ...zaak } });
const withStatus = (status: Partial<Zaakbericht['status']>): Zaakbericht => ({
  ...zonderVerwijzing,
  status: { ...base.status, ...status },
});
const withZender = (zender: Partial<Zaakbericht['zender']>): Zaakbericht => ({
  ...base,
  zender: { ...base.zender, ...zender },
});

/** The one fault of a message; fails when there are more or none. */
function onlyFault(bericht: Zaakbericht): StufFault {
  const [first, ...more] = checkZaakbericht(bericht);
  expect(more).toEqual([]);
  if (first === undefined) throw new Error('no fault found');
  return first;
}

describe('a zaakbericht', () => {
  test('that fits has no faults', () => {
    expect(checkZaakbericht(base)).toEqual([]);
    expect(checkZaakbericht(zonderVerwijzing)).toEqual([]);
  });

  test('tells what is too long, how long it may be, how long it is, and what to do', () => {
    expect(onlyFault(withStatus({ omschrijving: 'x'.repeat(96) }))).toEqual({
      veld: 'status.omschrijving',
      regel: 'te-lang',
      limiet: 80,
      lengte: 96,
      melding:
        'De omschrijving van de status is 96 tekens lang en mag hoogstens 80 tekens zijn. Pas de omschrijving aan in het statustype, of stel een andere tekst in voor de inwoner.',
    });
  });

  test.each<[string, number, (text: string) => Zaakbericht]>([
    ['referentienummer', 40, (referentienummer) => ({ ...base, referentienummer })],
    ['zender.organisatie', 200, (organisatie) => withZender({ organisatie })],
    ['zender.applicatie', 50, (applicatie) => withZender({ applicatie })],
    ['zender.administratie', 50, (administratie) => withZender({ administratie })],
    ['ontvanger.applicatie', 50, (applicatie) => ({ ...base, ontvanger: { ...base.ontvanger, applicatie } })],
    ['zaak.identificatie', 40, (identificatie) => withZaak({ identificatie })],
    ['zaak.omschrijving', 80, (omschrijving) => withZaak({ omschrijving })],
    ['zaak.toelichting', 1000, (toelichting) => withZaak({ toelichting })],
    ['zaaktype.omschrijving', 80, (omschrijving) => ({ ...base, zaaktype: { omschrijving } })],
    ['status.omschrijving', 80, (omschrijving) => withStatus({ omschrijving })],
    ['status.toelichting', 1000, (toelichting) => withStatus({ toelichting })],
    ['resultaat.omschrijving', 80, (omschrijving) => ({ ...base, resultaat: { omschrijving } })],
    ['resultaat.toelichting', 1000, (toelichting) => ({ ...base, resultaat: { omschrijving: 'Ja', toelichting } })],
  ])('%s may be %i characters and no more', (veld, limiet, make) => {
    expect(checkZaakbericht(make('é'.repeat(limiet)))).toEqual([]);
    expect(onlyFault(make('é'.repeat(limiet + 1)))).toMatchObject({
      veld,
      regel: 'te-lang',
      limiet,
      lengte: limiet + 1,
    });
  });

  test.each<[string, number, (text: string) => Zaakbericht]>([
    ['zaak.identificatie', 5, (identificatie) => withZaak({ identificatie })],
    ['zender.applicatie', 3, (applicatie) => withZender({ applicatie })],
  ])('%s must be %i characters at least', (veld, limiet, make) => {
    expect(checkZaakbericht(make('x'.repeat(limiet)))).toEqual([]);
    expect(onlyFault(make('x'.repeat(limiet - 1)))).toMatchObject({
      veld,
      regel: 'te-kort',
      limiet,
      lengte: limiet - 1,
    });
  });

  test.each<[string, Zaakbericht]>([
    ['referentienummer', { ...base, referentienummer: '' }],
    ['zender.organisatie', withZender({ organisatie: ' ' })],
    ['zaak.identificatie', withZaak({ identificatie: '' })],
    ['zaak.omschrijving', withZaak({ omschrijving: '\n' })],
    ['zaaktype.omschrijving', { ...base, zaaktype: { omschrijving: '' } }],
    ['status.omschrijving', withStatus({ omschrijving: '' })],
    ['resultaat.omschrijving', { ...base, resultaat: { omschrijving: '' } }],
  ])('must have a %s', (veld, bericht) => {
    expect(onlyFault(bericht)).toMatchObject({ veld, regel: 'leeg' });
  });

  test('may lack a toelichting, an administratie and dates, or have them empty', () => {
    const { organisatie, applicatie } = base.zender;
    const { identificatie, omschrijving, startdatum } = base.zaak;
    expect(
      checkZaakbericht({
        ...zonderVerwijzing,
        zender: { organisatie, applicatie, administratie: '' },
        ontvanger: { organisatie, applicatie },
        zaak: { identificatie, omschrijving, startdatum, einddatum: null, toelichting: '' },
      }),
    ).toEqual([]);
  });

  test('counts after NFC: é of two code points is one character', () => {
    expect(checkZaakbericht(withStatus({ omschrijving: 'e\u0301'.repeat(80) }))).toEqual([]);
  });

  test('counts an emoji as two characters at the maximum, and says so; as one at the minimum', () => {
    expect(checkZaakbericht(withStatus({ omschrijving: '🏡'.repeat(40) }))).toEqual([]);
    const found = onlyFault(withStatus({ omschrijving: '🏡'.repeat(41) }));
    expect(found).toMatchObject({ regel: 'te-lang', lengte: 82 });
    expect(found.melding).toContain('Een emoji telt hier als twee tekens.');
    expect(onlyFault(withZaak({ identificatie: '🏡🏡🏡' }))).toMatchObject({ regel: 'te-kort', lengte: 3 });
  });

  test.each([
    ['a bell', 'ab\u0007', 'U+0007', 3],
    ['half an emoji', '\ud83c', 'U+D83C', 1],
    ['a non-character', '🏡\uffff', 'U+FFFF', 2],
  ])('may not have %s in a text, and names its place', (_what, omschrijving, code, place) => {
    const found = onlyFault(withStatus({ omschrijving }));
    expect(found).toMatchObject({ veld: 'status.omschrijving', regel: 'teken' });
    expect(found.melding).toContain(code);
    expect(found.melding).toContain(`op plaats ${place} `);
  });

  test('may not have such a character in the code of the zaaktype either', () => {
    const bericht = { ...base, zaaktype: { omschrijving: 'x', code: 'a\u0000b' } };
    expect(onlyFault(bericht)).toMatchObject({ veld: 'zaaktype.code', regel: 'teken' });
  });

  test.each(['2026-02-30', '20261101', '2026-13-01', '2026-11-01T00:00:00Z', '', '0000-01-01'])(
    'may not have %j for a date',
    (datum) => {
      for (const veld of ['startdatum', 'registratiedatum', 'einddatumGepland', 'uiterlijkeEinddatum', 'einddatum']) {
        expect(onlyFault(withZaak({ [veld]: datum }))).toMatchObject({ veld: `zaak.${veld}`, regel: 'vorm' });
      }
    },
  );

  test.each([0, 10_000, -1, 1.5, Number.NaN])('may not have volgnummer %d', (volgnummer) => {
    expect(onlyFault(withStatus({ volgnummer }))).toMatchObject({ veld: 'status.volgnummer', regel: 'vorm' });
  });

  test.each(['20261102', '20261302093100123', '2026-11-02T09:31', ''])(
    'may not have tijdstip %j',
    (tijdstipBericht) => {
      expect(onlyFault({ ...base, tijdstipBericht })).toMatchObject({ veld: 'tijdstipBericht', regel: 'vorm' });
    },
  );

  test.each([new Date(Number.NaN), new Date('+010000-01-01'), new Date('-000001-01-01')])(
    'may not have a status of %s',
    (datumStatusGezet) => {
      expect(onlyFault(withStatus({ datumStatusGezet }))).toMatchObject({
        veld: 'status.datumStatusGezet',
        regel: 'vorm',
      });
    },
  );

  test('may not have a BSN that is not authentic, also when it comes from storage that knows no types', () => {
    const geadresseerde = { rol: 'initiator' as const, bsn: bsn(), authentiek: JSON.parse('false') };
    expect(onlyFault({ ...base, geadresseerde })).toMatchObject({ regel: 'niet-authentiek' });
  });
});

describe('the reference to the dossier', () => {
  const url = 'https://voorbeeld.example/zaken/1';

  test('counts along in the toelichting that it is appended to', () => {
    const toelichting = 'x'.repeat(1000 - url.length - 1);
    expect(checkZaakbericht({ ...withStatus({ toelichting }), verwijzing: { url } })).toEqual([]);
    const found = onlyFault({ ...withStatus({ toelichting: `${toelichting}x` }), verwijzing: { url } });
    expect(found).toMatchObject({ veld: 'status.toelichting', limiet: 1000, lengte: 1001 });
    expect(found.melding).toContain('met de verwijzing naar het dossier erbij');
    const atZaak = {
      ...withZaak({ toelichting: `${toelichting}x` }),
      verwijzing: { url, plaats: 'zaak-toelichting' as const },
    };
    expect(onlyFault(atZaak)).toMatchObject({ veld: 'zaak.toelichting', lengte: 1001 });
  });

  test.each(['voorbeeld.example/1', '/zaken/1', 'javascript:alert(1)', 'https://a b', 'https://', 'http://x\n', ''])(
    'may not be %j',
    (wrong) => {
      expect(onlyFault({ ...base, verwijzing: { url: wrong } })).toMatchObject({
        veld: 'verwijzing.url',
        regel: 'vorm',
      });
    },
  );

  test('may not carry the BSN, and the fault does not show it', () => {
    const found = onlyFault({ ...base, verwijzing: { url: `https://voorbeeld.example/?bsn=${TEST_BSN}` } });
    expect(found.regel).toBe('bsn-in-url');
    expect(JSON.stringify(found)).not.toContain(TEST_BSN);
  });

  test('is not looked at when it is not sent', () => {
    expect(checkZaakbericht({ ...base, verwijzing: { url: 'nergens', plaats: 'geen' } })).toEqual([]);
  });
});

describe('what a change adds', () => {
  const status = { ...base.status, datumStatusGezet: new Date('2026-11-02T08:30:15.250Z') };
  const intrekking = (ingetrokkenOp: Date) =>
    checkZaakbericht({ ...base, status }, { soort: 'intrekking', ingetrokkenOp });

  test('a status can be withdrawn from the moment at which it was set, not before', () => {
    expect(intrekking(new Date('2026-11-02T08:30:15.250Z'))).toEqual([]);
    expect(intrekking(new Date('2026-11-02T08:30:15.249Z'))).toMatchObject([
      { veld: 'status.ingetrokkenOp', regel: 'volgorde' },
    ]);
    expect(intrekking(new Date(Number.NaN))).toMatchObject([{ veld: 'status.ingetrokkenOp', regel: 'vorm' }]);
  });

  test('what was told before must fit as well', () => {
    const oud = {
      ...standVan(base),
      omschrijving: 'x'.repeat(81),
      toelichting: 'y'.repeat(1001),
      startdatum: 'gisteren',
    };
    expect(checkZaakbericht(base, { soort: 'wijziging', oud }).map(({ veld }) => veld)).toEqual([
      'oud.omschrijving',
      'oud.toelichting',
      'oud.startdatum',
    ]);
  });

  test('of a verwijdering only what it carries is looked at', () => {
    const bericht = { ...withStatus({ omschrijving: '', volgnummer: 0 }), tijdstipBericht: '2026' };
    expect(checkZaakbericht(bericht, { soort: 'verwijdering' }).map(({ veld }) => veld)).toEqual(['tijdstipBericht']);
  });
});
