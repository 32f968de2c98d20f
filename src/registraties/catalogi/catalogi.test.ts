/** Every resource of the catalogus, as a client meets it: made, refused, forbidden, a concept, published, forced. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { type Answer, type Registers, RSIN, registers, zaaktypeBody } from '../registers.testhulp.ts';
import {
  API,
  besluittypeBody,
  catalogusBody,
  clients,
  codes,
  type Doen,
  doen,
  eigenschapBody,
  informatieobjecttypeBody,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
  zaakobjecttypeBody,
  ziotBody,
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

const get = (path: string, as = 'schrijver') => r.send('GET', path, undefined, { as });
const patch = (url: string, body: object, as = 'schrijver') => r.send('PATCH', url, body, { as });
const put = (url: string, body: object, as = 'schrijver') => r.send('PUT', url, body, { as });
const remove = (url: string, as = 'schrijver') => r.send('DELETE', url, undefined, { as });
const uuidOf = (url: string) => url.split('/').at(-1)!;
const eventsOf = async (url: string) =>
  (
    await r.db.query<{ kind: string; body: { kanaal: string; kenmerken: object } }>(
      sql`select kind, body from outbox.event where subject = ${uuidOf(url)} order by nr`,
    )
  ).map(({ kind, body }) => ({ kind, kanaal: body.kanaal, kenmerken: body.kenmerken }));

/** One row per resource. `nieuw` makes a good body in a concept; `fout` spoils it, and `fouten` is what is said of that. */
const SOORTEN: readonly {
  readonly pad: string;
  readonly nieuw: () => Promise<object>;
  readonly anders: object;
  readonly fout: object;
  readonly fouten: readonly string[];
  /** Kind of its events and their kanaal; absent when nothing is announced. */
  readonly events?: readonly [soort: string, kanaal: string];
}[] = [
  {
    pad: 'catalogussen',
    nieuw: async () => catalogusBody(`N${uniek()}`),
    anders: { naam: 'Zaken', versie: '2', begindatumVersie: '2026-01-01', contactpersoonBeheerEmailadres: 'a@b.nl' },
    fout: {
      domein: 'klein',
      contactpersoonBeheerNaam: undefined,
      rsin: '123456789',
      contactpersoonBeheerEmailadres: 'geen',
      begindatumVersie: '2026-02-30',
    },
    fouten: [
      'domein:invalid',
      'rsin:invalid',
      'contactpersoonBeheerNaam:required',
      'contactpersoonBeheerEmailadres:invalid',
      'begindatumVersie:invalid',
    ],
  },
  {
    pad: 'zaaktypen',
    nieuw: async () => zaaktypeBody(catalogus, { identificatie: `N-${uniek()}` }),
    anders: { toelichting: 'anders', trefwoorden: ['a', 'b'], servicenorm: 'P5D', eindeGeldigheid: '2030-12-31' },
    fout: {
      identificatie: 'x'.repeat(51),
      vertrouwelijkheidaanduiding: 'stiekem',
      doorlooptijd: '8 weken',
      catalogus: 'https://elders.example/1',
      referentieproces: {},
      gerelateerdeZaaktypen: [{ zaaktype: 'X', aardRelatie: 'vriend' }],
      trefwoorden: ['x'.repeat(31)],
    },
    fouten: [
      'identificatie:max_length',
      'vertrouwelijkheidaanduiding:invalid_choice',
      'doorlooptijd:invalid',
      'trefwoorden.0:max_length',
      'referentieproces.naam:required',
      'catalogus:bad-url',
      'gerelateerdeZaaktypen.0.aardRelatie:invalid_choice',
    ],
    events: ['zaaktype', 'zaaktypen'],
  },
  {
    pad: 'informatieobjecttypen',
    nieuw: async () => informatieobjecttypeBody(catalogus, { omschrijving: `Nieuw ${uniek()}` }),
    anders: {
      trefwoord: ['brief'],
      omschrijvingGeneriek: { herkomstInformatieobjecttypeOmschrijvingGeneriek: 'KING' },
    },
    fout: {
      catalogus: undefined,
      omschrijving: undefined,
      informatieobjectcategorie: undefined,
      vertrouwelijkheidaanduiding: '',
      beginGeldigheid: 'nu',
      omschrijvingGeneriek: 'x',
      trefwoord: 'x',
    },
    fouten: [
      'catalogus:required',
      'omschrijving:required',
      'vertrouwelijkheidaanduiding:invalid_choice',
      'beginGeldigheid:invalid',
      'informatieobjectcategorie:required',
      'trefwoord:invalid',
      'omschrijvingGeneriek:invalid',
    ],
    events: ['informatieobjecttype', 'informatieobjecttypen'],
  },
  {
    pad: 'besluittypen',
    nieuw: async () => besluittypeBody(catalogus, { omschrijving: `Besluit ${uniek()}` }),
    anders: { besluitcategorie: 'Vergunning', reactietermijn: 'P6W', publicatietekst: 'Verleend.' },
    fout: {
      catalogus: undefined,
      omschrijving: 'x'.repeat(81),
      reactietermijn: '6 weken',
      publicatieIndicatie: null,
      informatieobjecttypen: ['', 'x'.repeat(81), 'https://elders.example/1'],
      beginGeldigheid: '',
    },
    fouten: [
      'catalogus:required',
      'omschrijving:max_length',
      'reactietermijn:invalid',
      'publicatieIndicatie:null',
      'informatieobjecttypen.0:blank',
      'informatieobjecttypen.1:max_length',
      'informatieobjecttypen.2:bad-url',
      'beginGeldigheid:invalid',
    ],
    events: ['besluittype', 'besluittypen'],
  },
  {
    pad: 'eigenschappen',
    nieuw: async () => eigenschapBody(await d.zaaktype(catalogus, {}, false)),
    anders: {
      naam: 'dag',
      toelichting: 'anders',
      specificatie: { groep: 'auto', formaat: 'datum', lengte: '8', kardinaliteit: 'N', waardenverzameling: [] },
    },
    fout: {
      naam: 'x'.repeat(21),
      definitie: '',
      zaaktype: undefined,
      specificatie: { formaat: 'woord', lengte: '', waardenverzameling: [''] },
      statustype: 'x',
    },
    fouten: [
      'naam:max_length',
      'definitie:blank',
      'specificatie.formaat:invalid_choice',
      'specificatie.lengte:blank',
      'specificatie.kardinaliteit:required',
      'specificatie.waardenverzameling.0:blank',
      'zaaktype:required',
      'statustype:bad-url',
    ],
  },
  {
    pad: 'zaakobjecttypen',
    nieuw: async () => zaakobjecttypeBody(await d.zaaktype(catalogus, {}, false)),
    anders: { anderObjecttype: true, relatieOmschrijving: 'anders' },
    fout: { anderObjecttype: 'nee', objecttype: 'adres', relatieOmschrijving: undefined, zaaktype: undefined },
    fouten: ['anderObjecttype:invalid', 'objecttype:invalid', 'relatieOmschrijving:required', 'zaaktype:required'],
  },
  {
    pad: 'statustypen',
    nieuw: async () => statustypeBody(await d.zaaktype(catalogus, {}, false), 3),
    anders: {
      statustekst: 'Wij zijn begonnen.',
      informeren: true,
      checklistitemStatustype: [{ itemnaam: 'a', vraagstelling: 'b?', verplicht: true, toelichting: null }],
    },
    fout: {
      omschrijving: undefined,
      zaaktype: undefined,
      volgnummer: 0,
      informeren: 'ja',
      doorlooptijd: 'P',
      checklistitemStatustype: [{ itemnaam: '' }],
    },
    fouten: [
      'omschrijving:required',
      'zaaktype:required',
      'volgnummer:min_value',
      'informeren:invalid',
      'doorlooptijd:invalid',
      'checklistitemStatustype.0.itemnaam:blank',
      'checklistitemStatustype.0.vraagstelling:required',
    ],
  },
  {
    pad: 'resultaattypen',
    nieuw: async () => resultaattypeBody(await d.zaaktype(catalogus, {}, false)),
    anders: { toelichting: 'anders', archiefactietermijn: 'P5Y', indicatieSpecifiek: true, procesobjectaard: 'brief' },
    fout: {
      zaaktype: undefined,
      omschrijving: 'x'.repeat(31),
      resultaattypeomschrijving: undefined,
      selectielijstklasse: 'lijst',
      archiefnominatie: 'weggooien',
      brondatumArchiefprocedure: { afleidingswijze: 'ooit', objecttype: 'ding' },
    },
    fouten: [
      'zaaktype:required',
      'omschrijving:max_length',
      'resultaattypeomschrijving:required',
      'selectielijstklasse:invalid',
      'archiefnominatie:invalid_choice',
      'brondatumArchiefprocedure.afleidingswijze:invalid_choice',
      'brondatumArchiefprocedure.objecttype:invalid_choice',
    ],
  },
  {
    pad: 'roltypen',
    nieuw: async () => roltypeBody(await d.zaaktype(catalogus, {}, false)),
    anders: { omschrijving: 'Behandelaar', omschrijvingGeneriek: 'behandelaar' },
    fout: { omschrijving: '', omschrijvingGeneriek: 'baas', zaaktype: 'x' },
    fouten: ['zaaktype:bad-url', 'omschrijving:blank', 'omschrijvingGeneriek:invalid_choice'],
  },
  {
    pad: 'zaaktype-informatieobjecttypen',
    nieuw: async () => ziotBody(await d.zaaktype(catalogus, {}, false), 1),
    anders: { richting: 'uitgaand', volgnummer: 999 },
    fout: { zaaktype: undefined, volgnummer: 1000, richting: 'heen', informatieobjecttype: 5, statustype: 'x' },
    fouten: [
      'zaaktype:required',
      'informatieobjecttype:invalid',
      'volgnummer:max_value',
      'richting:invalid_choice',
      'statustype:bad-url',
    ],
  },
];

