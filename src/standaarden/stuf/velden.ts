/**
 * The text fields of a zaakbericht: what StUF-ZKN 03.10 allows, how we name them to an operator, and where their text is to be repaired.
 */
import type { TekstRegels } from './tekst.ts';
import { MAX_CODE, type Zaakbericht, zaaktypeCode } from './zaakbericht.ts';

/** Maximum lengths of the schema, in characters (stuf0301.xsd and zkn0310_simpleTypes.xsd, patch 26). */
export const MAX = {
  organisatie: 200,
  applicatie: 50,
  administratie: 50,
  referentienummer: 40,
  zaakidentificatie: 40,
  omschrijving: 80,
  toelichting: 1000,
  foutcode: 7,
  foutomschrijving: 200,
  foutdetails: 1000,
} as const;

/** Minimum lengths of the schema, in characters. Other required texts must merely not be empty. */
export const MIN = { applicatie: 3, zaakidentificatie: 5 } as const;

interface TekstVeld<Bericht> extends TekstRegels {
  readonly textOf: (bericht: Bericht) => string | null | undefined;
}

/** In the order of the message. The toelichtingen stand apart: their length includes the reference. */
export const TEKSTVELDEN: readonly TekstVeld<Zaakbericht>[] = [
  {
    veld: 'referentienummer',
    textOf: (bericht) => bericht.referentienummer,
    naam: 'Het referentienummer',
    min: 1,
    max: MAX.referentienummer,
    doe: 'Gebruik een uuid als referentienummer.',
  },
  ...systeemVelden('zender'),
  ...systeemVelden('ontvanger'),
  {
    veld: 'zaak.identificatie',
    textOf: ({ zaak }) => zaak.identificatie,
    naam: 'Het zaaknummer',
    min: MIN.zaakidentificatie,
    max: MAX.zaakidentificatie,
    doe: 'Laat de zaakregistratie zaaknummers uitgeven die passen.',
  },
  {
    veld: 'zaak.omschrijving',
    textOf: ({ zaak }) => zaak.omschrijving,
    naam: 'De omschrijving van de zaak',
    min: 1,
    max: MAX.omschrijving,
    doe: 'Pas de omschrijving aan in de zaak.',
  },
  {
    veld: 'zaaktype.omschrijving',
    textOf: ({ zaaktype }) => zaaktype.omschrijving,
    naam: 'De omschrijving van het zaaktype',
    min: 1,
    max: MAX.omschrijving,
    doe: 'Pas de omschrijving aan in het zaaktype.',
  },
  {
    veld: 'zaaktype.code',
    textOf: zaaktypeCode,
    naam: 'De code van het zaaktype',
    min: 0,
    max: MAX_CODE,
    doe: 'Pas de code aan in het zaaktype.',
  },
  {
    veld: 'status.omschrijving',
    textOf: ({ status }) => status.omschrijving,
    naam: 'De omschrijving van de status',
    min: 1,
    max: MAX.omschrijving,
    doe: 'Pas de omschrijving aan in het statustype, of stel een andere tekst in voor de inwoner.',
  },
];

/** Checked only when there is a resultaat. */
export const RESULTAAT_OMSCHRIJVING: TekstRegels = {
  veld: 'resultaat.omschrijving',
  naam: 'De omschrijving van het resultaat',
  min: 1,
  max: MAX.omschrijving,
  doe: 'Pas de omschrijving aan in het resultaattype.',
};

/** The fields of one of the two systems, in any message that has both. */
export function systeemVelden(rol: 'zender' | 'ontvanger'): TekstVeld<Pick<Zaakbericht, 'zender' | 'ontvanger'>>[] {
  const doe = `Pas de gegevens van de ${rol} aan in de instellingen van Lopende Zaken.`;
  return [
    {
      veld: `${rol}.organisatie`,
      textOf: (bericht) => bericht[rol].organisatie,
      naam: `De organisatie van de ${rol}`,
      min: 1,
      max: MAX.organisatie,
      doe,
    },
    {
      veld: `${rol}.applicatie`,
      textOf: (bericht) => bericht[rol].applicatie,
      naam: `De applicatie van de ${rol}`,
      min: MIN.applicatie,
      max: MAX.applicatie,
      doe,
    },
    {
      veld: `${rol}.administratie`,
      textOf: (bericht) => bericht[rol].administratie,
      naam: `De administratie van de ${rol}`,
      min: 0,
      max: MAX.administratie,
      doe,
    },
  ];
}
