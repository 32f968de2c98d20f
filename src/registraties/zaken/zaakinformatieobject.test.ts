/** Documents of a zaak: zrc-003, -004, -005, -017, and what closing and archiving ask of them (zrc-007, zrc-022). */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import type { Documentenregister, Documentrelatie, DocumentStand } from '../kern/index.ts';
import { BASE, newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import {
  audittrail,
  berichten,
  clientVoor,
  codes,
  documentElders,
  documenttype,
  maak,
  sluit,
  uuidOf,
  ZRC,
} from './zaken.testhulp.ts';

/** A register of documents of our own, as far as zaken see it. */
const eigen = {
  standen: new Map<string, DocumentStand>(),
  gespiegeld: [] as string[],
};
const register: Documentenregister = {
  standen: async (_tx, ids) => new Map([...eigen.standen].filter(([id]) => ids.includes(id))),
  koppel: async (_write, relatie) => void eigen.gespiegeld.push(`+${tekst(relatie)}`),
  ontkoppel: async (_write, relatie) => void eigen.gespiegeld.push(`-${tekst(relatie)}`),
};
const tekst = (r: Documentrelatie) => `${r.objectType} ${r.objectId} ${r.informatieobjectId}`;
const EIGEN = '/documenten/api/v1/enkelvoudiginformatieobjecten';

let r: Registers;
let t: Zaaktype;
let type: string;
let zaak: string;
let n = 0;
beforeAll(async () => {
  r = await registers({ documenten: register });
  t = await publishedZaaktype(r);
  type = await documenttype(r, t);
});
beforeEach(async () => {
  zaak = await newZaak(r, t.zaaktype);
  n += 1;
});

const zio = (body: object, as = 'beheer') => r.send('POST', `${ZRC}/zaakinformatieobjecten`, { zaak, ...body }, { as });
const document = (extra: object = {}, naam = `${n}`) => documentElders(r, naam, type, extra);

/** A relation to a document of our own register, of which there is none yet: written as that register will find it. */
async function eigenDocument(id: string, stand: DocumentStand, van = zaak): Promise<string> {
  eigen.standen.set(id, stand);
  await r.db.query(sql`
    insert into zaken.zaakinformatieobject values (gen_random_uuid(), ${uuidOf(van)}, '', ${id}, '', '', now())`);
  return `${BASE}${EIGEN}/${id}`;
}

describe('POST /zaakinformatieobjecten', () => {
  it('201: belongs to the zaak from now on (zrc-004), with audit and notification', async () => {
    const informatieobject = document();
    const { status, body, headers } = await zio({ informatieobject, titel: 'Aanvraag' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      url: `${BASE}${ZRC}/zaakinformatieobjecten/${body.uuid}`,
      informatieobject,
      zaak,
      aardRelatieWeergave: 'Hoort bij, omgekeerd: kent',
      titel: 'Aanvraag',
      registratiedatum: '2026-11-02T09:00:00Z',
      vernietigingsdatum: null,
      status: null,
    });
    expect(headers['location']).toBe(body.url);
    expect((await r.send('GET', zaak)).body.zaakinformatieobjecten).toEqual([body.url]);
    expect(await audittrail(r, zaak)).toEqual(['zaak create', 'zaakinformatieobject create']);
    expect(await berichten(r, zaak)).toEqual(['zaak.create', 'zaakinformatieobject.create']);
  });
  it('400: no document there, or something else (zrc-003)', async () => {
    expect(codes(await zio({ informatieobject: `${BUITEN}/documenten/weg` }))).toEqual(['informatieobject:bad-url']);
    r.buiten.zet(`${BUITEN}/documenten/boek`, { url: '', titel: 'Een boek' });
    expect(codes(await zio({ informatieobject: `${BUITEN}/documenten/boek` }))).toEqual([
      'informatieobject:invalid-resource',
    ]);
    expect(codes(await zio({ informatieobject: `${BASE}${EIGEN}/${crypto.randomUUID()}` }))).toEqual([
      'informatieobject:bad-url',
    ]);
  });
  it('400: a kind of document that the zaaktype does not know (zrc-017), of ours or of others', async () => {
    const naam = 'nonFieldErrors:missing-zaaktype-informatieobjecttype-relation';
    expect(codes(await zio({ informatieobject: document({ informatieobjecttype: `${BUITEN}/typen/1` }) }))).toEqual([
      naam,
    ]);
    const ander = await publishedZaaktype(r, { identificatie: `Z${n}`, omschrijving: 'Ander' });
    const vreemd = await documenttype(r, ander, 'Bezwaar');
    expect(codes(await zio({ informatieobject: document({ informatieobjecttype: vreemd }, 'v') }))).toEqual([naam]);
  });
  it('400: the same document twice, a status of another zaak, an archived zaak', async () => {
    const informatieobject = document();
    expect((await zio({ informatieobject })).status).toBe(201);
    expect(codes(await zio({ informatieobject }))).toEqual(['nonFieldErrors:unique']);
    const status = await maak(r, 'statussen', {
      zaak: await newZaak(r, t.zaaktype),
      statustype: t.begin,
      datumStatusGezet: '2026-11-02T08:00:00Z',
    });
    expect(codes(await zio({ informatieobject: document({}, `${n}b`), status: status.url }))).toEqual([
      'status:zaak-mismatch',
    ]);
    const archief = { archiefnominatie: 'vernietigen', archiefactiedatum: '2030-01-01', archiefstatus: 'gearchiveerd' };
    const gearchiveerd = await newZaak(r, t.zaaktype, archief);
    expect(codes(await zio({ zaak: gearchiveerd, informatieobject: document({}, `${n}c`) }))).toEqual([
      'nonFieldErrors:zaak-archiefstatus-invalid',
    ]);
  });
  it('is shown at its status, in the address and in expand', async () => {
    const status = await maak(r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet: '2026-11-02T08:00:00Z' });
    const { body } = await zio({ informatieobject: document(), status: status.url });
    const shown = (await r.send('GET', `${status.url}?expand=zaakinformatieobjecten`)).body;
    expect(shown.zaakinformatieobjecten).toEqual([body.url]);
    expect(shown._expand.zaakinformatieobjecten).toEqual([body]);
    const vanZaak = await r.send('GET', `${zaak}?expand=zaakinformatieobjecten,status.zaakinformatieobjecten`);
    expect(vanZaak.body._expand.zaakinformatieobjecten).toEqual([body]);
    expect(vanZaak.body._expand.status._expand.zaakinformatieobjecten).toEqual([body]);
  });
});

