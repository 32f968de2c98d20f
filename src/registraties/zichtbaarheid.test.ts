/**
 * zrc-006 as one property, for every resource of every register, whatever comes to be added: what a client may see is one
 * predicate, and no way to read goes around it. List, count, detail, `_zoek` and expand show the same objects; which these
 * must be is worked out here anew, from the rights.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../platform/db/index.ts';
import { nieuwBesluit, type Wereld, wereld } from './besluiten/besluiten.testhulp.ts';
import { BUITEN } from './buitenwereld.testhulp.ts';
import { alleResources } from './geheel/index.ts';
import type { AnyResource, Fields } from './kern/index.ts';
import { newZaak, type Registers, RSIN, registers } from './registers.testhulp.ts';
import { documentElders, documenttype, eigenschap, maak, uuidOf, zaakobjecttype } from './zaken/zaken.testhulp.ts';

const RESOURCES = alleResources().filter(({ methods }) => methods.includes('list') && methods.includes('read'));

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

/** A zaaktype with a besluittype, and what its zaken refer to. */
interface Soort extends Wereld {
  readonly bijlage: string;
  readonly eigenschap: string;
  readonly zaakobjecttype: string;
}

/** A zaak with what hangs off it: of every resource at least one, made in the order of `MAKEN`. */
interface Gemaakt {
  readonly zaak: string;
  readonly soort: Soort;
  readonly niveau: number;
  /** Addresses, by the name of their resource. */
  readonly objecten: Record<string, string[]>;
}

const laatste = ({ objecten }: Gemaakt, naam: string): string => objecten[naam]!.at(-1)!;

const DRC = '/documenten/api/v1';
/** Documents of this confidentiality are ready for publication. */
const GEREED = 0;

/** How an object of each resource of zaken, besluiten and documenten is made: its path, and its body. */
const MAKEN: Readonly<Record<string, (m: Gemaakt) => readonly [path: string, body: object]>> = {
  rol: ({ zaak, soort }) => [
    'rollen',
    {
      zaak,
      roltype: soort.behandelaar,
      betrokkeneType: 'medewerker',
      roltoelichting: 'x',
      betrokkeneIdentificatie: {},
    },
  ],
  status: (m) => [
    'statussen',
    {
      zaak: m.zaak,
      statustype: m.soort.begin,
      datumStatusGezet: '2026-11-02T08:00:00Z',
      gezetdoor: laatste(m, 'rol'),
    },
  ],
  substatus: (m) => ['substatussen', { zaak: m.zaak, status: laatste(m, 'status'), omschrijving: 'x' }],
  resultaat: ({ zaak, soort }) => ['resultaten', { zaak, resultaattype: soort.resultaattype }],
  zaakobject: ({ zaak, soort }) => [
    'zaakobjecten',
    {
      zaak,
      objectType: 'pand',
      objectIdentificatie: { identificatie: '1' },
      zaakobjecttype: soort.zaakobjecttype,
    },
  ],
  zaakeigenschap: ({ zaak, soort }) => [
    `${zaak}/zaakeigenschappen`,
    { zaak, eigenschap: soort.eigenschap, waarde: 'rood' },
  ],
  zaakbesluit: ({ zaak }) => [`${zaak}/besluiten`, { besluit: `${BUITEN}/besluiten/1` }],
  zaakinformatieobject: (m) => [
    'zaakinformatieobjecten',
    {
      zaak: m.zaak,
      informatieobject: documentElders(r, uuidOf(m.zaak), m.soort.bijlage),
      status: laatste(m, 'status'),
    },
  ],
  klantcontact: ({ zaak }) => ['klantcontacten', { zaak, datumtijd: '2026-11-01T09:00:00Z' }],
  zaakcontactmoment: ({ zaak }) => ['zaakcontactmomenten', { zaak, contactmoment: `${BUITEN}/contactmomenten/1` }],
  zaakverzoek: ({ zaak }) => ['zaakverzoeken', { zaak, verzoek: `${BUITEN}/verzoeken/1` }],
  zaaknotitie: ({ zaak }) => ['zaaknotities', { gerelateerdAan: zaak, onderwerp: 'x', tekst: 'y' }],
  enkelvoudiginformatieobject: ({ soort, niveau }) => [
    `${DRC}/enkelvoudiginformatieobjecten`,
    {
      bronorganisatie: RSIN,
      creatiedatum: '2026-11-01',
      titel: 'Beschikking',
      auteur: 'Team Vergunningen',
      taal: 'nld',
      informatieobjecttype: soort.documenttype,
      vertrouwelijkheidaanduiding: NIVEAUS[niveau],
      inhoud: Buffer.from('Beste lezer').toString('base64'),
      isGereedVoorPublicatie: niveau === GEREED,
    },
  ],
  besluitinformatieobject: (m) => [
    '/besluiten/api/v1/besluitinformatieobjecten',
    { besluit: laatste(m, 'besluit'), informatieobject: laatste(m, 'enkelvoudiginformatieobject') },
  ],
  gebruiksrechten: (m) => [
    `${DRC}/gebruiksrechten`,
    {
      informatieobject: laatste(m, 'enkelvoudiginformatieobject'),
      startdatum: '2026-11-02T09:00:00Z',
      omschrijvingVoorwaarden: 'Niet verspreiden',
    },
  ],
  verzending: (m) => [
    `${DRC}/verzendingen`,
    {
      informatieobject: laatste(m, 'enkelvoudiginformatieobject'),
      betrokkene: `${BUITEN}/1`,
      contactPersoon: `${BUITEN}/2`,
      aardRelatie: 'geadresseerde',
      mijnOverheid: true,
    },
  ],
};

