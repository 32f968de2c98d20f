/**
 * A limit on what one client asks: a token bucket per key. A client may spend what it saved up in the last seconds at
 * once, and lives on the rate from there. In this process only: N processes together let N times as much through.
 */
import type { Clock } from '../time/index.ts';

export interface Limiter {
  /** Takes one request from the key's bucket; gives the whole seconds to wait when it is empty, else 0. */
  take(key: string): number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was right, ms since 1970. */
  at: number;
}

/** Seconds of the rate that a bucket holds. */
export const SAVED_S = 10;

/** Buckets kept at most; what overflows is the one that was used longest ago. */
const MAX_BUCKETS = 10_000;

/** `rate` in requests per second. */
export function createLimiter({ rate, clock }: { readonly rate: number; readonly clock: Clock }): Limiter {
  const full = rate * SAVED_S;
  const buckets = new Map<string, Bucket>();
  return {
    take(key) {
      const now = clock.now().getTime();
      const bucket = buckets.get(key) ?? { tokens: full, at: now };
      // A clock that was put back gives nothing, and costs nothing.
      bucket.tokens = Math.min(full, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate);
      bucket.at = now;
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > MAX_BUCKETS) buckets.delete(buckets.keys().next().value!);
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / rate));
      bucket.tokens -= 1;
      return 0;
    },
  };
}
