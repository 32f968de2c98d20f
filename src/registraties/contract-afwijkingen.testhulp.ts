/**
 * Where the OpenAPI that we serve differs from the published contract (Catalogi 1.3.3, Zaken 1.7.0) in the resources that
 * we have, each with the reason. `contract.test.ts` holds it exact: what is not here may not differ, and what is here
 * must. The sentences are those of `contract.testhulp.ts`.
 */
export interface Afwijking {
  readonly reden: string;
  /** In the contract and not in ours. */
  readonly ontbreekt?: readonly string[];
  /** In ours and not in the contract. */
  readonly extra?: readonly string[];
}

const CATALOGI: readonly Afwijking[] = [
  {
    reden: 'Step 2: historiemodel. Zaaktypen refer to each other by identificatie, and a day of asking is a parameter.',
    ontbreekt: [
      'GET /zaaktypen/{} ?datumGeldigheid',
      'zaaktypen deelzaaktypeIdentificaties type array',
      'zaaktypen gerelateerdeZaaktypen[].zaaktype format uri',
      'zaaktypen gerelateerdeZaaktypen[].zaaktypeIdentificatie type string',
      'zaaktypen toont _expand.deelzaaktypen',
      'zaaktypen toont _expand.gerelateerdeZaaktypen',
      'zaaktypen toont deelzaaktypeIdentificaties',
      'zaaktypen toont gerelateerdeZaaktypen[].zaaktypeIdentificatie',
    ],
  },
  {
    reden: 'Step 2: besluittypen, eigenschappen and zaakobjecttypen are not there yet; their lists are empty.',
    ontbreekt: [
      'catalogussen toont _expand.besluittypen',
      'informatieobjecttypen toont _expand.besluittypen',
      'resultaattypen neemt besluittypen',
      'resultaattypen toont _expand.besluittypen',
      'statustypen neemt eigenschappen',
      'statustypen toont _expand.eigenschappen',
      'zaaktypen neemt besluittypen',
      'zaaktypen toont _expand.besluittypen',
      'zaaktypen toont _expand.eigenschappen',
      'zaaktypen toont _expand.zaakobjecttypen',
    ],
  },
  {
    reden: 'Step 2: documents that a resultaat demands are checked with the Documenten API; until then none are kept.',
    ontbreekt: ['resultaattypen neemt informatieobjecttypen', 'resultaattypen toont _expand.informatieobjecttypen'],
  },
  {
    reden:
      'Derived from the versions or from the zaaktype, as the text of the standard has it; a client cannot set them.',
    ontbreekt: [
      'informatieobjecttypen neemt beginObject',
      'informatieobjecttypen neemt eindeObject',
      'informatieobjecttypen neemt zaaktypeIdentificaties',
      'resultaattypen neemt beginObject',
      'resultaattypen neemt eindeGeldigheid',
      'resultaattypen neemt eindeObject',
      'roltypen neemt beginObject',
      'roltypen neemt eindeGeldigheid',
      'roltypen neemt eindeObject',
      'statustypen neemt beginObject',
      'statustypen neemt eindeGeldigheid',
      'statustypen neemt eindeObject',
      'zaaktypen neemt beginObject',
      'zaaktypen neemt eindeObject',
    ],
  },
  {
    reden: 'The contract says email, and that it may be left out: then we show an empty text, which is no email.',
    ontbreekt: ['catalogussen contactpersoonBeheerEmailadres format email'],
  },
  {
    reden: 'The contract forgets that these may be left out: then we show null.',
    extra: [
      'informatieobjecttypen omschrijvingGeneriek mag null',
      'zaaktypen broncatalogus mag null',
      'zaaktypen bronzaaktype mag null',
      'zaaktypen versiedatum mag null',
    ],
  },
  {
    reden: 'A slip in ZaakTypeCreate, where the list of ZaakType is a text.',
    ontbreekt: ['zaaktypen informatieobjecttypen type string'],
  },
  {
    reden: 'A slip in ZaakType, which requires the property and forgets to describe it.',
    extra: ['zaaktypen resultaattypeOmschrijving type array', 'zaaktypen toont resultaattypeOmschrijving'],
  },
  {
    reden: 'The Zaken API limits every address to 1000 characters, the Catalogi API only some; ours are never longer.',
    extra: [
      'informatieobjecttypen catalogus maxLength 1000',
      'resultaattypen zaaktype maxLength 1000',
      'roltypen zaaktype maxLength 1000',
      'statustypen zaaktype maxLength 1000',
      'zaaktype-informatieobjecttypen statustype maxLength 1000',
      'zaaktype-informatieobjecttypen zaaktype maxLength 1000',
      'zaaktypen catalogus maxLength 1000',
    ],
  },
];

