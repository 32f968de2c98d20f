/** The content of a document inside a JSON message. */
import { value } from '../kern/index.ts';

/** Larger content comes in parts (`bestandsdelen`): a JSON message stands in memory as a whole, more than once. */
export const MEESTE_INLINE = 64 * 1024 * 1024;

/** What a JSON message with the largest content may measure. */
export const MEESTE_BERICHT = Math.ceil(MEESTE_INLINE / 3) * 4 + 64 * 1024;

export const TE_GROOT = `Hier past een bestand van hoogstens ${MEESTE_INLINE / 1024 / 1024} MiB. Laat inhoud weg, geef wel de bestandsomvang, en stuur het bestand daarna in bestandsdelen.`;

/** The content, or null for none. */
export const base64: value.Parser<Buffer | null> = value.orNull(value.base64('uri'));
