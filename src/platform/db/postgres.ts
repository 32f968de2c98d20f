/** The PostgreSQL driver: a pool, named statements (PostgreSQL plans a text once per connection), bounded waits. */
import pg from 'pg';
import {
  assertNoTransaction,
  type Database,
  DatabaseFault,
  DatabaseUnavailable,
  markTransaction,
  type Row,
  type Tx,
  withRetries,
} from './database.ts';
import { raw, type Sql } from './sql.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections at most. Two cores gain nothing above ten. */
  readonly max?: number;
}

/** Statements are named by number of first use; past this many different texts they go unnamed. */
const MAX_NAMED = 2_000;

/** int8 as number (our counters stay far below 2^53), date as its own text, the rest as pg does. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8) return (text: string) => Number(text);
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: 'zaakbode',
    options: '-c TimeZone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000',
    types,
  });
  // A connection that breaks while idle is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  const names = new Map<string, string>();
  let trips = 0;

  async function run<R>(client: pg.Pool | pg.PoolClient, statement: Sql): Promise<R[]> {
    const { text, values } = statement.compile();
    let name = names.get(text);
    if (name === undefined && names.size < MAX_NAMED) {
      name = `z${names.size}`;
      names.set(text, name);
    }
    trips++;
    try {
      const result = await client.query<Row>(name === undefined ? { text, values } : { name, text, values });
      return result.rows as R[];
    } catch (error) {
      throw translate(error, text);
    }
  }

  async function transactionOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw new DatabaseUnavailable(reasonOf(error));
    });
    const broken = () => undefined;
    client.on('error', broken);
    const after: (() => void)[] = [];
    let committing = false;
    try {
      await run(client, raw('begin'));
      const result = await markTransaction(() =>
        work({ query: (statement) => run(client, statement), afterCommit: (fn) => after.push(fn) }),
      );
      committing = true;
      await run(client, raw('commit'));
      client.off('error', broken);
      client.release();
      for (const fn of after) fn();
      return result;
    } catch (error) {
      const rolledBack = await client.query('rollback').then(
        () => true,
        () => false,
      );
      client.off('error', broken);
      client.release(!rolledBack);
      if (committing && error instanceof DatabaseUnavailable) throw new DatabaseUnavailable(error.message, true);
      throw error;
    }
  }

  const database: Database = {
    kind: 'postgres',
    async query<R>(statement: Sql): Promise<R[]> {
      assertNoTransaction('query on the database');
      return await run<R>(pool, statement);
    },
    transaction: (work) => {
      assertNoTransaction('a second transaction');
      return withRetries(() => transactionOnce(work));
    },
    async script(text) {
      trips++;
      // Without name or parameters the simple protocol is used: many statements in one implicit transaction.
      await pool.query(text).catch((error: unknown) => {
        throw translate(error, text);
      });
    },
    roundTrips: () => trips,
    close: () => pool.end(),
  };
  try {
    await database.query(raw('select 1'));
    return database;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function translate(error: unknown, text: string): Error {
  const code = error instanceof pg.DatabaseError ? (error.code ?? '') : '';
  // 08: connection, 57P: shutdown or starting, 53300: too many connections.
  if (code === '' || code.startsWith('08') || code.startsWith('57P') || code === '53300') {
    return new DatabaseUnavailable(reasonOf(error));
  }
  const constraint = error instanceof pg.DatabaseError ? error.constraint : undefined;
  return new DatabaseFault(code, constraint, `${text.slice(0, 160)}${hintOf(error)}`);
}

/** PostgreSQL's own text only where it names our SQL, never where it quotes a value. */
function hintOf(error: unknown): string {
  if (!(error instanceof pg.DatabaseError) || !error.code?.startsWith('42')) return '';
  return ` — ${error.message}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
