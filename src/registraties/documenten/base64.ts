/** The content of a document inside a JSON message. */
import { value } from '../kern/index.ts';

/** Larger content comes in parts (`bestandsdelen`): a JSON message stands in memory as a whole, more than once. */
export const MEESTE_INLINE = 64 * 1024 * 1024;

/** What a JSON message with the largest content may measure. */
export const MEESTE_BERICHT = Math.ceil(MEESTE_INLINE / 3) * 4 + 64 * 1024;

export const TE_GROOT = `Hier past een bestand van hoogstens ${MEESTE_INLINE / 1024 / 1024} MiB. Laat inhoud weg, geef wel de bestandsomvang, en stuur het bestand daarna in bestandsdelen.`;

const GEEN_BASE64 = 'Dit is geen base64. Stuur de bytes van het bestand als base64, zonder regeleinden.';

/** Base64 as in RFC 4648 §4, with its padding; null for no content. */
export const base64: value.Parser<Buffer | null> = value.orNull({
  schema: { type: 'string', format: 'uri' },
  parse(input, name, { faults }) {
    // What Node skips (line ends, other characters, padding that is missing) shows in the length.
    const bytes = typeof input === 'string' ? Buffer.from(input, 'base64') : null;
    if (bytes === null || (input as string).length !== Math.ceil(bytes.length / 3) * 4) {
      faults.push({ name, code: 'invalid', reason: GEEN_BASE64 });
      return undefined;
    }
    return bytes;
  },
});
