/**
 * What became of every status change: per day the statussen in the registers are as many as those that were sent, those
 * that were not with the reason, and those that are still open. What is left over is unexplained, and is shown one by one.
 *
 * The registers say which statussen there are, the zaakberichten what became of them, and the outbox whether we were told:
 * a status that was read in bulk without a notification, or was there before this connection, is explained by that.
 */
import { vreemdeStatussen, vreemdeStatussenTussen } from '../../integratie/bronnen/index.ts';
import { type Database, join, raw, type Sql, sql } from '../../platform/db/index.ts';
import { whereabouts } from '../../platform/outbox/index.ts';
import { alleStatussen, statussenTussen } from '../../registraties/zaken/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { addDays, beginOfLocalDay } from '../../standaarden/tijd/index.ts';
import { OPEN_STATEN, type Staat } from './beeld.ts';
import { BEOORDELING } from './beoordeling.ts';
import { AAN_ZET } from './lijst.ts';

/** A register of statussen, as SQL. */
export interface Statusregister {
  /** Set between two moments: `id, zaak_id, gezet_op, zaaknummer, zaaktype, statustype`, whether it was `ingelezen` in bulk, and whether the register `wacht` with telling of it. */
  tussen(van: Date, tot: Date): Sql;
  /** The `id` of each. */
  readonly alle: Sql;
}

/** Our own register, and those of others. */
export const STATUSREGISTERS: readonly Statusregister[] = [
  { tussen: statussenTussen, alle: alleStatussen },
  { tussen: vreemdeStatussenTussen, alle: vreemdeStatussen },
];

/** Why a status has no zaakbericht, when that is in order. */
export type Zonder = 'ingelezen' | 'voor';

export interface Reden {
  /** The state in which it ended, or why there is no zaakbericht at all. */
  readonly soort: Staat | Zonder;
  /** Beside the state, where that alone does not say why. */
  readonly reden: string | null;
  readonly aantal: number;
}

export interface Verantwoordingsdag {
  /** `YYYY-MM-DD`, in the Netherlands. */
  readonly dag: string;
  /** In the registers. */
  readonly statussen: number;
  readonly verzonden: number;
  readonly open: number;
  readonly overgeslagen: readonly Reden[];
  readonly onverklaard: number;
  /** Zaakberichten of statussen that are in no register any more; not among the others. */
  readonly verwijderd: number;
}

export interface OnverklaardeStatus {
  readonly statusId: string;
  readonly zaaknummer: string;
  readonly zaaktype: string;
  readonly statustype: string;
  readonly gezetOp: Date;
}

export interface Verantwoording {
  /** Every day of the period, the last one first; at most `MAX_DAGEN`. */
  periode(van: string, totEnMet: string): Promise<readonly Verantwoordingsdag[]>;
  /** The first hundred that nothing explains. */
  onverklaard(van: string, totEnMet: string): Promise<readonly OnverklaardeStatus[]>;
}

export const MAX_DAGEN = 92;
const VERZONDEN = raw(`staat in ('afgeleverd', 'overgedragen')`);
const OPEN = sql`(staat = any(${[...OPEN_STATEN]}::text[]) or ${AAN_ZET})`;

interface Rij {
  readonly dag: string;
  readonly uitkomst: string;
  readonly reden: string | null;
  readonly aantal: number;
}

