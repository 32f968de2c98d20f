/** The routes of the API: who asks and what he may see, then the question, then the answer. */
import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentDisposition } from '../../../platform/files/index.ts';
import { invalid, Problem, type Server } from '../../../platform/http/index.ts';
import { answer, assertOnlyParameters, begin, isUuid, type Ports } from '../../../registraties/kern/index.ts';
import type { Digikoppeling } from '../index.ts';
import { type AanneemContext, type Bijlagen, neemAan, zoekRoute } from './aannemen.ts';
import { digikoppelingApi, MEESTE_BERICHT, MEESTE_BIJLAGEN, MEESTE_JSON, SCOPES } from './api.ts';
import { bericht, berichten } from './berichten.ts';
import { bewaarInhoud } from './bijlagen.ts';
import { leesFormulier, opslagFout, VELD_BYTES } from './formulier.ts';
import { type Keuze, type KeuzeContext, kies, onbekend } from './keuzes.ts';
import { bevestig, bijlage, ontvangen, ontvangenBericht } from './ontvangen.ts';
import { BERICHT, type Kop, lees } from './vraag.ts';
import { type Zicht, zichtVoor } from './zicht.ts';

export interface RouteContext extends AanneemContext, Omit<KeuzeContext, 'digikoppeling' | 'outbox'> {
  readonly ports: Ports;
  readonly outbox: KeuzeContext['outbox'];
  readonly digikoppeling: Pick<Digikoppeling, 'trekIn' | 'bevestig'>;
}

const { root, version } = digikoppelingApi;
const WIRE = { api: { version }, crs: false };

interface Vrager {
  readonly clientId: string;
  readonly zicht: Zicht;
  readonly base: string;
}

export function mountAanbod(server: Server, context: RouteContext): void {
  const { db, ports, objecten, digikoppeling } = context;
  const vrager = async (request: FastifyRequest, scopes: readonly string[]): Promise<Vrager> => {
    const { actor, base } = await begin(request, ports);
    return { clientId: actor.clientId, zicht: zichtVoor(actor, scopes), base };
  };
  /** GET (and HEAD) of something that is JSON. */
  const lezen = (
    path: string,
    scopes: readonly string[],
    werk: (request: FastifyRequest, vrager: Vrager) => Promise<unknown>,
  ): void => {
    server.get(`${root}/${path}`, { exposeHeadRoute: false }, async (request, reply) =>
      geef(reply, 200, await werk(request, await vrager(request, scopes))),
    );
  };

  lezen('berichten', SCOPES.lezen, (request, { zicht, base }) =>
    berichten(db, zicht, base, request.query as Record<string, unknown>, `${base}${request.url}`),
  );
  lezen('berichten/:uuid', SCOPES.lezen, (request, { zicht, base }) => {
    assertOnlyParameters(request.query as object, []);
    return bericht(db, idVan(request), zicht, base);
  });
  lezen('ontvangen', SCOPES.ontvangen, (request, { zicht, base }) =>
    ontvangen(db, zicht, base, request.query as Record<string, unknown>, `${base}${request.url}`),
  );
  lezen('ontvangen/:uuid', SCOPES.ontvangen, (request, { zicht, base }) => {
    assertOnlyParameters(request.query as object, []);
    return ontvangenBericht(db, idVan(request), zicht, base);
  });
  server.get(`${root}/ontvangen/:uuid/bijlagen/:nr`, { exposeHeadRoute: false }, async (request, reply) => {
    const { zicht } = await vrager(request, SCOPES.ontvangen);
    assertOnlyParameters(request.query as object, []);
    const { nr } = request.params as { nr: string };
    return geefBijlage(reply, await bijlage(db, objecten, idVan(request), nr, zicht));
  });
  server.post(`${root}/ontvangen/:uuid/bevestigen`, async (request, reply) => {
    const { zicht, base } = await vrager(request, SCOPES.ontvangen);
    return geef(reply, 200, await bevestig(db, digikoppeling, idVan(request), zicht, base));
  });
  for (const keuze of ['opnieuw', 'overslaan', 'intrekken'] as const satisfies readonly Keuze[]) {
    server.post(`${root}/berichten/:uuid/${keuze}`, async (request, reply) => {
      const { zicht, base } = await vrager(request, SCOPES.verzenden);
      const id = idVan(request);
      await kies(context, id, keuze, zicht);
      return geef(reply, 200, await bericht(db, id, zicht, base));
    });
  }
  mountVerzenden(server, context, vrager);
  weigerAndere(server);
}

