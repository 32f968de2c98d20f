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

interface Shared {
  readonly db: Promise<Database>;
  /** Every set that a file of this process asked for: the database has them all. */
  readonly sets: Map<string, MigrationSet>;
}

type Holder = { [KEY]?: Shared };

/** A migrated, empty database. Several calls in one process share it, so files do not run at the same time on it. */
export async function testDatabase(sets: readonly MigrationSet[]): Promise<Database> {
  const holder = globalThis as Holder;
  const url = process.env['TEST_DATABASE_URL'];
  holder[KEY] ??= { db: url ? freshPostgres(url) : freshPglite(), sets: new Map() };
  const { db: opening, sets: known } = holder[KEY];
  const db = await opening;
  for (const set of sets) known.set(set.component, set);
  await migrate(db, [...known.values()]);
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
