/**
 * Load by `wrk` (Debian's package): a fixed number of connections, each with its next request as soon as the last one is
 * answered. With one connection its times are those of one client; with more it tells how many the server can do.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Verzoek {
  readonly methode: 'GET' | 'POST';
  /** Path and query. */
  readonly pad: string;
  /** JSON. */
  readonly body?: unknown;
}

export interface Belasting {
  readonly base: string;
  readonly token: string;
  /** In turn, by each connection; from the first again when all were sent. */
  readonly verzoeken: readonly Verzoek[];
  readonly verbindingen: number;
  readonly seconden: number;
}

export interface Uitslag {
  readonly aantal: number;
  readonly perSeconde: number;
  /** Time from request to whole answer, in ms. */
  readonly p50: number;
  readonly p95: number;
}

const run = promisify(execFile);
const TIMEOUT_S = 30;

/** Throws when `wrk` is not there, and when any request failed: a fast refusal is not a figure. */
export async function wrk(belasting: Belasting, map: string, signal: AbortSignal): Promise<Uitslag> {
  const file = join(map, 'verzoeken.txt');
  writeFileSync(file, belasting.verzoeken.map(regel).join(''));
  const { stdout } = await run('wrk', argumenten(belasting, file), { signal }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error('wrk is er niet. Installeer het pakket wrk (apt-get install wrk).');
    throw error;
  });
  return leesUitslag(stdout);
}

const regel = ({ methode, pad, body }: Verzoek): string =>
  `${methode}\t${pad}\t${body === undefined ? '' : JSON.stringify(body)}\n`;

function argumenten({ base, token, verbindingen, seconden }: Belasting, file: string): string[] {
  const headers = {
    Authorization: `Bearer ${token}`,
    'Accept-Crs': 'EPSG:4326',
    'Content-Crs': 'EPSG:4326',
    'Content-Type': 'application/json',
  };
  return [
    ...['--threads', '1', '--connections', String(verbindingen), '--duration', `${seconden}s`],
    ...['--timeout', `${TIMEOUT_S}s`, '--script', join(import.meta.dirname, 'wrk.lua')],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...[base, '--', file],
  ];
}

/** Reads what `wrk.lua` wrote. Pure. */
export function leesUitslag(uitvoer: string): Uitslag {
  const [, json] = /^uitslag (\{.*\})$/m.exec(uitvoer) ?? [];
  if (json === undefined) throw new Error(`wrk gaf geen uitslag:\n${uitvoer.slice(-500)}`);
  const { aantal, us, p50, p95, fout, verbroken } = JSON.parse(json) as Record<string, number>;
  if (!aantal || fout || verbroken)
    throw new Error(`Van ${aantal} verzoeken kregen er ${fout} een foutantwoord en ${verbroken} geen antwoord.`);
  return { aantal, perSeconde: aantal / (us! / 1e6), p50: p50! / 1000, p95: p95! / 1000 };
}
