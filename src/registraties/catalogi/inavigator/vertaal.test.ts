import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gedeeld, oasJudge } from '../selectielijst/oas.testhulp.ts';
import { bezwaren, contractfouten } from './import.testhulp.ts';
import {
  type CatalogusImport,
  INavigatorFout,
  type INavigatorOpties,
  mapINavigator,
  type RapportSoort,
  readINavigator,
} from './index.ts';

const catalogus = { domein: 'VBS', rsin: '000000000', naam: 'Voorbeeldstad', contactpersoonBeheerNaam: 'Team Zaken' };
const bron = readINavigator(readFileSync(new URL('./voorbeeldexport.xml', import.meta.url)));
const vertaal = (opties: Partial<INavigatorOpties> = {}): CatalogusImport =>
  mapINavigator(bron, { catalogus, ...opties });
const uitkomst = vertaal();
const [parkeren, melding] = uitkomst.zaaktypen;

/** Names of the items in a rule of the report; undefined when there is no such rule. */
function gemeld(soort: RapportSoort, code: string, rapport = uitkomst.rapport): string[] | undefined {
  return rapport.regels.find((r) => r.soort === soort && r.code === code)?.items.map(({ naam }) => naam);
}

describe('the example export', () => {
  it('gives zaaktypen that can all be published', () => {
    expect(bezwaren(uitkomst)).toEqual([]);
  });

  it('gives the same result every time', () => {
    expect(vertaal()).toEqual(uitkomst);
  });

  const spec = gedeeld('specs/catalogi-1.3.3.yaml');
  it.skipIf(spec === null)('gives request bodies that fit the published contract (absent: skipped)', () => {
    expect(contractfouten(uitkomst, oasJudge(spec ?? '', 'request'))).toEqual([]);
  });

  it('counts what it saw, took over and added', () => {
    expect(uitkomst.rapport.totalen).toEqual([
      { soort: 'proces', gezien: 4, overgenomen: 2, toegevoegd: 0 },
      { soort: 'statustype', gezien: 7, overgenomen: 5, toegevoegd: 2 },
      { soort: 'checklistitem', gezien: 1, overgenomen: 1, toegevoegd: 0 },
      { soort: 'resultaattype', gezien: 8, overgenomen: 5, toegevoegd: 0 },
      { soort: 'roltype', gezien: 3, overgenomen: 3, toegevoegd: 3 },
      { soort: 'documenttype', gezien: 4, overgenomen: 4, toegevoegd: 0 },
      { soort: 'besluittype', gezien: 1, overgenomen: 0, toegevoegd: 0 },
      { soort: 'zaakeigenschap', gezien: 1, overgenomen: 0, toegevoegd: 0 },
      { soort: 'overig', gezien: 2, overgenomen: 0, toegevoegd: 0 },
    ]);
    expect(uitkomst.rapport.gemaakt).toEqual({
      zaaktypen: 2,
      statustypen: 7,
      resultaattypen: 5,
      roltypen: 6,
      informatieobjecttypen: 3,
      zaaktypeInformatieobjecttypen: 5,
    });
  });
});

