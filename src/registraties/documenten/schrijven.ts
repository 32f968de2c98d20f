/**
 * POST, PUT and PATCH of a document: the write path of every resource (`kern/write.ts`), and around it the content. That
 * is stored before the transaction begins, since a store may be slow; what comes to nothing is given up again.
 */
import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { sql } from '../../platform/db/index.ts';
import { Problem, type Server } from '../../platform/http/index.ts';
import {
  type Actor,
  answer,
  assertMayWrite,
  begin,
  type Cause,
  field,
  type Parsed,
  parseBody,
  readOne,
  viewOf,
  type Write,
  type Written,
  writeIn,
  writeRequestOf,
} from '../kern/index.ts';
import { doel } from './api.ts';
import { MEESTE_BERICHT, MEESTE_INLINE, TE_GROOT } from './base64.ts';
import { document } from './document.ts';
import { bestandsdelen, type DocumentWrite } from './documentvelden.ts';
import { bewaarGeheel, type Geheel, legInhoud, verwachtInhoud } from './inhoud.ts';
import type { DocumentenPorts } from './ports.ts';
import { nieuwSlot } from './slot.ts';
import { metUitleg } from './storing.ts';

type Method = Exclude<Write<never, unknown>['method'], 'delete'>;

const ROUTES: readonly (readonly [Method, 'POST' | 'PUT' | 'PATCH', number])[] = [
  ['create', 'POST', 201],
  ['update', 'PUT', 200],
  ['partial', 'PATCH', 200],
];

export function mountSchrijven(server: Server, ports: DocumentenPorts): void {
  const { href } = doel.document;
  for (const [method, verb, status] of ROUTES) {
    server.route({
      method: verb,
      url: method === 'create' ? href : `${href}/:uuid`,
      ...grootBericht(ports),
      handler: async (request, reply) => {
        const written = await schrijf(request, method, ports);
        if (method === 'create') reply.header('location', `${written.base}${doel.document.href}/${written.id}`);
        return answer(reply, document, status, written.json);
      },
    });
  }
}

/** The server's own answer to a body that is too large says nothing of bestandsdelen. */
function teGroot(error: Error & { code?: string }, _request: FastifyRequest, reply: FastifyReply): void {
  reply.send(error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? new Problem('request_too_large', TE_GROOT) : error);
}

/** For a route whose JSON brings the content of a document. Who is unknown is told so before he sends all of it. */
export function grootBericht(ports: DocumentenPorts): RouteShorthandOptions {
  return {
    bodyLimit: MEESTE_BERICHT,
    config: { patience: 'body' },
    errorHandler: teGroot,
    onRequest: async (request) => void (await begin(request, ports)),
  };
}

async function schrijf(request: FastifyRequest, method: Method, ports: DocumentenPorts) {
  const { actor, base } = await begin(request, ports);
  assertMayWrite(document, method, actor);
  const asked = writeRequestOf(request, method, ports, document);
  const parsed = parseBody(document, asked.body, ports.bases, method === 'partial');
  const cause: Cause = { actor, trace: asked.trace, toelichting: asked.toelichting };
  const written = await metBestand(ports, parsed, (resource) =>
    ports.db.transaction((tx) => writeIn(tx, resource, asked, parsed, cause, ports)),
  );
  const json = method === 'create' ? await voorMaker(ports, written, parsed, actor, base) : written.json;
  return { ...written, base, json };
}

/**
 * Stores the content that a body brings and does the work with the document as it has that content; what comes to nothing
 * is given up again.
 */
export async function metBestand<T>(
  ports: DocumentenPorts,
  { values }: Parsed,
  work: (resource: typeof document) => Promise<T>,
): Promise<T> {
  const { inhoud, bestandsnaam } = values as { inhoud?: Buffer | null; bestandsnaam?: string };
  if (inhoud && inhoud.length > MEESTE_INLINE) throw new Problem('request_too_large', TE_GROOT);
  const geheel = inhoud ? await metUitleg(() => bewaarGeheel(ports.opslag, inhoud, bestandsnaam ?? '')) : null;
  try {
    return await work(metInhoud(ports, geheel));
  } catch (error) {
    if (geheel) await ports.opslag.laatVallen([geheel.sleutel]);
    throw error;
  }
}

/** A new document as its maker sees it: if its content is still to come he has it locked, and is told his lock. */
export async function voorMaker(
  ports: DocumentenPorts,
  { id, json }: Pick<Written, 'id' | 'json'>,
  { values }: Parsed,
  actor: Actor,
  base: string,
): Promise<string> {
  if (values['inhoud'] || Number(values['bestandsomvang'] ?? 0) === 0) return json;
  return (await readOne(ports.db, metLock, id, actor, viewOf(ports, base))).json;
}

/** The document as its maker sees it: with the lock that it got. */
const metLock: typeof document = {
  ...document,
  visible: () => sql`true`,
  fields: {
    ...document.fields,
    bestandsdelen: field.derived({ type: 'array' }, ({ t, base }) => bestandsdelen(t, base, LOCK(t))),
    lock: field.derived({ type: 'string' }, ({ t }) => LOCK(t)),
  },
};

function LOCK(t: string): string {
  return `(select s.lock from documenten.slot s where s.document_id = ${t}.id)`;
}

/** The document, written together with what is known of its content. */
function metInhoud(ports: DocumentenPorts, geheel: Geheel | null): typeof document {
  const definition = document.write!;
  const keep = async (write: DocumentWrite) => ({
    ...(await definition.keep?.(write)),
    ...(await inhoudVan(write, ports, geheel)),
  });
  return { ...document, write: { ...definition, keep } };
}

/**
 * Content that was sent is the content. Without it the size decides: the size that it had, and the content stays; another
 * size, and that much is to come in parts; none, and the document has no content.
 */
async function inhoudVan(
  write: DocumentWrite,
  ports: DocumentenPorts,
  geheel: Geheel | null,
): Promise<Record<string, unknown>> {
  const { tx, id, row, values, given, method } = write;
  if (geheel) {
    const inhoud = await legInhoud(tx, ports, ports.opslag, id, geheel);
    return { inhoud_id: inhoud, bestandsomvang: geheel.omvang };
  }
  const weg = method === 'partial' && given.has('inhoud') && !given.has('bestandsomvang');
  const omvang = weg ? 0 : (values.bestandsomvang ?? 0);
  if (row !== null && !weg && values.bestandsomvang === row['bestandsomvang']) return { inhoud_id: row['inhoud_id'] };
  if (omvang === 0) return { inhoud_id: null, bestandsomvang: weg ? null : values.bestandsomvang };
  if (row === null) await nieuwSlot(tx, ports, id);
  return { inhoud_id: await verwachtInhoud(tx, ports, id, omvang) };
}
