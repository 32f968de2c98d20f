// Puts the settings table, made from src/instellingen.ts, into the README. With --check it only says whether it is right.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTELLINGEN } from '../dist/instellingen.js';
import { settingsTable } from '../dist/platform/config/index.js';

const file = join(import.meta.dirname, '..', 'README.md');
const before = readFileSync(file, 'utf8');
const after = before.replace(
  /(<!-- instellingen:[^>]*-->\n)[\s\S]*?(<!-- \/instellingen -->)/,
  `$1${settingsTable(INSTELLINGEN)}\n$2`,
);
if (process.argv.includes('--check')) process.exit(before === after ? 0 : 1);
writeFileSync(file, after);
