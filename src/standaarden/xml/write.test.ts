import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attrOf, child, parseXml, rawXml, textOf, XmlFault, xml, xmlBytes } from './index.ts';

/** What XML 1.0 can carry at all (section 2.2). */
const CARRIED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

it('reads any text back exactly, between tags and between quotes of both kinds', () => {
  fc.assert(
    fc.property(
      fc
        .string({
          unit: fc.oneof(
            fc.constantFrom('<', '&', '"', "'", ']', '>', '\r', '\n', '\t', ' '),
            fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
          ),
        })
        .filter((text) => CARRIED.test(text)),
      (text) => {
        const root = parseXml(String(xml`<a k="${text}" l='${text}'><b>${text}</b></a>`));
        expect([attrOf(root, '', 'k'), attrOf(root, '', 'l'), textOf(child(root, '', 'b'))]).toEqual([
          text,
          text,
          text,
        ]);
      },
    ),
    { numRuns: 1000 },
  );
});

it('passes fragments and lists of them as markup, and drops null, undefined and false', () => {
  const items = ['1', '<2>'].map((text) => xml`<i>${text}</i>`);
  expect(String(xml`<a>${items}${null}${undefined}${false}${rawXml('<r/>')}${0}${['x', [xml`<y/>`]]}</a>`)).toBe(
    '<a><i>1</i><i>&lt;2&gt;</i><r/>0x<y/></a>',
  );
});

it.each([
  ['U+0000', '\0'],
  ['U+000B', '\v'],
  ['U+001F', '\u001f'],
  ['U+FFFE', '\ufffe'],
  ['U+FFFF', '\uffff'],
  ['U+D83D', '\ud83d'],
  ['U+DE00', '\ude00'],
])('refuses %s by name instead of cutting it', (name, character) => {
  const write = () => xml`<a>${`ab${character}`}</a>`;
  expect(write).toThrow(XmlFault);
  expect(write).toThrow(`${name} at position 2`);
});

it('refuses a number that is not finite', () => {
  expect(() => xml`<a>${Number.NaN}</a>`).toThrow(XmlFault);
});

it('carries characters beyond the basic plane', () => {
  expect(textOf(parseXml(xmlBytes(xml`<a>${'😀 Ł'}</a>`)))).toBe('😀 Ł');
});

it('writes a document with its declaration, in UTF-8', () => {
  expect(new TextDecoder().decode(xmlBytes(xml`<a>é</a>`))).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a>é</a>');
});

it('does not take an object that only looks like a fragment', () => {
  const forged = JSON.parse('{"text":"<script/>"}');
  expect(() => xml`<a>${forged}</a>`).toThrow();
});
