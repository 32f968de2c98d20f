/**
 * Digikoppeling with processes that are killed all the time. Other systems give messages, in lanes, under several CPAs, some
 * signed, some large; two or three processes of ours send them, and about every second one of these is killed. The other side
 * applies and acknowledges them over a network that breaks, refuses, and loses, delays and doubles acknowledgments; it is
 * killed as well, dead under one CPA for a while, and sends messages of its own. In the end `ebms-vergelijk.ts` compares the
 * books of both sides.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../bench/hulp/poort.ts';
import {
  createDigikoppeling,
  type Digikoppeling,
  digikoppelingMigrations,
} from '../../src/integratie/digikoppeling/index.ts';
import { type Database, migrate, sql } from '../../src/platform/db/index.ts';
import { createFileObjectStore } from '../../src/platform/files/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { createNet } from '../../src/platform/net/index.ts';
import { createOutbox, outboxMigrations, soleLiveness } from '../../src/platform/outbox/index.ts';
import { type Clock, seededRandom, systemClock, systemRandom } from '../../src/platform/time/index.ts';
import { createAuthority } from '../../src/platform/tls/pki.testhulp.ts';
import { writeCpa } from '../../src/standaarden/ebms/index.ts';
import { type Aanbod, biedAan, planVan } from './ebms-aanbieder.ts';
import { ACTION, ANTWOORD, GEMEENTE, type Opdracht, VOORZIENING } from './ebms-opdracht.ts';
import { type Boeken, vergelijk } from './ebms-vergelijk.ts';
import { PROEF_TABELLEN } from './ebms-werker.ts';
import { opEigenDatabase } from './eigen-database.ts';
import { type Child, killAtRandom, killNowAndThen, startProcess } from './kinderen.ts';

/** The other side sends a tenth of what we send. */
export interface EbmsOptions extends Aanbod {
  /** A PostgreSQL in which a database of its own is made, and removed again. */
  readonly url: string;
  readonly seed: number;
  readonly cpas: number;
  readonly workers: number;
  readonly killEveryMs: { readonly least: number; readonly most: number };
  readonly killOtherSideMs: { readonly least: number; readonly most: number };
  /** Every so often the other side takes nothing in for a second. */
  readonly rondeMs: number;
  readonly grootPer: number;
  readonly onrust: number;
  readonly doodTot: number;
  /** All must be done by then. */
  readonly maxMs: number;
}

export interface EbmsFigures extends Boeken {
  readonly messages: number;
  readonly received: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly kills: number;
  readonly killsOtherSide: number;
}

/** A message that is not acknowledged goes again after this; a real one waits hours. */
const HERHAAL_MS = 3_000;
const HERHALINGEN = 5_000;
/** Every how manieth CPA is signed. */
const GETEKEND = 4;

