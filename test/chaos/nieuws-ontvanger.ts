/**
 * The subscribers of the chaos run of notifications, as a process of its own: each path is one. They note what comes, and
 * are as bad as the world is: a connection that breaks before or after the note, 503, an answer that takes long, and one
 * that is away for seconds at a time.
 *
 * Argument: a seed.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../../src/platform/time/index.ts';
import { bodyOf } from './banen-werker.ts';

/** What came: the number and id that it had, and what it was about. */
export interface Regel {
  readonly nummer: number;
  readonly id: string;
  readonly hoofdObject: string;
  readonly label: string;
}

export interface Ontvangst {
  /** In the order of arrival, per path; repetitions included. */
  readonly regels: Readonly<Record<string, readonly Regel[]>>;
  readonly lot: Readonly<Record<Lot, number>>;
}

type Lot = 'goed' | 'verbrokenVoor' | 'verbrokenNa' | 'niet' | 'traag' | 'weg';

const SLOW_MS = 300;
/** The path that is away, every other stretch of this long. */
export const WEG = '/wisselend';
const WEG_MS = 3_000;

function main(seed: number): void {
  const random = seededRandom(seed);
  const regels: Record<string, Regel[]> = {};
  const lot: Record<Lot, number> = { goed: 0, verbrokenVoor: 0, verbrokenNa: 0, niet: 0, traag: 0, weg: 0 };

  async function take(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fate = fateOf(path, random.fraction());
    lot[fate]++;
    if (fate === 'verbrokenVoor' || fate === 'weg') return void request.socket.destroy();
    const body = JSON.parse(await bodyOf(request)) as { hoofdObject: string; resourceUrl: string };
    if (fate === 'niet') return void response.writeHead(503).end();
    regels[path] ??= [];
    regels[path].push({
      nummer: Number(request.headers['notificatie-nummer']),
      id: String(request.headers['notificatie-id']),
      hoofdObject: body.hoofdObject,
      label: body.resourceUrl,
    });
    if (fate === 'verbrokenNa') return void request.socket.destroy();
    if (fate === 'traag') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    response.writeHead(204).end();
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/ontvangst') response.end(JSON.stringify({ regels, lot } satisfies Ontvangst));
    else take(path, request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
}

function fateOf(path: string, chance: number): Lot {
  if (path === WEG && Math.floor(Date.now() / WEG_MS) % 2 === 0) return 'weg';
  if (chance < 0.002) return 'verbrokenVoor';
  if (chance < 0.004) return 'verbrokenNa';
  if (chance < 0.006) return 'niet';
  if (chance < 0.008) return 'traag';
  return 'goed';
}

const [, script, seed] = process.argv;
if (script === import.meta.filename && seed) main(Number(seed));
