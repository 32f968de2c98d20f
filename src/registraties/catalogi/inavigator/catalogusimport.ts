/**
 * A catalogus ready for storing, in the terms of the Catalogi API 1.3.3: field names, length limits and enumerations are those of
 * the published contract. Where the API wants an address, a reference (uuid or omschrijving) stands, since addresses depend on who
 * serves them; `bodies.ts` fills them in.
 */
import type { Rapport } from './rapport.ts';

export type Vertrouwelijkheidaanduiding =
  | 'openbaar'
  | 'beperkt_openbaar'
  | 'intern'
  | 'zaakvertrouwelijk'
  | 'vertrouwelijk'
  | 'confidentieel'
  | 'geheim'
  | 'zeer_geheim';

export type OmschrijvingGeneriekRol =
  | 'adviseur'
  | 'behandelaar'
  | 'belanghebbende'
  | 'beslisser'
  | 'initiator'
  | 'klantcontacter'
  | 'zaakcoordinator'
  | 'mede_initiator';

export interface CatalogusGegevens {
  readonly domein: string;
  readonly rsin: string;
  readonly naam: string;
  readonly contactpersoonBeheerNaam: string;
}

export interface ZaaktypeGegevens {
  readonly identificatie: string;
  readonly omschrijving: string;
  readonly omschrijvingGeneriek: string;
  readonly vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding;
  readonly doel: string;
  readonly aanleiding: string;
  readonly toelichting: string;
  readonly indicatieInternOfExtern: 'intern' | 'extern';
  readonly handelingInitiator: string;
  readonly onderwerp: string;
  readonly handelingBehandelaar: string;
  /** ISO 8601. */
  readonly doorlooptijd: string;
  readonly servicenorm: string | null;
  readonly opschortingEnAanhoudingMogelijk: boolean;
  readonly verlengingMogelijk: boolean;
  readonly verlengingstermijn: string | null;
  readonly trefwoorden: readonly string[];
  readonly publicatieIndicatie: boolean;
  readonly publicatietekst: string;
  readonly verantwoordingsrelatie: readonly string[];
  readonly productenOfDiensten: readonly string[];
  readonly referentieproces: { readonly naam: string };
  readonly verantwoordelijke: string;
  readonly besluittypen: readonly string[];
  readonly deelzaaktypen: readonly string[];
  readonly gerelateerdeZaaktypen: readonly never[];
  readonly beginGeldigheid: string;
  readonly eindeGeldigheid: string | null;
  readonly versiedatum: string;
}

export interface ChecklistItem {
  readonly itemnaam: string;
  readonly toelichting: string | null;
  readonly vraagstelling: string;
  readonly verplicht: boolean;
}

/** The statustype with the highest volgnummer is the end status (zrc-007); the list stands in that order. */
export interface StatustypeGegevens {
  readonly omschrijving: string;
  readonly omschrijvingGeneriek: string;
  readonly statustekst: string;
  readonly volgnummer: number;
  readonly informeren: boolean;
  readonly doorlooptijd: string | null;
  readonly toelichting: string | null;
  readonly checklistitemStatustype: readonly ChecklistItem[];
}

export type Afleidingswijze =
  | 'afgehandeld'
  | 'ander_datumkenmerk'
  | 'eigenschap'
  | 'ingangsdatum_besluit'
  | 'vervaldatum_besluit';

export interface BrondatumArchiefprocedure {
  readonly afleidingswijze: Afleidingswijze;
  readonly datumkenmerk: string;
  readonly einddatumBekend: boolean;
  readonly objecttype: '' | 'overige';
  readonly registratie: string;
  readonly procestermijn: null;
}

export interface ResultaattypeGegevens {
  readonly omschrijving: string;
  /** Reference: the generic description; its omschrijving becomes the read-only omschrijvingGeneriek. */
  readonly resultaattypeomschrijving: { readonly uuid: string; readonly omschrijving: string };
  /** Reference: the resultaat of the embedded selectielijst. */
  readonly selectielijstklasse: { readonly uuid: string; readonly jaar: number; readonly volledigNummer: string };
  readonly toelichting: string;
  readonly archiefnominatie: 'blijvend_bewaren' | 'vernietigen';
  readonly archiefactietermijn: string | null;
  readonly brondatumArchiefprocedure: BrondatumArchiefprocedure;
  readonly procesobjectaard: string | null;
  readonly indicatieSpecifiek: boolean;
  readonly procestermijn: string | null;
  readonly besluittypen: readonly string[];
  readonly informatieobjecttypen: readonly string[];
}

export interface RoltypeGegevens {
  readonly omschrijving: string;
  readonly omschrijvingGeneriek: OmschrijvingGeneriekRol;
}

export interface InformatieobjecttypeGegevens {
  /** Unique within the catalogus, also without regard to case. */
  readonly omschrijving: string;
  readonly vertrouwelijkheidaanduiding: Vertrouwelijkheidaanduiding;
  readonly informatieobjectcategorie: string;
  readonly trefwoord: readonly string[];
  readonly beginGeldigheid: string;
  readonly eindeGeldigheid: string | null;
  /** The zaaktypen that use it. */
  readonly zaaktypeIdentificaties: readonly string[];
}

export interface ZaaktypeInformatieobjecttypeGegevens {
  /** Omschrijving of the informatieobjecttype. */
  readonly informatieobjecttype: string;
  readonly richting: 'inkomend' | 'intern' | 'uitgaand';
  readonly volgnummer: number;
  /** Omschrijving of the statustype at which it has to be there; the export's rules are not read yet, so always null. */
  readonly statustype: string | null;
}

export interface ZaaktypeImport {
  readonly zaaktype: ZaaktypeGegevens;
  /** Reference: all resultaattypen of the zaaktype are of this procestype (ztc-002). */
  readonly selectielijstProcestype: { readonly uuid: string; readonly jaar: number; readonly nummer: number };
  readonly statustypen: readonly StatustypeGegevens[];
  readonly resultaattypen: readonly ResultaattypeGegevens[];
  readonly roltypen: readonly RoltypeGegevens[];
  readonly informatieobjecttypen: readonly ZaaktypeInformatieobjecttypeGegevens[];
}

/**
 * Every zaaktype in it can be published as it stands: an initiator, at least two statustypen of which the last closes the zaak, at
 * least one resultaattype, and informatieobjecttypen that are in the list and valid when the zaaktype is.
 */
export interface CatalogusImport {
  readonly catalogus: CatalogusGegevens;
  readonly informatieobjecttypen: readonly InformatieobjecttypeGegevens[];
  readonly zaaktypen: readonly ZaaktypeImport[];
  readonly rapport: Rapport;
}
