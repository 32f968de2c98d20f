/** Several writes about one zaak in one request: zaak_registreren, _bijwerken, _verlengen, _opschorten, _afsluiten. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { newZaak, type Registers, RSIN, registers } from '../registers.testhulp.ts';
import { type Archieftype, archiefZaaktype } from './archief.testhulp.ts';
import { audittrail, berichten, clientVoor, codes, documentElders, documenttype, maak, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Archieftype;
let informatieobject: string;
beforeAll(async () => {
  r = await registers();
  t = await archiefZaaktype(r);
  informatieobject = documentElders(r, 'brief', await documenttype(r, t));
});
beforeEach(() => r.clock.set(new Date('2026-11-02T09:00:00Z')));

const CRS = { 'accept-crs': 'EPSG:4326', 'content-crs': 'EPSG:4326' };
const post = (path: string, body: object, as = 'beheer') =>
  r.send('POST', `${ZRC}/${path}`, body, { as, headers: CRS });
const uuid = (url: string) => url.split('/').at(-1)!;
const zaakBody = (extra: object = {}) => ({
  bronorganisatie: RSIN,
  verantwoordelijkeOrganisatie: RSIN,
  startdatum: '2026-11-01',
  zaaktype: t.zaaktype,
  ...extra,
});
const statusBody = (statustype: string, datumStatusGezet = '2026-11-02T08:00:00Z') => ({
  statustype,
  datumStatusGezet,
});
const rolBody = (roltype: string, identificatie: string, extra: object = {}) => ({
  roltype,
  betrokkeneType: 'medewerker',
  roltoelichting: 'x',
  betrokkeneIdentificatie: { identificatie },
  ...extra,
});
const aantal = async (): Promise<number> =>
  (await r.db.query<{ n: number }>(sql`select count(*)::int as n from zaken.zaak`))[0]!.n;

describe('POST zaak_registreren', () => {
  it('201: the zaak, its rollen, documents, objects and first status, each with its own notification', async () => {
    const { status, body, headers } = await post('zaak_registreren', {
      zaak: zaakBody({ omschrijving: 'samen' }),
      rollen: [rolBody(t.initiator, 'm1'), rolBody(t.behandelaar, 'm2')],
      zaakinformatieobjecten: [{ informatieobject }],
      zaakobjecten: [
        { objectType: 'overige', objectTypeOverige: 'boom', objectIdentificatie: { overigeData: { a: 1 } } },
      ],
      status: statusBody(t.begin),
    });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(headers['location']).toBe(body.zaak.url);
    expect(headers['content-crs']).toBe('EPSG:4326');
    expect([body.rollen.length, body.zaakinformatieobjecten.length, body.zaakobjecten.length]).toEqual([2, 1, 1]);
    expect(body.zaak).toMatchObject({ omschrijving: 'samen', status: body.status.url });
    expect((await r.send('GET', body.zaak.url)).body).toEqual(body.zaak);
    expect(await berichten(r, body.zaak.url)).toEqual([
      'zaak.create',
      'rol.create',
      'rol.create',
      'zaakinformatieobject.create',
      'zaakobject.create',
      'status.create',
    ]);
    expect(await audittrail(r, body.zaak.url)).toHaveLength(6);
  });
  it('400: tells what is wrong by its place, in all parts at once, and leaves nothing behind', async () => {
    const before = await aantal();
    const wrong = await post('zaak_registreren', {
      zaak: zaakBody({ bronorganisatie: '1' }),
      rollen: [rolBody(t.initiator, 'm1'), { roltoelichting: 'x' }],
      status: {},
    });
    expect(codes(wrong)).toEqual([
      'zaak.bronorganisatie:invalid',
      'rollen.1.betrokkeneType:required',
      'rollen.1.roltype:required',
      'status.statustype:required',
      'status.datumStatusGezet:required',
    ]);
    const late = await post('zaak_registreren', {
      zaak: zaakBody(),
      rollen: [rolBody(t.initiator, 'm1'), rolBody(t.initiator, 'm2')],
      status: statusBody(t.begin),
    });
    expect(codes(late)).toEqual(['rollen.1.roltype:max-occurences']);
    expect(codes(await post('zaak_registreren', { status: 1, rollen: 2 }))).toEqual(['rollen:not_a_list']);
    expect(await aantal()).toBe(before);
  });
  it('403 without the right for one of the parts; 412 without CRS', async () => {
    await clientVoor(r, 'maker', t, ['aanmaken']);
    const body = { zaak: zaakBody(), status: statusBody(t.begin) };
    expect((await post('zaak_registreren', body, 'maker')).status).toBe(201);
    expect((await post('zaak_registreren', { ...body, rollen: [rolBody(t.initiator, 'm')] }, 'maker')).status).toBe(
      403,
    );
    expect((await r.send('POST', `${ZRC}/zaak_registreren`, body)).status).toBe(412);
  });
});

describe('POST zaak_bijwerken', () => {
  it('200: changes the zaak, keeps, changes, removes and adds rollen, and sets a status', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const blijft = await maak(r, 'rollen', { zaak, ...rolBody(t.behandelaar, 'oud') });
    const weg = await maak(r, 'rollen', { zaak, ...rolBody(t.initiator, 'weg') });
    const { status, body } = await post(`zaak_bijwerken/${uuid(zaak)}`, {
      zaak: { omschrijving: 'bij' },
      rollen: [rolBody(t.initiator, 'nieuw'), rolBody(t.behandelaar, 'anders', { uuid: blijft.uuid })],
      status: statusBody(t.begin),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.zaak).toMatchObject({ omschrijving: 'bij', status: body.status.url });
    expect(
      body.rollen
        .map((rol: { betrokkeneIdentificatie: { identificatie: string } }) => rol.betrokkeneIdentificatie.identificatie)
        .sort(),
    ).toEqual(['anders', 'nieuw']);
    expect((await r.send('GET', weg.url)).status).toBe(404);
    expect((await r.send('GET', blijft.url)).body.betrokkeneIdentificatie.identificatie).toBe('anders');
  });
  it('200: without rollen they stay, without zaak only the status is new', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const rol = await maak(r, 'rollen', { zaak, ...rolBody(t.behandelaar, 'blijft') });
    const { status, body } = await post(`zaak_bijwerken/${uuid(zaak)}`, { status: statusBody(t.begin) });
    expect([status, Object.keys(body)]).toEqual([200, ['zaak', 'status']]);
    expect((await r.send('GET', zaak)).body.rollen).toEqual([rol.url]);
  });
  it('400 for the rol of another zaak, which stays as it is; 404 for a zaak that is not there', async () => {
    const [zaak, ander] = [await newZaak(r, t.zaaktype), await newZaak(r, t.zaaktype)];
    const rol = await maak(r, 'rollen', { zaak: ander, ...rolBody(t.behandelaar, 'van de ander') });
    const body = { rollen: [rolBody(t.behandelaar, 'gekaapt', { uuid: rol.uuid })], status: statusBody(t.begin) };
    const answer = await post(`zaak_bijwerken/${uuid(zaak)}`, body);
    expect([answer.status, codes(answer)]).toEqual([400, ['rollen.0.zaak:wijzigen-niet-toegelaten']]);
    expect((await r.send('GET', rol.url)).body).toEqual(rol);
    expect((await post(`zaak_bijwerken/${crypto.randomUUID()}`, { zaak: {}, ...body })).status).toBe(404);
    expect((await post('zaak_bijwerken/geen-uuid', body)).status).toBe(404);
  });
});

describe('POST zaak_verlengen and zaak_opschorten', () => {
  it.each([
    ['zaak_verlengen', { verlenging: { reden: 'drukte', duur: 'P6W' } }],
    ['zaak_opschorten', { opschorting: { indicatie: true, reden: 'wacht' } }],
  ])('%s: 200 with the group and a status; nothing else of the zaak changes', async (path, groep) => {
    const zaak = await newZaak(r, t.zaaktype, { omschrijving: 'was' });
    const { status, body } = await post(`${path}/${uuid(zaak)}`, {
      zaak: { ...groep, omschrijving: 'wordt niet' },
      status: statusBody(t.begin),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.zaak).toMatchObject({ ...groep, omschrijving: 'was', status: body.status.url });
    const naam = Object.keys(groep)[0]!;
    expect(codes(await post(`${path}/${uuid(zaak)}`, { zaak: {}, status: statusBody(t.begin) }))).toEqual([
      `zaak.${naam}:required`,
    ]);
    expect(codes(await post(`${path}/${uuid(zaak)}`, {}))).toEqual(['zaak:required', 'status:required']);
  });
});

describe('POST zaak_afsluiten', () => {
  const sluit = (zaak: string, wijze: string, extra: object = {}) =>
    post(`zaak_afsluiten/${uuid(zaak)}`, {
      zaak: {},
      resultaat: { resultaattype: t.resultaattypen[wijze], toelichting: 'klaar' },
      status: statusBody(t.eind),
      ...extra,
    });

  it('200: resultaat and end status together; the archive dates follow from that resultaat (zrc-021)', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const { status, body } = await sluit(zaak, 'afgehandeld', { zaak: { toelichting: 'dicht' } });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.zaak).toMatchObject({
      toelichting: 'dicht',
      einddatum: '2026-11-02',
      archiefactiedatum: '2027-11-02',
      resultaat: body.resultaat.url,
      status: body.status.url,
    });
  });
  it('asks the registers of others what that resultaat needs', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const besluit = `${BUITEN}/besluiten/samen`;
    r.buiten.zet(besluit, {
      url: besluit,
      besluittype: `${BUITEN}/bt`,
      datum: '2026-01-01',
      ingangsdatum: '2026-12-24',
    });
    await maak(r, `${zaak}/besluiten`, { besluit });
    expect((await sluit(zaak, 'ingangsdatum_besluit')).body.zaak.archiefactiedatum).toBe('2027-12-24');
  });
  it('400: with a status that does not close, or with an obstacle; the resultaat is not left behind', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    expect(codes(await sluit(zaak, 'afgehandeld', { status: statusBody(t.begin) }))).toEqual([
      'status.statustype:invalid',
    ]);
    await newZaak(r, t.zaaktype, { hoofdzaak: zaak });
    expect(codes(await sluit(zaak, 'afgehandeld'))).toEqual(['status.nonFieldErrors:deelzaken-not-closed']);
    expect((await r.send('GET', zaak)).body).toMatchObject({ resultaat: null, status: null, einddatum: null });
  });
  it('403 on a zaak that is closed already, without geforceerd-bijwerken', async () => {
    await clientVoor(r, 'gewoon', t, ['lezen', 'bijwerken', 'statussen.toevoegen']);
    const zaak = await newZaak(r, t.zaaktype);
    await sluit(zaak, 'afgehandeld');
    const body = {
      zaak: {},
      resultaat: { resultaattype: t.resultaattypen['afgehandeld'] },
      status: statusBody(t.eind),
    };
    expect((await post(`zaak_afsluiten/${uuid(zaak)}`, body, 'gewoon')).status).toBe(403);
  });
});

describe('substatussen', () => {
  it('201 within the latest status, or the one that is named; found by zaak, status and doelgroep', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const sub = (extra: object = {}) =>
      r.send('POST', `${ZRC}/substatussen`, { zaak, omschrijving: 'halverwege', ...extra });
    expect(codes(await sub())).toEqual(['status:required']);
    const een = await maak(r, 'statussen', { zaak, ...statusBody(t.begin) });
    const { status, body } = await sub();
    expect([status, body.status, body.tijdstip, body.doelgroep]).toEqual([201, een.url, '2026-11-02T09:00:00Z', '']);
    await maak(r, 'statussen', { zaak, ...statusBody(t.begin, '2026-11-02T08:30:00Z') });
    expect((await sub({ status: een.url, doelgroep: 'intern', tijdstip: '2026-11-01T09:00:00Z' })).body.status).toBe(
      een.url,
    );
    const found = async (query: Record<string, string>) =>
      (await r.send('GET', `${ZRC}/substatussen?${new URLSearchParams(query)}`)).body.count;
    expect(await found({ zaak })).toBe(2);
    expect(await found({ status: een.url, doelgroep: 'intern' })).toBe(1);
    expect(await found({ zaak, tijdstip__lt: '2026-11-02T00:00:00Z' })).toBe(1);
    expect((await r.send('GET', body.url)).body).toEqual(body);
  });
  it('400 for the status of another zaak, and for a moment still to come; 403 on a closed zaak', async () => {
    const [zaak, ander] = [await newZaak(r, t.zaaktype), await newZaak(r, t.zaaktype)];
    const elders = await maak(r, 'statussen', { zaak: ander, ...statusBody(t.begin) });
    const sub = (extra: object, as = 'beheer') =>
      r.send('POST', `${ZRC}/substatussen`, { zaak, omschrijving: 'x', ...extra }, { as });
    expect(codes(await sub({ status: elders.url }))).toEqual(['status:zaak-mismatch']);
    await maak(r, 'resultaten', { zaak, resultaattype: t.resultaattype });
    await maak(r, 'statussen', { zaak, ...statusBody(t.eind) });
    expect(codes(await sub({ tijdstip: '2026-11-03T09:00:00Z' }))).toEqual(['tijdstip:date-in-future']);
    await clientVoor(r, 'zetter', t, ['statussen.toevoegen']);
    expect((await sub({}, 'zetter')).status).toBe(403);
  });
});
