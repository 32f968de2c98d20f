/**
 * Text in a StUF message: one Unicode form, counted as the strictest receiver counts, and only characters that XML can carry.
 */
import { fault, type StufFault } from './fout.ts';

/** What a text field allows, and how to speak of it. */
export interface TekstRegels {
  readonly veld: string;
  /** With its article, as a sentence starts: `De omschrijving van de zaak`. */
  readonly naam: string;
  /** Smallest length; 0 for a field that may be absent. */
  readonly min: number;
  readonly max: number;
  /** What to do about a fault, as a sentence. */
  readonly doe: string;
}

/** The one spelling we send: NFC, so that é is one character and lengths mean the same everywhere. */
export function nfc(text: string): string {
  return text.normalize('NFC');
}

/** The text to send, or null when there is nothing to send: absent, empty and white space alone are the same. */
export function textOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : nfc(text);
}

/**
 * Length and characters of a text field. The maximum counts UTF-16 units and the minimum Unicode characters: XML Schema counts characters,
 * but much-used validators (.NET, Xerces) count an emoji as two. So what passes here passes with both.
 */
export function checkTekst(text: string | null | undefined, { veld, naam, min, max, doe }: TekstRegels): StufFault[] {
  const sent = textOrNull(text);
  if (sent === null) return min === 0 ? [] : [fault(veld, 'leeg', `${naam} is leeg. ${doe}`)];
  const faults: StufFault[] = [];
  if (min > 1 && countCharacters(sent) < min) {
    const lengte = countCharacters(sent);
    const melding = `${naam} is ${tekens(lengte)} lang en moet minstens ${tekens(min)} zijn. ${doe}`;
    faults.push({ veld, regel: 'te-kort', limiet: min, lengte, melding });
  }
  if (sent.length > max) {
    const emoji = sent.length > countCharacters(sent) ? ' Een emoji telt hier als twee tekens.' : '';
    const melding = `${naam} is ${tekens(sent.length)} lang en mag hoogstens ${tekens(max)} zijn.${emoji} ${doe}`;
    faults.push({ veld, regel: 'te-lang', limiet: max, lengte: sent.length, melding });
  }
  return [...faults, ...checkTekens(sent, veld, naam)];
}

/** XML 1.0 section 2.2, Char. A lone surrogate is no character at all. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function checkTekens(text: string, veld: string, naam: string): StufFault[] {
  const found = NOT_IN_XML.exec(text);
  if (found === null) return [];
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const place = countCharacters(text.slice(0, found.index)) + 1;
  const melding = `${naam} bevat op plaats ${place} een teken dat niet in een bericht kan staan (U+${code}). Haal dat teken weg.`;
  return [fault(veld, 'teken', melding)];
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function tekens(count: number): string {
  return count === 1 ? '1 teken' : `${count} tekens`;
}
