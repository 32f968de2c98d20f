/**
 * Logging in to one face of the product: leaving for the provider, coming back, being known, leaving. A second face (other
 * people, another provider, other limits) is a second call with its own name; their sessions do not mix.
 *
 * - At login a browser gets a new session, and the one that it had ends: a session that was slipped in becomes nobody's.
 * - A state counts once, and only in the browser that it was given to.
 */
import type { Database } from '../db/index.ts';
import type { Clock, Random } from '../time/index.ts';
import { ATTEMPT_S, createAttempts } from './attempts.ts';
import { type Claims, nameIn } from './claims.ts';
import { cookie, newSecret } from './cookie.ts';
import { ownPath } from './ownpath.ts';
import { type Provider, ProviderRefused } from './provider.ts';
import { createSessions, type Limits, type Person, type Session } from './sessions.ts';

export interface LoginOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly provider: Provider;
  /** Lower case letters; part of the names of cookies. */
  readonly face: string;
  /** The path at and below which its pages lie. */
  readonly home: string;
  /** Is it reached over https? */
  readonly secure: boolean;
  readonly limits: Limits;
  /** The roles that these claims give; null when they say nothing about roles, so that userinfo is asked. */
  rolesOf(claims: Claims): readonly string[] | null;
}

/** How coming back from the provider ended. */
export type Arrival =
  | { readonly kind: 'in'; readonly person: Person; readonly back: string; readonly cookies: readonly string[] }
  /** Known to the provider, and nobody here. */
  | { readonly kind: 'no-role'; readonly person: Person; readonly cookies: readonly string[] }
  /** The state is unknown: too late, used before, or of another browser. */
  | { readonly kind: 'unknown' }
  /** The person called it off, or the provider did not let him in. */
  | { readonly kind: 'denied' }
  /** What the provider said is not right. `reason` is for the log. */
  | { readonly kind: 'wrong'; readonly reason: string };

export interface Login {
  /** Where to send the browser, with its cookies. Throws `ProviderAway` or `ProviderRefused`. */
  begin(
    cookies: string | undefined,
    back: unknown,
  ): Promise<{ readonly url: string; readonly cookies: readonly string[] }>;
  /** `query` as the provider sent it along. Throws `ProviderAway`. */
  arrive(cookies: string | undefined, query: string): Promise<Arrival>;
  /** Who asks, by the `Cookie` header. */
  who(cookies: string | undefined): Promise<Session | null>;
  /** Ends the session; `url` is where the browser ends the one with the provider. */
  leave(
    cookies: string | undefined,
    back: string,
  ): Promise<{ readonly cookies: readonly string[]; readonly url: string | null }>;
}

const MAX_SUBJECT = 255;

export function createLogin(options: LoginOptions): Login {
  const { provider, face, home, secure, random, rolesOf } = options;
  const sessions = createSessions(options);
  const attempts = createAttempts(options);
  const own = cookie(`zb-${face}`, secure);
  const leaving = cookie(`zb-${face}-login`, secure);

  async function redeem(cookies: string | undefined, query: string): Promise<Arrival> {
    const parameters = new URLSearchParams(query);
    const [state, ...others] = parameters.getAll('state');
    const browser = leaving.read(cookies);
    if (state === undefined || others.length > 0 || browser === null) return { kind: 'unknown' };
    const attempt = await attempts.take(browser, state);
    if (attempt === null) return { kind: 'unknown' };
    const claims = await provider.redeem(query, attempt, (found) => rolesOf(found) === null);
    const subject = claims['sub'];
    if (typeof subject !== 'string' || subject === '' || subject.length > MAX_SUBJECT || /\p{Cc}/u.test(subject))
      return { kind: 'wrong', reason: 'the sub is missing, too long, or holds control characters' };
    const person = { subject, name: nameIn(claims, subject), roles: rolesOf(claims) ?? [] };
    const before = own.read(cookies);
    if (before !== null) await sessions.end(before);
    if (person.roles.length === 0) return { kind: 'no-role', person, cookies: [own.clear()] };
    await sessions.clean();
    return { kind: 'in', person, back: attempt.back, cookies: [own.set(await sessions.start(person))] };
  }

  return {
    async begin(cookies, back) {
      const browser = leaving.read(cookies) ?? newSecret(random);
      const challenge = await attempts.begin(browser, ownPath(back, home));
      return { url: await provider.authorizationUrl(challenge), cookies: [leaving.set(browser, ATTEMPT_S)] };
    },
    async arrive(cookies, query) {
      try {
        return await redeem(cookies, query);
      } catch (error) {
        if (!(error instanceof ProviderRefused)) throw error;
        return error.error === 'access_denied' ? { kind: 'denied' } : { kind: 'wrong', reason: error.message };
      }
    },
    async who(cookies) {
      const secret = own.read(cookies);
      return secret === null ? null : await sessions.use(secret);
    },
    async leave(cookies, back) {
      const secret = own.read(cookies);
      if (secret !== null) await sessions.end(secret);
      return { cookies: [own.clear()], url: await provider.logoutUrl(back) };
    },
  };
}

export const identityMigrations = { component: 'identity', folder: new URL('./migraties', import.meta.url).pathname };
