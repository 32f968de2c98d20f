/**
 * Sending what is stored: in the order in which it was stored, one request in flight per kanaal (or several, when the
 * order is kept per zaak only).
 *
 * - No connection, no answer, or 503: the other side is away. The line stops, and until it takes messages in again only
 *   its first message goes out, as a probe, after 1 s, 2 s, 4 s, ... (RS-F26, inside the CPA's interval, same bytes).
 * - Another refusal by HTTP: this message steps aside and is tried later; the others go on (RS-F36). Three different
 *   messages refused in a row count as the other side being away.
 * - Accepted: then the Acknowledgment is awaited; without it the same bytes go again after the CPA's RetryInterval (RS-F30).
 * - The time of the CPA is over: expired. What never left may be made anew; of what left, the fate is unknown (RS-F34).
 *
 * Results are stored per batch, fenced by the claim on the kanaal. A process that dies in between sends some messages
 * again: the same bytes with the same MessageId, which the receiver eliminates.
 */
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import { type Net, NetFault } from '../../platform/net/index.ts';
import { retryDelay } from '../../platform/outbox/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import { readSoapFault, SOAP_ACTION } from '../../standaarden/ebms/index.ts';
import { claimKanaal, holdsKanaal, type KanaalClaim, kanalenMetWerk, meldKanaal, releaseKanaal } from './kanaal.ts';
import type { OpResultaat, Resultaat } from './types.ts';

export interface VerzendContext {
  readonly db: Database;
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
  readonly worker: number;
  readonly alive: readonly number[];
  /** Requests in flight per kanaal: 1 keeps the order at arrival. */
  readonly parallel: number;
  readonly opResultaat: OpResultaat;
}

/** Messages per batch: what a crash may send twice, and what one transaction stores. */
const BATCH = 25;
const TIMEOUT_MS = 30_000;
const REFUSALS_IN_A_ROW = 3;

interface Klaar {
  readonly nr: number;
  readonly message_id: string;
  readonly endpoint: string;
  readonly content_type: string;
  readonly inhoud: Uint8Array;
  readonly pogingen: number;
  readonly wacht_op_ack: boolean;
  readonly vertrokken: boolean;
  readonly verloopt: Date | null;
}

type Poging =
  | { readonly soort: 'ontvangen' }
  | { readonly soort: 'weg'; readonly reden: string; readonly vertrokken: boolean }
  | { readonly soort: 'geweigerd'; readonly reden: string };

/** Takes a turn on every kanaal with work; returns how many messages were tried or expired. */
export async function verzendOnce(context: VerzendContext): Promise<number> {
  let done = 0;
  for (const cpaId of await kanalenMetWerk(context.db, context.clock)) {
    const claim = await claimKanaal(context.db, cpaId, context.worker, context.alive, context.clock);
    if (!claim) continue;
    try {
      done += await kanaalBeurt(context, claim);
    } finally {
      await releaseKanaal(context.db, claim).catch(() => undefined);
    }
  }
  return done;
}

/** Works through the kanaal until it is empty, the other side is away, or the claim is lost. */
async function kanaalBeurt(context: VerzendContext, claim: KanaalClaim): Promise<number> {
  let done = await verlopen(context, claim);
  for (;;) {
    const batch = await neemBatch(context, claim.cpaId);
    if (batch.length === 0) return done;
    const pogingen = await verzendBatch(context, batch);
    const goesOn = await bewaarPogingen(context, claim, batch, pogingen);
    done += pogingen.size;
    if (!goesOn) return done;
  }
}

/** The next messages: resends first (they are the oldest), then what was never accepted, in order. While down: only the first. */
async function neemBatch({ db, clock }: VerzendContext, cpaId: string): Promise<readonly Klaar[]> {
  const now = clock.now();
  return await db.query<Klaar>(sql`
    with kanaal as (select neer_sinds is not null as neer from digikoppeling.kanaal where cpa_id = ${cpaId}),
    gekozen as (
      (select nr from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'verzonden' and volgende <= ${now} order by volgende limit ${BATCH})
      union all
      (select nr from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'te_verzenden' and volgende <= ${now} order by nr limit ${BATCH})
    )
    select b.nr, b.message_id, b.endpoint, b.content_type, b.inhoud, b.pogingen, b.wacht_op_ack, b.vertrokken, b.verloopt
    from digikoppeling.bericht b where b.nr in (select nr from gekozen)
    order by b.nr limit (select case when neer then 1 else ${BATCH}::int end from kanaal)`);
}

/** Sends a batch; stops at the first sign that the other side is away. What was not tried is not in the answer. */
async function verzendBatch(context: VerzendContext, batch: readonly Klaar[]): Promise<ReadonlyMap<number, Poging>> {
  const results = new Map<number, Poging>();
  let stop = false;
  let next = 0;
  const line = async (): Promise<void> => {
    while (!stop && next < batch.length) {
      const bericht = batch[next++]!;
      const poging = await verzend(context.net, bericht);
      results.set(bericht.nr, poging);
      if (poging.soort === 'weg') stop = true;
    }
  };
  await Promise.all(Array.from({ length: context.parallel }, line));
  return results;
}

