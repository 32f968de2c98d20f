/** How we read an element of StUF: what is absent, nil or empty has no value. */
import { attrOf, child, textOf, type XmlElement } from '../xml/index.ts';
import { STUF, XSI } from './namen.ts';

/** The text of a child element; null when it is absent, nil (StUF noValue) or empty. */
export function readValue(parent: XmlElement | undefined, ns: string, name: string): string | null {
  const found = parent === undefined ? undefined : child(parent, ns, name);
  if (found === undefined || isNil(found)) return null;
  const text = textOf(found);
  return text === '' ? null : text;
}

/** xs:boolean has two spellings of true. */
export function isNil(element: XmlElement): boolean {
  const nil = attrOf(element, XSI, 'nil');
  return nil === 'true' || nil === '1';
}

/** Sender or receiver as read; nothing is taken for granted. */
export interface GelezenSysteem {
  readonly organisatie: string | null;
  readonly applicatie: string | null;
  readonly administratie: string | null;
}

/** zender or ontvanger of the stuurgegevens; every field null when it is absent. */
export function readSysteem(stuurgegevens: XmlElement | undefined, rol: 'zender' | 'ontvanger'): GelezenSysteem {
  const systeem = stuurgegevens === undefined ? undefined : child(stuurgegevens, STUF, rol);
  return {
    organisatie: readValue(systeem, STUF, 'organisatie'),
    applicatie: readValue(systeem, STUF, 'applicatie'),
    administratie: readValue(systeem, STUF, 'administratie'),
  };
}
