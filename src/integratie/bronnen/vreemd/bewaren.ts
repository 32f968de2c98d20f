/**
 * Writing down which statussen of another's register are ours to tell about, each once: told twice, or told and found in
 * a list, it is one row and one event. Who is told in the house gets the same event as of a status of our own.
 *
 * Statussen of one zaak are told in the order in which they were set: as long as one found in a list waits for the end of
 * its round, what comes after it of the same zaak waits with it.
 */
import { type Queryable, sql, type Tx } from '../../../platform/db/index.ts';
import type { NewEvent } from '../../../platform/outbox/index.ts';
import { uuidOf } from '../../../platform/time/index.ts';
import type { Bekend } from './lezen.ts';
import { idVan } from './vertalen.ts';

/** On which we tell the house; never for an abonnement. */
export const KANAAL = 'bronnen';

export interface Nieuws {
  readonly pad: string;
  readonly zaakPad: string;
  /** datumStatusGezet, when a list told it. */
  readonly gezet: Date | null;
}

export interface Melding {
  readonly register: string;
  readonly door: 'notificatie' | 'peiling';
  readonly nu: Date;
  /** Null: when the round of lists ends. */
  readonly vertellenNa: Date | null;
  readonly trace: string | null;
}

/** Stores what is new of it; gives how many that were. */
export async function bewaar(tx: Tx, nieuws: readonly Nieuws[], melding: Melding): Promise<number> {
  if (nieuws.length === 0) return 0;
  const { register, door, nu, vertellenNa, trace } = melding;
  // A uuid that stands at the end of an address of another register too: that one had it first.
  const ids = nieuws.map(({ pad }) => idVan(pad));
  const taken = await tx.query<{ id: string }>(sql`
    select id from bronnen.status s join unnest(${ids}::uuid[], ${nieuws.map((een) => een.pad)}::text[]) as g (id, pad) using (id)
    where s.register <> ${register} or s.pad <> g.pad`);
  const vergeven = new Set(taken.map(({ id }) => id));
  const rows = await tx.query<{ id: string }>(sql`
    insert into bronnen.status (id, register, pad, zaak_pad, zaak_id, gevonden_door, gevonden, gezet, vertellen_na, trace)
    select g.id, ${register}, g.pad, g.zaak_pad, g.zaak_id, ${door}, ${nu}, g.gezet, ${vertellenNa}, ${trace}
    from unnest(
      ${ids.map((id, i) => (vergeven.has(id) ? uuidOf(`${register} ${nieuws[i]!.pad}`) : id))}::uuid[],
      ${nieuws.map((een) => een.pad)}::text[], ${nieuws.map((een) => een.zaakPad)}::text[],
      ${nieuws.map((een) => idVan(een.zaakPad))}::uuid[], ${nieuws.map((een) => een.gezet)}::timestamptz[]
    ) as g (id, pad, zaak_pad, zaak_id, gezet)
    on conflict (register, pad) do nothing
    returning id`);
  if (rows.length > 0)
    await tx.query(sql`
      update bronnen.register set gevonden = gevonden + ${rows.length},
        door_peiling = door_peiling + ${door === 'peiling' ? rows.length : 0} where naam = ${register}`);
  return rows.length;
}

/** Those of the round of lists may be told now. */
export async function rondeKlaar(tx: Tx, register: string, nu: Date): Promise<void> {
  await tx.query(sql`
    update bronnen.status set vertellen_na = ${nu} where register = ${register} and verteld is null and vertellen_na is null`);
}

const PER_KEER = 500;

/**
 * Tells the house what is due, in the transaction of the caller; gives how many. One caller at a time: the row of the
 * register is locked, so that a notification and the end of a round do not pass each other.
 */
export async function vertel(
  tx: Tx,
  register: string,
  nu: Date,
  publish: (tx: Tx, events: readonly NewEvent[]) => Promise<unknown>,
): Promise<number> {
  await tx.query(sql`select 1 as ok from bronnen.register where naam = ${register} for update`);
  const rows = await tx.query<{ id: string; zaak_id: string; trace: string | null }>(sql`
    select id, zaak_id, trace from bronnen.status s
    where register = ${register} and verteld is null and vertellen_na <= ${nu} and not exists (
      select 1 from bronnen.status o
      where o.register = s.register and o.zaak_pad = s.zaak_pad and o.verteld is null and o.vertellen_na is null)
    order by gezet nulls last, gevonden, id limit ${PER_KEER}`);
  if (rows.length === 0) return 0;
  await tx.query(sql`update bronnen.status set verteld = ${nu} where id = any(${rows.map(({ id }) => id)}::uuid[])`);
  await publish(
    tx,
    rows.map(({ id, zaak_id, trace }) => ({
      channel: KANAAL,
      kind: 'status.create',
      subject: zaak_id,
      body: { resourceId: id, register },
      trace,
    })),
  );
  return rows.length;
}

/** Which of these ids are of another's register. */
export async function vanVreemden(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly (Bekend & { readonly register: string })[]> {
  return await db.query(sql`
    select id, register, pad, zaak_pad as "zaakPad" from bronnen.status where id = any(${ids}::uuid[])`);
}
