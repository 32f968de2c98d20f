import { createHash, generateKeyPairSync, type X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { gedeeld, laadSchema } from '../xml/xsd.testhulp.ts';
import {
  ALGORITHMS,
  changed,
  expectedOf,
  type Identities,
  identities,
  RSA_SHA1,
  readUser,
  SHA1,
  signedMessage,
  signingOf,
  unsignedMessage,
  verdict,
} from './beveiligd.testhulp.ts';
import {
  buildAcknowledgment,
  buildMessageError,
  buildPing,
  buildPong,
  buildUserMessagePieces,
  createMessageReader,
  EbmsFault,
  type EbmsMessage,
  type IncomingMessage,
  octetsOf,
  type Packed,
  parseMessage,
  readReferences,
  type Signing,
  verifyReceipt,
  verifySignature,
} from './index.ts';
import {
  CPA_PARAMS,
  GEMEENTE,
  incoming,
  NOW,
  userMessageParams,
  VOORZIENING,
  zaakbericht,
} from './voorbeeld.testhulp.ts';

const ebms = gedeeld('xsd/ebms');
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const binary = {
  contentId: 'b@x',
  contentType: 'application/octet-stream',
  content: Buffer.from('\0\r\n--\xff', 'latin1'),
};

let ids: Identities;
let signing: Signing;
beforeAll(async () => {
  ids = await identities();
  signing = signingOf(ids.gemeente);
});

describe.each(['inclusive', 'exclusive'] as const)('a message signed with %s canonicalization', (canonicalization) => {
  it('is verified with the certificate of the CPA, and reads as it would unsigned', () => {
    const message = readUser(signedMessage({ ...signing, canonicalization }, { attachments: [zaakbericht, binary] }));
    expect(verifySignature(message, expectedOf(ids.gemeente))).toEqual([]);
    expect(message).toMatchObject({ signed: true, header: { action: 'zaakbericht' } });
    expect(message.attachments.map(({ contentId }) => contentId)).toEqual([zaakbericht.contentId, binary.contentId]);
    expect(readUser(unsignedMessage()).signed).toBe(false);
  });

  it.skipIf(ebms === null)('is valid against the schemas (needs ../shared)', () => {
    const { soapPart } = readUser(signedMessage({ ...signing, canonicalization }));
    expect(laadSchema(ebms ?? '', 'msg-header-2_0.xsd').validate(soapPart)).toEqual([]);
  });

  it('has lower-case prefixes and no white space between elements', () => {
    const text = Buffer.from(readUser(signedMessage({ ...signing, canonicalization })).soapPart).toString();
    expect(text.slice(text.indexOf('<soap:'))).not.toMatch(/>\s+<|<\/?[A-Z]|xmlns:[A-Z]/);
  });
});

it('what is signed twice with RSA has the same octets', () => {
  expect(signedMessage(signing)).toEqual(signedMessage(signing));
});

it('a message without payload is signed as well, and so is every signal', () => {
  const answerTo = readUser(signedMessage(signing)).header;
  const answer = { answerTo, messageId: 'a@x', timestamp: NOW, signing };
  const party = (value: string) => [{ type: 'urn:osb:oin', value }];
  const packed: Packed[] = [
    signedMessage(signing, { attachments: [] }),
    buildAcknowledgment({ ...answer, receivedAt: NOW }),
    buildMessageError({ ...answer, errors: [{ errorCode: 'Unknown', severity: 'Error', location: null, text: null }] }),
    buildPong(answer),
    buildPing({
      ...answer,
      from: party(GEMEENTE),
      to: party(VOORZIENING),
      cpaId: CPA_PARAMS.cpaId,
      conversationId: 'g',
    }),
  ];
  for (const message of packed) expect(verdict(incoming(message), expectedOf(ids.gemeente))).toEqual([]);
});

describe('algorithms', () => {
  it.each([
    ['http://www.w3.org/2001/04/xmldsig-more#sha384', `${MORE}rsa-sha384`],
    ['http://www.w3.org/2001/04/xmlenc#sha512', `${MORE}rsa-sha512`],
    ['http://www.w3.org/2001/04/xmlenc#sha512', `${MORE}rsa-sha256`],
  ])('%s with %s', (hashFunction, signatureAlgorithm) => {
    const names = { hashFunction, signatureAlgorithm };
    const message = readUser(signedMessage({ ...signing, ...names }));
    expect(verifySignature(message, expectedOf(ids.gemeente, names))).toEqual([]);
    expect(verifySignature(message, expectedOf(ids.gemeente))).not.toEqual([]);
  });

  it('ECDSA, for a certificate with such a key', () => {
    const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    // Nothing here makes a certificate with an EC key; these three are all that is asked of one.
    const certificate = { publicKey, raw: Buffer.from('x'), checkPrivateKey: () => true } as unknown as X509Certificate;
    const names = { ...ALGORITHMS, signatureAlgorithm: `${MORE}ecdsa-sha256` };
    const packed = signedMessage({ key, certificate, ...names });
    expect(verdict(incoming(packed), { certificate, ...names })).toEqual([]);
    const broken = changed(packed, (text) => text.replace(/<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA'));
    expect(verdict(broken, { certificate, ...names })).toHaveLength(1);
    expect(verdict(incoming(packed), expectedOf(ids.gemeente, names))).toHaveLength(1);
  });

  it.each([
    ['SHA-1', { hashFunction: SHA1 }],
    ['RSA with SHA-1', { signatureAlgorithm: RSA_SHA1 }],
    ['an HMAC', { signatureAlgorithm: `${MORE}hmac-sha256` }],
    ['ECDSA with an RSA key', { signatureAlgorithm: `${MORE}ecdsa-sha256` }],
  ])('%s is not signed with', (_, names) => {
    expect(() => signedMessage({ ...signing, ...names })).toThrow(TypeError);
  });

  it('a key of another certificate is not signed with', () => {
    expect(() => signedMessage({ ...signing, certificate: ids.voorziening.x509 })).toThrow('does not belong');
  });
});

describe('a message that passes by', () => {
  const sha512 = { hashFunction: 'http://www.w3.org/2001/04/xmlenc#sha512' };
  const passing = ({ contentType, soapAction, body }: IncomingMessage): EbmsMessage => {
    const reader = createMessageReader({ contentType, soapAction });
    for (let at = 0; at < body.length; at += 1000) reader.push(body.subarray(at, at + 1000));
    return reader.end();
  };
  it('is verified by the digests of its payloads', () => {
    for (const names of [{}, sha512]) {
      const packed = signedMessage({ ...signing, ...names }, { attachments: [zaakbericht, binary] });
      const expected = expectedOf(ids.gemeente, names);
      expect(verifySignature(passing(incoming(packed)), expected)).toEqual([]);
      const other = changed(packed, (text) => text.replace('zakLk01 xmlns', 'zakLk02 xmlns'));
      expect(verifySignature(passing(other), expected).map(({ location }) => location)).toEqual([
        `cid:${zaakbericht.contentId}`,
      ]);
    }
  });

  it('and refused when it names its algorithm in a way that was not seen in passing', () => {
    const packed = signedMessage({ ...signing, ...sha512 });
    const message = passing(changed(packed, (text) => text.replaceAll('xmlenc#sha512', 'xmlenc&#35;sha512')));
    expect(verifySignature(message, expectedOf(ids.gemeente, sha512))).toHaveLength(1);
  });

  it('is signed by the digests of what lies elsewhere', () => {
    const elsewhere = { byteLength: 4, digest: (name: string) => createHash(name).update('twee').digest() };
    const attachments = [{ ...zaakbericht, content: elsewhere }];
    const { contentType, pieces } = buildUserMessagePieces(userMessageParams({ attachments, signing }));
    const body = Buffer.concat(pieces.map((piece) => (piece === elsewhere ? Buffer.from('twee') : octetsOf(piece))));
    expect(verdict(incoming({ contentType, body }), expectedOf(ids.gemeente))).toEqual([]);
  });
});

describe('a signed acknowledgment', () => {
  const acknowledge = (message: EbmsMessage, references = readReferences(message.soapPart)) =>
    parseMessage(
      incoming(
        buildAcknowledgment({
          answerTo: message.header,
          messageId: 'ack@x',
          timestamp: NOW,
          receivedAt: NOW,
          references,
          signing: signingOf(ids.voorziening),
        }),
      ),
    );
  const receiptOf = (read: EbmsMessage) => {
    if (read.kind !== 'acknowledgment') throw new Error(read.kind);
    return read;
  };

  it('proves the receipt of the envelope and of every part', () => {
    const sent = readUser(signedMessage(signing, { attachments: [zaakbericht, binary] }));
    const read = receiptOf(acknowledge(sent));
    expect(verifySignature(read, expectedOf(ids.voorziening))).toEqual([]);
    expect(read.references.map(({ uri }) => uri)).toEqual(['', `cid:${zaakbericht.contentId}`, 'cid:b@x']);
    expect(verifyReceipt(read, readReferences(sent.soapPart))).toEqual([]);
    if (ebms) expect(laadSchema(ebms, 'msg-header-2_0.xsd').validate(read.soapPart)).toEqual([]);
  });

  it('keeps the way in which the sender made its envelope canonical', () => {
    const [reference] = readReferences(readUser(signedMessage({ ...signing, canonicalization: 'exclusive' })).soapPart);
    expect(reference?.canonicalization).toEqual({ method: 'exclusive', prefixes: [] });
    const copy = { ...reference!, canonicalization: { method: 'exclusive' as const, prefixes: ['eb', 'soap'] } };
    const read = acknowledge(readUser(signedMessage(signing)), [copy]);
    expect(Buffer.from(read.soapPart).toString()).toContain('PrefixList="eb soap"');
  });

  it('is no proof of another message, of a part less, or without a signature', () => {
    const sent = readUser(signedMessage(signing, { attachments: [zaakbericht, binary] }));
    const kept = readReferences(sent.soapPart);
    const other = readUser(signedMessage(signing, { messageId: 'ander@x', attachments: [zaakbericht, binary] }));
    const places = (read: EbmsMessage) => verifyReceipt(receiptOf(read), kept).map(({ location }) => location);
    const HEADER = '/soap:Envelope/soap:Header';
    expect(places(acknowledge(other))).toEqual([`${HEADER}/eb:Acknowledgment/ds:Reference`]);
    expect(places(acknowledge(sent, kept.slice(0, 2)))).toEqual(['cid:b@x']);
    expect(places(acknowledge(sent, [...kept, { ...kept[2]!, digest: 'AAAA' }]))).toEqual(['cid:b@x']);
    expect(places(acknowledge(sent, []))).toHaveLength(3);
    const unsigned = { ...receiptOf(acknowledge(sent)), signed: false };
    expect(places(unsigned)).toEqual([`${HEADER}/eb:Acknowledgment`]);
  });

  it('needs nothing of an unsigned message', () => {
    expect(readReferences(readUser(unsignedMessage()).soapPart)).toEqual([]);
  });
});

/** What XML 1.0 can carry, and what reads back as it is written: no white space at its ends. */
const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 40 })
  .filter(
    (value) => /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u.test(value) && value.trim() === value,
  );

it('any text in the header and any octets in the parts are verified', () => {
  fc.assert(
    fc.property(
      text,
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 }),
      fc.constantFrom('inclusive' as const, 'exclusive' as const),
      (conversationId, contents, canonicalization) => {
        const attachments = contents.map((content, i) => ({ contentId: `deel-${i}@x`, contentType: 'a/b', content }));
        const packed = signedMessage({ ...signing, canonicalization }, { conversationId, attachments });
        const message = readUser(packed);
        expect(verifySignature(message, expectedOf(ids.gemeente))).toEqual([]);
        expect(message.header.conversationId).toBe(conversationId);
      },
    ),
    { numRuns: 100, seed: 20261122 },
  );
});

