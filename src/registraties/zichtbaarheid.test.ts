/**
 * What a client may see is one predicate per resource, and no way to read goes around it: list, count, search, detail and
 * expand show the same objects under the same rights. For every resource of every register, whatever comes to be added.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../platform/db/index.ts';
import { clientVoor, maak, nieuwBesluit, uuidOf, type Wereld, wereld } from './besluiten/besluiten.testhulp.ts';
import { alleResources } from './geheel/index.ts';
import type { AnyResource, Field } from './kern/index.ts';
import { newZaak, type Registers, RSIN, registers } from './registers.testhulp.ts';

const RESOURCES = alleResources().filter(({ methods }) => methods.includes('list') && methods.includes('read'));
const byName = (name: string): AnyResource => RESOURCES.find((resource) => resource.name === name)!;

let r: Registers;

/** A zaak with all that can hang off it. */
async function zaakMetAlles(w: Wereld, vertrouwelijkheidaanduiding: string): Promise<void> {
  const zaak = await newZaak(r, w.zaaktype, { vertrouwelijkheidaanduiding });
  const rol = { betrokkeneType: 'medewerker', betrokkeneIdentificatie: { identificatie: 'm1' }, roltoelichting: 'x' };
  await maak(r, '/zaken/api/v1/rollen', { zaak, roltype: w.behandelaar, ...rol });
  await maak(r, '/zaken/api/v1/resultaten', { zaak, resultaattype: w.resultaattype });
  const datumStatusGezet = '2026-11-02T08:00:00Z';
  await maak(r, '/zaken/api/v1/statussen', { zaak, statustype: w.begin, datumStatusGezet });
  const besluit = (await nieuwBesluit(r, w.besluittype, { zaak })).url;
  const informatieobject = await documentMetAlles(w, vertrouwelijkheidaanduiding);
  await maak(r, '/besluiten/api/v1/besluitinformatieobjecten', { besluit, informatieobject });
}

const DRC = '/documenten/api/v1';

/** A document with all that can hang off it. */
async function documentMetAlles(w: Wereld, vertrouwelijkheidaanduiding: string): Promise<string> {
  const { url } = await maak(r, `${DRC}/enkelvoudiginformatieobjecten`, {
    bronorganisatie: RSIN,
    creatiedatum: '2026-11-01',
    titel: 'Beschikking',
    auteur: 'Team Vergunningen',
    taal: 'nld',
    informatieobjecttype: w.documenttype,
    vertrouwelijkheidaanduiding,
    inhoud: Buffer.from(vertrouwelijkheidaanduiding).toString('base64'),
    isGereedVoorPublicatie: vertrouwelijkheidaanduiding === 'openbaar',
  });
  const voorwaarden = { startdatum: '2026-11-02T09:00:00Z', omschrijvingVoorwaarden: 'Niet verspreiden' };
  await maak(r, `${DRC}/gebruiksrechten`, { informatieobject: url, ...voorwaarden });
  const wie = { betrokkene: 'https://elders.example/1', contactPersoon: 'https://elders.example/2' };
  const verzending = { ...wie, aardRelatie: 'geadresseerde', mijnOverheid: true };
  await maak(r, `${DRC}/verzendingen`, { informatieobject: url, ...verzending });
  return url;
}

const CLIENTS = [
  'zakenEnBesluiten',
  'zakenAlleen',
  'besluitenAlleen',
  'kruislings',
  'hogere',
  'catalogus',
  'niets',
  'documentenAlleen',
  'gereed',
] as const;

