/**
 * The two checks over HTTP with JSON, as the simulator serves them. Our own, documented interface: what Logius uses for
 * the account check is not public (lopendezaken.md §4), so this is one implementation of the port, not the standard.
 * A POST, because a BSN never stands in an address.
 *
 * An answer is believed only as far as it is understood: a row that is missing, is of another form or contradicts
 * another row says nothing, and only the person that it is about waits (RS-F36, RS-F37).
 */
import { type Net, NetFault } from '../../platform/net/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import { Geweigerd, vraagInDelen } from './bronnen-delen.ts';
import {
  type AccountBron,
  type AccountStand,
  type AuthentiekBron,
  BronOnbereikbaar,
  type Onbekend,
} from './poorten.ts';

const TIMEOUT_MS = 10_000;

interface Dienst<T> {
  readonly net: Net;
  readonly url: string;
  /** As the operator knows it, at the beginning of a sentence. */
  readonly naam: string;
  /** The field of the answer that holds the rows. */
  readonly veld: string;
  /** What a row says, or null when it is not understood. */
  lees(rij: Readonly<Record<string, unknown>>): T | null;
}

export function accountsOverHttp(net: Net, url: string): AccountBron {
  const naam = 'De accountcontrole van MijnOverheid';
  const dienst: Dienst<AccountStand> = { net, url, naam, veld: 'accounts', lees: leesAccount };
  return { stand: (bsns, signal) => vraagAlles(dienst, bsns, signal) };
}

export function brpOverHttp(net: Net, url: string): AuthentiekBron {
  const lees = ({ bekend }: Readonly<Record<string, unknown>>) => (typeof bekend === 'boolean' ? bekend : null);
  const dienst: Dienst<boolean> = { net, url, naam: 'De BRP', veld: 'personen', lees };
  return { naam: 'BRP', bekend: (bsns, signal) => vraagAlles(dienst, bsns, signal) };
}

function leesAccount({ status, geactiveerdOp = null }: Readonly<Record<string, unknown>>): AccountStand | null {
  if (status === 'geen') return { soort: 'geen' };
  if (status !== 'actief') return null;
  if (geactiveerdOp === null) return { soort: 'actief', geactiveerdOp };
  const moment = typeof geactiveerdOp === 'string' && INSTANT.test(geactiveerdOp) ? new Date(geactiveerdOp) : null;
  return moment === null || Number.isNaN(moment.getTime()) ? null : { soort: 'actief', geactiveerdOp: moment };
}

/** ISO 8601 with a zone: `Date` alone would read a bare year, or the time of this machine's own zone. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

async function vraagAlles<T>(
  dienst: Dienst<T>,
  bsns: readonly Bsn[],
  signal: AbortSignal,
): Promise<readonly (T | Onbekend)[]> {
  const vraagDeel = async (deel: readonly Bsn[]) => {
    const body = await vraag(dienst, deel, signal);
    return body instanceof Geweigerd ? body : antwoorden(dienst, deel, body);
  };
  return await vraagInDelen({ naam: dienst.naam, vraag: vraagDeel }, bsns);
}

/** The source found fault with the question itself. */
const VRAAG_KLOPT_NIET: ReadonlySet<number> = new Set([400, 413, 422]);

/** The parsed answer. Throws `BronOnbereikbaar` when there is none. */
async function vraag<T>({ net, url, naam }: Dienst<T>, bsns: readonly Bsn[], signal: AbortSignal): Promise<unknown> {
  try {
    const body = JSON.stringify({ bsns: [...new Set(bsns.map((b) => b.reveal()))] });
    const headers = { 'content-type': 'application/json' };
    const answer = await net.request({ method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS, signal });
    if (VRAAG_KLOPT_NIET.has(answer.status)) return new Geweigerd();
    if (answer.status !== 200) throw new BronOnbereikbaar(`${naam} antwoordde met HTTP ${answer.status}.`);
    return JSON.parse(answer.body.toString('utf8'));
  } catch (error) {
    if (error instanceof NetFault) throw new BronOnbereikbaar(`${naam} is niet bereikbaar: ${error.message}.`);
    if (error instanceof SyntaxError) throw new BronOnbereikbaar(`${naam} gaf een onbegrijpelijk antwoord.`);
    throw error;
  }
}

function antwoorden<T>(dienst: Dienst<T>, deel: readonly Bsn[], body: unknown): readonly (T | Onbekend)[] {
  const rows = (body as Record<string, unknown> | null)?.[dienst.veld];
  if (!Array.isArray(rows)) throw new BronOnbereikbaar(`${dienst.naam} gaf een onbegrijpelijk antwoord.`);
  const found = perBsn(rows);
  return deel.map((bsn) => {
    const rij = found.get(bsn.reveal());
    const said = rij === undefined ? null : dienst.lees(rij);
    return said ?? { soort: 'onbekend', reden: `${dienst.naam} gaf over deze persoon geen begrijpelijk antwoord.` };
  });
}

/** The rows by BSN. Two rows that disagree about a person say nothing, as if neither were there. */
function perBsn(rows: readonly unknown[]): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const disputed = new Set<string>();
  for (const row of rows) {
    if (typeof row !== 'object' || row === null || !('bsn' in row) || typeof row.bsn !== 'string') continue;
    const earlier = found.get(row.bsn);
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(row)) disputed.add(row.bsn);
    found.set(row.bsn, row as Readonly<Record<string, unknown>>);
  }
  for (const bsn of disputed) found.delete(bsn);
  return found;
}
