/**
 * The log of what operators do: who, in what role, what, to what, why, when, and how it ended.
 *
 * A row is written in the transaction of the action, or else right before it: there is no action without its row. Nothing
 * is changed or removed afterwards, and the database holds to that. A BSN in a reason is masked before it is kept.
 */
import { and, type Database, type Queryable, type Sql, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import type { Wie } from './wie.ts';

export interface NieuweHandeling {
  /** What was done, in plain Dutch: `Zaakbericht overgeslagen`. */
  readonly soort: string;
  /** To what: a zaaknummer, an id, a CPA. */
  readonly object: string;
  readonly reden?: string | null;
}

/** `onbekend`: it is not known whether it was done. */
export const UITKOMSTEN = ['gedaan', 'niet gedaan', 'onbekend'] as const;
export type Uitkomst = (typeof UITKOMSTEN)[number];

export interface Handeling {
  readonly nr: number;
  readonly op: Date;
  readonly subject: string;
  readonly naam: string;
  readonly rol: string;
  readonly soort: string;
  readonly object: string;
  readonly reden: string | null;
  readonly trace: string | null;
  /** Null while it is under way, or when it was broken off. */
  readonly uitkomst: Uitkomst | null;
}

export interface HandelingFilter {
  /** Part of the name, in any case. */
  readonly naam?: string;
  readonly soort?: string;
  /** The whole object. */
  readonly object?: string;
  readonly vanaf?: Date;
  /** Before this moment. */
  readonly tot?: Date;
  /** From 1. */
  readonly pagina: number;
}

export interface HandelingLijst {
  readonly regels: readonly Handeling[];
  readonly totaal: number;
}

export const PER_PAGINA = 50;

export interface Logboek {
  /** Writes what is done, and gives its number. With an outcome when that is known: in the transaction of the action. */
  schrijf(tx: Queryable, wie: Wie, handeling: NieuweHandeling, uitkomst?: Uitkomst): Promise<number>;
  /** The same in a transaction of its own: right before what has none to join, or of what was no change. */
  noteer(wie: Wie, handeling: NieuweHandeling, uitkomst?: Uitkomst): Promise<number>;
  /** Writes how it ended, of what was written right before it. */
  sluit(nr: number, uitkomst: Uitkomst): Promise<void>;
  zoek(filter: HandelingFilter): Promise<HandelingLijst>;
  /** The kinds that the log has. */
  soorten(): Promise<readonly string[]>;
}

const MAX = { reden: 2_000, object: 300, naam: 255, trace: 55 };

export function createLogboek(db: Database, clock: Clock): Logboek {
  const logboek: Logboek = {
    noteer: (wie, handeling, uitkomst) => db.transaction((tx) => logboek.schrijf(tx, wie, handeling, uitkomst)),
    async schrijf(tx, { subject, naam, rol, trace }, { soort, object, reden = null }, uitkomst) {
      const op = clock.now();
      const [row] = await tx.query<{ nr: number }>(sql`
        insert into handelingen.handeling (op, subject, naam, rol, soort, object, reden, trace)
        values (${op}, ${subject.slice(0, MAX.naam)}, ${naam.slice(0, MAX.naam)}, ${rol}, ${soort},
          ${maskBsn(object).slice(0, MAX.object)}, ${reden === null ? null : maskBsn(reden).slice(0, MAX.reden)},
          ${trace?.slice(0, MAX.trace) ?? null})
        returning nr`);
      const { nr } = row!;
      if (uitkomst !== undefined) await sluit(tx, nr, uitkomst);
      return nr;
    },
    sluit: (nr, uitkomst) => sluit(db, nr, uitkomst),
    async zoek(filter) {
      const where = and(conditions(filter));
      const regels = await db.query<Handeling>(sql`
        select h.nr, h.op, h.subject, h.naam, h.rol, h.soort, h.object, h.reden, h.trace, u.uitkomst
        from handelingen.handeling h left join handelingen.uitkomst u on u.handeling = h.nr
        where ${where} order by h.op desc, h.nr desc limit ${PER_PAGINA} offset ${(filter.pagina - 1) * PER_PAGINA}`);
      const [telling] = await db.query<{ totaal: number }>(
        sql`select count(*) as totaal from handelingen.handeling h where ${where}`,
      );
      return { regels, totaal: telling!.totaal };
    },
    async soorten() {
      const rows = await db.query<{ soort: string }>(
        sql`select distinct soort from handelingen.handeling order by soort`,
      );
      return rows.map(({ soort }) => soort);
    },
  };
  return logboek;

  async function sluit(tx: Queryable, nr: number, uitkomst: Uitkomst): Promise<void> {
    await tx.query(sql`
      insert into handelingen.uitkomst (handeling, op, uitkomst) values (${nr}, ${clock.now()}, ${uitkomst})
      on conflict do nothing`);
  }
}

function conditions({ naam, soort, object, vanaf, tot }: HandelingFilter): Sql[] {
  const found: Sql[] = [];
  if (naam) found.push(sql`position(lower(${naam}) in lower(h.naam)) > 0`);
  if (soort) found.push(sql`h.soort = ${soort}`);
  if (object) found.push(sql`h.object = ${object}`);
  if (vanaf) found.push(sql`h.op >= ${vanaf}`);
  if (tot) found.push(sql`h.op < ${tot}`);
  return found;
}
