/**
 * A block of a page that fails alone: when its source throws, or does not answer in time, the page is shown with a
 * failure text in that one place.
 */
export type Loaded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

export interface BlockOptions {
  /** How long the page waits for this block, in milliseconds. */
  readonly budgetMs: number;
  /** Told why the block failed; for the log. */
  readonly onFailure: (reason: unknown) => void;
}

/** Loads one block. Never rejects. */
export async function loadBlock<T>(load: () => Promise<T>, options: BlockOptions): Promise<Loaded<T>> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${options.budgetMs} ms`)), options.budgetMs);
  });
  try {
    return { ok: true, value: await Promise.race([load(), tooLate]) };
  } catch (reason) {
    options.onFailure(reason);
    return { ok: false };
  } finally {
    clearTimeout(timer);
  }
}
