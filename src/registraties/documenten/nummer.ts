/** Numbers for documents that come without one, and for documents that are still to come. */
import { type Queryable, sql } from '../../platform/db/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';

/** `DOCUMENT-<year>-<ten digits>`, numbers that no document of this organisation has and that are given out once. */
export async function geefNummers(
  db: Queryable,
  bronorganisatie: string,
  aantal: number,
  now: Date,
): Promise<readonly string[]> {
  const nummers: string[] = [];
  while (nummers.length < aantal) {
    const rows = await db.query<{ nummer: string }>(sql`
      with n as materialized (
        select ${`DOCUMENT-${todayInAmsterdam(now).slice(0, 4)}-`} || lpad(nextval('documenten.documentnummer')::text, 10, '0') as nummer
        from generate_series(1, ${aantal - nummers.length}::int)
      )
      select n.nummer from n where not exists (
        select 1 from documenten.enkelvoudiginformatieobject d
        where d.bronorganisatie = ${bronorganisatie} and d.identificatie = n.nummer)`);
    nummers.push(...rows.map((row) => row.nummer));
  }
  return nummers;
}
