/**
 * zrc-006 as one property, for every resource of the Zaken API: whatever rights a client has, the list, the count, the
 * detail, `_zoek` and expand show it the same objects. What they must show is worked out here anew, from the rights.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import type { AnyResource, Fields } from '../kern/index.ts';
import { newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { zakenResources } from './index.ts';
import { documentElders, documenttype, eigenschap, maak, uuidOf, ZRC, zaakobjecttype } from './zaken.testhulp.ts';

/** From open to secret, as the standard orders them. */
const NIVEAUS = [
  'openbaar',
  'beperkt_openbaar',
  'intern',
  'zaakvertrouwelijk',
  'vertrouwelijk',
  'confidentieel',
  'geheim',
  'zeer_geheim',
] as const;

/** What a test zaak has: of every resource one, made in this order. */
interface Gemaakt {
  readonly zaak: string;
  readonly type: Soort;
  readonly niveau: number;
  /** Its objects, by the name of their resource. */
  readonly objecten: Record<string, string>;
}

interface Soort extends Zaaktype {
  readonly documenttype: string;
  readonly eigenschap: string;
  readonly zaakobjecttype: string;
}

/** How an object of each resource is made: its path, and its body. */
const MAKEN: Readonly<Record<string, (m: Gemaakt) => readonly [path: string, body: object]>> = {
  rol: ({ zaak, type }) => [
    'rollen',
    { zaak, roltype: type.behandelaar, betrokkeneType: 'medewerker', roltoelichting: 'x', betrokkeneIdentificatie: {} },
  ],
  status: ({ zaak, type, objecten }) => [
    'statussen',
    { zaak, statustype: type.begin, datumStatusGezet: '2026-11-02T08:00:00Z', gezetdoor: objecten['rol'] },
  ],
  substatus: ({ zaak, objecten }) => ['substatussen', { zaak, status: objecten['status'], omschrijving: 'x' }],
  resultaat: ({ zaak, type }) => ['resultaten', { zaak, resultaattype: type.resultaattype }],
  zaakobject: ({ zaak, type }) => [
    'zaakobjecten',
    {
      zaak,
      objectType: 'pand',
      objectIdentificatie: { identificatie: '1' },
      zaakobjecttype: type.zaakobjecttype,
    },
  ],
  zaakeigenschap: ({ zaak, type }) => [
    `${zaak}/zaakeigenschappen`,
    { zaak, eigenschap: type.eigenschap, waarde: 'rood' },
  ],
  zaakbesluit: ({ zaak }) => [`${zaak}/besluiten`, { besluit: `${BUITEN}/besluiten/1` }],
  zaakinformatieobject: ({ zaak, type, objecten }) => [
    'zaakinformatieobjecten',
    { zaak, informatieobject: documentElders(r, uuidOf(zaak), type.documenttype), status: objecten['status'] },
  ],
  klantcontact: ({ zaak }) => ['klantcontacten', { zaak, datumtijd: '2026-11-01T09:00:00Z' }],
  zaakcontactmoment: ({ zaak }) => ['zaakcontactmomenten', { zaak, contactmoment: `${BUITEN}/contactmomenten/1` }],
  zaakverzoek: ({ zaak }) => ['zaakverzoeken', { zaak, verzoek: `${BUITEN}/verzoeken/1` }],
  zaaknotitie: ({ zaak }) => ['zaaknotities', { gerelateerdAan: zaak, onderwerp: 'x', tekst: 'y' }],
};

let r: Registers;
let soorten: readonly Soort[];
const alle: Gemaakt[] = [];

