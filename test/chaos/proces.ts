/** Processes that a test starts and kills: only those that it started itself, and by their own handle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The product as it is shipped. Who builds while a run goes on takes the files away from a process that starts. */
const MAIN = join(import.meta.dirname, '../../dist/main.js');

const COMPILED = join(tmpdir(), 'zaakbode-chaos-compiled');

export const isGebouwd = (): boolean => existsSync(MAIN);

export interface Proces {
  readonly pid: number;
  /** Resolves once it says that it runs; rejects, with what it wrote, when it ends before that. */
  readonly klaar: Promise<void>;
  /** Resolves when it is gone. */
  readonly weg: Promise<void>;
  /** It said that it runs, and is not gone. */
  loopt(): boolean;
  /** True when it ended without being killed by us. */
  viel(): boolean;
  /** Everything that it wrote. */
  uitvoer(): string;
  /** kill -9, and wait until it is gone. */
  dood(): Promise<void>;
}

/** Starts `zaakbode ...woorden`. It gets no environment but `env`. */
export function startProces(woorden: readonly string[], env: Readonly<Record<string, string>>): Proces {
  const child = spawn(process.execPath, [MAIN, ...woorden], {
    // Half of what a run costs is starting processes; compiled code from before makes that a third.
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  let stand: 'start' | 'loopt' | 'weg' = 'start';
  let killed = false;
  const weg = new Promise<void>((resolve) =>
    child.once('close', () => {
      stand = 'weg';
      resolve();
    }),
  );
  const klaar = new Promise<void>((resolve, reject) => {
    const read = (text: string): void => {
      written.push(text);
      if (stand !== 'start' || !written.join('').includes('draait')) return;
      stand = 'loopt';
      resolve();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', (text: string) => written.push(text));
    void weg.then(() => reject(new Error(`the process ended before it ran: ${written.join('')}`)));
  });
  // Whoever kills it before it runs does not wait for this.
  klaar.catch(() => undefined);
  return {
    pid: pidOf(child),
    klaar,
    weg,
    loopt: () => stand === 'loopt',
    viel: () => stand === 'weg' && !killed,
    uitvoer: () => written.join(''),
    async dood() {
      killed = true;
      child.kill('SIGKILL');
      await weg;
    },
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process could not be started');
  return pid;
}
