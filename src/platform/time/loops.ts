/**
 * Loops that look for work: each looks at once when woken, and by itself after a pause. A wake that comes while a loop is
 * working is not lost: it looks once more before it rests.
 */

export interface Loops {
  /** Starts a loop; `once` gives how much it did, 0 for nothing. */
  add(name: string, once: () => Promise<number>): void;
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
  const sleepers = new Set<() => void>();
  let wakes = 0;
  let stopping = false;

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        sleepers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      sleepers.add(done);
    });

  async function loop(name: string, once: () => Promise<number>): Promise<void> {
    while (!stopping) {
      const before = wakes;
      try {
        const done = await once();
        if (done === 0 && !stopping && before === wakes) await sleep(pollMs);
      } catch (error) {
        onFault(name, error);
        if (!stopping) await sleep(afterFaultMs);
      }
    }
  }

  const wake = (): void => {
    wakes++;
    for (const wakeUp of [...sleepers]) wakeUp();
  };

  return {
    add: (name, once) => void running.push(loop(name, once)),
    wake,
    async stop() {
      stopping = true;
      wake();
      await Promise.all(running);
    },
  };
}
