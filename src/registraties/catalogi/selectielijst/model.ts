/**
 * What the Gemeentelijke Selectielijst says, as data.
 *
 * A procestype groups work processes with one archiving regime; a resultaat below it says how long a zaak with that outcome is
 * kept. Numbers are those of the published list: procestype 11, resultaat 11.1, specific resultaat 11.1.6.
 */

/** Which of the outcomes destroys and which keeps; empty only for a number that the 2020 edition has withdrawn. */
export type Waardering = 'blijvend_bewaren' | 'vernietigen' | '';

/** What has to pass before the bewaartermijn starts; empty when the list leaves it open (mostly: keep forever). */
export type Procestermijn =
  | 'nihil'
  | 'bestaansduur_procesobject'
  | 'ingeschatte_bestaansduur_procesobject'
  | 'vast_te_leggen_datum'
  | 'samengevoegd_met_bewaartermijn'
  | '';

/** The fourteen areas of work the list marks, by their names in the Referentielijsten API. */
export const TAAKGEBIEDEN = [
  'algemeenBestuurEnInrichtingOrganisatie',
  'bedrijfsvoeringEnPersoneel',
  'publiekeInformatieEnRegistratie',
  'burgerzaken',
  'veiligheid',
  'verkeerEnVervoer',
  'economie',
  'onderwijs',
  'sportCultuurEnRecreatie',
  'sociaalDomein',
  'volksgezonheidEnMilieu', // spelled like this on the wire
  'vhrosv',
  'heffenBelastingen',
  'alleTaakgebieden',
] as const;

export type Taakgebied = (typeof TAAKGEBIEDEN)[number];

export interface Procestype {
  /** As on the public service at selectielijst.openzaak.nl: the address that catalogi in the field refer to. */
  readonly uuid: string;
  /** The same procestype under the uuids of two published fixtures; look-ups know them too. */
  readonly aliassen: readonly string[];
  readonly jaar: number;
  readonly nummer: number;
  readonly naam: string;
  readonly procesobject: string;
}

export interface Resultaat {
  readonly uuid: string;
  readonly jaar: number;
  /** Number of the procestype it belongs to, in the same edition. */
  readonly procestype: number;
  readonly procestypeUuid: string;
  /** The last part of `volledigNummer`. */
  readonly nummer: number;
  /** `11.1` for a generic, `11.1.6` for a specific resultaat. */
  readonly volledigNummer: string;
  readonly generiek: boolean;
  readonly specifiek: boolean;
  /** At most 40 characters. */
  readonly naam: string;
  /** What the specific resultaat is about, at most 150 characters; empty for nearly all generic ones. */
  readonly omschrijving: string;
  readonly herkomst: string;
  readonly waardering: Waardering;
  readonly procestermijn: Procestermijn;
  readonly procestermijnOpmerking: string;
  /** ISO 8601 duration; null when the zaak is kept forever. */
  readonly bewaartermijn: string | null;
  readonly taakgebieden: readonly Taakgebied[];
  /** Withdrawn in this edition (7.1.20 and 19.1.13 of 2020): still resolves, is no longer offered. */
  readonly vervallen: boolean;
}

/** A generic description of a result (resultaattypeomschrijving); `omschrijving` at most 20, `definitie` at most 255 characters. */
export interface Resultaattypeomschrijving {
  readonly uuid: string;
  readonly omschrijving: string;
  readonly definitie: string;
}

/** A channel by which people and the municipality reach each other (communicatiekanaal); `naam` at most 20, `omschrijving` at most 200 characters. */
export interface Communicatiekanaal {
  readonly uuid: string;
  readonly naam: string;
  readonly omschrijving: string;
}
