/** The zaakberichten as they are kept. Every change of state writes a moment on the timeline, in the same statement. */
import type { Rolsoort } from '../../integratie/bronnen/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Staat } from './beeld.ts';
import type { Inhoud } from './inhoud.ts';
import type { Besluitregel } from './verantwoorden.ts';

export interface NieuwZaakbericht {
  readonly id: string;
  readonly statusId: string;
  /** Of the person who is told; null when it is about nobody in particular. */
  readonly rolId: string | null;
  readonly rolsoort: Rolsoort | null;
  readonly stroom: string | null;
  /** Version of the inrichting. */
  readonly inrichting: number;
  readonly besluit: readonly Besluitregel[];
  readonly zaakId: string;
  readonly zaaknummer: string;
  readonly zaaktype: string;
  readonly statustype: string;
  readonly statusGezetOp: Date;
  /** When the register told of it. */
  readonly eventOp: Date;
  readonly staat: Staat;
  readonly reden: string | null;
  readonly gecontroleerdOp: Date | null;
  readonly bsn: string | null;
  readonly trace: string | null;
}

interface MomentJson {
  readonly tijd: string;
  readonly wat: string;
  readonly toelichting: string | null;
}

const moment = (tijd: Date, wat: string, toelichting: string | null = null): MomentJson => ({
  tijd: tijd.toISOString(),
  wat,
  toelichting,
});

const WAT: Partial<Record<Staat, string>> = {
  wacht_op_controle: 'Controle lukte niet',
  te_verzenden: 'Gecontroleerd: wordt verzonden',
  geen_account: 'Gecontroleerd: geen account',
  bsn_niet_authentiek: 'Gecontroleerd: BSN niet authentiek',
  niet_van_toepassing: 'Niet van toepassing',
  geen_toestemming: 'Mag niet worden verteld',
  buiten_proefproductie: 'Valt buiten de proef',
  overgedragen: 'Gaat langs een andere weg',
};

/** A zaakbericht as it was just decided about. */
export interface Beoordeeld {
  readonly id: string;
  readonly zaakId: string;
  readonly stroom: string | null;
  readonly staat: Staat;
  readonly trace: string | null;
}

/**
 * Stores what was decided. Who was waiting for a check keeps his row; a repeated failure only renews the reason. About
 * whom was decided before is left alone: one of two persons may wait while the other's message is long gone. Gives those
 * that were stored.
 */
export async function schrijfBeoordelingen(
  tx: Tx,
  rows: readonly NieuwZaakbericht[],
  now: Date,
): Promise<readonly Beoordeeld[]> {
  if (rows.length === 0) return [];
  const of = <T>(get: (row: NieuwZaakbericht) => T): T[] => rows.map(get);
  return await tx.query<Beoordeeld>(sql`
    insert into lopendezaken.zaakbericht as z (id, status_id, rol_id, rolsoort, stroom, inrichting, besluit, zaak_id, zaaknummer,
      zaaktype, statustype, staat, reden, status_gezet_op, gewijzigd_op, account_gecontroleerd_op, bsn, trace, tijdlijn)
    select id, status_id, rol_id, rolsoort, stroom, inrichting, besluit, zaak_id, zaaknummer, zaaktype, statustype, staat, reden,
      status_gezet_op, ${now}, gecontroleerd, bsn, trace, eerste || nieuw
    from unnest(
      ${of((r) => r.id)}::uuid[], ${of((r) => r.statusId)}::uuid[], ${of((r) => r.rolId)}::uuid[], ${of((r) => r.rolsoort)}::text[],
      ${of((r) => r.stroom)}::text[], ${of((r) => r.inrichting)}::int[], ${of((r) => JSON.stringify(r.besluit))}::jsonb[],
      ${of((r) => r.zaakId)}::uuid[], ${of((r) => r.zaaknummer)}::text[],
      ${of((r) => r.zaaktype)}::text[], ${of((r) => r.statustype)}::text[], ${of((r) => r.staat)}::text[], ${of((r) => r.reden)}::text[],
      ${of((r) => r.statusGezetOp)}::timestamptz[], ${of((r) => r.gecontroleerdOp)}::timestamptz[], ${of((r) => r.bsn)}::text[],
      ${of((r) => r.trace)}::text[],
      ${of((r) => JSON.stringify([moment(r.statusGezetOp, 'Status gezet'), moment(r.eventOp, 'Status vastgelegd in het register')]))}::jsonb[],
      ${of((r) => JSON.stringify([moment(now, watVan(r), r.reden)]))}::jsonb[]
    ) as n (id, status_id, rol_id, rolsoort, stroom, inrichting, besluit, zaak_id, zaaknummer, zaaktype, statustype, staat, reden,
      status_gezet_op, gecontroleerd, bsn, trace, eerste, nieuw)
    on conflict (status_id, rol_id, soort) do update set staat = excluded.staat, reden = excluded.reden, gewijzigd_op = excluded.gewijzigd_op,
      stroom = excluded.stroom, inrichting = excluded.inrichting, besluit = excluded.besluit,
      account_gecontroleerd_op = excluded.account_gecontroleerd_op, bsn = excluded.bsn,
      tijdlijn = case when z.staat = excluded.staat then z.tijdlijn else z.tijdlijn || (excluded.tijdlijn -> -1) end
      where z.staat = 'wacht_op_controle'
    returning id, zaak_id as "zaakId", stroom, staat, trace`);
}

