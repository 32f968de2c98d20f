/**
 * One run of the simulation: chaos drawn from the seed, then healing, then the books.
 *
 * In the chaos each step is one of: a step of a process passes its gate (with or without a fault), a process dies and
 * another starts, one falls asleep with its claims in hand or wakes up, the clock jumps, the network does something, an
 * operator gives a message up. In the healing everybody who slept first writes what he still had to say; then one new
 * process works on, without faults, until all is done.
 */
import { type Database, type PgliteConnection, sql } from '../db/index.ts';
import type { Fault } from './faults.testhulp.ts';
import { violations } from './model.testhulp.ts';
import { takeDue, vacuum, wipe } from './post.testhulp.ts';
import { bringIn, live, outboxOf, publishAll, subscribersOf } from './simulatie-proces.testhulp.ts';
import {
  type Chance,
  createWorld,
  type Figures,
  forget,
  kill,
  type Parcel,
  type Plant,
  type Proces,
  type Step,
  startProces,
  type World,
} from './simulatie-wereld.testhulp.ts';

export type { Plant } from './simulatie-wereld.testhulp.ts';

/** Our longest transaction has about so many statements, begin and commit included. */
const STATEMENTS_IN_A_STEP = 7;
const SHOWN_ACTIONS = 30;
/** Turns that healing may take; a run has some ten events. */
const HEALING_TURNS = 80;
/** Past every retry and deadline, also those set by a clock that was hours ahead. */
const HEALING_JUMP_MS = 5 * 86_400_000;

/** A run in which something was wrong, with all that is needed to see it again. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly seed: number;
  readonly found: readonly string[];

  constructor({ seed, settings, trace }: World, found: readonly string[], whole: boolean) {
    const shown = whole ? trace : trace.slice(-SHOWN_ACTIONS);
    super(
      [
        `seed ${seed}: ${found.join('; ')}`,
        `settings ${JSON.stringify(settings)}`,
        `last ${shown.length} of ${trace.length} actions (SEED=${seed} shows all):`,
        ...shown.map((line) => `  ${line}`),
      ].join('\n'),
    );
    this.seed = seed;
    this.found = found;
  }
}

export interface Run {
  readonly figures: Figures;
  /** What happened, in order. */
  readonly trace: readonly string[];
}

/** Runs one seed on an emptied database. Throws a `Violation` when an invariant does not hold. */
export async function simulate(
  db: Database,
  shared: PgliteConnection,
  seed: number,
  plant: Plant = { name: 'none' },
  whole = false,
): Promise<Run> {
  await db.query(wipe);
  // Rows that are deleted run after run stay in the way until they are cleared away.
  if (seed % 50 === 0) await db.script(vacuum);
  const world = createWorld(shared, seed, plant);
  for (let i = 0; i < world.settings.processes; i++) live(world);
  for (let i = 0; i < world.settings.steps; i++) {
    await everybodyAtAGate();
    await oneAction(world);
  }
  const found = await heal(world, db);
  if (found.length > 0) throw new Violation(world, found, whole);
  return { figures: world.figures, trace: world.trace };
}

