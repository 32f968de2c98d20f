/**
 * Reads a zakLk01 as its receiver does: who sent it, about which zaak, for whom, with which status.
 *
 * Forgiving in form: what is absent or nil is null, and judging it is left to `checkZakLk01Semantics` and the schema. The names and birth
 * date that some senders put in are not read. The BSN comes out as a Bsn, so it cannot print itself.
 */
import { Bsn } from '../bsn/index.ts';
import { attrOf, child, childrenOf, descend, parseXml, type XmlElement } from '../xml/index.ts';
import { type GelezenSysteem, isNil, readSysteem, readValue } from './lees.ts';
import { BG, STUF, ZKN } from './namen.ts';
import { RELATIE_ELEMENTEN, rolVan } from './rollen.ts';
import type { GeadresseerdeRol } from './zaakbericht.ts';

export interface GelezenStatus {
  /** T for a status that is added, E for one that is withdrawn. */
  readonly verwerkingssoort: string | null;
  readonly volgnummer: number | null;
  readonly omschrijving: string | null;
  readonly toelichting: string | null;
  /** 8 to 17 digits of Dutch local time, as sent. */
  readonly datumStatusGezet: string | null;
  /** Until when a status stood that was set by mistake; digits as sent. */
  readonly eindRelatie: string | null;
}

export interface GelezenGeadresseerde {
  readonly rol: GeadresseerdeRol;
  /** null when there is none, or not one that passes the 11-proef. */
  readonly bsn: Bsn | null;
  readonly authentiek: boolean;
}

/** Dates as sent: eight digits. */
export interface GelezenZaak {
  readonly verwerkingssoort: string | null;
  readonly sleutelVerzendend: string | null;
  readonly identificatie: string | null;
  readonly omschrijving: string | null;
  readonly toelichting: string | null;
  readonly startdatum: string | null;
  readonly registratiedatum: string | null;
  readonly einddatumGepland: string | null;
  readonly uiterlijkeEinddatum: string | null;
  readonly einddatum: string | null;
  readonly resultaat: { readonly omschrijving: string | null; readonly toelichting: string | null } | null;
  readonly zaaktype: { readonly omschrijving: string | null; readonly code: string | null } | null;
  /** In the order of the schema; we send one at most. */
  readonly geadresseerden: readonly GelezenGeadresseerde[];
  /** Without the nil relations that stand for "no status" in a change. */
  readonly statussen: readonly GelezenStatus[];
}

export interface GelezenZakLk01 {
  readonly zender: GelezenSysteem;
  readonly ontvanger: GelezenSysteem;
  readonly referentienummer: string | null;
  readonly tijdstipBericht: string | null;
  readonly mutatiesoort: string | null;
  readonly indicatorOvername: string | null;
  /** One (huidig, or the one removed) or two (oud, huidig). */
  readonly objecten: readonly GelezenZaak[];
}

/**
 * The message, or null when the document is something else.
 * @throws XmlFault when it is not readable XML
 */
export function readZakLk01(xml: string | Uint8Array): GelezenZakLk01 | null {
  const root = parseXml(xml);
  if (root.ns !== ZKN || root.name !== 'zakLk01') return null;
  const stuurgegevens = child(root, ZKN, 'stuurgegevens');
  const parameters = child(root, ZKN, 'parameters');
  return {
    zender: readSysteem(stuurgegevens, 'zender'),
    ontvanger: readSysteem(stuurgegevens, 'ontvanger'),
    referentienummer: readValue(stuurgegevens, STUF, 'referentienummer'),
    tijdstipBericht: readValue(stuurgegevens, STUF, 'tijdstipBericht'),
    mutatiesoort: readValue(parameters, STUF, 'mutatiesoort'),
    indicatorOvername: readValue(parameters, STUF, 'indicatorOvername'),
    objecten: childrenOf(root, ZKN, 'object').map(readZaak),
  };
}

/** The zaak as it is now: the last object; undefined for a message without objects. */
export function huidigeZaak(bericht: GelezenZakLk01): GelezenZaak | undefined {
  return bericht.objecten.at(-1);
}

function readZaak(object: XmlElement): GelezenZaak {
  const resultaat = child(object, ZKN, 'resultaat');
  const zaaktype = descend(object, ZKN, 'isVan', 'gerelateerde');
  return {
    verwerkingssoort: attrOf(object, STUF, 'verwerkingssoort') ?? null,
    sleutelVerzendend: attrOf(object, STUF, 'sleutelVerzendend') ?? null,
    identificatie: readValue(object, ZKN, 'identificatie'),
    omschrijving: readValue(object, ZKN, 'omschrijving'),
    toelichting: readValue(object, ZKN, 'toelichting'),
    startdatum: readValue(object, ZKN, 'startdatum'),
    registratiedatum: readValue(object, ZKN, 'registratiedatum'),
    einddatumGepland: readValue(object, ZKN, 'einddatumGepland'),
    uiterlijkeEinddatum: readValue(object, ZKN, 'uiterlijkeEinddatum'),
    einddatum: readValue(object, ZKN, 'einddatum'),
    resultaat: resultaat === undefined ? null : readResultaat(resultaat),
    zaaktype:
      zaaktype === undefined
        ? null
        : { omschrijving: readValue(zaaktype, ZKN, 'omschrijving'), code: readValue(zaaktype, ZKN, 'code') },
    geadresseerden: RELATIE_ELEMENTEN.flatMap((element) => readGeadresseerden(object, element)),
    statussen: childrenOf(object, ZKN, 'heeft')
      .filter((heeft) => !isNil(heeft))
      .map(readStatus),
  };
}

/** The group cannot be nil itself; a sender without a resultaat makes both children nil, and that is no resultaat. */
function readResultaat(resultaat: XmlElement): GelezenZaak['resultaat'] {
  const omschrijving = readValue(resultaat, ZKN, 'omschrijving');
  const toelichting = readValue(resultaat, ZKN, 'toelichting');
  return omschrijving === null && toelichting === null ? null : { omschrijving, toelichting };
}

function readGeadresseerden(object: XmlElement, element: string): GelezenGeadresseerde[] {
  return childrenOf(object, ZKN, element)
    .filter((relatie) => !isNil(relatie))
    .map((relatie) => {
      const persoon = descend(relatie, ZKN, 'gerelateerde', 'natuurlijkPersoon');
      const bsn = readValue(persoon, BG, 'inp.bsn');
      return {
        rol: rolVan(element, readValue(relatie, ZKN, 'omschrijving')),
        bsn: bsn === null ? null : Bsn.parse(bsn),
        authentiek: readValue(persoon, BG, 'authentiek') === 'J',
      };
    });
}

function readStatus(heeft: XmlElement): GelezenStatus {
  const statustype = child(heeft, ZKN, 'gerelateerde');
  const volgnummer = readValue(statustype, ZKN, 'volgnummer');
  return {
    verwerkingssoort: attrOf(heeft, STUF, 'verwerkingssoort') ?? null,
    volgnummer: volgnummer !== null && /^\d{1,4}$/.test(volgnummer) ? Number(volgnummer) : null,
    omschrijving: readValue(statustype, ZKN, 'omschrijving'),
    toelichting: readValue(heeft, ZKN, 'toelichting'),
    datumStatusGezet: readValue(heeft, ZKN, 'datumStatusGezet'),
    eindRelatie: readValue(child(heeft, STUF, 'tijdvakRelatie'), STUF, 'eindRelatie'),
  };
}
