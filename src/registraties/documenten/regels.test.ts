/** The rules of an enkelvoudiginformatieobject by their number, as far as they have no test of their own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { BASE, RSIN } from '../registers.testhulp.ts';
import { codes, type Documenten, documenten, EIO, maak, metZaken, ROOT, uuidOf } from './documenten.testhulp.ts';

let d: Documenten;
beforeAll(async () => {
  d = await documenten();
});

const post = (extra: object) => d.r.send('POST', EIO, d.body(extra));
/** Changes a document, as who edits it. */
async function wijzig(url: string, body: object) {
  const lock = await d.vergrendel(url);
  const answer = await d.r.send('PATCH', url, { ...body, lock });
  await d.r.send('POST', `${url}/unlock`, { lock });
  return answer;
}
const nieuwType = (omschrijving: string) =>
  maak(d.r, '/catalogi/api/v1/informatieobjecttypen', {
    catalogus: d.catalogus,
    omschrijving,
    vertrouwelijkheidaanduiding: 'intern',
    beginGeldigheid: '2020-01-01',
    informatieobjectcategorie: 'brief',
  });

describe('drc-001: the informatieobjecttype of a document', () => {
  it('is there, and is one', async () => {
    for (const informatieobjecttype of [
      `${BASE}/catalogi/api/v1/informatieobjecttypen/${crypto.randomUUID()}`,
      d.catalogus,
      `${BUITEN}/catalogi/api/v1/informatieobjecttypen/1`,
    ]) {
      expect(codes(await post({ informatieobjecttype })), informatieobjecttype).toEqual([
        'informatieobjecttype:bad-url',
      ]);
      const { url } = await d.maak();
      expect(codes(await wijzig(url, { informatieobjecttype }))).toEqual(['informatieobjecttype:bad-url']);
    }
  });
  it('is published, and may become another (since 1.3)', async () => {
    const { url: informatieobjecttype } = await nieuwType('Nota');
    expect(codes(await post({ informatieobjecttype }))).toEqual(['informatieobjecttype:not-published']);
    const { url } = await d.maak();
    expect(codes(await wijzig(url, { informatieobjecttype }))).toEqual(['informatieobjecttype:not-published']);
    await d.r.send('POST', `${informatieobjecttype}/publish`, {});
    const changed = await wijzig(url, { informatieobjecttype });
    expect([changed.status, changed.body.informatieobjecttype]).toEqual([200, informatieobjecttype]);
  });
});

describe('drc-005: a document that was received', () => {
  it.each(['in_bewerking', 'ter_vaststelling'])('is not %s', async (status) => {
    const ontvangstdatum = '2026-11-01';
    expect(codes(await post({ ontvangstdatum, status }))).toEqual(['status:invalid_for_received']);
    const { url } = await d.maak({ status });
    expect(codes(await wijzig(url, { ontvangstdatum }))).toEqual(['status:invalid_for_received']);
    expect((await wijzig(url, { ontvangstdatum, status: 'definitief' })).status).toBe(200);
  });
  it('may have no status, or be done', async () => {
    for (const status of ['', 'definitief', 'gearchiveerd'])
      expect((await post({ ontvangstdatum: '2026-11-01', status })).status).toBe(201);
  });
});

describe('drc-006: who may use a document', () => {
  it('is unknown until it is said, and said by its gebruiksrechten alone', async () => {
    expect((await d.maak()).indicatieGebruiksrecht).toBeNull();
    expect((await d.maak({ indicatieGebruiksrecht: false })).indicatieGebruiksrecht).toBe(false);
    expect(codes(await post({ indicatieGebruiksrecht: true }))).toEqual([
      'indicatieGebruiksrecht:missing-gebruiksrechten',
    ]);
  });
});

