/** The relation of a document with a zaak, a besluit or something elsewhere: drc-002, -003 and -004. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import type { Wereld } from '../besluiten/besluiten.testhulp.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import { type Answer, BASE, newZaak, RSIN } from '../registers.testhulp.ts';
import {
  audittrail,
  berichten,
  clientVoor,
  codes,
  type Documenten,
  documenten,
  maak,
  metZaken,
  ROOT,
  uuidOf,
} from './documenten.testhulp.ts';

const OIO = `${ROOT}/objectinformatieobjecten`;
const ZIO = '/zaken/api/v1/zaakinformatieobjecten';

/** Open Zaak has codes of its own here. */
describe.each(['1.7', 'openzaak'] as const)('under the profile %s', (profile) => {
  let d: Documenten;
  let w: Wereld;
  let informatieobject: string;
  beforeAll(async () => {
    d = await documenten({ profile });
    w = await metZaken(d);
  });
  beforeEach(async () => {
    informatieobject = (await d.maak({ informatieobjecttype: w.documenttype })).url;
  });

  const post = (object: string, objectType = 'zaak'): Promise<Answer> =>
    d.r.send('POST', OIO, { informatieobject, object, objectType });

  describe('of a zaak of our own', () => {
    let zaak: string;
    let zio: string;
    const oio = async () =>
      (await d.r.send('GET', `${OIO}?informatieobject=${encodeURIComponent(informatieobject)}`)).body[0];
    beforeEach(async () => {
      zaak = await newZaak(d.r, w.zaaktype);
      zio = (await maak(d.r, ZIO, { zaak, informatieobject })).url;
    });

    it('is there already (drc-003), and goes with the zaakinformatieobject, not before (drc-004)', async () => {
      expect(await oio()).toMatchObject({ informatieobject, object: zaak, objectType: 'zaak' });
      const again = await post(zaak);
      expect([again.status, codes(again)]).toEqual([400, ['nonFieldErrors:unique']]);
      const early = await d.r.send('DELETE', (await oio()).url);
      const code = profile === 'openzaak' ? 'remote-relation-exists' : 'inconsistent-relation';
      expect([early.status, codes(early)]).toEqual([400, [`nonFieldErrors:${code}`]]);
      expect((await d.r.send('DELETE', zio)).status).toBe(204);
      expect(await oio()).toBeUndefined();
    });
    it('is not made on the side of the document (drc-004)', async () => {
      const other = await newZaak(d.r, w.zaaktype);
      const { status, ...answer } = await post(other);
      expect([status, codes({ status, ...answer })]).toEqual([400, ['nonFieldErrors:inconsistent-relation']]);
    });
    it('that lost its side of the document gets it back, and one without a source can go (drc-004)', async () => {
      await d.r.db.query(sql`delete from documenten.objectinformatieobject where object_id = ${uuidOf(zaak)}`);
      const made = await post(zaak);
      expect([made.status, made.body.object]).toEqual([201, zaak]);
      await d.r.db.query(sql`delete from zaken.zaakinformatieobject where id = ${uuidOf(zio)}`);
      expect((await d.r.send('DELETE', made.body.url)).status).toBe(204);
    });
  });

  describe('of an object elsewhere', () => {
    let n = 0;
    let zaak: string;
    /** What the register of the zaak answers when it is asked for the relation, by whatever address of ours. */
    const bron = (what: object | number): void => {
      for (const base of d.r.ports.bases) {
        const query = new URLSearchParams({ zaak, informatieobject: informatieobject.replace(BASE, base) });
        d.r.buiten.zet(`${BUITEN}/zaken/api/v1/zaakinformatieobjecten?${query}`, what);
      }
    };
    beforeEach(() => {
      n += 1;
      zaak = `${BUITEN}/zaken/api/v1/zaken/${n}`;
      d.r.buiten.zet(zaak, { url: zaak, zaaktype: `${BUITEN}/t`, bronorganisatie: RSIN });
    });

    it('is kept when its register knows the relation (drc-004), and told of in the audittrail alone', async () => {
      bron([{ zaak, informatieobject }]);
      const made = await post(zaak);
      expect(made.status).toBe(201);
      expect(made.body).toEqual({ url: made.body.url, informatieobject, object: zaak, objectType: 'zaak' });
      expect(made.headers['location']).toBe(made.body.url);
      expect(await audittrail(d.r, informatieobject)).toEqual([
        'enkelvoudiginformatieobject create',
        'objectinformatieobject create',
      ]);
      expect(await berichten(d.r, informatieobject)).toEqual(['enkelvoudiginformatieobject.create']);
      // drc-003
      expect(codes(await post(zaak))).toEqual(['nonFieldErrors:unique']);
      // drc-008
      expect(codes(await d.r.send('DELETE', informatieobject))).toEqual(['nonFieldErrors:pending-relations']);
    });
    it('goes when its register does not know the relation any more (drc-004)', async () => {
      bron([{ zaak, informatieobject }]);
      const { url } = (await post(zaak)).body;
      const code = profile === 'openzaak' ? 'remote-relation-exists' : 'inconsistent-relation';
      expect(codes(await d.r.send('DELETE', url))).toEqual([`nonFieldErrors:${code}`]);
      bron(503);
      const unknown = profile === 'openzaak' ? 'relation-lookup-error' : 'inconsistent-relation';
      expect(codes(await d.r.send('DELETE', url))).toEqual([`nonFieldErrors:${unknown}`]);
      bron({ results: [] });
      expect((await d.r.send('DELETE', url)).status).toBe(204);
      expect((await d.r.send('GET', url)).status).toBe(404);
    });
    it('is refused when its register does not know the relation, or does not answer (drc-004)', async () => {
      bron([]);
      expect(codes(await post(zaak))).toEqual(['nonFieldErrors:inconsistent-relation']);
      bron(500);
      const unknown = profile === 'openzaak' ? 'relation-lookup-error' : 'inconsistent-relation';
      expect(codes(await post(zaak))).toEqual([`nonFieldErrors:${unknown}`]);
    });
    it('is refused when nothing stands at its address, or something else (drc-002)', async () => {
      expect(codes(await post(`${BUITEN}/zaken/api/v1/zaken/weg`))).toEqual(['object:bad-url']);
      expect(codes(await post(zaak, 'besluit'))).toEqual(['object:invalid-resource']);
      expect(codes(await post(w.zaaktype))).toEqual(['object:invalid-resource']);
      expect(codes(await post(`${BASE}/zaken/api/v1/zaken/${uuidOf(informatieobject)}`))).toEqual(['object:bad-url']);
      const elders = await d.r.send('POST', OIO, { informatieobject: zaak, object: zaak, objectType: 'zaak' });
      expect(codes(elders)).toEqual(['informatieobject:bad-url']);
    });
  });
});

