/** The switch before a source (RS-F37): what an outage costs, how it ends, and what is kept of it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import { outboxMigrations } from '../../platform/outbox/index.ts';
import { fixedClock, seededRandom } from '../../platform/time/index.ts';
import { lopendezakenMigrations } from './index.ts';
import { BronOnbereikbaar } from './poorten.ts';
import { createSchakelaar, type Schakelaar } from './schakelaar.ts';

let db: Database;
let clock: ReturnType<typeof fixedClock>;
let schakelaar: Schakelaar;
let vragen: number;
let teruggekomen: number;
const terug = async (): Promise<void> => {
  teruggekomen += 1;
};
const { signal } = new AbortController();

beforeEach(async () => {
  db = await testDatabase([outboxMigrations, lopendezakenMigrations]);
  clock = fixedClock(new Date('2026-11-02T09:00:00Z'));
  schakelaar = createSchakelaar('accounts', { db, clock, random: seededRandom(3), terug });
  vragen = 0;
  teruggekomen = 0;
});

const goed = async (): Promise<string> => {
  vragen += 1;
  return 'antwoord';
};
const weg = async (): Promise<string> => {
  vragen += 1;
  throw new BronOnbereikbaar('De bron is weg.');
};
const door = (vraag: () => Promise<string>): Promise<string> =>
  schakelaar.door(vraag, signal).catch((error: Error) => error.message);
const stand = async () => (await db.query(sql`select * from lopendezaken.bron`))[0];

describe('while a source is away', () => {
  it('one question in a while goes out; the others are answered at once, with its reason', async () => {
    expect(await door(weg)).toBe('De bron is weg.');
    for (let i = 0; i < 50; i++) expect(await door(weg)).toBe('De bron is weg.');
    expect(vragen).toBe(1);
    clock.advance(2_500);
    await door(weg);
    expect(vragen).toBe(2);
  });
  it('the looks become rarer, and never rarer than every forty seconds', async () => {
    for (let seconds = 0; seconds < 600; seconds++) {
      await door(weg);
      clock.advance(1_000);
    }
    expect(vragen).toBeGreaterThan(600 / 40);
    expect(vragen).toBeLessThan(600 / 20);
  });
  it('questions that come together while one is out do not go with it', async () => {
    await door(weg);
    clock.advance(2_500);
    let answer: (text: string) => void = () => undefined;
    const proef = door(() => new Promise((resolve) => (answer = resolve)));
    expect(await door(goed)).toBe('De bron is weg.');
    answer('terug');
    expect(await proef).toBe('terug');
    expect(await door(goed)).toBe('antwoord');
  });
});

describe('that a source is back', () => {
  it('is told once', async () => {
    await door(goed);
    await door(weg);
    clock.advance(2_500);
    await door(weg);
    expect(teruggekomen).toBe(0);
    clock.advance(60_000);
    await door(goed);
    await door(goed);
    expect(teruggekomen).toBe(1);
  });
  it('is told again when telling failed', async () => {
    let faalt = true;
    const andere = createSchakelaar('brp', {
      db,
      clock,
      random: seededRandom(3),
      terug: async () => {
        if (faalt) throw new Error('the database was away');
        await terug();
      },
    });
    await andere.door(weg, signal).catch(() => undefined);
    clock.advance(60_000);
    await expect(andere.door(goed, signal)).rejects.toThrow('the database was away');
    faalt = false;
    clock.advance(60_000);
    await andere.door(goed, signal);
    expect(teruggekomen).toBe(1);
  });
  it('is looked for again at the moment that who waits is told', async () => {
    const faal = (): Promise<number> =>
      schakelaar.door(weg, signal).then(
        () => 0,
        (error: BronOnbereikbaar) => error.kijkOverMs ?? 0,
      );
    const over = await faal();
    expect(over).toBeGreaterThan(1_000);
    clock.advance(over - 1);
    await faal();
    expect(vragen).toBe(1);
    clock.advance(1);
    await faal();
    expect(vragen).toBe(2);
  });
});

describe('what says nothing of the source', () => {
  it('is a fault of our own', async () => {
    await expect(
      schakelaar.door(async () => {
        throw new TypeError('ours');
      }, signal),
    ).rejects.toThrow(TypeError);
    expect(await door(goed)).toBe('antwoord');
  });
  it('is a question that we called off', async () => {
    await expect(schakelaar.door(weg, AbortSignal.abort())).rejects.toThrow(BronOnbereikbaar);
    expect(await door(goed)).toBe('antwoord');
  });
});

describe('what is kept', () => {
  it('is since when it is away, and why last; and that it is back', async () => {
    await door(weg);
    clock.advance(60_000);
    await schakelaar.door(() => Promise.reject(new BronOnbereikbaar('Nog steeds.')), signal).catch(() => undefined);
    expect(await stand()).toMatchObject({
      naam: 'accounts',
      weg_sinds: new Date('2026-11-02T09:00:00Z'),
      mislukt_op: new Date('2026-11-02T09:01:00Z'),
      reden: 'Nog steeds.',
    });
    clock.advance(60_000);
    await door(goed);
    expect(await stand()).toMatchObject({ weg_sinds: null, reden: null, gelukt_op: new Date('2026-11-02T09:02:00Z') });
  });
  it('is written once per ten seconds as long as nothing changes, and put right after another process', async () => {
    await door(goed);
    await db.query(sql`update lopendezaken.bron set weg_sinds = ${clock.now()}, reden = 'bij een ander'`);
    await door(goed);
    expect(await stand()).toMatchObject({ reden: 'bij een ander' });
    clock.advance(10_000);
    await door(goed);
    expect(await stand()).toMatchObject({ weg_sinds: null, reden: null });
  });
});
