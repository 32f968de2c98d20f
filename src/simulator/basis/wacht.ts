/**
 * Waiting that never keeps the process alive and ends at once when the simulator closes.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves to true after `ms`, or to false as soon as the signal is aborted. Never rejects. */
export async function wacht(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}
