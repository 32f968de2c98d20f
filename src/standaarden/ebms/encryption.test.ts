import { constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identities, identities, readUser, signedMessage, signingOf } from './beveiligd.testhulp.ts';
import {
  type Attachment,
  buildUserMessage,
  type DecryptionParams,
  decryptAttachments,
  encryptAttachments,
  type UserMessage,
} from './index.ts';
import { userMessageParams, zaakbericht } from './voorbeeld.testhulp.ts';

const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
const encryptionAlgorithm = `${XENC11}aes256-gcm`;
const REFUSED = [
  {
    errorCode: 'SecurityFailure',
    severity: 'Error',
    location: `cid:${zaakbericht.contentId}`,
    text: 'This part cannot be decrypted, or it is not what was signed',
  },
];

let ids: Identities;
let params: DecryptionParams;
beforeAll(async () => {
  ids = await identities();
  params = { keys: [ids.voorziening.key], encryptionAlgorithm };
});

const encrypted = (
  attachments: readonly Attachment<Uint8Array>[] = [zaakbericht],
  algorithm = encryptionAlgorithm,
): UserMessage<Uint8Array> =>
  readUser(
    buildUserMessage(
      userMessageParams({
        attachments,
        encryption: { encryptionAlgorithm: algorithm, certificate: ids.voorziening.x509 },
      }),
    ),
  );

/** The same message, its only part written otherwise. */
function rewritten(message: UserMessage<Uint8Array>, change: (text: string) => string): UserMessage<Uint8Array> {
  const [part] = message.attachments;
  const text = Buffer.from(part!.content).toString();
  const content = Buffer.from(change(text));
  expect(content.equals(part!.content), 'nothing was changed').toBe(false);
  const attachment = { ...part!, content };
  return { ...message, attachments: [attachment], manifest: [{ href: `cid:${attachment.contentId}`, attachment }] };
}

const errorsOf = (message: UserMessage<Uint8Array>, changes: Partial<DecryptionParams> = {}) =>
  decryptAttachments(message, { ...params, ...changes }).errors;

it('an encrypted message shows nothing of its parts, and its receiver reads them back with their types', () => {
  const other = { contentId: 'b@x', contentType: 'text/plain; charset=utf-8', content: Buffer.from('geheim') };
  const message = encrypted([zaakbericht, other]);
  expect(message.attachments.map(({ contentType }) => contentType)).toEqual(['application/xml', 'application/xml']);
  expect(message.attachments.map(({ content }) => Buffer.from(content).toString()).join()).not.toMatch(
    /zakLk01|geheim/,
  );
  const opened = decryptAttachments(message, params);
  expect(opened.errors).toEqual([]);
  const bytes = ({ content, ...part }: Attachment<Uint8Array>) => ({ ...part, content: Buffer.from(content) });
  expect(opened.message.attachments.map(bytes)).toEqual([zaakbericht, other].map(bytes));
  expect(opened.message.manifest?.map(({ attachment }) => attachment)).toEqual(opened.message.attachments);
  expect(opened.message.header).toEqual(message.header);
});

it('any octets and either length of key read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom('aes128-gcm', 'aes256-gcm'), (content, name) => {
      const encryptionAlgorithm = `${XENC11}${name}`;
      const opened = decryptAttachments(encrypted([{ ...zaakbericht, content }], encryptionAlgorithm), {
        ...params,
        encryptionAlgorithm,
      });
      expect(opened.errors).toEqual([]);
      expect(Buffer.from(opened.message.attachments[0]!.content).equals(content)).toBe(true);
    }),
    { numRuns: 40, seed: 20261122 },
  );
});

it('a message without payload has nothing to decrypt', () => {
  expect(decryptAttachments(encrypted([]), params)).toMatchObject({
    errors: [],
    message: { manifest: null, attachments: [] },
  });
});

it('each message has a key of its own', () => {
  const [one, two] = [encrypted(), encrypted()].map(({ attachments }) =>
    Buffer.from(attachments[0]!.content).toString(),
  );
  expect(one).not.toBe(two);
});

it('several keys: the one that fits opens it, wherever it stands', () => {
  for (const keys of [
    [ids.gemeente.key, ids.voorziening.key],
    [ids.voorziening.key, ids.gemeente.key],
  ])
    expect(errorsOf(encrypted(), { keys })).toEqual([]);
});

