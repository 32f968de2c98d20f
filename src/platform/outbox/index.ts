/**
 * The outbox: one delivery engine for every way out (MijnOverheid, abonnementen, e-mail, SMS).
 *
 *   business transaction ── writes ──> event ── relay ──> delivery per subscriber ── lane per subject ──> handler
 *
 * What it guarantees (RS-I1 to I6):
 * - an event exists exactly when its transaction was committed, and every subscriber that wants it gets it;
 * - per subscriber and subject strictly in order: the next is handled only after the one before has ended;
 * - a delivery ends in a named state; nothing is deleted, nothing given up silently;
 * - the process may die at any moment. `handle` may then run again; what `settle` wrote stands exactly once.
 */
import { type Database, leaveTransaction, type Tx } from '../db/index.ts';
import { type Clock, createLoops, type Random } from '../time/index.ts';
import { writeEvents } from './event.ts';
import { createFamilyWork } from './family.ts';
import { completeTokens, reap } from './lanes.ts';
import type { Liveness } from './liveness.ts';
import { relayOnce } from './relay.ts';
import type { Family, NewEvent, Outcome, Subscriber } from './types.ts';
import { workOnce } from './worker.ts';

export { type Liveness, postgresLiveness, soleLiveness } from './liveness.ts';
export {
  COUNTED,
  type DeliveryFilter,
  type DeliveryLine,
  deliveriesOf,
  type EventFilter,
  eventsOn,
  type Fate,
  fatesOf,
  type LogPage,
  PAGE,
  type Standing,
  standings,
  subscribersNamed,
} from './logbook.ts';
export { hasten, replay, retire } from './replay.ts';
export { retryDelay } from './schedule.ts';
export type { Delivery, Family, NewEvent, OutboxEvent, Outcome, Settled, Subscriber } from './types.ts';
export { whereabouts } from './whereabouts.ts';

export interface OutboxOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly liveness: Liveness;
  onFault(subscriber: string, what: string, error: unknown): void;
}

export interface Outbox {
  /** Adds a subscriber; before `start`. */
  subscribe(subscriber: Subscriber): void;
  /** Adds subscribers that come and go; before `start`. */
  subscribeFamily(family: Family): void;
  /** Writes events in the caller's transaction; returns their ids. */
  publish(tx: Tx, events: readonly NewEvent[]): Promise<readonly string[]>;
  /** Completes tokens in the caller's transaction; returns those that were waited for. */
  complete(tx: Tx, outcomes: ReadonlyMap<string, Outcome>): Promise<readonly string[]>;
  /** Starts the loops: relay, reaper, and the workers of each subscriber. */
  start(): void;
  /** Lets the loops look at once; a hint, they look by themselves too. */
  wake(): void;
  /** Stops claiming, waits for what is under way. */
  stop(): Promise<void>;
  /** One turn by hand, for tests and simulations: relay, reap, and each subscriber once. Returns how much was done. */
  turn(): Promise<number>;
}

/** Events that the relay hands out in one transaction. */
const RELAY_BATCH = 500;
/** How often each loop looks by itself when nobody wakes it. */
const POLL_MS = 250;
/** Pause of a loop after the database refused it. */
const AFTER_FAULT_MS = 500;

export function createOutbox({ db, clock, random, liveness, onFault }: OutboxOptions): Outbox {
  const subscribers: Subscriber[] = [];

  const context = (): Parameters<typeof workOnce>[1] => ({ db, clock, random, worker: liveness.key(), onFault });
  const families: Family[] = [];
  const relay = (): Promise<number> => relayOnce(db, subscribers, clock, RELAY_BATCH, families);
  const reapDead = async (): Promise<number> => await reap(db, await liveness.alive(), clock);

  const loops = createLoops({
    pollMs: POLL_MS,
    afterFaultMs: AFTER_FAULT_MS,
    onFault: (name, error) => onFault(name, 'a turn of the loop', error),
  });
  const { wake } = loops;
  /** What one loop did, others may go on with: the relay for the workers, a worker for the relay. */
  const waking = (once: () => Promise<number>) => async (): Promise<number> => {
    const done = await once();
    if (done > 0) wake();
    return done;
  };

  const familyWork = createFamilyWork(context, wake);

  return {
    subscribe: (subscriber) => void subscribers.push(subscriber),
    subscribeFamily: (family) => void families.push(family),
    async publish(tx, events) {
      const ids = await writeEvents(tx, events, clock, random);
      tx.afterCommit(wake);
      return ids;
    },
    async complete(tx, outcomes) {
      const members = async () => (await Promise.all(families.map((family) => family.members(tx)))).flat();
      const done = await completeTokens(tx, subscribers, outcomes, clock, random, members);
      if (done.length > 0) tx.afterCommit(wake);
      return done;
    },
    start() {
      leaveTransaction(() => {
        loops.add('relay', waking(relay));
        // Whose worker died, or whose time is up, is not told by what others do.
        loops.add('reaper', waking(reapDead), { ownPace: true });
        for (const subscriber of subscribers) {
          for (let i = 0; i < (subscriber.parallel ?? 1); i++) {
            loops.add(subscriber.name, () => workOnce(subscriber, context()));
          }
        }
        for (const family of families) loops.add(family.name, () => familyWork.begin(family));
      });
    },
    wake,
    async stop() {
      await loops.stop();
      await familyWork.ended();
    },
    async turn() {
      let done = (await relay()) + (await reapDead());
      for (const subscriber of subscribers) done += await workOnce(subscriber, context());
      for (const family of families) {
        for (const member of await family.members(db)) done += await workOnce(member, context());
      }
      return done;
    },
  };
}

/** The folder of the migrations, for the composition. */
export const outboxMigrations = { component: 'outbox', folder: new URL('./migraties', import.meta.url).pathname };
