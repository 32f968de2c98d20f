/** Lists by pages: what a client asks in its query, and where the next page begins. */
import { and, type Sql, sql } from '../../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../../platform/http/index.ts';
import { isUuid, type value } from '../../../registraties/kern/index.ts';

/** A parameter: its parser (of the text in the query) and the condition that it makes. */
export interface Filter {
  readonly parser: value.Parser<string>;
  conditie(tekst: string): Sql;
}

export interface Vraag {
  readonly waar: Sql;
  /** Items of a page. */
  readonly aantal: number;
}

export const MEESTE_PER_BLADZIJDE = 500;
const PER_BLADZIJDE = 100;

/** `na`: the id after which the page begins. `richting` says in which order the ids go. */
export const BLADEREN = {
  na: { type: 'string', format: 'uuid', description: 'Het id waarna de bladzijde begint; staat in next.' },
  aantal: { type: 'integer', minimum: 1, maximum: MEESTE_PER_BLADZIJDE, default: PER_BLADZIJDE },
} as const;

export function leesVraag(
  query: Readonly<Record<string, unknown>>,
  filters: Readonly<Record<string, Filter>>,
  richting: 'oplopend' | 'aflopend',
): Vraag {
  const faults: InvalidParam[] = [];
  const waar: Sql[] = [];
  for (const [name, given] of Object.entries(query)) {
    const text = typeof given === 'string' ? given : '';
    if (name === 'na') {
      if (!isUuid(text)) faults.push({ name, code: 'invalid', reason: 'Hier hoort het id van een bericht.' });
      else waar.push(richting === 'oplopend' ? sql`id > ${text}::uuid` : sql`id < ${text}::uuid`);
    } else if (name === 'aantal') {
      if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > MEESTE_PER_BLADZIJDE)
        faults.push({ name, code: 'invalid', reason: `Hier hoort een getal van 1 tot ${MEESTE_PER_BLADZIJDE}.` });
    } else if (Object.hasOwn(filters, name)) {
      const found = filters[name]!.parser.parse(text, name, { faults, ownId: () => null });
      if (found !== undefined) waar.push(filters[name]!.conditie(found));
    } else faults.push({ name: 'nonFieldErrors', code: 'unknown-parameters', reason: bekend(filters) });
  }
  if (faults.length > 0) throw invalid(...faults);
  const aantal = query['aantal'] === undefined ? PER_BLADZIJDE : Number(query['aantal']);
  return { waar: and(waar), aantal };
}

const bekend = (filters: object): string => `Bekend zijn: ${[...Object.keys(filters), 'na', 'aantal'].join(', ')}.`;

/** The page, with the address of the next: the same question, from the last id on. `rijen` has one more than asked. */
export function bladzijde<T extends { readonly id: string }>(
  rijen: readonly T[],
  { aantal }: Vraag,
  adres: string,
): { readonly next: string | null; readonly results: readonly T[] } {
  const results = rijen.slice(0, aantal);
  if (rijen.length <= aantal) return { next: null, results };
  const [path, asked] = adres.split('?');
  const query = new URLSearchParams(asked ?? '');
  query.set('na', results.at(-1)!.id);
  return { next: `${path}?${query}`, results };
}
