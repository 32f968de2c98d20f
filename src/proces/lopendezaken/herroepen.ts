/**
 * Taking back what was told (lopendezaken.md 5): a status that was set by mistake, or the zaak as a whole, as after a
 * message to the wrong person. An operator's own decision, with a reason; off until Logius confirms that it processes
 * these messages. Each is a zaakbericht of its own in the lane of the zaak, so it comes after what it takes back.
 */
import { type Database, raw, sql, type Tx } from '../../platform/db/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { beurtVoor } from './beoordeling.ts';
import type { Inrichting } from './inrichting.ts';
import type { Inrichtingen } from './inrichting-register.ts';

export type HerroepAfloop =
  | { readonly soort: 'gedaan'; readonly id: string }
  /** The inrichting does not allow it. */
  | { readonly soort: 'uit' }
  /** It was never told, or it was taken back before. */
  | { readonly soort: 'kan_niet' };

export type Herroepactie = keyof Inrichting['acties'];

/** In the caller's own transaction when he has one. */
export interface Herroepen {
  /** Takes back the status of this zaakbericht: it was set by mistake and never held. */
  intrekken(id: string, reden: string, wie: string, tx?: Tx): Promise<HerroepAfloop>;
  /** Removes the zaak of this zaakbericht at MijnOverheid. */
  verwijderen(id: string, reden: string, wie: string, tx?: Tx): Promise<HerroepAfloop>;
}

/** A status that was told, so that it can be taken back. Of the row itself, whatever its name in the statement. */
export const VERTELD = raw(`(soort = 'status' and inhoud is not null and bsn is not null
  and staat in ('verzonden', 'afgeleverd', 'overgedragen', 'verlopen_onbekend'))`);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createHerroepen({
  db,
  outbox,
  inrichtingen,
  clock,
  random,
}: {
  readonly db: Database;
  readonly outbox: Pick<Outbox, 'publish'>;
  readonly inrichtingen: Pick<Inrichtingen, 'lees'>;
  readonly clock: Clock;
  readonly random: Random;
}): Herroepen {
  async function herroep(
    tx: Tx,
    soort: 'intrekking' | 'verwijdering',
    mag: Herroepactie,
    id: string,
    waarom: string,
    wie: string,
  ): Promise<HerroepAfloop> {
    if (!(await inrichtingen.lees(tx)).acties[mag]) return { soort: 'uit' };
    if (!UUID.test(id)) return { soort: 'kan_niet' };
    const now = clock.now();
    const reden = `${soort === 'intrekking' ? 'Ingetrokken' : 'Verwijderd'} door ${wie}: ${maskBsn(waarom)}`;
    const tijdlijn = JSON.stringify([
      { tijd: now.toISOString(), wat: 'Gevraagd door een beheerder', toelichting: reden },
    ]);
    const besluit = JSON.stringify([{ vraag: 'Waarom?', antwoord: reden }]);
    // Twice at once: one of them finds that it is there.
    const [made] = await tx.query<{ id: string; zaakId: string; stroom: string | null; trace: string | null }>(sql`
      insert into lopendezaken.zaakbericht (id, status_id, rol_id, rolsoort, soort, stroom, inrichting, besluit, zaak_id, zaaknummer,
        zaaktype, statustype, staat, reden, status_gezet_op, gewijzigd_op, account_gecontroleerd_op, bsn, inhoud, trace, tijdlijn)
      select ${uuidv7(clock, random)}, status_id, rol_id, rolsoort, ${soort}, stroom, inrichting, ${besluit}::jsonb, zaak_id, zaaknummer,
        zaaktype, statustype, 'te_verzenden', ${reden}, status_gezet_op, ${now}, account_gecontroleerd_op, bsn, inhoud, trace,
        ${tijdlijn}::jsonb
      from lopendezaken.zaakbericht where id = ${id}::uuid and ${VERTELD}
      on conflict (status_id, rol_id, soort) do nothing
      returning id, zaak_id as "zaakId", stroom, trace`);
    if (!made) return { soort: 'kan_niet' };
    await outbox.publish(tx, [beurtVoor(made)]);
    return { soort: 'gedaan', id: made.id };
  }
  const binnen = (tx: Tx | undefined, werk: (tx: Tx) => Promise<HerroepAfloop>): Promise<HerroepAfloop> =>
    tx ? werk(tx) : db.transaction(werk);

  return {
    intrekken: (id, reden, wie, given) => binnen(given, (tx) => herroep(tx, 'intrekking', 'intrekken', id, reden, wie)),
    verwijderen: (id, reden, wie, given) =>
      binnen(given, (tx) => herroep(tx, 'verwijdering', 'verwijderen', id, reden, wie)),
  };
}
