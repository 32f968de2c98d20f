/**
 * What a carrier tells: what became of messages, and what it received for us. Each is stored here first and then taken off
 * its list; a process that dies in between hears the same again, and that changes nothing.
 */
import { DatabaseUnavailable, sql } from '../../../platform/db/index.ts';
import { NetFault } from '../../../platform/net/index.ts';
import { type Cpa, partyOf, type UserMessage } from '../../../standaarden/ebms/index.ts';
import { bewaarNieuw } from '../bericht.ts';
import type { OntvangContext } from '../ontvang-context.ts';
import type { Resultaat } from '../types.ts';
import type { Binnengekomen, Drager, Uitkomst } from './drager.ts';

/** Ids about which was logged already; it forgets rather than grow. */
export type Gemeld = Set<string>;
const MEESTE_GEMELD = 10_000;

function meld(gemeld: Gemeld, id: string, log: () => void): void {
  if (gemeld.has(id)) return;
  if (gemeld.size >= MEESTE_GEMELD) gemeld.clear();
  gemeld.add(id);
  log();
}

const redenVan = (error: unknown): string => (error instanceof Error ? error.message : 'onbekende fout');

/** Takes in what became of messages; gives how many changed. What cannot be taken in stays on its list, by itself. */
export async function verneemUitkomsten(context: OntvangContext, drager: Drager, gemeld: Gemeld): Promise<number> {
  if (drager.uitkomsten === null) return 0;
  let count = 0;
  for (const uitkomst of await drager.uitkomsten.lees()) {
    const velden = { drager: drager.naam, bericht: uitkomst.externId };
    try {
      if (await legVast(context, drager, uitkomst)) {
        await drager.uitkomsten.verwerkt(uitkomst);
        count++;
      } else {
        // Of another system on the same adapter, perhaps: it is not ours to take away.
        meld(gemeld, uitkomst.bron, () => context.log(velden, 'uitkomst van een bericht dat niet van ons is'));
      }
    } catch (error) {
      if (error instanceof DatabaseUnavailable || error instanceof NetFault) throw error;
      const reden = redenVan(error);
      meld(gemeld, uitkomst.bron, () =>
        context.log({ ...velden, reden }, 'uitkomst van de adapter is niet te verwerken'),
      );
    }
  }
  return count;
}

async function legVast(
  context: OntvangContext,
  { naam }: Drager,
  { externId, soort, reden }: Uitkomst,
): Promise<boolean> {
  const now = context.clock.now();
  const log = JSON.stringify([{ tijd: now.toISOString(), uitkomst: soort, reden: reden || null }]);
  return await context.db.transaction(async (tx) => {
    const rows = await tx.query<{ message_id: string; was: string }>(sql`
      with oud as (
        select nr, staat from digikoppeling.overdracht where drager = ${naam} and extern_id = ${externId} order by nr for update
      )
      update digikoppeling.overdracht o set afgerond = coalesce(o.afgerond, ${now}), begonnen = true, inhoud = '',
        staat = case when oud.staat in ('te_doen', 'overgedragen') or (oud.staat = 'verlopen' and ${soort} <> 'verlopen') then ${soort} else o.staat end,
        verloop = case when oud.staat in ('te_doen', 'overgedragen', 'verlopen') then o.verloop || ${log}::jsonb else o.verloop end
      from oud where o.nr = oud.nr
      returning o.message_id, oud.staat as was`);
    const nieuw = rows.filter(
      ({ was }) => was === 'te_doen' || was === 'overgedragen' || (was === 'verlopen' && soort !== 'verlopen'),
    );
    if (nieuw.length > 0) {
      await context.opResultaat(
        tx,
        nieuw.map(({ message_id }) => resultaatVan(message_id, soort, reden)),
      );
    }
    return rows.length > 0;
  });
}

function resultaatVan(messageId: string, soort: Uitkomst['soort'], reden: string): Resultaat {
  if (soort === 'bevestigd') return { soort, messageId };
  return soort === 'geweigerd'
    ? { soort, messageId, reden, antwoord: null }
    : { soort, messageId, reden, vertrokken: true };
}

/** Takes in what the carrier received for us; gives how many were new. */
export async function verneemOntvangen(context: OntvangContext, drager: Drager, gemeld: Gemeld): Promise<number> {
  if (drager.ontvangst === null) return 0;
  let count = 0;
  for (const id of await drager.ontvangst.lees()) {
    try {
      const binnen = await drager.ontvangst.haal(id);
      const cpa = await context.cpas.find(binnen.kop.cpaId);
      if (!cpa) throw new Error(`de CPA ${binnen.kop.cpaId} is hier niet geladen`);
      if (await bewaar(context, cpa, drager, binnen)) count++;
      await drager.ontvangst.verwerkt(id);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      // The others must not wait for this one; it stays on the list of the carrier.
      const velden = { drager: drager.naam, bericht: id, reden: redenVan(error) };
      meld(gemeld, id, () => context.log(velden, 'ontvangen bericht is niet over te nemen van de adapter'));
    }
  }
  return count;
}

async function bewaar(context: OntvangContext, cpa: Cpa, drager: Drager, binnen: Binnengekomen): Promise<boolean> {
  const { kop, messageId, tijd, bijlagen } = binnen;
  const attachments = bijlagen.map(({ contentId, contentType, inhoud }) => ({
    contentId,
    contentType,
    content: inhoud,
  }));
  return await context.db.transaction(async (tx) => {
    // The carrier knows our message by an id of its own.
    const [eigen] = await tx.query<{ id: string }>(sql`
      select message_id as id from digikoppeling.overdracht where drager = ${drager.naam} and extern_id = ${kop.refToMessageId}`);
    const message: Pick<UserMessage, 'header' | 'attachments'> = {
      header: {
        from: { partyIds: partijIds(cpa, kop.van.partyId), role: kop.van.rol },
        to: { partyIds: partijIds(cpa, kop.naar.partyId), role: kop.naar.rol },
        cpaId: kop.cpaId,
        conversationId: kop.conversationId,
        service: kop.service,
        action: kop.action,
        messageId,
        timestamp: tijd,
        refToMessageId: eigen?.id ?? kop.refToMessageId,
        timeToLive: null,
        duplicateElimination: true,
      },
      attachments,
    };
    return await bewaarNieuw(context, tx, cpa, message, null, { trace: null, body: null, object: null });
  });
}

/** As the CPA writes them, so that the party is the same whoever received the message. */
function partijIds(cpa: Cpa, partyId: Binnengekomen['kop']['van']['partyId']) {
  return partyOf(cpa, partyId.value)?.partyIds ?? [partyId];
}
