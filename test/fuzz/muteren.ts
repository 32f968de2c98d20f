/**
 * Changes to an input. Some are blind to what it is; others keep XML well-formed or MIME in parts, so that the reader gets past its first
 * line. An input is a text of octets (latin1), so that any octet can stand in it.
 */
import type { Random } from '../../src/platform/time/index.ts';

export interface Kans extends Pick<Random, 'fraction'> {}

/** Words of the formats, and what parsers stumble over. */
export const WOORDEN: readonly string[] = [
  '',
  ' ',
  '\t',
  '\r\n',
  '\n',
  '\r',
  '\0',
  '--',
  '"',
  "'",
  '<',
  '>',
  '&',
  ';',
  '=',
  '/',
  ':',
  '%',
  '\x7f',
  '\x80',
  '\xff',
  '&#0;',
  '&#9;',
  '&#x10FFFF;',
  '&#xD800;',
  '&amp;',
  '&lt;',
  '&x;',
  '&constructor;',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?x y?>',
  '<!DOCTYPE a [<!ENTITY x "y">]>',
  '<?xml version="1.1"?>',
  '<?xml version="1.0" encoding="UTF-7"?>',
  '\xff\xfe',
  '\xef\xbb\xbf',
  '\xc3',
  '\xc3\xa9',
  '\xf0\x9f\x8f\xa1',
  '\xed\xa0\x80',
  '\xef\xbf\xbf',
  '\xe2\x80\xa8',
  '+ADw-',
  '=\r\n',
  '=3D',
  '=C3=A9',
  '=Z',
  'xmlns:eb="urn:x"',
  'xmlns=""',
  'xmlns:x="http://www.w3.org/2000/xmlns/"',
  'xml:lang="nl"',
  'eb:',
  'soap:',
  '__proto__',
  'constructor',
  'Content-Type: text/xml\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Transfer-Encoding: quoted-printable\r\n',
  'Content-ID: <x>\r\n',
  '\r\n ',
  '\r\n\r\n',
  'cid:%41',
  'cid:',
  'boundary=',
  'start="<x>"',
  '0',
  '-1',
  '2.0',
  '1e999',
  'true',
  'always',
  'never',
  'Warning',
  'Error',
  'PT0S',
  'P1Y2M3DT4H5M6.7S',
  '2026-02-29T24:00:00.999999999+14:00',
  '0100-01-01T00:00:00+14:00',
  '9999-12-31T24:00:00Z',
  'http://127.0.0.1/',
  'urn:oasis:names:tc:ebxml-msg:service',
  'urn:oasis:names:tc:ebxml-msg:actor:nextMSH',
  'Acknowledgment',
  'MessageError',
  'Ping',
  'Pong',
  'StatusRequest',
  'StatusResponse',
  '999993653',
  '<a>'.repeat(300),
  'a="" '.repeat(300),
  '\0'.repeat(50),
  'cid:%',
  'PT9Y',
  'x'.repeat(1001),
  'A'.repeat(70),
];

export const heel = (kans: Kans, onder: number): number => Math.floor(kans.fraction() * onder);
export const kies = <T>(kans: Kans, uit: readonly T[]): T | undefined => uit[heel(kans, uit.length)];

interface Stuk {
  readonly start: number;
  readonly end: number;
}

/** One to eight changes, after one another; `ander` is another input to borrow from. */
export function muteer(input: string, ander: string, kans: Kans, woorden: readonly string[] = WOORDEN): string {
  let result = input;
  for (let left = 1 + heel(kans, kans.fraction() < 0.7 ? 2 : 8); left > 0; left -= 1) {
    const soort = kies(kans, SOORTEN)!;
    result = soort(result, ander, kans, woorden);
  }
  return result.length <= MAX_LENGTH ? result : result.slice(0, MAX_LENGTH);
}

/** Longer ones are slow and say no more. */
const MAX_LENGTH = 40_000;

type Soort = (input: string, ander: string, kans: Kans, woorden: readonly string[]) => string;

const OCTETTEN: readonly Soort[] = [
  function kiep(input, _ander, kans) {
    const at = heel(kans, input.length);
    const code = input.charCodeAt(at) ^ (1 << heel(kans, 8));
    return input === '' ? input : vervang(input, { start: at, end: at + 1 }, String.fromCharCode(code & 0xff));
  },
  function zetIn(input, _ander, kans, woorden) {
    const at = heel(kans, input.length + 1);
    return vervang(input, { start: at, end: at }, kies(kans, woorden) ?? '');
  },
  function zetOver(input, _ander, kans, woorden) {
    return vervang(input, ergens(input, kans), kies(kans, woorden) ?? '');
  },
  function haalWeg(input, _ander, kans) {
    return vervang(input, ergens(input, kans), '');
  },
  function herhaal(input, _ander, kans) {
    const stuk = ergens(input, kans);
    const times = 1 + heel(kans, kans.fraction() < 0.9 ? 4 : 200);
    return vervang(input, { start: stuk.end, end: stuk.end }, input.slice(stuk.start, stuk.end).repeat(times));
  },
  function breekAf(input, _ander, kans) {
    return input.slice(0, heel(kans, input.length + 1));
  },
  function las(input, ander, kans) {
    return input.slice(0, heel(kans, input.length + 1)) + ander.slice(heel(kans, ander.length + 1));
  },
];

