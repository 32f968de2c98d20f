/** The commands of `zaakbode`, by name. */
import { demo } from './demo.ts';
import { migreer, ping, simulator, token } from './klein.ts';
import { start } from './start.ts';
import type { Opdracht } from './types.ts';

export type { Opdracht };

export const OPDRACHTEN: Readonly<Record<string, Opdracht>> = { start, demo, simulator, token, ping, migrate: migreer };
