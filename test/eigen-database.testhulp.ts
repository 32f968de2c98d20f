/** A PostgreSQL database of one's own beside the one in TEST_DATABASE_URL, for tests that run the whole product. */
import { randomBytes } from 'node:crypto';
import { openPostgres, raw } from '../src/platform/db/index.ts';

/** Where PostgreSQL is, or undefined. */
export const TEST_DATABASE_URL = process.env['TEST_DATABASE_URL'] || undefined;

export interface EigenDatabase {
  readonly url: string;
  /** Removes it, with whoever is still connected. */
  drop(): Promise<void>;
}

/** A new, empty database; needs TEST_DATABASE_URL. */
export async function eigenDatabase(): Promise<EigenDatabase> {
  const name = `zaakbode_keten_${randomBytes(6).toString('hex')}`;
  const admin = await openPostgres({ url: TEST_DATABASE_URL!, max: 1 });
  // Both wait for a checkpoint of the whole server: on a busy disk longer than any statement may otherwise take.
  const patiently = async (statement: string): Promise<void> => {
    await admin.query(raw('set statement_timeout = 0'));
    await admin.query(raw(statement));
  };
  await patiently(`create database ${name}`);
  const own = new URL(TEST_DATABASE_URL!);
  own.pathname = `/${name}`;
  return {
    url: own.href,
    async drop() {
      await patiently(`drop database if exists ${name} with (force)`);
      await admin.close();
    },
  };
}
