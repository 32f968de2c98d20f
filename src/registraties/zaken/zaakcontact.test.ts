/** Contacts about a zaak: klantcontacten, zaakcontactmomenten and zaakverzoeken. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { audittrail, berichten, clientVoor, codes, maak, sluit, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
let zaak: string;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});
beforeEach(async () => {
  zaak = await newZaak(r, t.zaaktype);
  r.clock.set(new Date('2026-11-02T09:00:00Z'));
});

describe('klantcontacten', () => {
  const post = (body: object) => r.send('POST', `${ZRC}/klantcontacten`, { zaak, ...body });
  const GISTEREN = '2026-11-01T10:00:00+01:00';

  it('201: with a number of its own when none is given; by zaak, in pages; never changed', async () => {
    const { status, body } = await post({ datumtijd: GISTEREN, kanaal: 'balie', onderwerp: 'Vraag' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ datumtijd: '2026-11-01T09:00:00Z', identificatie: expect.stringMatching(/^\d{12}$/) });
    r.clock.advance(1_000);
    const eigen = await maak(r, 'klantcontacten', { zaak, datumtijd: GISTEREN, identificatie: 'KCC-1' });
    expect(eigen.identificatie).toBe('KCC-1');
    const list = await r.send('GET', `${ZRC}/klantcontacten?zaak=${encodeURIComponent(zaak)}`);
    expect([list.body.count, list.body.results]).toEqual([2, [eigen, body]]);
    for (const method of ['PUT', 'PATCH', 'DELETE']) expect((await r.send(method, body.url, {})).status).toBe(405);
    expect(await berichten(r, zaak)).toEqual(['zaak.create', 'klantcontact.create', 'klantcontact.create']);
  });
  it('400: in the future, a number that is taken; a number that a client took is passed over', async () => {
    expect(codes(await post({ datumtijd: '2026-11-02T09:00:01Z' }))).toEqual(['datumtijd:date-in-future']);
    const { identificatie } = await maak(r, 'klantcontacten', { zaak, datumtijd: GISTEREN });
    expect(codes(await post({ datumtijd: GISTEREN, identificatie }))).toEqual(['identificatie:unique']);
    const volgend = String(Number(identificatie) + 1).padStart(12, '0');
    await maak(r, 'klantcontacten', { zaak, datumtijd: GISTEREN, identificatie: volgend });
    const { body } = await post({ datumtijd: GISTEREN });
    expect(Number(body.identificatie)).toBe(Number(volgend) + 1);
  });
});

describe.each([
  ['zaakcontactmoment', 'zaakcontactmomenten', 'contactmoment', 'zrc-025(a)'],
  ['zaakverzoek', 'zaakverzoeken', 'verzoek', 'zrc-024'],
])('%s', (resource, path, veld, regel) => {
  const ADRES = `${BUITEN}/${path}/1`;
  const post = (address: string, as = 'beheer') => r.send('POST', `${ZRC}/${path}`, { zaak, [veld]: address }, { as });
  beforeEach(() => r.buiten.zet(ADRES, { url: ADRES }));

  it('201, 204: made and removed, found by zaak and by address in a plain list', async () => {
    const { status, body } = await post(ADRES);
    expect([status, body[veld]]).toEqual([201, ADRES]);
    const list = async (query: Record<string, string>) =>
      (await r.send('GET', `${ZRC}/${path}?${new URLSearchParams(query)}`)).body;
    expect(await list({ zaak })).toEqual([body]);
    expect(await list({ zaak, [veld]: ADRES })).toEqual([body]);
    expect(await list({ [veld]: `${BUITEN}/ander` })).toEqual([]);
    expect((await r.send('DELETE', body.url)).status).toBe(204);
    expect(await list({ zaak })).toEqual([]);
    expect(await audittrail(r, zaak)).toEqual(['zaak create', `${resource} create`, `${resource} destroy`]);
    // Of a removal the standard sends no notification.
    expect(await berichten(r, zaak)).toEqual(['zaak.create', `${resource}.create`]);
  });
  it(`${regel}: the other side is asked whether it is there, and is not written: its API has been withdrawn`, async () => {
    const nieuw = `${BUITEN}/${path}/2`;
    r.buiten.zet(nieuw, { url: nieuw });
    const { length } = r.buiten.gevraagd;
    const { body } = await post(nieuw);
    await r.send('DELETE', body.url);
    expect(r.buiten.gevraagd.slice(length)).toEqual([nieuw]);
  });
  it('400: nothing there, or there already', async () => {
    expect(codes(await post(`${BUITEN}/weg`))).toEqual([`${veld}:bad-url`]);
    await post(ADRES);
    expect(codes(await post(ADRES))).toEqual(['nonFieldErrors:unique']);
  });
  it('zrc-007: on a closed zaak only with geforceerd-bijwerken; zrc-023: gone with the zaak', async () => {
    const { body } = await post(ADRES);
    await sluit(r, zaak, t);
    await clientVoor(r, `gewoon-${veld}`, t, ['lezen', 'bijwerken']);
    expect((await post(ADRES, `gewoon-${veld}`)).status).toBe(403);
    expect((await r.send('DELETE', body.url, undefined, { as: `gewoon-${veld}` })).status).toBe(403);
    await r.send('DELETE', zaak);
    expect((await r.send('GET', body.url)).status).toBe(404);
  });
});
