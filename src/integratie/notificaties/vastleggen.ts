/**
 * What is written beside the outcomes of deliveries: what an operator sees of an abonnement, and what the log says. The log
 * has a line when it begins to fail, when it is paused, when it goes again and when a message is given up; never one for
 * each try.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { traceIdOf } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Settled } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Teller } from './teller.ts';

/** Deliveries are tried this long. */
export const GEDULD_MS = 5 * 86_400_000;
/** Between two writings of when something last got through. */
const BIJHOUDEN_MS = 60_000;

/** As it stood when the batch began. */
interface Abonnement {
  readonly id: string;
  readonly storing: boolean;
  readonly laatstAfgeleverd: Date | null;
}

interface Opties {
  readonly clock: Clock;
  readonly log: Log;
  readonly teller: Teller;
}

/** Since when nothing gets through and why; after five days the abonnement is paused. */
export async function legVast(
  tx: Tx,
  abonnement: Abonnement,
  settled: readonly Settled[],
  opties: Opties,
): Promise<void> {
  const { id } = abonnement;
  const gelukt = settled.filter(({ outcome }) => outcome.kind === 'klaar').length;
  const opgegeven = settled.filter(({ outcome }) => outcome.kind === 'eind');
  tx.afterCommit(() => {
    opties.teller.tel(id, gelukt, opgegeven.length);
    for (const one of opgegeven) opties.log.error(velden(id, one), 'notificatie opgegeven: zij werd steeds geweigerd');
  });
  if (gelukt > 0) await gaatWeer(tx, abonnement, opties);
  else await gaatNiet(tx, id, settled, opties);
}

async function gaatWeer(tx: Tx, abonnement: Abonnement, { clock, log }: Opties): Promise<void> {
  const { id, storing, laatstAfgeleverd } = abonnement;
  const now = clock.now();
  if (storing) {
    await tx.query(sql`update notificaties.abonnement set storing_sinds = null, storing = '' where id = ${id}`);
    tx.afterCommit(() => log.info({ abonnement: id }, 'afnemer van notificaties is er weer'));
  }
  if (laatstAfgeleverd !== null && now.getTime() - laatstAfgeleverd.getTime() < BIJHOUDEN_MS) return;
  await tx.query(sql`update notificaties.abonnement set laatst_afgeleverd = ${now} where id = ${id}`);
}

async function gaatNiet(tx: Tx, id: string, settled: readonly Settled[], { clock, log }: Opties): Promise<void> {
  const now = clock.now();
  const reden = redenVan(settled.at(-1)!);
  const nieuws = settled.find(zegtIets);
  const begonnen =
    nieuws === undefined
      ? []
      : await tx.query(sql`
          update notificaties.abonnement set storing_sinds = ${now}, storing = ${reden}
          where id = ${id} and storing_sinds is null returning 1 as ok`);
  if (nieuws !== undefined && begonnen.length > 0) {
    tx.afterCommit(() => log.warn(velden(id, nieuws), 'notificatie komt niet aan; het wordt opnieuw geprobeerd'));
    return;
  }
  await tx.query(sql`
    update notificaties.abonnement set storing = ${reden}
    where id = ${id} and storing_sinds is not null and storing <> ${reden}`);
  const gepauzeerd = await tx.query(sql`
    update notificaties.abonnement set stand = 'gepauzeerd',
      reden = 'Vijf dagen kwam er niets aan. Laatste melding: ' || storing
    where id = ${id} and stand = 'actief' and storing_sinds < ${new Date(now.getTime() - GEDULD_MS)}
    returning 1 as ok`);
  if (gepauzeerd.length > 0)
    tx.afterCommit(() => log.error(velden(id, settled.at(-1)!), 'abonnement gepauzeerd: vijf dagen kwam er niets aan'));
}

/** A message that is refused again says nothing new of the subscriber: others may get through between two tries. */
function zegtIets({ delivery, outcome }: Settled): boolean {
  const isWeg = outcome.kind === 'opnieuw' && outcome.afterMs !== undefined;
  return isWeg || delivery.attempts === 0;
}

const redenVan = ({ outcome }: Settled): string => (outcome.kind === 'klaar' ? '' : (outcome.reason ?? ''));

/** No address and no header: who reads the log need not know a secret. */
function velden(abonnement: string, one: Settled): object {
  const { event, seq } = one.delivery;
  return {
    abonnement,
    notificatie: event.id,
    nummer: seq,
    reden: redenVan(one),
    ...(event.trace && { trace: traceIdOf(event.trace) }),
  };
}
