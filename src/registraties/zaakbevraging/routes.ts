/**
 * The routes: two questions, each a POST with the identity in its body, because a number of a person stands in no
 * address and no log.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sql } from '../../platform/db/index.ts';
import { Problem, type Server } from '../../platform/http/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { assertOnlyParameters, begin, forbidden, isUuid, mayAtAll } from '../kern/index.ts';
import { overzicht, type Vrager, zaak } from './antwoord.ts';
import { SCOPES, type Zaakbevraging, zaakbevragingApi } from './api.ts';
import { leesVraag, OVERZICHT, ZAAK } from './vraag.ts';

const { root, version } = zaakbevragingApi;

export function mountZaakbevraging(server: Server, bevraging: Zaakbevraging): void {
  server.post(`${root}/zaken/_zoek`, async (request, reply) => {
    const vrager = await vragerVan(request, bevraging);
    const vraag = leesVraag(OVERZICHT, request.body);
    return await antwoord(reply, bevraging, overzicht(bevraging, vraag, vrager));
  });
  server.post<{ Params: { uuid: string } }>(`${root}/zaken/:uuid/_zoek`, async (request, reply) => {
    const vrager = await vragerVan(request, bevraging);
    const vraag = leesVraag(ZAAK, request.body);
    if (!isUuid(request.params.uuid)) throw onbekend();
    return await antwoord(reply, bevraging, zaak(bevraging, request.params.uuid, vraag, vrager));
  });
  for (const url of [`${root}/zaken/_zoek`, `${root}/zaken/:uuid/_zoek`]) {
    server.route({
      method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: async () => {
        throw new Problem('method_not_allowed', 'Stel de vraag met POST.', { headers: { allow: 'POST' } });
      },
    });
  }
}

/** Who asks, when he may read zaken at all. */
async function vragerVan(request: FastifyRequest, { ports }: Zaakbevraging): Promise<Vrager> {
  const { actor, base } = await begin(request, ports);
  assertOnlyParameters(request.query as object, []);
  if (!mayAtAll(actor, 'zrc', SCOPES)) throw forbidden(SCOPES);
  return { actor, base, trace: request.trace };
}

async function antwoord(reply: FastifyReply, { ports }: Zaakbevraging, vraag: Sql): Promise<FastifyReply> {
  const [row] = await ports.db.query<{ json: string }>(vraag);
  if (!row) throw onbekend();
  return reply.header('api-version', version).type('application/json; charset=utf-8').send(zonderBsn(row.json));
}

/** A zaak of another and one that is not there answer the same. */
function onbekend(): Problem {
  return new Problem('not_found', 'Deze zaak bestaat niet, of hoort niet bij deze betrokkene.');
}

/** Texts that people type may hold a BSN; numbers and codes, which may look like one, stay as they are. */
const GETYPT: ReadonlySet<string> = new Set(['omschrijving', 'toelichting', 'naam', 'reden', 'titel']);

function zonderBsn(json: string): string {
  return JSON.stringify(
    JSON.parse(json, (naam, waarde) => (GETYPT.has(naam) && typeof waarde === 'string' ? maskBsn(waarde) : waarde)),
  );
}
