/** The whole way, as a message handler walks it: what the CPA asks goes out, and is checked when it comes in. */
import { createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identities, identities } from './beveiligd.testhulp.ts';
import {
  buildAcknowledgment,
  buildPing,
  buildUserMessage,
  type Cpa,
  CpaFault,
  findRoute,
  openSecured,
  outgoingSecurity,
  outgoingSignalSigning,
  type Packed,
  type Profile,
  parseCpa,
  parseMessage,
  readReferences,
  signalSigning,
  type UserMessageParams,
  validateAgainstCpa,
  verifyReceipt,
  writeCpa,
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

let ids: Identities;
beforeAll(async () => {
  ids = await identities();
});

function cpaOf(profile: Profile, change: (text: string) => string = (text) => text): Cpa {
  const [first, second] = CPA_PARAMS.parties;
  const certificates = ({ x509 }: Identities['gemeente']) => ({ signing: x509, encryption: x509 });
  const parties = [
    { ...first, ...certificates(ids.gemeente) },
    { ...second, ...certificates(ids.voorziening) },
  ] as const;
  return parseCpa(change(writeCpa({ ...CPA_PARAMS, profile, parties })));
}

function send(cpa: Cpa, changes: Partial<UserMessageParams> = {}): Packed {
  const route = findRoute(cpa, { fromPartyId: GEMEENTE, action: 'zaakbericht' });
  return buildUserMessage(userMessageParams({ route, ...outgoingSecurity(route, ids.gemeente.key), ...changes }));
}

/** What the receiver finds, in the order in which it looks. */
function receive(packed: Packed, cpa: Cpa, decryption = [ids.voorziening.key]) {
  const message = parseMessage(incoming(packed));
  const opened = openSecured(message, cpa, { decryption });
  const errors = [...validateAgainstCpa(message, cpa, NOW), ...opened.errors];
  return { ...opened, errors: errors.map(({ errorCode, location }) => `${errorCode} ${location}`) };
}

const SIGNATURE = '/soap:Envelope/soap:Header/ds:Signature';

describe.each(['osb-be', 'osb-rm', 'osb-be-s', 'osb-rm-s', 'osb-be-e', 'osb-rm-e'] as const)(
  'in profile %s',
  (profile) => {
    it('a message goes out as agreed, and comes in with its plaintext', () => {
      const packed = send(cpaOf(profile));
      const text = Buffer.from(packed.body).toString();
      expect([text.includes('<ds:Signature '), text.includes('EncryptedData')]).toEqual([
        /-[se]$/.test(profile),
        profile.endsWith('-e'),
      ]);
      const { message, errors } = receive(packed, cpaOf(profile));
      expect(errors).toEqual([]);
      if (message.kind !== 'user') throw new Error(message.kind);
      expect(Buffer.from(message.attachments[0]!.content).equals(zaakbericht.content)).toBe(true);
    });
  },
);

it.each(['osb-rm-s', 'osb-rm-e'] as const)('a message that should be signed and is not, in %s', (profile) => {
  expect(receive(send(cpaOf(profile), { signing: null }), cpaOf(profile)).errors).toEqual([
    `SecurityFailure ${SIGNATURE}`,
  ]);
});

it('a message that should be encrypted and is not', () => {
  expect(receive(send(cpaOf('osb-rm-e'), { encryption: null }), cpaOf('osb-rm-e')).errors).toEqual([
    `SecurityFailure cid:${zaakbericht.contentId}`,
  ]);
});

it('a message that cannot be decrypted says the same', () => {
  expect(receive(send(cpaOf('osb-rm-e')), cpaOf('osb-rm-e'), []).errors).toEqual([
    `SecurityFailure cid:${zaakbericht.contentId}`,
  ]);
});

describe('an encrypted message that somebody changed tells nothing about its plaintext', () => {
  const CBC = 'http://www.w3.org/2001/04/xmlenc#aes256-cbc';
  const cbcCpa = (): Cpa =>
    cpaOf('osb-rm-e', (text) => text.replaceAll('http://www.w3.org/2009/xmlenc11#aes256-gcm', CBC));
  /** A part in CBC, since nothing here writes that; `padding` is its last octet. */
  function inCbc(padding: number): string {
    const secret = randomBytes(32);
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', secret, iv).setAutoPadding(false);
    const sealed = Buffer.concat([
      iv,
      cipher.update(Buffer.alloc(31, 'x')),
      cipher.update(Buffer.of(padding)),
      cipher.final(),
    ]);
    const wrapped = publicEncrypt({ key: ids.voorziening.x509.publicKey, oaepHash: 'sha1' }, secret);
    const data = (octets: Buffer): string =>
      `<xenc:CipherData><xenc:CipherValue>${octets.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
    const method = '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>';
    return `<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"><xenc:EncryptionMethod Algorithm="${CBC}"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>${method}${data(wrapped)}</xenc:EncryptedKey></ds:KeyInfo>${data(sealed)}</xenc:EncryptedData>`;
  }
  const offer = (padding: number, change: (text: string) => string = (text) => text) => {
    const content = Buffer.from(inCbc(padding));
    const message = parseMessage(incoming(send(cbcCpa(), { encryption: null })));
    if (message.kind !== 'user') throw new Error(message.kind);
    const attachment = { ...message.attachments[0]!, content };
    const soapPart = Buffer.from(change(Buffer.from(message.soapPart).toString()));
    const manifest = [{ href: `cid:${attachment.contentId}`, attachment }];
    const parts = { attachments: [attachment], manifest, soapPart, signed: soapPart.includes('<ds:Signature') };
    return openSecured({ ...message, ...parts }, cbcCpa(), { decryption: [ids.voorziening.key] }).errors;
  };
  it.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['under another MessageId', (text) => text.replace('>11111111-', '>22222222-')],
    ['without its signature', (text) => text.replace(/<ds:Signature.*<\/ds:Signature>/s, '')],
  ])('%s, right padding and wrong padding fare alike', (_, change) => {
    expect(offer(1, change)).toHaveLength(1);
    expect(offer(1, change)).toEqual(offer(77, change));
  });
});

