/**
 * First step: on a status event, decide and check, at once after the change (L6, L7). It works in its own lanes, so it
 * waits for no sending; what must be sent goes on as an event of its own to the second step (`verzending.ts`).
 *
 * A source that cannot be reached: the zaakbericht waits, visibly, and the first successful check decides (L7, L8).
 */
import type { StatusBron, StatusContext } from '../../integratie/bronnen/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Delivery, NewEvent, Outcome, Settled, Subscriber } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import { type Afwijzing, besluit, type Controle, naControle } from './besluit.ts';
import { controleer } from './controle.ts';
import type { AccountBron, AuthentiekBron, Instellingen } from './poorten.ts';
import { type NieuwZaakbericht, schrijfBeoordelingen, sluitVerdwenen } from './register.ts';

export const TE_VERZENDEN = 'zaakbericht.te_verzenden';
const WEG = 'De status staat niet meer in het register.';

export interface BeoordelingOptions {
  readonly bron: StatusBron;
  readonly authentiek: AuthentiekBron;
  readonly accounts: AccountBron;
  readonly instellingen: Instellingen;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  publish(tx: Tx, events: readonly NewEvent[]): Promise<unknown>;
}

/** What was decided about one status. */
type Oordeel =
  | { readonly soort: 'sturen'; readonly context: StatusContext; readonly bsn: Bsn; readonly gecontroleerdOp: Date }
  | {
      readonly soort: 'niet';
      readonly context: StatusContext;
      readonly afwijzing: Afwijzing;
      readonly gecontroleerdOp: Date | null;
    }
  | { readonly soort: 'wachten'; readonly context: StatusContext; readonly reden: string }
  /** The status is gone from the register: there is nothing left to tell. */
  | { readonly soort: 'weg' };

export function beoordelaar(options: BeoordelingOptions): Subscriber {
  const { bron, log } = options;
  return {
    name: 'lopendezaken.beoordeling',
    batch: 100,
    wants: (event) => event.kind === 'status.create',
    async handle(deliveries, signal) {
      const ids = deliveries.map((d) => (d.event.body as { resourceId: string }).resourceId);
      const contexten = await bron.statusContexten(ids);
      const oordelen = await beoordeel(
        ids.map((id) => contexten.get(id)),
        options,
        signal,
      );
      // L10. Only the first attempt speaks: an outage of hours with thousands of retries is one story.
      const wachtend = oordelen.filter((o, i) => o.soort === 'wachten' && deliveries[i]!.attempts === 0);
      for (const [melding, aantal] of perReden(wachtend))
        log.warn({ melding, aantal }, 'controle lukte niet; zaakberichten wachten');
      return oordelen.map(outcomeOf);
    },
    settle: (tx, settled) => settle(tx, settled, options),
  };
}

function perReden(oordelen: readonly Oordeel[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const o of oordelen) if (o.soort === 'wachten') found.set(o.reden, (found.get(o.reden) ?? 0) + 1);
  return found;
}

async function beoordeel(
  contexten: readonly (StatusContext | undefined)[],
  options: BeoordelingOptions,
  signal: AbortSignal,
): Promise<readonly Oordeel[]> {
  const eerste = contexten.map((context): Oordeel | Adres => {
    if (!context) return { soort: 'weg' };
    const answer = besluit(context, options.instellingen);
    return 'staat' in answer
      ? { soort: 'niet', context, afwijzing: answer, gecontroleerdOp: null }
      : { soort: 'vragen', context, bsn: answer };
  });
  const vragen = eerste.filter((o) => o.soort === 'vragen');
  const controles = await controleer(
    vragen.map((o) => o.bsn),
    options,
    signal,
  );
  const now = options.clock.now();
  let next = 0;
  return eerste.map((o) => (o.soort === 'vragen' ? oordeelNa(o, controles[next++]!, options.authentiek.naam, now) : o));
}

