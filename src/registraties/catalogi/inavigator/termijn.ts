/**
 * Lengths of time: from the words of i-Navigator to ISO 8601, as the Catalogi API wants them.
 *
 * The API counts `doorlooptijd` in calendar days, so weeks become days (8 weeks = P56D). Months and years stay what they are.
 */
import type { INavigatorTermijn } from './model.ts';

export interface Duur {
  /** ISO 8601, e.g. `P56D`; never zero. */
  readonly iso: string;
  /** Rough length in days, only for comparing (month 30, year 365). */
  readonly dagen: number;
  /** Working days have no ISO unit: 5 working days became 7 calendar days. */
  readonly uitWerkdagen: boolean;
}

/** Null for an absent term, a unit we do not know, zero, or something that is not a number of at most 4 digits. */
export function alsDuur(termijn: INavigatorTermijn): Duur | null {
  if (termijn === null || !/^\d{1,4}$/.test(termijn.aantal)) return null;
  const aantal = Number(termijn.aantal);
  if (aantal === 0) return null;
  switch (termijn.eenheid.toLowerCase()) {
    case 'dag':
      return { iso: `P${aantal}D`, dagen: aantal, uitWerkdagen: false };
    case 'werkdag': {
      const dagen = Math.ceil((aantal * 7) / 5);
      return { iso: `P${dagen}D`, dagen, uitWerkdagen: true };
    }
    case 'week':
      return { iso: `P${aantal * 7}D`, dagen: aantal * 7, uitWerkdagen: false };
    case 'maand':
      return { iso: `P${aantal}M`, dagen: aantal * 30, uitWerkdagen: false };
    case 'jaar':
      return { iso: `P${aantal}Y`, dagen: aantal * 365, uitWerkdagen: false };
    default:
      return null;
  }
}

/** The date part of an export moment, or null when it is not a date that exists. */
export function alsDatum(moment: string): string | null {
  const datum = /^(\d{4}-\d{2}-\d{2})(T|$)/.exec(moment)?.[1];
  if (datum === undefined) return null;
  const tijd = Date.parse(`${datum}T00:00:00Z`);
  return !Number.isNaN(tijd) && new Date(tijd).toISOString().startsWith(datum) ? datum : null;
}
