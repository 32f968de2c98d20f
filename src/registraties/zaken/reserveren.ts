/** POST zaaknummer_reserveren (Zaken 1.7): numbers for zaken that are still to come. */
import type { Server } from '../../platform/http/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import { mountReservering, type Ports } from '../kern/index.ts';
import { zakenApi } from './api.ts';
import { reserveer } from './nummer.ts';
import { RESERVEREN, ZAAKNUMMER } from './operaties.ts';

export function mountReserveren(server: Server, ports: Ports): void {
  for (const operatie of RESERVEREN) {
    mountReservering(server, ports, zakenApi, operatie, ZAAKNUMMER, (bronorganisatie, aantal) =>
      reserveer(ports.db, bronorganisatie, aantal, todayInAmsterdam(ports.clock.now())),
    );
  }
}
