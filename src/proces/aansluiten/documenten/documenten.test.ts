/** What a reader of the documents may count on, whatever is filled in. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EIND_STATEN, OPEN_STATEN } from '../../lopendezaken/index.ts';
import { CERTIFICAAT, cpaRegel, INSTALLATIE, STATEN, TESTER, ZAAKTYPE } from '../aansluiten.testhulp.ts';
import { LEEG_DOSSIER } from '../dossier.ts';
import { FASEN } from '../fasen/index.ts';
import type { Feiten } from '../feiten.ts';
import { GEVULD, metKetentest } from '../ketentest.testhulp.ts';
import { scenariosVan } from '../scenarios.ts';
import { beeldVan } from '../stap.ts';
import { aantalOpen, type Blok, type Cel, type Document, type DocumentFeiten } from './document.ts';
import { DOCUMENTEN, documentVan } from './index.ts';

const NAMEN = Object.keys(DOCUMENTEN);

const cel = (inhoud: Cel): string =>
  typeof inhoud === 'string' ? inhoud : 'tekst' in inhoud ? inhoud.tekst : inhoud.mist;

function inBlok(blok: Blok): readonly string[] {
  switch (blok.soort) {
    case 'tekst':
      return [blok.tekst];
    case 'lijst':
    case 'stappen':
      return blok.regels;
    case 'feiten':
      return blok.feiten.flatMap(({ naam, waarde }) => [naam, cel(waarde)]);
    case 'tabel':
      return [blok.titel, ...blok.koppen, ...blok.rijen.flat().map(cel), cel(blok.leeg)];
    case 'code':
      return [blok.naam, ...(blok.naam.endsWith('.txt') ? blok.tekst.split(/\n+/).slice(0, -1) : [])];
    case 'tekening':
      return blok.vakken.flatMap(({ titel, regels, heen, terug }) => [titel, ...regels, heen, terug]);
  }
}

/** Everything that a reader reads; not the XML, which is for machines. */
const leesbaar = ({ titel, ondertitel, secties }: Document): readonly string[] => [
  titel,
  ondertitel,
  ...secties.flatMap(({ kop, blokken }) => [kop, ...blokken.flatMap(inBlok)]),
];

const tekstVan = (document: Document): string => leesbaar(document).join('\n');

