/**
 * Walking through DER (X.690) without reading all of it: a list of revoked certificates may hold a hundred thousand entries,
 * of which only one number each matters.
 */

export interface Element {
  readonly tag: number;
  /** With tag and length. */
  readonly whole: Buffer;
  readonly content: Buffer;
}

/** The elements that these bytes consist of, one after the other. Throws at the first that is not whole. */
export function* elementsIn(bytes: Buffer): Generator<Element, void> {
  let at = 0;
  while (at < bytes.length) {
    const element = elementAt(bytes, at);
    yield element;
    at += element.whole.length;
  }
}

/** The one element that these bytes are. */
export function elementOf(bytes: Buffer): Element {
  const element = elementAt(bytes, 0);
  if (element.whole.length !== bytes.length) throw new Error('more than one element');
  return element;
}

function elementAt(bytes: Buffer, start: number): Element {
  const tag = bytes[start]!;
  let length = bytes[start + 1] ?? 0x80;
  let at = start + 2;
  // Long form: so many octets of length follow; four are enough for all that fits in memory.
  if (length >= 0x80) {
    const octets = length & 0x7f;
    if (octets === 0 || octets > 4 || at + octets > bytes.length) throw new Error('no length');
    length = bytes.readUIntBE(at, octets);
    at += octets;
  }
  if (at + length > bytes.length) throw new Error('cut off');
  return { tag, whole: bytes.subarray(start, at + length), content: bytes.subarray(at, at + length) };
}
