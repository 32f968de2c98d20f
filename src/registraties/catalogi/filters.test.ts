/** The query parameters of the lists of the catalogus. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BASE, type Registers, RSIN, registers } from '../registers.testhulp.ts';
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
  ziotBody,
} from './catalogi.testhulp.ts';

let r: Registers;
let d: Doen;
let catalogus: string;
let vast: string;
let concept: string;

/** One catalogus with a published zaaktype of 2026 and a concept of 2027, each with all parts and a document. */
beforeAll(async () => {
  r = await registers();
  await clients(r);
  d = doen(r);
  catalogus = await d.maak('catalogussen', catalogusBody('FILTE'));
  await d.maak('catalogussen', catalogusBody('ANDER', { rsin: '517439943' }));
  vast = await d.zaaktype(catalogus, {
    identificatie: 'VAST',
    trefwoorden: ['parkeren', 'auto'],
    eindeGeldigheid: '2026-12-31',
  });
  concept = await d.zaaktype(catalogus, {
    identificatie: 'CONCEPT',
    trefwoorden: ['auto'],
    beginGeldigheid: '2027-01-01',
  });
  for (const zaaktype of [vast, concept]) {
    await d.maak('zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1));
    await d.maak('eigenschappen', eigenschapBody(zaaktype));
  }
  await d.publiceer(await d.maak('besluittypen', besluittypeBody(catalogus, { eindeGeldigheid: '2026-06-30' })));
  await d.maak('besluittypen', besluittypeBody(catalogus, { omschrijving: 'Nog niet' }));
  await d.publiceer(vast);
  const iot = await d.maak(
    'informatieobjecttypen',
    informatieobjecttypeBody(catalogus, { eindeGeldigheid: '2026-06-30' }),
  );
  await d.publiceer(iot);
  await d.maak('informatieobjecttypen', informatieobjecttypeBody(catalogus, { omschrijving: 'Nog niet' }));
});

/** How many a list gives, or what it says is wrong. */
async function tel(pad: string, query: Record<string, string>): Promise<number | string[] | undefined> {
  const answer = await r.send('GET', `${API}/${pad}?${new URLSearchParams(query)}`, undefined, { as: 'lezer' });
  if (answer.status !== 200) return codes(answer);
  expect(answer.body.results).toHaveLength(answer.body.count);
  return answer.body.count;
}

describe('status', () => {
  it.each([
    ['zaaktypen', 1, 1],
    ['informatieobjecttypen', 1, 1],
    ['besluittypen', 1, 1],
    ['eigenschappen', 1, 1],
    ['statustypen', 2, 2],
    ['resultaattypen', 1, 1],
    ['roltypen', 1, 1],
    ['zaaktype-informatieobjecttypen', 1, 1],
  ])('%s: only what is published, unless asked otherwise', async (pad, definitief, concepten) => {
    expect(await tel(pad, {})).toBe(definitief);
    expect(await tel(pad, { status: 'definitief' })).toBe(definitief);
    expect(await tel(pad, { status: 'concept' })).toBe(concepten);
    expect(await tel(pad, { status: 'alles' })).toBe(definitief + concepten);
    expect(await tel(pad, { status: 'klaar' })).toEqual(['status:invalid']);
  });
});

describe('datumGeldigheid', () => {
  it.each([
    ['2025-12-31', 0],
    ['2026-01-01', 1],
    ['2026-12-31', 1],
    ['2027-01-01', 1],
  ])('zaaktypen on %s: %s, first and last day included', async (datumGeldigheid, aantal) => {
    expect(await tel('zaaktypen', { datumGeldigheid, status: 'alles' })).toBe(aantal);
    for (const pad of ['resultaattypen', 'roltypen', 'eigenschappen']) {
      expect(await tel(pad, { datumGeldigheid, status: 'alles' })).toBe(aantal);
    }
    expect(await tel('statustypen', { datumGeldigheid, status: 'alles' })).toBe(2 * aantal);
  });
  it.each(['informatieobjecttypen', 'besluittypen'])(
    '%s by their own days; without it every day counts',
    async (pad) => {
      expect(await tel(pad, { datumGeldigheid: '2026-06-30' })).toBe(1);
      expect(await tel(pad, { datumGeldigheid: '2026-07-01' })).toBe(0);
      expect(await tel(pad, {})).toBe(1);
    },
  );
  it('400 for what is no day; resultaattypen know the old spelling too', async () => {
    expect(await tel('zaaktypen', { datumGeldigheid: 'vandaag' })).toEqual(['datumGeldigheid:invalid']);
    expect(await tel('resultaattypen', { datum_geldigheid: '2025-12-31' })).toBe(0);
    expect(await tel('resultaattypen', { zaaktype_identificatie: 'VAST' })).toBe(1);
  });
});

describe('of a zaaktype', () => {
  it.each(['statustypen', 'resultaattypen', 'roltypen', 'eigenschappen', 'zaaktype-informatieobjecttypen'])(
    '%s',
    async (pad) => {
      const alles = { status: 'alles' };
      const aantal = pad === 'statustypen' ? 2 : 1;
      expect(await tel(pad, { ...alles, zaaktype: concept })).toBe(aantal);
      expect(
        await tel(pad, { ...alles, zaaktype: `${BASE}${API}/zaaktypen/00000000-0000-4000-8000-000000000000` }),
      ).toBe(0);
      expect(await tel(pad, { zaaktype: 'VAST' })).toEqual(['zaaktype:invalid']);
      if (pad === 'zaaktype-informatieobjecttypen') return;
      expect(await tel(pad, { zaaktypeIdentificatie: 'VAST' })).toBe(aantal);
      expect(await tel(pad, { zaaktypeIdentificatie: 'CONCEPT' })).toBe(0);
    },
  );
  it('roltypen by omschrijvingGeneriek, documents by richting and informatieobjecttype, by name or address', async () => {
    expect(await tel('roltypen', { omschrijvingGeneriek: 'initiator' })).toBe(1);
    expect(await tel('roltypen', { omschrijvingGeneriek: 'beslisser' })).toBe(0);
    expect(await tel('roltypen', { omschrijvingGeneriek: 'baas' })).toEqual(['omschrijvingGeneriek:invalid']);
    const ziot = 'zaaktype-informatieobjecttypen';
    expect(await tel(ziot, { richting: 'inkomend' })).toBe(1);
    expect(await tel(ziot, { richting: 'intern' })).toBe(0);
    expect(await tel(ziot, { informatieobjecttype: 'Aanvraag' })).toBe(1);
    expect(await tel(ziot, { informatieobjecttype: 'Iets anders' })).toBe(0);
    const [iot] = (await r.send('GET', `${API}/informatieobjecttypen`)).body.results;
    expect(await tel(ziot, { informatieobjecttype: iot.url })).toBe(1);
  });
});

describe('zaaktypen, besluittypen and informatieobjecttypen', () => {
  it('by catalogus, identificatie and omschrijving', async () => {
    expect(await tel('zaaktypen', { catalogus })).toBe(1);
    expect(await tel('zaaktypen', { catalogus: 'https://elders.example/1' })).toBe(0);
    expect(await tel('zaaktypen', { identificatie: 'VAST' })).toBe(1);
    expect(await tel('zaaktypen', { identificatie: 'vast' })).toBe(0);
    for (const [pad, omschrijving] of [
      ['informatieobjecttypen', 'Aanvraag'],
      ['besluittypen', 'Toekenning'],
    ] as const) {
      expect(await tel(pad, { omschrijving, catalogus })).toBe(1);
      expect(await tel(pad, { omschrijving: 'Nog niet' })).toBe(0);
    }
  });
  it('trefwoorden: all of them must be there', async () => {
    const alles = { status: 'alles' };
    expect(await tel('zaaktypen', { ...alles, trefwoorden: 'auto' })).toBe(2);
    expect(await tel('zaaktypen', { ...alles, trefwoorden: 'auto,parkeren' })).toBe(1);
    expect(await tel('zaaktypen', { ...alles, trefwoorden: 'park' })).toBe(0);
    expect(await tel('zaaktypen', { trefwoorden: '"auto"]' })).toBe(0);
  });
});

describe('catalogussen', () => {
  it('by domein and rsin, one or several', async () => {
    expect(await tel('catalogussen', {})).toBe(2);
    expect(await tel('catalogussen', { domein: 'FILTE' })).toBe(1);
    expect(await tel('catalogussen', { domein__in: 'FILTE,ANDER,NIETS' })).toBe(2);
    expect(await tel('catalogussen', { rsin: RSIN })).toBe(1);
    expect(await tel('catalogussen', { rsin__in: `${RSIN},517439943` })).toBe(2);
    expect(await tel('catalogussen', { rsin__in: '123456789' })).toEqual(['rsin__in:invalid']);
  });
  it('400 for a parameter that a list does not know, with its name', async () => {
    expect(await tel('catalogussen', { status: 'alles' })).toEqual(['nonFieldErrors:unknown-parameters']);
    expect(await tel('roltypen', { omschrijving: 'x' })).toEqual(['nonFieldErrors:unknown-parameters']);
    const detail = await r.send('GET', `${catalogus}?domein=FILTE`);
    expect(codes(detail)).toEqual(['nonFieldErrors:unknown-parameters']);
  });
});
