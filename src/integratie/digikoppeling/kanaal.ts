/**
 * A kanaal is a CPA that we send under. One process at a time sends on it: tijdstipBericht must rise at arrival
 * (StUF019), so what two processes send must not cross on the wire. The claim has an epoch, and every result names it.
 */
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Omgeving } from '../../standaarden/ebms/index.ts';

export interface KanaalClaim {
  readonly cpaId: string;
  readonly epoch: number;
}

/** How the other side takes our messages in. */
export interface Stand {
  /** It does not: nothing but one probe at a time goes out. */
  readonly neer: boolean;
  /** Probes that failed since it was last up. */
  readonly pogingen: number;
  /** Numbers of the different messages that it refused since it last took one in. */
  readonly geweigerd: readonly number[];
}

/** Why nothing goes out until when. */
export interface Rust {
  readonly reden: string;
  readonly tot: Date;
}

export interface KanaalMetWerk {
  readonly cpaId: string;
  /** Some messages have no time left. */
  readonly verlopen: boolean;
}

/** Longer than a batch can last (see `versturen.ts`); a process that lives but hangs loses the kanaal after this. */
const DEADLINE_MS = 90_000;

/**
 * Kanalen with work that is due; under a CPA of another environment (a copy of its database, say) nothing is. What waits is
 * asked for in the order of an index: then its plan is that index, whatever the statistics of a queue make believe.
 */
export async function kanalenMetWerk(
  db: Database,
  clock: Clock,
  omgeving: Omgeving,
): Promise<readonly KanaalMetWerk[]> {
  const now = clock.now();
  return await db.query<KanaalMetWerk>(sql`
    select k.cpa_id as "cpaId",
      coalesce((select b.verloopt <= ${now} from digikoppeling.bericht b
        where b.cpa_id = k.cpa_id and b.staat = 'te_verzenden' and b.volgende <= ${now} order by b.verloopt limit 1), false)
      or exists (select 1 from digikoppeling.bericht b where b.cpa_id = k.cpa_id and b.staat = 'verzonden' and b.volgende <= ${now}
        and (b.verloopt <= ${now} or b.verzonden_keer > b.herhalingen)) as verlopen
    from digikoppeling.kanaal k join digikoppeling.cpa c on c.cpa_id = k.cpa_id and coalesce(c.omgeving, ${omgeving}) = ${omgeving}
    where k.volgende <= ${now} and (
      (select true from digikoppeling.bericht b
        where b.cpa_id = k.cpa_id and b.staat = 'te_verzenden' and b.volgende <= ${now} order by b.verloopt limit 1)
      or exists (select 1 from digikoppeling.bericht b where b.cpa_id = k.cpa_id and b.staat = 'verzonden' and b.volgende <= ${now}))`);
}

/** Takes the kanaal when nobody who lives has it. `worker` is our key, `alive` those of all living processes. */
export async function claimKanaal(
  db: Database,
  cpaId: string,
  worker: number,
  alive: readonly number[],
  clock: Clock,
): Promise<{ readonly claim: KanaalClaim; readonly stand: Stand } | null> {
  const now = clock.now();
  const [row] = await db.query<{ epoch: number } & Stand>(sql`
    update digikoppeling.kanaal
    set worker = ${worker}, epoch = epoch + 1, deadline = ${new Date(now.getTime() + DEADLINE_MS)}
    where cpa_id = ${cpaId} and volgende <= ${now}
      and (worker is null or worker = ${worker} or worker <> all(${alive}::bigint[]) or deadline < ${now})
    returning epoch, neer_sinds is not null as neer, pogingen, to_jsonb(geweigerd) as geweigerd`);
  if (!row) return null;
  const { epoch, ...stand } = row;
  return { claim: { cpaId, epoch }, stand };
}

/**
 * Locks the kanaal and tells whether the claim still counts; what follows may be written only then. A claim that was made
 * longer for a large message, which may be under way, is not made shorter.
 */
export async function holdsKanaal(tx: Tx, claim: KanaalClaim, clock: Clock): Promise<boolean> {
  const rows = await tx.query(sql`
    update digikoppeling.kanaal set deadline = greatest(deadline, ${new Date(clock.now().getTime() + DEADLINE_MS)})
    where cpa_id = ${claim.cpaId} and epoch = ${claim.epoch} and worker is not null returning 1 as ok`);
  return rows.length > 0;
}

/** Keeps the claim for so much longer than it lasts by itself. */
export async function verlengKanaal(db: Database, claim: KanaalClaim, ms: number, clock: Clock): Promise<void> {
  await db.query(sql`
    update digikoppeling.kanaal set deadline = ${new Date(clock.now().getTime() + DEADLINE_MS + ms)}
    where cpa_id = ${claim.cpaId} and epoch = ${claim.epoch}`);
}

/** Gives the kanaal back. */
export async function releaseKanaal(db: Database, claim: KanaalClaim): Promise<void> {
  await db.query(sql`
    update digikoppeling.kanaal set worker = null, deadline = null where cpa_id = ${claim.cpaId} and epoch = ${claim.epoch}`);
}

/** Writes how the other side takes messages in; with a rest, nothing goes out before its end. */
export async function meldKanaal(
  tx: Tx,
  claim: KanaalClaim,
  { neer, pogingen, geweigerd }: Stand,
  rust: Rust | null,
  clock: Clock,
): Promise<void> {
  await tx.query(sql`
    update digikoppeling.kanaal set pogingen = ${pogingen}, geweigerd = ${geweigerd}::bigint[],
      neer_sinds = case when ${neer} then coalesce(neer_sinds, ${clock.now()}) end, neer_reden = ${rust?.reden ?? null},
      volgende = coalesce(${rust?.tot ?? null}::timestamptz, '-infinity')
    where cpa_id = ${claim.cpaId}`);
}
