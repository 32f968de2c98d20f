/**
 * Storing what became of a batch, and what has no time left, each with its results in one transaction that names the
 * claim on the kanaal. A result that its listener cannot take in (it throws) holds up nothing but its own message: that
 * one steps aside and is tried again later, the same bytes, and the same result is told then.
 */
import { DatabaseUnavailable, sql, type Tx } from '../../platform/db/index.ts';
import { retryDelay } from '../../platform/outbox/index.ts';
import { holdsKanaal, type KanaalClaim, meldKanaal, type Rust, type Stand } from './kanaal.ts';
import type { Resultaat } from './types.ts';
import { type Klaar, type Uitslag, WEIGERINGEN_OP_RIJ } from './versturen.ts';
import type { VerzendContext } from './verzenden.ts';

/** A message at which the connection broke this often in a row, about an hour, may be the cause and steps aside. */
const VASTHOUDEND = 20;

/** Stores the attempts; how the kanaal stands now, or null when this turn on it must end. */
export async function bewaarUitslag(
  context: VerzendContext,
  claim: KanaalClaim,
  stand: Stand,
  batch: readonly Klaar[],
  uitslag: Uitslag,
): Promise<Stand | null> {
  const tried = batch.filter((b) => uitslag.pogingen.has(b.nr));
  const { nieuw, rust } = standNa(stand, uitslag, context);
  const opslag = await bewaarSamen(
    context,
    claim,
    tried,
    (bericht) => isVertrokken(uitslag, bericht),
    async (tx, some) => {
      const moved = await schrijfPogingen(tx, context, some, uitslag);
      if (nieuw !== stand) await meldKanaal(tx, claim, nieuw, rust, context.clock);
      return moved;
    },
  );
  return opslag === 'bewaard' && rust === null ? nieuw : null;
}

/** Ends the messages whose time is over: past their TimeToLive, or repeated as often as the CPA says. */
export async function laatVerlopen(
  context: VerzendContext,
  claim: KanaalClaim,
): Promise<{ readonly aantal: number; readonly kwijt: boolean }> {
  const now = context.clock.now();
  const due = await context.db.query<Bericht>(sql`
    select nr, pogingen from digikoppeling.bericht
    where cpa_id = ${claim.cpaId} and staat = 'te_verzenden' and volgende <= ${now} and verloopt <= ${now}
    union all
    select nr, pogingen from digikoppeling.bericht
    where cpa_id = ${claim.cpaId} and staat = 'verzonden' and volgende <= ${now} and (verloopt <= ${now} or verzonden_keer > herhalingen)`);
  const opslag = await bewaarSamen(
    context,
    claim,
    due,
    () => false,
    (tx, some) => schrijfVerlopen(tx, some, now),
  );
  return opslag === 'kwijt' ? { aantal: 0, kwijt: true } : { aantal: due.length, kwijt: false };
}

interface Bericht {
  readonly nr: number;
  readonly pogingen: number;
}

/**
 * Writes and tells in one transaction: all together, and when that fails each alone.
 * - `bewaard`: it stands. `apart`: each alone, and what failed alone has stepped aside. `kwijt`: the claim is lost.
 */
async function bewaarSamen<T extends Bericht>(
  context: VerzendContext,
  claim: KanaalClaim,
  berichten: readonly T[],
  vertrok: (bericht: T) => boolean,
  schrijf: (tx: Tx, some: readonly T[]) => Promise<readonly Resultaat[]>,
): Promise<'bewaard' | 'apart' | 'kwijt'> {
  const store = (some: readonly T[]): Promise<boolean> =>
    context.db.transaction(async (tx) => {
      if (!(await holdsKanaal(tx, claim, context.clock))) return false;
      await context.opResultaat(tx, await schrijf(tx, some));
      return true;
    });
  const failed = (error: unknown): void => {
    if (error instanceof DatabaseUnavailable) throw error;
    context.onFault('Bewaren van resultaten', error);
  };
  try {
    return (await store(berichten)) ? 'bewaard' : 'kwijt';
  } catch (error) {
    failed(error);
  }
  for (const bericht of berichten) {
    try {
      if (berichten.length > 1 && (await store([bericht]))) continue;
    } catch (error) {
      failed(error);
    }
    await zetOpzij(context, bericht, vertrok(bericht));
  }
  return 'apart';
}

/** What could not be stored waits a while by itself; only that it may have left must not be forgotten. */
async function zetOpzij({ db, clock, random }: VerzendContext, bericht: Bericht, vertrok: boolean): Promise<void> {
  const volgende = new Date(clock.now().getTime() + retryDelay(bericht.pogingen, random));
  await db.query(sql`
    update digikoppeling.bericht set pogingen = pogingen + 1, volgende = ${volgende}, vertrokken = vertrokken or ${vertrok},
      fout = 'Het resultaat kon niet worden verwerkt.'
    where nr = ${bericht.nr} and staat in ('te_verzenden', 'verzonden')`);
}

function isVertrokken({ pogingen }: Uitslag, { nr }: Bericht): boolean {
  const poging = pogingen.get(nr)!;
  return poging.soort !== 'weg' || poging.vertrokken;
}

