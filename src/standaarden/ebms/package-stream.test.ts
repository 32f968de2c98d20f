import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildUserMessage,
  createMessageReader,
  digestOf,
  EbmsFault,
  type EbmsMessage,
  isPassed,
  octetsOf,
  parseMessage,
  SOAP_ACTION,
} from './index.ts';
import { userMessageParams, zaakbericht } from './voorbeeld.testhulp.ts';

const binary = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) % 256));
const message = buildUserMessage(
  userMessageParams({
    attachments: [zaakbericht, { contentId: 'b@x', contentType: 'application/octet-stream', content: binary }],
  }),
);

interface Said {
  readonly fault?: string;
  readonly message?: unknown;
}

/** What was read, with digests in the place of octets; or why it was not. */
function said(read: () => EbmsMessage): Said {
  try {
    const found = read();
    if (found.kind !== 'user') return { message: found };
    const parts = found.attachments.map(({ content, ...rest }) => ({
      ...rest,
      size: content.byteLength,
      sha256: Buffer.from(digestOf(content, 'sha256')).toString('hex'),
    }));
    const { attachments: _a, manifest: _m, unreferenced, ...rest } = found;
    return { message: { ...rest, parts, unreferenced: unreferenced.length } };
  } catch (fault) {
    if (fault instanceof EbmsFault)
      return { fault: `${fault.answer} ${fault.errorCode} ${fault.location} ${fault.text}` };
    throw fault;
  }
}

function streamed(contentType: string, body: Uint8Array, cuts: readonly number[]): EbmsMessage {
  const reader = createMessageReader({ contentType, soapAction: SOAP_ACTION });
  let at = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    // A copy that is overwritten afterwards: a reader must not hold on to what it was given.
    const piece = Uint8Array.from(body.subarray(at, cut));
    reader.push(piece);
    piece.fill(0);
    at = cut;
  }
  reader.push(Uint8Array.from(body.subarray(at)));
  return reader.end();
}

const whole = (contentType: string, body: Uint8Array): EbmsMessage =>
  parseMessage({ contentType, soapAction: SOAP_ACTION, body });

describe('a message that passes by', () => {
  it('says where its payloads lie in the body, and their digests', () => {
    const { contentType, body } = message;
    const read = streamed(contentType, body, [10, 500, 2500]);
    if (read.kind !== 'user') throw new Error(read.kind);
    const octets = read.attachments.map(({ content }) => {
      if (!isPassed(content)) throw new Error('at hand');
      return Buffer.from(body.subarray(content.offset, content.offset + content.byteLength));
    });
    expect(octets).toEqual([Buffer.from(zaakbericht.content), binary]);
    expect(() => octetsOf(read.attachments[0]!.content)).toThrow(TypeError);
    expect(() => digestOf(read.attachments[0]!.content, 'sha512')).toThrow(RangeError);
  });

  it('is told in any pieces as it is as a whole, octet by octet included', () => {
    const { contentType, body } = message;
    const expected = said(() => whole(contentType, body));
    expect(said(() => streamed(contentType, body, [...body.keys()]))).toEqual(expected);
    fc.assert(
      fc.property(fc.array(fc.nat(body.byteLength), { maxLength: 12 }), (cuts) => {
        expect(said(() => streamed(contentType, body, cuts))).toEqual(expected);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('so is one that is broken, in any way that keeps its SOAP part first', () => {
    const { contentType, body } = message;
    const text = Buffer.from(body);
    const boundary = /boundary="([^"]+)"/.exec(contentType)![1]!;
    const scraps = fc.constantFrom(
      '\r\n',
      '\n',
      `--${boundary}`,
      `\r\n--${boundary}--`,
      '--',
      ' ',
      '\t',
      'a: b',
      ':',
      '\r',
      '\0',
    );
    const edit = fc.record({ at: fc.nat(text.length), cut: fc.nat(40), put: fc.array(scraps, { maxLength: 3 }) });
    fc.assert(
      fc.property(
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(text.length), { maxLength: 8 }),
        (edits, cuts) => {
          const broken = edits.reduce(
            (so, { at, cut, put }) =>
              Buffer.concat([so.subarray(0, at), Buffer.from(put.join('')), so.subarray(at + cut)]),
            text,
          );
          const inside = cuts.filter((cut) => cut <= broken.length);
          expect(said(() => streamed(contentType, broken, inside))).toEqual(said(() => whole(contentType, broken)));
        },
      ),
      { numRuns: 500, seed: 8 },
    );
  });

  it('is refused as soon as it is too large', () => {
    const reader = createMessageReader({
      contentType: message.contentType,
      soapAction: SOAP_ACTION,
      limits: { bodyBytes: 1000 },
    });
    expect(() => reader.push(message.body.subarray(0, 1001))).toThrow(/larger than 1000 octets/);
  });

  it('with a transfer encoding that changes its octets is refused; one that does not is fine', () => {
    const encoded = (encoding: string) =>
      Buffer.from(message.body)
        .toString('latin1')
        .replace(
          'Content-Type: application/octet-stream',
          (type) => `${type}\r\nContent-Transfer-Encoding: ${encoding}`,
        );
    const read = (encoding: string) =>
      said(() => streamed(message.contentType, Buffer.from(encoded(encoding), 'latin1'), [700]));
    expect(read('base64').fault).toMatch(/MimeProblem cid:b@x/);
    expect(read('Binary').message).toBeDefined();
  });

  it('without payload is a text/xml of modest size', () => {
    const bare = buildUserMessage(userMessageParams({ attachments: [] }));
    expect(said(() => streamed(bare.contentType, bare.body, [3, 77]))).toEqual(
      said(() => whole(bare.contentType, bare.body)),
    );
  });
});
