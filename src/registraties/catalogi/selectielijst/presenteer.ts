/**
 * The Selectielijst as the Referentielijsten API serves it (VNG Referentielijsten 0.6.0; field order of the public service).
 *
 * `base` is the root of that API, e.g. `https://gemeente.example/referentielijsten/api/v1`, with or without a slash at the end.
 * Explanations (`toelichting`) are not embedded and are served empty; of a procestype the `omschrijving` is its name.
 */
import {
  type Communicatiekanaal,
  type Procestermijn,
  type Procestype,
  type Resultaat,
  type Resultaattypeomschrijving,
  TAAKGEBIEDEN,
  type Taakgebied,
  type Waardering,
} from './model.ts';

export interface ProcestypeJson {
  readonly url: string;
  readonly nummer: number;
  readonly jaar: number;
  readonly naam: string;
  readonly omschrijving: string;
  readonly toelichting: string;
  readonly procesobject: string;
}

export type ResultaatJson = {
  readonly url: string;
  readonly procesType: string;
  readonly nummer: number;
  readonly volledigNummer: string;
  readonly generiek: boolean;
  readonly specifiek: boolean;
  readonly naam: string;
  readonly omschrijving: string;
  readonly herkomst: string;
  readonly waardering: Waardering;
  readonly procestermijn: Procestermijn;
  readonly procestermijnWeergave: string;
  readonly bewaartermijn: string | null;
  readonly toelichting: string;
  readonly procestermijnOpmerking: string;
} & { readonly [gebied in Taakgebied]: boolean };

export interface ResultaattypeomschrijvingJson {
  readonly url: string;
  readonly omschrijving: string;
  readonly definitie: string;
  readonly opmerking: string;
}

export function presentProcestype(procestype: Procestype, base: string): ProcestypeJson {
  return {
    url: procestypeUrl(procestype.uuid, base),
    nummer: procestype.nummer,
    jaar: procestype.jaar,
    naam: procestype.naam,
    omschrijving: procestype.naam,
    toelichting: '',
    procesobject: procestype.procesobject,
  };
}

export function presentResultaat(resultaat: Resultaat, base: string): ResultaatJson {
  return {
    url: resultaatUrl(resultaat.uuid, base),
    procesType: procestypeUrl(resultaat.procestypeUuid, base),
    nummer: resultaat.nummer,
    volledigNummer: resultaat.volledigNummer,
    generiek: resultaat.generiek,
    specifiek: resultaat.specifiek,
    naam: resultaat.naam,
    omschrijving: resultaat.omschrijving,
    herkomst: resultaat.herkomst,
    waardering: resultaat.waardering,
    procestermijn: resultaat.procestermijn,
    procestermijnWeergave: WEERGAVE[resultaat.procestermijn],
    bewaartermijn: resultaat.bewaartermijn,
    toelichting: '',
    ...taakgebieden(resultaat.taakgebieden),
    procestermijnOpmerking: resultaat.procestermijnOpmerking,
  };
}

export function presentResultaattypeomschrijving(
  omschrijving: Resultaattypeomschrijving,
  base: string,
): ResultaattypeomschrijvingJson {
  return {
    url: resultaattypeomschrijvingUrl(omschrijving.uuid, base),
    omschrijving: omschrijving.omschrijving,
    definitie: omschrijving.definitie,
    opmerking: '',
  };
}

export interface CommunicatiekanaalJson {
  readonly url: string;
  readonly naam: string;
  readonly omschrijving: string;
}

export function presentCommunicatiekanaal(kanaal: Communicatiekanaal, base: string): CommunicatiekanaalJson {
  const { uuid, naam, omschrijving } = kanaal;
  return { url: `${zonderSlash(base)}/communicatiekanalen/${uuid}`, naam, omschrijving };
}

export function procestypeUrl(uuid: string, base: string): string {
  return `${zonderSlash(base)}/procestypen/${uuid}`;
}

export function resultaatUrl(uuid: string, base: string): string {
  return `${zonderSlash(base)}/resultaten/${uuid}`;
}

export function resultaattypeomschrijvingUrl(uuid: string, base: string): string {
  return `${zonderSlash(base)}/resultaattypeomschrijvingen/${uuid}`;
}

/** Own labels: the wire carries a text for people here, and no client compares it. */
const WEERGAVE: Readonly<Record<Procestermijn, string>> = {
  nihil: 'Nihil',
  bestaansduur_procesobject: 'Zolang het procesobject bestaat of geldt',
  ingeschatte_bestaansduur_procesobject: 'De geschatte maximale duur dat het procesobject bestaat of geldt',
  vast_te_leggen_datum: 'Tot de in het proces vastgelegde datum waarop het procesobject vervalt',
  samengevoegd_met_bewaartermijn: 'Opgenomen in de bewaartermijn',
  '': '',
};

function taakgebieden(gemarkeerd: readonly Taakgebied[]): { [gebied in Taakgebied]: boolean } {
  return Object.fromEntries(TAAKGEBIEDEN.map((gebied) => [gebied, gemarkeerd.includes(gebied)])) as {
    [gebied in Taakgebied]: boolean;
  };
}

function zonderSlash(base: string): string {
  return base.replace(/\/+$/, '');
}
