/** Reads inputs, one after another, and remembers what came of them. A finding is made as small as it will go. */
import { gewerkt } from './dekking.ts';
import type { Doel } from './doelen.ts';

export interface Vondst {
  readonly fout: string;
  /** The smallest input found that gives it, octets as latin1. */
  readonly invoer: string;
}

export interface Gelezen {
  readonly uitkomsten: Readonly<Record<string, number>>;
  readonly vondsten: readonly Vondst[];
  readonly traagste: { readonly ms: number; readonly lengte: number };
}

export interface Lezer {
  lees(input: string): void;
  /** Reads it once more; what comes of it does not count. */
  opnieuw(input: string): void;
  gelezen(): Gelezen;
}

/** Longer than this is a hang, whatever comes out. */
const TRAAG_MS = 1_000;
const MAX_VONDSTEN = 20;

/** `begint` is told of every input before it is read, so that one that never ends is known. */
export function createLezer(doel: Doel, begint: (input: string) => void): Lezer {
  const vondsten = new Map<string, Vondst>();
  const uitkomsten = new Map<string, number>();
  let traagste = { ms: 0, lengte: 0 };

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

  return {
    lees(input) {
      const wat = fout(input, true);
      if (wat === null || vondsten.has(wat) || vondsten.size === MAX_VONDSTEN) return;
      vondsten.set(wat, { fout: wat, invoer: verklein(input, (kleiner) => fout(kleiner, false) === wat) });
    },
    opnieuw: (input) => void fout(input, false),
    gelezen: () => ({ uitkomsten: Object.fromEntries(uitkomsten), vondsten: [...vondsten.values()], traagste }),
  };
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
