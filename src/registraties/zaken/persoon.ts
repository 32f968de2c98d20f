/** The rollen of somebody, by BSN: for who may ask, and writes down that he did. */
import { type Queryable, sql } from '../../platform/db/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';

export interface RolVanPersoon {
  readonly rolId: string;
  readonly zaakId: string;
}

export async function rollenVanPersoon(db: Queryable, bsn: Bsn): Promise<readonly RolVanPersoon[]> {
  return await db.query<RolVanPersoon>(
    sql`select id as "rolId", zaak_id as "zaakId" from zaken.rol where inp_bsn = ${bsn.reveal()}`,
  );
}