/** No reader is given what was meant for a machine. */
function keur(naam: string, document: Document): void {
  for (const stuk of leesbaar(document)) {
    expect([naam, stuk.trim() === '' ? 'an empty text' : stuk]).toEqual([naam, stuk]);
    for (const verboden of [
      /undefined|\bnull\b|\bNaN\b|\[object|Invalid Date/,
      /\d{4}-\d\d-\d\d|\d\dT\d\d/,
      /\b[a-z]+(?:_[a-z]+)+\b/,
      /\bopen\b.*\bklaar\b|\bte_doen\b|\bnvt\b/,
    ])
      expect([naam, stuk, stuk.match(verboden)?.[0]]).toEqual([naam, stuk, undefined]);
  }
  for (const { kop, blokken } of document.secties) expect([naam, kop, blokken.length > 0]).toEqual([naam, kop, true]);
  const koppen = document.secties.map(({ kop }) => kop);
  expect([naam, koppen.length]).toEqual([naam, new Set(koppen).size]);
}

describe('every document', () => {
  let vol: Feiten;
  beforeAll(async () => {
    vol = await (await metKetentest()).feiten();
  }, 240_000);

  const met = (feiten: Feiten, anderDossier = LEEG_DOSSIER): DocumentFeiten => ({
    ...feiten,
    cpa: feiten.cpas[0] ?? null,
    staten: STATEN,
    beeld: beeldVan(FASEN, feiten),
    anderDossier: { omgeving: feiten.omgeving === 'productie' ? 'preproductie' : 'productie', dossier: anderDossier },
    scenarios: (soort) => scenariosVan(soort, feiten, () => '<voorbeeld/>'),
  });

  it('A14: reads as Dutch, with something in every cell, whatever is filled in', () => {
    const of = <T>(leeg: T, gevuld: T) => fc.constantFrom(leeg, gevuld);
    const dossier = fc.record(
      Object.fromEntries(
        Object.entries(LEEG_DOSSIER).map(([naam, leeg]) => [naam, of(leeg, GEVULD[naam as keyof typeof GEVULD])]),
      ),
    ) as unknown as fc.Arbitrary<Feiten['dossier']>;
    const feiten = fc.record({
      omgeving: fc.constantFrom('demo', 'compliance', 'preproductie', 'productie'),
      installatie: fc.record({
        nummer: of(null, INSTALLATIE.nummer),
        endpoint: of(null, INSTALLATIE.endpoint),
        accountbron: of(null, INSTALLATIE.accountbron),
        brp: of(null, INSTALLATIE.brp),
        tls: of(null, INSTALLATIE.tls),
        xsd: fc.boolean(),
        andereAdapter: fc.boolean(),
        registers: of<readonly string[]>([], ['open-zaak']),
        waarschuwingen: of(INSTALLATIE.waarschuwingen, { ...INSTALLATIE.waarschuwingen, aan: [], vastMinuten: 5 }),
      }),
      dossier,
      vinken: fc.boolean(),
      certificaten: of(
        [],
        [
          { ...CERTIFICAAT, pem: '' },
          { ...CERTIFICAAT, nummer: null, dagen: -3 },
        ],
      ),
      cpas: of([], [cpaRegel(), cpaRegel({ ping: null })]),
      stromen: fc.boolean(),
      zaaktypen: of([], [ZAAKTYPE, { ...ZAAKTYPE, identificatie: 'B', omschrijving: 'Stil', statustypen: [] }]),
      deelnemers: fc.boolean(),
      proeven: fc.boolean(),
      herroepen: fc.boolean(),
    });
    fc.assert(
      fc.property(feiten, fc.constantFrom(...NAMEN), dossier, (keuze, naam, ander) => {
        const feit: Feiten = {
          ...vol,
          ...keuze,
          omgeving: keuze.omgeving as Feiten['omgeving'],
          installatie: { ...vol.installatie, ...keuze.installatie },
          inrichting: {
            ...vol.inrichting,
            herroepen: keuze.herroepen,
            authentiek: keuze.herroepen ? [] : vol.inrichting.authentiek,
          },
          // The XML of a Consumerspecificatie needs a real certificate, and is no reading matter.
          certificaten: naam === 'consumerspecificatie' ? [] : keuze.certificaten,
          vinken: keuze.vinken ? vol.vinken : new Map(),
          stromen: keuze.stromen ? vol.stromen : [],
          deelnemers: keuze.deelnemers ? vol.deelnemers : [],
          proeven: keuze.proeven ? vol.proeven : { compliance: [], acceptatie: [], keten: [], proefproductie: [] },
        };
        keur(naam, documentVan(naam, met(feit, ander))!);
      }),
      { numRuns: 300 },
    );
  });

  it('A14: is for somebody, of some day, made by some version; the demo says that it is practice', () => {
    for (const naam of NAMEN) {
      const { ondertitel } = documentVan(naam, met({ ...vol, certificaten: [] }))!;
      expect([naam, ondertitel]).toEqual([
        naam,
        'Gemeente Voorbeeld, voor preproductie. Gemaakt op 22 november 2026 door Zaakbode 1.2.3.',
      ]);
    }
    expect(documentVan('helpdesk', met({ ...vol, omgeving: 'demo' }))!.ondertitel).toContain(
      'verstuur dit document niet',
    );
    expect(documentVan('toString', met(vol))).toBeNull();
  });

  it('A14: says how much of it is not filled in, and where that is done', () => {
    const leeg = met({ ...vol, dossier: LEEG_DOSSIER, vinken: new Map() });
    const blad = documentVan('contactblad', leeg)!;
    expect(aantalOpen(blad)).toBeGreaterThan(10);
    expect(tekstVan(blad)).toContain('Aansluiten, Contactpersonen');
    expect(tekstVan(documentVan('beheerdocumentatie', leeg)!)).toContain(
      'Aansluiten, stap “Wacht tot Logius de CPA heeft geladen”',
    );
    expect(aantalOpen(documentVan('cpa-mail', met(vol))!)).toBe(0);
    expect(aantalOpen(documentVan('cpa-mail', leeg)!)).toBeGreaterThan(1);
  });

  it('A8: the report says what was tested, with what, when, by whom, the proof, and what was not tested and why', () => {
    const alles = tekstVan(documentVan('ketentestrapport', met(vol))!);
    for (const deel of [
      'Zaakbode 1.2.3',
      'LZ-1, versie 1 in Zaakbode',
      'pong na 12 milliseconden',
      'alles: StUF zakLk01',
      'Elk bericht is ermee gecontroleerd.',
      `test-account 1 (*******53), ingelogd op preproductie op 22 november 2026`,
      '22 november 2026, 11.00.00 uur, door beheerder een',
      'Uitgevoerd door\nbeheerder twee',
      'Goedgekeurd op 22 november 2026, vastgelegd door beheerder een',
      'Samen met de leverancier gedaan.',
      'LZ-T11: Verwijzing naar uw eigen site\nWij hebben geen eigen site met zaken.',
      'Stand geen account: Geen account op dat moment.',
      'MessageId b-0@zaakbode.example; referentienummer ref-b-0',
      'account gecontroleerd op 22 november 2026, 11.00.00 uur',
      '1 niet van toepassing',
    ])
      expect(alles).toContain(deel);
    for (const staat of [...OPEN_STATEN, ...EIND_STATEN].filter((one) => one.includes('_')))
      expect(alles).not.toContain(staat);
    expect(alles).not.toContain(TESTER);
  });

  it('A8: a report of before message ids were kept still reads', () => {
    const oud = vol.proeven.keten.map((proef) => ({
      ...proef,
      regels: proef.regels.map((regel) => ({
        ...regel,
        berichten: regel.berichten.map(({ statustype, staat, reden, op }) => ({ statustype, staat, reden, op })),
      })),
    }));
    keur(
      'ketentestrapport',
      documentVan('ketentestrapport', met({ ...vol, proeven: { ...vol.proeven, keten: oud } }))!,
    );
  });

  it('A7: names the zaaktypen without a scenario, and says why', () => {
    const stil = { ...ZAAKTYPE, identificatie: 'STIL', omschrijving: 'Intern', statustypen: [] };
    const veel = Array.from({ length: 21 }, (_, n) => ({
      ...ZAAKTYPE,
      identificatie: `T${n}`,
      omschrijving: `Soort ${n}`,
    }));
    const rapport = tekstVan(documentVan('acceptatietest', met({ ...vol, zaaktypen: [...veel, stil] }))!);
    expect(rapport).toMatch(/Zaaktype Soort 20\nDe lijst heeft scenario’s voor de eerste 20 zaaktypen/);
    expect(rapport).toMatch(/Zaaktype Intern\nGeen enkele status van dit zaaktype gaat naar de inwoner/);
    expect(rapport).not.toContain('Zaaktype Soort 19\n');
  });

  it('A9: the scenarios of the limited run look at every connection that was laid', () => {
    const stromen = ['een', 'twee'].map((naam) => ({ ...vol.stromen[0]!, naam }));
    const ids = scenariosVan('proefproductie', { ...vol, stromen }, () => '').map(({ id }) => id);
    expect(ids).toEqual([
      'LZ-T01',
      expect.stringMatching(/^LPR-D1-/),
      'LPR-01',
      'LPR-S-een',
      'LPR-S-twee',
      'LPR-02',
      'LPR-03',
    ]);
  });

  it('A4: tells Logius from which addresses it is reached, and nothing of what is within', () => {
    for (const naam of ['gegevensblad', 'wijzigingsbericht']) {
      const alles = tekstVan(documentVan(naam, met({ ...vol, certificaten: [] }))!);
      expect(alles).toContain('192.0.2.3 (Zaakbode)');
      expect(alles).not.toContain('192.0.2.1 (');
    }
  });

  it('A5: the drawing says what goes over each part of the way, and what is not filled in', () => {
    const { secties } = documentVan('netwerkoverzicht', met(vol))!;
    const tekening = secties.flatMap(({ blokken }) => blokken).find((blok) => blok.soort === 'tekening')!;
    expect(tekening.soort === 'tekening' && tekening.vakken.map(({ heen, regels }) => [heen, regels.at(-1)])).toEqual([
      ['zaken en statussen', 'uit: 192.0.2.1'],
      ['zaakberichten', 'uit: 192.0.2.3'],
      ['zaakberichten', 'uit: nog in te vullen'],
    ]);
    expect(secties.map(({ kop }) => kop)).toContain('De keten naar productie');
  });
});
