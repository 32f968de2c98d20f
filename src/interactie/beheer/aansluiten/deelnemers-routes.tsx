/** The routes of who may be sent to before everybody is (A8, A9). A BSN comes in by a form and stands in no address. */
import type { FastifyInstance } from 'fastify';
import { type AansluitOptions, type Getoond, type MetDeel, maakBediening, PAD, veld } from './bediening.tsx';
import { Deelnemers } from './deelnemers.tsx';
import type { PaginaProps } from './formulier.tsx';
import { AANSLUITEN } from './woorden.ts';

const DEELNEMERS = `${AANSLUITEN}/deelnemers`;

export function mountDeelnemers(deel: FastifyInstance, options: AansluitOptions): void {
  const { deelnemers, omgeving, feiten } = options.aansluiten;
  const { toon, doe, pagina, wie } = maakBediening(options);

  const lijst = async (props: PaginaProps, omschrijving = ''): Promise<Getoond> => ({
    page: <Deelnemers {...props} omgeving={omgeving} lijst={await deelnemers.lijst()} omschrijving={omschrijving} />,
  });
  deel.get(`${PAD}/deelnemers`, (request, reply) => toon(request, reply, () => lijst(pagina(request))));
  deel.post(`${PAD}/deelnemers`, (request, reply) => {
    const omschrijving = veld(request, 'omschrijving');
    return doe(request, reply, {
      werk: () => deelnemers.voegToe(veld(request, 'bsn'), omschrijving, wie(request)),
      naar: `${DEELNEMERS}?gedaan=bewaard`,
      opnieuw: (props) => lijst(props, omschrijving),
    });
  });
  deel.post<MetDeel>(`${PAD}/deelnemers/:deel/ingelogd`, (request, reply) =>
    doe(request, reply, {
      werk: async () => deelnemers.ingelogd(request.params.deel, (await feiten()).vandaag, wie(request)),
      naar: `${DEELNEMERS}?gedaan=bewaard`,
      opnieuw: lijst,
    }),
  );
  deel.post<MetDeel>(`${PAD}/deelnemers/:deel/weg`, (request, reply) =>
    doe(request, reply, {
      werk: async () => {
        await deelnemers.haalWeg(request.params.deel, wie(request));
        return [];
      },
      naar: `${DEELNEMERS}?gedaan=weg`,
      opnieuw: lijst,
    }),
  );
}
