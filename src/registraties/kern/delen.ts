/** Several writes in one request: what is wrong in a part is told by its place in the body, as `rollen.0.roltype`. */
import { type InvalidParam, invalid, Problem } from '../../platform/http/index.ts';

/** A part: its place in the body, and the work on it. */
export type Deel<T> = readonly [name: string, work: () => T | Promise<T>];

/** Does the work on one part; what is wrong in it is told by its place, or by that of the part when it is no field. */
export async function inDeel<T>(...[name, work]: Deel<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !error.invalidParams) throw error;
    const named = (fault: InvalidParam) => (fault.name === '' ? name : `${name}.${fault.name}`);
    throw invalid(...error.invalidParams.map((fault) => ({ ...fault, name: named(fault) })));
  }
}

/** Does the work on every part, one after the other; throws all that is wrong together. */
export async function inDelen<T>(delen: readonly Deel<T>[]): Promise<readonly T[]> {
  const faults: InvalidParam[] = [];
  const done: T[] = [];
  for (const deel of delen) {
    try {
      done.push(await inDeel(...deel));
    } catch (error) {
      if (!(error instanceof Problem) || !error.invalidParams) throw error;
      faults.push(...error.invalidParams);
    }
  }
  if (faults.length > 0) throw invalid(...faults);
  return done;
}
