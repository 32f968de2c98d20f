/**
 * The registers as a client meets them, for tests: a server on the test database, tokens, and a published zaaktype to
 * work with. Every answer is checked against our own OpenAPI.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { SignJWT } from 'jose';
import { createVault } from '../platform/crypto/index.ts';
import { testDatabase } from '../platform/db/database.testhulp.ts';
import { type Database, type MigrationSet, sql } from '../platform/db/index.ts';
import { createFileObjectStore, type ObjectStore, type VirusScanner } from '../platform/files/index.ts';
import { createServer, type Server } from '../platform/http/index.ts';
import { type Log, silentLog } from '../platform/log/index.ts';
import { createOutbox, type Outbox, outboxMigrations, soleLiveness } from '../platform/outbox/index.ts';
import { fixedClock, seededRandom } from '../platform/time/index.ts';
import { type Autorisaties, createAutorisaties } from './autorisaties/index.ts';
import { type Buitenwereld, buitenwereld } from './buitenwereld.testhulp.ts';
import { createOpslag, documentenregister } from './documenten/index.ts';
import {
  alleResources,
  BESCHRIJVINGEN,
  type GeheelPorts,
  ingebouwd,
  mountRegisters,
  REGISTER_MIGRATIONS,
} from './geheel/index.ts';
import { createResolver, type Documentenregister, type Ports, type Profile } from './kern/index.ts';
import { createVerwerkingenlog } from './verwerkingen/index.ts';

export const TEST_MIGRATIONS = [outboxMigrations, ...REGISTER_MIGRATIONS];
export const BASE = 'http://zaakbode.test';
const SECRET = 'een-geheim-van-minstens-32-tekens-lang';

/** Files of the tests of this process. */
const OPSLAG = join(tmpdir(), `zaakbode-test-${process.pid}`);
process.on('exit', () => rmSync(OPSLAG, { recursive: true, force: true }));

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | number | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever the wire carries.
  readonly body: any;
}

