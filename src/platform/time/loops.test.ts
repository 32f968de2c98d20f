import { afterEach, describe, expect, it } from 'vitest';
import { createLoops, type Loops } from './index.ts';

/** So long that a test which waits for it fails by its own limit. */
const NEVER = 1_000_000;

let running: Loops[] = [];
afterEach(async () => {
  await Promise.all(running.map((loops) => loops.stop()));
  running = [];
});

function loopsWith({ pollMs = NEVER, afterFaultMs = NEVER } = {}, faults: string[] = []): Loops {
  const onFault = (name: string, error: unknown): void => void faults.push(`${name}: ${(error as Error).message}`);
  const loops = createLoops({ pollMs, afterFaultMs, onFault });
  running.push(loops);
  return loops;
}

/** Something to do `n` times; says how often it was asked, and lets a test wait for the n-th time. */
function work(answers: (number | Error)[]) {
  let asked = 0;
  let waiting: { times: number; resolve: () => void }[] = [];
  return {
    asked: () => asked,
    times: (times: number) =>
      new Promise<void>((resolve) => (asked >= times ? resolve() : void waiting.push({ times, resolve }))),
    once: async () => {
      asked++;
      for (const { times, resolve } of waiting) if (times <= asked) resolve();
      waiting = waiting.filter((w) => w.times > asked);
      const answer = answers.shift() ?? 0;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

/** Lets everything that is ready run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a loop', () => {
  it('goes on while there is work, and then rests until it is woken', async () => {
    const loops = loopsWith();
    const job = work([3, 1, 0]);
    loops.add('werk', job.once);
    await job.times(3);
    await settled();
    expect(job.asked()).toBe(3);
    loops.wake();
    await job.times(4);
    await settled();
    expect(job.asked()).toBe(4);
  });
  it('looks by itself after its pause', async () => {
    const job = work([]);
    loopsWith({ pollMs: 1 }).add('werk', job.once);
    await job.times(3);
  });
  it('looks once more when it was woken while it worked', async () => {
    const loops = loopsWith();
    let release = (): void => undefined;
    const job = work([]);
    loops.add('werk', async () => {
      await job.once();
      if (job.asked() === 1) await new Promise<void>((resolve) => (release = resolve));
      return 0;
    });
    await job.times(1);
    loops.wake();
    release();
    await job.times(2);
  });
  it('that keeps its own pace rests its pause out, whoever wakes the others', async () => {
    const loops = loopsWith();
    const [own, other] = [work([]), work([])];
    loops.add('eigen', own.once, { ownPace: true });
    loops.add('ander', other.once);
    await Promise.all([own.times(1), other.times(1)]);
    await settled();
    loops.wake();
    await other.times(2);
    await settled();
    expect(own.asked()).toBe(1);
  });
  it('goes on after a fault, after its own pause or when woken, and tells of it', async () => {
    const faults: string[] = [];
    const slow = loopsWith({}, faults);
    const job = work([new Error('database weg')]);
    slow.add('werk', job.once);
    await job.times(1);
    await settled();
    expect(faults).toEqual(['werk: database weg']);
    slow.wake();
    await job.times(2);
    const other = work([new Error('a'), new Error('b')]);
    loopsWith({ afterFaultMs: 1 }, faults).add('ander', other.once);
    await other.times(3);
    expect(faults).toEqual(['werk: database weg', 'ander: a', 'ander: b']);
  });
  it('is not held up by another that is busy or that fails', async () => {
    const loops = loopsWith();
    let release = (): void => undefined;
    loops.add('bezig', () => new Promise((resolve) => (release = () => resolve(0))));
    loops.add('stuk', work([new Error('stuk')]).once);
    const job = work([1, 1]);
    loops.add('werk', job.once);
    await job.times(3);
    release();
  });
});

describe('stopping', () => {
  it('waits for the work under way, wakes who rests, and starts nothing more', async () => {
    const loops = loopsWith();
    const done: string[] = [];
    let release = (): void => undefined;
    const resting = work([]);
    loops.add('rust', resting.once);
    loops.add('bezig', async () => {
      await new Promise<void>((resolve) => (release = resolve));
      done.push('werk');
      return 1;
    });
    await resting.times(1);
    const stopped = loops.stop().then(() => done.push('gestopt'));
    release();
    await stopped;
    expect(done).toEqual(['werk', 'gestopt']);
    expect(resting.asked()).toBe(1);
    loops.wake();
    await settled();
    expect(resting.asked()).toBe(1);
  });
});
