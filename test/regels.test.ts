/** Every numbered rule of the standards of the registers is named by a test, so that one search finds both. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/**
 * How many rules each standard numbers: Zaken 1.7.0, Besluiten 1.1.0, Catalogi 1.3.3 (ztc-017 is of a draft) and
 * Autorisaties 1.1.0, Documenten 1.7.0.
 */
const AANTALLEN = { zrc: 29, brc: 9, ztc: 16, ac: 3, drc: 14 };
/** Numbers that the Zaken API gave out twice. */
const DUBBEL = ['zrc-025(a)', 'zrc-025(b)', 'zrc-026(a)', 'zrc-026(b)'];

const registraties = join(import.meta.dirname, '..', 'src', 'registraties');
/** What the tests say, without what is said about them. */
const namen = globSync('**/*.test.ts', { cwd: registraties })
  .map((file) => readFileSync(join(registraties, file), 'utf8').replace(/^ *(?:\/\*\*| \*|\/\/).*$/gm, ''))
  .join('\n');

it.each(Object.entries(AANTALLEN))('%s: every rule stands in the name of a test', (standaard, aantal) => {
  const nummers = Array.from({ length: aantal }, (_, i) => `${standaard}-${String(i + 1).padStart(3, '0')}`);
  const dubbel = DUBBEL.filter((nummer) => nummer.startsWith(standaard));
  expect([...nummers, ...dubbel].filter((nummer) => !namen.includes(nummer))).toEqual([]);
});
