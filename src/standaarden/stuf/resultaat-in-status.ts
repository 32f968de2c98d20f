/**
 * The resultaat in the text of the last status: MijnOverheid does not show a resultaat of its own, and "Afgehandeld" alone tells a citizen
 * little. The form "Verleend (Afgehandeld)" is what is in use towards it.
 */
import { nfc, textOrNull } from './tekst.ts';
import { MAX } from './velden.ts';
import type { Zaakbericht } from './zaakbericht.ts';

/**
 * The bericht with its resultaat told in the status; without a resultaat as it was. What does not fit in the 80 characters of a status is
 * told first in its toelichting; nothing is cut. The resultaat itself stays in the message.
 */
export function metResultaatInStatus(bericht: Zaakbericht): Zaakbericht {
  const resultaat = textOrNull(bericht.resultaat?.omschrijving)?.trim();
  if (resultaat === undefined) return bericht;
  const { status } = bericht;
  const samen = nfc(`${resultaat} (${status.omschrijving.trim()})`);
  if (samen.length <= MAX.omschrijving) return { ...bericht, status: { ...status, omschrijving: samen } };
  const eerst = `Resultaat: ${resultaat}.`;
  const toelichting = textOrNull(status.toelichting);
  return {
    ...bericht,
    status: { ...status, toelichting: toelichting === null ? eerst : `${eerst} ${toelichting}` },
  };
}
