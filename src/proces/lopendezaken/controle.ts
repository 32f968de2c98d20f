/**
 * Asks the sources about addressees, each once for a whole batch. Whether the BSN is authentic first: about a number that
 * is nobody's nothing more is asked (L5). A source that cannot be reached is an answer too: `onbekend`, and that is never
 * "no" (L8).
 */
import type { ZaakBetrokkene } from '../../integratie/bronnen/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import type { Controle } from './besluit.ts';
import type { AuthentiekKeuze } from './inrichting.ts';
import { type AccountBron, type AuthentiekBron, BronOnbereikbaar, type Onbekend } from './poorten.ts';

/** Somebody about whom the sources are asked. */
export interface Gevraagde {
  readonly bsn: Bsn;
  readonly wie: ZaakBetrokkene;
  /** The register that names him. */
  readonly register: string;
}

export interface Bronnen {
  readonly authentiek: AuthentiekBron;
  readonly accounts: AccountBron;
}

/** What the sources said, one answer per person, in the same order. */
export async function controleer(
  gevraagden: readonly Gevraagde[],
  keuzen: readonly AuthentiekKeuze[],
  bronnen: Bronnen,
  signal: AbortSignal,
): Promise<readonly Controle[]> {
  const instaan = await wieStaatIn(gevraagden, keuzen, bronnen.authentiek, signal);
  const echt = gevraagden.filter((_een, i) => instaan[i]!.authentiek === true);
  const standen = await vraag(
    echt.map(({ bsn }) => bsn),
    (deel) => bronnen.accounts.stand(deel, signal),
  );
  let next = 0;
  return instaan.map((een) => ({ ...een, stand: een.authentiek === true ? standen[next++]! : null }));
}

type Instaan = Pick<Controle, 'authentiek' | 'door'>;

/** What the register itself tells goes first, since it costs nothing: the order of the choices changes no answer. */
async function wieStaatIn(
  gevraagden: readonly Gevraagde[],
  keuzen: readonly AuthentiekKeuze[],
  brp: AuthentiekBron,
  signal: AbortSignal,
): Promise<readonly Instaan[]> {
  const eigen = gevraagden.map((een) => keuzen.map((keuze) => staatIn(keuze, een)).find((door) => door !== null));
  const vraagBrp = keuzen.some(({ soort }) => soort === 'brp');
  const over = gevraagden.filter((_een, i) => eigen[i] === undefined);
  const bekend = vraagBrp
    ? await vraag(
        over.map(({ bsn }) => bsn),
        (deel) => brp.bekend(deel, signal),
      )
    : over.map(() => false);
  let next = 0;
  return eigen.map((door): Instaan => {
    if (door !== undefined) return { authentiek: true, door };
    const authentiek = bekend[next++]!;
    if (authentiek === true) return { authentiek, door: `bekend bij de ${brp.naam}` };
    return { authentiek, door: vraagBrp ? `De ${brp.naam} kent dit BSN niet.` : 'Geen bron staat in voor dit BSN.' };
  });
}

/** How this person is vouched for by what the register tells of him; null when he is not. */
function staatIn(keuze: AuthentiekKeuze, { wie, register }: Gevraagde): string | null {
  switch (keuze.soort) {
    case 'brp':
      return null;
    case 'ingelogd':
      return wie.ingelogdMet === 'digid' ? 'ingelogd met DigiD' : null;
    case 'client':
      return wie.door === keuze.clientId ? `vastgelegd door ${keuze.clientId}` : null;
    case 'register':
      return register === keuze.register ? `uit het register ${keuze.register}` : null;
  }
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
    const { message: reden, kijkOverMs } = error;
    return bsns.map(() => ({ soort: 'onbekend', reden, kijkOverMs }));
  }
}
