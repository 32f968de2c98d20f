/** Documents of a besluit: brc-003, 004, 005 and 008. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { type Documentenregister, type Documentrelatie, writeIn } from '../kern/index.ts';
import { BASE, type Registers, registers } from '../registers.testhulp.ts';
import {
  BRC,
  berichten,
  clientVoor,
  codes,
  documentElders,
  EIGEN_DOCUMENTEN,
  maak,
  NERGENS,
  nieuwBesluit,
  uuidOf,
  type Wereld,
  wereld,
} from './besluiten.testhulp.ts';
import { besluitinformatieobject } from './besluitinformatieobject.ts';

const BIO = `${BRC}/besluitinformatieobjecten`;
/** A document elsewhere, of the kind that records the besluit. */
let document: string;

/** Stands in for the register of documents: what it was asked to mirror. */
const gespiegeld: string[] = [];
const tekst = (r: Documentrelatie) => `${r.objectType} ${r.objectId} ${r.informatieobjectId}`;
const documenten: Documentenregister = {
  standen: async () => new Map(),
  koppel: async (_write, relatie) => void gespiegeld.push(`+${tekst(relatie)}`),
  ontkoppel: async (_write, relatie) => void gespiegeld.push(`-${tekst(relatie)}`),
};

let r: Registers;
let w: Wereld;
let besluit: string;
beforeAll(async () => {
  r = await registers({ documenten });
  w = await wereld(r);
});
beforeEach(async () => {
  gespiegeld.length = 0;
  document = documentElders(r, 'brief', w.documenttype);
  besluit = (await nieuwBesluit(r, w.besluittype)).url;
});

const lijst = (query: Record<string, string>) => r.send('GET', `${BIO}?${new URLSearchParams(query)}`);
const post = (informatieobject = document, as = 'beheer') => r.send('POST', BIO, { besluit, informatieobject }, { as });

describe('POST /besluitinformatieobjecten', () => {
  it('201, in the audittrail of the besluit and on kanaal besluiten; a second time is not unique', async () => {
    const { status, body, headers } = await post();
    expect([status, headers['location']]).toEqual([201, body.url]);
    expect(body).toEqual({
      url: expect.stringMatching(`^${BASE}${BIO}/[0-9a-f-]{36}$`),
      informatieobject: document,
      besluit,
    });
    expect((await r.send('GET', `${besluit}/audittrail`)).body.at(-1)).toMatchObject({
      bron: 'brc',
      resource: 'besluitinformatieobject',
      actie: 'create',
      hoofdObject: besluit,
      resourceUrl: body.url,
    });
    expect(await berichten(r, besluit)).toEqual(['besluit.create', 'besluitinformatieobject.create']);
    expect(codes(await post())).toEqual(['nonFieldErrors:unique']);
  });
  it('400 for a besluit that is not there; it does not change: 405', async () => {
    const weg = { besluit: `${besluit.slice(0, -36)}${NERGENS}`, informatieobject: document };
    expect(codes(await r.send('POST', BIO, weg))).toEqual(['besluit:does_not_exist']);
    const { body } = await post();
    expect((await r.send('PUT', body.url, body)).status).toBe(405);
    expect((await r.send('PATCH', body.url, {})).status).toBe(405);
  });
});

describe('the document is there (brc-003)', () => {
  it.each([
    ['is not there', 404, 'bad-url'],
    ['does not answer', 'dood', 'bad-url'],
    ['is something else', { url: '', titel: 'Een boek' }, 'invalid-resource'],
  ])('400 when what stands at its address %s', async (_, what, code) => {
    const elders = `${BUITEN}/documenten/${code}-${_.length}`;
    r.buiten.zet(elders, what);
    expect(codes(await post(elders))).toEqual([`informatieobject:${code}`]);
  });
});

describe('what the relation is (brc-004)', () => {
  it('legt_vast, always', async () => {
    const { url } = (await post()).body;
    const rows = await r.db.query(
      sql`select aard_relatie from besluiten.besluitinformatieobject where id = ${uuidOf(url)}`,
    );
    expect(rows).toEqual([{ aard_relatie: 'legt_vast' }]);
  });
});

