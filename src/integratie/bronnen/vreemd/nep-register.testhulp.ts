/**
 * A ZGW register of somebody else, as a network: the standard answers from memory, with every fault that a test asks for.
 * And a house that works on it: a database, an outbox with one listener, and the door for notifications.
 */
import { createVault } from '../../../platform/crypto/index.ts';
import { testDatabase } from '../../../platform/db/database.testhulp.ts';
import { type Database, sql } from '../../../platform/db/index.ts';
import { createServer, type Server } from '../../../platform/http/index.ts';
import { silentLog } from '../../../platform/log/index.ts';
import { type Net, NetFault, type NetRequest, type NetResponse } from '../../../platform/net/index.ts';
import { createOutbox, type OutboxEvent, outboxMigrations } from '../../../platform/outbox/index.ts';
import { fixedClock, seededRandom, uuidv7 } from '../../../platform/time/index.ts';
import {
  bronnenMigrations,
  createVreemdeBronnen,
  leesRegisters,
  type RegisterInstelling,
  type StatusBron,
  type VreemdeBronnen,
} from '../index.ts';

export const Z = 'https://openzaak.example/zaken/api/v1/';
export const C = 'https://openzaak.example/catalogi/api/v1/';
export const N = 'https://opennotificaties.example/api/v1/';
export const NU = new Date('2026-11-20T09:00:00Z');
const SECRET = 'geheim-van-zaakbode-bij-openzaak!!';

export const instelling = (extra: object = {}): RegisterInstelling =>
  leesRegisters(
    JSON.stringify([
      { naam: 'openzaak', zaken: Z, catalogi: C, notificaties: N, clientId: 'zaakbode', secret: SECRET, ...extra },
    ]),
    {},
  )[0]!;

type Velden = Record<string, unknown>;

export interface NepRegister {
  readonly net: Net;
  /** What was asked, as `GET zaken/…`; the newest last. */
  readonly gevraagd: string[];
  readonly verzoeken: NetRequest[];
  /** In the place of an answer, to questions that contain this text. */
  storing: { readonly bij: string; readonly antwoord: Partial<NetResponse> | 'dood' | 'traag' } | null;
  /** Knows `_zoek`, with expand as a list (true) or as a text. */
  zoekt: boolean | 'tekst';
  /** Zaken that our application may not see. */
  readonly verboden: Set<string>;
  abonnementen: Velden[];
  readonly objecten: Map<string, Velden>;
  /** A zaak of a citizen, with an initiator; gives its address. */
  zaak(bsn?: string, extra?: Velden): string;
  /** A status; gives its address. `gezet` is now unless said. */
  status(zaak: string, extra?: Velden): string;
  rol(zaak: string, extra?: Velden): string;
  weg(url: string): void;
}

