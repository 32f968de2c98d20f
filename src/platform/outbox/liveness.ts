/**
 * Who is alive. A claim on a lane belongs to a worker key; when its process is gone, the lane must be free within a
 * second, not after a lease of minutes. A lease would be either too short for slow work or too long for a crash.
 *
 * - PostgreSQL: a connection of its own holds an advisory lock on the key; `pg_locks` tells which keys still live. When
 *   that connection breaks the key is dead for everybody, so a new one is taken, and the epoch fences the old claims.
 * - PGlite: one process per directory (its lock file), so nobody else lives. An advisory lock would not do: the one
 *   session gets it twice.
 */
import pg from 'pg';
import type { Random } from '../time/index.ts';

export interface Liveness {
  /** The key of this process now; it changes when the connection that proves it was lost. */
  key(): number;
  /** Keys of all processes that live, this one included. Throws rather than leave one out; also when closed. */
  alive(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** For the embedded database: only this process lives. */
export function soleLiveness(random: Random): Liveness {
  const key = newKey(random);
  return { key: () => key, alive: async () => [key], close: async () => undefined };
}

/** An answer that takes longer means that the connection is gone without having said so (a half-open connection). */
const ANSWER_MS = 5_000;

/** For PostgreSQL. */
export async function postgresLiveness(url: string, random: Random): Promise<Liveness> {
  let client: Promise<pg.Client> | undefined;
  let key = newKey(random);
  let closed = false;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'zaakbode liveness',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    fresh.on('error', () => undefined);
    await fresh.connect();
    const freshKey = newKey(random);
    await fresh.query('select pg_advisory_lock($1::bigint)', [freshKey]);
    key = freshKey;
    return fresh;
  }

  /** Asks over the connection; when that fails, the next call gets a new connection and with it a new key. */
  async function ask<T>(question: (on: pg.Client) => Promise<T>): Promise<T> {
    if (closed) throw new Error('liveness is closed: it cannot say who lives');
    client ??= connect();
    const mine = client;
    try {
      return await question(await mine);
    } catch (error) {
      if (client === mine) client = undefined;
      await mine.then((broken) => void broken.end().catch(() => undefined)).catch(() => undefined);
      throw error;
    }
  }

  await ask(async () => undefined);
  return {
    key: () => key,
    alive: () =>
      ask(async (on) => {
        const { rows } = await on.query<{ key: string }>(
          `select ((classid::bigint << 32) | objid::bigint)::text as key from pg_locks
           where locktype = 'advisory' and objsubid = 1 and granted and database = (select oid from pg_database where datname = current_database())`,
        );
        return rows.map((row) => Number(row.key));
      }),
    async close() {
      closed = true;
      await client?.then((last) => last.end()).catch(() => undefined);
    },
  };
}

/** A random key of 52 bits: unique enough, and exact as a JavaScript number. */
function newKey(random: Random): number {
  return Buffer.from(random.bytes(7)).readUIntBE(0, 6) * 16 + (random.bytes(1)[0]! & 15);
}
