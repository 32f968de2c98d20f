/**
 * Test help: everything that is wrong with a CatalogusImport, so that one expectation covers fixture, real export and random input.
 *
 * The lengths are written out here a second time on purpose: they come from the contract and must not follow the code.
 */
import { archiefprocedureKlopt } from '../archiefprocedure.ts';
import { selectielijst } from '../selectielijst/index.ts';
import type { Judge } from '../selectielijst/oas.testhulp.ts';
import {
  type CatalogusImport,
  catalogusBody,
  informatieobjecttypeBody,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
  type ZaaktypeImport,
  zaaktypeBody,
  zaaktypeInformatieobjecttypeBody,
} from './index.ts';

/** What stands in the way of storing and publishing; empty when nothing does. */
export function bezwaren({ catalogus, zaaktypen, informatieobjecttypen, rapport }: CatalogusImport): string[] {
  const omschrijvingen = new Map(informatieobjecttypen.map((i) => [i.omschrijving, i]));
  return [
    ...tooLong('catalogus', { naam: [catalogus.naam, 200], contact: [catalogus.contactpersoonBeheerNaam, 40] }),
    ...doubles(
      'identificatie',
      zaaktypen.map(({ zaaktype }) => zaaktype.identificatie),
    ),
    ...doubles(
      'informatieobjecttype',
      informatieobjecttypen.map(({ omschrijving }) => omschrijving),
    ),
    ...informatieobjecttypen.flatMap((i) => [
      ...tooLong(i.omschrijving, { omschrijving: [i.omschrijving, 80], categorie: [i.informatieobjectcategorie, 80] }),
      ...i.trefwoord.flatMap((t) => tooLong(i.omschrijving, { trefwoord: [t, 30] })),
      ...empty(i.omschrijving, { omschrijving: i.omschrijving, categorie: i.informatieobjectcategorie }),
    ]),
    ...zaaktypen.flatMap((z) => [
      ...zaaktypeBezwaren(z),
      ...z.informatieobjecttypen.flatMap(({ informatieobjecttype }) => {
        const gevonden = omschrijvingen.get(informatieobjecttype);
        if (gevonden === undefined) return [`${z.zaaktype.identificatie}: ${informatieobjecttype} is not in the list`];
        return gevonden.beginGeldigheid <= z.zaaktype.beginGeldigheid
          ? []
          : [`${informatieobjecttype}: valid too late`];
      }),
    ]),
    ...rapport.totalen.filter((t) => t.overgenomen > t.gezien).map((t) => `${t.soort}: more taken over than seen`),
    ...rapport.regels
      .filter((r) => r.items.length === 0 || r.reden === '' || r.advies === '')
      .map((r) => `rule ${r.code}`),
  ];
}

