/**
 * The database as everything above sees it: one interface, two drivers (PGlite embedded, PostgreSQL by URL).
 *
 * - A function that takes a `Tx` runs inside the caller's transaction and can reach nothing else: a query on the
 *   database itself while a transaction is open throws, and so does the network (see `assertNoTransaction`). On PGlite
 *   both would deadlock or stall everything; on PostgreSQL they would be a silent mistake.
 * - Serialization failures and deadlocks (SQLSTATE 40001, 40P01) are tried again up to three times, so `work` must be
 *   free of side effects outside the database. What may happen only after a commit goes through `afterCommit`.
 * - Errors never carry PostgreSQL's DETAIL or parameter values: those can hold personal data.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { raw, type Sql } from './sql.ts';

export type Row = Record<string, unknown>;

export interface Queryable {
  /** Runs one statement and returns its rows. */
  query<R = Row>(statement: Sql): Promise<R[]>;
}

export interface Tx extends Queryable {
  /** Runs `fn` once the transaction is committed, never when it is rolled back. */
  afterCommit(fn: () => void): void;
}

export interface Database extends Queryable {
  readonly kind: 'postgres' | 'pglite';
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs a script of several statements without parameters, all or nothing. For migrations. */
  script(text: string): Promise<void>;
  /** Statements sent so far, begin and commit included: tests count round trips with it. */
  roundTrips(): number;
  close(): Promise<void>;
}

/** A statement was refused. `code` is the SQLSTATE; `constraint` names the broken constraint, if any. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
  readonly code: string;
  readonly constraint: string | undefined;

  constructor(code: string, constraint: string | undefined, hint: string) {
    super(`database refused the statement: SQLSTATE ${code}${constraint ? ` (${constraint})` : ''} in: ${hint}`);
    this.code = code;
    this.constraint = constraint;
  }
}

/** The database cannot be reached, is starting, or the connection broke. Nothing is known to be stored. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  /** True when the connection broke during COMMIT: the transaction may or may not have been stored. */
  readonly commitUnknown: boolean;
  /** As the driver says it. */
  readonly reason: string;

  constructor(reason: string, commitUnknown = false) {
    super(`database unavailable: ${reason}`);
    this.reason = reason;
    this.commitUnknown = commitUnknown;
  }
}

const open = new AsyncLocalStorage<true>();

/** Runs `work` marked as being inside a transaction. For drivers. */
export function markTransaction<T>(work: () => Promise<T>): Promise<T> {
  return open.run(true, work);
}

/** Runs `work` as outside any transaction: for the start of background work that outlives its caller. */
export function leaveTransaction<T>(work: () => T): T {
  return open.exit(work);
}

/** Throws when called inside a transaction. `what` says what was attempted. */
export function assertNoTransaction(what: string): void {
  if (open.getStore()) throw new Error(`${what} inside a database transaction: do it before begin or after commit`);
}

/**
 * Runs a part of a transaction that may fail by itself: what it wrote is undone, and the transaction can go on. What it
 * gave to `afterCommit` stays.
 */
export async function savepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.query(raw('savepoint deel'));
  try {
    const result = await work();
    await tx.query(raw('release savepoint deel'));
    return result;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    await tx.query(raw('rollback to savepoint deel'));
    await tx.query(raw('release savepoint deel'));
    throw error;
  }
}

const RETRYABLE = new Set(['40001', '40P01']);
const MAX_TRIES = 4;

/** Tries `once` again on serialization failure or deadlock, at most three times. For drivers. */
export async function withRetries<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof DatabaseFault) || !RETRYABLE.has(error.code) || attempt === MAX_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 5 * Math.random()));
    }
  }
}
