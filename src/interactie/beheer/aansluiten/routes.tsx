/** The routes under `/beheer/lopende-zaken/aansluiten`. Every change is a POST that ends in a redirect. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { acceptForms, formValue, sendPage } from '../../ui/index.ts';
import {
  type Aansluiten,
  type Contact,
  type Dossier,
  type Fout,
  leesDag,
  MIJLPAAL_NAMEN,
  type Onderdeel,
  type Persoon,
  PROEFSOORTEN,
  type Proefsoort,
  ROL_NAMEN,
  type Uitkomst,
} from '../bron.ts';
import { ActionFailed, type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import { DOCUMENT_CSS, DocumentPagina } from './document.tsx';
import { Contacten, Gegevens, KenmerkenPagina, Planning } from './gegevens.tsx';
import { Deelnemers, LEEG_ONDERDEEL, Netwerk } from './netwerk.tsx';
import { Documenten, Overzicht, Stappagina } from './overzicht.tsx';
import { Proefpagina, Scenariopagina } from './proef.tsx';
import { AANSLUITEN, hrefVanProef, hrefVanStap } from './woorden.ts';

/** Looking at the network takes up to half a minute, the acceptance test longer. */
const GEDULD_MS = 5 * 60_000;
/** Contact persons in nine roles. */
const FORM_BYTES = 64 * 1024;
const CSS = `${AANSLUITEN}/document.css`;
const PAD = AANSLUITEN.replace('/beheer', '');

interface MetDeel {
  Params: { deel: string };
}
interface MetScenario {
  Params: { deel: string; id: string };
}
type Getoond = { readonly page: ReactElement; readonly status?: number } | null;

