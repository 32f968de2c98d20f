import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gedeeld, laadSchema } from '../xml/xsd.testhulp.ts';
import {
  type AnswerTo,
  buildAcknowledgment,
  buildMessageError,
  buildPing,
  buildPong,
  buildStatusRequest,
  buildStatusResponse,
  buildUserMessage,
  type EbmsError,
  findRoute,
  type Packed,
  parseCpa,
  parseMessage,
  readSoapFault,
  soapFault,
  validateAgainstCpa,
} from './index.ts';
import {
  CPA_PARAMS,
  GEMEENTE,
  incoming,
  NOW,
  userMessageParams,
  VOORZIENING,
  voorbeeldCpa,
  zaakbericht,
} from './voorbeeld.testhulp.ts';

const ebms = gedeeld('xsd/ebms');
const oin = (value: string) => ({ type: 'urn:osb:oin', value });

const signalParams = { messageId: 'antwoord-1@voorziening.example', timestamp: NOW };
const requestParams = {
  ...signalParams,
  messageId: 'vraag-1@gemeente.example',
  from: [oin(GEMEENTE)],
  to: [oin(VOORZIENING)],
  cpaId: CPA_PARAMS.cpaId,
  conversationId: 'gesprek-1',
};
const answerTo: AnswerTo = parseMessage(incoming(buildUserMessage(userMessageParams()))).header;
const errors: EbmsError[] = [
  {
    errorCode: 'ValueNotRecognized',
    severity: 'Error',
    location: '/soap:Envelope/soap:Header',
    text: 'Niet <bekend> & "zo"',
  },
  { errorCode: 'Unknown', severity: 'Warning', location: null, text: null },
];

const signals: Record<string, Packed> = {
  acknowledgment: buildAcknowledgment({ ...signalParams, answerTo, receivedAt: NOW }),
  error: buildMessageError({ ...signalParams, answerTo, errors }),
  ping: buildPing(requestParams),
  pong: buildPong({ ...signalParams, answerTo }),
  statusRequest: buildStatusRequest({ ...requestParams, aboutMessageId: 'm@x' }),
  statusResponse: buildStatusResponse({
    ...signalParams,
    answerTo,
    aboutMessageId: 'm@x',
    status: 'Received',
    statusTimestamp: NOW,
  }),
};

/** The root part of a built message. */
function envelopeOf({ contentType, body }: Packed): string {
  const text = Buffer.from(body).toString();
  return contentType.startsWith('text/xml')
    ? text
    : text.slice(text.indexOf('<?xml'), text.indexOf('</soap:Envelope>') + 16);
}

