/**
 * Work asked of a running program by its own command line, when the program holds what the work needs. One function per
 * request, its arguments and its answer as JSON.
 */
import { Problem } from './problem.ts';
import type { Server } from './server.ts';

type Functie = (...args: never[]) => Promise<unknown>;

/** `functies` is all that may be asked; `mag` judges the Authorization header. */
export function mountFuncties(
  server: Server,
  path: string,
  functies: Readonly<Record<string, Functie>>,
  { mag, bodyLimit }: { readonly mag: (header: string | undefined) => boolean; readonly bodyLimit: number },
): void {
  const options = { bodyLimit, config: { patience: 'answer' } } as const;
  server.post<{ Params: { functie: string } }>(`${path}/:functie`, options, async (request, reply) => {
    if (!mag(request.headers.authorization))
      throw new Problem('permission_denied', 'Alleen de opdrachtregel van deze Zaakbode mag dit vragen.');
    const { functie } = request.params;
    if (!Object.hasOwn(functies, functie) || !Array.isArray(request.body))
      throw new Problem('not_found', 'Deze opdracht bestaat niet: werk de opdrachtregel en het programma samen bij.');
    const werk = functies[functie] as (...args: unknown[]) => Promise<unknown>;
    return reply.send({ antwoord: await werk(...request.body) });
  });
}

/** The same functions, done there. `vraag` sends the arguments as JSON and gives the answer as it came. */
export function functiesOpAfstand<T>(
  namen: readonly (keyof T & string)[],
  vraag: (functie: string, args: string) => Promise<string>,
  revive?: (key: string, value: unknown) => unknown,
): T {
  const functies = namen.map((naam) => {
    const werk = async (...args: unknown[]): Promise<unknown> =>
      (JSON.parse(await vraag(naam, JSON.stringify(args)), revive) as { antwoord: unknown }).antwoord;
    return [naam, werk] as const;
  });
  return Object.fromEntries(functies) as T;
}