export function mountAansluiten(
  app: FastifyInstance,
  options: BeheerOptions & { readonly aansluiten: Aansluiten },
): void {
  const { aansluiten } = options;
  const { omgeving } = aansluiten;
  const geduldig = { ...options, budgetMs: Math.max(GEDULD_MS, options.budgetMs ?? 0) };
  /** By the subject of the login; in tests without one by the name, or there is nobody to tell from another. */
  const persoon = (request: FastifyRequest): Persoon => {
    const naam = wieIs(request, options);
    return { id: request.sessie?.subject ?? (options.wie ? naam : null), naam };
  };
  const veld = (request: FastifyRequest, naam: string): string => formValue(request, naam);
  const gedaanUit = (request: FastifyRequest): string => {
    const { gedaan } = request.query as { gedaan?: unknown };
    return typeof gedaan === 'string' ? gedaan : '';
  };

  /** Shows what was found; 404 without, 503 when it cannot be found now. */
  async function toon(request: FastifyRequest, reply: FastifyReply, maak: () => Promise<Getoond>, langer = false) {
    const done = await load(request, langer ? geduldig : options, maak);
    if (!done.ok) return sendPage(reply, <ActionFailed request={request} options={options} />, 503);
    if (done.value === null) return sendPage(reply, <NotFound options={options} />, 404);
    return sendPage(reply, done.value.page, done.value.status ?? 200);
  }

  /** Does something; without mistakes on to the next page, otherwise the page with what is wrong. */
  async function doe(
    request: FastifyRequest,
    reply: FastifyReply,
    werk: () => Promise<readonly Fout[]>,
    naar: string,
    opnieuw: (fouten: readonly Fout[]) => Promise<Getoond>,
  ) {
    const done = await load(request, geduldig, werk);
    if (!done.ok) return sendPage(reply, <ActionFailed request={request} options={options} />, 503);
    if (done.value.length === 0) return reply.redirect(naar, 303);
    return await toon(request, reply, async () => {
      const page = await opnieuw(done.value);
      return page && { ...page, status: 422 };
    });
  }

  app.register(async (deel) => {
    acceptForms(deel, FORM_BYTES);

    deel.get(PAD, (request, reply) =>
      toon(request, reply, async () => ({
        page: <Overzicht options={options} beeld={await aansluiten.beeld()} gedaan={gedaanUit(request)} />,
      })),
    );

    const stap = async (
      id: string,
      gedaan: string,
      fouten: readonly Fout[] = [],
      getypt = { datum: '', toelichting: '' },
    ): Promise<Getoond> => {
      const { fasen } = await aansluiten.beeld();
      const found = fasen.flatMap((fase) => fase.stappen).find((one) => one.id === id);
      return found
        ? { page: <Stappagina options={options} stap={found} gedaan={gedaan} fouten={fouten} getypt={getypt} /> }
        : null;
    };
    deel.get<MetDeel>(`${PAD}/stap/:deel`, (request, reply) =>
      toon(request, reply, () => stap(request.params.deel, gedaanUit(request))),
    );
    deel.post<MetDeel>(`${PAD}/stap/:deel`, (request, reply) => {
      const { deel: id } = request.params;
      const gedaan = veld(request, 'gedaan') === 'ja';
      const getypt = { datum: veld(request, 'datum'), toelichting: veld(request, 'toelichting') };
      return doe(
        request,
        reply,
        () => aansluiten.vink(id, { gedaan, ...getypt }, persoon(request)),
        gedaan ? `${AANSLUITEN}?gedaan=afgevinkt` : `${hrefVanStap(id)}?gedaan=teruggehaald`,
        (fouten) => stap(id, '', fouten, getypt),
      );
    });

    mountDossier(deel);
    mountDeelnemers(deel);
    mountProeven(deel);
    mountDocumenten(deel);
  });

  function mountDossier(deel: FastifyInstance): void {
    const bewaar = (
      pad: string,
      wat: string,
      lees: (request: FastifyRequest, dossier: Dossier) => Partial<Dossier>,
      pagina: (
        request: FastifyRequest,
        getypt: Partial<Dossier>,
        fouten: readonly Fout[],
        gedaan: string,
      ) => Promise<Getoond>,
    ): void => {
      deel.get(`${PAD}/${pad}`, (request, reply) =>
        toon(request, reply, () => pagina(request, {}, [], gedaanUit(request))),
      );
      deel.post(`${PAD}/${pad}`, async (request, reply) => {
        const { dossier } = await aansluiten.dossier(omgeving);
        const getypt = lees(request, dossier);
        return await doe(
          request,
          reply,
          () => aansluiten.wijzigDossier(omgeving, getypt, wat, persoon(request)),
          `${AANSLUITEN}/${pad}?gedaan=bewaard`,
          (fouten) => pagina(request, getypt, fouten, ''),
        );
      });
    };
    const props = async (getypt: Partial<Dossier>, fouten: readonly Fout[], gedaan: string) => {
      const stand = await aansluiten.dossier(omgeving);
      return { options, stand, dossier: { ...stand.dossier, ...getypt }, fouten, gedaan };
    };
    const een = <T extends string>(tekst: string, uit: readonly T[]): T | '' => uit.find((one) => one === tekst) ?? '';

    bewaar(
      'gegevens',
      'Gegevens van de aansluiting',
      (request) => ({
        soort: een(veld(request, 'soort'), ['overheid', 'leverancier']),
        verbinding: een(veld(request, 'verbinding'), ['internet', 'diginetwerk']),
        domeinnamen: veld(request, 'domeinnamen')
          .split(/[\s,]+/)
          .filter((naam) => naam !== ''),
        afzenderId: veld(request, 'afzenderId'),
        serviceId: veld(request, 'serviceId'),
        endpointLogius: veld(request, 'endpointLogius'),
        xsd: veld(request, 'xsd'),
      }),
      async (_request, getypt, fouten, gedaan) => ({
        page: (
          <Gegevens {...(await props(getypt, fouten, gedaan))} installatie={(await aansluiten.feiten()).installatie} />
        ),
      }),
    );
    bewaar(
      'contacten',
      'Contactpersonen',
      (request) => ({
        contacten: Object.fromEntries(
          ROL_NAMEN.map((rol): [string, Contact] => [
            rol,
            {
              naam: veld(request, `${rol}-naam`),
              telefoon: veld(request, `${rol}-telefoon`),
              mail: veld(request, `${rol}-mail`),
            },
          ]).filter(([, { naam, telefoon, mail }]) => `${naam}${telefoon}${mail}` !== ''),
        ),
      }),
      async (_request, getypt, fouten, gedaan) => ({ page: <Contacten {...(await props(getypt, fouten, gedaan))} /> }),
    );
    bewaar(
      'planning',
      'Planning',
      (request) => ({
        planning: Object.fromEntries(
          MIJLPAAL_NAMEN.map((naam) => {
            const getypt = veld(request, `planning-${naam}`);
            return [naam, leesDag(getypt) ?? getypt];
          }),
        ),
      }),
      async (_request, getypt, fouten, gedaan) => ({ page: <Planning {...(await props(getypt, fouten, gedaan))} /> }),
    );

    const netwerk = async (
      fouten: readonly Fout[],
      gedaan: string,
      getypt: Onderdeel = LEEG_ONDERDEEL,
    ): Promise<Getoond> => ({
      page: (
        <Netwerk
          {...(await props({}, fouten, gedaan))}
          controle={(await aansluiten.feiten()).controle}
          getypt={getypt}
        />
      ),
    });
    deel.get(`${PAD}/netwerk`, (request, reply) => toon(request, reply, () => netwerk([], gedaanUit(request))));
    deel.post(`${PAD}/netwerk`, (request, reply) => {
      const getypt = Object.fromEntries(
        ['soort', 'naam', 'inkomend', 'uitgaand', 'beheerder'].map((naam) => [naam, veld(request, naam)]),
      ) as unknown as Onderdeel;
      return doe(
        request,
        reply,
        async () => {
          const { dossier } = await aansluiten.dossier(omgeving);
          return await aansluiten.wijzigDossier(
            omgeving,
            { onderdelen: [...dossier.onderdelen, getypt] },
            `Netwerkpad: ${getypt.naam} toegevoegd`,
            persoon(request),
          );
        },
        `${AANSLUITEN}/netwerk?gedaan=bewaard`,
        (fouten) => netwerk(fouten, '', getypt),
      );
    });
    deel.post(`${PAD}/netwerk/weg`, (request, reply) => {
      const plaats = Number(veld(request, 'plaats'));
      const naam = veld(request, 'naam');
      return doe(
        request,
        reply,
        async () => {
          const { dossier } = await aansluiten.dossier(omgeving);
          // Somebody else may have changed the list: then another part stands in this place.
          if (dossier.onderdelen[plaats]?.naam !== naam)
            return [{ veld: '', tekst: 'De lijst is intussen veranderd. Kijk opnieuw.' }];
          return await aansluiten.wijzigDossier(
            omgeving,
            { onderdelen: dossier.onderdelen.toSpliced(plaats, 1) },
            `Netwerkpad: ${naam} weggehaald`,
            persoon(request),
          );
        },
        `${AANSLUITEN}/netwerk?gedaan=weg`,
        (fouten) => netwerk(fouten, ''),
      );
    });
    deel.post(`${PAD}/netwerk/controle`, (request, reply) =>
      doe(
        request,
        reply,
        async () => {
          await aansluiten.controleer(persoon(request));
          return [];
        },
        `${AANSLUITEN}/netwerk?gedaan=gecontroleerd`,
        (fouten) => netwerk(fouten, ''),
      ),
    );

    const kenmerken = async (fouten: readonly Fout[], gedaan: string, getypt = ''): Promise<Getoond> => ({
      page: (
        <KenmerkenPagina
          options={options}
          omgeving={omgeving}
          tekst={JSON.stringify(await aansluiten.kenmerken(), null, 2)}
          overlap={(await aansluiten.feiten()).overlap}
          getypt={getypt}
          fouten={fouten}
          gedaan={gedaan}
        />
      ),
    });
    deel.get(`${PAD}/kenmerken`, (request, reply) => toon(request, reply, () => kenmerken([], gedaanUit(request))));
    deel.post(`${PAD}/kenmerken`, (request, reply) => {
      const getypt = veld(request, 'kenmerken');
      return doe(
        request,
        reply,
        () => aansluiten.leesKenmerken(getypt, persoon(request)),
        `${AANSLUITEN}/kenmerken?gedaan=bewaard`,
        (fouten) => kenmerken(fouten, '', getypt),
      );
    });
  }

  function mountDeelnemers(deel: FastifyInstance): void {
    const pagina = async (fouten: readonly Fout[], gedaan: string, omschrijving = ''): Promise<Getoond> => ({
      page: (
        <Deelnemers
          options={options}
          omgeving={omgeving}
          lijst={await aansluiten.deelnemers.lijst()}
          fouten={fouten}
          gedaan={gedaan}
          omschrijving={omschrijving}
        />
      ),
    });
    deel.get(`${PAD}/deelnemers`, (request, reply) => toon(request, reply, () => pagina([], gedaanUit(request))));
    deel.post(`${PAD}/deelnemers`, (request, reply) => {
      const omschrijving = veld(request, 'omschrijving');
      return doe(
        request,
        reply,
        () => aansluiten.deelnemers.voegToe(veld(request, 'bsn'), omschrijving, persoon(request)),
        `${AANSLUITEN}/deelnemers?gedaan=bewaard`,
        (fouten) => pagina(fouten, '', omschrijving),
      );
    });
    deel.post<MetDeel>(`${PAD}/deelnemers/:deel/ingelogd`, (request, reply) =>
      doe(
        request,
        reply,
        async () =>
          aansluiten.deelnemers.ingelogd(request.params.deel, (await aansluiten.feiten()).vandaag, persoon(request)),
        `${AANSLUITEN}/deelnemers?gedaan=bewaard`,
        (fouten) => pagina(fouten, ''),
      ),
    );
    deel.post<MetDeel>(`${PAD}/deelnemers/:deel/weg`, (request, reply) =>
      doe(
        request,
        reply,
        async () => {
          await aansluiten.deelnemers.haalWeg(request.params.deel, persoon(request));
          return [];
        },
        `${AANSLUITEN}/deelnemers?gedaan=weg`,
        (fouten) => pagina(fouten, ''),
      ),
    );
  }

  function mountProeven(deel: FastifyInstance): void {
    const soortUit = (tekst: string): Proefsoort | null => PROEFSOORTEN.find((one) => one === tekst) ?? null;
    const pagina = async (tekst: string, fouten: readonly Fout[], gedaan: string): Promise<Getoond> => {
      const soort = soortUit(tekst);
      if (soort === null) return null;
      const [proeven, scenarios, run] = [
        await aansluiten.proeven.van(soort),
        await aansluiten.scenarios(soort),
        await aansluiten.proefrun.stand(),
      ];
      return {
        page: (
          <Proefpagina
            options={options}
            soort={soort}
            proeven={proeven}
            scenarios={scenarios}
            fouten={fouten}
            gedaan={gedaan}
            run={run}
          />
        ),
      };
    };
    const scenario = async (
      tekst: string,
      id: string,
      fouten: readonly Fout[],
      getypt?: Partial<{ zaaknummer: string; uitkomst: Uitkomst; bevinding: string }>,
    ): Promise<Getoond> => {
      const soort = soortUit(tekst);
      const [laatste] = soort === null ? [] : await aansluiten.proeven.van(soort);
      const regel = laatste?.regels.find((one) => one.id === id);
      if (soort === null || regel === undefined) return null;
      const berichten = regel.zaaknummer === '' ? [] : await aansluiten.berichten(regel.zaaknummer);
      return {
        page: (
          <Scenariopagina
            options={options}
            soort={soort}
            regel={{ ...regel, ...getypt }}
            berichten={berichten}
            fouten={fouten}
          />
        ),
      };
    };
    const uitkomstUit = (tekst: string): Uitkomst =>
      (['goed', 'fout', 'nvt'] as const).find((one) => one === tekst) ?? '';

    deel.get<MetDeel>(`${PAD}/proef/:deel`, (request, reply) =>
      toon(request, reply, () => pagina(request.params.deel, [], gedaanUit(request))),
    );
    deel.get<MetScenario>(`${PAD}/proef/:deel/:id`, (request, reply) =>
      toon(request, reply, () => scenario(request.params.deel, request.params.id, [])),
    );

    const actie = (
      pad: string,
      gedaan: string,
      werk: (request: FastifyRequest, soort: Proefsoort) => Promise<readonly Fout[]>,
    ): void => {
      deel.post<MetDeel>(`${PAD}/proef/:deel/${pad}`, async (request, reply) => {
        const soort = soortUit(request.params.deel);
        if (soort === null) return sendPage(reply, <NotFound options={options} />, 404);
        return await doe(
          request,
          reply,
          () => werk(request, soort),
          `${hrefVanProef(soort)}?gedaan=${gedaan}`,
          (fouten) => pagina(soort, fouten, ''),
        );
      });
    };
    actie('begin', 'begonnen', (request, soort) => aansluiten.beginProef(soort, persoon(request)));
    actie('afronden', 'afgerond', (request, soort) => aansluiten.rondProefAf(soort, veld(request, 'opmerking')));
    actie('draai', 'gedraaid', async (request) => {
      const done = await aansluiten.draaiAcceptatie(persoon(request));
      return 'fouten' in done ? done.fouten : [];
    });
    actie('oordeel', 'beoordeeld', async (request, soort) => {
      const oordeel = veld(request, 'oordeel');
      if (oordeel !== 'goed' && oordeel !== 'fout') return [{ veld: 'oordeel', tekst: 'Kies ja of nee.' }];
      return await aansluiten.proeven.oordeel(soort, oordeel === 'goed', veld(request, 'datum'), persoon(request));
    });
    deel.post<MetScenario>(`${PAD}/proef/:deel/:id`, async (request, reply) => {
      const { deel: tekst, id } = request.params;
      const soort = soortUit(tekst);
      if (soort === null) return sendPage(reply, <NotFound options={options} />, 404);
      const getypt = {
        zaaknummer: veld(request, 'zaaknummer'),
        uitkomst: uitkomstUit(veld(request, 'uitkomst')),
        bevinding: veld(request, 'bevinding'),
      };
      return await doe(
        request,
        reply,
        () =>
          aansluiten.proeven.vul(soort, id, { ...getypt, gezien: veld(request, 'gezien') === 'ja' }, persoon(request)),
        `${hrefVanProef(soort)}?gedaan=bewaard`,
        (fouten) => scenario(soort, id, fouten, getypt),
      );
    });

    const run = (pad: string, gedaan: string, werk: (request: FastifyRequest) => Promise<readonly Fout[]>): void => {
      deel.post(`${PAD}/proefrun/${pad}`, (request, reply) =>
        doe(
          request,
          reply,
          () => werk(request),
          `${hrefVanProef('proefproductie')}?gedaan=${gedaan}`,
          (fouten) => pagina('proefproductie', fouten, ''),
        ),
      );
    };
    run('begin', 'begonnen', (request) => aansluiten.proefrun.begin(persoon(request)));
    run('vraag', 'gevraagd', (request) =>
      aansluiten.proefrun.vraagVrijgave(veld(request, 'gemeldOp'), persoon(request)),
    );
    run('vrijgave', 'vrijgegeven', (request) => aansluiten.proefrun.geefVrij(persoon(request)));
  }

  function mountDocumenten(deel: FastifyInstance): void {
    deel.get(`${PAD}/documenten`, (_request, reply) => sendPage(reply, <Documenten options={options} />));
    deel.get(`${PAD}/document.css`, (_request, reply) => reply.type('text/css; charset=utf-8').send(DOCUMENT_CSS));
    deel.get<MetDeel>(`${PAD}/documenten/:deel`, (request, reply) =>
      toon(request, reply, async () => {
        const document = await aansluiten.document(request.params.deel);
        return (
          document && { page: <DocumentPagina document={document} css={CSS} terug={`${AANSLUITEN}/documenten`} /> }
        );
      }),
    );
  }
}
