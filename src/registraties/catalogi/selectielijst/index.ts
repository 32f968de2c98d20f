/** The Gemeentelijke Selectielijst 2020, embedded and read-only, and its shape in the Referentielijsten API. */

export { SELECTIELIJST_JAAR, type Selectielijst, selectielijst } from './lijst.ts';
export type {
  Communicatiekanaal,
  Procestermijn,
  Procestype,
  Resultaat,
  Resultaattypeomschrijving,
  Taakgebied,
  Waardering,
} from './model.ts';
export { referentielijstenApi, referentielijstenOpenapi } from './openapi.ts';
export { ingebouwdeLijsten } from './opzoeken.ts';
export {
  type CommunicatiekanaalJson,
  type ProcestypeJson,
  presentCommunicatiekanaal,
  presentProcestype,
  presentResultaat,
  presentResultaattypeomschrijving,
  procestypeUrl,
  type ResultaatJson,
  type ResultaattypeomschrijvingJson,
  resultaattypeomschrijvingUrl,
  resultaatUrl,
} from './presenteer.ts';
export { mountReferentielijsten } from './routes.ts';
export { REFERENTIELIJSTEN } from './soorten.ts';
