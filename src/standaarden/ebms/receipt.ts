/** Signed acknowledgments: proof that the very octets of a message arrived (non-repudiation of receipt, ebMS 2.0 section 4.1.4). */
import { HEADER_PATH } from './envelope.ts';
import type { Acknowledgment, EbmsError } from './message.ts';
import { cidLocation, securityFailure } from './security-fault.ts';
import type { ReferenceDigest } from './signature-read.ts';

const PATH = `${HEADER_PATH}/eb:Acknowledgment`;

/**
 * The errors, for the log, since an acknowledgment is not answered: empty when the acknowledgment is signed and repeats every digest
 * of the message that was sent. `sent` is `readReferences` of that message's SOAP part. Whether the signature of the acknowledgment is
 * right is for `verifySignature`.
 */
export function verifyReceipt(
  acknowledgment: Pick<Acknowledgment, 'signed' | 'references'>,
  sent: readonly ReferenceDigest[],
): EbmsError[] {
  if (!acknowledgment.signed) return [securityFailure(PATH, 'The acknowledgment must be signed, and is not')];
  return sent.flatMap(({ uri, hashFunction, digest }) => {
    const copies = acknowledgment.references.filter((reference) => reference.uri === uri);
    const equal = copies.every((copy) => copy.hashFunction === hashFunction && copy.digest === digest);
    if (copies.length > 0 && equal) return [];
    const location = uri === '' ? `${PATH}/ds:Reference` : cidLocation(uri.slice('cid:'.length));
    return [securityFailure(location, 'The acknowledgment does not have the digest of what was sent')];
  });
}