describe('drc-007: how confidential a document is', () => {
  it('is what the client says, else what its type says, and never nothing', async () => {
    const van = async (extra: object) => (await d.maak(extra)).vertrouwelijkheidaanduiding;
    expect(await van({ vertrouwelijkheidaanduiding: 'geheim' })).toBe('geheim');
    expect(await van({})).toBe('zaakvertrouwelijk');
    expect(await van({ vertrouwelijkheidaanduiding: '' })).toBe('zaakvertrouwelijk');
    const { url } = await d.maak({ vertrouwelijkheidaanduiding: 'geheim' });
    expect((await wijzig(url, { titel: 'x' })).body.vertrouwelijkheidaanduiding).toBe('geheim');
    expect((await wijzig(url, { vertrouwelijkheidaanduiding: '' })).body.vertrouwelijkheidaanduiding).toBe(
      'zaakvertrouwelijk',
    );
  });
});

describe('drc-010: a document that is definitief', () => {
  it('can change, by who has it locked (since 1.4)', async () => {
    const { url } = await d.maak({ status: 'definitief' });
    expect((await wijzig(url, { titel: 'Anders' })).body).toMatchObject({ titel: 'Anders', versie: 2 });
  });
});

describe('what is signed', () => {
  it('is not being written any more (RGBZ), and says how and when', async () => {
    const ondertekening = { soort: 'digitaal', datum: '2026-11-01' };
    expect(codes(await post({ ondertekening, status: 'in_bewerking' }))).toEqual(['ondertekening:invalid_for_status']);
    expect((await post({ ondertekening, status: 'definitief' })).body.ondertekening).toEqual(ondertekening);
    expect(codes(await post({ ondertekening: {} }))).toEqual([
      'ondertekening.soort:required',
      'ondertekening.datum:required',
    ]);
  });
});

describe('an identificatie', () => {
  it('is of one document per organisation, and is given when there is none', async () => {
    const { identificatie } = await d.maak();
    expect(identificatie).toMatch(/^DOCUMENT-2026-\d{10}$/);
    expect(codes(await post({ identificatie }))).toEqual(['identificatie:identificatie-niet-uniek']);
    expect((await post({ identificatie, bronorganisatie: '517439943' })).status).toBe(201);
  });
});

describe('expand', () => {
  const vraag = (path: string) => d.r.send('GET', `${EIO}?expand=${path}`);

  it('drc-011: shows what the Documenten API and the Catalogi API know; what leads elsewhere is refused', async () => {
    const { url } = await d.maak();
    const { body } = await d.r.send('GET', `${url}?expand=informatieobjecttype.catalogus`);
    expect(body._expand.informatieobjecttype._expand.catalogus.url).toBe(d.catalogus);
    expect((await vraag('link')).status).toBe(406);
    expect((await d.r.send('GET', `${url}?expand=link`)).status).toBe(406);
    expect((await d.r.send('GET', `${ROOT}/objectinformatieobjecten?expand=object`)).status).toBe(406);
    expect((await d.r.send('GET', `${ROOT}/verzendingen?expand=betrokkene`)).status).toBe(406);
    expect((await d.r.send('POST', `${EIO}/_zoek`, { uuid__in: [], expand: 'link' })).status).toBe(406);
  });
  it('drc-012: goes deeper than three levels, as 1.6 has it', async () => {
    const w = await metZaken(d);
    const { url } = await d.maak({ informatieobjecttype: w.documenttype });
    const { status, body } = await d.r.send(
      'GET',
      `${url}?expand=informatieobjecttype.catalogus.zaaktypen.statustypen`,
    );
    expect(status).toBe(200);
    const { catalogus } = body._expand.informatieobjecttype._expand;
    expect(catalogus._expand.zaaktypen[0]._expand.statustypen).toHaveLength(2);
  });
  it('drc-013: of what is no attribute, or no relation, is not found', async () => {
    for (const path of ['bestaatniet', 'titel', 'informatieobjecttype.bestaatniet', '__proto__'])
      expect((await vraag(path)).status, path).toBe(404);
    const { url } = await d.maak();
    expect((await d.r.send('GET', `${url}?expand=bestaatniet`)).status).toBe(404);
  });
  it('drc-014: gives all that was asked, or nothing', async () => {
    await d.maak();
    const { status, body } = await vraag('informatieobjecttype,bestaatniet');
    expect([status, body.results]).toEqual([404, undefined]);
  });
  it('works in a search and for an older version', async () => {
    const { url } = await d.maak({ bronorganisatie: RSIN });
    const zoek = await d.r.send('POST', `${EIO}/_zoek`, {
      uuid__in: [url.split('/').at(-1)],
      expand: 'informatieobjecttype',
    });
    expect(zoek.body.results[0]._expand.informatieobjecttype.url).toBe(d.type);
    await wijzig(url, { titel: 'Anders' });
    const { body } = await d.r.send('GET', `${url}?versie=1&expand=informatieobjecttype`);
    expect([body.titel, body._expand.informatieobjecttype.url]).toEqual(['Bevestiging van ontvangst', d.type]);
  });
});

