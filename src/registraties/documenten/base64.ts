/** The content of a document inside a JSON message. */
import { value } from '../kern/index.ts';

/** Larger content comes in parts (`bestandsdelen`): a JSON message stands in memory as a whole, more than once. */
export const MEESTE_INLINE = 64 * 1024 * 1024;

/** What a JSON message with the largest content may measure. */
export const MEESTE_BERICHT = Math.ceil(MEESTE_INLINE / 3) * 4 + 64 * 1024;

export const TE_GROOT = `Hier past een bestand van hoogstens ${MEESTE_INLINE / 1024 / 1024} MiB. Laat inhoud weg, geef wel de bestandsomvang, en stuur het bestand daarna in bestandsdelen.`;

/** Base64 as in RFC 4648 §4, with its padding; null for no content. */
export const base64: value.Parser<Buffer | null> = value.orNull({
  schema: { type: 'string', format: 'uri' },
  parse(input, name, { faults }) {
    const fout = (code: string, reason: string): undefined => void faults.push({ name, code, reason });
    if (typeof input !== 'string') return fout('invalid', 'Hier hoort het bestand als base64.');
    // Node skips what is no base64; a file of which bytes were skipped is another file.
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(input))
      return fout(
        'invalid-base64',
        'Dit is geen base64. Stuur de bytes van het bestand als base64, zonder regeleinden.',
      );
    if (input.length % 4 !== 0)
      return fout('incorrect-base64-padding', 'De base64 is niet compleet: het aantal tekens is geen viervoud.');
    return Buffer.from(input, 'base64');
  },
});
