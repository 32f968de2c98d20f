/**
 * The world of the simulation: processes that run the real engine on one PGlite, a network, a clock that jumps, and one
 * scheduler that lets exactly one thing happen at a time.
 *
 * Every transaction and every single statement of every process waits at a gate until the scheduler lets it through, so
 * between any two of them anything else may happen: another process, a death, a clock that jumps. What happens is drawn
 * from the seed alone, so a seed is a run.
 */
import {
  type Database,
  DatabaseUnavailable,
  type PgliteConnection,
  pgliteDatabase,
  type Sql,
  type Tx,
} from '../db/index.ts';
import { type Clock, fixedClock, type Random, seededRandom } from '../time/index.ts';
import { breakableLink, type Fault, type Link } from './faults.testhulp.ts';
import type { Gebeurtenis } from './model.testhulp.ts';
import { createOntvanger, type Ontvanger } from './ontvanger.testhulp.ts';
import type { Bericht } from './post.testhulp.ts';

/** What a run is made of; drawn per seed, so that some runs are all deaths and others all loss ("swarm testing"). */
export interface Settings {
  readonly processes: number;
  readonly subjects: number;
  /** Business transactions, and how many steps of chaos. */
  readonly changes: number;
  readonly steps: number;
  readonly batch: number;
  /** Chances per step. */
  readonly fault: number;
  readonly death: number;
  readonly sleep: number;
  readonly jump: number;
  /** Chances per occasion. */
  readonly rollback: number;
  readonly trouble: number;
  readonly loss: number;
}

/** A mistake planted in the engine or in a subscriber, to see that the simulation finds it. */
export interface Plant {
  readonly name: string;
  rewrite?(text: string): string;
  readonly confirmsBeforeStoring?: boolean;
  readonly relayWithoutLock?: boolean;
}

export interface Step {
  readonly proces: Proces;
  readonly what: string;
  /** A transaction, not a single statement. */
  readonly stores: boolean;
  /** The outcomes of claims that the process has in hand. */
  readonly holds: boolean;
  go(fault?: Fault): Promise<void>;
}

/** Something under way on the network. `answer` tells the sender what came back, if it still listens. */
export type Parcel =
  | { readonly kind: 'bericht'; readonly message: Bericht; answer(accepted: boolean): void }
  | { readonly kind: 'ack'; readonly id: string };

export interface Proces {
  readonly name: string;
  readonly key: number;
  readonly link: Link;
  /** Its own clock: the common one, set wrong. */
  readonly clock: Clock;
  /** Stopped, as by SIGSTOP: it holds its claims and is still seen as alive, unless its connection broke as well. */
  asleep: boolean;
  cutOff: boolean;
  /** What each part that works on lanes took up last: the subjects of its claims. */
  readonly hands: Map<string, readonly string[]>;
  /** Parts that found nothing to do at their last turn; the scheduler looks at them less often. */
  readonly idle: Set<string>;
  /** The database as one part of the process sees it; `what` names the part in the trace. */
  station(what: string): Database;
  /** A transaction at the gate; `stored` is called exactly when it was committed, whatever the process was told. */
  transaction<T>(what: string, work: (tx: Tx) => Promise<T>, stored: () => void): Promise<T>;
}

export interface World {
  readonly seed: number;
  readonly settings: Settings;
  readonly plant: Plant;
  readonly chance: Chance;
  readonly random: Random;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly shared: PgliteConnection;
  readonly ontvanger: Ontvanger;
  readonly committed: Gebeurtenis[];
  readonly given: Set<string>;
  readonly sent: Bericht[];
  readonly network: Parcel[];
  readonly steps: Step[];
  readonly processes: Proces[];
  /** Events that a planted relay took out of `fresh` and has not handed out. */
  readonly taken: Map<Proces, readonly number[]>;
  readonly trace: string[];
  /** Errors that nobody planned. */
  readonly surprises: string[];
  readonly figures: Figures;
  born: number;
  changesLeft: number;
  labels: number;
  /** From here on no faults, and every step goes through at once. */
  healed: boolean;
}

export interface Figures {
  steps: number;
  faults: number;
  deaths: number;
  jumps: number;
  deliveries: number;
}

/** An error that the simulation throws itself. */
export class Planned extends Error {
  override readonly name = 'Planned';
}

export interface Chance {
  fraction(): number;
  bool(probability: number): boolean;
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
}