export interface Registers {
  readonly db: Database;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly outbox: Outbox;
  readonly autorisaties: Autorisaties;
  /** The secret of every client. */
  readonly secret: string;
  readonly ports: GeheelPorts;
  readonly server: Server;
  /** What stands at addresses of others. */
  readonly buiten: Buitenwereld;
  /** Sends a request as this client (default: one that may everything); the body as JSON. */
  send(
    method: string,
    path: string,
    body?: unknown,
    options?: { as?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Sends bytes and gives what came back as bytes; a fault is checked against our OpenAPI too. */
  raw(
    method: string,
    path: string,
    options?: { as?: string; headers?: Record<string, string>; payload?: Buffer },
  ): Promise<{ readonly status: number; readonly headers: Answer['headers']; readonly bytes: Buffer }>;
  /** Makes a client with these autorisaties. */
  client(
    clientId: string,
    lines: readonly { component: string; scopes: string[]; type?: string; max?: string }[],
  ): Promise<void>;
  token(clientId: string, claims?: Record<string, unknown>, secret?: string): Promise<string>;
}

/** Another API beside catalogi and zaken, for a test of the engine. */
export interface ExtraApi {
  mount(server: Server, ports: Ports): void;
  /** What its answers are checked against. */
  readonly openapi: Record<string, unknown>;
}

export interface RegistersOptions {
  readonly extra?: ExtraApi | ((ports: GeheelPorts, outbox: Outbox, buiten: Buitenwereld) => Promise<ExtraApi>);
  /** Tables of that API. */
  readonly migraties?: readonly MigrationSet[];
  readonly profile?: Profile;
  /** In the place of the store of files. */
  readonly store?: ObjectStore;
  readonly scanner?: VirusScanner;
  readonly log?: Log;
  /** In the place of our own register of documents. */
  readonly documenten?: Documentenregister;
  /** Put around the database that the registers use, for a test that looks at its statements. */
  readonly om?: (db: Database) => Database;
}

export async function registers(options: RegistersOptions = {}): Promise<Registers> {
  const bases = [BASE, 'https://ook.zaakbode.test'];
  const buiten = buitenwereld();
  const test = await testDatabase([...TEST_MIGRATIONS, ...(options.migraties ?? [])]);
  const db = options.om?.(test) ?? test;
  const clock = fixedClock(new Date('2026-11-02T09:00:00Z'));
  const random = seededRandom(7);
  const vault = createVault('sleutel voor tests', random);
  const outbox = createOutbox({ db, clock, random, liveness: soleLiveness(random), onFault: () => undefined });
  const autorisaties = createAutorisaties({ db, clock, random, vault });
  await autorisaties.ensureClients([{ clientId: 'beheer', secret: SECRET, heeftAlleAutorisaties: true }]);
  const store = options.store ?? createFileObjectStore(join(OPSLAG, randomUUID()));
  const ports: GeheelPorts = {
    db,
    clock,
    random,
    bases,
    actorOf: autorisaties.actorOf,
    profile: options.profile ?? '1.7',
    documenten: options.documenten ?? documentenregister,
    opslag: createOpslag({ db, store, scanner: options.scanner ?? null, clock, random }),
    verwerkingen: createVerwerkingenlog({ vault, sleutel: 'sleutel voor tests', clock, random }),
    bevraagbaarTot: 'zaakvertrouwelijk',
    resolve: createResolver({
      db,
      clock,
      bases,
      outbound: buiten.net,
      allow: buiten.allow,
      resources: alleResources,
      embedded: ingebouwd(bases),
    }),
    publish: autorisaties.watching(async (tx, events) => {
      await outbox.publish(
        tx,
        events.map(({ kanaal, ...event }) => ({ ...event, channel: kanaal })),
      );
    }),
  };
  const extra = typeof options.extra === 'function' ? await options.extra(ports, outbox, buiten) : options.extra;
  const server = createServer({ log: options.log ?? silentLog, random, ready: async () => true });
  mountRegisters(server, ports);
  extra?.mount(server, ports);
  await server.ready();
  const check = openapiCheck([
    ...BESCHRIJVINGEN.map((beschrijving) => beschrijving.openapi(BASE)),
    ...(extra ? [extra.openapi] : []),
  ]);

  const token = (clientId: string, claims: Record<string, unknown> = {}, secret = SECRET): Promise<string> =>
    new SignJWT({
      iss: clientId,
      client_id: clientId,
      user_id: 'u1',
      user_representation: 'Een medewerker',
      iat: clock.now().getTime() / 1000,
      ...claims,
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(Buffer.from(secret));

  return {
    db,
    clock,
    buiten,
    outbox,
    ports,
    autorisaties,
    secret: SECRET,
    server,
    token,
    async send(method, path, body, { as = 'beheer', headers = {} } = {}) {
      const crs = path.includes('/zaken/api/v1/zaken')
        ? { 'accept-crs': 'EPSG:4326', ...(body !== undefined && { 'content-crs': 'EPSG:4326' }) }
        : {};
      const answer = await server.inject({
        method: method as 'GET',
        url: path.replace(BASE, ''),
        headers: { host: 'zaakbode.test', authorization: `Bearer ${await token(as)}`, ...crs, ...headers },
        ...(body !== undefined && { payload: body as object }),
      });
      const parsed = answer.body === '' ? null : JSON.parse(answer.body);
      check(method, path.replace(BASE, '').split('?')[0]!, answer.statusCode, parsed);
      return { status: answer.statusCode, headers: answer.headers, body: parsed };
    },
    async raw(method, path, { as = 'beheer', headers = {}, payload } = {}) {
      const answer = await server.inject({
        method: method as 'GET',
        url: path.replace(BASE, ''),
        headers: { host: 'zaakbode.test', authorization: `Bearer ${await token(as)}`, ...headers },
        ...(payload && { payload }),
      });
      const json = /json/.test(String(answer.headers['content-type'])) ? JSON.parse(answer.body) : null;
      check(method, path.replace(BASE, '').split('?')[0]!, answer.statusCode, json);
      return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload };
    },
    async client(clientId, lines) {
      await autorisaties.ensureClients([{ clientId, secret: SECRET, heeftAlleAutorisaties: false }]);
      const [row] = await db.query<{ id: string }>(sql`
        insert into autorisaties.applicatie values (gen_random_uuid(), ${clientId}, false) returning id`);
      await db.query(sql`update autorisaties.client set applicatie_id = ${row!.id} where client_id = ${clientId}`);
      for (const line of lines) {
        await db.query(sql`
          insert into autorisaties.autorisatie values (gen_random_uuid(), ${row!.id}, ${line.component}, ${line.scopes}::text[],
            ${line.type ?? null}, ${line.max ?? null})`);
      }
    },
  };
}

type Check = (method: string, path: string, status: number, body: unknown) => void;

/** Throws when an answer is not what the OpenAPI document promises for that path, method and status. */
function openapiCheck(documents: readonly Record<string, unknown>[]): Check {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  (addFormats as unknown as (a: Ajv) => void)(ajv);
  ajv.addFormat('duration', /^P/);
  // The standard's own specifications say `format: uri` of fields that may be empty.
  ajv.addFormat('uri', (text: string) => text === '' || URL.canParse(text));
  const checks = documents.map((document, index) => {
    ajv.addSchema(alsAntwoord(document) as object, `api${index}`);
    const { paths, servers } = document as { paths: Record<string, unknown>; servers: { url: string }[] };
    return { index, root: new URL(servers[0]!.url).pathname, paths: Object.keys(paths) };
  });
  return (method, path, status, body) => {
    for (const { index, root, paths } of checks) {
      if (!path.startsWith(`${root}/`)) continue;
      const rest = path.slice(root.length).split('/');
      const matching = paths.filter((one) => {
        const parts = one.split('/');
        return parts.length === rest.length && parts.every((p, i) => p.startsWith('{') || p === rest[i]);
      });
      // `/zaken/_zoek` before `/zaken/{uuid}`.
      const known = matching.find((one) => one === rest.join('/')) ?? matching[0];
      if (!known || body === null) return;
      const media = status >= 400 ? 'application~1problem+json' : 'application~1json';
      const pointer = `api${index}#/paths/${known.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${method.toLowerCase()}/responses/${status}/content/${media}/schema`;
      const valid = ajv.getSchema(pointer);
      if (!valid) {
        if (status === 405) return;
        throw new Error(`OpenAPI knows no ${status} on ${method} ${known}`);
      }
      if (!valid(body))
        throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(valid.errors)}\n${JSON.stringify(body)}`);
    }
  };
}

/** An answer in the words of JSON Schema, of what OpenAPI 3.0 says of requests and answers at once. */
function alsAntwoord(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(alsAntwoord);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, child]) => [key, alsAntwoord(child)]));
  if (copy['nullable'] === true && typeof copy['type'] === 'string') copy['type'] = [copy['type'], 'null'];
  const { properties, required } = copy as { properties?: Record<string, { writeOnly?: boolean }>; required?: unknown };
  // OpenAPI 3.0: what is written only is required of requests only.
  if (properties && Array.isArray(required)) copy['required'] = required.filter((name) => !properties[name]?.writeOnly);
  return copy;
}

/** A published zaaktype with two statustypen, a resultaattype and an initiator: addresses of all. */
export interface Zaaktype {
  readonly catalogus: string;
  readonly zaaktype: string;
  readonly begin: string;
  readonly eind: string;
  readonly resultaattype: string;
  readonly initiator: string;
  readonly behandelaar: string;
}

export const RSIN = '002564440';

/** In the embedded lists: a klasse that leaves the afleidingswijze open, and a resultaattypeomschrijving. */
export const OPEN_KLASSE = `${BASE}/referentielijsten/api/v1/resultaten/6d37598e-30f0-4aef-930d-3e1690725d95`;
export const TOEGEKEND = `${BASE}/referentielijsten/api/v1/resultaattypeomschrijvingen/fb65d251-1518-4185-865f-b8bdcfad07b1`;

export function zaaktypeBody(catalogus: string, extra: object = {}): Record<string, unknown> {
  return {
    identificatie: 'PARKEREN',
    omschrijving: 'Parkeervergunning',
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    doel: 'Parkeren',
    aanleiding: 'Een aanvraag',
    indicatieInternOfExtern: 'extern',
    handelingInitiator: 'aanvragen',
    onderwerp: 'vergunning',
    handelingBehandelaar: 'behandelen',
    doorlooptijd: 'P8W',
    opschortingEnAanhoudingMogelijk: true,
    verlengingMogelijk: false,
    publicatieIndicatie: false,
    productenOfDiensten: [],
    referentieproces: { naam: 'Vergunningen' },
    verantwoordelijke: 'Team parkeren',
    catalogus,
    besluittypen: [],
    gerelateerdeZaaktypen: [],
    beginGeldigheid: '2026-01-01',
    ...extra,
  };
}

export async function publishedZaaktype(r: Registers, extra: object = {}): Promise<Zaaktype> {
  const make = async (path: string, body: unknown): Promise<string> => {
    const answer = await r.send('POST', `/catalogi/api/v1/${path}`, body);
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.url;
  };
  const existing = await r.send('GET', `/catalogi/api/v1/catalogussen?domein=ABCDE`);
  const catalogus =
    existing.body.results[0]?.url ??
    (await make('catalogussen', { domein: 'ABCDE', rsin: RSIN, contactpersoonBeheerNaam: 'Beheer' }));
  const zaaktype = await make('zaaktypen', zaaktypeBody(catalogus, extra));
  const begin = await make('statustypen', {
    zaaktype,
    omschrijving: 'Ontvangen',
    volgnummer: 1,
    informeren: true,
    statustekst: 'Wij hebben uw aanvraag ontvangen.',
  });
  const eind = await make('statustypen', { zaaktype, omschrijving: 'Afgehandeld', volgnummer: 2, informeren: true });
  const resultaattype = await make('resultaattypen', {
    zaaktype,
    omschrijving: 'Verleend',
    resultaattypeomschrijving: TOEGEKEND,
    selectielijstklasse: OPEN_KLASSE,
    archiefnominatie: 'vernietigen',
    archiefactietermijn: 'P1Y',
    brondatumArchiefprocedure: { afleidingswijze: 'afgehandeld' },
  });
  const initiator = await make('roltypen', { zaaktype, omschrijving: 'Aanvrager', omschrijvingGeneriek: 'initiator' });
  const behandelaar = await make('roltypen', {
    zaaktype,
    omschrijving: 'Behandelaar',
    omschrijvingGeneriek: 'behandelaar',
  });
  const answer = await r.send('POST', `${zaaktype}/publish`, {});
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return { catalogus, zaaktype, begin, eind, resultaattype, initiator, behandelaar };
}

export async function newZaak(r: Registers, zaaktype: string, extra: object = {}, as = 'beheer'): Promise<string> {
  const body = {
    bronorganisatie: RSIN,
    verantwoordelijkeOrganisatie: RSIN,
    startdatum: '2026-11-01',
    zaaktype,
    ...extra,
  };
  const answer = await r.send('POST', '/zaken/api/v1/zaken', body, { as });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.url;
}
