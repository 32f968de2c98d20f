/**
 * zrc-023: what goes with a zaak that is removed. The rows of its parts and deelzaken go by a cascade of the database;
 * what hangs off them elsewhere is read before and cleared after, in the same transaction.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Consequences } from '../kern/index.ts';
import { documentrelatie } from './documenten.ts';

/** What a removal takes along beside the rows themselves. */
export interface Nasleep {
  /** The zaak and its deelzaken. */
  readonly zaken: readonly string[];
  /** Their documents of our own register. */
  readonly documenten: readonly { readonly zaak: string; readonly id: string }[];
}

export async function leesNasleep(tx: Tx, zaakId: string): Promise<Nasleep> {
  const zaken = await tx.query<{ id: string }>(sql`
    select id from zaken.zaak where id = ${zaakId} or hoofdzaak_id = ${zaakId}`);
  const ids = zaken.map(({ id }) => id);
  const documenten = await tx.query<{ zaak: string; id: string }>(sql`
    select zaak_id as zaak, informatieobject_id as id from zaken.zaakinformatieobject
    where zaak_id = any(${ids}::uuid[]) and informatieobject_id is not null order by zaak_id, informatieobject_id`);
  return { zaken: ids, documenten };
}

/** The documents stay, their relations go (zrc-005); nothing tells any more who did what to the zaken. */
export async function ruimNasleepOp(write: Consequences, { zaken, documenten }: Nasleep): Promise<void> {
  for (const { zaak, id } of documenten) await write.ports.documenten?.ontkoppel(write, documentrelatie(zaak, id));
  await write.tx.query(sql`delete from kern.audit where hoofdobject = any(${zaken}::uuid[])`);
}
