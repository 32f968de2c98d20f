/**
 * Handing messages over to another carrier instead of sending them ourselves. To whoever gives us messages it makes no
 * difference: they are stored in his transaction, and what becomes of them is told in the same words.
 *
 *   bewaar ── opslag ──> overdracht ── overdragen ──> drager (`ebmscore`, `bestanden`) ── vernemen ──> resultaten
 */
import { DatabaseUnavailable, sql, type Tx } from '../../../platform/db/index.ts';
import type { Loops } from '../../../platform/time/index.ts';
import type { Cpa } from '../../../standaarden/ebms/index.ts';
import type { OntvangContext } from '../ontvang-context.ts';
import type { Uitgaand } from '../types.ts';
import { dragerVoor, type Stroom } from './drager.ts';
import { bewaarOverdrachten } from './opslag.ts';
import { overdraagBeurt } from './overdragen.ts';
import { verneemOntvangen, verneemUitkomsten } from './vernemen.ts';

export type { Drager, Stroom } from './drager.ts';
export { type DragerInstelling, leesDragers, maakStromen } from './instelling.ts';

export interface Overdragen {
  /** Stores what goes by another carrier in the caller's transaction; gives the rest. */
  neem(tx: Tx, cpa: Cpa, berichten: readonly Uitgaand[]): Promise<readonly Uitgaand[]>;
  /** Messages under this CPA that were made and not handed over yet. */
  wachtend(cpaId: string): Promise<number>;
  start(loops: Loops): void;
  /** One turn of everything by hand, for tests. */
  turn(): Promise<number>;
}

export interface OverdraagOpties {
  readonly context: OntvangContext;
  readonly stromen: readonly Stroom[];
  onFault(what: string, error: unknown): void;
}

/** Between two questions to a carrier about what it has to tell. */
const VRAAG_MS = 2_000;
const ZWIJGT_MS = 30_000;

export function createOverdragen({ context, stromen, onFault }: OverdraagOpties): Overdragen {
  const { db, clock, random, objecten, opResultaat } = context;
  const dragers = [...new Set(stromen.map(({ drager }) => drager))].map((drager) => ({
    drager,
    gemeld: new Set<string>(),
    /** When it may be asked again, and whether it did not answer last time. */
    vanaf: Number.NEGATIVE_INFINITY,
    zwijgt: false,
  }));
  type Eigen = (typeof dragers)[number];
  const beurt = ({ drager }: Eigen) => overdraagBeurt({ db, clock, random, objecten, opResultaat, onFault }, drager);
  const verneem = async ({ drager, gemeld }: Eigen): Promise<number> =>
    (await verneemUitkomsten(context, drager, gemeld)) + (await verneemOntvangen(context, drager, gemeld));

  /** Messages for a carrier that the settings do not name any more wait for it; somebody must know. */
  async function meldVergeten(): Promise<void> {
    const rows = await db.query<{ drager: string; n: number }>(sql`
      select drager, count(*) as n from digikoppeling.overdracht
      where staat = 'te_doen' and drager <> all(${dragers.map(({ drager }) => drager.naam)}::text[]) group by drager`);
    for (const { drager, n } of rows)
      context.log(
        { drager, aantal: n },
        'berichten wachten op een drager die niet meer in DIGIKOPPELING_DRAGERS staat',
      );
  }

  /** Asks when it is time. Of a carrier that is away the log has one line, and it is asked less often. */
  async function opTijd(eigen: Eigen): Promise<number> {
    const now = clock.now().getTime();
    if (now < eigen.vanaf) return 0;
    eigen.vanaf = now + VRAAG_MS;
    try {
      const count = await verneem(eigen);
      eigen.zwijgt = false;
      return count;
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      if (!eigen.zwijgt) onFault(`Vernemen van ${eigen.drager.naam}`, error);
      eigen.zwijgt = true;
      eigen.vanaf = now + ZWIJGT_MS;
      return 0;
    }
  }

  return {
    async neem(tx, cpa, berichten) {
      if (dragers.length === 0) return berichten;
      const eigen: Uitgaand[] = [];
      const over = new Map<Stroom['drager'], Uitgaand[]>();
      for (const bericht of berichten) {
        const drager = dragerVoor(stromen, cpa.id, bericht.action);
        if (drager === null) eigen.push(bericht);
        else over.set(drager, [...(over.get(drager) ?? []), bericht]);
      }
      for (const [drager, some] of over) await bewaarOverdrachten(tx, cpa, drager, some, { clock, objecten });
      return eigen;
    },
    async wachtend(cpaId) {
      if (dragers.length === 0) return 0;
      const [row] = await db.query<{ n: number }>(sql`
        select count(*) as n from digikoppeling.overdracht where cpa_id = ${cpaId} and staat = 'te_doen'`);
      return row!.n;
    },
    start(loops) {
      void meldVergeten().catch(() => undefined);
      for (const eigen of dragers) {
        const { naam } = eigen.drager;
        loops.add(`Overdragen aan ${naam}`, () => beurt(eigen));
        if (eigen.drager.uitkomsten === null && eigen.drager.ontvangst === null) continue;
        loops.add(`Vernemen van ${naam}`, () => opTijd(eigen), { ownPace: true });
      }
    },
    async turn() {
      let count = 0;
      for (const eigen of dragers) count += (await beurt(eigen)) + (await verneem(eigen));
      return count;
    },
  };
}