function zaaktypeBezwaren({ zaaktype, ...delen }: ZaaktypeImport): string[] {
  const { statustypen, resultaattypen, roltypen, informatieobjecttypen } = delen;
  const wie = zaaktype.identificatie;
  const volgorde = (nummers: readonly number[]): boolean => nummers.every((nummer, index) => nummer === index + 1);
  return [
    ...tooLong(wie, {
      identificatie: [zaaktype.identificatie, 50],
      omschrijving: [zaaktype.omschrijving, 80],
      omschrijvingGeneriek: [zaaktype.omschrijvingGeneriek, 80],
      handelingInitiator: [zaaktype.handelingInitiator, 20],
      onderwerp: [zaaktype.onderwerp, 80],
      handelingBehandelaar: [zaaktype.handelingBehandelaar, 20],
      referentieproces: [zaaktype.referentieproces.naam, 80],
      verantwoordelijke: [zaaktype.verantwoordelijke, 50],
    }),
    ...zaaktype.trefwoorden.flatMap((t) => tooLong(wie, { trefwoord: [t, 30] })),
    ...zaaktype.verantwoordingsrelatie.flatMap((t) => tooLong(wie, { verantwoordingsrelatie: [t, 40] })),
    ...empty(wie, {
      identificatie: zaaktype.identificatie,
      omschrijving: zaaktype.omschrijving,
      doel: zaaktype.doel,
      aanleiding: zaaktype.aanleiding,
      handelingInitiator: zaaktype.handelingInitiator,
      onderwerp: zaaktype.onderwerp,
      handelingBehandelaar: zaaktype.handelingBehandelaar,
      referentieproces: zaaktype.referentieproces.naam,
      verantwoordelijke: zaaktype.verantwoordelijke,
    }),
    ...[zaaktype.doorlooptijd, zaaktype.servicenorm, zaaktype.verlengingstermijn].flatMap((duur) =>
      duur === null || /^P[1-9]\d{0,4}[DMY]$/.test(duur) ? [] : [`${wie}: duration ${duur}`],
    ),
    ...(zaaktype.verlengingMogelijk === (zaaktype.verlengingstermijn !== null) ? [] : [`${wie}: verlenging-mismatch`]),
    ...(statustypen.length >= 2 ? [] : [`${wie}: fewer than two statustypen`]),
    ...(volgorde(statustypen.map((s) => s.volgnummer)) ? [] : [`${wie}: statustypen not numbered from 1`]),
    ...doubles(
      `${wie} statustype`,
      statustypen.map((s) => s.omschrijving),
    ),
    ...statustypen.flatMap((s) => [
      ...tooLong(wie, {
        status: [s.omschrijving, 80],
        statusGeneriek: [s.omschrijvingGeneriek, 80],
        statustekst: [s.statustekst, 1000],
        statustoelichting: [s.toelichting ?? '', 1000],
      }),
      ...empty(wie, { status: s.omschrijving }),
      ...s.checklistitemStatustype.flatMap((c) => [
        ...tooLong(wie, {
          itemnaam: [c.itemnaam, 30],
          vraag: [c.vraagstelling, 255],
          uitleg: [c.toelichting ?? '', 1000],
        }),
        ...empty(wie, { itemnaam: c.itemnaam, vraag: c.vraagstelling }),
      ]),
    ]),
    ...(resultaattypen.length >= 1 ? [] : [`${wie}: no resultaattype`]),
    ...doubles(
      `${wie} resultaattype`,
      resultaattypen.map((r) => r.omschrijving),
    ),
    ...resultaattypen.flatMap((r) => {
      const klasse = selectielijst().resultaat(r.selectielijstklasse.uuid);
      return [
        ...tooLong(wie, {
          resultaat: [r.omschrijving, 30],
          datumkenmerk: [r.brondatumArchiefprocedure.datumkenmerk, 80],
          registratie: [r.brondatumArchiefprocedure.registratie, 80],
          procesobjectaard: [r.procesobjectaard ?? '', 200],
        }),
        ...(klasse?.procestypeUuid === delen.selectielijstProcestype.uuid
          ? []
          : [`${wie}: procestype-mismatch (ztc-002)`]),
        ...archiefprocedureKlopt(r.brondatumArchiefprocedure, klasse?.procestermijn ?? '').map(
          (f) => `${wie}: ${f.name} ${f.code}`,
        ),
      ];
    }),
    ...(roltypen.some((r) => r.omschrijvingGeneriek === 'initiator') ? [] : [`${wie}: no initiator`]),
    ...doubles(
      `${wie} roltype`,
      roltypen.map((r) => r.omschrijving),
    ),
    ...roltypen.flatMap((r) => tooLong(wie, { rol: [r.omschrijving, 100] })),
    ...(volgorde(informatieobjecttypen.map((i) => i.volgnummer)) ? [] : [`${wie}: documents not numbered from 1`]),
    ...(informatieobjecttypen.length <= 999 ? [] : [`${wie}: more than 999 documents`]),
  ];
}

/** The faults of every request body against the published contract. */
export function contractfouten(catalogusImport: CatalogusImport, judge: Judge): string[] {
  const catalogus = 'https://gemeente.example/catalogi/api/v1/catalogussen/2f0a5f0e-52c4-4c8f-9b6b-9e1f9f0f2a11';
  const zaaktype = 'https://gemeente.example/catalogi/api/v1/zaaktypen/7a3c1f2e-0d57-4f0e-8d27-3c2a8b1d6e55';
  const referentielijsten = 'https://gemeente.example/referentielijsten/api/v1';
  return [
    ...judge('Catalogus', catalogusBody(catalogusImport.catalogus)),
    ...catalogusImport.informatieobjecttypen.flatMap((i) =>
      judge('InformatieObjectType', informatieobjecttypeBody(i, catalogus)),
    ),
    ...catalogusImport.zaaktypen.flatMap((z) => [
      ...judge('ZaakTypeCreate', zaaktypeBody(z, { catalogus, referentielijsten })),
      ...z.statustypen.flatMap((s) => judge('StatusType', statustypeBody(s, zaaktype))),
      ...z.resultaattypen.flatMap((r) =>
        judge('ResultaatTypeCreate', resultaattypeBody(r, { zaaktype, referentielijsten })),
      ),
      ...z.roltypen.flatMap((r) => judge('RolType', roltypeBody(r, zaaktype))),
      ...z.informatieobjecttypen.flatMap((i) =>
        judge('ZaakTypeInformatieObjectType', zaaktypeInformatieobjecttypeBody(i, zaaktype)),
      ),
    ]),
  ];
}

function tooLong(wie: string, velden: Readonly<Record<string, readonly [string, number]>>): string[] {
  return Object.entries(velden).flatMap(([veld, [tekst, max]]) =>
    [...tekst].length <= max ? [] : [`${wie}: ${veld} longer than ${max}`],
  );
}

function empty(wie: string, velden: Readonly<Record<string, string>>): string[] {
  return Object.entries(velden).flatMap(([veld, tekst]) => (tekst.trim() === '' ? [`${wie}: ${veld} is empty`] : []));
}

function doubles(wat: string, namen: readonly string[]): string[] {
  const gehad = new Set<string>();
  return namen.flatMap((naam) => {
    const dubbel = gehad.has(naam.toLowerCase());
    gehad.add(naam.toLowerCase());
    return dubbel ? [`${wat} '${naam}' twice`] : [];
  });
}
