/** The routes of Lopende Zaken. Every change is a POST that ends in a redirect; how it went is told once (`flits.ts`). */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formValue } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { zaakberichtenCsv } from '../bron.ts';
import { type BeheerOptions, load, NotFound, referenceOf, wieIs } from '../kader.tsx';
import { BERICHTEN, hrefOfDetail } from './adres.ts';
import { afloopVan } from './afloop.tsx';
import { AFLOOP, type Afloop, Detail, DetailFailed, type DetailStand } from './detail.tsx';
import { readFilter } from './filter.ts';
import { leesFlits, zetFlits } from './flits.ts';
import { mountInrichting } from './inrichting/routes.tsx';
import { lijst } from './lijst.tsx';
import { mountPlanning } from './planning-routes.tsx';
import { faultInReden } from './redenveld.ts';
import { mountStatussen } from './statussen-routes.tsx';
import { ACTIES, leesTerugneemstand, veldVan, vrager } from './terugnemen.tsx';
import { UITLEG } from './uitleg.ts';
import { verantwoording } from './verantwoording.tsx';
import { mislukt, stuur } from './wijzigen.tsx';
import { zoekFormulier, zoekPersoon } from './zoeken.tsx';

interface MetId {
  Params: { id: string };
}

/** Mounted under `/beheer`. */
export function mountLopendeZaken(app: FastifyInstance, options: BeheerOptions): void {
  const { zaakberichten } = options;
  app.get('/lopende-zaken', async (_request, reply) => reply.redirect(BERICHTEN, 302));
  app.get('/lopende-zaken/berichten', async (request, reply) => stuur(reply, await lijst(request, options)));
  app.get('/lopende-zaken/zoeken', async (_request, reply) => stuur(reply, zoekFormulier(options)));
  app.post('/lopende-zaken/zoeken', async (request, reply) => stuur(reply, await zoekPersoon(request, options)));
  app.get('/lopende-zaken/uitvoer.csv', async (request, reply) => uitvoer(request, reply, options));

  app.get('/lopende-zaken/verantwoording', async (request, reply) => verantwoording(request, reply, options));

  app.get<MetId>('/lopende-zaken/berichten/:id', async (request, reply) => {
    const afloop = afloopVan(AFLOOP, leesFlits(request, reply, request.params.id));
    return stuur(reply, await detail(request, request.params.id, options, { afloop }));
  });

  /** Carries out what the operator decided, and goes back to where he sees what became of it. */
  const doe = async (
    request: FastifyRequest<MetId>,
    reply: FastifyReply,
    afloop: Afloop,
    action: (wie: string) => Promise<boolean>,
  ): Promise<FastifyReply> => {
    const { id } = request.params;
    const wie = wieIs(request, options);
    const done = await load(request, options, () => action(wie));
    if (!done.ok) return mislukt(request, reply, options);
    zetFlits(request, reply, id, done.value ? afloop : 'niet');
    return reply.redirect(hrefOfDetail(id), 303);
  };

  app.post<MetId>('/lopende-zaken/berichten/:id/opnieuw', async (request, reply) => {
    const { id } = request.params;
    return await doe(request, reply, 'opnieuw', (wie) => zaakberichten.opnieuwAanbieden(id, wie));
  });

  app.post<MetId>('/lopende-zaken/berichten/:id/overslaan', async (request, reply) => {
    const { id } = request.params;
    const reden = formValue(request, 'reden');
    const fout = faultInReden(reden);
    if (fout !== null) return stuur(reply, await detail(request, id, options, { overslaan: { reden, fout } }));
    return await doe(request, reply, 'overgeslagen', (wie) => zaakberichten.overslaan(id, reden, wie));
  });

  for (const actie of ACTIES) {
    app.post<MetId>(`/lopende-zaken/berichten/:id/${actie}`, async (request, reply) => {
      const { id } = request.params;
      const reden = formValue(request, veldVan(actie));
      const fout = faultInReden(reden, 'bij het zaakbericht');
      if (fout !== null) return stuur(reply, await detail(request, id, options, { herroepen: { actie, reden, fout } }));
      const wie = vrager(request, options);
      const done = await load(request, options, () =>
        options.lopendeZaken.herroepverzoeken.vraag(actie, id, reden, wie),
      );
      if (!done.ok) return mislukt(request, reply, options);
      zetFlits(request, reply, id, done.value === 'gevraagd' ? 'gevraagd' : 'niet_gevraagd');
      return reply.redirect(hrefOfDetail(id), 303);
    });
  }

  // The one answer to a POST that is a page: what it shows may stand nowhere that can be opened again.
  app.post<MetId>('/lopende-zaken/berichten/:id/bsn', async (request, reply) => {
    const { id } = request.params;
    const reden = formValue(request, 'waarom');
    const fout = faultInReden(reden, 'in het verwerkingenlog');
    if (fout !== null) return stuur(reply, await detail(request, id, options, { waarom: { reden, fout } }));
    const inzage = { wie: wieIs(request, options), reden, trace: request.trace };
    const shown = await load(request, options, () => zaakberichten.toonBsn(id, inzage));
    if (!shown.ok) return mislukt(request, reply, options);
    return stuur(reply, await detail(request, id, options, shown.value === null ? {} : { bsn: shown.value }));
  });

  // Somebody opens the address of that answer again.
  app.get<MetId>('/lopende-zaken/berichten/:id/bsn', async (request, reply) =>
    reply.redirect(hrefOfDetail(request.params.id), 302),
  );

  mountInrichting(app, options);
  mountPlanning(app, options);
  mountStatussen(app, options);

  // Where these pages were before; bookmarks and mails point there.
  for (const [van, naar] of [
    ['/zaakberichten', BERICHTEN],
    ['/zaakberichten/*', BERICHTEN],
  ] as const) {
    app.route({
      method: ['GET', 'POST'],
      url: van,
      handler: async (request, reply) => {
        const rest = request.url.slice('/beheer/zaakberichten'.length);
        return reply.redirect(`${naar}${rest}`, 308);
      },
    });
  }
}

