/** The kinds of zakLk01 (lopendezaken.md 1.3, 1.5, 5): what stands in old and new, who stands in it, and the time through both nights. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reserveTijdstippen, tijdstipToDigits, toLocalDigits } from '../tijd/index.ts';
import {
  type Berichtsoort,
  checkZakLk01Semantics,
  type GelezenZaak,
  type GelezenZakLk01,
  readZakLk01,
  standUit,
  standVan,
  writeZakLk01,
  type Zaakbericht,
  type ZaakStand,
} from './index.ts';
import { passendMetSoort, TEST_BSN, voorbeeld } from './zaakbericht.testhulp.ts';

function reread(bericht: Zaakbericht, soort: Berichtsoort): GelezenZakLk01 {
  const read = readZakLk01(writeZakLk01(bericht, soort));
  if (read === null) throw new Error('not read as a zakLk01');
  return read;
}

function objecten(bericht: Zaakbericht, soort: Berichtsoort): readonly [GelezenZaak, GelezenZaak] {
  const [oud, huidig, ...meer] = reread(bericht, soort).objecten;
  if (oud === undefined || huidig === undefined || meer.length > 0) throw new Error('not two objects');
  return [oud, huidig];
}

const base = voorbeeld();
const INGETROKKEN: Berichtsoort = { soort: 'intrekking', ingetrokkenOp: new Date('2026-11-03T06:55:00Z') };
const gesloten = voorbeeld({
  zaak: { ...base.zaak, einddatum: '2026-11-19' },
  resultaat: { omschrijving: 'Verleend', toelichting: 'Tot 1 december' },
});

describe('any kind of message', () => {
  test('means what it should, and tells the zaak and the status that went in', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(passendMetSoort, ([bericht, soort]) => {
        const read = reread(bericht, soort);
        expect(checkZakLk01Semantics(read)).toEqual([]);
        const huidig = read.objecten.at(-1);
        expect(huidig?.identificatie).toBe(bericht.zaak.identificatie.normalize('NFC'));
        const [status, ...meer] = read.objecten.flatMap(({ statussen }) => statussen);
        expect(meer).toEqual([]);
        expect(status?.datumStatusGezet).toBe(
          soort.soort === 'verwijdering' ? undefined : toLocalDigits(bericht.status.datumStatusGezet),
        );
        if (huidig?.verwerkingssoort === 'T' || huidig?.verwerkingssoort === 'W') {
          expect(standUit(huidig)).toEqual(standVan(bericht));
        }
        if (huidig?.verwerkingssoort === 'W' && soort.soort !== 'toevoeging' && soort.soort !== 'verwijdering') {
          const [oud] = read.objecten;
          if (soort.oud !== undefined && oud !== undefined) expect(standUit(oud)).toEqual(soort.oud);
        }
        seen.add(`${soort.soort} ${huidig?.verwerkingssoort}`);
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual([
      'intrekking I',
      'intrekking W',
      'toevoeging T',
      'verwijdering V',
      'wijziging I',
      'wijziging W',
    ]);
  });
});

describe('a wijziging', () => {
  test('of a status alone identifies the zaak in both objects, and changes the relation only', () => {
    const [oud, huidig] = objecten(base, { soort: 'wijziging', oud: standVan(base) });
    for (const object of [oud, huidig]) {
      expect(object).toMatchObject({
        verwerkingssoort: 'I',
        sleutelVerzendend: 'ZAAK-2026-0000012345',
        identificatie: 'ZAAK-2026-0000012345',
        omschrijving: 'Kapvergunning Lindelaan 3',
        toelichting: null,
        startdatum: null,
        zaaktype: { omschrijving: 'Kapvergunning aanvragen', code: 'B0366' },
        geadresseerden: [{ rol: 'initiator', authentiek: true }],
      });
    }
    expect(oud.statussen).toEqual([]);
    expect(huidig.statussen).toMatchObject([{ verwerkingssoort: 'T', omschrijving: 'Ontvangen' }]);
  });

  test('marks the place of the status in oud, and marks the person as known', () => {
    const text = writeZakLk01(base, { soort: 'wijziging' });
    expect(text).toContain('<StUF:mutatiesoort>W</StUF:mutatiesoort>');
    const nil =
      '<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="T" xsi:nil="true" StUF:noValue="geenWaarde"/>';
    expect(text.split(nil)).toHaveLength(2);
    expect(text.indexOf(nil)).toBeLessThan(text.lastIndexOf('<ZKN:object '));
    expect(text.match(/<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI" StUF:verwerkingssoort="I">/g)).toHaveLength(
      2,
    );
  });

  test('of which nothing is known says what is, in both objects; the zaak was still open', () => {
    const [oud, huidig] = objecten(gesloten, { soort: 'wijziging' });
    expect([oud.verwerkingssoort, huidig.verwerkingssoort]).toEqual(['W', 'W']);
    expect(standUit(huidig)).toEqual(standVan(gesloten));
    expect(standUit(oud)).toEqual({ ...standVan(gesloten), einddatum: null, resultaat: null });
  });

  test('of which nothing is known is a W also when the zaak is still open', () => {
    const [oud, huidig] = objecten(base, { soort: 'wijziging' });
    expect([oud.verwerkingssoort, huidig.verwerkingssoort]).toEqual(['W', 'W']);
    expect(standUit(oud)).toEqual(standVan(base));
  });

  test.each<[string, Partial<ZaakStand>]>([
    ['omschrijving', { omschrijving: 'Anders' }],
    ['toelichting', { toelichting: null }],
    ['resultaat', { resultaat: { omschrijving: 'Verleend', toelichting: null } }],
    ['toelichting of the resultaat', { resultaat: { omschrijving: 'Verleend', toelichting: 'Ja' } }],
    ['startdatum', { startdatum: '2026-10-31' }],
    ['registratiedatum', { registratiedatum: null }],
    ['geplande einddatum', { einddatumGepland: '2026-12-21' }],
    ['uiterlijke einddatum', { uiterlijkeEinddatum: '2026-12-29' }],
    ['einddatum', { einddatum: '2026-11-19' }],
  ])('is one of the zaak itself when another %s was told before', (_wat, anders) => {
    const oud = { ...standVan(base), ...anders };
    const [was, is] = objecten(base, { soort: 'wijziging', oud });
    expect([was.verwerkingssoort, is.verwerkingssoort]).toEqual(['W', 'W']);
    expect([standUit(was), standUit(is)]).toEqual([oud, standVan(base)]);
  });

  test('says of what is gone that there is no value, in the object that lacks it', () => {
    const { toelichting: _gone, ...zonder } = base.zaak;
    const text = writeZakLk01(voorbeeld({ zaak: zonder }), { soort: 'wijziging', oud: standVan(base) });
    const nil = '<ZKN:toelichting xsi:nil="true" StUF:noValue="geenWaarde"/>';
    expect(text.split(nil)).toHaveLength(2);
    expect(text.indexOf(nil)).toBeGreaterThan(text.lastIndexOf('<ZKN:object '));
  });

  test('can be made from the message before it', () => {
    const [first] = reread(base, { soort: 'toevoeging' }).objecten;
    const oud = first && standUit(first);
    expect(oud).toEqual(standVan(base));
    expect(objecten(gesloten, { soort: 'wijziging', ...(oud && { oud }) })[1].verwerkingssoort).toBe('W');
  });
});

describe('a status that was set by mistake', () => {
  test('is ended in oud and absent in huidig', () => {
    const [oud, huidig] = objecten(base, INGETROKKEN);
    expect(oud.statussen).toMatchObject([
      {
        verwerkingssoort: 'E',
        omschrijving: 'Ontvangen',
        datumStatusGezet: '20261102093015250',
        eindRelatie: '20261103075500000',
      },
    ]);
    expect(huidig.statussen).toEqual([]);
    expect([oud.verwerkingssoort, huidig.verwerkingssoort]).toEqual(['I', 'I']);
    const text = writeZakLk01(base, INGETROKKEN);
    expect(text).toContain('<StUF:beginRelatie>20261102093015250</StUF:beginRelatie>');
    expect(text).not.toContain('Wij hebben uw aanvraag ontvangen');
  });

  test('takes the end of the zaak with it', () => {
    const [oud, huidig] = objecten(base, { ...INGETROKKEN, oud: standVan(gesloten) });
    expect([oud.verwerkingssoort, oud.einddatum, oud.resultaat?.omschrijving]).toEqual(['W', '20261119', 'Verleend']);
    expect([huidig.verwerkingssoort, huidig.einddatum, huidig.resultaat]).toEqual(['W', null, null]);
  });

  test('never ends before it began in digits, in the repeated hour of autumn', () => {
    const status = { ...base.status, datumStatusGezet: new Date('2026-10-25T00:50:00Z') };
    const ingetrokkenOp = new Date('2026-10-25T01:10:00Z');
    const [oud] = objecten(voorbeeld({ status }), { soort: 'intrekking', ingetrokkenOp });
    expect(oud.statussen[0]).toMatchObject({
      datumStatusGezet: '20261025025000000',
      eindRelatie: '20261025025000000',
    });
  });
});

describe('a verwijdering', () => {
  test('carries the kerngegevens of the zaak and nothing about a person or a status', () => {
    const text = writeZakLk01(base, { soort: 'verwijdering' });
    const { mutatiesoort, objecten: gelezen } = reread(base, { soort: 'verwijdering' });
    expect(mutatiesoort).toBe('V');
    expect(gelezen).toMatchObject([
      { verwerkingssoort: 'V', identificatie: 'ZAAK-2026-0000012345', geadresseerden: [], statussen: [] },
    ]);
    expect(text).not.toContain(TEST_BSN);
    expect([...text.matchAll(/<ZKN:(\w+)[ >]/g)].map(([, name]) => name)).toEqual([
      'zakLk01',
      'stuurgegevens',
      'parameters',
      'object',
      'identificatie',
      'omschrijving',
      'isVan',
      'gerelateerde',
      'omschrijving',
      'code',
      'ingangsdatumObject',
    ]);
  });
});

describe('the person who is told', () => {
  test.each([
    ['initiator', 'heeftAlsInitiator', 'ZAKBTRINI', 'Initiator'],
    ['mede_initiator', 'heeftAlsBelanghebbende', 'ZAKBTRBLH', 'Mede-initiator'],
    ['belanghebbende', 'heeftAlsBelanghebbende', 'ZAKBTRBLH', 'Belanghebbende'],
    ['gemachtigde', 'heeftAlsGemachtigde', 'ZAKBTRGMC', 'Gemachtigde'],
  ] as const)('as %s stands in %s, alone', (rol, element, entiteittype, omschrijving) => {
    const bericht = voorbeeld({ geadresseerde: { ...base.geadresseerde, rol } });
    const text = writeZakLk01(bericht);
    expect(text).toContain(`<ZKN:${element} StUF:entiteittype="${entiteittype}" StUF:verwerkingssoort="T">`);
    expect(text).toContain(`<ZKN:omschrijving>${omschrijving}</ZKN:omschrijving>\n</ZKN:${element}>`);
    expect([...text.matchAll(/<ZKN:heeftAls\w+/g)]).toHaveLength(1);
    expect(text.split(TEST_BSN)).toHaveLength(2);
    expect(reread(bericht, { soort: 'toevoeging' }).objecten[0]?.geadresseerden.map((one) => one.rol)).toEqual([rol]);
  });
});

/** The same clock by another way than the code under test. */
const amsterdam = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
});

