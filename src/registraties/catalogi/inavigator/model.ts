/**
 * An i-Navigator (VIND) export as read: ICR 1.5, the part that a ZGW catalogus can use.
 *
 * Texts have their white space folded to single spaces (the export is pretty-printed, its line breaks mean nothing); a field that
 * is absent or nil reads as `''`. Nothing is interpreted here: units, yes/no and confidentiality are still the words of the export.
 */

/** A length of time in the words of the export, e.g. `8` and `Week`; null when the number is absent. */
export type INavigatorTermijn = { readonly aantal: string; readonly eenheid: string } | null;

/** A row of one of the lists of kinds (statussoorten, rolsoorten, ...). */
export interface INavigatorSoort {
  readonly id: string;
  readonly naam: string;
}

interface Onderdeel {
  readonly id: string;
  readonly naam: string;
  /** Name in the national model, `''` for a local item. */
  readonly naamModel: string;
  /** Id in the list of kinds, `''` when absent. */
  readonly soortId: string;
  /** Order within the process; null when the export gives none. */
  readonly volgnummer: number | null;
  readonly actief: boolean;
  /** Fields that are filled (with more than `Nee`) and have no place in our model, by name. */
  readonly overigeVelden: readonly string[];
}

export interface INavigatorCheck {
  readonly id: string;
  readonly naam: string;
  readonly vraag: string;
  readonly toelichting: string;
  readonly verplicht: string;
  readonly actief: boolean;
}

export interface INavigatorStatustype extends Onderdeel {
  readonly toelichting: string;
  /** Text for the initiator. */
  readonly bericht: string;
  /** `Intern` or `Extern`. */
  readonly zichtbaarheid: string;
  readonly doorlooptijd: INavigatorTermijn;
  readonly checks: readonly INavigatorCheck[];
}

/** One line of "vernietigingsgrondslag": a name such as `Resultaat 11.1.6 Selectielijst gemeenten ... 2020`, and an address. */
export interface INavigatorGrondslag {
  readonly naam: string;
  readonly url: string;
}

export interface INavigatorResultaattype extends Onderdeel {
  readonly toelichting: string;
  readonly opmerking: string;
  readonly grondslagen: readonly INavigatorGrondslag[];
  /** `Vernietigen` or `Bewaren`. */
  readonly waardering: string;
  readonly bewaartermijn: INavigatorTermijn;
  readonly toelichtingBewaartermijn: string;
  /** When the term starts, e.g. `Afgehandeld`; the newer field if filled, else the older `bewaartermijn-start`. */
  readonly brondatum: string;
}

export type INavigatorRoltype = Onderdeel;

export interface INavigatorDocumenttype extends Onderdeel {
  /** `Inkomend`, `Intern`, `Uitgaand` or `In/uitgaand`. */
  readonly richting: string;
  readonly vertrouwelijkheid: string;
  readonly trefwoorden: string;
}

/** The three parts of a zaaktype name (initiator, subject, handler); each `''` when not filled. */
export interface INavigatorNaamstructuur {
  readonly handelingInitiator: string;
  readonly onderwerp: string;
  readonly handelingBehandelaar: string;
}

export interface INavigatorProces {
  readonly id: string;
  readonly kernomschrijving: string;
  readonly modelKernomschrijving: string;
  /** A sentence saying what the process does. */
  readonly naam: string;
  readonly toelichting: string;
  readonly aanleiding: string;
  readonly proceseigenaar: string;
  /** `Trigger Extern (TE)`, `Trigger Intern (TI)` or `Trigger Periodiek (TP)`. */
  readonly categorie: string;
  /** Name of the GEMMA reference process. */
  readonly procesarchitectuur: string;
  readonly vertrouwelijkheid: string;
  readonly publicatieIndicatie: string;
  readonly publicatietekst: string;
  readonly verantwoordingsrelatie: string;
  readonly lokaleTrefwoorden: string;
  readonly thesaurusterm: string;
  readonly wettelijkeAfdoeningstermijn: INavigatorTermijn;
  readonly afdoeningstermijn: INavigatorTermijn;
  readonly wettelijkeVerdagingstermijn: INavigatorTermijn;
  readonly verdagingstermijn: INavigatorTermijn;
  readonly aanhoudenMogelijk: string;
  /** The municipality's own name structure, and that of the model. */
  readonly naamstructuur: INavigatorNaamstructuur;
  readonly naamstructuurModel: INavigatorNaamstructuur;
  /** `YYYY-MM-DD...` or `''`. */
  readonly actueelVan: string;
  readonly actueelTot: string;
  readonly actief: boolean;
  readonly statustypen: readonly INavigatorStatustype[];
  readonly resultaattypen: readonly INavigatorResultaattype[];
  readonly roltypen: readonly INavigatorRoltype[];
  readonly documenttypen: readonly INavigatorDocumenttype[];
  /** What else hangs below the process, as counts by the export's own name (`registers`, `procesrelaties`, ...). */
  readonly nietGelezen: Readonly<Record<string, number>>;
  readonly overigeVelden: readonly string[];
}

export interface INavigatorExport {
  /** Moment of the export, `''` when absent. */
  readonly datum: string;
  readonly beheersapplicatie: string;
  readonly specificatieversie: string;
  readonly statussoorten: readonly INavigatorSoort[];
  readonly resultaatsoorten: readonly INavigatorSoort[];
  readonly rolsoorten: readonly INavigatorSoort[];
  readonly documentsoorten: readonly INavigatorSoort[];
  readonly processen: readonly INavigatorProces[];
}