describe('a zaaktype', () => {
  it('takes over what the process says', () => {
    expect(parkeren?.zaaktype).toMatchObject({
      identificatie: 'V0001',
      omschrijving: 'Bewonersparkeervergunning',
      omschrijvingGeneriek: 'Parkeervergunning',
      vertrouwelijkheidaanduiding: 'beperkt_openbaar',
      indicatieInternOfExtern: 'extern',
      handelingInitiator: 'Aanvragen',
      onderwerp: 'parkeervergunning',
      handelingBehandelaar: 'beoordelen',
      doorlooptijd: 'P56D',
      servicenorm: 'P14D',
      verlengingMogelijk: true,
      verlengingstermijn: 'P1M',
      opschortingEnAanhoudingMogelijk: true,
      trefwoorden: ['auto', 'PARKEREN', 'VERGUNNINGEN'],
      publicatieIndicatie: true,
      verantwoordelijke: 'Team Parkeren',
      beginGeldigheid: '2025-01-01',
    });
    expect(parkeren?.selectielijstProcestype).toMatchObject({ jaar: 2020, nummer: 11 });
  });

  it('gets a value for each required field the process leaves open, and each is reported', () => {
    expect(melding?.zaaktype).toMatchObject({
      vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
      indicatieInternOfExtern: 'extern',
      doorlooptijd: 'P56D',
      publicatieIndicatie: false,
      aanleiding: 'Niet vastgelegd in i-Navigator.',
    });
    for (const code of [
      'vertrouwelijkheid-onbekend',
      'intern-of-extern-onbekend',
      'publicatie-indicatie-onbekend',
      'doorlooptijd-onbekend',
      'aanleiding-onbekend',
      'handeling-initiator-onbekend',
      'handeling-behandelaar-onbekend',
      'referentieproces-onbekend',
      'verantwoordelijke-onbekend',
      'aanhouden-onbekend',
    ]) {
      expect(gemeld('proces', code), code).toHaveLength(1);
    }
  });

  it('keeps the full text of a name that is too long', () => {
    const voluit = bron.processen[1]?.kernomschrijving ?? '';
    expect(melding?.zaaktype.omschrijving).toMatch(/^Melding van een losse stoeptegel.*…$/);
    expect(melding?.zaaktype.toelichting).toContain(`Omschrijving voluit: ${voluit}`);
    expect(gemeld('proces', 'tekst-ingekort')).toHaveLength(3);
  });

  it('is not made of a process that is off, or of one without a usable resultaattype', () => {
    expect(gemeld('proces', 'inactief')).toEqual(['Oud proces']);
    expect(gemeld('proces', 'zonder-resultaattype')).toEqual(['Proces zonder selectielijst']);
  });

  it('names the fields and lists that were left behind', () => {
    expect(gemeld('proces', 'veld-niet-gelezen')).toEqual(['taakveld', 'wet-dwangsom']);
    expect(gemeld('besluittype', 'nog-niet-ingelezen')).toEqual(['besluittypen']);
    expect(gemeld('zaakeigenschap', 'nog-niet-ingelezen')).toEqual(['zaakeigenschappen']);
    expect(gemeld('proces', 'trefwoord-te-lang')).toHaveLength(1);
  });
});

describe('statustypen', () => {
  it('end with the status that closes the zaak, also when the export has others after it', () => {
    expect(parkeren?.statustypen.map(({ omschrijving }) => omschrijving)).toEqual([
      'Ontvangen',
      'In behandeling',
      'Wijkteam gehoord',
      'In behandeling (2)',
      'Afgehandeld',
    ]);
    expect(gemeld('statustype', 'eindstatus-verplaatst')).toEqual(['Afgehandeld']);
    expect(gemeld('statustype', 'naam-dubbel')).toEqual(['In behandeling']);
    expect(gemeld('statustype', 'inactief')).toEqual(['Oude stap']);
  });

  it('are a first and a last one when the process has none', () => {
    expect(melding?.statustypen.map(({ omschrijving }) => omschrijving)).toEqual(['Geregistreerd', 'Afgehandeld']);
    expect(gemeld('statustype', 'eindstatus-toegevoegd')).toHaveLength(1);
    expect(gemeld('statustype', 'eerste-status-toegevoegd')).toHaveLength(1);
  });

  it('inform the initiator when the export shows them outside or has a message for them', () => {
    const informeren = parkeren?.statustypen.filter((s) => s.informeren).map((s) => s.omschrijving);
    expect(informeren).toEqual(['Ontvangen', 'Afgehandeld']);
    expect(parkeren?.statustypen.at(-1)?.statustekst).toBe('Uw zaak is klaar.');
    expect(gemeld('statustype', 'niets-informeren')).toEqual([melding?.zaaktype.omschrijving]);
  });

  it('all inform the initiator when that was asked', () => {
    const alle = vertaal({ informeren: 'alle' });
    expect(alle.zaaktypen.flatMap(({ statustypen }) => statustypen).every((s) => s.informeren)).toBe(true);
    expect(gemeld('statustype', 'niets-informeren', alle.rapport)).toBeUndefined();
    expect(gemeld('statustype', 'alle-informeren', alle.rapport)).toHaveLength(1);
  });

  it('keep the full name of a check that is too long', () => {
    const [check] = parkeren?.statustypen[2]?.checklistitemStatustype ?? [];
    expect(check).toEqual({
      itemnaam: 'Navragen bij het wijkteam of…',
      toelichting: 'Navragen bij het wijkteam of er plaats is',
      vraagstelling: 'Is er plaats?',
      verplicht: true,
    });
  });
});

