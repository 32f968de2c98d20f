/** The register of zaken (Zaken API 1.7.0). */
import type { Server } from '../../platform/http/index.ts';
import { type AnyResource, mountAudittrail, type Ports } from '../kern/index.ts';
import { klantcontact } from './klantcontact.ts';
import { mountReserveren } from './reserveren.ts';
import { resultaat } from './resultaat.ts';
import { rol } from './rol.ts';
import { mountSamen } from './samen.ts';
import { status } from './status.ts';
import { substatus } from './substatus.ts';
import { zaak } from './zaak.ts';
import { zaakbesluit } from './zaakbesluit.ts';
import { zaakcontactmoment, zaakverzoek } from './zaakcontact.ts';
import { zaakeigenschap } from './zaakeigenschap.ts';
import { zaakinformatieobject } from './zaakinformatieobject.ts';
import { zaaknotitie } from './zaaknotitie.ts';
import { zaakobject } from './zaakobject.ts';

export { doel as zakenDoel, zakenApi } from './api.ts';
export { leesStatusContexten, ROLSOORTEN, type Rolsoort, type StatusContext, type ZaakBetrokkene } from './context.ts';
export { assertNietGesloten, lockZaak, vast, type ZaakStand } from './onderdeel.ts';
export { type RolVanPersoon, rollenVanPersoon } from './persoon.ts';
export { leesStatusIds } from './statusnummers.ts';
export { alleStatussen, INGELEZEN_IN_BULK, statussenTussen } from './statussen.ts';
export { startTelling, vouwTelling } from './telling.ts';
export { leesInHetKort, type ZaakInHetKort, zakenVanDocumenten } from './volledig.ts';
export { koppelBesluit, ontkoppelBesluit } from './zaakbesluit.ts';
export { zaakinformatieobject } from './zaakinformatieobject.ts';

export const zakenResources: readonly AnyResource[] = [
  zaak,
  status,
  substatus,
  resultaat,
  rol,
  zaakobject,
  zaakeigenschap,
  zaakbesluit,
  zaakinformatieobject,
  klantcontact,
  zaakcontactmoment,
  zaakverzoek,
  zaaknotitie,
];

/** Routes that no definition describes. */
export function mountZaken(server: Server, ports: Ports): void {
  mountAudittrail(server, zaak, ports);
  mountReserveren(server, ports);
  mountSamen(server, ports);
}

export const zakenMigrations = { component: 'zaken', folder: new URL('./migraties', import.meta.url).pathname };