describe('GET /zaakinformatieobjecten', () => {
  it('is a plain list, by zaak and by document', async () => {
    const informatieobject = document();
    const { body } = await zio({ informatieobject });
    await zio({ informatieobject: document({}, `${n}b`) });
    const list = async (query: string) => (await r.send('GET', `${ZRC}/zaakinformatieobjecten?${query}`)).body;
    expect(await list(`zaak=${encodeURIComponent(zaak)}`)).toHaveLength(2);
    expect(await list(`informatieobject=${encodeURIComponent(informatieobject)}`)).toEqual([body]);
    expect((await r.send('GET', `${ZRC}/zaakinformatieobjecten?informatieobject=nee`)).status).toBe(400);
    expect((await r.send('GET', `${ZRC}/zaakinformatieobjecten?page=1`)).status).toBe(400);
  });
  it('a document of our own is found by each of our addresses, and shown on the one by which was asked', async () => {
    const adres = await eigenDocument(crypto.randomUUID(), { indicatieGebruiksrecht: true, locked: false, status: '' });
    const ook = adres.replace(BASE, 'https://ook.zaakbode.test');
    for (const address of [adres, ook]) {
      const { body } = await r.send(
        'GET',
        `${ZRC}/zaakinformatieobjecten?informatieobject=${encodeURIComponent(address)}`,
      );
      expect(body.map((one: { informatieobject: string }) => one.informatieobject)).toEqual([adres]);
    }
    const { body } = await r.send('GET', `${ZRC}/zaakinformatieobjecten?zaak=${encodeURIComponent(zaak)}`);
    expect((await r.send('PATCH', body[0].url, { informatieobject: ook, titel: 'x' })).status).toBe(200);
  });
});