const XML: readonly Soort[] = [
  function elementWeg(input, _ander, kans) {
    return opElement(input, kans, () => '');
  },
  function elementTweemaal(input, _ander, kans) {
    return opElement(input, kans, (text) => text + text);
  },
  function elementInZichzelf(input, _ander, kans) {
    return opElement(input, kans, (text) => text.replace(/<\/[^<>]*>$/, (end) => `${text}${end}`));
  },
  function elementUitgepakt(input, _ander, kans) {
    return opElement(input, kans, (text) => text.replace(/^<[^<>]*>/, '').replace(/<\/[^<>]*>$/, ''));
  },
  function elementVanAnder(input, ander, kans) {
    const stuk = kies(kans, elementen(ander));
    return stuk === undefined ? input : opElement(input, kans, () => ander.slice(stuk.start, stuk.end));
  },
  function elementVerplaatst(input, _ander, kans) {
    const alle = elementen(input);
    const [van, naar] = [kies(kans, alle), kies(kans, alle)];
    if (van === undefined || naar === undefined || (naar.start > van.start && naar.start < van.end)) return input;
    const text = input.slice(van.start, van.end);
    const first = naar.start <= van.start;
    const moved = vervang(input, { start: naar.start, end: naar.start }, text);
    const shift = first ? text.length : 0;
    return vervang(moved, { start: van.start + shift, end: van.end + shift }, '');
  },
  function tekstAnders(input, _ander, kans, woorden) {
    return opPlek(input, />[^<>]*</g, kans, () => `>${kies(kans, woorden) ?? ''}<`);
  },
  function tekstOnderbroken(input, _ander, kans) {
    const tussen = kies(kans, ['<!-- x -->', '<![CDATA[]]>', '<![CDATA[<a>]]>', '<?x?>', '&#32;', '<x/>', '\r\n'])!;
    return opPlek(input, />[^<>]+</g, kans, (text) => {
      const at = 1 + heel(kans, text.length - 1);
      return text.slice(0, at) + tussen + text.slice(at);
    });
  },
  function attribuutWeg(input, _ander, kans) {
    return opPlek(input, ATTRIBUUT, kans, () => '');
  },
  function attribuutTweemaal(input, _ander, kans) {
    return opPlek(
      input,
      ATTRIBUUT,
      kans,
      (text) => text + text.replace(/[\w-]+=/, (name) => kies(kans, [name, `x${name}`])!),
    );
  },
  function attribuutAnders(input, _ander, kans, woorden) {
    return opPlek(input, ATTRIBUUT, kans, (text) => text.replace(/"[^"]*"/, () => `"${kies(kans, woorden) ?? ''}"`));
  },
  function naamAnders(input, _ander, kans) {
    const [, name] = kies(kans, [...input.matchAll(/<([\w:.-]+)/g)]) ?? [];
    const other = kies(kans, [...input.matchAll(/<([\w:.-]+)/g)])?.[1];
    if (name === undefined || other === undefined) return input;
    return input.replaceAll(`<${name}`, `<${other}`).replaceAll(`</${name}`, `</${other}`);
  },
  function prefixAnders(input, _ander, kans) {
    const [, prefix] = kies(kans, [...input.matchAll(/xmlns:(\w+)=/g)]) ?? [];
    const to = kies(kans, ['x', 'soap', 'eb', 'xml', 'XMLNS'])!;
    if (prefix === undefined) return input;
    return input.replaceAll(`${prefix}:`, `${to}:`).replaceAll(`xmlns:${prefix}=`, `xmlns:${to}=`);
  },
];

const MIME: readonly Soort[] = [
  function deelTweemaal(input, _ander, kans) {
    return opDeel(input, kans, (deel) => deel + deel);
  },
  function deelWeg(input, _ander, kans) {
    return opDeel(input, kans, () => '');
  },
  function delenGewisseld(input, _ander, kans) {
    const alle = delen(input);
    const at = heel(kans, alle.length - 1);
    const [een, twee] = [alle[at], alle[at + 1]];
    if (een === undefined || twee === undefined) return input;
    const whole = input.slice(twee.start, twee.end) + input.slice(een.start, een.end);
    return vervang(input, { start: een.start, end: twee.end }, whole);
  },
  function regelWeg(input, _ander, kans) {
    return opPlek(input, KOPREGEL, kans, () => '');
  },
  function regelTweemaal(input, _ander, kans) {
    return opPlek(input, KOPREGEL, kans, (line) => line + line);
  },
  function regelGevouwen(input, _ander, kans) {
    return opPlek(input, KOPREGEL, kans, (line) => line.replace(/[:;=] ?/, (mark) => `${mark}\r\n\t`));
  },
  function regeleinden(input, _ander, kans) {
    return kans.fraction() < 0.5 ? input.replaceAll('\r\n', '\n') : input.replaceAll(/\r?\n/g, '\r\n');
  },
  function lading(input, _ander, kans) {
    return opDeel(input, kans, (deel) => {
      const match = /^([\s\S]*?\r?\n)(\r?\n)([\s\S]*)(\r?\n)$/.exec(deel);
      if (match === null) return deel;
      const [, head = '', gap = '', content = '', end = ''] = match;
      if (kans.fraction() < 0.5) {
        const coded = Buffer.from(content, 'latin1').toString('base64').replaceAll(/.{76}/g, '$&\r\n');
        return `${head}Content-Transfer-Encoding: base64\r\n${gap}${coded}${end}`;
      }
      const quoted = content.replaceAll(/[=\x80-\xff]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`);
      return `${head}Content-Transfer-Encoding: quoted-printable\r\n${gap}${quoted}${end}`;
    });
  },
  function grens(input, _ander, kans) {
    const boundary = grensVan(input);
    const to = kies(kans, ['x', '-', 'a b', "'()+_,-./:=?", 'B'.repeat(70), 'B'.repeat(71), '', 'é']) ?? '';
    return boundary === undefined ? input : input.replaceAll(boundary, to);
  },
];

const SOORTEN: readonly Soort[] = [...OCTETTEN, ...XML, ...MIME];

const ATTRIBUUT = /\s[\w:.-]+="[^"<>]*"/g;
const KOPREGEL = /\r?\n[A-Za-z-]+:[^\r\n]*/g;

function vervang(input: string, { start, end }: Stuk, by: string): string {
  return input.slice(0, start) + by + input.slice(end);
}

/** Somewhere, mostly short. */
function ergens(input: string, kans: Kans): Stuk {
  const start = heel(kans, input.length + 1);
  return { start, end: Math.min(input.length, start + heel(kans, kans.fraction() < 0.7 ? 9 : 400)) };
}

function opPlek(input: string, pattern: RegExp, kans: Kans, change: (text: string) => string): string {
  const match = kies(kans, [...input.matchAll(pattern)]);
  if (match === undefined) return input;
  return vervang(input, { start: match.index, end: match.index + match[0].length }, change(match[0]));
}

function opElement(input: string, kans: Kans, change: (text: string) => string): string {
  const stuk = kies(kans, elementen(input));
  return stuk === undefined ? input : vervang(input, stuk, change(input.slice(stuk.start, stuk.end)));
}

/** The elements that open and close, found without judging anything else. */
function elementen(input: string): Stuk[] {
  const found: Stuk[] = [];
  const open: { name: string; start: number }[] = [];
  for (const { 0: tag, 1: slash, 2: name = '', index } of input.matchAll(/<(\/?)([\w:.-]+)[^<>]*>/g)) {
    const end = index + tag.length;
    if (tag.endsWith('/>')) found.push({ start: index, end });
    else if (slash === '') open.push({ name, start: index });
    else if (open.at(-1)?.name === name) found.push({ start: open.pop()!.start, end });
  }
  return found;
}

/** The boundary that the first line, the Content-Type, names. */
function grensVan(input: string): string | undefined {
  return /^[^\n]*boundary="?([^"\n;]+)/.exec(input)?.[1];
}

/** The parts of a multipart, each from its boundary to the next. */
function delen(input: string): Stuk[] {
  const boundary = grensVan(input);
  if (boundary === undefined) return [];
  const marks: number[] = [];
  for (let at = input.indexOf(`\n--${boundary}`); at >= 0; at = input.indexOf(`\n--${boundary}`, at + 1))
    marks.push(at + 1);
  return marks.slice(1).map((end, i) => ({ start: marks[i]!, end }));
}

function opDeel(input: string, kans: Kans, change: (deel: string) => string): string {
  const stuk = kies(kans, delen(input));
  return stuk === undefined ? input : vervang(input, stuk, change(input.slice(stuk.start, stuk.end)));
}
