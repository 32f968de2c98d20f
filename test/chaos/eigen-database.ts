/** A database of its own for one run, taken away after it. */
import { randomBytes } from 'node:crypto';
import { type Database, openPostgres, raw } from '../../src/platform/db/index.ts';

/** `soort` stands in its name; `url` leads to any database of the server. */
export async function opEigenDatabase<T>(
  url: string,
  soort: string,
  work: (db: Database, url: string) => Promise<T>,
): Promise<T> {
  const name = `zaakbode_${soort}_${randomBytes(6).toString('hex')}`;
  const admin = await openPostgres({ url, max: 1 });
  await admin.query(raw(`create database ${name}`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  const db = await openPostgres({ url: own.href, max: 3 });
  try {
    return await work(db, own.href);
  } finally {
    await db.close();
    await admin.query(raw(`drop database if exists ${name} with (force)`));
    await admin.close();
  }
}
