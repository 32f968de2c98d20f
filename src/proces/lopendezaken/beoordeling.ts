/**
 * First step: on a status event, decide and check, at once after the change (L6, L7). It works in its own lanes, so it
 * waits for no sending; what must be sent goes on as an event of its own to the second step (`verzending.ts`).
 *
 * Each person who is told gets a zaakbericht of his own. A source that cannot be reached: his zaakbericht waits, visibly,
 * and the first successful check decides (L7, L8). A stroom may also check when the message is about to leave.
 */
import type { StatusBron, StatusContext } from '../../integratie/bronnen/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Delivery, NewEvent, Outcome, Settled, Subscriber } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { type Bestemming, besluit, type Controle, naControle } from './besluit.ts';
import { type Bronnen, controleer } from './controle.ts';
import type { Inrichting } from './inrichting.ts';
import type { Inrichtingen } from './inrichting-register.ts';
import type { Afwijzing, Toelating } from './poorten.ts';
import { type NieuwZaakbericht, schrijfBeoordelingen, sluitWachtend } from './register.ts';
import { type Besluitregel, regelsVan } from './verantwoorden.ts';
import { wachter } from './wachten.ts';

/** Its name on the outbox. */
export const BEOORDELING = 'lopendezaken.beoordeling';
export const TE_VERZENDEN = 'zaakbericht.te_verzenden';
const WEG = 'De status staat niet meer in het register.';
const NIET_MEER = 'Deze persoon staat niet meer in de zaak.';

export interface BeoordelingOptions extends Bronnen {
  readonly db: Database;
  readonly bron: StatusBron;
  readonly toelating: Toelating;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  publish(tx: Tx, events: readonly NewEvent[]): Promise<unknown>;
}

type Adres = Extract<Bestemming, { soort: 'adres' }>;

/** What was decided about one person. */
type Oordeel = { readonly bestemming: Bestemming; readonly regels: readonly Besluitregel[] } & (
  | { readonly soort: 'sturen'; readonly gecontroleerdOp: Date | null }
  | { readonly soort: 'niet'; readonly afwijzing: Afwijzing; readonly gecontroleerdOp: Date | null }
  | { readonly soort: 'wachten'; readonly reden: string; readonly kijkOverMs: number | null }
);

/** What was decided about one status; null when it is gone from the register: there is nothing left to tell. */
interface Beoordeling {
  readonly statusId: string;
  readonly over: {
    readonly context: StatusContext;
    readonly inrichting: number;
    readonly oordelen: readonly Oordeel[];
  } | null;
}

export function beoordelaar(options: BeoordelingOptions): Subscriber {
  const { bron, inrichtingen, log } = options;
  return {
    name: BEOORDELING,
    batch: 100,
    wants: (event) => event.kind === 'status.create',
    async handle(deliveries, signal) {
      const ids = deliveries.map((d) => (d.event.body as { resourceId: string }).resourceId);
      const inrichting = await inrichtingen.actueel();
      const contexten = await bron.statusContexten(ids);
      const beoordelingen = await beoordeel(ids, contexten, inrichting, options, signal);
      // L10. Only the first attempt speaks: an outage of hours with thousands of retries is one story.
      const nieuw = beoordelingen.filter((_b, i) => deliveries[i]!.attempts === 0);
      for (const [melding, aantal] of perReden(nieuw))
        log.warn({ melding, aantal }, 'controle lukte niet; zaakberichten wachten');
      const wacht = wachter(options.random);
      return beoordelingen.map((beoordeling) => outcomeOf(beoordeling, wacht));
    },
    settle: (tx, settled) => settle(tx, settled, options),
  };
}

function perReden(beoordelingen: readonly Beoordeling[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { over } of beoordelingen)
    for (const o of over?.oordelen ?? []) if (o.soort === 'wachten') found.set(o.reden, (found.get(o.reden) ?? 0) + 1);
  return found;
}