/** All that a signature covers: the types of the parts stand outside it, in the headers of the packaging. */
const meaning = ({ soapPart: _soap, ...message }: ReturnType<typeof readUser>) => ({
  ...message,
  manifest: message.manifest?.map(({ href, attachment }) => [
    href,
    Buffer.from(attachment?.content ?? '').toString('hex'),
  ]),
  attachments: message.attachments.map(({ contentId, content }) => [contentId, Buffer.from(content).toString('hex')]),
});

it('one changed bit anywhere is refused, or changes nothing that is read', () => {
  const packed = signedMessage(signing, {
    attachments: [{ ...zaakbericht, content: Buffer.from('<zakLk01/>') }, binary],
  });
  const original = meaning(readUser(packed));
  let refused = 0;
  let harmless = 0;
  fc.assert(
    fc.property(fc.noBias(fc.nat({ max: packed.body.length - 1 })), fc.nat({ max: 7 }), (at, bit) => {
      const body = Buffer.from(packed.body);
      body[at] = (body[at] ?? 0) ^ (1 << bit);
      try {
        const message = readUser({ ...packed, body });
        if (verifySignature(message, expectedOf(ids.gemeente)).length > 0) {
          refused += 1;
        } else {
          harmless += 1;
          expect(meaning(message)).toEqual(original);
        }
      } catch (fault) {
        if (!(fault instanceof EbmsFault)) throw fault;
        refused += 1;
      }
    }),
    { numRuns: 800, seed: 20261122 },
  );
  // KeyInfo is a third of the envelope, and is not read.
  expect([refused > 300, harmless > 50]).toEqual([true, true]);
});

it('whatever the SOAP part has become, the verdict is a list and nothing is thrown', () => {
  const message = readUser(signedMessage(signing));
  const original = Buffer.from(message.soapPart);
  const place = fc.noBias(fc.nat({ max: original.length }));
  fc.assert(
    fc.property(place, place, fc.nat({ max: 200 }), (from, to, length) => {
      const piece = original.subarray(from, from + length);
      const moved = Buffer.concat([original.subarray(0, to), piece, original.subarray(to)]);
      const cut = Buffer.concat([original.subarray(0, from), original.subarray(from + length)]);
      for (const soapPart of [moved, cut, piece]) {
        const errors = verifySignature({ ...message, soapPart }, expectedOf(ids.gemeente));
        expect(errors.every(({ errorCode, text }) => errorCode === 'SecurityFailure' && text !== '')).toBe(true);
      }
    }),
    { numRuns: 300, seed: 20261122 },
  );
});
