/**
 * Reading a CloudEvent: everything that is wrong is told at once, and nothing is thrown. An attribute that is null counts
 * as left out (JSON format §2.1).
 */
import * as vorm from './vormen.ts';

/** Structured mode, one event. */
export const MEDIATYPE = 'application/cloudevents+json';

/** Extension attributes stand beside the known ones, as on the wire. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  /** When it was recorded (NL GOV). */
  readonly time?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  /** NL GOV: where to ask for more. */
  readonly dataref?: string;
  readonly data?: unknown;
  readonly data_base64?: string;
  readonly [extension: string]: unknown;
}

export interface Fout {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
}

export type Gelezen = { readonly event: CloudEvent } | { readonly fouten: readonly Fout[] };

interface Attribuut {
  readonly max: number;
  readonly vorm: (text: string) => string | null;
  readonly verplicht?: true;
}

/** The attributes that we know; the limits are those of Open Notificaties, which names none for a source. */
const BEKEND: Readonly<Record<string, Attribuut>> = {
  specversion: {
    max: 50,
    vorm: (text) => (text === '1.0' ? null : 'Alleen versie 1.0 wordt gelezen.'),
    verplicht: true,
  },
  id: { max: 255, vorm: vorm.tekst, verplicht: true },
  source: { max: 1000, vorm: vorm.bron, verplicht: true },
  type: { max: 255, vorm: vorm.soort, verplicht: true },
  subject: { max: 255, vorm: vorm.tekst },
  time: { max: 50, vorm: vorm.moment },
  datacontenttype: { max: 255, vorm: vorm.mediatype },
  dataschema: { max: 1000, vorm: vorm.uri },
  dataref: { max: 1000, vorm: vorm.verwijzing },
};

const INHOUD = new Set(['data', 'data_base64']);
const NAAM = /^[a-z0-9]{1,50}$/;
const MEESTE_EXTENSIES = 50;
const DIEPSTE = 50;
const INTEGER = 2 ** 31;

/** The event in what a client sent, or what is wrong with it. */
export function leesCloudEvent(input: unknown): Gelezen {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { fouten: [{ name: 'nonFieldErrors', code: 'invalid', reason: 'Stuur één CloudEvent, als JSON-object.' }] };
  const gegeven = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  const namen = new Set(gegeven.map(([name]) => name));
  const fouten: Fout[] = [
    ...Object.entries(BEKEND)
      .filter(([name, { verplicht }]) => verplicht && !namen.has(name))
      .map(([name]) => ({ name, code: 'required', reason: 'Dit veld is verplicht.' })),
    ...gegeven.flatMap(([name, value]) => foutVan(name, value)),
  ];
  if (namen.has('data') && namen.has('data_base64'))
    fouten.push({ name: 'data', code: 'invalid', reason: 'Stuur data of data_base64, niet allebei.' });
  const extensies = gegeven.filter(([name]) => !Object.hasOwn(BEKEND, name) && !INHOUD.has(name));
  if (extensies.length > MEESTE_EXTENSIES)
    fouten.push({ name: 'nonFieldErrors', code: 'max_length', reason: `Hoogstens ${MEESTE_EXTENSIES} eigen velden.` });
  return fouten.length > 0 ? { fouten } : { event: Object.fromEntries(gegeven) as unknown as CloudEvent };
}

function foutVan(name: string, value: unknown): readonly Fout[] {
  const fout = (reason: string, code = 'invalid') => [{ name: naamInFout(name), code, reason }];
  if (name === 'data')
    return isBewaarbaar(value) ? [] : fout('De data bevat een teken dat niet mag, of is te diep genest.');
  if (name === 'data_base64') {
    const reason = typeof value === 'string' ? vorm.base64(value) : 'Hier hoort tekst.';
    return reason === null ? [] : fout(reason);
  }
  const bekend = Object.hasOwn(BEKEND, name) ? BEKEND[name]! : null;
  if (!bekend) return foutInExtensie(name, value, fout);
  if (typeof value !== 'string') return fout('Hier hoort tekst.');
  if (value === '') return fout('Dit veld mag niet leeg zijn.', 'blank');
  if ([...value].length > bekend.max) return fout(`Hoogstens ${bekend.max} tekens.`, 'max_length');
  const reason = vorm.tekst(value) ?? bekend.vorm(value);
  return reason === null ? [] : fout(reason);
}

/** An extension attribute is a text, a whole number of 32 bits, or true or false; its name has small letters and digits. */
function foutInExtensie(
  name: string,
  value: unknown,
  fout: (reason: string, code?: string) => readonly Fout[],
): readonly Fout[] {
  if (!NAAM.test(name)) return fout('De naam van een eigen veld bestaat uit kleine letters en cijfers.');
  if (typeof value === 'boolean') return [];
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= -INTEGER && value < INTEGER
      ? []
      : fout('Hier hoort een geheel getal van hoogstens 32 bits.');
  if (typeof value !== 'string') return fout('Hier hoort tekst, een geheel getal, of true of false.');
  if ([...value].length > 1000) return fout('Hoogstens 1000 tekens.', 'max_length');
  const reason = vorm.tekst(value);
  return reason === null ? [] : fout(reason);
}

/** What a client calls a field comes back to him in an answer, so not all of it. */
function naamInFout(name: string): string {
  return /^[\w.-]{1,50}$/.test(name) ? name : 'nonFieldErrors';
}

/** JSON that PostgreSQL keeps as it is: no NUL, no halves of characters, and not so deep that reading it hurts. */
function isBewaarbaar(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return typeof value !== 'number' || Number.isFinite(value);
  if (depth >= DIEPSTE) return false;
  return Object.entries(value).every(([key, child]) => isBewaarbaar(key) && isBewaarbaar(child, depth + 1));
}
