/**
 * A document as data: sections of blocks, which a screen and a file show the same. What is not filled in stands there as
 * such, with where to fill it in; nothing is made up. A button or a screen that it names stands in quotes, ‘zo’, and a test
 * holds it against the product.
 */
import type { CpaRegel } from '../../../integratie/digikoppeling/index.ts';
import type { Staat } from '../../lopendezaken/index.ts';
import { inWoorden, OMGEVING_NAAM, type Omgeving } from '../begrippen.ts';
import { type Contact, type Dossier, ROLLEN, type Rol } from '../dossier.ts';
import { stapVan } from '../fasen/index.ts';
import type { Feiten, Staatwoord } from '../feiten.ts';
import type { Proefsoort, Scenario } from '../proeven.ts';
import type { Beeld } from '../stap.ts';

/** A value, or the place where it is to be filled in. */
export type Waarde = { readonly tekst: string } | { readonly mist: string };

/** In a table. */
export type Cel = string | Waarde;

export interface Vak {
  readonly titel: string;
  readonly regels: readonly string[];
  /** What goes on to the next box, and what comes back from it. */
  readonly heen: string;
  readonly terug: string;
}

export type Blok =
  | { readonly soort: 'tekst'; readonly tekst: string }
  | { readonly soort: 'lijst' | 'stappen'; readonly regels: readonly string[] }
  | { readonly soort: 'feiten'; readonly feiten: readonly { readonly naam: string; readonly waarde: Waarde }[] }
  | {
      readonly soort: 'tabel';
      readonly titel: string;
      readonly koppen: readonly string[];
      readonly rijen: readonly (readonly Cel[])[];
      /** What it says without rows. */
      readonly leeg: Waarde;
    }
  | { readonly soort: 'code'; readonly naam: string; readonly tekst: string }
  /** Boxes below each other, with arrows between two. */
  | { readonly soort: 'tekening'; readonly titel: string; readonly vakken: readonly Vak[] };

export interface Sectie {
  readonly kop: string;
  readonly blokken: readonly Blok[];
}

export interface Document {
  readonly naam: string;
  readonly titel: string;
  /** Whose, for what, of when and by which version. */
  readonly ondertitel: string;
  readonly secties: readonly Sectie[];
}

export interface DocumentFeiten extends Feiten {
  readonly cpa: CpaRegel | null;
  readonly beeld: Beeld;
  readonly staten: Readonly<Record<Staat, Staatwoord>>;
  /** The record of preproductie beside that of productie, and the other way round. */
  readonly anderDossier: { readonly omgeving: Omgeving; readonly dossier: Dossier };
  readonly scenarios: (soort: Proefsoort) => readonly Scenario[];
}

export const sectie = (kop: string, ...blokken: readonly Blok[]): Sectie => ({ kop, blokken });
export const tekst = (inhoud: string): Blok => ({ soort: 'tekst', tekst: inhoud });
export const lijst = (...regels: readonly string[]): Blok => ({ soort: 'lijst', regels });
/** What is done one after the other. */
export const stappen = (...regels: readonly string[]): Blok => ({ soort: 'stappen', regels });
export const tabel = (
  titel: string,
  koppen: readonly string[],
  rijen: readonly (readonly Cel[])[],
  leeg: Waarde = { tekst: 'Geen.' },
): Blok => ({ soort: 'tabel', titel, koppen, rijen, leeg });

/** Where something is filled in. */
export const WAAR = {
  gegevens: 'Aansluiten, Gegevens',
  contacten: 'Aansluiten, Contactpersonen',
  netwerk: 'Aansluiten, Netwerkpad',
  planning: 'Aansluiten, Planning',
  deelnemers: 'Aansluiten, Test-BSN’s of Deelnemers',
  cpa: 'Digikoppeling, CPA laden',
  catalogus: 'de catalogus, of Beheer, Statussen',
  inrichting: 'Beheer, Inrichting',
  certificaat: 'de map met sleutels (KEYS_DIR)',
  oin: 'de instelling LZ_OIN',
  adres: 'de instelling PUBLIC_URL',
  /** Of what the product cannot know. */
  zelf: 'door uw gemeente, op dit document zelf',
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

/** How to reach who has a role. */
export const bereik = ({ contacten: gegeven }: Dossier, rol: Rol): Waarde =>
  waarde(contactregel(gegeven[rol]), WAAR.contacten);

export const contacten = (dossier: Dossier, rollen: readonly Rol[]): Blok =>
  feiten(...rollen.map((rol) => [ROLLEN[rol], bereik(dossier, rol)] as const));

/** From which addresses MijnOverheid is reached: of Zaakbode and what stands between it and MijnOverheid, not of what is within. */
export function uitgaandeAdressen({ onderdelen }: Dossier): string {
  const zaakbode = onderdelen.findIndex(({ soort }) => soort === 'zaakbode');
  return onderdelen
    .slice(Math.max(zaakbode, 0))
    .filter(({ uitgaand, soort }) => uitgaand !== '' && soort !== 'mijnoverheid')
    .map(({ naam, uitgaand }) => `${uitgaand} (${naam})`)
    .join('; ');
}

/** The date of a tick, in words. */
export function datumVan({ vinken }: Pick<Feiten, 'vinken'>, stap: string): Waarde {
  const vinkje = vinken.get(stap);
  return waarde(vinkje && inWoorden(vinkje.datum ?? vinkje.op), `Aansluiten, stap “${stapVan(stap)!.titel}”`);
}

export function maak(feit: DocumentFeiten, naam: string, titel: string, secties: readonly Sectie[]): Document {
  const { omgeving, installatie, vandaag } = feit;
  const voor = `Gemeente ${installatie.gemeente}, voor ${OMGEVING_NAAM[omgeving]}.`;
  const oefening = omgeving === 'demo' ? ' Dit is een oefening: verstuur dit document niet.' : '';
  const ondertitel = `${voor} Gemaakt op ${inWoorden(vandaag)} door Zaakbode ${installatie.versie}.${oefening}`;
  return { naam, titel, ondertitel, secties };
}

/** `OIN` or `HRN`. */
export const soortNummer = ({ soort }: Dossier): string => (soort === 'leverancier' ? 'HRN' : 'OIN');

const MIST = /\[nog in te vullen/g;

/** How much in it is not filled in. */
export function aantalOpen({ secties }: Document): number {
  const open = (inhoud: Cel): number => (typeof inhoud === 'string' || 'tekst' in inhoud ? 0 : 1);
  const inBlok = (blok: Blok): number => {
    switch (blok.soort) {
      case 'feiten':
        return som(blok.feiten.map(({ waarde: inhoud }) => open(inhoud)));
      case 'tabel':
        return blok.rijen.length === 0 ? open(blok.leeg) : som(blok.rijen.flat().map(open));
      case 'code':
        return blok.tekst.match(MIST)?.length ?? 0;
      default:
        return 0;
    }
  };
  return som(secties.flatMap(({ blokken }) => blokken.map(inBlok)));
}

const som = (getallen: readonly number[]): number => getallen.reduce((sum, getal) => sum + getal, 0);
