/** Names as people and attackers give them, in one harmless header (RS-F70). */
import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from './index.ts';

const HEADER = /^attachment; filename="([ !#-[\]-~]+)"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[0-9A-F]{2})+)$/;

/** The two names in the header: in ASCII and in full. */
function namesIn(header: string): [string, string] {
  const [, ascii = '', full = ''] = HEADER.exec(header) ?? [];
  return [ascii, decodeURIComponent(full)];
}

describe('Content-Disposition', () => {
  it('is as in RFC 6266', () => {
    expect(contentDisposition('Besluit café (1).pdf')).toBe(
      `attachment; filename="Besluit cafe (1).pdf"; filename*=UTF-8''Besluit%20caf%C3%A9%20%281%29.pdf`,
    );
  });
  it.each<[string, string, string, string]>([
    ['an ordinary name', 'brief.docx', 'brief.docx', 'brief.docx'],
    ['accents, and letters that ASCII has not', 'Ζωή – €5.pdf', '___ _ _5.pdf', 'Ζωή – €5.pdf'],
    ['a picture letter', '👍🏽.png', '__.png', '👍🏽.png'],
    ['a path', '../../etc/passwd', 'passwd', 'passwd'],
    ['a path of Windows', 'C:\\Users\\x\\brief.doc', 'brief.doc', 'brief.doc'],
    ['only a path', '/tmp/', 'bestand', 'bestand'],
    ['nothing', '', 'bestand', 'bestand'],
    ['only dots', '...', 'bestand', 'bestand'],
    ['a hidden file', '.htaccess', 'htaccess', 'htaccess'],
    ['NUL before the end', 'brief.pdf\0.exe', 'brief.pdf.exe', 'brief.pdf.exe'],
    ['a header smuggled in', 'a\r\nSet-Cookie: x=1', 'aSet-Cookie_ x=1', 'aSet-Cookie_ x=1'],
    ['a quote that ends the name', 'a"; filename="b.exe', 'a_; filename=_b.exe', 'a_; filename=_b.exe'],
    ['what Windows does not take', 'a<b>c:d|e?f*g.txt', 'a_b_c_d_e_f_g.txt', 'a_b_c_d_e_f_g.txt'],
    ['a name that reads backwards', 'rekening\u202efdp.exe', 'rekeningfdp.exe', 'rekeningfdp.exe'],
    ['marks that are not seen', 'a\u200b\u2066b\ufeff.pdf', 'ab.pdf', 'ab.pdf'],
    ['a device of Windows', 'NUL', '_NUL', '_NUL'],
    ['a device with an extension', 'com1.tar.gz', '_com1.tar.gz', '_com1.tar.gz'],
    ['a device before a space', 'aux .txt', '_aux .txt', '_aux .txt'],
    ['no device', 'contract.pdf', 'contract.pdf', 'contract.pdf'],
    ['a device in wide letters', 'ＣＯＮ.txt', '_CON.txt', 'ＣＯＮ.txt'],
    ['a path in wide letters', '..／..／a', '_.._a', '／..／a'],
    ['an end that Windows takes off', 'virus.exe. . ', 'virus.exe', 'virus.exe'],
    ['what is decoded by some', 'a%2Fb%00.txt', 'a_2Fb_00.txt', 'a%2Fb%00.txt'],
    ['half a letter', 'a\ud800b.txt', 'a_b.txt', 'a\ufffdb.txt'],
  ])('%s: %j', (_what, name, ascii, full) => {
    expect(namesIn(contentDisposition(name))).toEqual([ascii, full]);
  });
  it('shortens a name of 4 kB, keeps its extension, and cuts no letter in two', () => {
    const [ascii, full] = namesIn(contentDisposition(`${'é'.repeat(4_096)}.pdf`));
    expect(full).toBe(`${'é'.repeat(98)}.pdf`);
    expect(ascii).toBe(`${'e'.repeat(98)}.pdf`);
    expect(namesIn(contentDisposition(`a.${'b'.repeat(4_096)}`))[1]).toHaveLength(200);
  });
  it('is one valid line with a harmless name, whatever the name', () => {
    const nasty = fc.constantFrom(
      '"',
      '\\',
      '/',
      '\r\n',
      '\0',
      '%',
      "'",
      '*',
      ';',
      '..',
      '\u202e',
      'con',
      '.',
      ' ',
      'é',
      '👍',
      '\ud800',
      '％',
      '＂',
    );
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: fc.oneof(nasty, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 60 }),
    );
    fc.assert(
      fc.property(name, (given) => {
        const header = contentDisposition(given);
        expect(header).toMatch(HEADER);
        expect(() => validateHeaderValue('content-disposition', header)).not.toThrow();
        for (const one of namesIn(header)) {
          expect(one).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|^[.\s]|[.\s]$/u);
          expect(one).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
          expect(Buffer.byteLength(one)).toBeLessThanOrEqual(201);
          expect(one).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});
