/**
 * What is wrong with a message, told so that somebody can repair it.
 *
 * A fault names the field and what to do. It never quotes the value: that may hold a BSN, and faults end up in logs.
 */

/** Stable names, for screens and tests. */
export type StufRegel =
  /** Required, and not there or only white space. */
  | 'leeg'
  | 'te-kort'
  | 'te-lang'
  /** Holds a character that XML 1.0 cannot carry. */
  | 'teken'
  /** Not a date, tijdstip, number or URL as the field wants it. */
  | 'vorm'
  /** Not nine digits that pass the 11-proef. */
  | 'elfproef'
  | 'niet-authentiek'
  /** The URL carries the BSN of the addressee. */
  | 'bsn-in-url'
  | 'mutatiesoort'
  | 'aantal-objecten'
  | 'verwerkingssoort'
  /** Old and new object are not the same zaak. */
  | 'andere-zaak'
  | 'status-ontbreekt'
  /** A status that is set belongs in the object huidig, one that is withdrawn in oud. */
  | 'status-plaats'
  | 'geadresseerde-ontbreekt'
  | 'meer-geadresseerden'
  /** Withdrawn before it was set. */
  | 'volgorde';

export interface StufFault {
  /** Path of the field, e.g. `zaak.omschrijving`. */
  readonly veld: string;
  readonly regel: StufRegel;
  /** The longest or shortest length allowed, in characters; null when the rule is not about length. */
  readonly limiet: number | null;
  /** The actual length in characters; null when the rule is not about length. */
  readonly lengte: number | null;
  /** For an operator, in Dutch: what is wrong, and what to do. */
  readonly melding: string;
}

/** Thrown by the writers: a message that a receiver must refuse is not written. Holds every fault found. */
export class InvalidBericht extends Error {
  override readonly name = 'InvalidBericht';
  readonly faults: readonly StufFault[];

  constructor(faults: readonly StufFault[]) {
    super(faults.map(({ veld, melding }) => `${veld}: ${melding}`).join(' '));
    this.faults = faults;
  }
}

/** A fault of a rule that is not about length. */
export function fault(veld: string, regel: StufRegel, melding: string): StufFault {
  return { veld, regel, limiet: null, lengte: null, melding };
}
