/** The zaakberichten as lists: filtered, by key, and the few that an operator must see first. */
import { and, type Queryable, raw, type Sql, sql } from '../../platform/db/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import {
  GETELD,
  type Kop,
  PER_PAGINA,
  type ZaakberichtFilter,
  type ZaakberichtLijst,
  type ZaakberichtRegel,
} from './beeld.ts';
import { telStaten } from './stand.ts';

/** fout, or expired while the lane still waits: then an operator decides. As in the index on it. */
export const AAN_ZET = raw(`(staat = 'fout' or (staat = 'verlopen_onbekend' and token is not null))`);
export const ONDERWEG = raw(`staat in ('wacht_op_controle', 'te_verzenden', 'verzonden')`);

/** A withdrawal is about the status that it takes back, a removal about the zaak. */
const WAT =
  raw(`case soort when 'intrekking' then 'Intrekking van: ' || statustype when 'verwijdering' then 'Verwijdering van de zaak'
  else statustype end as statustype`);

export const REGEL = sql`id, zaaknummer, zaaktype, ${WAT}, staat, reden, status_gezet_op as "statusGezetOp", gewijzigd_op as "gewijzigdOp",
  ${AAN_ZET} as "wachtOpBeheerder"`;

/** A place in the list: the microseconds of its status, which a Date does not hold, and its id. */
const PLAATS = /^(-?\d{1,17})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Higher than any other character, in octets too. */
const HOOGST = '\u{10FFFF}';

/** True for what a page gave as `verder`. */
export const isPlaats = (text: string): boolean => PLAATS.test(text);

type Rij = ZaakberichtRegel & { readonly micros: string };

async function bladzijde(db: Queryable, filter: ZaakberichtFilter, size: number): Promise<readonly Rij[]> {
  return await db.query<Rij>(sql`
    select ${REGEL}, (extract(epoch from status_gezet_op) * 1000000)::bigint::text as micros
    from lopendezaken.zaakbericht where ${and([...voorwaarden(filter), ...naPlaats(filter.na)])}
    order by status_gezet_op desc, id desc limit ${raw(String(size))}`);
}

const plaatsVan = ({ micros, id }: Rij): string => `${micros}_${id}`;

/** One page, with where the next begins. */
export async function lijst(db: Queryable, filter: ZaakberichtFilter): Promise<ZaakberichtLijst> {
  const [rows, telling] = await Promise.all([bladzijde(db, filter, PER_PAGINA + 1), tel(db, filter)]);
  const page = rows.slice(0, PER_PAGINA);
  return { regels: page.map(regelVan), verder: rows.length > PER_PAGINA ? plaatsVan(page.at(-1)!) : null, ...telling };
}

const DEEL = 1_000;

/** All of them, by key: what changes meanwhile is neither left out nor given twice. */
export async function* alles(db: Queryable, filter: ZaakberichtFilter): AsyncGenerator<readonly ZaakberichtRegel[]> {
  let na = filter.na;
  for (;;) {
    const rows = await bladzijde(db, { ...filter, ...(na !== undefined && { na }) }, DEEL);
    if (rows.length > 0) yield rows.map(regelVan);
    if (rows.length < DEEL) return;
    na = plaatsVan(rows.at(-1)!);
  }
}

/** Counted anyway when no more than the state is asked; otherwise up to `GETELD`. */
async function tel(db: Queryable, filter: ZaakberichtFilter): Promise<{ totaal: number; meer: boolean }> {
  const { na: _na, staat, ...rest } = filter;
  if (Object.keys(rest).length === 0) {
    const aantallen = await telStaten(db);
    const totaal = staat === undefined ? Object.values(aantallen).reduce((a, b) => a + b, 0) : aantallen[staat];
    return { totaal, meer: false };
  }
  const found = await telTot(db, and(voorwaarden(filter)));
  return { totaal: Math.min(found, GETELD), meer: found > GETELD };
}

async function telTot(db: Queryable, where: Sql): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    sql`select count(*) as n from (select 1 from lopendezaken.zaakbericht where ${where} ${raw(`limit ${GETELD + 1}`)}) t`,
  );
  return row!.n;
}

const TOP = raw('limit 5');

/** The oldest of these. */
export async function kop(db: Queryable, where: Sql): Promise<Kop> {
  const [regels, aantal] = await Promise.all([
    db.query<ZaakberichtRegel>(
      sql`select ${REGEL} from lopendezaken.zaakbericht where ${where} order by status_gezet_op, id ${TOP}`,
    ),
    telTot(db, where),
  ]);
  return { regels: regels.map(zonderBsn), aantal: Math.min(aantal, GETELD) };
}

/** Each zaaktype once, from one index entry to the next: hundreds of steps, not a million rows. */
export async function zaaktypen(db: Queryable): Promise<readonly string[]> {
  const rows = await db.query<{ zaaktype: string }>(
    raw(`with recursive soort as (
        (select zaaktype from lopendezaken.zaakbericht order by zaaktype limit 1)
        union all
        select (select z.zaaktype from lopendezaken.zaakbericht z where z.zaaktype > soort.zaaktype order by z.zaaktype limit 1)
        from soort where soort.zaaktype is not null)
      select zaaktype from soort where zaaktype is not null order by zaaktype`),
  );
  return rows.map(({ zaaktype }) => zaaktype);
}

function voorwaarden({ staat, aanZet, zaaknummer, zaaktype, stroom, van, tot }: ZaakberichtFilter): readonly Sql[] {
  const found: Sql[] = [];
  if (staat !== undefined) found.push(sql`staat = ${staat}`);
  if (aanZet) found.push(AAN_ZET);
  if (zaaknummer?.endsWith('*')) {
    const begin = zaaknummer.slice(0, -1);
    found.push(sql`zaaknummer ~>=~ ${begin} and zaaknummer ~<~ ${begin + HOOGST}`);
  } else if (zaaknummer !== undefined) found.push(sql`zaaknummer = ${zaaknummer}`);
  if (zaaktype !== undefined) found.push(sql`zaaktype = ${zaaktype}`);
  if (stroom !== undefined) found.push(sql`stroom = ${stroom}`);
  if (van !== undefined) found.push(sql`status_gezet_op >= ${van}`);
  if (tot !== undefined) found.push(sql`status_gezet_op < ${tot}`);
  return found;
}

function naPlaats(na: string | undefined): readonly Sql[] {
  const found = na === undefined ? null : PLAATS.exec(na);
  if (!found) return [];
  const moment = sql`timestamptz 'epoch' + ${found[1]!}::bigint * interval '1 microsecond'`;
  return [sql`(status_gezet_op, id) < (${moment}, ${found[2]!}::uuid)`];
}

function regelVan({ micros: _micros, ...regel }: Rij): ZaakberichtRegel {
  return zonderBsn(regel);
}

/** Texts of others may quote a number; no BSN leaves by a list. */
export function zonderBsn<T extends ZaakberichtRegel>(regel: T): T {
  return { ...regel, reden: regel.reden === null ? null : maskBsn(regel.reden) };
}
