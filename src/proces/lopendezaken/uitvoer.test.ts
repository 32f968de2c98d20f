/** CSV for a spreadsheet: what was put in comes out, and nothing in it is calculated with. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, csvRegel, csvTijd, zaakberichtenCsv } from './uitvoer.ts';

/** A reader of RFC 4180 that knows nothing of how it was written. */
function lees(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, end] of text.matchAll(/"((?:[^"]|"")*)"(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted!.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('a line', () => {
  it('gives back what was put in, with an apostrophe before what a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (cellen) => {
        const [row, ...rest] = lees(csvRegel(cellen));
        expect(rest).toEqual([]);
        expect(row!.map((cel, i) => (cel === cellen[i] ? cel : cel.slice(1)))).toEqual(cellen);
        for (const cel of row!) expect(cel).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
  it.each(['=1+1', '+31', '-1', '@som', '\tx', '\rx'])('does not begin a formula with %j', (tekst) => {
    expect(csvRegel([tekst])).toBe(`"'${tekst}"\r\n`);
  });
  it('leaves numbers as they are', () => {
    expect(csvRegel([12, 'a', null])).toBe('12,"a",""\r\n');
  });
});

describe('a file', () => {
  it('begins with a byte order mark and its heads, and has Dutch time', async () => {
    const regel = {
      id: 'x',
      zaaknummer: '=ZAAK',
      zaaktype: 'Kap',
      statustype: 'Klaar "nu"',
      staat: 'afgeleverd',
      reden: null,
      statusGezetOp: new Date('2026-07-01T10:00:00Z'),
      gewijzigdOp: new Date('2026-12-01T10:00:00Z'),
      wachtOpBeheerder: false,
    } as const;
    const delen = async function* () {
      yield [regel];
    };
    let text = '';
    for await (const part of zaakberichtenCsv(delen(), () => 'Afgeleverd')) text += part;
    expect(text.startsWith('\uFEFF"zaaknummer","zaaktype",')).toBe(true);
    expect(lees(text)[1]).toEqual([
      "'=ZAAK",
      'Kap',
      'Klaar "nu"',
      '2026-07-01 12:00:00',
      'Afgeleverd',
      '',
      '2026-12-01 11:00:00',
      'nee',
      'x',
    ]);
    expect(csvTijd(null)).toBe('');
    expect(csv(['a'], [[1]])).toBe('\uFEFF"a"\r\n1\r\n');
  });
});
