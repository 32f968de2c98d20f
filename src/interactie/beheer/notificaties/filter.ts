/**
 * The filters of the two logs as they stand in the address, e.g. `?staat=open&kanaal=zaken`. An unknown value gives a
 * message, never a list that shows something else than was asked.
 */
import { AFLEVERSTATEN, type AfleveringFilter, type Afleverstaat } from '../bron.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** As long as the Notificaties API takes. */
const MAX_WOORD = 100;

export const VELDEN = ['staat', 'kanaal', 'resource', 'actie', 'id', 'nummer'] as const;
export type Veld = (typeof VELDEN)[number];

export interface Fout {
  readonly field: string;
  readonly message: string;
}

export interface Gelezen {
  readonly filter: AfleveringFilter;
  readonly fouten: readonly Fout[];
  /** What was typed, to show again. */
  readonly getypt: Readonly<Partial<Record<Veld, string>>>;
}

const MELDING: Readonly<Record<Veld, string>> = {
  staat: 'Deze staat kennen wij niet. Kies een staat uit de lijst.',
  kanaal: 'Kies een kanaal uit de lijst.',
  resource: `Vul één resource in van hoogstens ${MAX_WOORD} tekens, bijvoorbeeld zaak.`,
  actie: `Vul één actie in van hoogstens ${MAX_WOORD} tekens, bijvoorbeeld create.`,
  id: 'Vul een id in zoals 3a5b9b1e-6f2e-4f0e-9d50-0a3b7c3f4d11.',
  nummer: 'Vul een nummer in vanaf 1, zonder punten.',
};

/** Reads the fields that this log has. A field left empty is no filter; other fields are ignored. */
export function leesFilter(query: Readonly<Record<string, unknown>>, velden: readonly Veld[]): Gelezen {
  const fouten: Fout[] = [];
  const getypt: Partial<Record<Veld, string>> = {};
  for (const veld of velden) {
    const given = query[veld];
    if (given === undefined || given === '') continue;
    const tekst = typeof given === 'string' ? given.trim() : null;
    if (tekst === '') continue;
    if (tekst !== null && !/\p{Cc}/u.test(tekst)) getypt[veld] = tekst.slice(0, MAX_WOORD + 1);
    if (tekst === null || !klopt(veld, tekst)) fouten.push({ field: veld, message: MELDING[veld] });
  }
  const { staat, nummer, ...rest } = getypt;
  const filter: AfleveringFilter = {
    ...rest,
    ...(staat !== undefined && { staat: staat as Afleverstaat }),
    ...(nummer !== undefined && { voor: Number(nummer) + 1 }),
  };
  return fouten.length > 0 ? { filter: {}, fouten, getypt } : { filter, fouten, getypt };
}

function klopt(veld: Veld, tekst: string): boolean {
  if (veld === 'staat') return AFLEVERSTATEN.some((staat) => staat === tekst);
  if (veld === 'id') return UUID.test(tekst);
  // Well within what a database counts to.
  if (veld === 'nummer') return /^[1-9]\d{0,14}$/.test(tekst);
  return tekst.length <= MAX_WOORD && !/\p{Cc}/u.test(tekst) && tekst.isWellFormed();
}

/** The address of a log with what was typed, and another number to begin at. */
export function hrefVan(path: string, getypt: Gelezen['getypt'], nummer?: number): string {
  const query = new URLSearchParams();
  for (const veld of VELDEN) {
    const tekst = getypt[veld];
    if (tekst !== undefined && veld !== 'nummer') query.set(veld, tekst);
  }
  if (nummer !== undefined) query.set('nummer', String(nummer));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const isUuid = (text: string): boolean => UUID.test(text);
