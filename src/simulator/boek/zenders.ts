/**
 * What the receiver of StUF messages must remember per zender: the referentienummers it used (StUF016) and the tijdstipBericht it
 * reached (StUF019). A zender is organisatie + applicatie + administratie (StUF 03.01 §4.3).
 */
import { fullTijdstip } from '../basis/tijd.ts';
import type { BerichtFeit, StufPartij } from './feiten.ts';
import type { Regel } from './regel.ts';

export interface Zender {
  readonly partij: StufPartij;
  /** Highest tijdstipBericht so far, 17 digits; empty before the first. */
  readonly laatsteTijdstip: string;
  /** The message that first carried this referentienummer, or a later one when the first failed on our side. */
  metReferentie(referentienummer: string): Regel | undefined;
}

export interface Zenders {
  vind(partij: StufPartij): Zender | undefined;
  /** Gives the partij as it is kept, so that all messages of a zender share one. */
  onthoud(feit: BerichtFeit, partij: StufPartij): { readonly partij: StufPartij; neemOp(regel: Regel): void };
}

interface Stand {
  readonly partij: StufPartij;
  laatsteTijdstip: string;
  readonly regels: Map<string, Regel>;
  metReferentie(referentienummer: string): Regel | undefined;
}

export function createZenders(): Zenders {
  const known = new Map<string, Stand>();
  const keyOf = (partij: StufPartij): string =>
    JSON.stringify([partij.organisatie, partij.applicatie, partij.administratie]);

  return {
    vind: (partij) => known.get(keyOf(partij)),
    onthoud(feit, partij) {
      const key = keyOf(partij);
      const stand = known.get(key) ?? newStand(structuredClone(partij));
      known.set(key, stand);
      return {
        partij: stand.partij,
        neemOp(regel) {
          if (!counts(feit)) return;
          if (regel.referentienummer !== null) stand.regels.set(regel.referentienummer, regel);
          const { tijdstipBericht } = regel;
          if (tijdstipBericht === null) return;
          const moment = fullTijdstip(tijdstipBericht);
          if (moment > stand.laatsteTijdstip) stand.laatsteTijdstip = moment;
        },
      };
    },
  };
}

function newStand(partij: StufPartij): Stand {
  const regels = new Map<string, Regel>();
  return { partij, laatsteTijdstip: '', regels, metReferentie: (referentienummer) => regels.get(referentienummer) };
}

/**
 * A message that failed on the receiver's side counts as not yet processed: it may come again unchanged (StUF 03.01, StUF046).
 * One that was refused for its referentienummer or tijdstip must not take the place of the message that had it first.
 */
function counts({ uitkomst, stufFout }: BerichtFeit): boolean {
  if (uitkomst === 'herhaald' || uitkomst === 'ebms-fout') return false;
  if (stufFout === null) return true;
  return stufFout.plek === 'client' && !['StUF010', 'StUF013', 'StUF016', 'StUF019'].includes(stufFout.code);
}
