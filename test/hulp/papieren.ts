/** What the papers of the repository are checked with: the files of the tree, the packages, and the text of NOTICE. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** Not of the repository: made, installed, or of git itself. */
const ELSEWHERE = new Set(['node_modules', 'dist', '.git', 'data', 'test-uitvoer']);

export interface TextFile {
  /** Path from the root. */
  readonly path: string;
  readonly text: string;
}

/** Every text file in the tree, tracked or not. Binary files and links are left out. */
export function textFiles(folder = ROOT): TextFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (ELSEWHERE.has(entry.name) || /\.(?:log|tsbuildinfo)$/.test(entry.name)) return [];
    const full = join(folder, entry.name);
    if (entry.isDirectory()) return textFiles(full);
    if (!entry.isFile()) return [];
    const bytes = readFileSync(full);
    return bytes.includes(0) ? [] : [{ path: relative(ROOT, full), text: bytes.toString('utf8') }];
  });
}

/** An entry of package-lock.json. */
export interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

export interface Package extends Locked {
  readonly name: string;
  /** Its folder from the root. */
  readonly folder: string;
  /** As its package.json says; undefined when it does not say. */
  readonly license: string | undefined;
}

/** Packages that go to production. Those of other platforms are not installed here, so they are left out. */
export function productionPackages(locked: Readonly<Record<string, Locked>>): Package[] {
  return Object.entries(locked)
    .filter(([folder, { dev, optional }]) => folder !== '' && !dev && !optional)
    .map(([folder, entry]) => {
      const { license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { license?: unknown };
      const name = folder.replace(/^.*node_modules\//, '');
      return { ...entry, name, folder, license: typeof license === 'string' ? license : undefined };
    });
}

/** Does the SPDX expression leave a choice that is allowed? Only the forms that packages use: `A`, `(A OR B)`, `A AND B`. */
export function isAllowed(license: string, allowed: ReadonlySet<string>): boolean {
  const bare = license.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some((one) => isAllowed(one, allowed));
  if (bare.includes(' AND ')) return bare.split(' AND ').every((one) => isAllowed(one, allowed));
  return allowed.has(bare);
}

/**
 * The text of NOTICE. Apache-2.0 §4(d) asks to pass on the NOTICE of a package; EUPL-1.2 art. 5 and OFL-1.1 no. 2 ask to
 * name what was taken in. `direct` are the packages that package.json names.
 */
export function noticeText(packages: readonly Package[], direct: readonly string[]): string {
  const under = (license: string): Package[] => packages.filter((p) => p.license === license);
  const line = ({ name, version }: Package): string => `- ${name} ${version}`;
  const notices = (p: Package): string => {
    const files = readdirSync(join(ROOT, p.folder)).filter((file) => /^notice/i.test(file));
    return files.map((file) => `\n  Its notice: ${p.folder}/${file}`).join('');
  };
  return `Zaakbode
Copyright 2026, the contributors to Zaakbode
Licensed under the EUPL, version 1.2: see LICENSE.

Zaakbode works with the packages below. npm installs them; each carries its own licence and notices.

Under the Apache License, version 2.0:
${under('Apache-2.0')
  .map((p) => line(p) + notices(p))
  .join('\n')}

Style sheets from these packages are part of src/interactie/ui/assets/app.css, under the EUPL,
version 1.2:
${under('EUPL-1.2')
  .filter((p) => direct.includes(p.name))
  .map(line)
  .join('\n')}

Fonts from this package are part of src/interactie/ui/assets, under the SIL Open Font License,
version 1.1:
${under('OFL-1.1').map(line).join('\n')}

All other packages are under the MIT, ISC or BSD licence.
`;
}

/** Links of a Markdown file to other files of the repository that are not there. */
export function brokenLinks({ path, text }: TextFile): string[] {
  const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map((match) => match[1]!);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !existsSync(join(ROOT, path, '..', decodeURIComponent(link))));
}
