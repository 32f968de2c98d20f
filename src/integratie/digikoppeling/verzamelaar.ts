/**
 * Group commit: what comes in while a batch is being stored, or in the pause after it, goes with the next one. A lonely
 * item is stored at once; under load one transaction carries many. (On acknowledgments one transaction each costs 8 round
 * trips and a flush to disk; that, not sending, was what a full queue waited for.)
 *
 * An item that cannot be stored does not take the others with it: after a failure each is stored alone, unless `isEach`
 * says that it was not about the items.
 */
export interface VerzamelaarOptions {
  /** True when the failure would come to each item alone as well, such as a database that is away. */
  isEach?(error: unknown): boolean;
  /** Items per batch at most. */
  readonly most?: number;
  /** Rest after a batch, in which the next one gathers. */
  readonly pauseMs?: number;
}

export function createVerzamelaar<T>(
  store: (items: readonly T[]) => Promise<void>,
  { isEach = () => false, most = 100, pauseMs = 0 }: VerzamelaarOptions = {},
): (item: T) => Promise<void> {
  let waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let busy = false;

  async function storeBatch(batch: typeof waiting): Promise<void> {
    try {
      await store(batch.map((w) => w.item));
      for (const w of batch) w.resolve();
    } catch (error) {
      if (batch.length === 1 || isEach(error)) {
        for (const w of batch) w.reject(error);
      } else {
        for (const w of batch) await storeBatch([w]);
      }
    }
  }

  async function run(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await storeBatch(batch);
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    busy = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void run();
    });
}