beforeAll(async () => {
  r = await registers();
  r.buiten.zet(`${BUITEN}/besluiten/1`, { url: '', besluittype: '', datum: '2026-11-01' });
  for (const naam of ['contactmomenten', 'verzoeken']) r.buiten.zet(`${BUITEN}/${naam}/1`, { url: '' });
  soorten = [await soort('EEN'), await soort('TWEE'), await soort('DRIE')];
  for (const type of soorten) {
    for (const niveau of [0, 3, 7]) {
      // Each zaak but the first of its kind is a deelzaak of one that not everybody who sees it may see.
      const boven = alle.find((m) => m.niveau === 3 && m.type !== type)?.zaak;
      const zaak = await newZaak(r, type.zaaktype, {
        vertrouwelijkheidaanduiding: NIVEAUS[niveau],
        ...(boven && { hoofdzaak: boven }),
      });
      const gemaakt: Gemaakt = { zaak, type, niveau, objecten: { zaak } };
      for (const [naam, recept] of Object.entries(MAKEN)) {
        const [path, body] = recept(gemaakt);
        gemaakt.objecten[naam] = (await maak(r, path, body)).url;
      }
      alle.push(gemaakt);
    }
  }
}, 120_000);

async function soort(naam: string): Promise<Soort> {
  const zaaktype = await publishedZaaktype(r, { identificatie: naam, omschrijving: naam });
  return {
    ...zaaktype,
    documenttype: await documenttype(r, zaaktype, `Document ${naam}`),
    eigenschap: await eigenschap(r, zaaktype, 'kleur', { formaat: 'tekst', lengte: '9' }),
    zaakobjecttype: await zaakobjecttype(r, zaaktype),
  };
}

/** One line of rights: for which of the kinds (or for one that has no zaken), up to where, and to do what. */
interface Regel {
  readonly soort: number;
  readonly max: number;
  readonly scopes: string[];
}

const regel: fc.Arbitrary<Regel> = fc.record({
  soort: fc.integer({ min: 0, max: 3 }),
  max: fc.integer({ min: 0, max: 7 }),
  scopes: fc.subarray(['zaken.lezen', 'zaken.bijwerken', 'zaken.aanmaken'], { minLength: 1 }),
});

/** The model: may somebody with these lines read this zaak? */
const magZien = (regels: readonly Regel[], { type, niveau }: Gemaakt): boolean =>
  regels.some((one) => one.scopes.includes('zaken.lezen') && soorten[one.soort] === type && niveau <= one.max);

type Body = Readonly<Record<string, unknown>>;
type Rij = Body & { readonly url: string };

const naarUrl = ({ url }: Rij): string => url;
const metQuery = (path: string, query: Readonly<Record<string, string>>) => `${path}?${new URLSearchParams(query)}`;

/** All of a list, page by page, with the count that each page gives; plain arrays count themselves. */
async function lijst(resource: AnyResource, path: string, as: string, query: Record<string, string> = {}) {
  if (!resource.paginated) {
    const { body } = await r.send('GET', metQuery(path, query), undefined, { as });
    return { count: body.length as number, rijen: body as Rij[] };
  }
  const rijen: Rij[] = [];
  let count = 0;
  for (let next: string | null = metQuery(path, { ...query, pageSize: '4' }); next !== null; ) {
    const { body } = await r.send('GET', next, undefined, { as });
    rijen.push(...body.results);
    count = body.count;
    next = body.next;
  }
  return { count, rijen };
}

/** Where the lists of a resource are: one, or one below each zaak. */
function lijsten(resource: AnyResource): readonly { path: string; van: readonly Gemaakt[] }[] {
  if (!resource.under) return [{ path: `${ZRC}/${resource.path}`, van: alle }];
  const deel = resource.path.split('/').at(-1);
  return alle.map((m) => ({ path: `${m.zaak}/${deel}`, van: [m] }));
}

/** The relations of a resource that lead to another of the Zaken API. */
function relaties(resource: AnyResource): readonly string[] {
  const ons = new Set(zakenResources.map(({ href }) => href));
  return Object.entries(resource.fields as Fields)
    .filter(([, { relation }]) => relation && ons.has(relation.target.href))
    .map(([name]) => name);
}

