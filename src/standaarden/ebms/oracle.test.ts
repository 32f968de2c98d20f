/** Signatures and encryption held against the JDK, in both directions: what two implementations agree on is not our own mistake. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALGORITHMS,
  expectedOf,
  type Identities,
  identities,
  readUser,
  signedMessage,
  signingOf,
  unsignedMessage,
} from './beveiligd.testhulp.ts';
import { type Attachment, decryptAttachments, encryptAttachments, type UserMessage, verifySignature } from './index.ts';
import { hasJava, type Oracle, pkcs8, spki, startOracle } from './oracle.testhulp.ts';
import { zaakbericht } from './voorbeeld.testhulp.ts';

const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const attachments: Attachment<Uint8Array>[] = [
  zaakbericht,
  { contentId: 'b@x', contentType: 'application/octet-stream', content: Buffer.from('\0\r\n--\xff\xfe', 'latin1') },
];

/** The ways in which handlers in the field write an envelope, and a few that nobody should. */
const AWKWARD: Record<string, (text: string) => string> = {
  'as we write it': (text) => text,
  'upper-case prefixes': (text) => text.replaceAll('soap:', 'SOAP:').replaceAll('xmlns:soap', 'xmlns:SOAP'),
  // One of the two at a time: of two nested xml: attributes the JDK repeats the outer one on the inner element, which Canonical XML
  // section 2.4 has for elements without their parent only; libxml2 does not.
  'xml:lang on the root': (text) => text.replace('<soap:Envelope', '$& xml:lang="nl"'),
  'xml:space on the header': (text) => text.replace('<soap:Header', '$& xml:space="preserve"'),
  'comments and instructions': (text) =>
    text.replace('<soap:Header>', '<!-- a -->$&<?b c?>').replace('>gesprek-1<', '>gesprek<!-- d -->-1<'),
  'white space, CDATA and references': (text) =>
    text
      .replaceAll('><eb:', '>\r\n\t<eb:')
      .replace('>gesprek-1<', '><![CDATA[gesprek]]>&#45;1<')
      .replace('</soap:Header>', '\n&#13;$&'),
  'a default namespace and declarations elsewhere': (text) =>
    text
      .replace('<eb:MessageHeader', '<eb:MessageHeader xmlns="urn:x" xmlns:z="urn:z" xmlns:a="urn:a"')
      .replace(
        '<eb:From>',
        '<eb:From xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd" xmlns="">',
      ),
  'attributes in another order, with odd values': (text) =>
    text.replace('<soap:Body>', '<soap:Body z="&lt;&#10;é" b=\'"\' xlink:a="1" eb:z="2" soap:encodingStyle="">'),
  'a SyncReply': (text) =>
    text.replace(
      '<eb:AckRequested',
      '<eb:SyncReply eb:version="2.0" soap:mustUnderstand="1" soap:actor="http://schemas.xmlsoap.org/soap/actor/next"/>$&',
    ),
};

let ids: Identities;
let oracle: Oracle;
beforeAll(async () => {
  ids = await identities();
  oracle = startOracle();
});
afterAll(() => oracle.stop());