async function beoordeel(
  ids: readonly string[],
  contexten: ReadonlyMap<string, StatusContext>,
  inrichting: Inrichting,
  options: BeoordelingOptions,
  signal: AbortSignal,
): Promise<readonly Beoordeling[]> {
  const gevonden = ids.map((statusId) => {
    const context = contexten.get(statusId);
    return { statusId, context, bestemmingen: context ? besluit(context, inrichting) : [] };
  });
  const oordelen = await oordeelOver(
    gevonden.flatMap(({ context, bestemmingen }) =>
      bestemmingen.map((bestemming) => ({ context: context!, bestemming })),
    ),
    inrichting,
    options,
    signal,
  );
  let next = 0;
  return gevonden.map(({ statusId, context, bestemmingen }) => {
    if (!context) return { statusId, over: null };
    const mijn = oordelen.slice(next, next + bestemmingen.length);
    next += bestemmingen.length;
    return { statusId, over: { context, inrichting: inrichting.versie, oordelen: mijn } };
  });
}

interface Kandidaat {
  readonly context: StatusContext;
  readonly bestemming: Bestemming;
}

/** Consent first, then the sources: about somebody who may not be told nothing is asked outside. */
async function oordeelOver(
  kandidaten: readonly Kandidaat[],
  inrichting: Inrichting,
  options: BeoordelingOptions,
  signal: AbortSignal,
): Promise<readonly Oordeel[]> {
  const isAdres = (k: Kandidaat): k is Kandidaat & { bestemming: Adres } => k.bestemming.soort === 'adres';
  const adressen = kandidaten.filter(isAdres);
  const verbod = await options.toelating.magVerstrekken(
    options.db,
    adressen.map(({ context, bestemming }) => ({
      bsn: bestemming.bsn,
      zaakId: context.zaak.id,
      kanaal: 'lopende-zaken',
    })),
  );
  const verboden = new Map(adressen.flatMap((k, i) => (verbod[i] ? [[k as Kandidaat, verbod[i]] as const] : [])));
  const vragen = adressen.filter((k) => !verboden.has(k) && k.bestemming.stroom.planning.controle === 'bij_wijziging');
  const controles = await controleer(
    vragen.map(({ context, bestemming: { bsn, wie } }) => ({ bsn, wie, register: context.register })),
    inrichting.authentiek,
    options,
    signal,
  );
  const gecontroleerd = new Map(vragen.map((k, i) => [k as Kandidaat, controles[i]!]));
  const now = options.clock.now();
  return kandidaten.map((k): Oordeel => {
    const { bestemming } = k;
    const regels = (controle: Controle | null, niet: Afwijzing | null) =>
      regelsVan(k.context, bestemming, inrichting, controle, niet);
    const niet = bestemming.soort === 'niet' ? bestemming.afwijzing : verboden.get(k);
    if (niet) return { soort: 'niet', bestemming, afwijzing: niet, gecontroleerdOp: null, regels: regels(null, niet) };
    const controle = gecontroleerd.get(k);
    if (!controle) return { soort: 'sturen', bestemming, gecontroleerdOp: null, regels: regels(null, null) };
    const answer = naControle(controle, k.context.datumStatusGezet);
    if (answer === 'sturen')
      return { soort: 'sturen', bestemming, gecontroleerdOp: now, regels: regels(controle, null) };
    if (!('staat' in answer))
      return {
        soort: 'wachten',
        bestemming,
        reden: answer.reden,
        kijkOverMs: answer.kijkOverMs ?? null,
        regels: regels(controle, null),
      };
    const gecontroleerdOp = controle.stand === null ? null : now;
    return { soort: 'niet', bestemming, afwijzing: answer, gecontroleerdOp, regels: regels(controle, answer) };
  });
}

