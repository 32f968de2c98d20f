/**
 * The Message Service Handler alone, as a process of its own: no registers, no decisions, only what it takes to store
 * messages, send them and take their acknowledgments in. Argument: a file with an `Opdracht` as JSON. `POST /bench/begin` lets it
 * send, `GET /bench/stand` tells how far it is.
 */
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import { join } from 'node:path';
import {
  type Bijlage,
  type Cpa,
  createDigikoppeling,
  createWie,
  type Digikoppeling,
  digikoppelingMigrations,
  type Uitgaand,
} from '../../src/integratie/digikoppeling/index.ts';
import { type Database, migrate, openPostgres, raw } from '../../src/platform/db/index.ts';
import { createFileObjectStore } from '../../src/platform/files/index.ts';
import { createServer } from '../../src/platform/http/index.ts';
import { createLog, type Log } from '../../src/platform/log/index.ts';
import { createNet, type Net } from '../../src/platform/net/index.ts';
import { createOutbox, outboxMigrations, postgresLiveness } from '../../src/platform/outbox/index.ts';
import { systemClock as clock, systemRandom as random, uuidv7 } from '../../src/platform/time/index.ts';
import { createTls, type Tls } from '../../src/platform/tls/index.ts';
import { percentiel } from './cijfers.ts';

export interface Opdracht {
  readonly database: string;
  readonly poort: number;
  /** Folder for large payloads. */
  readonly map: string;
  /** Texts of the CPAs; the messages are dealt over them. */
  readonly cpas: readonly string[];
  readonly van: string;
  readonly action: string;
  /** Keys and certificates; null for plain http. */
  readonly tls: Sleutelbos | null;
  /** What it signs with; null for unsigned. */
  readonly tekent: Sleutelbos | null;
  /** Stored before the begin. */
  readonly wachtend: number;
  /** Stored per second from the begin on, over the CPAs in turn; 0 for none. */
  readonly tempo: number;
  /** Of each payload, in octets. */
  readonly bytes: number;
}

/** A key, its certificates, and whom it trusts, all as PEM. */
export interface Sleutelbos {
  readonly sleutel: string;
  readonly keten: string;
  readonly vertrouwd: string;
}

export interface ZenderStand {
  /** Business messages that came in. */
  readonly ontvangen: number;
  readonly bewaard: number;
  readonly bevestigd: number;
  /** Since the begin, in ms, at each full thousand of acknowledged messages. */
  readonly duizenden: readonly number[];
  /** Under each CPA: from storing to the acknowledgment, in ms, of what was stored after the begin. */
  readonly perCpa: readonly { readonly cpaId: string; readonly aantal: number; readonly p99: number }[];
}

const PER_TRANSACTIE = 500;
/** Payloads above this go by way of the store. */
const GROOT = 256 * 1024;

async function main(opdracht: Opdracht): Promise<void> {
  const db = await openPostgres({ url: opdracht.database });
  await migrate(db, [outboxMigrations, digikoppelingMigrations]);
  const log = createLog({ level: 'warn', mask: (line) => line });
  const liveness = await postgresLiveness(opdracht.database, random);
  const onFault = (subscriber: string, what: string, err: unknown): void => log.error({ subscriber, err }, what);
  const net = createNet();
  const tls = opdracht.tls && (await openTls(opdracht.tls, opdracht.map, net, log));
  const tekensleutel = opdracht.tekent && createPrivateKey(opdracht.tekent.sleutel);
  const dk = createDigikoppeling({
    db,
    net,
    clock,
    random,
    opslag: createFileObjectStore(opdracht.map),
    outbox: createOutbox({ db, clock, random, liveness, onFault }),
    liveness,
    log,
    domein: 'bench.example',
    volgorde: 'per-zaak',
    beveiliging: tls && { keystore: tls.keystore, client: tls.client, achtervoegsels: false },
    ...(opdracht.tekent && { sleutels: () => tekensleutel }),
  });
  const cpas: Cpa[] = [];
  for (const text of opdracht.cpas) cpas.push(await dk.cpas.laad(text));

  const gang = volgGang(dk);
  const bewaar = (cpa: Cpa, n: number): Promise<void> => bewaarNieuw(db, dk, opdracht, cpa, n, gang.gemaakt);
  for (let made = 0, turn = 0; made < opdracht.wachtend; turn++) {
    const n = Math.min(PER_TRANSACTIE, opdracht.wachtend - made);
    await bewaar(cpas[turn % cpas.length]!, n);
    made += n;
  }
  await db.query(raw('vacuum analyze digikoppeling.bericht'));

  const https = tls?.server();
  const server = createServer({ log, random, ...(https ? { https: https.options } : { ready: async () => true }) });
  https?.attach(server.server as HttpsServer);
  dk.mount(
    server,
    '/ebms',
    tls ? createWie({ judge: tls.judge, header: null, proxies: [], log: log.warn }) : undefined,
  );
  const bestuur = createServer({ log, random, ready: async () => true });
  bestuur.get('/bench/stand', async () => {
    const [row] = await db.query<{ n: number }>(raw('select count(*) as n from digikoppeling.ontvangen'));
    return { ...gang.stand(cpas), ontvangen: row!.n };
  });
  bestuur.post('/bench/begin', async () => {
    gang.begin();
    dk.start();
    if (opdracht.tempo > 0) houdTempo(cpas, opdracht.tempo, bewaar);
    return {};
  });
  await bestuur.listen({ port: opdracht.poort + 1, host: '127.0.0.1' });
  await server.listen({ port: opdracht.poort, host: '127.0.0.1' });
  // So that a profile is written.
  process.once('SIGTERM', () => process.exit());
  process.stdout.write('zender luistert\n');
}

