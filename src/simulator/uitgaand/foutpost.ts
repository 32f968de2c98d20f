/**
 * Foutberichten that wait for their Acknowledgment, and are sent again as long as it stays out.
 *
 * Guarantees: at most 8 times in all; one timer for all of them, as tens of thousands may be open after a bench with faults.
 */

export interface Foutpost<Key> {
  /** Sends now, and again every `herhaalMs` until `klaar`. Does nothing for what is open already. */
  begin(key: Key): void;
  /** The answer came; nothing more is sent. */
  klaar(key: Key): void;
  start(): void;
  close(): void;
}

const MAX_ATTEMPTS = 8;

export function createFoutpost<Key>(herhaalMs: number, stuur: (key: Key) => Promise<void>): Foutpost<Key> {
  /** In order of their next turn, as every wait is equally long. */
  const open = new Map<Key, { attempts: number; next: number }>();
  let timer: NodeJS.Timeout | undefined;

  /** Counts the wait from the moment that the attempt was over, so that a slow receiver is not sent the next one meanwhile. */
  async function attempt(key: Key, attempts: number): Promise<void> {
    open.set(key, { attempts, next: Number.POSITIVE_INFINITY });
    await stuur(key);
    if (open.delete(key) && attempts < MAX_ATTEMPTS) open.set(key, { attempts, next: performance.now() + herhaalMs });
  }

  function tick(): void {
    const now = performance.now();
    for (const [key, { attempts, next }] of [...open]) if (next <= now) void attempt(key, attempts + 1);
  }

  return {
    begin(key) {
      if (!open.has(key)) void attempt(key, 1);
    },
    klaar(key) {
      open.delete(key);
    },
    start() {
      timer = setInterval(tick, Math.min(herhaalMs, 1000));
      timer.unref();
    },
    close() {
      clearInterval(timer);
      open.clear();
    },
  };
}
