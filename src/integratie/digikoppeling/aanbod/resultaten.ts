/**
 * What becomes of messages that other systems gave us, told by the handler in its transaction: the state of the zending,
 * the lane that goes on or waits for a choice, and a notification for who wants it.
 *
 * A result counts when it names the MessageId under which the zending goes now. A new MessageId is made by itself only for
 * a message of which no byte ever left; of what left, its client chooses (RS-F34).
 */
import { sql, type Tx } from '../../../platform/db/index.ts';
import type { Outbox, Outcome } from '../../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../../platform/time/index.ts';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import type { Resultaat } from '../types.ts';
import { berichtVeranderd, type Gebeurtenis } from './meldingen.ts';
import { KOLOMMEN, keuzeToken, type Wijziging, wijzig, type Zending } from './zending.ts';

export interface ResultaatContext {
  readonly outbox: Pick<Outbox, 'complete' | 'publish'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly domein: string;
  /** The first base of our addresses. */
  readonly base: string;
}

/** What follows from a result: the change, what whoever waits on the lane gets, and what is told outside. */
interface Gevolg {
  readonly wijziging: Wijziging;
  readonly outcome: Outcome | null;
  readonly gebeurtenis: Gebeurtenis | null;
}

export async function verwerkResultaten(
  tx: Tx,
  resultaten: readonly Resultaat[],
  context: ResultaatContext,
): Promise<void> {
  const rows = await tx.query<Zending>(sql`
    select ${KOLOMMEN} from digikoppeling.zending
    where message_id = any(${resultaten.map((r) => r.messageId)}::text[]) order by id for update`);
  if (rows.length === 0) return;
  const nu = new Map(rows.map((row) => [row.messageId, row]));
  let ronde = new Map<string, Gevolg & { readonly rij: Zending }>();
  for (const resultaat of resultaten) {
    // More results of one message follow each other: each sees what the one before made of it.
    if (ronde.has(resultaat.messageId)) {
      await legVast(tx, [...ronde.values()], context);
      ronde = new Map();
    }
    const rij = nu.get(resultaat.messageId);
    const gevolg = rij ? gevolgVan(resultaat, rij, context) : null;
    if (!rij || !gevolg) continue;
    ronde.set(resultaat.messageId, { ...gevolg, rij });
    nu.set(resultaat.messageId, { ...rij, staat: gevolg.wijziging.staat, token: gevolg.wijziging.token });
  }
  await legVast(tx, [...ronde.values()], context);
}

async function legVast(
  tx: Tx,
  gevolgen: readonly (Gevolg & { readonly rij: Zending })[],
  context: ResultaatContext,
): Promise<void> {
  const { outbox, clock } = context;
  await wijzig(
    tx,
    gevolgen.map(({ wijziging }) => wijziging),
    clock.now(),
  );
  const outcomes = gevolgen.flatMap(({ rij, outcome }) =>
    outcome && rij.token !== null ? [[rij.token, outcome] as const] : [],
  );
  if (outcomes.length > 0) await outbox.complete(tx, new Map(outcomes));
  const events = gevolgen.flatMap(({ rij, gebeurtenis }) =>
    gebeurtenis ? [berichtVeranderd(rij, gebeurtenis, context)] : [],
  );
  if (events.length > 0) await outbox.publish(tx, events);
}

function gevolgVan(resultaat: Resultaat, rij: Zending, context: ResultaatContext): Gevolg | null {
  const { id } = rij;
  // A choice was made already, or it ended: only an acknowledgment that comes late still says something.
  const wacht = rij.staat === 'te_verzenden' || rij.staat === 'verzonden';
  switch (resultaat.soort) {
    case 'verzonden': {
      // The acknowledgment may have come before our own HTTP answer (RS-F32).
      if (rij.staat !== 'te_verzenden') return null;
      const wijziging: Wijziging = { id, staat: 'verzonden', reden: null, token: rij.token, wat: 'Verzonden' };
      return { wijziging, outcome: null, gebeurtenis: null };
    }
    case 'bevestigd': {
      if (!wacht && rij.staat !== 'verlopen_onbekend') return null;
      return klaar(rij, 'bevestigd', null, 'Ontvangst bevestigd', 'bevestigd');
    }
    case 'overgedragen':
      return wacht ? klaar(rij, 'overgedragen', null, 'Overgedragen', 'overgedragen') : null;
    case 'geweigerd': {
      if (!wacht && rij.staat !== 'verlopen_onbekend') return null;
      return teKiezen(rij, 'geweigerd', resultaat.reden, 'Geweigerd', 'geweigerd', context);
    }
    case 'verlopen': {
      if (!wacht) return null;
      if (resultaat.vertrokken) {
        return teKiezen(rij, 'verlopen_onbekend', resultaat.reden, 'Verlopen', 'verlopen', context);
      }
      const wat = 'Verlopen voordat het vertrok: wordt opnieuw gemaakt';
      const messageId = nieuweId(context);
      const wijziging: Wijziging = { id, staat: 'te_verzenden', reden: null, token: null, wat, messageId };
      return { wijziging, outcome: { kind: 'opnieuw', reason: resultaat.reden, afterMs: 0 }, gebeurtenis: null };
    }
  }
}

function klaar(
  { id }: Zending,
  staat: Wijziging['staat'],
  reden: string | null,
  wat: string,
  gebeurtenis: Gebeurtenis,
): Gevolg {
  const outcome: Outcome = { kind: 'eind', state: staat, reason: reden ?? '' };
  return { wijziging: { id, staat, reden, token: null, wat }, outcome, gebeurtenis };
}

/** With a volgordesleutel the lane waits for a choice: what comes after it may not go before it. */
function teKiezen(
  rij: Zending,
  staat: Wijziging['staat'],
  told: string,
  wat: string,
  gebeurtenis: Gebeurtenis,
  { clock, random }: ResultaatContext,
): Gevolg {
  const reden = maskBsn(told);
  if (!rij.opVolgorde) return klaar(rij, staat, reden, wat, gebeurtenis);
  const token = rij.token === null ? null : keuzeToken(rij.id, uuidv7(clock, random));
  const outcome: Outcome | null = token === null ? null : { kind: 'wacht', token, reason: reden };
  return { wijziging: { id: rij.id, staat, reden, token, wat }, outcome, gebeurtenis };
}

/** For a message that goes again as another. */
export function nieuweId({ clock, random, domein }: Pick<ResultaatContext, 'clock' | 'random' | 'domein'>): string {
  return `${uuidv7(clock, random)}@${domein}`;
}