describe.skipIf(!hasJava())('the JDK', () => {
  it('verifies what we sign, and notices what was changed', () => {
    const key = () => spki(ids.gemeente.x509.publicKey);
    const hashFunction = `${XENC}sha512`;
    const signed = [
      signedMessage(signingOf(ids.gemeente), { attachments }),
      signedMessage(signingOf(ids.gemeente, { canonicalization: 'exclusive' }), { attachments }),
      signedMessage(signingOf(ids.gemeente, { hashFunction, signatureAlgorithm: `${MORE}rsa-sha384` }), {
        attachments,
      }),
    ].map((packed) => readUser(packed).soapPart);
    const changed = Buffer.from(Buffer.from(signed[0]!).toString().replace('>gesprek-1<', '>gesprek-2<'));
    const other = attachments.map((part) => ({ ...part, content: Buffer.from('ander') }));
    const question = (soap: Uint8Array, parts = attachments) => [
      'verify',
      oracle.file(soap),
      'RSA',
      key(),
      ...oracle.parts(parts),
    ];
    const answers = oracle.ask([
      ...signed.map((soap) => question(soap)),
      question(changed),
      question(signed[0]!, other),
    ]);
    expect(answers).toEqual([
      'true true true true true',
      'true true true true true',
      'true true true true true',
      'false true false true true',
      'false true true false false',
    ]);
  });

  const methods: [string, string, string][] = [
    ['inclusive', C14N, ''],
    ['exclusive', EXC_C14N, ''],
    ['exclusive with prefixes', EXC_C14N, 'soap eb xlink'],
  ];
  it('signs, and we verify: awkward envelopes in both canonical forms', () => {
    const unsigned = readUser(unsignedMessage({ attachments }));
    const cases = Object.entries(AWKWARD).flatMap(([name, change]) => {
      const envelope = oracle.file(change(Buffer.from(unsigned.soapPart).toString()));
      return methods.map(([method, uri, prefixes]) => ({
        name: `${name}, ${method}`,
        envelope,
        uri,
        prefixes,
        out: oracle.file(),
      }));
    });
    const { hashFunction, signatureAlgorithm } = ALGORITHMS;
    const questions = cases.map(({ envelope, uri, prefixes, out }) => [
      'sign',
      envelope,
      'RSA',
      pkcs8(ids.gemeente.key),
      signatureAlgorithm,
      hashFunction,
      uri,
      prefixes,
      'soap',
      out,
      ...oracle.parts(attachments),
    ]);
    expect(oracle.ask(questions)).toEqual(cases.map(() => 'signed'));
    for (const { name, out } of cases) {
      const verified = verifySignature({ ...unsigned, soapPart: oracle.read(out) }, expectedOf(ids.gemeente));
      expect([name, verified]).toEqual([name, []]);
      const other = {
        ...unsigned,
        attachments: unsigned.attachments.map((part, i) => (i === 1 ? { ...part, content: Buffer.from('x') } : part)),
      };
      const manifest = other.attachments.map((attachment) => ({ href: `cid:${attachment.contentId}`, attachment }));
      expect(
        verifySignature({ ...other, manifest, soapPart: oracle.read(out) }, expectedOf(ids.gemeente)),
      ).toHaveLength(1);
    }
  });

  it('decrypts what we encrypt', () => {
    const files = [`${XENC11}aes128-gcm`, `${XENC11}aes256-gcm`].flatMap((encryptionAlgorithm) =>
      encryptAttachments(attachments, { encryptionAlgorithm }, ids.voorziening.x509).map(({ content }) =>
        oracle.file(content),
      ),
    );
    const answers = oracle.ask(files.map((file) => ['decrypt', file, pkcs8(ids.voorziening.key)]));
    const plain = attachments.map(
      ({ contentType, content }) => `${contentType} ${Buffer.from(content).toString('base64')}`,
    );
    expect(answers).toEqual([...plain.map((line) => `16 ${line}`), ...plain.map((line) => `32 ${line}`)]);
  });

  it('encrypts, and we decrypt: every transport of the key, both modes', () => {
    const content = randomBytes(1000);
    const message = readUser(signedMessage(signingOf(ids.gemeente), { attachments: [{ ...zaakbericht, content }] }));
    const transports = [
      'rsa-oaep sha256 sha256',
      'rsa-oaep sha256 sha1',
      'rsa-oaep sha1 sha1',
      'rsa-oaep sha512 sha256',
      'rsa-oaep-mgf1p sha256 sha1',
      'rsa-oaep-mgf1p sha1 sha1',
      'rsa-1_5',
    ];
    const ciphers = [`${XENC11}aes128-gcm`, `${XENC11}aes256-gcm`, `${XENC}aes128-cbc`, `${XENC}aes256-cbc`];
    const cases = [
      ...transports.map((transport) => ({ transport, cipher: `${XENC11}aes256-gcm` })),
      ...ciphers.map((cipher) => ({ transport: 'rsa-oaep sha256 sha256', cipher })),
    ].map((one) => ({ ...one, out: oracle.file() }));
    const plain = oracle.file(content);
    const key = spki(ids.voorziening.x509.publicKey);
    expect(
      oracle.ask(cases.map(({ transport, cipher, out }) => ['encrypt', plain, key, transport, cipher, out])),
    ).toEqual(cases.map(() => 'encrypted'));
    for (const { transport, cipher, out } of cases) {
      const attachment = { ...zaakbericht, contentType: 'application/xml', content: oracle.read(out) };
      const encrypted: UserMessage<Uint8Array> = {
        ...message,
        attachments: [attachment],
        manifest: [{ href: `cid:${attachment.contentId}`, attachment }],
      };
      const params = { keys: [ids.gemeente.key, ids.voorziening.key], encryptionAlgorithm: cipher };
      const opened = decryptAttachments(encrypted, { ...params, allowRsa15: true });
      expect([transport, cipher, opened.errors]).toEqual([transport, cipher, []]);
      expect(Buffer.from(opened.message.attachments[0]!.content).equals(content)).toBe(true);
      expect(opened.message.attachments[0]!.contentType).toBe('text/plain');
      expect(verifySignature(opened.message, expectedOf(ids.gemeente))).toEqual([]);
      expect(decryptAttachments(encrypted, params).errors).toHaveLength(transport === 'rsa-1_5' ? 1 : 0);
    }
  });
});