describe('the relation on the side of the document (brc-005)', () => {
  /** Relates a document of our own register, which is not there yet: past the looking up of its address. */
  async function eigen(id: string): Promise<string> {
    const informatieobject = `${EIGEN_DOCUMENTEN}/${id}`;
    const actor = await r.ports.actorOf(`Bearer ${await r.token('beheer')}`);
    const { path } = await r.db.transaction((tx) =>
      writeIn(
        tx,
        besluitinformatieobject,
        { method: 'create', id: null, base: BASE },
        {
          values: { informatieobject, besluit: uuidOf(besluit) },
          given: new Set(['informatieobject', 'besluit']),
          found: new Map([[informatieobject, { informatieobjecttype: w.documenttype }]]),
        },
        { actor, trace: null, toelichting: '' },
        r.ports,
      ),
    );
    return `${BASE}${path}`;
  }

  it('one of our own is shown by its id, on the base of the request, and found by any of our addresses', async () => {
    const url = await eigen(NERGENS);
    const { body } = await r.send('GET', url);
    expect(body.informatieobject).toBe(`${EIGEN_DOCUMENTEN}/${NERGENS}`);
    const ook = `https://ook.zaakbode.test/documenten/api/v1/enkelvoudiginformatieobjecten/${NERGENS}`;
    expect((await lijst({ informatieobject: ook, besluit })).body).toEqual([body]);
    expect((await lijst({ informatieobject: document, besluit })).body).toEqual([]);
  });
  it('is made there with the relation, and goes with it, or with the besluit and all that it has (brc-009)', async () => {
    const relatie = `besluit ${uuidOf(besluit)} ${NERGENS}`;
    const url = await eigen(NERGENS);
    await r.send('DELETE', url);
    expect(gespiegeld).toEqual([`+${relatie}`, `-${relatie}`]);
    await eigen(NERGENS);
    await post();
    await r.send('DELETE', besluit);
    expect(gespiegeld.slice(2)).toEqual([`+${relatie}`, `-${relatie}`]);
  });
  it('one of another register is told by the event alone', async () => {
    const { body } = await post();
    await r.send('DELETE', body.url);
    expect(gespiegeld).toEqual([]);
    expect((await berichten(r, besluit)).at(-1)).toBe('besluitinformatieobject.destroy');
  });
});

describe('the kind of document belongs to the besluittype (brc-008)', () => {
  it.each([
    ['another of ours', (ander: string) => ander],
    ['one of another register', () => `${BUITEN}/informatieobjecttypen/1`],
    ['none', () => ''],
  ])('400 missing-besluittype-informatieobjecttype-relation for %s', async (naam, type) => {
    const ander = await maak(r, '/catalogi/api/v1/informatieobjecttypen', {
      catalogus: w.catalogus,
      omschrijving: `Foto ${naam}`,
      vertrouwelijkheidaanduiding: 'openbaar',
      beginGeldigheid: '2026-01-01',
      informatieobjectcategorie: 'Beeld',
    });
    const elders = documentElders(r, `type-${naam.length}`, type(ander.url));
    expect(codes(await post(elders))).toEqual(['nonFieldErrors:missing-besluittype-informatieobjecttype-relation']);
  });
});

describe('reading and rights', () => {
  it('a plain list, one by its address with ETag and HEAD, and by expand the besluit, of a document elsewhere nothing', async () => {
    const { url } = (await post()).body;
    const list = await lijst({ besluit, expand: 'besluit' });
    expect(list.body).toEqual([
      expect.objectContaining({ url, _expand: { besluit: expect.objectContaining({ url: besluit }) } }),
    ]);
    expect((await r.send('HEAD', url)).headers['etag']).toBe((await r.send('GET', url)).headers['etag']);
    expect(codes(await r.send('GET', `${BIO}?page=1`))).toEqual(['nonFieldErrors:unknown-parameters']);
    expect((await lijst({ besluit, expand: 'informatieobject' })).body[0]._expand).toEqual({});
    expect((await lijst({ expand: 'aardRelatie' })).status).toBe(404);
  });
  it('by the besluittype of the besluit: 404 for what may not be seen, 403 for what may not be made or removed', async () => {
    const ander = await wereld(r, 'Rechten', { identificatie: 'RECHTEN' });
    await clientVoor(r, 'lezer', w.besluittype, ['lezen']);
    await clientVoor(r, 'maker', w.besluittype, ['lezen', 'aanmaken', 'verwijderen']);
    await clientVoor(r, 'vreemde', ander.besluittype, ['lezen', 'aanmaken', 'verwijderen']);
    // Which besluiten there are is told to nobody who may not see them.
    expect(codes(await post(document, 'vreemde'))).toEqual(['besluit:does_not_exist']);
    expect((await post(document, 'lezer')).status).toBe(403);
    const { status, body } = await post(document, 'maker');
    expect(status).toBe(201);
    const as = async (method: string, client: string) =>
      (await r.send(method, body.url, undefined, { as: client })).status;
    expect([await as('GET', 'lezer'), await as('GET', 'vreemde')]).toEqual([200, 404]);
    expect((await r.send('GET', BIO, undefined, { as: 'vreemde' })).body).toEqual([]);
    expect([await as('DELETE', 'lezer'), await as('DELETE', 'vreemde')]).toEqual([403, 404]);
    expect(await as('DELETE', 'maker')).toBe(204);
  });
});
