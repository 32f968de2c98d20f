/** What kind of file it is, and that nothing that a browser runs is ever named as such (RS-F71). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_BYTES, mediatypeOf } from './index.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** The beginning of a zip with these names, without content. */
function zip(...names: [string, string?][]): Buffer {
  return Buffer.concat(
    names.map(([name, content = '']) => {
      const header = Buffer.alloc(30);
      header.write('PK\x03\x04', 'latin1');
      header.writeUInt16LE(name.length, 26);
      return Buffer.concat([header, latin1(name), latin1(content)]);
    }),
  );
}
const OLE = latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0');
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SLIDES = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const ODT = 'application/vnd.oasis.opendocument.text';
const UNKNOWN = 'application/octet-stream';

describe('the kind of a file', () => {
  it.each<[string, string, Buffer]>([
    ['application/pdf', 'a', latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3')],
    ['image/png', 'a', latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['image/jpeg', 'a', latin1('\xff\xd8\xff\xe0\0\x10JFIF')],
    ['image/gif', 'a', latin1('GIF89a\x01\0')],
    ['image/tiff', 'a', latin1('II*\0\x08\0')],
    ['image/tiff', 'a', latin1('MM\0*\0\0')],
    ['image/webp', 'a', latin1('RIFF\x10\0\0\0WEBPVP8 ')],
    ['image/heic', 'a', latin1('\0\0\0\x18ftypheic')],
    ['video/mp4', 'a', latin1('\0\0\0\x18ftypisom')],
    ['application/rtf', 'a', latin1('{\\rtf1\\ansi')],
    [WORD, 'brief.docx', zip(['[Content_Types].xml'], ['_rels/.rels'])],
    [WORD, 'brief', zip(['[Content_Types].xml'], ['_rels/.rels'], ['word/document.xml'])],
    [WORD, 'brief.xlsx', zip(['[Content_Types].xml'], ['word/document.xml'])],
    [SHEET, 'lijst.XLSX', zip(['_rels/.rels'])],
    [SHEET, 'lijst', zip(['xl/workbook.xml'], ['xl/styles.xml'])],
    [SLIDES, 'a', zip(['docProps/app.xml'], ['ppt/presentation.xml'])],
    ['application/zip', 'brief', zip(['[Content_Types].xml'])],
    ['application/zip', 'brief.docx', zip(['virus.exe'])],
    ['application/zip', 'a.jar', zip(['META-INF/MANIFEST.MF'])],
    [ODT, 'brief.odt', zip(['mimetype', ODT], ['content.xml'])],
    [ODT, 'brief.docx', zip(['mimetype', ODT], ['content.xml'])],
    ['application/zip', 'a.odt', zip(['mimetype', 'text/html'], ['content.xml'])],
    ['application/msword', 'brief.DOC', OLE],
    ['application/vnd.ms-excel', 'lijst.xls', OLE],
    ['application/vnd.ms-outlook', 'bericht.msg', OLE],
    [UNKNOWN, 'virus.msi', OLE],
    [UNKNOWN, 'a.constructor', OLE],
    ['text/plain; charset=utf-8', 'a.txt', Buffer.from('Geachte heer,\r\n\r\n€ 5 voor café')],
    ['text/plain; charset=utf-8', 'a.txt', Buffer.from('\ufeffhallo')],
    ['text/plain; charset=windows-1252', 'a.txt', latin1('caf\xe9 en \x80 5')],
    ['text/plain; charset=utf-16le', 'a.txt', Buffer.from('\ufeffhallo', 'utf16le')],
    ['text/plain; charset=utf-16be', 'a.txt', Buffer.from('\ufeffhallo', 'utf16le').swap16()],
    ['text/csv; charset=utf-8', 'a.csv', Buffer.from('naam;bedrag\nJan;5\n')],
    ['text/plain; charset=utf-8', 'a.html', Buffer.from('gewone tekst')],
    ['text/plain; charset=utf-8', 'som.txt', Buffer.from('1 < 2 en 3 > 2')],
    [UNKNOWN, 'leeg.txt', Buffer.alloc(0)],
    [UNKNOWN, 'a.pdf', latin1('MZ\x90\0\x03\0')],
    [UNKNOWN, 'a.pdf', latin1('\x7fELF\x02\x01\x01\0')],
    [UNKNOWN, 'a.txt', Buffer.from('#!/bin/sh\nrm -rf /')],
    [UNKNOWN, 'a.swf', latin1('FWS\x09\0\0')],
    [UNKNOWN, 'a.wasm', latin1('\0asm\x01\0\0\0')],
    [UNKNOWN, 'a.gz', latin1('\x1f\x8b\x08\0')],
  ])('%s: %s %j', (kind, name, bytes) => {
    expect(mediatypeOf(bytes, name)).toBe(kind);
  });
  it('is the same for text that is cut in the middle of a letter', () => {
    const text = Buffer.from(`${'a'.repeat(FIRST_BYTES - 1)}€ en verder`);
    expect(mediatypeOf(text, 'a.txt')).toBe('text/plain; charset=utf-8');
    expect(mediatypeOf(text.subarray(0, FIRST_BYTES + 1), 'a.txt')).toBe('text/plain; charset=utf-8');
  });
  it('sees bytes that lie within a larger buffer', () => {
    expect(mediatypeOf(latin1('xx%PDF-1.4').subarray(2), '')).toBe('application/pdf');
  });
});

const PAGES = [
  '<html>',
  '<!DOCTYPE html><p>',
  '<!doctype HTML>',
  '<script>alert(1)</script>',
  '<SCRIPT\n>',
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">',
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
  '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->\n<!DOCTYPE svg>\n<svg/>',
  '<?xml-stylesheet href="a.xsl"?><a/>',
  '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
  '<!-- a --><html>',
  '<a href=javascript:alert(1)>',
  '<img src=x onerror=alert(1)>',
  '<iframe src=//x>',
];

describe('what a browser runs', () => {
  it.each(PAGES)('is never named as such: %j, however it begins and is written', (page) => {
    for (const before of ['', '\ufeff', ' \r\n\t\f', '\ufeff\n ']) {
      const text = before + page;
      const written = [
        Buffer.from(text),
        Buffer.from(text, 'utf16le'),
        Buffer.from(`\ufeff${text}`, 'utf16le'),
        Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
        Buffer.concat([latin1('\0\0\xfe\xff'), Buffer.from(text)]),
      ];
      for (const name of ['a.html', 'a.svg', 'a.txt', 'a.pdf', 'a.docx', '']) {
        for (const bytes of written) expect(mediatypeOf(bytes, name)).toBe(UNKNOWN);
      }
    }
  });
  it.each([
    ['a PDF behind a comment', '<!-- --><script>alert(1)</script>\n%PDF-1.4', UNKNOWN],
    ['a page behind text', 'Beste lezer,\n<script>alert(1)</script>', UNKNOWN],
    ['a page behind a CSV line', 'a;b\n<svg onload=alert(1)>', UNKNOWN],
    ['a picture that is a page too', 'GIF89a/*<script>*/=1;alert(1)//', 'image/gif'],
    ['a picture that is a JAR too', 'GIF89a\x01\0PK\x03\x04', 'image/gif'],
    ['a PDF that is a page too', '%PDF-1.4\n<html><script>alert(1)</script>', 'application/pdf'],
    ['a picture that is a PDF too', '\xff\xd8\xff\xe0%PDF-1.4', 'image/jpeg'],
  ])('in a polyglot: %s', (_what, text, kind) => {
    for (const name of ['a.html', 'a.gif', 'a.pdf']) expect(mediatypeOf(latin1(text), name)).toBe(kind);
  });
  it('no content and no name lead to a type that it runs, nor to a header that is none', () => {
    const active = /html|svg|xml(?!formats)|script|mhtml|multipart|rfc822|flash|wasm|json/;
    const begin = fc.constantFrom(
      '',
      '%PDF-',
      'PK\x03\x04',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      '\xff\xfe',
      '<svg',
      'a,b',
    );
    fc.assert(
      fc.property(
        begin,
        fc.uint8Array({ maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 12 }),
        (b, rest, name) => {
          const kind = mediatypeOf(Buffer.concat([latin1(b), rest]), name);
          expect(kind).not.toMatch(active);
          expect(kind).toMatch(/^[a-z]+\/[a-z0-9.+-]+(?:; charset=[a-z0-9-]+)?$/);
        },
      ),
    );
  });
});
