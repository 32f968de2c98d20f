/**
 * Migrations: numbered plain SQL files, forward only, one folder per component.
 *
 * The components come in the order of the stairs, so that a table can refer to a lower one. Every file runs in one
 * transaction together with its row in `platform.migratie`; two processes that start at once collide on that row and
 * one waits for the other. A database that knows a migration this code does not have is newer than the code: we refuse.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { raw, sql } from './sql.ts';

export interface MigrationSet {
  /** The component's name, e.g. `outbox`. */
  readonly component: string;
  /** The folder with `0001-naam.sql`, `0002-...`. */
  readonly folder: string;
}

/** The migrations that were run now, as `component/file`. */
export async function migrate(db: Database, sets: readonly MigrationSet[]): Promise<string[]> {
  await db.script(
    `create schema if not exists platform;
     create table if not exists platform.migratie (
       component text not null, bestand text not null, uitgevoerd timestamptz not null default now(),
       primary key (component, bestand));`,
  );
  const rows = await db.query<{ component: string; bestand: string }>(
    sql`select component, bestand from platform.migratie`,
  );
  const done = new Set(rows.map((row) => `${row.component}/${row.bestand}`));
  const known = new Set<string>();
  const ran: string[] = [];
  for (const { component, folder } of sets) {
    for (const file of readdirSync(folder)
      .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
      .sort()) {
      const id = `${component}/${file}`;
      known.add(id);
      if (done.has(id)) continue;
      await runOne(db, component, file, readFileSync(join(folder, file), 'utf8'));
      ran.push(id);
    }
  }
  const unknown = [...done].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new Error(
      `De database is nieuwer dan deze versie van Zaakbode (onbekend: ${unknown.join(', ')}). Werk Zaakbode bij.`,
    );
  }
  return ran;
}

async function runOne(db: Database, component: string, file: string, text: string): Promise<void> {
  // The row first: a second process that starts at the same time waits here, and then finds it done.
  const claim = `insert into platform.migratie (component, bestand) values ('${component}', '${file}');`;
  try {
    await db.script(`set local lock_timeout = '30s'; ${claim}\n${text}`);
  } catch (error) {
    const rows = await db.query(
      sql`select 1 as ok from platform.migratie where component = ${component} and bestand = ${file}`,
    );
    if (rows.length === 0) throw error;
  }
}

/** Empties every table but `platform.migratie`. For tests only. */
export async function truncateAll(db: Database): Promise<void> {
  const rows = await db.query<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'platform')`);
  if (rows.length > 0) await db.query(raw(`truncate ${rows.map((r) => r.name).join(', ')} restart identity cascade`));
}
