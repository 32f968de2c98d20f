/** Every screen on sources in memory, on a port of its own, for a real browser. */
import type { FastifyInstance } from 'fastify';
import { apiPages } from '../../src/interactie/api/index.ts';
import { beheerPages, ZONDER_AANMELDING } from '../../src/interactie/beheer/index.ts';
import { demoHome, standIn } from '../../src/interactie/mijngemeente/index.ts';
import { staticAssets } from '../../src/interactie/ui/index.ts';
import { createServer } from '../../src/platform/http/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { fixedClock, seededRandom } from '../../src/platform/time/index.ts';
import { NEP_BRONNEN } from './nep-bronnen.ts';
import { nepDigikoppeling } from './nep-digikoppeling.ts';
import { NEP_APIS, NEP_GEBRUIK } from './nep-gebruik.ts';
import { nepLopendeZaken } from './nep-lopendezaken.ts';
import { nepNotificaties } from './nep-notificaties.ts';
import { type NepZaakberichten, NU } from './nep-zaakberichten.ts';

export async function startScreens(
  bron: NepZaakberichten,
  notificaties = nepNotificaties(),
  digikoppeling = nepDigikoppeling(),
  lopendeZaken = nepLopendeZaken(),
): Promise<FastifyInstance> {
  const app = createServer({ log: silentLog, random: seededRandom(1) });
  const clock = fixedClock(NU);
  await app.register(staticAssets);
  await app.register(
    beheerPages({
      zaakberichten: bron,
      lopendeZaken,
      notificaties,
      digikoppeling,
      toegang: ZONDER_AANMELDING,
      gemeente: 'Voorbeeld',
      clock,
      demo: true,
      budgetMs: 2000,
      gebruik: () => NEP_GEBRUIK,
      bronnen: async () => NEP_BRONNEN,
    }),
  );
  await app.register(
    apiPages({ gemeente: 'Voorbeeld', base: 'https://zaken.voorbeeld.example', apis: NEP_APIS, demo: true }),
  );
  await app.register(standIn({ gemeente: 'Voorbeeld', demo: true }));
  await app.register(
    demoHome({
      gemeente: 'Voorbeeld',
      verwijzingen: [
        { href: '/beheer', titel: 'Beheer', uitleg: 'Hier ziet de beheerder hoe het met de zaakberichten gaat.' },
        { href: '/mijnzaken/voorbeeld', titel: 'Uw zaak', uitleg: 'Hier komt de inwoner uit vanaf MijnOverheid.' },
      ],
      mededelingen: [
        { soort: 'warning', titel: 'Bewaar hier niets', tekst: 'Na een stroomstoring kan alles weg zijn.' },
      ],
    }),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app;
}
