/**
 * A register for tests only, with what later registers need of the engine: a document in versions, whose POST is a
 * multipart upload and whose GET takes `versie`; a map (a folder) that holds documents; a predicate by owner; an action
 * that makes a document final. Its definitions are data for the unit tests of the interpreters, too.
 */
import { createHash } from 'node:crypto';
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { invalid, Problem, type Server } from '../../platform/http/index.ts';
import {
  type Actor,
  type AnyResource,
  type Api,
  AUDITTRAIL,
  answer,
  answerDetail,
  assertMayWrite,
  assertOnlyParameters,
  begin,
  defineResource,
  field,
  type MainObject,
  mountAudittrail,
  mountResources,
  type Ports,
  parseBody,
  plainWrite,
  resourceMap,
  target,
  value,
  type Write,
  write,
  writeIn,
  writeRequestOf,
} from './index.ts';

export const PROEF_SQL = `
  drop schema if exists proef cascade;
  create schema proef;
  create table proef.map (id uuid primary key, naam text not null, eigenaar text not null);
  create table proef.document (
    id uuid primary key, versie int not null, begin_registratie timestamptz not null, eigenaar text not null,
    map_id uuid not null references proef.map (id), vervangt_id uuid references proef.document (id),
    titel text not null, soort text not null, ontvangen date, kenmerken json not null, definitief boolean not null,
    bestandsnaam text, omvang int, sha256 text,
    constraint document_titel_uniek unique (map_id, titel));
  create table proef.document_versie (like proef.document, primary key (id, versie),
    foreign key (id) references proef.document (id) on delete cascade);`;

export const proefApi: Api = {
  name: 'proef',
  title: 'Proef API',
  version: '0.1.0',
  component: 'drc',
  root: '/proef/api/v1',
  kanaal: 'proef',
};

export const doel = {
  map: target(proefApi, 'proefmap', 'proefmappen', 'proef.map'),
  document: target(proefApi, 'proefdocument', 'proefdocumenten', 'proef.document'),
} as const;

const SCOPES = {
  read: ['documenten.lezen'],
  create: ['documenten.aanmaken'],
  update: ['documenten.bijwerken'],
  delete: ['documenten.verwijderen'],
} as const;

/** Everybody sees what is his own. */
const ofOwner = (actor: Actor, _scopes: readonly string[], t: string): Sql =>
  actor.heeftAlleAutorisaties ? raw('true') : sql`${raw(t)}.eigenaar = ${actor.clientId}`;

export const proefmap = defineResource({
  ...doel.map,
  api: proefApi,
  methods: ['list', 'read', 'create', 'delete'],
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  visible: ofOwner,
  fields: {
    naam: field.text({ max: 20, required: true }),
    documenten: field.links(doel.document, 'map_id'),
    brieven: field.tiedLinks(doel.document, (map, doc) => `${doc}.map_id = ${map}.id and ${doc}.soort = 'brief'`),
  },
  write: {
    ...plainWrite(({ id }): MainObject => ({ resource: 'proefmap', id, href: doel.map.href, kenmerken: {} })),
    keep: ({ actor, row }) => ({ eigenaar: row ? row['eigenaar'] : actor.clientId }),
  },
});

const fields = {
  map: field.link(doel.map, { column: 'map_id', required: true, filter: ['exact', 'in'] }),
  vervangt: field.linkOrNull(doel.document, { column: 'vervangt_id' }),
  vervangenDoor: field.links(doel.document, 'vervangt_id'),
  titel: field.text({ max: 50, required: true, filter: ['exact', 'icontains'], sortable: true }),
  soort: field.choice(['brief', 'nota'], { fallback: 'brief', filter: ['exact', 'in'] }),
  ontvangen: field.dateOrNull({ filter: ['exact', 'gt', 'gte', 'lt', 'lte', 'isnull'], sortable: true }),
  kenmerken: field.list(value.text({ max: 10 })),
  versie: field.kept({ type: 'integer' }, { filter: ['exact'] }),
  beginRegistratie: field.kept(
    { type: 'string', format: 'date-time' },
    { filter: ['gt'], show: (c) => `to_json(${c}) #>> '{}'` },
  ),
  definitief: field.kept({ type: 'boolean' }, { filter: ['exact'] }),
  bestandsnaam: field.kept({ type: 'string', nullable: true }),
  omvang: field.kept({ type: 'integer', nullable: true }),
  sha256: field.kept({ type: 'string', nullable: true }),
};

type DocumentWrite = Write<typeof fields, null>;

