/** Documents in zaken and besluiten, all in registers of our own: what each does to the other, in one transaction. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { nieuwBesluit, type Wereld } from '../besluiten/besluiten.testhulp.ts';
import { type Answer, BASE, newZaak } from '../registers.testhulp.ts';
import { sluit } from '../zaken/zaken.testhulp.ts';
import {
  audittrail,
  berichten,
  codes,
  type Documenten,
  documenten,
  EIO,
  maak,
  metZaken,
  ROOT,
  uuidOf,
} from './documenten.testhulp.ts';

const ZIO = '/zaken/api/v1/zaakinformatieobjecten';
const BIO = '/besluiten/api/v1/besluitinformatieobjecten';

let d: Documenten;
let w: Wereld;
let informatieobject: string;
let zaak: string;
beforeAll(async () => {
  d = await documenten();
  w = await metZaken(d);
});
beforeEach(async () => {
  informatieobject = (await d.maak({ informatieobjecttype: w.documenttype, indicatieGebruiksrecht: false })).url;
  zaak = await newZaak(d.r, w.zaaktype);
});

const relaties = async (van = informatieobject): Promise<string[]> => {
  const { body } = await d.r.send(
    'GET',
    `${ROOT}/objectinformatieobjecten?informatieobject=${encodeURIComponent(van)}`,
  );
  return body.map((oio: { object: string; objectType: string }) => `${oio.objectType} ${oio.object}`);
};
/** Changes the document, as who edits it. */
async function wijzig(body: object): Promise<Answer> {
  const lock = await d.vergrendel(informatieobject);
  const answer = await d.r.send('PATCH', informatieobject, { ...body, lock });
  await d.r.send('POST', `${informatieobject}/unlock`, { lock });
  return answer;
}

describe('zrc-005: a zaakinformatieobject', () => {
  it('makes and removes the relation on the side of the document, with its audittrail', async () => {
    const { url } = await maak(d.r, ZIO, { zaak, informatieobject });
    expect(await relaties()).toEqual([`zaak ${zaak}`]);
    expect((await d.r.send('DELETE', url)).status).toBe(204);
    expect(await relaties()).toEqual([]);
    expect(await audittrail(d.r, informatieobject)).toEqual([
      'enkelvoudiginformatieobject create',
      'objectinformatieobject create',
      'objectinformatieobject destroy',
    ]);
    expect(await berichten(d.r, informatieobject)).toEqual(['enkelvoudiginformatieobject.create']);
    expect(await berichten(d.r, zaak)).toContain('zaakinformatieobject.create');
  });
  it('that is refused leaves nothing on the side of the document', async () => {
    await maak(d.r, ZIO, { zaak, informatieobject });
    expect(codes(await d.r.send('POST', ZIO, { zaak, informatieobject }))).toEqual(['nonFieldErrors:unique']);
    const ander = (await d.maak()).url;
    expect(codes(await d.r.send('POST', ZIO, { zaak, informatieobject: ander }))).toEqual([
      'nonFieldErrors:missing-zaaktype-informatieobjecttype-relation',
    ]);
    expect(await relaties(ander)).toEqual([]);
  });
  it('of an own address where no document stands, is refused (zrc-003)', async () => {
    const nergens = `${BASE}${EIO}/${crypto.randomUUID()}`;
    expect(codes(await d.r.send('POST', ZIO, { zaak, informatieobject: nergens }))).toEqual([
      'informatieobject:bad-url',
    ]);
  });
  it('keeps the document from being removed (drc-008); the zaak that goes takes it along, and the document stays', async () => {
    await maak(d.r, ZIO, { zaak, informatieobject });
    expect(codes(await d.r.send('DELETE', informatieobject))).toEqual(['nonFieldErrors:pending-relations']);
    expect((await d.r.send('DELETE', zaak)).status).toBe(204);
    expect(await relaties()).toEqual([]);
    expect((await d.r.send('GET', informatieobject)).status).toBe(200);
    expect((await d.r.send('DELETE', informatieobject)).status).toBe(204);
  });
});