function watVan({ staat, gecontroleerdOp }: NieuwZaakbericht): string {
  if (staat === 'te_verzenden' && gecontroleerdOp === null)
    return 'Wordt verzonden; de controle komt bij het verzenden';
  return WAT[staat] ?? staat;
}

/**
 * What still waits for its check at these statussen, without those that stay, ends: the status is gone from the register,
 * or the person from the zaak (RS-I3, RS-F41).
 */
export async function sluitWachtend(
  tx: Tx,
  statusIds: readonly string[],
  blijft: readonly string[],
  reden: string,
  now: Date,
): Promise<void> {
  if (statusIds.length === 0) return;
  const rows = await tx.query<{ id: string }>(sql`
    select id from lopendezaken.zaakbericht where status_id = any(${statusIds}::uuid[]) and staat = 'wacht_op_controle'
      and id <> all(${blijft}::uuid[]) for update`);
  const wat = WAT.niet_van_toepassing!;
  await wijzig(
    tx,
    rows.map(({ id }) => ({ id, staat: 'niet_van_toepassing', reden, token: null, wat })),
    now,
  );
}

/** A change of state of a zaakbericht that exists. Fields left out stay as they are. */
export interface Wijziging {
  readonly id: string;
  readonly staat: Staat;
  readonly reden: string | null;
  readonly token: string | null;
  readonly wat: string;
  /** Beside `wat` on the timeline; the reason, unless said. */
  readonly toelichting?: string | null;
  readonly messageId?: string;
  readonly referentienummer?: string;
  readonly momentCijfers?: string;
  readonly antwoord?: string;
  readonly gecontroleerdOp?: Date | null;
  readonly besluit?: readonly Besluitregel[];
  readonly inhoud?: Inhoud;
}

/** Stores changes of state. One statement. */
export async function wijzig(tx: Tx, wijzigingen: readonly Wijziging[], now: Date): Promise<void> {
  if (wijzigingen.length === 0) return;
  const of = <T>(get: (w: Wijziging) => T): T[] => wijzigingen.map(get);
  await tx.query(sql`
    update lopendezaken.zaakbericht z set staat = n.staat, reden = n.reden, token = n.token, gewijzigd_op = ${now},
      message_id = coalesce(n.message_id, z.message_id), referentienummer = coalesce(n.referentienummer, z.referentienummer),
      moment_cijfers = coalesce(n.moment_cijfers, z.moment_cijfers), antwoord = coalesce(n.antwoord, z.antwoord),
      account_gecontroleerd_op = coalesce(n.gecontroleerd, z.account_gecontroleerd_op), besluit = coalesce(n.besluit, z.besluit),
      inhoud = coalesce(n.inhoud, z.inhoud),
      tijdlijn = z.tijdlijn || n.nieuw
    from unnest(
      ${of((w) => w.id)}::uuid[], ${of((w) => w.staat)}::text[], ${of((w) => w.reden)}::text[], ${of((w) => w.token)}::text[],
      ${of((w) => w.messageId ?? null)}::text[], ${of((w) => w.referentienummer ?? null)}::text[],
      ${of((w) => w.momentCijfers ?? null)}::text[], ${of((w) => w.antwoord ?? null)}::text[],
      ${of((w) => w.gecontroleerdOp ?? null)}::timestamptz[],
      ${of((w) => (w.besluit ? JSON.stringify(w.besluit) : null))}::jsonb[],
      ${of((w) => (w.inhoud ? JSON.stringify(w.inhoud) : null))}::jsonb[],
      ${of((w) => JSON.stringify([moment(now, w.wat, w.toelichting === undefined ? w.reden : w.toelichting)]))}::jsonb[]
    ) as n (id, staat, reden, token, message_id, referentienummer, moment_cijfers, antwoord, gecontroleerd, besluit, inhoud, nieuw)
    where z.id = n.id`);
}

/**
 * Ties zaakberichten that are in error to the tokens on which their lanes wait now. Throws when an operator decided about
 * one meanwhile: its lane would wait for nobody; the turn then begins again.
 */
export async function houdOp(tx: Tx, opgehouden: readonly { id: string; token: string }[]): Promise<void> {
  if (opgehouden.length === 0) return;
  const rows = await tx.query(sql`
    update lopendezaken.zaakbericht z set token = n.token
    from unnest(${opgehouden.map((o) => o.id)}::uuid[], ${opgehouden.map((o) => o.token)}::text[]) as n (id, token)
    where z.id = n.id and z.staat = 'fout' returning z.id`);
  if (rows.length < opgehouden.length)
    throw new Error('er is intussen over een zaakbericht beslist; het komt zo weer aan de beurt');
}

/** A zaakbericht as the processes need it. */
export interface Zaakberichtrij {
  readonly id: string;
  readonly statusId: string;
  readonly zaakId: string;
  readonly zaaknummer: string;
  readonly rolId: string | null;
  readonly rolsoort: Rolsoort | null;
  readonly stroom: string | null;
  readonly staat: Staat;
  readonly reden: string | null;
  readonly bsn: string | null;
  /** When the account was checked; null: that is done when the message is about to leave (L7). */
  readonly gecontroleerdOp: Date | null;
  readonly token: string | null;
  readonly messageId: string | null;
  readonly referentienummer: string | null;
  readonly trace: string | null;
}

export const KOLOMMEN = sql`id, status_id as "statusId", zaak_id as "zaakId", zaaknummer, rol_id as "rolId", rolsoort, stroom, staat, reden, bsn,
  account_gecontroleerd_op as "gecontroleerdOp", token, message_id as "messageId", referentienummer, trace`;
