/**
 * Damaged and hostile input: whatever comes in, a value or one of the two typed faults comes out, quickly, and what is to be answered
 * can be answered. The seed is fixed, so a failure repeats.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  buildAcknowledgment,
  buildMessageError,
  buildUserMessage,
  CpaFault,
  EbmsFault,
  type EbmsMessage,
  parseCpa,
  parseMessage,
  routesOf,
  SOAP_ACTION,
  signalEndpoint,
  soapFault,
  validateAgainstCpa,
  writeCpa,
} from './index.ts';
import { CPA_PARAMS, incoming, NOW, userMessageParams, voorbeeldCpa, zaakbericht } from './voorbeeld.testhulp.ts';

const SLOWEST_MS = 1000;

const TOKENS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '--',
  '"',
  '<',
  '>',
  '&',
  '&#0;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '<!DOCTYPE a [',
  '<?xml version="1.1"?>',
  '\xff\xfe',
  '\xef\xbb\xbf',
  '\xc3',
  '\xed\xa0\x80',
  '=',
  '=3D',
  'xmlns:eb="urn:x"',
  'eb:',
  '</eb:MessageHeader>',
  '<soap:Header>',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  'Content-ID: <x>\r\n',
  'cid:%',
  'PT9Y',
  '9999-99-99T99:99:99Z',
  '   ',
  `${'<a>'.repeat(300)}`,
  `${'a="" '.repeat(300)}`,
  'x'.repeat(5000),
  '\u0000'.repeat(50),
];

/** The changes that keep XML well-formed, so that the reader gets further: other text, another attribute value, an element less. */
const SPOTS = { text: />[^<>]+</g, value: /"[^"<>]*"/g, drop: /<([\w:]+)[^<>]*>[^<>]*<\/\1>|<[^<>]*\/>/g };
const WORDS = [
  '',
  ' ',
  'x',
  '0',
  '-1',
  'true',
  '2.0',
  'always',
  'never',
  'PT0S',
  NOW.toISOString(),
  'http://127.0.0.1/',
];

function edit(octets: Buffer, how: keyof typeof SPOTS, { at, length }: Change): Buffer {
  const text = octets.toString('latin1');
  const spots = [...text.matchAll(SPOTS[how])];
  const spot = spots[Math.floor(at * spots.length) % Math.max(1, spots.length)];
  if (spot === undefined) return octets;
  const [whole] = spot;
  const word = WORDS[length % WORDS.length] ?? '';
  const instead = how === 'drop' ? '' : `${whole.charAt(0)}${word}${whole.charAt(whole.length - 1)}`;
  return Buffer.from(text.slice(0, spot.index) + instead + text.slice(spot.index + whole.length), 'latin1');
}

/** One change to octets, placed by a fraction of the length. */
type Change = {
  readonly how: 'insert' | 'replace' | 'delete' | 'repeat' | 'truncate' | 'flip' | 'text' | 'value' | 'drop';
  readonly at: number;
  readonly length: number;
  readonly token: string;
};

/** Evenly spread: an ordinary arbitrary prefers the ends, and would damage little but the first octets. */
const fraction = fc.noBias(fc.integer({ min: 0, max: 999_999 })).map((millionths) => millionths / 1_000_000);

const changes: fc.Arbitrary<Change> = fc.record({
  how: fc.oneof(
    fc.constantFrom('insert', 'replace', 'delete', 'repeat', 'truncate', 'flip'),
    fc.constantFrom('text', 'value', 'drop'),
  ),
  at: fraction,
  length: fc.noBias(fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 400 }))),
  token: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 5 })),
});

function damage(octets: Buffer, change: Change): Buffer {
  const { how, at, length, token } = change;
  const start = Math.floor(at * octets.length);
  const [before, piece, after] = [
    octets.subarray(0, start),
    octets.subarray(start, start + length),
    octets.subarray(start + length),
  ];
  switch (how) {
    case 'text':
    case 'value':
    case 'drop':
      return edit(octets, how, change);
    case 'insert':
      return Buffer.concat([before, Buffer.from(token, 'latin1'), piece, after]);
    case 'replace':
      return Buffer.concat([before, Buffer.from(token, 'latin1'), after]);
    case 'delete':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, ...Array.from({ length: 5 }, () => piece), after]);
    case 'truncate':
      return Buffer.from(before);
    case 'flip':
      return Buffer.concat([before, piece.map((octet) => octet ^ (1 << (length % 8))), after]);
  }
}

