/**
 * Handing messages over, in the order in which they were stored, one at a time per carrier and by one process at a time.
 *
 * - Before a try is written down that it began. A process that dies after it leaves a message of which the next asks the
 *   carrier whether it has it; only when it has not, it is handed over again, under the same id.
 * - The carrier is away: the line stops, and goes on after 1 s, 2 s, 4 s, ... 5 minutes. It does not take one message:
 *   that one steps aside, and the others go on.
 * - Its time is over: expired, and unknown when a try was begun. The same for what was handed over and of which the carrier
 *   tells nothing in that time and a day.
 */
import { type Database, DatabaseUnavailable, sql, type Tx } from '../../../platform/db/index.ts';
import { retryDelay } from '../../../platform/outbox/index.ts';
import type { Clock, Random } from '../../../platform/time/index.ts';
import type { Objecten } from '../objecten.ts';
import type { OpResultaat, Resultaat } from '../types.ts';
import type { Drager, OverTeDragen, Poging } from './drager.ts';
import { overTeDragen, type Rij } from './opslag.ts';

export interface OverdraagContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly objecten: Pick<Objecten, 'lees'>;
  readonly opResultaat: OpResultaat;
  onFault(what: string, error: unknown): void;
}

/** Messages per turn. */
const BATCH = 20;
/** Longer than one try lasts (30 s, and as long again to ask whether it came through); renewed with every result. */
const BEZET_MS = 120_000;
/** After its time we wait so much longer for the carrier's word. */
const UITSTEL_MS = 24 * 60 * 60 * 1000;
const MEESTE_POGINGEN = 50;
const MEESTE_REDEN = 500;

interface Claim {
  readonly naam: string;
  readonly epoch: number;
  readonly pogingen: number;
}

/** One turn; gives how many messages it did something about. */
export async function overdraagBeurt(context: OverdraagContext, drager: Drager): Promise<number> {
  const claim = await neem(context, drager);
  if (!claim) return 0;
  try {
    const count = await laatVerlopen(context, claim, drager.uitkomsten !== null);
    return count + (await werkAf(context, claim, drager));
  } finally {
    await context.db
      .query(sql`
        update digikoppeling.drager set bezet_tot = null where naam = ${claim.naam} and epoch = ${claim.epoch}`)
      .catch(() => undefined);
  }
}

async function neem({ db, clock }: OverdraagContext, { naam, uitkomsten }: Drager): Promise<Claim | null> {
  const now = clock.now();
  const stil = new Date(now.getTime() - UITSTEL_MS);
  const [row] = await db.query<Claim>(sql`
    update digikoppeling.drager d set epoch = epoch + 1, bezet_tot = ${new Date(now.getTime() + BEZET_MS)}
    where naam = ${naam} and volgende <= ${now} and (bezet_tot is null or bezet_tot < ${now}) and (
      exists (select 1 from digikoppeling.overdracht o where o.drager = d.naam and o.staat = 'te_doen' and o.volgende <= ${now})
      or (${uitkomsten !== null} and exists (
        select 1 from digikoppeling.overdracht o where o.drager = d.naam and o.staat = 'overgedragen' and o.verloopt <= ${stil})))
    returning naam, epoch, pogingen`);
  return row ?? null;
}

async function werkAf(context: OverdraagContext, claim: Claim, drager: Drager): Promise<number> {
  const { db, clock, objecten } = context;
  const now = clock.now();
  const rows = await db.query<Rij>(sql`
    select nr, message_id, extern_id, kop, delen, inhoud, begonnen, pogingen, gemaakt from digikoppeling.overdracht
    where drager = ${claim.naam} and staat = 'te_doen' and volgende <= ${now} and verloopt > ${now} order by nr limit ${BATCH}`);
  let count = 0;
  for (const rij of rows) {
    const begin = clock.now();
    const bericht = overTeDragen(rij, objecten);
    const bekend = rij.begonnen ? await kent(drager, bericht) : false;
    // Withdrawn meanwhile, or the carrier is another's now: nothing of it may leave.
    if (bekend === false && !(await begint(db, claim, rij.nr))) continue;
    const poging = bekend === false ? await draagOver(drager, bericht) : bekend;
    count++;
    const verder = await bewaarPoging(context, claim, rij, poging, begin, drager);
    if (!verder || poging.soort === 'weg') return count;
  }
  return count;
}

/** Whether it has this message; false when it has not. */
async function kent(drager: Drager, bericht: OverTeDragen): Promise<Poging | false> {
  try {
    const bekend = await drager.kent(bericht);
    return bekend === true ? { soort: 'overgedragen', externId: bericht.externId } : bekend;
  } catch (error) {
    return mislukt(error);
  }
}

async function draagOver(drager: Drager, bericht: OverTeDragen): Promise<Poging> {
  try {
    return await drager.draagOver(bericht);
  } catch (error) {
    return mislukt(error);
  }
}

/** Not of the carrier: with this message, or with us, something is wrong. It steps aside, so the others go on. */
function mislukt(error: unknown): Poging {
  return {
    soort: 'later',
    reden: `het overdragen mislukte (${error instanceof Error ? error.name : 'onbekende fout'})`,
  };
}

async function begint(db: Database, { naam, epoch }: Claim, nr: number): Promise<boolean> {
  const rows = await db.query(sql`
    update digikoppeling.overdracht o set begonnen = true from digikoppeling.drager d
    where o.nr = ${nr} and o.staat = 'te_doen' and d.naam = ${naam} and d.epoch = ${epoch} returning 1 as ok`);
  return rows.length > 0;
}

