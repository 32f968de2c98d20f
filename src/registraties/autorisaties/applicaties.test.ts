/** Applicaties as a client of the Autorisaties API meets them: ac-001, ac-002, ac-003, and what a right is worth. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import {
  BASE,
  newZaak,
  publishedZaaktype,
  type Registers,
  registers,
  type Zaaktype,
  zaaktypeBody,
} from '../registers.testhulp.ts';

const APPLICATIES = '/autorisaties/api/v1/applicaties';
const ZAKEN = '/zaken/api/v1/zaken';

let r: Registers;
let t: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
});

const codes = (body: { invalidParams?: { name: string; code: string }[] }) =>
  body.invalidParams?.map((p) => `${p.name}:${p.code}`);
const zaakRegel = (extra: object = {}) => ({
  component: 'zrc',
  scopes: ['zaken.lezen'],
  zaaktype: t.zaaktype,
  maxVertrouwelijkheidaanduiding: 'zeer_geheim',
  ...extra,
});
let volgnummer = 0;
const nieuweId = () => `client-${++volgnummer}`;
const maak = (extra: object = {}) =>
  r.send('POST', APPLICATIES, { clientIds: [nieuweId()], label: 'Test', heeftAlleAutorisaties: true, ...extra });
const metRegels = (...autorisaties: object[]) => maak({ heeftAlleAutorisaties: false, autorisaties });

describe('POST /applicaties', () => {
  it('201: an applicatie with its client ids and lines, as sent; and an event on kanaal autorisaties', async () => {
    const ids = [nieuweId(), `aa-${nieuweId()}`];
    const extern = `${BUITEN}/catalogi/api/v1/zaaktypen/1`;
    const { status, body, headers } = await maak({
      clientIds: ids,
      heeftAlleAutorisaties: false,
      alleenIsGereedVoorPublicatie: true,
      autorisaties: [
        zaakRegel({ scopes: ['zaken.lezen', 'zaken.bijwerken'] }),
        zaakRegel({ zaaktype: extern, maxVertrouwelijkheidaanduiding: 'openbaar' }),
        { component: 'ztc', scopes: ['catalogi.lezen'] },
      ],
    });
    expect(status).toBe(201);
    expect(headers['location']).toBe(body.url);
    expect(headers['api-version']).toBe('1.1.0');
    expect(body).toEqual({
      url: expect.stringMatching(`^${BASE}${APPLICATIES}/[0-9a-f-]{36}$`),
      clientIds: ids,
      label: 'Test',
      heeftAlleAutorisaties: false,
      alleenIsGereedVoorPublicatie: true,
      autorisaties: [
        { ...zaakRegel({ scopes: ['zaken.lezen', 'zaken.bijwerken'] }), componentWeergave: 'Zaken API' },
        {
          ...zaakRegel({ zaaktype: extern, maxVertrouwelijkheidaanduiding: 'openbaar' }),
          componentWeergave: 'Zaken API',
        },
        { component: 'ztc', componentWeergave: 'Catalogi API', scopes: ['catalogi.lezen'] },
      ],
    });
    expect((await r.send('GET', body.url)).body).toEqual(body);
    const events = await r.db.query<{ channel: string; body: Record<string, unknown> }>(
      sql`select channel, body from outbox.event where subject = ${body.url.split('/').at(-1)}`,
    );
    expect(events).toEqual([
      {
        channel: 'autorisaties',
        body: expect.objectContaining({
          resource: 'applicatie',
          actie: 'create',
          hoofdObject: body.url,
          kenmerken: {},
        }),
      },
    ]);
  });
  it('an address of ours is recognised by any of our bases, and shown by the base of the request', async () => {
    const { body } = await metRegels(zaakRegel({ zaaktype: t.zaaktype.replace(BASE, 'https://ook.zaakbode.test') }));
    expect(body.autorisaties[0].zaaktype).toBe(t.zaaktype);
  });
  it('400: tells all that is wrong at once, by its place in the list', async () => {
    const { body } = await r.send('POST', APPLICATIES, {
      clientIds: ['', 'x'.repeat(51)],
      autorisaties: [{ component: 'xyz' }, { component: 'zrc', scopes: 'zaken.lezen' }],
    });
    expect(codes(body)).toEqual([
      'clientIds.0:blank',
      'clientIds.1:max_length',
      'label:required',
      'autorisaties.0.component:invalid_choice',
      'autorisaties.0.scopes:required',
      'autorisaties.1.scopes:invalid',
    ]);
  });
  it('400: a type on an address of ours that is no such type', async () => {
    const { body } = await metRegels(zaakRegel(), zaakRegel({ zaaktype: t.catalogus }));
    expect(codes(body)).toEqual(['autorisaties.1.zaaktype:bad-url']);
  });
});

describe('a client id is in one applicatie (ac-001)', () => {
  it('400 clientId-exists on POST, PUT and PATCH; its own id is no other', async () => {
    const bezet = nieuweId();
    const eigen = nieuweId();
    await maak({ clientIds: [bezet] });
    expect(codes((await maak({ clientIds: [nieuweId(), bezet] })).body)).toEqual(['clientIds:clientId-exists']);
    const { url, ...body } = (await maak({ clientIds: [eigen] })).body;
    expect(codes((await r.send('PUT', url, { ...body, clientIds: [eigen, bezet] })).body)).toEqual([
      'clientIds:clientId-exists',
    ]);
    expect((await r.send('PATCH', url, { clientIds: [bezet] })).status).toBe(400);
    expect((await r.send('GET', url)).body.clientIds).toEqual([eigen]);
    const beide = await r.send('PUT', url, { ...body, clientIds: [nieuweId(), eigen] });
    expect(beide.body.clientIds).toHaveLength(2);
  });
  it('of two applicaties that ask for it at once, one gets it', async () => {
    const id = nieuweId();
    const answers = await Promise.all([maak({ clientIds: [id] }), maak({ clientIds: [id] })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
  });
  it('is free again after PUT, PATCH or DELETE gave it up', async () => {
    const ids = [nieuweId(), nieuweId()];
    const { url } = (await maak({ clientIds: ids })).body;
    expect((await r.send('PATCH', url, { clientIds: ids.slice(1) })).body.clientIds).toEqual(ids.slice(1));
    expect((await maak({ clientIds: ids.slice(0, 1) })).status).toBe(201);
    expect((await r.send('DELETE', url)).status).toBe(204);
    expect((await r.send('GET', url)).status).toBe(404);
    expect((await maak({ clientIds: ids.slice(1) })).status).toBe(201);
  });
});

describe('everything, or what the lines say (ac-002)', () => {
  it('400 ambiguous-authorizations-specified for both', async () => {
    const { body } = await maak({ autorisaties: [zaakRegel()] });
    expect(codes(body)).toEqual(['nonFieldErrors:ambiguous-authorizations-specified']);
  });
  it.each([{}, { autorisaties: [] }])('400 missing-authorizations for neither: %j', async (extra) => {
    const { body } = await maak({ heeftAlleAutorisaties: false, ...extra });
    expect(codes(body)).toEqual(['nonFieldErrors:missing-authorizations']);
  });
  it('counts what a PATCH leaves as it is, and a PUT replaces all', async () => {
    const { url, label, clientIds } = (await metRegels(zaakRegel())).body;
    expect(codes((await r.send('PATCH', url, { heeftAlleAutorisaties: true })).body)).toEqual([
      'nonFieldErrors:ambiguous-authorizations-specified',
    ]);
    expect(codes((await r.send('PATCH', url, { autorisaties: [] })).body)).toEqual([
      'nonFieldErrors:missing-authorizations',
    ]);
    const renamed = await r.send('PATCH', url, { label: 'Anders' });
    expect(renamed.body).toMatchObject({ label: 'Anders', clientIds, autorisaties: [zaakRegel()] });
    const all = await r.send('PUT', url, { label, clientIds, heeftAlleAutorisaties: true });
    expect(all.body).toMatchObject({ heeftAlleAutorisaties: true, autorisaties: [] });
  });
});

describe('fields that a line needs (ac-003)', () => {
  it.each([
    ['zrc', 'zaken.lezen', ['maxVertrouwelijkheidaanduiding', 'zaaktype']],
    ['drc', 'documenten.lezen', ['maxVertrouwelijkheidaanduiding', 'informatieobjecttype']],
    ['brc', 'besluiten.lezen', ['besluittype']],
  ])('400 required in %s with %s', async (component, scope, names) => {
    const { body } = await metRegels({ component: 'nrc', scopes: ['x'] }, { component, scopes: [scope] });
    expect(codes(body)).toEqual(names.map((name) => `autorisaties.1.${name}:required`));
  });
  it.each([
    ['zrc', 'audittrails.lezen'],
    ['drc', 'audittrails.lezen'],
    ['brc', 'audittrails.lezen'],
    ['ztc', 'catalogi.lezen'],
    ['ac', 'autorisaties.lezen'],
    ['nrc', 'notificaties.publiceren'],
  ])('201 without them in %s with %s', async (component, scope) => {
    expect((await metRegels({ component, scopes: [scope] })).status).toBe(201);
  });
});

describe('GET /applicaties', () => {
  it('finds the applicatie that has all these client ids, in pages, and knows no other parameter', async () => {
    const ids = [nieuweId(), nieuweId(), nieuweId()];
    const { body } = await maak({ clientIds: ids });
    const found = async (query: string) => (await r.send('GET', `${APPLICATIES}?${query}`)).body;
    expect(await found(`clientIds=${ids[0]}`)).toEqual({ count: 1, next: null, previous: null, results: [body] });
    expect((await found(`clientIds=${ids[2]}, ${ids[0]}`)).count).toBe(1);
    expect((await found(`clientIds=${ids[0]},niemand`)).count).toBe(0);
    expect((await found('pageSize=1')).results).toHaveLength(1);
    expect((await found('label=x')).invalidParams[0].code).toBe('unknown-parameters');
    expect((await found('clientIds=%00')).invalidParams[0].name).toBe('clientIds');
  });
  it('GET /applicaties/consumer gives the applicatie of a client id', async () => {
    const ids = [nieuweId(), nieuweId()];
    const { body } = await maak({ clientIds: ids });
    const consumer = (query: string, as = 'beheer') =>
      r.send('GET', `${APPLICATIES}/consumer${query}`, undefined, { as });
    expect(await consumer(`?clientId=${ids[1]}`)).toMatchObject({ status: 200, body });
    expect((await consumer('?clientId=niemand')).status).toBe(404);
    expect(codes((await consumer('')).body)).toEqual(['clientId:required']);
    expect(codes((await consumer('?clientId=a&x=1')).body)).toEqual(['nonFieldErrors:unknown-parameters']);
    await r.client('lezer', [{ component: 'zrc', scopes: ['zaken.lezen'] }]);
    expect((await consumer('?clientId=niemand', 'lezer')).status).toBe(403);
  });
  it('403 for who may not read, 403 for who may read and not write', async () => {
    await r.client('acLezer', [{ component: 'ac', scopes: ['autorisaties.lezen'] }]);
    const { url } = (await maak()).body;
    expect((await r.send('GET', url, undefined, { as: 'acLezer' })).status).toBe(200);
    expect((await r.send('DELETE', url, undefined, { as: 'acLezer' })).status).toBe(403);
    expect((await r.send('POST', APPLICATIES, {}, { as: 'acLezer' })).status).toBe(403);
    await r.client('zakenLezer', [{ component: 'zrc', scopes: ['zaken.lezen'] }]);
    expect((await r.send('GET', url, undefined, { as: 'zakenLezer' })).status).toBe(403);
  });
});

describe('what a right is worth', () => {
  /** A client of the settings with a secret and no applicatie, and the status of its GET of the zaak. */
  const kaleClient = async () => {
    const id = nieuweId();
    const zaak = await newZaak(r, t.zaaktype);
    await r.autorisaties.ensureClients([{ clientId: id, secret: r.secret, heeftAlleAutorisaties: false }]);
    return { id, mag: async () => (await r.send('GET', zaak, undefined, { as: id })).status };
  };

  it('a client of the settings gets its rights by an applicatie, and loses them, with the very next request', async () => {
    const { id, mag } = await kaleClient();
    expect(await mag()).toBe(403);
    const { url } = (await maak({ clientIds: [id], heeftAlleAutorisaties: false, autorisaties: [zaakRegel()] })).body;
    expect(await mag()).toBe(200);
    await r.send('PATCH', url, { autorisaties: [zaakRegel({ maxVertrouwelijkheidaanduiding: 'openbaar' })] });
    expect(await mag()).toBe(404);
    await r.send('PUT', url, { clientIds: [id], label: 'x', heeftAlleAutorisaties: true });
    expect(await mag()).toBe(200);
    await r.send('DELETE', url);
    expect(await mag()).toBe(403);
  });
  it('a right that another process took away is gone within a second', async () => {
    const { id, mag } = await kaleClient();
    const { url } = (await maak({ clientIds: [id], heeftAlleAutorisaties: false, autorisaties: [zaakRegel()] })).body;
    expect(await mag()).toBe(200);
    await r.db.query(sql`delete from autorisaties.autorisatie where applicatie_id = ${url.split('/').at(-1)}`);
    r.clock.advance(1_001);
    expect(await mag()).toBe(403);
  });
  it('a change that was rolled back takes nothing away, and what was read before a change is not remembered after it', async () => {
    const { id, mag } = await kaleClient();
    const { url } = (await maak({ clientIds: [id], heeftAlleAutorisaties: false, autorisaties: [zaakRegel()] })).body;
    expect((await r.send('PATCH', url, { autorisaties: [] })).status).toBe(400);
    expect(await mag()).toBe(200);
    const [, before] = await Promise.all([r.send('DELETE', url), mag()]);
    expect([200, 403]).toContain(before);
    expect(await mag()).toBe(403);
  });
  it('a client id without a secret is named in an applicatie and cannot be used', async () => {
    const id = nieuweId();
    await maak({ clientIds: [id] });
    expect((await r.send('GET', ZAKEN, undefined, { as: id })).body.code).toBe('invalid-client-identifier');
    await r.autorisaties.ensureClients([{ clientId: id, secret: r.secret, heeftAlleAutorisaties: false }]);
    expect((await r.send('GET', ZAKEN, undefined, { as: id })).status).toBe(200);
  });
});

