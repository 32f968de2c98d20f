/**
 * Fills a template with a zaakbericht.
 *
 * Guarantees: well-formed XML in UTF-8 and NFC, whatever the texts hold: a value cannot become markup, in text nor in an attribute.
 */
import { type Berichtsoort, checkZaakbericht, InvalidBericht, TOEVOEGING, type Zaakbericht } from '../stuf/index.ts';
import { xml } from '../xml/index.ts';
import { PLAATSEN } from './plaatsen.ts';
import type { Deel, Sjabloon } from './sjabloon.ts';

/**
 * The message as text, to be sent as UTF-8. The limits are those of StUF: what the MO-bericht allows is not published.
 * @throws InvalidBericht with all faults of `checkZaakbericht`
 */
export function schrijfMoBericht(sjabloon: Sjabloon, bericht: Zaakbericht, soort: Berichtsoort = TOEVOEGING): string {
  const faults = checkZaakbericht(bericht, soort);
  if (faults.length > 0) throw new InvalidBericht(faults);
  const waarden = new Map(PLAATSEN.map(({ naam, waarde }) => [naam, gevuld(waarde(bericht, soort))]));
  // Line ends of a value are references, so only those of the template are left: what a block leaves behind goes.
  const tekst = vul(sjabloon.delen, waarden).replace(/\n[ \t\r]*(?=\n)/g, '');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tekst.trim()}\n`;
}

function vul(delen: readonly Deel[], waarden: ReadonlyMap<string, string | null>): string {
  let text = '';
  for (const deel of delen) {
    if (deel.soort === 'vast') text += deel.tekst;
    else {
      const waarde = waarden.get(deel.plaats) ?? null;
      if (deel.soort === 'waarde') text += waarde === null ? '' : xml`${waarde}`;
      else if ((waarde === null) === deel.alsLeeg) text += vul(deel.delen, waarden);
    }
  }
  return text;
}

/** Absent, empty and white space alone are the same: there is nothing to tell. */
function gevuld(waarde: string | null): string | null {
  return waarde === null || waarde.trim() === '' ? null : waarde.normalize('NFC');
}