/** A folder of keys and certificates, as an installation has it. */
async function openTls(bos: Sleutelbos, map: string, net: Net, log: Log): Promise<Tls> {
  const dir = join(map, 'sleutels');
  mkdirSync(join(dir, 'vertrouwd'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dir, 'eigen.pem'), `${bos.sleutel}${bos.keten}`, { mode: 0o600 });
  writeFileSync(join(dir, 'vertrouwd', 'proef.pem'), bos.vertrouwd);
  const tls = await createTls({ dir, passphrase: null, wanted: null, net, clock, log });
  tls.start();
  return tls;
}

/** Follows what was stored and acknowledged. */
function volgGang(dk: Digikoppeling) {
  const open = new Map<string, { readonly cpaId: string; readonly at: number }>();
  const tijden = new Map<string, number[]>();
  const duizenden: number[] = [];
  let bewaard = 0;
  let bevestigd = 0;
  let begonnen = Number.NaN;
  dk.opResultaat(async (tx, resultaten) => {
    tx.afterCommit(() => {
      const now = performance.now();
      for (const { soort, messageId } of resultaten) {
        if (soort !== 'bevestigd') continue;
        bevestigd++;
        if (bevestigd % 1000 === 0) duizenden.push(now - begonnen);
        const asked = open.get(messageId);
        open.delete(messageId);
        if (asked) tijden.set(asked.cpaId, [...(tijden.get(asked.cpaId) ?? []), now - asked.at]);
      }
    });
  });
  return {
    begin: () => {
      begonnen = performance.now();
    },
    gemaakt: (cpaId: string, messageIds: readonly string[]) => {
      bewaard += messageIds.length;
      if (!Number.isNaN(begonnen)) for (const id of messageIds) open.set(id, { cpaId, at: performance.now() });
    },
    stand: (cpas: readonly Cpa[]): Omit<ZenderStand, 'ontvangen'> => ({
      bewaard,
      bevestigd,
      duizenden,
      perCpa: cpas.map(({ id }) => {
        const times = tijden.get(id) ?? [];
        return { cpaId: id, aantal: times.length, p99: percentiel(times, 0.99) };
      }),
    }),
  };
}

async function bewaarNieuw(
  db: Database,
  dk: Digikoppeling,
  { van, action, bytes }: Opdracht,
  cpa: Cpa,
  n: number,
  gemaakt: (cpaId: string, messageIds: readonly string[]) => void,
): Promise<void> {
  const berichten: Uitgaand[] = [];
  for (let i = 0; i < n; i++) {
    const messageId = `${uuidv7(clock, random)}@bench.example`;
    const bijlagen = [await bijlageVan(dk, bytes)];
    berichten.push({ cpaId: cpa.id, vanPartij: van, action, messageId, conversationId: messageId, bijlagen });
  }
  await db.transaction((tx) => dk.bewaar(tx, cpa, berichten));
  gemaakt(
    cpa.id,
    berichten.map((b) => b.messageId),
  );
}

async function bijlageVan(dk: Digikoppeling, bytes: number): Promise<Bijlage> {
  if (bytes <= GROOT) return { contentType: 'application/xml', inhoud: Buffer.alloc(bytes, '<zaak/>') };
  const piece = Buffer.alloc(64 * 1024, 'x');
  const object = await dk.objecten.nieuw(
    bytes,
    (async function* () {
      for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
    })(),
  );
  return { contentType: 'application/pdf', inhoud: { object, bytes, sha256: '0'.repeat(64) } };
}

/** Stores so many per second, in twenty portions, one message under each CPA in turn. */
function houdTempo(cpas: readonly Cpa[], tempo: number, bewaar: (cpa: Cpa, n: number) => Promise<void>): void {
  let turn = 0;
  let owed = 0;
  setInterval(() => {
    for (owed += tempo / 20; owed >= 1; owed--) void bewaar(cpas[turn++ % cpas.length]!, 1);
  }, 50);
}

const [, script, file] = process.argv;
if (script === import.meta.filename && file) await main(JSON.parse(readFileSync(file, 'utf8')) as Opdracht);
