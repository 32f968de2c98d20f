/**
 * Time and chance as ports. Nothing above this file asks the system for either: the delivery engine runs in a seeded
 * simulation, and a test decides what time it is.
 */
import { randomBytes } from 'node:crypto';

export interface Clock {
  now(): Date;
}

export interface Random {
  /** `n` random bytes. */
  bytes(n: number): Uint8Array;
  /** A number in [0, 1). */
  fraction(): number;
}

export const systemClock: Clock = { now: () => new Date() };

export const systemRandom: Random = pooledRandom();

/** Chance from the system in gulps of 4 kB: asking for ten bytes at a time costs a system call each. No byte is given twice. */
function pooledRandom(): Random {
  let pool = new Uint8Array(0);
  return {
    bytes(n) {
      if (pool.length < n) pool = randomBytes(Math.max(4096, n));
      const given = pool.slice(0, n);
      pool = pool.subarray(n);
      return given;
    },
    fraction: () => Math.random(),
  };
}

/** A clock that stands still until a test moves it. */
export function fixedClock(start: Date): Clock & { advance(ms: number): void; set(to: Date): void } {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    advance: (ms) => {
      current += ms;
    },
    set: (to) => {
      current = to.getTime();
    },
  };
}

/** A repeatable source of chance (mulberry32); the same seed gives the same run. For tests and simulations only. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    fraction,
    bytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(fraction() * 256)),
  };
}

export { createLoops, type Loops } from './loops.ts';
export { uuidOf, uuidv7 } from './uuid.ts';
