/**
 * Where the bytes of documents lie: in a store of objects, each under a key of its own, with a note in the database
 * before the first byte is written. So nothing is lost and nothing stays behind, wherever the process dies:
 *
 *   note `onderweg` → bytes → transaction: note `vast`, and a part that names the key → ... → part gone: note `weg`
 *
 * A worker takes away what is `weg`, and what is `onderweg` for longer than any upload lasts. Deleting bytes is the last
 * thing that happens to a document, after the commit that removed it.
 */
import { type Database, type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import { fingerprint, type ObjectStore, readChecked, type VirusScanner } from '../../platform/files/index.ts';
import { invalid } from '../../platform/http/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { geefOnafOp } from './onaf.ts';

/** Bytes that were stored, not yet part of any document. */
export interface Opgeslagen {
  readonly sleutel: string;
  readonly omvang: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** A SHA-256 per MiB, one after the other. */
  readonly blokken: Buffer;
}

/** A part of the content of a document, as it stands in the database. */
export interface OpgeslagenDeel {
  readonly sleutel: string;
  readonly omvang: number;
  readonly blokken: Uint8Array;
}

export interface Opslag {
  /** Stores a stream of exactly so many bytes. Throws `SizeMismatch`, `StorageFull`; then nothing is left. */
  bewaar(omvang: number, bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<Opgeslagen>;
  /** Says in the caller's transaction that a part names these keys. */
  leg(tx: Tx, sleutels: readonly string[]): Promise<void>;
  /** Gives up what was stored and came to nothing; the worker takes it away. */
  laatVallen(sleutels: readonly string[]): Promise<void>;
  /** The bytes from `van` up to `tot` of the parts in order, none of which is other than what was stored. */
  lees(delen: readonly OpgeslagenDeel[], van: number, tot: number): AsyncGenerator<Buffer>;
  /** Throws 400 when a virus is found in it. */
  keur(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Takes away what nobody needs; gives how many objects that were. */
  ruimOp(): Promise<number>;
}

export interface OpslagOpties {
  readonly db: Database;
  readonly store: ObjectStore;
  /** Null: content is not scanned. */
  readonly scanner: VirusScanner | null;
  readonly clock: Clock;
  readonly random: Random;
}

/** No upload of one part takes longer, and no pause between two; what is on its way since then will not come. */
export const ONDERWEG_MS = 24 * 3_600_000;
const SCAN_MS = 10 * 60_000;
const PER_BEURT = 100;

export function createOpslag({ db, store, scanner, clock, random }: OpslagOpties): Opslag {
  async function* lees(delen: readonly OpgeslagenDeel[], van: number, tot: number): AsyncGenerator<Buffer> {
    let begin = 0;
    for (const { sleutel, omvang, blokken } of delen) {
      const [from, to] = [Math.max(van - begin, 0), Math.min(tot - begin, omvang)];
      if (from < to) yield* readChecked(store, sleutel, { size: omvang, blocks: Buffer.from(blokken) }, from, to);
      begin += omvang;
    }
  }

  return {
    lees,
    async bewaar(omvang, bytes, signal) {
      const sleutel = uuidv7(clock, random);
      await db.query(sql`
        insert into documenten.opgeslagen (sleutel, stand, sinds) values (${sleutel}, 'onderweg', ${clock.now()})`);
      const print = fingerprint();
      try {
        await store.put(sleutel, omvang, print.through(bytes), signal);
      } catch (error) {
        // The store left nothing behind; should this fail, the worker finds the note later.
        await db
          .query(sql`delete from documenten.opgeslagen where sleutel = ${sleutel} and stand = 'onderweg'`)
          .catch(() => undefined);
        throw error;
      }
      const { size, sha256, blocks } = print.result();
      return { sleutel, omvang: size, sha256, blokken: blocks };
    },
    async leg(tx, sleutels) {
      const rows = await tx.query(sql`
        update documenten.opgeslagen set stand = 'vast', sinds = ${clock.now()}
        where sleutel = any(${sleutels}::uuid[]) and stand = 'onderweg' returning 1 as ok`);
      if (rows.length !== sleutels.length) throw new Error('content was cleaned up before its document was stored');
    },
    laatVallen: (sleutels) => verwerp(db, sleutels),
    async keur(bytes) {
      if (!scanner) return;
      const found = await scanner.scan(bytes, AbortSignal.timeout(SCAN_MS));
      if (found.clean) return;
      const reason = `De virusscanner weigert dit bestand: ${found.naam}. Het is niet bewaard.`;
      throw invalid({ name: 'inhoud', code: 'virus', reason });
    },
    async ruimOp() {
      const now = clock.now();
      await geefOnafOp(db, new Date(now.getTime() - ONDERWEG_MS));
      const rows = await db.query<{ sleutel: string }>(sql`
        update documenten.opgeslagen set stand = 'weg' where sleutel in (
          select sleutel from documenten.opgeslagen
          where stand = 'weg' or (stand = 'onderweg' and sinds < ${new Date(now.getTime() - ONDERWEG_MS)})
          order by sinds limit ${PER_BEURT} for update skip locked)
        returning sleutel`);
      for (const { sleutel } of rows) {
        await store.remove(sleutel);
        await db.query(sql`delete from documenten.opgeslagen where sleutel = ${sleutel} and stand = 'weg'`);
      }
      if (rows.length === 0) await store.sweep(new Date(now.getTime() - ONDERWEG_MS));
      return rows.length;
    },
  };
}

async function verwerp(db: Queryable, sleutels: readonly string[]): Promise<void> {
  await db.query(sql`
    update documenten.opgeslagen set stand = 'weg' where sleutel = any(${sleutels}::uuid[]) and stand = 'onderweg'`);
}
