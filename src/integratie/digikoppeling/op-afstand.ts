/**
 * The work of an operator asked of a running program: by the command line, when the program holds the database, and for a
 * Ping, whose Pong comes back to that program only. One function per request, its arguments and its answer as JSON.
 */
import { Problem, type Server } from '../../platform/http/index.ts';
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
  server.post<{ Params: { functie: string } }>(
    `${path}/:functie`,
    { bodyLimit: BODY_BYTES },
    async (request, reply) => {
      if (!mag(request.headers.authorization))
        throw new Problem('permission_denied', 'Alleen de opdrachtregel van deze Zaakbode mag dit vragen.');
      const functie = FUNCTIES.find((one) => one === request.params.functie);
      if (functie === undefined || !Array.isArray(request.body))
        throw new Problem('not_found', 'Deze opdracht bestaat niet: werk de opdrachtregel en het programma samen bij.');
      const werk = beheer[functie] as (...args: unknown[]) => Promise<unknown>;
      return reply.send({ antwoord: await werk.apply(beheer, request.body) });
    },
  );
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
  const revive = (key: string, value: unknown): unknown =>
    MOMENTEN.has(key) && typeof value === 'string' ? new Date(value) : value;
  const functies = FUNCTIES.map((functie) => {
    const werk = async (...args: unknown[]): Promise<unknown> => {
      const text = await vraag(functie, JSON.stringify(args));
      return (JSON.parse(text, revive) as { antwoord: unknown }).antwoord;
    };
    return [functie, werk] as const;
  });
  return Object.fromEntries(functies) as unknown as Pick<CpaBeheer, Functie>;
}
