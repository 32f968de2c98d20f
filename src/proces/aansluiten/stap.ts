/**
 * The checklist: phases and steps as data, and how a step stands, as a pure function of the facts. What the product can
 * see it sees; what only a person can know is ticked, with name and date; what waits for another step says for which.
 */
import { OMGEVING_NAAM, type Omgeving } from './begrippen.ts';
import type { Feiten } from './feiten.ts';

export type StapStaat = 'gedaan' | 'te_doen' | 'wacht' | 'nvt';

export interface Oordeel {
  readonly staat: 'gedaan' | 'te_doen' | 'nvt';
  /** What is the case, or what is missing. */
  readonly tekst: string;
  /** Where it is done now, when that is elsewhere than the step says. */
  readonly plek?: Plek;
}

/** Where the work of a step is done. */
export type Plek =
  | 'gegevens'
  | 'netwerk'
  | 'contacten'
  | 'planning'
  | 'deelnemers'
  | 'compliance'
  | 'acceptatie'
  | 'keten'
  | 'proefproductie'
  | 'cpa'
  | 'kenmerken'
  | 'inrichting'
  | 'verzenden'
  | 'akkoord';

export interface Stap {
  readonly id: string;
  readonly titel: string;
  /** The rows of the features list that it serves. */
  readonly rijen: readonly string[];
  readonly omgevingen: readonly Omgeving[];
  /** Paragraphs in plain Dutch: what to do, and why. */
  readonly uitleg: readonly string[];
  /** Steps that come first. */
  readonly na?: readonly string[];
  readonly plek?: Plek;
  readonly documenten?: readonly string[];
  /** A command that helps. */
  readonly opdracht?: string;
  /** What a person says when he ticks it, and what the date is of; a step without is decided by facts alone. */
  readonly vink?: { readonly vraag: string; readonly datum: string };
  /** What the facts say; null: they say nothing, and the tick decides. */
  readonly oordeel?: (feiten: Feiten) => Oordeel | null;
}

export interface Fase {
  readonly nr: 1 | 2 | 3 | 4;
  readonly titel: string;
  readonly doel: string;
  readonly resultaat: readonly string[];
  readonly stappen: readonly Stap[];
}

export interface Stapbeeld extends Omit<Stap, 'oordeel'> {
  readonly staat: StapStaat;
  readonly tekst: string;
  /** Titles of the steps that it waits for. */
  readonly wachtOp: readonly string[];
  readonly vinkje: {
    readonly wie: string;
    readonly datum: string | null;
    readonly op: string;
    readonly toelichting: string;
  } | null;
}

export interface Fasebeeld extends Omit<Fase, 'stappen'> {
  readonly stappen: readonly Stapbeeld[];
  readonly klaar: number;
  readonly nodig: number;
}

export interface Beeld {
  readonly omgeving: Omgeving;
  readonly fasen: readonly Fasebeeld[];
  /** The first step that can be done now; null when all is done. */
  readonly volgende: {
    readonly fase: number;
    readonly id: string;
    readonly titel: string;
    readonly tekst: string;
  } | null;
}

export const gedaan = (tekst: string): Oordeel => ({ staat: 'gedaan', tekst });
export const teDoen = (tekst: string, plek?: Plek): Oordeel => ({ staat: 'te_doen', tekst, ...(plek && { plek }) });
export const nvt = (tekst: string): Oordeel => ({ staat: 'nvt', tekst });

export const ALLE: readonly Omgeving[] = ['demo', 'compliance', 'preproductie', 'productie'];

export function beeldVan(fasen: readonly Fase[], feiten: Feiten): Beeld {
  const stappen = new Map(fasen.flatMap((fase) => fase.stappen).map((stap) => [stap.id, stap]));
  const oordelen = new Map([...stappen.values()].map((stap) => [stap.id, oordeelOver(stap, feiten)]));
  const gereed = (id: string): boolean => oordelen.get(id)!.staat !== 'te_doen';
  const gezien = fasen.map((fase) => {
    const beelden = fase.stappen.map((stap): Stapbeeld => {
      const { oordeel: _, ...rest } = stap;
      const { staat, tekst, plek } = oordelen.get(stap.id)!;
      const eerst = staat === 'te_doen' ? (stap.na ?? []).filter((id) => !gereed(id)) : [];
      return {
        ...rest,
        ...(plek && { plek }),
        staat: eerst.length > 0 ? 'wacht' : staat,
        tekst,
        wachtOp: eerst.map((id) => stappen.get(id)!.titel),
        vinkje: feiten.vinken.get(stap.id) ?? null,
      };
    });
    const nodig = beelden.filter(({ staat }) => staat !== 'nvt');
    return {
      ...fase,
      stappen: beelden,
      klaar: nodig.filter(({ staat }) => staat === 'gedaan').length,
      nodig: nodig.length,
    };
  });
  const volgende = gezien
    .flatMap((fase) => fase.stappen.map((stap) => ({ fase: fase.nr, stap })))
    .find(({ stap }) => stap.staat === 'te_doen');
  return {
    omgeving: feiten.omgeving,
    fasen: gezien,
    volgende: volgende
      ? { fase: volgende.fase, id: volgende.stap.id, titel: volgende.stap.titel, tekst: volgende.stap.tekst }
      : null,
  };
}

function oordeelOver(stap: Stap, feiten: Feiten): Oordeel {
  if (!stap.omgevingen.includes(feiten.omgeving))
    return nvt(
      `Dit doet u in de Zaakbode voor ${stap.omgevingen
        .filter((one) => one !== 'demo')
        .map((one) => OMGEVING_NAAM[one])
        .join(' of ')}.`,
    );
  const feit = stap.oordeel?.(feiten) ?? null;
  if (feit !== null) return feit;
  if (stap.vink === undefined) throw new Error(`step ${stap.id}: no fact and no tick decides it`);
  const vinkje = feiten.vinken.get(stap.id);
  return vinkje ? gedaan(`Afgevinkt door ${vinkje.wie}.`) : teDoen(stap.vink.vraag);
}
