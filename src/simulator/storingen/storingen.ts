/**
 * Decides, request by request, whether a fault fires. It only decides; carrying a fault out is `gedrag.ts`.
 *
 * Guarantees: with the same seed and the same requests in the same order the same faults fire.
 */
import { seededToeval, type Toeval } from '../basis/toeval.ts';
import type { AckStand, DienstStand, EndpointStand, FoutRegel, StandRegel, StoringStand } from './soorten.ts';

/** The fault that fired, or `ok`. */
export interface Beslissing<Stand extends string> {
  readonly stand: Stand | 'ok';
  readonly ms: number;
}

export interface Storingen {
  readonly stand: StoringStand;
  /** Replaces what is set by what the caller made of it; a seed restarts the chance. */
  zet(stand: StoringStand, zaad?: number): void;
  ebms(): Beslissing<EndpointStand>;
  ack(): Beslissing<AckStand>;
  dienst(naam: 'accounts' | 'brp'): Beslissing<DienstStand>;
  dropVoor(): boolean;
  dropNa(): boolean;
  /** The foutbericht that this zaakbericht must get, if any. */
  foutbericht(bericht: { readonly zaaknummer: string; readonly referentienummer: string }): FoutRegel | null;
}

/** Nothing is wrong. */
export function geenStoringen(geenAccountCode: string | null): StoringStand {
  return { ebms: [], ack: [], accounts: [], brp: [], dropKans: 0, dropNaKans: 0, fo03: [], geenAccountCode };
}

const DEFAULT_MS: Readonly<Record<string, number>> = { traag: 5000, vertragen: 5000, drip: 1000 };

export function createStoringen(begin: StoringStand, random: Toeval): Storingen {
  let stand = begin;
  let chance = random;

  const hits = (kans: number | undefined): boolean => kans === undefined || kans >= 1 || chance() < kans;

  /** The first rule of the list that fires, and the list as it then stands. */
  function draw<Rule extends { readonly kans?: number; readonly aantal?: number }>(
    rules: readonly Rule[],
    matches: (rule: Rule) => boolean,
  ): { fired: Rule | null; rest: readonly Rule[] } {
    const place = rules.findIndex((rule) => matches(rule) && hits(rule.kans));
    const fired = rules[place] ?? null;
    if (fired?.aantal === undefined) return { fired, rest: rules };
    const left = fired.aantal - 1;
    return { fired, rest: left > 0 ? rules.with(place, { ...fired, aantal: left }) : rules.toSpliced(place, 1) };
  }

  function decide<Stand extends string>(
    rules: readonly StandRegel<Stand>[],
    keep: (rest: readonly StandRegel<Stand>[]) => void,
  ): Beslissing<Stand> {
    if (rules.length === 0) return { stand: 'ok', ms: 0 };
    const { fired, rest } = draw(rules, () => true);
    if (rest !== rules) keep(rest);
    return fired === null
      ? { stand: 'ok', ms: 0 }
      : { stand: fired.stand, ms: fired.ms ?? DEFAULT_MS[fired.stand] ?? 0 };
  }

  return {
    get stand() {
      return stand;
    },
    zet(next, zaad) {
      stand = next;
      if (zaad !== undefined) chance = seededToeval(zaad);
    },
    ebms: () => decide(stand.ebms, (ebms) => (stand = { ...stand, ebms })),
    ack: () => decide(stand.ack, (ack) => (stand = { ...stand, ack })),
    dienst: (naam) => decide(stand[naam], (rest) => (stand = { ...stand, [naam]: rest })),
    dropVoor: () => stand.dropKans > 0 && hits(stand.dropKans),
    dropNa: () => stand.dropNaKans > 0 && hits(stand.dropNaKans),
    foutbericht({ zaaknummer, referentienummer }) {
      if (stand.fo03.length === 0) return null;
      const { fired, rest } = draw(
        stand.fo03,
        (rule) =>
          (rule.zaaknummer === undefined || rule.zaaknummer === zaaknummer) &&
          (rule.referentienummer === undefined || rule.referentienummer === referentienummer),
      );
      if (rest !== stand.fo03) stand = { ...stand, fo03: rest };
      return fired;
    },
  };
}
