/** The routes under `/beheer/digikoppeling`. Every change is a POST that ends in a redirect. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptForms, formValue, sendPage } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { ActionFailed, type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import { cpaPagina, versiePagina } from './cpa.tsx';
import { controle, type Getypt as LaadGetypt, LEEG, laadCpa, laadFormulier } from './laden.tsx';
import { overzicht } from './overzicht.tsx';
import { type Getypt, SOORTEN, stoppen } from './vervangen.tsx';
import { hrefVanCpa } from './woorden.ts';

interface MetCpa {
  Params: { cpaId: string };
}
interface MetDeel {
  Params: { cpaId: string; deel: string };
}

/** A Pong may take thirty seconds; giving 240,000 waiting messages another address took seven. */
const GEDULD_MS = 60_000;
/** The largest CPA that is read, in the encoding of a form. */
const CPA_BYTES = 4 * 1024 * 1024;

export function mountDigikoppeling(app: FastifyInstance, options: BeheerOptions): void {
  const { digikoppeling } = options;
  /** For what may take longer than a page. */
  const geduldig = { ...options, budgetMs: Math.max(GEDULD_MS, options.budgetMs ?? 0) };
  const send = (reply: FastifyReply, { page, status }: Antwoord) => sendPage(reply, page, status);
  const failed = (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply, <ActionFailed request={request} options={options} />, 503);

  app.get('/digikoppeling', async (request, reply) => {
    const { page, ok } = await overzicht(request, options);
    return sendPage(reply, page, ok ? 200 : 503);
  });

  app.register(async (laden) => {
    acceptForms(laden, CPA_BYTES);
    const getypt = (request: FastifyRequest): LaadGetypt => ({
      tekst: formValue(request, 'tekst'),
      omgeving: formValue(request, 'omgeving'),
      elders: formValue(request, 'elders'),
    });
    laden.get('/digikoppeling/laden', async (_request, reply) => send(reply, laadFormulier(options, LEEG, [])));
    laden.post('/digikoppeling/laden/controleren', async (request, reply) =>
      send(reply, await controle(request, options, getypt(request))),
    );
    laden.post('/digikoppeling/laden', async (request, reply) => {
      const done = await laadCpa(request, geduldig, getypt(request), wieIs(request, options));
      return 'naar' in done ? reply.redirect(done.naar, 303) : send(reply, done);
    });
  });

  app.get<MetCpa>('/digikoppeling/:cpaId', async (request, reply) =>
    send(reply, await cpaPagina(request, request.params.cpaId, options)),
  );
  app.get<MetDeel>('/digikoppeling/:cpaId/versies/:deel', async (request, reply) =>
    send(reply, await versiePagina(request, request.params.cpaId, request.params.deel, options)),
  );

  app.post<MetCpa>('/digikoppeling/:cpaId/ping', async (request, reply) => {
    const { cpaId } = request.params;
    const done = await load(request, geduldig, () => digikoppeling.ping(cpaId, wieIs(request, options)));
    if (!done.ok) return failed(request, reply);
    if (done.value === null) return sendPage(reply, <NotFound options={options} />, 404);
    return reply.redirect(`${hrefVanCpa(cpaId)}?gedaan=ping`, 303);
  });

  app.post<MetDeel>('/digikoppeling/:cpaId/vervangen/:deel', async (request, reply) => {
    const { cpaId, deel } = request.params;
    const soort = SOORTEN.find((one) => one === deel);
    if (soort === undefined) return sendPage(reply, <NotFound options={options} />, 404);
    const veld = (name: 'bron' | 'doel' | 'reden'): string => formValue(request, `${soort}-${name}`);
    const getypt: Getypt = { soort, bron: veld('bron'), doel: veld('doel'), reden: veld('reden') };
    const done = await load(request, geduldig, () =>
      digikoppeling.vervang({ cpaId, ...getypt }, wieIs(request, options)),
    );
    if (!done.ok) return failed(request, reply);
    if (done.value === null) return reply.redirect(`${hrefVanCpa(cpaId)}?gedaan=vervangen`, 303);
    const fout = { field: `${soort}-${done.value.veld}`, message: done.value.tekst };
    return send(reply, await cpaPagina(request, cpaId, options, { vervangen: { getypt, fout } }));
  });

  app.get<MetDeel>('/digikoppeling/:cpaId/vervangingen/:deel/stoppen', async (request, reply) =>
    send(reply, await stoppen(request, request.params.cpaId, request.params.deel, options)),
  );
  app.post<MetDeel>('/digikoppeling/:cpaId/vervangingen/:deel/stoppen', async (request, reply) => {
    const { cpaId, deel } = request.params;
    if (!/^\d{1,9}$/.test(deel)) return sendPage(reply, <NotFound options={options} />, 404);
    const done = await load(request, geduldig, () =>
      digikoppeling.stopVervanging(Number(deel), wieIs(request, options)),
    );
    if (!done.ok) return failed(request, reply);
    if (!done.value) return sendPage(reply, <NotFound options={options} />, 404);
    return reply.redirect(`${hrefVanCpa(cpaId)}?gedaan=gestopt`, 303);
  });
}
