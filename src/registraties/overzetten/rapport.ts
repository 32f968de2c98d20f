/** What moving a catalogus in did, and what of it is not in the register now as the file says it. */

/**
 * - `geweigerd`: a rule of the register refused it; it is not stored, nor what is part of it.
 * - `weggelaten`: stored without this, because it leads to something that is not in the file.
 * - `bestond-al`: this version was there; it was left as it is.
 * - `concept-gebleven`: stored, but it may not be published.
 * - `gesloten`: a published version got its last day, because the next one follows it.
 * - `overgeslagen`: a file that says nothing that Zaakbode knows.
 */
export type Gevolg = 'geweigerd' | 'weggelaten' | 'bestond-al' | 'concept-gebleven' | 'gesloten' | 'overgeslagen';

export interface Melding {
  readonly gevolg: Gevolg;
  /** Name of the resource, or `bestand`. */
  readonly soort: string;
  readonly naam: string;
  readonly reden: string;
}

export interface Verslag {
  /** Domein and RSIN. */
  readonly catalogus: string;
  /** False: something was refused, and therefore nothing is stored. */
  readonly opgeslagen: boolean;
  /** By resource, how many were made. */
  readonly gemaakt: Readonly<Record<string, number>>;
  readonly gepubliceerd: number;
  readonly meldingen: readonly Melding[];
}

const KOPPEN: Readonly<Record<Gevolg, string>> = {
  geweigerd: 'Geweigerd door een regel van het register',
  weggelaten: 'Weggelaten, omdat het nergens naar verwijst',
  'bestond-al': 'Bestond al en is niet gewijzigd',
  'concept-gebleven': 'Opgeslagen, maar niet gepubliceerd',
  gesloten: 'Einddatum gezet, omdat er een nieuwe versie is',
  overgeslagen: 'Niet gelezen',
};

/** The account for the functional administrator. */
export function verslagTekst({ catalogus, opgeslagen, gemaakt, gepubliceerd, meldingen }: Verslag): string {
  const aantallen = Object.entries(gemaakt).filter(([, aantal]) => aantal > 0);
  const regels = opgeslagen
    ? [
        `Catalogus ${catalogus}: ${aantallen.map(([soort, aantal]) => `${aantal} × ${soort}`).join(', ') || 'niets nieuws'}.`,
        ...(gepubliceerd > 0 ? [`Gepubliceerd: ${gepubliceerd}.`] : []),
      ]
    : [`Catalogus ${catalogus}: er is niets opgeslagen, want hieronder is iets geweigerd.`];
  return [...regels, ...meldingenTekst(meldingen)].join('\n');
}

/** The notices under their headings, the gravest first. */
function meldingenTekst(meldingen: readonly Melding[]): readonly string[] {
  return (Object.keys(KOPPEN) as Gevolg[]).flatMap((gevolg) => {
    const van = meldingen.filter((melding) => melding.gevolg === gevolg);
    if (van.length === 0) return [];
    return [`${KOPPEN[gevolg]} (${van.length}):`, ...van.map((m) => `  ${m.soort} ${m.naam}: ${m.reden}`)];
  });
}

/**
 * What a file of a version did:
 *
 * - `gemaakt`, `bijgewerkt` (a concept, or the last day of a published version), `nieuwe-versie`, `ongewijzigd`, `geweigerd`.
 */
export type Uitkomst = 'gemaakt' | 'bijgewerkt' | 'nieuwe-versie' | 'ongewijzigd' | 'geweigerd';

export interface YamlVerslag {
  /** Domein and RSIN. */
  readonly catalogus: string;
  readonly stukken: readonly { readonly bestand: string; readonly naam: string; readonly uitkomst: Uitkomst }[];
  readonly gepubliceerd: number;
  readonly meldingen: readonly Melding[];
}

/** The account of readable files: how many did what, and which did something. */
export function yamlVerslagTekst({ catalogus, stukken, gepubliceerd, meldingen }: YamlVerslag): string {
  const anders = stukken.filter(({ uitkomst }) => uitkomst !== 'ongewijzigd');
  return [
    `Catalogus ${catalogus}: ${stukken.length - anders.length} ongewijzigd, ${anders.length} niet.`,
    ...anders.map(({ bestand, naam, uitkomst }) => `  ${uitkomst}: ${naam} (${bestand})`),
    ...(gepubliceerd > 0 ? [`Gepubliceerd: ${gepubliceerd}.`] : []),
    ...meldingenTekst(meldingen),
  ].join('\n');
}
