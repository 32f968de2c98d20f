import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pakUit } from './mime.ts';
import { Weigering } from './weigering.ts';

const TYPE = 'multipart/related; type="text/xml"; boundary="b"';

function multipart(parts: readonly (readonly [string, Buffer])[], boundary = 'b', end = '\r\n'): Buffer {
  const pieces = parts.map(([headers, bytes]) =>
    Buffer.concat([Buffer.from(`--${boundary}${end}${headers}${end}${end}`), bytes, Buffer.from(end)]),
  );
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--${end}`)]);
}

const SOAP: readonly [string, Buffer] = ['Content-Type: text/xml\r\nContent-ID: <s@x>', Buffer.from('<soap/>')];

describe('a multipart body', () => {
  test('gives back any octets, also those that look like a boundary inside a line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('--b', '\r\n', '\n', '-', 'x--b--'), fc.base64String())),
        (pieces) => {
          const bytes = Buffer.from(pieces.join('·'), 'utf8');
          fc.pre(!/(^|\n)--b(--)?[ \t]*\r?(\n|$)/.test(bytes.toString('utf8')));
          const { bijlagen } = pakUit(
            TYPE,
            multipart([SOAP, ['Content-Type: application/xml\r\nContent-ID: <z@x>', bytes]]),
          );
          expect(bijlagen).toHaveLength(1);
          expect(bijlagen[0]?.bytes.equals(bytes)).toBe(true);
        },
      ),
    );
  });

  test('decodes base64 and refuses what only says so', () => {
    const part = (text: string) =>
      multipart([
        SOAP,
        ['Content-Type: application/xml\r\nContent-ID: <z@x>\r\nContent-Transfer-Encoding: base64', Buffer.from(text)],
      ]);
    expect(pakUit(TYPE, part('aGFs\r\nbG8=')).bijlagen[0]?.bytes.toString()).toBe('hallo');
    expect(() => pakUit(TYPE, part('geen base64!'))).toThrow(Weigering);
  });

  test('finds the root by the start parameter, and refuses one that is not there', () => {
    const body = multipart([['Content-ID: <z@x>', Buffer.from('z')], SOAP]);
    expect(pakUit(`${TYPE}; start="<s@x>"`, body).soap.contentId).toBe('s@x');
    expect(() => pakUit(`${TYPE}; start="<weg@x>"`, body)).toThrow(Weigering);
    expect(() => pakUit(TYPE, body)).toThrow(/text\/xml/);
  });

  test('of a hundred thousand parts, or with endless headers, is refused quickly', () => {
    const start = performance.now();
    const many = Buffer.from('--b\r\n\r\nx\r\n'.repeat(100_000));
    expect(() => pakUit(TYPE, many)).toThrow(/meer dan 20 delen/);
    expect(() => pakUit(TYPE, multipart([[`X: ${'y'.repeat(9000)}`, Buffer.from('')]]))).toThrow(/kopregels/);
    expect(performance.now() - start).toBeLessThan(20_000); // Quadratic work would take minutes.
  });

  test('that was changed at random is read or refused, never anything else', () => {
    const good = multipart([SOAP, ['Content-Type: application/xml\r\nContent-ID: <z@x>', Buffer.from('<zaak/>')]]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const bad = Buffer.from(good);
          for (const [place, value] of changes) bad[place] = value;
          try {
            expect(pakUit(TYPE, bad).soap.contentType).toBe('text/xml');
          } catch (fault) {
            expect(fault).toBeInstanceOf(Weigering);
          }
        },
      ),
      { numRuns: 1000, seed: 20261102 },
    );
  });

  test('any Content-Type is read or refused', () => {
    fc.assert(
      fc.property(fc.string(), (parameters) => {
        try {
          pakUit(`multipart/related;${parameters}`, multipart([SOAP]));
        } catch (fault) {
          expect(fault).toBeInstanceOf(Weigering);
        }
      }),
    );
  });
});
