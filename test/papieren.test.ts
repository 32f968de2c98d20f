/** What stands on paper is true of the code: settings, versions, licences, and nothing of the machine it was made on. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INSTELLINGEN } from '../src/instellingen.ts';
import { settingsTable } from '../src/platform/config/index.ts';
import {
  brokenLinks,
  isAllowed,
  type Locked,
  noticeText,
  productionPackages,
  ROOT,
  textFiles,
} from './hulp/papieren.ts';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly overrides?: Record<string, unknown>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as { version: string; packages: Record<string, Locked & Manifest> };
const files = textFiles();

describe('README', () => {
  it('shows the settings as the code has them (npm run papieren writes the table)', () => {
    const shown = /<!-- instellingen:.*-->\n([\s\S]*?)\n<!-- \/instellingen -->/.exec(read('README.md'))?.[1];
    expect(shown).toBe(settingsTable(INSTELLINGEN));
  });
});

describe('the papers', () => {
  it('lead only to files that are there', () => {
    const papers = files.filter((file) => file.path.endsWith('.md'));
    expect(papers.map((paper) => paper.path)).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md']),
    );
    expect(papers.flatMap((paper) => brokenLinks(paper).map((link) => `${paper.path}: ${link}`))).toEqual([]);
  });
  it('say what changed in this version', () => {
    const escaped = manifest.version.replaceAll('.', '\\.');
    const section = new RegExp(`^## ${escaped}\\b[^\\n]*\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(
      read('CHANGELOG.md'),
    );
    expect(section?.[1]?.trim().length, `CHANGELOG.md has no text under "## ${manifest.version}"`).toBeGreaterThan(100);
  });
  it('have decisions that are numbered in one row, each with context, decision, why and consequences', () => {
    const folder = join(ROOT, 'docs', 'adr');
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .sort();
    expect(names.length).toBeGreaterThan(7);
    for (const [i, name] of names.entries()) {
      expect(name).toMatch(new RegExp(`^${String(i + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      const headings = [...readFileSync(join(folder, name), 'utf8').matchAll(/^#+ .*$/gm)].map((m) => m[0]);
      expect(headings[0], name).toMatch(new RegExp(`^# ${i + 1}\\. `));
      expect(headings.slice(1), name).toEqual(['## Context', '## Decision', '## Why', '## Consequences']);
    }
  });
});

describe('the licence', () => {
  it('is the official English text of the EUPL, version 1.2, to the letter', () => {
    expect(manifest.license).toBe('EUPL-1.2');
    expect(createHash('sha256').update(read('LICENSE')).digest('hex')).toBe(
      '57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4',
    );
  });
  it('of every package that goes to production lets us use and pass it on', () => {
    const allowed = new Set([
      'MIT',
      'MIT-0',
      'ISC',
      '0BSD',
      'BSD-2-Clause',
      'BSD-3-Clause',
      'Apache-2.0',
      'EUPL-1.2',
      'OFL-1.1',
    ]);
    const packages = productionPackages(lock.packages);
    expect(packages.length).toBeGreaterThan(Object.keys(manifest.dependencies).length);
    const wrong = packages.filter((p) => p.license === undefined || !isAllowed(p.license, allowed));
    expect(wrong.map((p) => `${p.name} ${p.version}: ${p.license}`)).toEqual([]);
  });
  it.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['(GPL-3.0-only OR MIT)', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT AND ISC)', true],
    ['UNLICENSED', false],
    ['SEE LICENSE IN LICENSE', false],
    ['', false],
  ])('%s is judged rightly', (license, good) => {
    expect(isAllowed(license, new Set(['MIT', 'ISC']))).toBe(good);
  });
  it('of what we took in is named in NOTICE (vitest run test/papieren.test.ts -u writes it)', async () => {
    const packages = productionPackages(lock.packages);
    await expect(noticeText(packages, Object.keys(manifest.dependencies))).toMatchFileSnapshot('../NOTICE');
  });
});

describe('every package', () => {
  it('is pinned to one version, in package.json and in the lock', () => {
    const pinned = (value: unknown): boolean =>
      typeof value === 'string'
        ? /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(value)
        : Object.values(value as Record<string, unknown>).every(pinned);
    const { dependencies, devDependencies, overrides = {} } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...overrides }).filter(([, v]) => !pinned(v));
    expect(loose).toEqual([]);
    const locked = lock.packages['']!;
    expect(locked).toMatchObject({ version: manifest.version, dependencies, devDependencies });
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });
  it('is checked by its content, wherever it is fetched from', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
    const unchecked = Object.entries(lock.packages).filter(
      ([name, p]) => name !== '' && !p.integrity?.startsWith('sha512-'),
    );
    expect(unchecked.map(([name]) => name)).toEqual([]);
  });
});

/** Places on one machine: where this checkout lies, what lies beside it, and homes of people and of build servers. */
function machinePlaces(root: string): RegExp[] {
  const literal = (path: string): string => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const own = root.split('/').length > 2 ? [root, join(root, '..', 'shared')] : [];
  return [
    ...own.map((path) => new RegExp(`(?<![\\w.])${literal(path)}(?![\\w-])`)),
    /(?<![\w.:/])\/(?:home|Users|workspace|builds)\/\w[\w.-]*/,
    /(?<![\w.:/])\/root\/[\w.]/,
  ];
}

/** Hosts that packages come from: ours, when npm says which, and the well-known ones. */
function registryHosts(configured: string | undefined): RegExp[] {
  const host = URL.parse(configured ?? '')?.hostname;
  return [
    ...(host ? [new RegExp(`(?<![\\w.-])${host.replaceAll('.', '\\.')}(?![\\w-])`, 'i')] : []),
    /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\.\w+/i,
    /\bnpm\.pkg\.github\.com/i,
    /\/\/[\w.-]*\b(?:artifactory|nexus|verdaccio|jfrog)\b/i,
  ];
}

describe('the tree', () => {
  const traces = [...machinePlaces(ROOT), ...registryHosts(process.env['npm_config_registry'])];
  it('holds no path of a machine and no host of a registry', () => {
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap(({ path, text }) => traces.filter((trace) => trace.test(text)).map(() => path));
    expect(found).toEqual([]);
  });
  it.each([
    [['', 'home', 'jan', 'x'].join('/'), true],
    [`cd ${['', 'Users', 'jan'].join('/')}`, true],
    [`"${['', 'root', '.npmrc'].join('/')}"`, true],
    [['', 'root', 'werk'].join('/'), true],
    [`${ROOT}/src`, true],
    [`x = "${join(ROOT, '..', 'shared')}"`, true],
    [`${ROOT}-anders`, false],
    ['../shared', false],
    ['https://gemeente.example/home/zaken', false],
    [`https://${['registry', 'npmjs', 'org'].join('.')}/x`, true],
    [`http://${['nexus', 'bedrijf', 'example'].join('.')}/`, true],
    ['een registry host', false],
  ])('%j is a trace of a machine: %s', (text, trace) => {
    expect(traces.some((one) => one.test(text))).toBe(trace);
  });
  it('has its papers', () => {
    for (const name of ['LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']) {
      expect(existsSync(join(ROOT, name)), name).toBe(true);
    }
  });
});
