/**
 * What the whole program stands on: the database brought up to date, the outbox, who may what, the ways out, and the ports
 * of the registers. For `app.ts`, and for commands that work on the registers without anything running.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_OIN } from './demoverbinding.ts';
import { bestandenOpslag, DEMO_CLIENT, type Instelling } from './instellingen.ts';
import { bronnenMigrations } from './integratie/bronnen/index.ts';
import { digikoppelingMigrations, type Omgeving } from './integratie/digikoppeling/index.ts';
import { notificatiesMigrations } from './integratie/notificaties/index.ts';
import { SettingsFault } from './platform/config/index.ts';
import { createVault, type Vault } from './platform/crypto/index.ts';
import { type Database, migrate, openEmbedded, openPostgres } from './platform/db/index.ts';
import { clamd } from './platform/files/index.ts';
import { identityMigrations } from './platform/identity/index.ts';
import { createLog, type Log, type LogFile, openLogFile } from './platform/log/index.ts';
import { type AllowedOrigin, createNet, createOutbound, type Net } from './platform/net/index.ts';
import {
  createOutbox,
  type Liveness,
  type Outbox,
  outboxMigrations,
  postgresLiveness,
  soleLiveness,
} from './platform/outbox/index.ts';
import { type Clock, type Random, systemClock, systemRandom } from './platform/time/index.ts';
import { createTls, type Tls } from './platform/tls/index.ts';
import { aansluitenMigrations } from './proces/aansluiten/index.ts';
import { lopendezakenMigrations } from './proces/lopendezaken/index.ts';
import { waarschuwingenMigrations } from './proces/waarschuwingen/index.ts';
import { zaakgebeurtenissenMigrations } from './proces/zaakgebeurtenissen/index.ts';
import { createAutorisaties } from './registraties/autorisaties/index.ts';
import { createOpslag, documentenregister } from './registraties/documenten/index.ts';
import { alleResources, type GeheelPorts, ingebouwd, REGISTER_MIGRATIONS } from './registraties/geheel/index.ts';
import { handelingenMigrations } from './registraties/handelingen/index.ts';
import { createResolver } from './registraties/kern/index.ts';
import { createVerwerkingenlog } from './registraties/verwerkingen/index.ts';
import { type Organisatie, rsinVanOin, vulOrganisaties } from './registraties/zaakbevraging/index.ts';
import { maskBsn } from './standaarden/bsn/index.ts';

/** In the order of the stairs. */
const MIGRATIONS = [
  outboxMigrations,
  ...REGISTER_MIGRATIONS,
  digikoppelingMigrations,
  notificatiesMigrations,
  bronnenMigrations,
  lopendezakenMigrations,
  zaakgebeurtenissenMigrations,
  waarschuwingenMigrations,
  aansluitenMigrations,
  identityMigrations,
  handelingenMigrations,
];

/** What everything stands on. */
export interface Fundament {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly db: Database;
  readonly net: Net;
  readonly liveness: Liveness;
  readonly outbox: Outbox;
  readonly vault: Vault;
  /** Keys, certificates and who is trusted. */
  readonly tls: Tls;
  /** The way to addresses of others, and which those may be. */
  readonly uitgaand: { readonly net: Net; readonly allow: readonly AllowedOrigin[] };
  readonly ports: GeheelPorts;
  /** What must be closed, in the order in which it was opened. */
  readonly open: (() => Promise<unknown>)[];
}

