/**
 * What of the code an input reached: V8's own block coverage, in this thread. No instrumented build and no dependency; taking it costs
 * a millisecond or so, which is why `lus.ts` asks it once for several inputs.
 */
import { type Profiler, Session } from 'node:inspector';

/** Work of this thread in ms. On a machine that is shared the clock would tell of the others. */
export function gewerkt(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

export interface Dekking {
  /** What ran since the last call: one number per block and order of magnitude of its count, as fuzzers have it. */
  take(): number[];
  /** How many blocks these numbers are about. */
  blokkenIn(features: Iterable<number>): number;
}

interface Blok {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** Once, a few times, more often: told finer than that, every longer document would be new. */
const BUCKETS = 3;

/** Watches the scripts that fit. To be called before they are loaded: V8 counts the blocks of what it compiles from then on. */
export function meetDekking(isOurs: (url: string) => boolean): Dekking {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const functies = new Map<string, Map<string, Blok>>();
  let bekend = 0;

  function blokkenVan(scriptId: string, { ranges }: Profiler.FunctionCoverage): Map<string, Blok> {
    const key = `${scriptId}:${ranges[0]!.startOffset}:${ranges[0]!.endOffset}`;
    let blokken = functies.get(key);
    if (blokken === undefined) {
      blokken = new Map();
      functies.set(key, blokken);
    }
    for (const { startOffset, endOffset } of ranges) {
      const block = `${startOffset}:${endOffset}`;
      if (blokken.has(block)) continue;
      blokken.set(block, { id: bekend, start: startOffset, end: endOffset });
      bekend += 1;
    }
    return blokken;
  }

  return {
    take() {
      const features: number[] = [];
      session.post('Profiler.takePreciseCoverage', (error, params) => {
        if (error !== null) throw error;
        for (const { scriptId, url, functions } of params.result) {
          if (!isOurs(url)) continue;
          for (const functie of functions) {
            if (!functie.isBlockCoverage) continue;
            for (const { id, start, end } of blokkenVan(scriptId, functie).values()) {
              const count = countOf(functie.ranges, start, end);
              if (count === 0) continue;
              features.push(id * BUCKETS + Math.min(BUCKETS - 1, Math.floor(Math.log2(count) / 2)));
            }
          }
        }
      });
      return features;
    },
    blokkenIn: (features) => new Set(Array.from(features, (feature) => Math.floor(feature / BUCKETS))).size,
  };
}

/** V8 leaves out a block that ran as often as the one around it; the ranges come from outside to inside. */
function countOf(ranges: readonly Profiler.CoverageRange[], start: number, end: number): number {
  let count = 0;
  for (const range of ranges) if (range.startOffset <= start && range.endOffset >= end) count = range.count;
  return count;
}
