/** Can the stromen be sent as they are set up? Only the loaded CPAs can tell; `foutenIn` says what is wrong in itself. */
import type { CpaDetail } from '../../integratie/digikoppeling/index.ts';
import type { Inrichting } from './inrichting.ts';

/** What is asked of the CPAs. */
export interface Cpas {
  cpa(cpaId: string): Promise<Pick<CpaDetail, 'acties' | 'partijen'> | null>;
}

/** The actions of a CPA under which we send. */
export function onzeActies({ acties, partijen }: Pick<CpaDetail, 'acties' | 'partijen'>): readonly string[] {
  const wij = partijen.filter((partij) => partij.wij).map(({ partyId }) => partyId);
  return [...new Set(acties.filter(({ from }) => wij.includes(from)).map(({ action }) => action))];
}

/**
 * What is wrong with the way of each stroom that goes another way than it did. One that stays as it was is left alone: a
 * CPA that was removed must not keep an administrator from pausing something.
 */
export async function foutenInDragers(
  nieuw: Pick<Inrichting, 'stromen'>,
  nu: Pick<Inrichting, 'stromen'>,
  cpas: Cpas,
): Promise<readonly string[]> {
  const fouten: string[] = [];
  for (const { naam, drager } of nieuw.stromen) {
    if (drager.soort !== 'digikoppeling' || drager.cpaId === null) continue;
    const was = nu.stromen.find((stroom) => stroom.naam === naam)?.drager;
    if (was?.soort === 'digikoppeling' && was.cpaId === drager.cpaId && was.action === drager.action) continue;
    const { cpaId, action } = drager;
    const cpa = await cpas.cpa(cpaId);
    if (cpa === null)
      fouten.push(`Stroom ${naam}: de CPA ${cpaId} is niet geladen. Laad hem bij Digikoppeling, of kies een andere.`);
    else if (action !== null && !onzeActies(cpa).includes(action))
      fouten.push(`Stroom ${naam}: met de CPA ${cpaId} sturen wij niets onder ${action}. Kies een andere action.`);
  }
  return fouten;
}
