/**
 * The Notificatierouteringcomponent: news of our registers and of others, for who asked for it. Start reading at
 * `bezorgen.ts`. What it rests on is the outbox: an event is written in the transaction of the change it tells about, and
 * every subscriber gets his own numbered row of deliveries.
 */
import type { Vault } from '../../platform/crypto/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import type { Metric } from '../../platform/usage/index.ts';
import { type AnyResource, mountResources, openapi, type Ports } from '../../registraties/kern/index.ts';
import { abonnementOf } from './abonnement.ts';
import { mountActies } from './acties.ts';
import { apiOnder } from './api.ts';
import { createBediening } from './bediening.ts';
import { type Beheer, createBeheer } from './beheren.ts';
import type { Weg } from './beproeven.ts';
import { abonnementen } from './bezorgen.ts';
import { mountCloudevents } from './cloudevents.ts';
import { eigenKanalen, kanaal, vulKanalen } from './kanaal.ts';
import { meetwaarden } from './meten.ts';
import { createOverzicht, type Overzicht } from './overzicht.ts';
import { mountPubliceren } from './publiceren.ts';
import { createTeller } from './teller.ts';

export { notificatiesApi } from './api.ts';
export type { Afloop, Beheer, Invoer } from './beheren.ts';
export { wilIemandCloudevents } from './bezorgen.ts';
export { type EigenCloudEvent, nieuwCloudEvent } from './cloudevents.ts';
export type { KanaalFilter } from './filter.ts';
export {
  type Abonnement,
  AFLEVERSTATEN,
  type Aflevering,
  type AfleveringFilter,
  type Afleverstaat,
  type Bladzijde,
  GETELD,
  inWoorden,
  type KanaalRegel,
  type Overzicht,
  type Signaal,
  type SignaalFilter,
} from './overzicht.ts';

export interface NotificatiesOpties extends Weg {
  readonly ports: Ports;
  readonly outbox: Outbox;
  readonly vault: Vault;
  /** URN of the municipality, the `source` of CloudEvents. */
  readonly bron: string;
  readonly log: Log;
  /** Kanalen of components of ours beside the registers, with their kenmerken. */
  readonly kanalen?: Readonly<Record<string, readonly string[]>>;
}

export interface Notificaties {
  /** For the pages of the operator. */
  readonly beheer: Beheer & Overzicht;
  readonly resources: readonly AnyResource[];
  /** For who measures: how each abonnement stands. */
  metrics(): Promise<readonly Metric[]>;
  openapi(base: string): Record<string, unknown>;
  mount(server: Server): void;
  /** Makes the kanalen of our own registers; before anything is mounted. */
  begin(): Promise<void>;
}

/** Subscribes the abonnementen to the outbox; call it before the outbox starts. */
export function createNotificaties(opties: NotificatiesOpties): Notificaties {
  const { ports, outbox, vault, net, clock, bron, log } = opties;
  const kanalen = { ...eigenKanalen(ports.profile), ...opties.kanalen };
  const abonnement: AnyResource = abonnementOf(opties);
  const resources: readonly AnyResource[] = [kanaal, abonnement];
  const teller = createTeller();
  const bediening = createBediening(ports.db, clock, outbox.wake);
  const overzicht = createOverzicht(ports.db, Object.keys(kanalen));
  outbox.subscribeFamily(abonnementen({ net, vault, clock, random: ports.random, bron, log, teller }));
  return {
    beheer: { ...overzicht, ...createBeheer(abonnement, ports, bediening, log) },
    resources,
    metrics: async () => meetwaarden(await overzicht.abonnementen(), teller, clock),
    openapi: (base) => openapi(apiOnder(ports.profile), resources, base),
    mount(server) {
      mountResources(server, resources, ports);
      mountPubliceren(server, ports, outbox);
      mountCloudevents(server, ports, outbox, bron);
      mountActies(server, ports, bediening);
    },
    begin: () => vulKanalen(ports.db, kanalen, ports),
  };
}

export const notificatiesMigrations = {
  component: 'notificaties',
  folder: new URL('./migraties', import.meta.url).pathname,
};
