/**
 * The Message Service Handler: ebMS 2.0 under a CPA, in each of the six profiles of Digikoppeling. It promises of every
 * message that is given to `bewaar` in a committed transaction: it is sent, with the same bytes as often as needed, until
 * it is acknowledged, refused, or its time is over; and each of these is told once, in the transaction that stores it.
 *
 * Out: `bewaren` stores, `verzenden` takes turns on each `kanaal`, `versturen` is on the wire, `uitkomsten` stores what
 * became of it, `verlopen` ends what has no time left.
 * `dragers` takes what others send for us; `aanbod` is the API for other systems.
 * In: `ingang`, `wie` it is by certificate, `ontvangen`, whether that one may speak as the sender (`partij`), then `bericht`
 * (theirs), `antwoord` (to ours), `status` (asked of us) or `weigeren`.
 * `signalen` carries what we answer, `vragen` what we ask; all goes out by `weg`. `objecten` keeps what is too large for a row.
 */
import { type Database, DatabaseUnavailable, leaveTransaction, sql, type Tx } from '../../platform/db/index.ts';
import type { ObjectStore } from '../../platform/files/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Net } from '../../platform/net/index.ts';
import type { Liveness, Outbox } from '../../platform/outbox/index.ts';
import { type Clock, createLoops, type Random } from '../../platform/time/index.ts';
import type { Metric } from '../../platform/usage/index.ts';
import type { Omgeving } from '../../standaarden/ebms/index.ts';
import { type Bevestiging, bewaarBevestigingen } from './antwoord.ts';
import { type CpaBeheer, createBeheer } from './beheer.ts';
import type { BewaardDeel } from './bericht.ts';
import type { SleutelVan } from './beveiligen.ts';
import { bewaarBerichten } from './bewaren.ts';
import { type Cpas, createCpas, type GeladenCpa } from './cpas.ts';
import { createOverdragen, type Stroom } from './dragers/index.ts';
import { mountIngang } from './ingang.ts';
import { leesVerzonden, type Verzonden } from './inzage.ts';
import { createMeter } from './meten.ts';
import { createObjecten, type Objecten, ruimOntvangenOp } from './objecten.ts';
import type { OntvangContext } from './ontvang-context.ts';
import { ontvang, ontvangGroot } from './ontvangen.ts';
import { vreemdeling } from './partij.ts';
import { createSignalen } from './signalen.ts';
import { createTeller } from './teller.ts';
import { createTempo, type TempoVan } from './tempo.ts';
import { trekIn } from './trekin.ts';
import type { OpResultaat, Uitgaand } from './types.ts';
import { createVerzamelaar } from './verzamelaar.ts';
import { createVerzender } from './verzenden.ts';
import { createVrager, type PingUitslag, type StatusUitslag } from './vragen.ts';
import { type Beveiliging, createWeg } from './weg.ts';
import type { Wie } from './wie.ts';

export { CpaFault, type CpaFinding, OMGEVINGEN, type Omgeving } from '../../standaarden/ebms/index.ts';
export { type Aanbod, createAanbod, digikoppelingApi, digikoppelingOpenapi, KANAAL } from './aanbod/index.ts';
export type { Controle, CpaBeheer, LaadAfloop, VervangAfloop } from './beheer.ts';
export type { GeladenCpa as Cpa } from './cpas.ts';
export { type DragerInstelling, leesDragers, maakStromen } from './dragers/index.ts';
export type { Verzonden } from './inzage.ts';
export type { Objecten } from './objecten.ts';
export { beheerOpAfstand, mountOpAfstand } from './op-afstand.ts';
export type { Adresregel, Certificaatregel, CpaDetail, CpaRegel, Versieregel } from './overzicht.ts';
export type { Bijlage, Ontvangen, Opgeslagen, OpResultaat, Resultaat, Uitgaand } from './types.ts';
export type { NieuweVervanging, Vervanging } from './vervangingen.ts';
export type { PingUitslag } from './vragen.ts';
export type { Beveiliging } from './weg.ts';
export { createWie, type Wie } from './wie.ts';

export interface DigikoppelingOptions {
  readonly db: Database;
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
  /** Where payloads go that are too large for the database. */
  readonly opslag: ObjectStore;
  /** The largest message that is taken in, in octets; default 256 MiB. */
  readonly maxBytes?: number;
  readonly outbox: Outbox;
  readonly liveness: Liveness;
  readonly log: Log;
  /** Domain of our MessageIds, e.g. `zaakbode.gemeente.example`. */
  readonly domein: string;
  /** `per-zender`: one request in flight per CPA, so messages arrive in the order of their tijdstip. `per-zaak`: eight. */
  readonly volgorde: 'per-zender' | 'per-zaak';
  /** How many messages a second may leave under a CPA; default as many as go. */
  readonly tempo?: TempoVan;
  /** What goes by another carrier than ourselves. */
  readonly stromen?: readonly Stroom[];
  /** The first base of our addresses, in notifications of what came in; without it there are none. */
  readonly base?: string;
  /** Certificates, ours and theirs. Null in tests only: nothing is shown then, and nobody is asked who he is. */
  readonly beveiliging: Beveiliging | null;
  /** Where our private keys come from; default the keystore of `beveiliging`. */
  readonly sleutels?: SleutelVan;
  /** CPAs of another environment are refused. Default `productie`. */
  readonly omgeving?: Omgeving;
  /** Our PartyId: with it the operator pings. */
  readonly eigen?: string;
}

