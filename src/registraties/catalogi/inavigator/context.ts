/** What every part of the mapping needs, and the three rules that hold for every kind of item. */
import type { Selectielijst } from '../selectielijst/index.ts';
import type { INavigatorExport, INavigatorSoort } from './model.ts';
import type { Melding, RapportSoort, Verslag } from './rapport.ts';

export interface Context {
  readonly verslag: Verslag;
  readonly lijst: Selectielijst;
  readonly soorten: Soorten;
  readonly informeren: 'uit-export' | 'alle';
}

/** Names of the kinds by id. */
export interface Soorten {
  readonly status: ReadonlyMap<string, string>;
  readonly resultaat: ReadonlyMap<string, string>;
  readonly rol: ReadonlyMap<string, string>;
  readonly document: ReadonlyMap<string, string>;
}

export function soortenVan(bron: INavigatorExport): Soorten {
  const opId = (soorten: readonly INavigatorSoort[]) => new Map(soorten.map(({ id, naam }) => [id, naam]));
  return {
    status: opId(bron.statussoorten),
    resultaat: opId(bron.resultaatsoorten),
    rol: opId(bron.rolsoorten),
    document: opId(bron.documentsoorten),
  };
}

interface Item {
  readonly id: string;
  readonly naam: string;
  readonly actief: boolean;
  readonly volgnummer: number | null;
  readonly overigeVelden: readonly string[];
}

/**
 * The items that can be taken over, in the order of the export: counted, and without those that are switched off or have no name.
 * Fields of theirs that we do not read are reported here.
 */
export function bruikbaar<T extends Item>(items: readonly T[], soort: RapportSoort, { verslag }: Context): T[] {
  verslag.gezien(soort, items.length);
  const over = items.filter((item) => {
    if (!item.actief) verslag.meld(inactief(soort), item);
    else if (item.naam === '') verslag.meld(zonderNaam(soort), item);
    else return true;
    return false;
  });
  for (const item of over) meldOverigeVelden(item, soort, verslag);
  const plaats = ({ volgnummer }: T): number => volgnummer ?? Number.MAX_SAFE_INTEGER;
  return over.sort((a, b) => plaats(a) - plaats(b));
}

export function meldOverigeVelden(
  item: Pick<Item, 'id' | 'overigeVelden'>,
  soort: RapportSoort,
  verslag: Verslag,
): void {
  for (const veld of item.overigeVelden) verslag.meld(overigVeld(soort), { id: item.id, naam: veld });
}

export function inactief(soort: RapportSoort): Melding {
  return {
    soort,
    gevolg: 'niet',
    code: 'inactief',
    reden: 'Staat in i-Navigator op niet actief.',
    advies: 'Niets, of zet het in i-Navigator op actief en maak een nieuwe export.',
  };
}

export function zonderNaam(soort: RapportSoort): Melding {
  return {
    soort,
    gevolg: 'niet',
    code: 'zonder-naam',
    reden: 'Heeft in de export geen naam.',
    advies: 'Vul de naam in i-Navigator in en maak een nieuwe export.',
  };
}

function overigVeld(soort: RapportSoort): Melding {
  return {
    soort,
    gevolg: 'niet',
    code: 'veld-niet-gelezen',
    reden: 'Dit veld is ingevuld, maar heeft geen plaats in de catalogus (Catalogi API 1.3.3).',
    advies: 'Niets als het veld alleen voor i-Navigator is. Zet het anders in de toelichting van het zaaktype.',
  };
}

/** A name that was too long for its field; the original stands in the toelichting. */
export function naamIngekort(soort: RapportSoort, max: number): Melding {
  return {
    soort,
    gevolg: 'aangepast',
    code: 'naam-ingekort',
    reden: `De naam is langer dan ${max} tekens en is ingekort. De hele naam staat in de toelichting.`,
    advies: 'Kies zelf een kortere naam zolang het zaaktype een concept is.',
  };
}

export function naamDubbel(soort: RapportSoort): Melding {
  return {
    soort,
    gevolg: 'aangepast',
    code: 'naam-dubbel',
    reden: 'De naam komt binnen dit zaaktype vaker voor. De volgende kreeg een nummer erachter.',
    advies: 'Geef ze zelf namen die van elkaar verschillen.',
  };
}

/** Confidentiality in the words of the export (`ZEER GEHEIM`) as the API writes it; undefined for empty or unknown. */
export function alsVertrouwelijkheid(tekst: string) {
  const gezocht = tekst.toLowerCase().replace(/[\s-]+/g, '_');
  return VERTROUWELIJKHEDEN.find((waarde) => waarde === gezocht);
}

/** From open to closed: the order of the standard. */
export const VERTROUWELIJKHEDEN = [
  'openbaar',
  'beperkt_openbaar',
  'intern',
  'zaakvertrouwelijk',
  'vertrouwelijk',
  'confidentieel',
  'geheim',
  'zeer_geheim',
] as const;