describe('resultaattypen', () => {
  const resultaat = (naam: string) => parkeren?.resultaattypen.find(({ omschrijving }) => omschrijving === naam);

  it('get their class from the legal base, else from the remark, else from the same number in an older list', () => {
    expect(resultaat('Verleend')?.selectielijstklasse).toMatchObject({ jaar: 2020, volledigNummer: '11.1' });
    expect(resultaat('Afgebroken')?.selectielijstklasse.volledigNummer).toBe('11.4');
    expect(resultaat('Afgewezen')?.selectielijstklasse.volledigNummer).toBe('11.2');
    expect(gemeld('resultaattype', 'klasse-uit-opmerking')).toContain('Afgewezen');
    expect(melding?.resultaattypen[0]?.selectielijstklasse.volledigNummer).toBe('19.1');
    expect(gemeld('resultaattype', 'klasse-uit-ouder-jaar')).toEqual(['Verwerkt']);
  });

  it('are left out without a class, or with one of another procestype (ztc-002)', () => {
    expect(gemeld('resultaattype', 'geen-selectielijstklasse')).toEqual(['Onbekend', 'Klaar']);
    expect(gemeld('resultaattype', 'ander-procestype')).toEqual(['Verrekend']);
  });

  it('carry the date, registration and object kind that ander_datumkenmerk demands (ztc-004, 006, 007)', () => {
    expect(resultaat('Verleend')?.brondatumArchiefprocedure).toEqual({
      afleidingswijze: 'ander_datumkenmerk',
      datumkenmerk: 'einddatum parkeervergunning',
      einddatumBekend: false,
      objecttype: 'overige',
      registratie: 'Parkeerrechten',
      procestermijn: null,
    });
  });

  it('begin counting when the zaak is done where the selectielijst says nihil (ztc-003)', () => {
    expect(resultaat('Afgewezen')?.brondatumArchiefprocedure.afleidingswijze).toBe('afgehandeld');
    expect(gemeld('resultaattype', 'brondatum-vroeger')).toEqual(['Afgewezen']);
  });

  it('keep the term of the municipality and report that it differs; fill an absent one from the selectielijst', () => {
    expect(resultaat('Afgewezen')?.archiefactietermijn).toBe('P7Y');
    expect(gemeld('resultaattype', 'bewaartermijn-wijkt-af')).toEqual(['Afgewezen', 'Verwerkt']);
    expect(resultaat('Afgebroken')).toMatchObject({ archiefnominatie: 'vernietigen', archiefactietermijn: 'P1Y' });
    expect(gemeld('resultaattype', 'waardering-uit-lijst')).toEqual(['Afgebroken']);
    expect(resultaat('Voor altijd verleend aan een…')).toMatchObject({
      archiefnominatie: 'blijvend_bewaren',
      archiefactietermijn: null,
      indicatieSpecifiek: true,
    });
  });

  it('get the generic description nearest in meaning', () => {
    const generiek = parkeren?.resultaattypen.map((r) => r.resultaattypeomschrijving.omschrijving);
    expect(generiek).toEqual(['Toegekend', 'Afgewezen', 'Ingetrokken', 'Toegekend']);
    expect(gemeld('resultaattype', 'generieke-omschrijving')).not.toContain('Afgewezen');
  });
});

