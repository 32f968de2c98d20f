/** Everything that the checklist is computed from, at one moment. Plain data, so that the steps are pure functions of it. */
import type { CpaRegel } from '../../integratie/digikoppeling/index.ts';
import type { Omgeving } from './begrippen.ts';
import type { Certificaatfeit } from './certificaten.ts';
import type { Deelnemer } from './deelnemers.ts';
import type { Dossier } from './dossier.ts';
import type { Overlap } from './gescheiden.ts';
import type { Proefrun } from './proefrun.ts';
import type { Proef, Proefsoort } from './proeven.ts';
import type { Controle, Vink } from './register.ts';

/** What the settings of this installation say. Nothing in it is secret. */
export interface Installatie {
  /** Of Zaakbode. */
  readonly versie: string;
  /** The municipality's name without `Gemeente`. */
  readonly gemeente: string;
  /** OIN or HRN: the PartyId in the CPA (LZ_OIN); null when it is not set. */
  readonly nummer: string | null;
  /** OIN of MijnOverheid (LZ_ONTVANGER). */
  readonly ontvanger: string;
  /** Where we take messages in, as the CPA says; null without PUBLIC_URL. */
  readonly endpoint: string | null;
  /** Null: nobody is asked beforehand, and the answer of MijnOverheid decides. */
  readonly accountbron: string | null;
  readonly brp: string | null;
  /** Messages go by an adapter of others, or by a folder (DIGIKOPPELING_DRAGERS). */
  readonly andereAdapter: boolean;
  /** Where the TLS of who sends to us ends; null when nothing is set for it. */
  readonly tls: string | null;
  /** Every message is held against the XSDs of Logius (LZ_XSD). */
  readonly xsd: boolean;
  /** Names of registers of others whose statuses go along. */
  readonly registers: readonly string[];
  /** Where all lies that a copy must be kept of. */
  readonly opslag: { readonly database: string; readonly documenten: string; readonly sleutels: string };
  readonly waarschuwingen: {
    /** Who gets them; empty: nobody. */
    readonly aan: readonly string[];
    readonly vastMinuten: number;
    readonly wegMinuten: number;
    readonly fouten: number;
  };
  /** What LZ_AANSLUITING says. */
  readonly aansluiting: 'nieuw' | 'bestaand' | null;
}

/** A zaakberichtstroom as it is set up (A2). */
export interface Stroomfeit {
  readonly naam: string;
  /** Null: all that no other stroom has. */
  readonly zaaktypen: readonly string[] | null;
  readonly standaard: 'stuf' | 'mo-bericht';
  readonly overDigikoppeling: boolean;
  /** When its messages leave, in sentences. */
  readonly planning: string;
  /** CPA under which it goes; null: that of LZ_CPA. */
  readonly cpaId: string | null;
  /** Most messages a second; null without a limit (A13). */
  readonly perSeconde: number | null;
}

/** What was decided about all zaakberichten together. */
export interface Inrichtingfeit {
  /** What makes a BSN authentic (L5), in words; empty: nothing does. */
  readonly authentiek: readonly string[];
  /** Which roles in a zaak are told. */
  readonly rollen: readonly string[];
  /** Zaken that are more confidential are not told. */
  readonly maxVertrouwelijkheid: string;
  /** A message leads to the zaak on the site of the municipality (L12). */
  readonly verwijzing: boolean;
  /** A status that was a mistake may be withdrawn, or removed; both are off by default. */
  readonly herroepen: boolean;
}

/** How a state of a zaakbericht is called, what it means and what an operator does: as Beheer says it. */
export interface Staatwoord {
  readonly label: string;
  readonly uitleg: string;
  readonly doen: string;
}

export interface Statustypefeit {
  readonly volgnummer: number;
  readonly omschrijving: string;
  readonly tekst: string;
  readonly informeren: boolean;
}

export interface Zaaktypefeit {
  readonly identificatie: string;
  readonly omschrijving: string;
  readonly statustypen: readonly Statustypefeit[];
}

export interface Feiten {
  /** Day of today, in Dutch time. */
  readonly vandaag: string;
  readonly omgeving: Omgeving;
  readonly installatie: Installatie;
  readonly dossier: Dossier;
  readonly vinken: ReadonlyMap<string, Vink>;
  readonly certificaten: readonly Certificaatfeit[];
  readonly cpas: readonly CpaRegel[];
  readonly inrichting: Inrichtingfeit;
  readonly stromen: readonly Stroomfeit[];
  readonly zaaktypen: readonly Zaaktypefeit[];
  readonly deelnemers: readonly Deelnemer[];
  readonly controle: Controle | null;
  readonly proeven: Readonly<Record<Proefsoort, readonly Proef[]>>;
  readonly proefrun: Proefrun | null;
  readonly overlap: readonly Overlap[];
}

/** The zaaktypen of the stromen, each once; of a stroom for all the rest those that no other has. */
export function gekozenZaaktypen({
  stromen,
  zaaktypen,
}: Pick<Feiten, 'stromen' | 'zaaktypen'>): readonly Zaaktypefeit[] {
  const rest = stromen.some((stroom) => stroom.zaaktypen === null);
  const genoemd = new Set(stromen.flatMap((stroom) => stroom.zaaktypen ?? []));
  return zaaktypen.filter(({ identificatie }) => rest || genoemd.has(identificatie));
}

/** The agreement with MijnOverheid: of the stromen, and if they name none that is loaded, the one with that party. */
export function cpaVanLopendeZaken({
  cpas,
  stromen,
  installatie,
}: Pick<Feiten, 'cpas' | 'stromen' | 'installatie'>): CpaRegel | null {
  const hier = cpas.filter(({ inGebruik }) => inGebruik);
  const genoemd = hier.find(({ cpaId }) => stromen.some((stroom) => stroom.cpaId === cpaId));
  const partij = ({ partijen }: CpaRegel): boolean => partijen.some(({ partyId }) => partyId === installatie.ontvanger);
  return genoemd ?? hier.find(partij) ?? null;
}
