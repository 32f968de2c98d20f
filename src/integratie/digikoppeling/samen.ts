/**
 * Writing about messages and telling of it, in one transaction that names the claim on the kanaal. A result that its
 * listener cannot take in (it throws) holds up nothing but its own message: that one steps aside and is tried again
 * later, with the same bytes, and the same result is told then.
 */
import { DatabaseUnavailable, sql, type Tx } from '../../platform/db/index.ts';
import { retryDelay } from '../../platform/outbox/index.ts';
import { holdsKanaal, type KanaalClaim } from './kanaal.ts';
import type { Resultaat } from './types.ts';
import type { VerzendContext } from './verzenden.ts';

/** As much of a message as is needed to let it step aside. */
export interface Bericht {
  readonly nr: number;
  readonly pogingen: number;
}

/**
 * Writes and tells in one transaction: all together, and when that fails each alone.
 * - `bewaard`: it stands. `apart`: each alone, and what failed alone has stepped aside. `kwijt`: the claim is lost.
 */
export async function bewaarSamen<T extends Bericht>(
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
      // One that was alone has been tried alone.
      if (berichten.length > 1) {
        if (await store([bericht])) continue;
        return 'kwijt';
      }
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
