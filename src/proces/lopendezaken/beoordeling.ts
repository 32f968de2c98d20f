/**
 * First step: on a status event, decide and check, at once after the change (L6, L7). It works in its own lanes, so it
 * waits for no sending; what must be sent goes on as an event of its own to the second step (`verzending.ts`).
 *
 * A source that cannot be reached: the zaakbericht waits, visibly, and the first successful check decides (L7, L8).
 */
import type { StatusBron, StatusContext } from '../../integratie/bronnen/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Delivery, NewEvent, Outcome, Settled, Subscriber } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';
import { type Afwijzing, besluit, geenAccount, nietAuthentiek } from './besluit.ts';
import { type AccountBron, type AuthentiekBron, BronOnbereikbaar, type Instellingen } from './poorten.ts';
import { type NieuwZaakbericht, schrijfBeoordelingen } from './register.ts';

export const TE_VERZENDEN = 'zaakbericht.te_verzenden';

export interface BeoordelingOptions {
  readonly bron: StatusBron;
  readonly authentiek: AuthentiekBron;
  readonly accounts: AccountBron;
  readonly instellingen: Instellingen;
  readonly clock: Clock;
  readonly random: Random;
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
  return {
    name: 'lopendezaken.beoordeling',
    batch: 100,
    wants: (event) => event.kind === 'status.create',
    async handle(deliveries, signal) {
      const ids = deliveries.map((d) => (d.event.body as { resourceId: string }).resourceId);
      const contexten = await options.bron.statusContexten(ids);
      const oordelen = await beoordeel(
        ids.map((id) => contexten.get(id)),
        options,
        signal,
      );
      return oordelen.map(outcomeOf);
    },
    settle: (tx, settled) => settle(tx, settled, options),
  };
}

async function beoordeel(
  contexten: readonly (StatusContext | undefined)[],
  options: BeoordelingOptions,
  signal: AbortSignal,
): Promise<Oordeel[]> {
  const oordelen = contexten.map((context): Oordeel | { context: StatusContext; bsn: Bsn } => {
    if (!context) return { soort: 'weg' };
    const answer = besluit(context, options.instellingen);
    if ('staat' in answer) return { soort: 'niet', context, afwijzing: answer, gecontroleerdOp: null };
    return { context, bsn: answer };
  });
  const open = oordelen.filter((o): o is { context: StatusContext; bsn: Bsn } => 'bsn' in o && !('soort' in o));
  const antwoorden = await controleer(open, options, signal);
  let next = 0;
  return oordelen.map((o) => ('soort' in o ? o : antwoorden[next++]!));
}

/** Asks both sources, each once for the whole batch. The BSN first: nothing is asked about a number that is nobody's. */
async function controleer(
  open: readonly { context: StatusContext; bsn: Bsn }[],
  { authentiek, accounts, clock }: BeoordelingOptions,
  signal: AbortSignal,
): Promise<Oordeel[]> {
  if (open.length === 0) return [];
  const wachten = (reden: string): Oordeel[] => open.map(({ context }) => ({ soort: 'wachten', context, reden }));
  try {
    const bekend = await authentiek.bekend(
      open.map((o) => o.bsn),
      signal,
    );
    const echte = open.filter((_o, i) => bekend[i]);
    const standen =
      echte.length > 0
        ? await accounts.stand(
            echte.map((o) => o.bsn),
            signal,
          )
        : [];
    const gecontroleerdOp = clock.now();
    let next = 0;
    return open.map(({ context, bsn }, i): Oordeel => {
      if (!bekend[i])
        return { soort: 'niet', context, afwijzing: nietAuthentiek(authentiek.naam), gecontroleerdOp: null };
      const stand = standen[next++]!;
      const actief =
        stand.soort === 'actief' && (stand.geactiveerdOp === null || stand.geactiveerdOp <= context.datumStatusGezet);
      if (actief) return { soort: 'sturen', context, bsn, gecontroleerdOp };
      const afwijzing = geenAccount(stand.soort === 'actief' ? stand.geactiveerdOp : null);
      return { soort: 'niet', context, afwijzing, gecontroleerdOp };
    });
  } catch (error) {
    if (error instanceof BronOnbereikbaar) return wachten(error.message);
    throw error;
  }
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
        reason: 'De status staat niet meer in het register.',
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
  for (const { delivery, outcome } of settled) {
    const oordeel = outcome.data as Oordeel | undefined;
    // No data: the handler itself failed; the outbox keeps the reason and tries again.
    if (!oordeel || oordeel.soort === 'weg') continue;
    rows.push(rowOf(delivery, oordeel, uuidv7(clock, random)));
  }
  const ids = await schrijfBeoordelingen(tx, rows, clock.now());
  await publish(
    tx,
    rows
      .filter((row) => row.staat === 'te_verzenden')
      .map((row) => ({
        channel: 'lopendezaken',
        kind: TE_VERZENDEN,
        subject: row.zaakId,
        body: { zaakbericht: ids.get(row.statusId) },
        trace: row.trace,
      })),
  );
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
