/**
 * The composition: reads the settings, builds the components from the ground up, joins ports, mounts. The only file that
 * knows them all; it decides nothing itself.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_CLIENT, type Instelling, leesCpa } from './instellingen.ts';
import { eigenBron } from './integratie/bronnen/index.ts';
import { createDigikoppeling, type Digikoppeling, digikoppelingMigrations } from './integratie/digikoppeling/index.ts';
import { beheerPages } from './interactie/beheer/index.ts';
import { demoHome, standIn } from './interactie/mijngemeente/index.ts';
import { staticAssets } from './interactie/ui/index.ts';
import { createVault } from './platform/crypto/index.ts';
import { type Database, migrate, openEmbedded, openPostgres, raw } from './platform/db/index.ts';
import { createServer, Problem, type Server } from './platform/http/index.ts';
import { createLog, type Log } from './platform/log/index.ts';
import { createNet, type Net } from './platform/net/index.ts';
import {
  createOutbox,
  type Liveness,
  type Outbox,
  outboxMigrations,
  postgresLiveness,
  soleLiveness,
} from './platform/outbox/index.ts';
import { type Clock, type Random, systemClock, systemRandom } from './platform/time/index.ts';
import {
  accountsOverHttp,
  brpOverHttp,
  createZaakberichten,
  koppelLopendeZaken,
  type Instellingen as LopendeZaken,
  lopendezakenMigrations,
  type Zaakberichten,
} from './proces/lopendezaken/index.ts';
import { autorisatiesMigrations, createAutorisaties } from './registraties/autorisaties/index.ts';
import { catalogiApi, catalogiMigrations, catalogiResources, mountPublish } from './registraties/catalogi/index.ts';
import { kernMigrations, mountResources, openapi, type Ports } from './registraties/kern/index.ts';
import { createVerwerkingenlog, verwerkingenMigrations } from './registraties/verwerkingen/index.ts';
import { mountZaken, zakenApi, zakenMigrations, zakenResources } from './registraties/zaken/index.ts';
import { type CpaFeiten, createSimulator, type Simulator } from './simulator/index.ts';
import { maskBsn } from './standaarden/bsn/index.ts';
import { writeCpa } from './standaarden/ebms/index.ts';

/** In the order of the stairs. */
export const MIGRATIONS = [
  outboxMigrations,
  kernMigrations,
  autorisatiesMigrations,
  catalogiMigrations,
  zakenMigrations,
  verwerkingenMigrations,
  digikoppelingMigrations,
  lopendezakenMigrations,
];

export interface App {
  /** The canonical base, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly db: Database;
  readonly ports: Ports;
  readonly outbox: Outbox;
  readonly digikoppeling: Digikoppeling;
  readonly zaakberichten: Zaakberichten;
  /** Demo only. */
  readonly simulator: Simulator | null;
  readonly server: Server;
  readonly log: Log;
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  /** A network that a test breaks at will. */
  readonly net?: Net;
  /** In the demo: a simulator that runs elsewhere, at this base. Nothing is mounted then. */
  readonly simulatorUrl?: string;
  /** In the demo: may be false for benches, where BSNs are made up. */
  readonly simulatorPersonen?: 'demo' | 'alle';
}

export const DEMO_OIN = '00000001002564440000';
/** RSIN of the demo municipality: a number that passes the 11-proef and is nobody's. */
export const DEMO_RSIN = '002564440';

/** The agreement between the demo municipality and the simulator, as the simulator knows it. */
export function demoCpaFeiten(ontvanger: string): CpaFeiten {
  return {
    cpaId: `DEMO-LZ-1-0_${DEMO_OIN}_${ontvanger}_0001`,
    ownPartyId: ontvanger,
    ownRole: 'VOORZIENING',
    peerPartyId: DEMO_OIN,
    peerRole: 'GEMEENTE',
    partyIdType: 'urn:osb:oin',
    service: 'Demo:LopendeZaken:1:0',
    serviceType: 'urn:osb:services',
    actionZaakbericht: 'zaakbericht',
    actionFoutbericht: 'foutbericht',
  };
}

