/**
 * Hides BSNs in text that others wrote: raw messages, error texts, details of an answer.
 *
 * Only what passes the 11-proef is hidden, so zaaknummers, OINs and tijdstippen stay readable (one in eleven numbers of nine digits
 * goes with the BSNs). The length of the text does not change, and XML stays well-formed.
 */
import { isElfproef } from './elfproef.ts';

/**
 * Nine digits that are not part of a longer number. A percent-escape just before them, as in `?bsn=%20999990019`, is no part of the
 * number although it ends in a digit.
 */
const RUN = /(?:(?<!\d)|(?<=%[\dA-Fa-f]{2}))\d{9}(?!\d)/g;

/** The ways in which people write a BSN: 9999.90.019 and 999 990 019, with one kind of separator throughout. */
const SPACED = /(?<!\d)(?:\d{4}([ .-])\d{2}\1\d{3}|\d{3}([ .-])\d{3}\2\d{3})(?!\d)/g;

/**
 * The text with every BSN in it replaced by `*********` (separators stay). Masking twice changes nothing more.
 *
 * Not found: digits written as character references (`&#57;`), or cut in two by markup; mask such values after parsing.
 */
export function maskBsn(text: string): string {
  return text.replace(RUN, maskElfproef).replace(SPACED, maskElfproef);
}

function maskElfproef(found: string): string {
  return isElfproef(found.replace(/\D/g, '')) ? found.replace(/\d/g, '*') : found;
}
