/** Statussen as a whole, for who must account for what became of each of them. */
import { type Sql, sql } from '../../platform/db/index.ts';

/** Said with everything that was read in bulk; without a notification unless that was asked for. */
export const INGELEZEN_IN_BULK = 'Ingelezen in bulk';

/** The ids of all of them, as SQL. */
export const alleStatussen: Sql = sql`select id from zaken.status`;

/**
 * The statussen that were set between two moments, as SQL of `id, zaak_id, gezet_op, zaaknummer, zaaktype, statustype`,
 * `ingelezen`: it came with a bulk load, and `wacht`: others were not told of it yet.
 */
export function statussenTussen(van: Date, tot: Date): Sql {
  return sql`
    select s.id, s.zaak_id, s.datum_status_gezet as gezet_op, z.identificatie as zaaknummer, zt.omschrijving as zaaktype,
      st.omschrijving as statustype,
      exists (select 1 from kern.audit a where a.resource_id = s.id and a.toelichting = ${INGELEZEN_IN_BULK}) as ingelezen,
      false as wacht
    from zaken.status s
    join zaken.zaak z on z.id = s.zaak_id
    join catalogi.zaaktype zt on zt.id = z.zaaktype_id
    join catalogi.statustype st on st.id = s.statustype_id
    where s.datum_status_gezet >= ${van} and s.datum_status_gezet < ${tot}`;
}
