/** A message that another system gave us to send, as it is kept; what it looks like on the wire stands in `beeld.ts`. */
import { raw, sql, type Tx } from '../../../platform/db/index.ts';

export const STATEN = [
  'te_verzenden',
  'verzonden',
  'bevestigd',
  'overgedragen',
  'geweigerd',
  'verlopen_onbekend',
  'fout',
  'ingetrokken',
] as const;
/**
 * - `te_verzenden`: waits for its turn, or the other side takes nothing in now.
 * - `verzonden`: taken in, the acknowledgment is awaited.
 * - `bevestigd`, `overgedragen` (to a carrier that tells no more), `ingetrokken`: ended.
 * - `geweigerd`, `verlopen_onbekend` (it may have arrived), `fout` (it cannot be made): somebody must choose.
 */
export type Staat = (typeof STATEN)[number];

/** States in which sending it again, under a new MessageId, is a choice that somebody must make. */
export const TE_KIEZEN: readonly Staat[] = ['geweigerd', 'verlopen_onbekend', 'fout'];

/** A payload as it is kept. */
export interface Deel {
  readonly naam: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Key in the store of objects; without it the bytes stand in the row. */
  readonly object?: string;
}

export interface Moment {
  readonly tijd: string;
  readonly wat: string;
  readonly toelichting: string | null;
}

/** As much of it as the work needs. */
export interface Zending {
  readonly id: string;
  readonly clientId: string;
  readonly cpaId: string;
  readonly vanPartij: string;
  readonly service: string;
  readonly action: string;
  readonly conversationId: string;
  readonly refToMessageId: string | null;
  readonly messageId: string;
  readonly baan: string;
  readonly opVolgorde: boolean;
  readonly staat: Staat;
  readonly token: string | null;
  readonly trace: string | null;
  readonly delen: readonly Deel[];
}

export const KOLOMMEN = raw(`id, client_id as "clientId", cpa_id as "cpaId", van_partij as "vanPartij", service, action,
  conversation_id as "conversationId", ref_to_message_id as "refToMessageId", message_id as "messageId", baan,
  op_volgorde as "opVolgorde", staat, token, trace, delen`);

/** A change of state. What is left out stays as it is; each change is a moment on the timeline. */
export interface Wijziging {
  readonly id: string;
  readonly staat: Staat;
  readonly reden: string | null;
  readonly token: string | null;
  readonly wat: string;
  /** A new one takes the place of the one it had. */
  readonly messageId?: string;
}

/** States after which the payload is of no use to anybody: it is then not kept. */
const AF: readonly Staat[] = ['bevestigd', 'overgedragen', 'ingetrokken'];

/** Stores changes of state, of zendingen that this transaction has locked. One statement. */
export async function wijzig(tx: Tx, wijzigingen: readonly Wijziging[], now: Date): Promise<void> {
  if (wijzigingen.length === 0) return;
  const of = <T>(get: (one: Wijziging) => T): T[] => wijzigingen.map(get);
  await tx.query(sql`
    with nieuw as (
      select * from unnest(${of((w) => w.id)}::uuid[], ${of((w) => w.staat)}::text[], ${of((w) => w.reden)}::text[],
        ${of((w) => w.token)}::text[], ${of((w) => w.messageId ?? null)}::text[],
        ${of((w) => JSON.stringify([moment(now, w.wat, w.reden)]))}::jsonb[], ${of((w) => AF.includes(w.staat))}::boolean[]
      ) as n (id, staat, reden, token, message_id, moment, af)
    ), gewijzigd as (
      update digikoppeling.zending z set staat = n.staat, reden = n.reden, token = n.token, gewijzigd = ${now},
        bevestigd = case when n.staat = 'bevestigd' then ${now}::timestamptz else z.bevestigd end,
        eerdere_ids = case when n.message_id is null then z.eerdere_ids else z.eerdere_ids || z.message_id end,
        message_id = coalesce(n.message_id, z.message_id), tijdlijn = z.tijdlijn || n.moment,
        inhoud = case when n.af then '' else z.inhoud end
      from nieuw n where z.id = n.id
      returning z.delen, n.af
    )
    update digikoppeling.object o set in_gebruik = false, sinds = ${now}
    from gewijzigd g, jsonb_array_elements(g.delen) d where g.af and o.sleutel = (d ->> 'object')::uuid`);
}

export function moment(tijd: Date, wat: string, toelichting: string | null): Moment {
  return { tijd: tijd.toISOString(), wat, toelichting };
}

/** A token on which a lane waits for somebody's choice. */
export const keuzeToken = (id: string, uniek: string): string => `keuze:${id}:${uniek}`;

/** The turn of a zending in its lane: for ourselves alone, so on a channel of its own. */
export const BEURT = { channel: 'zendingen', kind: 'zending.te_verzenden' } as const;

export function beurtVoor({ id, cpaId, baan, trace }: Pick<Zending, 'id' | 'cpaId' | 'baan' | 'trace'>) {
  return { ...BEURT, subject: baan, body: { zending: id, cpaId }, trace };
}