/** An addressee about whom the sources must still be asked. */
interface Adres {
  readonly soort: 'vragen';
  readonly context: StatusContext;
  readonly bsn: Bsn;
}

function oordeelNa({ context, bsn }: Adres, controle: Controle, bron: string, now: Date): Oordeel {
  const answer = naControle(controle, context.datumStatusGezet, bron);
  if (answer === 'sturen') return { soort: 'sturen', context, bsn, gecontroleerdOp: now };
  if ('staat' in answer) {
    const gecontroleerdOp = controle.stand === null ? null : now;
    return { soort: 'niet', context, afwijzing: answer, gecontroleerdOp };
  }
  return { soort: 'wachten', context, reden: answer.reden };
}

function outcomeOf(oordeel: Oordeel): Outcome {
  switch (oordeel.soort) {
    case 'sturen':
      return { kind: 'klaar', data: oordeel };
    case 'niet':
      return { kind: 'eind', state: oordeel.afwijzing.staat, reason: oordeel.afwijzing.reden, data: oordeel };
    case 'wachten':
      return { kind: 'opnieuw', reason: oordeel.reden, data: oordeel };
    case 'weg':
      return {
        kind: 'eind',
        state: 'niet_van_toepassing',
        reason: WEG,
        data: oordeel,
      };
  }
}

async function settle(
  tx: Tx,
  settled: readonly Settled[],
  { clock, random, publish }: BeoordelingOptions,
): Promise<void> {
  const rows: NieuwZaakbericht[] = [];
  const weg: string[] = [];
  for (const { delivery, outcome } of settled) {
    const oordeel = outcome.data as Oordeel | undefined;
    // No data: the handler itself failed; the outbox keeps the reason and tries again.
    if (!oordeel) continue;
    if (oordeel.soort === 'weg') weg.push((delivery.event.body as { resourceId: string }).resourceId);
    else rows.push(rowOf(delivery, oordeel, uuidv7(clock, random)));
  }
  await sluitVerdwenen(tx, weg, WEG, clock.now());
  const ids = await schrijfBeoordelingen(tx, rows, clock.now());
  await publish(
    tx,
    rows.filter((row) => row.staat === 'te_verzenden').map((row) => beurtVoor({ ...row, id: ids.get(row.statusId)! })),
  );
}

/** The event that gives a zaakbericht its turn in the lane of its zaak. */
export function beurtVoor({
  id,
  zaakId,
  trace,
}: {
  readonly id: string;
  readonly zaakId: string;
  readonly trace: string | null;
}): NewEvent {
  return { channel: 'lopendezaken', kind: TE_VERZENDEN, subject: zaakId, body: { zaakbericht: id }, trace };
}

function rowOf({ event }: Delivery, oordeel: Exclude<Oordeel, { soort: 'weg' }>, id: string): NieuwZaakbericht {
  const { context } = oordeel;
  const base = {
    id,
    statusId: context.statusId,
    zaakId: context.zaak.id,
    zaaknummer: context.zaak.identificatie,
    zaaktype: context.zaaktype.omschrijving,
    statustype: context.statustype.omschrijving,
    statusGezetOp: context.datumStatusGezet,
    eventOp: event.at,
    trace: event.trace,
  };
  switch (oordeel.soort) {
    case 'sturen':
      return {
        ...base,
        staat: 'te_verzenden',
        reden: null,
        gecontroleerdOp: oordeel.gecontroleerdOp,
        bsn: oordeel.bsn.reveal(),
      };
    case 'niet':
      return {
        ...base,
        staat: oordeel.afwijzing.staat,
        reden: oordeel.afwijzing.reden,
        gecontroleerdOp: oordeel.gecontroleerdOp,
        bsn: null,
      };
    case 'wachten':
      return { ...base, staat: 'wacht_op_controle', reden: oordeel.reden, gecontroleerdOp: null, bsn: null };
  }
}
