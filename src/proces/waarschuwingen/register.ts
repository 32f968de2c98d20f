/** Warnings as they are kept, and whose turn it is to look. */
import { type Database, type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Bevinding, Lopend } from './bevinding.ts';

/** Between two looks, over all processes. */
const ELKE_MS = 15_000;

/** Takes the turn; its number, or null when somebody looked just now. */
export async function neemBeurt(db: Database, clock: Clock): Promise<number | null> {
  const now = clock.now();
  const lang = new Date(now.getTime() - ELKE_MS);
  // A moment in the future is of a clock that was put back since.
  const [row] = await db.query<{ nummer: number }>(sql`
    insert into waarschuwingen.ronde as r (nummer, gekeken_op) values (1, ${now})
    on conflict (enige) do update set nummer = r.nummer + 1, gekeken_op = excluded.gekeken_op
    where r.gekeken_op <= ${lang} or r.gekeken_op > ${now} returning nummer`);
  return row?.nummer ?? null;
}

/** Is the turn with this number still ours? Holds it until the end of the transaction. */
export async function houdtBeurt(tx: Tx, nummer: number): Promise<boolean> {
  const rows = await tx.query(sql`select 1 as ok from waarschuwingen.ronde where nummer = ${nummer} for update`);
  return rows.length > 0;
}

export async function lopende(db: Queryable): Promise<readonly Lopend[]> {
  return await db.query<Lopend>(sql`
    select id, sleutel, soort, trap, sinds, tekst, advies, href, gemeld_op as "gemeldOp"
    from waarschuwingen.waarschuwing where voorbij_op is null order by sinds, sleutel`);
}

export async function begin(tx: Tx, id: string, b: Bevinding, now: Date): Promise<void> {
  await tx.query(sql`
    insert into waarschuwingen.waarschuwing (id, sleutel, soort, trap, sinds, tekst, advies, href, gemeld_op)
    values (${id}, ${b.sleutel}, ${b.soort}, ${b.trap}, ${b.sinds}, ${b.tekst}, ${b.advies}, ${b.href}, ${now})`);
}

/** `gemeld`: it is told again now. */
export async function wijzig(tx: Tx, id: string, b: Bevinding, gemeld: Date | null): Promise<void> {
  await tx.query(sql`
    update waarschuwingen.waarschuwing set trap = ${b.trap}, tekst = ${b.tekst}, advies = ${b.advies}, href = ${b.href},
      gemeld_op = coalesce(${gemeld}, gemeld_op), keren = keren + ${gemeld === null ? 0 : 1} where id = ${id}`);
}

export async function eindig(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query(sql`update waarschuwingen.waarschuwing set voorbij_op = ${now} where id = ${id}`);
}
