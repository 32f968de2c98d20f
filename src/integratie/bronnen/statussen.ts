/** The statussen of registers of others, for who must account for what became of each of them. */
import { type Sql, sql } from '../../platform/db/index.ts';

/** The ids of all of them, as SQL. */
export const vreemdeStatussen: Sql = sql`select id from bronnen.status`;

/** As `statussenTussen` of our own register; what only their side knows is the address. Until it is told on, it waits. */
export function vreemdeStatussenTussen(van: Date, tot: Date): Sql {
  return sql`
    select id, zaak_id, coalesce(gezet, gevonden) as gezet_op, zaak_pad as zaaknummer, register as zaaktype, pad as statustype,
      false as ingelezen, verteld is null as wacht
    from bronnen.status where coalesce(gezet, gevonden) >= ${van} and coalesce(gezet, gevonden) < ${tot}`;
}
