import { AUTORISATIES, BESLUITEN } from './contract-afwijkingen-ac-brc.testhulp.ts';

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
    reden: 'pageSize, as Open Zaak has it: clients depend on it.',
    extra: [
      'GET /besluittypen ?pageSize',
      'GET /catalogussen ?pageSize',
      'GET /eigenschappen ?pageSize',
      'GET /informatieobjecttypen ?pageSize',
      'GET /resultaattypen ?pageSize',
      'GET /roltypen ?pageSize',
      'GET /statustypen ?pageSize',
      'GET /zaakobjecttypen ?pageSize',
      'GET /zaaktype-informatieobjecttypen ?pageSize',
      'GET /zaaktypen ?pageSize',
    ],
  },
  {
    reden: 'Sent as an identificatie or an address, shown as an address: one description for both.',
    ontbreekt: ['zaaktypen gerelateerdeZaaktypen[].zaaktype format uri'],
  },
  {
    reden: 'The answer to POST alone has it, deprecated, beside the name with which every other answer has the same.',
    ontbreekt: [
      'besluittypen informatieobjecttypeOmschrijving type array',
      'besluittypen toont informatieobjecttypeOmschrijving',
    ],
  },
  {
    reden:
      'Derived from the versions or from the zaaktype, as the text of the standard has it; a client cannot set them.',
    ontbreekt: [
      'besluittypen neemt beginObject',
      'besluittypen neemt eindeObject',
      'eigenschappen neemt beginObject',
      'eigenschappen neemt eindeGeldigheid',
      'eigenschappen neemt eindeObject',
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
      'zaakobjecttypen neemt beginObject',
      'zaakobjecttypen neemt eindeGeldigheid',
      'zaakobjecttypen neemt eindeObject',
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
    reden: 'They repeat what the zaaktype says; as for the other parts of a zaaktype, a client may send null.',
    extra: ['zaakobjecttypen beginGeldigheid mag null', 'zaakobjecttypen catalogus mag null'],
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
      'besluittypen catalogus maxLength 1000',
      'eigenschappen statustype maxLength 1000',
      'eigenschappen zaaktype maxLength 1000',
      'informatieobjecttypen catalogus maxLength 1000',
      'resultaattypen zaaktype maxLength 1000',
      'roltypen zaaktype maxLength 1000',
      'statustypen zaaktype maxLength 1000',
      'zaakobjecttypen zaaktype maxLength 1000',
      'zaaktype-informatieobjecttypen statustype maxLength 1000',
      'zaaktype-informatieobjecttypen zaaktype maxLength 1000',
      'zaaktypen catalogus maxLength 1000',
    ],
  },
];

