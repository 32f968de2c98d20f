/** When to try again: a pure function of the number of attempts and of chance. */
import type { Random } from '../time/index.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;

/**
 * Wait before the next attempt, in ms: 1 s, 2 s, 4 s, ... up to 5 minutes, each times a factor in [0.75, 1.25] so that
 * lanes that failed together do not come back together (RS-F26).
 */
export function retryDelay(attemptsBefore: number, random: Random): number {
  const base = Math.min(FIRST_MS * 2 ** Math.min(attemptsBefore, 20), LONGEST_MS);
  return Math.round(base * (0.75 + random.fraction() / 2));
}
