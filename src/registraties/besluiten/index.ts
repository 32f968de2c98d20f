/** The register of besluiten (Besluiten API 1.1.0). */
import type { Server } from '../../platform/http/index.ts';
import { type AnyResource, mountAudittrail, type Ports } from '../kern/index.ts';
import { besluit } from './besluit.ts';
import { besluitinformatieobject } from './besluitinformatieobject.ts';
import { mountVerwerken } from './verwerken.ts';

export { besluitenApi, doel as besluitenDoel } from './api.ts';

export const besluitenResources: readonly AnyResource[] = [besluit, besluitinformatieobject];

/** Routes that no definition describes. */
export function mountBesluiten(server: Server, ports: Ports): void {
  mountAudittrail(server, besluit, ports);
  mountVerwerken(server, ports);
}

export const besluitenMigrations = { component: 'besluiten', folder: new URL('./migraties', import.meta.url).pathname };
