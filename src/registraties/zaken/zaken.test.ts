import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import {
  BASE,
  newZaak,
  publishedZaaktype,
  type Registers,
  RSIN,
  registers,
  type Zaaktype,
  zaaktypeBody,
} from '../registers.testhulp.ts';

let r: Registers;
let t: Zaaktype;

beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});
beforeEach(() => r.clock.set(new Date('2026-11-02T09:00:00Z')));

const codes = (body: { invalidParams?: { name: string; code: string }[] }) =>
  body.invalidParams?.map((p) => `${p.name}:${p.code}`);
const setStatus = (zaak: string, statustype: string, datumStatusGezet: string, as = 'beheer') =>
  r.send('POST', '/zaken/api/v1/statussen', { zaak, statustype, datumStatusGezet }, { as });
const uuidOf = (url: string) => url.split('/').at(-1)!;

describe('POST /zaken', () => {
  it('201: makes a zaak with a number of its own, the day of today, and the vertrouwelijkheid of its zaaktype (zrc-002, zrc-009)', async () => {
    const { status, body, headers } = await r.send('POST', '/zaken/api/v1/zaken', {
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
    const { status, body } = await r.send('POST', '/zaken/api/v1/zaken', {
      bronorganisatie: '123456789',
      startdatum: '2026-02-30',
      zaaktype: 'https://elders.example/zaaktypen/1',
      omschrijving: 'x'.repeat(81),
      toelichting: null,
    });
    expect(status).toBe(400);
    expect(body.code).toBe('invalid');
    expect(codes(body)).toEqual([
      'bronorganisatie:invalid',
      'omschrijving:max_length',
      'toelichting:null',
      'zaaktype:bad-url',
      'verantwoordelijkeOrganisatie:required',
      'startdatum:invalid',
    ]);
  });
  it('400: identificatie-niet-uniek (zrc-002)', async () => {
    const body = {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
      identificatie: 'EIGEN-1',
    };
    expect((await r.send('POST', '/zaken/api/v1/zaken', body)).status).toBe(201);
    expect(codes((await r.send('POST', '/zaken/api/v1/zaken', body)).body)).toEqual([
      'identificatie:identificatie-niet-uniek',
    ]);
  });
  it('400: not-published for a concept zaaktype (zrc-001)', async () => {
    const concept = await r.send(
      'POST',
      '/catalogi/api/v1/zaaktypen',
      zaaktypeBody(t.catalogus, { identificatie: 'CONCEPT' }),
    );
    const { body } = await r.send('POST', '/zaken/api/v1/zaken', {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: concept.body.url,
    });
    expect(codes(body)).toEqual(['zaaktype:not-published']);
  });
  it('400: hoofdzaak must exist and be no deelzaak (zrc-013)', async () => {
    const hoofd = await newZaak(r, t.zaaktype);
    const deel = await newZaak(r, t.zaaktype, { hoofdzaak: hoofd });
    const base = {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
    };
    expect(codes((await r.send('POST', '/zaken/api/v1/zaken', { ...base, hoofdzaak: deel })).body)).toEqual([
      'hoofdzaak:deelzaak-als-hoofdzaak',
    ]);
    const gone = `${BASE}/zaken/api/v1/zaken/00000000-0000-4000-8000-000000000000`;
    expect(codes((await r.send('POST', '/zaken/api/v1/zaken', { ...base, hoofdzaak: gone })).body)).toEqual([
      'hoofdzaak:does-not-exist',
    ]);
    expect((await r.send('GET', hoofd)).body.deelzaken).toEqual([deel]);
  });
  it('400: betaling-nvt (zrc-014), invalid-products-services (zrc-015), opschorting without reden (zrc-012), archiefstatus too early (zrc-022)', async () => {
    const { body } = await r.send('POST', '/zaken/api/v1/zaken', {
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
    expect(codes(body)).toEqual([
      'laatsteBetaaldatum:betaling-nvt',
      'productenOfDiensten:invalid-products-services',
      'opschorting.reden:required',
      'archiefnominatie:archiefnominatie-not-set',
      'archiefactiedatum:archiefactiedatum-not-set',
    ]);
  });
  it('412 without Accept-Crs, 406 for another one', async () => {
    const send = (headers: Record<string, string>) =>
      r.server.inject({ method: 'GET', url: '/zaken/api/v1/zaken', headers });
    const authorization = `Bearer ${await r.token('beheer')}`;
    expect((await send({ authorization })).statusCode).toBe(412);
    expect((await send({ authorization, 'accept-crs': 'EPSG:28992' })).statusCode).toBe(406);
  });
  it('gives every maker a number of his own when many come at once (RS-F62)', async () => {
    const urls = await Promise.all(Array.from({ length: 24 }, () => newZaak(r, t.zaaktype)));
    const rows = await r.db.query<{ n: number }>(sql`
      select count(distinct identificatie) as n from zaken.zaak where id = any(${urls.map(uuidOf)}::uuid[])`);
    expect(rows[0]!.n).toBe(24);
  });
  it('takes a bounded number of round trips', async () => {
    const before = r.db.roundTrips();
    await newZaak(r, t.zaaktype);
    // token known; begin, zaaktype, number, store, audit, event, commit
    expect(r.db.roundTrips() - before).toBe(7);
  });
});

describe('statussen', () => {
  it('201: the first status is the latest, the zaak points to it, and one event leaves', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const { status, body } = await setStatus(zaak, t.begin, '2026-11-02T08:30:00+01:00');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      zaak,
      statustype: t.begin,
      datumStatusGezet: '2026-11-02T07:30:00Z',
      indicatieLaatstGezetteStatus: true,
    });
    expect((await r.send('GET', zaak)).body.status).toBe(body.url);
    const events = await r.db.query<{ kind: string }>(
      sql`select kind from outbox.event where subject = ${uuidOf(zaak)} order by nr`,
    );
    expect(events.map((e) => e.kind)).toEqual(['zaak.create', 'status.create']);
  });
  it('takes a bounded number of round trips', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const before = r.db.roundTrips();
    await setStatus(zaak, t.begin, '2026-11-02T08:30:00Z');
    // does it close, begin, lock zaak, statustype, point zaak, store, audit, event, commit
    expect(r.db.roundTrips() - before).toBe(9);
  });
  it('an earlier status that is added later does not become the latest', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const latest = await setStatus(zaak, t.begin, '2026-11-02T08:30:00Z');
    const earlier = await setStatus(zaak, t.begin, '2026-11-01T08:30:00Z');
    expect(earlier.body.indicatieLaatstGezetteStatus).toBe(false);
    expect((await r.send('GET', zaak)).body.status).toBe(latest.body.url);
    const list = await r.send(
      'GET',
      `/zaken/api/v1/statussen?zaak=${encodeURIComponent(zaak)}&indicatieLaatstGezetteStatus=true`,
    );
    expect(list.body.results.map((s: { url: string }) => s.url)).toEqual([latest.body.url]);
  });
  it('400 for the same moment twice, never 500 (RS-F63)', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await setStatus(zaak, t.begin, '2026-11-02T08:30:00Z');
    const again = await setStatus(zaak, t.begin, '2026-11-02T09:30:00+01:00');
    expect(codes(again.body)).toEqual(['nonFieldErrors:unique']);
  });
  it('400: zaaktype-mismatch (zrc-016), in the future, before the start (zrc-007)', async () => {
    const other = await publishedZaaktype(r, { identificatie: 'ANDER', omschrijving: 'Ander' });
    const zaak = await newZaak(r, t.zaaktype);
    expect(codes((await setStatus(zaak, other.begin, '2026-11-02T08:30:00Z')).body)).toEqual([
      'nonFieldErrors:zaaktype-mismatch',
    ]);
    expect(codes((await setStatus(zaak, t.begin, '2026-11-02T09:02:00Z')).body)).toEqual([
      'datumStatusGezet:date-in-future',
    ]);
    expect(codes((await setStatus(zaak, t.begin, '2026-10-31T10:00:00Z')).body)).toEqual(['datumStatusGezet:invalid']);
  });
  it('zrc-007: the end status needs a resultaat, closes on the client’s own day, and sets the archive dates (zrc-021)', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    expect(codes((await setStatus(zaak, t.eind, '2026-11-02T08:30:00Z')).body)).toEqual([
      'nonFieldErrors:resultaat-does-not-exist',
    ]);
    const resultaat = await r.send('POST', '/zaken/api/v1/resultaten', { zaak, resultaattype: t.resultaattype });
    expect(resultaat.status).toBe(201);
    expect((await setStatus(zaak, t.eind, '2026-11-02T00:30:00+02:00')).status).toBe(201);
    expect((await r.send('GET', zaak)).body).toMatchObject({
      einddatum: '2026-11-02',
      resultaat: resultaat.body.url,
      archiefnominatie: 'vernietigen',
      archiefactiedatum: '2027-11-02',
      startdatumBewaartermijn: '2026-11-02',
    });
  });
  it('zrc-007 and zrc-008: a closed zaak is written only with geforceerd-bijwerken, and reopened only with heropenen', async () => {
    const type = uuidOf(t.zaaktype);
    const line = (scopes: string[]) => ({ component: 'zrc', scopes, type, max: 'zeer_geheim' });
    await r.client('gewoon', [line(['zaken.lezen', 'zaken.aanmaken', 'zaken.bijwerken', 'zaken.statussen.toevoegen'])]);
    await r.client('heropener', [line(['zaken.heropenen'])]);
    const zaak = await newZaak(r, t.zaaktype, {}, 'gewoon');
    await r.send('POST', '/zaken/api/v1/resultaten', { zaak, resultaattype: t.resultaattype }, { as: 'gewoon' });
    expect((await setStatus(zaak, t.eind, '2026-11-02T08:30:00Z', 'gewoon')).status).toBe(201);
    expect((await r.send('PATCH', zaak, { omschrijving: 'na sluiting' }, { as: 'gewoon' })).status).toBe(403);
    const rol = {
      zaak,
      roltype: t.behandelaar,
      betrokkeneType: 'medewerker',
      roltoelichting: 'x',
      betrokkeneIdentificatie: { identificatie: 'm1' },
    };
    expect((await r.send('POST', '/zaken/api/v1/rollen', rol, { as: 'gewoon' })).status).toBe(403);
    expect((await setStatus(zaak, t.begin, '2026-11-02T08:40:00Z', 'gewoon')).status).toBe(403);
    expect((await setStatus(zaak, t.begin, '2026-11-02T08:40:00Z', 'heropener')).status).toBe(201);
    expect((await r.send('GET', zaak)).body).toMatchObject({
      einddatum: null,
      archiefnominatie: null,
      archiefactiedatum: null,
    });
  });
});

