/** Test BSNs: the numbers 9999xxxxx that pass the 11-proef. That range is kept for tests and is nobody's. Pure. */

const FIRST = 999_900_000;
const LAST = 999_999_999;

/** `aantal` numbers; from the beginning again when the range, some 9,000 numbers, is used up. */
export function proefBsns(aantal: number): readonly string[] {
  const all: string[] = [];
  for (let n = FIRST; n <= LAST && all.length < aantal; n++) {
    if (passes(String(n))) all.push(String(n));
  }
  return Array.from({ length: aantal }, (_, i) => all[i % all.length]!);
}

/** The 11-proef of a BSN (Logisch Ontwerp BSN): weights 9 down to 2, and -1 for the last digit. */
function passes(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (place === 8 ? -1 : 9 - place), 0);
  return sum % 11 === 0;
}
