/**
 * Runs the fuzzer on each reader in a thread of its own, with a heap of its own, and watches it: an input that never ends or takes all
 * memory is a finding as well. In that thread this file is the program; it loads the rest when the measuring has begun.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { meetDekking } from './dekking.ts';
import type { Verslag } from './lus.ts';

export interface Draai {
  readonly doel: string;
  readonly invoeren: number;
  readonly zaad: number;
  voortgang?(gedaan: number, corpus: number, bereikt: number): void;
}

interface Werk {
  readonly fuzz: { readonly doel: string; readonly invoeren: number; readonly zaad: number };
  readonly bezig: SharedArrayBuffer;
}

/** The input that is being read: its number, its length, its octets. */
const KOP = 8;
const PLAATS = 64 * 1024;
/** An input that takes longer is a hang; far above the second that is a finding by itself, as the machine may be busy. */
const HANGT_MS = 30_000;
const HEAP_MB = 512;

/** @throws Error with the input, when one does not end or ends the thread */
export async function draai({ voortgang, ...fuzz }: Draai): Promise<Verslag> {
  const bezig = new SharedArrayBuffer(KOP + PLAATS);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { fuzz, bezig } satisfies Werk,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const counter = new Int32Array(bezig, 0, 2);
  let seen = -1;
  const { promise, resolve, reject } = Promise.withResolvers<Verslag>();
  const watch = setInterval(() => {
    const now = Atomics.load(counter, 0);
    if (now === seen) reject(new Error(`An input does not end: ${JSON.stringify(laatste(bezig))}`));
    seen = now;
  }, HANGT_MS);
  worker.on('message', (message: Verslag | number[]) => {
    if (Array.isArray(message)) voortgang?.(...(message as [number, number, number]));
    else resolve(message);
  });
  worker.once('error', (error) => reject(new Error(`${error.message}: ${JSON.stringify(laatste(bezig))}`)));
  worker.once('exit', () => reject(new Error(`The thread ended: ${JSON.stringify(laatste(bezig))}`)));
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

function laatste(bezig: SharedArrayBuffer): string {
  return Buffer.from(bezig, KOP, new Int32Array(bezig, 0, 2)[1]).toString('latin1');
}

const werk = workerData as Partial<Werk> | null;
if (!isMainThread && parentPort !== null && werk?.fuzz !== undefined && werk.bezig !== undefined) {
  const { fuzz, bezig } = werk;
  const counter = new Int32Array(bezig, 0, 2);
  const room = Buffer.from(bezig, KOP, PLAATS);
  const port = parentPort;
  let told = 0;
  let ook = /^$/;
  const dekking = meetDekking((url) => /\/src\/standaarden\/\w+\/[\w-]+\.ts$/.test(url) || ook.test(url));
  const [{ DOELEN }, { zoek }] = await Promise.all([import('./doelen.ts'), import('./lus.ts')]);
  const doel = DOELEN.find(({ naam }) => naam === fuzz.doel)!;
  ook = doel.ook ?? ook;
  await doel.laad?.();
  const verslag = zoek(doel, dekking, {
    ...fuzz,
    begint(input) {
      counter[1] = room.write(input, 0, PLAATS, 'latin1');
      Atomics.add(counter, 0, 1);
    },
    voortgang(...stand) {
      if (stand[0] - told < 1_000) return;
      told = stand[0];
      port.postMessage(stand);
    },
  });
  port.postMessage(verslag);
}
