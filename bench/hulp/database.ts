/**
 * The PostgreSQL of the bench: one that is given, or one of its own. Every measurement gets a database of its own, copied
 * from a template, so that all start from the same queue; all of them are dropped at the end.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Opruimer } from './opruimer.ts';
import { freePort } from './poort.ts';
import { cpuMicrosMetKinderen } from './proc.ts';

export interface Databases {
  /** Makes an empty database, or a copy of one that nobody is connected to; gives its address. */
  maak(naam: string, sjabloon?: string): Promise<string>;
  /** Drops it, whoever is connected. */
  weg(url: string): Promise<void>;
  /** Asks one question over a connection of its own. */
  vraag<R>(url: string, tekst: string, waarden?: readonly unknown[]): Promise<R[]>;
  /** CPU time of the whole server in µs; `NaN` when it is not ours. */
  cpu(): number;
}

const run = promisify(execFile);

/** With `url` the server that is there; without, its own, which ends with the bench. */
export async function openDatabases(url: string | null, root: string, opruimer: Opruimer): Promise<Databases> {
  const own = url === null ? await startServer(root, opruimer) : null;
  const admin = new URL(url ?? own!.url);
  await ask(admin.href, 'select 1').catch((error: unknown) => {
    const { message, code } = error as { message?: string; code?: string };
    throw new Error(
      `PostgreSQL op ${admin.host} geeft geen toegang (${message || code}). Kijk of hij draait, en of gebruiker, wachtwoord en database kloppen.`,
    );
  });
  const prefix = `zaakbode_bench_${randomBytes(4).toString('hex')}`;
  const made = new Set<string>();

  const nameOf = (address: string): string => new URL(address).pathname.slice(1);
  const drop = (name: string): Promise<unknown> => ask(admin.href, `drop database if exists "${name}" with (force)`);
  opruimer.onthoud(async () => {
    for (const name of made) await drop(name);
  });

  return {
    async maak(naam, sjabloon) {
      const name = `${prefix}_${naam.replace(/\W/g, '_')}_${made.size}`;
      made.add(name);
      await ask(admin.href, `create database "${name}"${sjabloon ? ` template "${nameOf(sjabloon)}"` : ''}`);
      const address = new URL(admin);
      address.pathname = `/${name}`;
      return address.href;
    },
    weg: async (address) => void (await drop(nameOf(address))),
    vraag: ask,
    cpu: () => (own === null ? Number.NaN : cpuMicrosMetKinderen(own.pid)),
  };
}

async function ask<R>(url: string, tekst: string, waarden: readonly unknown[] = []): Promise<R[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'zaakbode bench',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(tekst, [...waarden])).rows as R[];
  } finally {
    await client.end();
  }
}

async function startServer(root: string, opruimer: Opruimer): Promise<{ readonly url: string; readonly pid: number }> {
  const map = mkdtempSync(join(tmpdir(), 'zaakbode-bench-pg-'));
  opruimer.onthoud(async () => rmSync(map, { recursive: true, force: true }));
  const script = join(root, 'scripts', 'postgres.sh');
  const pidFile = join(map, 'postmaster.pid');
  // Before the start: a server that came up while we were being interrupted must end too.
  opruimer.onthoud(async () => {
    if (existsSync(pidFile)) await run('bash', [script, 'stop', map]);
  });
  try {
    const { stdout } = await run('bash', [script, 'start', map, String(await freePort())]);
    return { url: stdout.trim(), pid: Number(readFileSync(pidFile, 'utf8').split('\n')[0]) };
  } catch (error) {
    const why = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    throw new Error(`PostgreSQL is niet te starten (${why}). Geef met --database een PostgreSQL die al draait.`);
  }
}
