import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkZaakbericht, metResultaatInStatus } from './index.ts';
import { passendeTekst, passendZaakbericht, voorbeeld } from './zaakbericht.testhulp.ts';

const klaar = (omschrijving: string, resultaat?: string) => {
  const { status } = voorbeeld();
  return metResultaatInStatus(
    voorbeeld({
      status: { ...status, omschrijving },
      ...(resultaat !== undefined && { resultaat: { omschrijving: resultaat } }),
    }),
  );
};

describe('the resultaat in the text of the status', () => {
  test('stands before it, and stays a resultaat too', () => {
    expect(klaar('Afgehandeld', 'Verleend')).toMatchObject({
      status: { omschrijving: 'Verleend (Afgehandeld)', toelichting: 'Wij hebben uw aanvraag ontvangen.' },
      resultaat: { omschrijving: 'Verleend' },
    });
  });

  test('is not there without a resultaat', () => {
    expect(klaar('In behandeling').status.omschrijving).toBe('In behandeling');
    expect(klaar('Afgehandeld', ' ').status.omschrijving).toBe('Afgehandeld');
  });

  test('of exactly 80 characters still fits; one more goes whole to the toelichting', () => {
    expect(klaar('s'.repeat(37), 'r'.repeat(40)).status.omschrijving).toBe(`${'r'.repeat(40)} (${'s'.repeat(37)})`);
    expect(klaar('s'.repeat(38), 'r'.repeat(40)).status).toMatchObject({
      omschrijving: 's'.repeat(38),
      toelichting: `Resultaat: ${'r'.repeat(40)}. Wij hebben uw aanvraag ontvangen.`,
    });
  });

  test('is counted after the letters took their one spelling', () => {
    expect(klaar('s'.repeat(37), 'e\u0301'.repeat(40)).status.omschrijving).toHaveLength(80);
  });

  test('never makes a text that is cut, and never one that the status cannot hold', () => {
    fc.assert(
      fc.property(passendZaakbericht, passendeTekst(1, 80), (base, omschrijving) => {
        const bericht = metResultaatInStatus({ ...base, resultaat: { omschrijving } });
        const told = `${bericht.status.omschrijving}\n${bericht.status.toelichting ?? ''}`.normalize('NFC');
        expect(told).toContain(omschrijving.normalize('NFC').trim());
        expect(told).toContain(base.status.omschrijving.normalize('NFC').trim());
        expect(checkZaakbericht(bericht).filter(({ veld }) => veld === 'status.omschrijving')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