/** The page of one zaakbericht: 404 when there is none, 422 when a form was not right, 503 when the source fails. */
async function detail(
  request: FastifyRequest,
  id: string,
  options: BeheerOptions,
  stand: DetailStand,
): Promise<Antwoord> {
  const found = await load(request, options, () => options.zaakberichten.detail(id));
  if (!found.ok) {
    return { status: 503, page: <DetailFailed options={options} reference={referenceOf(request)} /> };
  }
  if (found.value === null) return { status: 404, page: <NotFound options={options} /> };
  const bericht = found.value;
  const terug = await load(request, options, () => leesTerugneemstand(request, options, bericht));
  const props = { options, bericht, terugneemstand: terug.ok ? terug.value : null, reference: referenceOf(request) };
  // The form is only there while the zaakbericht waits; in between, a colleague may have dealt with it.
  if (stand.overslaan !== undefined && !bericht.wachtOpBeheerder) {
    return { status: 200, page: <Detail {...props} afloop="niet" /> };
  }
  const onjuist = stand.overslaan !== undefined || stand.waarom !== undefined || stand.herroepen !== undefined;
  return { status: onjuist ? 422 : 200, page: <Detail {...props} {...stand} /> };
}

/** The filtered list as a file, in parts; who took it along is logged. */
async function uitvoer(request: FastifyRequest, reply: FastifyReply, options: BeheerOptions): Promise<FastifyReply> {
  const { filter, fouten } = readFilter(request.query as Record<string, unknown>);
  if (fouten.length > 0) return reply.redirect(request.url.replace('/uitvoer.csv', '/berichten'), 302);
  const { na: _na, ...heel } = filter;
  const delen = options.zaakberichten.alles(heel);
  request.log.info({ wie: wieIs(request, options), filter: heel }, 'beheerder: zaakberichten opgehaald als CSV');
  const naam = `zaakberichten-${options.clock.now().toISOString().slice(0, 10)}.csv`;
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${naam}"`)
    .send(Readable.from(zaakberichtenCsv(delen, ({ staat }) => UITLEG[staat].label)));
}
