/**
 * The Message Service Handler: ebMS 2.0 under a CPA, profile osb-rm, unsigned. It promises of every message that is given
 * to `bewaar` in a committed transaction: it is sent, with the same bytes as often as needed, until it is acknowledged,
 * refused, or its time is over; and each of these is told once, in the transaction that stores it.
 */
import type { Database, Tx } from '../../platform/db/index.ts';
import { leaveTransaction, sql } from '../../platform/db/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Net } from '../../platform/net/index.ts';
import type { Liveness, Outbox } from '../../platform/outbox/index.ts';
import { type Clock, createLoops, type Random, uuidv7 } from '../../platform/time/index.ts';
import {
  buildPing,
  type Cpa,
  MESSAGE_LIMITS,
  parseMessage,
  partyOf,
  SOAP_ACTION,
  signalEndpoint,
} from '../../standaarden/ebms/index.ts';
import { bewaarBerichten } from './bewaren.ts';
import { type Cpas, createCpas } from './cpas.ts';
import { bewaarBevestigingen, type OntvangContext, ontvang } from './ontvangen.ts';
import { signalenOnce } from './signalen.ts';
import type { OpResultaat, Uitgaand } from './types.ts';
import { createVerzamelaar } from './verzamelaar.ts';
import { verzendOnce } from './verzenden.ts';

export type { Cpa } from '../../standaarden/ebms/index.ts';
export { CpaFault } from '../../standaarden/ebms/index.ts';
export type { Ontvangen, OpResultaat, Resultaat, Uitgaand } from './types.ts';

export interface DigikoppelingOptions {
  readonly db: Database;
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
  readonly outbox: Outbox;
  readonly liveness: Liveness;
  readonly log: Log;
  /** Domain of our MessageIds, e.g. `zaakbode.gemeente.example`. */
  readonly domein: string;
  /** `per-zender`: one request in flight per CPA, so messages arrive in the order of their tijdstip. `per-zaak`: eight. */
  readonly volgorde: 'per-zender' | 'per-zaak';
}

export interface Digikoppeling {
  readonly cpas: Cpas;
  /** Who is told of results; set once, before `start`. */
  opResultaat(handler: OpResultaat): void;
  /** Stores messages in the caller's transaction; they leave after the commit, in this order. All under one CPA. */
  bewaar(tx: Tx, cpa: Cpa, berichten: readonly Uitgaand[]): Promise<void>;
  /** How many messages may still be made for this CPA: few while much is waiting, one while the other side is away. */
  ruimte(cpaId: string): Promise<number>;
  /** The payload of a message that we sent, as text, or null. */
  verzondenPayload(messageId: string): Promise<string | null>;
  /** The payload of a received message, or null. */
  payload(id: string): Promise<{ readonly inhoud: Buffer; readonly refToMessageId: string | null } | null>;
  /** Sends a Ping and waits for the Pong; the time it took in ms, or the reason why it failed. */
  ping(
    cpaId: string,
    vanPartij: string,
    timeoutMs?: number,
  ): Promise<{ readonly ms: number } | { readonly fout: string }>;
  mount(server: Server, path: string): void;
  start(): void;
  stop(): Promise<void>;
  /** One turn by hand, for tests. */
  turn(): Promise<number>;
}

const PARALLEL = { 'per-zender': 1, 'per-zaak': 8 } as const;
/** Envelopes made ahead of sending, per kanaal. */
const AHEAD = 400;
const POLL_MS = 250;

