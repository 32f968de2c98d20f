/**
 * Numbers for tijdstipBericht: strictly rising per zender, whatever the clock does.
 *
 * StUF refuses a message whose tijdstipBericht is not greater than the one before it of the same zender (StUF019). Dutch local time runs
 * back one hour every autumn, and a machine's clock may jump. So a zender keeps the last number it used, in its own database row under a
 * lock, and takes the next ones here: the local wall clock, or the last number plus one millisecond when the clock stands behind it.
 */
import { toLocalMs } from './lokaal.ts';

/** First and last of a row of numbers that are now taken, in local wall clock ms, both included. */
export interface Tijdstippen {
  readonly first: number;
  readonly last: number;
}

/**
 * Takes `count` numbers after `last`, the last one used by this zender (0 when it never sent). `first` is greater than `last` and at or after
 * the local wall clock; the numbers follow each other by 1 ms. In the repeated hour of autumn the numbers run ahead of the clock by at most
 * one hour plus 1 ms for each number taken.
 * @throws RangeError for a count below 1 or a number that is not a safe integer
 */
export function reserveTijdstippen(last: bigint | number, now: Date, count: number): Tijdstippen {
  const previous = Number(last);
  if (!Number.isSafeInteger(previous)) throw new RangeError('The last tijdstip must be a whole number of milliseconds');
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError('Reserve at least one tijdstip');
  const first = Math.max(toLocalMs(now), previous + 1);
  return { first, last: first + count - 1 };
}
