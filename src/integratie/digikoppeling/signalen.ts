/**
 * Signals on their way out: acknowledgments, errors and pongs. Stored with what they answer and sent after it; a lost one
 * is repaired by the other side's resend, so a few attempts are enough, and one too many does no harm.
 *
 * Addresses do not wait for each other (RS-F27): one that takes connections and answers nothing would else hold up every
 * acknowledgment to the others, and they would send their messages again.
 */
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import { retryDelay } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { type Packed, parseMessage, SOAP_ACTION } from '../../standaarden/ebms/index.ts';
import type { Weg } from './weg.ts';

export interface SignaalContext {
  readonly db: Database;
  readonly weg: Weg;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of signals that are given up. */
  log(fields: object, message: string): void;
  onFault(what: string, error: unknown): void;
}

/** Under way at once to one address. */
const BATCH = 20;
const MAX_ATTEMPTS = 6;
const TIMEOUT_MS = 10_000;
/** A claimed signal is left to the process that claimed it for this long. */
const CLAIM_MS = 30_000;

interface Signaal {
  readonly id: string;
  readonly endpoint: string;
  readonly content_type: string;
  readonly inhoud: Uint8Array;
  /** This attempt included. */
  readonly pogingen: number;
}

/** Stores a signal in the caller's transaction; it leaves after the commit. */
export async function bewaarSignaal(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  tx: Tx,
  endpoint: string,
  { contentType, body }: Packed,
): Promise<void> {
  await tx.query(sql`
    insert into digikoppeling.signaal (id, endpoint, content_type, inhoud, volgende)
    values (${uuidv7(clock, random)}, ${endpoint}, ${contentType}, ${Buffer.from(body)}, '-infinity')`);
}

export interface Signalen {
  /** Begins sending what is due to addresses that have nothing under way here, and does not wait; `done` hears how much. */
  begin(done: (count: number) => void): Promise<number>;
  /** The same, and waits. Gives how many were tried. */
  turn(): Promise<number>;
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

export function createSignalen(context: SignaalContext): Signalen {
  const underWay = new Map<string, Promise<number>>();
  let stopping = false;

  async function beginBatches(): Promise<Promise<number>[]> {
    const { db, clock } = context;
    const now = clock.now();
    const claimed = await db.query<Signaal>(sql`
      update digikoppeling.signaal set volgende = ${new Date(now.getTime() + CLAIM_MS)}, pogingen = pogingen + 1
      where id in (
        select id from digikoppeling.signaal where volgende <= ${now} and endpoint <> all(${[...underWay.keys()]}::text[])
        order by volgende, id limit ${BATCH} for update skip locked)
      returning id, endpoint, content_type, inhoud, pogingen`);
    return [...new Set(claimed.map(({ endpoint }) => endpoint))].map((endpoint) => {
      const batch = claimed.filter((signaal) => signaal.endpoint === endpoint);
      const sent = verstuur(context, batch, now).finally(() => underWay.delete(endpoint));
      underWay.set(endpoint, sent);
      return sent;
    });
  }

  return {
    async begin(done) {
      if (stopping) return 0;
      const batches = await beginBatches();
      for (const batch of batches)
        batch.then(done, (error: unknown) => context.onFault('Verzenden van signalen', error));
      return batches.length;
    },
    async turn() {
      const counts = await Promise.all(await beginBatches());
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async stop() {
      stopping = true;
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Sends signals to one address and stores what came of it; gives how many. */
async function verstuur(
  { db, weg, random, log }: SignaalContext,
  batch: readonly Signaal[],
  now: Date,
): Promise<number> {
  const results = await Promise.all(batch.map(async (signaal) => ({ signaal, ok: await send(weg, signaal) })));
  const failed = results.filter((r) => !r.ok).map((r) => r.signaal);
  const given = failed.filter((s) => s.pogingen >= MAX_ATTEMPTS);
  const later = failed.filter((s) => s.pogingen < MAX_ATTEMPTS);
  const delays = later.map((s) => new Date(now.getTime() + retryDelay(s.pogingen - 1, random)));
  await db.query(sql`
    with gedaan as (
      delete from digikoppeling.signaal
      where id = any(${results.filter((r) => r.ok).map((r) => r.signaal.id)}::uuid[]) or id = any(${given.map((s) => s.id)}::uuid[])
    )
    update digikoppeling.signaal s set volgende = l.volgende
    from unnest(${later.map((s) => s.id)}::uuid[], ${delays}::timestamptz[]) as l (id, volgende) where s.id = l.id`);
  for (const { endpoint } of given) log({ endpoint, pogingen: MAX_ATTEMPTS }, 'signaal niet afgeleverd en opgegeven');
  return batch.length;
}

async function send(weg: Weg, signaal: Signaal): Promise<boolean> {
  const { endpoint, content_type, inhoud } = signaal;
  try {
    const headers = { 'content-type': content_type, soapaction: SOAP_ACTION };
    const request = { method: 'POST', url: endpoint, headers, body: inhoud, timeoutMs: TIMEOUT_MS } as const;
    const answer = await weg.onder(() => cpaIdVan(signaal)).request(request);
    return answer.status >= 200 && answer.status < 300;
  } catch {
    // Whatever it was: this one is tried again, and the others must not suffer.
    return false;
  }
}

function cpaIdVan({ content_type, inhoud }: Signaal): string {
  return parseMessage({ contentType: content_type, soapAction: SOAP_ACTION, body: inhoud }).header.cpaId;
}
