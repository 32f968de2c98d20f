/**
 * The rule of the stairs, as a test: every import of every file is held against the floor plan (`hulp/plattegrond.ts`).
 * That the test sees a violation is shown by planting each kind in a small house that is in order.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cyclesIn, edgesOf, type House, importsOf, violationsIn } from './hulp/huis.ts';
import { COMPONENTS, HOUSE } from './hulp/plattegrond.ts';

/** Files that do not follow the rule yet, and what must happen. A file leaves this list together with its fault. */
const NOT_YET: Readonly<Record<string, string>> = {};

const src = join(import.meta.dirname, '..', 'src');
const ours = new Map(
  globSync('**/*.{ts,tsx}', { cwd: src }).map((file) => [file, readFileSync(join(src, file), 'utf8')]),
);

const fileOf = (violation: string): string => violation.split(':', 1)[0]!;

describe('our house', () => {
  it('follows the rule of the stairs, in every import of every file', () => {
    const found = violationsIn(ours, HOUSE);
    expect(found.filter((violation) => NOT_YET[fileOf(violation)] === undefined)).toEqual([]);
  });
  it('has no exception on the list that is none any more', () => {
    const wrong = new Set(violationsIn(ours, HOUSE).map(fileOf));
    const done = Object.keys(NOT_YET).filter((file) => !wrong.has(file));
    expect(done, 'these files follow the rule now: take them off the list NOT_YET').toEqual([]);
  });
  it('was seen whole: seeing little would make the test above true of anything', () => {
    const imports = [...ours.values()].reduce((sum, text) => sum + importsOf(text).length, 0);
    process.stdout.write(`The house: ${ours.size} files, ${imports} imports.\n`);
    expect(ours.size).toBeGreaterThan(150);
    expect(imports).toBeGreaterThan(ours.size);
  });
  it('has a table that cannot be walked in a circle, and names no room twice or not at all', () => {
    for (const [floor, rooms] of Object.entries(COMPONENTS)) {
      expect(cyclesIn(new Map(Object.entries(rooms).map(([room, may]) => [room, new Set(may)]))), floor).toEqual([]);
      for (const may of Object.values(rooms)) {
        expect(new Set(may).size).toBe(may.length);
        for (const room of may) expect(rooms, floor).toHaveProperty(room);
      }
    }
  });
});