describe('rollen', () => {
  const rol = (zaak: string, extra: object) => ({
    zaak,
    roltype: t.initiator,
    betrokkeneType: 'natuurlijk_persoon',
    roltoelichting: 'aanvrager',
    ...extra,
  });

  it('201: keeps who it is about, and finds zaak and rol by it', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const made = await r.send(
      'POST',
      '/zaken/api/v1/rollen',
      rol(zaak, { betrokkeneIdentificatie: { inpBsn: '999993653' } }),
    );
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      omschrijving: 'Aanvrager',
      omschrijvingGeneriek: 'initiator',
      betrokkeneIdentificatie: { inpBsn: '999993653', geslachtsnaam: '' },
    });
    const found = await r.send(
      'GET',
      '/zaken/api/v1/rollen?betrokkeneIdentificatie__natuurlijkPersoon__inpBsn=999993653',
    );
    expect(found.body.count).toBe(1);
    const zaken = await r.send(
      'GET',
      '/zaken/api/v1/zaken?rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn=999993653',
    );
    expect(zaken.body.results.map((z: { url: string }) => z.url)).toEqual([zaak]);
    expect((await r.send('GET', zaak)).body.rollen).toEqual([made.body.url]);
  });
  it('201: by an address alone', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const made = await r.send('POST', '/zaken/api/v1/rollen', rol(zaak, { betrokkene: 'https://p.example/1' }));
    expect([made.status, made.body.betrokkeneIdentificatie]).toEqual([201, null]);
  });
  it('400: two ways to say who, a wrong kind, a second initiator, another zaaktype (zrc-019)', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const post = async (extra: object) => codes((await r.send('POST', '/zaken/api/v1/rollen', rol(zaak, extra))).body);
    expect(await post({ betrokkene: 'https://p.example/1', betrokkeneIdentificatie: {} })).toEqual([
      'nonFieldErrors:invalid-betrokkene',
    ]);
    expect(await post({})).toEqual(['nonFieldErrors:invalid-betrokkene']);
    expect(await post({ betrokkeneIdentificatie: { inpBsn: '9999936530' } })).toEqual([
      'betrokkeneIdentificatie.inpBsn:max_length',
    ]);
    expect(await post({ betrokkeneIdentificatie: { inpBsn: '999993653' } })).toBeUndefined();
    expect(await post({ betrokkeneIdentificatie: { inpBsn: '999993653' } })).toEqual(['roltype:max-occurences']);
  });
});