let teller = 0;
const uniek = () => String.fromCharCode(65 + teller++);

describe.each(SOORTEN)('$pad', ({ pad, nieuw, anders, fout, fouten, events }) => {
  let body: object;
  let made: Answer;
  beforeAll(async () => {
    body = await nieuw();
    made = await d.post(pad, body);
  });

  it('201: made as sent, found at its address', async () => {
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject(body);
    expect(made.headers).toMatchObject({ location: made.body.url, 'api-version': '1.3.3' });
    const found = await get(made.body.url);
    expect(found).toMatchObject({ status: 200, body: made.body, headers: { etag: expect.stringMatching(/^".+"$/) } });
  });
  it('200: PATCH changes what is sent, PUT all the rest back', async () => {
    const patched = await patch(made.body.url, anders);
    expect(patched).toMatchObject({ status: 200, body: { ...body, ...anders } });
    const back = await put(made.body.url, body);
    expect(back).toMatchObject({ status: 200, body: made.body });
    expect((await get(made.body.url)).body).toEqual(back.body);
  });
  it('200: what GET gives can be sent back with PUT as it is', async () => {
    const { body: asItIs } = await get(made.body.url);
    expect(await put(made.body.url, asItIs)).toMatchObject({ status: 200, body: asItIs });
  });
  it('400: every fault at once, by name and code; nothing is stored', async () => {
    const before = await r.db.query(sql`select count(*) as n from kern.audit`);
    const spoiled = { ...body, ...fout };
    expect(codes(await d.post(pad, spoiled))).toEqual(fouten);
    expect(codes(await put(made.body.url, spoiled))).toEqual(fouten);
    expect(await r.db.query(sql`select count(*) as n from kern.audit`)).toEqual(before);
  });
  it('403 for who may only read, 403 on everything for who may nothing here, 403 without a token', async () => {
    const { url } = made.body;
    expect((await get(url, 'lezer')).status).toBe(200);
    for (const as of ['lezer', 'vreemde']) {
      for (const answer of [await d.post(pad, body, as), await put(url, body, as), await patch(url, anders, as)]) {
        expect(answer).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
      }
    }
    for (const at of [url, `${API}/${pad}`]) expect((await get(at, 'vreemde')).status).toBe(403);
    expect((await r.server.inject({ method: 'GET', url: `${API}/${pad}` })).statusCode).toBe(403);
  });
  it('404 for what is not there', async () => {
    const nowhere = `${API}/${pad}/00000000-0000-4000-8000-000000000000`;
    expect((await get(nowhere)).status).toBe(404);
    expect((await patch(nowhere, anders)).status).toBe(404);
  });
  it(events ? `its changes are announced on the kanaal ${events[1]}` : 'its changes are not announced', async () => {
    const found = await eventsOf(made.body.url);
    if (!events) return expect(found).toEqual([]);
    const [soort, kanaal] = events;
    const about = { kanaal, kenmerken: { catalogus } };
    expect(found.slice(0, 3)).toEqual(
      ['create', 'partial_update', 'update'].map((actie) => ({ kind: `${soort}.${actie}`, ...about })),
    );
  });
});

