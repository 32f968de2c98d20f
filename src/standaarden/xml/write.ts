/**
 * Writes XML with a tagged template: what stands in the template is markup, what is put into it is data.
 *
 * Guarantees: a value can never become markup, neither between tags nor between quotes, and reads back exactly as it went in, line
 * ends and tabs included. A character that XML 1.0 cannot carry is refused with an XmlFault that names it, never silently cut.
 */
import { XmlFault } from './fault.ts';

/** A piece of XML that is already markup; made by `xml` and `rawXml` only. */
export class XmlFragment {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template; null, undefined and false leave nothing behind, so `${cond && xml`...`}` works. */
export type XmlValue = string | number | XmlFragment | null | undefined | false | readonly XmlValue[];

/**
 * `` xml`<a b="${value}">${text}${children}</a>` ``. Attribute values must stand between quotes.
 * @throws XmlFault `character` for a character outside XML 1.0 or a number that is not finite
 */
export function xml(markup: TemplateStringsArray, ...values: readonly XmlValue[]): XmlFragment {
  let out = markup[0] ?? '';
  for (let i = 0; i < values.length; i += 1) out += render(values[i]) + (markup[i + 1] ?? '');
  return new XmlFragment(out);
}

/** Text that is trusted to be markup already, for instance a part of a message we wrote ourselves. Never for input. */
export function rawXml(markup: string): XmlFragment {
  return new XmlFragment(markup);
}

/** A whole document in UTF-8, with its declaration. */
export function xmlBytes(root: XmlFragment): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);
}

function render(value: XmlValue): string {
  if (typeof value === 'string') return escapeText(value);
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number') return renderNumber(value);
  if (value instanceof XmlFragment) return value.toString();
  return value.map(render).join('');
}

function renderNumber(value: number): string {
  if (!Number.isFinite(value))
    throw new XmlFault('character', `${value} has no spelling in a message: give a finite number`);
  return String(value);
}

const SPECIAL = /[&<>"'\t\n\r]/g;

/** Tab and line ends as references too: a parser turns literal ones in an attribute into spaces (XML 1.0 section 3.3.3). */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** XML 1.0 section 2.2: everything but most C0 controls, surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\p{Cs}\ufffe\uffff]/u;

function escapeText(text: string): string {
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden !== null) throw forbiddenCharacter(forbidden[0], forbidden.index);
  return text.replace(SPECIAL, (character) => REFERENCES[character] ?? character);
}

function forbiddenCharacter(character: string, index: number): XmlFault {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return new XmlFault(
    'character',
    `Character U+${codePoint} at position ${index} cannot stand in XML: remove it from the text`,
  );
}
