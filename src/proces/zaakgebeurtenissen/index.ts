/**
 * The new MijnOverheid zaken connection (row X20): CloudEvents about zaken beside the ebMS one, from the same outbox. The
 * receiver takes an abonnement on them and asks for the zaak itself. Read `gebeurtenissen.ts`.
 */
import type { Outbox } from '../../platform/outbox/index.ts';
import { type GebeurtenisOptions, zaakgebeurtenissen } from './gebeurtenissen.ts';

/** Puts the subscriber on the outbox; before it starts. */
export function koppelZaakgebeurtenissen(outbox: Outbox, options: Omit<GebeurtenisOptions, 'publish'>): void {
  outbox.subscribe(zaakgebeurtenissen({ ...options, publish: outbox.publish }));
}

export const zaakgebeurtenissenMigrations = {
  component: 'zaakgebeurtenissen',
  folder: new URL('./migraties', import.meta.url).pathname,
};
