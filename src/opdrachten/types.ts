/** A command of the command line. */
import type { parseArgs } from 'node:util';

export interface Aanroep {
  readonly opties: Readonly<Record<string, unknown>>;
  readonly woorden: readonly string[];
  /** Writes a line for the person at the terminal. */
  print(text: string): void;
}

export interface Opdracht {
  /** What it does, one sentence. */
  readonly doet: string;
  /** Words and options after the name. */
  readonly gebruik: string;
  readonly uitleg?: string;
  /** Commands below it, by their name: `zaakbode import zaken`. Without one of them it gives help, or does what `ookZelf` says. */
  readonly delen?: Readonly<Record<string, Opdracht>>;
  /** It does something by itself as well. */
  readonly ookZelf?: true;
  readonly opties?: NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;
  /** Gives the exit code. */
  run(aanroep: Aanroep): Promise<number>;
}