describe('HEAD', () => {
  it('has the headers of GET and no body; who has the document already gets 304', async () => {
    const { url } = await d.maak();
    const [get, head] = [await d.r.send('GET', url), await d.r.send('HEAD', url)];
    expect([head.status, head.body, head.headers['etag']]).toEqual([200, null, get.headers['etag']]);
    const again = await d.r.send('GET', url, undefined, { headers: { 'if-none-match': String(get.headers['etag']) } });
    expect([again.status, again.body]).toEqual([304, null]);
    const version = await d.r.send('HEAD', `${url}?versie=1`);
    expect(version.headers['etag']).toBe(get.headers['etag']);
  });
});

describe('the audittrail of a document', () => {
  it('tells what each change made of it, and never what is in the file', async () => {
    const inhoud = Buffer.from('Beste lezer').toString('base64');
    const { url } = await d.maak({ inhoud });
    await wijzig(url, { titel: 'Anders' });
    const { body } = await d.r.send('GET', `${url}/audittrail`);
    expect(body.map((row: { actie: string; bron: string }) => `${row.bron} ${row.actie}`)).toEqual([
      'drc create',
      'drc partial_update',
    ]);
    expect(body[1].wijzigingen.oud.titel).toBe('Bevestiging van ontvangst');
    expect(body[1].wijzigingen.nieuw.titel).toBe('Anders');
    expect(JSON.stringify(body)).not.toContain(inhoud);
    const one = await d.r.send('GET', `${url}/audittrail/${body[1].uuid}`);
    expect(one.body).toEqual(body[1]);
  });
});

describe.each(['1.7', 'openzaak'] as const)('under the profile %s', (profile) => {
  it('what is told of a document and what belongs to it names its organisation, kind and confidentiality', async () => {
    const eigen = await documenten({ profile });
    const { url } = await eigen.maak();
    const wie = { betrokkene: `${BUITEN}/1`, contactPersoon: `${BUITEN}/2`, aardRelatie: 'geadresseerde' };
    const verzending = await maak(eigen.r, `${ROOT}/verzendingen`, {
      informatieobject: url,
      ...wie,
      mijnOverheid: true,
    });
    const events = await eigen.r.db.query<{ channel: string; body: Record<string, unknown> }>(sql`
      select channel, body from outbox.event where subject = ${uuidOf(url)} order by nr`);
    const kenmerken = {
      bronorganisatie: RSIN,
      informatieobjecttype: eigen.type,
      vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
      ...(profile === 'openzaak' && { 'informatieobjecttype.catalogus': eigen.catalogus }),
    };
    const over = (resource: string, resourceUrl: string) => ({
      channel: 'documenten',
      body: expect.objectContaining({ hoofdObject: url, resource, resourceUrl, actie: 'create', kenmerken }),
    });
    expect(events).toEqual([over('enkelvoudiginformatieobject', url), over('verzending', verzending.url)]);
  });
});
