/**
 * The work of an operator asked of a running program: by the command line, when the program holds the database, and for a
 * Ping, whose Pong comes back to that program only.
 */
import { functiesOpAfstand, mountFuncties, type Server } from '../../platform/http/index.ts';
import type { CpaBeheer } from './beheer.ts';

/** What may be asked, and nothing else of the object. */
const FUNCTIES = [
  'cpas',
  'cpa',
  'versie',
  'controleer',
  'laad',
  'vervang',
  'stopVervanging',
  'ping',
] as const satisfies readonly (keyof CpaBeheer)[];
type Functie = (typeof FUNCTIES)[number];

/** A CPA of 2 MB, and the escapes that JSON adds. */
const BODY_BYTES = 5 * 1024 * 1024;

/** `mag` judges the Authorization header. */
export function mountOpAfstand(
  server: Server,
  path: string,
  beheer: CpaBeheer,
  mag: (header: string | undefined) => boolean,
): void {
  const functies = Object.fromEntries(FUNCTIES.map((functie) => [functie, beheer[functie]]));
  mountFuncties(server, path, functies, { mag, bodyLimit: BODY_BYTES });
}

/** Fields that are moments; JSON has them as text. */
const MOMENTEN = new Set([
  'van',
  'totEnMet',
  'tot',
  'op',
  'sinds',
  'geladenOp',
  'neerSinds',
  'oudsteTeVerzenden',
  'oudsteOnbevestigd',
]);

/** The same work, done there. `vraag` sends the arguments as JSON and gives the answer as it came. */
export function beheerOpAfstand(vraag: (functie: string, args: string) => Promise<string>): Pick<CpaBeheer, Functie> {
  return functiesOpAfstand<Pick<CpaBeheer, Functie>>(FUNCTIES, vraag, (key, value) =>
    MOMENTEN.has(key) && typeof value === 'string' ? new Date(value) : value,
  );
}
