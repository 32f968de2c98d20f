/** References to objects of others: zrc-010, zrc-011, and what a besluit elsewhere must be. */
import { beforeEach, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { BASE, newZaak, publishedZaaktype, type Registers, RSIN, registers } from '../registers.testhulp.ts';

const KANAAL = `${BUITEN}/kanalen/1`;
const codes = (body: { invalidParams: { name: string; code: string }[] }) =>
  body.invalidParams.map(({ name, code }) => `${name}:${code}`);

let r: Registers;
let zaaktype: string;
beforeEach(async () => {
  r = await registers();
  ({ zaaktype } = await publishedZaaktype(r));
});

const create = (extra: object, registersToUse = r) =>
  registersToUse.send('POST', '/zaken/api/v1/zaken', {
    bronorganisatie: RSIN,
    verantwoordelijkeOrganisatie: RSIN,
    startdatum: '2026-11-01',
    zaaktype,
    ...extra,
  });

describe('a communicatiekanaal (zrc-010)', () => {
  it('201 when it is there and has the shape of one; it is fetched once and remembered', async () => {
    r.buiten.zet(KANAAL, { url: KANAAL, naam: 'Balie', omschrijving: 'Aan de balie' });
    expect((await create({ communicatiekanaal: KANAAL })).status).toBe(201);
    expect((await create({ communicatiekanaal: KANAAL })).body.communicatiekanaal).toBe(KANAAL);
    expect(r.buiten.gevraagd).toEqual([KANAAL]);
  });
  it.each([
    ['is not there', 404, 'bad-url'],
    ['sends elsewhere', 302, 'bad-url'],
    ['does not answer', 'dood', 'bad-url'],
    ['is something else', { url: KANAAL, titel: 'Een boek' }, 'invalid-resource'],
    ['is a list', [], 'invalid-resource'],
    ['is no JSON', '<html>', 'invalid-resource'],
  ])('400 when what stands there %s', async (_, what, code) => {
    r.buiten.zet(KANAAL, what);
    const { status, body } = await create({ communicatiekanaal: KANAAL });
    expect([status, codes(body)]).toEqual([400, [`communicatiekanaal:${code}`]]);
    expect((await r.send('GET', '/zaken/api/v1/zaken')).body.count).toBe(0);
  });
  it('a failure is not remembered', async () => {
    r.buiten.zet(KANAAL, 'dood');
    expect((await create({ communicatiekanaal: KANAAL })).status).toBe(400);
    r.buiten.zet(KANAAL, { url: KANAAL, naam: 'Balie', omschrijving: '' });
    expect((await create({ communicatiekanaal: KANAAL })).status).toBe(201);
  });
  it('400 for an origin that nobody allowed, without asking it: bad-url by the standard, unknown-service as Open Zaak', async () => {
    const elders = 'http://169.254.169.254/latest';
    expect(codes((await create({ communicatiekanaal: elders })).body)).toEqual(['communicatiekanaal:bad-url']);
    expect(r.buiten.gevraagd).toEqual([]);
    r = await registers({ profile: 'openzaak' });
    ({ zaaktype } = await publishedZaaktype(r));
    expect(codes((await create({ communicatiekanaal: elders })).body)).toEqual(['communicatiekanaal:unknown-service']);
  });
  it('is not asked for a client who may not create', async () => {
    await r.client('lezer', [
      { component: 'zrc', scopes: ['zaken.lezen'], type: zaaktype.split('/').at(-1)!, max: 'zeer_geheim' },
    ]);
    const body = {
      zaaktype,
      bronorganisatie: RSIN,
      verantwoordelijkeOrganisatie: RSIN,
      startdatum: '2026-11-01',
      communicatiekanaal: KANAAL,
    };
    expect((await r.send('POST', '/zaken/api/v1/zaken', body, { as: 'lezer' })).status).toBe(403);
    expect(r.buiten.gevraagd).toEqual([]);
  });
});

describe('relevanteAndereZaken (zrc-011)', () => {
  it('may be ours, by any of our addresses, or those of others; what is wrong is told by its place in the list', async () => {
    const ours = (await newZaak(r, zaaktype)).replace(BASE, 'https://ook.zaakbode.test');
    r.buiten.zet(`${BUITEN}/zaken/1`, { url: '', zaaktype: '', bronorganisatie: '' });
    const related = (urls: string[]) => ({
      relevanteAndereZaken: urls.map((url) => ({ url, aardRelatie: 'vervolg' })),
    });
    expect((await create(related([ours, `${BUITEN}/zaken/1`]))).status).toBe(201);
    const { body } = await create(related([`${BUITEN}/zaken/2`, ours, zaaktype, `${BASE}/onzin/1`]));
    expect(codes(body)).toEqual([
      'relevanteAndereZaken.0.url:bad-url',
      'relevanteAndereZaken.2.url:invalid-resource',
      'relevanteAndereZaken.3.url:bad-url',
    ]);
  });
});

describe('besluiten of a zaak', () => {
  const BESLUIT = `${BUITEN}/besluiten/1`;
  beforeEach(() => r.buiten.zet(BESLUIT, { url: BESLUIT, besluittype: '', datum: '2026-11-01' }));

  it('live below their zaak: a plain list, one by its address, and gone after DELETE', async () => {
    const zaak = await newZaak(r, zaaktype);
    const made = await r.send('POST', `${zaak}/besluiten`, { besluit: BESLUIT });
    expect(made.status).toBe(201);
    expect(made.body.url).toBe(`${zaak}/besluiten/${made.body.uuid}`);
    expect(made.headers['location']).toBe(made.body.url);
    expect((await r.send('GET', `${zaak}/besluiten`)).body).toEqual([made.body]);
    expect((await r.send('GET', made.body.url)).body).toEqual(made.body);
    expect((await r.send('POST', `${zaak}/besluiten`, { besluit: BESLUIT })).body.invalidParams[0].code).toBe('unique');
    const other = await newZaak(r, zaaktype);
    expect((await r.send('GET', made.body.url.replace(zaak, other))).status).toBe(404);
    expect((await r.send('DELETE', made.body.url.replace(zaak, other))).status).toBe(404);
    expect((await r.send('GET', `${other}/besluiten`)).body).toEqual([]);
    expect((await r.send('DELETE', made.body.url)).status).toBe(204);
    expect((await r.send('GET', `${zaak}/besluiten`)).body).toEqual([]);
    const trail = await r.send('GET', `${zaak}/audittrail`);
    expect(
      trail.body.map((a: { resource: string; actie: string; resourceUrl: string }) => [
        a.resource,
        a.actie,
        a.resourceUrl,
      ]),
    ).toEqual([
      ['zaak', 'create', zaak],
      ['zaakbesluit', 'create', made.body.url],
      ['zaakbesluit', 'destroy', made.body.url],
    ]);
  });
  it('404 for a zaak that is not there', async () => {
    const gone = `${BASE}/zaken/api/v1/zaken/00000000-0000-4000-8000-000000000000/besluiten`;
    expect((await r.send('POST', gone, { besluit: BESLUIT })).status).toBe(404);
    expect((await r.send('GET', `${BASE}/zaken/api/v1/zaken/nee/besluiten`)).status).toBe(404);
  });
});
