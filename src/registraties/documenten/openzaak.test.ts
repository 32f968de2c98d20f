/** What Open Zaak has beyond the standard: numbers beforehand, a document together with its zaak, and more filters. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import type { Wereld } from '../besluiten/besluiten.testhulp.ts';
import { newZaak, RSIN } from '../registers.testhulp.ts';
import {
  berichten,
  clientVoor,
  codes,
  type Documenten,
  documenten,
  EIO,
  metZaken,
  ROOT,
  uuidOf,
} from './documenten.testhulp.ts';

let d: Documenten;
let w: Wereld;
beforeAll(async () => {
  d = await documenten();
  w = await metZaken(d);
});

describe('documentnummer_reserveren', () => {
  const reserveer = (body: object, as = 'beheer') =>
    d.r.send('POST', `${ROOT}/documentnummer_reserveren`, body, { as });

  it('gives one number, or a list of them, that no other document gets', async () => {
    const een = await reserveer({ bronorganisatie: RSIN });
    expect(een.status).toBe(201);
    expect(een.body.identificatie).toMatch(/^DOCUMENT-2026-\d{10}$/);
    const { body: meer } = await reserveer({ bronorganisatie: RSIN, aantal: 3 });
    const gereserveerd = [een.body, ...meer].map(({ identificatie }) => identificatie);
    expect(new Set(gereserveerd).size).toBe(4);
    expect(gereserveerd).not.toContain((await d.maak()).identificatie);
    for (const identificatie of gereserveerd)
      expect((await d.maak({ identificatie })).identificatie).toBe(identificatie);
  });
  it('says what is wrong, and is for who makes documents', async () => {
    expect(codes(await reserveer({ bronorganisatie: '123', aantal: 0 }))).toEqual([
      'bronorganisatie:invalid',
      'aantal:min_value',
    ]);
    await clientVoor(d.r, 'lezer', d.type, ['lezen']);
    expect((await reserveer({ bronorganisatie: RSIN }, 'lezer')).status).toBe(403);
  });
});

describe('document_registreren', () => {
  const registreer = (document: object | undefined, relatie: object | undefined, as = 'beheer') =>
    d.r.send(
      'POST',
      `${ROOT}/document_registreren`,
      {
        enkelvoudiginformatieobject: document && d.body({ informatieobjecttype: w.documenttype, ...document }),
        zaakinformatieobject: relatie,
      },
      { as },
    );
  const aantal = async () => (await d.r.send('GET', EIO)).body.count;
  const inhoud = Buffer.from('Beste lezer').toString('base64');

  it('makes a document that belongs to a zaak at once, each with its notification', async () => {
    const zaak = await newZaak(d.r, w.zaaktype);
    const { status, body, headers } = await registreer({ inhoud }, { zaak, titel: 'Bijlage' });
    expect(status).toBe(201);
    const { enkelvoudiginformatieobject: document, zaakinformatieobject: relatie } = body;
    expect(headers['location']).toBe(document.url);
    expect((await d.r.send('GET', document.url)).body).toEqual(document);
    expect((await d.r.send('GET', relatie.url)).body).toEqual(relatie);
    expect(relatie).toMatchObject({ zaak, informatieobject: document.url, titel: 'Bijlage' });
    expect((await d.download(document.inhoud)).bytes.toString()).toBe('Beste lezer');
    const [oio] = (await d.r.send('GET', `${ROOT}/objectinformatieobjecten?object=${encodeURIComponent(zaak)}`)).body;
    expect(oio.informatieobject).toBe(document.url);
    expect(await berichten(d.r, document.url)).toEqual(['enkelvoudiginformatieobject.create']);
    expect(await berichten(d.r, zaak)).toEqual(['zaak.create', 'zaakinformatieobject.create']);
  });
  it('tells the lock of a document whose content is still to come', async () => {
    const zaak = await newZaak(d.r, w.zaaktype);
    const { enkelvoudiginformatieobject: document } = (await registreer({ bestandsomvang: 5 }, { zaak })).body;
    expect([document.locked, document.bestandsdelen[0].lock]).toEqual([true, document.lock]);
    await d.stuurDeel(document.bestandsdelen[0].url, Buffer.from('12345'), document.lock);
    expect((await d.r.send('POST', `${document.url}/unlock`, { lock: document.lock })).status).toBe(204);
  });
  it('makes nothing when a part is wrong, and says which', async () => {
    const before = await aantal();
    const zaak = await newZaak(d.r, w.zaaktype);
    expect(codes(await registreer(undefined, undefined))).toEqual([
      'enkelvoudiginformatieobject:required',
      'zaakinformatieobject:required',
    ]);
    expect(codes(await registreer({ titel: '' }, { zaak: 'x' }))).toEqual([
      'enkelvoudiginformatieobject.titel:blank',
      'zaakinformatieobject.zaak:bad-url',
    ]);
    expect(codes(await registreer({ informatieobjecttype: d.type, inhoud }, { zaak }))).toEqual([
      'zaakinformatieobject.nonFieldErrors:missing-zaaktype-informatieobjecttype-relation',
    ]);
    expect(await aantal()).toBe(before);
    const weg = await d.r.db.query(sql`select 1 as ok from documenten.opgeslagen where stand = 'weg'`);
    expect(weg).toHaveLength(1);
    expect(await berichten(d.r, zaak)).toEqual(['zaak.create']);
  });
  it('is for who may both make the document and write the zaak', async () => {
    const zaak = await newZaak(d.r, w.zaaktype);
    const drc = {
      component: 'drc',
      scopes: ['documenten.aanmaken', 'documenten.lezen'],
      type: uuidOf(w.documenttype),
      max: 'zeer_geheim',
    };
    const zrc = { component: 'zrc', scopes: ['zaken.bijwerken'], type: uuidOf(w.zaaktype), max: 'zeer_geheim' };
    await d.r.client('alleen-drc', [drc]);
    await d.r.client('alleen-zrc', [zrc]);
    await d.r.client('beide', [drc, zrc]);
    expect((await registreer({}, { zaak }, 'alleen-drc')).status).toBe(403);
    expect((await registreer({}, { zaak }, 'alleen-zrc')).status).toBe(403);
    expect((await registreer({}, { zaak }, 'beide')).status).toBe(201);
  });
});

describe('the list of documents', () => {
  const vind = async (query: Record<string, string>) => {
    const { status, body } = await d.r.send('GET', `${EIO}?${new URLSearchParams(query)}`);
    return status === 200 ? body.results.map((doc: { titel: string }) => doc.titel) : status;
  };

  it('is filtered as in Open Zaak', async () => {
    const zaak = await newZaak(d.r, w.zaaktype);
    const auteur = 'Filterproef';
    const een = await d.maak({
      auteur,
      titel: 'Eerste 100%',
      beschrijving: 'Over bomen',
      trefwoorden: ['boom', 'kap'],
      creatiedatum: '2026-01-01',
      informatieobjecttype: w.documenttype,
      vertrouwelijkheidaanduiding: 'geheim',
    });
    const twee = await d.maak({ auteur, titel: 'Tweede', trefwoorden: ['kap'], creatiedatum: '2026-02-01' });
    await d.r.send('POST', '/zaken/api/v1/zaakinformatieobjecten', { zaak, informatieobject: een.url });
    const lock = await d.vergrendel(twee.url);
    const bij = (query: Record<string, string>) => vind({ auteur, ordering: 'creatiedatum', ...query });
    const beide = ['Eerste 100%', 'Tweede'];
    expect(await bij({})).toEqual(beide);
    expect(await bij({ ordering: '-titel' })).toEqual([...beide].reverse());
    expect(await bij({ titel: '100%' })).toEqual(['Eerste 100%']);
    expect(await bij({ titel: 'eerste' })).toEqual(['Eerste 100%']);
    expect(await bij({ beschrijving: 'BOMEN' })).toEqual(['Eerste 100%']);
    expect(await bij({ trefwoorden: 'kap' })).toEqual(beide);
    expect(await bij({ trefwoorden: 'kap,boom' })).toEqual(['Eerste 100%']);
    expect(await bij({ trefwoorden__overlap: 'boom,niets' })).toEqual(['Eerste 100%']);
    expect(await bij({ creatiedatum__gte: '2026-02-01' })).toEqual(['Tweede']);
    expect(await bij({ creatiedatum__lte: '2026-01-01' })).toEqual(['Eerste 100%']);
    expect(await bij({ informatieobjecttype: w.documenttype })).toEqual(['Eerste 100%']);
    expect(await bij({ vertrouwelijkheidaanduiding: 'geheim' })).toEqual(['Eerste 100%']);
    expect(await bij({ locked: 'true' })).toEqual(['Tweede']);
    for (const naam of ['objectinformatieobjecten_object', 'objectinformatieobjecten__object']) {
      expect(await bij({ [naam]: zaak })).toEqual(['Eerste 100%']);
      expect(await bij({ [naam]: zaak, [`${naam}Type`]: 'besluit' })).toEqual([]);
      expect(await bij({ [`${naam}Type`]: 'zaak' })).toEqual(['Eerste 100%']);
    }
    expect(await bij({ pageSize: '1' })).toEqual(['Eerste 100%']);
    expect(await bij({ pageSize: '1', page: '2' })).toEqual(['Tweede']);
    expect(await bij({ pageSize: '501' })).toBe(400);
    expect(await bij({ titel: '\0' })).toBe(400);
    await d.r.send('POST', `${twee.url}/unlock`, { lock });
  });
});
