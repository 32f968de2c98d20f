/** The words of the Message Service Handler. See `index.ts` for the whole. */
import type { Tx } from '../../platform/db/index.ts';

/** A business message to be sent. */
export interface Uitgaand {
  readonly cpaId: string;
  /** Our OIN, to find the route in the CPA. */
  readonly vanPartij: string;
  readonly action: string;
  /** Globally unique, `uuid@domain`. */
  readonly messageId: string;
  readonly conversationId: string;
  readonly payload: Uint8Array;
  readonly payloadType: string;
}

/**
 * What became of a message that was sent. Told in the transaction that stores it, each change once. `verlopen` is the
 * one end that can be corrected: what comes late, as `bevestigd` or `geweigerd`, is told after it.
 */
export type Resultaat =
  /** The other side's server took it in; the acknowledgment is still awaited. */
  | { readonly soort: 'verzonden'; readonly messageId: string }
  | { readonly soort: 'bevestigd'; readonly messageId: string }
  /** Refused for good; `antwoord` is what came back, as XML. */
  | {
      readonly soort: 'geweigerd';
      readonly messageId: string;
      readonly reden: string;
      readonly antwoord: string | null;
    }
  /** No acknowledgment in the time that the CPA gives. `vertrokken`: a byte may have left, so its fate is unknown. */
  | { readonly soort: 'verlopen'; readonly messageId: string; readonly reden: string; readonly vertrokken: boolean };

/** Called in the transaction that stores results. When it throws nothing is stored, and the same is told again later. */
export type OpResultaat = (tx: Tx, resultaten: readonly Resultaat[]) => Promise<void>;

/** A business message that came in, as the event `digikoppeling` / `bericht.ontvangen` tells it. */
export interface Ontvangen {
  readonly id: string;
  readonly messageId: string;
  readonly cpaId: string;
  readonly action: string;
  readonly refToMessageId: string | null;
}
