/**
 * Asks the two sources about addressees, each once for a whole batch. The BRP first: about a number that is nobody's
 * nothing more is asked (L5). A source that cannot be reached is an answer too: `onbekend`, and that is never "no" (L8).
 */
import type { Bsn } from '../../standaarden/bsn/index.ts';
import type { Controle } from './besluit.ts';
import { type AccountBron, type AuthentiekBron, BronOnbereikbaar, type Onbekend } from './poorten.ts';

/** What the sources said, one answer per BSN, in the same order. */
export async function controleer(
  bsns: readonly Bsn[],
  { authentiek, accounts }: { readonly authentiek: AuthentiekBron; readonly accounts: AccountBron },
  signal: AbortSignal,
): Promise<readonly Controle[]> {
  const bekend = await vraag(bsns, (deel) => authentiek.bekend(deel, signal));
  const echt = bsns.filter((_bsn, i) => bekend[i] === true);
  const standen = await vraag(echt, (deel) => accounts.stand(deel, signal));
  let next = 0;
  return bekend.map((one) => ({ bekend: one, stand: one === true ? standen[next++]! : null }));
}

async function vraag<T>(
  bsns: readonly Bsn[],
  ask: (bsns: readonly Bsn[]) => Promise<readonly (T | Onbekend)[]>,
): Promise<readonly (T | Onbekend)[]> {
  if (bsns.length === 0) return [];
  try {
    return await ask(bsns);
  } catch (error) {
    if (!(error instanceof BronOnbereikbaar)) throw error;
    const reden = error.message;
    return bsns.map(() => ({ soort: 'onbekend', reden }));
  }
}