export function nepRegister(nu: () => Date): NepRegister {
  const objecten = new Map<string, Velden>();
  const klok = fixedClock(NU);
  const random = seededRandom(11);
  const uuid = (): string => {
    klok.advance(1);
    return uuidv7(klok, random);
  };
  const gevraagd: string[] = [];
  const verzoeken: NetRequest[] = [];
  const onder = (base: string): Velden[] => [...objecten].flatMap(([url, o]) => (url.startsWith(base) ? [o] : []));
  const statussen = (): Velden[] =>
    onder(`${Z}statussen/`).sort(
      (a, b) => Date.parse(String(b['datumStatusGezet'])) - Date.parse(String(a['datumStatusGezet'])),
    );
  const blad = (alles: readonly Velden[], pagina: number): NetResponse => {
    const results = alles.slice((pagina - 1) * 100, pagina * 100);
    if (pagina > 1 && results.length === 0) return nietGevonden;
    const next = alles.length > pagina * 100 ? `${Z}?page=${pagina + 1}` : null;
    return ok({ count: alles.length, next, previous: null, results });
  };
  const zaakNu = (url: string): Velden => {
    const laatste = statussen().find((s) => s['zaak'] === url);
    const rollen = onder(`${Z}rollen/`).filter((r) => r['zaak'] === url);
    const resultaat = onder(`${Z}resultaten/`).find((r) => r['zaak'] === url);
    return {
      ...objecten.get(url),
      status: laatste?.['url'] ?? null,
      rollen: rollen.map((r) => r['url']),
      resultaat: resultaat?.['url'] ?? null,
    };
  };

  const self: NepRegister = {
    gevraagd,
    verzoeken,
    storing: null,
    zoekt: true,
    verboden: new Set(),
    abonnementen: [],
    objecten,
    zaak(bsn = '999993653', extra = {}) {
      const url = `${Z}zaken/${uuid()}`;
      objecten.set(url, {
        url,
        identificatie: `ZAAK-${objecten.size}`,
        bronorganisatie: '002220647',
        omschrijving: 'Parkeren',
        toelichting: '',
        zaaktype: `${C}zaaktypen/parkeren`,
        startdatum: '2026-11-01',
        registratiedatum: '2026-11-01',
        einddatum: null,
        einddatumGepland: null,
        uiterlijkeEinddatumAfdoening: null,
        vertrouwelijkheidaanduiding: 'openbaar',
        ...extra,
      });
      self.rol(url, { betrokkeneIdentificatie: { inpBsn: bsn } });
      return url;
    },
    rol(zaak, extra = {}) {
      const url = `${Z}rollen/${uuid()}`;
      objecten.set(url, {
        url,
        zaak,
        betrokkeneType: 'natuurlijk_persoon',
        omschrijvingGeneriek: 'initiator',
        indicatieMachtiging: '',
        betrokkeneIdentificatie: { inpBsn: '' },
        authenticatieContext: null,
        ...extra,
      });
      return url;
    },
    status(zaak, extra = {}) {
      const url = `${Z}statussen/${uuid()}`;
      const datumStatusGezet = nu().toISOString();
      objecten.set(url, {
        url,
        zaak,
        statustype: `${C}statustypen/ontvangen`,
        datumStatusGezet,
        statustoelichting: '',
        ...extra,
      });
      return url;
    },
    weg: (url) => void objecten.delete(url),
    net: {
      close: async () => undefined,
      async request(request) {
        const { method, url, body } = request;
        const found = new URL(url);
        const adres = `${found.origin}${found.pathname}`;
        gevraagd.push(`${method} ${url.replace(Z, '').replace(C, '').replace(N, '')}`);
        verzoeken.push(request);
        if (self.storing && url.includes(self.storing.bij)) {
          const { antwoord } = self.storing;
          if (antwoord === 'dood') throw new NetFault('geen verbinding (ECONNREFUSED)', false);
          if (antwoord === 'traag') throw new NetFault('geen antwoord binnen 20 s', true);
          return { status: 200, headers: {}, body: Buffer.alloc(0), ...antwoord };
        }
        const pagina = Number(found.searchParams.get('page') ?? 1);
        if (adres.startsWith(`${N}abonnement`)) return abonnement(self, request, uuid);
        if (adres === `${Z}statussen`) return blad(statussen(), pagina);
        if (adres === `${Z}rollen`)
          return blad(
            onder(`${Z}rollen/`).filter((r) => r['zaak'] === found.searchParams.get('zaak')),
            pagina,
          );
        if (adres === `${Z}zaken/_zoek`) {
          if (!self.zoekt) return { status: 405, headers: {}, body: Buffer.from('{}') };
          const { expand, uuid__in: gezocht } = JSON.parse(String(body)) as { uuid__in: string[]; expand: unknown };
          if ((self.zoekt === 'tekst') !== (typeof expand === 'string'))
            return { status: 400, headers: {}, body: Buffer.from('{}') };
          const zaken = gezocht.flatMap((id) =>
            objecten.has(`${Z}zaken/${id}`) && !self.verboden.has(`${Z}zaken/${id}`) ? [zaakNu(`${Z}zaken/${id}`)] : [],
          );
          return blad(
            zaken.map((zaak) => ({
              ...zaak,
              _expand: {
                rollen: onder(`${Z}rollen/`).filter((r) => r['zaak'] === zaak['url']),
                ...(zaak['status'] !== null && { status: objecten.get(String(zaak['status'])) }),
                ...(zaak['resultaat'] !== null && { resultaat: objecten.get(String(zaak['resultaat'])) }),
              },
            })),
            pagina,
          );
        }
        if (!objecten.has(adres)) return nietGevonden;
        if (self.verboden.has(adres) || self.verboden.has(String(objecten.get(adres)!['zaak'])))
          return { status: 403, headers: {}, body: Buffer.from('{}') };
        const etag = `"${JSON.stringify(zaakNu(adres)).length}"`;
        if (request.headers?.['if-none-match'] === etag) return { status: 304, headers: {}, body: Buffer.alloc(0) };
        return { ...ok(adres.startsWith(`${Z}zaken/`) ? zaakNu(adres) : objecten.get(adres)), headers: { etag } };
      },
    },
  };
  const catalogus: readonly (readonly [string, Velden])[] = [
    [
      'statustypen/ontvangen',
      {
        volgnummer: 1,
        omschrijving: 'Ontvangen',
        statustekst: 'Wij hebben het.',
        informeren: true,
        isEindstatus: false,
      },
    ],
    ['statustypen/klaar', { volgnummer: 2, omschrijving: 'Klaar', informeren: true, isEindstatus: true }],
    ['zaaktypen/parkeren', { identificatie: 'PARKEREN', omschrijving: 'Parkeren', publicatieIndicatie: true }],
    ['resultaattypen/verleend', { omschrijving: 'Verleend' }],
  ];
  for (const [pad, velden] of catalogus) objecten.set(`${C}${pad}`, { url: `${C}${pad}`, ...velden });
  return self;
}