/** All that a process does between two gates is promises, which are done before the next turn of the event loop. */
function everybodyAtAGate(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function oneAction(world: World): Promise<void> {
  const { chance, settings, processes, network } = world;
  world.figures.steps++;
  if (chance.bool(settings.death)) {
    const proces = chance.pick(processes);
    world.trace.push(`${proces.name} dies, another starts`);
    await kill(world, proces);
    live(world);
  } else if (chance.bool(settings.sleep)) {
    const proces = chance.bool(0.7) ? handsFull(world) : chance.pick(processes);
    proces.asleep = !proces.asleep;
    proces.cutOff = proces.asleep && chance.bool(0.3);
    world.trace.push(
      `${proces.name} ${proces.asleep ? 'falls asleep' : 'wakes up'}${proces.cutOff ? ', cut off' : ''}`,
    );
  } else if (chance.bool(settings.jump)) {
    jump(world, chance.pick([1_500, 31_000, 66_000, 66_000, 400_000, -66_000, -3_600_000]));
  } else if (network.length > 0 && chance.bool(0.35)) {
    carry(world, network.splice(chance.below(network.length), 1)[0]!);
  } else if (world.sent.length > 0 && chance.bool(settings.trouble / 10)) {
    void giveUp(world);
  } else {
    await oneStep(world);
  }
}

/** A process that has claims in hand, if there is one: that is when falling asleep matters. */
function handsFull({ chance, steps, processes }: World): Proces {
  const holders = steps.filter((step) => step.holds);
  return holders.length > 0 ? chance.pick(holders).proces : chance.pick(processes);
}

function jump(world: World, ms: number): void {
  world.clock.advance(ms);
  world.figures.jumps++;
  wakeAll(world);
  world.trace.push(`clock ${ms > 0 ? '+' : ''}${ms} ms`);
}

/** An operator decides that a message will not be waited for any longer (RS-F34). */
async function giveUp(world: World): Promise<void> {
  const awake = world.processes.filter((p) => !p.asleep);
  if (awake.length === 0) return;
  const { id } = world.chance.pick(world.sent);
  await bringIn(world, world.chance.pick(awake), id, { kind: 'eind', state: 'verlopen_onbekend', reason: 'opgegeven' });
}

async function oneStep(world: World): Promise<void> {
  const { chance, settings, figures } = world;
  const ready = world.steps.filter((step) => !step.proces.asleep);
  if (ready.length === 0) return;
  const step = pickStep(chance, ready);
  const fault = chance.bool(settings.fault) ? drawFault(world, step) : undefined;
  await take(world, step, fault);
  if (!step.proces.link.struck()) return;
  figures.faults++;
  if (fault?.how !== 'death') return;
  await forget(world, step.proces);
  live(world);
}

/** Any step that is ready, but seldom one of a part that had nothing to do and was not woken: else most are idle. */
function pickStep(chance: Chance, ready: readonly Step[]): Step {
  const busy = ready.filter((step) => !step.proces.idle.has(step.what));
  return chance.pick(busy.length > 0 && chance.bool(0.85) ? busy : ready);
}

/** Something was stored, or it is later: there may be work again. */
function wakeAll({ processes }: World, but?: string): void {
  for (const { idle } of processes) {
    const still = but !== undefined && idle.has(but);
    idle.clear();
    if (still) idle.add(but);
  }
}

function drawFault({ chance, settings }: World, step: Step): Fault {
  return {
    at: step.stores ? 1 + chance.below(STATEMENTS_IN_A_STEP) : 1,
    when: chance.pick(['before', 'after']),
    how: settings.death > 0 && chance.bool(0.5) ? 'death' : 'error',
  };
}

async function take(world: World, step: Step, fault?: Fault): Promise<void> {
  world.steps.splice(world.steps.indexOf(step), 1);
  const planned = fault ? ` with ${fault.how} ${fault.when} statement ${fault.at}` : '';
  await step.go(fault);
  // Only time and death give the reaper work.
  if (step.stores && step.proces.link.stored()) wakeAll(world, 'reap');
  const came = fault && !step.proces.link.struck() ? ' (did not come to that)' : '';
  world.trace.push(`${step.proces.name} ${step.what}${planned}${came}`);
}

/** The network does something with a parcel: loses it, delivers it, loses only the answer, acknowledges it twice. */
function carry(world: World, parcel: Parcel): void {
  const { chance, settings, network, ontvanger, trace, processes } = world;
  const lost = !world.healed && chance.bool(settings.loss);
  if (parcel.kind === 'ack') {
    const awake = processes.filter((p) => !p.asleep);
    const proces = lost || awake.length === 0 ? undefined : chance.pick(awake);
    trace.push(`ack ${parcel.id} ${proces ? `comes in at ${proces.name}` : 'is lost'}`);
    if (proces) void bringIn(world, proces, parcel.id, { kind: 'klaar' });
    return;
  }
  const { message, answer } = parcel;
  if (lost) {
    trace.push(`message ${message.label} is lost or refused`);
    answer(false);
    return;
  }
  trace.push(`message ${message.label} (${message.id}) is ${ontvanger.receive(message)}`);
  const acks = world.healed ? 1 : chance.pick([0, 1, 1, 1, 2]);
  for (let i = 0; i < acks; i++) network.push({ kind: 'ack', id: message.id });
  answer(world.healed || !chance.bool(settings.loss));
}

/** Everything works again, at last. Gives the violations that remain. */
async function heal(world: World, db: Database): Promise<string[]> {
  world.trace.push('healing');
  // Often the others have gone on before the sleepers write: their claims are past the deadline then.
  if (world.chance.bool(0.6)) await leaveSleepersBehind(world);
  const last = [...world.steps].sort((a, b) => Number(b.proces.asleep) - Number(a.proces.asleep));
  for (const step of last) await take(world, step);
  await everybodyAtAGate();
  for (const proces of [...world.processes]) await kill(world, proces);
  world.figures.deaths -= world.settings.processes;
  world.healed = true;
  jump(world, HEALING_JUMP_MS);
  const healer = startProces(world);
  await drain(world, healer);
  const [row] = await db.query<{ n: number }>(sql`select count(*) as n from outbox.delivery`);
  world.figures.deliveries = row!.n;
  const { committed, given, ontvanger, surprises } = world;
  const model = { committed, given, ontvanger, senders: new Set(['post']) };
  return [...surprises, ...(await violations(db, subscribersOf(world, healer), model))];
}

/**
 * The others go on past the deadline of whoever sleeps with claims in hand, until one of them has the same lane in hand:
 * the moment at which a sleeper that wakes up can do most harm.
 */
async function leaveSleepersBehind(world: World): Promise<void> {
  const { chance, processes } = world;
  const inHand = (): boolean => world.steps.some((step) => step.holds);
  await stepsUntil(world, 15, inHand);
  const sleeper = handsFull(world);
  sleeper.asleep = true;
  const awake = processes.filter((p) => !p.asleep);
  if (awake.length === 0) return;
  jump(world, 70_000);
  await stepsUntil(world, chance.pick([10, 20]), () => false);
  world.changesLeft++;
  void publishAll(world, chance.pick(awake));
  await stepsUntil(world, 25, () => collides(world, sleeper));
}

/** Steps without faults of whoever is awake, at most `most`, until something is so. */
async function stepsUntil(world: World, most: number, reached: () => boolean): Promise<void> {
  for (let i = 0; i < most; i++) {
    await everybodyAtAGate();
    const ready = world.steps.filter((step) => !step.proces.asleep);
    if (ready.length === 0 || reached()) return;
    await take(world, pickStep(world.chance, ready));
  }
}

/** True when a process that is awake has claims in hand on a lane of which the sleeper thinks the same. */
function collides({ steps }: World, sleeper: Proces): boolean {
  const held = steps.filter((step) => step.holds);
  return held
    .filter((step) => step.proces === sleeper)
    .some(({ what }) =>
      held.some(
        (other) =>
          other.proces !== sleeper &&
          other.what === what &&
          other.proces.hands.get(what)?.some((subject) => sleeper.hands.get(what)?.includes(subject)),
      ),
    );
}

/** One process, no faults, a network that loses nothing: turns until nothing is left to do. */
async function drain(world: World, proces: Proces): Promise<void> {
  const outbox = outboxOf(world, proces);
  for (let i = 0; i < HEALING_TURNS; i++) {
    const done = await outbox.turn();
    const due = await takeDue(proces.station('zend'), proces.clock, 20, 0);
    for (const message of due) {
      world.trace.push(`message ${message.label} (${message.id}) is ${world.ontvanger.receive(message)}, at last`);
      await bringIn(world, proces, message.id, { kind: 'klaar' });
    }
    if (done === 0 && due.length === 0) return;
  }
  world.surprises.push(`still busy after ${HEALING_TURNS} turns of healing`);
}