/** What a test puts in the place of the real thing. */
export interface FundamentOptions {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  /** A network that a test breaks at will. */
  readonly net?: Net;
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

/** The ground without anything running on it: for commands that work on the registers. */
export async function openFundament(s: Instelling): Promise<{ readonly ports: GeheelPorts; close(): Promise<void> }> {
  const open: Fundament['open'] = [];
  const close = closer(open);
  try {
    return { ports: (await lay(s, {}, open)).ports, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Last opened first: nothing new in, then what is under way, then the ground. */
export function closer(open: Fundament['open']): () => Promise<void> {
  return async () => {
    while (open.length > 0) await open.pop()!();
  };
}

/** The ground floor and the register of who may what. */
export async function lay(s: Instelling, options: FundamentOptions, open: Fundament['open']): Promise<Fundament> {
  const { clock = systemClock, random = systemRandom } = options;
  const log = options.log ?? openLog(s, open);
  const db = await openDatabase(s);
  open.push(db.close);
  const liveness = s.databaseUrl === null ? soleLiveness(random) : await postgresLiveness(s.databaseUrl, random);
  open.push(liveness.close);
  const net = options.net ?? createNet();
  open.push(net.close);
  const tls = await createTls({
    dir: s.keysDir ?? join(s.dataDir, 'sleutels'),
    passphrase: s.keysWachtwoord,
    wanted: s.ebmsCertificaat,
    net,
    clock,
    log,
  });
  const sleutel = sleutelOf(s);
  const vault = createVault(sleutel, random);
  const outbox = createOutbox({
    db,
    clock,
    random,
    liveness,
    onFault: (subscriber, what, error) =>
      log.error({ err: error, abonnee: subscriber }, `${what} mislukte; het wordt opnieuw geprobeerd`),
  });
  const autorisaties = createAutorisaties({ db, clock, random, vault });
  await autorisaties.ensureClients(s.clients.length > 0 || s.mode !== 'demo' ? s.clients : [DEMO_CLIENT]);
  await vulOrganisaties(db, organisatiesVan(s));
  const bases = s.publicUrl.length > 0 ? s.publicUrl : [`http://${s.host}:${s.port}`];
  // In the demo the simulator plays a subscriber of notifications too.
  const simulator = { origin: `http://${s.host}:${s.port}`, path: '/simulator/', intern: false };
  const uitgaand = [...s.uitgaand, ...s.referentielijsten, ...(s.mode === 'demo' ? [simulator] : [])];
  const outbound = createOutbound(uitgaand);
  open.push(outbound.close);
  const ports: GeheelPorts = {
    db,
    clock,
    random,
    bases,
    actorOf: autorisaties.actorOf,
    profile: s.profiel,
    documenten: documentenregister,
    opslag: createOpslag({
      db,
      store: bestandenOpslag(s),
      scanner: s.clamd === null ? null : clamd(s.clamd),
      clock,
      random,
    }),
    verwerkingen: createVerwerkingenlog({ vault, sleutel, clock, random }),
    bevraagbaarTot: s.bevraagbaarTot,
    resolve: createResolver({
      db,
      clock,
      bases,
      outbound,
      allow: uitgaand,
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
  return {
    clock,
    random,
    log,
    db,
    net,
    liveness,
    outbox,
    vault,
    tls,
    uitgaand: { net: outbound, allow: uitgaand },
    ports,
    open,
  };
}

/** The log of the settings. A signal to open the file anew must not end the process, whoever sends it. */
function openLog(s: Instelling, open: Fundament['open']): Log {
  const onFault = (error: Error): void =>
    log.error({ err: error }, 'LOG_FILE is niet te schrijven; het log staat op stdout');
  const file = s.logFile === null ? null : openFile(s.logFile, onFault);
  const log = createLog({ level: s.logLevel, mask: maskBsn, file });
  if (file === null) return log;
  process.on('SIGHUP', file.reopen);
  open.push(async () => {
    process.off('SIGHUP', file.reopen);
    file.close();
  });
  return log;
}

function openFile(name: string, onFault: (error: Error) => void): LogFile {
  try {
    return openLogFile(name, onFault);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new SettingsFault([
      `LOG_FILE: het bestand ${name} is niet te openen (${code}). Kies een map waarin Zaakbode mag schrijven.`,
    ]);
  }
}

/** The directory of the settings, with the municipality itself when its OIN tells its RSIN. */
function organisatiesVan(s: Instelling): readonly Organisatie[] {
  const rsin = rsinVanOin(s.oin ?? (s.mode === 'demo' ? DEMO_OIN : ''));
  if (rsin === null || s.organisaties.some((organisatie) => organisatie.rsin === rsin)) return s.organisaties;
  return [...s.organisaties, { rsin, naam: `Gemeente ${s.gemeente}`, oin: null, eigen: true }];
}

/** Which CPAs may be loaded here: the demo has an environment of its own. */
export function omgevingVan(s: Instelling): Omgeving {
  return s.mode === 'demo' ? 'demo' : s.omgeving;
}

/** The key of this installation; the demo makes one and keeps it. */
export function sleutelOf(s: Instelling): string {
  if (s.sleutel !== null) return s.sleutel;
  const file = join(s.dataDir, 'sleutel');
  if (!existsSync(file)) {
    mkdirSync(s.dataDir, { recursive: true });
    writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}
