/** The register of types (Catalogi API 1.3.3). */
import type { AnyResource } from '../kern/index.ts';
import { besluittype } from './besluittype.ts';
import { catalogus } from './catalogus.ts';
import { eigenschap } from './eigenschap.ts';
import { informatieobjecttype } from './informatieobjecttype.ts';
import { resultaattype } from './resultaattype.ts';
import { roltype } from './roltype.ts';
import { statustype } from './statustype.ts';
import { zaakobjecttype } from './zaakobjecttype.ts';
import { zaaktype } from './zaaktype.ts';
import { zaaktypeInformatieobjecttype } from './zaaktype-informatieobjecttype.ts';

export { catalogiApi } from './api.ts';
export type { Afleidingswijze, Archiefprocedure } from './archiefprocedure.ts';
export { doel as catalogiDoel } from './doel.ts';
export { dagIn, type Specificatie } from './eigenschap.ts';
export {
  type CatalogusGegevens,
  type CatalogusImport,
  formatRapport,
  INavigatorFout,
  type INavigatorOpties,
  mapINavigator,
  readINavigator,
} from './inavigator/index.ts';
export {
  type Opgeslagen,
  type OpslaanOpties,
  type Overgeslagen,
  slaCatalogusOp,
  type Voortgang,
} from './inavigator/opslaan.ts';
export { type InformerendZaaktype, leesInformerend } from './informeren.ts';
export { mountPublish, publishIn } from './publiceren.ts';
export { ROLLEN } from './roltype.ts';
export {
  ingebouwdeLijsten,
  mountReferentielijsten,
  REFERENTIELIJSTEN,
  referentielijstenApi,
  referentielijstenOpenapi,
  selectielijst,
} from './selectielijst/index.ts';
export {
  leesZaaktype,
  leesZaaktypen,
  type StatustypeRegel,
  type ZaaktypeRegel,
  type ZaaktypeVraag,
} from './statuslijst.ts';

export const catalogiResources: readonly AnyResource[] = [
  catalogus,
  zaaktype,
  besluittype,
  statustype,
  resultaattype,
  roltype,
  eigenschap,
  zaakobjecttype,
  informatieobjecttype,
  zaaktypeInformatieobjecttype,
];

export const catalogiMigrations = { component: 'catalogi', folder: new URL('./migraties', import.meta.url).pathname };