/** Every PUT, PATCH and action stores the document and, in the same statement, its next version. */
export const proefdocument = defineResource<typeof fields, null>({
  ...doel.document,
  api: proefApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  plain: { read: { query: { versie: { type: 'integer', minimum: 1 } } }, create: { media: 'multipart/form-data' } },
  actions: [{ path: 'vaststellen', verb: 'post', scopes: SCOPES.update, answer: 'object' }, ...AUDITTRAIL],
  showUuid: true,
  order: 't.id desc',
  scopes: SCOPES,
  visible: ofOwner,
  fields,
  filters: {
    heeftBestand: {
      schema: { type: 'boolean' },
      condition: (text, t) => sql`(${raw(t)}.sha256 is not null) = ${text === 'true'}`,
    },
  },
  write: {
    ...plainWrite<typeof fields>(
      ({ id, values }) => ({
        resource: 'proefdocument',
        id,
        href: doel.document.href,
        kenmerken: { soort: values.soort },
      }),
      [[nietDefinitief]],
    ),
    weergave: ({ values }) => values.titel,
    keep: ({ actor, row, ports }) => ({
      eigenaar: row ? row['eigenaar'] : actor.clientId,
      versie: row ? Number(row['versie']) + 1 : 1,
      begin_registratie: ports.clock.now(),
      ...(row === null && { definitief: false }),
    }),
    store: (_write, usual) =>
      sql`t as (${usual}), bewaard as (insert into proef.document_versie select t.* from t returning versie)`,
    constraints: {
      document_titel_uniek: { name: 'titel', code: 'unique', reason: 'Deze map heeft al een document met die titel.' },
    },
  },
});

function nietDefinitief({ row }: DocumentWrite) {
  if (row?.['definitief'] !== true) return [];
  return [{ name: 'nonFieldErrors', code: 'definitief', reason: 'Dit document ligt vast.' }];
}

export const proefResources: readonly AnyResource[] = [proefmap, proefdocument];

/** The document as it was in one of its versions. */
function inVersion(versie: number): AnyResource {
  return {
    ...proefdocument,
    table: 'proef.document_versie',
    visible: (actor, scopes, t) => sql`${ofOwner(actor, scopes, t)} and ${raw(t)}.versie = ${versie}`,
  };
}

/** The document, written together with what is known of its file, or made final. */
function withColumns(columns: Record<string, unknown>): AnyResource {
  const { write: definition } = proefdocument;
  return {
    ...proefdocument,
    write: { ...definition!, keep: async (w: DocumentWrite) => ({ ...(await definition!.keep!(w)), ...columns }) },
  };
}

const MAX_FILE = 1000;

export function mountProef(server: Server, ports: Ports): void {
  mountResources(server, proefResources, ports);
  mountAudittrail(server, proefdocument, ports);
  const resources = resourceMap(proefResources);
  const { href } = doel.document;

  server.route({
    method: ['GET', 'HEAD'],
    url: `${href}/:uuid`,
    handler: async (request, reply) => {
      const { actor, base } = await begin(request, ports);
      assertOnlyParameters(request.query as object, ['expand', 'versie']);
      const { versie } = request.query as { versie?: string };
      const asked = versie === undefined ? proefdocument : inVersion(versionOf(versie));
      return await answerDetail(request, reply, asked, { ports, actor, base, resources });
    },
  });
  server.post(`${href}/:uuid/vaststellen`, async (request, reply) => {
    const asked = { ...writeRequestOf(request, 'partial', ports, proefdocument), body: {} };
    const written = await write(withColumns({ definitief: true }), asked, ports);
    return answer(reply, proefdocument, 200, written.json);
  });
  server.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: MAX_FILE, files: 1 } });
    scope.post(href, (request, reply) => upload(request, reply, ports));
  });
}

function versionOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw invalid({ name: 'versie', code: 'invalid', reason: 'Een versie is een geheel getal vanaf 1.' });
}

/** POST of fields and a file. The whole stream is read before the transaction begins. */
async function upload(request: FastifyRequest, reply: FastifyReply, ports: Ports): Promise<FastifyReply> {
  const { actor, base } = await begin(request, ports);
  assertMayWrite(proefdocument, 'create', actor);
  if (!request.isMultipart()) throw new Problem('unsupported_media_type', 'Stuur multipart/form-data.');
  const body: Record<string, unknown> = {};
  let columns: Record<string, unknown> = {};
  for await (const part of request.parts()) {
    if (part.type === 'field') body[part.fieldname] = part.value;
    else {
      const bytes = await part.toBuffer();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      columns = { bestandsnaam: part.filename, omvang: bytes.length, sha256 };
    }
  }
  const parsed = parseBody(proefdocument, body, ports.bases, false);
  const cause = { actor, trace: request.trace, toelichting: '' };
  const created = await ports.db.transaction((tx) =>
    writeIn(tx, withColumns(columns), { method: 'create', id: null, base }, parsed, cause, ports),
  );
  reply.header('location', `${base}${doel.document.href}/${created.id}`);
  return answer(reply, proefdocument, 201, created.json);
}
