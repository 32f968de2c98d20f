/**
 * Test help: a catalogus of Open Zaak, as its database is dumped (Django fixture), as the bodies that the API takes. The
 * names of columns are Open Zaak's; a reference is the number or the uuid of a row.
 */
export interface Rij {
  readonly model: string;
  readonly pk?: number;
  // biome-ignore lint/suspicious/noExplicitAny: what stands in a column is known by its name alone.
  readonly fields: Readonly<Record<string, any>>;
}

/** The rows of one kind. */
export function rijen(dump: readonly Rij[], soort: string): readonly Rij[] {
  return dump.filter((rij) => rij.model === `catalogi.${soort}`);
}

const geldigheid = ({ fields: f }: Rij) => ({
  beginGeldigheid: f['datum_begin_geldigheid'],
  eindeGeldigheid: f['datum_einde_geldigheid'],
});

const lijst = (text: string): readonly string[] => JSON.parse(text);

export function catalogusVan({ fields: f }: Rij) {
  return {
    domein: f['domein'],
    rsin: f['rsin'],
    naam: f['naam'],
    contactpersoonBeheerNaam: f['contactpersoon_beheer_naam'],
    contactpersoonBeheerTelefoonnummer: f['contactpersoon_beheer_telefoonnummer'],
    contactpersoonBeheerEmailadres: f['contactpersoon_beheer_emailadres'],
  };
}

export function informatieobjecttypeVan(rij: Rij, catalogus: string) {
  const f = rij.fields;
  return {
    catalogus,
    omschrijving: f['omschrijving'],
    vertrouwelijkheidaanduiding: f['vertrouwelijkheidaanduiding'],
    informatieobjectcategorie: f['informatieobjectcategorie'],
    trefwoord: lijst(f['trefwoord']),
    ...geldigheid(rij),
  };
}

export function besluittypeVan(rij: Rij, catalogus: string, informatieobjecttypen: readonly string[]) {
  const f = rij.fields;
  return {
    catalogus,
    informatieobjecttypen,
    omschrijving: f['omschrijving'],
    besluitcategorie: f['besluitcategorie'],
    reactietermijn: f['reactietermijn'],
    publicatieIndicatie: f['publicatie_indicatie'],
    publicatietermijn: f['publicatietermijn'],
    ...geldigheid(rij),
  };
}

export function zaaktypeVan(rij: Rij, catalogus: string, namen: { besluittypen: string[]; deelzaaktypen: string[] }) {
  const f = rij.fields;
  return {
    catalogus,
    ...namen,
    gerelateerdeZaaktypen: [],
    identificatie: f['identificatie'],
    omschrijving: f['zaaktype_omschrijving'],
    omschrijvingGeneriek: f['zaaktype_omschrijving_generiek'],
    vertrouwelijkheidaanduiding: f['vertrouwelijkheidaanduiding'],
    doel: f['doel'],
    aanleiding: f['aanleiding'],
    toelichting: f['toelichting'],
    indicatieInternOfExtern: f['indicatie_intern_of_extern'],
    handelingInitiator: f['handeling_initiator'],
    onderwerp: f['onderwerp'],
    handelingBehandelaar: f['handeling_behandelaar'],
    doorlooptijd: f['doorlooptijd_behandeling'],
    servicenorm: f['servicenorm_behandeling'],
    opschortingEnAanhoudingMogelijk: f['opschorting_en_aanhouding_mogelijk'],
    verlengingMogelijk: f['verlenging_mogelijk'],
    verlengingstermijn: f['verlengingstermijn'],
    trefwoorden: lijst(f['trefwoorden']),
    publicatieIndicatie: f['publicatie_indicatie'],
    verantwoordingsrelatie: lijst(f['verantwoordingsrelatie']),
    productenOfDiensten: lijst(f['producten_of_diensten']),
    selectielijstProcestype: f['selectielijst_procestype'],
    referentieproces: { naam: f['referentieproces_naam'], link: f['referentieproces_link'] },
    verantwoordelijke: f['verantwoordelijke'],
    versiedatum: f['versiedatum'],
    ...geldigheid(rij),
  };
}

/** The parts of a zaaktype: their path, and how a row becomes a body. `zaaktype` is the address. */
export const ONDERDELEN: readonly (readonly [string, string, (rij: Rij, dump: readonly Rij[]) => object])[] = [
  [
    'statustypen',
    'statustype',
    ({ fields: f }) => ({
      omschrijving: f['statustype_omschrijving'],
      volgnummer: f['statustypevolgnummer'],
      informeren: f['informeren'],
    }),
  ],
  [
    'roltypen',
    'roltype',
    ({ fields: f }) => ({ omschrijving: f['omschrijving'], omschrijvingGeneriek: f['omschrijving_generiek'] }),
  ],
  [
    'resultaattypen',
    'resultaattype',
    ({ fields: f }) => ({
      omschrijving: f['omschrijving'],
      resultaattypeomschrijving: f['resultaattypeomschrijving'],
      selectielijstklasse: f['selectielijstklasse'],
      archiefnominatie: f['archiefnominatie'],
      archiefactietermijn: f['archiefactietermijn'],
      brondatumArchiefprocedure: {
        afleidingswijze: f['brondatum_archiefprocedure_afleidingswijze'],
        datumkenmerk: f['brondatum_archiefprocedure_datumkenmerk'],
        einddatumBekend: f['brondatum_archiefprocedure_einddatum_bekend'],
        objecttype: f['brondatum_archiefprocedure_objecttype'],
        registratie: f['brondatum_archiefprocedure_registratie'],
        procestermijn: f['brondatum_archiefprocedure_procestermijn'],
      },
    }),
  ],
  [
    'eigenschappen',
    'eigenschap',
    ({ fields: f }, dump) => {
      const { fields: s } = dump.find(
        ({ model, pk }) => model === 'catalogi.eigenschapspecificatie' && pk === f['specificatie_van_eigenschap'],
      )!;
      const { groep, formaat, lengte, kardinaliteit } = s;
      const waardenverzameling = lijst(s['waardenverzameling']);
      return {
        naam: f['eigenschapnaam'],
        definitie: f['definitie'],
        specificatie: { groep, formaat, lengte, kardinaliteit, waardenverzameling },
      };
    },
  ],
  [
    'zaaktype-informatieobjecttypen',
    'zaaktypeinformatieobjecttype',
    ({ fields: f }, dump) => ({
      informatieobjecttype: rijen(dump, 'informatieobjecttype').find(({ pk }) => pk === f['informatieobjecttype'])!
        .fields['omschrijving'],
      volgnummer: f['volgnummer'],
      richting: f['richting'],
    }),
  ],
];
