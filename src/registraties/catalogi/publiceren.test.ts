/** POST .../publish: what a zaaktype must have, who may, and what it leaves behind. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { type Registers, registers } from '../registers.testhulp.ts';
import {
  API,
  clients,
  codes,
  type Doen,
  doen,
  informatieobjecttypeBody,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
} from './catalogi.testhulp.ts';

let r: Registers;
let d: Doen;
let catalogus: string;

beforeAll(async () => {
  r = await registers();
  await clients(r);
  d = doen(r);
  catalogus = await d.catalogus();
});

const uuidOf = (url: string) => url.split('/').at(-1)!;

describe('POST zaaktypen/{uuid}/publish', () => {
  it('400: names all that is missing, until the zaaktype is whole', async () => {
    const zaaktype = await d.zaaktype(catalogus, {}, false);
    const missing = async () => codes(await d.publiceer(zaaktype));
    expect(await missing()).toEqual(['roltypen:required', 'resultaattypen:required', 'statustypen:required']);
    await d.maak('roltypen', roltypeBody(zaaktype));
    await d.maak('statustypen', statustypeBody(zaaktype, 1));
    expect(await missing()).toEqual(['resultaattypen:required', 'statustypen:required']);
    await d.maak('resultaattypen', resultaattypeBody(zaaktype));
    await d.maak('statustypen', statustypeBody(zaaktype, 2));
    expect(await missing()).toBeUndefined();
  });
  it('200: the zaaktype as it stands now, and one event', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    const answer = await d.publiceer(zaaktype);
    expect(answer).toMatchObject({ status: 200, body: { url: zaaktype, concept: false } });
    expect(answer.headers['api-version']).toBe('1.3.3');
    const events = await r.db.query<{ kind: string }>(
      sql`select kind from outbox.event where subject = ${uuidOf(zaaktype)} order by nr`,
    );
    expect(events.map((e) => e.kind)).toEqual(['zaaktype.create', 'zaaktype.partial_update']);
  });
  it('changes nothing but the concept, whatever the body says', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    const before = (await r.send('GET', zaaktype)).body;
    const body = { toelichting: 'stiekem', identificatie: 5 };
    const answer = await r.send('POST', `${zaaktype}/publish`, body, { as: 'schrijver' });
    expect(answer.body).toEqual({ ...before, concept: false });
  });
  it('twice is once: it stays published', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    await d.publiceer(zaaktype);
    expect(await d.publiceer(zaaktype)).toMatchObject({ status: 200, body: { concept: false } });
  });
  it('403 for who may only read, 404 for what is not there', async () => {
    const zaaktype = await d.zaaktype(catalogus);
    expect((await d.publiceer(zaaktype, 'lezer')).status).toBe(403);
    expect((await d.publiceer(`${API}/zaaktypen/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
    expect((await d.publiceer(`${API}/zaaktypen/x`)).status).toBe(404);
  });
  it('a part that comes while its zaaktype is being published is before it or refused, never after', async () => {
    for (let round = 0; round < 4; round++) {
      const zaaktype = await d.zaaktype(catalogus);
      const [published, ...added] = await Promise.all([
        d.publiceer(zaaktype),
        ...[3, 4, 5, 6].map((n) => d.post('statustypen', statustypeBody(zaaktype, n))),
      ]);
      expect(published!.status).toBe(200);
      for (const answer of added.filter((a) => a.status !== 201)) {
        expect(codes(answer)).toEqual(['nonFieldErrors:non-concept-zaaktype']);
      }
      const made = added.filter((a) => a.status === 201).map((a) => uuidOf(a.body.url));
      const [row] = await r.db.query<{ na: number }>(sql`
        select count(*) as na from kern.audit part
        where part.resource_id = any(${made}::uuid[]) and part.nr > (select max(nr) from kern.audit
          where resource_id = ${uuidOf(zaaktype)} and actie = 'partial_update')`);
      expect(row!.na).toBe(0);
    }
  });
});

describe('POST informatieobjecttypen/{uuid}/publish', () => {
  it('200, without parts to ask for', async () => {
    const url = await d.maak('informatieobjecttypen', informatieobjecttypeBody(catalogus));
    expect(await d.publiceer(url)).toMatchObject({ status: 200, body: { url, concept: false } });
  });
});
