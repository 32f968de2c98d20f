import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshPglite, testDatabase } from './database.testhulp.ts';
import { and, type Database, DatabaseFault, DirectoryInUse, join, migrate, openEmbedded, raw, sql } from './index.ts';

describe('sql', () => {
  it('turns values into parameters and splices fragments in order', () => {
    const where = and([sql`a = ${1}`, sql`b = ${'x'}`]);
    expect(sql`select * from t where ${where} limit ${5}`.compile()).toEqual({
      text: 'select * from t where (a = $1) and (b = $2) limit $3',
      values: [1, 'x', 5],
    });
  });
  it('joins fragments, and nothing joins to nothing', () => {
    expect(join([raw('a'), raw('b')]).compile().text).toBe('a, b');
    expect(join([]).compile().text).toBe('');
    expect(and([]).compile().text).toBe('true');
  });
  it('refuses undefined, which PostgreSQL would take for null', () => {
    expect(() => sql`select ${undefined}`).toThrow('value 1 is undefined');
  });
});

describe('a database', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase([]);
    await db.script(
      'create schema if not exists proef; create table if not exists proef.t (id int primary key, naam text)',
    );
  });
  afterAll(() => db.script('drop schema proef cascade'));

  it('gives numbers, dates, times, lists and JSON the same way on each driver', async () => {
    const [row] = await db.query(sql`select 5::bigint as n, date '2026-03-29' as d, 3::int as i, true as b,
      timestamptz '2026-03-29T01:00:00Z' as t, '{"a":[1]}'::jsonb as j, ${['x', 'y']}::text[] as l, ${null}::text as leeg`);
    expect(row).toEqual({
      n: 5,
      d: '2026-03-29',
      i: 3,
      b: true,
      t: new Date('2026-03-29T01:00:00Z'),
      j: { a: [1] },
      l: ['x', 'y'],
      leeg: null,
    });
  });
  it('keeps what is committed and nothing of what is rolled back', async () => {
    await db.transaction((tx) => tx.query(sql`insert into proef.t values (1, ${'een'})`));
    await expect(
      db.transaction(async (tx) => {
        await tx.query(sql`insert into proef.t values (2, ${'twee'})`);
        throw new Error('halverwege');
      }),
    ).rejects.toThrow('halverwege');
    expect(await db.query(sql`select id from proef.t`)).toEqual([{ id: 1 }]);
  });
  it('runs what waits for the commit after it, and never after a rollback', async () => {
    const seen: string[] = [];
    await db.transaction(async (tx) => {
      tx.afterCommit(() => seen.push('na'));
      seen.push('in');
    });
    await db
      .transaction(async (tx) => {
        tx.afterCommit(() => seen.push('nooit'));
        throw new Error('terug');
      })
      .catch(() => undefined);
    expect(seen).toEqual(['in', 'na']);
  });
  it('throws on a query past the open transaction, and on a second one', async () => {
    await expect(db.transaction(() => db.query(sql`select 1`))).rejects.toThrow('inside a database transaction');
    await expect(db.transaction(() => db.transaction(async () => 1))).rejects.toThrow('inside a database transaction');
  });
  it('names the broken constraint and never the value', async () => {
    const geheim = '999990342';
    await db.query(sql`insert into proef.t values (7, ${geheim})`);
    await db.script('create unique index if not exists t_naam on proef.t (naam)');
    const fault = await db.query(sql`insert into proef.t values (8, ${geheim})`).catch((e: unknown) => e);
    expect(fault).toBeInstanceOf(DatabaseFault);
    expect(fault).toMatchObject({ code: '23505', constraint: 't_naam' });
    expect(JSON.stringify(fault) + String(fault)).not.toContain(geheim);
    const cast = await db.query(sql`select ${`${geheim}x`}::int`).catch((e: unknown) => e);
    expect(String(cast) + JSON.stringify(cast)).not.toContain(geheim);
  });
  it('counts its round trips: begin, statement, commit', async () => {
    const before = db.roundTrips();
    await db.transaction((tx) => tx.query(sql`select 1`));
    expect(db.roundTrips() - before).toBe(3);
  });
});

describe('migrations', () => {
  it('run once, in order, and refuse a database that is newer than the code', async () => {
    const db = await freshPglite();
    const folder = mkdtempSync(path(tmpdir(), 'migratie-'));
    writeFileSync(path(folder, '0002-b.sql'), 'insert into een.t values (2);');
    writeFileSync(path(folder, '0001-a.sql'), 'create schema een; create table een.t (id int);');
    const sets = [{ component: 'een', folder }];
    expect(await migrate(db, sets)).toEqual(['een/0001-a.sql', 'een/0002-b.sql']);
    expect(await migrate(db, sets)).toEqual([]);
    rmSync(path(folder, '0002-b.sql'));
    await expect(migrate(db, sets)).rejects.toThrow('nieuwer dan deze versie');
    await db.close();
  });
  it('leave nothing behind of a file that fails halfway', async () => {
    const db = await freshPglite();
    const folder = mkdtempSync(path(tmpdir(), 'migratie-'));
    writeFileSync(path(folder, '0001-a.sql'), 'create schema een; create table een.t (id int); select fout();');
    await expect(migrate(db, [{ component: 'een', folder }])).rejects.toThrow(DatabaseFault);
    expect(await db.query(sql`select 1 from pg_namespace where nspname = 'een'`)).toEqual([]);
    expect(await db.query(sql`select * from platform.migratie`)).toEqual([]);
    await db.close();
  });
});

describe('the embedded database', () => {
  it('keeps its rows over a restart, and refuses a second owner of the directory', async () => {
    const directory = mkdtempSync(path(tmpdir(), 'zaakbode-'));
    const first = await openEmbedded(directory);
    await first.script('create table t (id int); insert into t values (1)');
    await expect(openEmbedded(directory)).rejects.toThrow(DirectoryInUse);
    await first.close();
    expect(existsSync(path(directory, 'zaakbode.lock'))).toBe(false);
    // A lock of a process that is gone is taken over.
    writeFileSync(path(directory, 'zaakbode.lock'), '999999999');
    const second = await openEmbedded(directory);
    expect(await second.query(sql`select id from t`)).toEqual([{ id: 1 }]);
    await second.close();
  });
});
