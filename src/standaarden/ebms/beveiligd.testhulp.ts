/** Test help: keys and certificates of the two made-up parties, and signed messages between them. */
import { createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import {
  buildUserMessage,
  EbmsFault,
  type EbmsMessage,
  type IncomingMessage,
  type Packed,
  parseMessage,
  type SignatureExpectation,
  type Signing,
  type UserMessage,
  type UserMessageParams,
  verifySignature,
} from './index.ts';
import { GEMEENTE, incoming, userMessageParams, VOORZIENING } from './voorbeeld.testhulp.ts';

export const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
export const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
export const ALGORITHMS = {
  hashFunction: 'http://www.w3.org/2001/04/xmlenc#sha256',
  signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
};

export interface Identities {
  readonly gemeente: Identity;
  readonly voorziening: Identity;
}

let made: Promise<Identities> | undefined;

/** Made once for all tests of a process: each key takes a tenth of a second. */
export async function identities(): Promise<Identities> {
  made ??= createAuthority().then(async (authority) => ({
    gemeente: await authority.leaf({ oin: GEMEENTE }),
    voorziening: await authority.leaf({ oin: VOORZIENING }),
  }));
  return await made;
}

export const signingOf = ({ key, x509 }: Identity, changes: Partial<Signing> = {}): Signing => ({
  key,
  certificate: x509,
  ...ALGORITHMS,
  ...changes,
});

export const expectedOf = ({ x509 }: Identity, changes: Partial<SignatureExpectation> = {}): SignatureExpectation => ({
  certificate: x509,
  ...ALGORITHMS,
  ...changes,
});

export const signedMessage = (signing: Signing, changes: Partial<UserMessageParams> = {}): Packed =>
  buildUserMessage(userMessageParams({ ...changes, signing }));

export const unsignedMessage = (changes: Partial<UserMessageParams> = {}): Packed =>
  buildUserMessage(userMessageParams(changes));

export function readUser(packed: Packed): UserMessage<Uint8Array> {
  const message = parseMessage(incoming(packed));
  if (message.kind !== 'user') throw new Error(message.kind);
  return message;
}

/** The same message, its octets changed as text. */
export const changed = ({ contentType, body }: Packed, change: (text: string) => string): IncomingMessage => ({
  ...incoming({ contentType, body: Buffer.from(change(Buffer.from(body).toString('latin1')), 'latin1') }),
});

/** How a message fares: `fout: <code>` when it cannot be read, else the errors of its signature as `<location> <text>`. */
export function verdict(message: IncomingMessage, expected: SignatureExpectation): string[] {
  let read: EbmsMessage;
  try {
    read = parseMessage(message);
  } catch (fault) {
    if (fault instanceof EbmsFault) return [`fault: ${fault.errorCode}`];
    throw fault;
  }
  return verifySignature(read, expected).map(({ location, text }) => `${location} ${text}`);
}

export const SIGNATURE_PATH = '/soap:Envelope/soap:Header/ds:Signature';

/** The first element of this name, as it is written. */
export const part = (text: string, name: string): string =>
  new RegExp(`<${name}[ >].*?</${name}>|<${name}[^>]*/>`, 's').exec(text)?.[0] ?? '';

/** How a signed message fares after this change to its octets, which must be a change. */
export function attacked(packed: Packed, change: (text: string) => string, expected: SignatureExpectation): string[] {
  const message = changed(packed, change);
  if (Buffer.from(message.body).equals(packed.body)) throw new Error('the attack changed nothing');
  return verdict(message, expected);
}
