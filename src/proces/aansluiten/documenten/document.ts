/**
 * A document as data: sections of blocks, which a screen and a file show the same. What is not filled in stands there as
 * such, with where to fill it in; nothing is made up.
 */
import type { CpaRegel } from '../../../integratie/digikoppeling/index.ts';
import { inWoorden, type Omgeving } from '../begrippen.ts';
import { type Contact, type Dossier, ROLLEN, type Rol } from '../dossier.ts';
import type { Feiten } from '../feiten.ts';
import type { Proefsoort, Scenario } from '../proeven.ts';
import type { Beeld } from '../stap.ts';

/** A value, or the place where it is to be filled in. */
export type Waarde = { readonly tekst: string } | { readonly mist: string };

export interface Vak {
  readonly titel: string;
  readonly regels: readonly string[];
}

export type Blok =
  | { readonly soort: 'tekst'; readonly tekst: string }
  | { readonly soort: 'lijst'; readonly regels: readonly string[] }
  | { readonly soort: 'feiten'; readonly feiten: readonly { readonly naam: string; readonly waarde: Waarde }[] }
  | {
      readonly soort: 'tabel';
      readonly titel: string;
      readonly koppen: readonly string[];
      readonly rijen: readonly (readonly string[])[];
    }
  | { readonly soort: 'code'; readonly naam: string; readonly tekst: string }
  /** Boxes below each other; `heen` and `terug` stand at the arrows between two. */
  | {
      readonly soort: 'tekening';
      readonly titel: string;
      readonly vakken: readonly Vak[];
      readonly heen: string;
      readonly terug: string;
    };

export interface Sectie {
  readonly kop: string;
  readonly blokken: readonly Blok[];
}

export interface Document {
  readonly naam: string;
  readonly titel: string;
  /** Whose, and of when. */
  readonly ondertitel: string;
  readonly secties: readonly Sectie[];
}

export interface DocumentFeiten extends Feiten {
  readonly cpa: CpaRegel | null;
  readonly beeld: Beeld;
  /** The record of preproductie beside that of productie, and the other way round. */
  readonly anderDossier: { readonly omgeving: Omgeving; readonly dossier: Dossier };
  readonly scenarios: (soort: Proefsoort) => readonly Scenario[];
}

export const tekst = (inhoud: string): Blok => ({ soort: 'tekst', tekst: inhoud });
export const lijst = (...regels: readonly string[]): Blok => ({ soort: 'lijst', regels });
export const sectie = (kop: string, ...blokken: readonly Blok[]): Sectie => ({ kop, blokken });

export const WAAR = {
  gegevens: 'Aansluiten, Gegevens',
  contacten: 'Aansluiten, Contactpersonen',
  netwerk: 'Aansluiten, Netwerkpad',
  planning: 'Aansluiten, Planning',
  cpa: 'Digikoppeling, CPA laden',
  certificaat: 'de map met sleutels (KEYS_DIR)',
  oin: 'de instelling LZ_OIN',
  adres: 'de instelling PUBLIC_URL',
  stap: 'de stappen van Aansluiten',
} as const;

export const waarde = (inhoud: string | null | undefined, waar: string): Waarde =>
  inhoud ? { tekst: inhoud } : { mist: waar };

export const feiten = (...paren: readonly (readonly [string, Waarde])[]): Blok => ({
  soort: 'feiten',
  feiten: paren.map(([naam, inhoud]) => ({ naam, waarde: inhoud })),
});

/** In a sentence or a mail, where a value cannot stand by itself. */
export const ofInvullen = (inhoud: string | null | undefined, wat: string): string =>
  inhoud || `[nog in te vullen: ${wat}]`;

export function contactregel(contact: Contact | undefined): string {
  return contact ? [contact.naam, contact.telefoon, contact.mail].filter((deel) => deel !== '').join(', ') : '';
}

export function contacten({ contacten: gegeven }: Dossier, rollen: readonly Rol[]): Blok {
  return feiten(...rollen.map((rol) => [ROLLEN[rol], waarde(contactregel(gegeven[rol]), WAAR.contacten)] as const));
}

/** The date of a tick, in words. */
export function datumVan({ vinken }: Pick<Feiten, 'vinken'>, stap: string): Waarde {
  const vinkje = vinken.get(stap);
  return waarde(vinkje ? inWoorden(vinkje.datum ?? vinkje.op) : '', WAAR.stap);
}

export function maak(feit: DocumentFeiten, naam: string, titel: string, secties: readonly Sectie[]): Document {
  const ondertitel = `Gemeente ${feit.installatie.gemeente}, ${feit.omgeving}. Gemaakt door Zaakbode op ${inWoorden(feit.vandaag)}.`;
  return { naam, titel, ondertitel, secties };
}

/** `OIN` or `HRN`. */
export const soortNummer = ({ soort }: Dossier): string => (soort === 'leverancier' ? 'HRN' : 'OIN');