function outcomeOf(beoordeling: Beoordeling, wacht: ReturnType<typeof wachter>): Outcome {
  const { over } = beoordeling;
  if (!over) return { kind: 'eind', state: 'niet_van_toepassing', reason: WEG, data: beoordeling };
  const open = over.oordelen.find((o) => o.soort === 'wachten');
  if (open?.soort === 'wachten') return wacht(open.reden, open.kijkOverMs, beoordeling);
  const [eerste] = over.oordelen;
  if (eerste?.soort === 'niet' && over.oordelen.every((o) => o.soort === 'niet')) {
    const { staat, reden } = eerste.afwijzing;
    return { kind: 'eind', state: staat, reason: reden, data: beoordeling };
  }
  return { kind: 'klaar', data: beoordeling };
}

async function settle(
  tx: Tx,
  settled: readonly Settled[],
  { clock, random, publish }: BeoordelingOptions,
): Promise<void> {
  const rows: NieuwZaakbericht[] = [];
  const weg: string[] = [];
  const herhaald: string[] = [];
  for (const { delivery, outcome } of settled) {
    const beoordeling = outcome.data as Beoordeling | undefined;
    // No data: the handler itself failed; the outbox keeps the reason and tries again.
    if (!beoordeling) continue;
    const { statusId, over } = beoordeling;
    if (!over) weg.push(statusId);
    for (const oordeel of over?.oordelen ?? [])
      rows.push(rowOf(delivery, over!.context, over!.inrichting, oordeel, uuidv7(clock, random)));
    if (over && delivery.attempts > 0) herhaald.push(statusId);
  }
  const now = clock.now();
  const geschreven = await schrijfBeoordelingen(tx, rows, now);
  await sluitWachtend(tx, weg, [], WEG, now);
  // Who waited for a check and is no longer in the zaak.
  const blijft = geschreven.map(({ id }) => id);
  await sluitWachtend(tx, herhaald, blijft, NIET_MEER, now);
  await publish(tx, geschreven.filter(({ staat }) => staat === 'te_verzenden').map(beurtVoor));
}

/** The event that gives a zaakbericht its turn in the lane of its zaak. */
export function beurtVoor({
  id,
  zaakId,
  stroom,
  trace,
}: {
  readonly id: string;
  readonly zaakId: string;
  readonly stroom: string | null;
  readonly trace: string | null;
}): NewEvent {
  return { channel: 'lopendezaken', kind: TE_VERZENDEN, subject: zaakId, body: { zaakbericht: id, stroom }, trace };
}

function rowOf(
  { event }: Delivery,
  context: StatusContext,
  inrichting: number,
  oordeel: Oordeel,
  id: string,
): NieuwZaakbericht {
  const { bestemming, regels } = oordeel;
  const base = {
    id,
    statusId: context.statusId,
    rolId: bestemming.wie?.rolId ?? null,
    rolsoort: bestemming.wie?.soort ?? null,
    stroom: bestemming.soort === 'adres' ? bestemming.stroom.naam : null,
    inrichting,
    besluit: regels,
    zaakId: context.zaak.id,
    zaaknummer: context.zaak.identificatie,
    zaaktype: context.zaaktype.omschrijving,
    statustype: context.statustype.omschrijving,
    statusGezetOp: context.datumStatusGezet,
    eventOp: event.at,
    trace: event.trace,
    gecontroleerdOp: null,
    bsn: null,
    reden: null,
  };
  switch (oordeel.soort) {
    case 'sturen': {
      const bsn = (bestemming as Adres).bsn.reveal();
      return { ...base, staat: 'te_verzenden', gecontroleerdOp: oordeel.gecontroleerdOp, bsn };
    }
    case 'niet': {
      const { staat, reden } = oordeel.afwijzing;
      return { ...base, staat, reden, gecontroleerdOp: oordeel.gecontroleerdOp };
    }
    case 'wachten':
      return { ...base, staat: 'wacht_op_controle', reden: oordeel.reden };
  }
}