export function createDigikoppeling(options: DigikoppelingOptions): Digikoppeling {
  const { db, net, clock, random, outbox, liveness, log, domein, volgorde } = options;
  const cpas = createCpas(db, clock);
  const pings = new Map<string, () => void>();
  let handler: OpResultaat = async () => undefined;
  const opResultaat: OpResultaat = async (tx, resultaten) => {
    if (resultaten.length > 0) await handler(tx, resultaten);
  };

  const bevestig = createVerzamelaar<string>((ids) => bewaarBevestigingen({ db, clock, opResultaat }, ids));
  const context: OntvangContext = {
    db,
    cpas,
    clock,
    random,
    domein,
    opResultaat,
    publish: outbox.publish,
    bevestig,
    opPong: (pingId) => pings.get(pingId)?.(),
    signaalKlaar: () => wake(),
    log: (fields, message) => log.warn(fields, message),
  };

  const verzend = async (): Promise<number> =>
    await verzendOnce({
      db,
      net,
      clock,
      random,
      worker: liveness.key(),
      alive: await liveness.alive(),
      parallel: PARALLEL[volgorde],
      opResultaat,
    });
  const signalen = (): Promise<number> => signalenOnce(db, net, clock, random);

  const loops = createLoops({
    pollMs: POLL_MS,
    afterFaultMs: POLL_MS,
    onFault: (name, error) => log.error({ err: error }, `${name} mislukte; het wordt opnieuw geprobeerd`),
  });
  const { wake } = loops;

  return {
    cpas,
    opResultaat: (given) => {
      handler = given;
    },
    async bewaar(tx, cpa, berichten) {
      await bewaarBerichten(tx, cpa, berichten, clock);
      tx.afterCommit(wake);
    },
    async ruimte(cpaId) {
      const [row] = await db.query<{ wachtend: number; neer: boolean }>(sql`
        select (select count(*) from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'te_verzenden') as wachtend,
          (select neer_sinds is not null from digikoppeling.kanaal where cpa_id = ${cpaId}) as neer`);
      return row!.neer ? Math.max(0, 1 - row!.wachtend) : Math.max(0, AHEAD - row!.wachtend);
    },
    async verzondenPayload(messageId) {
      const [row] = await db.query<{ content_type: string; inhoud: Uint8Array }>(sql`
        select content_type, inhoud from digikoppeling.bericht where message_id = ${messageId}`);
      if (!row) return null;
      const message = parseMessage({
        contentType: row.content_type,
        soapAction: SOAP_ACTION,
        body: Buffer.from(row.inhoud),
      });
      const payload = message.kind === 'user' ? message.attachments[0] : undefined;
      return payload ? Buffer.from(payload.content).toString('utf8') : null;
    },
    async payload(id) {
      const [row] = await db.query<{ inhoud: Uint8Array; ref: string | null }>(sql`
        select inhoud, ref_to_message_id as ref from digikoppeling.ontvangen where id = ${id}`);
      return row ? { inhoud: Buffer.from(row.inhoud), refToMessageId: row.ref } : null;
    },
    async ping(cpaId, vanPartij, timeoutMs = 30_000) {
      const cpa = await cpas.find(cpaId);
      if (!cpa) return { fout: `CPA ${cpaId} is niet geladen` };
      const own = partyOf(cpa, vanPartij);
      const other = cpa.parties.find((party) => party !== own)!;
      const messageId = `${uuidv7(clock, random)}@${domein}`;
      const from = own?.partyIds ?? [];
      const packed = buildPing({
        from,
        to: other.partyIds,
        cpaId,
        conversationId: messageId,
        messageId,
        timestamp: clock.now(),
      });
      const started = performance.now();
      const ponged = new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), timeoutMs);
        pings.set(messageId, () => {
          clearTimeout(timer);
          resolve(true);
        });
      });
      try {
        const url = signalEndpoint(cpa, other.partyIds[0]!.value, 'Ping');
        const headers = { 'content-type': packed.contentType, soapaction: SOAP_ACTION };
        const answer = await net.request({ method: 'POST', url, headers, body: packed.body, timeoutMs });
        if (answer.status >= 300) return { fout: `HTTP ${answer.status}` };
        if (!(await ponged)) return { fout: `geen Pong binnen ${timeoutMs / 1000} s` };
        return { ms: Math.round(performance.now() - started) };
      } catch (error) {
        return { fout: error instanceof Error ? error.message : 'onbekende fout' };
      } finally {
        pings.get(messageId)?.();
        pings.delete(messageId);
      }
    },
    mount(server, path) {
      void server.register(async (scope) => {
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser(
          '*',
          { parseAs: 'buffer', bodyLimit: MESSAGE_LIMITS.bodyBytes },
          (_request, body, done) => done(null, body),
        );
        scope.post(path, async (request, reply) => {
          const answer = await ontvang(context, {
            contentType: request.headers['content-type'],
            soapAction: request.headers['soapaction'] as string | undefined,
            body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
            trace: request.trace,
          });
          reply.code(answer.status);
          if (answer.contentType) reply.header('content-type', answer.contentType);
          return answer.body === null ? reply.send() : reply.send(Buffer.from(answer.body));
        });
      });
    },
    start() {
      leaveTransaction(() => {
        loops.add('Verzenden over Digikoppeling', verzend);
        loops.add('Verzenden van signalen', signalen);
      });
    },
    stop: () => loops.stop(),
    turn: async () => (await verzend()) + (await signalen()),
  };
}

export const digikoppelingMigrations = {
  component: 'digikoppeling',
  folder: new URL('./migraties', import.meta.url).pathname,
};
