#!/usr/bin/env node
/** The command line. Each command is one file in `opdrachten/` or one short function here; texts are for operators, in Dutch. */
// First of all: what is imported after it looks at the environment when it is loaded.
import './omgeving.ts';
import { parseArgs } from 'node:util';
import { CpaFault } from './integratie/digikoppeling/index.ts';
import { OPDRACHTEN, type Opdracht } from './opdrachten/index.ts';
import { SettingsFault } from './platform/config/index.ts';
import { DatabaseUnavailable, DirectoryInUse } from './platform/db/index.ts';

const [name = 'help', ...rest] = process.argv.slice(2);
process.exitCode = await run(name, rest);

async function run(naam: string, args: readonly string[]): Promise<number> {
  if (naam === 'help' || naam === '--help' || naam === '-h') return print(overzicht());
  const opdracht = OPDRACHTEN[naam];
  if (!opdracht) return fail(`Onbekende opdracht: ${naam}\n\n${overzicht()}`);
  const [deel = '', ...rest] = args;
  if (!opdracht.delen || deel === '--help' || deel === '-h') return await voerUit(naam, opdracht, args);
  if (opdracht.ookZelf && (deel === '' || deel.startsWith('-'))) return await voerUit(naam, opdracht, args);
  const keuze = opdracht.delen[deel];
  return keuze ? await voerUit(`${naam} ${deel}`, keuze, rest) : fail(hulp(naam, opdracht));
}

async function voerUit(naam: string, opdracht: Opdracht, args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...opdracht.opties, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values['help'] === true) return print(hulp(naam, opdracht));
    return await opdracht.run({ opties: values, woorden: positionals, print });
  } catch (error) {
    return fail(uitleg(error, naam));
  }
}

/** What went wrong, for a person: our own faults as they are, others with where they happened. */
function uitleg(error: unknown, naam: string): string {
  if (error instanceof SettingsFault || error instanceof DirectoryInUse) return error.message;
  if (error instanceof DatabaseUnavailable)
    return `De database antwoordt niet: ${error.reason}. Controleer DATABASE_URL en of PostgreSQL draait.`;
  if (error instanceof CpaFault) return `LZ_CPA: deze CPA klopt niet.\n${error.message}`;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EADDRINUSE')
    return 'De poort is al in gebruik. Stop het andere programma, of kies met PORT een andere poort.';
  if (code.startsWith('ERR_PARSE_ARGS')) return `${(error as Error).message}\n\nZie: zaakbode ${naam} --help`;
  return error instanceof Error ? error.message || error.name : String(error);
}

function overzicht(): string {
  return `zaakbode <opdracht>\n\n${lijst(OPDRACHTEN)}\n\nMeer over een opdracht: zaakbode <opdracht> --help\nInstellingen komen uit de omgeving; de tabel staat in de README.`;
}

function lijst(opdrachten: Readonly<Record<string, Opdracht>>): string {
  const width = Math.max(...Object.keys(opdrachten).map((n) => n.length));
  return Object.entries(opdrachten)
    .map(([n, o]) => `  ${n.padEnd(width)}  ${o.doet}`)
    .join('\n');
}

function hulp(naam: string, opdracht: Opdracht): string {
  if (opdracht.delen)
    return `zaakbode ${naam} ${opdracht.ookZelf ? '[wat]' : '<wat>'}\n\n${opdracht.doet}\n\n${lijst(opdracht.delen)}\n\nMeer: zaakbode ${naam} <wat> --help`;
  return `zaakbode ${naam} ${opdracht.gebruik}\n\n${opdracht.doet}${opdracht.uitleg ? `\n\n${opdracht.uitleg}` : ''}`;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
