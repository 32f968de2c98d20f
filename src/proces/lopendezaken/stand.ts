/**
 * How Lopende Zaken stands, for who measures and for who is warned (L10): how many in each state, what waits and since when,
 * and whether the sources answer. Each number comes from the head of an index or from totals that triggers keep
 * (`migraties/0006-bewaking.sql`), so it costs the same at ten zaakberichten and at a million.
 */
import { type Database, type Queryable, raw, sql } from '../../platform/db/index.ts';
import { createLoops, type Loops } from '../../platform/time/index.ts';
import { EIND_STATEN, OPEN_STATEN, type OpenStaat, type Staat } from './beeld.ts';
import type { Bronnaam } from './schakelaar.ts';

export interface Bewaking {
  /** `nu`: how many there are; `ooit`: how many ever came into this state. */
  readonly staten: Readonly<Record<Staat, { readonly nu: number; readonly ooit: number }>>;
  /** Since when the oldest waits, counted from when we first heard of its status; null when none does. */
  readonly oudste: Readonly<Record<OpenStaat, Date | null>>;
  /** What waits for an operator; counted up to 10,000. */
  readonly beheerder: { readonly aantal: number; readonly sinds: Date | null };
  /** Only sources that were ever asked. */
  readonly bronnen: readonly BronStand[];
}

export interface BronStand {
  readonly naam: Bronnaam;
  /** Null while it answers. */
  readonly wegSinds: Date | null;
  readonly reden: string | null;
}

const GETELD = 10_000;
/** As in the indexes; the planner only uses those when the words are the same. */
const OPEN = raw(
  `(staat in ('wacht_op_controle', 'te_verzenden', 'fout') or (staat = 'verzonden' and token is not null))`,
);
export const BIJ_BEHEERDER = raw(`(staat = 'fout' or (staat = 'verlopen_onbekend' and token is not null))`);

export async function leesStand(db: Queryable): Promise<Bewaking> {
  const [tellingen, oudste, [beheerder], bronnen] = await Promise.all([
    db.query<{ staat: Staat; nu: number; ooit: number }>(sql`
      select staat, sum(aantal)::bigint as nu, sum(ooit)::bigint as ooit
      from (select * from lopendezaken.telling union all select * from lopendezaken.telling_erbij) as t group by staat`),
    db.query<{ staat: OpenStaat; id: string }>(sql`
      select s.staat, k.id from unnest(${[...OPEN_STATEN]}::text[]) as s (staat), lateral (
        select id from lopendezaken.zaakbericht where staat = s.staat and ${OPEN} order by staat, id limit 1) as k`),
    db.query<{ aantal: number; sinds: Date | null }>(sql`
      select count(*) as aantal, min(gewijzigd_op) as sinds from (
        select gewijzigd_op from lopendezaken.zaakbericht where ${BIJ_BEHEERDER} order by gewijzigd_op limit ${GETELD}) as w`),
    db.query<BronStand>(sql`select naam, weg_sinds as "wegSinds", reden from lopendezaken.bron order by naam`),
  ]);
  const telling = new Map(tellingen.map(({ staat, nu, ooit }) => [staat, { nu, ooit }]));
  const heads = new Map(oudste.map(({ staat, id }) => [staat, momentVan(id)]));
  return {
    staten: perNaam([...OPEN_STATEN, ...EIND_STATEN], (staat) => telling.get(staat) ?? { nu: 0, ooit: 0 }),
    oudste: perNaam(OPEN_STATEN, (staat) => heads.get(staat) ?? null),
    beheerder: beheerder!,
    bronnen,
  };
}

/** How many zaakberichten stand in each state: exact at any moment, folded or not, and not counted (a million: 1 ms). */
export async function telStaten(db: Queryable): Promise<Readonly<Record<Staat, number>>> {
  const rows = await db.query<{ staat: Staat; n: number }>(
    raw(`
    select staat, sum(aantal)::bigint as n
    from (select * from lopendezaken.telling union all select * from lopendezaken.telling_erbij) as t group by staat`),
  );
  const telling = new Map(rows.map(({ staat, n }) => [staat, n]));
  return perNaam([...OPEN_STATEN, ...EIND_STATEN], (staat) => telling.get(staat) ?? 0);
}

/** How many came into error after this moment and are still there; counted up to 10,000. */
export async function telFouten(db: Queryable, na: Date): Promise<number> {
  const [row] = await db.query<{ aantal: number }>(sql`
    select count(*) as aantal from (
      select 1 from lopendezaken.zaakbericht where ${BIJ_BEHEERDER} and gewijzigd_op > ${na} limit ${GETELD}) as f`);
  return row!.aantal;
}

/** RFC 9562 §5.7: the first 48 bits of a uuid v7 are the milliseconds since 1970. */
export function momentVan(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

function perNaam<K extends string, T>(namen: readonly K[], of: (naam: K) => T): Record<K, T> {
  return Object.fromEntries(namen.map((naam) => [naam, of(naam)])) as Record<K, T>;
}

/** Folds what the triggers appended into the totals; gives how many rows that were. */
export async function vouwTelling(db: Database): Promise<number> {
  const [row] = await db.query<{ gevouwen: number }>(sql`
    with erbij as (delete from lopendezaken.telling_erbij returning *),
    som as (select staat, sum(aantal)::bigint as aantal, sum(ooit)::bigint as ooit from erbij group by staat order by staat),
    nieuw as (
      insert into lopendezaken.telling as t select * from som
      on conflict (staat) do update set aantal = t.aantal + excluded.aantal, ooit = t.ooit + excluded.ooit returning 1)
    select count(*) as gevouwen from erbij`);
  return row!.gevouwen;
}

const VOUW_MS = 5_000;
const NA_FOUT_MS = 30_000;

/** Keeps folding until it is stopped. */
export function startVouwen(db: Database, onFault: (name: string, error: unknown) => void): Loops {
  const loops = createLoops({ pollMs: VOUW_MS, afterFaultMs: NA_FOUT_MS, onFault });
  loops.add('telling van zaakberichten', async () => {
    await vouwTelling(db);
    return 0;
  });
  return loops;
}
