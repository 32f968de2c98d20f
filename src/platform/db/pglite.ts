/**
 * The embedded driver: PGlite (PostgreSQL in WebAssembly) over one connection.
 *
 * One connection means one transaction at a time: callers queue here, in order. `openPgliteWorker` runs it in a thread
 * of its own, because inside the main thread PGlite starves the event loop (500 queued queries gave 0 timer ticks);
 * tests and the seeded simulation run it in process.
 */
import type { ParserOptions, PGlite } from '@electric-sql/pglite';
import {
  assertNoTransaction,
  type Database,
  DatabaseFault,
  DatabaseUnavailable,
  markTransaction,
  type Tx,
  withRetries,
} from './database.ts';
import { raw, type Sql } from './sql.ts';

/** What the driver needs of a PGlite, in process or behind a thread. */
export interface PgliteConnection {
  run(text: string, values: unknown[] | null): Promise<unknown[]>;
  close(): Promise<void>;
}

/** The driver on any connection. */
export function pgliteDatabase(connection: PgliteConnection): Database {
  let tail: Promise<unknown> = Promise.resolve();
  let trips = 0;
  let closed = false;

  /** Runs `work` alone on the connection, after all that came before it. */
  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = tail.then(work, work);
    tail = next.catch(() => undefined);
    return next;
  }

  async function run<R>(statement: Sql): Promise<R[]> {
    if (closed) throw new DatabaseUnavailable('closed');
    const { text, values } = statement.compile();
    trips++;
    try {
      return (await connection.run(text, values)) as R[];
    } catch (error) {
      throw translatePglite(error, text);
    }
  }

  async function transactionOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const after: (() => void)[] = [];
    const result = await exclusive(async () => {
      await run(raw('begin'));
      try {
        const value = await markTransaction(() => work({ query: run, afterCommit: (fn) => after.push(fn) }));
        await run(raw('commit'));
        return value;
      } catch (error) {
        await run(raw('rollback')).catch(() => undefined);
        throw error;
      }
    });
    for (const fn of after) fn();
    return result;
  }

  return {
    kind: 'pglite',
    async query<R>(statement: Sql): Promise<R[]> {
      assertNoTransaction('query on the database');
      return await exclusive(() => run<R>(statement));
    },
    transaction: (work) => {
      assertNoTransaction('a second transaction');
      return withRetries(() => transactionOnce(work));
    },
    async script(text) {
      trips++;
      await exclusive(() => connection.run(text, null)).catch((error: unknown) => {
        throw translatePglite(error, text);
      });
    },
    roundTrips: () => trips,
    async close() {
      await exclusive(async () => {
        closed = true;
        await connection.close();
      });
    },
  };
}

/** A connection on a PGlite in this thread. */
export function directConnection(pglite: PGlite): PgliteConnection {
  return {
    async run(text, values) {
      if (values === null) {
        await pglite.exec(text);
        return [];
      }
      const result = await pglite.query(text, values, { parsers: PARSERS });
      return result.rows as unknown[];
    },
    close: () => pglite.close(),
  };
}

/** The same JavaScript values as the PostgreSQL driver gives: int8 as number, date as its own text. */
const PARSERS: ParserOptions = {
  20: (text: string) => Number(text),
  1082: (text: string) => text,
};

function translatePglite(error: unknown, text: string): Error {
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  if (error instanceof DatabaseUnavailable) return error;
  if (typeof code !== 'string') return new DatabaseUnavailable(message ?? String(error));
  const hint = code.startsWith('42') ? ` — ${message}` : '';
  return new DatabaseFault(code, constraint, `${text.slice(0, 160)}${hint}`);
}
