/**
 * What Lopende Zaken asks of others: is this BSN authentic (L5), and has this person an account (L6, L7)? In batches;
 * a source that cannot be reached says so for all that were asked, and that is never the same as "no" (L8).
 */
import type { Bsn } from '../../standaarden/bsn/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';

/** A source that could not answer. The text goes to the operator. */
export class BronOnbereikbaar extends Error {
  override readonly name = 'BronOnbereikbaar';
}

/** The source answered, but about this one not, or not understandably: only this one waits. */
export interface Onbekend {
  readonly soort: 'onbekend';
  /** For the operator. */
  readonly reden: string;
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

/** What the municipality sets for this connection. */
export interface Instellingen {
  readonly cpaId: string;
  /** Our OIN: PartyId in the CPA and organisatie of the zender. */
  readonly oin: string;
  readonly applicatie: string;
  readonly administratie: string;
  readonly ontvanger: { readonly organisatie: string; readonly applicatie: string; readonly administratie: string };
  /** Action in the CPA under which zaakberichten go. */
  readonly action: string;
  /** Domain of MessageIds. */
  readonly domein: string;
  /** URL of the dossier with `{uuid}` and `{zaaknummer}` filled in (L12); null for none. */
  readonly verwijzing: string | null;
  /** Codes with which MijnOverheid says that there is no account (L11). */
  readonly geenAccountCodes: readonly string[];
  /** Zaken that are more confidential than this are not sent. */
  readonly maxVertrouwelijkheid: Vertrouwelijkheid;
}
