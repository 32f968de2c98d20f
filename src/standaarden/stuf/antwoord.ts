/**
 * Reads what comes back on a zakLk01: a Fo01, Fo02 or Fo03 (something is wrong) or a Bv03 (accepted for processing).
 *
 * Over Digikoppeling ebMS the Acknowledgment takes the place of Bv03, and Fo03 comes as a message of its own; which of them Lopende Zaken
 * sends is not published, so all are read. The texts of the other party come out with BSNs masked: they end up in logs and on screens.
 */
import { maskBsn } from '../bsn/index.ts';
import { child, parseXml, type XmlElement } from '../xml/index.ts';
import { readValue } from './lees.ts';
import { STUF } from './namen.ts';

export type FoutSoort = 'Fo01' | 'Fo02' | 'Fo03';

/** Whose fault it is, says the other party. */
export type FoutPlek = 'client' | 'server';

export interface StufFoutAnswer {
  readonly soort: FoutSoort;
  /** E.g. `StUF055`; `''` when the message has none. What to do about it: `explainFoutcode`. */
  readonly code: string;
  readonly plek: FoutPlek | null;
  /** BSNs masked; `''` when the message has none. */
  readonly omschrijving: string;
  /** BSNs masked. */
  readonly details?: string;
  /** referentienummer of the message that this answers; null in a Fo02, which answers on the same connection. */
  readonly crossRefnummer: string | null;
  readonly referentienummer: string | null;
}

export interface StufBevestiging {
  readonly soort: 'Bv03';
  readonly crossRefnummer: string | null;
  readonly referentienummer: string | null;
}

export type StufAnswer = StufFoutAnswer | StufBevestiging;

const SOORTEN: Readonly<Record<string, StufAnswer['soort']>> = {
  Fo01Bericht: 'Fo01',
  Fo02Bericht: 'Fo02',
  Fo03Bericht: 'Fo03',
  Bv03Bericht: 'Bv03',
};

/**
 * The answer, or null when the document is something else. An answer with parts missing is still an answer.
 * @throws XmlFault when it is not readable XML
 */
export function readStufAnswer(xml: string | Uint8Array): StufAnswer | null {
  const root = parseXml(xml);
  const soort = root.ns === STUF && Object.hasOwn(SOORTEN, root.name) ? SOORTEN[root.name] : undefined;
  if (soort === undefined) return null;
  const stuurgegevens = child(root, STUF, 'stuurgegevens');
  const numbers = {
    crossRefnummer: readValue(stuurgegevens, STUF, 'crossRefnummer'),
    referentienummer: readValue(stuurgegevens, STUF, 'referentienummer'),
  };
  return soort === 'Bv03' ? { soort, ...numbers } : { soort, ...readFout(child(root, STUF, 'body')), ...numbers };
}

function readFout(body: XmlElement | undefined): Pick<StufFoutAnswer, 'code' | 'plek' | 'omschrijving' | 'details'> {
  const plek = readValue(body, STUF, 'plek')?.trim();
  const details = readValue(body, STUF, 'details');
  return {
    code: maskBsn(readValue(body, STUF, 'code')?.trim() ?? ''),
    plek: plek === 'client' || plek === 'server' ? plek : null,
    omschrijving: maskBsn(readValue(body, STUF, 'omschrijving')?.trim() ?? ''),
    ...(details === null ? {} : { details: maskBsn(details.trim()) }),
  };
}
