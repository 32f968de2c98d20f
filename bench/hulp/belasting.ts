/**
 * Load. At a fixed rate in an open model: every request has a planned moment, and its time counts from there. A server
 * that stalls does not slow the load down, and who had to wait for a connection or for a late sender is counted as
 * having waited (the coordinated omission of a closed model hides just the stalls one wants to see).
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Klok {
  /** Milliseconds, only forward. */
  nu(): number;
  wacht(ms: number): Promise<unknown>;
}

/** The clock of this computer; waiting ends when `signal` aborts, by throwing. */
export const echteKlok = (signal: AbortSignal): Klok => ({
  nu: () => performance.now(),
  wacht: (ms) => sleep(ms, undefined, { signal }),
});

export interface Tempo {
  readonly perSeconde: number;
  readonly aantal: number;
  /** Requests without an answer at most; above it a request is not sent and counts as failed. Bounds our own memory. */
  readonly onderweg?: number;
}

export interface Antwoord {
  /** When it should have left, in ms on the clock of the load. */
  readonly gepland: number;
  /** From the planned moment to the whole answer, in ms; `Infinity` when it failed. */
  readonly ms: number;
  /** Why it failed, or null. */
  readonly fout: string | null;
}

const ONDERWEG = 2_000;

/** Sends `aantal` requests, each at its own moment, and gives their answers in the order of sending once all are there. */
export async function vastTempo(
  { perSeconde, aantal, onderweg = ONDERWEG }: Tempo,
  klok: Klok,
  stuur: (nummer: number) => Promise<void>,
): Promise<readonly Antwoord[]> {
  const begin = klok.nu();
  const answers: Promise<Antwoord>[] = [];
  let open = 0;

  async function one(nummer: number, gepland: number): Promise<Antwoord> {
    if (open >= onderweg) return { gepland, ms: Number.POSITIVE_INFINITY, fout: 'er waren te veel verzoeken onderweg' };
    open++;
    try {
      await stuur(nummer);
      return { gepland, ms: klok.nu() - gepland, fout: null };
    } catch (error) {
      return { gepland, ms: Number.POSITIVE_INFINITY, fout: error instanceof Error ? error.message : String(error) };
    } finally {
      open--;
    }
  }

  for (let nummer = 0; nummer < aantal; nummer++) {
    const gepland = begin + (nummer * 1000) / perSeconde;
    // A timer may fire a little early.
    for (let early = gepland - klok.nu(); early > 0; early = gepland - klok.nu()) await klok.wacht(early);
    answers.push(one(nummer, gepland));
  }
  return await Promise.all(answers);
}

/** Does the work for each number below `aantal`, `breed` at a time. The first failure ends it. */
export async function tegelijk(
  aantal: number,
  breed: number,
  signal: AbortSignal,
  werk: (nummer: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const line = async (): Promise<void> => {
    while (next < aantal && !failed) {
      signal.throwIfAborted();
      try {
        await werk(next++);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(breed, aantal) }, line));
}
