/** What operators do: the log of it, and what waits for a second one. */
export {
  createLogboek,
  type Handeling,
  type HandelingFilter,
  type HandelingLijst,
  type Logboek,
  type NieuweHandeling,
  PER_PAGINA,
  UITKOMSTEN,
  type Uitkomst,
} from './logboek.ts';
export {
  BEHEERDER,
  type Besluit,
  createVierOgen,
  type Handler,
  type Inhoud,
  NietUitvoerbaar,
  type Verzoek,
  type VerzoekStaat,
  type Verzoekstand,
  type VierOgen,
  type Vraag,
} from './vierogen.ts';
export type { Wie } from './wie.ts';

export const handelingenMigrations = {
  component: 'handelingen',
  folder: new URL('./migraties', import.meta.url).pathname,
};
