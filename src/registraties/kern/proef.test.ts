/**
 * The engine under what later registers ask of it: versions, an action, expand both ways, a multipart upload. The
 * register itself stands in `proef.testhulp.ts`, written as a real one would be.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raw, sql } from '../../platform/db/index.ts';
import { type Answer, BASE, type Registers, registers } from '../registers.testhulp.ts';
import { openapi } from './index.ts';
import { mountProef, PROEF_SQL, proefApi, proefResources } from './proef.testhulp.ts';

const DOCUMENTEN = '/proef/api/v1/proefdocumenten';
const ALLES = ['documenten.lezen', 'documenten.aanmaken', 'documenten.bijwerken', 'documenten.verwijderen'];

let r: Registers;
let map: string;

beforeAll(async () => {
  r = await registers({ extra: { mount: mountProef, openapi: openapi(proefApi, proefResources, BASE) } });
  await r.db.script(PROEF_SQL);
  const line = (scopes: string[]) => [{ component: 'drc', scopes }];
  await r.client('maker', line([...ALLES, 'audittrails.lezen']));
  await r.client('ander', line(ALLES));
  await r.client('lezer', line(['documenten.lezen']));
  map = (await makeMap('Post')).body.url;
});
afterAll(() => r.db.script('drop schema proef cascade'));

const makeMap = (naam: string, as = 'maker') => r.send('POST', '/proef/api/v1/proefmappen', { naam }, { as });
const codes = ({ body }: Answer) =>
  body.invalidParams?.map((p: { name: string; code: string }) => `${p.name}:${p.code}`);
const uuidOf = (url: string) => url.split('/').at(-1)!;

/** POST as multipart: text fields, and a file when there is one. */
async function upload(fields: Record<string, string>, file?: Buffer | null, as = 'maker'): Promise<Answer> {
  const line = (text: string) => Buffer.from(`${text}\r\n`);
  const parts: Buffer[] = Object.entries(fields).flatMap(([name, value]) => [
    line('--grens'),
    line(`content-disposition: form-data; name="${name}"\r\n`),
    line(value),
  ]);
  if (file) {
    const header = 'content-disposition: form-data; name="inhoud"; filename="brief.txt"';
    parts.push(line('--grens'), line(`${header}\r\ncontent-type: text/plain\r\n`), file, line(''));
  }
  const answer = await r.server.inject({
    method: 'POST',
    url: DOCUMENTEN,
    headers: {
      host: 'zaakbode.test',
      authorization: `Bearer ${await r.token(as)}`,
      'content-type': 'multipart/form-data; boundary=grens',
    },
    payload: Buffer.concat([...parts, line('--grens--')]),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

let number = 0;
async function newDocument(fields: Record<string, string> = {}, as = 'maker'): Promise<string> {
  const { status, body } = await upload({ map, titel: `Brief ${++number}`, ...fields }, Buffer.from('inhoud'), as);
  expect([status, body.invalidParams]).toEqual([201, undefined]);
  return body.url;
}

const rowsOf = (table: string, id: string) => r.db.query(sql`select * from ${raw(table)} where id = ${id}`);

describe('a multipart upload on a plain route', () => {
  it('201: the fields are read as the definition says, and what is known of the file is kept', async () => {
    const made = await upload({ map, titel: 'Aanvraag', soort: 'nota' }, Buffer.from('hallo'));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      url: expect.stringContaining(`${BASE}${DOCUMENTEN}/`),
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      map,
      titel: 'Aanvraag',
      soort: 'nota',
      versie: 1,
      bestandsnaam: 'brief.txt',
      omvang: 5,
      sha256: 'd3751d33f9cd5049c4af2b462735457e4d3baf130bcbb87f389e349fbaeb20b9',
    });
    expect(made.headers['location']).toBe(made.body.url);
    expect(made.headers['api-version']).toBe('0.1.0');
    expect((await r.send('GET', made.body.url, undefined, { as: 'maker' })).body).toEqual(made.body);
  });
  it('400 with every fault by name; nothing is stored', async () => {
    const { status, body } = await upload({ map: 'https://elders.example/1', titel: '', soort: 'gedicht' });
    expect(status).toBe(400);
    expect(body.invalidParams.map((p: { name: string }) => p.name)).toEqual(['map', 'titel', 'soort']);
    const titel = `Brief ${++number}`;
    await upload({ map, titel }, Buffer.from('x'));
    const [before] = await r.db.query<{ n: number }>(sql`select count(*) as n from kern.audit`);
    expect(codes(await upload({ map, titel }, Buffer.from('y')))).toEqual(['titel:unique']);
    expect((await r.db.query(sql`select count(*) as n from kern.audit`))[0]).toEqual(before);
  });
  it('403 without the right, before a byte of the body counts; 415 for JSON; 413 for a file above the limit', async () => {
    expect((await upload({ titel: '' }, null, 'lezer')).status).toBe(403);
    expect((await r.send('POST', DOCUMENTEN, { titel: 'x' }, { as: 'maker' })).status).toBe(415);
    expect((await upload({ map, titel: 'Te groot' }, Buffer.alloc(1001))).status).toBe(413);
  });
});

describe('versions', () => {
  it('every PUT and PATCH makes the next version; the detail shows the latest, `versie` an old one', async () => {
    const url = await newDocument({ titel: 'Eerste' });
    await r.send('PATCH', url, { titel: 'Tweede' }, { as: 'maker' });
    const put = await r.send('PUT', url, { map, titel: 'Derde' }, { as: 'maker' });
    expect(put.body).toMatchObject({ titel: 'Derde', versie: 3, omvang: 6 });
    const titel = async (query: string) => {
      const { status, body } = await r.send('GET', `${url}${query}`, undefined, { as: 'maker' });
      return status === 200 ? `${body.versie} ${body.titel}` : status;
    };
    expect(await titel('')).toBe('3 Derde');
    expect(await titel('?versie=1')).toBe('1 Eerste');
    expect(await titel('?versie=2')).toBe('2 Tweede');
    expect(await titel('?versie=4')).toBe(404);
    expect(await titel('?versie=nul')).toBe(400);
    expect(await titel('?titel=Derde')).toBe(400);
    const list = await r.send('GET', `${DOCUMENTEN}?titel=Eerste`, undefined, { as: 'maker' });
    expect(list.body.count).toBe(0);
  });
  it('a refused change makes no version', async () => {
    const url = await newDocument({ titel: 'Vol' });
    const other = await newDocument();
    expect(codes(await r.send('PATCH', other, { titel: 'Vol' }, { as: 'maker' }))).toEqual(['titel:unique']);
    expect(await rowsOf('proef.document_versie', uuidOf(other))).toHaveLength(1);
    expect(await rowsOf('proef.document_versie', uuidOf(url))).toHaveLength(1);
  });
  it('both rows are stored in one statement', async () => {
    const url = await newDocument();
    const before = r.db.roundTrips();
    await r.send('PATCH', url, { titel: 'In een keer' }, { as: 'maker' });
    // token known; begin, lock, store, audit, event, commit
    expect(r.db.roundTrips() - before).toBe(6);
  });
  it('changes that come together each get a number of their own', async () => {
    const url = await newDocument();
    await Promise.all(['a', 'b', 'c', 'd'].map((k) => r.send('PATCH', url, { kenmerken: [k] }, { as: 'maker' })));
    const rows = await rowsOf('proef.document_versie', uuidOf(url));
    expect(rows.map((row) => row['versie']).sort()).toEqual([1, 2, 3, 4, 5]);
  });
  it('a DELETE takes every version along', async () => {
    const url = await newDocument();
    await r.send('PATCH', url, { titel: 'Weg' }, { as: 'maker' });
    expect((await r.send('DELETE', url, undefined, { as: 'maker' })).status).toBe(204);
    expect(await rowsOf('proef.document_versie', uuidOf(url))).toEqual([]);
    expect((await r.send('GET', `${url}?versie=1`, undefined, { as: 'maker' })).status).toBe(404);
  });
});

describe('an action', () => {
  it('200 with the object as it stands now; what it fixed cannot change any more', async () => {
    const url = await newDocument();
    const fixed = await r.send('POST', `${url}/vaststellen`, {}, { as: 'maker' });
    expect(fixed).toMatchObject({ status: 200, body: { definitief: true, versie: 2 } });
    expect(codes(await r.send('PATCH', url, { titel: 'Toch' }, { as: 'maker' }))).toEqual([
      'nonFieldErrors:definitief',
    ]);
    expect(codes(await r.send('POST', `${url}/vaststellen`, {}, { as: 'maker' }))).toEqual([
      'nonFieldErrors:definitief',
    ]);
    expect((await r.send('GET', `${url}?versie=1`, undefined, { as: 'maker' })).body.definitief).toBe(false);
  });
  it('403 without the right, 404 for what one may not see', async () => {
    const url = await newDocument();
    expect((await r.send('POST', `${url}/vaststellen`, {}, { as: 'lezer' })).status).toBe(403);
    expect((await r.send('POST', `${url}/vaststellen`, {}, { as: 'ander' })).status).toBe(404);
  });
});

describe('expand', () => {
  const paths = (expand: string, url: string, as = 'maker') =>
    r.send('GET', `${url}${url.includes('?') ? '&' : '?'}expand=${expand}`, undefined, { as });

  it('one, many, and by a condition of its own, to any depth', async () => {
    const own = (await makeMap('Archief')).body.url;
    const nota = await newDocument({ map: own, soort: 'nota' });
    const brief = await newDocument({ map: own, vervangt: nota });
    const { body } = await paths('map.brieven,vervangt.vervangenDoor', brief);
    expect(body._expand.map.naam).toBe('Archief');
    expect(body._expand.map.documenten.sort()).toEqual([nota, brief].sort());
    expect(body._expand.map.brieven).toEqual([brief]);
    expect(body._expand.map._expand.brieven.map((d: { url: string }) => d.url)).toEqual([brief]);
    expect(body._expand.vervangt._expand.vervangenDoor[0].url).toBe(brief);
    expect((await paths('map', brief)).body._expand.vervangt).toBeUndefined();
  });
  it('a list takes one statement per relation, whatever its length', async () => {
    for (let i = 0; i < 5; i++) await newDocument();
    const before = r.db.roundTrips();
    const { body } = await r.send('GET', `${DOCUMENTEN}?expand=map,vervangt`, undefined, { as: 'maker' });
    expect(r.db.roundTrips() - before).toBe(3);
    expect(body.results.length).toBeGreaterThan(5);
    expect(body.results.every((d: { _expand: { map: { naam: string } } }) => d._expand.map.naam !== '')).toBe(true);
  });
  it('an old version brings what it pointed to then', async () => {
    const url = await newDocument();
    const elsewhere = (await makeMap('Elders')).body.url;
    await r.send('PATCH', url, { map: elsewhere }, { as: 'maker' });
    expect((await paths('map', url)).body._expand.map.naam).toBe('Elders');
    expect((await paths('map', `${url}?versie=1`)).body._expand.map.naam).toBe('Post');
  });
  it('shows at no level what the reader may not see', async () => {
    const shared = (await makeMap('Gedeeld', 'ander')).body.url;
    const mine = await newDocument({ map: shared });
    const theirs = await newDocument({ map: shared }, 'ander');
    const asked = await paths('map', mine);
    expect(asked.body._expand).toEqual({});
    const urls = (await paths('documenten', shared, 'ander')).body._expand.documenten.map(
      (d: { url: string }) => d.url,
    );
    expect(urls).toEqual([theirs]);
    expect((await paths('documenten', shared, 'beheer')).body._expand.documenten).toHaveLength(2);
  });
  it('404 for what is no relation, and for a path that goes on and on', async () => {
    const url = await newDocument();
    for (const path of ['titel', 'map.naam', 'nergens', '__proto__', Array(7).fill('vervangt').join('.')]) {
      expect((await paths(path, url)).status, path).toBe(404);
    }
    expect((await paths(Array(6).fill('vervangt').join('.'), url)).status).toBe(200);
  });
});

describe('what holds for every resource', () => {
  it('audit: who changed what in which order, with the state before and after', async () => {
    const url = await newDocument({ titel: 'Oud' });
    const headers = { 'x-audit-toelichting': 'op verzoek' };
    await r.send('PATCH', url, { titel: 'Nieuw' }, { as: 'maker', headers });
    await r.send('POST', `${url}/vaststellen`, {}, { as: 'maker' });
    const { body } = await r.send('GET', `${url}/audittrail`, undefined, { as: 'maker' });
    expect(body.map((a: { actie: string; resultaat: number }) => [a.actie, a.resultaat])).toEqual([
      ['create', 201],
      ['partial_update', 200],
      ['partial_update', 200],
    ]);
    expect(body[1]).toMatchObject({
      bron: 'drc',
      applicatieId: 'maker',
      toelichting: 'op verzoek',
      resourceUrl: url,
      resourceWeergave: 'Nieuw',
      wijzigingen: { oud: { titel: 'Oud', versie: 1 }, nieuw: { titel: 'Nieuw', versie: 2 } },
    });
    expect((await r.send('GET', `${url}/audittrail/${body[1].uuid}`, undefined, { as: 'maker' })).body).toEqual(
      body[1],
    );
    expect((await r.send('GET', `${url}/audittrail`, undefined, { as: 'ander' })).status).toBe(403);
  });
  it('events: one for each change, in order, with the kenmerken', async () => {
    const url = await newDocument({ soort: 'nota' });
    await r.send('PATCH', url, { soort: 'brief' }, { as: 'maker' });
    await r.send('DELETE', url, undefined, { as: 'maker' });
    const events = await r.db.query<{ kind: string; body: { kenmerken: unknown; hoofdObject: string } }>(
      sql`select kind, body from outbox.event where subject = ${uuidOf(url)} order by nr`,
    );
    expect(events.map((e) => [e.kind, e.body.kenmerken, e.body.hoofdObject])).toEqual([
      ['proefdocument.create', { soort: 'nota' }, url],
      ['proefdocument.partial_update', { soort: 'brief' }, url],
      ['proefdocument.destroy', { soort: 'brief' }, url],
    ]);
  });
  it('ETag: the same for GET and HEAD, another per version, 304 when known', async () => {
    const url = await newDocument();
    await r.send('PATCH', url, { titel: `Brief ${++number}` }, { as: 'maker' });
    const ask = async (query: string, method: 'GET' | 'HEAD' = 'GET', headers = {}) => {
      const authorization = `Bearer ${await r.token('maker')}`;
      const at = url.replace(BASE, '') + query;
      return r.server.inject({ method, url: at, headers: { host: 'zaakbode.test', authorization, ...headers } });
    };
    const tags = await Promise.all(['', '?versie=1', '?versie=2'].map(async (q) => (await ask(q)).headers['etag']));
    expect(new Set(tags).size).toBe(2);
    expect(tags[2]).toBe(tags[0]);
    const head = await ask('?versie=1', 'HEAD');
    expect([head.headers['etag'], head.body]).toEqual([tags[1], '']);
    expect((await ask('?versie=1', 'GET', { 'if-none-match': tags[1] })).statusCode).toBe(304);
    expect((await ask('', 'GET', { 'if-none-match': tags[1] })).statusCode).toBe(200);
  });
  it('the predicate: 404 for what belongs to another in detail, old version, PATCH, PUT, DELETE; absent from list and count', async () => {
    const url = await newDocument({}, 'ander');
    const as = { as: 'maker' };
    for (const [method, path, body] of [
      ['GET', url, undefined],
      ['GET', `${url}?versie=1`, undefined],
      ['PATCH', url, { titel: 'x' }],
      ['PUT', url, { map, titel: 'x' }],
      ['DELETE', url, undefined],
    ] as const) {
      expect((await r.send(method, path, body, as)).status, `${method} ${path}`).toBe(404);
    }
    const list = await r.send('GET', DOCUMENTEN, undefined, { as: 'ander' });
    const [own] = await r.db.query<{ n: number }>(
      sql`select count(*) as n from proef.document where eigenaar = 'ander'`,
    );
    expect(list.body.count).toBe(own!.n);
    expect((await r.send('GET', DOCUMENTEN, undefined, { as: 'lezer' })).body.count).toBe(0);
  });
  it('405 names what the resource does have, its plain routes too', async () => {
    const url = await newDocument();
    const onObject = await r.send('POST', url, {}, { as: 'maker' });
    expect([onObject.status, onObject.headers['allow']]).toEqual([405, 'GET, HEAD, PUT, PATCH, DELETE']);
    const onCollection = await r.send('DELETE', DOCUMENTEN, undefined, { as: 'maker' });
    expect([onCollection.status, onCollection.headers['allow']]).toEqual([405, 'GET, POST']);
  });
  it('400 and not 500 when something still refers to what is removed', async () => {
    const inUse = await newDocument();
    await newDocument({ vervangt: inUse });
    expect(codes(await r.send('DELETE', inUse, undefined, { as: 'maker' }))).toEqual([
      'nonFieldErrors:pending-relations',
    ]);
    expect(codes(await r.send('DELETE', map, undefined, { as: 'maker' }))).toEqual([
      'nonFieldErrors:pending-relations',
    ]);
    expect((await r.send('GET', inUse, undefined, { as: 'maker' })).status).toBe(200);
  });
});

describe('lists', () => {
  const count = async (query: string) => {
    const answer = await r.send('GET', `${DOCUMENTEN}?${query}`, undefined, { as: 'maker' });
    return answer.status === 200 ? answer.body.count : codes(answer);
  };
  it('every kind of filter finds what it should and no more', async () => {
    const own = (await makeMap('Lijst')).body.url;
    for (const [titel, soort, ontvangen] of [
      ['100% zeker_weten', 'brief', '2026-01-01'],
      ['100 procent', 'nota', '2026-02-01'],
      ['Zonder datum', 'nota', null],
    ] as const) {
      await newDocument({ map: own, titel, soort, ...(ontvangen && { ontvangen }) });
    }
    const inMap = `map=${encodeURIComponent(own)}`;
    for (const [query, found] of [
      ['', 3],
      ['soort=nota', 2],
      ['soort__in=nota,brief', 3],
      ['soort__in=', ['soort__in:invalid']],
      ['ontvangen=2026-01-01', 1],
      ['ontvangen__gt=2026-01-01', 1],
      ['ontvangen__gte=2026-01-01', 2],
      ['ontvangen__lt=2026-02-01', 1],
      ['ontvangen__lte=2026-02-01', 2],
      ['ontvangen__isnull=true', 1],
      ['ontvangen__isnull=False', 2],
      ['titel__icontains=100%25', 1],
      ['titel__icontains=r_w', 1],
      ['titel__icontains=ZONDER', 1],
      ['titel__icontains=%00', ['titel__icontains:invalid']],
      ['versie=1', 3],
      ['versie=een', ['versie:invalid']],
      ['versie=99999999999', ['versie:invalid']],
      ['beginRegistratie__gt=2026-01-01T00:00:00Z', 3],
      ['beginRegistratie__gt=gisteren', ['beginRegistratie__gt:invalid']],
      ['definitief=false', 3],
      ['heeftBestand=true', 3],
    ] as const) {
      expect(await count(`${inMap}&${query}`), query).toEqual(found);
    }
    expect(await count(`map__in=${encodeURIComponent(own)},${encodeURIComponent(map)}`)).toBeGreaterThan(3);
    expect(await count(`map=${encodeURIComponent(own.replace(BASE, 'https://ook.zaakbode.test'))}`)).toBe(3);
    expect(await count(`map=${encodeURIComponent('https://elders.example/1')}`)).toBe(0);
    const order = async (ordering: string) => {
      const { body } = await r.send('GET', `${DOCUMENTEN}?${inMap}&ordering=${ordering}`, undefined, { as: 'maker' });
      return body.results.map((d: { titel: string }) => d.titel.slice(0, 4));
    };
    expect(await order('ontvangen')).toEqual(['100%', '100 ', 'Zond']);
    expect(await order('-ontvangen')).toEqual(['100 ', '100%', 'Zond']);
    expect(await order('-titel')).toEqual(['Zond', expect.any(String), expect.any(String)]);
  });
});
