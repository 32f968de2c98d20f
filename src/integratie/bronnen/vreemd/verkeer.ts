/**
 * The line to one register: a fresh JWT per request, so many requests at a time and no more, what did not change is not
 * sent again (ETag), and what they answer is held at arm's length (API10). Only addresses below the bases of the settings
 * are asked.
 *
 * A 404 says "gone" only when it is the API that says so: a gateway that lost its way answers 404 to everything, and then
 * nothing is gone.
 */
import { signZgwJwt } from '../../../platform/identity/index.ts';
import {
  type AllowedOrigin,
  allowedBy,
  type Net,
  NetFault,
  type NetRequest,
  type NetResponse,
} from '../../../platform/net/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import { CRS } from '../../../standaarden/zgw/index.ts';
import { RegisterFout } from './fout.ts';
import type { RegisterInstelling } from './instelling.ts';

export interface Antwoord {
  readonly status: number;
  readonly json: unknown;
}

export interface Verkeer {
  /** One object; null when the register says that it is not there (any more). */
  haal(url: string, opties?: HaalOpties): Promise<unknown | null>;
  /** Nothing that was kept counts any more: what came was no good. */
  vergeet(): void;
  /** A list, or a question in a body. Only 2xx comes back. */
  vraag(method: NetRequest['method'], url: string, opties?: VraagOpties): Promise<Antwoord>;
  /** Is this an address of theirs? */
  kent(url: string): boolean;
  /** Did the Zaken API take our token a moment ago? Then a refusal is about that one thing. */
  welkom(): boolean;
  /** Requests that left so far. */
  aantal(): number;
  /** Until when their Zaken API is left alone; null when we may go on. */
  rustTot(): Date | null;
}

