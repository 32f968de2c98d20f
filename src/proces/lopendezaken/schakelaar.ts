/**
 * A switch before each source (RS-F37). While a source is away, one question in a while looks whether it is back; all others
 * get their answer at once, that it is not there, instead of each waiting for its own timeout. What each process sees is
 * kept in `lopendezaken.bron`, so that metrics and alerts tell the same from every process (L10).
 */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import { type AccountBron, type AuthentiekBron, BronOnbereikbaar } from './poorten.ts';

/** Between two looks, before chance: twice as long each time, up to the second. */
const EERSTE_MS = 2_000;
const LANGSTE_MS = 30_000;
/** As long as nothing changes, what is seen is stored no more often than this. */
const VERVERS_MS = 10_000;

export type Bronnaam = 'accounts' | 'brp';

export interface Schakelaar {
  /** Asks, unless the source was away just now. */
  door<T>(vraag: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface SchakelaarOpties {
  /** Called when the source is back. */
  readonly terug: () => Promise<void>;
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
}

interface Weg {
  readonly reden: string;
  readonly keren: number;
  readonly volgende: number;
}

export function createSchakelaar(naam: Bronnaam, { db, clock, random, terug }: SchakelaarOpties): Schakelaar {
  let weg: Weg | null = null;
  let kijkt = false;
  let bewaard: { readonly weg: boolean; readonly op: number } | null = null;

  async function bewaar(reden: string | null): Promise<void> {
    const now = clock.now();
    const anders = bewaard?.weg !== (reden !== null);
    if (!anders && now.getTime() - bewaard!.op < VERVERS_MS) return;
    bewaard = { weg: reden !== null, op: now.getTime() };
    await db.query(
      reden === null
        ? sql`insert into lopendezaken.bron as b (naam, gelukt_op) values (${naam}, ${now})
            on conflict (naam) do update set weg_sinds = null, reden = null, gelukt_op = excluded.gelukt_op`
        : sql`insert into lopendezaken.bron as b (naam, weg_sinds, reden, mislukt_op) values (${naam}, ${now}, ${reden}, ${now})
            on conflict (naam) do update set weg_sinds = coalesce(b.weg_sinds, excluded.weg_sinds), reden = excluded.reden,
              mislukt_op = excluded.mislukt_op`,
    );
  }

  /** Gives how long it is left alone. */
  function valWeg(reden: string): number {
    const keren = (weg?.keren ?? 0) + 1;
    const ms = Math.round(Math.min(EERSTE_MS * 2 ** (keren - 1), LANGSTE_MS) * (0.75 + random.fraction() / 2));
    weg = { reden, keren, volgende: clock.now().getTime() + ms };
    return ms;
  }

  const gesloten = (stand: Weg): boolean => kijkt || clock.now().getTime() < stand.volgende;

  return {
    async door(vraag, signal) {
      if (weg !== null && gesloten(weg)) {
        throw new BronOnbereikbaar(weg.reden, Math.max(EERSTE_MS, weg.volgende - clock.now().getTime()));
      }
      const proef = weg !== null;
      kijkt ||= proef;
      try {
        const answer = await vraag();
        await bewaar(null);
        if (weg !== null) await terug();
        weg = null;
        return answer;
      } catch (error) {
        // Called off by ourselves, or a fault of our own: that says nothing of the source.
        if (!(error instanceof BronOnbereikbaar) || signal.aborted) throw error;
        const kijkOverMs = valWeg(error.message);
        await bewaar(error.message);
        throw new BronOnbereikbaar(error.message, kijkOverMs);
      } finally {
        if (proef) kijkt = false;
      }
    },
  };
}

/** The account check behind its switch. */
export function accountsAchter(bron: AccountBron, schakelaar: Schakelaar): AccountBron {
  return { stand: (bsns, signal) => schakelaar.door(() => bron.stand(bsns, signal), signal) };
}

/** The BRP behind its switch. */
export function brpAchter(bron: AuthentiekBron, schakelaar: Schakelaar): AuthentiekBron {
  return { naam: bron.naam, bekend: (bsns, signal) => schakelaar.door(() => bron.bekend(bsns, signal), signal) };
}
