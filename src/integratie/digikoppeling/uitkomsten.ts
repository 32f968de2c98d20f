/**
 * Storing what became of a batch: each message, how the kanaal stands, and the results, in one transaction. Only what
 * changed is told: a repeat that was accepted is not `verzonden` once more.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { retryDelay } from '../../platform/outbox/index.ts';
import { type KanaalClaim, meldKanaal, type Rust, type Stand } from './kanaal.ts';
import { type Bericht, bewaarSamen } from './samen.ts';
import type { Resultaat } from './types.ts';
import { type Klaar, type Uitslag, WEIGERINGEN_OP_RIJ } from './versturen.ts';
import type { VerzendContext } from './verzenden.ts';

/** A message at which the connection broke this often in a row, about an hour, may be the cause and steps aside. */
const VASTHOUDEND = 20;

/** Attempts that are kept of a message; a peer that is away for a weekend makes hundreds. */
const MEESTE_POGINGEN = 50;

/** Stores the attempts; how the kanaal stands now, or null when this turn on it must end. */
export async function bewaarUitslag(
  context: VerzendContext,
  claim: KanaalClaim,
  stand: Stand,
  batch: readonly Klaar[],
  uitslag: Uitslag,
): Promise<Stand | null> {
  const tried = batch.filter((b) => uitslag.pogingen.has(b.nr));
  for (const { nr, action } of tried) {
    const { soort } = uitslag.pogingen.get(nr)!;
    context.tel(claim.cpaId, action ?? 'anders', soort === 'ontvangen' ? 'verzonden' : 'mislukt');
  }
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
      poging: JSON.stringify({
        tijd: poging.begonnen,
        uitkomst: poging.soort,
        ms: poging.ms,
        ...(poging.soort !== 'ontvangen' && { reden: poging.reden }),
      }),
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
        verloop = case when jsonb_array_length(b.verloop) >= ${MEESTE_POGINGEN} then b.verloop - 0 else b.verloop end || r.poging::jsonb,
        pogingen = case when r.ok then 0 when r.geweigerd then b.pogingen + 1 else b.pogingen end, afgebroken = r.afgebroken,
        verzonden_keer = b.verzonden_keer + case when r.ok then 1 else 0 end,
        verzonden = case when r.ok then coalesce(b.verzonden, ${now}) else b.verzonden end,
        afgerond = case when r.ok and not b.wacht_op_ack then ${now}::timestamptz end,
        staat = case when not r.ok then b.staat when b.wacht_op_ack then 'verzonden' else 'bevestigd' end,
        volgende = case when r.ok then least(${now}::timestamptz + b.herhaal_ms * interval '1 ms', b.verloopt)
          else coalesce(r.volgende, '-infinity') end
      from oud o join unnest(
        ${rows.map((r) => r.nr)}::bigint[], ${rows.map((r) => r.ok)}::boolean[], ${rows.map((r) => r.fout)}::text[],
        ${rows.map((r) => r.left)}::boolean[], ${rows.map((r) => r.refused)}::boolean[], ${rows.map((r) => r.afgebroken)}::int[], ${rows.map((r) => r.volgende)}::timestamptz[],
        ${rows.map((r) => r.poging)}::text[]
      ) as r (nr, ok, fout, vertrokken, geweigerd, afgebroken, volgende, poging) on r.nr = o.nr
      where b.nr = o.nr
      returning b.nr, b.message_id, b.staat, o.staat as was
    )
    select message_id, staat from nieuw where staat <> was order by nr`);
  return moved.map(({ message_id, staat }): Resultaat => ({ soort: staat, messageId: message_id }));
}
