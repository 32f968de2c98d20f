/**
 * The database for tests: PGlite in process, or PostgreSQL when `TEST_DATABASE_URL` is set; the same suite runs on both.
 * One database per test process, emptied for every file that asks for it.
 */
import { PGlite } from '@electric-sql/pglite';
import type { Database } from './database.ts';
import { type MigrationSet, migrate, truncateAll } from './migrate.ts';
import { directConnection, pgliteDatabase } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import { raw } from './sql.ts';

const KEY = Symbol.for('zaakbode.testdatabase');
type Holder = { [KEY]?: Promise<Database> };

/** A migrated, empty database. Several calls in one process share it, so files do not run at the same time on it. */
export async function testDatabase(sets: readonly MigrationSet[]): Promise<Database> {
  const holder = globalThis as Holder;
  holder[KEY] ??= process.env['TEST_DATABASE_URL'] ? freshPostgres(process.env['TEST_DATABASE_URL']) : freshPglite();
  const db = await holder[KEY];
  await migrate(db, sets);
  await truncateAll(db);
  return db;
}

/** A PGlite of its own in memory, for a test that kills or interleaves it. */
export async function freshPglite(): Promise<Database> {
  return pgliteDatabase(directConnection(await PGlite.create()));
}

/** A new database beside the one in the URL, named after the process; left behind for the next run to replace. */
async function freshPostgres(url: string): Promise<Database> {
  const name = `zaakbode_test_${process.pid}`;
  const admin = await openPostgres({ url, max: 1 });
  await admin.query(raw(`drop database if exists ${name} with (force)`));
  await admin.query(raw(`create database ${name}`));
  await admin.close();
  const own = new URL(url);
  own.pathname = `/${name}`;
  return await openPostgres({ url: own.href });
}