describe('what must not be written', () => {
  it.each(['http://www.w3.org/2001/04/xmlenc#aes256-cbc', 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc', ''])(
    '%s',
    (algorithm) => {
      expect(() => encryptAttachments([zaakbericht], { encryptionAlgorithm: algorithm }, ids.voorziening.x509)).toThrow(
        TypeError,
      );
    },
  );
});

describe('one answer for everything that is wrong with a part', () => {
  const value = (replace: (octets: Buffer) => Buffer, which: 'key' | 'content') => (text: string) => {
    const values = [...text.matchAll(/<xenc:CipherValue>(.*?)</g)].map(([, found]) => found ?? '');
    const old = values[which === 'key' ? 0 : 1] ?? '';
    return text.replace(old, replace(Buffer.from(old, 'base64')).toString('base64'));
  };
  const flip = (at: number) => (octets: Buffer) => {
    const copy = Buffer.from(octets);
    copy[at < 0 ? copy.length + at : at]! ^= 1;
    return copy;
  };
  it.each<[string, (text: string) => string]>([
    ['the key changed', value(flip(10), 'key')],
    ['the key too short', value((octets) => octets.subarray(1), 'key')],
    ['the key too large a number', value((octets) => Buffer.alloc(octets.length, 255), 'key')],
    ['the key zero', value((octets) => Buffer.alloc(octets.length), 'key')],
    ['the vector changed', value(flip(0), 'content')],
    ['the content changed', value(flip(20), 'content')],
    ['the tag changed', value(flip(-1), 'content')],
    ['the tag cut off', value((octets) => octets.subarray(0, -1), 'content')],
    ['hardly any content', value((octets) => octets.subarray(0, 20), 'content')],
    ['content that is no base64', (text) => text.replace('<xenc:CipherValue>', '$&*')],
    ['another algorithm than agreed', (text) => text.replace('aes256-gcm', 'aes128-gcm')],
    ['GCM offered as CBC', (text) => text.replace(encryptionAlgorithm, 'http://www.w3.org/2001/04/xmlenc#aes256-cbc')],
    ['another digest', (text) => text.replace('xmlenc#sha256', 'xmlenc#sha512')],
    ['another mask', (text) => text.replace('mgf1sha256', 'mgf1sha1')],
    ['an unknown mask', (text) => text.replace('mgf1sha256', 'mgf1md5')],
    ['a label', (text) => text.replace('<ds:DigestMethod', '<xenc:OAEPparams>YQ==</xenc:OAEPparams>$&')],
    ['an unknown transport', (text) => text.replace('#rsa-oaep', '#rsa')],
    [
      'RSA 1.5 without the switch',
      (text) => text.replace(`${XENC11}rsa-oaep`, 'http://www.w3.org/2001/04/xmlenc#rsa-1_5'),
    ],
    ['no key', (text) => text.replace(/<ds:KeyInfo.*<\/ds:KeyInfo>/, '')],
    ['two keys', (text) => text.replace(/<xenc:EncryptedKey>.*<\/xenc:EncryptedKey>/, '$&$&')],
    [
      'no content',
      (text) =>
        text.replace(
          /<xenc:CipherData>(?:(?!CipherData).)*<\/xenc:CipherData><\/xenc:EncryptedData>/,
          '</xenc:EncryptedData>',
        ),
    ],
    ['a reference in place of content', (text) => text.replaceAll('CipherValue', 'CipherReference')],
    ['no XML', () => 'geen xml'],
    ['other XML', () => '<zakLk01/>'],
    ['a document type declaration', (text) => text.replace('<xenc:EncryptedData', '<!DOCTYPE a []>$&')],
  ])('%s', (_, attack) => {
    expect(errorsOf(rewritten(encrypted(), attack))).toEqual(REFUSED);
  });

  it('the key of somebody else, or none', () => {
    for (const keys of [[ids.gemeente.key], []]) expect(errorsOf(encrypted(), { keys })).toEqual(REFUSED);
  });

  it('an algorithm of the CPA that is not known', () => {
    expect(errorsOf(encrypted(), { encryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' })).toEqual(
      REFUSED,
    );
  });

  it('a part that was not encrypted, and the part beside it that was', () => {
    const message = encrypted([zaakbericht, { ...zaakbericht, contentId: 'b@x' }]);
    const plain = { ...zaakbericht };
    const mixed = { ...message, attachments: [plain, message.attachments[1]!] };
    const opened = decryptAttachments(mixed, params);
    expect(opened.errors).toEqual(REFUSED);
    expect(Buffer.from(opened.message.attachments[1]!.content).equals(zaakbericht.content)).toBe(true);
  });
});

describe('RSA 1.5, behind its switch', () => {
  const wrapped = (block: (k: number) => Buffer, key: KeyObject): string => {
    const k = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block(k)).toString('base64');
  };
  const offered = (block: (k: number) => Buffer): UserMessage<Uint8Array> => {
    const value = wrapped(block, createPublicKey(ids.voorziening.key));
    return rewritten(encrypted(), (text) =>
      text
        .replace(`${XENC11}rsa-oaep`, 'http://www.w3.org/2001/04/xmlenc#rsa-1_5')
        .replace(/<xenc:CipherValue>[^<]*/, `<xenc:CipherValue>${value}`),
    );
  };
  const padded = (k: number, change: (block: Buffer) => void = () => {}): Buffer => {
    const block = Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(k - 35, 7), Buffer.from([0]), Buffer.alloc(32, 9)]);
    change(block);
    return block;
  };
  it.each<[string, (k: number) => Buffer]>([
    ['right padding around another key', (k) => padded(k)],
    ['another type of block', (k) => padded(k, (block) => block.writeUInt8(1, 1))],
    ['a 0 in the padding', (k) => padded(k, (block) => block.writeUInt8(0, 20))],
    ['no 0 after it', (k) => padded(k, (block) => block.writeUInt8(5, k - 33))],
    ['a shorter key', (k) => padded(k, (block) => block.writeUInt8(0, k - 17))],
  ])('the same answer for %s', (_, block) => {
    expect(errorsOf(offered(block), { allowRsa15: true })).toEqual(REFUSED);
  });
});

it('a signed message is encrypted after signing: the digests are of the plaintext', () => {
  const encryption = { encryptionAlgorithm, certificate: ids.voorziening.x509 };
  const both = readUser(signedMessage(signingOf(ids.gemeente), { encryption }));
  const signedOnly = readUser(signedMessage(signingOf(ids.gemeente)));
  expect(Buffer.from(both.soapPart).equals(signedOnly.soapPart)).toBe(true);
});
