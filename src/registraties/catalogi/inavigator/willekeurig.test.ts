/** Whatever an export says, what comes out can be stored and published, and every item is accounted for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gedeeld, oasJudge } from '../selectielijst/oas.testhulp.ts';
import { bezwaren, contractfouten } from './import.testhulp.ts';
import { formatRapport, type INavigatorExport, mapINavigator } from './index.ts';

/** The reader folds white space, so a text never begins or ends with it. */
const tekst = (max = 120) => fc.string({ unit: 'grapheme', maxLength: max }).map((s) => s.replace(/\s+/g, ' ').trim());
const naam = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('Afgehandeld', 'Geregistreerd', 'Brief', 'brief', 'Verleend', 'Initiator', ''),
  },
  { weight: 2, arbitrary: tekst() },
);
const termijn = fc.oneof(
  fc.constant(null),
  fc.record({
    aantal: fc.oneof(fc.nat(99999).map(String), fc.constantFrom('acht', '-1', '1.5')),
    eenheid: fc.constantFrom('Jaar', 'Maand', 'Week', 'Dag', 'Werkdag', 'Kwartaal', ''),
  }),
);
const jaNee = fc.constantFrom('Ja', 'Nee', '');
const vertrouwelijkheid = fc.constantFrom('', 'OPENBAAR', 'ZEER GEHEIM', 'Beperkt openbaar', 'iets anders');
const onderdeel = {
  id: tekst(20),
  naam,
  naamModel: naam,
  soortId: fc.constantFrom('', 'S1', 'S2', 'S3'),
  volgnummer: fc.oneof(fc.constant(null), fc.nat(20)),
  actief: fc.constantFrom(true, true, true, false),
  overigeVelden: fc.array(tekst(10), { maxLength: 2 }),
};
const grondslag = fc.record({
  naam: fc.oneof(
    tekst(),
    fc
      .tuple(
        fc.constantFrom('11.1', '11.1.2', '11.2', '11.4', '15.1.1', '7.1.20', '2.1', '99.1'),
        fc.constantFrom(2017, 2020),
      )
      .map(([nummer, jaar]) => `Resultaat ${nummer} Selectielijst gemeenten en intergemeentelijke organen ${jaar}`),
  ),
  url: fc.constantFrom('', 'https://navigator.example/sl2020.gem.html#11_1_12', 'https://navigator.example/'),
});
const naamstructuur = fc.record({ handelingInitiator: naam, onderwerp: naam, handelingBehandelaar: naam });
const proces = fc.record({
  id: fc.oneof(
    fc.constantFrom('P1', 'P2', 'P3'),
    tekst(60).filter((id) => id !== ''),
  ),
  kernomschrijving: naam,
  modelKernomschrijving: naam,
  naam: tekst(300),
  toelichting: tekst(),
  aanleiding: tekst(),
  proceseigenaar: tekst(),
  categorie: fc.constantFrom('', 'Trigger Extern (TE)', 'Trigger Intern (TI)', 'Trigger Periodiek (TP)', 'anders'),
  procesarchitectuur: tekst(),
  vertrouwelijkheid,
  publicatieIndicatie: jaNee,
  publicatietekst: tekst(),
  verantwoordingsrelatie: tekst(),
  lokaleTrefwoorden: tekst(),
  thesaurusterm: tekst(),
  wettelijkeAfdoeningstermijn: termijn,
  afdoeningstermijn: termijn,
  wettelijkeVerdagingstermijn: termijn,
  verdagingstermijn: termijn,
  aanhoudenMogelijk: jaNee,
  naamstructuur,
  naamstructuurModel: naamstructuur,
  actueelVan: fc.constantFrom('', '2012-10-04T16:22:30', '2024-01-01', 'onzin'),
  actueelTot: fc.constantFrom('', '', '2010-01-01', '2030-01-01'),
  actief: fc.constantFrom(true, true, true, false),
  statustypen: fc.array(
    fc.record({
      ...onderdeel,
      toelichting: tekst(1200),
      bericht: tekst(1200),
      zichtbaarheid: fc.constantFrom('', 'Intern', 'Extern'),
      doorlooptijd: termijn,
      checks: fc.array(
        fc.record({
          id: tekst(5),
          naam,
          vraag: tekst(300),
          toelichting: tekst(1100),
          verplicht: jaNee,
          actief: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 5 },
  ),
  resultaattypen: fc.array(
    fc.record({
      ...onderdeel,
      toelichting: fc.oneof(tekst(), fc.constant("Ander datumkenmerk: na iets in registratie 'Van alles'. Meer.")),
      opmerking: fc.oneof(tekst(), fc.constantFrom('11.1, einddatum vergunning', '11.2', '12.1')),
      grondslagen: fc.array(grondslag, { maxLength: 2 }),
      waardering: fc.constantFrom('Vernietigen', 'Bewaren', '', 'anders'),
      bewaartermijn: termijn,
      toelichtingBewaartermijn: tekst(),
      brondatum: fc.oneof(
        fc.constantFrom('', 'Afgehandeld', 'Eigenschap', 'Vervaldatum besluit', 'Ander datumkenmerk', 'Na beëindiging'),
        tekst(),
      ),
    }),
    { maxLength: 4 },
  ),
  roltypen: fc.array(fc.record(onderdeel), { maxLength: 3 }),
  documenttypen: fc.array(
    fc.record({
      ...onderdeel,
      richting: fc.constantFrom('', 'Inkomend', 'Intern', 'Uitgaand', 'In/uitgaand', 'anders'),
      vertrouwelijkheid,
      trefwoorden: tekst(),
    }),
    { maxLength: 4 },
  ),
  nietGelezen: fc.constantFrom({}, { registers: 2 }, { besluittypen: 1 }),
  overigeVelden: fc.array(tekst(10), { maxLength: 2 }),
});
const soorten = (...namen: readonly string[]) =>
  fc.constant(namen.map((n, index) => ({ id: `S${index + 1}`, naam: n })));
const willekeurigeExport: fc.Arbitrary<INavigatorExport> = fc.record({
  datum: fc.constant('2026-03-02T09:15:00'),
  beheersapplicatie: tekst(),
  specificatieversie: fc.constantFrom('ICR1.5.13', ''),
  statussoorten: soorten('Geregistreerd', 'Afgehandeld'),
  resultaatsoorten: soorten('Verleend', 'Niet verleend', 'Afgebroken'),
  rolsoorten: soorten('Initiator', 'Zaakcoördinator', 'Onbepaalde rolsoort'),
  documentsoorten: soorten('Aanvraag', 'Besluit'),
  processen: fc.array(proces, { minLength: 1, maxLength: 3 }),
});

const catalogus = { domein: 'VBS', rsin: '000000000', naam: 'Voorbeeldstad', contactpersoonBeheerNaam: 'Team Zaken' };
const spec = gedeeld('specs/catalogi-1.3.3.yaml');

describe('any export', () => {
  it('gives only zaaktypen that can be published, and accounts for every item', () => {
    let zaaktypen = 0;
    fc.assert(
      fc.property(willekeurigeExport, fc.constantFrom('uit-export' as const, 'alle' as const), (bron, informeren) => {
        const uitkomst = mapINavigator(bron, { catalogus, informeren });
        zaaktypen += uitkomst.zaaktypen.length;
        expect(bezwaren(uitkomst)).toEqual([]);
        const gezien = (soort: string): number => uitkomst.rapport.totalen.find((t) => t.soort === soort)?.gezien ?? 0;
        expect(gezien('proces')).toBe(bron.processen.length);
        expect(gezien('statustype')).toBe(bron.processen.flatMap((p) => p.statustypen).length);
        expect(gezien('resultaattype')).toBe(bron.processen.flatMap((p) => p.resultaattypen).length);
        expect(gezien('roltype')).toBe(bron.processen.flatMap((p) => p.roltypen).length);
        expect(gezien('documenttype')).toBe(bron.processen.flatMap((p) => p.documenttypen).length);
        for (const { soort, gezien: alle, overgenomen } of uitkomst.rapport.totalen) {
          const nietGemeld = uitkomst.rapport.regels.every((r) => r.soort !== soort || r.gevolg !== 'niet');
          // What is missing because its process was refused is told with the process.
          const geweigerd = uitkomst.zaaktypen.length < bron.processen.length;
          if (alle > overgenomen && !geweigerd) expect(nietGemeld, `${soort} lost without a word`).toBe(false);
        }
        expect(formatRapport(uitkomst.rapport).endsWith('\n')).toBe(true);
      }),
      { numRuns: 150 },
    );
    expect(zaaktypen).toBeGreaterThan(20);
  });

  it.skipIf(spec === null)('gives request bodies that fit the published contract (absent: skipped)', () => {
    const judge = oasJudge(spec ?? '', 'request');
    fc.assert(
      fc.property(willekeurigeExport, (bron) => {
        expect(contractfouten(mapINavigator(bron, { catalogus }), judge)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
