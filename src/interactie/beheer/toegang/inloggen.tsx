/** Logging in and out: the four routes before the door. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { traceIdOf } from '../../../platform/http/index.ts';
import { ProviderAway, ProviderRefused } from '../../../platform/identity/index.ts';
import { sendPage } from '../../ui/index.ts';
import type { BeheerOptions } from '../kader.tsx';
import { rolVan, type Toegang } from './poort.ts';
import { Afgebroken, DienstWeg, GeenRol, NietVertrouwd, TeLaat, UITGELOGD, Uitgelogd } from './schermen.tsx';

const OPEN = { config: { open: true } } as const;

export function mountInloggen(app: FastifyInstance, options: BeheerOptions, toegang: Toegang): void {
  const { login, base, logboek, log } = toegang;
  const weg = (request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
    if (!(error instanceof ProviderAway) && !(error instanceof ProviderRefused)) throw error;
    log.warn({ err: error, trace: traceIdOf(request.trace) }, 'inloggen kan niet: de inlogdienst antwoordt niet goed');
    return sendPage(reply, <DienstWeg options={options} request={request} />, 503);
  };
  const traceVan = ({ trace }: FastifyRequest): string | null => (trace ? traceIdOf(trace) : null);

  app.get<{ Querystring: { terug?: unknown } }>('/inloggen', OPEN, async (request, reply) => {
    try {
      const { url, cookies } = await login.begin(request.headers.cookie, request.query.terug);
      return reply.header('set-cookie', cookies).redirect(url, 302);
    } catch (error) {
      return weg(request, reply, error);
    }
  });

  app.get('/inloggen/terug', OPEN, async (request, reply) => {
    try {
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?') + 1) : '';
      return await kwamTerug(request, reply, query);
    } catch (error) {
      return weg(request, reply, error);
    }
  });

  async function kwamTerug(request: FastifyRequest, reply: FastifyReply, query: string): Promise<FastifyReply> {
    const arrival = await login.arrive(request.headers.cookie, query);
    if (arrival.kind === 'unknown') return sendPage(reply, <TeLaat options={options} />, 400);
    if (arrival.kind === 'denied') return sendPage(reply, <Afgebroken options={options} />, 403);
    if (arrival.kind === 'wrong') {
      log.warn(
        { reden: arrival.reason, trace: traceIdOf(request.trace) },
        'inloggen geweigerd: het antwoord klopt niet',
      );
      return sendPage(reply, <NietVertrouwd options={options} request={request} />, 403);
    }
    const { person, kind, cookies } = arrival;
    reply.header('set-cookie', cookies);
    const rol = kind === 'in' ? rolVan(person) : '';
    const soort = kind === 'in' ? 'Ingelogd' : 'Inloggen geweigerd: geen rol';
    const wie = { subject: person.subject, naam: person.name, rol, trace: traceVan(request) };
    await logboek.noteer(wie, { soort, object: '' }, kind === 'in' ? 'gedaan' : 'niet gedaan');
    if (kind === 'no-role') return sendPage(reply, <GeenRol options={options} naam={person.name} />, 403);
    return reply.redirect(arrival.back, 302);
  }

  app.post('/uitloggen', OPEN, async (request, reply) => {
    const sessie = await login.who(request.headers.cookie);
    const { cookies, url } = await login.leave(request.headers.cookie, `${base}${UITGELOGD}`);
    if (sessie !== null) {
      const wie = { subject: sessie.subject, naam: sessie.name, rol: rolVan(sessie), trace: traceVan(request) };
      await logboek.noteer(wie, { soort: 'Uitgelogd', object: '' }, 'gedaan');
    }
    reply.header('set-cookie', cookies);
    // Not a redirect: `form-action 'self'` would stop a form that ends at another site.
    if (url !== null) reply.header('refresh', `0; url=${url}`);
    return sendPage(reply, <Uitgelogd options={options} elders={url} />);
  });

  app.get('/uitgelogd', OPEN, async (_request, reply) =>
    sendPage(reply, <Uitgelogd options={options} elders={null} />),
  );
}
