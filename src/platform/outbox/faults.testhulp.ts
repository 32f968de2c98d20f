/**
 * A link of one process to the shared PGlite that breaks on command: at the n-th statement from now (begin, commit and
 * rollback are statements too), before it or after it, as an error or as the death of the process.
 *
 * - An error before the statement: nothing was done. After it: it was done and the answer was lost; for a commit that
 *   is the commit of which nobody knows (RS-F08).
 * - Death: the statement gets no answer and no later one gets an answer, so no code of that process runs any further.
 *   What it had not committed is rolled back, as the server does when a connection breaks.
 */
import { DatabaseUnavailable, type PgliteConnection } from '../db/index.ts';

export interface Fault {
  /** Which statement, from 1. */
  readonly at: number;
  readonly when: 'before' | 'after';
  readonly how: 'error' | 'death';
}

export interface Link extends PgliteConnection {
  /** Plans a fault, counting from now, and forgets what was stored; without a fault the link is sound. */
  arm(fault?: Fault): void;
  /** True when the planned fault came. */
  struck(): boolean;
  /** True when something was stored for good since `arm`: a commit, or a statement outside a transaction. */
  stored(): boolean;
  /** Resolves when the process dies. */
  readonly death: Promise<'death'>;
  /** Kills the process between two statements. */
  kill(): void;
  /** Rolls back what a dead process left open. */
  bury(): Promise<void>;
}

/** A link on `shared`. `rewrite` may change the SQL: that is how a fault is planted in the engine itself. */
export function breakableLink(shared: PgliteConnection, rewrite: (text: string) => string = (text) => text): Link {
  let fault: Fault | undefined;
  let count = 0;
  let struck = false;
  let stored = false;
  let inTransaction = false;
  let dead = false;
  let die: (what: 'death') => void = () => undefined;
  const death = new Promise<'death'>((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => undefined);

  function kill(): void {
    dead = true;
    die('death');
  }

  async function strike(text: string): Promise<void> {
    struck = true;
    if (fault?.how === 'death') {
      kill();
      await never;
    }
    throw new DatabaseUnavailable('planned fault', text === 'commit');
  }

  return {
    death,
    kill,
    arm(planned) {
      fault = planned;
      count = 0;
      struck = false;
      stored = false;
    },
    struck: () => struck,
    stored: () => stored,
    async run(text, values) {
      if (dead) return await never;
      count++;
      const now = fault !== undefined && !struck && count === fault.at;
      if (now && fault?.when === 'before') await strike(text);
      const rows = await shared.run(rewrite(text), values);
      if (text === 'begin') inTransaction = true;
      else if (text === 'rollback') inTransaction = false;
      else if (text === 'commit' || !inTransaction) {
        inTransaction = false;
        stored = true;
      }
      if (now && fault?.when === 'after') await strike(text);
      return rows;
    },
    async bury() {
      if (inTransaction) await shared.run('rollback', []);
      inTransaction = false;
    },
    close: async () => undefined,
  };
}
