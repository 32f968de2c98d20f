export {
  assertNoTransaction,
  type Database,
  DatabaseFault,
  DatabaseUnavailable,
  leaveTransaction,
  type Queryable,
  type Row,
  savepoint,
  type Tx,
} from './database.ts';
export { DirectoryInUse, openEmbedded } from './embedded.ts';
export { type MigrationSet, migrate, truncateAll } from './migrate.ts';
export { type Patience, whenAvailable } from './patience.ts';
export { directConnection, type PgliteConnection, pgliteDatabase } from './pglite.ts';
export { openPostgres } from './postgres.ts';
export { and, empty, join, raw, Sql, sql } from './sql.ts';
