/**
 * The Message Service Handler: ebMS 2.0 under a CPA, profile osb-rm, unsigned. It promises of every message that is given
 * to `bewaar` in a committed transaction: it is sent, with the same bytes as often as needed, until it is acknowledged,
 * refused, or its time is over; and each of these is told once, in the transaction that stores it.
 *
 * Out: `bewaren` stores, `verzenden` takes turns on each `kanaal`, `versturen` is on the wire, `uitkomsten` stores what
 * became of it, `verlopen` ends what has no time left.
 * In: `ingang`, `ontvangen`, then `bericht` (theirs), `antwoord` (to ours) or `weigeren`. `signalen` carries what we answer.
 */
import { type Database, DatabaseUnavailable, leaveTransaction, sql, type Tx } from '../../platform/db/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Net } from '../../platform/net/index.ts';
import type { Liveness, Outbox } from '../../platform/outbox/index.ts';
import { type Clock, createLoops, type Random } from '../../platform/time/index.ts';
import { type Cpa, parseMessage, SOAP_ACTION } from '../../standaarden/ebms/index.ts';
import { type Bevestiging, bewaarBevestigingen } from './antwoord.ts';
import { bewaarBerichten } from './bewaren.ts';
import { type Cpas, createCpas } from './cpas.ts';
import { mountIngang } from './ingang.ts';
import type { OntvangContext } from './ontvang-context.ts';
import { ontvang } from './ontvangen.ts';
import { vreemdeling } from './partij.ts';
import { createPinger, type PingUitslag } from './ping.ts';
import { signalenOnce } from './signalen.ts';
import type { OpResultaat, Uitgaand } from './types.ts';
import { createVerzamelaar } from './verzamelaar.ts';
import { createVerzender } from './verzenden.ts';
import { type Beveiliging, createWeg } from './weg.ts';
import type { Wie } from './wie.ts';

export type { Cpa } from '../../standaarden/ebms/index.ts';
export { CpaFault } from '../../standaarden/ebms/index.ts';
export type { Ontvangen, OpResultaat, Resultaat, Uitgaand } from './types.ts';
export type { Beveiliging } from './weg.ts';
export { createWie, type Wie } from './wie.ts';

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
  /** Certificates, ours and theirs. Null in tests only: nothing is shown then, and nobody is asked who he is. */
  readonly beveiliging: Beveiliging | null;
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
  /** Sends a Ping and waits for the Pong at this process; the time it took in ms, or the reason why it failed. */
  ping(cpaId: string, vanPartij: string, timeoutMs?: number): Promise<PingUitslag>;
  /** `wie` tells which certificate a request comes with; without it, as in tests, none is looked for. */
  mount(server: Server, path: string, wie?: Wie): void;
  start(): void;
  stop(): Promise<void>;
  /** One turn by hand, for tests. */
  turn(): Promise<number>;
}

const PARALLEL = { 'per-zender': 1, 'per-zaak': 8 } as const;
/** Envelopes made ahead of sending, per kanaal. */
const AHEAD = 400;
const POLL_MS = 250;
/** Acknowledgments that come within this time of a commit share the next one. */
const ACK_PAUSE_MS = 15;

export function createDigikoppeling(options: DigikoppelingOptions): Digikoppeling {
  const { db, net, clock, random, outbox, liveness, log, domein, volgorde, beveiliging } = options;
  const cpas = createCpas(db, clock);
  const weg = createWeg(net, cpas, beveiliging);
  const pinger = createPinger({ cpas, weg, clock, random, domein });
  let handler: OpResultaat = async () => undefined;
  const opResultaat: OpResultaat = async (tx, resultaten) => {
    if (resultaten.length > 0) await handler(tx, resultaten);
  };
  const warn = (fields: object, message: string): void => log.warn(fields, message);
  const onFault = (what: string, error: unknown): void =>
    log.error({ err: error }, `${what} mislukte; het wordt opnieuw geprobeerd`);

  const loops = createLoops({ pollMs: POLL_MS, afterFaultMs: POLL_MS, onFault });
  const { wake } = loops;
  const parallel = PARALLEL[volgorde];
  const verzender = createVerzender({ db, weg, clock, random, liveness, parallel, opResultaat, onFault });
  const signalen = (): Promise<number> => signalenOnce({ db, weg, clock, random, log: warn });

  const context: OntvangContext = {
    db,
    cpas,
    clock,
    random,
    domein,
    opResultaat,
    publish: outbox.publish,
    bevestig: createVerzamelaar<Bevestiging>(
      (items) => bewaarBevestigingen({ db, clock, opResultaat, log: warn }, items),
      { isEach: (error) => error instanceof DatabaseUnavailable, pauseMs: ACK_PAUSE_MS },
    ),
    isEigenPing: pinger.isEigen,
    opPong: pinger.opPong,
    signaalKlaar: wake,
    vreemdeling: (cpa, from, peer) => (beveiliging === null ? null : vreemdeling(cpa, from, peer, beveiliging)),
    log: warn,
  };

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
    ping: pinger.ping,
    mount: (server, path, wie = async () => null) =>
      mountIngang(server, path, wie, (request) => ontvang(context, request)),
    start() {
      leaveTransaction(() => {
        loops.add('Verzenden over Digikoppeling', async () => {
          // The turns go on by themselves: one that did something wakes the loop, for there may be more.
          await verzender.begin((done) => done > 0 && wake());
          return 0;
        });
        loops.add('Verzenden van signalen', signalen);
      });
    },
    async stop() {
      await loops.stop();
      await verzender.stop();
    },
    turn: async () => (await verzender.turn()) + (await signalen()),
  };
}

export const digikoppelingMigrations = {
  component: 'digikoppeling',
  folder: new URL('./migraties', import.meta.url).pathname,
};
