/**
 * What each citizen can see: his zaken with all their statussen. A zaak stays after it was closed, until the municipality takes it away.
 */
import { bewaar, bewaarOfNull } from '../basis/bewaar.ts';
import { fullTijdstip } from '../basis/tijd.ts';
import type { StatusBeeld, StufPartij, ZaakBeeld } from './feiten.ts';

export interface Zaak {
  readonly organisatie: string;
  /** Name to show for the organisation. */
  readonly naam: string;
  /** As what the citizen is told, e.g. `Initiator`; null when no message said so. */
  readonly rol: string | null;
  readonly beeld: ZaakBeeld;
  /** In the order in which they were set; two at the same moment cannot exist. Empty when the only one was taken back. */
  readonly statussen: readonly StatusBeeld[];
}

interface Dossier {
  readonly naam: string;
  readonly organisatie: string;
  rol: string | null;
  beeld: ZaakBeeld;
  readonly statussen: StatusBeeld[];
}

export interface Dossiers {
  /** The zaak as this person sees it, or null. */
  zaak(persoon: string, organisatie: string, identificatie: string): Zaak | null;
  /** Adds the status and takes over what the message told about the zaak. Gives the status back as it is kept. */
  pasToe(persoon: string, zender: StufPartij, zaak: ZaakBeeld, status: StatusBeeld, rol: string | null): StatusBeeld;
  /** Takes the status of that moment away, and takes over what the message told about the zaak without it. */
  trekIn(persoon: string, organisatie: string, zaak: ZaakBeeld, status: StatusBeeld): void;
  /** Takes the zaak away with all its statussen. */
  verwijder(persoon: string, organisatie: string, identificatie: string): void;
  /** All who see this zaak. Looks at everybody: only a change that names nobody asks. */
  houders(organisatie: string, identificatie: string): readonly string[];
  /** The zaken of a person, the one with the latest status first. */
  zakenVan(persoon: string): readonly Zaak[];
  /** The persons that got a status last, latest first. */
  laatsten(aantal: number): readonly string[];
}

/** How many recent persons are remembered for the overview page. */
const RECENT = 20;

export function createDossiers(): Dossiers {
  const persons = new Map<string, Map<string, Dossier>>();
  const recent: string[] = [];
  const shared = createSharedStrings();

  const keyOf = (organisatie: string, identificatie: string): string => `${organisatie} ${identificatie}`;

  const keepStatus = (status: StatusBeeld): StatusBeeld => ({
    omschrijving: shared(status.omschrijving),
    toelichting: bewaarOfNull(status.toelichting),
    datumStatusGezet: bewaar(status.datumStatusGezet),
  });

  const keepBeeld = (beeld: ZaakBeeld): ZaakBeeld => ({
    identificatie: bewaar(beeld.identificatie),
    omschrijving: bewaar(beeld.omschrijving),
    toelichting: bewaarOfNull(beeld.toelichting),
    zaaktype: beeld.zaaktype === null ? null : shared(beeld.zaaktype),
    startdatum: bewaarOfNull(beeld.startdatum),
    uiterlijkeEinddatum: bewaarOfNull(beeld.uiterlijkeEinddatum),
    einddatum: bewaarOfNull(beeld.einddatum),
  });

  return {
    zaak: (persoon, organisatie, identificatie) => persons.get(persoon)?.get(keyOf(organisatie, identificatie)) ?? null,
    pasToe(persoon, zender, zaak, status, rol) {
      let zaken = persons.get(persoon);
      if (zaken === undefined) {
        zaken = new Map();
        persons.set(bewaar(persoon), zaken);
      }
      const key = keyOf(zender.organisatie, zaak.identificatie);
      let dossier = zaken.get(key);
      if (dossier === undefined) {
        const naam = zender.administratie ?? zender.organisatie;
        dossier = {
          organisatie: shared(zender.organisatie),
          naam: shared(naam),
          rol: null,
          beeld: keepBeeld(zaak),
          statussen: [],
        };
        zaken.set(bewaar(key), dossier);
      } else {
        dossier.beeld = keepBeeld(zaak);
      }
      if (rol !== null) dossier.rol = shared(rol);
      const kept = keepStatus(status);
      insertByTime(dossier.statussen, kept);
      const place = recent.indexOf(persoon);
      if (place >= 0) recent.splice(place, 1);
      recent.unshift(bewaar(persoon));
      recent.length = Math.min(recent.length, RECENT);
      return kept;
    },
    trekIn(persoon, organisatie, zaak, status) {
      const dossier = persons.get(persoon)?.get(keyOf(organisatie, zaak.identificatie));
      if (dossier === undefined) return;
      const moment = fullTijdstip(status.datumStatusGezet);
      const place = dossier.statussen.findIndex((one) => fullTijdstip(one.datumStatusGezet) === moment);
      if (place >= 0) dossier.statussen.splice(place, 1);
      dossier.beeld = keepBeeld(zaak);
    },
    verwijder(persoon, organisatie, identificatie) {
      persons.get(persoon)?.delete(keyOf(organisatie, identificatie));
    },
    houders(organisatie, identificatie) {
      const key = keyOf(organisatie, identificatie);
      return [...persons].filter(([, zaken]) => zaken.has(key)).map(([persoon]) => persoon);
    },
    zakenVan(persoon) {
      const zaken = [...(persons.get(persoon)?.values() ?? [])];
      return zaken.sort((one, other) => latest(other).localeCompare(latest(one)));
    },
    laatsten: (aantal) => recent.slice(0, aantal),
  };
}

function latest(zaak: Zaak): string {
  return fullTijdstip(zaak.statussen.at(-1)?.datumStatusGezet ?? '');
}

/** A late status takes its place among the others; nearly always that is the end. */
function insertByTime(statussen: StatusBeeld[], status: StatusBeeld): void {
  const moment = fullTijdstip(status.datumStatusGezet);
  let place = statussen.length;
  while (place > 0 && fullTijdstip(statussen[place - 1]?.datumStatusGezet ?? '') > moment) place -= 1;
  statussen.splice(place, 0, status);
}

/** One copy of texts that come back in many messages. Bounded: past 10,000 different texts a new one is simply kept. */
function createSharedStrings(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const kept = bewaar(text);
    if (known.size < 10_000) known.set(kept, kept);
    return kept;
  };
}
