/**
 * An OpenID Connect provider as we, its relying party, use it: authorization code with PKCE S256 (OpenID Connect Core 1.0
 * §3.1, RFC 7636). Every id_token is checked by its signature too, though it comes over a connection of our own
 * (§3.1.3.7 item 6 would let us off), and only with an algorithm of the Dutch profile (OIDC NLGOV: RS256, PS256, ES256).
 *
 * What the provider says of itself is fetched when it is first needed, and again after an hour: a provider that is away
 * when we start is no reason not to start.
 */
import * as client from 'openid-client';
import type { Net } from '../net/index.ts';
import type { Clock } from '../time/index.ts';
import type { Claims } from './claims.ts';
import { ProviderAway, providerFetch } from './providerfetch.ts';

/** The provider answered, and what it said cannot be accepted. The text is for the log, and holds nothing of a person. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  /** `error` of the answer when the provider itself refused, e.g. `access_denied` (RFC 6749 §4.1.2.1). */
  readonly error: string | null;

  constructor(message: string, error: string | null = null) {
    super(message);
    this.error = error;
  }
}

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the browser comes back; exactly so at the provider too. */
  readonly redirectUri: string;
  readonly scope: string;
  readonly net: Net;
  readonly clock: Clock;
}

/** What makes one login different from every other. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Provider {
  readonly issuer: string;
  /** Where the browser must go to log in. */
  authorizationUrl(challenge: Challenge): Promise<string>;
  /** Who came back with this query. `needs` is a claim that is asked at userinfo when the id_token has it not. */
  redeem(query: string, challenge: Challenge, needs: (claims: Claims) => boolean): Promise<Claims>;
  /** Where the browser must go to log out there too; null when the provider has no such place, or is away. */
  logoutUrl(back: string): Promise<string | null>;
}

const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const METADATA_MS = 3_600_000;
/** Between our clock and theirs. */
const LEEWAY_S = 30;
const TIMEOUT_S = 15;

export function createProvider(options: ProviderOptions): Provider {
  const { issuer, clientId, clientSecret, redirectUri, scope, net, clock } = options;
  const insecure = issuer.startsWith('http://');
  const fetch = providerFetch(net) as client.CustomFetch;
  let metadata: { readonly server: client.ServerMetadata; readonly until: number } | null = null;
  let discovering: Promise<client.ServerMetadata> | null = null;
  let keys: client.ExportedJWKSCache | null = null;

  async function discover(): Promise<client.ServerMetadata> {
    const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
      [client.customFetch]: fetch,
      timeout: TIMEOUT_S,
      ...(insecure && { execute: [client.allowInsecureRequests] }),
    });
    const {
      id_token_signing_alg_values_supported: offered = ['RS256'],
      supportsPKCE: _,
      ...rest
    } = found.serverMetadata();
    const usable = offered.filter((alg) => ALGORITHMS.includes(alg));
    if (usable.length === 0) throw new ProviderRefused(`none of ${ALGORITHMS.join(', ')} is offered for the id_token`);
    const server = { ...rest, id_token_signing_alg_values_supported: usable } as client.ServerMetadata;
    metadata = { server, until: clock.now().getTime() + METADATA_MS };
    return server;
  }

  async function serverMetadata(): Promise<client.ServerMetadata> {
    if (metadata !== null && metadata.until > clock.now().getTime()) return metadata.server;
    discovering ??= discover().finally(() => {
      discovering = null;
    });
    return await discovering;
  }

  /** Made anew for each use, because the library asks the time of the system: the difference with our clock goes in here. */
  async function configuration(): Promise<client.Configuration> {
    const server = await serverMetadata();
    const skew = Math.round((clock.now().getTime() - Date.now()) / 1000);
    const methods = server.token_endpoint_auth_methods_supported;
    const basic = methods === undefined || methods.includes('client_secret_basic');
    const config = new client.Configuration(
      server,
      clientId,
      { [client.clockSkew]: skew, [client.clockTolerance]: LEEWAY_S },
      basic ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret),
    );
    config[client.customFetch] = fetch;
    config.timeout = TIMEOUT_S;
    if (insecure) client.allowInsecureRequests(config);
    client.enableNonRepudiationChecks(config);
    if (keys !== null) client.setJwksCache(config, keys);
    return config;
  }

  async function redeem(query: string, challenge: Challenge, needs: (claims: Claims) => boolean): Promise<Claims> {
    const config = await configuration();
    const tokens = await client.authorizationCodeGrant(config, new URL(`${redirectUri}?${query}`), {
      expectedState: challenge.state,
      expectedNonce: challenge.nonce,
      pkceCodeVerifier: challenge.verifier,
      idTokenExpected: true,
    });
    keys = client.getJwksCache(config) ?? null;
    const claims: Claims | undefined = tokens.claims();
    if (claims === undefined) throw new ProviderRefused('no id_token');
    if (!needs(claims) || config.serverMetadata().userinfo_endpoint === undefined) return claims;
    const more = await client.fetchUserInfo(config, tokens.access_token, claims['sub'] as string);
    return { ...more, ...claims };
  }

  return {
    issuer,
    authorizationUrl: ({ state, nonce, verifier }) =>
      told(async () => {
        const parameters = {
          redirect_uri: redirectUri,
          scope,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        };
        return client.buildAuthorizationUrl(await configuration(), parameters).href;
      }),
    redeem: (query, challenge, needs) => told(() => redeem(query, challenge, needs)),
    async logoutUrl(back) {
      try {
        const config = await configuration();
        if (config.serverMetadata().end_session_endpoint === undefined) return null;
        // No id_token_hint: a token with a name in it would stand in an address, and in the logs of who sees it go by.
        return client.buildEndSessionUrl(config, { post_logout_redirect_uri: back }).href;
      } catch {
        return null;
      }
    },
  };
}

/** Everything that the library throws as one of two: the provider is away, or it was refused, and why. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderRefused) throw error;
    const away = inCauses(error, (one) => one instanceof ProviderAway || (one as Error).name === 'TimeoutError');
    if (away !== null) throw new ProviderAway(away.message);
    if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError)
      throw new ProviderRefused(`the provider answered ${safe(error.error)}`, error.error);
    throw new ProviderRefused(reasonsOf(error));
  }
}

function inCauses(error: unknown, fits: (one: unknown) => boolean): Error | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) if (fits(at)) return at;
  return null;
}

/** The messages of the library are fixed texts; what they are about (claims, tokens) stands in other properties. */
function reasonsOf(error: unknown): string {
  const reasons: string[] = [];
  inCauses(error, (one) => {
    reasons.push((one as Error).message);
    return false;
  });
  return reasons.length > 0 ? reasons.join(': ') : 'unknown';
}

/** An error code is one word (RFC 6749 §4.1.2.1); what is not is not repeated. */
function safe(code: string): string {
  return /^[\w.-]{1,60}$/.test(code) ? code : 'an error';
}