describe('the reader of imports', () => {
  it('sees every way to import, types too', () => {
    const text = [
      "import './a.ts';",
      "import a from './b.ts';",
      "import type { B } from './c.ts';",
      "import * as c from './d.ts';",
      'import {',
      "  d, // it's used",
      '  type E,',
      "} from './e.ts';",
      "export * from './f.ts';",
      "export * as g from './g.ts';",
      "export { h } from './h.ts';",
      "export type { H } from './i.ts';",
      'export {',
      '  j,',
      "} from './j.ts';",
      "import data from './k.json' with { type: 'json' };",
      "const l = await import('./l.ts');",
      "type M = import('./m.ts').M;",
      "  const two = [import('./n.ts'), require('./o.ts')];",
      'const p = await import(name);',
      'import q from "./q.ts";',
      "import r from './r.ts'; // not './s.ts'",
      'const t = import(',
      "  './t.ts'",
      ');',
    ].join('\n');
    expect(importsOf(text).map((i) => i.target)).toEqual([
      ...'abcdefghij'.split('').map((name) => `./${name}.ts`),
      './k.json',
      ...'lmno'.split('').map((name) => `./${name}.ts`),
      null,
      './q.ts',
      './r.ts',
      null,
    ]);
    expect(importsOf(text)[4]).toEqual({ line: 8, target: './e.ts' });
  });
  it('sees none in comments, in texts, or in what only looks like one', () => {
    const text = [
      "// import a from './a.ts';",
      "/** as in import('./b.ts') */",
      " * import c from './c.ts';",
      "const d = 'import e from e';",
      "export const from = 'f';",
      "export function g(): string { return 'g'; }",
      "export type H = 'h' | 'i';",
      "  export { j } from './j.ts';",
      'const k = import.meta.url;',
      "const l = sql`select x\nfrom 'y'`;",
    ].join('\n');
    expect(importsOf(text)).toEqual([]);
  });
  it('misses nothing that the compiler sees as a statement in our own files', () => {
    for (const [file, text] of ours) {
      const lines = text.split('\n').filter((line) => /^(?:import\b|export (?:type )?[{*]|\} from)/.test(line));
      // A list over more lines opens on a line without a text; `export { a };` exports what the file has itself.
      const open = lines.filter((line) => !/['"]/.test(line));
      const seen = importsOf(text).filter((i) => /^(?:import|export|\})/.test(text.split('\n')[i.line - 1]!));
      expect(seen, file).toHaveLength(lines.length - open.length);
    }
  });
});

/** A small house in order. */
const GOOD: Record<string, string> = {
  'main.ts': "import { start } from './app.ts';",
  'app.ts': "import { beheer } from './interactie/beheer/index.ts';\nimport { s } from './simulator/index.ts';",
  'interactie/beheer/index.ts': "export { x } from './x.tsx';",
  'interactie/beheer/x.tsx':
    "import { ui } from '../ui/index.ts';\nimport { l } from '../../proces/lopendezaken/index.ts';",
  'interactie/ui/index.ts': "import React from 'react';",
  'proces/lopendezaken/index.ts': "import { z } from '../../registraties/zaken/index.ts';",
  'registraties/kern/index.ts': "import { db } from '../../platform/db/index.ts';\nimport fs from 'node:fs';",
  'registraties/zaken/index.ts': "import { k } from '../kern/index.ts';",
  'registraties/zaken/diep/x.ts': "import { zaak } from '../index.ts';",
  'opdrachten/start.ts': "import { app } from '../app.ts';\nimport { x } from './types.ts';",
  'opdrachten/types.ts': '',
  'registraties/kern/kern.test.ts': "import { z } from '../zaken/index.ts';",
  'registraties/zaken/zaken.test.ts':
    "import { r } from '../registers.testhulp.ts';\nimport { it } from 'vitest';\nimport { h } from '../../../test/hulp/html.ts';",
  'registraties/registers.testhulp.ts': "import { d } from '../platform/db/database.testhulp.ts';",
  'standaarden/xml/index.ts': "import { SaxesParser } from 'saxes';",
  'standaarden/xml/xml.test.ts': "import { x } from 'libxml2-wasm/lib/nodejs.mjs';\nimport fs from 'node:fs';",
  'platform/db/index.ts': "import pg from 'pg';",
  'platform/db/database.testhulp.ts': "import { x } from './index.ts';",
  'simulator/index.ts': "import { b } from './boek/b.ts';",
  'simulator/boek/b.ts': "import { x } from '../../standaarden/xml/index.ts';",
};

/** The violations of the good house with these files added. */
function planted(extra: Record<string, string>): string[] {
  return violationsIn(new Map(Object.entries({ ...GOOD, ...extra })), HOUSE);
}

describe('a planted violation', () => {
  it('is not seen in a house that is in order', () => {
    expect(planted({})).toEqual([]);
  });

  const VIOLATIONS: readonly [string, string, string, string][] = [
    ['up the stairs', 'platform/db/x.ts', "import { z } from '../../registraties/zaken/index.ts';", 'up the stairs'],
    [
      'up the stairs, as a type',
      'registraties/zaken/x.ts',
      "import type { B } from '../../interactie/beheer/index.ts';",
      'up the stairs',
    ],
    [
      'up the stairs, exported further',
      'proces/lopendezaken/x.ts',
      "export * from '../../interactie/ui/index.ts';",
      'up the stairs',
    ],
    [
      'up the stairs, only when needed',
      'integratie/bronnen/x.ts',
      "const x = await import('../../proces/lopendezaken/index.ts');",
      'up the stairs',
    ],
    [
      'up the stairs, in a test',
      'registraties/kern/x.test.ts',
      "import { l } from '../../proces/lopendezaken/index.ts';",
      'up the stairs',
    ],
    [
      'past the index',
      'interactie/beheer/y.ts',
      "import { x } from '../../registraties/zaken/diep/x.ts';",
      'through its index.ts, not through diep/x.ts',
    ],
    [
      'past the index of the floor below',
      'registraties/kern/x.ts',
      "import { x } from '../../standaarden/xml/element.ts';",
      'does not exist',
    ],
    [
      'past the index, from the roof',
      'bench.ts',
      "import { x } from './registraties/zaken/diep/x.ts';",
      'through its index.ts',
    ],
    [
      'past the index, from a test',
      'registraties/zaken/x.test.ts',
      "import { x } from '../../interactie/beheer/x.tsx';",
      'up the stairs',
    ],
    [
      'past the index of the simulator',
      'app.test.ts',
      "import { b } from './simulator/boek/b.ts';",
      'through its index.ts, not through boek/b.ts',
    ],
    [
      'to an index inside a component',
      'interactie/beheer/y.ts',
      "import { x } from '../../registraties/zaken/diep/index.ts';",
      'does not exist',
    ],
    ['back on one floor', 'registraties/kern/x.ts', "import { z } from '../zaken/index.ts';", 'not in this direction'],
    ['sideways on one floor', 'interactie/ui/x.ts', "import { b } from '../beheer/index.ts';", 'not in this direction'],
    [
      'the simulator into the registers',
      'simulator/x.ts',
      "import { z } from '../registraties/zaken/index.ts';",
      'only standaarden and platform',
    ],
    [
      'the house into the simulator',
      'proces/lopendezaken/x.ts',
      "import { s } from '../../simulator/index.ts';",
      'beside the stairs',
    ],
    ['the house into the roof', 'proces/lopendezaken/x.ts', "import { a } from '../../app.ts';", 'only the roof'],
    [
      'a standard that asks the database',
      'standaarden/zgw/x.ts',
      "import { db } from '../../platform/db/index.ts';",
      'it is pure',
    ],
    [
      'a standard that reads a file',
      'standaarden/zgw/x.ts',
      "import { readFileSync } from 'node:fs';",
      'may not use node:fs',
    ],
    [
      'XML read elsewhere',
      'registraties/zaken/x.ts',
      "import { SaxesParser } from 'saxes';",
      'by standaarden/xml only',
    ],
    [
      'XML read elsewhere, in a test',
      'registraties/zaken/x.test.ts',
      "import { SaxesParser } from 'saxes';",
      'by standaarden/xml only',
    ],
    [
      'a second reader of XML',
      'standaarden/xml/x.ts',
      "import { XmlDocument } from 'libxml2-wasm';",
      'by standaarden/ebms, standaarden/xsd only',
    ],
    [
      'a second way to the database',
      'registraties/zaken/x.ts',
      "import pg from 'pg';",
      'by platform/db, platform/outbox only',
    ],
    [
      'a devDependency in the product',
      'registraties/zaken/x.ts',
      "import { check } from 'fast-check';",
      'a devDependency',
    ],
    [
      'a package below a devDependency in the product',
      'registraties/zaken/x.ts',
      "import x from '@biomejs/biome/x.js';",
      'a devDependency',
    ],
    [
      'a package that nobody installed',
      'registraties/zaken/x.test.ts',
      "import _ from 'lodash/fp';",
      'lodash is not in package.json',
    ],
    [
      'a test helper in the product',
      'registraties/zaken/x.ts',
      "import { r } from '../registers.testhulp.ts';",
      'for tests only',
    ],
    [
      'a test helper of its own in the product',
      'platform/db/x.ts',
      "import { d } from './database.testhulp.ts';",
      'for tests only',
    ],
    [
      'a test in a test',
      'registraties/zaken/x.test.ts',
      "import { t } from './zaken.test.ts';",
      'nobody imports a test',
    ],
    [
      'the test folder in the product',
      'interactie/beheer/y.ts',
      "import { h } from '../../../test/hulp/html.ts';",
      'outside the tree',
    ],
    ['a target that is computed', 'main.ts', 'const x = await import(name);', 'cannot be checked'],
    ['a file at the root', 'util.ts', '', 'nothing lies at the root'],
    ['a file on a floor', 'registraties/util.ts', '', 'a file lies in a component'],
    ['an unknown floor', 'lib/util/x.ts', '', '"lib" is no floor'],
    ['an unknown component', 'platform/utils/index.ts', '', 'platform/utils is not in the table'],
    [
      'the name of a property as component',
      'platform/constructor/index.ts',
      '',
      'platform/constructor is not in the table',
    ],
  ];
  it.each(VIOLATIONS)('is seen: %s', (_what, file, text, why) => {
    // Some close a circle as well; that is told apart.
    const found = planted({ [file]: text }).filter((violation) => !violation.startsWith('cycle of'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}(:1)?: `));
    expect(found[0]).toContain(why);
  });

  it('is seen in each line by itself, with its number', () => {
    const text = "import pg from 'pg';\nimport { ok } from '../kern/index.ts';\n\nimport { check } from 'fast-check';";
    expect(planted({ 'registraties/zaken/x.ts': text }).map((v) => v.split(': ')[0])).toEqual([
      'registraties/zaken/x.ts:1',
      'registraties/zaken/x.ts:4',
    ]);
  });
  it('is seen when the table itself would allow a circle', () => {
    const circle: House = {
      ...HOUSE,
      components: { ...COMPONENTS, platform: { db: ['net'], net: ['time'], time: ['db'] } },
    };
    const files = new Map([
      ['platform/db/index.ts', "import type { N } from '../net/index.ts';"],
      ['platform/net/index.ts', "import { t } from '../time/index.ts';"],
      ['platform/time/index.ts', "import { d } from '../db/index.ts';"],
    ]);
    expect(violationsIn(files, circle)).toEqual([
      'cycle of components: platform/db → platform/net → platform/time → platform/db',
    ]);
    expect([...edgesOf(files, circle).keys()]).toHaveLength(3);
  });
});
