/**
 * What one simulated process does: all the loops of a real one, with the real engine in them. Each loop runs on for as
 * long as its process lives; it makes headway only when the scheduler lets its next step through its gate.
 */
import { sql, type Tx } from '../db/index.ts';
import { createOutbox, type Outbox, type Outcome, type Settled, type Subscriber } from './index.ts';
import { reap } from './lanes.ts';
import { postSubscriber, takeDue, writeLedger } from './post.testhulp.ts';
import { relayOnce } from './relay.ts';
import { note, Planned, type Proces, startProces, type World } from './simulatie-wereld.testhulp.ts';
import { workOnce } from './worker.ts';

/** Ask again after this long without an acknowledgment, and this long after the receiver said it has the message. */
const AGAIN_MS = 30_000;
const AFTER_ANSWER_MS = 120_000;

/** In the healing there is nothing left to divide over processes. */
const HEALING_BATCH = 50;

/** Keys of the processes that others see as alive. */
const aliveIn = (world: World): number[] => world.processes.filter((p) => !p.cutOff).map((p) => p.key);

const KINDS = ['status.create', 'status.create', 'rol.create'] as const;

/** The two kinds of way out: one that is done at once, one that waits for an acknowledgment. */
export function subscribersOf(world: World, proces: Proces): readonly Subscriber[] {
  const { chance, settings, random } = world;
  const batch = world.healed ? HEALING_BATCH : settings.batch;
  const post = postSubscriber({
    name: 'post',
    batch,
    clock: proces.clock,
    random,
    wants: (event) => event.kind === 'status.create',
    answer: () => (world.healed || !chance.bool(settings.trouble / 2) ? null : unlucky(world)),
  });
  const boek: Subscriber = {
    name: 'boek',
    batch,
    wants: () => true,
    handle: async (deliveries) => {
      if (!world.healed && chance.bool(settings.trouble / 2)) throw new Planned('the handler throws');
      return deliveries.map((): Outcome => {
        const well = world.healed || !chance.bool(settings.trouble);
        return well ? { kind: 'klaar' } : unlucky(world);
      });
    },
    settle: (tx, settled) =>
      world.plant.confirmsBeforeStoring ? confirmFirst(proces, tx, settled) : writeLedger(tx, settled),
  };
  return [boek, post];
}

function unlucky({ chance }: World): Outcome {
  return chance.pick<Outcome>([
    { kind: 'opnieuw', reason: 'later' },
    { kind: 'opnieuw', reason: 'meteen', afterMs: 0 },
    { kind: 'eind', state: 'geen_account', reason: 'geen account' },
  ]);
}

/** The planted mistake: the delivery is confirmed, and what belongs to it is written afterwards. */
async function confirmFirst(proces: Proces, tx: Tx, settled: readonly Settled[]): Promise<void> {
  tx.afterCommit(() => {
    const later = proces.station('naschrift').transaction((own) => writeLedger(own, settled));
    later.catch(() => undefined);
  });
}

/** Starts a process with all its loops. */
export function live(world: World): Proces {
  const proces = startProces(world);
  const subscribers = subscribersOf(world, proces);
  const { clock } = proces;
  const loops: Record<string, () => Promise<number>> = {
    relay: () =>
      world.plant.relayWithoutLock ? relayTwoSteps(world, proces, subscribers) : relay(proces, subscribers),
    reap: () => reap(proces.station('reap'), aliveIn(world), clock),
    zend: () => send(world, proces),
  };
  for (const subscriber of subscribers) {
    const watched = watching(proces, subscriber);
    loops[stationOf(subscriber)] = () => workOnce(watched, contextOf(world, proces, watched));
  }
  for (const [what, once] of Object.entries(loops)) void forever(world, proces, what, once);
  void publishAll(world, proces);
  return proces;
}

/** Remembers what the process has in hand, so that the scheduler can seek out collisions. */
function watching(proces: Proces, subscriber: Subscriber): Subscriber {
  return {
    ...subscriber,
    handle(deliveries, signal) {
      const subjects = deliveries.map((delivery) => delivery.event.subject);
      proces.hands.set(`${stationOf(subscriber)} stores`, subjects);
      return subscriber.handle(deliveries, signal);
    },
  };
}

const stationOf = (subscriber: Subscriber): string => `werk ${subscriber.name}`;

async function forever(world: World, proces: Proces, what: string, once: () => Promise<number>): Promise<void> {
  for (;;) {
    const done = await once().catch((error: unknown) => {
      note(world, `${proces.name} ${what}`, error);
      return 1;
    });
    if (done === 0) proces.idle.add(what);
    else proces.idle.delete(what);
  }
}

