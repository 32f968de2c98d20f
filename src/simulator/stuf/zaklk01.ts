/**
 * Reads a zakLk01 (StUF-ZKN 03.10) into plain facts, as far as a receiver of zaakberichten looks.
 *
 * Guarantees: what is absent, nil or has a noValue is null; nothing is judged here. Written apart from the reader and writer in
 * `standaarden/stuf`, so that it can disagree with them.
 */
import { attrOf, child, childrenOf, descend, textOf, type XmlElement } from '../../standaarden/xml/index.ts';
import { BG, STUF, XSI, ZKN } from './namen.ts';

export interface Adres {
  readonly organisatie: string | null;
  readonly applicatie: string | null;
  readonly administratie: string | null;
}

export interface Status {
  readonly verwerkingssoort: string | null;
  readonly omschrijving: string | null;
  readonly volgnummer: string | null;
  readonly toelichting: string | null;
  readonly datumStatusGezet: string | null;
  /** Until when a status stood that was set by mistake; null for one that holds. */
  readonly eindRelatie: string | null;
}

/** Somebody for whom the message is. */
export interface Geadresseerde {
  /** As the relation calls him, or else as the element does. */
  readonly rol: string;
  readonly bsn: string | null;
  readonly authentiek: string | null;
}

export interface ZaakObject {
  readonly entiteittype: string | null;
  readonly verwerkingssoort: string | null;
  readonly sleutel: string | null;
  readonly identificatie: string | null;
  readonly omschrijving: string | null;
  readonly toelichting: string | null;
  readonly startdatum: string | null;
  readonly uiterlijkeEinddatum: string | null;
  readonly einddatum: string | null;
  readonly zaaktype: string | null;
  readonly geadresseerden: readonly Geadresseerde[];
  readonly statussen: readonly Status[];
  /** The verwerkingssoort of each nil relation that marks where a status is not. */
  readonly geenStatus: readonly (string | null)[];
}

export interface ZakLk01 {
  readonly berichtcode: string | null;
  readonly zender: Adres;
  readonly ontvanger: Adres;
  readonly referentienummer: string | null;
  readonly tijdstipBericht: string | null;
  readonly entiteittype: string | null;
  readonly mutatiesoort: string | null;
  readonly indicatorOvername: string | null;
  readonly objecten: readonly ZaakObject[];
}

/** Null when the root is something else. */
export function leesZakLk01(root: XmlElement): ZakLk01 | null {
  if (root.ns !== ZKN || root.name !== 'zakLk01') return null;
  const stuurgegevens = child(root, ZKN, 'stuurgegevens');
  const parameters = child(root, ZKN, 'parameters');
  return {
    berichtcode: value(stuurgegevens, STUF, 'berichtcode'),
    zender: address(stuurgegevens, 'zender'),
    ontvanger: address(stuurgegevens, 'ontvanger'),
    referentienummer: value(stuurgegevens, STUF, 'referentienummer'),
    tijdstipBericht: value(stuurgegevens, STUF, 'tijdstipBericht'),
    entiteittype: value(stuurgegevens, STUF, 'entiteittype'),
    mutatiesoort: value(parameters, STUF, 'mutatiesoort'),
    indicatorOvername: value(parameters, STUF, 'indicatorOvername'),
    objecten: childrenOf(root, ZKN, 'object').map(readObject),
  };
}

function address(stuurgegevens: XmlElement | undefined, name: string): Adres {
  const element = stuurgegevens === undefined ? undefined : child(stuurgegevens, STUF, name);
  return {
    organisatie: value(element, STUF, 'organisatie'),
    applicatie: value(element, STUF, 'applicatie'),
    administratie: value(element, STUF, 'administratie'),
  };
}

function readObject(zaak: XmlElement): ZaakObject {
  return {
    entiteittype: attrOf(zaak, STUF, 'entiteittype') ?? null,
    verwerkingssoort: attrOf(zaak, STUF, 'verwerkingssoort') ?? null,
    sleutel: attrOf(zaak, STUF, 'sleutelVerzendend') ?? null,
    identificatie: value(zaak, ZKN, 'identificatie'),
    omschrijving: value(zaak, ZKN, 'omschrijving'),
    toelichting: value(zaak, ZKN, 'toelichting'),
    startdatum: value(zaak, ZKN, 'startdatum'),
    uiterlijkeEinddatum: value(zaak, ZKN, 'uiterlijkeEinddatum'),
    einddatum: value(zaak, ZKN, 'einddatum'),
    zaaktype: value(descend(zaak, ZKN, 'isVan', 'gerelateerde'), ZKN, 'omschrijving'),
    geadresseerden: ROLLEN.flatMap(([element, rol]) =>
      childrenOf(zaak, ZKN, element)
        .filter((relation) => !isNil(relation))
        .map((relation) => readGeadresseerde(relation, rol)),
    ),
    statussen: childrenOf(zaak, ZKN, 'heeft')
      .filter((relation) => !isNil(relation))
      .map(readStatus),
    geenStatus: childrenOf(zaak, ZKN, 'heeft')
      .filter(isNil)
      .map((relation) => attrOf(relation, STUF, 'verwerkingssoort') ?? null),
  };
}

/** The relations in which a citizen can stand who is told. */
const ROLLEN = [
  ['heeftAlsBelanghebbende', 'Belanghebbende'],
  ['heeftAlsGemachtigde', 'Gemachtigde'],
  ['heeftAlsInitiator', 'Initiator'],
] as const;

/** The `gerelateerde` around the person has no entiteittype. */
function readGeadresseerde(relation: XmlElement, rol: string): Geadresseerde {
  const person = descend(relation, ZKN, 'gerelateerde', 'natuurlijkPersoon');
  return {
    rol: value(relation, ZKN, 'omschrijving') ?? rol,
    bsn: value(person, BG, 'inp.bsn'),
    authentiek: value(person, BG, 'authentiek'),
  };
}

function readStatus(relation: XmlElement): Status {
  const type = child(relation, ZKN, 'gerelateerde');
  const period = child(relation, STUF, 'tijdvakRelatie');
  return {
    verwerkingssoort: attrOf(relation, STUF, 'verwerkingssoort') ?? null,
    omschrijving: value(type, ZKN, 'omschrijving'),
    volgnummer: value(type, ZKN, 'volgnummer'),
    toelichting: value(relation, ZKN, 'toelichting'),
    datumStatusGezet: value(relation, ZKN, 'datumStatusGezet'),
    eindRelatie: value(period, STUF, 'eindRelatie'),
  };
}

/** The text of a child, or null when it is absent, empty or marked as having no value (StUF 03.01 §3.4). */
function value(parent: XmlElement | undefined, ns: string, name: string): string | null {
  const element = parent === undefined ? undefined : child(parent, ns, name);
  if (element === undefined || isNil(element)) return null;
  const text = textOf(element).trim();
  return text === '' ? null : text;
}

function isNil(element: XmlElement): boolean {
  const nil = attrOf(element, XSI, 'nil');
  return nil === 'true' || nil === '1' || attrOf(element, STUF, 'noValue') !== undefined;
}