/** Each relation shows of what it refers to exactly what this client may see. */
function controleerExpand(rij: Rij, namen: readonly string[], zichtbaar: ReadonlySet<string>): void {
  const getoond = (rij['_expand'] ?? {}) as Record<string, Rij | Rij[] | undefined>;
  for (const naam of namen) {
    const adressen = [rij[naam] ?? []].flat() as string[];
    const objecten = [getoond[naam] ?? []].flat();
    expect(objecten.map(naarUrl).sort(), `${rij.url} ${naam}`).toEqual(
      adressen.filter((adres) => zichtbaar.has(adres)).sort(),
    );
  }
}

let clients = 0;

/** A client with these rights, and all that it may see. */
async function clientMet(regels: readonly Regel[]): Promise<{ as: string; zichtbaar: ReadonlySet<string> }> {
  const as = `client-${clients++}`;
  const lines = regels.map(({ soort: nummer, max, scopes }) => {
    const type = soorten[nummer]?.zaaktype;
    return { component: 'zrc', scopes, type: type ? uuidOf(type) : crypto.randomUUID(), max: NIVEAUS[max]! };
  });
  await r.client(as, lines);
  const gezien = alle.filter((m) => magZien(regels, m)).flatMap((m) => Object.values(m.objecten));
  return { as, zichtbaar: new Set(gezien) };
}

/** Holds the resource against the rights, by every way to read it. */
async function controleer(resource: AnyResource, regels: readonly Regel[]): Promise<void> {
  const { as, zichtbaar } = await clientMet(regels);
  const kanLezen = regels.some((one) => one.scopes.includes('zaken.lezen'));
  const namen = relaties(resource);
  const expand = namen.join(',');
  for (const { path, van } of lijsten(resource)) {
    const verwacht = van.map((m) => m.objecten[resource.name]!).filter((url) => zichtbaar.has(url));
    if (!kanLezen) {
      expect((await r.send('GET', path, undefined, { as })).status).toBe(403);
      continue;
    }
    const { count, rijen } = await lijst(resource, path, as, expand ? { expand } : {});
    expect(rijen.map(naarUrl).sort()).toEqual([...verwacht].sort());
    expect(count).toBe(verwacht.length);
    for (const rij of rijen) controleerExpand(rij, namen, zichtbaar);
    if (resource.search) await controleerZoek(path, as, rijen, expand);
  }
  for (const m of alle) {
    const url = m.objecten[resource.name]!;
    const { status, body } = await r.send('GET', metQuery(url, expand ? { expand } : {}), undefined, { as });
    expect(status, url).toBe(kanLezen ? (zichtbaar.has(url) ? 200 : 404) : 403);
    if (status === 200) controleerExpand(body, namen, zichtbaar);
  }
}

/** `_zoek` gives what the list gives, also when the client names what it may not see. */
async function controleerZoek(path: string, as: string, rijen: readonly Rij[], expand: string): Promise<void> {
  const vragen = [{ expand }, { expand, uuid__in: alle.map((m) => uuidOf(m.zaak)) }];
  for (const vraag of vragen) {
    const { body } = await r.send('POST', `${path}/_zoek`, vraag, { as });
    expect([body.count, body.results]).toEqual([rijen.length, rijen]);
  }
}

describe('rights (zrc-006)', () => {
  it('are tested for every resource of the Zaken API, and every one can be read in full', () => {
    expect(Object.keys(MAKEN).sort()).toEqual(
      zakenResources
        .map(({ name }) => name)
        .filter((n) => n !== 'zaak')
        .sort(),
    );
    for (const { methods } of zakenResources) expect(methods).toEqual(expect.arrayContaining(['list', 'read']));
  });
  it.each(zakenResources.map((resource) => [resource.name, resource] as const))(
    '%s: list, count, detail, _zoek and expand show the same objects',
    async (_, resource) => {
      await fc.assert(
        fc.asyncProperty(fc.array(regel, { maxLength: 4 }), (regels) => controleer(resource, regels)),
        { numRuns: 4, examples: [[[{ soort: 0, max: 3, scopes: ['zaken.lezen'] }]]], interruptAfterTimeLimit: 60_000 },
      );
    },
    90_000,
  );
});
