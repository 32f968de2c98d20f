/** What a zaak is about: the kinds of object, and what identifies an object of each (Zaken API 1.7, Object*). */
import { value } from '../kern/index.ts';
import { eenVan, IDENTIFICATIES } from './betrokkene.ts';

const { choice, object, orNull, part, text, whole } = value;

const identificatie = part(text({ max: 100 }));
const naam = part(text({ max: 500 }), '');
const woonplaats = part(text({ max: 80 }));
const straat = part(text({ max: 80 }));
const huisnummer = part(whole(0, 99_999));

/** The parts of an address as the BAG names them. */
const aoa = {
  wplWoonplaatsNaam: woonplaats,
  gorOpenbareRuimteNaam: straat,
  aoaPostcode: part(text({ max: 7 }), ''),
  aoaHuisnummer: huisnummer,
  aoaHuisletter: part(text({ max: 1 }), ''),
  aoaHuisnummertoevoeging: part(text({ max: 4 }), ''),
};

const terreinGebouwdObject = object({
  identificatie,
  adresAanduidingGrp: part(
    orNull(
      object({
        numIdentificatie: part(text({ max: 100 }), ''),
        oaoIdentificatie: part(text({ max: 100 }), ''),
        aoaIdentificatie: part(text({ max: 100 }), ''),
        ...aoa,
        ogoLocatieAanduiding: part(text({ max: 100 }), ''),
      }),
    ),
    null,
  ),
});

const wozObject = object({
  wozObjectNummer: part(text({ max: 100 })),
  aanduidingWozObject: part(
    orNull(
      object({
        aoaIdentificatie: part(text({ max: 100 })),
        ...aoa,
        locatieOmschrijving: part(text({ max: 1000 }), ''),
      }),
    ),
    null,
  ),
});

const kadastraleOnroerendeZaak = object({
  kadastraleIdentificatie: part(text({ max: 100 })),
  kadastraleAanduiding: part(text({ max: 1000 })),
});

const INRICHTINGSELEMENTEN = [
  'bak',
  'bord',
  'installatie',
  'kast',
  'mast',
  'paal',
  'sensor',
  'straatmeubilair',
  'waterinrichtingselement',
  'weginrichtingselement',
] as const;

const KUNSTWERKDELEN = [
  'keermuur',
  'overkluizing',
  'duiker',
  'faunavoorziening',
  'vispassage',
  'bodemval',
  'coupure',
  'ponton',
  'voorde',
  'hoogspanningsmast',
  'gemaal',
  'perron',
  'sluis',
  'strekdam',
  'steiger',
  'stuw',
] as const;

/** Any data at all, for an object that no standard describes. */
const vrij: value.Parser<object> = { ...eenVan([]), schema: { type: 'object' } };

/** The parser of `objectIdentificatie` per `objectType`, for the types that have one. */
export const OBJECT_IDENTIFICATIES: Readonly<Record<string, value.Parser<object>>> = {
  adres: object({
    identificatie,
    wplWoonplaatsNaam: woonplaats,
    gorOpenbareRuimteNaam: straat,
    huisnummer,
    huisletter: part(text({ max: 1 }), ''),
    huisnummertoevoeging: part(text({ max: 4 }), ''),
    postcode: part(text({ max: 7 }), ''),
  }),
  buurt: object({
    buurtCode: part(text({ max: 2 })),
    buurtNaam: part(text({ max: 40 })),
    gemGemeenteCode: part(text({ max: 4 })),
    wykWijkCode: part(text({ max: 2 })),
  }),
  gemeente: object({ gemeenteNaam: part(text({ max: 80 })), gemeenteCode: part(text({ max: 4 })) }),
  gemeentelijke_openbare_ruimte: object({ identificatie, openbareRuimteNaam: part(text({ max: 80 })) }),
  huishouden: object({ nummer: part(text({ max: 12 })), isGehuisvestIn: part(orNull(terreinGebouwdObject), null) }),
  inrichtingselement: object({ type: part(choice(INRICHTINGSELEMENTEN)), identificatie, naam }),
  kadastrale_onroerende_zaak: kadastraleOnroerendeZaak,
  kunstwerkdeel: object({ type: part(choice(KUNSTWERKDELEN)), identificatie, naam: part(text({ max: 80 })) }),
  maatschappelijke_activiteit: object({ kvkNummer: part(text({ max: 8 })), handelsnaam: part(text({ max: 200 })) }),
  medewerker: IDENTIFICATIES.medewerker,
  natuurlijk_persoon: IDENTIFICATIES.natuurlijk_persoon,
  niet_natuurlijk_persoon: IDENTIFICATIES.niet_natuurlijk_persoon,
  openbare_ruimte: object({ identificatie, wplWoonplaatsNaam: woonplaats, gorOpenbareRuimteNaam: straat }),
  organisatorische_eenheid: IDENTIFICATIES.organisatorische_eenheid,
  pand: object({ identificatie }),
  spoorbaandeel: object({
    type: part(choice(['breedspoor', 'normaalspoor', 'smalspoor', 'spoorbaan'])),
    identificatie,
    naam,
  }),
  terreindeel: object({ type: part(text({ max: 40 })), identificatie, naam }),
  terrein_gebouwd_object: terreinGebouwdObject,
  vestiging: IDENTIFICATIES.vestiging,
  waterdeel: object({
    typeWaterdeel: part(choice(['zee', 'waterloop', 'watervlakte', 'greppel_droge_sloot'])),
    identificatie,
    naam,
  }),
  wegdeel: object({ type: part(text({ max: 100 })), identificatie, naam }),
  wijk: object({
    wijkCode: part(text({ max: 2 })),
    wijkNaam: part(text({ max: 40 })),
    gemGemeenteCode: part(text({ max: 4 })),
  }),
  woonplaats: object({ identificatie, woonplaatsNaam: part(text({ max: 80 })) }),
  woz_deelobject: object({
    nummerWozDeelObject: part(text({ max: 6 })),
    isOnderdeelVan: part(orNull(wozObject), null),
  }),
  woz_object: wozObject,
  woz_waarde: object({ waardepeildatum: part(text({ max: 9 })), isVoor: part(orNull(wozObject), null) }),
  zakelijk_recht: object({
    identificatie,
    avgAard: part(text({ max: 1000 })),
    heeftBetrekkingOp: part(orNull(kadastraleOnroerendeZaak), null),
    heeftAlsGerechtigde: part(
      orNull(
        object({
          natuurlijkPersoon: part(orNull(IDENTIFICATIES.natuurlijk_persoon), null),
          nietNatuurlijkPersoon: part(orNull(IDENTIFICATIES.niet_natuurlijk_persoon), null),
        }),
      ),
      null,
    ),
  }),
  overige: object({ overigeData: part(vrij) }),
};

/** The types that are only known by their address. */
const ALLEEN_ADRES = ['besluit', 'enkelvoudig_document', 'status'] as const;

export const OBJECT_TYPEN: readonly string[] = [...Object.keys(OBJECT_IDENTIFICATIES), ...ALLEEN_ADRES].sort();

/** What identifies an object of any type; that it fits its type is a rule (`zaakobject.ts`). */
export const eenObjectIdentificatie = eenVan(Object.values(OBJECT_IDENTIFICATIES));