export async function runEbms(options: EbmsOptions): Promise<EbmsFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'zaakbode-ebms-'));
  try {
    return await opEigenDatabase(options.url, 'ebms', async (db, url) => {
      await migrate(db, [outboxMigrations, digikoppelingMigrations]);
      await db.script(PROEF_TABELLEN);
      return await runOn(db, await maakOpdracht(options, url, folder), join(folder, 'opdracht.json'), options);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function maakOpdracht(options: EbmsOptions, database: string, folder: string): Promise<Opdracht> {
  const authority = await createAuthority();
  const [wij, zij] = [await authority.leaf({ oin: GEMEENTE }), await authority.leaf({ oin: VOORZIENING })];
  const ontvanger = await freePort();
  const werkers: number[] = [];
  for (let i = 0; i < options.workers; i++) werkers.push(await freePort());
  const cpas = Array.from({ length: options.cpas }, (_, i) => {
    const getekend = i % GETEKEND === GETEKEND - 1;
    const partij = (role: string, partyId: string, endpoint: string, signing: typeof wij.x509) => {
      return { name: role, partyId, role, endpoint, ...(getekend && { signing }) };
    };
    const id = `PROEF-${i}`;
    const tekst = writeCpa({
      cpaId: id,
      start: new Date('2020-01-01T00:00:00Z'),
      end: new Date('2090-01-01T00:00:00Z'),
      service: 'PROEF:Chaos:1:0',
      profile: getekend ? 'osb-rm-s' : 'osb-rm',
      // Which of our processes hears an answer, the other side chooses.
      parties: [
        partij('GEMEENTE', GEMEENTE, `http://127.0.0.1:${werkers[0]}/ebms`, wij.x509),
        partij('VOORZIENING', VOORZIENING, `http://127.0.0.1:${ontvanger}/${id}`, zij.x509),
      ],
      actions: [ACTION],
      answers: [ANTWOORD],
      retries: HERHALINGEN,
      retryIntervalMs: HERHAAL_MS,
    });
    return { id, tekst };
  });
  return {
    database,
    opslag: join(folder, 'objecten'),
    boek: join(folder, 'boek'),
    poorten: { werkers, ontvanger },
    cpas,
    sleutels: { wij: wij.keyPem, zij: zij.keyPem },
    seed: options.seed,
    hunBerichten: Math.floor(options.messages / 10),
    grootPer: options.grootPer,
    onrust: options.onrust,
    rondeMs: options.rondeMs,
    begin: new Date().toISOString(),
    doodTot: options.doodTot,
  };
}

async function runOn(db: Database, opdracht: Opdracht, file: string, options: EbmsOptions): Promise<EbmsFigures> {
  writeFileSync(file, JSON.stringify(opdracht));
  const start = performance.now();
  const dk = handler(db, opdracht, systemClock);
  for (const { tekst } of opdracht.cpas) await dk.cpas.laad(tekst);
  const random = seededRandom(options.seed);
  const another = (place: number): Child => startProcess('ebms-werker.ts', [file, String(place)]);
  const workers = Array.from({ length: options.workers }, (_, place) => another(place));
  const overkant = killNowAndThen(() => startProcess('ebms-ontvanger.ts', [file]), random, options.killOtherSideMs);
  const killer = killAtRandom(workers, random, another, options.killEveryMs);
  try {
    const berichten = await biedAan(db, opdracht, planVan(opdracht, options), options);
    await untilDone(db, opdracht, options, start);
    const seconds = (performance.now() - start) / 1_000;
    await killer.stop();
    const fallen = workers.filter((one) => one.fell()).length + (await overkant.stop());
    for (const worker of workers) await worker.kill();
    const later: Clock = { ...systemClock, now: () => new Date(Date.now() + 2 * 60 * 60 * 1_000) };
    const boeken = await vergelijk(db, handler(db, opdracht, later), opdracht, berichten);
    const faults = fallen > 0 ? [...boeken.faults, `${fallen} processes ended by themselves`] : boeken.faults;
    return {
      messages: berichten.length,
      received: opdracht.hunBerichten,
      seconds: Math.round(seconds * 10) / 10,
      perSecond: Math.round((berichten.length + opdracht.hunBerichten) / seconds),
      kills: killer.kills(),
      killsOtherSide: overkant.kills(),
      ...boeken,
      faults,
    };
  } finally {
    await killer.stop();
    await overkant.stop();
    for (const worker of workers) await worker.kill();
  }
}

/** A handler that sends nothing: to load the CPAs, and to clean up afterwards. */
function handler(db: Database, { opslag }: Opdracht, clock: Clock): Digikoppeling {
  const liveness = soleLiveness(systemRandom);
  return createDigikoppeling({
    db,
    net: createNet(),
    clock,
    random: systemRandom,
    opslag: createFileObjectStore(opslag),
    outbox: createOutbox({ db, clock, random: systemRandom, liveness, onFault: () => undefined }),
    liveness,
    log: silentLog,
    domein: 'gemeente.example',
    volgorde: 'per-zaak',
    beveiliging: null,
  });
}

/** Until nothing is open any more. Throws when that takes too long: nothing is known to be wrong then, nor right. */
async function untilDone(db: Database, opdracht: Opdracht, { maxMs }: EbmsOptions, start: number): Promise<void> {
  for (;;) {
    const [row] = await db.query<Record<'zendingen' | 'berichten' | 'signalen' | 'banen' | 'ontvangen', number>>(sql`
      select (select count(*) from digikoppeling.zending where staat in ('te_verzenden', 'verzonden')) as zendingen,
        (select count(*) from digikoppeling.bericht where staat in ('te_verzenden', 'verzonden')) as berichten,
        (select count(*) from digikoppeling.signaal) as signalen,
        (select count(*) from outbox.fresh) + (select count(*) from outbox.lane) as banen,
        (select count(*) from digikoppeling.ontvangen) as ontvangen`);
    const { zendingen, berichten, signalen, banen, ontvangen } = row!;
    if (zendingen + berichten + signalen + banen === 0 && ontvangen >= opdracht.hunBerichten) return;
    if (performance.now() - start > maxMs) throw new Error(`after ${maxMs} ms still ${JSON.stringify(row)}`);
    await sleep(250);
  }
}
