/**
 * Sending what is stored: in the order in which it was stored, one request in flight per kanaal (or several, when the
 * order is kept per zaak only). Kanalen do not wait for each other (RS-F27).
 *
 * - No connection, no answer, or an answer that says so (429, 502, 503, 504): the other side is away. The line stops, and
 *   until it takes messages in again only one message at a time goes out, the first, as a probe, after 1 s, 2 s, 4 s, ...
 *   up to 5 minutes (RS-F26, inside the CPA's interval, same bytes).
 * - Another refusal by HTTP: this message steps aside and is tried later; the others go on (RS-F36). Three different
 *   messages refused in a row count as the other side being away; the probe is then the first, and after three refusals
 *   of that one the next.
 * - Accepted: then the Acknowledgment is awaited; without it the same bytes go again after the CPA's RetryInterval (RS-F30).
 * - The time of the CPA is over: expired. What never left may be made anew; of what left, the fate is unknown (RS-F34).
 *
 * Results are stored per batch, fenced by the claim on the kanaal. A process that dies in between sends some messages
 * again: the same bytes with the same MessageId, which the receiver eliminates.
 */
import { type Database, raw, sql } from '../../platform/db/index.ts';
import type { Liveness } from '../../platform/outbox/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import type { Omgeving } from '../../standaarden/ebms/index.ts';
import { claimKanaal, type KanaalMetWerk, kanalenMetWerk, releaseKanaal, type Stand, verlengKanaal } from './kanaal.ts';
import type { Objecten } from './objecten.ts';
import type { Teller } from './teller.ts';
import type { Tempo } from './tempo.ts';
import type { OpResultaat } from './types.ts';
import { bewaarUitslag } from './uitkomsten.ts';
import { laatVerlopen } from './verlopen.ts';
import { type Klaar, TERMIJN_MS, termijnVan, type Uitslag, verstuurBatch } from './versturen.ts';
import type { Weg } from './weg.ts';

export interface VerzendContext {
  readonly db: Database;
  readonly weg: Weg;
  readonly objecten: Pick<Objecten, 'lees'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly liveness: Liveness;
  readonly omgeving: Omgeving;
  /** Requests in flight per kanaal: 1 keeps the order at arrival. */
  readonly parallel: number;
  readonly opResultaat: OpResultaat;
  readonly tempo: Tempo;
  /** Counts attempts. */
  readonly tel: Teller['tel'];
  onFault(what: string, error: unknown): void;
}

export interface Verzender {
  /** Begins a turn on every kanaal with work that has none under way here, and does not wait; `done` hears how much. */
  begin(done: (count: number) => void): Promise<void>;
  /** The same, and waits. Gives how many messages were tried or expired. */
  turn(): Promise<number>;
  /** Begins nothing more, and waits for the exchanges that are under way. */
  stop(): Promise<void>;
}

/** Messages per batch: what one transaction stores. A crash sends at most two batches again. */
function batchVan(parallel: number): number {
  return parallel === 1 ? 25 : 100;
}

/** The claim on a kanaal outlasts a batch by more than this. */
const RUIM_MS = 10_000;

