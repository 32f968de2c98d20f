/**
 * MijnOverheid Lopende Zaken: every status change that the citizen should hear of, on its way and accounted for.
 *
 *   status event ── beoordeling ──> zaakbericht ── te_verzenden event ── verzending ──> Digikoppeling ── ack ──> afgeleverd
 *
 * Read in that order: `besluit.ts`, `beoordeling.ts`, `verzending.ts`, `antwoorden.ts`; `beheer.ts` is what operators see.
 */
import type { Outbox } from '../../platform/outbox/index.ts';
import { type AntwoordOptions, antwoordLezer } from './antwoorden.ts';
import { type BeoordelingOptions, beoordelaar } from './beoordeling.ts';
import { type VerzendingOptions, verwerkResultaten, verzender } from './verzending.ts';

export * from './beeld.ts';
export { createZaakberichten } from './beheer.ts';
export { accountsOverHttp, brpOverHttp } from './bronnen-http.ts';
export {
  type AccountBron,
  type AccountStand,
  type AuthentiekBron,
  BronOnbereikbaar,
  type Instellingen,
} from './poorten.ts';

/** Puts the three subscribers on the outbox and listens to Digikoppeling. */
export function koppelLopendeZaken(
  outbox: Outbox,
  options: BeoordelingOptions & VerzendingOptions & AntwoordOptions,
): void {
  outbox.subscribe(beoordelaar(options));
  outbox.subscribe(verzender(options));
  outbox.subscribe(antwoordLezer(options));
  options.digikoppeling.opResultaat((tx, resultaten) =>
    verwerkResultaten(tx, resultaten, outbox, options.clock, options.random),
  );
}

export const lopendezakenMigrations = {
  component: 'lopendezaken',
  folder: new URL('./migraties', import.meta.url).pathname,
};
