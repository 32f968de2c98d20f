/**
 * What Lopende Zaken asks of others: is this BSN authentic (L5), and has this person an account (L6, L7)? In batches;
 * a source that cannot be reached says so for all that were asked, and that is never the same as "no" (L8).
 */
import type { Queryable } from '../../platform/db/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import type { EindStaat } from './beeld.ts';

/** A source that could not answer. The text goes to the operator. */
export class BronOnbereikbaar extends Error {
  override readonly name = 'BronOnbereikbaar';
  /** When somebody looks whether it is back, in ms from now; null when nobody keeps that. */
  readonly kijkOverMs: number | null;

  constructor(message: string, kijkOverMs: number | null = null) {
    super(message);
    this.kijkOverMs = kijkOverMs;
  }
}

/** The source answered, but about this one not, or not understandably: only this one waits. Or it is away as a whole. */
export interface Onbekend {
  readonly soort: 'onbekend';
  /** For the operator. */
  readonly reden: string;
  /** Of a source that is away: see `BronOnbereikbaar`. */
  readonly kijkOverMs?: number | null;
}

export interface AuthentiekBron {
  /** As it is shown to the operator, e.g. `BRP`. */
  readonly naam: string;
  /** For each BSN: does the source know this person? Throws `BronOnbereikbaar`. */
  bekend(bsns: readonly Bsn[], signal: AbortSignal): Promise<readonly (boolean | Onbekend)[]>;
}

export type AccountStand =
  | { readonly soort: 'geen' }
  /** `geactiveerdOp` null: since always. */
  | { readonly soort: 'actief'; readonly geactiveerdOp: Date | null };

export interface AccountBron {
  /** For each BSN the account. Throws `BronOnbereikbaar`. */
  stand(bsns: readonly Bsn[], signal: AbortSignal): Promise<readonly (AccountStand | Onbekend)[]>;
}

/**
 * May this zaak be told to this person by this kanaal: consent, preference, and in the phases before production the list
 * of those who take part (A8, A9)? Asked before any source outside, and again in the transaction that stores the message.
 */
export interface Toelating {
  /** For each: null when it may, or why it is never sent. */
  magVerstrekken(db: Queryable, vragen: readonly Verstrekking[]): Promise<readonly (Afwijzing | null)[]>;
}

export interface Verstrekking {
  readonly bsn: Bsn;
  readonly zaakId: string;
  readonly kanaal: 'lopende-zaken';
}

/** Not sent, for good. */
export interface Afwijzing {
  readonly staat: Exclude<EindStaat, 'afgeleverd' | 'afgewezen' | 'verlopen_onbekend'>;
  /** For the operator, in plain Dutch. */
  readonly reden: string;
}

/** What belongs to the installation; what an administrator decides stands in `inrichting.ts`. */
export interface Instellingen {
  /** The CPA of a stroom that names none. */
  readonly cpaId: string;
  /** The action in the CPA of a stroom that names none. */
  readonly action: string;
  /** Our OIN: PartyId in the CPA and organisatie of the zender. */
  readonly oin: string;
  readonly applicatie: string;
  readonly administratie: string;
  readonly ontvanger: { readonly organisatie: string; readonly applicatie: string; readonly administratie: string };
  /** Domain of MessageIds. */
  readonly domein: string;
}