describe('a line for a whole catalogus', () => {
  const regel = (extra: object = {}) => {
    const { zaaktype: _, ...rest } = zaakRegel(extra);
    return { ...rest, catalogus: t.catalogus, ...extra };
  };

  it('counts for every type of the catalogus, at once for one that is made later, and for no other catalogus', async () => {
    const id = nieuweId();
    await r.autorisaties.ensureClients([{ clientId: id, secret: r.secret, heeftAlleAutorisaties: false }]);
    const { status, body } = await maak({ clientIds: [id], heeftAlleAutorisaties: false, autorisaties: [regel()] });
    expect([status, body.autorisaties]).toEqual([201, [{ ...regel(), componentWeergave: 'Zaken API' }]]);
    const consumer = await r.send('GET', `${APPLICATIES}/consumer?clientId=${id}`);
    expect(consumer.body.autorisaties).toEqual([{ ...zaakRegel(), componentWeergave: 'Zaken API' }]);
    const ziet = async (zaak: string) => (await r.send('GET', zaak, undefined, { as: id })).status;
    expect(await ziet(await newZaak(r, t.zaaktype))).toBe(200);
    const later = await publishedZaaktype(r, { identificatie: 'LATER' });
    expect(await ziet(await newZaak(r, later.zaaktype))).toBe(200);
    const lijst = await r.send('GET', ZAKEN, undefined, { as: id });
    expect(lijst.body.count).toBe((await r.send('GET', ZAKEN)).body.count);
    const ander = await r.send('POST', '/catalogi/api/v1/catalogussen', {
      domein: 'FGHIJ',
      rsin: '002564440',
      contactpersoonBeheerNaam: 'Beheer',
    });
    await r.send('PATCH', body.url, { autorisaties: [regel({ catalogus: ander.body.url })] });
    expect((await r.send('GET', ZAKEN, undefined, { as: id })).body.count).toBe(0);
    expect((await r.send('POST', '/catalogi/api/v1/zaaktypen', zaaktypeBody(ander.body.url), { as: id })).status).toBe(
      403,
    );
  });
  it('400 for a catalogus that is not there, for one beside a type, and without a maximum', async () => {
    const nergens = `${t.catalogus.slice(0, -36)}00000000-0000-4000-8000-000000000000`;
    expect(codes((await metRegels(regel({ catalogus: nergens }))).body)).toEqual(['autorisaties.0.catalogus:bad-url']);
    expect(codes((await metRegels(regel({ zaaktype: t.zaaktype }))).body)).toEqual([
      'autorisaties.0.catalogus:invalid',
    ]);
    expect(codes((await metRegels(regel({ maxVertrouwelijkheidaanduiding: '' }))).body)).toEqual([
      'autorisaties.0.maxVertrouwelijkheidaanduiding:required',
    ]);
  });
});
