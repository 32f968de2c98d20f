/** Remembers what must be undone, and undoes it in the opposite order, whatever happened in between. */

export interface Opruimer {
  onthoud(wat: () => Promise<unknown>): void;
  /** Undoes everything once. What fails is told in `meld`; the rest goes on. */
  ruimOp(): Promise<void>;
}

export function createOpruimer(meld: (text: string) => void): Opruimer {
  const tasks: (() => Promise<unknown>)[] = [];
  return {
    onthoud: (wat) => void tasks.push(wat),
    async ruimOp() {
      for (let task = tasks.pop(); task; task = tasks.pop()) {
        await task().catch((error: unknown) =>
          meld(`opruimen lukte niet: ${error instanceof Error ? error.message : error}`),
        );
      }
    },
  };
}
