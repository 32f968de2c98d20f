import { describe, expect, test } from 'vitest';
import { voorbeeldVan } from './index.ts';
import { TEST_BSN, voorbeeld } from './zaakbericht.testhulp.ts';

describe('L13: the preview of a zaakbericht', () => {
  test('has what the citizen sees, with the reference apart from the text', () => {
    expect(voorbeeldVan(voorbeeld())).toEqual({
      soort: 'toevoeging',
      titel: 'Kapvergunning Lindelaan 3',
      organisatie: 'Gemeente Voorbeeld',
      zaaknummer: 'ZAAK-2026-0000012345',
      zaaktype: 'Kapvergunning aanvragen',
      rol: 'initiator',
      status: 'Ontvangen',
      datum: new Date('2026-11-02T08:30:15.250Z'),
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
    });
  });

  test('is there for a bericht that cannot be sent, and holds no BSN', () => {
    const { status } = voorbeeld();
    const bericht = voorbeeld({ status: { ...status, omschrijving: 'x'.repeat(200) } });
    expect(voorbeeldVan(bericht).status).toHaveLength(200);
    expect(JSON.stringify(voorbeeldVan(bericht))).not.toContain(TEST_BSN);
  });
});
