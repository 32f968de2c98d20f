/**
 * The schema documents of a set, how they refer to each other, and which of them describe one root element.
 *
 * A reference leads to a file of the set or it is a fault: by its path, by its name alone when only one file has it (a set is often handed
 * out in one flat folder), and an import also by its namespace.
 */
import { type XmlDocument, XmlElement, XmlError } from 'libxml2-wasm';
import { DtdFout, openDocument } from './document.ts';

/** The files by their path in the folder or archive; what does not end in `.xsd` is left alone. */
export type XsdBestanden = ReadonlyMap<string, Uint8Array>;

/** What is wrong with a set, as sentences for the administrator. */
export class XsdSetFout extends Error {
  override readonly name = 'XsdSetFout';
  readonly fouten: readonly string[];

  constructor(fouten: readonly string[]) {
    super(fouten.join(' '));
    this.fouten = fouten;
  }
}

export interface Verwijzing {
  readonly soort: 'import' | 'include';
  /** Of an import; empty for none. */
  readonly namespace: string;
  readonly locatie: string | null;
  readonly element: XmlElement;
}

export interface Stuk {
  readonly naam: string;
  readonly doc: XmlDocument;
  /** Empty for none. */
  readonly namespace: string;
  /** Elements with which a message can begin. */
  readonly elementen: ReadonlySet<string>;
  readonly verwijzingen: readonly Verwijzing[];
}

const XS = { xs: 'http://www.w3.org/2001/XMLSchema' };
const MAX_BESTANDEN = 500;
const MAX_BYTES = 32 * 1024 * 1024;

/** Reads all; the caller disposes of the documents. @throws XsdSetFout */
export function leesStukken(bestanden: XsdBestanden): Stuk[] {
  const xsds = [...bestanden].filter(([naam]) => /\.xsd$/i.test(naam));
  if (xsds.length === 0) throw new XsdSetFout(['Er staan geen XSD-bestanden (.xsd) in de map of het zip-bestand.']);
  const bytes = xsds.reduce((sum, [, inhoud]) => sum + inhoud.byteLength, 0);
  if (xsds.length > MAX_BESTANDEN || bytes > MAX_BYTES) {
    throw new XsdSetFout([`Er staan te veel XSD-bestanden: hoogstens ${MAX_BESTANDEN}, samen hoogstens 32 MB.`]);
  }
  const stukken: Stuk[] = [];
  const fouten: string[] = [];
  for (const [naam, inhoud] of xsds) {
    try {
      stukken.push(leesStuk(naam, inhoud));
    } catch (fault) {
      if (fault instanceof DtdFout) {
        fouten.push(`${naam} heeft een DOCTYPE. Vraag een XSD zonder DOCTYPE, of haal het weg.`);
      } else if (fault instanceof XmlError) {
        fouten.push(`${naam} is geen leesbaar XML-schema.`);
      } else throw fault;
    }
  }
  if (fouten.length === 0) return stukken;
  sluitStukken(stukken);
  throw new XsdSetFout(fouten);
}

export function sluitStukken(stukken: readonly Stuk[]): void {
  for (const { doc } of stukken) doc.dispose();
}

function leesStuk(naam: string, inhoud: Uint8Array): Stuk {
  const doc = openDocument(inhoud);
  const zoek = (path: string): XmlElement[] => doc.find(path, XS).filter((node) => node instanceof XmlElement);
  if (zoek('/xs:schema').length === 0) {
    doc.dispose();
    throw new XmlError('no schema');
  }
  return {
    naam,
    doc,
    namespace: doc.root.attr('targetNamespace')?.value ?? '',
    elementen: new Set(zoek('/xs:schema/xs:element').flatMap((element) => element.attr('name')?.value ?? [])),
    verwijzingen: zoek('/xs:schema/xs:import | /xs:schema/xs:include | /xs:schema/xs:redefine').map((element) => ({
      soort: element.name === 'import' ? 'import' : 'include',
      namespace: element.attr('namespace')?.value ?? '',
      locatie: element.attr('schemaLocation')?.value ?? null,
      element,
    })),
  };
}

