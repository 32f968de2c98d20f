/**
 * One batch on the wire: each message one HTTP exchange, in order, until the batch is done, its time is over, or the
 * other side turns out to be away. Nothing is stored here.
 */
import { type Net, NetFault, type NetResponse } from '../../platform/net/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { readSoapFault, SOAP_ACTION } from '../../standaarden/ebms/index.ts';
import { type Deel, MAX_IN_RIJ } from './bewaren.ts';
import { grootteVan, lichaamVan, type Opgeborgen } from './lichaam.ts';
import type { Objecten } from './objecten.ts';

/** A message whose turn it is. */
export interface Klaar {
  readonly nr: number;
  readonly message_id: string;
  /** Null in what an older version stored. */
  readonly action: string | null;
  readonly endpoint: string;
  readonly content_type: string;
  readonly inhoud: Uint8Array;
  readonly delen: readonly Deel[] | null;
  /** Refusals since it was last accepted. */
  readonly pogingen: number;
  /** Times in a row that the connection broke at it. */
  readonly afgebroken: number;
}

/** What one exchange came to. */
export type Poging = { readonly begonnen: Date; readonly ms: number } & Afloop;

type Afloop =
  | { readonly soort: 'ontvangen' }
  /** The other side is away. `wachtMs`: at least so long, by its own word. */
  | { readonly soort: 'weg'; readonly reden: string; readonly vertrokken: boolean; readonly wachtMs: number }
  /** This message was not taken in; of the others that says nothing. */
  | { readonly soort: 'geweigerd'; readonly reden: string };

export interface Uitslag {
  /** By number, in the order in which the answers came. What was not tried is not in it. */
  readonly pogingen: ReadonlyMap<number, Poging>;
  /** Numbers of the different messages refused since one was taken in, those of earlier batches first. */
  readonly geweigerd: readonly number[];
}

export interface VerstuurOpties {
  readonly net: Pick<Net, 'request'>;
  readonly clock: Clock;
  readonly objecten: Pick<Objecten, 'lees'>;
  /** Requests in flight at once. */
  readonly parallel: number;
  /** Messages refused since one was taken in, from earlier batches. */
  readonly geweigerd: readonly number[];
  /** False: what is under way is finished, nothing more is begun. */
  gaDoor(): boolean;
}

/** This many different messages refused in a row: then it is not about them, the other side is out of order. */
export const WEIGERINGEN_OP_RIJ = 3;

/**
 * After this nothing more is begun, and what was done is stored: a process that dies sends again what it sent since. With
 * the last exchange of 30 s it stays well within the claim of 90 s on the kanaal.
 */
const BATCH_MS = 1_000;
/** Of an exchange with a message of no size. */
export const TERMIJN_MS = 30_000;
const BYTES_PER_MS = 1_000;
/** What the other side asks with Retry-After is granted up to this, the longest wait of our own schedule. */
const LONGEST_WAIT_MS = 300_000;
const MAX_REDEN = 500;

/** Statuses with which the other side, or the gateway before it, says that it takes nothing in now (503: KV §5). */
const AWAY = new Set([429, 502, 503, 504]);

export async function verstuurBatch(batch: readonly Klaar[], opties: VerstuurOpties): Promise<Uitslag> {
  const pogingen = new Map<number, Poging>();
  const geweigerd = new Set(opties.geweigerd);
  const until = opties.clock.now().getTime() + BATCH_MS;
  let stop = false;
  let next = 0;
  const line = async (): Promise<void> => {
    while (!stop && next < batch.length && opties.gaDoor() && opties.clock.now().getTime() < until) {
      const bericht = batch[next++]!;
      const poging = await verstuur(opties, bericht);
      pogingen.set(bericht.nr, poging);
      if (poging.soort === 'ontvangen') geweigerd.clear();
      if (poging.soort === 'geweigerd') geweigerd.add(bericht.nr);
      if (poging.soort === 'weg' || geweigerd.size >= WEIGERINGEN_OP_RIJ) stop = true;
    }
  };
  await Promise.all(Array.from({ length: opties.parallel }, line));
  return { pogingen, geweigerd: [...geweigerd] };
}

async function verstuur(opties: VerstuurOpties, bericht: Klaar): Promise<Poging> {
  const begonnen = opties.clock.now();
  const afloop = await wissel(opties, bericht);
  return { ...afloop, begonnen, ms: opties.clock.now().getTime() - begonnen.getTime() };
}

/** An exchange may take this long: what is large gets the time that a line of 1 MB/s needs. */
export function termijnVan(bericht: Opgeborgen): number {
  return TERMIJN_MS + Math.ceil(Math.max(0, grootteVan(bericht) - MAX_IN_RIJ) / BYTES_PER_MS);
}

async function wissel({ net, objecten }: VerstuurOpties, bericht: Klaar): Promise<Afloop> {
  try {
    const answer = await net.request({
      method: 'POST',
      url: bericht.endpoint,
      headers: { 'content-type': bericht.content_type, soapaction: SOAP_ACTION },
      body: lichaamVan(bericht, objecten),
      timeoutMs: termijnVan(bericht),
    });
    return pogingVan(answer);
  } catch (error) {
    if (error instanceof NetFault) return { soort: 'weg', reden: error.message, vertrokken: error.left, wachtMs: 0 };
    // Not of the network: with this message, or with us, something is wrong. It steps aside, so the others go on.
    const reden = `het verzoek mislukte (${error instanceof Error ? error.name : 'onbekende fout'})`;
    return { soort: 'geweigerd', reden };
  }
}

function pogingVan({ status, headers, body }: NetResponse): Afloop {
  if (status >= 200 && status < 300) return { soort: 'ontvangen' };
  const soapFault = readSoapFault(body);
  // Their words: an operator reads them on the screen.
  const told = soapFault ? `HTTP ${status}: ${maskBsn(soapFault.text)}` : `HTTP ${status}`;
  const reden = told.slice(0, MAX_REDEN).toWellFormed();
  if (!AWAY.has(status)) return { soort: 'geweigerd', reden };
  return { soort: 'weg', reden, vertrokken: true, wachtMs: askedWait(headers['retry-after']) };
}

/** Retry-After in seconds (RFC 9110 §10.2.3); as a date it is not read, our own schedule does. */
function askedWait(header: string | undefined): number {
  if (header === undefined || !/^\d{1,9}$/.test(header.trim())) return 0;
  return Math.min(Number(header) * 1000, LONGEST_WAIT_MS);
}