let r: Registers;
let soorten: readonly Soort[];
const alle: Gemaakt[] = [];
/** Every object that there is, by the name of its resource, with the zaak that it hangs off. */
const objecten = new Map<string, readonly { readonly url: string; readonly van: Gemaakt | null }[]>();

beforeAll(async () => {
  r = await registers();
  r.buiten.zet(`${BUITEN}/besluiten/1`, { url: '', besluittype: '', datum: '2026-11-01' });
  for (const naam of ['contactmomenten', 'verzoeken']) r.buiten.zet(`${BUITEN}/${naam}/1`, { url: '' });
  soorten = [await nieuweSoort('EEN'), await nieuweSoort('TWEE'), await nieuweSoort('DRIE')];
  for (const soort of soorten) for (const niveau of [0, 3, 7]) alle.push(await zaakMetAlles(soort, niveau));
  for (const resource of RESOURCES) {
    const vanZaken = alle.flatMap((van) => (van.objecten[resource.name] ?? []).map((url) => ({ url, van })));
    const los = async () =>
      (await lijst(resource, resource.href, 'beheer')).rijen.map(({ url }) => ({ url, van: null }));
    objecten.set(resource.name, vanZaken.length > 0 ? vanZaken : await los());
  }
}, 120_000);

async function nieuweSoort(naam: string): Promise<Soort> {
  const zaaktype = await wereld(r, naam, { identificatie: naam, omschrijving: naam });
  const bijlage = await documenttype(r, zaaktype, `Document ${naam}`);
  await r.send('POST', `${bijlage}/publish`, {});
  return {
    ...zaaktype,
    bijlage,
    eigenschap: await eigenschap(r, zaaktype, 'kleur', { formaat: 'tekst', lengte: '9' }),
    zaakobjecttype: await zaakobjecttype(r, zaaktype),
  };
}

async function zaakMetAlles(soort: Soort, niveau: number): Promise<Gemaakt> {
  // Each zaak but the first of its kind is a deelzaak of one that not everybody who sees it may see.
  const hoofdzaak = alle.find((m) => m.niveau === 3 && m.soort !== soort)?.zaak;
  const zaak = await newZaak(r, soort.zaaktype, {
    vertrouwelijkheidaanduiding: NIVEAUS[niveau],
    ...(hoofdzaak && { hoofdzaak }),
  });
  const { url: besluit } = await nieuwBesluit(r, soort.besluittype, { zaak });
  const [zaakbesluit] = (await r.send('GET', `${zaak}/besluiten`)).body;
  const m: Gemaakt = {
    zaak,
    soort,
    niveau,
    objecten: { zaak: [zaak], besluit: [besluit], zaakbesluit: [zaakbesluit.url] },
  };
  for (const [naam, recept] of Object.entries(MAKEN)) {
    const { url } = await maak(r, ...recept(m));
    m.objecten[naam] = [...(m.objecten[naam] ?? []), url];
  }
  // Made by the register itself, beside the besluitinformatieobject (brc-005).
  const informatieobject = laatste(m, 'enkelvoudiginformatieobject');
  const { body } = await r.send('GET', metQuery(`${DRC}/objectinformatieobjecten`, { informatieobject }));
  m.objecten['objectinformatieobject'] = (body as Rij[]).map(naarUrl);
  return m;
}

/** One line of rights: for which of the kinds (or for one that has no zaken), up to where, and to do what. */
interface Regel {
  readonly soort: number;
  readonly max: number;
  readonly scopes: string[];
}

interface Rechten {
  readonly zaken: readonly Regel[];
  /** Of which kinds the besluiten may be read. */
  readonly besluiten: readonly number[];
  readonly documenten: readonly Omit<Regel, 'scopes'>[];
  /** Of documents only those that are ready for publication (AC 1.1). */
  readonly alleenGereed: boolean;
  readonly catalogi: boolean;
}

