/**
 * What libxml2 says, in Dutch for an administrator. Its own text quotes the message, and what stands there may be a BSN: so only names of
 * elements and attributes, lengths and limits are taken over from it.
 */
import type { ErrorDetail } from 'libxml2-wasm';

export interface XsdFout {
  /** Line in the message, from 1. */
  readonly regel: number;
  /** The element that is wrong, with what it stands in when that is known: `heeft/gerelateerde/omschrijving`; null when it is the whole document. */
  readonly element: string | null;
  /** What is wrong with it; a sentence that begins with the element. */
  readonly melding: string;
}

type Vertaling = readonly [RegExp, (match: RegExpExecArray) => string];

const NAAM = String.raw`'(?:\{[^}]*\})?([\w.:-]+)'`;

/** In this order: the first that fits. Each goes after the name of the element. */
const VERTALINGEN: readonly Vertaling[] = [
  [/No matching global (?:element )?declaration/, () => 'is geen begin van een bericht dat de XSD kent.'],
  [
    /facet 'maxLength'.*length of '(\d+)'.*'(\d+)'/,
    ([, is, mag]) => `is ${is} tekens lang en mag hoogstens ${mag} zijn.`,
  ],
  [
    /facet 'minLength'.*length of '(\d+)'.*'(\d+)'/,
    ([, is, moet]) => `is ${is} tekens lang en moet minstens ${moet} zijn.`,
  ],
  [/facet 'length'.*length of '(\d+)'.*'(\d+)'/, ([, is, moet]) => `is ${is} tekens lang en moet er ${moet} zijn.`],
  [/facet 'pattern'.*by the pattern '(.*)'/, ([, vorm]) => `heeft niet de vorm ${vorm}.`],
  [/facet 'enumeration'/, () => 'heeft een waarde die niet in de lijst van de XSD staat.'],
  [/facet 'totalDigits'|facet 'fractionDigits'/, () => 'is een getal met te veel cijfers.'],
  [/facet '(?:max|min)(?:Inclusive|Exclusive)'/, () => 'heeft een waarde buiten de grenzen van de XSD.'],
  [
    /This element is not expected\. Expected is (?:one of )?\( (.*) \)/,
    ([, namen]) => `staat hier niet goed. Hier hoort: ${lijst(namen)}.`,
  ],
  [/This element is not expected/, () => 'hoort hier niet.'],
  [
    /Missing child element\(s\)\. Expected is (?:one of )?\( (.*) \)/,
    ([, namen]) => `mist een element: ${lijst(namen)}.`,
  ],
  [/Missing child element/, () => 'mist een element.'],
  [new RegExp(`The attribute ${NAAM} is required but missing`), ([, naam]) => `mist het attribuut ${naam}.`],
  [new RegExp(`attribute ${NAAM}.*is not allowed`), ([, naam]) => `mag het attribuut ${naam} niet hebben.`],
  [new RegExp(`attribute ${NAAM}`), ([, naam]) => `heeft een waarde in het attribuut ${naam} die niet past.`],
  [/Element content is not allowed/, () => 'mag geen elementen bevatten.'],
  [/[Cc]haracter content/, () => 'mag geen tekst bevatten.'],
  [/not '?nillable/, () => 'mag niet leeg worden gelaten met xsi:nil.'],
  [/nilled|xsi:nil/, () => 'is met xsi:nil leeg gemeld, maar er staat iets in.'],
  [/not a valid value/, () => 'heeft een waarde die niet bij de XSD past.'],
];

/** One fault a place: libxml2 reports a value that breaks a rule of its type twice. Without details it is no XML. */
export function legUit(details: readonly ErrorDetail[]): XsdFout[] {
  const fouten = new Map<string, XsdFout>();
  for (const { line, xpath, message } of details) {
    const element = plaats(xpath) ?? naamIn(message);
    const fout = { regel: line, element, melding: meldingVan(message, element) };
    const key = `${line} ${element}`;
    if (!fouten.has(key)) fouten.set(key, fout);
  }
  return fouten.size > 0 ? [...fouten.values()] : [{ regel: 1, element: null, melding: ONLEESBAAR }];
}

const ONLEESBAAR = 'Het bericht is geen leesbare XML.';

function meldingVan(message: string, element: string | null): string {
  if (!/^Element|^Entity|attribute/.test(message)) return ONLEESBAAR;
  for (const [vorm, vertaal] of VERTALINGEN) {
    const match = vorm.exec(message);
    if (match !== null) return `${naamIn(message) ?? element ?? 'Een element'} ${vertaal(match)}`;
  }
  return `${naamIn(message) ?? element ?? 'Een element'} voldoet niet aan de XSD.`;
}

function naamIn(message: string): string | null {
  return new RegExp(`^Element ${NAAM}`).exec(message)?.[1] ?? null;
}

/** `{ns}a, ##other{ns}*` as `a`. */
function lijst(namen: string | undefined): string {
  const los = (namen ?? '').split(',').map((naam) => naam.trim().replace(/^(?:##other)?\{[^}]*\}/, ''));
  return los.filter((naam) => /^[\w.-]+$/.test(naam)).join(', ') || 'iets anders';
}

/** The last three steps of the path, without prefixes; null when it has no names, as in a default namespace. */
function plaats(xpath: string | undefined): string | null {
  const stappen = (xpath ?? '').split('/').filter((stap) => stap !== '');
  return stappen.length === 0 || stappen.some((stap) => stap.startsWith('*'))
    ? null
    : stappen
        .slice(-3)
        .map((stap) => stap.replace(/^[^:[]*:/, ''))
        .join('/');
}

/** Why a set does not compile. There is no personal data in a schema, so what libxml2 says of it goes along. */
export function legSetUit(details: readonly ErrorDetail[], namen: ReadonlyMap<string, string>): string[] {
  const fouten = details
    .filter(({ level }) => level > 1)
    .map(({ file, line, message }) => {
      const waar = file === undefined ? '' : (namen.get(file) ?? '');
      const plek = waar === '' ? 'De XSD' : `${waar}, regel ${line}`;
      return `${plek}: ${oorzaak(message)} (${message.trim().replaceAll(/\{[^}]*\}/g, '')})`;
    });
  return fouten.length > 0 ? [...new Set(fouten)] : ['De XSD-bestanden passen niet bij elkaar.'];
}

function oorzaak(message: string): string {
  if (/already (?:exists|been defined|defined)|does already exist|redefin/i.test(message)) {
    return 'dit wordt twee keer beschreven. Laat één versie van de XSD in de map.';
  }
  if (/does not resolve/i.test(message)) {
    return 'dit verwijst naar iets dat nergens wordt beschreven. Er ontbreekt een XSD, of er staat een andere versie.';
  }
  return 'hier klopt iets niet. Vraag de XSD opnieuw op.';
}
