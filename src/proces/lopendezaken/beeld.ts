/**
 * What an operator sees of the zaakberichten: the shapes that /beheer shows and the actions it offers (rows L8-L11, L14).
 *
 * A zaakbericht is one status change on its way to MijnOverheid. It always stands in exactly one state, and the final
 * states say why it ended. No shape here carries a BSN: the operator finds a zaakbericht by its zaaknummer, and when he
 * must know the person he says why, which is kept before he sees it.
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

/** One attempt of Digikoppeling to hand the message over. */
export interface Poging {
  readonly tijd: Date;
  /** The endpoint, or the carrier that takes it for us. */
  readonly via: string;
  readonly uitkomst: string;
  readonly reden: string | null;
}

/** What a message does: tell a status, take one back that was set by mistake, or remove the zaak. */
export type ZaakberichtSoort = 'status' | 'intrekking' | 'verwijdering';

/** Another zaakbericht about the same status and person. */
export interface VerwantZaakbericht {
  readonly id: string;
  readonly soort: ZaakberichtSoort;
  readonly staat: Staat;
}

export interface ZaakberichtDetail extends ZaakberichtRegel {
  readonly soort: ZaakberichtSoort;
  /** It told a status, which an operator may take back when the inrichting allows it. */
  readonly verteld: boolean;
  /** The status that this one takes back, or what took this one back; the oldest first. */
  readonly verwant: readonly VerwantZaakbericht[];
  readonly tijdlijn: readonly Moment[];
  /** When the account of the initiator was checked; the gap with `statusGezetOp` is shown (L7). */
  readonly accountGecontroleerdOp: Date | null;
  readonly messageId: string | null;
  /** Under which the receiver knows the message. */
  readonly referentienummer: string | null;
  /** The zakLk01 as sent, BSN masked; null when no message was made. */
  readonly berichtXml: string | null;
  /** The ebMS envelope as sent, BSN masked; null when there is none, or another carrier made it. */
  readonly enveloppe: string | null;
  /** The answer as received (Fo01, Fo03, MessageError, SOAP Fault), BSN masked; null when there is none. */
  readonly antwoordXml: string | null;
  /** The oldest first. */
  readonly pogingen: readonly Poging[];
  /** Whether the BSN of the addressee is kept with it, so that it can be shown to who gives a reason. */
  readonly heeftBsn: boolean;
  /** What the addressee is in the zaak, e.g. `mede_initiator`; null when it is about nobody in particular. */
  readonly rolsoort: string | null;
  /** The zaakberichtstroom by which it goes; null when it goes nowhere. */
  readonly stroom: string | null;
  /** Version of the inrichting under which was decided. */
  readonly inrichting: number;
  /** Why it goes or not: each question with its answer, in the order in which they were asked. */
  readonly besluit: readonly { readonly vraag: string; readonly antwoord: string }[];
}

/** All that is given must hold. */
export interface ZaakberichtFilter {
  readonly staat?: Staat;
  /** Those that wait for an operator only. */
  readonly aanZet?: true;
  /** In full; with a `*` at the end all that begin so. */
  readonly zaaknummer?: string;
  readonly zaaktype?: string;
  readonly stroom?: string;
  /** Of the status, this moment included. */
  readonly van?: Date;
  /** Of the status, this moment not included. */
  readonly tot?: Date;
  /** Where the page begins, as `verder` of the page before said. */
  readonly na?: string;
}

/** Lines on one page. */
export const PER_PAGINA = 50;
/** A filter finds at most so many; beyond that is said that there are more. */
export const GETELD = 10_000;

/** The latest status first. Nothing moves between the pages: the order is of what never changes. */
export interface ZaakberichtLijst {
  readonly regels: readonly ZaakberichtRegel[];
  /** `na` of the next page; null at the end. */
  readonly verder: string | null;
  /** How many lines match the filter, at most `GETELD` unless they are counted anyway. */
  readonly totaal: number;
  /** There are more than `totaal`. */
  readonly meer: boolean;
}

export interface Berichtenstand {
  readonly aantallen: Readonly<Record<Staat, number>>;
  /** Since midnight, Dutch time; `fout` is what still waits for an operator. */
  readonly vandaag: { readonly afgeleverd: number; readonly fout: number };
  /** When the last zaakbericht was delivered. */
  readonly laatstAfgeleverd: Date | null;
  /** The oldest status that is still under way. */
  readonly oudste: Date | null;
}

/** The first of some lines, and how many there are (at most `GETELD`). */
export interface Kop {
  readonly regels: readonly ZaakberichtRegel[];
  readonly aantal: number;
}

/** How the check of accounts and persons does, as far as the zaakberichten tell. */
export interface Controlestand {
  /** The last time that it answered. */
  readonly laatst: Date | null;
  /** How many wait for it, when it was last tried and what it said; null when nothing waits. */
  readonly wacht: { readonly geprobeerdOp: Date; readonly reden: string | null; readonly aantal: number } | null;
}

/** Why an operator wants to know somebody's BSN, or what is about a person; kept in the verwerkingenlog. */
export interface Inzage {
  readonly wie: string;
  readonly reden: string;
  readonly trace: string | null;
}

/** What /beheer asks of Lopende Zaken. `wie` is the operator's name for the audit trail. */
export interface Zaakberichten {
  lijst(filter: ZaakberichtFilter): Promise<ZaakberichtLijst>;
  detail(id: string): Promise<ZaakberichtDetail | null>;
  stand(): Promise<Berichtenstand>;
  /** What waits for the operator, the oldest first. */
  aanZet(): Promise<Kop>;
  /** What goes on by itself, the oldest first. */
  onderweg(): Promise<Kop>;
  controle(): Promise<Controlestand>;
  /** The zaaktypen of which there are zaakberichten. */
  zaaktypen(): Promise<readonly string[]>;
  /** All that the filter finds, in parts; at any time only one part is in memory. */
  alles(filter: ZaakberichtFilter): AsyncIterable<readonly ZaakberichtRegel[]>;
  /** The zaakberichten about one person, the latest first, at most a page; written to the verwerkingenlog. */
  vanPersoon(bsn: string, inzage: Inzage): Promise<readonly ZaakberichtRegel[] | 'geen_bsn'>;
  /** The BSN of the addressee; written to the verwerkingenlog before it is given. Null when there is none. */
  toonBsn(id: string, inzage: Inzage): Promise<string | null>;
  /** Offers a zaakbericht that waits for an operator again, as a new message. False when it does not wait. */
  opnieuwAanbieden(id: string, wie: string): Promise<boolean>;
  /** Ends a zaakbericht that waits for an operator, so that the next status of the zaak can go. False when it does not wait. */
  overslaan(id: string, reden: string, wie: string): Promise<boolean>;
}