describe('GET', () => {
  it('an unknown parameter, a wrong value and a wrong page are 400 with the name', async () => {
    const { body } = await r.send('GET', '/zaken/api/v1/zaken?bestaatniet=1&startdatum__gt=morgen&page=0');
    expect(codes(body)).toEqual(['nonFieldErrors:unknown-parameters', 'startdatum__gt:invalid', 'page:invalid']);
  });
  it('strong ETag, 304 when known, HEAD with the same headers and no body', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const first = await r.send('GET', zaak);
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect((await r.send('GET', zaak, undefined, { headers: { 'if-none-match': `"x", ${etag}` } })).status).toBe(304);
    const head = await r.server.inject({
      method: 'HEAD',
      url: zaak.replace(BASE, ''),
      headers: { host: 'zaakbode.test', authorization: `Bearer ${await r.token('beheer')}`, 'accept-crs': 'EPSG:4326' },
    });
    expect(head.headers['etag']).toBe(etag);
    expect(head.body).toBe('');
    await r.send('PATCH', zaak, { omschrijving: 'anders' });
    expect((await r.send('GET', zaak, undefined, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
  it('pages of 100 with next and previous that repeat the query', async () => {
    const organisatie = '517439943';
    await r.db.query(sql`
      insert into zaken.zaak select (json_populate_record(null::zaken.zaak, (row_to_json(z)::jsonb || jsonb_build_object('id', gen_random_uuid(),
        'bronorganisatie', ${organisatie}::text, 'identificatie', 'P' || n))::json)).*
      from generate_series(1, 205) n, (select * from zaken.zaak limit 1) z`);
    const first = await r.send('GET', `/zaken/api/v1/zaken?bronorganisatie=${organisatie}&ordering=identificatie`);
    expect(first.body).toMatchObject({ count: 205, previous: null });
    expect(first.body.results).toHaveLength(100);
    const last = await r.send('GET', (await r.send('GET', first.body.next)).body.next);
    expect(last.body.results).toHaveLength(5);
    expect(last.body.next).toBeNull();
    expect(last.body.previous).toContain('ordering=identificatie');
    expect((await r.send('GET', `/zaken/api/v1/zaken?bronorganisatie=${organisatie}&page=4`)).status).toBe(404);
  });
  it('answers on the base by which it was asked, when that is listed', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const ask = async (host: string, protocol: string) => {
      const answer = await r.server.inject({
        method: 'GET',
        url: zaak.replace(BASE, ''),
        headers: {
          host,
          'x-forwarded-proto': protocol,
          authorization: `Bearer ${await r.token('beheer')}`,
          'accept-crs': 'EPSG:4326',
        },
      });
      return answer.json().url as string;
    };
    expect(await ask('zaakbode.test', 'http')).toBe(zaak);
    expect(await ask('vreemd.example', 'http')).toBe(zaak);
    expect(
      (
        await r.send(
          'GET',
          `/zaken/api/v1/statussen?zaak=${encodeURIComponent(zaak.replace(BASE, 'https://ook.zaakbode.test'))}`,
        )
      ).body.count,
    ).toBe(0);
  });
  it('404 for an object that is not there, 405 with Allow for a method that is not there, 404 for garbage ids', async () => {
    expect((await r.send('GET', '/zaken/api/v1/zaken/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await r.send('GET', '/zaken/api/v1/zaken/geen-uuid')).status).toBe(404);
    const wrong = await r.send('DELETE', '/zaken/api/v1/statussen');
    expect(wrong.status).toBe(405);
    expect(wrong.headers['allow']).toBe('GET, POST');
  });
});

describe('rights (zrc-006)', () => {
  it('list, detail, count and expand show the same objects, only of the zaaktypen and up to the vertrouwelijkheid that were given', async () => {
    const other = await publishedZaaktype(r, { identificatie: 'GEHEIM', omschrijving: 'Geheim' });
    await r.client('lezer', [
      { component: 'zrc', scopes: ['zaken.lezen'], type: uuidOf(t.zaaktype), max: 'zaakvertrouwelijk' },
    ]);
    const open = await newZaak(r, t.zaaktype, { omschrijving: 'mag' });
    const secret = await newZaak(r, t.zaaktype, { vertrouwelijkheidaanduiding: 'geheim', hoofdzaak: open });
    const foreign = await newZaak(r, other.zaaktype);
    const as = { as: 'lezer' };
    expect((await r.send('GET', open, undefined, as)).status).toBe(200);
    expect((await r.send('GET', secret, undefined, as)).status).toBe(404);
    expect((await r.send('GET', foreign, undefined, as)).status).toBe(404);
    const list = await r.send('GET', '/zaken/api/v1/zaken?ordering=-identificatie', undefined, as);
    const urls = list.body.results.map((z: { url: string }) => z.url);
    expect(urls).toContain(open);
    expect(urls).not.toContain(secret);
    const [visible] = await r.db.query<{ n: number }>(sql`
      select count(*) as n from zaken.zaak where zaaktype_id = ${uuidOf(t.zaaktype)} and vertrouwelijkheidaanduiding <= 'zaakvertrouwelijk'`);
    expect(list.body.count).toBe(visible!.n);
    const expanded = await r.send('GET', `${open}?expand=deelzaken`, undefined, as);
    expect(expanded.body._expand.deelzaken).toEqual([]);
    await setStatus(secret, t.begin, '2026-11-02T08:30:00Z');
    expect(
      (await r.send('GET', `/zaken/api/v1/statussen?zaak=${encodeURIComponent(secret)}`, undefined, as)).body.count,
    ).toBe(0);
  });
  it('403 without the scope, for another zaaktype, and above the maximum; the refused write leaves nothing', async () => {
    await r.client('maker', [
      { component: 'zrc', scopes: ['zaken.aanmaken'], type: uuidOf(t.zaaktype), max: 'intern' },
    ]);
    const body = {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
      identificatie: 'NOOIT',
    };
    expect((await r.send('POST', '/zaken/api/v1/zaken', body, { as: 'maker' })).status).toBe(403);
    expect(
      (
        await r.send(
          'POST',
          '/zaken/api/v1/zaken',
          { ...body, vertrouwelijkheidaanduiding: 'intern', identificatie: 'WEL' },
          { as: 'maker' },
        )
      ).status,
    ).toBe(201);
    expect((await r.send('GET', '/zaken/api/v1/zaken', undefined, { as: 'maker' })).status).toBe(403);
    expect(await r.db.query(sql`select 1 from zaken.zaak where identificatie = 'NOOIT'`)).toEqual([]);
  });
});

describe('PUT, PATCH, DELETE', () => {
  it('PATCH keeps what is not sent, PUT resets it; the identificatie never changes (zrc-002)', async () => {
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
    expect(codes((await r.send('PATCH', zaak, { identificatie: 'ANDERS' })).body)).toEqual([
      'identificatie:wijzigen-niet-toegelaten',
    ]);
  });
  it('zrc-014: nvt clears the date of payment', async () => {
    const zaak = await newZaak(r, t.zaaktype, {
      betalingsindicatie: 'geheel',
      laatsteBetaaldatum: '2026-11-01T10:00:00Z',
    });
    expect((await r.send('PATCH', zaak, { betalingsindicatie: 'nvt' })).body.laatsteBetaaldatum).toBeNull();
  });
  it('zrc-023: a removed zaak takes its parts, deelzaken and audittrail along', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const deel = await newZaak(r, t.zaaktype, { hoofdzaak: zaak });
    await setStatus(zaak, t.begin, '2026-11-02T08:30:00Z');
    expect((await r.send('DELETE', zaak)).status).toBe(204);
    for (const url of [zaak, deel]) expect((await r.send('GET', url)).status).toBe(404);
    expect(await r.db.query(sql`select 1 from zaken.status where zaak_id = ${uuidOf(zaak)}`)).toEqual([]);
  });
  it('the audittrail tells who changed what, old and new', async () => {
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

describe('bad input', () => {
  it('wrong types never give 500', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const values = [
      1,
      -1.5,
      true,
      [],
      {},
      null,
      '',
      'x'.repeat(5000),
      '\u0000',
      '\ud800',
      { __proto__: 1 },
      [[]],
      1e300,
    ];
    for (const path of [
      '/zaken/api/v1/zaken',
      '/zaken/api/v1/statussen',
      '/zaken/api/v1/rollen',
      '/zaken/api/v1/resultaten',
      '/catalogi/api/v1/zaaktypen',
    ]) {
      for (const value of values) {
        const body = {
          zaak: value,
          statustype: value,
          datumStatusGezet: value,
          bronorganisatie: value,
          verantwoordelijkeOrganisatie: value,
          startdatum: value,
          zaaktype: value,
          zaakgeometrie: value,
          kenmerken: value,
          verlenging: value,
          betrokkeneIdentificatie: value,
          betrokkeneType: value,
          roltype: value,
          roltoelichting: value,
          resultaattype: value,
          identificatie: value,
          trefwoorden: value,
        };
        expect((await r.send('POST', path, body)).status, `${path} ${JSON.stringify(value)}`).toBe(400);
      }
    }
    for (const text of ["'", '%00', '%', '\\', '9'.repeat(400), '-1', 'null', '%F0%9F%98%80']) {
      const { status } = await r.send(
        'GET',
        `/zaken/api/v1/zaken?identificatie=${text}&bronorganisatie__in=${text}&einddatum__isnull=${text}&ordering=${text}`,
      );
      expect([200, 400]).toContain(status);
    }
    expect(
      (
        await r.server.inject({
          method: 'POST',
          url: '/zaken/api/v1/zaken',
          headers: { 'content-type': 'application/json' },
          payload: '{"a":',
        })
      ).statusCode,
    ).toBe(400);
    expect((await r.send('GET', zaak)).status).toBe(200);
  });
});
