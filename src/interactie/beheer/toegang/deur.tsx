/**
 * The door of /beheer. Whoever asks a page without a session goes to log in, and comes back to it; a form without a
 * session changes nothing; a lezer changes nothing; and what a beheerder does stands in the log before it is done.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { traceIdOf } from '../../../platform/http/index.ts';
import { BEHEERDER, type Uitkomst } from '../../../registraties/handelingen/index.ts';
import { sendPage } from '../../ui/index.ts';
import type { BeheerOptions } from '../kader.tsx';
import { bedoeldeHandeling, toontPagina } from './handelingen.ts';
import { rolVan, type Toegang, wieVan, ZONDER_AANMELDING } from './poort.ts';
import { AlleenLezen, hrefVanInloggen, NietVastgelegd, UITLOGGEN } from './schermen.tsx';
import { SessieVerlopen } from './verlopen.tsx';

const LEEST: readonly string[] = ['GET', 'HEAD'];

/** Puts the door before every route of this scope. Call it after the guard against foreign forms, before any route. */
export function bewaakDeur(app: FastifyInstance, options: BeheerOptions): void {
  const { toegang } = options;
  if (toegang === ZONDER_AANMELDING) return;
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open) return;
    const sessie = await toegang.login.who(request.headers.cookie);
    request.sessie = sessie;
    if (sessie !== null) {
      const rol = rolVan(sessie);
      request.visitor = { name: sessie.name, role: rol, mayChange: rol === BEHEERDER, logout: UITLOGGEN };
      return;
    }
    // A form waits until it is read, so that what was typed in it is not lost.
    if (LEEST.includes(request.method)) return reply.redirect(`${toegang.base}${hrefVanInloggen(request.url)}`, 302);
  });
  app.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.config.open || LEEST.includes(request.method)) return;
    const { sessie } = request;
    if (!sessie)
      return sendPage(reply, <SessieVerlopen options={options} action={request.url} body={request.body} />, 403);
    if (rolVan(sessie) !== BEHEERDER) return sendPage(reply, <AlleenLezen options={options} naam={sessie.name} />, 403);
    if (!(await legVast(request, toegang)))
      return sendPage(reply, <NietVastgelegd options={options} request={request} />, 503);
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.handeling === undefined) return;
    const uitkomst = uitkomstVan(request, reply);
    // That it is not written leaves a row without an outcome, which says just that.
    await toegang.logboek
      .sluit(request.handeling, uitkomst)
      .catch((error: unknown) => toegang.log.error({ err: error }, 'de uitkomst van een handeling is niet vastgelegd'));
  });
}

/** Writes what is about to be done; false when that fails, and then it may not be done. */
async function legVast(request: FastifyRequest, { logboek, log }: Toegang): Promise<boolean> {
  const bedoeld = bedoeldeHandeling(request);
  if (bedoeld === null) return true;
  try {
    request.handeling = await logboek.noteer(wieVan(request), bedoeld);
    return true;
  } catch (error) {
    log.error(
      { err: error, trace: traceIdOf(request.trace) },
      'een handeling kon niet worden vastgelegd en is niet gedaan',
    );
    return false;
  }
}

/**
 * Every change ends in a redirect; one that came too late says so in its address, or in what it tells the next page
 * (`lopendezaken/flits.ts`). Who is shown something gets a page.
 */
function uitkomstVan(request: FastifyRequest, reply: FastifyReply): Uitkomst {
  const { statusCode } = reply;
  if (statusCode >= 500) return 'onbekend';
  if (toontPagina(request)) return statusCode === 200 ? 'gedaan' : 'niet gedaan';
  const niet = /gedaan=niet$/.test(String(reply.getHeader('location') ?? ''));
  const verteldNiet = /zb-flits=niet/.test(String(reply.getHeader('set-cookie') ?? ''));
  return statusCode === 303 && !niet && !verteldNiet ? 'gedaan' : 'niet gedaan';
}
