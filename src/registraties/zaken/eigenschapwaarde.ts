/**
 * Does the value of a zaakeigenschap look as its eigenschap says (Zaken 1.7, rule without a number)? A value that does
 * not is stored all the same: the standard warns, in the header `X-Warning`. Open Zaak can be told to refuse it
 * (`waarde-incorrect-format`) but does not so by itself, so under neither profile a client that writes there is refused
 * here.
 */
import { dagIn, type Specificatie } from '../catalogi/index.ts';

/** `6`, or `6,2` for a number with two decimals at most. */
const LENGTE = /^(\d{1,6})(?:,(\d{1,6}))?$/;

/** A number in digits: how many before and after the comma (or point). */
const GETAL = /^-?(\d+)(?:[.,](\d+))?$/;

export function waardeKlopt(specificatie: Specificatie, waarde: string): boolean {
  const { formaat, lengte, waardenverzameling } = specificatie;
  if (waardenverzameling.length > 0) return waardenverzameling.includes(waarde);
  if (formaat === 'datum' || formaat === 'datum_tijd') return dagIn(formaat, waarde) !== null;
  const [, heel, deel = '0'] = LENGTE.exec(lengte) ?? [];
  // A length that says nothing refuses nothing.
  if (heel === undefined) return formaat === 'tekst' || GETAL.test(waarde);
  if (formaat === 'tekst') return [...waarde].length <= Number(heel);
  const [, voor, na = ''] = GETAL.exec(waarde) ?? [];
  return voor !== undefined && voor.length <= Number(heel) && na.length <= Number(deel);
}