const relay = (proces: Proces, subscribers: readonly Subscriber[]): Promise<number> =>
  relayOnce(proces.station('relay'), subscribers, proces.clock, 3);

/**
 * The planted mistake: taking events and handing them out are not one locked step, as with SKIP LOCKED in place of the
 * lock. One connection cannot hold two transactions open, so the rows that are "locked" are out of the table meanwhile.
 */
async function relayTwoSteps(world: World, proces: Proces, subscribers: readonly Subscriber[]): Promise<number> {
  const rows = await proces.station('relay takes').query<{ nr: number }>(sql`
    delete from outbox.fresh where nr in (select nr from outbox.fresh order by nr limit 1) returning nr`);
  if (rows.length === 0) return 0;
  const mine = rows.map((row) => row.nr);
  world.taken.set(proces, mine);
  await proces.station('relay hands out').query(sql`insert into outbox.fresh select * from unnest(${mine}::bigint[])`);
  world.taken.delete(proces);
  return await relayOnce(proces.station('relay'), subscribers, proces.clock, 1);
}

function contextOf(world: World, proces: Proces, subscriber: Subscriber): Parameters<typeof workOnce>[1] {
  return {
    db: proces.station(stationOf(subscriber)),
    clock: proces.clock,
    random: world.random,
    worker: proces.key,
    onFault: (name, what, error) => note(world, `${proces.name} ${name} ${what}`, error),
  };
}

/** The outbox of a process, for what a business transaction asks of it. */
export function outboxOf(world: World, proces: Proces): Outbox {
  const outbox = createOutbox({
    db: proces.station('outbox'),
    clock: proces.clock,
    random: world.random,
    liveness: { key: () => proces.key, alive: async () => aliveIn(world), close: async () => undefined },
    onFault: (subscriber, what, error) => note(world, `${proces.name} ${subscriber} ${what}`, error),
  });
  for (const subscriber of subscribersOf(world, proces)) outbox.subscribe(subscriber);
  return outbox;
}

/** Business transactions: one or two events with their own rows, and some that are rolled back after all. */
export async function publishAll(world: World, proces: Proces): Promise<void> {
  const { chance, settings } = world;
  const outbox = outboxOf(world, proces);
  while (world.changesLeft > 0) {
    world.changesLeft--;
    const events = Array.from({ length: chance.pick([1, 1, 2]) }, () => ({
      channel: 'zaken',
      kind: chance.pick(KINDS),
      subject: subjectOf(chance.below(settings.subjects)),
      body: { label: `e${++world.labels}` },
      trace: null,
    }));
    const labels = events.map((event) => event.body.label);
    const rollback = chance.bool(settings.rollback);
    const work = async (tx: Tx): Promise<void> => {
      await outbox.publish(tx, events);
      await tx.query(sql`insert into proef.zaakstatus select * from unnest(${labels}::text[])`);
      if (rollback) throw new Planned('rolled back');
    };
    const stored = (): void => {
      world.committed.push(...events.map(({ subject, body }) => ({ subject, label: body.label })));
    };
    await proces.transaction(`zaak ${labels.join('+')}`, work, stored).catch((e: unknown) => note(world, 'zaak', e));
  }
}

/** Subjects that are the same in every run. */
function subjectOf(nr: number): string {
  return `00000000-0000-7000-8000-00000000000${nr}`;
}

/** Sends what is stored and due. The answer says only that the message arrived; the acknowledgment is what counts. */
async function send(world: World, proces: Proces): Promise<number> {
  const due = await takeDue(proces.station('zend'), proces.clock, 2, AGAIN_MS);
  for (const message of due) {
    world.sent.push(message);
    const accepted = await new Promise<boolean>((answer) => {
      world.network.push({ kind: 'bericht', message, answer });
    });
    if (!accepted) continue;
    const until = new Date(proces.clock.now().getTime() + AFTER_ANSWER_MS);
    await proces.station('antwoord').query(sql`
      update proef.bericht set next_at = ${until} where id = ${message.id} and state = 'open'`);
  }
  return due.length;
}

/** Brings in an acknowledgment, or an operator's decision, at one process. */
export async function bringIn(world: World, proces: Proces, id: string, outcome: Outcome): Promise<void> {
  const outbox = outboxOf(world, proces);
  let done: readonly string[] = [];
  const work = async (tx: Tx): Promise<void> => {
    done = await outbox.complete(tx, new Map([[id, outcome]]));
  };
  const label = world.sent.find((m) => m.id === id)?.label ?? id;
  const stored = (): void => {
    if (outcome.kind === 'eind' && done.length > 0) world.given.add(label);
  };
  await proces.transaction(`${outcome.kind} van ${label}`, work, stored).catch((e: unknown) => note(world, 'ack', e));
}
