/**
 * The loop: take an input that reached something of its own, change it, read it, keep it when it reaches something new. A finding is made
 * as small as it will go. The same seed gives the same run as long as the code is the same.
 */
import { seededRandom } from '../../src/platform/time/index.ts';
import { type Dekking, gewerkt } from './dekking.ts';
import type { Doel } from './doelen.ts';
import { heel, kies, muteer } from './muteren.ts';

export interface Vondst {
  readonly fout: string;
  /** The smallest input found that gives it, octets as latin1. */
  readonly invoer: string;
}

export interface Verslag {
  readonly doel: string;
  readonly invoeren: number;
  /** Inputs that reached something new, seeds included. */
  readonly corpus: number;
  /** Blocks reached by the seeds alone, at the end, and known. */
  readonly blokken: { readonly zaden: number; readonly einde: number; readonly bekend: number };
  readonly uitkomsten: Readonly<Record<string, number>>;
  readonly vondsten: readonly Vondst[];
  readonly traagste: { readonly ms: number; readonly lengte: number };
  /** Work, of the processor. */
  readonly ms: number;
}

export interface Opdracht {
  readonly invoeren: number;
  readonly zaad: number;
  /** Told of every input before it is read, so that one that never ends is known. */
  begint(input: string): void;
  voortgang(gedaan: number, corpus: number, bereikt: number): void;
}

/** Longer than this is a hang, whatever comes out. */
const TRAAG_MS = 1_000;
/**
 * Most inputs per measurement. While there is much that is new each is measured by itself; the less there is, the larger the groups, and
 * which one of a group it was is found by reading them once more.
 */
const GROEP = 32;
const MAX_VONDSTEN = 20;

export function zoek(doel: Doel, dekking: Dekking, { invoeren, zaad, begint, voortgang }: Opdracht): Verslag {
  const kans = seededRandom(zaad);
  const gezien = new Set<number>();
  const corpus: string[] = [];
  const vondsten = new Map<string, Vondst>();
  const uitkomsten = new Map<string, number>();
  let traagste = { ms: 0, lengte: 0 };
  const start = gewerkt();

  /** Null when all is well, else what is wrong. */
  function fout(input: string, telt: boolean): string | null {
    begint(input);
    const begin = gewerkt();
    try {
      const uitkomst = doel.proef(input);
      if (telt) uitkomsten.set(uitkomst, (uitkomsten.get(uitkomst) ?? 0) + 1);
    } catch (error) {
      return omschrijf(error);
    }
    const ms = gewerkt() - begin;
    if (telt && ms > traagste.ms) traagste = { ms, lengte: input.length };
    return ms > TRAAG_MS ? 'too slow' : null;
  }

  function lees(input: string): void {
    const wat = fout(input, true);
    if (wat === null || vondsten.has(wat) || vondsten.size === MAX_VONDSTEN) return;
    vondsten.set(wat, { fout: wat, invoer: verklein(input, (kleiner) => fout(kleiner, false) === wat) });
  }

  /** True when something ran that had not, or another number of times. */
  function nieuw(): boolean {
    const before = gezien.size;
    for (const feature of dekking.take()) gezien.add(feature);
    return gezien.size > before;
  }

  /** True when one of them reached something new. */
  function leesGroep(groep: readonly string[]): boolean {
    for (const input of groep) lees(input);
    const fresh = dekking.take().filter((feature) => !gezien.has(feature));
    if (fresh.length === 0) return false;
    if (groep.length === 1) {
      for (const feature of fresh) gezien.add(feature);
      corpus.push(groep[0]!);
      return true;
    }
    for (const input of groep) {
      fout(input, false);
      if (nieuw()) corpus.push(input);
    }
    return true;
  }

  for (const input of doel.zaden) {
    lees(input);
    if (nieuw()) corpus.push(input);
  }
  const zaden = dekking.stand().bereikt;
  let size = 1;
  for (let gedaan = 0; gedaan < invoeren; ) {
    const groep = Array.from({ length: Math.min(size, invoeren - gedaan) }, () =>
      muteer(uitCorpus(), kies(kans, corpus) ?? '', kans),
    );
    size = leesGroep(groep) ? Math.ceil(size / 2) : Math.min(GROEP, size * 2);
    gedaan += groep.length;
    voortgang(gedaan, corpus.length, dekking.stand().bereikt);
  }
  const stand = dekking.stand();
  return {
    doel: doel.naam,
    invoeren,
    corpus: corpus.length,
    blokken: { zaden, einde: stand.bereikt, bekend: stand.bekend },
    uitkomsten: Object.fromEntries([...uitkomsten].sort(([, a], [, b]) => b - a)),
    vondsten: [...vondsten.values()],
    traagste,
    ms: gewerkt() - start,
  };

  /** What was found last is the furthest in, and gets half of the attention. */
  function uitCorpus(): string {
    const from = kans.fraction() < 0.5 ? Math.floor(corpus.length * 0.8) : 0;
    return corpus[from + heel(kans, corpus.length - from)] ?? '';
  }
}

/** One line per kind of fault: the message without what differs from input to input, and where it came from. */
function omschrijf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ''] = error.message.split('\n');
  const at = /\n\s+at (.*)/.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.name}: ${line.slice(0, 200)} (${at.replace(/\(?file:\/\/.*\//, '').replace(/:\d+\)?$/, '')})`;
}

/** Leaves out ever smaller pieces, as long as it stays wrong in the same way. */
export function verklein(input: string, isFout: (kleiner: string) => boolean): string {
  let result = input;
  let tries = 3_000;
  for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < result.length && tries > 0; tries -= 1) {
      const without = result.slice(0, at) + result.slice(at + size);
      if (isFout(without)) result = without;
      else at += size;
    }
  }
  return result;
}