beforeAll(async () => {
  r = await registers();
  const een = await wereld(r, 'Een', { identificatie: 'EEN' });
  const twee = await wereld(r, 'Twee', { identificatie: 'TWEE' });
  for (const w of [een, twee]) for (const hoe of ['openbaar', 'geheim']) await zaakMetAlles(w, hoe);
  const zaken = ({ zaaktype }: Wereld, max: string) => ({
    component: 'zrc',
    scopes: ['zaken.lezen'],
    type: uuidOf(zaaktype),
    max,
  });
  const besluiten = ({ besluittype }: Wereld) => ({
    component: 'brc',
    scopes: ['besluiten.lezen'],
    type: uuidOf(besluittype),
  });
  await r.client('zakenEnBesluiten', [zaken(een, 'openbaar'), besluiten(een)]);
  await r.client('zakenAlleen', [zaken(een, 'zeer_geheim')]);
  await clientVoor(r, 'besluitenAlleen', twee.besluittype, ['lezen']);
  await r.client('kruislings', [zaken(een, 'zeer_geheim'), besluiten(twee)]);
  await r.client('hogere', [zaken(een, 'beperkt_openbaar'), zaken(twee, 'geheim'), besluiten(een), besluiten(twee)]);
  const documenten = ({ documenttype }: Wereld, max: string) => ({
    component: 'drc',
    scopes: ['documenten.lezen'],
    type: uuidOf(documenttype),
    max,
  });
  await r.client('documentenAlleen', [documenten(een, 'zaakvertrouwelijk'), documenten(twee, 'geheim')]);
  await r.client('gereed', [documenten(een, 'zeer_geheim'), besluiten(een)]);
  await r.db.query(sql`
    update autorisaties.applicatie set alleen_is_gereed_voor_publicatie = true
    where id = (select applicatie_id from autorisaties.client where client_id = 'gereed')`);
  await r.client('catalogus', [{ component: 'ztc', scopes: ['catalogi.lezen'] }]);
  await r.client('niets', [{ ...zaken(een, 'zeer_geheim'), type: crypto.randomUUID() }]);
});

interface Gezien {
  readonly status: number;
  readonly items: readonly Record<string, unknown>[];
}

const urlOf = (item: Record<string, unknown>): string => String(item['url']);

/** The list of this resource as this client gets it; of one below another, of all those others together. */
async function lijst(resource: AnyResource, as: string, query = ''): Promise<Gezien> {
  const paths = resource.under
    ? (await lijst(byName(resource.under.target.name), 'beheer')).items.map(
        (parent) => `${urlOf(parent)}/${resource.href.split('/').at(-1)}`,
      )
    : [resource.href];
  const answers = await Promise.all(paths.map((path) => r.send('GET', `${path}${query}`, undefined, { as })));
  const items = answers.flatMap(({ status, body }) =>
    status === 200 ? (resource.paginated ? body.results : body) : [],
  );
  for (const { status, body } of answers) {
    if (status === 200 && resource.paginated) expect(body.count, resource.name).toBe(body.results.length);
  }
  return { status: answers[0]?.status ?? 200, items };
}

/** What this client sees of this resource. */
async function zichtbaar(resource: AnyResource, as: string): Promise<ReadonlySet<string>> {
  return new Set((await lijst(resource, as)).items.map(urlOf));
}

describe('the world of this test', () => {
  it.each([
    ['zaak', { beheer: 4, zakenEnBesluiten: 1, zakenAlleen: 2, besluitenAlleen: 0, hogere: 3, niets: 0 }],
    ['status', { beheer: 4, zakenEnBesluiten: 1, zakenAlleen: 2, besluitenAlleen: 0, hogere: 3, niets: 0 }],
    ['zaakbesluit', { beheer: 4, zakenEnBesluiten: 1, zakenAlleen: 2, besluitenAlleen: 0, hogere: 3, niets: 0 }],
    ['besluit', { beheer: 4, zakenEnBesluiten: 2, zakenAlleen: 0, besluitenAlleen: 2, hogere: 4, niets: 0 }],
    ['besluitinformatieobject', { beheer: 4, zakenEnBesluiten: 2, zakenAlleen: 0, besluitenAlleen: 2, hogere: 4 }],
    ['enkelvoudiginformatieobject', { beheer: 4, documentenAlleen: 3, gereed: 1, zakenAlleen: 0, hogere: 0 }],
    ['objectinformatieobject', { beheer: 4, documentenAlleen: 3, gereed: 1, zakenAlleen: 0, hogere: 0 }],
    ['gebruiksrechten', { beheer: 4, documentenAlleen: 3, gereed: 1, zakenAlleen: 0, hogere: 0 }],
    ['verzending', { beheer: 4, documentenAlleen: 3, gereed: 1, zakenAlleen: 0, hogere: 0 }],
  ])('has enough of %s to tell clients apart', async (name, counts) => {
    for (const [as, count] of Object.entries(counts)) {
      expect((await zichtbaar(byName(name), as)).size, as).toBe(count);
    }
  });
});

