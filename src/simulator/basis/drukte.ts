/** Knows whether something is still going on, for who wants to wait until nothing is. */
export interface Drukte {
  begin(): void;
  eind(): void;
  /** Counts as busy until the work is done. */
  tijdens<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves at the first moment that nothing is going on. */
  rust(): Promise<void>;
}

export function createDrukte(): Drukte {
  const waiting: (() => void)[] = [];
  let count = 0;

  const begin = (): void => {
    count += 1;
  };
  const eind = (): void => {
    count -= 1;
    if (count === 0) for (const done of waiting.splice(0)) done();
  };
  return {
    begin,
    eind,
    async tijdens(work) {
      begin();
      try {
        return await work();
      } finally {
        eind();
      }
    },
    rust: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
