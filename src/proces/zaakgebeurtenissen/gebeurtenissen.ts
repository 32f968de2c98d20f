/**
 * From the events of our registers to those that MijnOverheid understands. One subscriber; everything it decides and
 * writes is in the transaction that settles, so each event is made exactly once.
 *
 * - All that happens to a zaak passes through the lane of that zaak, in order. A document has a lane of its own: it tells
 *   its zaken by an event in theirs.
 * - Nothing is told before the zaak is complete (row X4). The change that completes it tells of all before it.
 * - What waits together is told together: a message covers every change that was recorded when it was made, up to the
 *   next opening, and `gedekt_tot` remembers how far that is.
 */
import { nieuwCloudEvent } from '../../integratie/notificaties/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { NewEvent, OutboxEvent, Settled, Subscriber } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { catalogiDoel } from '../../registraties/catalogi/index.ts';
import { leesInHetKort, type ZaakInHetKort, zakenDoel, zakenVanDocumenten } from '../../registraties/zaken/index.ts';
import { KANAAL, type Kenmerken, leesReeksen, leesVerteld, schrijfVerteld, vergeet } from './register.ts';

export const GEMUTEERD = 'nl.overheid.zaken.zaak-gemuteerd';
export const GEOPEND = 'nl.overheid.zaken.zaak-geopend';
export const VERWIJDERD = 'nl.overheid.zaken.zaak-verwijderd';

export interface GebeurtenisOptions {
  readonly clock: Clock;
  /** The canonical base of our own addresses, in the kenmerken. */
  readonly base: string;
  publish(tx: Tx, events: readonly NewEvent[]): Promise<unknown>;
}

export function zaakgebeurtenissen(options: GebeurtenisOptions): Subscriber {
  return {
    name: 'zaakgebeurtenissen',
    batch: 100,
    wants: ({ channel, kind }) => ['zaken', 'documenten', KANAAL].includes(channel) && !kind.startsWith('extern.'),
    handle: async (deliveries) => deliveries.map(() => ({ kind: 'klaar' })),
    settle: (tx, settled) => settle(tx, settled, options),
  };
}

async function settle(tx: Tx, settled: readonly Settled[], options: GebeurtenisOptions): Promise<void> {
  const events = settled.map(({ delivery }) => delivery.event);
  const van = (soort: ReturnType<typeof soortVan>): Events => events.filter((event) => soortVan(event) === soort);
  await options.publish(tx, [
    ...(await vanDocumenten(tx, van('document'))),
    ...(await vanVerwijderde(tx, van('destroy'))),
    ...(await vanGeopende(tx, van('geopend'), options)),
    ...(await vanGemuteerde(tx, van('mutatie'), options)),
  ]);
}

function soortVan({ channel, kind }: OutboxEvent): 'document' | 'destroy' | 'geopend' | 'mutatie' {
  if (channel === 'documenten') return 'document';
  if (kind === 'zaak.destroy') return 'destroy';
  return kind === 'zaak.geopend' ? 'geopend' : 'mutatie';
}

type Events = readonly OutboxEvent[];

const onderwerpen = (events: Events): readonly string[] => events.map(({ subject }) => subject);

/** A change of a document is one of every zaak that it belongs to. Of what it was before that, the joining itself tells. */
async function vanDocumenten(tx: Tx, events: Events): Promise<readonly NewEvent[]> {
  if (events.length === 0) return [];
  const relaties = await zakenVanDocumenten(tx, onderwerpen(events));
  return events.flatMap(({ subject, at, trace }) => {
    const zaken = relaties.filter(({ document, sinds }) => document === subject && sinds < at);
    const body = { sinds: at.toISOString() };
    return zaken.map(({ zaak }) => ({ channel: KANAAL, kind: 'zaak.document', subject: zaak, body, trace }));
  });
}

async function vanGemuteerde(
  tx: Tx,
  events: Events,
  { base, clock }: GebeurtenisOptions,
): Promise<readonly NewEvent[]> {
  if (events.length === 0) return [];
  // First how far it goes, then the zaak: what is recorded in between is told of later.
  const reeksen = await leesReeksen(
    tx,
    events.map(({ subject, subjectNr }) => ({ zaak: subject, nr: subjectNr })),
  );
  const zaken = await leesInHetKort(tx, [...reeksen.keys()]);
  const tevertellen = events.flatMap(({ subject, trace }) => {
    const [reeks, zaak] = [reeksen.get(subject), zaken.get(subject)];
    if (!reeks || reeks.verteld || !zaak?.volledig) return [];
    return [{ ...reeks, hoofdzaak: zaak.hoofdzaakId, kenmerken: kenmerkenVan(zaak, base), trace }];
  });
  await schrijfVerteld(tx, tevertellen, clock.now());
  return tevertellen.map(({ zaak, moment, kenmerken, trace }) => bericht(GEMUTEERD, zaak, moment, kenmerken, trace));
}

/** Of a zaak that was never told of, nobody needs to hear that it was opened. */
async function vanGeopende(tx: Tx, events: Events, { base }: GebeurtenisOptions): Promise<readonly NewEvent[]> {
  if (events.length === 0) return [];
  const zaken = await leesInHetKort(tx, await leesVerteld(tx, onderwerpen(events)));
  return events.flatMap(({ subject, at, trace }) => {
    const zaak = zaken.get(subject);
    return zaak ? [bericht(GEOPEND, subject, at, kenmerkenVan(zaak, base), trace)] : [];
  });
}

/** The deelzaken go with their hoofdzaak (zrc-023). */
async function vanVerwijderde(tx: Tx, events: Events): Promise<readonly NewEvent[]> {
  const door = new Map(events.map((event) => [event.subject, event]));
  const weg = await vergeet(tx, [...door.keys()]);
  return weg.map(({ zaak, via, kenmerken }) => {
    const { at, trace } = door.get(via)!;
    return bericht(VERWIJDERD, zaak, at, kenmerken, trace);
  });
}

/** By what a receiver chooses: of the zaak, never of who it is about. Open Zaak has the same. */
function kenmerkenVan(zaak: ZaakInHetKort, base: string): Kenmerken {
  return {
    bronorganisatie: zaak.bronorganisatie,
    zaaktype: `${base}${catalogiDoel.zaaktype.href}/${zaak.zaaktypeId}`,
    'zaaktype.catalogus': `${base}${catalogiDoel.catalogus.href}/${zaak.catalogusId}`,
    vertrouwelijkheidaanduiding: zaak.vertrouwelijkheid,
  };
}

/** "Informatiearm" (NL GOV, dataref): the receiver asks for the zaak itself, under his own rights. */
function bericht(type: string, zaak: string, moment: Date, data: Kenmerken, trace: string | null): NewEvent {
  const dataref = `${zakenDoel.zaak.href}/${zaak}`;
  return nieuwCloudEvent(zaak, { type, subject: zaak, time: moment.toISOString(), dataref, data }, trace);
}