export function createVerantwoording(options: {
  readonly db: Database;
  readonly registers: readonly Statusregister[];
}): Verantwoording {
  const { db, registers } = options;

  /**
   * Each status with what became of it; `uitkomst` is a state, `open`, `verzonden`, `ingelezen`, `voor`, `onverklaard` or
   * `verwijderd`. One that has a zaakbericht counts on the day that stands there, any other on that of its register.
   */
  const uitkomsten = (van: Date, tot: Date): Sql => sql`
    bericht as materialized (
      select status_id, bool_or(${OPEN}) as open, bool_or(${VERZONDEN}) as verzonden, min(status_gezet_op) as gezet_op,
        (array_agg(staat order by id))[1] as staat, (array_agg(reden order by id))[1] as reden
      from lopendezaken.zaakbericht
      where soort = 'status' and status_gezet_op >= ${van} and status_gezet_op < ${tot} group by status_id
    ),
    zonder as materialized (
      select s.*, ${whereabouts(BEOORDELING, raw('s.zaak_id'), 'status.create', raw('s.id'))} as waar
      from (${join(
        registers.map(({ tussen }) => tussen(van, tot)),
        ' union all ',
      )}) s
      where not exists (select 1 from lopendezaken.zaakbericht z where z.status_id = s.id and z.soort = 'status')
    ),
    uitkomst as (
      select gezet_op, reden, status_id as id, null as zaaknummer, null as zaaktype, null as statustype,
        case when ${geen(registers)} then 'verwijderd' when open then 'open' when verzonden then 'verzonden' else staat end as uitkomst
      from bericht b
      union all
      select gezet_op, null, id, zaaknummer, zaaktype, statustype, case when wacht then 'open'
        when waar is null and ingelezen then 'ingelezen' when waar in ('open', 'voor') then waar else 'onverklaard' end
      from zonder
    )`;

  return {
    async periode(van, totEnMet) {
      const [begin, eind] = grenzen(van, totEnMet);
      const rows = await db.query<Rij>(sql`
        with ${uitkomsten(begin, eind)}
        select to_char(gezet_op at time zone 'Europe/Amsterdam', 'YYYY-MM-DD') as dag, uitkomst,
          case when uitkomst = 'niet_van_toepassing' then reden end as reden, count(*) as aantal
        from uitkomst group by 1, 2, 3 order by 1 desc, 4 desc, 2`);
      return dagenVan(van, totEnMet).map((dag) =>
        dagVan(
          dag,
          rows.filter((row) => row.dag === dag),
        ),
      );
    },
    async onverklaard(van, totEnMet) {
      const [begin, eind] = grenzen(van, totEnMet);
      return await db.query<OnverklaardeStatus>(sql`
        with ${uitkomsten(begin, eind)}
        select id as "statusId", zaaknummer, zaaktype, statustype, gezet_op as "gezetOp"
        from uitkomst where uitkomst = 'onverklaard' order by gezet_op, id limit 100`);
    },
  };
}

/** Bericht `b` is about a status that is in none of these. */
const geen = (registers: readonly Statusregister[]): Sql =>
  join(
    registers.map(({ alle }) => sql`not exists (select 1 from (${alle}) r where r.id = b.status_id)`),
    ' and ',
  );

function grenzen(van: string, totEnMet: string): readonly [Date, Date] {
  const [begin, eind] = [beginOfLocalDay(van), beginOfLocalDay(addDays(totEnMet, 1))];
  if (begin === null || eind === null) throw new Error('a day that does not exist was let through');
  return [begin, eind];
}

/** The days of a period, the last one first. */
function dagenVan(van: string, totEnMet: string): readonly string[] {
  const dagen: string[] = [];
  for (let dag = totEnMet; dag >= van && dagen.length < MAX_DAGEN; dag = addDays(dag, -1)) dagen.push(dag);
  return dagen;
}

const APART = new Set(['verzonden', 'open', 'onverklaard', 'verwijderd']);

function dagVan(dag: string, rows: readonly Rij[]): Verantwoordingsdag {
  const som = (uitkomst: string): number =>
    rows.filter((row) => row.uitkomst === uitkomst).reduce((sum, row) => sum + row.aantal, 0);
  const overgeslagen = rows
    .filter(({ uitkomst }) => !APART.has(uitkomst))
    .map(
      ({ uitkomst, reden, aantal }): Reden => ({
        soort: uitkomst as Reden['soort'],
        reden: reden === null ? null : maskBsn(reden),
        aantal,
      }),
    );
  const verwijderd = som('verwijderd');
  return {
    dag,
    statussen: rows.reduce((sum, row) => sum + row.aantal, 0) - verwijderd,
    verzonden: som('verzonden'),
    open: som('open'),
    overgeslagen,
    onverklaard: som('onverklaard'),
    verwijderd,
  };
}
