/**
 * The forms in which a message goes (A2): StUF zakLk01, or the MO-bericht by a template; and the schemas that Logius handed
 * out, against which each message is held before it is stored (A4).
 */
import { readFile } from 'node:fs/promises';
import { EIGEN_SJABLOON, laadSjabloon, schrijfMoBericht } from '../../standaarden/mobericht/index.ts';
import { type Berichtsoort, writeZakLk01, type Zaakbericht } from '../../standaarden/stuf/index.ts';
import { laadXsdSet, type XsdSet } from '../../standaarden/xsd/index.ts';
import type { Stroom } from './inrichting.ts';
import { leesXsdBestanden } from './xsd-bestanden.ts';

export type Standaard = Stroom['standaard'];

export interface Vormen {
  /** The message as text. @throws InvalidBericht, as the check of the bericht tells before */
  schrijf(standaard: Standaard, bericht: Zaakbericht, soort: Berichtsoort): string;
  /** What is wrong with it by the schemas of Logius, as sentences; empty when there are none. */
  keur(standaard: Standaard, bericht: string): readonly string[];
}

/** Where the files are; null for our own template, and for no schemas. */
export interface VormBestanden {
  readonly sjabloon: string | null;
  readonly xsd: string | null;
}

const ZAKLK01 = { namespace: 'http://www.egem.nl/StUF/sector/zkn/0310', naam: 'zakLk01' };

/**
 * `gebruikt`: the forms of now, of which the schemas are compiled at once (some seconds), so that a set that cannot be used
 * shows at the start and not at the first message.
 * @throws SjabloonFout or XsdSetFout with what the administrator must repair
 */
export async function laadVormen(
  { sjabloon: pad, xsd }: VormBestanden,
  gebruikt: readonly Standaard[] = [],
): Promise<Vormen> {
  const sjabloon = laadSjabloon(await readFile(pad ?? EIGEN_SJABLOON, 'utf8'));
  const bestanden = xsd === null ? null : await leesXsdBestanden(xsd);
  const sets = new Map<Standaard, XsdSet>();
  /** Compiled when it is needed: a municipality uses one of the two. */
  function setVoor(standaard: Standaard): XsdSet | null {
    if (bestanden === null) return null;
    const known = sets.get(standaard);
    if (known) return known;
    const made = laadXsdSet(bestanden, standaard === 'stuf' ? ZAKLK01 : sjabloon.wortel);
    sets.set(standaard, made);
    return made;
  }
  for (const standaard of gebruikt) setVoor(standaard);
  return {
    schrijf: (standaard, bericht, soort) =>
      standaard === 'stuf' ? writeZakLk01(bericht, soort) : schrijfMoBericht(sjabloon, bericht, soort),
    keur: (standaard, bericht) =>
      (setVoor(standaard)?.valideer(bericht) ?? []).map(({ regel, melding }) => `Regel ${regel}: ${melding}`),
  };
}