export interface HaalOpties {
  /** Kept as it is for an hour: what hardly ever changes. Without it each time is asked whether it changed. */
  readonly lang?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface VraagOpties {
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 20_000;
const LANG_MS = 60 * 60_000;
/** After the first connection that failed; twice as long after each that follows, up to a minute. */
const ADEM_MS = 2_000;
const MEESTE_ADEM_MS = 60_000;
/** Whatever their Retry-After says. */
const MEESTE_RUST_MS = 10 * 60_000;
const MEESTE_BEWAARD = 2_000;
const MEESTE_TEKENS = 64 * 1024;
const WELKOM_MS = 10 * 60_000;
/** Their clock may be behind ours; a token of the future is refused. */
const IAT_TERUG_MS = 30_000;

interface Host {
  /** Left alone until then. */
  rustTot: number;
  /** Connections that failed since the last answer. */
  fouten: number;
}

interface Bewaard {
  readonly etag: string | null;
  readonly tekst: string;
  readonly gehaald: number;
}

export function createVerkeer(
  een: RegisterInstelling,
  { net, allow, clock }: { readonly net: Net; readonly allow: readonly AllowedOrigin[]; readonly clock: Clock },
): Verkeer {
  const fout = (wat: string, status: number | null = null): RegisterFout => new RegisterFout(een.naam, wat, status);
  const bewaard = new Map<string, Bewaard>();
  /** A hundred zaken of one type ask for it once. */
  const onderweg = new Map<string, Promise<unknown | null>>();
  const beurt = beurten(een.tegelijk);
  let verstuurd = 0;
  let welkomOm = Number.NEGATIVE_INFINITY;
  /** Per host: their Notificaties API may be away while their register is there. */
  const hosts = new Map<string, Host>();
  const hostVan = (url: string): Host => {
    const { origin } = new URL(url);
    const known = hosts.get(origin) ?? { rustTot: 0, fouten: 0 };
    hosts.set(origin, known);
    return known;
  };

  async function stuur(
    method: NetRequest['method'],
    url: string,
    headers: Record<string, string>,
    opties: VraagOpties,
  ): Promise<NetResponse> {
    if (!allowedBy(url, allow))
      throw fout('verwijst naar een adres dat niet in ZGW_BRONNEN staat. Wij volgen het niet.');
    return await beurt(async () => {
      const now = clock.now().getTime();
      const host = hostVan(url);
      const { fouten } = host;
      if (host.rustTot > now) throw fout('is niet bereikbaar of vroeg ons te wachten; wij proberen het zo opnieuw.');
      const token = await signZgwJwt({
        ...een,
        userId: 'zaakbode',
        userName: 'Zaakbode',
        issuedAt: new Date(now - IAT_TERUG_MS),
      });
      const { body, signal } = opties;
      // The first after a fault tries for all: a hundred questions to who hangs would hold up the whole house.
      if (fouten > 0) host.rustTot = now + TIMEOUT_MS;
      verstuurd++;
      try {
        const answer = await net.request({
          method,
          url,
          headers: {
            accept: 'application/json',
            'accept-crs': CRS,
            authorization: `Bearer ${token}`,
            ...(body !== undefined && { 'content-type': 'application/json', 'content-crs': CRS }),
            ...headers,
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          timeoutMs: TIMEOUT_MS,
          ...(signal && { signal }),
        });
        if (url.startsWith(een.zaken) && answer.status < 300) welkomOm = now;
        if (host.fouten > 0) Object.assign(host, { fouten: 0, rustTot: 0 });
        return answer;
      } catch (error) {
        if (!(error instanceof NetFault)) throw error;
        // A search may be too much for who answers everything else.
        if (!error.left || method === 'GET') {
          host.rustTot = clock.now().getTime() + Math.min(ADEM_MS * 2 ** fouten, MEESTE_ADEM_MS);
          // Those that were under way together count as one.
          host.fouten = fouten + 1;
        }
        const hulp = error.message.includes('EPRIVATE')
          ? '. De naam leidt naar een adres in uw eigen netwerk: zet "intern": true bij dit register'
          : '';
        throw fout(`is niet te bereiken: ${error.message}${hulp}.`, error.left ? 0 : null);
      }
    });
  }

  /** Everything that is no answer to our question. */
  function geweigerd(url: string, { status, headers }: NetResponse): RegisterFout {
    if (status === 401 || status === 403)
      return fout(
        `weigert ons (${status}). Controleer clientId, secret en de autorisaties van deze applicatie.`,
        status,
      );
    if (status === 429 || status === 503) {
      const ms = retryAfter(headers['retry-after'], clock);
      if (ms !== null) hostVan(url).rustTot = clock.now().getTime() + ms;
    }
    if (status === 429) return fout('vroeg ons te wachten (429).', status);
    if (status >= 500) return fout(`heeft een storing (${status}).`, status);
    if (status >= 300 && status < 400)
      return fout(`stuurt ons door naar een ander adres (${status}). Zet het juiste adres in ZGW_BRONNEN.`, status);
    return fout(`antwoordt ${status}.`, status);
  }

  function lees(tekst: string): unknown {
    try {
      return JSON.parse(tekst);
    } catch {
      throw fout('geeft een antwoord dat geen JSON is.');
    }
  }

  async function haalEen(url: string, { lang = false, signal }: HaalOpties): Promise<unknown | null> {
    const known = bewaard.get(url);
    const now = clock.now().getTime();
    if (known && lang && now - known.gehaald < LANG_MS) return lees(known.tekst);
    const answer = await stuur('GET', url, known?.etag ? { 'if-none-match': known.etag } : {}, { signal });
    const { status, headers, body } = answer;
    if (status === 304 && known) {
      bewaar(bewaard, url, { ...known, gehaald: now });
      return lees(known.tekst);
    }
    if (status === 404 || status === 410) {
      bewaard.delete(url);
      if (isNietGevonden(body, status)) return null;
      throw fout(
        `antwoordt ${status}, maar niet zoals de API dat doet. Controleer de adressen in ZGW_BRONNEN.`,
        status,
      );
    }
    if (status !== 200) throw geweigerd(url, answer);
    const tekst = body.toString('utf8');
    const json = lees(tekst);
    const etag = headers['etag'] ?? null;
    if ((etag !== null || lang) && tekst.length <= MEESTE_TEKENS) bewaar(bewaard, url, { etag, tekst, gehaald: now });
    return json;
  }

  return {
    kent: (url) => allowedBy(url, allow) !== null,
    aantal: () => verstuurd,
    welkom: () => clock.now().getTime() - welkomOm < WELKOM_MS,
    rustTot: () => (hostVan(een.zaken).rustTot > clock.now().getTime() ? new Date(hostVan(een.zaken).rustTot) : null),
    haal(url, opties = {}) {
      const known = onderweg.get(url);
      if (known) return known;
      const asked = haalEen(url, opties).finally(() => onderweg.delete(url));
      onderweg.set(url, asked);
      return asked;
    },
    vergeet: () => bewaard.clear(),
    async vraag(method, url, opties = {}) {
      const answer = await stuur(method, url, {}, opties);
      if (answer.status < 200 || answer.status > 299) throw geweigerd(url, answer);
      const tekst = answer.body.toString('utf8');
      return { status: answer.status, json: tekst === '' ? null : lees(tekst) };
    },
  };
}

/** The one that was used longest ago goes first. */
function bewaar(bewaard: Map<string, Bewaard>, url: string, wat: Bewaard): void {
  bewaard.delete(url);
  if (bewaard.size >= MEESTE_BEWAARD) bewaard.delete(bewaard.keys().next().value!);
  bewaard.set(url, wat);
}

/** RFC 7807 as ZGW writes it: the status stands in the body too. */
function isNietGevonden(body: Buffer, status: number): boolean {
  try {
    const problem = JSON.parse(body.toString('utf8')) as { status?: unknown; code?: unknown } | null;
    return problem?.status === status || problem?.code === 'not_found';
  } catch {
    return false;
  }
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfter(value: string | undefined, clock: Clock): number | null {
  if (value === undefined) return null;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - clock.now().getTime();
  return Number.isNaN(ms) || ms <= 0 ? null : Math.min(ms, MEESTE_RUST_MS);
}

/** Work of which so many are under way at a time; the rest waits in line. */
function beurten(breedte: number): <T>(werk: () => Promise<T>) => Promise<T> {
  let bezig = 0;
  const rij: (() => void)[] = [];
  return async (werk) => {
    if (bezig >= breedte) await new Promise<void>((resolve) => rij.push(resolve));
    else bezig++;
    try {
      return await werk();
    } finally {
      const volgende = rij.shift();
      if (volgende) volgende();
      else bezig--;
    }
  };
}