describe('brc-005: a besluitinformatieobject', () => {
  it('makes and removes the relation on the side of the document', async () => {
    const besluit = (await nieuwBesluit(d.r, w.besluittype, { zaak })).url;
    const { url } = await maak(d.r, BIO, { besluit, informatieobject });
    expect(await relaties()).toEqual([`besluit ${besluit}`]);
    expect((await d.r.send('DELETE', url)).status).toBe(204);
    expect(await relaties()).toEqual([]);
  });
  it('goes with its besluit (brc-009), and the document stays', async () => {
    const besluit = (await nieuwBesluit(d.r, w.besluittype)).url;
    await maak(d.r, BIO, { besluit, informatieobject });
    expect((await d.r.send('DELETE', besluit)).status).toBe(204);
    expect(await relaties()).toEqual([]);
    expect((await d.r.send('GET', informatieobject)).status).toBe(200);
  });
  it('of an own address where no document stands, is refused (brc-003)', async () => {
    const besluit = (await nieuwBesluit(d.r, w.besluittype)).url;
    const nergens = `${BASE}${EIO}/${crypto.randomUUID()}`;
    expect(codes(await d.r.send('POST', BIO, { besluit, informatieobject: nergens }))).toEqual([
      'informatieobject:bad-url',
    ]);
  });
});

describe('closing and archiving a zaak', () => {
  it('waits for its documents: who may use them is known, and nobody edits them (zrc-007)', async () => {
    await maak(d.r, ZIO, { zaak, informatieobject });
    expect((await wijzig({ indicatieGebruiksrecht: null })).status).toBe(200);
    expect(codes(await sluit(d.r, zaak, w))).toEqual(['nonFieldErrors:indicatiegebruiksrecht-unset']);
    const { url } = await maak(d.r, `${ROOT}/gebruiksrechten`, {
      informatieobject,
      startdatum: '2026-11-02T09:00:00Z',
      omschrijvingVoorwaarden: 'Niet verspreiden',
    });
    const lock = await d.vergrendel(informatieobject);
    expect(codes(await sluit(d.r, zaak, w))).toEqual(['nonFieldErrors:informatieobject-locked']);
    await d.r.send('POST', `${informatieobject}/unlock`, { lock });
    expect((await sluit(d.r, zaak, w)).status).toBe(201);
    expect((await d.r.send('GET', zaak)).body.einddatum).toBe('2026-11-02');
    expect((await d.r.send('DELETE', url)).status).toBe(204);
  });
  it('waits until they are archived (zrc-022)', async () => {
    await maak(d.r, ZIO, { zaak, informatieobject });
    expect((await sluit(d.r, zaak, w)).status).toBe(201);
    const archiveer = () =>
      d.r.send('PATCH', zaak, {
        archiefstatus: 'gearchiveerd',
        archiefnominatie: 'vernietigen',
        archiefactiedatum: '2027-11-02',
      });
    expect(codes(await archiveer())).toEqual(['archiefstatus:documents-not-archived']);
    expect((await wijzig({ status: 'gearchiveerd' })).status).toBe(200);
    expect((await archiveer()).status).toBe(200);
  });
});

describe('expand', () => {
  it('goes from the zaak by way of its documents to their kind (zrc-026)', async () => {
    await maak(d.r, ZIO, { zaak, informatieobject });
    const path = 'zaakinformatieobjecten.informatieobject.informatieobjecttype';
    const { status, body } = await d.r.send('GET', `${zaak}?expand=${path}`);
    expect(status).toBe(200);
    const document = body._expand.zaakinformatieobjecten[0]._expand.informatieobject;
    expect(document.url).toBe(informatieobject);
    expect(document._expand.informatieobjecttype.url).toBe(w.documenttype);
  });
});

describe('a document that goes while a zaak takes it up', () => {
  it('is gone for the zaak, or stays for it: never half', async () => {
    const [gone, taken] = await Promise.all([
      d.r.send('DELETE', informatieobject),
      d.r.send('POST', ZIO, { zaak, informatieobject }),
    ]);
    const [row] = await d.r.db.query<{ zio: number; oio: number; eio: number }>(sql`
      select (select count(*)::int from zaken.zaakinformatieobject where informatieobject_id = ${uuidOf(informatieobject)}) as zio,
        (select count(*)::int from documenten.objectinformatieobject where informatieobject_id = ${uuidOf(informatieobject)}) as oio,
        (select count(*)::int from documenten.enkelvoudiginformatieobject where id = ${uuidOf(informatieobject)}) as eio`);
    if (gone.status === 204) {
      expect(codes(taken)).toEqual(['informatieobject:bad-url']);
      expect(row).toEqual({ zio: 0, oio: 0, eio: 0 });
    } else {
      expect([codes(gone), taken.status]).toEqual([['nonFieldErrors:pending-relations'], 201]);
      expect(row).toEqual({ zio: 1, oio: 1, eio: 1 });
    }
  });
});
