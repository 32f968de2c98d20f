import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContentType } from './content-type.ts';
import { MultipartFault, splitMultipart } from './multipart.ts';
import { decodeTransfer } from './transfer-encoding.ts';

const LIMITS = { parts: 10, headerBytes: 200 };
const split = (body: string, boundary = 'B', limits = LIMITS) =>
  splitMultipart(Buffer.from(body, 'latin1'), boundary, limits).map(({ headers, content }) => ({
    headers: Object.fromEntries(headers),
    content: content.toString('latin1'),
  }));

describe('a multipart body', () => {
  it('is split at its boundary, preamble and epilogue left out', () => {
    expect(split('voor\r\n--B\r\nA: 1\r\n\r\neen\r\n--B\r\nA: 2\r\n\r\ntwee\r\n--B--\r\nna')).toEqual([
      { headers: { a: '1' }, content: 'een' },
      { headers: { a: '2' }, content: 'twee' },
    ]);
  });

  it('may have bare LF throughout, and blanks after a boundary', () => {
    expect(split('--B \t\nA: 1\n\neen\r\n\n--B--')).toEqual([{ headers: { a: '1' }, content: 'een\r\n' }]);
  });

  it('takes a boundary after a bare LF for content when the delimiters have CRLF', () => {
    const content = 'x\n--B\ny\n--B--\n\r--B\r\n--Bz\r\n--B--z';
    expect(split(`--B\r\n\r\n${content}\r\n--B--`)).toEqual([{ headers: {}, content }]);
  });

  it('keeps line breaks that are not part of the boundary', () => {
    expect(split('--B\r\n\r\n\r\n\r\n\r\n--B--')).toEqual([{ headers: {}, content: '\r\n\r\n' }]);
  });

  it('may hold empty parts, in all the ways they are written', () => {
    expect(split('--B\r\nA: 1\r\n\r\n\r\n--B\r\nA: 1\r\n\r\n--B\r\n\r\n\r\n--B\r\n\r\n--B\r\n--B--')).toEqual([
      { headers: { a: '1' }, content: '' },
      { headers: { a: '1' }, content: '' },
      { headers: {}, content: '' },
      { headers: {}, content: '' },
      { headers: {}, content: '' },
    ]);
  });

  it('has header names in any case and lines that are continued', () => {
    expect(split('--B\r\nContent-ID:\r\n <a@b>\r\nX:y\r\n\r\n\r\n--B--')[0]?.headers).toEqual({
      'content-id': '<a@b>',
      x: 'y',
    });
  });

  it.each([
    ['no boundary in the body', '--C\r\n\r\n\r\n--C--'],
    ['a boundary inside a line', 'x--B\r\n\r\n\r\nx--B--'],
    ['a body cut off', '--B\r\n\r\nhalf'],
    ['a closing boundary cut off', '--B\r\n\r\nx\r\n--B-'],
    ['a header without end', '--B\r\nA: 1\r\n--B'],
    ['a header line without name', '--B\r\n: 1\r\n\r\n\r\n--B--'],
    ['a header line without colon', '--B\r\nabc\r\n\r\n\r\n--B--'],
    ['a header twice', '--B\r\nA: 1\r\na: 2\r\n\r\n\r\n--B--'],
    ['a continuation of nothing', '--B\r\n x\r\n\r\n\r\n--B--'],
    ['a header over the limit', `--B\r\nA: ${'x'.repeat(300)}\r\n\r\n\r\n--B--`],
    ['more parts than the limit', `${'--B\r\n\r\n\r\n'.repeat(11)}--B--`],
    ['nothing', ''],
  ])('is refused with %s', (_, body) => {
    expect(() => split(body)).toThrow(MultipartFault);
  });

  it.each(['', ' ', 'x '.repeat(40), 'é', 'a\r\nb'])('is refused with the boundary %j', (boundary) => {
    expect(() => split(`--${boundary}\r\n\r\n\r\n--${boundary}--`, boundary)).toThrow(MultipartFault);
  });

  it('of 100 000 parts or look-alikes costs no more than reading it', () => {
    const start = performance.now();
    expect(() => split('--B\r\n\r\n\r\n'.repeat(100_000))).toThrow(/more than 10 parts/);
    expect(split(`--B\r\n\r\n${'\r\n--Bx'.repeat(500_000)}\r\n--B--`)[0]?.content).toHaveLength(3_000_000);
    expect(split(`--B\r\n\r\n${'\r\n--B      y'.repeat(200_000)}x\r\n--B--`)[0]?.content).toHaveLength(2_400_001);
    expect(performance.now() - start).toBeLessThan(20_000); // Quadratic work would take minutes.
  });

  it('gives back any content, whatever it holds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\r\n--B',
        '--B',
        '--B--',
        '\n',
        '\r',
        '\r\n',
        '\n--B\n',
        '\n--B--\n',
        '\r\n--B--x',
        ' ',
        '\0',
        '--',
      ),
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((octet) => String.fromCharCode(octet)), maxLength: 8 }),
    );
    const content = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const boundary = 'B9x';
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 5 }), (contents) => {
        fc.pre(contents.every((text) => !text.includes(boundary)));
        const body = contents.map((text) => `--${boundary}\r\nA: 1\r\n\r\n${text}\r\n`).join('');
        expect(split(`${body}--${boundary}--\r\n`, boundary).map((part) => part.content)).toEqual(contents);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a Content-Type', () => {
  it.each([
    ['text/xml', 'text/xml', {}],
    ['Text/XML; charset=UTF-8', 'text/xml', { charset: 'UTF-8' }],
    [
      'multipart/related;boundary="a b=;";type="text/xml"',
      'multipart/related',
      { boundary: 'a b=;', type: 'text/xml' },
    ],
    [
      'multipart/related; type=text/xml; start=<a@b>; BOUNDARY=-=x=-',
      'multipart/related',
      { type: 'text/xml', start: '<a@b>', boundary: '-=x=-' },
    ],
    ['a/b; q="x\\"y\\\\"', 'a/b', { q: 'x"y\\' }],
    ['a/b ; x=1; x=2;', 'a/b', { x: '1' }],
  ])('%s is read', (header, type, params) => {
    const read = parseContentType(header);
    expect([read?.type, Object.fromEntries(read?.params ?? [])]).toEqual([type, params]);
  });

  it.each([
    '',
    'text',
    'text/',
    '/xml',
    'text/xml charset=x',
    'text/xml; charset',
    'text/xml; a="b',
    'a/b; c=d e',
    `a/b; c=${'x'.repeat(3000)}`,
  ])('%s is refused', (header) => {
    expect(parseContentType(header)).toBeNull();
  });
});

