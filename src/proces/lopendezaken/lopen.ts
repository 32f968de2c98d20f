/**
 * When messages of a stroom may leave (L6): the window and the interval of its planning, and the runs that an operator asks
 * for. A run begins when it is due and goes on until what waited at its beginning has left, apart from what waits for an
 * operator; what comes in while it goes on leaves with it. With interval 0 there are no runs: everything leaves at once.
 */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { GETELD } from './beeld.ts';
import type { Stroom } from './inrichting.ts';
import { isOpen, volgendeOpening } from './venster.ts';

/** How it stands with the runs of a stroom. */
export interface LoopStand {
  readonly stroom: string;
  readonly begonnenOp: Date | null;
  /** It goes on: something that waited at its beginning has yet to leave. */
  readonly loopt: boolean;
  /** When its end was seen, at the latest when something had to leave after it. */
  readonly klaarOp: Date | null;
  /** Somebody asked for the run that goes on. */
  readonly gevraagdOp: Date | null;
  readonly gevraagdDoor: string | null;
  /** How many wait to leave, counted up to `GETELD`; one more means that there are more. */
  readonly wacht: number;
  /** When messages leave next; null: now. While it is paused nobody knows, and it is null as well. */
  readonly volgende: Date | null;
}

export interface Lopen {
  /** May messages leave now? Begins and ends runs, so it is asked before each turn. */
  magNu(stroom: Stroom): Promise<boolean>;
  /** Begins a run now, also outside the window. Not during a pause: false. */
  nu(stroom: Stroom, wie: string): Promise<boolean>;
  stand(stroom: Stroom): Promise<LoopStand>;
}

interface Rij {
  readonly begonnen: Date | null;
  readonly klaar: Date | null;
  readonly gevraagd: Date | null;
  readonly door: string | null;
}

const MINUUT_MS = 60_000;

export function createLopen({ db, clock }: { readonly db: Database; readonly clock: Clock }): Lopen {
  async function lees(naam: string): Promise<Rij> {
    const [rij] = await db.query<Rij>(sql`
      select begonnen_op as begonnen, klaar_op as klaar, gevraagd_op as gevraagd, gevraagd_door as door
      from lopendezaken.loop where stroom = ${naam}`);
    return rij ?? { begonnen: null, klaar: null, gevraagd: null, door: null };
  }

  async function wachtend(naam: string): Promise<number> {
    const [row] = await db.query<{ aantal: number }>(sql`
      select count(*) as aantal from (select 1 from lopendezaken.zaakbericht
        where stroom = ${naam} and staat = 'te_verzenden' limit ${GETELD + 1}) w`);
    return row!.aantal;
  }

  /** Does anything wait that waited when the run began? Behind a zaakbericht that waits for an operator nothing counts. */
  async function heeftWerk(naam: string, sinds: Date): Promise<boolean> {
    const [row] = await db.query<{ werk: boolean }>(sql`
      select exists (select 1 from lopendezaken.zaakbericht z
        where z.staat = 'te_verzenden' and z.stroom = ${naam} and z.gewijzigd_op <= ${sinds}
          and not exists (select 1 from lopendezaken.zaakbericht f where f.zaak_id = z.zaak_id and f.id <> z.id
            and (f.staat = 'fout' or (f.staat = 'verlopen_onbekend' and f.token is not null)))) as werk`);
    return row!.werk;
  }

  return {
    async magNu({ naam, planning }) {
      if (planning.pauze !== null) return false;
      const now = clock.now();
      // Nothing is kept of a stroom that sends at once: its turns cost no statement more.
      if (planning.intervalMinuten === 0 && isOpen(planning.venster, now)) return true;
      const rij = await lees(naam);
      if (rij.begonnen !== null && rij.klaar === null) {
        if (await heeftWerk(naam, rij.begonnen)) return true;
        await db.query(sql`
          update lopendezaken.loop set klaar_op = ${now}, gevraagd_op = null, gevraagd_door = null
          where stroom = ${naam} and begonnen_op = ${rij.begonnen} and klaar_op is null`);
        return false;
      }
      if (!isOpen(planning.venster, now) || now < begintOp(planning, rij)) return false;
      // Two processes at once begin one run.
      await db.query(sql`
        insert into lopendezaken.loop as l (stroom, begonnen_op) values (${naam}, ${now})
        on conflict (stroom) do update set begonnen_op = excluded.begonnen_op, klaar_op = null
        where l.begonnen_op is not distinct from ${rij.begonnen}`);
      return true;
    },
    async nu({ naam, planning }, wie) {
      if (planning.pauze !== null) return false;
      const now = clock.now();
      await db.query(sql`
        insert into lopendezaken.loop (stroom, begonnen_op, gevraagd_op, gevraagd_door) values (${naam}, ${now}, ${now}, ${wie})
        on conflict (stroom) do update set begonnen_op = excluded.begonnen_op, klaar_op = null,
          gevraagd_op = excluded.gevraagd_op, gevraagd_door = excluded.gevraagd_door`);
      return true;
    },
    async stand({ naam, planning }) {
      const [rij, wacht] = await Promise.all([lees(naam), wachtend(naam)]);
      const now = clock.now();
      const loopt = rij.begonnen !== null && rij.klaar === null && (await heeftWerk(naam, rij.begonnen));
      const opent = volgendeOpening(planning.venster, later(now, begintOp(planning, rij)));
      return {
        stroom: naam,
        begonnenOp: rij.begonnen,
        loopt,
        klaarOp: rij.klaar,
        gevraagdOp: loopt ? rij.gevraagd : null,
        gevraagdDoor: loopt ? rij.door : null,
        wacht,
        volgende: loopt || planning.pauze !== null || opent <= now ? null : opent,
      };
    },
  };
}

/** When the run after the last one begins, the window aside. */
function begintOp({ intervalMinuten }: Stroom['planning'], { begonnen }: Rij): Date {
  return begonnen === null ? new Date(0) : new Date(begonnen.getTime() + intervalMinuten * MINUUT_MS);
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);
