/** Moving in and out as the operator does it: the commands, in a process of their own, on the embedded database. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RSIN } from '../src/demoverbinding.ts';
import { OPDRACHTEN, type Opdracht } from '../src/opdrachten/index.ts';
import { openEmbedded, raw } from '../src/platform/db/index.ts';
import { isGebouwd, startProces } from './chaos/proces.ts';

const EXPORT = new URL('../src/registraties/catalogi/inavigator/voorbeeldexport.xml', import.meta.url).pathname;

const map = mkdtempSync(join(tmpdir(), 'zaakbode-overzetten-'));
afterAll(() => rmSync(map, { recursive: true, force: true }));
const in_ = (naam: string): string => join(map, naam);

const start = (data: string, ...woorden: string[]) => startProces(woorden, { DATA_DIR: in_(data), PORT: '1' });
/** Runs a command to its end and gives what it said. */
async function zaakbode(data: string, ...woorden: string[]): Promise<string> {
  const proces = start(data, ...woorden);
  await proces.weg;
  return proces.uitvoer();
}

describe('the help of a command', () => {
  const alle = (naam: string, opdracht: Opdracht): [string, Opdracht][] => [
    [naam, opdracht],
    ...Object.entries(opdracht.delen ?? {}).flatMap(([deel, one]) => alle(`${naam} ${deel}`, one)),
  ];
  it.each(Object.entries(OPDRACHTEN).flatMap(([naam, one]) => alle(naam, one)))(
    '%s: names every option',
    (_naam, one) => {
      const tekst = `${one.gebruik}\n${one.uitleg ?? ''}`;
      const genoemd = [...tekst.matchAll(/--([a-z-]+)/g)].map((found) => found[1]!);
      expect([...new Set(genoemd)].sort()).toEqual(Object.keys(one.opties ?? {}).sort());
    },
  );
});

describe.skipIf(!isGebouwd())('the commands (absent: not built, skipped)', () => {
  beforeAll(async () => {
    expect(await zaakbode('a', 'import', 'i-navigator', EXPORT, '--domein', 'INAV')).toContain(
      '2 zaaktypen zijn nieuw',
    );
  }, 120_000);

  it('a catalogus goes out as a zip and as files, and into another installation', async () => {
    expect(await zaakbode('a', 'export', 'catalogus', 'INAV', in_('c.zip'))).toMatch(
      /c\.zip: 1 × catalogus, 2 × zaaktype/,
    );
    expect(await zaakbode('a', 'export', 'catalogus', 'INAV', in_('c'))).toMatch(/c: 4 bestanden\.\n$/);
    expect(await zaakbode('a', 'import', 'catalogus', in_('c'))).toContain('6 ongewijzigd, 0 niet.');
    expect(await zaakbode('a', 'import', 'catalogus', in_('c.zip'))).toContain('Kies --samenvoegen');
    expect(await zaakbode('b', 'import', 'catalogus', in_('c.zip'), '--publiceer')).toContain('Gepubliceerd: 5.');
    writeFileSync(in_('c/zaaktypen/oud.yaml'), '{}\n');
    expect(await zaakbode('b', 'export', 'catalogus', 'INAV', in_('c'))).toContain(
      '1 die er niet meer bij horen zijn weg',
    );
    writeFileSync(in_('c/catalogus.yaml'), readFileSync(in_('c/catalogus.yaml'), 'utf8').replace('INAV', 'YAML'));
    const uit = await zaakbode('b', 'import', 'catalogus', in_('c'), '--publiceer', '--rapport', in_('verslag.txt'));
    expect(uit).toContain('Catalogus YAML');
    expect(uit).toContain('Gepubliceerd: 5.');
    expect(readFileSync(in_('verslag.txt'), 'utf8')).toBe(uit);
    expect(await zaakbode('b', 'import', 'catalogus', in_('c.zip'), '--vanaf', '2027-01-01')).toContain(
      'hoort bij een map',
    );
    expect(await zaakbode('b', 'import')).toContain('zaakbode import <wat>');
  }, 240_000);

  it('zaken in bulk: killed with -9 and started again, every line is a zaak once', async () => {
    const AANTAL = 800;
    const regel = (i: number): string =>
      JSON.stringify({
        zaak: {
          // Without an identificatie nothing but the book says that it is there already.
          bronorganisatie: DEMO_RSIN,
          verantwoordelijkeOrganisatie: DEMO_RSIN,
          zaaktype: 'V0001',
          startdatum: '2025-02-01',
          omschrijving: `Regel ${i}`,
        },
      });
    writeFileSync(in_('z.jsonl'), [...Array.from({ length: AANTAL }, (_, i) => regel(i)), '{}'].join('\n'));
    const eerst = start('a', 'import', 'zaken', in_('z.jsonl'));
    await expect.poll(() => eerst.uitvoer(), { timeout: 60_000 }).toContain('per seconde, nog');
    await eerst.dood();
    const uit = await zaakbode('a', 'import', 'zaken', in_('z.jsonl'));
    const [, nu, eerder] = /Opgeslagen: (\d+), (\d+) al eerder\. Geweigerd: 1\./.exec(uit) ?? [uit];
    expect(Number(eerder)).toBeGreaterThanOrEqual(100);
    expect(Number(nu) + Number(eerder)).toBe(AANTAL);
    const rapport = readFileSync(in_('z.jsonl.rapport.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one));
    expect(rapport.map(({ regel: nummer }) => nummer)).toEqual(Array.from({ length: AANTAL + 1 }, (_, i) => i + 1));
    expect(new Set(rapport.slice(0, AANTAL).map(({ zaak }) => zaak)).size).toBe(AANTAL);
    expect(rapport[AANTAL].fouten).toEqual([{ name: 'zaak', code: 'required', reason: 'Hier hoort een object.' }]);
    const db = await openEmbedded(in_('a'));
    const zaken = await db.query(raw('select id from zaken.zaak'));
    await db.close();
    expect(zaken).toHaveLength(AANTAL);
  }, 240_000);
});