/** What is needed to judge messages with this root. */
export interface Keuze {
  /** The documents by which each namespace is entered; the others come in through an include. */
  readonly ingangen: readonly Stuk[];
  /** Where each include leads. */
  readonly includes: ReadonlyMap<Verwijzing, Stuk>;
  readonly alle: ReadonlySet<Stuk>;
}

/** @throws XsdSetFout when the root is not described, or a reference leads out of the set */
export function kiesStukken(
  stukken: readonly Stuk[],
  wortel: { readonly namespace: string; readonly naam: string },
): Keuze {
  const begin = stukken.filter(
    ({ namespace, elementen }) => namespace === wortel.namespace && elementen.has(wortel.naam),
  );
  if (begin.length === 0) {
    throw new XsdSetFout([
      `Geen van de XSD's beschrijft het element ${wortel.naam} in de namespace ${wortel.namespace || '(geen)'}. Controleer of dit de XSD's van dit bericht zijn.`,
    ]);
  }
  const ingangen = new Set<Stuk>(begin);
  const includes = new Map<Verwijzing, Stuk>();
  const alle = new Set<Stuk>();
  const fouten: string[] = [];
  const teDoen = [...begin];
  for (let stuk = teDoen.pop(); stuk !== undefined; stuk = teDoen.pop()) {
    if (alle.has(stuk)) continue;
    alle.add(stuk);
    for (const verwijzing of stuk.verwijzingen) {
      const doelen = doelenVan(stukken, stuk, verwijzing);
      if (doelen.length === 0) fouten.push(ontbreekt(stuk, verwijzing));
      for (const doel of doelen) {
        if (verwijzing.soort === 'import') ingangen.add(doel);
        else includes.set(verwijzing, doel);
      }
      teDoen.push(...doelen);
    }
  }
  if (fouten.length > 0) throw new XsdSetFout([...new Set(fouten)].slice(0, 20));
  return { ingangen: [...ingangen], includes, alle };
}

function ontbreekt({ naam }: Stuk, { soort, namespace, locatie }: Verwijzing): string {
  const wat = locatie ?? `de namespace ${namespace}`;
  return `${naam} verwijst naar ${wat}, maar dat zit er niet bij. Zet ${soort === 'import' ? 'het schema van die namespace' : 'dat bestand'} in de map: van internet wordt niets opgehaald.`;
}

function doelenVan(stukken: readonly Stuk[], van: Stuk, { soort, namespace, locatie }: Verwijzing): readonly Stuk[] {
  const past = (stuk: Stuk): boolean =>
    soort === 'import' ? stuk.namespace === namespace : stuk.namespace === van.namespace || stuk.namespace === '';
  const gevonden = locatie === null ? undefined : vind(stukken.filter(past), van.naam, locatie);
  if (gevonden !== undefined) return [gevonden];
  return soort === 'import' ? stukken.filter(past) : [];
}

function vind(stukken: readonly Stuk[], van: string, locatie: string): Stuk | undefined {
  const pad = samen(van, locatie);
  const naam = pad.split('/').at(-1);
  const zelfdeNaam = stukken.filter((stuk) => stuk.naam.split('/').at(-1) === naam);
  return zelfdeNaam.find((stuk) => stuk.naam === pad) ?? (zelfdeNaam.length === 1 ? zelfdeNaam[0] : undefined);
}

/** The path that a location means, seen from a file. */
function samen(van: string, locatie: string): string {
  const delen = van.split('/').slice(0, -1);
  for (const deel of locatie.split('/')) {
    if (deel === '..') delen.pop();
    else if (deel !== '.' && deel !== '') delen.push(deel);
  }
  return delen.join('/');
}
