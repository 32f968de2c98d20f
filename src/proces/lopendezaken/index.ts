/**
 * MijnOverheid Lopende Zaken: every status change that the citizen should hear of, on its way and accounted for.
 *
 *   status event ── beoordeling ──> zaakbericht ── te_verzenden event ── verzending ──> Digikoppeling ── ack ──> afgeleverd
 *
 * Read in that order: `besluit.ts`, `beoordeling.ts`, `verzending.ts`, `stappen.ts`, `resultaten.ts`, `antwoorden.ts`; `inrichting.ts` is
 * what an administrator sets, `lopen.ts` when messages leave, `beheer.ts` what operators see and do. A zaakbericht stands in one state (`beeld.ts`); as long as something waits for it, a token
 * says what: its message, or an operator.
 */
import type { Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import { type AntwoordOptions, antwoordLezer } from './antwoorden.ts';
import { type BeoordelingOptions, beoordelaar } from './beoordeling.ts';
import { verwerkResultaten } from './resultaten.ts';
import { type VerzendingOptions, verzenders } from './verzending.ts';

export * from './beeld.ts';
export { createZaakberichten } from './beheer.ts';
export { type AccountDienst, createBronnen } from './bronnen.ts';
export { foutenInDragers, onzeActies } from './dragers.ts';
export { createHerroepen, type HerroepAfloop, type Herroepactie, type Herroepen } from './herroepen.ts';
export { createHerroepverzoeken, type Herroepverzoeken, type VraagAfloop } from './herroepverzoeken.ts';
export * from './inrichting.ts';
export {
  type BewaarAfloop,
  createInrichtingen,
  type Inrichtingen,
  type InrichtingVersie,
  type NieuweInrichting,
  type OudeInrichting,
} from './inrichting-register.ts';
export { isPlaats } from './lijst.ts';
export { createLopen, type LoopStand, type Lopen } from './lopen.ts';
export { meetLopendeZaken } from './meten.ts';
export {
  type AccountBron,
  type AccountStand,
  type Afwijzing,
  type AuthentiekBron,
  BronOnbereikbaar,
  type Instellingen,
  type Toelating,
  type Verstrekking,
} from './poorten.ts';
export { type Bewaking, leesStand, startVouwen, telFouten } from './stand.ts';
export { type StilleStroom, stilgevallen } from './stilgevallen.ts';
export { csv, csvTijd, zaakberichtenCsv } from './uitvoer.ts';
export {
  createVerantwoording,
  MAX_DAGEN,
  type OnverklaardeStatus,
  STATUSREGISTERS,
  type Statusregister,
  type Verantwoording,
  type Verantwoordingsdag,
} from './verantwoording.ts';
export {
  overgeslagenOp,
  redenInWoorden,
  staatVan,
  verantwoordingCsv,
  verantwoordingTekst,
} from './verantwoording-tekst.ts';
export { createVoorbeelden, type Voorbeeldbericht, type Voorbeelden, type Voorbeeldzaak } from './voorbeelden.ts';
export { wekWachtenden } from './wekken.ts';
export { leesWusProfiel, vulProfielAan } from './wus-profiel.ts';

/** Puts the subscribers on the outbox and listens to Digikoppeling. */
export function koppelLopendeZaken(
  outbox: Outbox,
  options: BeoordelingOptions &
    VerzendingOptions &
    AntwoordOptions & { digikoppeling: Pick<Digikoppeling, 'opResultaat'> },
): void {
  outbox.subscribe(beoordelaar(options));
  outbox.subscribeFamily(verzenders(options));
  outbox.subscribe(antwoordLezer(options));
  options.digikoppeling.opResultaat((tx, resultaten) => verwerkResultaten(tx, resultaten, options));
}

export { laadVormen, type Standaard, type VormBestanden, type Vormen } from './vormen.ts';

export const lopendezakenMigrations = {
  component: 'lopendezaken',
  folder: new URL('./migraties', import.meta.url).pathname,
};
