/**
 * Reads one process of the export with everything below it.
 *
 * The element names are those of ICR 1.5. Fields are asked for by name; what nobody asked for comes back by name in `overigeVelden`,
 * and lists that are not read come back as counts.
 */
import { childrenOf, elementsOf, textOf, type XmlElement } from '../../../standaarden/xml/index.ts';
import { INavigatorFout } from './fout.ts';
import type {
  INavigatorCheck,
  INavigatorDocumenttype,
  INavigatorGrondslag,
  INavigatorNaamstructuur,
  INavigatorProces,
  INavigatorResultaattype,
  INavigatorRoltype,
  INavigatorStatustype,
} from './model.ts';
import { attribuut, foldSpace, itemsIn, leesVelden, type Velden } from './velden.ts';

/**
 * @param index place in the export, from 0, for the error
 * @throws INavigatorFout for a process without id
 */
export function leesProces(item: XmlElement, index: number): INavigatorProces {
  const id = attribuut(item, 'id');
  if (id === '') {
    throw new INavigatorFout(
      `Proces ${index + 1} in de export heeft geen id. Zonder id kan er geen zaaktype van gemaakt worden. Maak de export opnieuw.`,
    );
  }
  const velden = leesVelden(item);
  return {
    id,
    kernomschrijving: velden.tekst('kernomschrijving'),
    modelKernomschrijving: velden.tekst('model-kernomschrijving'),
    naam: velden.tekst('naam'),
    toelichting: velden.tekst('toelichting-proces'),
    aanleiding: velden.tekst('aanleiding'),
    proceseigenaar: velden.tekst('proceseigenaar'),
    categorie: velden.tekst('zaaktype-categorie'),
    procesarchitectuur: velden.tekst('zaaktype-procesarchitectuur'),
    vertrouwelijkheid: velden.tekst('vertrouwelijkheid'),
    publicatieIndicatie: velden.tekst('publicatie-indicatie'),
    publicatietekst: velden.tekst('publicatietekst'),
    verantwoordingsrelatie: velden.tekst('verantwoordingsrelatie'),
    lokaleTrefwoorden: velden.tekst('lokale-trefwoorden'),
    thesaurusterm: velden.tekst('vng-thesaurusterm'),
    wettelijkeAfdoeningstermijn: velden.termijn('wettelijke-afdoeningstermijn'),
    afdoeningstermijn: velden.termijn('afdoeningstermijn'),
    wettelijkeVerdagingstermijn: velden.termijn('wettelijke-verdagingstermijn'),
    verdagingstermijn: velden.termijn('verdagingstermijn'),
    aanhoudenMogelijk: velden.tekst('aanhouden-mogelijk'),
    naamstructuur: leesNaamstructuur(velden, 'zaaktype-naam'),
    naamstructuurModel: leesNaamstructuur(velden, 'zaaktype-naam-model'),
    actueelVan: velden.tekst('actueel-van'),
    actueelTot: velden.tekst('actueel-tot'),
    actief: isActief(velden),
    statustypen: itemsIn(item, 'statustypen', 'statustype').map(leesStatustype),
    resultaattypen: itemsIn(item, 'resultaattypen', 'resultaattype').map(leesResultaattype),
    roltypen: itemsIn(item, 'roltypen', 'roltype').map(leesRoltype),
    documenttypen: itemsIn(item, 'documenttypen', 'documenttype').map(leesDocumenttype),
    nietGelezen: telOverige(item),
    overigeVelden: velden.overig(),
  };
}

function leesNaamstructuur(velden: Velden, veld: string): INavigatorNaamstructuur {
  return {
    handelingInitiator: velden.deel(veld, 'structuur', 'handeling-initiator'),
    onderwerp: velden.deel(veld, 'structuur', 'onderwerp'),
    handelingBehandelaar: velden.deel(veld, 'structuur', 'handeling-behandelaar'),
  };
}