export function createVerzender(context: VerzendContext): Verzender {
  const underWay = new Map<string, Promise<number>>();
  let stopping = false;

  async function beginTurns(): Promise<Promise<number>[]> {
    const idle = (await kanalenMetWerk(context.db, context.clock, context.omgeving)).filter(
      (k) => !underWay.has(k.cpaId),
    );
    return idle.map((kanaal) => {
      const turn = kanaalBeurt(context, kanaal, () => !stopping).finally(() => underWay.delete(kanaal.cpaId));
      underWay.set(kanaal.cpaId, turn);
      return turn;
    });
  }

  return {
    async begin(done) {
      if (stopping) return;
      for (const turn of await beginTurns()) {
        turn.then(done, (error: unknown) => context.onFault('Verzenden over Digikoppeling', error));
      }
    },
    async turn() {
      const turns = await Promise.allSettled(await beginTurns());
      const failed = turns.find((t) => t.status === 'rejected');
      if (failed) throw failed.reason;
      return turns.reduce((sum, t) => sum + (t.status === 'fulfilled' ? t.value : 0), 0);
    },
    async stop() {
      stopping = true;
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Works through the kanaal until it is empty, the other side is away, the claim is lost, or we stop. */
async function kanaalBeurt(context: VerzendContext, kanaal: KanaalMetWerk, gaDoor: () => boolean): Promise<number> {
  const { db, weg, objecten, clock, liveness, parallel, tempo } = context;
  const net = weg.onder(() => kanaal.cpaId);
  // In this order: asking who lives may give us a new key, and a claim under the old one would be anybody's.
  const alive = await liveness.alive();
  const taken = await claimKanaal(db, kanaal.cpaId, liveness.key(), alive, clock);
  if (!taken) return 0;
  const { claim } = taken;
  let { stand } = taken;
  let count = 0;
  try {
    if (kanaal.verlopen) {
      const verlopen = await laatVerlopen(context, claim);
      count += verlopen.aantal;
      if (verlopen.kwijt) return count;
    }
    let opslag: Opslag | null = null;
    while (gaDoor()) {
      const bezet: readonly Klaar[] = opslag?.batch ?? [];
      const most = await tempo.ruimte(kanaal.cpaId, batchVan(parallel));
      if (most === 0) break;
      const batch = stand.neer
        ? await neemProbe(context, kanaal.cpaId)
        : await neemBatch(context, kanaal.cpaId, bezet, most);
      // A large message takes longer than the claim on the kanaal lasts.
      const extra = Math.max(TERMIJN_MS, ...batch.map(termijnVan)) - TERMIJN_MS;
      if (extra > RUIM_MS) await verlengKanaal(db, claim, extra, clock);
      const { geweigerd } = stand;
      const uitslag = await verstuurBatch(batch, { net, objecten, clock, parallel, geweigerd, gaDoor });
      // Results are stored in the order of sending; what the batch before it came to is known only now.
      const before: Stand | null = opslag === null ? stand : await opslag.klaar;
      opslag = null;
      if (uitslag.pogingen.size === 0) break;
      count += uitslag.pogingen.size;
      tempo.neem(kanaal.cpaId, uitslag.pogingen.size);
      const bewaard = bewaarUitslag(context, claim, stand, batch, uitslag);
      const empty = !stand.neer && batch.length < most && uitslag.pogingen.size === batch.length;
      if (before !== null && !empty && isVlot(stand, uitslag)) {
        // Nothing to wait for: the next batch goes out while this one is stored.
        bewaard.catch(() => undefined);
        // What was not tried of this batch is still the first to go.
        opslag = { batch: batch.filter(({ nr }) => uitslag.pogingen.has(nr)), klaar: bewaard };
        continue;
      }
      const next = await bewaard;
      if (before === null || next === null || empty) break;
      stand = next;
    }
    await opslag?.klaar;
    return count;
  } finally {
    await releaseKanaal(db, claim).catch(() => undefined);
  }
}

/** Messages of which the results are being stored. */
interface Opslag {
  readonly batch: readonly Klaar[];
  readonly klaar: Promise<Stand | null>;
}

/** All of it was taken in, as before: how the kanaal stands does not change. */
function isVlot(stand: Stand, { pogingen }: Uitslag): boolean {
  const asBefore = !stand.neer && stand.pogingen === 0 && stand.geweigerd.length === 0;
  return asBefore && [...pogingen.values()].every(({ soort }) => soort === 'ontvangen');
}

const KOLOMMEN = raw('nr, message_id, action, endpoint, content_type, inhoud, delen, pogingen, afgebroken');

/**
 * The next messages by number: those of which the acknowledgment stays out are the oldest, so they come first, then what
 * was never accepted. What has no time left is not sent any more.
 */
async function neemBatch(
  { db, clock }: VerzendContext,
  cpaId: string,
  bezet: readonly Klaar[],
  most: number,
): Promise<readonly Klaar[]> {
  const now = clock.now();
  const numbers = bezet.map(({ nr }) => nr);
  return await db.query<Klaar>(sql`
    select ${KOLOMMEN} from digikoppeling.bericht where nr in (
      (select nr from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'verzonden' and volgende <= ${now}
        and coalesce(verloopt, 'infinity') > ${now} and verzonden_keer <= herhalingen and nr <> all(${numbers}::bigint[])
        order by volgende, nr limit ${most})
      union all
      (select nr from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'te_verzenden' and volgende <= ${now}
        and coalesce(verloopt, 'infinity') > ${now} and nr <> all(${numbers}::bigint[]) order by nr limit ${most}))
    order by nr limit ${most}`);
}

/**
 * The message to probe with: the first, for the order's sake, but one that was refused three times lets the next one try
 * before it. Otherwise three bad messages in a row would keep the kanaal down for ever.
 */
async function neemProbe({ db, clock }: VerzendContext, cpaId: string): Promise<readonly Klaar[]> {
  const now = clock.now();
  return await db.query<Klaar>(sql`
    select ${KOLOMMEN} from (
      (select * from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'verzonden' and volgende <= ${now}
        and coalesce(verloopt, 'infinity') > ${now} and verzonden_keer <= herhalingen order by pogingen / 3, nr limit 1)
      union all
      (select * from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'te_verzenden' and volgende <= ${now}
        and coalesce(verloopt, 'infinity') > ${now} order by pogingen / 3, nr limit 1)
    ) as b order by pogingen / 3, nr limit 1`);
}