function mountVerzenden(
  server: Server,
  context: RouteContext,
  vrager: (request: FastifyRequest, scopes: readonly string[]) => Promise<Vrager>,
): void {
  const { db } = context;
  void server.register(async (scope) => {
    await scope.register(multipart, {
      limits: { files: MEESTE_BIJLAGEN, fields: 5, fieldSize: VELD_BYTES, fileSize: Number.MAX_SAFE_INTEGER },
    });
    const config = { patience: 'body' } as const;
    scope.post(`${root}/berichten`, { config, bodyLimit: MEESTE_BERICHT }, async (request, reply) => {
      const { clientId, zicht, base } = await vrager(request, SCOPES.verzenden);
      assertOnlyParameters(request.query as object, []);
      const sleutel = sleutelVan(request);
      const { kop, bijlagen } = request.isMultipart()
        ? await uitFormulier(request, context, zicht)
        : await uitJson(request, context, zicht);
      const route = await zoekRoute(context, kop, zicht);
      const id = await neemAan(context, kop, route, bijlagen, { clientId, sleutel, trace: request.trace, zicht });
      const body = await bericht(db, id, zicht, base);
      reply.header('location', body.url);
      return geef(reply, 201, body);
    });
  });
}

interface Aangeboden {
  readonly kop: Kop;
  readonly bijlagen: Bijlagen;
}

async function uitJson(request: FastifyRequest, context: RouteContext, zicht: Zicht): Promise<Aangeboden> {
  const { bijlagen, ...kop } = lees(BERICHT, request.body);
  const samen = bijlagen.reduce((sum, { inhoud }) => sum + inhoud.byteLength, 0);
  if (samen > MEESTE_JSON) {
    const reason = `Samen hoogstens ${MEESTE_JSON / 1024 / 1024} MiB. Stuur grotere bijlagen als multipart/form-data.`;
    throw invalid({ name: 'bijlagen', code: 'max_length', reason });
  }
  // Before anything is stored: most refusals are about the CPA.
  await zoekRoute(context, kop, zicht);
  const opgeslagen = await bewaarInhoud(context.objecten, bijlagen).catch((error: unknown) => {
    throw opslagFout(error);
  });
  return { kop, bijlagen: opgeslagen };
}

async function uitFormulier(request: FastifyRequest, context: RouteContext, zicht: Zicht): Promise<Aangeboden> {
  const { bericht: gelezen, delen } = await leesFormulier(request, context.objecten, (kop) =>
    zoekRoute(context, kop, zicht),
  );
  const { bijlagen: _bijlagen, ...kop } = gelezen;
  return { kop, bijlagen: { delen, inhoud: Buffer.alloc(0) } };
}

/** For a client that gives no messageId of its own. */
function sleutelVan(request: FastifyRequest): string | null {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return null;
  if (typeof given === 'string' && /^[\x21-\x7e]{1,255}$/.test(given)) return given;
  const reason = 'Hier horen 1 tot 255 tekens zonder spaties.';
  throw invalid({ name: 'Idempotency-Key', code: 'invalid', reason });
}

function idVan(request: FastifyRequest): string {
  const { uuid } = request.params as { uuid: string };
  if (!isUuid(uuid)) throw onbekend();
  return uuid;
}

function geef(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return answer(reply, WIRE, status, JSON.stringify(body));
}

/** A browser keeps it and runs nothing of it: whatever the other side says that it is (RS-F71). */
function geefBijlage(reply: FastifyReply, found: Awaited<ReturnType<typeof bijlage>>): FastifyReply {
  const { naam, contentType, bytes, sha256, open } = found;
  reply.headers({
    'api-version': version,
    etag: `"${sha256}"`,
    'content-length': bytes,
    'content-disposition': contentDisposition(naam),
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'bijlage-content-type': kopregel(contentType),
  });
  return reply.type('application/octet-stream').send(Readable.from(open(), { objectMode: false }));
}

/** What another wrote in a MIME header may hold what an HTTP header may not. */
const kopregel = (tekst: string): string => tekst.replace(/[^\x20-\x7e]/g, '?').slice(0, 500);

const PADEN = {
  berichten: ['GET', 'POST'],
  'berichten/:uuid': ['GET'],
  'berichten/:uuid/opnieuw': ['POST'],
  'berichten/:uuid/overslaan': ['POST'],
  'berichten/:uuid/intrekken': ['POST'],
  ontvangen: ['GET'],
  'ontvangen/:uuid': ['GET'],
  'ontvangen/:uuid/bijlagen/:nr': ['GET'],
  'ontvangen/:uuid/bevestigen': ['POST'],
} as const;

/** Methods that a path does not have: 405 with what it does have. */
function weigerAndere(server: Server): void {
  for (const [path, allowed] of Object.entries<readonly string[]>(PADEN)) {
    const others = (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((m) => !allowed.includes(m));
    const handler = async (): Promise<never> => {
      throw new Problem('method_not_allowed', `Hier kan alleen: ${allowed.join(', ')}.`, {
        headers: { allow: allowed.join(', ') },
      });
    };
    server.route({ method: [...others], url: `${root}/${path}`, handler });
  }
}
