/**
 * The large payloads: objects in the store, each written down before its bytes are put there. Whoever makes a message of
 * one says so in the transaction that stores the message; what nobody uses is taken away after a while.
 */
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { ObjectStore } from '../../platform/files/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';

export interface Objecten {
  /** Puts a stream of a size known beforehand in the store; its key. Not inside a transaction. */
  nieuw(bytes: number, stroom: AsyncIterable<Uint8Array>): Promise<string>;
  /** From now on a message refers to these. Throws when one is not there any more. */
  gebruik(tx: Tx, sleutels: readonly string[]): Promise<void>;
  /** What was put and turned out not to be needed: taken away at once. */
  laatLos(sleutel: string): Promise<void>;
  lees(sleutel: string, van: number, tot: number): AsyncIterable<Buffer>;
  /** Takes away what nobody used within an hour; returns how many. */
  ruimOp(): Promise<number>;
}

/** Longer than it takes to store what refers to an object once it is there. */
const LOS_MS = 60 * 60 * 1000;
/** While its bytes come in, however slowly, it is marked as being put this often. */
const LEEFT_MS = LOS_MS / 4;
const MOST = 100;
const TE_TRAAG = 'Een bijlage kwam te langzaam binnen: stuur haar opnieuw.';

export function createObjecten(db: Database, opslag: ObjectStore, clock: Clock, random: Random): Objecten {
  /** The bytes first and the row last, so that nothing is forgotten; between the two, nobody can take it into use. */
  async function neemWeg(sleutel: string): Promise<void> {
    const [row] = await db.query(sql`
      update digikoppeling.object set sinds = '-infinity' where sleutel = ${sleutel} and not in_gebruik returning 1 as ok`);
    if (!row) return;
    await opslag.remove(sleutel);
    await db.query(sql`delete from digikoppeling.object where sleutel = ${sleutel}`);
  }
  /** From now on an hour is left to use it; false when it was taken away. */
  async function leeft(sleutel: string): Promise<boolean> {
    const rows = await db.query(sql`
      update digikoppeling.object set sinds = ${clock.now()} where sleutel = ${sleutel} and isfinite(sinds) returning 1 as ok`);
    return rows.length > 0;
  }
  async function* levend(sleutel: string, stroom: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let gemeld = clock.now().getTime();
    for await (const piece of stroom) {
      const now = clock.now().getTime();
      if (now - gemeld >= LEEFT_MS) {
        if (!(await leeft(sleutel))) throw new Error(TE_TRAAG);
        gemeld = now;
      }
      yield piece;
    }
  }
  return {
    async nieuw(bytes, stroom) {
      const sleutel = uuidv7(clock, random);
      await db.query(sql`insert into digikoppeling.object (sleutel, sinds) values (${sleutel}, ${clock.now()})`);
      try {
        await opslag.put(sleutel, bytes, levend(sleutel, stroom));
        if (await leeft(sleutel)) return sleutel;
        // Nothing came for an hour, and it was taken away meanwhile: no row knows these bytes.
        await opslag.remove(sleutel);
        throw new Error(TE_TRAAG);
      } catch (error) {
        await neemWeg(sleutel).catch(() => undefined);
        throw error;
      }
    },
    async gebruik(tx, sleutels) {
      if (sleutels.length === 0) return;
      const taken = await tx.query(sql`
        update digikoppeling.object set in_gebruik = true where sleutel = any(${[...new Set(sleutels)]}::uuid[]) and isfinite(sinds) returning 1 as ok`);
      if (taken.length !== new Set(sleutels).size) {
        throw new Error('Een bijlage is er niet meer: ze werd niet binnen een uur gebruikt.');
      }
    },
    async laatLos(sleutel) {
      await neemWeg(sleutel);
    },
    lees: (sleutel, van, tot) => opslag.get(sleutel, van, tot),
    async ruimOp() {
      const before = new Date(clock.now().getTime() - LOS_MS);
      const rows = await db.query<{ sleutel: string }>(sql`
        select sleutel from digikoppeling.object where not in_gebruik and sinds < ${before} order by sinds limit ${MOST}`);
      for (const { sleutel } of rows) await neemWeg(sleutel);
      return rows.length;
    },
  };
}

/**
 * Takes received messages away that were taken over and whose time is over: a copy that still comes is a new message then.
 * Their objects become loose, for `ruimOp`. Returns how many.
 */
export async function ruimOntvangenOp(db: Database, clock: Clock): Promise<number> {
  const rows = await db.query(sql`
    with weg as (
      delete from digikoppeling.ontvangen where id in (
        select id from digikoppeling.ontvangen where bevestigd is not null and bewaren_tot < ${clock.now()}
        order by bewaren_tot limit ${MOST} for update skip locked)
      returning id, delen
    ), los as (
      update digikoppeling.object o set in_gebruik = false, sinds = '-infinity'
      from weg, jsonb_array_elements(weg.delen) as d where o.sleutel = (d ->> 'object')::uuid
    )
    select id from weg`);
  return rows.length;
}
