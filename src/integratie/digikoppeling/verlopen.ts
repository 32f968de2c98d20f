/** The end of messages whose time is over: what never left may be made anew, of what left the fate is unknown (RS-F34). */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { KanaalClaim } from './kanaal.ts';
import { type Bericht, bewaarSamen } from './samen.ts';
import type { Resultaat } from './types.ts';
import type { VerzendContext } from './verzenden.ts';

/** Per turn, of each kind: a weekend without acknowledgments must not become one giant transaction. */
const MOST = 500;

/** Ends the messages whose time is over: past their TimeToLive, or repeated as often as the CPA says. */
export async function laatVerlopen(
  context: VerzendContext,
  claim: KanaalClaim,
): Promise<{ readonly aantal: number; readonly kwijt: boolean }> {
  const now = context.clock.now();
  const due = await context.db.query<Bericht>(sql`
    (select nr, pogingen from digikoppeling.bericht
      where cpa_id = ${claim.cpaId} and staat = 'te_verzenden' and volgende <= ${now} and verloopt <= ${now}
      order by nr limit ${MOST})
    union all
    (select nr, pogingen from digikoppeling.bericht
      where cpa_id = ${claim.cpaId} and staat = 'verzonden' and volgende <= ${now} and (verloopt <= ${now} or verzonden_keer > herhalingen)
      order by volgende, nr limit ${MOST})`);
  const opslag = await bewaarSamen(
    context,
    claim,
    due,
    () => false,
    (tx, some) => schrijfVerlopen(tx, some, now),
  );
  return opslag === 'kwijt' ? { aantal: 0, kwijt: true } : { aantal: due.length, kwijt: false };
}

async function schrijfVerlopen(tx: Tx, due: readonly Bericht[], now: Date): Promise<Resultaat[]> {
  const rows = await tx.query<{ message_id: string; vertrokken: boolean }>(sql`
    with oud as (
      select nr from digikoppeling.bericht
      where nr = any(${due.map((d) => d.nr)}::bigint[]) and staat in ('te_verzenden', 'verzonden') order by nr for update
    ), nieuw as (
      update digikoppeling.bericht b set staat = 'verlopen', afgerond = ${now} from oud where b.nr = oud.nr
      returning b.nr, b.message_id, b.vertrokken
    )
    select message_id, vertrokken from nieuw order by nr`);
  const reden = 'Er kwam geen ontvangstbevestiging binnen de tijd die de CPA geeft.';
  return rows.map((r) => ({ soort: 'verlopen', messageId: r.message_id, reden, vertrokken: r.vertrokken }));
}
