/**
 * Notifications with processes that are killed all the time: changes are written, some of them rolled back, workers bring
 * the news to subscribers that break connections and go away, and every quarter of a second to second and a half a worker
 * is killed. In the end the books are compared: per subscriber no number missing, none with two ids, nothing out of order
 * per object, nothing that was rolled back, and nothing lost.
 */
import { notificatiesMigrations } from '../../src/integratie/notificaties/index.ts';
import { createVault } from '../../src/platform/crypto/index.ts';
import { type Database, migrate, sql } from '../../src/platform/db/index.ts';
import { createOutbox, outboxMigrations, soleLiveness } from '../../src/platform/outbox/index.ts';
import { seededRandom, systemClock, systemRandom, uuidv7 } from '../../src/platform/time/index.ts';
import { opEigenDatabase } from './eigen-database.ts';
import { killAtRandom, startProcess } from './kinderen.ts';
import { type Ontvangst, type Regel, WEG } from './nieuws-ontvanger.ts';
import { SLEUTEL } from './nieuws-werker.ts';

export interface NieuwsOptions {
  /** A PostgreSQL in which a database of its own is made, and removed again. */
  readonly url: string;
  readonly seed: number;
  readonly changes: number;
  readonly objects: number;
  readonly workers: number;
  readonly maxMs: number;
}

export interface NieuwsFigures {
  readonly changes: number;
  readonly deliveries: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly kills: number;
  readonly rolledBack: number;
  readonly repeated: number;
  readonly lot: Ontvangst['lot'];
  /** What is wrong, as sentences; not more than the first few. */
  readonly faults: readonly string[];
}

/** The subscribers: all news, half of it twice, and one that is away half of the time. */
const PATHS = ['/alles', '/even', '/oneven', WEG] as const;
const PARITY: Readonly<Record<string, string>> = { '/even': 'even', '/oneven': 'oneven' };
const PER_TRANSACTION = 10;
const ROLLED_BACK = 0.05;
const SHOWN = 20;

interface Change {
  readonly label: string;
  readonly subject: string;
  readonly soort: string;
}

export async function runNieuws(options: NieuwsOptions): Promise<NieuwsFigures> {
  return await opEigenDatabase(options.url, 'nieuws', async (db, url) => {
    await migrate(db, [outboxMigrations, notificatiesMigrations]);
    return await runOn(db, url, options);
  });
}

async function runOn(db: Database, url: string, options: NieuwsOptions): Promise<NieuwsFigures> {
  const receiver = startProcess('nieuws-ontvanger.ts', [String(options.seed)]);
  const port = await receiver.ready;
  await abonneer(db, port);
  const start = performance.now();
  const another = () => startProcess('nieuws-werker.ts', [url, port]);
  const workers = Array.from({ length: options.workers }, another);
  const killer = killAtRandom(workers, seededRandom(options.seed), another);
  try {
    const { committed, rolledBack } = await publish(db, options);
    await untilDone(db, options, start);
    const seconds = (performance.now() - start) / 1_000;
    await killer.stop();
    const fallen = [...workers, receiver].filter((one) => one.fell()).map(() => 'a process ended by itself');
    for (const worker of workers) await worker.kill();
    const { regels, lot } = (await (await fetch(`http://127.0.0.1:${port}/ontvangst`)).json()) as Ontvangst;
    const books = PATHS.map((path) => compare(path, regels[path] ?? [], committed));
    const deliveries = books.reduce((sum, book) => sum + book.expected, 0);
    return {
      changes: committed.length,
      deliveries,
      seconds: Math.round(seconds * 10) / 10,
      perSecond: Math.round(deliveries / seconds),
      kills: killer.kills(),
      rolledBack,
      repeated: books.reduce((sum, book) => sum + book.repeated, 0),
      lot,
      faults: [...books.flatMap((book) => book.faults), ...fallen].slice(0, SHOWN),
    };
  } finally {
    await killer.stop();
    for (const one of [...workers, receiver]) await one.kill();
  }
}

