/** The register of who may what (Autorisaties API 1.1.0), and the policy that the other registers put in their SQL. */
import type { AnyResource } from '../kern/index.ts';
import { applicatie } from './applicatie.ts';

export { type Autorisaties, type ClientSetting, createAutorisaties } from './actoren.ts';
export { autorisatiesApi } from './api.ts';
export {
  magBesluit,
  magDocument,
  magZaak,
  zichtbareBesluiten,
  zichtbareDocumenten,
  zichtbareZaken,
} from './beleid.ts';
export { mountConsumer as mountAutorisaties } from './consumer.ts';

export const autorisatiesResources: readonly AnyResource[] = [applicatie];

export const autorisatiesMigrations = {
  component: 'autorisaties',
  folder: new URL('./migraties', import.meta.url).pathname,
};
