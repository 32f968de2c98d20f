/** What of a file is stored, by line: written in the transaction of the zaken themselves. */
import { type Queryable, sql, type Tx } from '../../../platform/db/index.ts';
import type { InvalidParam } from '../../../platform/http/index.ts';
import { uuidv7 } from '../../../platform/time/index.ts';
import type { Ports } from '../../kern/index.ts';
import { OverzetFout } from '../fout.ts';

/** What became of a line: a zaak, or what is wrong with it. */
export type Uitslag =
  | { readonly regel: number; readonly zaak: string }
  | { readonly regel: number; readonly fouten: readonly InvalidParam[] };

/** The id under which this file is known; made when it is new. */
export async function bestandId(
  { db, clock, random }: Ports,
  { hash, aantal }: { readonly hash: string; readonly aantal: number },
): Promise<string> {
  await db.query(sql`
    insert into overzetten.bestand (id, hash, regels, begonnen)
    values (${uuidv7(clock, random)}, ${hash}, ${aantal}, ${clock.now()}) on conflict (hash) do nothing`);
  const [row] = await db.query<{ id: string }>(sql`select id from overzetten.bestand where hash = ${hash}`);
  return row!.id;
}

/** The lines that became a zaak already. */
export async function opgeslagenRegels(db: Queryable, bestand: string): Promise<ReadonlySet<number>> {
  const rows = await db.query<{ regel: number }>(
    sql`select regel from overzetten.regel where bestand_id = ${bestand} and zaak_id is not null`,
  );
  return new Set(rows.map(({ regel }) => regel));
}

/** Writes what became of lines. A line that became a zaak meanwhile is somebody else's: then nothing of this is stored. */
export async function boek(tx: Tx, bestand: string, uitslagen: readonly Uitslag[]): Promise<void> {
  const of = <T>(get: (uitslag: Uitslag) => T): T[] => uitslagen.map(get);
  const rows = await tx.query(sql`
    insert into overzetten.regel as r (bestand_id, regel, zaak_id, fouten)
    select ${bestand}, u.regel, u.zaak_id, u.fouten::json
    from unnest(${of((u) => u.regel)}::int[], ${of((u) => ('zaak' in u ? u.zaak : null))}::uuid[],
      ${of((u) => ('fouten' in u ? JSON.stringify(u.fouten) : null))}::text[]) as u (regel, zaak_id, fouten)
    on conflict (bestand_id, regel) do update set zaak_id = excluded.zaak_id, fouten = excluded.fouten
      where r.zaak_id is null
    returning regel`);
  if (rows.length < uitslagen.length) {
    throw new OverzetFout('Een ander proces leest dit bestand ook in. Wacht tot dat klaar is.');
  }
}

const PAGE = 5_000;

/** What became of every line of a file, in order. */
export async function* uitslagenVan(db: Queryable, bestand: string): AsyncGenerator<Uitslag> {
  let na = 0;
  for (;;) {
    const rows = await db.query<{ regel: number; zaak: string | null; fouten: readonly InvalidParam[] | null }>(sql`
      select regel, zaak_id as zaak, fouten from overzetten.regel
      where bestand_id = ${bestand} and regel > ${na} order by regel limit ${PAGE}`);
    for (const { regel, zaak, fouten } of rows) yield zaak === null ? { regel, fouten: fouten ?? [] } : { regel, zaak };
    if (rows.length < PAGE) return;
    na = rows.at(-1)!.regel;
  }
}
