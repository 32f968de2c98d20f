/**
 * The two loops. `verken` looks for inputs that reach code which no other reached, and measures for it; `bestook` changes those inputs
 * further and only reads, which is many times as fast. The same seed gives the same run as long as the code is the same.
 */
import { seededRandom } from '../../src/platform/time/index.ts';
import { type Dekking, gewerkt } from './dekking.ts';
import type { Doel } from './doelen.ts';
import { createLezer, type Gelezen } from './lezer.ts';
import { heel, type Kans, kies, muteer } from './muteren.ts';

export interface Opdracht {
  readonly invoeren: number;
  readonly zaad: number;
  begint(input: string): void;
  voortgang(gedaan: number): void;
}

export interface Verkend extends Gelezen {
  /** The seeds, and the inputs that reached something new. */
  readonly corpus: readonly string[];
  /** Blocks of code reached by the seeds alone, and at the end. */
  readonly blokken: { readonly zaden: number; readonly einde: number };
  /** Work of the processor. */
  readonly ms: number;
}

/**
 * Most inputs per measurement. While there is much that is new each is measured by itself; the less there is, the larger the groups, and
 * which one of a group it was is found by reading them once more.
 */
const GROEP = 32;

export function verken(doel: Doel, dekking: Dekking, { invoeren, zaad, begint, voortgang }: Opdracht): Verkend {
  const start = gewerkt();
  const kans = seededRandom(zaad);
  const lezer = createLezer(doel, begint);
  const gezien = new Set<number>();
  const corpus: string[] = [];

  /** True when something ran that had not, or another order of times. */
  function nieuw(): boolean {
    const before = gezien.size;
    for (const feature of dekking.take()) gezien.add(feature);
    return gezien.size > before;
  }

  /** True when one of them reached something new. */
  function leesGroep(groep: readonly string[]): boolean {
    for (const input of groep) lezer.lees(input);
    if (groep.length === 1) return nieuw() && corpus.push(groep[0]!) > 0;
    if (dekking.take().every((feature) => gezien.has(feature))) return false;
    for (const input of groep) {
      lezer.opnieuw(input);
      if (nieuw()) corpus.push(input);
    }
    return true;
  }

  dekking.take();
  for (const input of doel.zaden) if (!leesGroep([input])) corpus.push(input);
  const zaden = dekking.blokkenIn(gezien);
  let size = 1;
  for (let gedaan = 0; gedaan < invoeren; ) {
    const groep = Array.from({ length: Math.min(size, invoeren - gedaan) }, () => volgende(corpus, kans));
    size = leesGroep(groep) ? Math.ceil(size / 2) : Math.min(GROEP, size * 2);
    gedaan += groep.length;
    voortgang(gedaan);
  }
  const blokken = { zaden, einde: dekking.blokkenIn(gezien) };
  return { ...lezer.gelezen(), corpus, blokken, ms: gewerkt() - start };
}

export function bestook(
  doel: Doel,
  corpus: readonly string[],
  { invoeren, zaad, begint, voortgang }: Opdracht,
): Gelezen & { readonly ms: number } {
  const start = gewerkt();
  const kans = seededRandom(zaad);
  const lezer = createLezer(doel, begint);
  for (let gedaan = 0; gedaan < invoeren; gedaan += 1) {
    lezer.lees(volgende(corpus, kans));
    voortgang(gedaan + 1);
  }
  return { ...lezer.gelezen(), ms: gewerkt() - start };
}

/** What was found last is the furthest in, and gets half of the attention. */
function volgende(corpus: readonly string[], kans: Kans): string {
  const from = kans.fraction() < 0.5 ? Math.floor(corpus.length * 0.8) : 0;
  return muteer(corpus[from + heel(kans, corpus.length - from)] ?? '', kies(kans, corpus) ?? '', kans);
}