/** How the kanaal stands after this, and until when it must rest. The same object when nothing changed. */
function standNa(
  stand: Stand,
  { pogingen, geweigerd }: Uitslag,
  { clock, random }: VerzendContext,
): { readonly nieuw: Stand; readonly rust: Rust | null } {
  const answers = [...pogingen.values()];
  const away = answers.findLast((p) => p.soort === 'weg');
  const taken = answers.some((p) => p.soort === 'ontvangen');
  const refused = answers.findLast((p) => p.soort === 'geweigerd');
  const tooMany = geweigerd.length >= WEIGERINGEN_OP_RIJ;
  // A probe that is refused proves nothing yet: until it takes messages in again, the other side is away.
  const cause = away ?? (tooMany || (stand.neer && !taken) ? refused : undefined);
  if (cause === undefined) {
    const asBefore = !stand.neer && stand.pogingen === 0 && geweigerd.join() === stand.geweigerd.join();
    return { nieuw: asBefore ? stand : { neer: false, pogingen: 0, geweigerd }, rust: null };
  }
  const before = taken ? 0 : stand.pogingen;
  const wait = Math.max(retryDelay(before, random), cause.soort === 'weg' ? cause.wachtMs : 0);
  const tot = new Date(clock.now().getTime() + wait);
  return { nieuw: { neer: true, pogingen: before + 1, geweigerd }, rust: { reden: cause.reden, tot } };
}

/** An acknowledgment may have come before our own answer: what has ended already stays as it is (RS-F32). */
async function schrijfPogingen(
  tx: Tx,
  { clock, random }: VerzendContext,
  tried: readonly Klaar[],
  uitslag: Uitslag,
): Promise<Resultaat[]> {
  const now = clock.now();
  const rows = tried.map((b) => {
    const poging = uitslag.pogingen.get(b.nr)!;
    const left = isVertrokken(uitslag, b);
    const afgebroken = poging.soort === 'weg' && left ? b.afgebroken + 1 : 0;
    const aside = poging.soort === 'geweigerd' || afgebroken >= VASTHOUDEND;
    return {
      nr: b.nr,
      ok: poging.soort === 'ontvangen',
      fout: poging.soort === 'ontvangen' ? null : poging.reden,
      left,
      refused: poging.soort === 'geweigerd',
      afgebroken: poging.soort === 'weg' && !left ? b.afgebroken : afgebroken,
      // Away: again as soon as the kanaal goes on. Refused: this message alone waits.
      volgende: aside ? new Date(now.getTime() + retryDelay(b.pogingen + afgebroken, random)) : null,
    };
  });
  const moved = await tx.query<{ message_id: string; staat: 'verzonden' | 'bevestigd' }>(sql`
    with oud as (
      select nr, staat from digikoppeling.bericht
      where nr = any(${rows.map((r) => r.nr)}::bigint[]) and staat in ('te_verzenden', 'verzonden') order by nr for update
    ), nieuw as (
      update digikoppeling.bericht b set
        vertrokken = b.vertrokken or r.vertrokken, fout = r.fout,
        pogingen = case when r.ok then 0 when r.geweigerd then b.pogingen + 1 else b.pogingen end, afgebroken = r.afgebroken,
        verzonden_keer = b.verzonden_keer + case when r.ok then 1 else 0 end,
        verzonden = case when r.ok then coalesce(b.verzonden, ${now}) else b.verzonden end,
        afgerond = case when r.ok and not b.wacht_op_ack then ${now}::timestamptz end,
        staat = case when not r.ok then b.staat when b.wacht_op_ack then 'verzonden' else 'bevestigd' end,
        volgende = case when r.ok then least(${now}::timestamptz + b.herhaal_ms * interval '1 ms', b.verloopt)
          else coalesce(r.volgende, '-infinity') end
      from oud o join unnest(
        ${rows.map((r) => r.nr)}::bigint[], ${rows.map((r) => r.ok)}::boolean[], ${rows.map((r) => r.fout)}::text[],
        ${rows.map((r) => r.left)}::boolean[], ${rows.map((r) => r.refused)}::boolean[], ${rows.map((r) => r.afgebroken)}::int[], ${rows.map((r) => r.volgende)}::timestamptz[]
      ) as r (nr, ok, fout, vertrokken, geweigerd, afgebroken, volgende) on r.nr = o.nr
      where b.nr = o.nr
      returning b.nr, b.message_id, b.staat, o.staat as was
    )
    select message_id, staat from nieuw where staat <> was order by nr`);
  return moved.map(({ message_id, staat }): Resultaat => ({ soort: staat, messageId: message_id }));
}

async function schrijfVerlopen(tx: Tx, due: readonly Bericht[], now: Date): Promise<Resultaat[]> {
  const rows = await tx.query<{ message_id: string; vertrokken: boolean }>(sql`
    update digikoppeling.bericht set staat = 'verlopen', afgerond = ${now}
    where nr in (
      select nr from digikoppeling.bericht
      where nr = any(${due.map((d) => d.nr)}::bigint[]) and staat in ('te_verzenden', 'verzonden') order by nr for update)
    returning message_id, vertrokken`);
  const reden = 'Er kwam geen ontvangstbevestiging binnen de tijd die de CPA geeft.';
  return rows.map((r) => ({ soort: 'verlopen', messageId: r.message_id, reden, vertrokken: r.vertrokken }));
}
