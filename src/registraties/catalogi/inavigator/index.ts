/** Import of an i-Navigator (VIND) export: read it, map it to a catalogus of the Catalogi API, and say what did not fit. */

export {
  catalogusBody,
  informatieobjecttypeBody,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
  zaaktypeBody,
  zaaktypeInformatieobjecttypeBody,
} from './bodies.ts';
export type {
  Afleidingswijze,
  BrondatumArchiefprocedure,
  CatalogusGegevens,
  CatalogusImport,
  ChecklistItem,
  InformatieobjecttypeGegevens,
  OmschrijvingGeneriekRol,
  ResultaattypeGegevens,
  RoltypeGegevens,
  StatustypeGegevens,
  Vertrouwelijkheidaanduiding,
  ZaaktypeGegevens,
  ZaaktypeImport,
  ZaaktypeInformatieobjecttypeGegevens,
} from './catalogusimport.ts';
export { INavigatorFout } from './fout.ts';
export { readINavigator } from './lees.ts';
export type {
  INavigatorCheck,
  INavigatorDocumenttype,
  INavigatorExport,
  INavigatorGrondslag,
  INavigatorNaamstructuur,
  INavigatorProces,
  INavigatorResultaattype,
  INavigatorRoltype,
  INavigatorSoort,
  INavigatorStatustype,
  INavigatorTermijn,
} from './model.ts';
export type { Rapport, RapportGevolg, RapportItem, RapportRegel, RapportSoort, RapportTotaal } from './rapport.ts';
export { formatRapport } from './rapporttekst.ts';
export { type INavigatorOpties, mapINavigator } from './vertaal.ts';
