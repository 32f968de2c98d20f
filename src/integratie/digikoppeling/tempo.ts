/**
 * How many messages may leave under a CPA, when somebody set a limit (A13: performance tests on MijnOverheid are not
 * allowed, and after an outage everything waits at once). Counted by the process that holds the kanaal, of which there is
 * one; when it passes to another, that one begins with nothing.
 */
import type { Clock } from '../../platform/time/index.ts';

/** Messages a second under this CPA; null for no limit. */
export type TempoVan = (cpaId: string) => Promise<number | null>;

export interface Tempo {
  /** How many may leave now; at most `most`. */
  ruimte(cpaId: string, most: number): Promise<number>;
  /** So many left. */
  neem(cpaId: string, aantal: number): void;
}

/** What was not used is kept for a turn or two, so that the turns together come to the limit. */
const BEWAAR_S = 0.5;

export function createTempo(van: TempoVan, clock: Clock): Tempo {
  const emmers = new Map<string, { tegoed: number; sinds: number }>();
  return {
    async ruimte(cpaId, most) {
      const perSeconde = await van(cpaId);
      if (perSeconde === null) {
        emmers.delete(cpaId);
        return most;
      }
      const now = clock.now().getTime();
      const emmer = emmers.get(cpaId) ?? { tegoed: 0, sinds: now };
      const erbij = (Math.max(0, now - emmer.sinds) / 1_000) * perSeconde;
      const tegoed = Math.min(emmer.tegoed + erbij, Math.max(1, perSeconde * BEWAAR_S));
      emmers.set(cpaId, { tegoed, sinds: now });
      return Math.min(most, Math.floor(tegoed));
    },
    neem(cpaId, aantal) {
      const emmer = emmers.get(cpaId);
      if (emmer) emmer.tegoed = Math.max(0, emmer.tegoed - aantal);
    },
  };
}
