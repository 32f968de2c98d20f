/** The other side of the relation between a besluit and its documents of our own register (brc-005), by its port. */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Consequences, Documentrelatie } from '../kern/index.ts';

/** The documents of our own register that record this besluit. */
export async function eigenDocumenten(tx: Tx, besluitId: string): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select informatieobject_id as id from besluiten.besluitinformatieobject
    where besluit_id = ${besluitId} and informatieobject_id is not null order by id`);
  return rows.map((row) => row.id);
}

const relatie = (besluitId: string, informatieobjectId: string): Documentrelatie => ({
  informatieobjectId,
  objectType: 'besluit',
  objectId: besluitId,
});

export async function koppelDocument(write: Consequences, besluitId: string, id: string): Promise<void> {
  await write.ports.documenten?.koppel(write, relatie(besluitId, id));
}

export async function ontkoppelDocumenten(
  write: Consequences,
  besluitId: string,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) await write.ports.documenten?.ontkoppel(write, relatie(besluitId, id));
}
