/** The Referentielijsten API as a client meets it; every answer is checked against the OpenAPI that we serve. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BASE, newZaak, publishedZaaktype, type Registers, registers } from '../../registers.testhulp.ts';
import { type Communicatiekanaal, presentCommunicatiekanaal, selectielijst } from './index.ts';
import { gedeeld, oasJudge } from './oas.testhulp.ts';

const ROOT = '/referentielijsten/api/v1';

let r: Registers;
beforeAll(async () => {
  r = await registers();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  r.send('GET', `${ROOT}${path}`, undefined, { headers });
const codes = (body: { invalidParams: readonly { name: string; code: string }[] }) =>
  body.invalidParams.map(({ name, code }) => `${name}: ${code}`);

describe('the reference lists', () => {
  it('need no token', async () => {
    const { statusCode } = await r.server.inject({ url: `${ROOT}/communicatiekanalen` });
    expect(statusCode).toBe(200);
  });

  it.each(['communicatiekanalen', 'procestypen', 'resultaten', 'resultaattypeomschrijvingen'])(
    '%s: what the list shows stands at its own address, with an ETag that is recognised',
    async (pad) => {
      const { status, headers, body } = await get(`/${pad}`);
      expect([status, headers['api-version']]).toEqual([200, '0.6.0']);
      const [eerste] = Array.isArray(body) ? body : body.results;
      const een = await r.send('GET', eerste.url);
      expect(een.body).toEqual(eerste);
      for (const [url, { etag }] of [
        [`${BASE}${ROOT}/${pad}`, headers],
        [eerste.url, een.headers],
      ] as const) {
        expect(etag).toMatch(/^"[\w-]{32}"$/);
        const weer = await r.send('GET', url, undefined, { headers: { 'if-none-match': String(etag) } });
        expect([weer.status, weer.body]).toEqual([304, null]);
        expect((await r.send('GET', url, undefined, { headers: { 'if-none-match': '"oud"' } })).status).toBe(200);
        const hoofd = await r.server.inject({
          method: 'HEAD',
          url: url.replace(BASE, ''),
          headers: { host: 'zaakbode.test' },
        });
        expect([hoofd.statusCode, hoofd.headers['etag'], hoofd.body]).toEqual([200, etag, '']);
      }
    },
  );

  it('have the addresses by which they were asked', async () => {
    const elders = await get('/communicatiekanalen', { host: 'ook.zaakbode.test', 'x-forwarded-proto': 'https' });
    // Nobody is believed about https here, so the canonical base it is.
    expect(elders.body.results[0].url).toMatch(
      /^http:\/\/zaakbode\.test\/referentielijsten\/api\/v1\/communicatiekanalen\//,
    );
  });

  it('are cut into pages of a hundred, and narrowed', async () => {
    const een = await get('/resultaten');
    expect([een.body.count, een.body.results.length, een.body.previous]).toEqual([344, 100, null]);
    const laatste = await get('/resultaten?page=4');
    expect([laatste.body.results.length, laatste.body.next]).toEqual([44, null]);
    expect(laatste.body.previous).toBe(`${BASE}${ROOT}/resultaten?page=3`);
    const procestype = selectielijst().procestype({ jaar: 2020, nummer: 11 })!;
    const adres = encodeURIComponent(`${BASE}${ROOT}/procestypen/${procestype.uuid}`);
    expect((await get(`/resultaten?procesType=${adres}`)).body.count).toBe(24);
    expect((await get(`/resultaten?proces_type=${adres}`)).body.count).toBe(24);
    expect((await get('/resultaten?procesType=elders')).body).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
    expect((await get('/procestypen?jaar=2017')).body).toHaveLength(29);
    // The resultaten of 2017 are not embedded.
    const oud = selectielijst().procestype({ jaar: 2017, nummer: 11 })!;
    expect((await get(`/resultaten?procesType=${oud.uuid}`)).body.count).toBe(0);
  });

  it.each([
    ['/communicatiekanalen?naam=Balie', 'nonFieldErrors: unknown-parameters'],
    ['/procestypen?page=1', 'nonFieldErrors: unknown-parameters'],
    ['/procestypen/7ff2b005-4d84-47fe-983a-732bfa958ff5?jaar=2020', 'nonFieldErrors: unknown-parameters'],
    ['/procestypen?jaar=twintig', 'jaar: invalid'],
    ['/resultaten?page=0', 'page: invalid'],
    ['/resultaten?page=1e1', 'page: invalid'],
  ])('400 for %s', async (path, code) => {
    const { status, body } = await get(path);
    expect([status, codes(body)]).toEqual([400, [code]]);
  });

  it.each(['/resultaten?page=5', '/communicatiekanalen?page=2', '/communicatiekanalen/onbekend'])(
    '404 for %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});

describe('communicatiekanalen', () => {
  const kanalen = selectielijst().communicatiekanalen;

  it('have short names that come once, in alphabetical order', () => {
    const namen = kanalen.map(({ naam }) => naam);
    expect(namen).toEqual([...namen].sort((a, b) => a.localeCompare(b, 'nl')));
    expect(new Set(namen).size).toBe(namen.length);
    expect(new Set(kanalen.map(({ uuid }) => uuid)).size).toBe(namen.length);
    for (const { naam, omschrijving } of kanalen) {
      expect(naam.length).toBeLessThanOrEqual(20);
      expect(omschrijving.length).toBeLessThanOrEqual(200);
    }
  });

  it('zrc-010: a zaak refers to one of ours by any of our addresses, and nothing goes out for it', async () => {
    const { zaaktype } = await publishedZaaktype(r);
    for (const base of [BASE, 'https://ook.zaakbode.test']) {
      const communicatiekanaal = presentCommunicatiekanaal(kanalen[0]!, `${base}${ROOT}`).url;
      const zaak = await r.send('GET', await newZaak(r, zaaktype, { communicatiekanaal }));
      expect(zaak.body.communicatiekanaal).toBe(communicatiekanaal);
    }
    await expect(newZaak(r, zaaktype, { communicatiekanaal: `${BASE}${ROOT}/communicatiekanalen/x` })).rejects.toThrow(
      'bad-url',
    );
    // The list of VNG has other uuids: one of ours is not found there.
    const { uuid } = kanalen[0]!;
    const vng = `https://referentielijsten-api.vng.cloud/api/v1/communicatiekanalen/${uuid}`;
    await expect(newZaak(r, zaaktype, { communicatiekanaal: vng })).rejects.toThrow('bad-url');
    expect(r.buiten.gevraagd).toEqual([]);
  });

  const spec = gedeeld('specs/referentielijsten-selectielijst.yaml');
  it.skipIf(spec === null)('fit the published contract (absent: skipped)', () => {
    const judge = oasJudge(spec ?? '', 'response');
    const faults = (kanaal: Communicatiekanaal) =>
      judge('CommunicatieKanaal', presentCommunicatiekanaal(kanaal, `${BASE}${ROOT}`));
    expect(kanalen.flatMap(faults)).toEqual([]);
  });
});
