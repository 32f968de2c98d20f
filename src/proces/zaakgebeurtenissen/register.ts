/** Of which zaken was told, and up to where. */
import { sql, type Tx } from '../../platform/db/index.ts';

/** Channel of the outbox on which a document says to its zaken that it changed. */
export const KANAAL = 'zaakgebeurtenissen';

export type Kenmerken = Readonly<Record<string, string>>;

/** What waits in the lane of a zaak from one event on. */
export interface Reeks {
  readonly zaak: string;
  /** Was this event told of with one before it? */
  readonly verteld: boolean;
  /** The last change that one message can stand for. */
  readonly tot: number;
  /** When that was recorded. */
  readonly moment: Date;
}

/**
 * Everything that was recorded of these zaken by now: one message stands for all of it, since who gets it asks for the
 * zaak as it is then. Not past an opening: what changed after that, the one who looked has not seen.
 */
export async function leesReeksen(
  tx: Tx,
  events: readonly { readonly zaak: string; readonly nr: number }[],
): Promise<ReadonlyMap<string, Reeks>> {
  const rows = await tx.query<Reeks>(sql`
    select h.zaak, coalesce(z.gedekt_tot >= h.nr, false) as verteld, e.subject_nr as tot, e.moment
    from unnest(${events.map((e) => e.zaak)}::uuid[], ${events.map((e) => e.nr)}::bigint[]) as h (zaak, nr)
    left join zaakgebeurtenissen.zaak z on z.zaak_id = h.zaak
    cross join lateral (
      select subject_nr, coalesce((body ->> 'sinds')::timestamptz, at) as moment from outbox.event
      where subject = h.zaak and subject_nr >= h.nr and channel in ('zaken', ${KANAAL}) and kind not like 'extern.%'
        and subject_nr < coalesce((
          select min(subject_nr) from outbox.event
          where subject = h.zaak and subject_nr > h.nr and kind = 'zaak.geopend'), 9223372036854775807)
      order by subject_nr desc limit 1
    ) e`);
  return new Map(rows.map((row) => [row.zaak, row]));
}

/** Which of these zaken were ever told of. */
export async function leesVerteld(tx: Tx, zaken: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select zaak_id as id from zaakgebeurtenissen.zaak where zaak_id = any(${zaken}::uuid[])`);
  return rows.map(({ id }) => id);
}

export interface Verteld {
  readonly zaak: string;
  readonly hoofdzaak: string | null;
  readonly tot: number;
  readonly kenmerken: Kenmerken;
}

export async function schrijfVerteld(tx: Tx, rows: readonly Verteld[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(sql`
    insert into zaakgebeurtenissen.zaak as z (zaak_id, hoofdzaak_id, gedekt_tot, kenmerken, verteld_op)
    select zaak, hoofdzaak, tot, kenmerken::json, ${now}
    from unnest(${rows.map((r) => r.zaak)}::uuid[], ${rows.map((r) => r.hoofdzaak)}::uuid[],
      ${rows.map((r) => r.tot)}::bigint[], ${rows.map((r) => JSON.stringify(r.kenmerken))}::text[]
    ) as n (zaak, hoofdzaak, tot, kenmerken)
    order by zaak
    on conflict (zaak_id) do update set hoofdzaak_id = excluded.hoofdzaak_id, kenmerken = excluded.kenmerken,
      gedekt_tot = greatest(z.gedekt_tot, excluded.gedekt_tot)`);
}

/** Forgets these zaken and their deelzaken, as far as they are gone; gives those of which was told. */
export async function vergeet(
  tx: Tx,
  zaken: readonly string[],
): Promise<readonly { readonly zaak: string; readonly via: string; readonly kenmerken: Kenmerken }[]> {
  if (zaken.length === 0) return [];
  return await tx.query(sql`
    with weg as (
      delete from zaakgebeurtenissen.zaak v
      where (v.zaak_id = any(${zaken}::uuid[]) or v.hoofdzaak_id = any(${zaken}::uuid[]))
        and not exists (select 1 from zaken.zaak z where z.id = v.zaak_id)
      returning v.*
    )
    select zaak_id as zaak, case when zaak_id = any(${zaken}::uuid[]) then zaak_id else hoofdzaak_id end as via, kenmerken
    from weg order by zaak_id`);
}