async function abonneer(db: Database, port: string): Promise<void> {
  const vault = createVault(SLEUTEL, systemRandom);
  for (const path of PATHS) {
    const filters = PARITY[path] ? { soort: PARITY[path] } : {};
    await db.query(sql`
      insert into notificaties.abonnement (id, callback_url, auth, kanalen, send_cloudevents, cloudevent_filters, client_id,
        aangemaakt_op)
      values (${uuidv7(systemClock, systemRandom)}, ${`http://127.0.0.1:${port}${path}`}, ${vault.seal('Bearer x')},
        ${JSON.stringify([{ naam: 'zaken', filters }])}, false, '[]', 'chaos', ${systemClock.now()})`);
  }
}

/** Writes all changes, in transactions of several objects; some transactions are rolled back. */
async function publish(
  db: Database,
  { changes, objects, seed }: NieuwsOptions,
): Promise<{ committed: readonly Change[]; rolledBack: number }> {
  const liveness = soleLiveness(systemRandom);
  const outbox = createOutbox({ db, clock: systemClock, random: systemRandom, liveness, onFault: () => undefined });
  const random = seededRandom(seed + 1);
  const ids = Array.from({ length: objects }, () => uuidv7(systemClock, systemRandom));
  const committed: Change[] = [];
  let rolledBack = 0;
  while (committed.length < changes) {
    const undo = random.fraction() < ROLLED_BACK;
    const some = Array.from({ length: PER_TRANSACTION }, (_, i): Change => {
      const nr = committed.length + i;
      const soort = nr % 2 === 0 ? 'even' : 'oneven';
      return { label: `${undo ? 'terug' : 'wijziging'}/${nr}`, subject: ids[nr % objects]!, soort };
    });
    await db
      .transaction(async (tx) => {
        await outbox.publish(tx, some.map(eventOf));
        if (undo) throw new RolledBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    if (undo) rolledBack += some.length;
    else committed.push(...some);
  }
  return { committed, rolledBack };
}

class RolledBack extends Error {
  override readonly name = 'RolledBack';
}

const eventOf = ({ label, subject, soort }: Change) => ({
  channel: 'zaken',
  kind: 'zaak.update',
  subject,
  trace: null,
  body: {
    kanaal: 'zaken',
    hoofdObject: subject,
    resource: 'zaak',
    resourceUrl: label,
    actie: 'update',
    aanmaakdatum: '2026-11-02T09:00:00Z',
    kenmerken: { soort },
    hoofdObjectId: subject,
    resourceId: subject,
  },
});

/** Until nothing is open any more. Throws when that takes too long: nothing is known to be wrong then, nor right. */
async function untilDone(db: Database, { maxMs }: NieuwsOptions, start: number): Promise<void> {
  for (;;) {
    const [row] = await db.query<{ open: number }>(sql`
      select (select count(*) from outbox.fresh) + (select count(*) from outbox.lane) as open`);
    if (row!.open === 0) return;
    if (performance.now() - start > maxMs) throw new Error(`${row!.open} lanes still open after ${maxMs} ms`);
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
  }
}

/** What one subscriber has against what he should have. */
function compare(path: string, regels: readonly Regel[], committed: readonly Change[]) {
  const wanted = committed.filter(({ soort }) => !PARITY[path] || PARITY[path] === soort);
  const faults: string[] = [];
  const idOf = new Map<number, string>();
  const firsts: Regel[] = [];
  for (const regel of regels) {
    const before = idOf.get(regel.nummer);
    if (before === undefined) firsts.push(regel);
    else if (before !== regel.id) faults.push(`${path}: number ${regel.nummer} came with two ids`);
    idOf.set(regel.nummer, regel.id);
  }
  for (let nummer = 1; nummer <= wanted.length; nummer++) {
    if (!idOf.has(nummer)) faults.push(`${path}: number ${nummer} is missing`);
  }
  if (idOf.size > wanted.length) faults.push(`${path}: ${idOf.size - wanted.length} numbers too many`);
  const labels = new Set(firsts.map(({ label }) => label));
  for (const { label } of wanted) if (!labels.has(label)) faults.push(`${path}: ${label} is lost`);
  if (labels.size !== firsts.length) faults.push(`${path}: one change came under two numbers`);
  const last = new Map<string, number>();
  for (const { hoofdObject, nummer } of firsts) {
    if (nummer < (last.get(hoofdObject) ?? 0))
      faults.push(`${path}: number ${nummer} came after a later one of its object`);
    last.set(hoofdObject, nummer);
  }
  return { expected: wanted.length, repeated: regels.length - firsts.length, faults };
}