function chanceOf(random: Random): Chance {
  const below = (n: number): number => Math.floor(random.fraction() * n);
  return {
    fraction: () => random.fraction(),
    bool: (probability) => random.fraction() < probability,
    below,
    pick: (list) => list[below(list.length)]!,
  };
}

export function createWorld(shared: PgliteConnection, seed: number, plant: Plant): World {
  const chance = chanceOf(seededRandom(seed));
  const settings = drawSettings(chance);
  return {
    seed,
    settings,
    plant,
    chance,
    random: seededRandom(seed ^ 0x5bd1e995),
    clock: fixedClock(new Date('2026-11-02T08:00:00Z')),
    shared,
    ontvanger: createOntvanger(),
    committed: [],
    given: new Set(),
    sent: [],
    network: [],
    steps: [],
    processes: [],
    taken: new Map(),
    trace: [],
    surprises: [],
    figures: { steps: 0, faults: 0, deaths: 0, jumps: 0, deliveries: 0 },
    born: 0,
    changesLeft: settings.changes,
    labels: 0,
    healed: false,
  };
}

function drawSettings({ pick, below }: Chance): Settings {
  return {
    processes: pick([2, 2, 3]),
    subjects: pick([1, 1, 2]),
    changes: 3 + below(3),
    steps: 25 + below(35),
    batch: pick([1, 2, 3]),
    fault: pick([0, 0.1, 0.3]),
    death: pick([0, 0.02, 0.06]),
    sleep: pick([0, 0.05, 0.1]),
    jump: pick([0, 0.04, 0.1]),
    rollback: pick([0, 0.2]),
    trouble: pick([0, 0.1, 0.3]),
    loss: pick([0, 0.1, 0.4]),
  };
}

/** A new process beside the others; `stations` of it are gated by the scheduler. */
export function startProces(world: World): Proces {
  const { chance, settings, plant } = world;
  const nr = ++world.born;
  const link = breakableLink(world.shared, plant.rewrite);
  const inner = pgliteDatabase(link);
  // With jumping clocks the processes do not agree on the time either.
  const skew = settings.jump > 0 ? chance.pick([0, 0, 2_000, -2_000, 3_600_000, -3_600_000]) : 0;

  function gate<T>(what: string, stores: boolean, work: () => Promise<T>, stored = (): void => undefined): Promise<T> {
    if (world.healed) return work();
    return new Promise<T>((resolve, reject) => {
      const go = async (fault?: Fault): Promise<void> => {
        link.arm(fault);
        await Promise.race([work().then(resolve, reject), link.death]);
        await link.bury();
        if (link.stored()) stored();
      };
      const holds = stores && what.startsWith('werk');
      world.steps.push({ proces, what, stores, holds, go });
    });
  }

  const proces: Proces = {
    name: `P${nr}`,
    key: nr,
    link,
    clock: { now: () => new Date(world.clock.now().getTime() + (world.healed ? 0 : skew)) },
    asleep: false,
    cutOff: false,
    hands: new Map(),
    idle: new Set(),
    station: (what) => ({
      kind: 'pglite',
      query: <R>(statement: Sql) => gate(what, false, () => inner.query<R>(statement)),
      transaction: (work) => gate(`${what} stores`, true, () => inner.transaction(work)),
      script: () => Promise.reject(new Planned('a process runs no scripts')),
      roundTrips: () => inner.roundTrips(),
      close: async () => undefined,
    }),
    transaction: (what, work, stored) => gate(what, true, () => inner.transaction(work), stored),
  };
  world.processes.push(proces);
  return proces;
}

/** Kills a process: whatever of it waits at a gate will never happen. */
export async function kill(world: World, proces: Proces): Promise<void> {
  proces.link.kill();
  await proces.link.bury();
  await forget(world, proces);
}

/** Removes a dead process from the world. The rows that a planted relay held locked are free again. */
export async function forget(world: World, proces: Proces): Promise<void> {
  world.figures.deaths++;
  world.processes.splice(world.processes.indexOf(proces), 1);
  for (const step of world.steps.filter((s) => s.proces === proces)) world.steps.splice(world.steps.indexOf(step), 1);
  for (const nr of world.taken.get(proces) ?? []) {
    await world.shared.run('insert into outbox.fresh values ($1)', [nr]);
  }
  world.taken.delete(proces);
}

/** Keeps what nobody planned, as a violation of its own (RS-I9). */
export function note(world: World, where: string, error: unknown): void {
  if (error instanceof DatabaseUnavailable || error instanceof Planned) return;
  world.surprises.push(`${where}: ${String(error)}`);
}
