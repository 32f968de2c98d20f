/**
 * What the documents of connecting say of the product, held against the product (A14): a handbook that names a button which is
 * not there is worse than none.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTELLINGEN } from '../src/instellingen.ts';
import { documentHtml, UITLEG } from '../src/interactie/beheer/index.ts';
import { OPDRACHTEN } from '../src/opdrachten/index.ts';
import { createAuthority } from '../src/platform/tls/pki.testhulp.ts';
import { CERTIFICAAT, cpaRegel, INSTALLATIE, proefplaats } from '../src/proces/aansluiten/aansluiten.testhulp.ts';
import { WAARSCHUWINGEN } from '../src/proces/aansluiten/documenten/werkwijzen.ts';
import { FASEN } from '../src/proces/aansluiten/fasen/index.ts';
import { type Aansluiten, DOCUMENTEN } from '../src/proces/aansluiten/index.ts';
import { metKetentest } from '../src/proces/aansluiten/ketentest.testhulp.ts';
import { SOORTEN } from '../src/proces/waarschuwingen/bevinding.ts';
import { type Findings, hasBrowser, layoutFindings, openPage, savePicture, startBrowser } from './hulp/browser.ts';
import { visibleText } from './hulp/html.ts';

const BEHEER = join(import.meta.dirname, '../src/interactie/beheer');
const bron = globSync('**/*.tsx', { cwd: BEHEER })
  .map((file) => readFileSync(join(BEHEER, file), 'utf8'))
  .join('\n');
const paginas = new Map<string, string>();
const teksten = new Map<string, string>();

async function schrijf(wat: string, aansluiten: Aansluiten): Promise<void> {
  for (const naam of Object.keys(DOCUMENTEN)) {
    const html = documentHtml((await aansluiten.document(naam))!);
    paginas.set(`${wat}-${naam}`, html);
    teksten.set(`${wat}-${naam}`, visibleText(html));
  }
}

beforeAll(async () => {
  for (const omgeving of ['preproductie', 'productie'] as const) {
    const { aansluiten } = await proefplaats(omgeving, {
      staten: UITLEG,
      certificaten: async () => [],
      installatie: { ...INSTALLATIE, aansluiting: null, tls: null, xsd: false },
    });
    await schrijf(`begin-${omgeving}`, aansluiten);
  }
  const cpa = { ...cpaRegel(), cpaId: `LOPENDEZAKEN-1-0_${INSTALLATIE.nummer}_${INSTALLATIE.ontvanger}_0001` };
  const pem = (await (await createAuthority()).leaf({ oin: INSTALLATIE.nummer })).x509.toString();
  await schrijf(
    'vol',
    await metKetentest({
      staten: UITLEG,
      certificaten: async () => [{ ...CERTIFICAAT, pem }],
      cpas: { cpas: async () => [cpa], cpa: async () => cpa },
      inrichting: async () => ({
        authentiek: ['de BRP kent de persoon'],
        rollen: ['initiator', 'gemachtigde'],
        maxVertrouwelijkheid: 'zaakvertrouwelijk',
        verwijzing: true,
        herroepen: true,
      }),
    }),
  );
}, 240_000);

/** In every document, each once. */
function gevonden(patroon: RegExp): readonly string[] {
  return [...new Set([...teksten.values()].flatMap((tekst) => [...tekst.matchAll(patroon)].map((hit) => hit[1]!)))];
}

describe('A14: what the documents name is there', () => {
  it('each button, heading and screen in quotes stands in Beheer', () => {
    const namen = gevonden(/‘([^’]+)’/g);
    expect(namen.length).toBeGreaterThan(20);
    const staat = (naam: string): boolean =>
      [`>${naam}<`, `label: '${naam}'`, `title="${naam}"`, `title: '${naam}'`].some((vorm) => bron.includes(vorm));
    expect(namen.filter((naam) => !staat(naam))).toEqual([]);
  });
  it('each screen of Beheer is in its navigation, each step in the checklist, each document in the list', () => {
    const navigatie = [...readFileSync(join(BEHEER, 'kader.tsx'), 'utf8').matchAll(/label: '([^']+)' \}/g)].map(
      (hit) => hit[1],
    );
    expect(navigatie).toContain('Verantwoording');
    const schermen = gevonden(/Beheer, ‘([^’]+)’/g);
    expect(schermen.filter((naam) => !navigatie.includes(naam))).toEqual([]);
    const stappen = FASEN.flatMap((fase) => fase.stappen.map(({ titel }) => titel));
    expect(gevonden(/“([^”]+)”/g).filter((naam) => !stappen.includes(naam))).toEqual([]);
  });
  it('each command and each setting exists', () => {
    const opdrachten = gevonden(/zaakbode ([a-z]+)/g);
    expect(opdrachten).toEqual(expect.arrayContaining(['csr', 'ping', 'consumerspecificatie']));
    expect(opdrachten.filter((naam) => !Object.hasOwn(OPDRACHTEN, naam))).toEqual([]);
    const instellingen = gevonden(/\b([A-Z]{2,}(?:_[A-Z]+)+)\b/g);
    expect(instellingen.length).toBeGreaterThan(5);
    const bekend = Object.values(INSTELLINGEN).map(({ name }) => name as string);
    expect(instellingen.filter((naam) => !bekend.includes(naam))).toEqual([]);
  });
  it('the handbook has every warning that there is, and every state with what to do as Beheer says it', () => {
    expect(Object.keys(WAARSCHUWINGEN).sort()).toEqual([...SOORTEN].sort());
    const handboek = teksten.get('begin-productie-beheerdocumentatie')!;
    for (const { label, uitleg, doen } of Object.values(UITLEG))
      for (const deel of [label, uitleg, doen]) expect(handboek).toContain(deel);
  });
});

describe.skipIf(!hasBrowser())('A14: on paper (skipped when /usr/bin/chromium is absent)', () => {
  /** What is left of the width of A4 within the margins, at 96 dots per inch. */
  const A4 = 642;
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  }, 240_000);
  afterAll(() => browser?.close());

  it('nothing is cut off or squeezed, half filled in or full', async () => {
    const page = await openPage(browser, { width: A4, javaScript: true });
    await page.emulateMedia({ media: 'print' });
    const mis: Record<string, Findings> = {};
    for (const [naam, html] of paginas) {
      if (naam.startsWith('begin-productie')) continue;
      await page.setContent(html);
      await savePicture(page, `papier-${naam}`);
      const hier = await layoutFindings(page);
      if (hier.length > 0) mis[naam] = hier;
    }
    expect(mis).toEqual({});
  }, 240_000);
});
