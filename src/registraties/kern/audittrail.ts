/** The audittrail of a main object as the standard serves it: a plain list and one item (`/{object}/audittrail`). */
import { sql } from '../../platform/db/index.ts';
import { Problem, type Server } from '../../platform/http/index.ts';
import { mayAtAll } from './actor.ts';
import { viewOf } from './day.ts';
import type { Ports } from './ports.ts';
import { readOne } from './read.ts';
import { isUuid } from './references.ts';
import type { Action, AnyResource } from './resource.ts';
import { answer, begin } from './routes.ts';
import type { Schema } from './values.ts';
import { forbidden } from './write.ts';

const SCOPES = ['audittrails.lezen'];

const ROW: Schema = {
  type: 'object',
  properties: {
    uuid: { type: 'string', format: 'uuid' },
    bron: { type: 'string', enum: ['ac', 'nrc', 'zrc', 'ztc', 'drc', 'brc'] },
    applicatieId: { type: 'string' },
    applicatieWeergave: { type: 'string' },
    gebruikersId: { type: 'string' },
    gebruikersWeergave: { type: 'string' },
    actie: { type: 'string', maxLength: 50 },
    actieWeergave: { type: 'string', maxLength: 200 },
    resultaat: { type: 'integer', minimum: 100, maximum: 599 },
    hoofdObject: { type: 'string', format: 'uri', maxLength: 1000 },
    resource: { type: 'string', maxLength: 50 },
    resourceUrl: { type: 'string', format: 'uri', maxLength: 1000 },
    toelichting: { type: 'string' },
    resourceWeergave: { type: 'string', maxLength: 200 },
    aanmaakdatum: { type: 'string', format: 'date-time' },
    wijzigingen: {
      type: 'object',
      properties: { oud: { type: 'object', nullable: true }, nieuw: { type: 'object', nullable: true } },
    },
  },
};

/** What a resource with an audittrail says of it in its definition. */
export const AUDITTRAIL: readonly Action[] = [
  { path: 'audittrail', verb: 'get', scopes: SCOPES, answer: { type: 'array', items: ROW } },
  { path: 'audittrail/{audit}', verb: 'get', scopes: SCOPES, answer: ROW },
];

interface AuditRow {
  readonly json: string;
}

export function mountAudittrail(server: Server, resource: AnyResource, ports: Ports): void {
  const rows = async (id: string, one: string | null, base: string): Promise<AuditRow[]> =>
    await ports.db.query<AuditRow>(sql`
      select (select row_to_json(r) from (select
        a.id as "uuid", a.bron, a.applicatie_id as "applicatieId", a.applicatie as "applicatieWeergave",
        a.gebruikers_id as "gebruikersId", a.gebruiker as "gebruikersWeergave", a.actie, a.actie as "actieWeergave",
        a.resultaat, ${base}::text || a.hoofdobject_pad as "hoofdObject", a.resource,
        ${base}::text || a.resource_pad as "resourceUrl", a.toelichting, a.weergave as "resourceWeergave",
        replace(to_json(a.aanmaakdatum) #>> '{}', '+00:00', 'Z') as "aanmaakdatum",
        json_build_object('oud', (select o.nieuw from kern.audit o where o.resource_id = a.resource_id and o.nr < a.nr
          order by o.nr desc limit 1), 'nieuw', a.nieuw) as "wijzigingen") r)::text as json
      from kern.audit a where a.hoofdobject = ${id} and (${one}::uuid is null or a.id = ${one}::uuid) order by a.nr`);

  const path = `${resource.href}/:uuid/audittrail`;
  const ask = async (request: Parameters<typeof begin>[0]) => {
    const { actor, base } = await begin(request, ports);
    if (!mayAtAll(actor, resource.api.component, SCOPES)) throw forbidden(SCOPES);
    const { uuid, audit } = request.params as { uuid: string; audit?: string };
    if (!isUuid(uuid) || (audit !== undefined && !isUuid(audit)))
      throw new Problem('not_found', 'Dit object bestaat niet.');
    await readOne(ports.db, resource, uuid, actor, viewOf(ports, base));
    return await rows(uuid, audit ?? null, base);
  };
  server.get(path, async (request, reply) => {
    const found = await ask(request);
    return answer(reply, { ...resource, crs: false }, 200, `[${found.map((r) => r.json).join(',')}]`);
  });
  server.get(`${path}/:audit`, async (request, reply) => {
    const [found] = await ask(request);
    if (!found) throw new Problem('not_found', 'Dit object bestaat niet.');
    return answer(reply, { ...resource, crs: false }, 200, found.json);
  });
}
