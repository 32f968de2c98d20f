/**
 * The new MijnOverheid zaken connection (row X20): CloudEvents about zaken beside the ebMS one, from the same outbox. The
 * receiver takes an abonnement on them and asks for the zaak itself. Read `gebeurtenissen.ts`.
 */
import type { Queryable } from '../../platform/db/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import { type GebeurtenisOptions, zaakgebeurtenissen } from './gebeurtenissen.ts';

export interface KoppelOptions extends Omit<GebeurtenisOptions, 'publish'> {
  /** Does anybody want CloudEvents? */
  gevolgd(db: Queryable): Promise<boolean>;
}

/**
 * Puts the subscriber on the outbox; before it starts. It is there while somebody wants what it tells: for nobody, every
 * change of a zaak would cost a second event. Who comes later hears of a zaak at its next change.
 */
export function koppelZaakgebeurtenissen(outbox: Outbox, { gevolgd, ...options }: KoppelOptions): void {
  const subscriber = zaakgebeurtenissen({ ...options, publish: outbox.publish });
  outbox.subscribeFamily({
    name: subscriber.name,
    members: async (db) => ((await gevolgd(db)) ? [subscriber] : []),
  });
}

export const zaakgebeurtenissenMigrations = {
  component: 'zaakgebeurtenissen',
  folder: new URL('./migraties', import.meta.url).pathname,
};