describe('a transfer encoding', () => {
  const decode = (content: string, encoding: string) => {
    const octets = decodeTransfer(Buffer.from(content, 'latin1'), encoding);
    return octets === null ? null : Buffer.from(octets).toString('latin1');
  };

  it.each(['', 'binary', '8bit', '7BIT', ' Binary '])('%j leaves the octets alone', (encoding) => {
    expect(decode('=41 \r\n', encoding)).toBe('=41 \r\n');
  });

  it('base64 is undone, over lines', () => {
    expect(decode('aGFs\r\nbG8=\r\n', 'Base64')).toBe('hallo');
    expect(decode('', 'base64')).toBe('');
  });

  it.each(['aGFsbG8', 'aG=', '====', 'aGF*bG8=', 'a===', '=aGF', 'aG=sbG8=', '<zakLk01/>', 'aGFs-_=='])(
    'base64 that lies is refused: %s',
    (content) => {
      expect(decode(content, 'base64')).toBeNull();
    },
  );

  it.each([
    ['a=3Db', 'a=b'],
    ['een=\r\n=20regel', 'een regel'],
    ['een=  \ntwee', 'eentwee'],
    ['padding  \r\nweg\t', 'padding\r\nweg'],
    ['blijft=20 \r\n', 'blijft \r\n'],
    ['=c3=A9', 'Ã©'],
  ])('quoted-printable %j is %j', (content, expected) => {
    expect(decode(content, 'quoted-printable')).toBe(expected);
  });

  it.each(['=', '=4', '=G1', 'a=\rb', '= '])('quoted-printable that lies is refused: %j', (content) => {
    expect(decode(content, 'quoted-printable')).toBeNull();
  });

  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        const buffer = Buffer.from(octets);
        const hex = [...octets].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('=\r\n');
        expect(decode(buffer.toString('base64'), 'base64')).toBe(buffer.toString('latin1'));
        expect(decode(hex, 'quoted-printable')).toBe(buffer.toString('latin1'));
      }),
    );
  });

  it('that nobody knows is refused', () => {
    expect(decode('x', 'x-uuencode')).toBeNull();
  });
});
