import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INavigatorFout, readINavigator } from './index.ts';

const voorbeeld = readFileSync(new URL('./voorbeeldexport.xml', import.meta.url));
const bytes = (xml: string): Uint8Array => new TextEncoder().encode(xml);
const lees = (xml: string) => () => readINavigator(bytes(xml));

describe('reading an export', () => {
  const gelezen = readINavigator(voorbeeld);

  it('reads the heading, the kinds and every process', () => {
    expect(gelezen).toMatchObject({
      datum: '2026-03-02T09:15:00',
      beheersapplicatie: 'Voorbeeldnavigator 1.0',
      specificatieversie: 'ICR1.5.13',
    });
    expect(gelezen.statussoorten.map(({ naam }) => naam)).toEqual([
      'Geregistreerd',
      'In behandeling genomen',
      'Afgehandeld',
    ]);
    expect(gelezen.processen.map(({ id }) => id)).toEqual(['V0001', 'V0002', 'V0003', 'V0004']);
  });

  it('does not read who made the export', () => {
    expect(JSON.stringify(gelezen)).not.toContain('Beheerder Voorbeeldstad');
  });

  it('folds the line breaks of the layout, and reads nil and absent as empty', () => {
    const [proces] = gelezen.processen;
    expect(proces?.naam).toBe('Het beoordelen van een aanvraag voor een bewonersparkeervergunning');
    expect(proces?.actueelTot).toBe('');
    expect(proces?.verantwoordingsrelatie).toBe('');
    expect(proces?.resultaattypen[0]?.grondslagen).toEqual([
      {
        naam: 'Resultaat 11.1 Selectielijst gemeenten en intergemeentelijke organen 2020',
        url: 'https://navigator.example/sl2020.gem.html#11_1',
      },
    ]);
  });

  it('reads terms with their unit, and the older field for the begin of a term when the newer is empty', () => {
    const [proces] = gelezen.processen;
    expect(proces?.wettelijkeAfdoeningstermijn).toEqual({ aantal: '8', eenheid: 'Week' });
    expect(proces?.wettelijkeVerdagingstermijn).toBeNull();
    expect(proces?.resultaattypen.map(({ brondatum }) => brondatum).slice(0, 3)).toEqual([
      'Ander datumkenmerk',
      'Ander datumkenmerk',
      '',
    ]);
  });

  it('names the filled fields it has no use for, and counts the lists it does not read', () => {
    const [proces] = gelezen.processen;
    expect(proces?.overigeVelden).toEqual(['taakveld', 'wet-dwangsom']);
    expect(proces?.nietGelezen).toEqual({ besluittypen: 1, zaakeigenschappen: 1, regelsets: 2 });
  });

  it('takes an item for active unless the export says no', () => {
    expect(gelezen.processen.map(({ actief }) => actief)).toEqual([true, true, false, true]);
    expect(gelezen.processen[0]?.statustypen.map(({ actief }) => actief)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('what is no export is refused in Dutch, with what to do', () => {
  it.each([
    ['broken XML', '<dsp><processen>', /geen goede XML \(regel 1, teken \d+\).*Maak de export opnieuw/],
    ['an empty file', '', /geen goede XML/],
    ['another root', '<catalogus/>', /begint met <catalogus> en niet met <dsp>/],
    ['no processes', '<dsp><processen/></dsp>', /bevat geen processen.*exporteren/],
    ['nothing at all', '<dsp/>', /bevat geen processen/],
    ['a process without id', '<dsp><processen><proces id="A"/><proces/></processen></dsp>', /Proces 2 .* geen id/],
    ['a doctype', '<!DOCTYPE dsp [<!ENTITY a "b">]><dsp>&a;</dsp>', /DOCTYPE/],
  ])('%s', (_, xml, tekst) => {
    expect(lees(xml)).toThrow(INavigatorFout);
    expect(lees(xml)).toThrow(tekst);
  });

  it('a packed file', () => {
    expect(() => readINavigator(gzipSync(voorbeeld))).toThrow(/ingepakt.*Pak het eerst uit/);
  });

  it('a file in another encoding', () => {
    const utf16 = Buffer.from('\ufeff<dsp/>', 'utf16le');
    expect(() => readINavigator(utf16)).toThrow(/niet in UTF-8/);
  });

  it('a document that is far too deep', () => {
    const diep = `<dsp>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</dsp>`;
    expect(lees(diep)).toThrow(/te groot/);
  });

  it('any part of a good export: it reads or is refused, never anything else', () => {
    fc.assert(
      fc.property(fc.nat(voorbeeld.length), fc.nat(voorbeeld.length), (van, tot) => {
        try {
          readINavigator(Buffer.concat([voorbeeld.subarray(0, van), voorbeeld.subarray(tot)]));
        } catch (fout) {
          expect(fout).toBeInstanceOf(INavigatorFout);
        }
      }),
      { numRuns: 60 },
    );
  });
});
