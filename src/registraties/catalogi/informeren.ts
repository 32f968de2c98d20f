/** What the catalogus says of informing the initiator: every zaaktype that can be used, in its last version, with its statustypen. */
import { type Queryable, sql } from '../../platform/db/index.ts';

export interface InformerendZaaktype {
  readonly identificatie: string;
  readonly omschrijving: string;
  /** By volgnummer. */
  readonly statustypen: readonly {
    readonly volgnummer: number;
    readonly omschrijving: string;
    /** statustekst */
    readonly tekst: string;
    readonly informeren: boolean;
  }[];
}

/** Of each identificatie the version that began last; concepts are left out. */
export async function leesInformerend(db: Queryable): Promise<readonly InformerendZaaktype[]> {
  return await db.query<InformerendZaaktype & Record<string, unknown>>(sql`
    select z.identificatie, z.omschrijving, coalesce((
        select json_agg(json_build_object('volgnummer', s.volgnummer, 'omschrijving', s.omschrijving, 'tekst', s.statustekst,
          'informeren', s.informeren) order by s.volgnummer)
        from catalogi.statustype s where s.zaaktype_id = z.id), '[]') as statustypen
    from (select distinct on (identificatie) id, identificatie, omschrijving from catalogi.zaaktype
      where not concept order by identificatie, begin_geldigheid desc, id desc) z
    order by z.identificatie`);
}
