/**
 * /beheer: the pages of the operator.
 *
 * Reading is GET, changing is POST, and every POST ends in a redirect (303), so that refreshing a page never repeats an
 * action. A form that comes from another site is refused, and nobody comes in without logging in (`toegang/deur.tsx`).
 * Nothing here is kept by a browser or a cache.
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { acceptForms, refuseForeignForms, securePages, sendPage } from '../ui/index.ts';
import { mountAansluiten } from './aansluiten/routes.tsx';
import { bronnen } from './bronnen.tsx';
import { mountDigikoppeling } from './digikoppeling/routes.tsx';
import { gebruik } from './gebruik.tsx';
import { type BeheerOptions, Melding, NotFound, referenceOf } from './kader.tsx';
import { mountLopendeZaken } from './lopendezaken/routes.tsx';
import { mountNotificaties } from './notificaties/routes.tsx';
import { overzicht } from './overzicht.tsx';
import { bewaakDeur, mountToegang } from './toegang/index.ts';

/** The pages under `/beheer`; register it without a prefix. */
export function beheerPages(options: BeheerOptions): FastifyPluginAsync {
  return async (app) => {
    await app.register(async (beheer) => mount(beheer, options), { prefix: '/beheer' });
  };
}

function mount(app: FastifyInstance, options: BeheerOptions): void {
  securePages(app);
  refuseForeignForms(app, () => (
    <Melding options={options} title="Dit formulier komt van een andere website">
      Daarom is er niets veranderd. Open de pagina hier in Beheer en probeer het opnieuw.
    </Melding>
  ));
  acceptForms(app);
  bewaakDeur(app, options);

  app.get('/', async (request, reply) => {
    const { page, ok } = await overzicht(request, options);
    return sendPage(reply, page, ok ? 200 : 503);
  });

  app.get('/gebruik', async (_request, reply) => sendPage(reply, gebruik(options)));

  mountLopendeZaken(app, options);

  app.get('/bronnen', async (request, reply) => {
    const { page, ok } = await bronnen(request, options);
    return sendPage(reply, page, ok ? 200 : 503);
  });

  mountNotificaties(app, options);
  mountDigikoppeling(app, options);
  const { aansluiten } = options;
  if (aansluiten) mountAansluiten(app, { ...options, aansluiten });
  mountToegang(app, options);

  app.setNotFoundHandler(async (_request, reply) => sendPage(reply, <NotFound options={options} />, 404));

  app.setErrorHandler<Error & { statusCode?: number }>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'a page of /beheer failed');
    return sendPage(reply, status >= 500 ? broken(request, options) : unreadable(options), status);
  });
}

function broken(request: FastifyRequest, options: BeheerOptions) {
  return (
    <Melding options={options} title="Er ging iets mis">
      Probeer het over een paar minuten opnieuw. Gaat het weer mis? Zoek dan in het logbestand van Zaakbode op{' '}
      {referenceOf(request)}.
    </Melding>
  );
}

function unreadable(options: BeheerOptions) {
  return (
    <Melding options={options} title="Wij konden uw verzoek niet lezen">
      Ga terug en probeer het opnieuw. Is wat u invult erg lang? Maak het dan korter.
    </Melding>
  );
}
