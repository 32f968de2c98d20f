/** Reading zaken as any client does: errors by name, ETag, pages, addresses, methods. Filters: `filters.test.ts`. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BASE, newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { codes, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});

describe('GET', () => {
  it('an unknown parameter, a wrong value and a wrong page are 400 with the name', async () => {
    const answer = await r.send('GET', `${ZRC}/zaken?bestaatniet=1&startdatum__gt=morgen&page=0`);
    expect(codes(answer)).toEqual(['nonFieldErrors:unknown-parameters', 'startdatum__gt:invalid', 'page:invalid']);
  });
  it('pages of 100 with next and previous that repeat the query', async () => {
    const organisatie = '517439943';
    await newZaak(r, t.zaaktype);
    await r.db.query(sql`
      insert into zaken.zaak select (json_populate_record(null::zaken.zaak, (row_to_json(z)::jsonb || jsonb_build_object('id', gen_random_uuid(),
        'bronorganisatie', ${organisatie}::text, 'identificatie', 'P' || n))::json)).*
      from generate_series(1, 205) n, (select * from zaken.zaak limit 1) z`);
    const first = await r.send('GET', `${ZRC}/zaken?bronorganisatie=${organisatie}&ordering=identificatie`);
    expect(first.body).toMatchObject({ count: 205, previous: null });
    expect(first.body.results).toHaveLength(100);
    const last = await r.send('GET', (await r.send('GET', first.body.next)).body.next);
    expect(last.body.results).toHaveLength(5);
    expect(last.body.next).toBeNull();
    expect(last.body.previous).toContain('ordering=identificatie');
    expect((await r.send('GET', `${ZRC}/zaken?bronorganisatie=${organisatie}&page=4`)).status).toBe(404);
  });
  it('answers on the base by which it was asked, when that is listed', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const ask = async (host: string, protocol: string) => {
      const answer = await r.server.inject({
        method: 'GET',
        url: zaak.replace(BASE, ''),
        headers: {
          host,
          'x-forwarded-proto': protocol,
          authorization: `Bearer ${await r.token('beheer')}`,
          'accept-crs': 'EPSG:4326',
        },
      });
      return answer.json().url as string;
    };
    expect(await ask('zaakbode.test', 'http')).toBe(zaak);
    expect(await ask('vreemd.example', 'http')).toBe(zaak);
    expect(
      (
        await r.send(
          'GET',
          `${ZRC}/statussen?zaak=${encodeURIComponent(zaak.replace(BASE, 'https://ook.zaakbode.test'))}`,
        )
      ).body.count,
    ).toBe(0);
  });
  it('404 for an object that is not there, 405 with Allow for a method that is not there, 404 for garbage ids', async () => {
    expect((await r.send('GET', `${ZRC}/zaken/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
    expect((await r.send('GET', `${ZRC}/zaken/geen-uuid`)).status).toBe(404);
    const wrong = await r.send('DELETE', `${ZRC}/statussen`);
    expect(wrong.status).toBe(405);
    expect(wrong.headers['allow']).toBe('GET, POST');
  });
});

describe('HTTP caching', () => {
  it('a strong ETag that changes with the zaak; HEAD with the same, and no body', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const etag = String((await r.send('GET', zaak)).headers['etag']);
    expect(etag).toMatch(/^"[\w-]+"$/);
    const head = await r.send('HEAD', zaak);
    expect([head.headers['etag'], head.body]).toEqual([etag, null]);
    await r.send('PATCH', zaak, { omschrijving: 'anders' });
    expect((await r.send('GET', zaak, undefined, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
  it('304 for one of several tags, strong, weak or any; 200 for none of them; HEAD alike', async () => {
    const zaak = await newZaak(r, t.zaaktype);
    const etag = String((await r.send('GET', zaak)).headers['etag']);
    const met = async (tags: string, method = 'GET') =>
      (await r.send(method, zaak, undefined, { headers: { 'if-none-match': tags } })).status;
    for (const tags of [etag, `W/${etag}`, `"a,b", W/"c",${etag}`, `"x",W/${etag} , "y"`, '*'])
      expect(await met(tags), tags).toBe(304);
    for (const tags of ['"x"', etag.replaceAll('"', ''), 'W/"x"', `"x${etag.slice(1)}`])
      expect(await met(tags), tags).toBe(200);
    expect(await met(`W/${etag}`, 'HEAD')).toBe(304);
  });
});
