/** Figures over many measurements, and how they are written for a Dutch reader. Pure. */

/**
 * The value below or at which `deel` (0 to 1) of the values lie, by nearest rank: always a value that was measured.
 * `NaN` when there is none.
 */
export function percentiel(waarden: readonly number[], deel: number): number {
  const sorted = [...waarden].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(sorted.length * deel));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The middle value; of an even number the lower of the two. */
export const mediaan = (waarden: readonly number[]): number => percentiel(waarden, 0.5);

/** A number with a comma and at most `decimalen` decimals, e.g. `1.234,5`; a request that never succeeded is `nooit`. */
export function getal(waarde: number, decimalen = 0): string {
  if (Number.isNaN(waarde)) return 'niet gemeten';
  if (!Number.isFinite(waarde)) return 'nooit';
  return waarde.toLocaleString('nl-NL', { maximumFractionDigits: decimalen });
}

/** A duration in ms: tenths below 10 ms, whole ms up to 10 s, seconds above. */
export function duur(ms: number): string {
  if (!Number.isFinite(ms)) return getal(ms);
  if (ms >= 10_000) return `${getal(ms / 1000, 1)} s`;
  return `${getal(ms, ms < 10 ? 1 : 0)} ms`;
}
