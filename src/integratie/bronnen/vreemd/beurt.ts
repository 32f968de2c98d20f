/**
 * Who works on a register now: one process at a time, and another within a second after that one died (liveness). A turn
 * looks after the abonnement, tells what is due, and asks a bounded number of questions.
 */
import { type Database, sql } from '../../../platform/db/index.ts';
import type { Liveness, Outbox } from '../../../platform/outbox/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import { type AbonnementOpties, verzorg, zegOp } from './abonnement.ts';
import { vertel } from './bewaren.ts';
import type { RegisterInstelling } from './instelling.ts';
import { peil } from './peilen.ts';
import type { Verkeer } from './verkeer.ts';

export interface BeurtOpties extends AbonnementOpties {
  readonly liveness: Liveness;
  readonly outbox: Pick<Outbox, 'publish'>;
}

/** So often is looked whether somebody told something that is due now. */
const KIJK_MS = 1_000;

/** Takes a turn when one is due and nobody else has it; gives 1 when it did. */
export async function beurt(een: RegisterInstelling, verkeer: Verkeer, opties: BeurtOpties): Promise<number> {
  const { db, clock, outbox } = opties;
  if (een.vertragingSeconden > 0) await db.transaction((tx) => vertel(tx, een.naam, clock.now(), outbox.publish));
  if (!(await neem(een.naam, opties))) return 0;
  let volgende = new Date(clock.now().getTime() + KIJK_MS);
  try {
    await verzorg(een, verkeer, opties);
    // One statement holds so many events; a long round leaves more to tell.
    while ((await db.transaction((tx) => vertel(tx, een.naam, clock.now(), outbox.publish))) > 0);
    volgende = await peil(een, verkeer, opties);
    return 1;
  } finally {
    await laatLos(een.naam, volgende, opties);
  }
}

/** Ends the abonnement of a register that has left the settings. */
export async function opzegbeurt(
  naam: string,
  lijn: Parameters<typeof zegOp>[2],
  opties: BeurtOpties,
): Promise<number> {
  if (!(await neem(naam, opties))) return 0;
  try {
    await zegOp(naam, opties, lijn);
    return 0;
  } finally {
    await laatLos(naam, new Date(opties.clock.now().getTime() + 60_000), opties);
  }
}

async function neem(naam: string, { db, clock, liveness }: BeurtOpties): Promise<boolean> {
  const [due] = await db.query(sql`
    select 1 as ok from bronnen.register where naam = ${naam}
      and least(volgende, case when weg_sinds is null then abonnement_volgende else volgende end) <= ${clock.now()}`);
  if (!due) return false;
  const key = liveness.key();
  const anderen = (await liveness.alive()).filter((one) => one !== key);
  const rows = await db.query(sql`
    update bronnen.register set bezet_door = ${key}
    where naam = ${naam} and (bezet_door is null or bezet_door <> all(${anderen}::bigint[])) returning 1 as ok`);
  return rows.length > 0;
}

async function laatLos(
  naam: string,
  volgende: Date,
  { db, liveness }: { db: Database; liveness: Liveness; clock: Clock },
): Promise<void> {
  await db.query(sql`
    update bronnen.register set bezet_door = null, volgende = ${volgende}
    where naam = ${naam} and bezet_door = ${liveness.key()}`);
}
