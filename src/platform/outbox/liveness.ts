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
import { DatabaseUnavailable } from '../db/index.ts';
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

interface Proof {
  readonly client: pg.Client;
  /** Resolves when the connection holds the lock on the key. */
  readonly stands: Promise<void>;
  /** The question before this one, answered or failed. */
  last: Promise<void>;
}

/** For PostgreSQL. */
export async function postgresLiveness(url: string, random: Random): Promise<Liveness> {
  let proof: Proof | undefined;
  let key = newKey(random);
  let closed = false;

  function open(): Proof {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'zaakbode liveness',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    const fresh: Proof = { client, stands: lockKey(client), last: Promise.resolve() };
    client.on('error', () => undefined);
    client.on('end', () => giveUp(fresh));
    return fresh;
  }

  async function lockKey(client: pg.Client): Promise<void> {
    await client.connect();
    const fresh = newKey(random);
    await client.query('select pg_advisory_lock($1::bigint)', [fresh]);
    key = fresh;
  }

  function giveUp(old: Proof): void {
    if (proof === old) proof = undefined;
  }

  /** Asks over the connection. When that fails the connection is given up: the next call gets a new one and a new key. */
  async function ask<T>(question: (client: pg.Client) => Promise<T>): Promise<T> {
    if (closed) throw new Error('liveness is closed: it cannot say who lives');
    proof ??= open();
    const asked = proof;
    try {
      await asked.stands;
      // One after the other, and each for itself: an answer that is shared may be older than the question.
      const answer = asked.last.then(() => question(asked.client));
      asked.last = answer.then(
        () => undefined,
        () => undefined,
      );
      return await answer;
    } catch (error) {
      giveUp(asked);
      asked.client.end().catch(() => undefined);
      throw error;
    }
  }

  await ask(async () => undefined).catch((error: unknown) => {
    closed = true;
    throw new DatabaseUnavailable(error instanceof Error ? error.message : String(error));
  });
  return {
    key: () => key,
    alive: () =>
      ask(async (client) => {
        const { rows } = await client.query<{ key: string }>(
          `select ((classid::bigint << 32) | objid::bigint)::text as key from pg_locks
           where locktype = 'advisory' and objsubid = 1 and granted and database = (select oid from pg_database where datname = current_database())`,
        );
        return rows.map((row) => Number(row.key));
      }),
    async close() {
      closed = true;
      await proof?.client.end();
    },
  };
}

/** A random key of 52 bits: unique enough, and exact as a JavaScript number. */
function newKey(random: Random): number {
  return Buffer.from(random.bytes(7)).readUIntBE(0, 6) * 16 + (random.bytes(1)[0]! & 15);
}
