/** Pausing an abonnement, going on, and sending again from a number: for who holds it, and for an operator. */
import { type Database, sql } from '../../platform/db/index.ts';
import { replay } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { ABONNEE } from './api.ts';

export interface Bediening {
  /** What comes meanwhile is kept. False when there is no such abonnement. */
  pauzeer(id: string, reden: string): Promise<boolean>;
  hervat(id: string): Promise<boolean>;
  /** Everything from this number on goes out again; gives how many that are, null when there is no such abonnement. */
  herhaal(id: string, vanaf: number): Promise<number | null>;
}

/** `wake`: lets the deliveries look at once. */
export function createBediening(db: Database, clock: Clock, wake: () => void): Bediening {
  const zet = async (id: string, stand: string, reden: string): Promise<boolean> => {
    const rows = await db.query(sql`
      update notificaties.abonnement set stand = ${stand}, reden = ${reden},
        storing_sinds = case when ${stand} = 'actief' then null else storing_sinds end
      where id = ${id} returning 1 as ok`);
    wake();
    return rows.length > 0;
  };
  return {
    pauzeer: (id, reden) => zet(id, 'gepauzeerd', reden),
    hervat: (id) => zet(id, 'actief', ''),
    async herhaal(id, vanaf) {
      const aantal = await db.transaction(async (tx) => {
        const [there] = await tx.query(sql`select 1 as ok from notificaties.abonnement where id = ${id} for share`);
        return there ? await replay(tx, `${ABONNEE}${id}`, vanaf, clock) : null;
      });
      wake();
      return aantal;
    },
  };
}
