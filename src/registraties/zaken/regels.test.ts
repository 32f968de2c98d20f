/** The rules of the Zaken API by their numbers, each in both profiles; where these differ it says how. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
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
import { clientVoor, codes, maak, sluit, ZRC } from './zaken.testhulp.ts';

const UPL = 'https://upl.example/parkeren';

describe.each(['1.7', 'openzaak'] as const)('profile %s', (profile) => {
  let r: Registers;
  /** Its deelzaaktypen: itself. */
  let t: Zaaktype;
  let ander: Zaaktype;
  const oz = profile === 'openzaak';
  beforeAll(async () => {
    r = await registers({ profile });
    t = await publishedZaaktype(r, { deelzaaktypen: ['PARKEREN'], productenOfDiensten: [UPL] });
    ander = await publishedZaaktype(r, { identificatie: 'KAP', omschrijving: 'Kapvergunning' });
    r.buiten.zet(`${BUITEN}/leeg`, {});
  });
  beforeEach(() => r.clock.set(new Date('2026-11-02T09:00:00Z')));

  const post = (extra: object) =>
    r.send('POST', `${ZRC}/zaken`, {
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      zaaktype: t.zaaktype,
      ...extra,
    });
  const fouten = async (extra: object) => codes(await post(extra));
  const patch = (zaak: string, body: object, as = 'beheer') => r.send('PATCH', zaak, body, { as });
  const status = (zaak: string, statustype: string, datumStatusGezet: string, as = 'beheer') =>
    r.send('POST', `${ZRC}/statussen`, { zaak, statustype, datumStatusGezet }, { as });
  const lees = async (url: string) => (await r.send('GET', url)).body;

  it('zrc-001: the zaaktype is there and published, on create and on update; Open Zaak keeps it as it is', async () => {
    expect(await fouten({ zaaktype: `${BASE}/catalogi/api/v1/zaaktypen/${crypto.randomUUID()}` })).toEqual([
      'zaaktype:bad-url',
    ]);
    expect(await fouten({ zaaktype: t.begin })).toEqual(['zaaktype:bad-url']);
    const concept = await maak(
      r,
      '/catalogi/api/v1/zaaktypen',
      zaaktypeBody(t.catalogus, { identificatie: `CONCEPT`, beginGeldigheid: '2020-01-01' }),
    );
    expect(await fouten({ zaaktype: concept.url })).toEqual(['zaaktype:not-published']);
    const zaak = await newZaak(r, t.zaaktype);
    const gewijzigd = await patch(zaak, { zaaktype: ander.zaaktype });
    if (oz) expect(codes(gewijzigd)).toEqual(['zaaktype:wijzigen-niet-toegelaten']);
    else expect(gewijzigd.body.zaaktype).toBe(ander.zaaktype);
    expect(codes(await patch(zaak, { zaaktype: concept.url }))).toContain('zaaktype:not-published');
    expect((await patch(zaak, { zaaktype: oz ? t.zaaktype : ander.zaaktype })).status).toBe(200);
  });
  it('zrc-002: bronorganisatie and identificatie are unique together; the identificatie never changes', async () => {
    const { body } = await post({ identificatie: 'UNIEK-1' });
    expect(await fouten({ identificatie: 'UNIEK-1' })).toEqual(['identificatie:identificatie-niet-uniek']);
    const elders = await post({ identificatie: 'UNIEK-1', bronorganisatie: '000000012' });
    expect(elders.status).toBe(201);
    expect(codes(await patch(body.url, { identificatie: 'UNIEK-2' }))).toEqual([
      'identificatie:wijzigen-niet-toegelaten',
    ]);
    expect(codes(await patch(elders.body.url, { bronorganisatie: RSIN }))).toEqual([
      'identificatie:identificatie-niet-uniek',
    ]);
    expect((await patch(body.url, { identificatie: 'UNIEK-1' })).status).toBe(200);
  });
  it('zrc-006: a zaak above the maximum, or of another zaaktype, is not there', async () => {
    await clientVoor(r, `lezer-${profile}`, t, ['lezen', 'bijwerken']);
    const zaak = await newZaak(r, ander.zaaktype);
    expect((await r.send('GET', zaak, undefined, { as: `lezer-${profile}` })).status).toBe(404);
    expect((await patch(zaak, {}, `lezer-${profile}`)).status).toBe(404);
    expect((await r.send('POST', `${ZRC}/zaken`, {}, { as: `lezer-${profile}` })).status).toBe(403);
  });
  it('zrc-007: closing takes a resultaat and closed deelzaken, on a day between its start and now; the day is that of the client', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const deel = await newZaak(r, t.zaaktype, { hoofdzaak: zaak });
    expect(codes(await status(zaak, t.eind, '2026-11-02T08:00:00Z'))).toEqual([
      'nonFieldErrors:resultaat-does-not-exist',
      'nonFieldErrors:deelzaken-not-closed',
    ]);
    expect((await sluit(r, deel, t)).status).toBe(201);
    await maak(r, 'resultaten', { zaak, resultaattype: t.resultaattype });
    expect(codes(await status(zaak, t.eind, '2026-11-03T08:00:00Z'))).toEqual(['datumStatusGezet:date-in-future']);
    expect(codes(await status(zaak, t.eind, '2026-10-31T10:00:00Z'))).toEqual(['datumStatusGezet:invalid']);
    expect((await status(zaak, t.eind, '2026-11-01T23:30:00-05:00')).status).toBe(201);
    expect((await lees(zaak)).einddatum).toBe('2026-11-01');
  });
  it('zrc-007: a closed zaak and all its parts are for geforceerd-bijwerken alone', async () => {
    const client = `gewoon-${profile}`;
    await clientVoor(r, client, t, ['lezen', 'aanmaken', 'bijwerken', 'statussen.toevoegen']);
    await clientVoor(r, `baas-${profile}`, t, ['lezen', 'geforceerd-bijwerken']);
    const zaak = await newZaak(r, t.zaaktype);
    await sluit(r, zaak, t);
    const rol = {
      zaak,
      roltype: t.behandelaar,
      betrokkeneType: 'medewerker',
      roltoelichting: 'x',
      betrokkeneIdentificatie: {},
    };
    for (const [method, path, body] of [
      ['PATCH', zaak, { toelichting: 'x' }],
      ['POST', `${ZRC}/rollen`, rol],
      ['PATCH', (await lees(zaak)).resultaat, { toelichting: 'x' }],
      ['POST', `${ZRC}/klantcontacten`, { zaak, datumtijd: '2026-11-01T09:00:00Z' }],
    ] as const) {
      expect((await r.send(method, path, body, { as: client })).status, path).toBe(403);
      expect((await r.send(method, path, body, { as: `baas-${profile}` })).status, path).toBeLessThan(300);
    }
  });
  it('zrc-008: reopening takes its own right, an open hoofdzaak, and clears what closing set', async () => {
    const hoofd = await newZaak(r, t.zaaktype);
    const zaak = await newZaak(r, t.zaaktype, { hoofdzaak: hoofd });
    await sluit(r, zaak, t);
    await sluit(r, hoofd, t);
    await clientVoor(r, `h-${profile}`, t, ['lezen', 'heropenen']);
    await clientVoor(r, `s-${profile}`, t, ['lezen', 'statussen.toevoegen']);
    expect((await status(zaak, t.begin, '2026-11-02T08:40:00Z', `s-${profile}`)).status).toBe(403);
    expect(codes(await status(zaak, t.begin, '2026-11-02T08:40:00Z', `h-${profile}`))).toEqual([
      'nonFieldErrors:hoofdzaak-closed',
    ]);
    expect((await status(hoofd, t.begin, '2026-11-02T08:40:00Z', `h-${profile}`)).status).toBe(201);
    expect((await status(zaak, t.begin, '2026-11-02T08:41:00Z', `h-${profile}`)).status).toBe(201);
    for (const url of [hoofd, zaak])
      expect(await lees(url)).toMatchObject({
        einddatum: null,
        archiefactiedatum: null,
        archiefnominatie: null,
        startdatumBewaartermijn: null,
      });
  });
  it('zrc-009: the vertrouwelijkheid of the client, else that of the zaaktype; never empty', async () => {
    expect((await post({ vertrouwelijkheidaanduiding: 'openbaar' })).body.vertrouwelijkheidaanduiding).toBe('openbaar');
    const { body } = await post({ vertrouwelijkheidaanduiding: '' });
    expect(body.vertrouwelijkheidaanduiding).toBe('zaakvertrouwelijk');
    expect((await patch(body.url, { vertrouwelijkheidaanduiding: 'geheim' })).body.vertrouwelijkheidaanduiding).toBe(
      'geheim',
    );
    expect((await patch(body.url, { omschrijving: 'x' })).body.vertrouwelijkheidaanduiding).toBe('geheim');
  });
  it('zrc-010 and zrc-011: what is referred to is there, and is what it should be', async () => {
    expect(
      await fouten({
        communicatiekanaal: `${BUITEN}/weg`,
        relevanteAndereZaken: [{ url: `${BUITEN}/leeg`, aardRelatie: 'vervolg' }],
      }),
    ).toEqual(['communicatiekanaal:bad-url', 'relevanteAndereZaken.0.url:invalid-resource']);
    const onbekend = oz ? 'unknown-service' : 'bad-url';
    expect(await fouten({ communicatiekanaal: 'https://vreemd.example/1' })).toEqual([
      `communicatiekanaal:${onbekend}`,
    ]);
  });
  it('zrc-003, zrc-024, zrc-025(a): a document, verzoek or contactmoment is there, with whoever has it', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    for (const [path, veld] of [
      ['zaakinformatieobjecten', 'informatieobject'],
      ['zaakverzoeken', 'verzoek'],
      ['zaakcontactmomenten', 'contactmoment'],
    ] as const) {
      const post = async (address: string) => codes(await r.send('POST', `${ZRC}/${path}`, { zaak, [veld]: address }));
      expect(await post(`${BUITEN}/weg`)).toEqual([`${veld}:bad-url`]);
      expect(await post(`${BUITEN}/leeg`)).toEqual([`${veld}:invalid-resource`]);
      expect(await post('https://vreemd.example/1')).toEqual([`${veld}:${oz ? 'unknown-service' : 'bad-url'}`]);
    }
  });
  it('zrc-012: a group is whole or null; opschorting is always shown, with whether there ever was one', async () => {
    expect(await fouten({ verlenging: { reden: 'x' }, opschorting: {} })).toEqual([
      'verlenging.duur:required',
      'opschorting.indicatie:required',
      'opschorting.reden:required',
    ]);
    const { body } = await post({ verlenging: null, opschorting: null, processobject: null });
    expect(body.opschorting).toEqual({ indicatie: false, reden: '', eerdereOpschorting: false });
    const op = { indicatie: true, reden: 'wacht', eerdereOpschorting: false };
    const opgeschort = await patch(body.url, { opschorting: op, verlenging: { reden: 'drukte', duur: 'P6W' } });
    expect(opgeschort.body).toMatchObject({
      opschorting: { indicatie: true, reden: 'wacht', eerdereOpschorting: true },
      verlenging: { reden: 'drukte', duur: 'P6W' },
    });
    const weer = await patch(body.url, { opschorting: null, verlenging: null });
    expect(weer.body.opschorting).toEqual({ indicatie: false, reden: '', eerdereOpschorting: true });
    expect(weer.body.verlenging).toBeNull();
  });
  it('zrc-013: a hoofdzaak is another zaak, and one level up; Open Zaak looks at the deelzaaktypen', async () => {
    const hoofd = await newZaak(r, t.zaaktype);
    const deel = await newZaak(r, t.zaaktype, { hoofdzaak: hoofd });
    const los = await newZaak(r, t.zaaktype);
    expect(codes(await patch(los, { hoofdzaak: los }))).toEqual(['hoofdzaak:self-forbidden']);
    expect(codes(await patch(los, { hoofdzaak: deel }))).toEqual(['hoofdzaak:deelzaak-als-hoofdzaak']);
    expect(codes(await patch(hoofd, { hoofdzaak: los }))).toEqual(['hoofdzaak:deelzaak-als-hoofdzaak']);
    expect(codes(await patch(los, { hoofdzaak: `${BUITEN}/zaken/1` }))).toEqual(['hoofdzaak:bad-url']);
    const weg = `${BASE}${ZRC}/zaken/${crypto.randomUUID()}`;
    expect(codes(await patch(los, { hoofdzaak: weg }))).toEqual(['hoofdzaak:does-not-exist']);
    const vreemd = await post({ zaaktype: ander.zaaktype, hoofdzaak: hoofd });
    if (oz) expect(codes(vreemd)).toEqual(['hoofdzaak:invalid-deelzaaktype']);
    else expect(vreemd.status).toBe(201);
    expect((await patch(deel, { hoofdzaak: null })).body.hoofdzaak).toBeNull();
  });
  it('zrc-014: nothing to pay goes with no date of payment, and clears it; none in the future', async () => {
    const betaald = { betalingsindicatie: 'geheel', laatsteBetaaldatum: '2026-11-01T10:00:00Z' };
    expect(await fouten({ ...betaald, betalingsindicatie: 'nvt' })).toEqual(['laatsteBetaaldatum:betaling-nvt']);
    expect(await fouten({ ...betaald, laatsteBetaaldatum: '2026-12-01T10:00:00Z' })).toEqual([
      'laatsteBetaaldatum:date-in-future',
    ]);
    const { body } = await post(betaald);
    expect((await patch(body.url, { betalingsindicatie: 'nvt' })).body.laatsteBetaaldatum).toBeNull();
    expect(codes(await patch(body.url, { laatsteBetaaldatum: betaald.laatsteBetaaldatum }))).toEqual([
      'laatsteBetaaldatum:betaling-nvt',
    ]);
  });
  it('zrc-015: products of the zaaktype only', async () => {
    const { body } = await post({ productenOfDiensten: [UPL] });
    expect(body.productenOfDiensten).toEqual([UPL]);
    expect(codes(await patch(body.url, { productenOfDiensten: [UPL, 'https://upl.example/x'] }))).toEqual([
      'productenOfDiensten:invalid-products-services',
    ]);
  });
  it('zrc-016, zrc-019, zrc-020: a status, rol and resultaat of a type of this zaaktype', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const rol = { zaak, betrokkeneType: 'medewerker', roltoelichting: 'x', betrokkeneIdentificatie: {} };
    const mismatch = ['nonFieldErrors:zaaktype-mismatch'];
    expect(codes(await status(zaak, ander.begin, '2026-11-02T08:00:00Z'))).toEqual(mismatch);
    expect(codes(await r.send('POST', `${ZRC}/rollen`, { ...rol, roltype: ander.behandelaar }))).toEqual(mismatch);
    const resultaat = { zaak, resultaattype: ander.resultaattype };
    expect(codes(await r.send('POST', `${ZRC}/resultaten`, resultaat))).toEqual(mismatch);
  });
  it('zrc-016: who set a status has a rol in the same zaak', async () => {
    const [zaak, vreemd] = [await newZaak(r, t.zaaktype), await newZaak(r, t.zaaktype)];
    const rol = {
      roltype: t.behandelaar,
      betrokkeneType: 'medewerker',
      roltoelichting: 'x',
      betrokkeneIdentificatie: {},
    };
    const body = { zaak, statustype: t.begin, datumStatusGezet: '2026-11-02T08:00:00Z' };
    const elders = await maak(r, 'rollen', { zaak: vreemd, ...rol });
    const hier = await maak(r, 'rollen', { zaak, ...rol });
    expect(codes(await r.send('POST', `${ZRC}/statussen`, { ...body, gezetdoor: elders.url }))).toEqual([
      'gezetdoor:zaak-mismatch',
    ]);
    expect((await r.send('POST', `${ZRC}/statussen`, { ...body, gezetdoor: hier.url })).status).toBe(201);
  });
  it('zrc-020: one resultaat per zaak', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    await maak(r, 'resultaten', { zaak, resultaattype: t.resultaattype });
    expect(codes(await r.send('POST', `${ZRC}/resultaten`, { zaak, resultaattype: t.resultaattype }))).toEqual([
      'zaak:unique',
    ]);
  });
  it('zrc-023: a deelzaak goes alone, a hoofdzaak takes hers along, with their parts and audittrail', async () => {
    const hoofd = await newZaak(r, t.zaaktype);
    const [een, twee] = [
      await newZaak(r, t.zaaktype, { hoofdzaak: hoofd }),
      await newZaak(r, t.zaaktype, { hoofdzaak: hoofd }),
    ];
    expect((await r.send('DELETE', een)).status).toBe(204);
    expect((await lees(hoofd)).deelzaken).toEqual([twee]);
    const gezet = await status(twee, t.begin, '2026-11-02T08:00:00Z');
    expect((await r.send('DELETE', hoofd)).status).toBe(204);
    for (const url of [twee, gezet.body.url, `${hoofd}/audittrail`])
      expect((await r.send('GET', url)).status, url).toBe(404);
  });
  it('zrc-025(b), zrc-026(b), zrc-027, zrc-028: expand brings what this register and its catalogus hold, at any depth; 404 for anything else', async () => {
    const hoofd = await newZaak(r, t.zaaktype);
    const zaak = await newZaak(r, t.zaaktype, { hoofdzaak: hoofd });
    const diep = await r.send('GET', `${zaak}?expand=hoofdzaak.zaaktype.catalogus.zaaktypen`);
    expect(diep.body._expand.hoofdzaak._expand.zaaktype._expand.catalogus.url).toBe(t.catalogus);
    for (const path of ['communicatiekanaal', 'bestaatniet', 'zaaktype.bestaatniet', 'identificatie'])
      expect((await r.send('GET', `${zaak}?expand=${path}`)).status, path).toBe(404);
  });
  it('CRS: asked of every path of zaken, of a body too, and of no DELETE', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const authorization = `Bearer ${await r.token('beheer')}`;
    const send = async (
      method: 'GET' | 'HEAD' | 'PATCH' | 'POST' | 'PUT' | 'DELETE',
      url: string,
      headers: Record<string, string>,
    ) =>
      (
        await r.server.inject({
          method,
          url: url.replace(BASE, ''),
          headers: { host: 'zaakbode.test', authorization, ...headers },
          ...(method[0] === 'P' && { payload: {} }),
        })
      ).statusCode;
    const accept = { 'accept-crs': 'EPSG:4326' };
    for (const [method, url] of [
      ['GET', `${ZRC}/zaken`],
      ['GET', zaak],
      ['HEAD', zaak],
      ['POST', `${ZRC}/zaken`],
      ['POST', `${ZRC}/zaken/_zoek`],
      ['PUT', zaak],
      ['PATCH', zaak],
    ] as const) {
      expect(await send(method, url, {}), `${method} ${url}`).toBe(412);
      expect(await send(method, url, { 'accept-crs': 'EPSG:28992' })).toBe(406);
      if (method[0] === 'P') expect(await send(method, url, accept), `${method} ${url}`).toBe(412);
      if (method[0] === 'P') expect(await send(method, url, { ...accept, 'content-crs': 'EPSG:28992' })).toBe(406);
    }
    expect(await send('DELETE', zaak, {})).toBe(204);
  });
});
