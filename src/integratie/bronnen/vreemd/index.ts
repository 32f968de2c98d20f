/**
 * Registers of others (ZGW), beside our own or in its place (row X2): what is set there is told in this house as if it was
 * set here.
 *
 *   their notification ── aankomst ──┐
 *                                    ├─ bewaren: a row and an event, once ──> status.create ── lezen: the context, by HTTP
 *   their list of statussen ─ peilen ┘
 */
import type { Vault } from '../../../platform/crypto/index.ts';
import { type Database, sql } from '../../../platform/db/index.ts';
import type { Server } from '../../../platform/http/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import { createOutbound, type Net } from '../../../platform/net/index.ts';
import type { Liveness, Outbox } from '../../../platform/outbox/index.ts';
import { type Clock, createLoops, type Random } from '../../../platform/time/index.ts';
import type { Metric } from '../../../platform/usage/index.ts';
import type { StatusBron, StatusContext } from '../index.ts';
import { mountAankomst } from './aankomst.ts';
import { beurt, opzegbeurt } from './beurt.ts';
import { vanVreemden } from './bewaren.ts';
import { RegisterFout } from './fout.ts';
import { type RegisterInstelling, toegestaan } from './instelling.ts';
import { type Bekend, createLezer, type Lezer } from './lezen.ts';
import { leesStand, meetwaarden, type RegisterStand } from './stand.ts';
import { createVerkeer, type Verkeer } from './verkeer.ts';

export { RegisterFout } from './fout.ts';
export { leesRegisters, type RegisterInstelling } from './instelling.ts';
export type { RegisterStand } from './stand.ts';

export interface VreemdeBronnenOpties {
  readonly registers: readonly RegisterInstelling[];
  readonly db: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly liveness: Liveness;
  readonly outbox: Pick<Outbox, 'publish'>;
  readonly log: Log;
  /** Under which others reach us. */
  readonly base: string;
  /** In the place of the way out, for tests; it is still asked for allowed addresses only. */
  readonly net?: Net | undefined;
}

export interface VreemdeBronnen {
  /** Reads statussen of others there, and the rest from our own register. */
  bron(eigen: StatusBron): StatusBron;
  mount(server: Server): void;
  stand(): Promise<readonly RegisterStand[]>;
  metrics(): Promise<readonly Metric[]>;
  start(): void;
  stop(): Promise<void>;
  /** One turn of each register by hand, for tests. */
  beurt(): Promise<void>;
}

const POLL_MS = 1_000;
const NA_FOUT_MS = 5_000;

interface Lijn {
  readonly een: RegisterInstelling;
  readonly verkeer: Verkeer;
  readonly lezer: Lezer;
  sluit(): Promise<void>;
}

export async function createVreemdeBronnen(opties: VreemdeBronnenOpties): Promise<VreemdeBronnen> {
  const { registers, db, clock, log, outbox, vault } = opties;
  const lijn = (een: RegisterInstelling): Lijn => {
    const bases = [een.zaken, een.catalogi, ...(een.notificaties === null ? [] : [een.notificaties])];
    const allow = toegestaan(een, ...bases);
    const net = opties.net ?? createOutbound(allow);
    const verkeer = createVerkeer(een, { net, allow, clock });
    const sluit = opties.net ? async () => undefined : net.close;
    return { een, verkeer, lezer: createLezer(een, verkeer, clock), sluit };
  };
  await schrijfIn(opties);
  const lijnen = new Map(registers.map((een) => [een.naam, lijn(een)]));
  const weg = await db.query<{ naam: string }>(sql`
    select naam from bronnen.register where weg_sinds is not null and abonnement is not null`);
  /** Also of a register that has left the settings: who asks must not hear that its statussen are gone. */
  const ooit = registers.length > 0 || (await db.query(sql`select 1 as ok from bronnen.status limit 1`)).length > 0;
  const loops = createLoops({
    pollMs: POLL_MS,
    afterFaultMs: NA_FOUT_MS,
    onFault: (naam, error) =>
      log.error({ err: error, register: naam }, 'een beurt bij een register mislukte; het wordt opnieuw geprobeerd'),
  });
  const beurten = [
    ...[...lijnen.values()].map(({ een, verkeer }) => [een.naam, () => beurt(een, verkeer, opties)] as const),
    ...weg.map(({ naam }) => [naam, () => opzegbeurt(naam, lijn, opties)] as const),
  ];

  return {
    bron: (eigen) => (ooit ? samengesteld(opties, eigen, lijnen) : eigen),
    mount: (server) => mountAankomst(server, { db, vault, clock, outbox, registers }),
    stand: () => leesStand(db, registers),
    metrics: async () =>
      meetwaarden(await leesStand(db, registers), (naam) => lijnen.get(naam)?.verkeer.aantal() ?? 0, clock),
    start() {
      for (const [naam, once] of beurten) loops.add(naam, once, { ownPace: true });
    },
    async stop() {
      await loops.stop();
      for (const { sluit } of lijnen.values()) await sluit();
    },
    async beurt() {
      for (const [, once] of beurten) await once();
    },
  };
}

