/**
 * The filter of the list as it stands in the address, e.g. `?staat=fout&zaaknummer=ZAAK-1&pagina=2`. An unknown value
 * gives a message, never a list that shows something else than was asked.
 */
import { EIND_STATEN, OPEN_STATEN, type Staat, type ZaakberichtFilter } from './bron.ts';

export const STATEN: readonly Staat[] = [...OPEN_STATEN, ...EIND_STATEN];

/** Lines on one page, as `ZaakberichtFilter` fixes it. */
export const PER_PAGINA = 50;

/** A zaaknummer is at most 40 characters (ZGW Zaken API, `identificatie`). */
const MAX_ZAAKNUMMER = 40;
/** Far beyond any list; keeps the offset that follows from it a safe number. */
const MAX_PAGINA = 1_000_000;

export interface FilterFout {
  readonly field: 'staat' | 'zaaknummer' | 'pagina';
  readonly message: string;
}

export interface GelezenFilter {
  readonly filter: ZaakberichtFilter;
  readonly fouten: readonly FilterFout[];
  /** What was typed for the zaaknummer, to show again. */
  readonly getypt: string;
}

/** Reads the query of a request. A field left empty is no filter; other fields are ignored. */
export function readFilter(query: Readonly<Record<string, unknown>>): GelezenFilter {
  const staat = readStaat(query['staat']);
  const zaaknummer = readZaaknummer(query['zaaknummer']);
  const pagina = readPagina(query['pagina']);
  return {
    filter: {
      ...(staat.value === undefined ? {} : { staat: staat.value }),
      ...(zaaknummer.value === undefined ? {} : { zaaknummer: zaaknummer.value }),
      pagina: pagina.value ?? 1,
    },
    fouten: [staat.fout, zaaknummer.fout, pagina.fout].filter((fout) => fout !== undefined),
    getypt: zaaknummer.value ?? '',
  };
}

interface Gelezen<T> {
  readonly value?: T;
  readonly fout?: FilterFout;
}

function readStaat(given: unknown): Gelezen<Staat> {
  if (isEmpty(given)) return {};
  const value = STATEN.find((staat) => staat === given);
  if (value !== undefined) return { value };
  return { fout: { field: 'staat', message: 'Deze staat kennen wij niet. Kies een staat uit de lijst.' } };
}

function readZaaknummer(given: unknown): Gelezen<string> {
  if (isEmpty(given)) return {};
  const message = `Vul één zaaknummer in van hoogstens ${MAX_ZAAKNUMMER} tekens.`;
  if (typeof given !== 'string') return { fout: { field: 'zaaknummer', message } };
  const value = given.trim();
  if (value === '') return {};
  if (value.length > MAX_ZAAKNUMMER || /\p{Cc}/u.test(value)) return { fout: { field: 'zaaknummer', message } };
  return { value };
}

function readPagina(given: unknown): Gelezen<number> {
  if (isEmpty(given)) return {};
  const value = typeof given === 'string' && /^[1-9]\d{0,6}$/.test(given) ? Number(given) : Number.NaN;
  if (value <= MAX_PAGINA) return { value };
  return { fout: { field: 'pagina', message: 'Deze pagina bestaat niet. Begin bij pagina 1.' } };
}

function isEmpty(given: unknown): boolean {
  return given === undefined || given === '';
}

/** The address of the list with this filter. */
export function hrefOfList(filter: Partial<ZaakberichtFilter>): string {
  const query = new URLSearchParams();
  if (filter.staat !== undefined) query.set('staat', filter.staat);
  if (filter.zaaknummer !== undefined) query.set('zaaknummer', filter.zaaknummer);
  if (filter.pagina !== undefined && filter.pagina > 1) query.set('pagina', String(filter.pagina));
  const text = query.toString();
  return text === '' ? '/beheer/zaakberichten' : `/beheer/zaakberichten?${text}`;
}

/** The address of one zaakbericht. */
export function hrefOfDetail(id: string): string {
  return `/beheer/zaakberichten/${encodeURIComponent(id)}`;
}
