/**
 * The embedded Selectielijst: frozen, read-only and complete for 2020 (29 procestypen, 346 resultaten of which 2 withdrawn).
 *
 * The procestypen of 2017 are there so that a reference to one is recognised; the resultaten of 2017 are not. A municipality whose
 * zaaktypen still rest on 2017 points REFERENTIELIJSTEN_URL at an external list.
 */
import { deepFreeze } from './bevries.ts';
import kanaalRijen from './communicatiekanalen.json' with { type: 'json' };
import type {
  Communicatiekanaal,
  Procestermijn,
  Procestype,
  Resultaat,
  Resultaattypeomschrijving,
  Taakgebied,
  Waardering,
} from './model.ts';
import { TAAKGEBIEDEN } from './model.ts';
import procestypeRijen from './procestypen.json' with { type: 'json' };
import omschrijvingRijen from './resultaattypeomschrijvingen.json' with { type: 'json' };
import resultaatBestand from './resultaten.json' with { type: 'json' };

/** The edition whose resultaten are embedded. */
export const SELECTIELIJST_JAAR = resultaatBestand.jaar;

export interface Selectielijst {
  /** Newest edition first, then by number. */
  procestypen(jaar?: number): readonly Procestype[];
  /** By number, without the withdrawn ones. */
  resultaten(filter?: { readonly jaar?: number; readonly procestype?: number }): readonly Resultaat[];
  readonly resultaattypeomschrijvingen: readonly Resultaattypeomschrijving[];
  /** Our own list: the country has one with other uuids, which is not embedded. */
  readonly communicatiekanalen: readonly Communicatiekanaal[];
  /** By uuid (an alias counts) or by edition and number. */
  procestype(sleutel: string | { readonly jaar: number; readonly nummer: number }): Procestype | undefined;
  /** By uuid, or by edition and full number (`11.1.6`). */
  resultaat(sleutel: string | { readonly jaar: number; readonly nummer: string }): Resultaat | undefined;
  resultaattypeomschrijving(uuid: string): Resultaattypeomschrijving | undefined;
  communicatiekanaal(uuid: string): Communicatiekanaal | undefined;
}

/** The list; the same frozen value on every call. */
export function selectielijst(): Selectielijst {
  return LIJST;
}

function bouwLijst(): Selectielijst {
  const procestypen: readonly Procestype[] = deepFreeze(structuredClone(procestypeRijen));
  const procestypeOpSleutel = new Map<string, Procestype>();
  for (const procestype of procestypen) {
    for (const sleutel of [
      procestype.uuid,
      ...procestype.aliassen,
      nummerSleutel(procestype.jaar, procestype.nummer),
    ]) {
      procestypeOpSleutel.set(sleutel, procestype);
    }
  }

  const alle: readonly Resultaat[] = deepFreeze(
    resultaatBestand.resultaten.map((rij) => {
      const nummer = Number.parseInt(rij.volledigNummer, 10);
      const procestype = procestypeOpSleutel.get(nummerSleutel(SELECTIELIJST_JAAR, nummer));
      if (procestype === undefined) throw new Error(`resultaten.json: geen procestype bij ${rij.volledigNummer}`);
      return leesResultaat(rij, procestype);
    }),
  );
  const geldig = Object.freeze(alle.filter((resultaat) => !resultaat.vervallen));
  const resultaatOpSleutel = new Map<string, Resultaat>();
  for (const resultaat of alle) {
    resultaatOpSleutel.set(resultaat.uuid, resultaat);
    resultaatOpSleutel.set(nummerSleutel(resultaat.jaar, resultaat.volledigNummer), resultaat);
  }

  const omschrijvingen: readonly Resultaattypeomschrijving[] = deepFreeze(structuredClone(omschrijvingRijen));
  const kanalen: readonly Communicatiekanaal[] = deepFreeze(structuredClone(kanaalRijen));
  return Object.freeze<Selectielijst>({
    procestypen: (jaar) => (jaar === undefined ? procestypen : procestypen.filter((p) => p.jaar === jaar)),
    resultaten: ({ jaar, procestype } = {}) =>
      geldig.filter((r) => (jaar ?? r.jaar) === r.jaar && (procestype ?? r.procestype) === r.procestype),
    resultaattypeomschrijvingen: omschrijvingen,
    communicatiekanalen: kanalen,
    procestype: (sleutel) => procestypeOpSleutel.get(alsSleutel(sleutel)),
    resultaat: (sleutel) => resultaatOpSleutel.get(alsSleutel(sleutel)),
    resultaattypeomschrijving: (uuid) => omschrijvingen.find((o) => o.uuid === uuid.toLowerCase()),
    communicatiekanaal: (uuid) => kanalen.find((k) => k.uuid === uuid.toLowerCase()),
  });
}

type ResultaatRij = (typeof resultaatBestand.resultaten)[number];

function leesResultaat(rij: ResultaatRij, procestype: Procestype): Resultaat {
  const delen = rij.volledigNummer.split('.');
  const opmerkingen: Readonly<Record<string, string>> = resultaatBestand.procestermijnOpmerkingen;
  return {
    uuid: rij.uuid,
    jaar: SELECTIELIJST_JAAR,
    procestype: procestype.nummer,
    procestypeUuid: procestype.uuid,
    nummer: Number(delen.at(-1)),
    volledigNummer: rij.volledigNummer,
    generiek: delen.length === 2,
    specifiek: delen.length === 3,
    naam: rij.naam,
    omschrijving: rij.omschrijving,
    herkomst: rij.herkomst,
    waardering: eenVan(WAARDERINGEN, rij.waardering, rij.volledigNummer),
    procestermijn: eenVan(PROCESTERMIJNEN, rij.procestermijn, rij.volledigNummer),
    procestermijnOpmerking: opmerkingen[rij.volledigNummer] ?? '',
    bewaartermijn: rij.bewaartermijn,
    taakgebieden: rij.taakgebieden.map((gebied): Taakgebied => eenVan(TAAKGEBIEDEN, gebied, rij.volledigNummer)),
    vervallen: rij.waardering === '',
  };
}

const WAARDERINGEN: readonly Waardering[] = ['blijvend_bewaren', 'vernietigen', ''];
const PROCESTERMIJNEN: readonly Procestermijn[] = [
  'nihil',
  'bestaansduur_procesobject',
  'ingeschatte_bestaansduur_procesobject',
  'vast_te_leggen_datum',
  'samengevoegd_met_bewaartermijn',
  '',
];

/** The data files are ours, so an unknown word in them is a fault of this build and not of a user. */
function eenVan<T extends string>(waarden: readonly T[], waarde: string, waar: string): T {
  const gevonden = waarden.find((w) => w === waarde);
  if (gevonden === undefined) throw new Error(`resultaten.json: onbekende waarde '${waarde}' bij ${waar}`);
  return gevonden;
}

function nummerSleutel(jaar: number, nummer: number | string): string {
  return `${jaar}/${nummer}`;
}

function alsSleutel(sleutel: string | { readonly jaar: number; readonly nummer: number | string }): string {
  return typeof sleutel === 'string' ? sleutel.toLowerCase() : nummerSleutel(sleutel.jaar, sleutel.nummer);
}

/** A constant, like the files it is made of: built when this module is loaded, in about 5 ms. Stands last, after what it uses. */
const LIJST = bouwLijst();
