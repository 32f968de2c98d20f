/**
 * The exact number of zaken without counting them: totals per zaaktype, vertrouwelijkheid and being open, that triggers
 * keep in the transaction of each change (`migraties/0013-telling.sql`). Under the policy of the one who asks, in the
 * statement that reads the page, so that page and number are of one moment.
 */
import { type Database, type Sql, sql } from '../../platform/db/index.ts';
import { createLoops, type Loops } from '../../platform/time/index.ts';
import { zichtbareZaken } from '../autorisaties/index.ts';
import { type Actor, boolOf } from '../kern/index.ts';

/** The number of zaken that this actor sees; null for a list of which the totals know nothing. */
export function telZaken(
  actor: Actor,
  scopes: readonly string[],
  asked: Readonly<Record<string, unknown>>,
): Sql | null {
  const { einddatum__isnull: zonderEind, ...others } = asked;
  if (Object.keys(others).length > 0) return null;
  if (Array.isArray(zonderEind)) return null;
  const open = zonderEind === undefined ? sql`true` : sql`z.open = ${boolOf(String(zonderEind))}`;
  return sql`
    select coalesce(sum(z.aantal), 0)::bigint as count
    from (select * from zaken.telling union all select * from zaken.telling_erbij) z
    where ${open} and ${zichtbareZaken(actor, scopes, 'z')}`;
}

/** Folds what changes appended into the totals; gives how many rows that were. */
export async function vouwTelling(db: Database): Promise<number> {
  const [row] = await db.query<{ gevouwen: number }>(sql`
    with erbij as (delete from zaken.telling_erbij returning *),
    som as (
      select zaaktype_id, vertrouwelijkheidaanduiding, open, sum(aantal)::bigint as aantal from erbij
      group by 1, 2, 3 order by 1, 2, 3
    ), nieuw as (
      insert into zaken.telling as t select * from som
      on conflict (zaaktype_id, vertrouwelijkheidaanduiding, open) do update set aantal = t.aantal + excluded.aantal
      returning 1
    )
    select count(*) as gevouwen from erbij`);
  return row?.gevouwen ?? 0;
}

const VOUW_MS = 5_000;
const NA_FOUT_MS = 30_000;

/** Keeps folding until it is stopped; a fault is told and the work goes on later. */
export function startTelling(db: Database, onFault: (name: string, error: unknown) => void): Loops {
  const loops = createLoops({ pollMs: VOUW_MS, afterFaultMs: NA_FOUT_MS, onFault });
  loops.add('telling van zaken', async () => {
    await vouwTelling(db);
    return 0;
  });
  return loops;
}