type Genoemd = readonly [name: string, resource: AnyResource];
const genoemd = (which: (resource: AnyResource) => boolean = () => true): Genoemd[] =>
  RESOURCES.filter(which).map((resource) => [resource.name, resource]);

/** The relations of a resource that lead to one that can be listed. */
const relaties = ({ fields }: AnyResource): Genoemd[] =>
  Object.entries(fields as Record<string, Field<unknown>>).flatMap(([name, { relation }]) => {
    const target = RESOURCES.find(({ href }) => href === relation?.target.href);
    return target ? [[name, target]] : [];
  });

describe('the same under the same rights', () => {
  it.each(genoemd())('%s: an address shows what the list shows, and nothing else', async (_, resource) => {
    const alle = await zichtbaar(resource, 'beheer');
    for (const as of CLIENTS) {
      const { status, items } = await lijst(resource, as);
      const gezien = new Set(items.map(urlOf));
      for (const url of alle) {
        const detail = await r.send('GET', url, undefined, { as });
        expect(detail.status, `${as} ${url}`).toBe(gezien.has(url) ? 200 : status === 403 ? 403 : 404);
      }
    }
  });

  it.each(genoemd(({ search }) => search !== null))('%s: a search finds what the list shows', async (_, resource) => {
    for (const as of ['beheer', ...CLIENTS]) {
      const { status, items } = await lijst(resource, as);
      const found = await r.send('POST', `${resource.href}/_zoek`, {}, { as });
      expect(found.status).toBe(status);
      if (status === 200) expect(found.body.results).toEqual(items);
    }
  });

  it.each(genoemd((resource) => relaties(resource).length > 0))(
    '%s: expand shows what the client would see by itself',
    async (_, resource) => {
      for (const [name, target] of relaties(resource)) {
        for (const as of CLIENTS) {
          const mag = await zichtbaar(target, as);
          for (const item of (await lijst(resource, as, `?expand=${name}`)).items) {
            const wanted = [item[name]].flat().filter((url) => mag.has(String(url)));
            const { [name]: shown } = item['_expand'] as Record<string, Record<string, unknown>>;
            const found = [shown ?? []].flat().map(urlOf);
            expect(found.sort(), `${as} ${resource.name}.${name}`).toEqual(wanted.sort());
          }
        }
      }
    },
  );

  it('the bytes of a document, of any version, are for who sees the document', async () => {
    const resource = byName('enkelvoudiginformatieobject');
    const alle = await zichtbaar(resource, 'beheer');
    for (const as of CLIENTS) {
      const { status, items } = await lijst(resource, as);
      const gezien = new Set(items.map(urlOf));
      for (const url of alle) {
        const wanted = gezien.has(url) ? 200 : status === 403 ? 403 : 404;
        for (const rest of [
          '?versie=1',
          '/download',
          '/download?versie=1',
          '/download?registratieOp=2026-11-02T09:00:00Z',
        ])
          expect((await r.raw('GET', `${url}${rest}`, { as })).status, `${as} ${url}${rest}`).toBe(wanted);
      }
    }
  });
});