const ZAKEN: readonly Afwijking[] = [
  {
    reden: 'As for the list of zaken, of which a search shows the same.',
    ontbreekt: [
      'zaken/_zoek toont _expand.communicatiekanaal',
      'zaken/_zoek toont _expand.productenOfDiensten',
      'zaken/_zoek toont _expand.relevanteAndereZaken',
      'zaken/_zoek toont _expand.selectielijstklasse',
      'zaken/_zoek toont _expand.zaakobjecten',
    ],
    extra: ['POST /zaken/_zoek ?pageSize', 'zaken/_zoek vertrouwelijkheidaanduiding keuze ""'],
  },
  {
    reden: 'A Feature is no geometry (RFC 7946 §3): the contract lists the names and gives them no schema.',
    ontbreekt: [
      'zaken zaakgeometrie.geometries[].type keuze "Feature"',
      'zaken zaakgeometrie.geometries[].type keuze "FeatureCollection"',
      'zaken zaakgeometrie.type keuze "Feature"',
      'zaken zaakgeometrie.type keuze "FeatureCollection"',
      'zaken/_zoek zaakgeometrie.geometries[].type keuze "Feature"',
      'zaken/_zoek zaakgeometrie.geometries[].type keuze "FeatureCollection"',
      'zaken/_zoek zaakgeometrie.type keuze "Feature"',
      'zaken/_zoek zaakgeometrie.type keuze "FeatureCollection"',
      'zaken/_zoek zaakgeometrie.within.geometries[].type keuze "Feature"',
      'zaken/_zoek zaakgeometrie.within.geometries[].type keuze "FeatureCollection"',
      'zaken/_zoek zaakgeometrie.within.type keuze "Feature"',
      'zaken/_zoek zaakgeometrie.within.type keuze "FeatureCollection"',
    ],
  },
  {
    reden: 'The contract says that these are texts; they are dates, and anything else is refused.',
    extra: [
      'zaken/_zoek archiefactiedatum__gt format date',
      'zaken/_zoek archiefactiedatum__lt format date',
      'zaken/_zoek einddatumGepland__gt format date',
      'zaken/_zoek einddatumGepland__lt format date',
      'zaken/_zoek einddatum__gt format date',
      'zaken/_zoek einddatum__lt format date',
      'zaken/_zoek registratiedatum__gt format date',
      'zaken/_zoek registratiedatum__lt format date',
      'zaken/_zoek startdatum__gt format date',
      'zaken/_zoek startdatum__gte format date',
      'zaken/_zoek startdatum__lt format date',
      'zaken/_zoek startdatum__lte format date',
      'zaken/_zoek uiterlijkeEinddatumAfdoening__gt format date',
      'zaken/_zoek uiterlijkeEinddatumAfdoening__lt format date',
    ],
  },
  {
    reden: 'Below a zaak stands what is ours; the besluit itself stands in another register.',
    ontbreekt: [
      'zaken/besluiten _expand type object',
      'zaken/besluiten toont _expand',
      'zaken/besluiten toont _expand.besluit',
    ],
    extra: ['HEAD /zaken/{}/besluiten/{}', 'zaken/besluiten url maxLength 1000'],
  },
  {
    reden: 'Beyond the standard, as Open Zaak has it: clients depend on it.',
    extra: [
      'GET /rollen ?betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer',
      'GET /rollen ?betrokkeneIdentificatie__nietNatuurlijkPersoon__vestigingsNummer',
      'GET /rollen ?betrokkeneIdentificatie__vestiging__kvkNummer',
      'GET /rollen ?machtiging',
      'GET /rollen ?machtiging__loa',
      'GET /zaken ?identificatie__icontains',
      'GET /zaken ?kenmerk',
      'GET /zaken ?kenmerk__bron',
      'GET /zaken ?omschrijving',
      'GET /zaken ?resultaat__resultaattype',
      'GET /zaken ?rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer',
      'GET /zaken ?rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__vestigingsNummer',
      'GET /zaken ?rol__betrokkeneIdentificatie__vestiging__kvkNummer',
      'GET /zaken ?rol__machtiging',
      'GET /zaken ?rol__machtiging__loa',
      'GET /zaken ?status__statustype',
      'GET /zaken ?zaaktype__omschrijving',
      'PUT /rollen/{}',
      'rollen authenticatieContext mag null',
      'rollen authenticatieContext type object',
      'rollen neemt authenticatieContext',
      'rollen toont authenticatieContext',
      'zaken opschorting.eerdereOpschorting type boolean',
      'zaken toont opschorting.eerdereOpschorting',
      'zaken/_zoek identificatie__icontains maxLength 40',
      'zaken/_zoek identificatie__icontains type string',
      'zaken/_zoek kenmerk type string',
      'zaken/_zoek kenmerk__bron type string',
      'zaken/_zoek neemt identificatie__icontains',
      'zaken/_zoek neemt kenmerk',
      'zaken/_zoek neemt kenmerk__bron',
      'zaken/_zoek neemt omschrijving',
      'zaken/_zoek neemt resultaat__resultaattype',
      'zaken/_zoek neemt rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer',
      'zaken/_zoek neemt rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__vestigingsNummer',
      'zaken/_zoek neemt rol__betrokkeneIdentificatie__vestiging__kvkNummer',
      'zaken/_zoek neemt rol__machtiging',
      'zaken/_zoek neemt rol__machtiging__loa',
      'zaken/_zoek neemt status__statustype',
      'zaken/_zoek neemt zaaktype__not_in',
      'zaken/_zoek neemt zaaktype__omschrijving',
      'zaken/_zoek opschorting.eerdereOpschorting type boolean',
      'zaken/_zoek resultaat__resultaattype format uri',
      'zaken/_zoek resultaat__resultaattype type string',
      'zaken/_zoek rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer type string',
      'zaken/_zoek rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__vestigingsNummer type string',
      'zaken/_zoek rol__betrokkeneIdentificatie__vestiging__kvkNummer type string',
      'zaken/_zoek rol__machtiging type string',
      'zaken/_zoek rol__machtiging__loa type string',
      'zaken/_zoek status__statustype format uri',
      'zaken/_zoek status__statustype type string',
      'zaken/_zoek toont opschorting.eerdereOpschorting',
      'zaken/_zoek zaaktype__not_in type array',
      'zaken/_zoek zaaktype__omschrijving type string',
    ],
  },
  {
    reden: 'pageSize, as Open Zaak has it: clients depend on it.',
    extra: [
      'GET /klantcontacten ?pageSize',
      'GET /resultaten ?pageSize',
      'GET /rollen ?pageSize',
      'GET /statussen ?pageSize',
      'GET /zaakobjecten ?pageSize',
      'GET /zaken ?pageSize',
    ],
  },
  {
    reden: 'HEAD and expand work on each resource that can be read, also where the contract does not ask for it.',
    extra: [
      'GET /klantcontacten ?expand',
      'GET /klantcontacten/{} ?expand',
      'GET /zaakcontactmomenten ?expand',
      'GET /zaakcontactmomenten/{} ?expand',
      'GET /zaaknotities ?expand',
      'GET /zaaknotities/{} ?expand',
      'GET /zaakverzoeken ?expand',
      'GET /zaakverzoeken/{} ?expand',
      'GET /zaken/{}/zaakeigenschappen ?expand',
      'GET /zaken/{}/zaakeigenschappen/{} ?expand',
      'HEAD /klantcontacten/{}',
      'HEAD /zaakcontactmomenten/{}',
      'HEAD /zaaknotities/{}',
      'HEAD /zaakverzoeken/{}',
      'klantcontacten _expand type object',
      'klantcontacten toont _expand',
      'klantcontacten toont _expand.zaak',
      'zaakcontactmomenten _expand type object',
      'zaakcontactmomenten toont _expand',
      'zaakcontactmomenten toont _expand.zaak',
      'zaaknotities _expand type object',
      'zaaknotities toont _expand',
      'zaaknotities toont _expand.gerelateerdAan',
      'zaakverzoeken _expand type object',
      'zaakverzoeken toont _expand',
      'zaakverzoeken toont _expand.zaak',
    ],
  },
  {
    reden: 'An address has a greatest length everywhere; here the contract gives none.',
    extra: [
      'zaaknotities gerelateerdAan maxLength 1000',
      'zaken/zaakeigenschappen url maxLength 1000',
      'zaken/zaakeigenschappen zaak maxLength 1000',
    ],
  },
  {
    reden: 'A group that is left out is shown as null, at every depth (zrc-012).',
    extra: [
      'zaakobjecten objectIdentificatie mag null',
      'zaakobjecten objectIdentificatie.heeftAlsGerechtigde mag null',
      'zaakobjecten objectIdentificatie.heeftAlsGerechtigde.natuurlijkPersoon mag null',
      'zaakobjecten objectIdentificatie.heeftAlsGerechtigde.nietNatuurlijkPersoon mag null',
      'zaakobjecten objectIdentificatie.heeftBetrekkingOp mag null',
      'zaakobjecten objectIdentificatie.isOnderdeelVan mag null',
      'zaakobjecten objectIdentificatie.isVoor mag null',
    ],
  },
  {
    reden: 'Addresses of other registers: expand brings what this one holds (zrc-025 in its 1.5 reading).',
    ontbreekt: [
      'rollen toont _expand.betrokkene',
      'zaakinformatieobjecten toont _expand.informatieobject',
      'zaakobjecten toont _expand.object',
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

/** By the name of the API. */
export const AFWIJKINGEN: Readonly<Record<string, readonly Afwijking[]>> = {
  autorisaties: AUTORISATIES,
  besluiten: BESLUITEN,
  catalogi: CATALOGI,
  zaken: ZAKEN,
};
