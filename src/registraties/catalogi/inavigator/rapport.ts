/**
 * What happened to every item of the export: the account that the functional administrator gets.
 *
 * Guarantees: each item that was seen is either taken over or named in a rule with the reason and with what to do about it.
 * Items with the same story stand in one rule; the rules are in the order of the kinds.
 */

/** The kinds the report speaks of, in the order in which it does; the last three are not read yet. */
const SOORTEN = [
  'export',
  'proces',
  'statustype',
  'checklistitem',
  'resultaattype',
  'roltype',
  'documenttype',
  'besluittype',
  'zaakeigenschap',
  'overig',
] as const;

export type RapportSoort = (typeof SOORTEN)[number];

/**
 * - `niet`: not taken over.
 * - `aangepast`: taken over with another value, because the standard cannot hold the original.
 * - `aangevuld`: the standard demands something that the export does not say; we filled in the value named.
 * - `let-op`: taken over as it stands, but a person should look at it.
 */
export type RapportGevolg = 'niet' | 'aangepast' | 'aangevuld' | 'let-op';

export interface RapportItem {
  /** Id in i-Navigator; `''` for what has none there. */
  readonly id: string;
  readonly naam: string;
  /** What is particular to this item, e.g. the value that was chosen; `''` for nothing. */
  readonly detail: string;
}

export interface RapportRegel {
  readonly soort: RapportSoort;
  readonly gevolg: RapportGevolg;
  /** Stable key of the reason, for programs. */
  readonly code: string;
  /** Why, in plain Dutch. */
  readonly reden: string;
  /** What the functional administrator can do, in plain Dutch. */
  readonly advies: string;
  readonly items: readonly RapportItem[];
}

export interface RapportTotaal {
  readonly soort: RapportSoort;
  /** Items of this kind in the export. */
  readonly gezien: number;
  /** Of those, how many are in the result (changed or not). */
  readonly overgenomen: number;
  /** Items that the export does not have and the result does. */
  readonly toegevoegd: number;
}

export interface Rapport {
  readonly bron: { readonly datum: string; readonly beheersapplicatie: string; readonly specificatieversie: string };
  readonly totalen: readonly RapportTotaal[];
  /** How many catalogus resources there are to store. */
  readonly gemaakt: {
    readonly zaaktypen: number;
    readonly statustypen: number;
    readonly resultaattypen: number;
    readonly roltypen: number;
    readonly informatieobjecttypen: number;
    readonly zaaktypeInformatieobjecttypen: number;
  };
  readonly regels: readonly RapportRegel[];
}

/** One kind of event during the mapping; defined once beside the rule it belongs to. */
export type Melding = Omit<RapportRegel, 'items'>;

/** Collects while the mapping runs. */
export interface Verslag {
  /** Counts `aantal` items (one by default) of a kind. */
  gezien(soort: RapportSoort, aantal?: number): void;
  overgenomen(soort: RapportSoort, aantal?: number): void;
  toegevoegd(soort: RapportSoort, aantal?: number): void;
  meld(melding: Melding, item: { readonly id: string; readonly naam: string }, detail?: string): void;
  /** The totals of the kinds that were counted, and the rules. */
  sluit(): Pick<Rapport, 'totalen' | 'regels'>;
}

type Telling = { gezien: number; overgenomen: number; toegevoegd: number };

export function openVerslag(): Verslag {
  const tellingen = new Map<RapportSoort, Telling>();
  const regels = new Map<string, { melding: Melding; items: RapportItem[] }>();
  const tel = (soort: RapportSoort, wat: keyof Telling, aantal: number): void => {
    const telling = tellingen.get(soort) ?? { gezien: 0, overgenomen: 0, toegevoegd: 0 };
    telling[wat] += aantal;
    tellingen.set(soort, telling);
  };
  return {
    gezien: (soort, aantal = 1) => tel(soort, 'gezien', aantal),
    overgenomen: (soort, aantal = 1) => tel(soort, 'overgenomen', aantal),
    toegevoegd: (soort, aantal = 1) => tel(soort, 'toegevoegd', aantal),
    meld: (melding, { id, naam }, detail = '') => {
      const sleutel = `${melding.soort}/${melding.code}`;
      const regel = regels.get(sleutel) ?? { melding, items: [] };
      regel.items.push({ id, naam, detail });
      regels.set(sleutel, regel);
    },
    sluit: () => ({
      totalen: SOORTEN.flatMap((soort) => {
        const telling = tellingen.get(soort);
        return telling === undefined ? [] : [{ soort, ...telling }];
      }),
      regels: [...regels.values()]
        .map(({ melding, items }) => ({ ...melding, items }))
        .sort((a, b) => SOORTEN.indexOf(a.soort) - SOORTEN.indexOf(b.soort)),
    }),
  };
}
