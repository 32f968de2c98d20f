/** /beheer behind its door, on sources in memory, with the login simulator beside it and a clock that a test moves. */
import type { RouteOptions } from 'fastify';
import type { Aansluiten } from '../../src/interactie/beheer/bron.ts';
import { beheerPages, type Toegang } from '../../src/interactie/beheer/index.ts';
import { staticAssets } from '../../src/interactie/ui/index.ts';
import { testDatabase } from '../../src/platform/db/database.testhulp.ts';
import type { Database } from '../../src/platform/db/index.ts';
import { createServer } from '../../src/platform/http/index.ts';
import {
  createLogin,
  createProvider,
  identityMigrations,
  type Login,
  valuesOf,
} from '../../src/platform/identity/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { createNet } from '../../src/platform/net/index.ts';
import { fixedClock, systemRandom } from '../../src/platform/time/index.ts';
import { createLogboek, createVierOgen, handelingenMigrations } from '../../src/registraties/handelingen/index.ts';
import { createInlogSimulator, type InlogOpties, type InlogSimulator } from '../../src/simulator/index.ts';
import { nepDigikoppeling } from './nep-digikoppeling.ts';
import { NEP_GEBRUIK } from './nep-gebruik.ts';
import { nepLopendeZaken } from './nep-lopendezaken.ts';
import { nepNotificaties } from './nep-notificaties.ts';
import { type NepZaakberichten, NU, nepZaakberichten } from './nep-zaakberichten.ts';
import { freePort } from './poort.ts';

/** Connecting, with a source that never answers: its routes are what counts here. */
function kapotAansluiten(): Aansluiten {
  const kapot: unknown = new Proxy(() => undefined, {
    get: () => kapot,
    apply: () => Promise.reject(new Error('de bron is weg')),
  });
  return new Proxy({ omgeving: 'demo' } as Aansluiten, {
    get: (bron, naam) => (naam === 'omgeving' ? bron.omgeving : kapot),
  });
}

export interface BeheerMetAanmelding {
  readonly base: string;
  readonly simulator: InlogSimulator;
  readonly klok: ReturnType<typeof fixedClock>;
  readonly db: Database;
  readonly bron: NepZaakberichten;
  readonly toegang: Toegang;
  /** `METHOD /path` of every route of /beheer. */
  readonly routes: readonly string[];
  /** Another process on the same database. */
  tweede(): Login;
  stop(): Promise<void>;
}

export async function startBeheerMetAanmelding(
  opties: Partial<Pick<InlogOpties, 'algoritme' | 'rollenAlleenBijUserinfo'>> = {},
): Promise<BeheerMetAanmelding> {
  const db = await testDatabase([identityMigrations, handelingenMigrations]);
  const klok = fixedClock(NU);
  const net = createNet();
  const base = `http://127.0.0.1:${await freePort()}`;
  const client = {
    issuer: `${base}/simulator/inloggen`,
    clientId: 'zaakbode-test',
    clientSecret: 'geheim: met/tekens+die%opvallen',
  };
  const redirectUri = `${base}/beheer/inloggen/terug`;
  const maakLogin = (): Login =>
    createLogin({
      db,
      clock: klok,
      random: systemRandom,
      provider: createProvider({ ...client, redirectUri, scope: 'openid profile', net, clock: klok }),
      face: 'beheer',
      home: '/beheer',
      secure: false,
      limits: { idleMs: 3_600_000, absoluteMs: 36_000_000 },
      rolesOf: (claims) => valuesOf(claims, 'roles')?.map((rol) => rol.replace('zaakbode-', '')) ?? null,
    });
  const logboek = createLogboek(db, klok);
  const toegang: Toegang = {
    login: maakLogin(),
    base,
    log: silentLog,
    logboek,
    vierOgen: createVierOgen({ db, clock: klok, random: systemRandom, logboek }),
  };
  const simulator = createInlogSimulator({
    ...client,
    redirectUris: [redirectUri],
    naUitloggen: [`${base}/beheer/uitgelogd`],
    now: () => klok.now(),
    algoritme: 'ES256',
    ...opties,
  });
  const bron = nepZaakberichten(10);
  const server = createServer({ log: silentLog, random: systemRandom });
  const routes: string[] = [];
  server.addHook('onRoute', ({ method, url }: RouteOptions) => {
    if (url.startsWith('/beheer')) routes.push(...[method].flat().map((one) => `${one} ${url}`));
  });
  await server.register(staticAssets);
  await server.register(simulator.plugin);
  await server.register(
    beheerPages({
      toegang,
      lopendeZaken: nepLopendeZaken(),
      zaakberichten: bron,
      notificaties: nepNotificaties(),
      digikoppeling: nepDigikoppeling(),
      aansluiten: kapotAansluiten(),
      gemeente: 'Voorbeeld',
      clock: klok,
      gebruik: () => NEP_GEBRUIK,
      budgetMs: 5_000,
    }),
  );
  await server.listen({ port: Number(new URL(base).port), host: '127.0.0.1' });
  return {
    base,
    simulator,
    klok,
    db,
    bron,
    toegang,
    routes,
    tweede: maakLogin,
    async stop() {
      await server.close();
      await net.close();
    },
  };
}
