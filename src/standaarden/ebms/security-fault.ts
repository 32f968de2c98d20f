/**
 * What a signature or an encrypted part is refused with: SecurityFailure (ebMS 2.0 section 4.2.3.4), at a place in the message.
 */
import { HEADER_PATH } from './envelope.ts';
import type { EbmsError } from './message.ts';

export const SIGNATURE_PATH = `${HEADER_PATH}/ds:Signature`;

/**
 * The one text for a part that cannot be decrypted and for one that is not what was signed. Telling these apart would tell somebody
 * who changes ciphertext whether its padding came out right, and with that, in the end, the plaintext.
 */
export const PART_REFUSED = 'This part cannot be decrypted, or it is not what was signed';

export function securityFailure(location: string, text: string): EbmsError {
  return { errorCode: 'SecurityFailure', severity: 'Error', location, text };
}

/** Ends the reading of a signature. */
export class SignatureFault extends Error {
  override readonly name = 'SignatureFault';
  readonly location: string;

  constructor(text: string, location: string = SIGNATURE_PATH) {
    super(text);
    this.location = location;
  }
}

/** The location of a part in an error, which goes into XML and into logs: only what a URI may hold is repeated. */
export function cidLocation(contentId: string): string {
  return /^[\x21-\x7e]{1,200}$/.test(contentId) ? `cid:${contentId}` : SIGNATURE_PATH;
}
