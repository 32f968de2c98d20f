/**
 * What an operator sees of the zaakberichten: the shapes that /beheer shows and the actions it offers (rows L8-L11, L14).
 *
 * A zaakbericht is one status change on its way to MijnOverheid. It always stands in exactly one state, and the final
 * states say why it ended. No shape here carries a BSN: the operator finds a zaakbericht by its zaaknummer.
 */

/** States in which a zaakbericht still has to go somewhere. */
export const OPEN_STATEN = ['wacht_op_controle', 'te_verzenden', 'verzonden', 'fout'] as const;

/** States in which a zaakbericht ended; each has a reason and a time. */
export const EIND_STATEN = [
  'afgeleverd',
  'geen_account',
  'bsn_niet_authentiek',
  'niet_van_toepassing',
  'geen_toestemming',
  'buiten_proefproductie',
  'overgedragen',
  'afgewezen',
  'verlopen_onbekend',
] as const;

export type OpenStaat = (typeof OPEN_STATEN)[number];
export type EindStaat = (typeof EIND_STATEN)[number];
export type Staat = OpenStaat | EindStaat;

/** One line of the list. Times are UTC instants. */
export interface ZaakberichtRegel {
  readonly id: string;
  readonly zaaknummer: string;
  readonly zaaktype: string;
  readonly statustype: string;
  readonly staat: Staat;
  /** Why it stands where it stands, in plain Dutch, or null when there is nothing to tell. */
  readonly reden: string | null;
  readonly statusGezetOp: Date;
  readonly gewijzigdOp: Date;
  /** True when its lane waits for an operator: it may be offered again, or skipped with a reason. */
  readonly wachtOpBeheerder: boolean;
}

/** One moment on the way of a zaakbericht, oldest first. */
export interface Moment {
  readonly tijd: Date;
  /** Short name of what happened, e.g. `Status gezet`, `Account gecontroleerd`, `Verzonden`, `Ontvangst bevestigd`. */
  readonly wat: string;
  readonly toelichting: string | null;
}

export interface ZaakberichtDetail extends ZaakberichtRegel {
  readonly tijdlijn: readonly Moment[];
  /** When the account of the initiator was checked; the gap with `statusGezetOp` is shown (L7). */
  readonly accountGecontroleerdOp: Date | null;
  readonly messageId: string | null;
  /** The zakLk01 as sent, BSN masked; null when no message was made. */
  readonly berichtXml: string | null;
  /** The answer as received (Fo01, Fo03, MessageError, SOAP Fault), BSN masked; null when there is none. */
  readonly antwoordXml: string | null;
}

export interface ZaakberichtFilter {
  readonly staat?: Staat;
  readonly zaaknummer?: string;
  /** Page number, from 1; 50 lines a page. */
  readonly pagina: number;
}

export interface ZaakberichtLijst {
  readonly regels: readonly ZaakberichtRegel[];
  readonly aantallen: Readonly<Record<Staat, number>>;
  /** How many lines match the filter. */
  readonly totaal: number;
}

/** What /beheer asks of Lopende Zaken. `wie` is the operator's name for the audit trail. */
export interface Zaakberichten {
  lijst(filter: ZaakberichtFilter): Promise<ZaakberichtLijst>;
  detail(id: string): Promise<ZaakberichtDetail | null>;
  /** Offers a zaakbericht that waits for an operator again, as a new message. False when it does not wait. */
  opnieuwAanbieden(id: string, wie: string): Promise<boolean>;
  /** Ends a zaakbericht that waits for an operator, so that the next status of the zaak can go. False when it does not wait. */
  overslaan(id: string, reden: string, wie: string): Promise<boolean>;
}
