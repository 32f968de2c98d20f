/**
 * Reading with a notebook: what is missing or wrong is written down and reading goes on, so that one load shows every fault.
 *
 * A reader that wrote something down returns a value that only keeps the types whole; it never leaves `parseCpa`, which throws as
 * soon as the notebook is not empty.
 */
import { attrOf, child, textOf, type XmlElement } from '../xml/index.ts';
import { CPA_NS } from './constants.ts';
import type { CpaProblem } from './cpa-fault.ts';
import { parseDateTime, parseDuration } from './time.ts';

export interface Findings {
  readonly problems: CpaProblem[];
  /** Ids seen anywhere in the document; xs:ID is unique over the whole of it. */
  readonly ids: Set<string>;
}

/** A place in the CPA: the element and how to say where it is. */
export interface Place {
  readonly el: XmlElement;
  readonly path: string;
  readonly findings: Findings;
}

export function report({ path, findings }: Place, text: string): void {
  findings.problems.push({ location: path, text });
}

/** Of an id, in a path: each place below it repeats it. */
const MAX_ID = 100;

/** The children of this name, each with its path; numbered from 1, or named by the attribute that identifies it. */
export function placesOf(parent: Place, name: string, idAttr?: string): Place[] {
  const places: Place[] = [];
  for (const el of parent.el.children) {
    if (typeof el === 'string' || el.name !== name || el.ns !== CPA_NS) continue;
    const id = idAttr === undefined ? undefined : attrOf(el, CPA_NS, idAttr);
    const path = `${parent.path}/${name}[${id?.slice(0, MAX_ID) ?? places.length + 1}]`;
    places.push({ el, path: path.replace(/^\//, ''), findings: parent.findings });
  }
  return places;
}

export function optionalPlace(parent: Place, name: string): Place | null {
  const el = child(parent.el, CPA_NS, name);
  return el === undefined ? null : { el, path: `${parent.path}/${name}`.replace(/^\//, ''), findings: parent.findings };
}

export function requiredPlace(parent: Place, name: string): Place | null {
  const place = optionalPlace(parent, name);
  if (place === null) report(parent, `Element ${name} ontbreekt: vul het aan`);
  return place;
}

export function optionalAttr(place: Place, name: string): string | null {
  return attrOf(place.el, CPA_NS, name)?.trim() || null;
}

/** Attributes carry the CPA namespace (attributeFormDefault is qualified); the commonest fault is one without prefix. */
export function requiredAttr(place: Place, name: string): string {
  const value = optionalAttr(place, name);
  if (value !== null) return value;
  const bare = attrOf(place.el, '', name) !== undefined;
  report(
    place,
    bare
      ? `Attribuut ${name} staat er zonder namespace: zet het voorvoegsel van het CPA-schema ervoor`
      : `Attribuut ${name} ontbreekt of is leeg: vul het in`,
  );
  return '';
}

/** An xs:ID: present, and used once in the whole document. */
export function identity(place: Place, name: string): string {
  const id = requiredAttr(place, name);
  if (id !== '' && place.findings.ids.has(id))
    report(place, `Id ${id} komt vaker voor: geef elk onderdeel een eigen id`);
  place.findings.ids.add(id);
  return id;
}

export function requiredText(place: Place): string {
  const text = textOf(place.el).trim();
  if (text === '') report(place, 'Dit element is leeg: vul een waarde in');
  return text;
}

export function requiredDateTime(place: Place): Date {
  const instant = parseDateTime(textOf(place.el));
  if (instant === null) report(place, 'Dit is geen tijdstip: schrijf bijvoorbeeld 2026-01-01T00:00:00Z');
  return instant ?? new Date(0);
}

export function requiredDuration(place: Place): number {
  const ms = parseDuration(textOf(place.el));
  if (ms === null) report(place, 'Dit is geen tijdsduur: schrijf bijvoorbeeld PT3H of P1D');
  return ms ?? 0;
}

/** One of the words the schema allows; `absent` when the attribute is not there. */
export function oneOf<const Word extends string>(
  place: Place,
  name: string,
  words: readonly Word[],
  absent: Word,
): Word {
  const value = optionalAttr(place, name);
  if (value === null) return absent;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) report(place, `Attribuut ${name} heeft een onbekende waarde: kies uit ${words.join(', ')}`);
  return word ?? absent;
}

/** An xs:boolean that may be absent; other products write CPAs without the optional ones. */
export function optionalBoolean(place: Place, name: string): boolean {
  return ['true', '1'].includes(oneOf(place, name, ['true', 'false', '1', '0'], 'false'));
}
