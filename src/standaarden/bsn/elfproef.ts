/**
 * The 11-proef: the check that a BSN and an RSIN share, since both come from one series of numbers.
 *
 * It catches every single wrong digit and every swap of two neighbours. It says nothing about whether the number was issued, and never
 * that it is authentic.
 */

const LENGTH = 9;
const DIGIT_ZERO = 48;

/**
 * True for nine ASCII digits whose weighted sum is a multiple of 11. Also the check for an RSIN.
 *
 * `000000000` passes: it is what catalogi in the field carry as the RSIN of an example organisation. As a BSN it is refused by `Bsn.parse`.
 */
export function isElfproef(text: string): boolean {
  if (text.length !== LENGTH) return false;
  let sum = 0;
  for (let i = 0; i < LENGTH; i += 1) {
    const digit = text.charCodeAt(i) - DIGIT_ZERO;
    if (digit < 0 || digit > 9) return false;
    sum += weightAt(i) * digit;
  }
  return sum % 11 === 0;
}

/** From left to right 9, 8, 7, 6, 5, 4, 3, 2; the last digit counts negatively. */
function weightAt(index: number): number {
  return index === LENGTH - 1 ? -1 : LENGTH - index;
}