/** Stores what came of a try and tells it; false when the claim is lost. */
async function bewaarPoging(
  context: OverdraagContext,
  claim: Claim,
  rij: Rij,
  poging: Poging,
  begin: Date,
  drager: Drager,
): Promise<boolean> {
  const { db, onFault } = context;
  try {
    return await db.transaction(async (tx) => {
      if (!(await houdt(tx, context, claim, poging))) return false;
      await context.opResultaat(tx, await schrijf(tx, context, rij, poging, begin, drager));
      return true;
    });
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    onFault('Bewaren van een overdracht', error);
    await zetOpzij(db, rij.nr, new Date(context.clock.now().getTime() + retryDelay(rij.pogingen, context.random)));
    return true;
  }
}

/** Renews the claim, with how the carrier stands now. */
async function houdt(tx: Tx, { clock, random }: OverdraagContext, claim: Claim, poging: Poging): Promise<boolean> {
  const now = clock.now();
  const weg = poging.soort === 'weg';
  const volgende = weg ? new Date(now.getTime() + retryDelay(claim.pogingen, random)) : null;
  const rows = await tx.query(sql`
    update digikoppeling.drager set bezet_tot = ${new Date(now.getTime() + BEZET_MS)},
      neer_sinds = case when ${weg} then coalesce(neer_sinds, ${now}) end, neer_reden = ${weg ? poging.reden.slice(0, MEESTE_REDEN) : null},
      pogingen = case when ${weg} then pogingen + 1 else 0 end, volgende = coalesce(${volgende}::timestamptz, '-infinity')
    where naam = ${claim.naam} and epoch = ${claim.epoch} returning 1 as ok`);
  return rows.length > 0;
}

async function schrijf(
  tx: Tx,
  { clock, random }: OverdraagContext,
  rij: Rij,
  poging: Poging,
  begin: Date,
  drager: Drager,
): Promise<readonly Resultaat[]> {
  const now = clock.now();
  const reden = poging.soort === 'overgedragen' ? null : poging.reden.slice(0, MEESTE_REDEN);
  const staat = poging.soort === 'overgedragen' || poging.soort === 'geweigerd' ? poging.soort : 'te_doen';
  const klaar = staat === 'geweigerd' || (staat === 'overgedragen' && drager.uitkomsten === null);
  const later = poging.soort === 'later' ? new Date(now.getTime() + retryDelay(rij.pogingen, random)) : null;
  const log = JSON.stringify([{ tijd: begin.toISOString(), uitkomst: poging.soort, reden }]);
  const rows = await tx.query(sql`
    update digikoppeling.overdracht set staat = ${staat}, fout = ${reden},
      extern_id = ${poging.soort === 'overgedragen' ? poging.externId : rij.extern_id},
      begonnen = ${rij.begonnen || poging.soort !== 'weg' || poging.vertrokken},
      pogingen = pogingen + ${poging.soort === 'later' ? 1 : 0}, volgende = coalesce(${later}::timestamptz, '-infinity'),
      overgedragen = case when ${staat === 'overgedragen'} then ${now}::timestamptz end,
      afgerond = case when ${klaar} then ${now}::timestamptz end, inhoud = case when ${klaar} then '' else inhoud end,
      verloop = case when jsonb_array_length(verloop) >= ${MEESTE_POGINGEN} then verloop - 0 else verloop end || ${log}::jsonb
    where nr = ${rij.nr} and staat = 'te_doen' returning 1 as ok`);
  if (rows.length === 0) return [];
  const messageId = rij.message_id;
  if (poging.soort === 'geweigerd') return [{ soort: 'geweigerd', messageId, reden: poging.reden, antwoord: null }];
  if (poging.soort !== 'overgedragen') return [];
  return [{ soort: drager.uitkomsten === null ? 'overgedragen' : 'verzonden', messageId }];
}

/** What has no time left, and what the carrier never said a word about; each by itself. */
async function laatVerlopen(context: OverdraagContext, claim: Claim, vertelt: boolean): Promise<number> {
  const { db, clock, random, onFault } = context;
  const now = clock.now();
  const stil = new Date(now.getTime() - UITSTEL_MS);
  const rows = await db.query<{ nr: number; pogingen: number }>(sql`
    select nr, pogingen from digikoppeling.overdracht where drager = ${claim.naam} and volgende <= ${now} and (
      (staat = 'te_doen' and verloopt <= ${now}) or (${vertelt} and staat = 'overgedragen' and verloopt <= ${stil}))
    order by nr limit ${BATCH}`);
  for (const { nr, pogingen } of rows) {
    try {
      await db.transaction((tx) => verloopt(tx, context, nr, now));
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      onFault('Bewaren van een overdracht', error);
      await zetOpzij(db, nr, new Date(now.getTime() + retryDelay(pogingen, random)));
    }
  }
  return rows.length;
}

async function verloopt(tx: Tx, { opResultaat }: OverdraagContext, nr: number, now: Date): Promise<void> {
  const rows = await tx.query<{ message_id: string; begonnen: boolean }>(sql`
    update digikoppeling.overdracht set staat = 'verlopen', afgerond = ${now}, inhoud = ''
    where nr = ${nr} and staat in ('te_doen', 'overgedragen') returning message_id, begonnen`);
  const reden = 'Er kwam geen bericht van aankomst binnen de tijd die de CPA geeft.';
  const resultaten = rows.map(
    ({ message_id: messageId, begonnen }): Resultaat => ({ soort: 'verlopen', messageId, reden, vertrokken: begonnen }),
  );
  if (resultaten.length > 0) await opResultaat(tx, resultaten);
}

/** Whoever must hear of it cannot take it in: this message waits, and the same is found and told again later. */
async function zetOpzij(db: Database, nr: number, volgende: Date): Promise<void> {
  await db.query(sql`
    update digikoppeling.overdracht set volgende = ${volgende}, pogingen = pogingen + 1 where nr = ${nr}`);
}
