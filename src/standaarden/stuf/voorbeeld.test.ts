import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { voorbeeldUit, voorbeeldVan, writeZakLk01 } from './index.ts';
import { passendMetSoort, TEST_BSN, voorbeeld } from './zaakbericht.testhulp.ts';

describe('L13: the preview of a zaakbericht', () => {
  test('has what the citizen sees, with the reference apart from the text', () => {
    expect(voorbeeldVan(voorbeeld())).toEqual({
      soort: 'status',
      titel: 'Kapvergunning Lindelaan 3',
      organisatie: 'Gemeente Voorbeeld',
      zaaknummer: 'ZAAK-2026-0000012345',
      zaaktype: 'Kapvergunning aanvragen',
      rol: 'initiator',
      status: 'Ontvangen',
      datum: '20261102093015250',
      toelichting: 'Wij hebben uw aanvraag ontvangen.',
      zaakToelichting: 'Eén linde in de achtertuin',
      verwijzing: 'https://mijn.voorbeeld.example/zaken/ZAAK-2026-0000012345',
      startdatum: '2026-11-01',
      uiterlijkeEinddatum: '2026-12-28',
      einddatum: null,
      resultaat: null,
    });
  });

  test('has no reference when none is sent, and the number of an organisation without a name', () => {
    const url = 'https://voorbeeld.example/1';
    const bericht = voorbeeld({
      verwijzing: { url, plaats: 'geen' },
      zender: { organisatie: '00000001002564440000', applicatie: 'Zaakbode' },
    });
    expect(voorbeeldVan(bericht)).toMatchObject({ verwijzing: null, organisatie: '00000001002564440000' });
  });

  test('of a verwijdering has no status', () => {
    expect(voorbeeldVan(voorbeeld(), { soort: 'verwijdering' })).toMatchObject({
      soort: 'verwijdering',
      status: null,
      datum: null,
      toelichting: null,
      verwijzing: null,
      rol: null,
    });
  });

  test('of a message that was made is the same as of the zaakbericht it was made from', () => {
    fc.assert(
      fc.property(passendMetSoort, ([bericht, soort]) => {
        const xml = writeZakLk01(bericht, soort);
        const { startdatum, uiterlijkeEinddatum, einddatum, resultaat, zaakToelichting, ...rest } = voorbeeldVan(
          bericht,
          soort,
        );
        // A change of the status alone carries nothing else of the zaak.
        const zaak = { startdatum, uiterlijkeEinddatum, einddatum, resultaat, zaakToelichting };
        const alleenStatus = xml.includes('"ZAK" StUF:verwerkingssoort="I"');
        const verwijzing = alleenStatus && bericht.verwijzing?.plaats === 'zaak-toelichting' ? null : rest.verwijzing;
        expect(voorbeeldUit(xml)).toMatchObject({ ...rest, verwijzing, ...(!alleenStatus && zaak) });
      }),
      { numRuns: 150 },
    );
  });

  test('is not there for another document, nor for what is no XML', () => {
    expect([voorbeeldUit('<a/>'), voorbeeldUit('geen xml')]).toEqual([null, null]);
  });

  test('is there for a bericht that cannot be sent, and holds no BSN', () => {
    const { status } = voorbeeld();
    const bericht = voorbeeld({ status: { ...status, omschrijving: 'x'.repeat(200) } });
    expect(voorbeeldVan(bericht).status).toHaveLength(200);
    expect(JSON.stringify(voorbeeldVan(bericht))).not.toContain(TEST_BSN);
  });
});
