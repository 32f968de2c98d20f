/** The work of subscribers that come and go: a batch for each that has something due, side by side. */
import { due } from './lanes.ts';
import type { Family } from './types.ts';
import { type WorkContext, workOnce } from './worker.ts';

export interface FamilyWork {
  /** Starts a batch for every member that has something due and none under way; does not wait for them. */
  begin(family: Family): Promise<number>;
  /** Resolves when no batch is under way. */
  ended(): Promise<void>;
}

/** `wake`: called when a batch has ended, since more may have come due meanwhile. */
export function createFamilyWork(context: () => WorkContext, wake: () => void): FamilyWork {
  const underWay = new Map<string, Promise<void>>();

  return {
    async begin(family) {
      const { db, clock, onFault } = context();
      const members = new Map((await family.members(db)).map((member) => [member.name, member]));
      const free = [...members.keys()].filter((name) => !underWay.has(name));
      if (free.length === 0) return 0;
      for (const name of await due(db, free, clock)) {
        const batch = workOnce(members.get(name)!, context())
          .then(
            (done) => done > 0,
            (error: unknown) => {
              onFault(name, 'a batch', error);
              return false;
            },
          )
          .then((more) => {
            underWay.delete(name);
            if (more) wake();
          });
        underWay.set(name, batch);
      }
      // The loop rests until something is due, or a batch ends.
      return 0;
    },
    async ended() {
      await Promise.all(underWay.values());
    },
  };
}
