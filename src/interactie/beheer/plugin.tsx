/**
 * /beheer: the pages of the operator.
 *
 * Reading is GET, changing is POST, and every POST ends in a redirect (303), so that refreshing a page never repeats an
 * action. A form that comes from another site is refused, and nobody comes in without logging in (`toegang/deur.tsx`).
 * Nothing here is kept by a browser or a cache.
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { acceptForms, formValue, refuseForeignForms, securePages, sendPage } from '../ui/index.ts';
import { mountAansluiten } from './aansluiten/routes.tsx';
import { faultInReden } from './acties.tsx';
import { bronnen } from './bronnen.tsx';
import { type Afloop, Detail, DetailFailed, readAfloop } from './detail.tsx';
import { mountDigikoppeling } from './digikoppeling/routes.tsx';
import { hrefOfDetail } from './filter.ts';
import { gebruik } from './gebruik.tsx';
import { ActionFailed, type BeheerOptions, load, Melding, NotFound, referenceOf, wieIs } from './kader.tsx';
import { type Antwoord, lijst } from './lijst.tsx';
import { mountNotificaties } from './notificaties/routes.tsx';
import { overzicht } from './overzicht.tsx';
import { bewaakDeur, mountToegang } from './toegang/index.ts';

interface MetId {
  Params: { id: string };
}

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

  app.get('/zaakberichten', async (request, reply) => {
    const { page, status } = await lijst(request, options);
    return sendPage(reply, page, status);
  });

  app.get('/gebruik', async (_request, reply) => sendPage(reply, gebruik(options)));

  app.get<MetId>('/zaakberichten/:id', async (request, reply) => {
    const afloop = readAfloop((request.query as Record<string, unknown>)['gedaan']);
    const { page, status } = await detail(request, request.params.id, options, { afloop });
    return sendPage(reply, page, status);
  });

  app.post<MetId>('/zaakberichten/:id/opnieuw', async (request, reply) => {
    const { id } = request.params;
    const done = await act(request, options, (wie) => options.zaakberichten.opnieuwAanbieden(id, wie));
    if (done === null) return sendPage(reply, <ActionFailed request={request} options={options} />, 503);
    return reply.redirect(hrefAfter(id, done ? 'opnieuw' : 'niet'), 303);
  });

  app.post<MetId>('/zaakberichten/:id/overslaan', async (request, reply) => {
    const { id } = request.params;
    const reden = formValue(request, 'reden');
    const fout = faultInReden(reden);
    if (fout !== null) {
      const { page, status } = await detail(request, id, options, { afloop: null, overslaan: { reden, fout } });
      return sendPage(reply, page, status);
    }
    const done = await act(request, options, (wie) => options.zaakberichten.overslaan(id, reden, wie));
    if (done === null) return sendPage(reply, <ActionFailed request={request} options={options} />, 503);
    return reply.redirect(hrefAfter(id, done ? 'overgeslagen' : 'niet'), 303);
  });

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

interface FormulierStand {
  readonly afloop: Afloop | null;
  readonly overslaan?: { readonly reden: string; readonly fout: string };
}

/** The page of one zaakbericht: 404 when there is none, 422 when its form was not right, 503 when the source fails. */
async function detail(
  request: FastifyRequest,
  id: string,
  options: BeheerOptions,
  stand: FormulierStand,
): Promise<Antwoord> {
  const found = await load(request, options, () => options.zaakberichten.detail(id));
  if (!found.ok) {
    return { status: 503, page: <DetailFailed options={options} reference={referenceOf(request)} /> };
  }
  if (found.value === null) return { status: 404, page: <NotFound options={options} /> };
  // The form is only there while the zaakbericht waits; in between, a colleague may have dealt with it.
  if (stand.overslaan !== undefined && !found.value.wachtOpBeheerder) {
    return { status: 200, page: <Detail options={options} bericht={found.value} afloop="niet" /> };
  }
  return {
    status: stand.overslaan === undefined ? 200 : 422,
    page: <Detail options={options} bericht={found.value} {...stand} />,
  };
}

/** Carries out an action; null when it is not known whether it was. */
async function act(
  request: FastifyRequest,
  options: BeheerOptions,
  action: (wie: string) => Promise<boolean>,
): Promise<boolean | null> {
  const wie = wieIs(request, options);
  const done = await load(request, options, () => action(wie));
  return done.ok ? done.value : null;
}

function hrefAfter(id: string, afloop: Afloop): string {
  return `${hrefOfDetail(id)}?gedaan=${afloop}`;
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
