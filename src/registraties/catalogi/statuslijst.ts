/** The zaaktypen with their statustypen, as who decides what citizens are told looks at them: one per identificatie. */
import { and, type Queryable, raw, type Sql, sql } from '../../platform/db/index.ts';

export interface StatustypeRegel {
  readonly omschrijving: string;
  readonly volgnummer: number;
  readonly informeren: boolean;
  readonly statustekst: string;
}

export interface ZaaktypeRegel {
  readonly identificatie: string;
  readonly omschrijving: string;
  readonly publicatieIndicatie: boolean;
  /** In the order of their volgnummer. */
  readonly statustypen: readonly StatustypeRegel[];
}

export interface ZaaktypeVraag {
  /** A part of the identificatie or the omschrijving, whatever its case. */
  readonly zoek?: string;
  /** Those after this identificatie. */
  readonly na?: string;
}

/** Zaaktypen on one page. */
export const ZAAKTYPEN_PER_PAGINA = 50;

/** A published version goes before a concept, the newest before older ones. */
function regels(where: Sql, limit: number): Sql {
  return sql`
    select zt.identificatie, zt.omschrijving, zt.publicatie_indicatie as "publicatieIndicatie",
      (select coalesce(json_agg(json_build_object('omschrijving', st.omschrijving, 'volgnummer', st.volgnummer,
          'informeren', st.informeren, 'statustekst', st.statustekst) order by st.volgnummer), '[]'::json)
        from catalogi.statustype st where st.zaaktype_id = zt.id) as statustypen
    from (select distinct on (identificatie) * from catalogi.zaaktype where ${where}
      order by identificatie, concept, begin_geldigheid desc, id desc limit ${raw(String(limit))}) zt
    order by zt.identificatie`;
}

/** One page, and the `na` of the next; null at the end. */
export async function leesZaaktypen(
  db: Queryable,
  { zoek, na }: ZaaktypeVraag,
): Promise<{ readonly regels: readonly ZaaktypeRegel[]; readonly verder: string | null }> {
  const where: Sql[] = [];
  if (na !== undefined) where.push(sql`identificatie > ${na}`);
  if (zoek !== undefined) {
    const patroon = `%${zoek.replaceAll(/[\\%_]/g, '\\$&')}%`;
    where.push(sql`identificatie ilike ${patroon} or omschrijving ilike ${patroon}`);
  }
  const rows = await db.query<ZaaktypeRegel>(regels(and(where), ZAAKTYPEN_PER_PAGINA + 1));
  const page = rows.slice(0, ZAAKTYPEN_PER_PAGINA);
  return { regels: page, verder: rows.length > ZAAKTYPEN_PER_PAGINA ? page.at(-1)!.identificatie : null };
}

/** Null when there is no such zaaktype. */
export async function leesZaaktype(db: Queryable, identificatie: string): Promise<ZaaktypeRegel | null> {
  const [row] = await db.query<ZaaktypeRegel>(regels(sql`identificatie = ${identificatie}`, 1));
  return row ?? null;
}
