/** /beheer on a source in memory, and requests to it as a browser on the same site makes them. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { type BeheerOptions, beheerPages, ZONDER_AANMELDING } from '../../src/interactie/beheer/index.ts';
import { createServer } from '../../src/platform/http/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { fixedClock, seededRandom } from '../../src/platform/time/index.ts';
import { type NepDigikoppeling, nepDigikoppeling } from './nep-digikoppeling.ts';
import { type NepLopendeZaken, nepLopendeZaken } from './nep-lopendezaken.ts';
import { type NepNotificaties, nepNotificaties } from './nep-notificaties.ts';
import { type NepZaakberichten, NU, nepZaakberichten } from './nep-zaakberichten.ts';

export interface NepBeheer {
  readonly app: FastifyInstance;
  readonly bron: NepZaakberichten;
  readonly lopendeZaken: NepLopendeZaken;
  readonly notificaties: NepNotificaties;
  readonly digikoppeling: NepDigikoppeling;
  /** `cookie` as a browser gives it back. */
  get(path: string, cookie?: string): Promise<LightMyRequestResponse>;
  /** Sends a form from our own page; as pairs when a field comes more than once. */
  post(
    path: string,
    form?: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  ): Promise<LightMyRequestResponse>;
}

export async function nepBeheer(aantal: number, options: Partial<BeheerOptions> = {}): Promise<NepBeheer> {
  const bron = nepZaakberichten(aantal);
  const lopendeZaken = nepLopendeZaken({ leeg: aantal === 0 });
  const notificaties = nepNotificaties({ leeg: aantal === 0 });
  const digikoppeling = nepDigikoppeling({ leeg: aantal === 0 });
  const app = createServer({ log: silentLog, random: seededRandom(1) });
  await app.register(
    beheerPages({
      zaakberichten: bron,
      lopendeZaken,
      notificaties,
      digikoppeling,
      toegang: ZONDER_AANMELDING,
      gemeente: 'Voorbeeld',
      clock: fixedClock(NU),
      ...options,
    }),
  );
  return {
    app,
    bron,
    lopendeZaken,
    notificaties,
    digikoppeling,
    get: (url, cookie) => app.inject({ method: 'GET', url, ...(cookie !== undefined && { headers: { cookie } }) }),
    post: (url, form = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: {
          host: 'zaakbode.voorbeeld.example',
          origin: 'https://zaakbode.voorbeeld.example',
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams(form as [string, string][]).toString(),
      }),
  };
}