describe('the list', () => {
  it('finds by object and by informatieobject, and shows the document on request', async () => {
    const d = await documenten();
    const w = await metZaken(d);
    const zaken = [await newZaak(d.r, w.zaaktype), await newZaak(d.r, w.zaaktype)];
    const [een, twee] = [
      await d.maak({ informatieobjecttype: w.documenttype }),
      await d.maak({ informatieobjecttype: w.documenttype }),
    ];
    for (const zaak of zaken) await maak(d.r, ZIO, { zaak, informatieobject: een.url });
    await maak(d.r, ZIO, { zaak: zaken[0]!, informatieobject: twee.url });
    const vind = async (query: string, as = 'beheer') =>
      (await d.r.send('GET', `${OIO}?${query}`, undefined, { as })).body;
    expect(await vind(`object=${encodeURIComponent(zaken[0]!)}`)).toHaveLength(2);
    expect(
      await vind(`object=${encodeURIComponent(zaken[0]!.replace(BASE, 'https://ook.zaakbode.test'))}`),
    ).toHaveLength(2);
    expect(await vind(`object=${encodeURIComponent(BUITEN)}/zaken/1`)).toEqual([]);
    const [row] = await vind(`informatieobject=${encodeURIComponent(twee.url)}&expand=informatieobject`);
    expect(row._expand.informatieobject.identificatie).toBe(twee.identificatie);
    expect((await vind('object=x')).invalidParams[0].name).toBe('object');
    await clientVoor(d.r, 'ander', d.type, ['lezen', 'verwijderen']);
    expect(await vind('', 'ander')).toEqual([]);
    expect((await d.r.send('DELETE', row.url, undefined, { as: 'ander' })).status).toBe(404);
    const head = await d.r.send('HEAD', row.url);
    expect([head.status, head.body, head.headers['etag'] !== undefined]).toEqual([200, null, true]);
  });
});