export interface Digikoppeling {
  readonly cpas: Cpas;
  /** For the pages and commands of the operator. */
  readonly beheer: CpaBeheer;
  /** For who measures. */
  metrics(): Promise<readonly Metric[]>;
  /** Who is told of results, each of all of them, in this order; before `start`. */
  opResultaat(handler: OpResultaat): void;
  /** Stores messages in the caller's transaction; they leave after the commit, in this order. All under one CPA. */
  bewaar(tx: Tx, cpa: GeladenCpa, berichten: readonly Uitgaand[]): Promise<void>;
  /** Takes a message back of which no byte has left; false when one may have, or may be leaving now. */
  trekIn(tx: Tx, messageId: string): Promise<boolean>;
  /** How many messages may still be made for this CPA: few while much is waiting, one while the other side is away. */
  ruimte(cpaId: string): Promise<number>;
  /** A message that we sent, for an operator to look at; null when there is none. */
  verzonden(messageId: string): Promise<Verzonden | null>;
  /** Large payloads: put one there before a message is stored that has it. */
  readonly objecten: Objecten;
  /** The first payload of a received message when it is small, or null. */
  payload(id: string): Promise<{ readonly inhoud: Buffer; readonly refToMessageId: string | null } | null>;
  /** Sends a Ping and waits for the Pong at this process; the time it took in ms, or the reason why it failed. */
  ping(cpaId: string, vanPartij: string, timeoutMs?: number): Promise<PingUitslag>;
  /** Asks the other side what became of a message that we sent it. */
  status(cpaId: string, vanPartij: string, messageId: string, timeoutMs?: number): Promise<StatusUitslag>;
  /** The system that these messages are for has taken them over: past their time they are taken away. */
  bevestig(tx: Tx, ids: readonly string[]): Promise<void>;
  /** `wie` tells which certificate a request comes with; without it, as in tests, none is looked for. */
  mount(server: Server, path: string, wie?: Wie): void;
  start(): void;
  stop(): Promise<void>;
  /** One look at what may go, for tests; how many went. */
  ruimOp(): Promise<number>;
  /** One turn by hand, for tests. */
  turn(): Promise<number>;
}

const PARALLEL = { 'per-zender': 1, 'per-zaak': 8 } as const;
/** Envelopes made ahead of sending, per kanaal. */
const AHEAD = 400;
const POLL_MS = 250;
/** Between two looks at what may go. */
const OPRUIMEN_MS = 10 * 60 * 1000;
const MAX_BYTES = 256 * 1024 * 1024;
/** Acknowledgments that come within this time of a commit share the next one. */
const ACK_PAUSE_MS = 15;