const ZAKEN: readonly Afwijking[] = [
  {
    reden: 'Step 2: searching by body (also X13), zaakeigenschappen, and besluiten of a zaak.',
    ontbreekt: [
      'DELETE /zaken/{}/besluiten/{}',
      'DELETE /zaken/{}/zaakeigenschappen/{}',
      'GET /zaken/{}/besluiten',
      'GET /zaken/{}/besluiten/{}',
      'GET /zaken/{}/zaakeigenschappen',
      'GET /zaken/{}/zaakeigenschappen/{}',
      'HEAD /zaken/{}/zaakeigenschappen/{}',
      'PATCH /zaken/{}/zaakeigenschappen/{}',
      'POST /zaken/_zoek',
      'POST /zaken/{}/besluiten',
      'POST /zaken/{}/zaakeigenschappen',
      'PUT /zaken/{}/zaakeigenschappen/{}',
    ],
  },
  {
    reden: 'Step 2: eigenschappen, zaakobjecten and zaakinformatieobjecten are not there yet; their lists are empty.',
    ontbreekt: [
      'statussen toont _expand.zaakinformatieobjecten',
      'zaken toont _expand.eigenschappen',
      'zaken toont _expand.zaakinformatieobjecten',
      'zaken toont _expand.zaakobjecten',
    ],
  },
  {
    reden: 'Addresses of other registers: expand brings what this one holds (zrc-025 in its 1.5 reading).',
    ontbreekt: [
      'rollen toont _expand.betrokkene',
      'zaken toont _expand.communicatiekanaal',
      'zaken toont _expand.productenOfDiensten',
      'zaken toont _expand.selectielijstklasse',
    ],
  },
  {
    reden: 'Step 2: expand of an address that stands inside a list of objects.',
    ontbreekt: ['zaken toont _expand.relevanteAndereZaken'],
  },
  {
    reden: 'Described as one object with a type; what belongs to each type is read by RFC 7946 (zaken/geometrie.ts).',
    ontbreekt: [
      'zaken neemt zaakgeometrie.coordinates',
      'zaken neemt zaakgeometrie.geometries',
      'zaken neemt zaakgeometrie.geometries[].type',
      'zaken toont zaakgeometrie.coordinates',
      'zaken toont zaakgeometrie.geometries',
      'zaken toont zaakgeometrie.geometries[].type',
      'zaken zaakgeometrie.coordinates type array',
      'zaken zaakgeometrie.geometries type array',
      'zaken zaakgeometrie.geometries[].type keuze "Feature"',
      'zaken zaakgeometrie.geometries[].type keuze "FeatureCollection"',
      'zaken zaakgeometrie.geometries[].type keuze "GeometryCollection"',
      'zaken zaakgeometrie.geometries[].type keuze "LineString"',
      'zaken zaakgeometrie.geometries[].type keuze "MultiLineString"',
      'zaken zaakgeometrie.geometries[].type keuze "MultiPoint"',
      'zaken zaakgeometrie.geometries[].type keuze "MultiPolygon"',
      'zaken zaakgeometrie.geometries[].type keuze "Point"',
      'zaken zaakgeometrie.geometries[].type keuze "Polygon"',
      'zaken zaakgeometrie.geometries[].type type string',
    ],
  },
  {
    reden: 'A Feature is no geometry (RFC 7946 §3): the contract lists the names and gives them no schema.',
    ontbreekt: ['zaken zaakgeometrie.type keuze "Feature"', 'zaken zaakgeometrie.type keuze "FeatureCollection"'],
  },
  {
    reden: 'The contract says email, and that it may be left out: then we show an empty text, which is no email.',
    ontbreekt: ['rollen contactpersoonRol.emailadres format email'],
  },
  {
    reden: 'The contract forgets that these may be left out, or have no state before or after: then we show null.',
    extra: [
      'rollen betrokkeneIdentificatie mag null',
      'statussen gezetdoor mag null',
      'zaken/audittrail wijzigingen.nieuw mag null',
      'zaken/audittrail wijzigingen.oud mag null',
    ],
  },
  {
    reden: 'An address of ours is as long as it is; 200 is too short for some hosts.',
    ontbreekt: ['statussen gezetdoor maxLength 200'],
    extra: ['statussen gezetdoor maxLength 1000'],
  },
  {
    reden: 'zrc-009: an empty one asks for that of the zaaktype.',
    extra: ['zaken vertrouwelijkheidaanduiding keuze ""'],
  },
  {
    reden: 'What a token says of its user is kept whole.',
    ontbreekt: [
      'zaken/audittrail applicatieId maxLength 100',
      'zaken/audittrail applicatieWeergave maxLength 200',
      'zaken/audittrail gebruikersId maxLength 255',
      'zaken/audittrail gebruikersWeergave maxLength 255',
    ],
  },
  {
    reden: 'Components of older standards, that write no audittrail here.',
    ontbreekt: [
      'zaken/audittrail bron keuze "cmc"',
      'zaken/audittrail bron keuze "kc"',
      'zaken/audittrail bron keuze "vrc"',
    ],
  },
];

export const AFWIJKINGEN = { catalogi: CATALOGI, zaken: ZAKEN } as const;
