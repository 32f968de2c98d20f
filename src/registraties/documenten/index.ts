/** The register of documents (Documenten API 1.7.0). Start reading at `document.ts`, then `opslag.ts`. */
import type { Server } from '../../platform/http/index.ts';
import { type AnyResource, mountAudittrail, type ResourceMap } from '../kern/index.ts';
import { bestandsdeel, mountBestandsdelen } from './bestandsdeel.ts';
import { document } from './document.ts';
import { mountLezen } from './download.ts';
import { gebruiksrechten } from './gebruiksrechten.ts';
import { objectinformatieobject } from './objectinformatieobject.ts';
import type { DocumentenPorts } from './ports.ts';
import { mountRegistreren } from './registreren.ts';
import { mountSchrijven } from './schrijven.ts';
import { mountSlot } from './slot.ts';
import { verzending } from './verzending.ts';

export { documentenApi, doel as documentenDoel } from './api.ts';
export { startOpruimen } from './opruimen.ts';
export { createOpslag, type Opslag, type OpslagOpties } from './opslag.ts';
export type { DocumentenPorts } from './ports.ts';
export { documentenregister } from './register.ts';

export const documentenResources: readonly AnyResource[] = [
  document,
  objectinformatieobject,
  gebruiksrechten,
  verzending,
  bestandsdeel,
];

/** Routes that no definition describes. */
export function mountDocumenten(server: Server, ports: DocumentenPorts, resources: ResourceMap): void {
  mountLezen(server, ports, resources);
  mountSchrijven(server, ports);
  mountSlot(server, ports);
  mountBestandsdelen(server, ports);
  mountRegistreren(server, ports);
  mountAudittrail(server, document, ports);
}

export const documentenMigrations = {
  component: 'documenten',
  folder: new URL('./migraties', import.meta.url).pathname,
};
