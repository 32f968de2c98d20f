/**
 * The Message Service Handler between a database and a network that break on command: processes on one database, a fixed
 * clock, seeded chance, and the other side of the CPA played by the test. Every turn is taken by hand.
 */
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, DatabaseUnavailable, type Row, raw, sql } from '../../platform/db/index.ts';
import { createServer, type Server } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Net } from '../../platform/net/index.ts';
import { createOutbox, outboxMigrations } from '../../platform/outbox/index.ts';
import { fixedClock, seededRandom } from '../../platform/time/index.ts';
import { type Packed, SOAP_ACTION } from '../../standaarden/ebms/index.ts';
import { type GeheugenOpslag, geheugenOpslag } from './geheugenopslag.testhulp.ts';
import {
  type Cpa,
  createDigikoppeling,
  type Digikoppeling,
  type DigikoppelingOptions,
  digikoppelingMigrations,
  type OpResultaat,
  type Resultaat,
} from './index.ts';
import { type NepNet, nepNet } from './nepnet.testhulp.ts';
import { cpaTekst, GEMEENTE, START } from './partner.testhulp.ts';

export interface Regel {
  readonly niveau: string;
  readonly velden: Record<string, unknown>;
  readonly wat: string;
}

/** One running process: a handler with a key of its own. */
export interface Proces {
  readonly dk: Digikoppeling;
  readonly server: Server;
  /** From now on every statement of this process fails as if the database were away, or works again. */
  databaseWeg(weg: boolean): void;
  /** The database goes away after this many statements inside transactions from now; a commit is one too. */
  databaseWegNa(statements: number): void;
  /** Kills it: no code of it runs any further, and the others see that it is gone. */
  sterft(): void;
  readonly overleden: Promise<'dood'>;
  /** A POST to the way in. */
  post(packed: Packed, headers?: Record<string, string | undefined>): Promise<HttpUitslag>;
}

/** In the place of what every process has: the network of the test, and no certificates. */
export type ProcesOpties = Partial<
  Pick<
    DigikoppelingOptions,
    'volgorde' | 'maxBytes' | 'beveiliging' | 'sleutels' | 'net' | 'omgeving' | 'eigen' | 'tempo'
  >
>;

export interface HttpUitslag {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, unknown>;
}

export interface Wereld {
  readonly db: Database;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly net: NepNet;
  readonly opslag: GeheugenOpslag;
  readonly cpa: Cpa;
  /** What was told in transactions that were committed, in order. */
  readonly verteld: Resultaat[];
  readonly log: Regel[];
  /** Runs in the transaction of the results, before they count as told. */
  luistert(handler: OpResultaat): void;
  proces(key: number, options?: ProcesOpties): Proces;
  /** Stores `n` messages through `proces` in one transaction; gives their MessageIds. */
  bewaar(proces: Proces, n: number, cpa?: Cpa): Promise<string[]>;
  berichten(): Promise<Bericht[]>;
  kanaal(cpaId?: string): Promise<Kanaal>;
  /** Takes turns until nothing is done any more. */
  rond(proces: Proces): Promise<void>;
  /** Jumps from each moment at which something is due to the next, taking turns, until `tot` ms after START. */
  wacht(proces: Proces, tot: number): Promise<void>;
  /** Jumps to `tot` ms after START in one go, as a process that slept, and takes turns there. */
  sprong(proces: Proces, tot: number): Promise<void>;
  tel(table: 'ontvangen' | 'signaal' | 'bericht' | 'object'): Promise<number>;
  /** Empties what came in and what must go out in answer. */
  leeg(): Promise<void>;
  gebeurtenissen(): Promise<{ kind: string; body: Record<string, string>; trace: string | null }[]>;
  sluit(): Promise<void>;
}

export interface Bericht {
  readonly message_id: string;
  readonly staat: string;
  readonly vertrokken: boolean;
  readonly fout: string | null;
  readonly pogingen: number;
  readonly verzonden_keer: number;
}

