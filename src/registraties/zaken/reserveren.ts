/** POST zaaknummer_reserveren (Zaken 1.7): numbers for zaken that are still to come. */
import { Problem, type Server } from '../../platform/http/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import { begin, forbidden, mayAtAll, type Ports, value } from '../kern/index.ts';
import { zakenApi } from './api.ts';
import { reserveer } from './nummer.ts';
import { RESERVEREN, RESERVEREN_SCOPES } from './operaties.ts';

const body = value.object({
  bronorganisatie: value.part(value.text({ ...value.RSIN, blank: false })),
  aantal: value.part(value.whole(1, 1000), 1),
});

export function mountReserveren(server: Server, ports: Ports): void {
  for (const path of RESERVEREN) {
    server.post(`${zakenApi.root}/${path}`, async (request, reply) => {
      const { actor } = await begin(request, ports);
      if (!mayAtAll(actor, zakenApi.component, RESERVEREN_SCOPES)) throw forbidden(RESERVEREN_SCOPES);
      const faults: Parameters<typeof body.parse>[2]['faults'] = [];
      const asked = body.parse(request.body, '', { faults, ownId: () => null });
      if (!asked) {
        throw new Problem('invalid', '', {
          invalidParams: faults.map((fault) => ({ ...fault, name: fault.name.replace(/^\./, '') || 'nonFieldErrors' })),
        });
      }
      const today = todayInAmsterdam(ports.clock.now());
      const nummers = await reserveer(ports.db, asked.bronorganisatie, asked.aantal, today);
      const zaaknummers = nummers.map((zaaknummer) => ({ zaaknummer }));
      reply.code(201).header('api-version', zakenApi.version);
      return asked.aantal === 1 ? zaaknummers[0] : zaaknummers;
    });
  }
}
