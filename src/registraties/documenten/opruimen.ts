/** Keeps taking away what no document needs any more, until it is stopped; a fault is told and the work goes on later. */
import { createLoops, type Loops } from '../../platform/time/index.ts';
import type { Opslag } from './opslag.ts';

const KIJK_MS = 60_000;
const NA_FOUT_MS = 60_000;

export function startOpruimen(opslag: Opslag, onFault: (name: string, error: unknown) => void): Loops {
  const loops = createLoops({ pollMs: KIJK_MS, afterFaultMs: NA_FOUT_MS, onFault });
  loops.add('opruimen van documenten', () => opslag.ruimOp());
  return loops;
}
