/**
 * A message as `multipart/form-data`: first the field `bericht` (the JSON, with of each payload its size), then the files
 * in the same order. They go to the store as they come and never stand in memory as a whole.
 */
import type { FastifyRequest } from 'fastify';
import { SizeMismatch, StorageFault, StorageFull } from '../../../platform/files/index.ts';
import { invalid, Problem } from '../../../platform/http/index.ts';
import type { Objecten } from '../objecten.ts';
import { bewaarStroom } from './bijlagen.ts';
import { FORMULIER, type Formulier, lees } from './vraag.ts';
import type { Deel } from './zending.ts';

/** Of the field `bericht`. */
export const VELD_BYTES = 64 * 1024;

/**
 * Takes in the form. `begin` hears the message before the first file is read: what it refuses needs no bytes. What was
 * stored is given up when something goes wrong.
 */
export async function leesFormulier(
  request: FastifyRequest,
  objecten: Objecten,
  begin: (bericht: Formulier) => Promise<unknown>,
): Promise<{ readonly bericht: Formulier; readonly delen: readonly Deel[] }> {
  let bericht: Formulier | null = null;
  const delen: Deel[] = [];
  try {
    for await (const part of leesbaar(request.parts())) {
      if (part.type === 'field') {
        if (part.fieldname !== 'bericht' || bericht) continue;
        bericht = lees(FORMULIER, json(part.value));
        await begin(bericht);
      } else {
        const verwacht = bericht?.bijlagen[delen.length];
        if (!bericht || !verwacht) throw invalid(verkeerd(bericht));
        delen.push(await metUitleg(delen.length, () => bewaarStroom(objecten, verwacht, leesbaar(part.file))));
      }
    }
    if (bericht?.bijlagen.length === delen.length) return { bericht, delen };
    throw invalid(verkeerd(bericht));
  } catch (error) {
    for (const { object } of delen) if (object !== undefined) await objecten.laatLos(object);
    throw error;
  }
}

const verkeerd = (bericht: Formulier | null) =>
  bericht
    ? { name: 'bijlagen', code: 'file-count', reason: `Stuur ${bericht.bijlagen.length} bestanden, zoals in bijlagen.` }
    : {
        name: 'bericht',
        code: 'required',
        reason: 'Stuur eerst het veld bericht, met daarin de JSON, en dan de bestanden.',
      };

function json(tekst: unknown): unknown {
  if (typeof tekst !== 'string') return tekst;
  try {
    return JSON.parse(tekst);
  } catch {
    throw invalid({ name: 'bericht', code: 'invalid', reason: 'Dit veld is geen geldige JSON.' });
  }
}

/** What comes out of the form; one that breaks off, or is none, is the fault of who sent it. */
async function* leesbaar<T>(form: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* form;
  } catch (error) {
    if (typeof (error as { statusCode?: unknown }).statusCode === 'number') throw error;
    throw new Problem('parse_error', 'Het formulier is niet te lezen, of breekt af. Stuur het opnieuw.');
  }
}

async function metUitleg<T>(plaats: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SizeMismatch) {
      const reason = 'Er kwamen meer of minder bytes dan omvang zegt. Stuur het bericht opnieuw.';
      throw invalid({ name: `bijlagen.${plaats}.omvang`, code: 'file-size', reason });
    }
    throw opslagFout(error);
  }
}

/** What a client is told when the store fails; the operator reads the log. */
export function opslagFout(error: unknown): unknown {
  if (error instanceof StorageFull)
    return new Problem('insufficient_storage', 'De opslag is vol. Er is niets bewaard; meld het de beheerder.');
  if (!(error instanceof StorageFault)) return error;
  const problem = new Problem(
    'unavailable',
    'De opslag is niet bereikbaar. Er is niets bewaard; probeer het later opnieuw.',
  );
  return Object.assign(problem, { cause: error });
}
