/**
 * The Notificatierouteringcomponent: news of our registers and of others, for who asked for it. Start reading at
 * `bezorgen.ts`. What it rests on is the outbox: an event is written in the transaction of the change it tells about, and
 * every subscriber gets his own numbered row of deliveries.
 */
import type { Vault } from '../../platform/crypto/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import { type AnyResource, mountResources, openapi, type Ports } from '../../registraties/kern/index.ts';
import { abonnementOf } from './abonnement.ts';
import { mountActies } from './acties.ts';
import { notificatiesApi } from './api.ts';
import { type Bediening, createBediening } from './bediening.ts';
import type { Weg } from './beproeven.ts';
import { abonnementen } from './bezorgen.ts';
import { mountCloudevents } from './cloudevents.ts';
import { kanaal, vulKanalen } from './kanaal.ts';
import { mountPubliceren } from './publiceren.ts';

export { notificatiesApi } from './api.ts';
export type { Bediening } from './bediening.ts';
export { type EigenCloudEvent, nieuwCloudEvent } from './cloudevents.ts';

export interface NotificatiesOpties extends Weg {
  readonly ports: Ports;
  readonly outbox: Outbox;
  readonly vault: Vault;
  /** URN of the municipality, the `source` of CloudEvents. */
  readonly bron: string;
}

export interface Notificaties extends Bediening {
  readonly resources: readonly AnyResource[];
  openapi(base: string): Record<string, unknown>;
  mount(server: Server): void;
  /** Makes the kanalen of our own registers; before anything is mounted. */
  begin(): Promise<void>;
}

/** Subscribes the abonnementen to the outbox; call it before the outbox starts. */
export function createNotificaties(opties: NotificatiesOpties): Notificaties {
  const { ports, outbox, vault, net, clock, bron } = opties;
  const resources: readonly AnyResource[] = [kanaal, abonnementOf(opties)];
  const bediening = createBediening(ports.db, clock, outbox.wake);
  outbox.subscribeFamily(abonnementen({ net, vault, clock, random: ports.random, bron }));
  return {
    ...bediening,
    resources,
    openapi: (base) => openapi(notificatiesApi, resources, base),
    mount(server) {
      mountResources(server, resources, ports);
      mountPubliceren(server, ports, outbox);
      mountCloudevents(server, ports, outbox, bron);
      mountActies(server, ports, bediening);
    },
    begin: () => vulKanalen(ports.db, ports.profile, ports),
  };
}

export const notificatiesMigrations = {
  component: 'notificaties',
  folder: new URL('./migraties', import.meta.url).pathname,
};