const rechten: fc.Arbitrary<Rechten> = fc.record({
  zaken: fc.array(
    fc.record({
      soort: fc.integer({ min: 0, max: 3 }),
      max: fc.integer({ min: 0, max: 7 }),
      scopes: fc.subarray(['zaken.lezen', 'zaken.bijwerken', 'zaken.aanmaken'], { minLength: 1 }),
    }),
    { maxLength: 3 },
  ),
  besluiten: fc.subarray([0, 1, 2, 3]),
  documenten: fc.array(fc.record({ soort: fc.integer({ min: 0, max: 3 }), max: fc.integer({ min: 0, max: 7 }) }), {
    maxLength: 2,
  }),
  alleenGereed: fc.boolean(),
  catalogi: fc.boolean(),
});

/** Clients as there are: of one kind of zaken and its besluiten; of zaken of one kind and besluiten of another. */
const GEWOON: readonly Rechten[] = [
  {
    zaken: [{ soort: 0, max: 3, scopes: ['zaken.lezen'] }],
    besluiten: [0],
    documenten: [{ soort: 0, max: 3 }],
    alleenGereed: false,
    catalogi: true,
  },
  {
    zaken: [{ soort: 0, max: 7, scopes: ['zaken.lezen'] }],
    besluiten: [1],
    documenten: [{ soort: 1, max: 7 }],
    alleenGereed: true,
    catalogi: false,
  },
];

/** The model: the kind of zaken that somebody may read at all, and whether this one is among them. */
const leest = ({ scopes }: Regel): boolean => scopes.includes('zaken.lezen');
const ziet = (regels: readonly Omit<Regel, 'scopes'>[], { soort, niveau }: Gemaakt): boolean =>
  regels.some((regel) => soorten[regel.soort] === soort && niveau <= regel.max);

/** May somebody with these rights read anything of this resource? ztc-014: who reads zaken or documents reads zaaktypen. */
function kanLezen({ zaken, besluiten, documenten, catalogi }: Rechten, { name, api }: AnyResource): boolean {
  const zaaktypen = name === 'zaaktype' && (zaken.some(leest) || documenten.length > 0);
  return (
    {
      zrc: zaken.some(leest),
      brc: besluiten.length > 0,
      drc: documenten.length > 0,
      ztc: catalogi || zaaktypen,
    }[api.component as string] ?? false
  );
}

/** The objects of a resource that somebody with these rights may read. */
function verwacht(mag: Rechten, resource: AnyResource): readonly string[] {
  if (!kanLezen(mag, resource)) return [];
  const inZicht = (van: Gemaakt): boolean => {
    if (resource.api.component === 'brc') return mag.besluiten.includes(soorten.indexOf(van.soort));
    if (resource.api.component !== 'drc') return ziet(mag.zaken.filter(leest), van);
    return ziet(mag.documenten, van) && (!mag.alleenGereed || van.niveau === GEREED);
  };
  return objecten.get(resource.name)!.flatMap(({ url, van }) => (van === null || inZicht(van) ? [url] : []));
}

type Rij = Readonly<Record<string, unknown>> & { readonly url: string };

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

/** Where the lists of a resource are: one, or one below each object that it lives below. */
function lijsten({ href, under }: AnyResource): readonly string[] {
  if (!under) return [href];
  return objecten.get(under.target.name)!.map(({ url }) => `${url}/${href.split('/').at(-1)}`);
}

/** The relations of a resource that lead to one that can be listed. */
function relaties({ fields }: AnyResource): readonly string[] {
  const bekend = new Set(RESOURCES.map(({ href }) => href));
  return Object.entries(fields as Fields)
    .filter(([, { relation }]) => relation && bekend.has(relation.target.href))
    .map(([name]) => name);
}

/** Each relation shows of what it refers to exactly what this client may see. */
function controleerExpand(rij: Rij, namen: readonly string[], zichtbaar: ReadonlySet<string>): void {
  const getoond = (rij['_expand'] ?? {}) as Record<string, Rij | Rij[] | undefined>;
  for (const naam of namen) {
    const adressen = [rij[naam] ?? []].flat() as string[];
    // The Catalogi API names some of its relations, and gives no address of them.
    if (!adressen.every((adres) => URL.canParse(adres))) continue;
    expect([getoond[naam] ?? []].flat().map(naarUrl).sort(), `${rij.url} ${naam}`).toEqual(
      adressen.filter((adres) => zichtbaar.has(adres)).sort(),
    );
  }
}

let clients = 0;

