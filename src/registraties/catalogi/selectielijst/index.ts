/** The Gemeentelijke Selectielijst 2020, embedded and read-only, and its shape in the Referentielijsten API. */

export { SELECTIELIJST_JAAR, type Selectielijst, selectielijst } from './lijst.ts';
export type {
  Procestermijn,
  Procestype,
  Resultaat,
  Resultaattypeomschrijving,
  Taakgebied,
  Waardering,
} from './model.ts';
export { ingebouwdeLijsten } from './opzoeken.ts';
export {
  type ProcestypeJson,
  presentProcestype,
  presentResultaat,
  presentResultaattypeomschrijving,
  procestypeUrl,
  type ResultaatJson,
  type ResultaattypeomschrijvingJson,
  resultaattypeomschrijvingUrl,
  resultaatUrl,
} from './presenteer.ts';
export { mountReferentielijsten, REFERENTIELIJSTEN } from './routes.ts';
