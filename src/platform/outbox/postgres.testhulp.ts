/** A PostgreSQL database of one's own for tests that need several real connections. */
import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Database, migrate, openPostgres, raw, sql, type Tx } from '../db/index.ts';
import { outboxMigrations } from './index.ts';
import { proefTables } from './post.testhulp.ts';

/** Where PostgreSQL is, or undefined: then the tests that need it say so and are skipped. */
export const TEST_DATABASE_URL = process.env['TEST_DATABASE_URL'] || undefined;

export const WHY_SKIPPED = TEST_DATABASE_URL ? '' : ' (skipped: set TEST_DATABASE_URL to a PostgreSQL)';

export interface OwnDatabase {
  readonly url: string;
  readonly db: Database;
  /** Deadlocks so far. The counters of a connection are certain once it has ended, so close `db` and others first. */
  deadlocks(): Promise<number>;
  /** Closes and removes it. */
  drop(): Promise<void>;
}

/** A new database with the outbox and the tables of the proof. */
export async function ownDatabase(max = 10): Promise<OwnDatabase> {
  const name = `zaakbode_banen_${randomBytes(6).toString('hex')}`;
  const admin = await openPostgres({ url: TEST_DATABASE_URL!, max: 1 });
  await admin.query(raw(`create database ${name}`));
  const own = new URL(TEST_DATABASE_URL!);
  own.pathname = `/${name}`;
  const db = await openPostgres({ url: own.href, max });
  await migrate(db, [outboxMigrations]);
  await db.script(proefTables);
  return {
    url: own.href,
    db,
    async deadlocks() {
      for (;;) {
        const [row] = await admin.query<{ backends: number; deadlocks: number }>(sql`
          select numbackends as backends, deadlocks from pg_stat_database where datname = ${name}`);
        if (row!.backends === 0) return row!.deadlocks;
      }
    },
    async drop() {
      await db.close().catch(() => undefined);
      await admin.query(raw(`drop database if exists ${name} with (force)`));
      await admin.close();
    },
  };
}

/** A database whose transactions stay open, all work done, until `letGo`. */
export function holding(db: Database): { db: Database; held: Promise<void>; letGo(error?: Error): void } {
  const held = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction(async (tx) => {
      const result = await work(tx);
      held.resolve();
      await go.promise;
      return result;
    });
  return {
    db: { ...db, transaction },
    held: held.promise,
    letGo: (error) => (error ? go.reject(error) : go.resolve()),
  };
}

/** A way to the same database on which connections can fall silent without being closed (a half-open connection). */
export async function silenceableUrl(url: string): Promise<{ url: string; silence(): void; close(): Promise<void> }> {
  const { hostname, port } = new URL(url);
  const pairs: Socket[] = [];
  const server: Server = createServer((near) => {
    const far = connect(Number(port || 5432), hostname);
    pairs.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    silence: () => pairs.forEach((socket) => void socket.unpipe().pause()),
    async close() {
      for (const socket of pairs) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Until a statement that contains `text` waits for a lock. */
export async function untilBlocked(db: Database, text: string): Promise<void> {
  for (;;) {
    const rows = await db.query(
      raw(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        and query like '%${text}%' and pid <> pg_backend_pid()`),
    );
    if (rows.length > 0) return;
  }
}