const ok = (json: unknown, status = 200): NetResponse => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(json)),
});
const nietGevonden: NetResponse = { ...ok({ code: 'not_found', status: 404 }), status: 404 };

function abonnement(self: NepRegister, { method, url, body }: NetRequest, uuid: () => string): NetResponse {
  const given = body === undefined ? {} : (JSON.parse(String(body)) as Velden);
  const found = self.abonnementen.find((one) => one['url'] === url);
  // The standard shows the auth to nobody.
  const getoond = ({ auth: _auth, ...rest }: Velden): Velden => rest;
  if (url === `${N}abonnement` && method === 'GET') return ok(self.abonnementen.map(getoond));
  if (url === `${N}abonnement` && method === 'POST') {
    const nieuw = { url: `${N}abonnement/${uuid()}`, ...given };
    self.abonnementen.push(nieuw);
    return ok(getoond(nieuw), 201);
  }
  if (!found) return nietGevonden;
  if (method === 'DELETE') {
    self.abonnementen = self.abonnementen.filter((one) => one !== found);
    return { status: 204, headers: {}, body: Buffer.alloc(0) };
  }
  Object.assign(found, given);
  return ok(getoond(found));
}

export type Verteld = Pick<OutboxEvent, 'channel' | 'kind' | 'subject' | 'body' | 'trace'>;

export interface Huis {
  readonly db: Database;
  readonly klok: ReturnType<typeof fixedClock>;
  readonly register: NepRegister;
  readonly bronnen: VreemdeBronnen;
  readonly bron: StatusBron;
  readonly server: Server;
  /** What the rest of the house was told, in order. */
  verteld(): Promise<readonly Verteld[]>;
  /** The register tells us; gives the status of our answer. */
  meld(status: string, extra?: object, auth?: string): Promise<number>;
  /** The process again, with the same database; under the first of these keys, while the others live too. */
  opnieuw(instellingen?: readonly RegisterInstelling[], levend?: readonly number[]): Promise<Huis>;
}

export async function huis(instellingen: readonly RegisterInstelling[] = [instelling()]): Promise<Huis> {
  const db = await testDatabase([outboxMigrations, bronnenMigrations]);
  const klok = fixedClock(NU);
  return await bouw(db, klok, nepRegister(klok.now), instellingen);
}

async function bouw(
  db: Database,
  klok: Huis['klok'],
  register: NepRegister,
  instellingen: readonly RegisterInstelling[],
  levend: readonly number[] = [1],
): Promise<Huis> {
  const random = seededRandom(5);
  const liveness = { key: () => levend[0]!, alive: async () => levend, close: async () => undefined };
  const outbox = createOutbox({ db, clock: klok, random, liveness, onFault: () => undefined });
  const bronnen = await createVreemdeBronnen({
    registers: instellingen,
    db,
    vault: createVault('sleutel voor tests', random),
    clock: klok,
    random,
    liveness,
    outbox,
    log: silentLog,
    base: 'https://zaakbode.example',
    net: register.net,
  });
  const server = createServer({ log: silentLog, random });
  bronnen.mount(server);
  return {
    db,
    klok,
    register,
    bronnen,
    bron: bronnen.bron({ statusContexten: async () => new Map() }),
    server,
    verteld: () => db.query<Verteld>(sql`select channel, kind, subject, body, trace from outbox.event order by nr`),
    async meld(status, extra = {}, auth = String(register.abonnementen[0]?.['auth'])) {
      const payload = {
        kanaal: 'zaken',
        hoofdObject: register.objecten.get(status)?.['zaak'] ?? `${Z}zaken/x`,
        resource: 'status',
        resourceUrl: status,
        actie: 'create',
        aanmaakdatum: klok.now().toISOString(),
        kenmerken: {},
        ...extra,
      };
      const url = '/bronnen/api/v1/notificaties/openzaak';
      return (await server.inject({ method: 'POST', url, payload, headers: { authorization: auth } })).statusCode;
    },
    opnieuw: (weer = instellingen, keys = levend) => bouw(db, klok, register, weer, keys),
  };
}
