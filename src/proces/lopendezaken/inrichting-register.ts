/** The versions of the inrichting as they are kept. Nothing is changed or removed: a change is a new version. */
import { type Database, type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { foutenIn, type Inrichting } from './inrichting.ts';

/** What an administrator may set; its number is given. */
export type NieuweInrichting = Omit<Inrichting, 'versie'>;

export interface InrichtingVersie {
  readonly versie: number;
  readonly sinds: Date;
  readonly wie: string;
  readonly reden: string;
}

/** What held under a version; of the beginning nobody knows since when, who and why. */
export interface OudeInrichting {
  readonly inrichting: Inrichting;
  readonly door: Omit<InrichtingVersie, 'versie'> | null;
}

export type BewaarAfloop =
  | { readonly soort: 'bewaard'; readonly versie: number }
  /** Somebody else changed it since `basis`: nothing was stored. */
  | { readonly soort: 'verouderd' }
  | { readonly soort: 'fout'; readonly fouten: readonly string[] };

export interface Inrichtingen {
  /** What holds now. A change of another process is seen within a second. */
  actueel(): Promise<Inrichting>;
  /** The same, read in the caller's own transaction and never from memory. */
  lees(db: Queryable): Promise<Inrichting>;
  /** Stores it as the version after `basis`, the version that the administrator saw. */
  bewaar(nieuw: NieuweInrichting, basis: number, wie: string, reden: string): Promise<BewaarAfloop>;
  /** The newest first. */
  geschiedenis(): Promise<readonly InrichtingVersie[]>;
  /** What held under this version; 0 is what the settings say now. Null when there is no such version. */
  versie(nr: number): Promise<OudeInrichting | null>;
}

/** How old what is remembered may be. */
const OUD_MS = 1_000;
/** The largest number that the column holds. */
const MAX_VERSIE = 2 ** 31 - 1;

/**
 * `begin` is version 0: what the settings say, for all that was never set. `keur` is what only others can tell of a change:
 * sentences for the administrator, none when it is right. `gewijzigd` is called after each change that was stored.
 */
export function createInrichtingen({
  db,
  clock,
  begin,
  keur = async () => [],
  gewijzigd = async () => undefined,
}: {
  readonly db: Database;
  readonly clock: Clock;
  readonly begin: Inrichting;
  readonly keur?: (nieuw: NieuweInrichting, nu: Inrichting) => Promise<readonly string[]>;
  readonly gewijzigd?: () => Promise<void>;
}): Inrichtingen {
  let onthouden = begin;
  let gelezenOp = Number.NEGATIVE_INFINITY;

  async function lees(from: Queryable): Promise<Inrichting> {
    const [row] = await from.query<{ versie: number; inhoud: NieuweInrichting | null }>(sql`
      select versie, case when versie = ${onthouden.versie} then null else inhoud end as inhoud
      from lopendezaken.inrichting order by versie desc limit 1`);
    if (row?.inhoud) onthouden = { ...begin, ...row.inhoud, versie: row.versie };
    gelezenOp = clock.now().getTime();
    return onthouden;
  }

  return {
    async actueel() {
      return clock.now().getTime() - gelezenOp < OUD_MS ? onthouden : await lees(db);
    },
    lees,
    async bewaar(nieuw, basis, wie, reden) {
      const eigen = foutenIn({ ...nieuw, versie: basis + 1 });
      const fouten = eigen.length > 0 ? eigen : await keur(nieuw, await lees(db));
      if (fouten.length > 0) return { soort: 'fout', fouten };
      const afloop = await db.transaction((tx) => bewaarVersie(tx, nieuw, basis, wie, reden));
      await lees(db);
      if (afloop.soort === 'bewaard') await gewijzigd();
      return afloop;
    },
    geschiedenis: () =>
      db.query<InrichtingVersie>(
        sql`select versie, sinds, wie, reden from lopendezaken.inrichting order by versie desc limit 500`,
      ),
    async versie(nr) {
      if (nr === 0) return { inrichting: begin, door: null };
      if (!Number.isInteger(nr) || nr < 0 || nr > MAX_VERSIE) return null;
      const [row] = await db.query<InrichtingVersie & { readonly inhoud: NieuweInrichting }>(
        sql`select versie, inhoud, sinds, wie, reden from lopendezaken.inrichting where versie = ${nr}`,
      );
      if (!row) return null;
      const { inhoud, versie, ...door } = row;
      return { inrichting: { ...begin, ...inhoud, versie }, door };
    },
  };

  async function bewaarVersie(
    tx: Tx,
    nieuw: NieuweInrichting,
    basis: number,
    wie: string,
    reden: string,
  ): Promise<BewaarAfloop> {
    const [nu] = await tx.query<{ versie: number; inhoud: NieuweInrichting }>(
      sql`select versie, inhoud from lopendezaken.inrichting order by versie desc limit 1`,
    );
    if ((nu?.versie ?? 0) !== basis) return { soort: 'verouderd' };
    // What waits in a stroom would wait for ever: its name stays, also without zaaktypen.
    const weg = (nu?.inhoud ?? begin).stromen.filter(({ naam }) => !nieuw.stromen.some((s) => s.naam === naam));
    if (weg.length > 0) {
      const namen = weg.map(({ naam }) => naam).join(', ');
      const uitweg = 'Haal er alle zaaktypen uit; wat nog wacht, gaat dan nog weg.';
      return { soort: 'fout', fouten: [`Een stroom kan niet verdwijnen (${namen}). ${uitweg}`] };
    }
    // Two at once: the number is taken by one of them.
    const rows = await tx.query(sql`
      insert into lopendezaken.inrichting (versie, inhoud, sinds, wie, reden)
      values (${basis + 1}, ${JSON.stringify(nieuw)}::jsonb, ${clock.now()}, ${wie}, ${reden})
      on conflict (versie) do nothing returning versie`);
    return rows.length === 0 ? { soort: 'verouderd' } : { soort: 'bewaard', versie: basis + 1 };
  }
}
