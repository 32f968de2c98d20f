/** The routes under `/beheer/notificaties`. Every change is a POST that ends in a redirect. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formValue, sendPage } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Afloop } from '../bron.ts';
import { ActionFailed, type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import { abonnementPagina, hrefVanAbonnement, MAX_REDEN } from './abonnement.tsx';
import { herhalen, leesVanaf, metAbonnement, opzeggen } from './bevestigen.tsx';
import { isUuid } from './filter.ts';
import { formulier, LEEG } from './formulier.tsx';
import { bedoeld, foutenVan, type Getypt, getyptVan, leesFormulier } from './invoer.ts';
import { NOTIFICATIES, overzicht } from './overzicht.tsx';
import { signalen } from './signalen.tsx';

interface MetId {
  Params: { id: string };
}

/** Trying an address takes two messages of ten seconds at most. */
const PROBEREN_MS = 25_000;

export function mountNotificaties(app: FastifyInstance, options: BeheerOptions): void {
  const { notificaties } = options;
  const send = (reply: FastifyReply, { page, status }: Antwoord) => sendPage(reply, page, status);
  /** Carries out what the operator asked: `null` when there is no such abonnement. */
  const doe = async <T,>(
    request: FastifyRequest,
    reply: FastifyReply,
    werk: (wie: string) => Promise<T | null | false>,
    klaar: (uitkomst: T) => Promise<FastifyReply> | FastifyReply,
    budgetMs = options.budgetMs,
  ): Promise<FastifyReply> => {
    const waited = budgetMs === undefined ? options : { ...options, budgetMs };
    const done = await load(request, waited, () => werk(wieIs(request, options)));
    if (!done.ok) return sendPage(reply, <ActionFailed request={request} options={options} />, 503);
    if (done.value === null || done.value === false) return sendPage(reply, <NotFound options={options} />, 404);
    return await klaar(done.value);
  };
  const naar = (reply: FastifyReply, id: string, gedaan: string) =>
    reply.redirect(`${hrefVanAbonnement(id)}?gedaan=${gedaan}`, 303);
  /** Before anything reaches the source, that what stands in the path can be an id. */
  const idOf = (request: FastifyRequest<MetId>): string => request.params.id;

  app.get('/notificaties', async (request, reply) => {
    const opgezegd = (request.query as Record<string, unknown>)['gedaan'] === 'opgezegd';
    const { page, ok } = await overzicht(request, options, opgezegd);
    return sendPage(reply, page, ok ? 200 : 503);
  });
  app.get('/notificaties/signalen', async (request, reply) => send(reply, await signalen(request, options)));

  app.get('/notificaties/nieuw', async (request, reply) =>
    send(reply, await formulier(request, options, { id: null, getypt: LEEG, fouten: [] })),
  );
  const bewaar = async (request: FastifyRequest, reply: FastifyReply, id: string | null): Promise<FastifyReply> => {
    const getypt: Getypt = leesFormulier((name) => formValue(request, name));
    const gelezen = bedoeld(getypt, id === null);
    if ('fouten' in gelezen)
      return send(reply, await formulier(request, options, { id, getypt, fouten: gelezen.fouten }));
    const { invoer } = gelezen;
    const klaar = async (afloop: Afloop): Promise<FastifyReply> =>
      'fouten' in afloop
        ? send(reply, await formulier(request, options, { id, getypt, fouten: foutenVan(afloop) }))
        : naar(reply, afloop.id, id === null ? 'gemaakt' : 'gewijzigd');
    const werk = (wie: string) => (id === null ? notificaties.maak(invoer, wie) : notificaties.wijzig(id, invoer, wie));
    return await doe(request, reply, werk, klaar, Math.max(PROBEREN_MS, options.budgetMs ?? 0));
  };
  app.post('/notificaties/nieuw', async (request, reply) => bewaar(request, reply, null));

  app.get<MetId>('/notificaties/:id', async (request, reply) =>
    send(reply, await abonnementPagina(request, idOf(request), options)),
  );
  app.get<MetId>('/notificaties/:id/wijzigen', async (request, reply) => {
    const id = idOf(request);
    const vraag = await load(request, options, async () => (isUuid(id) ? await notificaties.abonnement(id) : null));
    if (!vraag.ok) return sendPage(reply, <ActionFailed request={request} options={options} />, 503);
    if (vraag.value === null) return sendPage(reply, <NotFound options={options} />, 404);
    return send(reply, await formulier(request, options, { id, getypt: getyptVan(vraag.value), fouten: [] }));
  });

  app.register(async (acties) => {
    acties.addHook('preHandler', async (request, reply) => {
      if (!isUuid((request.params as MetId['Params']).id)) return sendPage(reply, <NotFound options={options} />, 404);
    });
    acties.post<MetId>('/notificaties/:id/wijzigen', async (request, reply) => bewaar(request, reply, idOf(request)));
    acties.post<MetId>('/notificaties/:id/pauzeren', async (request, reply) => {
      const id = idOf(request);
      const reden = formValue(request, 'reden');
      const fout = foutInReden(reden);
      if (fout !== null)
        return send(reply, await abonnementPagina(request, id, options, { pauzeren: { reden, fout } }));
      const werk = (wie: string) => notificaties.pauzeer(id, reden, wie);
      return await doe(request, reply, werk, () => naar(reply, id, 'gepauzeerd'));
    });
    acties.post<MetId>('/notificaties/:id/hervatten', async (request, reply) => {
      const id = idOf(request);
      return await doe(
        request,
        reply,
        (wie) => notificaties.hervat(id, wie),
        () => naar(reply, id, 'hervat'),
      );
    });
    acties.get<MetId>('/notificaties/:id/herhalen', async (request, reply) => {
      const given = (request.query as Record<string, unknown>)['vanaf'];
      const vanaf = given === undefined ? null : typeof given === 'string' ? given.slice(0, 40) : '';
      return send(
        reply,
        await metAbonnement(request, idOf(request), options, (abonnement) => herhalen(options, abonnement, vanaf)),
      );
    });
    acties.post<MetId>('/notificaties/:id/herhalen', async (request, reply) => {
      const id = idOf(request);
      const typed = formValue(request, 'vanaf');
      const vanaf = leesVanaf(typed, Number.MAX_SAFE_INTEGER);
      if (vanaf === null)
        return send(reply, await metAbonnement(request, id, options, (one) => herhalen(options, one, typed)));
      // Nothing to send again is an answer too.
      const werk = async (wie: string) => {
        const aantal = await notificaties.herhaal(id, vanaf, wie);
        return aantal === null ? null : { aantal };
      };
      return await doe(request, reply, werk, () => naar(reply, id, 'herhaald'));
    });
    acties.get<MetId>('/notificaties/:id/opzeggen', async (request, reply) =>
      send(reply, await metAbonnement(request, idOf(request), options, (one) => opzeggen(options, one))),
    );
    acties.post<MetId>('/notificaties/:id/opzeggen', async (request, reply) => {
      const werk = (wie: string) => notificaties.zegOp(idOf(request), wie);
      return await doe(request, reply, werk, () => reply.redirect(`${NOTIFICATIES}?gedaan=opgezegd`, 303));
    });
  });
}

function foutInReden(reden: string): string | null {
  if (reden === '') return 'Vul een reden in. De reden blijft bij het abonnement staan.';
  if (reden.length <= MAX_REDEN) return null;
  return `Maak de reden korter. U gebruikt ${reden.length} tekens, er mogen er ${MAX_REDEN} zijn.`;
}
