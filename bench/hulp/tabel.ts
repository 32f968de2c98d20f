/** The table at the end: what was measured beside what is aimed at. An aim is never asserted: the reader judges. Pure. */

export interface Regel {
  readonly wat: string;
  readonly gemeten: string;
  /** Null: measured for the reader, nothing is aimed at. */
  readonly doel: string | null;
  /** Null when there is no aim, or when nothing could be measured. */
  readonly gehaald: boolean | null;
}

/** A figure without an aim. */
export const terInfo = (wat: string, gemeten: string): Regel => ({ wat, gemeten, doel: null, gehaald: null });

/** A figure that must be at most the aim; `NaN` is not measured, so neither met nor missed. */
export function hoogstens(wat: string, waarde: number, doel: number, toon: (waarde: number) => string): Regel {
  const gehaald = Number.isNaN(waarde) ? null : waarde <= doel;
  return { wat, gemeten: toon(waarde), doel: `hoogstens ${toon(doel)}`, gehaald };
}

/** A figure that must be at least the aim. */
export function minstens(wat: string, waarde: number, doel: number, toon: (waarde: number) => string): Regel {
  const gehaald = Number.isNaN(waarde) ? null : waarde >= doel;
  return { wat, gemeten: toon(waarde), doel: `minstens ${toon(doel)}`, gehaald };
}

const KOP = ['wat', 'gemeten', 'doel', 'gehaald'] as const;

/** The rows in columns of equal width, the head first, one line each. */
export function tabel(regels: readonly Regel[]): string {
  const cells = regels.map((r) => [r.wat, r.gemeten, r.doel ?? '–', GEHAALD[String(r.gehaald)] ?? '–']);
  const widths = KOP.map((kop, column) => Math.max(kop.length, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(' | ')
      .trimEnd();
  return [line(KOP), widths.map((width) => '-'.repeat(width)).join('-|-'), ...cells.map(line)].join('\n');
}

const GEHAALD: Readonly<Record<string, string>> = { true: 'ja', false: 'NEE' };
