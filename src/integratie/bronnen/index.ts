/**
 * The registers as the layers above see them: one interface per question, in batches. Lopende Zaken, the portal and the
 * Werkplek ask here and do not know whose register it is (row X2, L1).
 */
import type { Database } from '../../platform/db/index.ts';
import {
  leesStatusContexten,
  ROLSOORTEN,
  type Rolsoort,
  type StatusContext,
  type ZaakBetrokkene,
} from '../../registraties/zaken/index.ts';

export { ROLSOORTEN, type Rolsoort, type StatusContext, type ZaakBetrokkene };

export interface StatusBron {
  /** Statussen with everything around them that a message tells, by id; one that is gone is left out. */
  statusContexten(ids: readonly string[]): Promise<ReadonlyMap<string, StatusContext>>;
}

/** Our own register. */
export function eigenBron(db: Database): StatusBron {
  return { statusContexten: (ids) => leesStatusContexten(db, ids) };
}

export { vreemdeStatussen, vreemdeStatussenTussen } from './statussen.ts';
export {
  createVreemdeBronnen,
  leesRegisters,
  RegisterFout,
  type RegisterInstelling,
  type RegisterStand,
  type VreemdeBronnen,
} from './vreemd/index.ts';

export const bronnenMigrations = { component: 'bronnen', folder: new URL('./migraties', import.meta.url).pathname };
