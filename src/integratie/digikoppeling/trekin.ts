/** Taking a message back that was made and of which no byte has left. */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';

const REDEN = 'Ingetrokken voordat er iets van werd verzonden.';

/**
 * True when it will not be sent any more. False when a byte may have left, or may be leaving now: who sends on a kanaal
 * claims it first, so while nobody has it, and we hold its row, nothing goes out.
 */
export async function trekIn(tx: Tx, messageId: string, clock: Clock): Promise<boolean> {
  const now = clock.now();
  const [kanaal] = await tx.query<{ vrij: boolean }>(sql`
    select worker is null as vrij from digikoppeling.kanaal
    where cpa_id = (select cpa_id from digikoppeling.bericht where message_id = ${messageId}) for update`);
  if (!kanaal) return await trekOverdrachtIn(tx, messageId, now);
  if (!kanaal.vrij) return false;
  const rows = await tx.query(sql`
    update digikoppeling.bericht set staat = 'verlopen', afgerond = ${now}, fout = ${REDEN}
    where message_id = ${messageId} and staat = 'te_verzenden' and not vertrokken returning 1 as ok`);
  return rows.length > 0;
}

/** A message for another carrier: taken back while no attempt was begun. */
async function trekOverdrachtIn(tx: Tx, messageId: string, now: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update digikoppeling.overdracht set staat = 'verlopen', afgerond = ${now}, fout = ${REDEN}
    where message_id = ${messageId} and staat = 'te_doen' and not begonnen returning 1 as ok`);
  return rows.length > 0;
}
