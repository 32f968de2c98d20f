/** Texts that have to fit a field of the Catalogi API. Never cuts silently: whoever shortens, keeps the original somewhere. */

const PUNTJES = '…';

/** Counted as JSON Schema counts `maxLength`: in characters, not in UTF-16 units. */
export function lengte(tekst: string): number {
  return Array.from(tekst).length;
}

/** The text itself when it fits, else its beginning up to a whole word (if there is one) with an ellipsis, at most `max` long. */
export function kort(tekst: string, max: number): string {
  const tekens = Array.from(tekst);
  if (tekens.length <= max) return tekst;
  const begin = tekens.slice(0, max).join('');
  const spatie = begin.lastIndexOf(' ');
  // A word that starts in the first half would throw away more than it saves.
  const stuk = spatie > begin.length / 2 ? begin.slice(0, spatie) : tekens.slice(0, max - 1).join('');
  return `${stuk.trimEnd()}${PUNTJES}`;
}

/**
 * A name that is not in `bezet` yet, within `max`: the name itself, else `naam (2)`, `naam (3)` and so on.
 * Compared without case, since two names that differ only in case cannot be told apart on a screen.
 */
export function uniekeNaam(naam: string, bezet: ReadonlySet<string>, max: number): string {
  if (!bezet.has(naam.toLowerCase())) return naam;
  for (let teller = 2; ; teller += 1) {
    const staart = ` (${teller})`;
    const kandidaat = `${kort(naam, max - staart.length)}${staart}`;
    if (!bezet.has(kandidaat.toLowerCase())) return kandidaat;
  }
}

/** Joins the filled parts into one text; a part that is followed by another ends like a sentence. */
export function samen(...delen: readonly string[]): string {
  const gevuld = delen.filter((deel) => deel !== '');
  return gevuld.map((deel, index) => (index < gevuld.length - 1 && !/[.!?]$/.test(deel) ? `${deel}.` : deel)).join(' ');
}

/** `A; B, C` as a list without doubles. */
export function lijst(tekst: string): string[] {
  const delen = tekst.split(/[;,]/).map((deel) => deel.trim());
  return [...new Set(delen.filter((deel) => deel !== ''))];
}