describe('roltypen and documenttypen', () => {
  it('an unknown role becomes belanghebbende, and initiator and behandelaar are never missing', () => {
    expect(parkeren?.roltypen).toEqual([
      { omschrijving: 'Aanvrager', omschrijvingGeneriek: 'initiator' },
      { omschrijving: 'Coördinator', omschrijvingGeneriek: 'zaakcoordinator' },
      { omschrijving: 'Buurman', omschrijvingGeneriek: 'belanghebbende' },
      { omschrijving: 'Behandelaar', omschrijvingGeneriek: 'behandelaar' },
    ]);
    expect(melding?.roltypen.map((r) => r.omschrijvingGeneriek)).toEqual(['initiator', 'behandelaar']);
    expect(gemeld('roltype', 'initiator-toegevoegd')).toHaveLength(1);
  });

  it('documents of the same name become one informatieobjecttype, valid from the first zaaktype that uses it', () => {
    expect(uitkomst.informatieobjecttypen.map((i) => i.omschrijving)).toEqual(['Aanvraagformulier', 'Brief', 'Foto']);
    expect(uitkomst.informatieobjecttypen[1]).toMatchObject({
      informatieobjectcategorie: 'Correspondentie',
      beginGeldigheid: '2024-06-01',
      zaaktypeIdentificaties: ['V0001', 'V0002'],
      trefwoord: ['post', 'brief'],
    });
    expect(gemeld('documenttype', 'samengevoegd')).toEqual(['Brief']);
    expect(gemeld('documenttype', 'categorie-verschilt')).toEqual(['Brief']);
  });

  it('a document that comes in and goes out has two relations', () => {
    expect(
      parkeren?.informatieobjecttypen.map((i) => `${i.volgnummer} ${i.informatieobjecttype} ${i.richting}`),
    ).toEqual(['1 Aanvraagformulier inkomend', '2 Brief inkomend', '3 Brief uitgaand']);
  });
});

describe('options', () => {
  it('one begin date for all', () => {
    const alle = vertaal({ beginGeldigheid: '2026-01-01' });
    expect(new Set(alle.zaaktypen.map(({ zaaktype }) => zaaktype.beginGeldigheid))).toEqual(new Set(['2026-01-01']));
    expect(alle.informatieobjecttypen.every((i) => i.beginGeldigheid === '2026-01-01')).toBe(true);
  });

  it.each<[string, Partial<INavigatorOpties>, RegExp]>([
    ['a domain in small letters', { catalogus: { ...catalogus, domein: 'vbs' } }, /hoofdletters/],
    ['a domain of six letters', { catalogus: { ...catalogus, domein: 'ABCDEF' } }, /hoofdletters/],
    ['an RSIN of eight digits', { catalogus: { ...catalogus, rsin: '12345678' } }, /9 cijfers/],
    ['no name', { catalogus: { ...catalogus, naam: '' } }, /naam/],
    [
      'a contact that is too long',
      { catalogus: { ...catalogus, contactpersoonBeheerNaam: 'x'.repeat(41) } },
      /40 tekens/,
    ],
    ['a date that does not exist', { beginGeldigheid: '2026-02-30' }, /bestaande datum/],
    ['a moment instead of a date', { beginGeldigheid: '2026-02-03T00:00:00' }, /bestaande datum/],
  ])('%s is refused with what to do', (_, opties, tekst) => {
    expect(() => vertaal(opties)).toThrow(INavigatorFout);
    expect(() => vertaal(opties)).toThrow(tekst);
  });

  it('an export without any date asks for one', () => {
    const zonder = { ...bron, datum: '', processen: bron.processen.map((p) => ({ ...p, actueelVan: '' })) };
    expect(() => mapINavigator(zonder, { catalogus })).toThrow(/Geef zelf een begindatum/);
    expect(mapINavigator(zonder, { catalogus, beginGeldigheid: '2026-01-01' }).zaaktypen).toHaveLength(2);
  });

  it('the same process twice is taken over once; one that has ended before it begins is not', () => {
    const [proces] = bron.processen;
    if (proces === undefined) throw new Error('the example has no process');
    const dubbel = mapINavigator({ ...bron, processen: [proces, proces] }, { catalogus });
    expect(dubbel.zaaktypen).toHaveLength(1);
    expect(gemeld('proces', 'dubbel', dubbel.rapport)).toHaveLength(1);
    const oud = mapINavigator({ ...bron, processen: [{ ...proces, actueelTot: '2024-12-31' }] }, { catalogus });
    expect(oud.zaaktypen).toEqual([]);
    expect(gemeld('proces', 'verlopen', oud.rapport)).toHaveLength(1);
    const eindig = mapINavigator({ ...bron, processen: [{ ...proces, actueelTot: '2030-12-31' }] }, { catalogus });
    expect(eindig.zaaktypen[0]?.zaaktype.eindeGeldigheid).toBe('2030-12-31');
  });

  it('an export of another version is read, with a warning', () => {
    const ander = mapINavigator({ ...bron, specificatieversie: 'ICR2.0' }, { catalogus });
    expect(gemeld('export', 'andere-versie', ander.rapport)).toEqual(['ICR2.0']);
  });
});
