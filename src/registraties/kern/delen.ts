/** Several writes in one request: what is wrong in a part is told by its place in the body, as `rollen.0.roltype`. */
import { type InvalidParam, invalid, Problem } from '../../platform/http/index.ts';

/** A part: its place in the body, and the work on it. */
export type Deel<T> = readonly [name: string, work: () => T | Promise<T>];

/** Does the work on every part, one after the other; throws all that is wrong together. */
export async function inDelen<T>(delen: readonly Deel<T>[]): Promise<readonly T[]> {
  const faults: InvalidParam[] = [];
  const done: T[] = [];
  for (const [name, work] of delen) {
    try {
      done.push(await work());
    } catch (error) {
      if (!(error instanceof Problem) || !error.invalidParams) throw error;
      faults.push(...error.invalidParams.map((fault) => ({ ...fault, name: `${name}.${fault.name}` })));
    }
  }
  if (faults.length > 0) throw invalid(...faults);
  return done;
}