export interface Kanaal {
  readonly neer: boolean;
  readonly neer_reden: string | null;
  readonly worker: number | null;
  /** Milliseconds since START until nothing goes out; -Infinity when nothing stands in the way. */
  readonly volgende: number;
}

/** The migrated database, once per test file. */
export function proefDatabase(): Promise<Database> {
  return testDatabase([outboxMigrations, digikoppelingMigrations]);
}

/** Deleting a few rows is thirty times as fast as migrating and truncating anew. */
const LEEG = `
  delete from digikoppeling.signaal; delete from digikoppeling.ontvangen; delete from digikoppeling.bericht;
  delete from digikoppeling.kanaal; delete from digikoppeling.cpa; delete from digikoppeling.cpa_vervanging;
  delete from digikoppeling.object;
  delete from outbox.fresh; delete from outbox.event; delete from outbox.subject;`;

/** A new world on an emptied database. */
export async function wereld(db: Database): Promise<Wereld> {
  await db.script(LEEG);
  const clock = fixedClock(START);
  const random = seededRandom(20261123);
  const net = nepNet(clock);
  const opslag = geheugenOpslag();
  const verteld: Resultaat[] = [];
  const regels: Regel[] = [];
  const living = new Set<number>();
  const servers: Server[] = [];
  let luisteraar: OpResultaat = async () => undefined;
  let made = 0;
  const schrijf =
    (niveau: string) =>
    (velden: object, wat: string): void =>
      void regels.push({ niveau, velden: { ...velden }, wat });
  const log: Log = { debug: schrijf('debug'), info: schrijf('info'), warn: schrijf('warn'), error: schrijf('error') };

  function proces(key: number, { net: way = net, ...options }: ProcesOpties = {}): Proces {
    let toestand: Toestand = 'leeft';
    let nog = Number.POSITIVE_INFINITY;
    const overleden = Promise.withResolvers<'dood'>();
    const eigen = breekbaar(
      db,
      () => toestand,
      () => {
        if (--nog < 0) toestand = 'zonder database';
      },
    );
    living.add(key);
    const liveness = { key: () => key, alive: async () => [...living], close: async () => undefined };
    const outbox = createOutbox({ db: eigen, clock, random, liveness, onFault: () => undefined });
    const dk = createDigikoppeling({
      db: eigen,
      net: sterfelijk(way, () => toestand === 'dood'),
      clock,
      random,
      opslag,
      outbox,
      liveness,
      log,
      domein: 'gemeente.example',
      volgorde: 'per-zender',
      beveiliging: null,
      ...options,
    });
    dk.opResultaat(async (tx, resultaten) => {
      await luisteraar(tx, resultaten);
      tx.afterCommit(() => verteld.push(...resultaten));
    });
    const server = createServer({ log, random, ready: async () => true });
    dk.mount(server, '/ebms');
    servers.push(server);
    return {
      dk,
      server,
      databaseWeg: (weg) => {
        toestand = weg ? 'zonder database' : 'leeft';
      },
      databaseWegNa: (statements) => {
        nog = statements;
      },
      sterft() {
        toestand = 'dood';
        living.delete(key);
        overleden.resolve('dood');
      },
      overleden: overleden.promise,
      async post({ contentType, body }, headers = {}) {
        const all = { 'content-type': contentType, soapaction: SOAP_ACTION, ...headers };
        const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
        const answer = await server.inject({
          method: 'POST',
          url: '/ebms',
          headers: sent as Record<string, string>,
          payload: Buffer.from(body),
        });
        return { status: answer.statusCode, body: answer.body, headers: answer.headers };
      },
    };
  }

  const lader = proces(0);
  const cpa = await lader.dk.cpas.laad(cpaTekst());
  living.delete(0);

  return {
    db,
    clock,
    net,
    opslag,
    cpa,
    verteld,
    log: regels,
    luistert: (handler) => {
      luisteraar = handler;
    },
    proces,
    async bewaar(by, n, onder = cpa) {
      const ids = Array.from({ length: n }, () => `bericht-${++made}@gemeente.example`);
      await db.transaction((tx) =>
        by.dk.bewaar(
          tx,
          onder,
          ids.map((messageId) => ({
            cpaId: onder.id,
            vanPartij: GEMEENTE,
            action: 'zaakbericht',
            messageId,
            conversationId: `gesprek-${messageId}`,
            bijlagen: [{ contentType: 'application/xml', inhoud: Buffer.from(`<zakLk01>${messageId} é</zakLk01>`) }],
          })),
        ),
      );
      return ids;
    },
    berichten: () =>
      db.query<Bericht & Row>(sql`
        select message_id, staat, vertrokken, fout, pogingen, verzonden_keer from digikoppeling.bericht order by nr`),
    async kanaal(cpaId = cpa.id) {
      const [row] = await db.query<{ neer: boolean; neer_reden: string | null; worker: number | null; ms: number }>(sql`
        select neer_sinds is not null as neer, neer_reden, worker,
          case when isfinite(volgende) then (extract(epoch from volgende) * 1000)::float8 end as ms
        from digikoppeling.kanaal where cpa_id = ${cpaId}`);
      const { ms, ...rest } = row!;
      return { ...rest, volgende: ms === null ? Number.NEGATIVE_INFINITY : Math.round(ms - START.getTime()) };
    },
    async rond(by) {
      while ((await by.dk.turn()) > 0);
    },
    async wacht(by, tot) {
      const end = START.getTime() + tot;
      for (;;) {
        while ((await by.dk.turn()) > 0);
        const [due] = await db.query<{ ms: number | null }>(sql`
          select (extract(epoch from min(at)) * 1000)::float8 as ms from (
            select greatest(k.volgende, min(b.volgende)) as at from digikoppeling.kanaal k
            join digikoppeling.bericht b on b.cpa_id = k.cpa_id and b.staat in ('te_verzenden', 'verzonden') group by k.cpa_id
            union all select volgende from digikoppeling.signaal
          ) as d`);
        const next = Math.max(Math.ceil(due!.ms ?? end), clock.now().getTime() + 1);
        clock.set(new Date(Math.min(next, end)));
        if (next >= end) break;
      }
      while ((await by.dk.turn()) > 0);
    },
    async sprong(by, tot) {
      clock.set(new Date(START.getTime() + tot));
      while ((await by.dk.turn()) > 0);
    },
    async tel(table) {
      const [row] = await db.query<{ n: number }>(raw(`select count(*) as n from digikoppeling.${table}`));
      return row!.n;
    },
    leeg: () =>
      db.script('delete from digikoppeling.ontvangen; delete from digikoppeling.signaal; delete from outbox.event;'),
    gebeurtenissen: () => db.query(sql`select kind, body, trace from outbox.event order by nr`),
    async sluit() {
      for (const server of servers) await server.close();
    },
  };
}

