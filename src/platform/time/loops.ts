/**
 * Loops that look for work: each looks at once when woken, and by itself after a pause. A wake that comes while a loop is
 * working is not lost: it looks once more before it rests.
 */

export interface Loops {
  /**
   * Starts a loop; `once` gives how much it did, 0 for nothing. One that keeps its own pace is not woken: what it looks
   * for comes of time passing, and of nothing that others do.
   */
  add(name: string, once: () => Promise<number>, options?: { readonly ownPace: boolean }): void;
  /** Lets every loop look now. A hint: without it they look after the pause. */
  wake(): void;
  /** Ends the loops after what they are doing. */
  stop(): Promise<void>;
}

export interface LoopsOptions {
  readonly pollMs: number;
  /** Pause of a loop after it failed. */
  readonly afterFaultMs: number;
  onFault(name: string, error: unknown): void;
}

export function createLoops({ pollMs, afterFaultMs, onFault }: LoopsOptions): Loops {
  const running: Promise<void>[] = [];
  /** How to end each rest, and whether a wake does. */
  const sleepers = new Map<() => void, boolean>();
  let wakes = 0;
  let stopping = false;

  const sleep = (ms: number, ownPace: boolean): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        sleepers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      sleepers.set(done, !ownPace);
    });

  async function loop(name: string, once: () => Promise<number>, ownPace: boolean): Promise<void> {
    while (!stopping) {
      const before = wakes;
      try {
        const done = await once();
        if (done === 0 && !stopping && (ownPace || before === wakes)) await sleep(pollMs, ownPace);
      } catch (error) {
        onFault(name, error);
        if (!stopping) await sleep(afterFaultMs, ownPace);
      }
    }
  }

  const wake = (): void => {
    wakes++;
    for (const [wakeUp, heeds] of [...sleepers]) if (heeds || stopping) wakeUp();
  };

  return {
    add: (name, once, options) => void running.push(loop(name, once, options?.ownPace ?? false)),
    wake,
    async stop() {
      stopping = true;
      wake();
      await Promise.all(running);
    },
  };
}