async function verzend(net: Net, bericht: Klaar): Promise<Poging> {
  try {
    const answer = await net.request({
      method: 'POST',
      url: bericht.endpoint,
      headers: { 'content-type': bericht.content_type, soapaction: SOAP_ACTION },
      body: bericht.inhoud,
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status >= 200 && answer.status < 300) return { soort: 'ontvangen' };
    const reden = `HTTP ${answer.status}`;
    // 503 is recoverable by the profile (KV §5); 429 asks to wait.
    if (answer.status === 503 || answer.status === 429) return { soort: 'weg', reden, vertrokken: true };
    const fault = readSoapFault(answer.body);
    return { soort: 'geweigerd', reden: fault ? `${reden}: ${fault.text}` : reden };
  } catch (error) {
    if (error instanceof NetFault) return { soort: 'weg', reden: error.message, vertrokken: error.left };
    throw error;
  }
}

/** Stores what became of a batch; false when the kanaal must rest. */
async function bewaarPogingen(
  context: VerzendContext,
  claim: KanaalClaim,
  batch: readonly Klaar[],
  pogingen: ReadonlyMap<number, Poging>,
): Promise<boolean> {
  const { db, clock, random } = context;
  const tried = batch.filter((b) => pogingen.has(b.nr));
  const away = tried.map((b) => pogingen.get(b.nr)!).find((p) => p.soort === 'weg');
  const refusals = tried.filter((b) => pogingen.get(b.nr)!.soort === 'geweigerd').length;
  const accepted = tried.some((b) => pogingen.get(b.nr)!.soort === 'ontvangen');
  const down = away ?? (refusals >= REFUSALS_IN_A_ROW && !accepted ? pogingen.get(tried[0]!.nr)! : undefined);
  return await db.transaction(async (tx) => {
    if (!(await holdsKanaal(tx, claim, clock))) return false;
    await schrijfPogingen(tx, context, tried, pogingen);
    if (down && down.soort !== 'ontvangen') {
      const [row] = await tx.query<{ pogingen: number }>(
        sql`select pogingen from digikoppeling.kanaal where cpa_id = ${claim.cpaId}`,
      );
      const volgende = new Date(clock.now().getTime() + retryDelay(row!.pogingen, random));
      await meldKanaal(tx, claim, { neer: true, reden: down.reden, volgende }, clock);
      return false;
    }
    await meldKanaal(tx, claim, { neer: false }, clock);
    const sent = tried.filter((b) => pogingen.get(b.nr)!.soort === 'ontvangen');
    await context.opResultaat(
      tx,
      sent.map((b): Resultaat => ({ soort: b.wacht_op_ack ? 'verzonden' : 'bevestigd', messageId: b.message_id })),
    );
    return true;
  });
}

/** An acknowledgment may have come before our own answer: what is confirmed already stays confirmed (RS-F32). */
async function schrijfPogingen(
  tx: Tx,
  { clock, random }: VerzendContext,
  tried: readonly Klaar[],
  pogingen: ReadonlyMap<number, Poging>,
): Promise<void> {
  const now = clock.now();
  const rows = tried.map((b) => {
    const poging = pogingen.get(b.nr)!;
    const ok = poging.soort === 'ontvangen';
    return {
      nr: b.nr,
      ok,
      fout: ok ? null : poging.reden,
      vertrokken: b.vertrokken || poging.soort !== 'weg' || poging.vertrokken,
      // Away: at once after the kanaal's own rest. Refused: this message alone waits.
      wacht: poging.soort === 'geweigerd' ? retryDelay(b.pogingen, random) : 0,
    };
  });
  await tx.query(sql`
    update digikoppeling.bericht b set
      vertrokken = r.vertrokken, fout = r.fout, pogingen = case when r.ok then 0 else b.pogingen + 1 end,
      verzonden_keer = b.verzonden_keer + case when r.ok then 1 else 0 end,
      verzonden = case when r.ok then coalesce(b.verzonden, ${now}) else b.verzonden end,
      staat = case when r.ok and b.staat = 'te_verzenden' then case when b.wacht_op_ack then 'verzonden' else 'bevestigd' end else b.staat end,
      volgende = case when r.ok then ${now}::timestamptz + b.herhaal_ms * interval '1 ms' else ${now}::timestamptz + r.wacht * interval '1 ms' end
    from unnest(${rows.map((r) => r.nr)}::bigint[], ${rows.map((r) => r.ok)}::boolean[], ${rows.map((r) => r.fout)}::text[],
      ${rows.map((r) => r.vertrokken)}::boolean[], ${rows.map((r) => r.wacht)}::int[]) as r (nr, ok, fout, vertrokken, wacht)
    where b.nr = r.nr`);
}

/** Messages whose time is over: past their TimeToLive, or repeated as often as the CPA says without an acknowledgment. */
async function verlopen({ db, clock, opResultaat }: VerzendContext, claim: KanaalClaim): Promise<number> {
  const now = clock.now();
  return await db.transaction(async (tx) => {
    if (!(await holdsKanaal(tx, claim, clock))) return 0;
    const rows = await tx.query<{ message_id: string; vertrokken: boolean }>(sql`
      update digikoppeling.bericht set staat = 'verlopen', afgerond = ${now}
      where nr in (
        select nr from digikoppeling.bericht where cpa_id = ${claim.cpaId} and staat = 'te_verzenden' and verloopt < ${now}
        union all
        select nr from digikoppeling.bericht where cpa_id = ${claim.cpaId} and staat = 'verzonden' and volgende <= ${now}
          and (verloopt < ${now} or verzonden_keer > herhalingen))
      returning message_id, vertrokken`);
    const reden = 'Er kwam geen ontvangstbevestiging binnen de tijd die de CPA geeft.';
    await opResultaat(
      tx,
      rows.map((r): Resultaat => ({ soort: 'verlopen', messageId: r.message_id, reden, vertrokken: r.vertrokken })),
    );
    return rows.length;
  });
}
