/**
 * The two checks over HTTP with JSON, as the simulator serves them. Our own, documented interface: what Logius uses for
 * the account check is not public (lopendezaken.md §4), so this is one implementation of the port, not the standard.
 * A POST, because a BSN never stands in an address.
 */
import { type Net, NetFault } from '../../platform/net/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import { type AccountBron, type AccountStand, type AuthentiekBron, BronOnbereikbaar } from './poorten.ts';

/** BSNs per question, as the Berichtenbox's own check has it. */
const MAX = 250;
const TIMEOUT_MS = 10_000;

export function accountsOverHttp(net: Net, url: string): AccountBron {
  return {
    stand: (bsns, signal) =>
      inDelen(bsns, async (deel) => {
        const body = await vraag(net, url, deel, signal, 'De accountcontrole van MijnOverheid');
        const found = lijst(body, 'accounts');
        return deel.map((bsn): AccountStand => {
          const row = found.get(bsn.reveal());
          if (row?.['status'] === 'geen') return { soort: 'geen' };
          const moment = row?.['geactiveerdOp'];
          const geactiveerdOp = typeof moment === 'string' ? new Date(moment) : null;
          if (row?.['status'] === 'actief' && !(geactiveerdOp && Number.isNaN(geactiveerdOp.getTime())))
            return { soort: 'actief', geactiveerdOp };
          throw new BronOnbereikbaar('De accountcontrole van MijnOverheid gaf een onbegrijpelijk antwoord.');
        });
      }),
  };
}

export function brpOverHttp(net: Net, url: string): AuthentiekBron {
  return {
    naam: 'BRP',
    bekend: (bsns, signal) =>
      inDelen(bsns, async (deel) => {
        const found = lijst(await vraag(net, url, deel, signal, 'De BRP'), 'personen');
        return deel.map((bsn) => {
          const bekend = found.get(bsn.reveal())?.['bekend'];
          if (typeof bekend !== 'boolean') throw new BronOnbereikbaar('De BRP gaf een onbegrijpelijk antwoord.');
          return bekend;
        });
      }),
  };
}

async function inDelen<T>(
  bsns: readonly Bsn[],
  ask: (deel: readonly Bsn[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const answers: T[] = [];
  for (let i = 0; i < bsns.length; i += MAX) answers.push(...(await ask(bsns.slice(i, i + MAX))));
  return answers;
}

async function vraag(net: Net, url: string, bsns: readonly Bsn[], signal: AbortSignal, wie: string): Promise<unknown> {
  try {
    const body = JSON.stringify({ bsns: [...new Set(bsns.map((b) => b.reveal()))] });
    const answer = await net.request({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body,
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    if (answer.status !== 200) throw new BronOnbereikbaar(`${wie} antwoordde met HTTP ${answer.status}.`);
    return JSON.parse(answer.body.toString('utf8'));
  } catch (error) {
    if (error instanceof NetFault) throw new BronOnbereikbaar(`${wie} is niet bereikbaar: ${error.message}.`);
    if (error instanceof SyntaxError) throw new BronOnbereikbaar(`${wie} gaf een onbegrijpelijk antwoord.`);
    throw error;
  }
}

/** The rows of an answer by BSN; anything that is not of the agreed form is left out, and so not understood. */
function lijst(body: unknown, name: string): ReadonlyMap<string, Record<string, unknown>> {
  const rows = (body as Record<string, unknown> | null)?.[name];
  if (!Array.isArray(rows)) return new Map();
  return new Map(
    rows.flatMap((row) =>
      typeof row === 'object' && row !== null && 'bsn' in row
        ? [[String(row.bsn), row as Record<string, unknown>]]
        : [],
    ),
  );
}
