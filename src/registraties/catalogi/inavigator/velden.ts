/**
 * The fields of one item of the export, asked for by name.
 *
 * It remembers what was asked, so that what is left over can be named in the report instead of disappearing.
 */
import {
  attrOf,
  child,
  childrenOf,
  descend,
  elementsOf,
  textOf,
  type XmlElement,
} from '../../../standaarden/xml/index.ts';
import type { INavigatorTermijn } from './model.ts';

export interface Velden {
  /** Text of a field with white space folded; `''` when absent or nil. */
  tekst(naam: string): string;
  /** Number and unit from the pair `naam`, `naam-eenheid`. */
  termijn(naam: string): INavigatorTermijn;
  /** Text below a field, e.g. `deel('zaaktype-naam', 'structuur', 'onderwerp')`. */
  deel(naam: string, ...pad: readonly string[]): string;
  /** The element of a field, for a field with a shape of its own. */
  element(naam: string): XmlElement | undefined;
  /** Filled fields nobody asked for, by name, without the bookkeeping of i-Navigator itself. */
  overig(): string[];
}

/** Fields that say when and by whom the item was kept, and nothing about the process. */
const BOEKHOUDING: ReadonlySet<string> = new Set([
  'actueel-van',
  'actueel-tot',
  'bron',
  'laatst-gewijzigd',
  'numerieke-code',
]);

/** The `velden` of an item; an item without them reads as one with nothing filled. */
export function leesVelden(item: XmlElement): Velden {
  const velden = child(item, item.ns, 'velden');
  const gevraagd = new Set<string>();
  const element = (naam: string): XmlElement | undefined => {
    gevraagd.add(naam);
    return velden === undefined ? undefined : child(velden, item.ns, naam);
  };
  const tekst = (naam: string): string => foldSpace(textOf(element(naam)) ?? '');
  return {
    element,
    tekst,
    termijn: (naam) => {
      const eenheid = tekst(`${naam}-eenheid`);
      const aantal = tekst(naam);
      return aantal === '' ? null : { aantal, eenheid };
    },
    deel: (naam, ...pad) => {
      const begin = element(naam);
      return begin === undefined ? '' : foldSpace(textOf(descend(begin, item.ns, ...pad)) ?? '');
    },
    overig: () => {
      const over = velden === undefined ? [] : elementsOf(velden).filter((veld) => !gevraagd.has(veld.name));
      const metadata = child(item, item.ns, 'LokaleMetaData');
      return [...over, ...(metadata === undefined ? [] : [metadata])]
        .filter((veld) => !BOEKHOUDING.has(veld.name) && isGevuld(veld))
        .map((veld) => veld.name);
    },
  };
}

/** The items in a list below `ouder`, e.g. every `statustype` in `statustypen`; empty when the list is absent. */
export function itemsIn(ouder: XmlElement, lijst: string, item: string): XmlElement[] {
  const gevonden = child(ouder, ouder.ns, lijst);
  return gevonden === undefined ? [] : childrenOf(gevonden, ouder.ns, item);
}

/** An attribute of an item, trimmed; `''` when absent. */
export function attribuut(item: XmlElement, naam: string): string {
  return (attrOf(item, '', naam) ?? '').trim();
}

/** White space in the export is layout: every run of it becomes one space. */
export function foldSpace(tekst: string): string {
  return tekst.replace(/\s+/g, ' ').trim();
}

/** `Nee` is how the export writes that a property does not apply. */
function isGevuld(element: XmlElement): boolean {
  const tekst = foldSpace(textOf(element));
  if (tekst !== '') return tekst !== 'Nee';
  return elementsOf(element).some(isGevuld);
}
