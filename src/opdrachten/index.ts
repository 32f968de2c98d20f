/** The commands of `zaakbode`, by name. */
import { aansluiten } from './aansluiten.ts';
import { consumerspecificatie } from './consumerspecificatie.ts';
import { cpa } from './cpa.ts';
import { csr } from './csr.ts';
import { demo } from './demo.ts';
import { exporteer } from './export.ts';
import { importeer } from './import.ts';
import { migreer, simulator, token } from './klein.ts';
import { ping } from './ping.ts';
import { start } from './start.ts';
import type { Opdracht } from './types.ts';
import { verantwoording } from './verantwoording.ts';

export type { Opdracht };

export const OPDRACHTEN: Readonly<Record<string, Opdracht>> = {
  start,
  demo,
  simulator,
  import: importeer,
  export: exporteer,
  token,
  cpa,
  ping,
  consumerspecificatie,
  csr,
  verantwoording,
  aansluiten,
  migrate: migreer,
};
