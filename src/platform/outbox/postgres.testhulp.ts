/** A PostgreSQL database of one's own for tests that need several real connections. */
import { randomBytes } from 'node:crypto';
import { type Database, migrate, openPostgres, raw, type Tx } from '../db/index.ts';
import { outboxMigrations } from './index.ts';
import { proefTables } from './post.testhulp.ts';

/** Where PostgreSQL is, or undefined: then the tests that need it say so and are skipped. */
export const TEST_DATABASE_URL = process.env['TEST_DATABASE_URL'] || undefined;

export const WHY_SKIPPED = TEST_DATABASE_URL ? '' : ' (skipped: set TEST_DATABASE_URL to a PostgreSQL)';

export interface OwnDatabase {
  readonly url: string;
  readonly db: Database;
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
    async drop() {
      await db.close();
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
