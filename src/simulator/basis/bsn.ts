/**
 * The two things that the simulator does with a BSN: check it, and keep it out of sight.
 *
 * Guarantees: no function here puts a BSN in an error or gives one back.
 */

const NINE_DIGITS = /^[0-9]{9}$/;

/** The weights of the 11-proef (Logisch Ontwerp BSN): 9 down to 2, and -1 for the last digit. */
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1] as const;

/** Nine digits that pass the 11-proef. `000000000` passes the sum and is nobody's number, so it is refused. */
export function isBsn(text: string): boolean {
  if (!NINE_DIGITS.test(text) || text === '000000000') return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
  return sum % 11 === 0;
}

/** The text with every BSN in it replaced by nine stars. Longer runs of digits (an OIN, a tijdstip) stay as they are. */
export function maskBsns(text: string): string {
  return text.replace(/(?<![0-9])[0-9]{9}(?![0-9])/g, (digits) => (isBsn(digits) ? '*********' : digits));
}
