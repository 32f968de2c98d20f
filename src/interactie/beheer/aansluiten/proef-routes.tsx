/** The routes of the tests (A7, A8, A9, A15), their scenarios, and the limited production run. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Fout, PROEFSOORTEN, type Proefregel, type Proefsoort, type Uitkomst } from '../bron.ts';
import { type AansluitOptions, GEDULDIG, type Getoond, type MetDeel, maakBediening, PAD, veld } from './bediening.tsx';
import type { PaginaProps } from './formulier.tsx';
import { Proefpagina } from './proef.tsx';
import { Scenariopagina } from './scenario.tsx';
import { hrefVanProef } from './woorden.ts';

interface MetScenario {
  Params: { deel: string; id: string };
}
type Werk = (request: FastifyRequest, soort: Proefsoort) => Promise<readonly Fout[]>;

const soortUit = (tekst: string): Proefsoort | null => PROEFSOORTEN.find((one) => one === tekst) ?? null;
const uitkomstUit = (tekst: string): Uitkomst => (['goed', 'fout', 'nvt'] as const).find((one) => one === tekst) ?? '';

export function mountProeven(deel: FastifyInstance, options: AansluitOptions): void {
  const { aansluiten } = options;
  const { proeven, proefrun } = aansluiten;
  const { toon, doe, pagina, nietGevonden, wie } = maakBediening(options);

  const proef = async (tekst: string, props: PaginaProps): Promise<Getoond> => {
    const soort = soortUit(tekst);
    if (soort === null) return null;
    const versies = await proeven.van(soort);
    const scenarios = await aansluiten.scenarios(soort);
    const run = await proefrun.stand();
    return { page: <Proefpagina {...props} soort={soort} proeven={versies} scenarios={scenarios} run={run} /> };
  };
  const scenario = async (
    tekst: string,
    id: string,
    props: PaginaProps,
    getypt: Partial<Proefregel> = {},
  ): Promise<Getoond> => {
    const soort = soortUit(tekst);
    const [laatste] = soort === null ? [] : await proeven.van(soort);
    const regel = laatste?.regels.find((one) => one.id === id);
    if (soort === null || regel === undefined) return null;
    const berichten = regel.zaaknummer === '' ? [] : await aansluiten.berichten(regel.zaaknummer);
    return { page: <Scenariopagina {...props} soort={soort} regel={{ ...regel, ...getypt }} berichten={berichten} /> };
  };

  deel.get<MetDeel>(`${PAD}/proef/:deel`, (request, reply) =>
    toon(request, reply, () => proef(request.params.deel, pagina(request))),
  );
  deel.get<MetScenario>(`${PAD}/proef/:deel/:id`, (request, reply) =>
    toon(request, reply, () => scenario(request.params.deel, request.params.id, pagina(request))),
  );
  deel.post<MetScenario>(`${PAD}/proef/:deel/:id`, async (request, reply) => {
    const { deel: tekst, id } = request.params;
    const soort = soortUit(tekst);
    if (soort === null) return nietGevonden(reply);
    const getypt = {
      zaaknummer: veld(request, 'zaaknummer'),
      uitkomst: uitkomstUit(veld(request, 'uitkomst')),
      bevinding: veld(request, 'bevinding'),
    };
    const gezien = veld(request, 'gezien') === 'ja';
    return await doe(request, reply, {
      werk: () => proeven.vul(soort, id, { ...getypt, gezien }, wie(request)),
      naar: `${hrefVanProef(soort)}?gedaan=bewaard`,
      opnieuw: (props) => scenario(soort, id, props, getypt),
    });
  });

  const acties: readonly (readonly [pad: string, gedaan: string, Werk])[] = [
    ['begin', 'begonnen', (request, soort) => aansluiten.beginProef(soort, wie(request))],
    ['afronden', 'afgerond', (request, soort) => aansluiten.rondProefAf(soort, veld(request, 'opmerking'))],
    [
      'oordeel',
      'beoordeeld',
      async (request, soort) => {
        const oordeel = veld(request, 'oordeel');
        if (oordeel !== 'goed' && oordeel !== 'fout') return [{ veld: 'oordeel', tekst: 'Kies ja of nee.' }];
        return await proeven.oordeel(soort, oordeel === 'goed', veld(request, 'datum'), wie(request));
      },
    ],
  ];
  for (const [pad, gedaan, werk] of acties)
    deel.post<MetDeel>(`${PAD}/proef/:deel/${pad}`, async (request, reply) => {
      const soort = soortUit(request.params.deel);
      if (soort === null) return nietGevonden(reply);
      return await doe(request, reply, {
        werk: () => werk(request, soort),
        naar: `${hrefVanProef(soort)}?gedaan=${gedaan}`,
        opnieuw: (props) => proef(soort, props),
      });
    });

  deel.post<MetDeel>(`${PAD}/proef/:deel/draai`, GEDULDIG, async (request, reply) => {
    const soort = soortUit(request.params.deel);
    if (soort !== 'acceptatie') return nietGevonden(reply);
    return await doe(request, reply, {
      werk: async () => {
        const done = await aansluiten.draaiAcceptatie(wie(request));
        return 'fouten' in done ? done.fouten : [];
      },
      naar: `${hrefVanProef(soort)}?gedaan=gedraaid`,
      opnieuw: (props) => proef(soort, props),
    });
  });

  const run: readonly (readonly [
    pad: string,
    gedaan: string,
    (request: FastifyRequest) => Promise<readonly Fout[]>,
  ])[] = [
    ['begin', 'begonnen', (request) => proefrun.begin(wie(request))],
    ['vraag', 'gevraagd', (request) => proefrun.vraagVrijgave(veld(request, 'gemeldOp'), wie(request))],
  ];
  for (const [pad, gedaan, werk] of run)
    deel.post(`${PAD}/proefrun/${pad}`, (request, reply) =>
      doe(request, reply, {
        werk: () => werk(request),
        naar: `${hrefVanProef('proefproductie')}?gedaan=${gedaan}`,
        opnieuw: (props) => proef('proefproductie', props),
      }),
    );
}
