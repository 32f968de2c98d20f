/** The settings for logging in: how each is read, and what only they together can get wrong. */
import { isIP } from 'node:net';
import { optioneel } from './instellingen-lezen.ts';
import { type Setting, type Settings, whole } from './platform/config/index.ts';

/** Kept as it is typed: a provider names itself with or without a slash at the end, and both must be the same (OIDC Discovery §4.3). */
function issuer(value: string | undefined): string | null {
  if (value === undefined) return null;
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('hier hoort een adres dat met https:// begint');
  if (url.username || url.password) throw new Error('zet in een adres geen naam of wachtwoord voor een @');
  if (/[?#]/.test(value)) throw new Error('in dit adres mag geen vraagteken of hekje staan');
  if (url.protocol === 'http:' && !isLoopback(url))
    throw new Error('alleen een inlogdienst op deze computer zelf mag http:// gebruiken; gebruik https://');
  return value;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
}

function waarden(fallback: string): Setting<readonly string[]>['read'] {
  return (value) =>
    (value ?? fallback)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
}

export const OIDC_INSTELLINGEN = {
  oidcIssuer: {
    name: 'OIDC_ISSUER',
    meaning:
      'Adres van de inlogdienst (OpenID Connect) voor beheerders, precies zoals die zichzelf noemt. Zonder bestaat /beheer in productie niet. Zie docs/beheer.md.',
    shown: 'simulator in de demo',
    read: issuer,
  },
  oidcClientId: {
    name: 'OIDC_CLIENT_ID',
    meaning: 'Naam waaronder Zaakbode bij de inlogdienst bekend is.',
    shown: 'geen',
    read: optioneel,
  },
  oidcClientSecret: {
    name: 'OIDC_CLIENT_SECRET',
    meaning: 'Geheim dat bij OIDC_CLIENT_ID hoort.',
    shown: 'geen',
    read: optioneel,
  },
  oidcRollenClaim: {
    name: 'OIDC_ROLLEN_CLAIM',
    meaning: 'Waar de inlogdienst de rollen zet; met punten voor iets dat dieper ligt, zoals `realm_access.roles`.',
    shown: '`roles`',
    read: (value) => value ?? 'roles',
  },
  oidcBeheerders: {
    name: 'OIDC_BEHEERDERS',
    meaning: 'Rollen bij de inlogdienst die in Zaakbode beheerder zijn, met komma’s ertussen.',
    shown: '`zaakbode-beheerder`',
    read: waarden('zaakbode-beheerder'),
  },
  oidcLezers: {
    name: 'OIDC_LEZERS',
    meaning: 'Rollen bij de inlogdienst die in Zaakbode lezer zijn, met komma’s ertussen.',
    shown: '`zaakbode-lezer`',
    read: waarden('zaakbode-lezer'),
  },
  beheerSessie: {
    name: 'BEHEER_SESSIE_MINUTEN',
    meaning: 'Na zoveel minuten niets doen moet een beheerder opnieuw inloggen. Na tien uur moet dat altijd.',
    shown: '`60`',
    read: whole(60, 1, 600),
  },
} as const satisfies Record<string, Setting<unknown>>;

type Oidc = Settings<typeof OIDC_INSTELLINGEN>;

/** What is wrong with them together. */
export function oidcFouten(
  s: Oidc & { readonly mode: 'demo' | 'productie'; readonly publicUrl: readonly string[] },
): readonly string[] {
  const given = [
    ['OIDC_ISSUER', s.oidcIssuer],
    ['OIDC_CLIENT_ID', s.oidcClientId],
    ['OIDC_CLIENT_SECRET', s.oidcClientSecret],
  ] as const;
  if (given.every(([, value]) => value === null)) return [];
  const faults = given
    .filter(([, value]) => value === null)
    .map(([name]) => `${name}: verplicht als u ook een van de andere OIDC-instellingen zet.`);
  const [base] = s.publicUrl;
  if (s.mode === 'productie' && base === undefined)
    faults.push(
      'PUBLIC_URL: verplicht als OIDC_ISSUER is gezet. De inlogdienst stuurt beheerders naar dat adres terug.',
    );
  else if (base?.startsWith('http://') && !isLoopback(new URL(base)))
    faults.push('PUBLIC_URL: begin het eerste adres met https://. Inloggen over http:// is niet veilig.');
  return faults;
}
