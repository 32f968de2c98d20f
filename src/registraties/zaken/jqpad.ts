/**
 * The part of jq that points to a place in a JSON document: `.`, `.jsonSchema`, `.record.data`, `.versies[0]`,
 * `.["met spatie"]`. The rest of jq is a programming language; what a client sends is not run here.
 */
const STAP = String.raw`\.(?<naam>[A-Za-z_]\w*)|\."(?<tekst>[^"\\]*)"|\.?\["(?<sleutel>[^"\\]*)"\]|\.?\[(?<nummer>\d{1,6})\]`;
const PAD = new RegExp(`^(?=\\.)(?:\\.|(?:${STAP.replaceAll(/\?<\w+>/g, '?:')})+)$`);

/** Is this an expression that `wijsAan` can follow? */
export function isJqPad(text: string): boolean {
  return PAD.test(text);
}

/** What stands at this place; undefined when nothing does. */
export function wijsAan(json: unknown, pad: string): unknown {
  let at = json;
  for (const { groups } of pad.matchAll(new RegExp(STAP, 'g'))) {
    const { naam, tekst, sleutel, nummer } = groups!;
    if (nummer !== undefined) at = Array.isArray(at) ? at[Number(nummer)] : undefined;
    else {
      const key = naam ?? tekst ?? sleutel ?? '';
      const found: boolean = typeof at === 'object' && at !== null && !Array.isArray(at) && Object.hasOwn(at, key);
      at = found ? (at as Record<string, unknown>)[key] : undefined;
    }
  }
  return at;
}
