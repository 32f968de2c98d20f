/** A reason that an operator gives; it is kept. */

/** Long enough for an explanation, short enough for the audit trail. */
export const MAX_REDEN = 500;

/** What is wrong with a reason, or null. */
export function faultInReden(reden: string, waar = 'bij het zaakbericht'): string | null {
  if (reden === '') return `Vul een reden in. De reden blijft bewaard ${waar}.`;
  if (reden.length > MAX_REDEN) {
    return `Maak de reden korter. U gebruikt ${reden.length} tekens, er mogen er ${MAX_REDEN} zijn.`;
  }
  return null;
}

/** A form with a reason as it was sent, when something was wrong with it. */
export interface FoutInReden {
  readonly reden: string;
  readonly fout: string;
}