const good = buildUserMessage(userMessageParams({ attachments: [zaakbericht, { ...zaakbericht, contentId: 'b@x' }] }));
const bare = buildUserMessage(userMessageParams({ attachments: [] }));
const header = parseMessage(incoming(good)).header;
const signalParams = { answerTo: header, messageId: 's@x', timestamp: NOW };
const seeds = [
  good,
  bare,
  buildAcknowledgment({ ...signalParams, receivedAt: NOW }),
  buildMessageError({
    ...signalParams,
    errors: [{ errorCode: 'Unknown', severity: 'Error', location: '/', text: 'x' }],
  }),
];

const cpa = voorbeeldCpa();

/** What a receiver does with it: judge, and write the answer. */
function answer(message: EbmsMessage): void {
  const errors = validateAgainstCpa(message, cpa, NOW);
  if (errors.length > 0) buildMessageError({ ...signalParams, answerTo: message.header, errors });
  else buildAcknowledgment({ ...signalParams, answerTo: message.header, receivedAt: NOW });
}

function refuse(fault: EbmsFault): void {
  if (fault.answerTo !== null) buildMessageError({ ...signalParams, answerTo: fault.answerTo, errors: [fault] });
  else soapFault(fault.soapCode, fault.text);
}

it('3000 damaged messages are taken in or refused, each within a second', () => {
  const outcomes = new Map<string, number>();
  const contentTypes = fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    fc.record({ at: fraction, token: fc.constantFrom(...TOKENS) }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(changes, { minLength: 1, maxLength: 4 }),
      contentTypes,
      (seed, changes, typo) => {
        const body = changes.reduce(damage, Buffer.from(seed.body));
        const at = Math.floor((typo?.at ?? 0) * seed.contentType.length);
        const contentType = seed.contentType.slice(0, at) + (typo?.token ?? '') + seed.contentType.slice(at);
        const start = performance.now();
        let outcome: string;
        try {
          const message = parseMessage({ contentType, soapAction: SOAP_ACTION, body });
          answer(message);
          outcome = message.kind;
        } catch (fault) {
          expect(fault).toBeInstanceOf(EbmsFault);
          if (!(fault instanceof EbmsFault)) throw fault;
          refuse(fault);
          outcome = fault.answer;
        }
        expect(performance.now() - start).toBeLessThan(SLOWEST_MS);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      },
    ),
    { numRuns: 3000, seed: 20261121 },
  );
  // The damage is neither harmless nor always fatal, else this test would prove little.
  for (const outcome of ['user', 'acknowledgment', 'error', 'soap-fault', 'message-error', 'http']) {
    expect([outcome, outcomes.get(outcome) ?? 0]).toEqual([outcome, expect.toSatisfy((count: number) => count > 10)]);
  }
});

it('1000 damaged CPAs are read whole or refused with reasons', () => {
  const written = Buffer.from(writeCpa(CPA_PARAMS));
  let read = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.array(changes, { minLength: 1, maxLength: 3 }), (changes) => {
      try {
        const damaged = parseCpa(changes.reduce(damage, written));
        for (const route of routesOf(damaged)) expect(route.endpoint).toMatch(/^https?:/);
        for (const { partyIds } of damaged.parties)
          expect(signalEndpoint(damaged, partyIds[0]?.value ?? '')).toMatch(/^https?:/);
        read += 1;
      } catch (fault) {
        if (!(fault instanceof CpaFault)) throw fault;
        expect(fault.problems.length).toBeGreaterThan(0);
        refused += 1;
      }
    }),
    { numRuns: 1000, seed: 20261122 },
  );
  expect(Math.min(read, refused)).toBeGreaterThan(50);
});

it('any octets under any Content-Type are refused or read', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('text/xml', 'multipart/related; boundary="--"', 'multipart/related; boundary=a; start=""', ''),
      (body, contentType) => {
        expect(() => parseMessage({ contentType, soapAction: SOAP_ACTION, body })).toThrow(EbmsFault);
      },
    ),
    { numRuns: 500, seed: 20261123 },
  );
});
