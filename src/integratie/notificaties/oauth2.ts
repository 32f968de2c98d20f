/**
 * How we prove who we are to a subscriber: with a fixed header, or with a token of his authorisation server (OAuth2 client
 * credentials, RFC 6749 §4.4). Tokens are kept per process until they run out; a server that fails counts as a subscriber
 * who is not there.
 */
import { type Net, NetFault } from '../../platform/net/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { value } from '../../registraties/kern/index.ts';

const { part } = value;

/** On the wire of the abonnement; write only. */
export const OAUTH2 = value.object({
  tokenUrl: part(value.url(1000)),
  clientId: part(value.text({ max: 255, blank: false })),
  secret: part(value.text({ max: 1000, blank: false })),
  scope: part(value.text({ max: 1000 }), ''),
});

export type OAuth2 = NonNullable<ReturnType<typeof OAUTH2.parse>>;

/** The way in at one subscriber. */
export interface Toegang {
  /** What goes into the header Authorization; a `NetFault` when it cannot be had now. */
  kop(): Promise<string>;
  /** The subscriber refused this header: is there sense in asking for another? */
  vernieuw(kop: string): Promise<boolean>;
}

export interface Tokens {
  /** `geheim`: what was sealed in the abonnement. */
  toegang(geheim: string, metOAuth2: boolean): Toegang;
}

interface Token {
  readonly kop: string;
  /** Used until this moment, in ms. */
  readonly tot: number;
}

const TIMEOUT_MS = 10_000;
/** When the server does not say how long a token lives. */
const STANDAARD_S = 300;
/** A token must still be good when it arrives. */
const MARGE_MS = 30_000;

export function createTokens({ net, clock }: { readonly net: Net; readonly clock: Clock }): Tokens {
  /** By what they were asked with: two abonnementen of one client share a token. */
  const bewaard = new Map<string, Promise<Token>>();

  const haal = (geheim: string): Promise<Token> => {
    const nieuw = vraagToken(JSON.parse(geheim) as OAuth2, net, clock);
    bewaard.set(geheim, nieuw);
    nieuw.catch(() => vergeet(geheim, nieuw));
    return nieuw;
  };
  const vergeet = (geheim: string, token: Promise<Token>): void => {
    if (bewaard.get(geheim) === token) bewaard.delete(geheim);
  };

  return {
    toegang(geheim, metOAuth2) {
      if (!metOAuth2) return { kop: async () => geheim, vernieuw: async () => false };
      return {
        async kop() {
          const bekend = bewaard.get(geheim);
          if (bekend) {
            const { kop, tot } = await bekend;
            if (tot > clock.now().getTime()) return kop;
            vergeet(geheim, bekend);
          }
          // Messages leave side by side: one of them asks, the others wait for the same token.
          return (await (bewaard.get(geheim) ?? haal(geheim))).kop;
        },
        async vernieuw(kop) {
          const bekend = bewaard.get(geheim);
          if (bekend && (await bekend).kop === kop) vergeet(geheim, bekend);
          return true;
        },
      };
    },
  };
}

async function vraagToken({ tokenUrl, clientId, secret, scope }: OAuth2, net: Net, clock: Clock): Promise<Token> {
  const faalt = (waarom: string): NetFault => new NetFault(`het token is niet op te halen: ${waarom}`, false);
  // RFC 6749 §2.3.1: the two are encoded as in a form before they are joined.
  const wie = [clientId, secret].map((text) => new URLSearchParams({ '': text }).toString().slice(1)).join(':');
  const antwoord = await net
    .request({
      method: 'POST',
      url: tokenUrl,
      headers: {
        authorization: `Basic ${Buffer.from(wie).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }).toString(),
      timeoutMs: TIMEOUT_MS,
    })
    .catch((error: unknown) => {
      throw error instanceof NetFault ? faalt(error.message) : error;
    });
  if (antwoord.status !== 200) throw faalt(`antwoord ${antwoord.status}`);
  const { access_token: token, token_type: soort, expires_in: duur } = leesJson(antwoord.body);
  // What comes goes into a header.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw faalt('in het antwoord staat geen token');
  if (typeof soort === 'string' && soort.toLowerCase() !== 'bearer')
    throw faalt('het token is niet van de soort Bearer');
  // Some servers write the number as a text.
  const duurMs = 1000 * (Number(duur) > 0 ? Number(duur) : STANDAARD_S);
  return { kop: `Bearer ${token}`, tot: clock.now().getTime() + duurMs - Math.min(MARGE_MS, duurMs / 4) };
}

function leesJson(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