/** A row for each register of the settings: from when it counts, and what they must show us. Several processes may do this at once. */
async function schrijfIn({ registers, db, vault, clock, random }: VreemdeBronnenOpties): Promise<void> {
  const nu = clock.now();
  for (const { naam } of registers) {
    const bearer = vault.seal(Buffer.from(random.bytes(32)).toString('base64url'));
    // One that comes back begins anew: what was set meanwhile is old by now.
    await db.query(sql`
      insert into bronnen.register as r (naam, begin, bearer) values (${naam}, ${nu}, ${bearer})
      on conflict (naam) do update set weg_sinds = null, abonnement_volgende = '-infinity', volgende = '-infinity',
        begin = case when r.weg_sinds is null then r.begin else ${nu}::timestamptz end,
        snel_tot = case when r.weg_sinds is null then r.snel_tot end`);
  }
  await db.query(sql`
    update bronnen.register set weg_sinds = ${nu}, abonnement_volgende = '-infinity', volgende = '-infinity'
    where weg_sinds is null and naam <> all(${registers.map(({ naam }) => naam)}::text[])`);
}

function samengesteld(
  { db, clock }: VreemdeBronnenOpties,
  eigen: StatusBron,
  lijnen: ReadonlyMap<string, Lijn>,
): StatusBron {
  /** What was written down last, so that an outage is one line and not one for each try. */
  const gemeld = new Map<string, string | null>();
  async function meld(naam: string, fout: string | null): Promise<void> {
    if (gemeld.get(naam) === fout) return;
    gemeld.set(naam, fout);
    await db.query(sql`
      update bronnen.register set lees_fout = ${fout},
        lees_fout_sinds = case when ${fout !== null} then coalesce(lees_fout_sinds, ${clock.now()}) end
      where naam = ${naam} and lees_fout is distinct from ${fout}`);
  }
  async function lees(naam: string, rijen: readonly Bekend[]): Promise<ReadonlyMap<string, StatusContext>> {
    const bij = lijnen.get(naam);
    if (!bij)
      throw new RegisterFout(naam, 'staat niet meer in ZGW_BRONNEN. Zet het terug, of sla deze berichten over.');
    try {
      const found = await bij.lezer.contexten(rijen);
      await meld(naam, null);
      return found;
    } catch (error) {
      if (error instanceof RegisterFout) await meld(naam, error.message);
      throw error;
    }
  }
  return {
    async statusContexten(ids) {
      const rijen = await vanVreemden(db, ids);
      const vreemd = new Set(rijen.map(({ id }) => id));
      const namen = [...new Set(rijen.map(({ register }) => register))];
      const delen = await Promise.all([
        eigen.statusContexten(ids.filter((id) => !vreemd.has(id))),
        ...namen.map((naam) =>
          lees(
            naam,
            rijen.filter(({ register }) => register === naam),
          ),
        ),
      ]);
      return new Map(delen.flatMap((deel) => [...deel]));
    },
  };
}
