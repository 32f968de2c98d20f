/** Who a rol is about: five kinds of betrokkene, each with its own identification (Zaken API 1.7, Rol*). */
import { value } from '../kern/index.ts';

const { choice, list, object, orNull, part, text, whole } = value;

const verblijfsadres = orNull(
  object({
    aoaIdentificatie: part(text({ max: 100 })),
    wplWoonplaatsNaam: part(text({ max: 80 })),
    gorOpenbareRuimteNaam: part(text({ max: 80 })),
    aoaPostcode: part(text({ max: 7 }), ''),
    aoaHuisnummer: part(whole(0, 99_999)),
    aoaHuisletter: part(text({ max: 1 }), ''),
    aoaHuisnummertoevoeging: part(text({ max: 4 }), ''),
    inpLocatiebeschrijving: part(text({ max: 1000 }), ''),
  }),
);

const subVerblijfBuitenland = orNull(
  object({
    lndLandcode: part(text({ max: 4 })),
    lndLandnaam: part(text({ max: 40 })),
    subAdresBuitenland_1: part(text({ max: 35 }), ''),
    subAdresBuitenland_2: part(text({ max: 35 }), ''),
    subAdresBuitenland_3: part(text({ max: 35 }), ''),
  }),
);

const RECHTSVORMEN = [
  'besloten_vennootschap',
  'cooperatie_europees_economische_samenwerking',
  'europese_cooperatieve_venootschap',
  'europese_cooperatieve_vennootschap',
  'europese_naamloze_vennootschap',
  'kerkelijke_organisatie',
  'naamloze_vennootschap',
  'onderlinge_waarborg_maatschappij',
  'overig_privaatrechtelijke_rechtspersoon',
  'stichting',
  'vereniging',
  'vereniging_van_eigenaars',
  'publiekrechtelijke_rechtspersoon',
  'vennootschap_onder_firma',
  'maatschap',
  'rederij',
  'commanditaire_vennootschap',
  'kapitaalvennootschap_binnen_eer',
  'overige_buitenlandse_rechtspersoon_vennootschap',
  'kapitaalvennootschap_buiten_eer',
  '',
] as const;

const nietNatuurlijkPersoon = {
  innNnpId: part(text({ max: 9 }), ''),
  annIdentificatie: part(text({ max: 17 }), ''),
  statutaireNaam: part(text({ max: 500 }), ''),
  innRechtsvorm: part(choice(RECHTSVORMEN), ''),
  bezoekadres: part(text({ max: 1000 }), ''),
  subVerblijfBuitenland: part(subVerblijfBuitenland, null),
};

/**
 * The parser of `betrokkeneIdentificatie` per `betrokkeneType`. A BSN is kept as it comes, wrong or right: whether it is
 * authentic is asked later, of a source that knows (L5).
 */
export const IDENTIFICATIES = {
  natuurlijk_persoon: object({
    inpBsn: part(text({ max: 9 }), ''),
    anpIdentificatie: part(text({ max: 17 }), ''),
    inpA_nummer: part(text({ max: 10, pattern: /^[1-9][0-9]{9}$/ }), ''),
    geslachtsnaam: part(text({ max: 200 }), ''),
    voorvoegselGeslachtsnaam: part(text({ max: 80 }), ''),
    voorletters: part(text({ max: 20 }), ''),
    voornamen: part(text({ max: 200 }), ''),
    geslachtsaanduiding: part(choice(['m', 'v', 'o', '']), ''),
    geboortedatum: part(text({ max: 18 }), ''),
    verblijfsadres: part(verblijfsadres, null),
    subVerblijfBuitenland: part(subVerblijfBuitenland, null),
  }),
  niet_natuurlijk_persoon: object(nietNatuurlijkPersoon),
  vestiging: object({
    vestigingsNummer: part(text({ max: 24 }), ''),
    handelsnaam: part(list(text({ max: 625 })), []),
    verblijfsadres: part(verblijfsadres, null),
    subVerblijfBuitenland: part(subVerblijfBuitenland, null),
    kvkNummer: part(text({ max: 8 }), ''),
  }),
  organisatorische_eenheid: object({
    identificatie: part(text({ max: 24 }), ''),
    naam: part(text({ max: 50 }), ''),
    isGehuisvestIn: part(text({ max: 24 }), ''),
  }),
  medewerker: object({
    identificatie: part(text({ max: 254 }), ''),
    achternaam: part(text({ max: 200 }), ''),
    voorletters: part(text({ max: 20 }), ''),
    voorvoegselAchternaam: part(text({ max: 10 }), ''),
  }),
} as const;

export type BetrokkeneType = keyof typeof IDENTIFICATIES;
export const BETROKKENE_TYPEN = Object.keys(IDENTIFICATIES) as BetrokkeneType[];

/** Any object; which of these it must look like depends on its type and is checked in the rules. */
export const eenVan = (parsers: readonly value.Parser<object>[]): value.Parser<Readonly<Record<string, unknown>>> => ({
  schema: { type: 'object', anyOf: parsers.map((parser) => parser.schema) },
  parse(input, name, context) {
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
    context.faults.push({ name, code: 'invalid', reason: 'Hier hoort een object.' });
    return undefined;
  },
});

/** Of a rol: Open Zaak knows an organisation by the numbers of the Kamer van Koophandel too. */
export const ROL_IDENTIFICATIES = {
  ...IDENTIFICATIES,
  niet_natuurlijk_persoon: object({
    ...nietNatuurlijkPersoon,
    verblijfsadres: part(verblijfsadres, null),
    kvkNummer: part(text({ max: 8 }), ''),
    vestigingsNummer: part(text({ max: 24 }), ''),
  }),
} as const;

export const eenBetrokkene = eenVan(Object.values(ROL_IDENTIFICATIES));

/** The columns that make a betrokkene findable; null where the kind has none. */
export function zoekkolommen(
  type: BetrokkeneType,
  identificatie: Readonly<Record<string, unknown>>,
): Record<string, string | null> {
  const of = (wanted: BetrokkeneType, key: string): string | null =>
    type === wanted && typeof identificatie[key] === 'string' && identificatie[key] !== '' ? identificatie[key] : null;
  return {
    inp_bsn: of('natuurlijk_persoon', 'inpBsn'),
    anp_identificatie: of('natuurlijk_persoon', 'anpIdentificatie'),
    inp_a_nummer: of('natuurlijk_persoon', 'inpA_nummer'),
    inn_nnp_id: of('niet_natuurlijk_persoon', 'innNnpId'),
    ann_identificatie: of('niet_natuurlijk_persoon', 'annIdentificatie'),
    kvk_nummer: of('niet_natuurlijk_persoon', 'kvkNummer') ?? of('vestiging', 'kvkNummer'),
    vestigings_nummer: of('niet_natuurlijk_persoon', 'vestigingsNummer') ?? of('vestiging', 'vestigingsNummer'),
    organisatorische_eenheid: of('organisatorische_eenheid', 'identificatie'),
    medewerker: of('medewerker', 'identificatie'),
  };
}