function leesStatustype(item: XmlElement): INavigatorStatustype {
  const velden = leesVelden(item);
  return {
    ...leesKern(item, velden),
    toelichting: velden.tekst('toelichting'),
    bericht: velden.tekst('bericht'),
    zichtbaarheid: velden.tekst('zichtbaarheid'),
    doorlooptijd: velden.termijn('standaard-doorlooptijd'),
    checks: itemsIn(item, 'checks', 'check').map(leesCheck),
    overigeVelden: velden.overig(),
  };
}

function leesCheck(item: XmlElement): INavigatorCheck {
  const velden = leesVelden(item);
  return {
    id: attribuut(item, 'id'),
    naam: velden.tekst('naam'),
    vraag: velden.tekst('vraag'),
    toelichting: velden.tekst('toelichting'),
    verplicht: velden.tekst('verplicht'),
    actief: isActief(velden),
  };
}

function leesResultaattype(item: XmlElement): INavigatorResultaattype {
  const velden = leesVelden(item);
  const start = velden.tekst('bewaartermijn-start');
  return {
    ...leesKern(item, velden),
    toelichting: velden.tekst('toelichting'),
    opmerking: velden.tekst('opmerking'),
    grondslagen: leesGrondslagen(velden.element('vernietigingsgrondslag')),
    waardering: velden.tekst('waardering'),
    bewaartermijn: velden.termijn('bewaartermijn'),
    toelichtingBewaartermijn: velden.tekst('toelichting-bewaartermijn'),
    brondatum: velden.tekst('brondatum-archiefprocedure') || start,
    overigeVelden: velden.overig(),
  };
}

function leesGrondslagen(veld: XmlElement | undefined): INavigatorGrondslag[] {
  if (veld === undefined) return [];
  return itemsIn(veld, 'list', 'fields').map((regel) => {
    const waarde = (naam: string): string => {
      const gevonden = childrenOf(regel, regel.ns, 'field').find((field) => attribuut(field, 'naam') === naam);
      return foldSpace(textOf(gevonden) ?? '');
    };
    return { naam: waarde('NAAM'), url: waarde('URL') };
  });
}

function leesRoltype(item: XmlElement): INavigatorRoltype {
  const velden = leesVelden(item);
  return { ...leesKern(item, velden), overigeVelden: velden.overig() };
}

function leesDocumenttype(item: XmlElement): INavigatorDocumenttype {
  const velden = leesVelden(item);
  return {
    ...leesKern(item, velden),
    richting: velden.tekst('type'),
    vertrouwelijkheid: velden.tekst('vertrouwelijkheid'),
    trefwoorden: velden.tekst('trefwoorden'),
    overigeVelden: velden.overig(),
  };
}

/** What every item below a process has; asks its fields before `overig` is called. */
function leesKern(item: XmlElement, velden: Velden) {
  const volgnummer = attribuut(item, 'volgnummer');
  return {
    id: attribuut(item, 'id'),
    naam: velden.tekst('naam'),
    naamModel: velden.tekst('naam-model'),
    soortId: attribuut(item, 'soort-id'),
    volgnummer: /^\d{1,9}$/.test(volgnummer) ? Number(volgnummer) : null,
    actief: isActief(velden),
  };
}

/** Only an explicit `Nee` switches an item off: older exports have no such field. */
function isActief(velden: Velden): boolean {
  return velden.tekst('actief').toLowerCase() !== 'nee';
}

/** The lists below a process that we do not read, with the number of items in each; rule sets count their rules. */
function telOverige(proces: XmlElement): Record<string, number> {
  const gelezen = new Set(['velden', 'LokaleMetaData', 'statustypen', 'resultaattypen', 'roltypen', 'documenttypen']);
  const aantallen: Record<string, number> = {};
  for (const lijst of elementsOf(proces)) {
    if (gelezen.has(lijst.name)) continue;
    const items = elementsOf(lijst);
    const aantal = lijst.name === 'regelsets' ? items.flatMap(elementsOf).length : items.length;
    if (aantal > 0) aantallen[lijst.name] = (aantallen[lijst.name] ?? 0) + aantal;
  }
  return aantallen;
}
