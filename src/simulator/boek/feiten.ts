/**
 * What happened, fact by fact: the lines of the ledger file. The state of the simulator is nothing but these facts played back,
 * so after a restart it knows what it knew before. No fact holds a BSN.
 */
import type { AccountStand } from '../personen/demo.ts';

/** The first line of every file. */
export interface KopFeit {
  readonly soort: 'kop';
  readonly versie: 1;
  /** Stands in every id that this ledger hands out, so that ids of two ledgers never collide. */
  readonly boek: string;
  /** Key of the ids that stand for persons. */
  readonly sleutel: string;
}

/** Who sent a StUF message: the three together are one zender (StUF 03.01 §4.3). */
export interface StufPartij {
  readonly organisatie: string;
  readonly applicatie: string;
  readonly administratie: string | null;
}

/** A zaak as the last message about it told. */
export interface ZaakBeeld {
  readonly identificatie: string;
  readonly omschrijving: string;
  readonly toelichting: string | null;
  readonly zaaktype: string | null;
  /** StUF dates, 8 digits. */
  readonly startdatum: string | null;
  readonly uiterlijkeEinddatum: string | null;
  readonly einddatum: string | null;
}

export interface StatusBeeld {
  readonly omschrijving: string;
  readonly toelichting: string | null;
  /** StUF tijdstip, 8 to 17 digits of Dutch local time; identifies the status within its zaak. */
  readonly datumStatusGezet: string;
}

/** A foutbericht over StUF (Fo01, Fo03). */
export interface StufFout {
  readonly soort: 'Fo01' | 'Fo03';
  readonly code: string;
  readonly plek: 'client' | 'server';
  readonly omschrijving: string;
  /** More about the cause, never with a BSN; null when the omschrijving says it all. */
  readonly details: string | null;
}

/** What a message does for the citizen: tells a status, takes one back that was set by mistake, or takes the zaak away. */
export type Mutatie = 'status' | 'intrekking' | 'verwijdering';

/** An error over ebMS (MessageError), ebMS 2.0 §4.2.3. */
export interface EbmsFout {
  readonly code: string;
  /** XPath of the header element, or the cid of a part. */
  readonly locatie: string;
  readonly omschrijving: string;
}

/**
 * What became of a zaakbericht:
 * - `toegepast`: the citizen sees the status, or no longer sees what was taken back;
 * - `al-bekend`: the citizen saw this very status already, sent under another referentienummer;
 * - `herhaald`: the same StUF message as before under a new MessageId, its answer is repeated;
 * - `stuf-fout`: refused with a foutbericht; `ebms-fout`: refused with a MessageError;
 * - `niet-getoond`: no account, and the simulator is set to say nothing about it.
 */
export type Uitkomst = 'toegepast' | 'al-bekend' | 'herhaald' | 'stuf-fout' | 'ebms-fout' | 'niet-getoond';

export interface BerichtFeit {
  readonly soort: 'bericht';
  /** Order of arrival, from 1. */
  readonly nr: number;
  /** Milliseconds since 1970. */
  readonly ontvangenOp: number;
  readonly messageId: string;
  readonly conversationId: string;
  /** Of the HTTP body, in base64url: a third shorter than hexadecimal. */
  readonly sha256: string;
  /** Of the zaakbericht in it; null when it could not be found. */
  readonly inhoudSha256: string | null;
  readonly zender: StufPartij | null;
  readonly referentienummer: string | null;
  readonly tijdstipBericht: string | null;
  /** Null also for a change that names nobody: it is for all who see the zaak. */
  readonly persoon: string | null;
  /** As what that person is told; absent in files from before there was a choice. */
  readonly rol?: string | null;
  /** Absent for `status`. */
  readonly mutatie?: Mutatie;
  readonly zaak: ZaakBeeld | null;
  /** The status that is told, or taken back. */
  readonly status: StatusBeeld | null;
  readonly uitkomst: Uitkomst;
  readonly stufFout: StufFout | null;
  readonly ebmsFout: EbmsFout | null;
}

export type Feit =
  | KopFeit
  | BerichtFeit
  /** The same message came again: same MessageId, same bytes. */
  | { readonly soort: 'dubbel'; readonly nr: number }
  /** The MessageId of message `nr` came again with other bytes. */
  | { readonly soort: 'afwijkend'; readonly nr: number }
  /** The municipality acknowledged the foutbericht about message `nr`. */
  | { readonly soort: 'bevestigd'; readonly nr: number }
  | {
      readonly soort: 'post';
      readonly persoon: string;
      readonly tijd: number;
      readonly statussen: number;
      readonly zaken: number;
    }
  | { readonly soort: 'account'; readonly persoon: string; readonly account: AccountStand };
