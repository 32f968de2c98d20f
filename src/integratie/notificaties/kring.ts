/**
 * Does a subscriber answer? While he does not, one message goes out every few seconds to see whether he is back, and the
 * rest waits: nobody is hammered, and who returns has his news within five seconds. Kept per process; what an operator
 * must see stands in the database.
 */
import type { Clock, Random } from '../../platform/time/index.ts';

/** Between two tries, before chance; at most a quarter more. */
export const PROEF_MS = 3_600;

export interface Kring {
  /** How many messages may leave now. */
  ruimte(batch: number): number;
  /** Tells what became of a batch: did anything get through, and did anything fail because he is not there? */
  verwerk(uitkomst: { readonly gelukt: boolean; readonly weg: boolean }): void;
  /** After how many ms a message that did not get through is due again. */
  opnieuwNa(): number;
}

export function createKring(clock: Clock, random: Random): Kring {
  /** Before this moment nothing leaves; null while he answers. */
  let volgende: number | null = null;
  const opnieuwNa = (): number => Math.round(PROEF_MS * (0.75 + random.fraction() / 2));

  return {
    opnieuwNa,
    ruimte(batch) {
      if (volgende === null) return batch;
      return clock.now().getTime() >= volgende ? 1 : 0;
    },
    verwerk({ gelukt, weg }) {
      if (gelukt) volgende = null;
      else if (weg) volgende = clock.now().getTime() + opnieuwNa();
    },
  };
}