describe('catalogussen', () => {
  it('400: one catalogus for a domein and an organisation', async () => {
    await d.maak('catalogussen', catalogusBody('DUBBE'));
    expect(codes(await d.post('catalogussen', catalogusBody('DUBBE')))).toEqual(['nonFieldErrors:unique']);
    expect((await d.post('catalogussen', catalogusBody('DUBBE', { rsin: '517439943' }))).status).toBe(201);
  });
  it('PUT and PATCH go with geforceerd-schrijven alone, too; POST does not; DELETE is not there', async () => {
    await r.client('alleenforceren', [{ component: 'ztc', scopes: ['catalogi.geforceerd-schrijven'] }]);
    const url = await d.maak('catalogussen', catalogusBody('FORCE'));
    expect((await patch(url, { naam: 'x' }, 'alleenforceren')).status).toBe(200);
    expect((await d.post('catalogussen', catalogusBody('NIEUW'), 'alleenforceren')).status).toBe(403);
    const answer = await remove(url, 'forceerder');
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, PUT, PATCH']);
  });
  it('names the types that it holds, concept or not', async () => {
    const own = await d.catalogus();
    const zaaktype = await d.zaaktype(own);
    const iot = await d.maak('informatieobjecttypen', informatieobjecttypeBody(own));
    const besluittype = await d.maak('besluittypen', besluittypeBody(own));
    expect((await get(own)).body).toMatchObject({
      zaaktypen: [zaaktype],
      informatieobjecttypen: [iot],
      informatieobjecttypeOmschrijving: ['Aanvraag'],
      besluittypen: [besluittype],
      besluittypeOmschrijving: ['Toekenning'],
    });
  });
});

describe('bad input', () => {
  it('a NUL, quotes and the like in any filter give 200 or 400, never 500', async () => {
    for (const { pad } of SOORTEN) {
      for (const text of ['%00', "'", '%', '\\', ',', '{}', '[', '9'.repeat(300), '%F0%9F%98%80']) {
        for (const name of [
          'domein',
          'domein__in',
          'rsin__in',
          'catalogus',
          'identificatie',
          'omschrijving',
          'trefwoorden',
          'datumGeldigheid',
          'zaaktype',
          'zaaktypeIdentificatie',
          'informatieobjecttype',
          'richting',
          'status',
          'zaaktypen',
          'informatieobjecttypen',
          'objecttype',
          'datumBeginGeldigheid',
        ]) {
          const { status } = await get(`${API}/${pad}?${name}=${text}`);
          expect([200, 400], `${pad} ${name}=${text}`).toContain(status);
        }
      }
    }
  });
  it(`${RSIN} is a RSIN, and any nine digits are not`, async () => {
    expect(codes(await d.post('catalogussen', catalogusBody('RSINN', { rsin: '000000001' })))).toEqual([
      'rsin:invalid',
    ]);
  });
});
