// Builds dist/: the compiler's output, and beside it the files that the code reads at run time (SQL, CSS, fonts, JSON).
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ASSETS = '{sql,css,woff2,json,xml,svg}';
const root = dirname(import.meta.dirname);
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.bouw.json'], { cwd: root, stdio: 'inherit' });
for (const file of globSync(`src/**/*.${ASSETS}`, { cwd: root })) {
  const target = join(root, file.replace(/^src/, 'dist'));
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(root, file), target);
}
// What an earlier build made of a file that is gone: a migration that has another name now would run twice.
for (const file of globSync(`dist/**/*.${ASSETS}`, { cwd: root })) {
  if (!existsSync(join(root, file.replace(/^dist/, 'src')))) rmSync(join(root, file));
}
// `npx zaakbode` runs this file as a command.
chmodSync(join(root, 'dist', 'main.js'), 0o755);
