/** POST of statussen at a fixed rate, each on the next zaak, so that they spread over all lanes as in a working day. */
import type { Api } from './api.ts';
import { type Antwoord, echteKlok, vastTempo } from './belasting.ts';
import type { Werkplaats } from './werkplaats.ts';
import { zetStatus } from './zaaien.ts';

export const PER_SECONDE = 100;
/** Enough connections that a stall of a third of a second makes nobody wait for one. */
export const VERBINDINGEN = 32;
/** The compiler of JavaScript needs some hundreds of requests; those are sent but not counted. */
const OPWARMEN_S = 5;

export interface GezetteStatus extends Antwoord {
  /** Planned moment in ms since 1970. */
  readonly geplandOp: number;
  /** Null when it failed. */
  readonly id: string | null;
}

/** Warms up, lets `rust` wait until that has passed, then loads for the seconds of the options and gives what was sent. */
export async function zetStatussen(
  w: Werkplaats,
  api: Api,
  rust: () => Promise<unknown>,
): Promise<readonly GezetteStatus[]> {
  const warm = OPWARMEN_S * PER_SECONDE;
  await reeks(w, api, 0, warm);
  await rust();
  return await reeks(w, api, warm, w.opties.seconden * PER_SECONDE);
}

/** The statussen with numbers from `vanaf`; the zaken and their steps follow from the number. */
async function reeks(w: Werkplaats, api: Api, vanaf: number, aantal: number): Promise<readonly GezetteStatus[]> {
  const { type, zaken } = await w.voorraad();
  const ids: (string | undefined)[] = new Array(aantal);
  const begin = Date.now();
  const offset = begin - performance.now();
  const answers = await vastTempo({ perSeconde: PER_SECONDE, aantal }, echteKlok(w.signal), async (i) => {
    const nummer = vanaf + i;
    const ronde = Math.floor(nummer / zaken.length);
    const statustype = type.statustypen[ronde % type.statustypen.length]!;
    // A moment of its own for each: a zaak has no two statussen at one moment.
    const moment = new Date(begin + (i * 1000) / PER_SECONDE).toISOString();
    ids[i] = await zetStatus(api, zaken[nummer % zaken.length]!, statustype, moment);
  });
  return answers.map((answer, i) => ({ ...answer, geplandOp: answer.gepland + offset, id: ids[i] ?? null }));
}

/** How many failed, and why the first did; an empty text when all went well. */
export function fouten(statussen: readonly GezetteStatus[]): string {
  const failed = statussen.filter((s) => s.fout !== null);
  return failed.length === 0 ? '' : `${failed.length} mislukt, de eerste: ${failed[0]!.fout}`;
}