describe('PUT, PATCH, DELETE /zaakinformatieobjecten', () => {
  it('changes what is said of the relation, never the relation (zrc-004), and asks the document nothing', async () => {
    const informatieobject = document();
    const { body } = await zio({ informatieobject, titel: 'oud' });
    r.buiten.zet(informatieobject, 'dood');
    const put = await r.send('PUT', body.url, { zaak, informatieobject, beschrijving: 'nieuw' });
    expect(put.body).toMatchObject({ titel: '', beschrijving: 'nieuw', registratiedatum: body.registratiedatum });
    expect((await r.send('PATCH', body.url, { titel: 'weer' })).body).toMatchObject({
      titel: 'weer',
      beschrijving: 'nieuw',
    });
    expect(codes(await r.send('PATCH', body.url, { informatieobject: document({}, `${n}b`) }))).toEqual([
      'informatieobject:wijzigen-niet-toegelaten',
    ]);
    expect(codes(await r.send('PATCH', body.url, { zaak: await newZaak(r, t.zaaktype) }))).toEqual([
      'zaak:wijzigen-niet-toegelaten',
    ]);
  });
  it('204: gone, and the zaak knows', async () => {
    const { body } = await zio({ informatieobject: document() });
    expect((await r.send('DELETE', body.url)).status).toBe(204);
    expect((await r.send('GET', body.url)).status).toBe(404);
    expect((await r.send('GET', zaak)).body.zaakinformatieobjecten).toEqual([]);
  });
  it('zrc-005: a document of our own hears of it', async () => {
    const id = crypto.randomUUID();
    await eigenDocument(id, { indicatieGebruiksrecht: true, locked: false, status: '' });
    const [relatie] = (await r.send('GET', `${ZRC}/zaakinformatieobjecten?zaak=${encodeURIComponent(zaak)}`)).body;
    await r.send('DELETE', relatie.url);
    expect(eigen.gespiegeld.at(-1)).toBe(`-zaak ${uuidOf(zaak)} ${id}`);
  });
  it('zrc-023: so it does when the zaak goes, or a zaak above it; no audittrail is left of any of them', async () => {
    const deel = await newZaak(r, t.zaaktype, { hoofdzaak: zaak });
    const [hier, daar] = [crypto.randomUUID(), crypto.randomUUID()];
    await eigenDocument(hier, { indicatieGebruiksrecht: true, locked: false, status: '' });
    await eigenDocument(daar, { indicatieGebruiksrecht: true, locked: false, status: '' }, deel);
    eigen.gespiegeld.length = 0;
    expect((await r.send('DELETE', zaak)).status).toBe(204);
    expect(eigen.gespiegeld.toSorted()).toEqual(
      [`-zaak ${uuidOf(zaak)} ${hier}`, `-zaak ${uuidOf(deel)} ${daar}`].toSorted(),
    );
    const resten = await r.db.query<{ actie: string }>(sql`
      select actie from kern.audit where hoofdobject = any(${[uuidOf(zaak), uuidOf(deel)]}::uuid[])`);
    expect(resten).toEqual([{ actie: 'destroy' }]);
  });
  it('who may only make zaken adds documents, who may only remove them removes documents, and neither changes them', async () => {
    await clientVoor(r, `maker${n}`, t, ['aanmaken', 'lezen']);
    await clientVoor(r, `wisser${n}`, t, ['verwijderen', 'lezen']);
    const made = await zio({ informatieobject: document() }, `maker${n}`);
    expect(made.status).toBe(201);
    for (const as of [`maker${n}`, `wisser${n}`])
      expect((await r.send('PATCH', made.body.url, { titel: 'x' }, { as })).status).toBe(403);
    expect((await r.send('DELETE', made.body.url, undefined, { as: `maker${n}` })).status).toBe(403);
    expect((await r.send('DELETE', made.body.url, undefined, { as: `wisser${n}` })).status).toBe(204);
  });
});

