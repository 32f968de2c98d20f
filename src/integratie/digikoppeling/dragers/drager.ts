/**
 * A carrier: who takes messages to the other side when we do not send them ourselves. Chosen per stream, a CPA with or
 * without an action; without any, our own handler sends.
 */
import type { PartyId, Service } from '../../../standaarden/ebms/index.ts';

export interface Partij {
  readonly partyId: PartyId;
  readonly rol: string;
}

/** What the header of a message says. */
export interface Kop {
  readonly cpaId: string;
  readonly van: Partij;
  readonly naar: Partij;
  readonly service: Service;
  readonly action: string;
  readonly conversationId: string;
  readonly refToMessageId: string | null;
}

export interface OverTeDragen {
  /** Ours. */
  readonly messageId: string;
  /** By which the carrier knows it, or will know it. */
  readonly externId: string;
  readonly kop: Kop;
  readonly gemaakt: Date;
  readonly bijlagen: readonly OverTeDragenBijlage[];
}

export interface OverTeDragenBijlage {
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  open(): AsyncIterable<Uint8Array>;
}

/** What came of one try. */
export type Poging =
  | { readonly soort: 'overgedragen'; readonly externId: string }
  /** It will never take this message. */
  | { readonly soort: 'geweigerd'; readonly reden: string }
  /** It does not take this message now; of others that says nothing. */
  | { readonly soort: 'later'; readonly reden: string }
  /** It is not there. `vertrokken`: it may have taken the message all the same. */
  | { readonly soort: 'weg'; readonly reden: string; readonly vertrokken: boolean };

/** What it tells about a message later on. */
export interface Uitkomst {
  readonly externId: string;
  readonly soort: 'bevestigd' | 'geweigerd' | 'verlopen';
  readonly reden: string;
  /** For the carrier: which of its tellings this is. */
  readonly bron: string;
}

/** A message that it received for us. */
export interface Binnengekomen {
  readonly messageId: string;
  readonly kop: Kop;
  readonly tijd: Date;
  readonly bijlagen: readonly { readonly contentId: string; readonly contentType: string; readonly inhoud: Buffer }[];
}

export interface Drager {
  readonly naam: string;
  /** By what it will know the message; known before the first try, so that a try that was cut off can be found again. */
  externId(messageId: string, eigenAdres: string): string;
  /** Did it take this message already? Asked when an earlier try may have come through. */
  kent(bericht: OverTeDragen): Promise<boolean | Extract<Poging, { soort: 'weg' }>>;
  draagOver(bericht: OverTeDragen): Promise<Poging>;
  /** Null: it tells nothing, and a message that was handed over has ended. */
  readonly uitkomsten: {
    lees(): Promise<readonly Uitkomst[]>;
    /** What was told is stored here: it need not be told again. */
    verwerkt(uitkomst: Uitkomst): Promise<void>;
  } | null;
  /** Null: it receives nothing for us. */
  readonly ontvangst: {
    /** Ids of what it received and we did not take over. */
    lees(): Promise<readonly string[]>;
    haal(id: string): Promise<Binnengekomen>;
    verwerkt(id: string): Promise<void>;
  } | null;
}

/** Which carrier takes which messages. */
export interface Stroom {
  readonly cpaId: string;
  /** Null: every action that has no line of its own. */
  readonly action: string | null;
  readonly drager: Drager;
}

/** The carrier of this stream; null for our own handler. */
export function dragerVoor(stromen: readonly Stroom[], cpaId: string, action: string): Drager | null {
  const van = stromen.filter((stroom) => stroom.cpaId === cpaId);
  const found = van.find((stroom) => stroom.action === action) ?? van.find((stroom) => stroom.action === null);
  return found?.drager ?? null;
}
