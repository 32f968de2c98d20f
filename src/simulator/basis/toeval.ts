/**
 * Chance, as a port: everything random in the simulator comes from a function like these.
 */
import { randomBytes } from 'node:crypto';

/** A number from 0 up to but not including 1. */
export type Toeval = () => number;

/** The chance of the operating system. */
export const realToeval: Toeval = () => randomBytes(4).readUInt32LE() / 2 ** 32;

/** The same row of numbers for the same seed (mulberry32): enough to repeat a run with faults, useless for secrets. */
export function seededToeval(seed: number): Toeval {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many random hexadecimal digits. */
export function hex(random: Toeval, digits: number): string {
  let text = '';
  while (text.length < digits) text += Math.floor(random() * 16).toString(16);
  return text;
}
