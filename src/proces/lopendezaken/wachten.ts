/**
 * Waiting for a source. As long as it is away no more is done than needed: of each batch that found it away the first comes
 * back when it is looked at again, the others sleep, and whoever finds it back wakes all (`wekken.ts`). So an outage of days with 250,000
 * zaken waiting costs a lane a look, and half a minute after its end all of them are on their way. Tried each by the retry
 * schedule they would ask the database for 800 turns a second, and come back up to six minutes late.
 */
import type { Outcome } from '../../platform/outbox/index.ts';
import type { Random } from '../../platform/time/index.ts';

/** Nobody woke it: the process that would have was killed at that very moment. */
const SLAAP_MS = 3_600_000;

/** The outcomes of one batch. `kijkOverMs` as in `BronOnbereikbaar`; null for one that waits for an answer about itself. */
export function wachter(random: Random): (reason: string, kijkOverMs: number | null, data: unknown) => Outcome {
  let kijkt = false;
  const ongeveer = (ms: number): number => Math.round(ms * (1 + random.fraction() / 4));
  return (reason, kijkOverMs, data) => {
    if (kijkOverMs === null) return { kind: 'opnieuw', reason, data };
    const afterMs = ongeveer(kijkt ? SLAAP_MS : kijkOverMs);
    kijkt = true;
    return { kind: 'opnieuw', reason, data, afterMs };
  };
}