describe('a business message', () => {
  it('reads back as it was written', () => {
    const message = parseMessage(incoming(buildUserMessage(userMessageParams({ refToMessageId: 'eerder@x' }))));
    expect(message).toMatchObject({
      kind: 'user',
      header: {
        from: { partyIds: [oin(GEMEENTE)], role: 'GEMEENTE' },
        to: { partyIds: [oin(VOORZIENING)], role: 'VOORZIENING' },
        cpaId: CPA_PARAMS.cpaId,
        conversationId: 'gesprek-1',
        service: { type: 'urn:osb:services', value: CPA_PARAMS.service },
        action: 'zaakbericht',
        messageId: '11111111-1111-4111-8111-111111111111@gemeente.example',
        timestamp: NOW,
        timeToLive: new Date('2026-11-22T13:00:00Z'),
        refToMessageId: 'eerder@x',
        duplicateElimination: true,
      },
      ackRequested: { actor: 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH', signed: false },
      syncReply: false,
      messageOrder: false,
      foreignVersions: [],
      unreferenced: [],
    });
    if (message.kind !== 'user') throw new Error('kind');
    expect(message.attachments.map(({ content, ...rest }) => ({ ...rest, content: Buffer.from(content) }))).toEqual([
      { ...zaakbericht, content: Buffer.from(zaakbericht.content) },
    ]);
  });

  it('is as agreed in its own CPA', () => {
    const message = parseMessage(incoming(buildUserMessage(userMessageParams())));
    expect(validateAgainstCpa(message, voorbeeldCpa(), NOW)).toEqual([]);
  });

  it('is as agreed in best effort, then without AckRequested and DuplicateElimination', () => {
    const cpa = voorbeeldCpa({ profile: 'osb-be' });
    const route = findRoute(cpa, { fromPartyId: GEMEENTE, action: 'zaakbericht' });
    const packed = buildUserMessage(userMessageParams({ route, timeToLive: null }));
    expect(envelopeOf(packed)).not.toMatch(/AckRequested|DuplicateElimination|TimeToLive/);
    expect(validateAgainstCpa(parseMessage(incoming(packed)), cpa, NOW)).toEqual([]);
  });

  it('carries SyncReply only where the CPA answers in the same exchange', () => {
    const route = { ...userMessageParams().route, syncReplyMode: 'mshSignalsOnly' } as const;
    expect(parseMessage(incoming(buildUserMessage(userMessageParams({ route })))).syncReply).toBe(true);
  });

  it('is the same octets each time, and other octets under another MessageId', () => {
    const [one, same, other] = ['a@x', 'a@x', 'b@x'].map((messageId) =>
      buildUserMessage(userMessageParams({ messageId })),
    );
    expect(one).toEqual(same);
    expect(one?.contentType).not.toBe(other?.contentType);
  });

  it('is plain text/xml without Manifest when it has no payload', () => {
    const packed = buildUserMessage(userMessageParams({ attachments: [] }));
    expect(packed.contentType).toBe('text/xml; charset=UTF-8');
    expect(parseMessage(incoming(packed))).toMatchObject({ kind: 'user', manifest: null, attachments: [] });
  });

  it('gives back any payload, also one made to look like its own packaging', () => {
    const { contentType } = buildUserMessage(userMessageParams());
    const boundary = /boundary="([^"]+)"/.exec(contentType)?.[1] ?? '';
    const piece = fc.oneof(
      fc.constantFrom(
        `\r\n--${boundary}`,
        `\r\n--${boundary}--\r\n`,
        `--${boundary}\r\n`,
        '\r\n',
        '\r',
        '\n',
        '--',
        '\r\n--',
        '\0',
        '',
      ),
      fc.uint8Array({ maxLength: 20 }).map((octets) => Buffer.from(octets).toString('latin1')),
    );
    const content = fc.array(piece, { maxLength: 8 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 4 }), (contents) => {
        const attachments = contents.map((bytes, i) => ({
          contentId: `deel-${i}@x`,
          contentType: 'a/b; c="d"',
          content: bytes,
        }));
        const message = parseMessage(incoming(buildUserMessage(userMessageParams({ attachments }))));
        if (message.kind !== 'user') throw new Error('kind');
        expect(message.attachments.map((part) => Buffer.from(part.content))).toEqual(contents);
        expect(message.manifest?.map(({ href }) => href)).toEqual(
          attachments.map(({ contentId }) => `cid:${contentId}`),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('gives back any identifier that XML can carry', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((id) => id.trim() === id && id !== '');
    fc.assert(
      fc.property(text, text, (messageId, conversationId) => {
        const packed = buildUserMessage(userMessageParams({ messageId, conversationId, refToMessageId: messageId }));
        const { header } = parseMessage(incoming(packed));
        expect([header.messageId, header.conversationId, header.refToMessageId]).toEqual([
          messageId,
          conversationId,
          messageId,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a Content-ID with a space', { contentId: 'a b@x' }],
    ['a Content-ID with angle brackets', { contentId: '<a@x>' }],
    ['an empty Content-ID', { contentId: '' }],
    ['a line break in the content type', { contentType: 'a/b\r\nX: y' }],
  ])('is not written with %s', (_, change) => {
    expect(() => buildUserMessage(userMessageParams({ attachments: [{ ...zaakbericht, ...change }] }))).toThrow(
      TypeError,
    );
  });

  it('is not written with one Content-ID twice', () => {
    expect(() => buildUserMessage(userMessageParams({ attachments: [zaakbericht, zaakbericht] }))).toThrow(TypeError);
  });
});

describe('a signal', () => {
  it.each(Object.keys(signals))('%s reads back by its kind, with what it answers and without AckRequested', (kind) => {
    const message = parseMessage(incoming(signals[kind] ?? { contentType: '', body: new Uint8Array() }));
    expect(message).toMatchObject({
      kind,
      ackRequested: null,
      header: { cpaId: CPA_PARAMS.cpaId, conversationId: 'gesprek-1', duplicateElimination: false },
    });
    expect(validateAgainstCpa(message, voorbeeldCpa(), NOW)).toEqual([]);
  });

  it('answers with From and To exchanged, and without roles', () => {
    const { header } = parseMessage(incoming(signals['acknowledgment'] ?? { contentType: '', body: new Uint8Array() }));
    expect(header.from).toEqual({ partyIds: [oin(VOORZIENING)], role: null });
    expect(header.to).toEqual({ partyIds: [oin(GEMEENTE)], role: null });
    expect(header.refToMessageId).toBe(answerTo.messageId);
  });

  it('carries what it says', () => {
    const read = (kind: string) => parseMessage(incoming(signals[kind] ?? { contentType: '', body: new Uint8Array() }));
    expect(read('acknowledgment')).toMatchObject({ refToMessageId: answerTo.messageId, receivedAt: NOW });
    expect(read('error')).toMatchObject({ refToMessageId: answerTo.messageId, highestSeverity: 'Error', errors });
    expect(read('pong')).toMatchObject({ refToMessageId: answerTo.messageId });
    expect(read('statusRequest')).toMatchObject({ refToMessageId: 'm@x' });
    expect(read('statusResponse')).toMatchObject({ refToMessageId: 'm@x', status: 'Received', statusTimestamp: NOW });
  });

  it('has no time of receipt for a message that never came', () => {
    const packed = buildStatusResponse({ ...signalParams, answerTo, aboutMessageId: 'm@x', status: 'NotRecognized' });
    expect(parseMessage(incoming(packed))).toMatchObject({ status: 'NotRecognized', statusTimestamp: null });
  });

  it('is a warning when all its errors are', () => {
    const packed = buildMessageError({ ...signalParams, answerTo, errors: errors.slice(1) });
    expect(parseMessage(incoming(packed))).toMatchObject({ highestSeverity: 'Warning' });
  });

  it('is not written as an error list without errors', () => {
    expect(() => buildMessageError({ ...signalParams, answerTo, errors: [] })).toThrow(TypeError);
  });
});

describe('a SOAP Fault', () => {
  it('reads back, and anything else is none', () => {
    expect(readSoapFault(soapFault('Client', 'Onbekende <CPA>').body)).toEqual({
      code: 'Client',
      text: 'Onbekende <CPA>',
    });
    expect(readSoapFault(new TextEncoder().encode('<html>502 Bad Gateway'))).toBeNull();
    expect(readSoapFault(signals['ping']?.body ?? new Uint8Array())).toBeNull();
    expect(readSoapFault(new Uint8Array())).toBeNull();
  });
});

describe.skipIf(ebms === null)('against msg-header-2_0.xsd (needs ../shared)', () => {
  it('every message we write is valid', () => {
    const schema = laadSchema(ebms ?? '', 'msg-header-2_0.xsd');
    const route = { ...userMessageParams().route, syncReplyMode: 'mshSignalsOnly' } as const;
    const messages = [
      buildUserMessage(userMessageParams({ refToMessageId: 'x' })),
      buildUserMessage(userMessageParams({ attachments: [], timeToLive: null, route })),
      ...Object.values(signals),
      buildPing({ ...requestParams, syncReply: true }),
      soapFault('Server', 'Storing'),
    ];
    for (const message of messages) expect(schema.validate(envelopeOf(message))).toEqual([]);
  });

  it('the sample messages are read, and validated against the sample CPA', () => {
    const samples = join(ebms ?? '', 'samples/own');
    const cpa = parseCpa(readFileSync(join(samples, 'cpa-osb-rm.xml')));
    const kinds = readdirSync(samples)
      .filter((name) => !name.startsWith('cpa'))
      .map((name) => {
        const message = parseMessage(incoming({ contentType: 'text/xml', body: readFileSync(join(samples, name)) }));
        // The sample envelope comes without the payload part that its Manifest names.
        const expected = message.kind === 'user' ? ['MimeProblem'] : [];
        expect(validateAgainstCpa(message, cpa, NOW).map(({ errorCode }) => errorCode)).toEqual(expected);
        return message.kind;
      });
    expect(kinds.sort()).toEqual([
      'acknowledgment',
      'error',
      'ping',
      'pong',
      'statusRequest',
      'statusResponse',
      'user',
    ]);
  });
});
