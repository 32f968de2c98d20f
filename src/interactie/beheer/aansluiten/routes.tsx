/** The routes under `/beheer/lopende-zaken/aansluiten`. Every change is a POST that ends in a redirect. */
import type { FastifyInstance } from 'fastify';
import { acceptForms, sendPage } from '../../ui/index.ts';
import { type AansluitOptions, type Getoond, type MetDeel, maakBediening, PAD, veld } from './bediening.tsx';
import { mountDeelnemers } from './deelnemers-routes.tsx';
import { DOCUMENT_CSS, DocumentPagina } from './document.tsx';
import { mountDossier } from './dossier-routes.tsx';
import type { PaginaProps } from './formulier.tsx';
import { mountNetwerk } from './netwerk-routes.tsx';
import { Documenten, Overzicht, Stappagina } from './overzicht.tsx';
import { mountProeven } from './proef-routes.tsx';
import { AANSLUITEN, hrefVanStap } from './woorden.ts';

/** Contact persons in nine roles. */
const FORM_BYTES = 64 * 1024;

export function mountAansluiten(app: FastifyInstance, options: AansluitOptions): void {
  app.register(async (deel) => {
    acceptForms(deel, FORM_BYTES);
    mountStappen(deel, options);
    mountDossier(deel, options);
    mountNetwerk(deel, options);
    mountDeelnemers(deel, options);
    mountProeven(deel, options);
    mountDocumenten(deel, options);
  });
}

function mountStappen(deel: FastifyInstance, options: AansluitOptions): void {
  const { aansluiten } = options;
  const { toon, doe, pagina, wie } = maakBediening(options);

  const stappagina = async (
    id: string,
    props: PaginaProps,
    getypt = { datum: '', toelichting: '' },
  ): Promise<Getoond> => {
    const { fasen } = await aansluiten.beeld();
    const stap = fasen.flatMap((fase) => fase.stappen).find((one) => one.id === id);
    return stap ? { page: <Stappagina {...props} stap={stap} getypt={getypt} /> } : null;
  };

  deel.get(PAD, (request, reply) =>
    toon(request, reply, async () => ({
      page: <Overzicht {...pagina(request)} beeld={await aansluiten.beeld()} />,
    })),
  );
  deel.get<MetDeel>(`${PAD}/stap/:deel`, (request, reply) =>
    toon(request, reply, () => stappagina(request.params.deel, pagina(request))),
  );
  deel.post<MetDeel>(`${PAD}/stap/:deel`, (request, reply) => {
    const { deel: id } = request.params;
    const gedaan = veld(request, 'gedaan') === 'ja';
    const getypt = { datum: veld(request, 'datum'), toelichting: veld(request, 'toelichting') };
    return doe(request, reply, {
      werk: () => aansluiten.vink(id, { gedaan, ...getypt }, wie(request)),
      naar: gedaan ? `${AANSLUITEN}?gedaan=afgevinkt` : `${hrefVanStap(id)}?gedaan=teruggehaald`,
      opnieuw: (props) => stappagina(id, props, getypt),
    });
  });
}

function mountDocumenten(deel: FastifyInstance, options: AansluitOptions): void {
  const { toon } = maakBediening(options);
  const css = `${AANSLUITEN}/document.css`;
  const terug = `${AANSLUITEN}/documenten`;
  deel.get(`${PAD}/documenten`, (_request, reply) => sendPage(reply, <Documenten options={options} />));
  deel.get(`${PAD}/document.css`, (_request, reply) => reply.type('text/css; charset=utf-8').send(DOCUMENT_CSS));
  deel.get<MetDeel>(`${PAD}/documenten/:deel`, (request, reply) =>
    toon(request, reply, async () => {
      const document = await options.aansluiten.document(request.params.deel);
      return document && { page: <DocumentPagina document={document} css={css} terug={terug} /> };
    }),
  );
}