async function clientMet({ zaken, besluiten, documenten, alleenGereed, catalogi }: Rechten): Promise<string> {
  const as = `client-${clients++}`;
  const van = (nummer: number, soort: 'zaaktype' | 'besluittype' | 'documenttype') =>
    soorten[nummer] ? uuidOf(soorten[nummer][soort]) : crypto.randomUUID();
  await r.client(as, [
    ...zaken.map(({ soort, max, scopes }) => ({
      component: 'zrc',
      scopes,
      type: van(soort, 'zaaktype'),
      max: NIVEAUS[max]!,
    })),
    ...besluiten.map((soort) => ({ component: 'brc', scopes: ['besluiten.lezen'], type: van(soort, 'besluittype') })),
    ...documenten.map(({ soort, max }) => ({
      component: 'drc',
      scopes: ['documenten.lezen'],
      type: van(soort, 'documenttype'),
      max: NIVEAUS[max]!,
    })),
    ...(catalogi ? [{ component: 'ztc', scopes: ['catalogi.lezen'] }] : []),
  ]);
  await r.db.query(sql`
    update autorisaties.applicatie set alleen_is_gereed_voor_publicatie = ${alleenGereed}
    where id = (select applicatie_id from autorisaties.client where client_id = ${as})`);
  return as;
}

/** Holds the resource against the rights, by every way to read it. */
async function controleer(resource: AnyResource, mag: Rechten): Promise<void> {
  const as = await clientMet(mag);
  const eigen = new Set(verwacht(mag, resource));
  const zichtbaar = new Set(RESOURCES.flatMap((one) => verwacht(mag, one)));
  const namen = relaties(resource);
  const query: Record<string, string> = namen.length > 0 ? { expand: namen.join(',') } : {};
  for (const path of lijsten(resource)) {
    if (!kanLezen(mag, resource)) {
      expect((await r.send('GET', path, undefined, { as })).status).toBe(403);
      continue;
    }
    const hier = [...eigen].filter((url) => !resource.under || url.startsWith(`${path}/`));
    const { count, rijen } = await lijst(resource, path, as, query);
    expect(rijen.map(naarUrl).sort()).toEqual(hier.sort());
    expect(count).toBe(hier.length);
    for (const rij of rijen) controleerExpand(rij, namen, zichtbaar);
    if (resource.search) await controleerZoek(resource, as, rijen, query);
  }
  for (const { url } of objecten.get(resource.name)!) {
    const { status, body } = await r.send('GET', metQuery(url, query), undefined, { as });
    expect(status, url).toBe(kanLezen(mag, resource) ? (eigen.has(url) ? 200 : 404) : 403);
    if (status === 200) controleerExpand(body, namen, zichtbaar);
  }
}

/** `_zoek` gives what the list gives, also when the client names what it may not see. */
async function controleerZoek(
  { name, href }: AnyResource,
  as: string,
  rijen: readonly Rij[],
  query: object,
): Promise<void> {
  const alles = objecten.get(name)!.map(({ url }) => uuidOf(url));
  for (const vraag of [query, { ...query, uuid__in: alles }]) {
    const { body } = await r.send('POST', `${href}/_zoek`, vraag, { as });
    expect([body.count, body.results]).toEqual([rijen.length, rijen]);
  }
}

describe('what a client may see (zrc-006)', () => {
  it('is tested with objects of every resource of zaken, besluiten and documenten', () => {
    const zonder = RESOURCES.filter(({ name, api }) => {
      return ['zrc', 'brc', 'drc'].includes(api.component) && alle.some((m) => !m.objecten[name]);
    });
    expect(zonder.map(({ name }) => name)).toEqual([]);
  });
  it.each(RESOURCES.map((resource) => [resource.name, resource] as const))(
    '%s: list, count, detail, _zoek and expand show the same objects',
    async (_, resource) => {
      await fc.assert(
        fc.asyncProperty(rechten, (mag) => controleer(resource, mag)),
        { numRuns: 5, examples: GEWOON.map((mag) => [mag]), interruptAfterTimeLimit: 60_000 },
      );
    },
    90_000,
  );
  it('the bytes of a document, of any version, are for who sees the document', async () => {
    const document = RESOURCES.find(({ name }) => name === 'enkelvoudiginformatieobject')!;
    for (const mag of GEWOON) {
      const as = await clientMet(mag);
      const eigen = verwacht(mag, document);
      for (const { url } of objecten.get(document.name)!) {
        for (const rest of ['?versie=1', '/download', '/download?versie=1', '?registratieOp=2026-11-02T09:00:00Z']) {
          expect((await r.raw('GET', `${url}${rest}`, { as })).status, rest).toBe(eigen.includes(url) ? 200 : 404);
        }
      }
    }
  });
});
