/**
 * How many zaakberichten stand in each state, without counting them: triggers append every change in its own transaction
 * (`migraties/0007-beheer.sql`), and what they appended is folded now and then. Exact at any moment, folded or not.
 */
import { type Database, type Queryable, raw } from '../../platform/db/index.ts';
import { createLoops, type Loops } from '../../platform/time/index.ts';
import { EIND_STATEN, OPEN_STATEN, type Staat } from './beeld.ts';

export async function telStaten(db: Queryable): Promise<Readonly<Record<Staat, number>>> {
  const rows = await db.query<{ staat: Staat; n: number }>(
    raw(`select staat, sum(aantal)::bigint as n
      from (select * from lopendezaken.telling union all select * from lopendezaken.telling_erbij) t group by staat`),
  );
  const leeg = Object.fromEntries([...OPEN_STATEN, ...EIND_STATEN].map((staat) => [staat, 0]));
  return { ...leeg, ...Object.fromEntries(rows.map(({ staat, n }) => [staat, n])) } as Record<Staat, number>;
}

/** Folds what was appended into the totals. */
export async function vouwTelling(db: Database): Promise<void> {
  await db.query(
    raw(`with erbij as (delete from lopendezaken.telling_erbij returning *),
      som as (select staat, sum(aantal)::bigint as aantal from erbij group by staat order by staat)
      insert into lopendezaken.telling as t select * from som
      on conflict (staat) do update set aantal = t.aantal + excluded.aantal`),
  );
}

const VOUW_MS = 5_000;
const NA_FOUT_MS = 30_000;

/** Keeps folding until it is stopped; a fault is told and the work goes on later. */
export function startTelling(db: Database, onFault: (name: string, error: unknown) => void): Loops {
  const loops = createLoops({ pollMs: VOUW_MS, afterFaultMs: NA_FOUT_MS, onFault });
  loops.add('telling van zaakberichten', async () => {
    await vouwTelling(db);
    return 0;
  });
  return loops;
}
