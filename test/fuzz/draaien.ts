/**
 * Runs the fuzzer in threads of their own, with a heap of their own, and watches them: an input that never ends or takes all memory is a
 * finding as well. In those threads this file is the program; it loads the rest when the measuring has begun.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { meetDekking } from './dekking.ts';
import type { Gelezen, Vondst } from './lezer.ts';
import type { Verkend } from './lus.ts';

export interface Verslag {
  readonly doel: string;
  readonly invoeren: number;
  /** Seeds and inputs that reached something new. */
  readonly corpus: number;
  readonly blokken: Verkend['blokken'];
  readonly uitkomsten: Readonly<Record<string, number>>;
  readonly vondsten: readonly Vondst[];
  readonly traagste: Gelezen['traagste'];
  /** Work of the processor. */
  readonly ms: number;
}

export interface Draai {
  /** Inputs for each reader, by its name in `doelen.ts`. */
  readonly invoeren: Readonly<Record<string, number>>;
  readonly zaad: number;
  voortgang?(stap: string, doel: string, gedaan: number): void;
}

/** This part of the inputs is measured; the others are made of what that found, and read at full speed. */
const GEMETEN_DEEL = 0.1;

/** @throws Error with the input, when one does not end or ends the thread */
export async function draai({ invoeren, zaad, voortgang }: Draai): Promise<Verslag[]> {
  const doelen = Object.entries(invoeren).map(([doel, aantal]) => {
    const gemeten = Math.ceil(aantal * GEMETEN_DEEL);
    return { doel, gemeten, blind: aantal - gemeten };
  });
  const verkend = await inDraad<Verkend>(
    doelen.map(({ doel, gemeten }) => ({ doel, invoeren: gemeten, zaad, corpus: null })),
    (doel, gedaan) => voortgang?.('verkennen', doel, gedaan),
  );
  const bestookt = await inDraad<Gelezen & { ms: number }>(
    doelen.map(({ doel, blind }, i) => ({ doel, invoeren: blind, zaad: zaad + 1, corpus: verkend[i]!.corpus })),
    (doel, gedaan) => voortgang?.('bestoken', doel, gedaan),
  );
  return doelen.map(({ doel }, i) => samen(doel, invoeren[doel]!, verkend[i]!, bestookt[i]!));
}

function samen(doel: string, invoeren: number, een: Verkend, twee: Gelezen & { ms: number }): Verslag {
  const uitkomsten = { ...een.uitkomsten };
  for (const [wat, keer] of Object.entries(twee.uitkomsten)) uitkomsten[wat] = (uitkomsten[wat] ?? 0) + keer;
  const vondsten = new Map([...een.vondsten, ...twee.vondsten].map((vondst) => [vondst.fout, vondst]));
  return {
    doel,
    invoeren,
    corpus: een.corpus.length,
    blokken: een.blokken,
    uitkomsten,
    vondsten: [...vondsten.values()],
    traagste: een.traagste.ms > twee.traagste.ms ? een.traagste : twee.traagste,
    ms: een.ms + twee.ms,
  };
}

interface Werk {
  readonly fuzz: readonly Taak[];
  /** The input that is being read: a counter, its length, its octets. */
  readonly bezig: SharedArrayBuffer;
}

interface Taak {
  readonly doel: string;
  readonly invoeren: number;
  readonly zaad: number;
  /** Null for a task that is to find it. */
  readonly corpus: readonly string[] | null;
}

type Bericht = { readonly klaar: unknown } | { readonly doel: string; readonly gedaan: number };

const KOP = 8;
const PLAATS = 64 * 1024;
/** An input that takes longer is a hang; far above the second that is a finding by itself, as the machine may be busy. */
const HANGT_MS = 30_000;
const HEAP_MB = 512;
/** Inputs between two reports of progress. */
const STAP = 5_000;

async function inDraad<T>(fuzz: readonly Taak[], voortgang: (doel: string, gedaan: number) => void): Promise<T[]> {
  const bezig = new SharedArrayBuffer(KOP + PLAATS);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { fuzz, bezig } satisfies Werk,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const counter = new Int32Array(bezig, 0, 2);
  const { promise, resolve, reject } = Promise.withResolvers<T[]>();
  const stop = (why: string): void => {
    const input = Buffer.from(bezig, KOP, counter[1]).toString('latin1');
    reject(new Error(`${why}: ${JSON.stringify(input)}`));
  };
  let seen = -1;
  const watch = setInterval(() => {
    const now = Atomics.load(counter, 0);
    if (now === seen) stop('An input does not end');
    seen = now;
  }, HANGT_MS);
  worker.on('message', (message: Bericht) => {
    if ('klaar' in message) resolve(message.klaar as T[]);
    else voortgang(message.doel, message.gedaan);
  });
  worker.once('error', (error) => stop(`The thread broke off with ${error}`));
  worker.once('exit', () => stop('The thread ended'));
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

/** The work of a thread. */
async function werk({ fuzz, bezig }: Werk, meld: (bericht: Bericht) => void): Promise<void> {
  let ook = /^$/;
  // To be begun before the code is loaded.
  const dekking = fuzz.some(({ corpus }) => corpus === null)
    ? meetDekking((url) => /\/src\/standaarden\/\w+\/[\w-]+\.ts$/.test(url) || ook.test(url))
    : null;
  const [{ DOELEN }, { bestook, verken }] = await Promise.all([import('./doelen.ts'), import('./lus.ts')]);
  const counter = new Int32Array(bezig, 0, 2);
  const room = Buffer.from(bezig, KOP, PLAATS);
  const klaar: unknown[] = [];
  for (const { doel: naam, invoeren, zaad, corpus } of fuzz) {
    const doel = DOELEN.find((een) => een.naam === naam)!;
    await doel.laad?.();
    ook = doel.ook ?? /^$/;
    let next = STAP;
    const opdracht = {
      invoeren,
      zaad,
      begint(input: string) {
        counter[1] = room.write(input, 0, PLAATS, 'latin1');
        Atomics.add(counter, 0, 1);
      },
      voortgang(gedaan: number) {
        if (gedaan < next) return;
        next += STAP;
        meld({ doel: naam, gedaan });
      },
    };
    klaar.push(corpus === null ? verken(doel, dekking!, opdracht) : bestook(doel, corpus, opdracht));
  }
  meld({ klaar });
}

const data = workerData as Partial<Werk> | null;
if (!isMainThread && parentPort !== null && data?.fuzz !== undefined) {
  const port = parentPort;
  await werk(data as Werk, (bericht) => port.postMessage(bericht));
}