export function createDigikoppeling(options: DigikoppelingOptions): Digikoppeling {
  const {
    db,
    net,
    clock,
    random,
    opslag,
    maxBytes = MAX_BYTES,
    outbox,
    liveness,
    log,
    domein,
    volgorde,
    beveiliging,
    sleutels,
    omgeving = 'productie',
    eigen = '',
    stromen = [],
    base = null,
  } = options;
  const cpas = createCpas(db, clock, omgeving);
  const teller = createTeller();
  const sleutelVan = sleutels ?? ((certificate) => beveiliging?.keystore.keyOf(certificate) ?? null);
  const objecten = createObjecten(db, opslag, clock, random);
  const weg = createWeg(net, cpas, beveiliging);
  const vrager = createVrager({ cpas, weg, clock, random, domein });
  const handlers: OpResultaat[] = [];
  const opResultaat: OpResultaat = async (tx, resultaten) => {
    if (resultaten.length === 0) return;
    for (const handler of handlers) await handler(tx, resultaten);
  };
  const warn = (fields: object, message: string): void => log.warn(fields, message);
  const onFault = (what: string, error: unknown): void =>
    log.error({ err: error }, `${what} mislukte; het wordt opnieuw geprobeerd`);

  const loops = createLoops({ pollMs: POLL_MS, afterFaultMs: POLL_MS, onFault });
  const { wake } = loops;
  const parallel = PARALLEL[volgorde];
  const verzender = createVerzender({
    db,
    weg,
    objecten,
    clock,
    random,
    liveness,
    omgeving,
    parallel,
    opResultaat,
    tempo: createTempo(options.tempo ?? (async () => null), clock),
    tel: teller.tel,
    onFault,
  });
  const signalen = createSignalen({ db, weg, clock, random, log: warn, onFault });

  let opgeruimd = Number.NEGATIVE_INFINITY;
  const ruimOp = async (): Promise<number> => (await ruimOntvangenOp(db, clock)) + (await objecten.ruimOp());
  const opruimen = async (): Promise<number> => {
    const now = clock.now().getTime();
    if (now - opgeruimd < OPRUIMEN_MS) return 0;
    const count = await ruimOp();
    if (count === 0) opgeruimd = now;
    return count;
  };

  const context: OntvangContext = {
    db,
    cpas,
    clock,
    random,
    domein,
    base,
    objecten,
    sleutelVan,
    opResultaat,
    publish: outbox.publish,
    bevestig: createVerzamelaar<Bevestiging>(
      (items) => bewaarBevestigingen({ db, clock, opResultaat, log: warn }, items),
      { isEach: (error) => error instanceof DatabaseUnavailable, pauseMs: ACK_PAUSE_MS },
    ),
    isEigenPing: vrager.isEigen,
    opAntwoord: vrager.opAntwoord,
    signaalKlaar: wake,
    vreemdeling: (cpa, from, peer) => (beveiliging === null ? null : vreemdeling(cpa, from, peer, beveiliging)),
    tel: teller.tel,
    log: warn,
  };
  const overdragen = createOverdragen({ context, stromen, onFault });

  return {
    cpas,
    beheer: createBeheer({ db, clock, log, cpas, omgeving, eigen, ping: vrager.ping }),
    metrics: createMeter(db, clock, cpas, teller),
    opResultaat: (given) => void handlers.push(given),
    async bewaar(tx, cpa, berichten) {
      const zelf = await overdragen.neem(tx, cpa, berichten);
      if (zelf.length > 0) await bewaarBerichten({ clock, objecten, sleutelVan }, tx, cpa, zelf);
      tx.afterCommit(wake);
    },
    trekIn: (tx, messageId) => trekIn(tx, messageId, clock),
    async ruimte(cpaId) {
      const [row] = await db.query<{ wachtend: number; neer: boolean }>(sql`
        select (select count(*) from (
            select 1 from digikoppeling.bericht where cpa_id = ${cpaId} and staat = 'te_verzenden' limit ${AHEAD}) as w) as wachtend,
          (select neer_sinds is not null from digikoppeling.kanaal where cpa_id = ${cpaId}) as neer`);
      const wachtend = row!.wachtend + (await overdragen.wachtend(cpaId));
      return Math.max(0, (row!.neer ? 1 : AHEAD) - wachtend);
    },
    verzonden: (messageId) => leesVerzonden(db, messageId),
    async payload(id) {
      const [row] = await db.query<{ inhoud: Uint8Array; ref: string | null; delen: readonly BewaardDeel[] }>(sql`
        select inhoud, ref_to_message_id as ref, delen from digikoppeling.ontvangen where id = ${id}`);
      if (!row) return null;
      const [first] = row.delen;
      if (first?.object !== undefined) return null;
      return { inhoud: Buffer.from(row.inhoud).subarray(0, first?.bytes ?? 0), refToMessageId: row.ref };
    },
    objecten,
    ping: vrager.ping,
    status: vrager.status,
    async bevestig(tx, ids) {
      await tx.query(sql`
        update digikoppeling.ontvangen set bevestigd = ${clock.now()} where id = any(${ids}::uuid[]) and bevestigd is null`);
    },
    mount: (server, path, wie = async () => null) =>
      mountIngang(server, path, {
        wie,
        ontvang: (request) => ontvang(context, request),
        ontvangGroot: (request) => ontvangGroot(context, request),
        maxBytes,
      }),
    start() {
      leaveTransaction(() => {
        loops.add('Verzenden over Digikoppeling', async () => {
          // The turns go on by themselves: one that did something wakes the loop, for there may be more.
          await verzender.begin((done) => done > 0 && wake());
          return 0;
        });
        loops.add('Verzenden van signalen', () => signalen.begin(wake));
        overdragen.start(loops);
        loops.add('Opruimen van ebMS-berichten', opruimen, { ownPace: true });
      });
    },
    async stop() {
      await loops.stop();
      await Promise.all([verzender.stop(), signalen.stop()]);
    },
    ruimOp,
    turn: async () => (await verzender.turn()) + (await signalen.turn()) + (await overdragen.turn()),
  };
}

/** The work of the operator without a message handler: for commands. A Ping needs the running program. */
export function openCpaBeheer(
  options: Pick<DigikoppelingOptions, 'db' | 'clock' | 'log'> &
    Required<Pick<DigikoppelingOptions, 'omgeving' | 'eigen'>>,
): CpaBeheer {
  const ping = async (): Promise<PingUitslag> => ({ fout: 'Zaakbode draait niet, dus de Pong kan nergens aankomen' });
  return createBeheer({ ...options, cpas: createCpas(options.db, options.clock, options.omgeving), ping });
}

export const digikoppelingMigrations = {
  component: 'digikoppeling',
  folder: new URL('./migraties', import.meta.url).pathname,
};
