/** From the register to a zaakbericht (L1, L12): what is told, what is left out, and that it can be sent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { checkZaakbericht, writeZakLk01 } from '../../standaarden/stuf/index.ts';
import type { Inrichting } from './inrichting.ts';
import { type Anders, BSN, betrokkene, context, INRICHTING, INSTELLINGEN } from './lopendezaken.testhulp.ts';
import { samenstellen } from './samenstellen.ts';

const NU = new Date('2026-11-02T09:00:00Z');
const NOOR = Bsn.parse(BSN.noor)!;

const bericht = (anders: Anders = {}, inrichting: Partial<Inrichting> = {}) =>
  samenstellen(
    context(anders),
    { bsn: NOOR, wie: { soort: 'initiator' } },
    'referentie-1',
    INSTELLINGEN,
    { ...INRICHTING, ...inrichting },
    NU,
  );

describe('a zaakbericht', () => {
  it('can be sent as it is', () => {
    expect(checkZaakbericht(bericht())).toEqual([]);
  });
  it('says who sends to whom, when and under which number', () => {
    expect(bericht()).toMatchObject({
      referentienummer: 'referentie-1',
      tijdstipBericht: '20261102100000000',
      zender: { organisatie: INSTELLINGEN.oin, applicatie: 'Zaakbode', administratie: 'Gemeente Demodam' },
      ontvanger: INSTELLINGEN.ontvanger,
    });
  });
  it('is addressed to the person who was checked, not to whoever stands in the register now', () => {
    expect(bericht({ betrokkenen: [betrokkene(BSN.daan)] }).geadresseerde.bsn.equals(NOOR)).toBe(true);
  });
  it('tells of the zaak as it stands in the register', () => {
    const { zaak, zaaktype } = bericht({
      zaak: { toelichting: 'Graag snel', einddatumGepland: '2026-12-01', uiterlijkeEinddatum: '2026-12-28' },
    });
    expect(zaak).toEqual({
      identificatie: 'ZAAK-2026-0001',
      omschrijving: 'Parkeren in de Demostraat',
      toelichting: 'Graag snel',
      startdatum: '2026-11-01',
      registratiedatum: '2026-11-01',
      einddatumGepland: '2026-12-01',
      uiterlijkeEinddatum: '2026-12-28',
      einddatum: null,
    });
    expect(zaaktype).toEqual({ omschrijving: 'Bewonersvergunning parkeren', code: 'PARKEREN' });
  });
  it('leaves out what the register leaves empty', () => {
    expect(Object.keys(bericht().zaak)).not.toContain('toelichting');
    expect(bericht()).not.toHaveProperty('resultaat');
  });
  it('takes the omschrijving of the zaaktype when the zaak has none', () => {
    expect(bericht({ zaak: { omschrijving: '' } }).zaak.omschrijving).toBe('Bewonersvergunning parkeren');
  });
  it('carries no name, birth date or address: only the BSN addresses', () => {
    expect(Object.keys(bericht().geadresseerde)).toEqual(['rol', 'bsn', 'authentiek']);
  });
});

describe('the text that the citizen reads (L2)', () => {
  it('is the statustekst of the catalogus', () => {
    expect(bericht({ statustoelichting: 'van de behandelaar' }).status.toelichting).toBe(
      'Wij hebben uw aanvraag ontvangen.',
    );
  });
  it('is the toelichting of the status when the catalogus has no text', () => {
    const zonder = { statustype: { statustekst: '' } };
    expect(bericht({ ...zonder, statustoelichting: 'van de behandelaar' }).status.toelichting).toBe(
      'van de behandelaar',
    );
    expect(bericht(zonder).status).not.toHaveProperty('toelichting');
  });
});

describe('the result and the end of a zaak', () => {
  const klaar = { zaak: { einddatum: '2026-11-02' }, resultaat: { omschrijving: 'Verleend', toelichting: '' } };
  it('are told with the end status', () => {
    const { zaak, resultaat } = bericht({ ...klaar, statustype: { isEindstatus: true } });
    expect(zaak.einddatum).toBe('2026-11-02');
    expect(resultaat).toEqual({ omschrijving: 'Verleend' });
  });
  it('are not told with an earlier status that leaves later, when the register knows them already', () => {
    const eerder = bericht(klaar);
    expect(eerder.zaak.einddatum).toBeNull();
    expect(eerder).not.toHaveProperty('resultaat');
  });
});

describe('L12: the reference to the dossier', () => {
  it('has the uuid of the zaak', () => {
    expect(bericht().verwijzing).toEqual({
      url: 'https://demodam.example/mijnzaken/00000000-0000-7000-8000-000000000001',
      plaats: 'status-toelichting',
    });
  });
  it('has the zaaknummer, fit for an address', () => {
    const verwijzing = 'https://demodam.example/zaak?nr={zaaknummer}&nogmaals={zaaknummer}';
    expect(bericht({ zaak: { identificatie: 'Z 2026/1&?' } }, { verwijzing }).verwijzing?.url).toBe(
      'https://demodam.example/zaak?nr=Z%202026%2F1%26%3F&nogmaals=Z%202026%2F1%26%3F',
    );
  });
  it('is not there when the municipality wants none', () => {
    expect(bericht({}, { verwijzing: null })).not.toHaveProperty('verwijzing');
  });
  it('is that of the zaaktype where it has its own, or none where it wants none (L12)', () => {
    const van = (verwijzing: string) => ({ PARKEREN: { aan: null, verwijzing, statustypen: {} } });
    expect(bericht({}, { zaaktypen: van('https://parkeren.example/{zaaknummer}') }).verwijzing?.url).toBe(
      'https://parkeren.example/ZAAK-2026-0001',
    );
    expect(bericht({}, { zaaktypen: van('geen') })).not.toHaveProperty('verwijzing');
  });
  it('does not take what a template engine would take', () => {
    const verwijzing = 'https://demodam.example/{zaaknummer}';
    expect(bericht({ zaak: { identificatie: "$&$'$$" } }, { verwijzing }).verwijzing?.url).toBe(
      "https://demodam.example/%24%26%24'%24%24",
    );
  });
  it('with the BSN as zaaknummer is refused before it is sent', () => {
    const verwijzing = 'https://demodam.example/{zaaknummer}';
    const fouten = checkZaakbericht(bericht({ zaak: { identificatie: BSN.noor } }, { verwijzing }));
    expect(fouten.map((f) => f.regel)).toEqual(['bsn-in-url']);
  });
});

describe('whatever texts the register holds', () => {
  it('it is either refused with a reason or written, with the BSN in one place only', () => {
    const tekst = (minLength: number, maxLength: number) =>
      fc.string({ unit: 'grapheme-composite', minLength, maxLength });
    const anders = fc.record({
      statustoelichting: tekst(0, 90),
      zaak: fc.record({ identificatie: tekst(4, 35), omschrijving: tekst(0, 70), toelichting: tekst(0, 90) }),
      statustype: fc.record({
        omschrijving: tekst(1, 70),
        statustekst: tekst(0, 90),
        isEindstatus: fc.boolean(),
        volgnummer: fc.integer({ min: 0, max: 10_000 }),
      }),
      zaaktype: fc.record({ omschrijving: tekst(1, 70), identificatie: tekst(1, 50) }),
    });
    let written = 0;
    fc.assert(
      fc.property(anders, (one) => {
        const made = bericht(one);
        const fouten = checkZaakbericht(made);
        expect(fouten.filter((f) => f.melding.length < 10)).toEqual([]);
        if (fouten.length > 0) return;
        written += 1;
        expect(writeZakLk01(made).split(BSN.noor)).toHaveLength(2);
      }),
      { seed: 20261102, numRuns: 300 },
    );
    expect(written).toBeGreaterThan(50);
  });
});
