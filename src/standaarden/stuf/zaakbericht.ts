/**
 * A zaakbericht as we think of it: one status of one zaak, for one citizen who takes part in that zaak.
 *
 * It knows nothing of XML. zakLk01 is one way to write it; another carrier can be another writer. It holds what the receiver needs to
 * address and to show, and no more: no name, no birth date, no address.
 */
import type { Bsn } from '../bsn/index.ts';
import { textOrNull } from './tekst.ts';

/** Who sends or receives (StUF 03.01 section 4.3). zender + referentienummer must be unique, and tijdstipBericht rises per zender. */
export interface Systeem {
  /** The OIN, equal to the PartyId of the ebMS envelope; at most 200 characters. */
  readonly organisatie: string;
  /** 3 to 50 characters. */
  readonly applicatie: string;
  /** At most 50 characters. */
  readonly administratie?: string;
}

/** ZKN Code (zkn0310_simpleTypes.xsd). */
export const MAX_CODE = 10;

/** `YYYY-MM-DD`, a day in the Netherlands. */
export type Datum = string;

/** The rollen in which somebody may be told, named as ZGW names them; `gemachtigde` is who acts for another. */
export type GeadresseerdeRol = 'initiator' | 'mede_initiator' | 'belanghebbende' | 'gemachtigde';

/** Where the reference to the dossier goes. StUF has no element for a URL, and what MijnOverheid expects is not published. */
export type VerwijzingPlaats = 'status-toelichting' | 'zaak-toelichting' | 'geen';

export interface Zaakbericht {
  /** 1 to 40 characters, unique per zender. */
  readonly referentienummer: string;
  /** Seventeen digits of Dutch local time; see `reserveTijdstippen`. */
  readonly tijdstipBericht: string;
  readonly zender: Systeem;
  readonly ontvanger: Systeem;
  readonly zaak: {
    /** 5 to 40 characters. */
    readonly identificatie: string;
    /** 1 to 80 characters; where the register has none, the omschrijving of the zaaktype is a good one. */
    readonly omschrijving: string;
    /** At most 1000 characters. */
    readonly toelichting?: string;
    readonly startdatum: Datum;
    readonly registratiedatum?: Datum;
    readonly einddatumGepland?: Datum;
    readonly uiterlijkeEinddatum?: Datum;
    /** null while the zaak is open. */
    readonly einddatum: Datum | null;
  };
  readonly zaaktype: {
    /** 1 to 80 characters. */
    readonly omschrijving: string;
    /** Sent when it has at most 10 characters; a longer one is sent as "waardeOnbekend", never cut. */
    readonly code?: string;
  };
  /** The one person in the message. Only an authentic BSN may be sent, so the type admits no other. */
  readonly geadresseerde: { readonly rol: GeadresseerdeRol; readonly bsn: Bsn; readonly authentiek: true };
  readonly status: {
    /** Of the statustype, 1 to 9999. */
    readonly volgnummer: number;
    /** The text that the citizen sees; 1 to 80 characters. */
    readonly omschrijving: string;
    /** At most 1000 characters, the reference included. */
    readonly toelichting?: string;
    /** Together with the zaak this identifies the status, so it must be unique within the zaak. */
    readonly datumStatusGezet: Date;
  };
  readonly resultaat?: {
    /** 1 to 80 characters. */
    readonly omschrijving: string;
    /** At most 1000 characters. */
    readonly toelichting?: string;
  };
  /** The dossier on the municipality's own site; without `plaats` it goes into the toelichting of the status. */
  readonly verwijzing?: { readonly url: string; readonly plaats?: VerwijzingPlaats };
}

export function plaatsOf(bericht: Zaakbericht): VerwijzingPlaats {
  return bericht.verwijzing?.plaats ?? 'status-toelichting';
}

/** The toelichting of the zaak as it is sent, with the reference when that goes here; null for none. */
export function zaakToelichting(bericht: Zaakbericht): string | null {
  const here = plaatsOf(bericht) === 'zaak-toelichting';
  return withUrl(bericht.zaak.toelichting, here ? bericht.verwijzing?.url : undefined);
}

/** The toelichting of the status as it is sent, with the reference when that goes here; null for none. */
export function statusToelichting(bericht: Zaakbericht): string | null {
  const here = plaatsOf(bericht) === 'status-toelichting';
  return withUrl(bericht.status.toelichting, here ? bericht.verwijzing?.url : undefined);
}

/**
 * The code of the zaaktype as it is sent, or null. ZKN Code holds 10 characters, a zaaktype.identificatie in ZGW 50: a code that does not fit
 * is left out, since a cut one would be the code of something else.
 */
export function zaaktypeCode({ zaaktype }: Zaakbericht): string | null {
  const code = textOrNull(zaaktype.code);
  return code === null || code.length > MAX_CODE ? null : code;
}

/** The URL comes last and alone, after one space, so that a reader that recognises links takes no full stop along. */
function withUrl(toelichting: string | undefined, url: string | undefined): string | null {
  const text = textOrNull(toelichting);
  if (url === undefined) return text;
  return textOrNull(text === null ? url : `${text.trimEnd()} ${url}`);
}
