/** The words that all files of this component share. Everything that goes out is plain data: dates as text, no BSN. */
import type { Omgeving } from '../../integratie/digikoppeling/index.ts';
import type { Wie } from '../../registraties/handelingen/index.ts';

export type { Omgeving };

/** Who does something. */
export type Persoon = Pick<Wie, 'naam'>;

/** A mistake in what somebody filled in: where, and what to do. */
export interface Fout {
  readonly veld: string;
  readonly tekst: string;
}

export const OMGEVING_NAAM: Readonly<Record<Omgeving, string>> = {
  demo: 'de demo',
  compliance: 'de Compliancevoorziening',
  preproductie: 'preproductie',
  productie: 'productie',
};

/** Of which omgeving of MijnOverheid the papers of this one are: the demo practises for preproductie. */
export const omgevingVanMijnOverheid = (omgeving: Omgeving): Omgeving =>
  omgeving === 'demo' ? 'preproductie' : omgeving;

/** `2026-11-22`, in Dutch time. */
export function dagVan(moment: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(moment);
}

const LEESBAAR = new Intl.DateTimeFormat('nl-NL', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `22 november 2026`, of a day or a moment as text. */
export function inWoorden(datum: string): string {
  return LEESBAAR.format(new Date(`${datum.length > 10 ? dagVan(new Date(datum)) : datum}T00:00:00Z`));
}

const KLOK = new Intl.DateTimeFormat('nl-NL', { timeStyle: 'medium', timeZone: 'Europe/Amsterdam' });

/** `22 november 2026, 11.00.00 uur`, in Dutch time. */
export function tijdInWoorden(moment: string): string {
  return `${inWoorden(moment)}, ${KLOK.format(new Date(moment)).replaceAll(':', '.')} uur`;
}

/** A day that exists, written as `2026-11-22` or `22-11-2026`; null for anything else. */
export function leesDag(tekst: string): string | null {
  const gedraaid = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(tekst);
  const [, jaar = '', maand = '', dag = ''] = gedraaid
    ? ['', gedraaid[3], gedraaid[2], gedraaid[1]]
    : (/^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(tekst) ?? []);
  const iso = `${jaar}-${maand.padStart(2, '0')}-${dag.padStart(2, '0')}`;
  const moment = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : null;
}

export const GEEN_DAG = 'Vul een datum in die bestaat, zoals 22-11-2026.';

/** A title in the middle of a sentence: only its first letter changes, for names keep theirs. */
export const inZin = (titel: string): string => titel.charAt(0).toLowerCase() + titel.slice(1);