function demoCpa(feiten: CpaFeiten, gemeente: string, own: string, simulator: string): string {
  return writeCpa({
    cpaId: feiten.cpaId,
    start: new Date('2020-01-01T00:00:00Z'),
    end: new Date('2050-01-01T00:00:00Z'),
    service: feiten.service,
    parties: [
      { name: gemeente, partyId: feiten.peerPartyId, role: feiten.peerRole, endpoint: `${own}/digikoppeling/ebms` },
      {
        name: 'Simulator van MijnOverheid',
        partyId: feiten.ownPartyId,
        role: feiten.ownRole,
        endpoint: `${simulator}/simulator/ebms`,
      },
    ],
    actions: [feiten.actionZaakbericht],
    answers: [feiten.actionFoutbericht],
  });
}

/** Opens the database of the settings and brings it up to date. */
export async function openDatabase(s: Instelling): Promise<Database> {
  const db = s.databaseUrl === null ? await openEmbedded(s.dataDir) : await openPostgres({ url: s.databaseUrl });
  try {
    await migrate(db, MIGRATIONS);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** The key of this installation; the demo makes one and keeps it. */
function sleutelOf(s: Instelling): string {
  if (s.sleutel !== null) return s.sleutel;
  const file = join(s.dataDir, 'sleutel');
  if (!existsSync(file)) {
    mkdirSync(s.dataDir, { recursive: true });
    writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

export async function startApp(s: Instelling, options: AppOptions = {}): Promise<App> {
  const { clock = systemClock, random = systemRandom } = options;
  const log = options.log ?? createLog({ level: s.logLevel, mask: maskBsn });
  const demo = s.mode === 'demo';
  const own = `http://${s.host}:${s.port}`;
  const bases = s.publicUrl.length > 0 ? s.publicUrl : [own];
  const web = s.roles.includes('web');
  const worker = s.roles.includes('worker');

  const db = await openDatabase(s);
  const net = options.net ?? createNet();
  const liveness: Liveness =
    s.databaseUrl === null ? soleLiveness(random) : await postgresLiveness(s.databaseUrl, random);
  const vault = createVault(sleutelOf(s), random);
  const outbox = createOutbox({
    db,
    clock,
    random,
    liveness,
    onFault: (subscriber, what, error) =>
      log.error({ err: error, abonnee: subscriber }, `${what} mislukte; het wordt opnieuw geprobeerd`),
  });

  const autorisaties = createAutorisaties({ db, clock, random, vault });
  await autorisaties.ensureClients(s.clients.length > 0 || !demo ? s.clients : [DEMO_CLIENT]);
  const ports: Ports = {
    db,
    clock,
    random,
    bases,
    actorOf: autorisaties.actorOf,
    publish: async (tx, events) =>
      void (await outbox.publish(
        tx,
        events.map(({ kanaal, ...event }) => ({ ...event, channel: kanaal })),
      )),
  };

  const domein = `zaakbode.${s.oin ?? DEMO_OIN}`;
  const digikoppeling = createDigikoppeling({
    db,
    net,
    clock,
    random,
    outbox,
    liveness,
    log,
    domein,
    volgorde: s.volgorde,
  });
  const zaakberichten = createZaakberichten({ db, outbox, digikoppeling, clock });
  const feiten = demoCpaFeiten(s.ontvanger);
  const simulatorUrl = options.simulatorUrl ?? own;
  const cpa =
    s.cpa !== null ? leesCpa(s.cpa) : demo ? demoCpa(feiten, `Gemeente ${s.gemeente}`, own, simulatorUrl) : null;
  if (cpa !== null) {
    const { id: cpaId } = await digikoppeling.cpas.laad(cpa);
    koppelLopendeZaken(outbox, {
      db,
      bron: eigenBron(db),
      authentiek: brpOverHttp(net, s.brpUrl ?? `${simulatorUrl}/simulator/brp/controle`),
      accounts: accountsOverHttp(net, s.accountUrl ?? `${simulatorUrl}/simulator/accounts/controle`),
      digikoppeling,
      outbox,
      verwerkingen: createVerwerkingenlog({ vault, sleutel: sleutelOf(s), clock, random }),
      instellingen: lopendeZaken(s, cpaId, domein, bases[0]!),
      clock,
      random,
      log,
      publish: outbox.publish,
    });
  }

  const server = createServer({ log, random, ready: async () => (await db.query(raw('select 1'))).length === 1 });
  let simulator: Simulator | null = null;
  if (demo) assertLoopbackHost(server);
  if (web) {
    mountApis(server, ports, bases[0]!);
    await server.register(staticAssets);
    await server.register(standIn({ gemeente: s.gemeente, demo }));
  }
  digikoppeling.mount(server, '/digikoppeling/ebms');
  if (demo && web) {
    if (options.simulatorUrl === undefined) {
      simulator = createSimulator({
        gemeenteEndpoint: `${own}/digikoppeling/ebms`,
        cpa: feiten,
        personen: options.simulatorPersonen ?? 'demo',
        ledgerFile: join(s.dataDir, 'simulator.jsonl'),
        checkTijdstip: s.volgorde === 'per-zender',
        now: () => clock.now(),
      });
      await server.register(simulator.plugin);
    }
    await server.register(beheerPages({ zaakberichten, gemeente: s.gemeente, clock, demo: true }));
    await server.register(demoHome(homeOf(s)));
  }
  await server.listen({ port: s.port, host: s.host });
  if (worker) {
    outbox.start();
    digikoppeling.start();
  }
  return {
    url: bases[0]!,
    db,
    ports,
    outbox,
    digikoppeling,
    zaakberichten,
    simulator,
    server,
    log,
    async stop() {
      // First nothing new in, then what is under way, then the ground.
      await server.close();
      await outbox.stop();
      await digikoppeling.stop();
      await net.close();
      await liveness.close();
      await db.close();
    },
  };
}

function mountApis(server: Server, ports: Ports, base: string): void {
  mountResources(server, [...catalogiResources, ...zakenResources], ports);
  mountPublish(server, ports);
  mountZaken(server, ports);
  for (const [api, resources] of [
    [catalogiApi, catalogiResources],
    [zakenApi, zakenResources],
  ] as const) {
    const document = openapi(api, resources, base);
    server.get(`${api.root}/openapi.json`, async (_request, reply) =>
      reply.header('access-control-allow-origin', '*').send(document),
    );
  }
}

/** The demo has no login: a page elsewhere that makes a browser believe its own name is ours must not get in (DNS rebinding). */
function assertLoopbackHost(server: Server): void {
  server.addHook('onRequest', async (request) => {
    const { hostname } = request;
    if (!['127.0.0.1', 'localhost', '[::1]', '::1'].includes(hostname)) {
      throw new Problem('permission_denied', 'De demo is alleen bereikbaar als 127.0.0.1 of localhost.');
    }
  });
}

function lopendeZaken(s: Instelling, cpaId: string, domein: string, base: string): LopendeZaken {
  const standInPage = s.mode === 'demo' ? `${base}/mijnzaken/{uuid}` : null;
  return {
    cpaId,
    oin: s.oin ?? DEMO_OIN,
    applicatie: 'Zaakbode',
    administratie: `Gemeente ${s.gemeente}`.slice(0, 50),
    ontvanger: { organisatie: s.ontvanger, applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
    action: s.action,
    domein,
    verwijzing: s.verwijzing === 'geen' ? null : (s.verwijzing ?? standInPage),
    geenAccountCodes: s.geenAccountCodes,
    maxVertrouwelijkheid: s.maxVertrouwelijkheid,
  };
}

function homeOf(s: Instelling): Parameters<typeof demoHome>[0] {
  const durable = s.databaseUrl !== null;
  return {
    gemeente: s.gemeente,
    verwijzingen: [
      {
        href: '/beheer',
        titel: 'Beheer',
        uitleg: 'Zie welke zaakberichten zijn verstuurd, wachten of aandacht vragen.',
      },
      {
        href: '/simulator',
        titel: 'Simulator van MijnOverheid',
        uitleg: 'Zie wat de burger ziet, en zet storingen aan.',
      },
      {
        href: '/zaken/api/v1/openapi.json',
        titel: 'Zaken API',
        uitleg: 'De beschrijving van de API, voor ontwikkelaars.',
      },
      {
        href: '/catalogi/api/v1/openapi.json',
        titel: 'Catalogi API',
        uitleg: 'De beschrijving van de API, voor ontwikkelaars.',
      },
    ],
    mededelingen: durable
      ? []
      : [
          {
            soort: 'info',
            titel: 'Ingebouwde database',
            tekst:
              'De demo bewaart gegevens in een ingebouwde database. Die overleeft een afgebroken proces, maar misschien geen stroomuitval. Gebruik PostgreSQL voor echt werk.',
          },
        ],
  };
}