describe('closing a zaak with documents (zrc-007)', () => {
  it.each([
    ['nobody said who may use it', { indicatieGebruiksrecht: null }, ['nonFieldErrors:indicatiegebruiksrecht-unset']],
    ['somebody is editing it', { locked: true }, ['nonFieldErrors:informatieobject-locked']],
  ])('400 when of a document elsewhere %s', async (_, stand, faults) => {
    await zio({ informatieobject: document(stand) });
    expect(codes(await sluit(r, zaak, t))).toEqual(faults);
    expect((await r.send('GET', zaak)).body.einddatum).toBeNull();
  });
  it('400 when a document elsewhere does not answer; what it said before does not count', async () => {
    const informatieobject = document();
    await zio({ informatieobject });
    r.buiten.zet(informatieobject, 'dood');
    expect(codes(await sluit(r, zaak, t))).toEqual(['nonFieldErrors:indicatiegebruiksrecht-unset']);
  });
  it('201 as soon as the document says so, without waiting for what is remembered', async () => {
    const informatieobject = document({ indicatieGebruiksrecht: null });
    await zio({ informatieobject });
    expect((await sluit(r, zaak, t)).status).toBe(400);
    document({ indicatieGebruiksrecht: true });
    expect((await sluit(r, zaak, t)).status).toBe(201);
  });
  it('asks documents of our own by their port, and nobody for another status', async () => {
    const id = crypto.randomUUID();
    await eigenDocument(id, { indicatieGebruiksrecht: null, locked: true, status: '' });
    await zio({ informatieobject: document() });
    const before = r.buiten.gevraagd.length;
    await maak(r, 'statussen', { zaak, statustype: t.begin, datumStatusGezet: '2026-11-02T08:00:00Z' });
    expect(r.buiten.gevraagd.length).toBe(before);
    expect(codes(await sluit(r, zaak, t))).toEqual([
      'nonFieldErrors:indicatiegebruiksrecht-unset',
      'nonFieldErrors:informatieobject-locked',
    ]);
    eigen.standen.set(id, { indicatieGebruiksrecht: true, locked: false, status: '' });
    expect((await sluit(r, zaak, t)).status).toBe(201);
  });
});

describe('archiving a zaak with documents (zrc-022)', () => {
  const archief = { archiefnominatie: 'vernietigen', archiefactiedatum: '2030-01-01', archiefstatus: 'gearchiveerd' };
  it('400 until all documents are archived', async () => {
    await zio({ informatieobject: document() });
    const id = crypto.randomUUID();
    await eigenDocument(id, { indicatieGebruiksrecht: null, locked: false, status: 'gearchiveerd' });
    expect(codes(await r.send('PATCH', zaak, archief))).toEqual(['archiefstatus:documents-not-archived']);
    document({ status: 'gearchiveerd' });
    eigen.standen.delete(id);
    expect(codes(await r.send('PATCH', zaak, archief))).toEqual(['archiefstatus:documents-not-archived']);
    eigen.standen.set(id, { indicatieGebruiksrecht: null, locked: false, status: 'gearchiveerd' });
    expect((await r.send('PATCH', zaak, archief)).body.archiefstatus).toBe('gearchiveerd');
    expect((await r.send('PATCH', zaak, { omschrijving: 'na archivering' })).status).toBe(200);
  });
});

describe('a closed or removed zaak', () => {
  it('zrc-007: only geforceerd-bijwerken writes; zrc-023: the relation goes with the zaak', async () => {
    const { body } = await zio({ informatieobject: document() });
    expect((await sluit(r, zaak, t)).status).toBe(201);
    await clientVoor(r, `gewoon${n}`, t, ['lezen', 'aanmaken', 'bijwerken', 'verwijderen']);
    await clientVoor(r, `dwinger${n}`, t, ['lezen', 'geforceerd-bijwerken']);
    const doe = (as: string) => [
      zio({ informatieobject: document({}, `${n}b`) }, as),
      r.send('PATCH', body.url, { titel: 'x' }, { as }),
    ];
    for (const answer of await Promise.all(doe(`gewoon${n}`))) expect(answer.status).toBe(403);
    expect((await r.send('DELETE', body.url, undefined, { as: `gewoon${n}` })).status).toBe(403);
    const [made, changed] = await Promise.all(doe(`dwinger${n}`));
    expect([made!.status, changed!.status]).toEqual([201, 200]);
    expect((await r.send('DELETE', zaak)).status).toBe(204);
    for (const url of [body.url, made!.body.url]) expect((await r.send('GET', url)).status).toBe(404);
  });
});
