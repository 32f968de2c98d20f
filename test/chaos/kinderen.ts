/** Processes of a chaos run: started from a TypeScript file beside this one, and killed with SIGKILL at random moments. */
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/platform/time/index.ts';

const KILL_EVERY_MS = { least: 250, most: 1_500 };

export interface Child {
  /** What it printed first: its port. */
  readonly ready: Promise<string>;
  isReady(): boolean;
  /** True when it ended without being killed by us: no fault outside may end a process (RS-I9). */
  fell(): boolean;
  kill(): Promise<void>;
}

/** Starts a TypeScript file of this folder. */
export function startProcess(file: string, args: readonly string[]): Child {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Half of what a run costs is starting processes; compiled code from before makes that a third.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'zaakbode-chaos-compiled') },
  });
  let isReady = false;
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => {
      isReady = true;
      resolve(line.toString().trim());
    });
    child.once('exit', () => reject(new Error(`${file} ended before it was ready`)));
  });
  // One that is killed while starting is no surprise.
  ready.catch(() => undefined);
  let killed = false;
  let fell = false;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      fell = !killed;
      resolve();
    });
  });
  return {
    ready,
    isReady: () => isReady,
    fell: () => fell,
    async kill() {
      killed = true;
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Kills one of the workers that are at work, again and again, and puts a new one in its place at once. */
export function killAtRandom(
  workers: Child[],
  random: Random,
  startAnother: (place: number) => Child,
  { least, most } = KILL_EVERY_MS,
): { kills(): number; stop(): Promise<void> } {
  let kills = 0;
  let stopped = false;
  let wake = (): void => undefined;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, least + random.fraction() * (most - least));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      // One stays at work: on a slow machine starting takes longer than living, and nothing would ever be done.
      const victims = workers.filter((worker) => worker.isReady());
      if (stopped || victims.length < 2) continue;
      const victim = victims[Math.floor(random.fraction() * victims.length)]!;
      const place = workers.indexOf(victim);
      workers[place] = startAnother(place);
      await victim.kill();
      kills++;
    }
  };
  const running = loop();
  return {
    kills: () => kills,
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}

/** Keeps one running, kills it now and then, and leaves it away for up to a second beside its start. */
export function killNowAndThen(startOne: () => Child, random: Random, { least, most }: typeof KILL_EVERY_MS) {
  let one = startOne();
  let kills = 0;
  let fell = 0;
  const stopping = new AbortController();
  const rest = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  const loop = async (): Promise<void> => {
    for (;;) {
      // On a busy machine starting takes longer than living, and nothing would ever arrive.
      await one.ready.catch(() => undefined);
      await rest(least + random.fraction() * (most - least));
      if (stopping.signal.aborted) return;
      if (one.fell()) fell++;
      await one.kill();
      kills++;
      await rest(random.fraction() * 1_000);
      one = startOne();
    }
  };
  const running = loop();
  return {
    kills: () => kills,
    /** How many ended by themselves. */
    async stop(): Promise<number> {
      stopping.abort();
      await running;
      if (one.fell()) fell++;
      await one.kill();
      return fell;
    },
  };
}
