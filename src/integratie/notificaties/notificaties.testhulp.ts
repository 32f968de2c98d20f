/** The router on a test database, with subscribers that a test makes answer as it likes. */
import { createVault } from '../../platform/crypto/index.ts';
import { type Log, silentLog } from '../../platform/log/index.ts';
import { type AllowedOrigin, type Net, NetFault, type NetRequest, type NetResponse } from '../../platform/net/index.ts';
import { seededRandom } from '../../platform/time/index.ts';
import { type Registers, type RegistersOptions, registers } from '../../registraties/registers.testhulp.ts';
import { createNotificaties, type Notificaties, notificatiesMigrations } from './index.ts';

export const ROOT = '/notificaties/api/v1';
export const AUTH = 'Bearer geheim-van-de-afnemer';

/** What came at a callback address. */
export interface Ontvangen {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever the wire carries.
  readonly body: any;
}

/** What an abonnement says to get tokens at the authorisation server of the subscribers. */
export const OAUTH2 = {
  tokenUrl: 'https://afnemer.example/token',
  clientId: 'zaak:bode',
  secret: 'geheim van logius & co',
  scope: 'zaken.muteren',
};

/** The authorisation server of the subscribers. */
export interface Tokenpunt {
  /** Bodies of what was asked, in order. */
  readonly gevraagd: string[];
  /** What it says: a token that lives this many seconds, a status without one, or nothing. */
  stand: { readonly duur: number } | number | 'dood';
  /** Ends every token that it gave. */
  trekIn(): void;
}

export interface Afnemers {
  readonly tokens: Tokenpunt;
  readonly net: Net;
  readonly allow: readonly AllowedOrigin[];
  readonly ontvangen: Ontvangen[];
  /** What an address answers to a notification: a status, or `dood`; 204 unless said. Test messages are always taken. */
  antwoordt(url: string, wat: number | 'dood' | ((request: Ontvangen) => number)): void;
  /** News at one address, in the order in which it came. */
  bij(url: string): readonly Ontvangen[];
}

/** Subscribers who take what comes with the right header, and refuse the rest. */
export function afnemers(): Afnemers {
  const ontvangen: Ontvangen[] = [];
  const antwoorden = new Map<string, number | 'dood' | ((request: Ontvangen) => number)>();
  const geldig = new Set<string>([AUTH]);
  const tokens: Tokenpunt = {
    gevraagd: [],
    stand: { duur: 300 },
    trekIn: () => geldig.clear(),
  };
  const geefToken = ({ headers = {}, body }: NetRequest): NetResponse => {
    tokens.gevraagd.push(String(body));
    const { stand } = tokens;
    if (stand === 'dood') throw new NetFault('geen verbinding', false);
    // RFC 6749 §2.3.1.
    const wie = Buffer.from('zaak%3Abode:geheim+van+logius+%26+co').toString('base64');
    const status = typeof stand === 'number' ? stand : headers['authorization'] === `Basic ${wie}` ? 200 : 401;
    const access_token = `token-${tokens.gevraagd.length}`;
    if (status !== 200 || typeof stand === 'number') return { status, headers: {}, body: Buffer.from('{}') };
    geldig.add(`Bearer ${access_token}`);
    const answer = { access_token, token_type: 'bearer', expires_in: stand.duur };
    return { status, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
  };
  const answer = ({ url, headers = {}, body }: NetRequest): number => {
    if (!geldig.has(headers['authorization'] ?? '')) return 401;
    const request = { url, headers, body: JSON.parse(String(body)) };
    if (request.body.kanaal === 'test') return 204;
    if (request.body.type === 'nl.zaakbode.test') return 400;
    const wat = antwoorden.get(url) ?? 204;
    if (wat === 'dood') throw new NetFault('geen verbinding', false);
    const status = typeof wat === 'number' ? wat : wat(request);
    if (status < 300) ontvangen.push(request);
    return status;
  };
  return {
    tokens,
    ontvangen,
    allow: [{ origin: 'https://afnemer.example', intern: false }],
    antwoordt: (url, wat) => void antwoorden.set(url, wat),
    bij: (url) => ontvangen.filter((one) => one.url === url),
    net: {
      request: async (request) =>
        request.url === OAUTH2.tokenUrl
          ? geefToken(request)
          : { status: answer(request), headers: {}, body: Buffer.alloc(0) },
      close: async () => undefined,
    },
  };
}

export interface Wereld {
  readonly r: Registers;
  readonly afnemers: Afnemers;
  readonly notificaties: Notificaties;
  /** Takes an abonnement; gives its address. */
  abonneer(callbackUrl: string, extra?: object): Promise<string>;
  /** Lets everything that is due go out. */
  drain(): Promise<void>;
}

export async function wereld(
  options: RegistersOptions = {},
  log: Log = silentLog,
  kanalen: Readonly<Record<string, readonly string[]>> = {},
): Promise<Wereld> {
  const kring = afnemers();
  let notificaties: Notificaties | undefined;
  const r = await registers({
    ...options,
    migraties: [notificatiesMigrations, ...(options.migraties ?? [])],
    extra: async (ports, outbox) => {
      notificaties = createNotificaties({
        ports,
        outbox,
        vault: createVault('sleutel voor tests', seededRandom(3)),
        net: kring.net,
        allow: kring.allow,
        clock: ports.clock,
        bron: 'urn:nld:oin:00000001234567890000:systeem:zaakbode',
        log,
        kanalen,
      });
      await notificaties.begin();
      return { mount: notificaties.mount, openapi: notificaties.openapi('http://zaakbode.test') };
    },
  });
  return {
    r,
    afnemers: kring,
    notificaties: notificaties!,
    async abonneer(callbackUrl, extra = {}) {
      const body = { callbackUrl, auth: AUTH, kanalen: [{ naam: 'zaken' }], ...extra };
      const answer = await r.send('POST', `${ROOT}/abonnement`, body);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.url;
    },
    async drain() {
      while ((await r.outbox.turn()) > 0);
    },
  };
}
