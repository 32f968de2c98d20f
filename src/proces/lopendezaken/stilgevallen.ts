/**
 * Which stromen stand still although they may send (O4)? What waits for the planning, a pause or an operator is where it
 * should be: only the time in which it could have left counts.
 */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Stroom } from './inrichting.ts';
import type { Inrichtingen } from './inrichting-register.ts';
import type { Lopen } from './lopen.ts';
import { BIJ_BEHEERDER, momentVan } from './stand.ts';
import { isOpen } from './venster.ts';

export interface StilleStroom {
  readonly stroom: string;
  /** From then on the oldest could have left. */
  readonly sinds: Date;
}

export interface StilOpties {
  readonly db: Database;
  readonly clock: Clock;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel' | 'geschiedenis'>;
  readonly lopen: Pick<Lopen, 'stand'>;
}

const MINUUT_MS = 60_000;
/** So many of the oldest are looked at; what waits behind an operator is passed over. */
const HEAD = 1_000;

/** The stromen in which something could have left for so many minutes, and did not. */
export async function stilgevallen(opties: StilOpties, minuten: number): Promise<readonly StilleStroom[]> {
  const { clock, inrichtingen } = opties;
  const grens = new Date(clock.now().getTime() - minuten * MINUUT_MS);
  const { stromen } = await inrichtingen.actueel();
  // What was changed just now (the end of a pause, a wider window) may have let it go only since.
  const [laatste] = await inrichtingen.geschiedenis();
  const found = await Promise.all(
    stromen.map(async (stroom): Promise<StilleStroom[]> => {
      const sinds = laatsteVan([
        await oudste(opties.db, stroom.naam),
        await vrijSinds(stroom, opties, grens),
        laatste?.sinds,
      ]);
      return sinds === null || sinds > grens ? [] : [{ stroom: stroom.naam, sinds }];
    }),
  );
  return found.flat();
}

async function oudste(db: Database, stroom: string): Promise<Date | null> {
  const [row] = await db.query<{ id: string }>(sql`
    select id from (
      select id, zaak_id from lopendezaken.zaakbericht where stroom = ${stroom} and staat = 'te_verzenden' order by id limit ${HEAD}) as k
    where not exists (select 1 from lopendezaken.zaakbericht where zaak_id = k.zaak_id and id <> k.id and ${BIJ_BEHEERDER})
    order by id limit 1`);
  return row ? momentVan(row.id) : null;
}

/** Since when it may send without a break; null when it may not now, or might not at the limit. */
async function vrijSinds(stroom: Stroom, { clock, lopen }: StilOpties, grens: Date): Promise<Date | null> {
  const { pauze, venster, intervalMinuten } = stroom.planning;
  if (pauze !== null || !isOpen(venster, clock.now()) || !isOpen(venster, grens)) return null;
  if (intervalMinuten === 0) return new Date(0);
  const { begonnenOp, loopt } = await lopen.stand(stroom);
  if (begonnenOp === null) return new Date(0);
  return loopt ? begonnenOp : new Date(begonnenOp.getTime() + intervalMinuten * MINUUT_MS);
}

/** Null when one of them is null; what is left out counts for nothing. */
function laatsteVan(moments: readonly (Date | null | undefined)[]): Date | null {
  const known = moments.filter((moment) => moment !== undefined);
  return known.some((moment) => moment === null) ? null : new Date(Math.max(...known.map(Number)));
}
