/** What is wrong, as found at one moment; and what follows from that for who was warned before. Pure. */

export const SOORTEN = ['vast', 'beheerder', 'bron', 'register', 'kanaal', 'certificaat', 'fouten'] as const;
export type Soort = (typeof SOORTEN)[number];

export interface Bevinding {
  /** What it is about; the same as long as it is the same trouble. */
  readonly sleutel: string;
  readonly soort: Soort;
  /** How bad. A change is told at once. */
  readonly trap: string;
  readonly sinds: Date;
  /** What is wrong, in plain Dutch; never about a person or the content of a zaak. */
  readonly tekst: string;
  /** What to do. */
  readonly advies: string;
  /** Where in /beheer. */
  readonly href: string;
  /** Told again after so many hours while it lasts. */
  readonly herhaalUren: number;
}

/** A warning that was given, and is not over. */
export interface Lopend extends Omit<Bevinding, 'herhaalUren'> {
  readonly id: string;
  readonly gemeldOp: Date;
}

export type Gevolg =
  | { readonly soort: 'begin'; readonly bevinding: Bevinding }
  /** It got better or worse: told again. */
  | { readonly soort: 'anders' | 'herinnering'; readonly lopend: Lopend; readonly bevinding: Bevinding }
  /** Only the words changed; nobody is told. */
  | { readonly soort: 'tekst'; readonly lopend: Lopend; readonly bevinding: Bevinding }
  | { readonly soort: 'voorbij'; readonly lopend: Lopend };

const UUR_MS = 60 * 60 * 1000;

/**
 * What to do about each. `bekeken`: the soorten that could be looked at; of the others nothing is known now, so nothing ends.
 * `sinds` of a warning that lasts stays as it was.
 */
export function vergelijk(
  lopend: readonly Lopend[],
  bevindingen: readonly Bevinding[],
  bekeken: ReadonlySet<Soort>,
  now: Date,
): readonly Gevolg[] {
  const perSleutel = new Map(bevindingen.map((bevinding) => [bevinding.sleutel, bevinding]));
  const bekend = new Set(lopend.map(({ sleutel }) => sleutel));
  const gevolgen: Gevolg[] = [];
  for (const een of lopend) {
    const bevinding = perSleutel.get(een.sleutel);
    if (bevinding) gevolgen.push(...nogSteeds(een, bevinding, now));
    else if (bekeken.has(een.soort)) gevolgen.push({ soort: 'voorbij', lopend: een });
  }
  for (const bevinding of perSleutel.values())
    if (!bekend.has(bevinding.sleutel)) gevolgen.push({ soort: 'begin', bevinding });
  return gevolgen;
}

function nogSteeds(lopend: Lopend, bevinding: Bevinding, now: Date): readonly Gevolg[] {
  if (lopend.trap !== bevinding.trap) return [{ soort: 'anders', lopend, bevinding }];
  if (now.getTime() - lopend.gemeldOp.getTime() >= bevinding.herhaalUren * UUR_MS)
    return [{ soort: 'herinnering', lopend, bevinding }];
  const zelfde =
    lopend.tekst === bevinding.tekst && lopend.advies === bevinding.advies && lopend.href === bevinding.href;
  return zelfde ? [] : [{ soort: 'tekst', lopend, bevinding }];
}
