/** ZAAK: how a client makes, changes and follows one. Its rules by number: `regels.test.ts`. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import {
  BASE,
  newZaak,
  publishedZaaktype,
  type Registers,
  RSIN,
  registers,
  type Zaaktype,
} from '../registers.testhulp.ts';
import { codes, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});

describe('POST /zaken', () => {
  it('201: makes a zaak with a number of its own, the day of today, and the vertrouwelijkheid of its zaaktype (zrc-002, zrc-009)', async () => {
    const { status, body, headers } = await r.send('POST', `${ZRC}/zaken`, {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
      onbekend: 'mag',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      url: expect.stringMatching(`^${BASE}/zaken/api/v1/zaken/[0-9a-f-]{36}$`),
      identificatie: expect.stringMatching(/^ZAAK-2026-\d{10}$/),
      registratiedatum: '2026-11-02',
      vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
      archiefstatus: 'nog_te_archiveren',
      status: null,
      resultaat: null,
      einddatum: null,
      rollen: [],
      zaaktype: t.zaaktype,
    });
    expect(headers['location']).toBe(body.url);
    expect(headers['api-version']).toBe('1.7.0');
    expect(headers['content-crs']).toBe('EPSG:4326');
    const events = await r.db.query<{ body: Record<string, unknown> }>(
      sql`select body from outbox.event where subject = ${body.uuid}`,
    );
    expect(events).toEqual([
      {
        body: expect.objectContaining({
          kanaal: 'zaken',
          resource: 'zaak',
          actie: 'create',
          hoofdObject: body.url,
          resourceUrl: body.url,
          kenmerken: { bronorganisatie: RSIN, zaaktype: t.zaaktype, vertrouwelijkheidaanduiding: 'zaakvertrouwelijk' },
        }),
      },
    ]);
  });
  it('400: tells all that is wrong at once, by field and code', async () => {
    const answer = await r.send('POST', `${ZRC}/zaken`, {
      bronorganisatie: '123456789',
      startdatum: '2026-02-30',
      zaaktype: 'https://elders.example/zaaktypen/1',
      omschrijving: 'x'.repeat(81),
      toelichting: null,
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid']);
    expect(codes(answer)).toEqual([
      'bronorganisatie:invalid',
      'omschrijving:max_length',
      'toelichting:null',
      'zaaktype:bad-url',
      'verantwoordelijkeOrganisatie:required',
      'startdatum:invalid',
    ]);
  });
  it('400: the rules too speak all at once (zrc-012, zrc-014, zrc-015, zrc-022)', async () => {
    const answer = await r.send('POST', `${ZRC}/zaken`, {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
      betalingsindicatie: 'nvt',
      laatsteBetaaldatum: '2026-11-01T10:00:00Z',
      productenOfDiensten: ['https://upl.example/vuurwerk'],
      opschorting: { indicatie: true, reden: '' },
      archiefstatus: 'gearchiveerd',
    });
    expect(codes(answer)).toEqual([
      'laatsteBetaaldatum:betaling-nvt',
      'productenOfDiensten:invalid-products-services',
      'opschorting.reden:required',
      'archiefnominatie:archiefnominatie-not-set',
      'archiefactiedatum:archiefactiedatum-not-set',
    ]);
  });
  it('takes a bounded number of round trips', async () => {
    const before = r.db.roundTrips();
    await newZaak(r, t.zaaktype);
    // token known; begin, zaaktype, number, store, audit, event, commit
    expect(r.db.roundTrips() - before).toBe(7);
  });
});

describe('PUT and PATCH', () => {
  it('PATCH keeps what is not sent, PUT resets it, but the identificatie', async () => {
    const zaak = await newZaak(r, t.zaaktype, {
      omschrijving: 'een',
      toelichting: 'twee',
      kenmerken: [{ kenmerk: 'k', bron: 'b' }],
    });
    const patched = await r.send('PATCH', zaak, { omschrijving: 'nieuw' });
    expect(patched.body).toMatchObject({
      omschrijving: 'nieuw',
      toelichting: 'twee',
      kenmerken: [{ kenmerk: 'k', bron: 'b' }],
    });
    const put = await r.send('PUT', zaak, {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
    });
    expect(put.body).toMatchObject({
      omschrijving: '',
      toelichting: '',
      kenmerken: [],
      identificatie: patched.body.identificatie,
    });
  });
});

describe('the audittrail', () => {
  it('tells who changed what, old and new', async () => {
    const zaak = await newZaak(r, t.zaaktype, { omschrijving: 'oud' });
    await r.send(
      'PATCH',
      zaak,
      { omschrijving: 'nieuw' },
      { headers: { 'x-audit-toelichting': 'verzoek van de aanvrager' } },
    );
    const { body } = await r.send('GET', `${zaak}/audittrail`);
    expect(body).toHaveLength(2);
    expect(body[1]).toMatchObject({
      bron: 'zrc',
      actie: 'partial_update',
      resultaat: 200,
      applicatieId: 'beheer',
      gebruikersId: 'u1',
      toelichting: 'verzoek van de aanvrager',
      hoofdObject: zaak,
      resourceUrl: zaak,
      wijzigingen: { oud: { omschrijving: 'oud' }, nieuw: { omschrijving: 'nieuw' } },
    });
    expect((await r.send('GET', `${zaak}/audittrail/${body[1].uuid}`)).body.uuid).toBe(body[1].uuid);
  });
});