describe('a message that need not be signed, and is', () => {
  const unsigned = (): Cpa =>
    cpaOf('osb-rm-s', (text) => text.replaceAll('isNonRepudiationRequired="true"', 'isNonRepudiationRequired="false"'));
  it('is taken when its signature is right, and refused when it is wrong', () => {
    const { signing } = outgoingSecurity(
      findRoute(cpaOf('osb-rm-s'), { fromPartyId: GEMEENTE, action: 'zaakbericht' }),
      ids.gemeente.key,
    );
    expect(receive(send(unsigned(), { signing }), unsigned()).errors).toEqual([]);
    const other = { ...signing!, key: ids.voorziening.key, certificate: ids.voorziening.x509 };
    expect(receive(send(unsigned(), { signing: other }), unsigned()).errors).toEqual([`SecurityFailure ${SIGNATURE}`]);
  });

  it('is refused when the CPA has no certificate to check it with', () => {
    const { signing } = outgoingSecurity(
      findRoute(cpaOf('osb-rm-s'), { fromPartyId: GEMEENTE, action: 'zaakbericht' }),
      ids.gemeente.key,
    );
    expect(receive(send(cpaOf('osb-rm'), { signing }), cpaOf('osb-rm')).errors).toEqual([
      `SecurityFailure ${SIGNATURE}`,
    ]);
  });
});

it('a signed acknowledgment goes back and proves the receipt', () => {
  const cpa = cpaOf('osb-rm-s');
  const sent = parseMessage(incoming(send(cpa)));
  expect(sent.ackRequested?.signed).toBe(true);
  const packed = buildAcknowledgment({
    answerTo: sent.header,
    messageId: 'ack@x',
    timestamp: NOW,
    receivedAt: NOW,
    references: readReferences(sent.soapPart),
    signing: outgoingSignalSigning(cpa, VOORZIENING, ids.voorziening.key),
  });
  const { message, errors } = receive(packed, cpa);
  expect(errors).toEqual([]);
  if (message.kind !== 'acknowledgment') throw new Error(message.kind);
  expect(verifyReceipt(message, readReferences(sent.soapPart))).toEqual([]);
  const stolen = {
    ...outgoingSignalSigning(cpa, VOORZIENING, ids.voorziening.key),
    key: ids.gemeente.key,
    certificate: ids.gemeente.x509,
  };
  const forged = buildAcknowledgment({
    answerTo: sent.header,
    messageId: 'ack@x',
    timestamp: NOW,
    receivedAt: NOW,
    signing: stolen,
  });
  expect(receive(forged, cpa).errors).toEqual([`SecurityFailure ${SIGNATURE}`]);
});

