/** The statussen of the zaken with a number, for who knows a zaak by what is printed on a letter. */
import { type Queryable, sql } from '../../platform/db/index.ts';

/** More than a zaak has. */
const HOOGSTENS = 50;

/** Ids, the latest first. Two organisations may have given out the same number. */
export async function leesStatusIds(db: Queryable, zaaknummer: string): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select s.id from zaken.zaak z join zaken.status s on s.zaak_id = z.id
    where z.identificatie = ${zaaknummer} order by s.datum_status_gezet desc limit ${HOOGSTENS}`);
  return rows.map(({ id }) => id);
}