/** A network of which a dead process hears nothing any more. */
function sterfelijk(net: Net, isDood: () => boolean): Net {
  const never = new Promise<never>(() => undefined);
  return {
    ...net,
    async request(request) {
      if (isDood()) await never;
      const answer = await net.request(request);
      return isDood() ? await never : answer;
    },
  };
}

type Toestand = 'leeft' | 'zonder database' | 'dood';

/**
 * The same database, seen by one process: away, as an error, or seen by nobody any more. What a dead process had not
 * committed is rolled back, and it never hears of what it had.
 */
function breekbaar(db: Database, toestand: () => Toestand, statement: () => void): Database {
  const never = new Promise<never>(() => undefined);
  const check = (): void => {
    if (toestand() !== 'leeft') throw new DatabaseUnavailable('weggehaald door de test');
  };
  async function guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      check();
      const result = await work();
      return toestand() === 'dood' ? await never : result;
    } catch (error) {
      if (toestand() === 'dood') await never;
      throw error;
    }
  }
  return {
    ...db,
    query: (text) => guard(() => db.query(text)),
    transaction: (work) =>
      guard(() =>
        db.transaction(async (tx) => {
          const query: typeof tx.query = async (text) => {
            statement();
            check();
            return await tx.query(text);
          };
          const result = await work({ ...tx, query });
          statement();
          check();
          return result;
        }),
      ),
  };
}
