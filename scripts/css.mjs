// Makes src/interactie/ui/assets: one style sheet (theme tokens, NL Design System components and our own rules, without
// what no screen uses), the fonts, and ../assets.ts with the address of each file. An address carries the hash of the
// content, so a browser may keep the file for a year.
//
//   node scripts/css.mjs           writes the files
//   node scripts/css.mjs --check   writes nothing; fails when a committed file differs from what would be written
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from 'lightningcss';
import { PurgeCSS } from 'purgecss';

const root = dirname(import.meta.dirname);
const ui = join(root, 'src/interactie/ui');
const packageFile = (name) => readFileSync(join(root, 'node_modules', name));
const text = (name) => packageFile(name).toString('utf8');

const CANDIDATES = ['button', 'heading', 'link', 'paragraph', 'skip-link'];
const VENDOR = [
  '@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css',
  '@utrecht/component-library-css/dist/index.css',
  ...CANDIDATES.map((name) => `@nl-design-system-candidate/${name}-css/dist/${name}.css`),
  '@gemeente-denhaag/side-navigation/dist/index.css',
];
const OWN = ['thema', 'pagina', 'onderdelen', 'tabel'];

/** The oldest browsers that know container queries, which our tables need (lightningcss: major version in the third byte). */
const BROWSERS = { chrome: 105 << 16, firefox: 110 << 16, safari: 16 << 16 };

/** The licences ask that their notice travels with the files (EUPL-1.2 art. 5, OFL-1.1 no. 2). */
const NOTICE = `/*!
 * Zaakbode, EUPL-1.2. Contains NL Design System (EUPL-1.2): voorbeeld-design-tokens, candidate components (NL Design
 * System community), component-library-css (Gemeente Utrecht, Frameless), side-navigation (Gemeente Den Haag).
 * Font: Noto Sans, The Noto Project Authors, SIL Open Font License 1.1.
 */
`;

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 12);
const addressOf = (name, bytes) => `/static/${name.replace(/(\.\w+)$/, `.${hashOf(bytes)}$1`)}`;

/** The latin faces, and latin-ext for names as in the BRP (Yıldız, Šimić); a browser fetches the latter only when needed. */
function fonts() {
  const files = new Map();
  let css = '';
  for (const weight of [400, 700]) {
    const sheet = text(`@fontsource/noto-sans/${weight}.css`);
    for (const subset of ['latin-ext', 'latin']) {
      const name = `noto-sans-${subset}-${weight}.woff2`;
      const source = `noto-sans-${subset}-${weight}-normal`;
      const range = new RegExp(`/\\* ${source} \\*/[^}]*unicode-range: ([^;]+);`).exec(sheet)?.[1];
      if (range === undefined)
        throw new Error(`@fontsource/noto-sans has no face ${source}: look at its ${weight}.css`);
      const bytes = packageFile(`@fontsource/noto-sans/files/${source}.woff2`);
      files.set(name, bytes);
      css += `@font-face{font-family:'Noto Sans';font-style:normal;font-display:swap;font-weight:${weight};src:url(${addressOf(name, bytes)}) format('woff2');unicode-range:${range}}\n`;
    }
  }
  return { files, css };
}

async function styleSheet(fontFaces) {
  const vendor = VENDOR.map(text)
    .join('\n')
    .replaceAll(/\/\*# sourceMappingURL=.*?\*\//g, '');
  const own = OWN.map((name) => readFileSync(join(ui, 'stijl', `${name}.css`), 'utf8')).join('\n');
  const screens = globSync('src/interactie/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !file.includes('.test.') && !file.endsWith('ui/assets.ts'))
    .sort()
    .map((file) => ({ raw: readFileSync(join(root, file), 'utf8'), extension: 'tsx' }));
  // Class names stand in the screens in full, never composed, so words are all that has to be looked for.
  const [purged] = await new PurgeCSS().purge({
    content: [...screens, { raw: 'html body root', extension: 'tsx' }],
    css: [{ raw: `${vendor}\n${own}` }],
    defaultExtractor: (source) => source.match(/[\w-]+/g) ?? [],
    variables: true,
  });
  const { code } = transform({
    filename: 'app.css',
    code: Buffer.from(`${fontFaces}${purged.css}`),
    minify: true,
    errorRecovery: true,
    targets: BROWSERS,
  });
  return Buffer.concat([Buffer.from(NOTICE), code]);
}

function addressTable(files) {
  const types = { css: 'text/css; charset=utf-8', woff2: 'font/woff2', svg: 'image/svg+xml' };
  const rows = [...files].map(([name, bytes]) => {
    const type = types[name.split('.').at(-1)];
    return `  '${name}': {\n    url: '${addressOf(name, bytes)}',\n    type: '${type}',\n    sha256: '${hashOf(bytes)}',\n  },`;
  });
  return Buffer.from(`/**
 * The address of each file under assets/: its name with the first 12 digits of its SHA-256 in it.
 * Made by scripts/css.mjs together with those files; a test compares them. Not edited by hand.
 */
export const ASSETS = {
${rows.join('\n')}
} as const;
`);
}

const { files, css } = fonts();
const assets = new Map([
  ['app.css', await styleSheet(css)],
  ...files,
  ['favicon.svg', readFileSync(join(ui, 'assets/favicon.svg'))],
]);
const output = new Map([...assets].map(([name, bytes]) => [join(ui, 'assets', name), bytes]));
output.set(join(ui, 'assets/LICENTIE-noto-sans.txt'), packageFile('@fontsource/noto-sans/LICENSE'));
output.set(join(ui, 'assets.ts'), addressTable(assets));

if (process.argv.includes('--check')) {
  const differs = [...output].filter(([path, bytes]) => {
    try {
      return !readFileSync(path).equals(bytes);
    } catch {
      return true;
    }
  });
  if (differs.length > 0) {
    console.error(`Run "node scripts/css.mjs" and commit the result. Out of date:`);
    for (const [path] of differs) console.error(`  ${path.slice(root.length + 1)}`);
    process.exitCode = 1;
  }
} else {
  for (const [path, bytes] of output) writeFileSync(path, bytes);
  for (const [name, bytes] of assets) console.log(`${name} ${bytes.length} bytes`);
}
