/** The terms of use of a document: drc-006. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  audittrail,
  berichten,
  clientVoor,
  codes,
  type Documenten,
  documenten,
  maak,
  ROOT,
} from './documenten.testhulp.ts';

const RECHTEN = `${ROOT}/gebruiksrechten`;

let d: Documenten;
let informatieobject: string;
beforeAll(async () => {
  d = await documenten();
});
beforeEach(async () => {
  informatieobject = (await d.maak()).url;
});

const body = (extra: object = {}) => ({
  informatieobject,
  startdatum: '2026-11-02T09:00:00Z',
  omschrijvingVoorwaarden: 'Niet verspreiden',
  ...extra,
});
const document = async (query = '') => (await d.r.send('GET', `${informatieobject}${query}`)).body;

describe('drc-006: gebruiksrechten', () => {
  it('make indicatieGebruiksrecht true, and unknown again when the last are gone', async () => {
    expect((await document()).indicatieGebruiksrecht).toBeNull();
    const een = await maak(d.r, RECHTEN, body());
    const twee = await maak(d.r, RECHTEN, body({ einddatum: '2027-01-01T00:00:00+01:00' }));
    expect(een).toMatchObject({ informatieobject, einddatum: null, omschrijvingVoorwaarden: 'Niet verspreiden' });
    expect(await document()).toMatchObject({ indicatieGebruiksrecht: true, versie: 1 });
    expect(await document('?versie=1')).toMatchObject({ indicatieGebruiksrecht: true });
    expect((await d.r.send('DELETE', een.url)).status).toBe(204);
    expect((await document()).indicatieGebruiksrecht).toBe(true);
    expect((await d.r.send('DELETE', twee.url)).status).toBe(204);
    expect(await document()).toMatchObject({ indicatieGebruiksrecht: null, versie: 1 });
  });
  it('decide what a client may say of the document', async () => {
    const lock = await d.vergrendel(informatieobject);
    const zet = (indicatieGebruiksrecht: boolean | null) =>
      d.r.send('PATCH', informatieobject, { indicatieGebruiksrecht, lock });
    expect(codes(await zet(true))).toEqual(['indicatieGebruiksrecht:missing-gebruiksrechten']);
    expect((await zet(false)).status).toBe(200);
    const { url } = await maak(d.r, RECHTEN, body());
    expect(codes(await zet(false))).toEqual(['indicatieGebruiksrecht:existing-gebruiksrechten']);
    expect(codes(await zet(null))).toEqual(['indicatieGebruiksrecht:existing-gebruiksrechten']);
    expect((await zet(true)).status).toBe(200);
    expect((await d.r.send('DELETE', url)).status).toBe(204);
    expect((await zet(false)).status).toBe(200);
  });
  it('are told of under the document: audittrail and notifications', async () => {
    const { url } = await maak(d.r, RECHTEN, body());
    expect((await d.r.send('PATCH', url, { omschrijvingVoorwaarden: 'Vrij' })).body.omschrijvingVoorwaarden).toBe(
      'Vrij',
    );
    await d.r.send('DELETE', url);
    expect(await audittrail(d.r, informatieobject)).toEqual([
      'enkelvoudiginformatieobject create',
      'gebruiksrechten create',
      'enkelvoudiginformatieobject partial_update',
      'gebruiksrechten partial_update',
      'gebruiksrechten destroy',
      'enkelvoudiginformatieobject partial_update',
    ]);
    expect(await berichten(d.r, informatieobject)).toEqual([
      'enkelvoudiginformatieobject.create',
      'gebruiksrechten.create',
      'gebruiksrechten.partial_update',
      'gebruiksrechten.destroy',
    ]);
  });
  it('go with the document', async () => {
    const { url } = await maak(d.r, RECHTEN, body());
    expect((await d.r.send('DELETE', informatieobject)).status).toBe(204);
    expect((await d.r.send('GET', url)).status).toBe(404);
  });
});

describe('gebruiksrechten', () => {
  it('stay with their document', async () => {
    const { url } = await maak(d.r, RECHTEN, body());
    const elders = (await d.maak()).url;
    const moved = await d.r.send('PUT', url, body({ informatieobject: elders }));
    expect(codes(moved)).toEqual(['informatieobject:wijzigen-niet-toegelaten']);
    expect((await d.r.send('PUT', url, body({ startdatum: '2026-11-03T09:00:00Z' }))).status).toBe(200);
  });
  it('are found by document and by period, in one list', async () => {
    await maak(d.r, RECHTEN, body());
    await maak(d.r, RECHTEN, body({ startdatum: '2026-12-01T00:00:00Z', einddatum: '2027-01-01T00:00:00Z' }));
    const vind = async (query: string) =>
      (await d.r.send('GET', `${RECHTEN}?informatieobject=${encodeURIComponent(informatieobject)}&${query}`)).body
        .length;
    expect(await vind('')).toBe(2);
    expect(await vind('startdatum__lt=2026-12-01T00:00:00Z')).toBe(1);
    expect(await vind('startdatum__lte=2026-12-01T00:00:00Z')).toBe(2);
    expect(await vind('startdatum__gt=2026-11-02T09:00:00Z')).toBe(1);
    expect(await vind('startdatum__gte=2026-11-02T09:00:00Z')).toBe(2);
    expect(await vind('einddatum__lt=2027-01-01T00:00:01Z')).toBe(1);
    expect(await vind('einddatum__gt=2027-01-01T00:00:00Z')).toBe(0);
    const { body: list } = await d.r.send(
      'GET',
      `${RECHTEN}?informatieobject=${encodeURIComponent(informatieobject)}&expand=informatieobject`,
    );
    expect(list[0]._expand.informatieobject.url).toBe(informatieobject);
  });
  it('are made and read by who may do that with the document', async () => {
    const { url } = await maak(d.r, RECHTEN, body());
    await clientVoor(d.r, 'lezer', d.type, ['lezen']);
    await clientVoor(d.r, 'openbaar', d.type, ['lezen', 'aanmaken', 'bijwerken', 'verwijderen'], 'openbaar');
    expect((await d.r.send('GET', url, undefined, { as: 'lezer' })).status).toBe(200);
    expect((await d.r.send('POST', RECHTEN, body(), { as: 'lezer' })).status).toBe(403);
    expect((await d.r.send('GET', url, undefined, { as: 'openbaar' })).status).toBe(404);
    expect((await d.r.send('DELETE', url, undefined, { as: 'openbaar' })).status).toBe(404);
    expect((await d.r.send('POST', RECHTEN, body(), { as: 'openbaar' })).status).toBe(403);
  });
});
