/** Waiting for a database that is not there yet: after a power cut, or in a set of containers, everything starts at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from './database.ts';

export interface Patience {
  readonly forMs: number;
  readonly everyMs: number;
  /** Called once, when it is not there at the first look. */
  waiting(reason: string): void;
}

/** Opens what needs the database, again and again while that does not answer. Any other fault is thrown at once. */
export async function whenAvailable<T>(open: () => Promise<T>, { forMs, everyMs, waiting }: Patience): Promise<T> {
  const until = performance.now() + forMs;
  for (let tries = 1; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || performance.now() >= until) throw error;
      if (tries === 1) waiting(error.reason);
      await sleep(everyMs);
    }
  }
}
