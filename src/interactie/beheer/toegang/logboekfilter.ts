/** What is searched in the log of operators, as it stands in the address. A number that can be a BSN is not searched. */
import type { HandelingFilter } from '../../../registraties/handelingen/index.ts';
import { isElfproef } from '../../../standaarden/bsn/index.ts';
import { addDays, beginOfLocalDay } from '../../../standaarden/tijd/index.ts';
import { cleanText } from '../../ui/index.ts';

export const LOGBOEK = '/beheer/logboek';

const VELDEN = ['naam', 'soort', 'object', 'vanaf', 'tot'] as const;
export type Veld = (typeof VELDEN)[number];
export type Getypt = Readonly<Partial<Record<Veld, string>>>;

export interface Gelezen {
  readonly filter: HandelingFilter;
  readonly getypt: Getypt;
  readonly fouten: readonly { readonly field: Veld | 'lijst'; readonly message: string }[];
}

const MAX_LENGTE = 300;
const MAX_PAGINA = 1_000_000;

export function leesFilter(query: Readonly<Record<string, unknown>>): Gelezen {
  const getypt: Partial<Record<Veld, string>> = {};
  const fouten: { field: Veld | 'lijst'; message: string }[] = [];
  for (const veld of VELDEN) {
    const given = query[veld];
    if (given === undefined || given === '') continue;
    const text = typeof given === 'string' ? cleanText(given) : null;
    if (text === '') continue;
    if (text === null || text.length > MAX_LENGTE)
      fouten.push({ field: veld, message: 'Vul hier één ding in, van hoogstens 300 tekens.' });
    else if (isElfproef(text.replaceAll(/[\s.-]/g, '')))
      fouten.push({ field: veld, message: 'Dit kan een burgerservicenummer zijn. Daar kunt u hier niet op zoeken.' });
    else getypt[veld] = text;
  }
  const dag = (veld: 'vanaf' | 'tot', later: number): Date | null => {
    const text = getypt[veld];
    if (text === undefined) return null;
    const begin = beginOfLocalDay(text);
    if (begin !== null) return later === 0 ? begin : beginOfLocalDay(addDays(text, later));
    fouten.push({ field: veld, message: 'Vul een dag in, zoals 2026-11-22.' });
    return null;
  };
  const vanaf = dag('vanaf', 0);
  const tot = dag('tot', 1);
  const pagina = query['pagina'] === undefined || query['pagina'] === '' ? 1 : Number(query['pagina']);
  if (!Number.isInteger(pagina) || pagina < 1 || pagina > MAX_PAGINA)
    fouten.push({ field: 'lijst', message: 'Deze pagina bestaat niet. Begin bij pagina 1.' });
  const { naam, soort, object } = getypt;
  return {
    getypt,
    fouten,
    filter: {
      ...(naam !== undefined && { naam }),
      ...(soort !== undefined && { soort }),
      ...(object !== undefined && { object }),
      ...(vanaf !== null && { vanaf }),
      ...(tot !== null && { tot }),
      pagina,
    },
  };
}

/** The address of a page of what was searched. */
export function hrefVanLogboek(getypt: Getypt, pagina = 1): string {
  const query = new URLSearchParams(getypt as Record<string, string>);
  if (pagina > 1) query.set('pagina', String(pagina));
  const text = query.toString();
  return text === '' ? LOGBOEK : `${LOGBOEK}?${text}`;
}
