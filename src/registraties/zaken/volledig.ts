/** What is told of a zaak to others who then ask for the rest: by what it is chosen, and whether there is enough to see. */
import { type Queryable, sql } from '../../platform/db/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';

export interface ZaakInHetKort {
  readonly id: string;
  readonly bronorganisatie: string;
  readonly zaaktypeId: string;
  readonly catalogusId: string;
  readonly vertrouwelijkheid: Vertrouwelijkheid;
  readonly hoofdzaakId: string | null;
  /** Does it have an initiator and a status? */
  readonly volledig: boolean;
}

/** These zaken, by id; one that is gone is left out. */
export async function leesInHetKort(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ZaakInHetKort>> {
  const rows = await db.query<ZaakInHetKort>(sql`
    select z.id, z.bronorganisatie, z.zaaktype_id as "zaaktypeId", t.catalogus_id as "catalogusId",
      z.vertrouwelijkheidaanduiding::text as vertrouwelijkheid, z.hoofdzaak_id as "hoofdzaakId",
      z.status_id is not null and exists (
        select 1 from zaken.rol r where r.zaak_id = z.id and r.omschrijving_generiek = 'initiator') as volledig
    from zaken.zaak z join catalogi.zaaktype t on t.id = z.zaaktype_id where z.id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The zaken to which these documents of our own register belong. */
export async function zakenVanDocumenten(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly { readonly document: string; readonly zaak: string; readonly sinds: Date }[]> {
  return await db.query(sql`
    select informatieobject_id as document, zaak_id as zaak, registratiedatum as sinds from zaken.zaakinformatieobject
    where informatieobject_id = any(${ids}::uuid[]) order by zaak_id`);
}
