/**
 * The filter of the list as it stands in the address, e.g. `?staat=fout&zaaknummer=ZAAK-1*&van=2026-11-01`. An unknown
 * value gives a message, never a list that shows something else than was asked.
 */
import { Bsn } from '../../../standaarden/bsn/index.ts';
import { addDays, beginOfLocalDay } from '../../../standaarden/tijd/index.ts';
import { EIND_STATEN, isPlaats, OPEN_STATEN, type Staat, type ZaakberichtFilter } from '../bron.ts';
import { BERICHTEN, UITVOER } from './adres.ts';

export const STATEN: readonly Staat[] = [...OPEN_STATEN, ...EIND_STATEN];
/** Beside the states, in the same field: what waits for the operator. */
export const AAN_ZET = 'aan-zet';

export const VELDEN = ['staat', 'zaaknummer', 'zaaktype', 'stroom', 'van', 'tot', 'na'] as const;
export type Veld = (typeof VELDEN)[number];
/** As it was typed, to show again and to put in links. */
export type Getypt = Readonly<Partial<Record<Veld, string>>>;

/** A zaaknummer is at most 40 characters (ZGW Zaken API, `identificatie`); a `*` may follow it. */
const MAX_ZAAKNUMMER = 40;
const MAX_TEKST = 100;

export interface FilterFout {
  readonly field: Veld;
  readonly message: string;
}

export interface GelezenFilter {
  readonly filter: ZaakberichtFilter;
  readonly fouten: readonly FilterFout[];
  readonly getypt: Getypt;
}

const DAG = 'Vul een datum in, bijvoorbeeld 2026-11-21.';
const MELDING: Readonly<Record<Veld, string>> = {
  staat: 'Deze staat kennen wij niet. Kies een staat uit de lijst.',
  zaaknummer: `Vul één zaaknummer in van hoogstens ${MAX_ZAAKNUMMER} tekens.`,
  zaaktype: 'Kies een zaaktype uit de lijst.',
  stroom: 'Kies een stroom uit de lijst.',
  van: DAG,
  tot: DAG,
  na: 'Deze plaats in de lijst bestaat niet. Begin bij de nieuwste.',
};
const LIJKT_BSN =
  'Dit kan een burgerservicenummer zijn. Zoek een persoon met ‘Zoek een persoon’. Is het toch een zaaknummer? Zet er dan een * achter.';

/** Reads the query of a request. A field left empty is no filter; other fields are ignored. */
export function readFilter(query: Readonly<Record<string, unknown>>): GelezenFilter {
  const getypt: Partial<Record<Veld, string>> = {};
  const fouten: FilterFout[] = [];
  for (const veld of VELDEN) {
    const given = query[veld];
    if (given === undefined || given === '') continue;
    const tekst = typeof given === 'string' ? given.trim() : null;
    if (tekst === '') continue;
    if (tekst !== null && Bsn.parse(tekst)) fouten.push({ field: veld, message: LIJKT_BSN });
    else if (tekst === null || !klopt(veld, tekst)) {
      fouten.push({ field: veld, message: MELDING[veld] });
      if (tekst !== null && !/\p{Cc}/u.test(tekst)) getypt[veld] = tekst.slice(0, MAX_TEKST);
    } else getypt[veld] = tekst;
  }
  const { van, tot } = getypt;
  if (fouten.length === 0 && van !== undefined && tot !== undefined && van > tot)
    fouten.push({ field: 'tot', message: 'De laatste dag ligt voor de eerste. Kies een latere dag.' });
  return { filter: fouten.length > 0 ? {} : filterVan(getypt), fouten, getypt };
}

function klopt(veld: Veld, tekst: string): boolean {
  if (!tekst.isWellFormed() || /\p{Cc}/u.test(tekst)) return false;
  switch (veld) {
    case 'staat':
      return tekst === AAN_ZET || STATEN.some((staat) => staat === tekst);
    case 'zaaknummer':
      return tekst.replace(/\*$/, '').length <= MAX_ZAAKNUMMER && tekst !== '*';
    case 'zaaktype':
    case 'stroom':
      return tekst.length <= MAX_TEKST;
    case 'van':
    case 'tot':
      return beginOfLocalDay(tekst) !== null;
    case 'na':
      return isPlaats(tekst);
  }
}

function filterVan({ staat, zaaknummer, zaaktype, stroom, van, tot, na }: Getypt): ZaakberichtFilter {
  return {
    ...(staat === AAN_ZET ? { aanZet: true } : staat !== undefined && { staat: staat as Staat }),
    ...(zaaknummer !== undefined && { zaaknummer }),
    ...(zaaktype !== undefined && { zaaktype }),
    ...(stroom !== undefined && { stroom }),
    ...(van !== undefined && { van: beginOfLocalDay(van)! }),
    ...(tot !== undefined && { tot: beginOfLocalDay(addDays(tot, 1))! }),
    ...(na !== undefined && { na }),
  };
}

function met(path: string, getypt: Getypt): string {
  const query = new URLSearchParams();
  for (const veld of VELDEN) if (getypt[veld] !== undefined) query.set(veld, getypt[veld]);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The address of the list with this filter. */
export function hrefOfList(getypt: Getypt): string {
  return met(BERICHTEN, getypt);
}

/** The address of the same list as a file, whole. */
export function hrefOfUitvoer({ na: _na, ...getypt }: Getypt): string {
  return met(UITVOER, getypt);
}
