/** References between tables are found from both sides: a column that leads to another row has an index. */
import { describe, expect, it } from 'vitest';
import { sql } from '../platform/db/index.ts';
import { registers } from './registers.testhulp.ts';

describe('a foreign key', () => {
  it('has an index that begins with its column: without one a removal or an expand reads the whole table', async () => {
    const { db } = await registers();
    // Events are never removed, and nobody looks for their deliveries: the outbox pays for no index there.
    const rows = await db.query<{ sleutel: string; geindexeerd: boolean }>(sql`
      select c.conrelid::regclass || '.' || a.attname as sleutel,
        exists (select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]) as geindexeerd
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.connamespace <> 'outbox'::regnamespace order by 1`);
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => !row.geindexeerd).map((row) => row.sleutel)).toEqual([]);
  });
});
