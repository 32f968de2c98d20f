/**
 * MijnOverheid Lopende Zaken: every status change that the citizen should hear of, on its way and accounted for.
 *
 *   status event ── beoordeling ──> zaakbericht ── te_verzenden event ── verzending ──> Digikoppeling ── ack ──> afgeleverd
 *
 * Read in that order: `besluit.ts`, `beoordeling.ts`, `verzending.ts`, `resultaten.ts`, `antwoorden.ts`; `beheer.ts` is
 * what operators see and do. A zaakbericht stands in one state (`beeld.ts`); as long as something waits for it, a token
 * says what: its message, or an operator.
 */
import type { Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import { type AntwoordOptions, antwoordLezer } from './antwoorden.ts';
import { type BeoordelingOptions, beoordelaar } from './beoordeling.ts';
import { verwerkResultaten } from './resultaten.ts';
import { type VerzendingOptions, verzender } from './verzending.ts';

export * from './beeld.ts';
export { createZaakberichten } from './beheer.ts';
export { accountsOverHttp, brpOverHttp } from './bronnen-http.ts';
export { isPlaats } from './lijst.ts';
export {
  type AccountBron,
  type AccountStand,
  type AuthentiekBron,
  BronOnbereikbaar,
  type Instellingen,
} from './poorten.ts';
export { startTelling } from './telling.ts';
export { csv, csvTijd, zaakberichtenCsv } from './uitvoer.ts';

/** Puts the three subscribers on the outbox and listens to Digikoppeling. */
export function koppelLopendeZaken(
  outbox: Outbox,
  options: BeoordelingOptions &
    VerzendingOptions &
    AntwoordOptions & { digikoppeling: Pick<Digikoppeling, 'opResultaat'> },
): void {
  outbox.subscribe(beoordelaar(options));
  outbox.subscribe(verzender(options));
  outbox.subscribe(antwoordLezer(options));
  options.digikoppeling.opResultaat((tx, resultaten) => verwerkResultaten(tx, resultaten, options));
}

export const lopendezakenMigrations = {
  component: 'lopendezaken',
  folder: new URL('./migraties', import.meta.url).pathname,
};
