/**
 * The limited production run (A9): it begins, Logius is told that the messages arrived, one person asks for the release
 * and another gives it. There is no way back: what was not sent during the run is never sent.
 */
import { type Database, type Queryable, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { dagVan, type Fout, GEEN_DAG, leesDag, type Persoon } from './begrippen.ts';

/** Who may confirm what another asked; the register of four eyes in `registraties` can take its place. */
export interface TweedePersoon {
  /** Null when the second may confirm what the first asked for, or why not. */
  bezwaar(eerste: Persoon, tweede: Persoon): string | null;
}

export const ANDER_DAN_DE_EERSTE: TweedePersoon = {
  bezwaar(eerste, tweede) {
    if (tweede.id === null) return 'Meld u eerst aan. Zonder aanmelding is niet te zien dat u een ander bent.';
    if (eerste.id === tweede.id) return 'U vroeg dit zelf aan. Laat een collega de vrijgave geven.';
    return null;
  },
};

export interface Proefrun {
  readonly begonnenOp: string;
  readonly begonnenDoor: string;
  readonly gemeldOp: string | null;
  readonly gevraagdOp: string | null;
  readonly gevraagdDoor: string | null;
  readonly vrijgegevenOp: string | null;
  readonly vrijgegevenDoor: string | null;
}

export interface Proefruns {
  stand(): Promise<Proefrun | null>;
  /** From now on only those on the list are sent to. */
  begin(wie: Persoon): Promise<readonly Fout[]>;
  /** Logius was told on this day; asks for the release. */
  vraagVrijgave(gemeldOp: string, wie: Persoon): Promise<readonly Fout[]>;
  /** From now on everybody is sent to. */
  geefVrij(wie: Persoon): Promise<readonly Fout[]>;
}

const fout = (veld: string, tekst: string): readonly Fout[] => [{ veld, tekst }];

export function createProefruns(options: { db: Database; clock: Clock; tweedePersoon: TweedePersoon }): Proefruns {
  const { db, clock, tweedePersoon } = options;
  return {
    async stand() {
      const rij = await leesRun(db);
      if (rij === null) return null;
      const { gevraagd_id: _, ...rest } = rij;
      return rest;
    },
    async begin({ naam }) {
      const begonnen = await db.query(sql`
        insert into aansluiten.proefrun (begonnen_op, begonnen_door) values (${clock.now()}, ${naam})
        on conflict do nothing returning 1 as ok`);
      return begonnen.length > 0 ? [] : fout('', 'De beperkte productierun was al begonnen.');
    },
    async vraagVrijgave(gemeldOp, wie) {
      const dag = leesDag(gemeldOp);
      if (dag === null) return fout('gemeldOp', GEEN_DAG);
      if (dag > dagVan(clock.now()))
        return fout('gemeldOp', 'Deze dag moet nog komen. Vul in wanneer Logius het hoorde.');
      if (wie.id === null) return fout('gemeldOp', 'Meld u eerst aan: de vrijgave heeft twee mensen nodig.');
      const asked = await db.query(sql`
        update aansluiten.proefrun set gemeld_op = ${dag}::date, gevraagd_op = ${clock.now()}, gevraagd_id = ${wie.id},
          gevraagd_door = ${wie.naam}
        where vrijgegeven_op is null returning 1 as ok`);
      return asked.length > 0 ? [] : fout('gemeldOp', 'De run is niet begonnen, of is al vrijgegeven.');
    },
    async geefVrij(wie) {
      return await db.transaction(async (tx) => {
        await tx.query(sql`select 1 as ok from aansluiten.proefrun for update`);
        const run = await leesRun(tx);
        if (run === null || run.gevraagdDoor === null) return fout('', 'Er is nog geen vrijgave gevraagd.');
        if (run.vrijgegevenOp !== null) return fout('', 'De run was al vrijgegeven.');
        const bezwaar = tweedePersoon.bezwaar({ id: run.gevraagd_id, naam: run.gevraagdDoor }, wie);
        if (bezwaar !== null) return fout('', bezwaar);
        await tx.query(sql`
          update aansluiten.proefrun set vrijgegeven_op = ${clock.now()}, vrijgegeven_id = ${wie.id}, vrijgegeven_door = ${wie.naam}`);
        return [];
      });
    },
  };
}

async function leesRun(db: Queryable): Promise<(Proefrun & { readonly gevraagd_id: string | null }) | null> {
  const [row] = await db.query<Record<string, Date | string | null>>(sql`
    select begonnen_op as "begonnenOp", begonnen_door as "begonnenDoor", to_char(gemeld_op, 'YYYY-MM-DD') as "gemeldOp",
      gevraagd_op as "gevraagdOp", gevraagd_id, gevraagd_door as "gevraagdDoor", vrijgegeven_op as "vrijgegevenOp",
      vrijgegeven_door as "vrijgegevenDoor"
    from aansluiten.proefrun`);
  if (!row) return null;
  const text = (value: Date | string | null): string | null => (value instanceof Date ? value.toISOString() : value);
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, text(value)])) as never;
}
