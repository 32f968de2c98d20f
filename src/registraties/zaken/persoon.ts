/** In which zaken somebody has a rol, by BSN: for who may ask, and writes down that he did. */
import { type Queryable, sql } from '../../platform/db/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';

/** The ids of the zaken. */
export async function zakenMetPersoon(db: Queryable, bsn: Bsn): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    sql`select distinct zaak_id as id from zaken.rol where inp_bsn = ${bsn.reveal()}`,
  );
  return rows.map(({ id }) => id);
}
