/**
 * GET download: the content of a document, of one of its versions, or a range of it. Every block is checked before a byte
 * of it leaves. A browser saves it and never runs it: whatever is in the file, it comes as an attachment, of the media type
 * that its content has, in a sandbox (RS-F71).
 */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { raw, sql } from '../../platform/db/index.ts';
import { contentDisposition } from '../../platform/files/index.ts';
import { invalid, Problem, type Server } from '../../platform/http/index.ts';
import {
  type Actor,
  answerDetail,
  assertMayRead,
  assertOnlyParameters,
  begin,
  isUuid,
  type ResourceMap,
  value,
} from '../kern/index.ts';
import { doel } from './api.ts';
import { document, inVersie } from './document.ts';
import { leesDelen } from './inhoud.ts';
import type { OpgeslagenDeel } from './opslag.ts';
import type { DocumentenPorts } from './ports.ts';
import { leesRange } from './range.ts';

/** GET and HEAD of a document, and of its content, each of any version. */
export function mountLezen(server: Server, ports: DocumentenPorts, resources: ResourceMap): void {
  const { href } = doel.document;
  server.route({
    method: ['GET', 'HEAD'],
    url: `${href}/:uuid`,
    handler: async (request, reply) => {
      const { actor, base } = await begin(request, ports);
      assertOnlyParameters(request.query as object, ['expand', 'versie', 'registratieOp']);
      return await answerDetail(request, reply, gevraagd(request), { ports, actor, base, resources });
    },
  });
  server.route({
    method: ['GET', 'HEAD'],
    url: `${href}/:uuid/download`,
    handler: async (request, reply) => {
      const { actor } = await begin(request, ports);
      assertOnlyParameters(request.query as object, ['versie', 'registratieOp']);
      return await geef(request, reply, ports, await zoek(ports, request, actor));
    },
  });
}

/** The document as it is, or in the version that the query names. */
function gevraagd(request: FastifyRequest): typeof document {
  const { versie, registratieOp } = request.query as { versie?: string; registratieOp?: string };
  if (versie !== undefined) {
    if (/^[1-9]\d{0,8}$/.test(versie)) return inVersie({ nummer: Number(versie) });
    throw invalid({ name: 'versie', code: 'invalid', reason: 'Een versie is een geheel getal vanaf 1.' });
  }
  if (registratieOp === undefined) return document;
  const faults: Parameters<ReturnType<typeof value.dateTime>['parse']>[2]['faults'] = [];
  const op = value.dateTime().parse(registratieOp, 'registratieOp', { faults, ownId: () => null });
  if (op === undefined) throw invalid(...faults);
  return inVersie({ op });
}

interface Gevonden {
  readonly inhoudId: string;
  readonly omvang: number;
  readonly sha256: string;
  readonly mediatype: string;
  readonly bestandsnaam: string;
}

async function zoek(ports: DocumentenPorts, request: FastifyRequest, actor: Actor): Promise<Gevonden> {
  assertMayRead(document, actor);
  const { uuid } = request.params as { uuid: string };
  const resource = gevraagd(request);
  const [row] = isUuid(uuid)
    ? await ports.db.query<Gevonden>(sql`
        select i.id as "inhoudId", i.omvang, i.sha256, i.mediatype, t.bestandsnaam
        from ${raw(resource.table)} t join documenten.inhoud i on i.id = t.inhoud_id and i.sha256 is not null
        where t.id = ${uuid} and ${resource.visible(actor, resource.scopes.read, 't')}`)
    : [];
  if (!row) throw new Problem('not_found', 'Dit document bestaat niet, heeft geen bestand, of u mag het niet zien.');
  return row;
}

async function geef(
  request: FastifyRequest,
  reply: FastifyReply,
  ports: DocumentenPorts,
  { inhoudId, omvang, sha256, mediatype, bestandsnaam }: Gevonden,
): Promise<FastifyReply> {
  const etag = `"${sha256}"`;
  reply.headers({
    'api-version': document.api.version,
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': contentDisposition(bestandsnaam),
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
  });
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
  const range = leesRange(request.headers.range, request.headers['if-range'], etag, omvang);
  if (range === 'onmogelijk') {
    throw new Problem('range_not_satisfiable', `Dit bestand heeft ${omvang} bytes.`, {
      headers: { 'content-range': `bytes */${omvang}` },
    });
  }
  const { van, tot } = range ?? { van: 0, tot: omvang };
  if (range) reply.code(206).header('content-range', `bytes ${van}-${tot - 1}/${omvang}`);
  reply.type(mediatype).header('content-length', tot - van);
  if (request.method === 'HEAD') return reply.send();
  const delen = (await leesDelen(ports.db, inhoudId)) as readonly OpgeslagenDeel[];
  return reply.send(await opGang(ports.opslag.lees(delen, van, tot)));
}

/** A stream of which the first block is there: what is missing or damaged from the start is an error, not half an answer. */
async function opGang(bytes: AsyncGenerator<Buffer>): Promise<Readable> {
  const first = await bytes.next();
  return Readable.from(
    (async function* () {
      if (!first.done) yield first.value;
      yield* bytes;
    })(),
    { objectMode: false, highWaterMark: 64 * 1024 },
  );
}