describe.each([
  ['the night in which the clock goes forward', '2027-03-28T01:00:00Z'],
  ['the night in which the clock goes back', '2026-10-25T01:00:00Z'],
])('through %s', (_naam, change) => {
  const start = Date.parse(change) - 3 * 3_600_000;
  const moment = fc.integer({ min: 0, max: 6 * 3_600_000 }).map((ms) => new Date(start + ms));

  test('a status carries the time of the Dutch clock', () => {
    fc.assert(
      fc.property(moment, (datumStatusGezet) => {
        const bericht = voorbeeld({ status: { ...base.status, datumStatusGezet } });
        const wanted = `${amsterdam.format(datumStatusGezet).replace(/\D/g, '')}${datumStatusGezet.toISOString().slice(20, 23)}`;
        expect(reread(bericht, { soort: 'toevoeging' }).objecten[0]?.statussen[0]?.datumStatusGezet).toBe(wanted);
      }),
      { numRuns: 60 },
    );
  });

  test('the tijdstip of each next message is later than the one before, and no earlier than the Dutch clock', () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 2, maxLength: 12 }), (moments) => {
        let last = 0;
        let before = '';
        for (const now of moments.sort((one, other) => one.getTime() - other.getTime())) {
          last = reserveTijdstippen(last, now, 1).last;
          const { tijdstipBericht } = reread(voorbeeld({ tijdstipBericht: tijdstipToDigits(last) }), {
            soort: 'wijziging',
          });
          expect(tijdstipBericht).toMatch(/^\d{17}$/);
          expect(String(tijdstipBericht) > before).toBe(true);
          expect(String(tijdstipBericht) >= toLocalDigits(now)).toBe(true);
          before = String(tijdstipBericht);
        }
      }),
      { numRuns: 40 },
    );
  });
});
