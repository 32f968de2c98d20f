/** The test help itself: planted faults have to be found, or the tests that lean on it mean nothing. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gedeeld, oasJudge } from '../selectielijst/oas.testhulp.ts';
import { bezwaren, contractfouten } from './import.testhulp.ts';
import { type CatalogusImport, mapINavigator, readINavigator, type ZaaktypeImport } from './index.ts';

const bron = readINavigator(readFileSync(new URL('./voorbeeldexport.xml', import.meta.url)));
const goed = mapINavigator(bron, {
  catalogus: { domein: 'VBS', rsin: '000000000', naam: 'Voorbeeldstad', contactpersoonBeheerNaam: 'Team Zaken' },
});
const eerste = goed.zaaktypen[0];
if (eerste === undefined) throw new Error('the example gives no zaaktype');
const met = (deel: Partial<ZaaktypeImport>): CatalogusImport => ({ ...goed, zaaktypen: [{ ...eerste, ...deel }] });
const [resultaat] = eerste.resultaattypen;
if (resultaat === undefined) throw new Error('the example gives no resultaattype');

describe('bezwaren', () => {
  it.each<[string, CatalogusImport, RegExp]>([
    [
      'a name that is too long',
      met({ zaaktype: { ...eerste.zaaktype, omschrijving: 'x'.repeat(81) } }),
      /longer than 80/,
    ],
    ['an empty name', met({ zaaktype: { ...eerste.zaaktype, verantwoordelijke: ' ' } }), /verantwoordelijke is empty/],
    ['one statustype', met({ statustypen: eerste.statustypen.slice(0, 1) }), /fewer than two/],
    ['a gap in the numbers', met({ statustypen: eerste.statustypen.slice(1) }), /not numbered/],
    ['no resultaattype', met({ resultaattypen: [] }), /no resultaattype/],
    ['no initiator', met({ roltypen: eerste.roltypen.slice(1) }), /no initiator/],
    ['a double role', met({ roltypen: [...eerste.roltypen, ...eerste.roltypen.slice(0, 1)] }), /twice/],
    ['a foreign procestype', met({ selectielijstProcestype: { uuid: 'x', jaar: 2020, nummer: 1 } }), /ztc-002/],
    [
      'archiving against the rules',
      met({
        resultaattypen: [
          { ...resultaat, brondatumArchiefprocedure: { ...resultaat.brondatumArchiefprocedure, registratie: '' } },
        ],
      }),
      /registratie required/,
    ],
    ['a document that is not in the list', { ...goed, informatieobjecttypen: [] }, /not in the list/],
  ])('finds %s', (_, fout, tekst) => {
    expect(bezwaren(fout).join('\n')).toMatch(tekst);
  });
});

const spec = gedeeld('specs/catalogi-1.3.3.yaml');
describe.skipIf(spec === null)('contractfouten (contract absent: skipped)', () => {
  it('finds a text that is too long, a required field that is missing and a duration that is none', () => {
    const { zaaktype } = eerste;
    const { doel: _, ...zonderDoel } = zaaktype;
    const fouten = contractfouten(
      {
        ...met({
          zaaktype: { ...(zonderDoel as typeof zaaktype), omschrijving: 'x'.repeat(81), doorlooptijd: '8 weken' },
        }),
      },
      oasJudge(spec ?? '', 'request'),
    );
    expect(fouten).toHaveLength(3);
    expect(fouten.join('\n')).toMatch(/more than 80 characters/);
    expect(fouten.join('\n')).toMatch(/required property 'doel'/);
    expect(fouten.join('\n')).toMatch(/match format "duration"/);
  });
});
