/**
 * Simulator of MijnOverheid Lopende Zaken, also stand-in for the account check and the BRP check. Our interpretation, not
 * MijnOverheid itself. For demonstrations, tests and benches.
 */

export type { EbmsFout, StufFout, StufPartij, Uitkomst } from './boek/feiten.ts';
export { JournaalFout } from './boek/journaal.ts';
export type { LedgerRegel } from './boek/regel.ts';
export type { RuwBericht } from './ebms/ontvangst.ts';
export {
  createInlogSimulator,
  INLOGFOUTEN,
  type InlogFout,
  type InlogOpties,
  type InlogSimulator,
  MENSEN,
} from './inloggen/index.ts';
export type { CpaFeiten, SimulatorOptions } from './opties.ts';
export { type AccountStand, type DemoPersoon, demoPersonen } from './personen/demo.ts';
export type { Persoon } from './personen/personen.ts';
export { type RunningSimulator, type StartOptions, startSimulator } from './proces.ts';
export { createSimulator, type Simulator } from './simulator.ts';
export { type BoekTotalen, LABEL, type SimulatorStand } from './stand.ts';
export {
  type AckStand,
  type DienstStand,
  type EndpointStand,
  type FoutRegel,
  type StandInvoer,
  type StandRegel,
  StoringFout,
  type StoringStand,
  type StoringWijziging,
} from './storingen/soorten.ts';
export type { Tellers } from './tellers.ts';