describe('how a party signs its signals', () => {
  it('by its default channel, else by the first channel that says anything, else not at all', () => {
    const text = (cpa: Cpa, partyId = VOORZIENING) => signalSigning(cpa, partyId)?.certificate?.id ?? null;
    expect([text(cpaOf('osb-rm-s')), text(cpaOf('osb-rm-s'), GEMEENTE), text(cpaOf('osb-rm'))]).toEqual([
      'B-tekenen',
      'A-tekenen',
      null,
    ]);
    const silent = cpaOf('osb-rm-s', (xml) =>
      xml.replace(
        /(<p:DocExchange p:docExchangeId="B-signalen">\s*<p:ebXMLSenderBinding[^>]*>)<p:SenderNonRepudiation>.*?<\/p:SenderNonRepudiation>/,
        '$1',
      ),
    );
    expect(silent.parties[1].defaultMshChannel.sending.nonRepudiation).toBeNull();
    expect(text(silent)).toBe('B-tekenen');
  });

  it('by the channel that is overridden for the action', () => {
    const cpa = cpaOf('osb-rm-s');
    const [first, party] = cpa.parties;
    const channel = party.roles[0]!.canSend[0]!.channel;
    const nonRepudiation = { ...channel.sending.nonRepudiation!, hashFunction: 'anders' };
    const overrides = [{ action: 'Pong', channel: { ...channel, sending: { ...channel.sending, nonRepudiation } } }];
    const changed = { ...cpa, parties: [first, { ...party, overrides }] as const };
    expect(signalSigning(changed, VOORZIENING, 'Pong')?.hashFunction).toBe('anders');
    expect(signalSigning(changed, VOORZIENING)?.hashFunction).not.toBe('anders');
  });

  it('a party that the CPA does not know has no answer', () => {
    expect(() => signalSigning(cpaOf('osb-rm-s'), '1')).toThrow(CpaFault);
  });

  it('a Ping that is signed is checked', () => {
    const cpa = cpaOf('osb-rm-s');
    const party = (value: string) => [{ type: 'urn:osb:oin', value }];
    const parts = {
      from: party(GEMEENTE),
      to: party(VOORZIENING),
      cpaId: cpa.id,
      conversationId: 'g',
      messageId: 'p@x',
      timestamp: NOW,
    };
    const signing = outgoingSignalSigning(cpa, GEMEENTE, ids.gemeente.key, 'Ping');
    expect(receive(buildPing({ ...parts, signing }), cpa).errors).toEqual([]);
    const forged = { ...signing, key: ids.voorziening.key, certificate: ids.voorziening.x509 };
    expect(receive(buildPing({ ...parts, signing: forged }), cpa).errors).toEqual([`SecurityFailure ${SIGNATURE}`]);
  });
});

describe('what the CPA asks but does not give', () => {
  const route = (cpa: Cpa) => findRoute(cpa, { fromPartyId: GEMEENTE, action: 'zaakbericht' });
  it.each<[string, () => unknown]>([
    [
      'a certificate for signing',
      () => outgoingSecurity({ ...route(cpaOf('osb-rm-s')), signing: null }, ids.gemeente.key),
    ],
    ['a key for signing', () => outgoingSecurity(route(cpaOf('osb-rm-s')), null)],
    [
      'a certificate for encrypting',
      () => outgoingSecurity({ ...route(cpaOf('osb-rm-e')), envelope: null }, ids.gemeente.key),
    ],
    ['a signature of signals', () => outgoingSignalSigning(cpaOf('osb-rm'), GEMEENTE, ids.gemeente.key)],
  ])('%s', (_, ask) => {
    expect(ask).toThrow(CpaFault);
  });
});
