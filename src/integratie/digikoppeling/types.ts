/** The words of the Message Service Handler. See `index.ts` for the whole. */
import type { Tx } from '../../platform/db/index.ts';

/** A business message to be sent. */
export interface Uitgaand {
  readonly cpaId: string;
  /** Our OIN, to find the route in the CPA. */
  readonly vanPartij: string;
  /** Only needed when two services of the CPA know the same action. */
  readonly service?: string;
  readonly action: string;
  /** Globally unique, `uuid@domain`. */
  readonly messageId: string;
  readonly conversationId: string;
  readonly refToMessageId?: string | null;
  /** In this order in the Manifest; none makes a message without payload. */
  readonly bijlagen: readonly Bijlage[];
}

/** A payload of a message to be sent. */
export interface Bijlage {
  readonly contentType: string;
  /** At hand, together at most 1 MiB per message; or in the store. */
  readonly inhoud: Uint8Array | Opgeslagen;
}

/** A payload in the store of objects (`objecten.nieuw`). It must not change any more. */
export interface Opgeslagen {
  readonly object: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/**
 * What became of a message that was sent. Told in the transaction that stores it, each change once. `verlopen` is the
 * one end that can be corrected: what comes late, as `bevestigd` or `geweigerd`, is told after it.
 */
export type Resultaat =
  /** The other side's server took it in; the acknowledgment is still awaited. */
  | { readonly soort: 'verzonden'; readonly messageId: string }
  | { readonly soort: 'bevestigd'; readonly messageId: string }
  /** Another system took it over and tells no more of it. */
  | { readonly soort: 'overgedragen'; readonly messageId: string }
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
