/** The commands of `zaakbode`, by name. */
import { demo } from './demo.ts';
import { exporteer } from './export.ts';
import { importeer } from './import.ts';
import { migreer, ping, simulator, token } from './klein.ts';
import { start } from './start.ts';
import type { Opdracht } from './types.ts';

export type { Opdracht };

export const OPDRACHTEN: Readonly<Record<string, Opdracht>> = {
  start,
  demo,
  simulator,
  import: importeer,
  export: exporteer,
  token,
  ping,
  migrate: migreer,
};
