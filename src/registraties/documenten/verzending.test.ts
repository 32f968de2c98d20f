/** To whom a document was sent, or from whom it came. */
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

const VERZENDINGEN = `${ROOT}/verzendingen`;

let d: Documenten;
let informatieobject: string;
beforeAll(async () => {
  d = await documenten();
});
beforeEach(async () => {
  informatieobject = (await d.maak()).url;
});

const body = (extra: object = {}) => ({
  betrokkene: 'https://elders.example/betrokkenen/1',
  contactPersoon: 'https://elders.example/contactpersonen/1',
  informatieobject,
  aardRelatie: 'geadresseerde',
  ...extra,
});
const post = (extra: object, as = 'beheer') => d.r.send('POST', VERZENDINGEN, body(extra), { as });

const BINNENLAND = { huisnummer: 1, naamOpenbareRuimte: 'Dorpsstraat', woonplaatsnaam: 'Utrecht' };

describe('the address of a verzending', () => {
  it.each<[string, object]>([
    ['in the Netherlands', { binnenlandsCorrespondentieadres: BINNENLAND }],
    [
      'abroad',
      { buitenlandsCorrespondentieadres: { adresBuitenland1: 'Rue 1', landPostadres: 'https://landen.example/be' } },
    ],
    [
      'a postbus',
      {
        correspondentiePostadres: {
          postBusOfAntwoordnummer: 12,
          postadresPostcode: '3500AA',
          postadresType: 'postbusnummer',
          woonplaatsnaam: 'Utrecht',
        },
      },
    ],
    ['a fax', { faxnummer: '0301234567' }],
    ['an e-mail address', { emailadres: 'post@gemeente.example' }],
    ['MijnOverheid', { mijnOverheid: true }],
    ['a telephone', { telefoonnummer: '0301234567' }],
  ])('may be %s, and is kept as it was sent', async (_, adres) => {
    const { status, body: made } = await post(adres);
    expect(status).toBe(201);
    expect(made).toMatchObject(adres);
    expect((await d.r.send('GET', made.url)).body).toEqual(made);
  });
  it('is one address: not none, and not two', async () => {
    expect(codes(await post({}))).toEqual(['nonFieldErrors:invalid-address']);
    expect(codes(await post({ emailadres: '', faxnummer: null }))).toEqual(['nonFieldErrors:invalid-address']);
    const twee = { binnenlandsCorrespondentieadres: BINNENLAND, mijnOverheid: true };
    expect(codes(await post(twee))).toEqual(['nonFieldErrors:invalid-address']);
    const { url } = (await post({ mijnOverheid: true })).body;
    const naast = await d.r.send('PATCH', url, { faxnummer: '1' });
    expect(codes(naast)).toEqual(['nonFieldErrors:invalid-address']);
    const ander = await d.r.send('PATCH', url, { faxnummer: '1', mijnOverheid: false });
    expect([ander.status, ander.body.faxnummer, ander.body.mijnOverheid]).toEqual([200, '1', false]);
  });
  it('has all its parts', async () => {
    expect(codes(await post({ binnenlandsCorrespondentieadres: {} }))).toEqual([
      'binnenlandsCorrespondentieadres.huisnummer:required',
      'binnenlandsCorrespondentieadres.naamOpenbareRuimte:required',
      'binnenlandsCorrespondentieadres.woonplaatsnaam:required',
    ]);
  });
});

describe('what a verzending is to its document', () => {
  it('a received document came from one sender, on a day, and was not sent as well', async () => {
    const adres = { mijnOverheid: true };
    expect(codes(await post({ ...adres, aardRelatie: 'afzender' }))).toEqual(['ontvangstdatum:required']);
    const van = { ...adres, aardRelatie: 'afzender', ontvangstdatum: '2026-11-01' };
    expect((await post(van)).status).toBe(201);
    expect(codes(await post(van))).toEqual(['aardRelatie:unique']);
    expect(codes(await post(adres))).toEqual(['aardRelatie:unique']);
  });
  it('a document is sent as often as need be', async () => {
    const { url } = (await post({ mijnOverheid: true })).body;
    expect((await post({ emailadres: 'a@b.example' })).status).toBe(201);
    const om = await d.r.send('PATCH', url, { aardRelatie: 'afzender', ontvangstdatum: '2026-11-01' });
    expect(codes(om)).toEqual(['aardRelatie:unique']);
  });
  it('stays with its document', async () => {
    const { url } = (await post({ mijnOverheid: true })).body;
    const elders = (await d.maak()).url;
    const moved = await d.r.send('PUT', url, body({ mijnOverheid: true, informatieobject: elders }));
    expect(codes(moved)).toEqual(['informatieobject:wijzigen-niet-toegelaten']);
    expect((await d.r.send('PUT', url, body({ telefoonnummer: '1' }))).body).toMatchObject({ telefoonnummer: '1' });
  });
  it('is told of under the document, and changes nothing of it; with the document it goes', async () => {
    const { url } = (await post({ mijnOverheid: true })).body;
    await d.r.send('PATCH', url, { toelichting: 'Nagezonden' });
    expect(await audittrail(d.r, informatieobject)).toEqual([
      'enkelvoudiginformatieobject create',
      'verzending create',
      'verzending partial_update',
    ]);
    await d.r.send('DELETE', url);
    expect(await berichten(d.r, informatieobject)).toEqual([
      'enkelvoudiginformatieobject.create',
      'verzending.create',
      'verzending.partial_update',
      'verzending.destroy',
    ]);
    expect((await d.r.send('GET', informatieobject)).body.versie).toBe(1);
    const weg = (await post({ mijnOverheid: true })).body.url;
    expect((await d.r.send('DELETE', informatieobject)).status).toBe(204);
    expect((await d.r.send('GET', weg)).status).toBe(404);
  });
});

describe('the list of verzendingen', () => {
  it('has pages, and is filtered by what it is, its document and its betrokkene', async () => {
    const betrokkene = 'https://elders.example/betrokkenen/2';
    for (const emailadres of ['a@b.example', 'c@d.example'])
      await maak(d.r, VERZENDINGEN, body({ emailadres, betrokkene }));
    const vind = async (query: string) => (await d.r.send('GET', `${VERZENDINGEN}?${query}`)).body;
    const van = await vind(
      `informatieobject=${encodeURIComponent(informatieobject)}&pageSize=1&expand=informatieobject`,
    );
    expect([van.count, van.results.length]).toEqual([2, 1]);
    expect(van.results[0]._expand.informatieobject.url).toBe(informatieobject);
    expect((await vind(`betrokkene=${encodeURIComponent(betrokkene)}`)).count).toBe(2);
    expect((await vind(`aardRelatie=afzender&betrokkene=${encodeURIComponent(betrokkene)}`)).count).toBe(0);
    expect(codes(await d.r.send('GET', `${VERZENDINGEN}?aardRelatie=x`))).toEqual(['aardRelatie:invalid']);
  });
  it('is that of the documents that a client may see', async () => {
    const { url } = (await post({ mijnOverheid: true })).body;
    await clientVoor(d.r, 'openbaar', d.type, ['lezen', 'aanmaken'], 'openbaar');
    expect((await d.r.send('GET', url, undefined, { as: 'openbaar' })).status).toBe(404);
    expect((await d.r.send('GET', VERZENDINGEN, undefined, { as: 'openbaar' })).body.count).toBe(0);
    expect((await post({ mijnOverheid: true }, 'openbaar')).status).toBe(403);
  });
});
