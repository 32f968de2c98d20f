/** The real export of a municipality (20 processes, i-Navigator 3.2, ICR1.5.13), when the reference material is there. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { gedeeld, oasJudge } from '../selectielijst/oas.testhulp.ts';
import { bezwaren, contractfouten } from './import.testhulp.ts';
import { type CatalogusImport, formatRapport, type INavigatorExport, mapINavigator, readINavigator } from './index.ts';

const bestand = gedeeld('data/inavigator-export-koppeling-test-2.xml.gz');
const spec = gedeeld('specs/catalogi-1.3.3.yaml');
const catalogus = { domein: 'ALG', rsin: '000000000', naam: 'Proef', contactpersoonBeheerNaam: 'Functioneel beheer' };

describe.skipIf(bestand === null)('the export of a real municipality (absent: skipped)', () => {
  let bron: INavigatorExport;
  let uitkomst: CatalogusImport;
  let maker: string;
  beforeAll(() => {
    const xml = gunzipSync(readFileSync(bestand ?? ''));
    maker = /<gebruiker>([^<]+)</.exec(xml.toString('utf8'))?.[1] ?? '';
    bron = readINavigator(xml);
    uitkomst = mapINavigator(bron, { catalogus });
  });

  const aantal = (soort: string, code: string): number =>
    uitkomst.rapport.regels.find((r) => r.soort === soort && r.code === code)?.items.length ?? 0;

  it('is taken over completely', () => {
    expect(uitkomst.rapport.totalen).toEqual([
      { soort: 'proces', gezien: 20, overgenomen: 20, toegevoegd: 0 },
      { soort: 'statustype', gezien: 147, overgenomen: 147, toegevoegd: 2 },
      { soort: 'checklistitem', gezien: 430, overgenomen: 430, toegevoegd: 0 },
      { soort: 'resultaattype', gezien: 76, overgenomen: 76, toegevoegd: 0 },
      { soort: 'roltype', gezien: 67, overgenomen: 67, toegevoegd: 8 },
      { soort: 'documenttype', gezien: 254, overgenomen: 254, toegevoegd: 0 },
      { soort: 'overig', gezien: 81, overgenomen: 0, toegevoegd: 0 },
    ]);
    expect(uitkomst.rapport.gemaakt).toEqual({
      zaaktypen: 20,
      statustypen: 149,
      resultaattypen: 76,
      roltypen: 75,
      informatieobjecttypen: 78,
      zaaktypeInformatieobjecttypen: 254,
    });
  });

  it('gives zaaktypen that can all be published', () => {
    expect(bezwaren(uitkomst)).toEqual([]);
    expect(bezwaren(mapINavigator(bron, { catalogus, informeren: 'alle', beginGeldigheid: '2026-01-01' }))).toEqual([]);
  });

  it.skipIf(spec === null)('gives request bodies that fit the published contract', () => {
    expect(contractfouten(uitkomst, oasJudge(spec ?? '', 'request'))).toEqual([]);
  });

  it('closes every zaak with Afgehandeld, where 13 processes have statuses after it', () => {
    for (const { statustypen } of uitkomst.zaaktypen) expect(statustypen.at(-1)?.omschrijving).toBe('Afgehandeld');
    expect(aantal('statustype', 'eindstatus-verplaatst')).toBe(13);
    expect(aantal('statustype', 'eindstatus-toegevoegd')).toBe(1);
  });

  it('finds a class of the Selectielijst 2020 for each resultaattype, 19 of them in a remark', () => {
    expect(aantal('resultaattype', 'geen-selectielijstklasse')).toBe(0);
    expect(aantal('resultaattype', 'klasse-uit-opmerking')).toBe(19);
    const procestypen = uitkomst.zaaktypen.map((z) => z.selectielijstProcestype.nummer);
    expect(procestypen.filter((nummer) => nummer === 11)).toHaveLength(19);
    expect(procestypen.filter((nummer) => nummer === 6)).toHaveLength(1);
  });

  it('changes the archiving of one resultaattype, which contradicts its class', () => {
    expect(aantal('resultaattype', 'brondatum-later')).toBe(1);
    expect(aantal('resultaattype', 'brondatum-vroeger')).toBe(0);
    expect(aantal('resultaattype', 'waardering-wijkt-af')).toBe(0);
    expect(aantal('resultaattype', 'bewaartermijn-wijkt-af')).toBe(0);
  });

  it('informs nobody, because the export shows no status outside, and says so for all 20', () => {
    expect(uitkomst.zaaktypen.flatMap((z) => z.statustypen).some((s) => s.informeren)).toBe(false);
    expect(aantal('statustype', 'niets-informeren')).toBe(20);
  });

  it('is told in a report that fits the terminal, without the name of who made the export', () => {
    const tekst = formatRapport(uitkomst.rapport);
    expect(tekst).toContain('Klaar om op te slaan: 20 zaaktypen');
    expect(tekst.split('\n').filter((regel) => [...regel].length > 100)).toEqual([]);
    expect(maker).not.toBe('');
    expect(tekst + JSON.stringify(uitkomst)).not.toContain(maker);
  });
});
