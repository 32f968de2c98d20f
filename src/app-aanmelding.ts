/** Who may come into /beheer: joins the login service of the settings, or its simulator, with the sessions and the log. */
import type { Fundament } from './fundament.ts';
import type { Instelling } from './instellingen.ts';
import { LEZER, type Toegang } from './interactie/beheer/index.ts';
import { type Claims, createLogin, createProvider, valuesOf } from './platform/identity/index.ts';
import {
  BEHEERDER,
  createLogboek,
  createVierOgen,
  type Logboek,
  type VierOgen,
} from './registraties/handelingen/index.ts';
import { createInlogSimulator, type InlogSimulator } from './simulator/index.ts';

/** Where the login service sends a browser back, below the base. */
const TERUG = '/beheer/inloggen/terug';
const UITGELOGD = '/beheer/uitgelogd';
const ABSOLUTE_MS = 10 * 3_600_000;
/** Of the simulator, which only this computer can reach. */
const SIMULATOR_CLIENT = { id: 'zaakbode', secret: 'alleen-voor-de-demonstratie-op-deze-computer' };

export interface Handelingen {
  readonly logboek: Logboek;
  /** Register here what needs a second person. */
  readonly vierOgen: VierOgen;
}

/** The log of operators and four eyes, for whoever acts for one. */
export function maakHandelingen({ db, clock, random }: Pick<Fundament, 'db' | 'clock' | 'random'>): Handelingen {
  const logboek = createLogboek(db, clock);
  return { logboek, vierOgen: createVierOgen({ db, clock, random, logboek }) };
}

export interface Aanmelding {
  readonly toegang: Toegang;
  /** In the demo without a login service of its own: to be mounted. */
  readonly simulator: InlogSimulator | null;
}

/** Null when nobody can log in: then there is no /beheer. `own` is this process as this computer reaches it. */
export function maakAanmelding(s: Instelling, f: Fundament, handelingen: Handelingen, own: string): Aanmelding | null {
  if (s.oidcIssuer === null && s.mode !== 'demo') return null;
  const base = s.oidcIssuer === null ? own : f.ports.bases[0]!;
  const issuer = s.oidcIssuer ?? `${own}/simulator/inloggen`;
  const clientId = s.oidcClientId ?? SIMULATOR_CLIENT.id;
  const clientSecret = s.oidcClientSecret ?? SIMULATOR_CLIENT.secret;
  const redirectUri = `${base}${TERUG}`;
  const { db, clock, random, net, log } = f;
  const provider = createProvider({ issuer, clientId, clientSecret, redirectUri, scope: 'openid profile', net, clock });
  const login = createLogin({
    db,
    clock,
    random,
    provider,
    face: 'beheer',
    home: '/beheer',
    secure: base.startsWith('https://'),
    limits: { idleMs: s.beheerSessie * 60_000, absoluteMs: ABSOLUTE_MS },
    rolesOf: (claims) => rollenVan(s, claims),
  });
  const simulator =
    s.oidcIssuer === null
      ? createInlogSimulator({
          issuer,
          clientId,
          clientSecret,
          redirectUris: [redirectUri],
          naUitloggen: [`${base}${UITGELOGD}`],
          now: () => clock.now(),
        })
      : null;
  return { toegang: { login, base, log, ...handelingen }, simulator };
}

function rollenVan(s: Instelling, claims: Claims): readonly string[] | null {
  const values = valuesOf(claims, s.oidcRollenClaim);
  if (values === null) return null;
  const heeft = (rollen: readonly string[]): boolean => rollen.some((rol) => values.includes(rol));
  return [...(heeft(s.oidcBeheerders) ? [BEHEERDER] : []), ...(heeft(s.oidcLezers) ? [LEZER] : [])];
}
