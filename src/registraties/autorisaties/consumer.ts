/** `GET /applicaties/consumer?clientId=`: the applicatie of a client id, for a component that must know what it may. */
import { sql } from '../../platform/db/index.ts';
import { Problem, type Server } from '../../platform/http/index.ts';
import { answer, assertMayRead, assertOnlyParameters, begin, type Ports, readOne, viewOf } from '../kern/index.ts';
import { applicatie } from './applicatie.ts';
import { uitgewerkteAutorisaties } from './regel.ts';

const uitgewerkt = { ...applicatie, fields: { ...applicatie.fields, autorisaties: uitgewerkteAutorisaties } };

export function mountConsumer(server: Server, ports: Ports): void {
  server.get(`${applicatie.href}/consumer`, async (request, reply) => {
    const { actor, base } = await begin(request, ports);
    const query = request.query as Record<string, unknown>;
    assertOnlyParameters(query, ['clientId']);
    assertMayRead(applicatie, actor);
    const { clientId } = query;
    if (typeof clientId !== 'string' || clientId === '' || clientId.includes('\0')) {
      const reason = 'Geef één clientId op.';
      throw new Problem('invalid', reason, { invalidParams: [{ name: 'clientId', code: 'required', reason }] });
    }
    const [row] = await ports.db.query<{ id: string }>(sql`
      select applicatie_id as id from autorisaties.client where client_id = ${clientId} and applicatie_id is not null`);
    if (!row) throw new Problem('not_found', 'Er is geen applicatie met deze clientId.');
    return answer(
      reply,
      applicatie,
      200,
      (await readOne(ports.db, uitgewerkt, row.id, actor, viewOf(ports, base))).json,
    );
  });
}
