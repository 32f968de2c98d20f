/**
 * A kanaal is a CPA that we send under. One process at a time sends on it: tijdstipBericht must rise at arrival
 * (StUF019), so what two processes send must not cross on the wire. The claim has an epoch, and every result names it.
 */
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';

export interface KanaalClaim {
  readonly cpaId: string;
  readonly epoch: number;
}

/** Longer than the longest exchange by far; a process that lives but hangs loses the kanaal after this. */
const DEADLINE_MS = 90_000;

/** Kanalen with work that is due. */
export async function kanalenMetWerk(db: Database, clock: Clock): Promise<readonly string[]> {
  const now = clock.now();
  const rows = await db.query<{ cpa_id: string }>(sql`
    select k.cpa_id from digikoppeling.kanaal k where k.volgende <= ${now} and (
      exists (select 1 from digikoppeling.bericht b where b.cpa_id = k.cpa_id and b.staat = 'te_verzenden' and b.volgende <= ${now})
      or exists (select 1 from digikoppeling.bericht b where b.cpa_id = k.cpa_id and b.staat = 'verzonden' and b.volgende <= ${now}))`);
  return rows.map((row) => row.cpa_id);
}

/** Takes the kanaal when nobody who lives has it. `worker` is our key, `alive` those of all living processes. */
export async function claimKanaal(
  db: Database,
  cpaId: string,
  worker: number,
  alive: readonly number[],
  clock: Clock,
): Promise<KanaalClaim | null> {
  const now = clock.now();
  const [row] = await db.query<{ epoch: number }>(sql`
    update digikoppeling.kanaal
    set worker = ${worker}, epoch = epoch + 1, deadline = ${new Date(now.getTime() + DEADLINE_MS)}
    where cpa_id = ${cpaId} and volgende <= ${now}
      and (worker is null or worker = ${worker} or worker <> all(${alive}::bigint[]) or deadline < ${now})
    returning epoch`);
  return row ? { cpaId, epoch: row.epoch } : null;
}

/** Locks the kanaal and tells whether the claim still counts; what follows may be written only then. */
export async function holdsKanaal(tx: Tx, claim: KanaalClaim, clock: Clock): Promise<boolean> {
  const rows = await tx.query(sql`
    update digikoppeling.kanaal set deadline = ${new Date(clock.now().getTime() + DEADLINE_MS)}
    where cpa_id = ${claim.cpaId} and epoch = ${claim.epoch} and worker is not null returning 1 as ok`);
  return rows.length > 0;
}

/** Gives the kanaal back. */
export async function releaseKanaal(db: Database, claim: KanaalClaim): Promise<void> {
  await db.query(sql`
    update digikoppeling.kanaal set worker = null, deadline = null where cpa_id = ${claim.cpaId} and epoch = ${claim.epoch}`);
}

/** The other side takes messages in again, or not: then nothing goes out before `volgende`. */
export async function meldKanaal(
  tx: Tx,
  claim: KanaalClaim,
  stand: { readonly neer: false } | { readonly neer: true; readonly reden: string; readonly volgende: Date },
  clock: Clock,
): Promise<void> {
  if (stand.neer) {
    await tx.query(sql`
      update digikoppeling.kanaal set neer_sinds = coalesce(neer_sinds, ${clock.now()}), neer_reden = ${stand.reden},
        pogingen = pogingen + 1, volgende = ${stand.volgende} where cpa_id = ${claim.cpaId}`);
  } else {
    await tx.query(sql`
      update digikoppeling.kanaal set neer_sinds = null, neer_reden = null, pogingen = 0, volgende = '-infinity'
      where cpa_id = ${claim.cpaId} and neer_sinds is not null`);
  }
}
