/**
 * A process of the product. Its output goes to a file, so that it costs this process nothing while it measures. It is
 * ended by pid: asked first, killed when it does not listen.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMicros, piekMb } from './proc.ts';

export interface Proces {
  readonly naam: string;
  readonly pid: number;
  /** When it was started, on the clock of `performance.now()`. */
  readonly begonnen: number;
  /** Waits until its output holds `tekst`. Throws with the end of its output when it ends first, or after `ms`. */
  wachtOp(tekst: string, ms: number, signal: AbortSignal): Promise<void>;
  /** Throws when it ended by itself. */
  leeft(): void;
  /** CPU time so far, in µs; after the stop what it was just before. */
  cpu(): number;
  /** Highest resident memory in MB; after the stop what it was just before. */
  piek(): number;
  /** Lines of its log at level error. */
  fouten(): readonly string[];
  /** May be called twice. */
  stop(): Promise<void>;
}

export interface ProcesOpties {
  readonly naam: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** File for its output. */
  readonly uitvoer: string;
  readonly cwd: string;
}

/** Longer than the ten seconds that the product gives itself. */
const STOP_MS = 13_000;
const LOOK_MS = 10;
const TAIL = 1_500;

export function startProces({ naam, args, env, uitvoer, cwd }: ProcesOpties): Proces {
  const file = openSync(uitvoer, 'a');
  const begonnen = performance.now();
  const child = spawn(process.execPath, [...args], { cwd, env: { ...env }, stdio: ['ignore', file, file] });
  closeSync(file);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${naam} is niet te starten met ${process.execPath}.`);
  let last = { cpu: Number.NaN, piek: Number.NaN };
  let stopping: Promise<void> | undefined;

  const output = (): string => readFileSync(uitvoer, 'utf8');

  function leeft(): void {
    if (!stopping && hasEnded(child))
      throw new Error(`${naam} stopte vanzelf. Het einde van zijn uitvoer:\n${tail(output())}`);
  }

  async function stop(): Promise<void> {
    if (hasEnded(child)) return;
    last = { cpu: cpuMicros(pid!), piek: piekMb(pid!) };
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }

  return {
    naam,
    pid,
    begonnen,
    leeft,
    async wachtOp(tekst, ms, signal) {
      const until = performance.now() + ms;
      while (!output().includes(tekst)) {
        leeft();
        if (performance.now() > until) {
          throw new Error(
            `${naam} was niet klaar binnen ${ms / 1000} s. Het einde van zijn uitvoer:\n${tail(output())}`,
          );
        }
        await sleep(LOOK_MS, undefined, { signal });
      }
    },
    cpu: () => (hasEnded(child) ? last.cpu : cpuMicros(pid)),
    piek: () => (hasEnded(child) ? last.piek : piekMb(pid)),
    fouten: () =>
      output()
        .split('\n')
        .filter((line) => line.includes('"niveau":"error"')),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function tail(text: string): string {
  return text.slice(-TAIL);
}
