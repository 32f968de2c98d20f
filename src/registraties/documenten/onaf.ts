/** Uploads in parts that nobody finished: their bytes go, and the document waits for them as it did at first. */
import { type Database, sql } from '../../platform/db/index.ts';

const PER_BEURT = 20;

/**
 * Frees the parts of uploads of which the last part came before this moment; gives of how many. The document keeps its
 * lock, and every part can be sent again.
 */
export async function geefOnafOp(db: Database, voor: Date): Promise<number> {
  return await db.transaction(async (tx) => {
    // Sending a part, unlocking and editing lock the document too: while it is ours, none of them is halfway.
    const rows = await tx.query<{ id: string }>(sql`
      select e.id from documenten.enkelvoudiginformatieobject e
      where e.id in (select i.document_id from documenten.inhoud i where i.sha256 is null and exists (
        select 1 from documenten.deel d join documenten.opgeslagen o on o.sleutel = d.sleutel
        where d.inhoud_id = i.id having max(o.sinds) < ${voor}))
      order by e.id limit ${PER_BEURT} for update skip locked`);
    if (rows.length === 0) return 0;
    // Looked at anew, now that nothing can change.
    const vrij = await tx.query(sql`
      update documenten.deel d set sleutel = null, blokken = null
      from documenten.inhoud i
      where i.id = d.inhoud_id and i.document_id = any(${rows.map(({ id }) => id)}::uuid[]) and i.sha256 is null
        and d.sleutel is not null and not exists (
          select 1 from documenten.deel ander join documenten.opgeslagen o on o.sleutel = ander.sleutel
          where ander.inhoud_id = i.id and o.sinds >= ${voor})
      returning 1 as ok`);
    return vrij.length;
  });
}
