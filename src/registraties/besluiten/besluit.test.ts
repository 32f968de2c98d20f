/** Besluiten as a client of the Besluiten API meets them: brc-001, 002, 006, 007 and 009. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { BASE, newZaak, publishedZaaktype, type Registers, RSIN, registers } from '../registers.testhulp.ts';
import {
  BRC,
  berichten,
  besluitBody,
  clientVoor,
  codes,
  documentElders,
  maak,
  NERGENS,
  nieuwBesluit,
  uuidOf,
  type Wereld,
  wereld,
} from './besluiten.testhulp.ts';

const BESLUITEN = `${BRC}/besluiten`;
const ZAAK_ELDERS = `${BUITEN}/zaken/1`;

let r: Registers;
let w: Wereld;
async function begin(profile: '1.7' | 'openzaak' = '1.7') {
  r = await registers({ profile });
  w = await wereld(r);
  r.buiten.zet(ZAAK_ELDERS, { url: ZAAK_ELDERS, zaaktype: w.zaaktype, bronorganisatie: RSIN });
}
beforeAll(() => begin());

const post = (extra: object = {}, as = 'beheer') =>
  r.send('POST', BESLUITEN, besluitBody(w.besluittype, extra), { as });
const nieuw = (extra: object = {}) => nieuwBesluit(r, w.besluittype, extra);
const zaakbesluiten = async (zaak: string) => (await r.send('GET', `${zaak}/besluiten`)).body;

describe('POST /besluiten', () => {
  it('201: all of it, with a number of its own; and an event on kanaal besluiten with its kenmerken', async () => {
    const answer = await post({
      toelichting: 'Omdat het mag',
      bestuursorgaan: 'College',
      vervaldatum: '2027-11-15',
      vervalreden: 'tijdelijk',
      publicatiedatum: '2026-11-10',
      verzenddatum: '2026-11-09',
      uiterlijkeReactiedatum: '2026-12-21',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe(answer.body.url);
    expect(answer.headers['api-version']).toBe('1.1.0');
    expect(answer.body).toEqual({
      url: expect.stringMatching(`^${BASE}${BESLUITEN}/[0-9a-f-]{36}$`),
      identificatie: expect.stringMatching(/^BESLUIT-2026-\d{10}$/),
      verantwoordelijkeOrganisatie: RSIN,
      besluittype: w.besluittype,
      zaak: '',
      datum: '2026-11-01',
      toelichting: 'Omdat het mag',
      bestuursorgaan: 'College',
      ingangsdatum: '2026-11-15',
      vervaldatum: '2027-11-15',
      vervalreden: 'tijdelijk',
      vervalredenWeergave: 'Besluit met tijdelijke werking',
      publicatiedatum: '2026-11-10',
      verzenddatum: '2026-11-09',
      uiterlijkeReactiedatum: '2026-12-21',
    });
    const events = await r.db.query<{ channel: string; body: Record<string, unknown> }>(
      sql`select channel, body from outbox.event where subject = ${uuidOf(answer.body.url)}`,
    );
    expect(events).toEqual([
      {
        channel: 'besluiten',
        body: expect.objectContaining({
          resource: 'besluit',
          actie: 'create',
          hoofdObject: answer.body.url,
          kenmerken: { verantwoordelijkeOrganisatie: RSIN, besluittype: w.besluittype },
        }),
      },
    ]);
  });
  it('400: tells all that is wrong at once', async () => {
    const answer = await r.send('POST', BESLUITEN, {
      identificatie: 'x'.repeat(51),
      verantwoordelijkeOrganisatie: '123456789',
      zaak: 'geen adres',
      datum: 'gisteren',
      vervalreden: 'zomaar',
    });
    expect(codes(answer)).toEqual([
      'identificatie:max_length',
      'verantwoordelijkeOrganisatie:invalid',
      'besluittype:required',
      'zaak:invalid',
      'datum:invalid',
      'ingangsdatum:required',
      'vervalreden:invalid_choice',
    ]);
  });
  it('400: a besluit that is not taken yet; today is, by the calendar of Amsterdam', async () => {
    expect(codes(await post({ datum: '2026-11-03' }))).toEqual(['datum:future_not_allowed']);
    r.clock.set(new Date('2026-11-02T23:30:00Z'));
    expect((await post({ datum: '2026-11-03' })).status).toBe(201);
    r.clock.set(new Date('2026-11-02T09:00:00Z'));
  });
});

describe('the besluittype (brc-001)', () => {
  it('400 bad-url when it is not there, not-published when it is a concept', async () => {
    expect(codes(await post({ besluittype: `${w.besluittype.slice(0, -36)}${NERGENS}` }))).toEqual([
      'besluittype:bad-url',
    ]);
    expect(codes(await post({ besluittype: w.zaaktype }))).toEqual(['besluittype:bad-url']);
    const concept = await r.send('POST', '/catalogi/api/v1/besluittypen', {
      catalogus: w.catalogus,
      omschrijving: 'Concept',
      publicatieIndicatie: false,
      informatieobjecttypen: [],
      beginGeldigheid: '2026-01-01',
    });
    expect(codes(await post({ besluittype: concept.body.url }))).toEqual(['besluittype:not-published']);
  });
  it('400 wijzigen-niet-toegelaten on PUT and PATCH', async () => {
    const ander = await wereld(r, 'Afwijzing', { identificatie: 'ANDER' });
    const { url, ...body } = await nieuw();
    const fout = ['besluittype:wijzigen-niet-toegelaten'];
    expect(codes(await r.send('PUT', url, { ...body, besluittype: ander.besluittype }))).toEqual(fout);
    expect(codes(await r.send('PATCH', url, { besluittype: ander.besluittype }))).toEqual(fout);
    expect((await r.send('PATCH', url, { besluittype: w.besluittype })).status).toBe(200);
  });
});

describe('identificatie and verantwoordelijkeOrganisatie (brc-002)', () => {
  it('400 identificatie-niet-uniek for the same of both; another organisation may have it too', async () => {
    await nieuw({ identificatie: 'B-1' });
    expect(codes(await post({ identificatie: 'B-1' }))).toEqual(['identificatie:identificatie-niet-uniek']);
    expect((await post({ identificatie: 'B-1', verantwoordelijkeOrganisatie: '517439943' })).status).toBe(201);
  });
  it('a generated one passes by those that are taken', async () => {
    const nummer = Number((await nieuw()).identificatie.slice(-10));
    await nieuw({ identificatie: `BESLUIT-2026-${String(nummer + 1).padStart(10, '0')}` });
    expect(Number((await nieuw()).identificatie.slice(-10))).toBe(nummer + 2);
  });
  it('400 wijzigen-niet-toegelaten for each; a PUT that leaves the identificatie out keeps it', async () => {
    const { url, identificatie, ...body } = await nieuw();
    const anders = { identificatie: 'ANDERS', verantwoordelijkeOrganisatie: '517439943' };
    expect(codes(await r.send('PATCH', url, anders))).toEqual([
      'verantwoordelijkeOrganisatie:wijzigen-niet-toegelaten',
      'identificatie:wijzigen-niet-toegelaten',
    ]);
    const put = await r.send('PUT', url, { ...body, toelichting: 'Nieuw' });
    expect([put.status, put.body.identificatie, put.body.toelichting]).toEqual([200, identificatie, 'Nieuw']);
  });
});

describe('the zaak of a besluit (brc-006)', () => {
  it('a zaak of our own, by any of our addresses, shows it at once as a zaakbesluit; audit and event too', async () => {
    const zaak = await newZaak(r, w.zaaktype);
    const { url, ...besluit } = await nieuw({ zaak: zaak.replace(BASE, 'https://ook.zaakbode.test') });
    expect(besluit.zaak).toBe(zaak);
    const [zaakbesluit, ...others] = await zaakbesluiten(zaak);
    expect(others).toEqual([]);
    expect(zaakbesluit).toMatchObject({ url: expect.stringMatching(`^${zaak}/besluiten/`), besluit: url });
    expect((await zaakbesluiten(`${zaak.replace(BASE, '')}`))[0].besluit).toBe(url);
    const trail = await r.send('GET', `${zaak}/audittrail`);
    expect(trail.body.at(-1)).toMatchObject({
      resource: 'zaakbesluit',
      actie: 'create',
      hoofdObject: zaak,
      resourceUrl: zaakbesluit.url,
    });
    expect(await berichten(r, zaak)).toEqual(['zaak.create', 'zaakbesluit.create']);
    expect(await berichten(r, url)).toEqual(['besluit.create']);
    expect((await r.send('GET', `${zaak}/besluiten?expand=besluit`)).body[0]._expand.besluit.url).toBe(url);
    const expanded = await r.send('GET', `${url}?expand=zaak,besluittype`);
    expect(expanded.body._expand).toMatchObject({ zaak: { url: zaak }, besluittype: { url: w.besluittype } });
  });
  it('a zaak of another register is an address; that register is told by the event', async () => {
    const { url, zaak } = await nieuw({ zaak: ZAAK_ELDERS });
    expect(zaak).toBe(ZAAK_ELDERS);
    expect((await r.send('GET', `${url}?expand=zaak`)).body._expand).toEqual({});
    r.buiten.zet(`${BUITEN}/iets`, { url: '' });
    expect(codes(await post({ zaak: `${BUITEN}/iets` }))).toEqual(['zaak:invalid-resource']);
    expect(codes(await post({ zaak: `${BUITEN}/weg` }))).toEqual(['zaak:bad-url']);
    expect(codes(await post({ zaak: `${BASE}/zaken/api/v1/zaken/${NERGENS}` }))).toEqual(['zaak:bad-url']);
  });
  it('goes with the besluit, and only with it', async () => {
    const zaak = await newZaak(r, w.zaaktype);
    const { url } = await nieuw({ zaak });
    const [zaakbesluit] = await zaakbesluiten(zaak);
    expect(codes(await r.send('DELETE', zaakbesluit.url))).toEqual(['nonFieldErrors:inconsistent-relation']);
    expect(codes(await r.send('POST', `${zaak}/besluiten`, { besluit: url }))).toEqual(['nonFieldErrors:unique']);
    const ander = await newZaak(r, w.zaaktype);
    expect(codes(await r.send('POST', `${ander}/besluiten`, { besluit: url }))).toEqual([
      'nonFieldErrors:inconsistent-relation',
    ]);
    expect((await r.send('DELETE', url)).status).toBe(204);
    expect(await zaakbesluiten(zaak)).toEqual([]);
    const trail = await r.send('GET', `${zaak}/audittrail`);
    expect(trail.body.at(-1)).toMatchObject({ resource: 'zaakbesluit', actie: 'destroy' });
  });
  it('400 related-besluiten for who removes the zaak, or its hoofdzaak, before the besluit', async () => {
    const hoofd = await newZaak(r, w.zaaktype);
    const zaak = await newZaak(r, w.zaaktype, { hoofdzaak: hoofd });
    const { url } = await nieuw({ zaak });
    for (const weg of [zaak, hoofd]) {
      expect(codes(await r.send('DELETE', weg))).toEqual(['nonFieldErrors:related-besluiten']);
    }
    await r.send('DELETE', url);
    expect((await r.send('DELETE', hoofd)).status).toBe(204);
    expect((await r.send('GET', zaak)).status).toBe(404);
  });
  it('1.7: does not change; a PUT that leaves it out, or says the same, keeps it', async () => {
    const zaak = await newZaak(r, w.zaaktype);
    const { url, ...body } = await nieuw({ zaak });
    const fout = ['zaak:wijzigen-niet-toegelaten'];
    for (const ander of ['', ZAAK_ELDERS, await newZaak(r, w.zaaktype)]) {
      expect(codes(await r.send('PATCH', url, { zaak: ander }))).toEqual(fout);
      expect(codes(await r.send('PUT', url, { ...body, zaak: ander }))).toEqual(fout);
    }
    const zelfde = zaak.replace(BASE, 'https://ook.zaakbode.test');
    expect((await r.send('PATCH', url, { zaak: zelfde })).body.zaak).toBe(zaak);
    const { zaak: _, ...zonder } = body;
    expect((await r.send('PUT', url, zonder)).body.zaak).toBe(zaak);
    expect(await zaakbesluiten(zaak)).toHaveLength(1);
    const zelfstandig = await nieuw();
    expect(codes(await r.send('PATCH', zelfstandig.url, { zaak }))).toEqual(fout);
  });
});

describe('the besluittype belongs to the zaaktype (brc-007)', () => {
  it('400 zaaktype-mismatch for a zaak of another zaaktype, of ours or elsewhere', async () => {
    const ander = await publishedZaaktype(r, { identificatie: 'ZONDER', besluittypen: [] });
    const fout = ['nonFieldErrors:zaaktype-mismatch'];
    expect(codes(await post({ zaak: await newZaak(r, ander.zaaktype) }))).toEqual(fout);
    const elders = `${BUITEN}/zaken/2`;
    r.buiten.zet(elders, { url: elders, zaaktype: `${BUITEN}/zaaktypen/1`, bronorganisatie: RSIN });
    expect(codes(await post({ zaak: elders }))).toEqual(fout);
  });
});

describe('removing a besluit (brc-009)', () => {
  it('takes its documents and its audittrail with it', async () => {
    const { url } = await nieuw();
    const informatieobject = documentElders(r, 'besluit', w.documenttype);
    const bio = await maak(r, `${BRC}/besluitinformatieobjecten`, { besluit: url, informatieobject });
    expect((await r.send('GET', `${url}/audittrail`)).body).toHaveLength(2);
    expect((await r.send('DELETE', url)).status).toBe(204);
    for (const weg of [url, bio.url, `${url}/audittrail`]) expect((await r.send('GET', weg)).status).toBe(404);
    const rest = await r.db.query<{ over: number }>(sql`
      select count(*) as over from kern.audit where hoofdobject = ${uuidOf(url)} and nieuw is not null`);
    expect(rest).toEqual([{ over: 0 }]);
    expect((await berichten(r, url)).at(-1)).toBe('besluit.destroy');
  });
});

describe('reading', () => {
  it('GET, HEAD and If-None-Match: the same ETag until it changes', async () => {
    const { url } = await nieuw();
    const { headers } = await r.send('GET', url);
    const head = await r.send('HEAD', url);
    expect([head.body, head.headers['etag']]).toEqual([null, headers['etag']]);
    const again = () => r.send('GET', url, undefined, { headers: { 'if-none-match': `"x", ${headers['etag']}` } });
    expect((await again()).status).toBe(304);
    await r.send('PATCH', url, { toelichting: 'Anders' });
    expect((await again()).status).toBe(200);
  });
  it('filters by identificatie, organisation, type and zaak, of ours by any address; and knows no other parameter', async () => {
    const zaak = await newZaak(r, w.zaaktype);
    const mijn = await nieuw({ identificatie: 'ZOEK', verantwoordelijkeOrganisatie: '517439943', zaak });
    const elders = await nieuw({ identificatie: 'ELDERS', zaak: ZAAK_ELDERS });
    const vind = async (query: Record<string, string>) =>
      (await r.send('GET', `${BESLUITEN}?${new URLSearchParams(query)}`)).body.results?.map(
        (b: { url: string }) => b.url,
      );
    expect(await vind({ identificatie: 'ZOEK' })).toEqual([mijn.url]);
    expect(await vind({ verantwoordelijkeOrganisatie: '517439943', identificatie: 'ZOEK' })).toEqual([mijn.url]);
    expect(await vind({ zaak })).toEqual([mijn.url]);
    expect(await vind({ zaak: zaak.replace(BASE, 'https://ook.zaakbode.test') })).toEqual([mijn.url]);
    expect(await vind({ zaak: ZAAK_ELDERS, identificatie: 'ELDERS' })).toEqual([elders.url]);
    expect(await vind({ besluittype: w.besluittype, identificatie: 'ZOEK' })).toEqual([mijn.url]);
    expect(await vind({ besluittype: w.zaaktype })).toEqual([]);
    expect(codes(await r.send('GET', `${BESLUITEN}?zaak=x&besluittype=y`))).toEqual([
      'besluittype:invalid',
      'zaak:invalid',
    ]);
    expect(codes(await r.send('GET', `${BESLUITEN}?datum=2026-11-01`))).toEqual(['nonFieldErrors:unknown-parameters']);
    const page = await r.send('GET', `${BESLUITEN}?pageSize=1&page=2`);
    expect(page.body.results).toHaveLength(1);
  });
});

describe('rights, by besluittype', () => {
  it('403 without the scope, 404 for what may not be seen, 403 for what may be seen and not written', async () => {
    const ander = await wereld(r, 'Rechten', { identificatie: 'RECHTEN' });
    await clientVoor(r, 'lezer', w.besluittype, ['lezen']);
    await clientVoor(r, 'maker', w.besluittype, ['lezen', 'aanmaken', 'bijwerken', 'verwijderen']);
    const van = await nieuw();
    const niet = await nieuwBesluit(r, ander.besluittype);
    const status = async (method: string, url: string, as: string, body?: object) =>
      (await r.send(method, url, body, { as })).status;
    expect(await status('GET', van.url, 'lezer')).toBe(200);
    expect(await status('GET', niet.url, 'lezer')).toBe(404);
    expect(await status('GET', `${niet.url}/audittrail`, 'lezer')).toBe(404);
    expect(await status('PATCH', van.url, 'lezer', {})).toBe(403);
    expect(await status('POST', BESLUITEN, 'lezer', besluitBody(w.besluittype))).toBe(403);
    expect(await status('POST', BESLUITEN, 'maker', besluitBody(ander.besluittype))).toBe(403);
    expect(await status('POST', BESLUITEN, 'maker', besluitBody(w.besluittype))).toBe(201);
    expect(await status('PATCH', niet.url, 'maker', {})).toBe(404);
    expect(await status('DELETE', niet.url, 'maker')).toBe(404);
    expect(await status('DELETE', van.url, 'lezer')).toBe(403);
    expect(await status('DELETE', van.url, 'maker')).toBe(204);
    await r.client('zaaklezer', [
      { component: 'zrc', scopes: ['zaken.lezen'], type: uuidOf(w.zaaktype), max: 'geheim' },
    ]);
    expect(await status('GET', BESLUITEN, 'zaaklezer')).toBe(403);
  });
});

describe('as Open Zaak (profile openzaak)', () => {
  beforeAll(() => begin('openzaak'));

  it('the zaak is set, changed and taken away, and both zaken follow (brc-006)', async () => {
    const [een, twee] = [await newZaak(r, w.zaaktype), await newZaak(r, w.zaaktype)];
    const { url } = await nieuw();
    const zet = async (zaak: string) => {
      const answer = await r.send('PATCH', url, { zaak });
      expect([answer.status, answer.body.zaak]).toEqual([200, zaak]);
      return [await zaakbesluiten(een), await zaakbesluiten(twee)].map((list) => list.length);
    };
    expect(await zet(een)).toEqual([1, 0]);
    expect(await zet(een)).toEqual([1, 0]);
    expect(await zet(twee)).toEqual([0, 1]);
    expect(await zet(ZAAK_ELDERS)).toEqual([0, 0]);
    expect(await zet(twee)).toEqual([0, 1]);
    expect(await zet('')).toEqual([0, 0]);
    expect(await berichten(r, een)).toEqual(['zaak.create', 'zaakbesluit.create']);
  });
  it('400 for a zaak that is not there or does not fit, and nothing changes (brc-006, brc-007)', async () => {
    const zaak = await newZaak(r, w.zaaktype);
    const { url } = await nieuw({ zaak });
    const ander = await publishedZaaktype(r, { identificatie: 'ZONDER', besluittypen: [] });
    const zet = async (to: string) => codes(await r.send('PATCH', url, { zaak: to }));
    expect(await zet(await newZaak(r, ander.zaaktype))).toEqual(['nonFieldErrors:zaaktype-mismatch']);
    expect(await zet(`${BUITEN}/weg`)).toEqual(['zaak:bad-url']);
    expect(await zet(`${BASE}/zaken/api/v1/zaken/${NERGENS}`)).toEqual(['zaak:does_not_exist']);
    r.buiten.zet(`${BUITEN}/iets`, { url: '' });
    expect(await zet(`${BUITEN}/iets`)).toEqual(['zaak:invalid-resource']);
    expect(await zaakbesluiten(zaak)).toHaveLength(1);
  });
  it('names the catalogus of the besluittype in its notifications, and an unknown origin as such', async () => {
    const { url } = await nieuw();
    const [event] = await r.db.query<{ body: { kenmerken: object } }>(
      sql`select body from outbox.event where subject = ${uuidOf(url)}`,
    );
    expect(event!.body.kenmerken).toEqual({
      verantwoordelijkeOrganisatie: RSIN,
      besluittype: w.besluittype,
      'besluittype.catalogus': w.catalogus,
    });
    expect(codes(await post({ zaak: 'https://vreemd.example/zaken/1' }))).toEqual(['zaak:unknown-service']);
  });
});
