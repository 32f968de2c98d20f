/**
 * Logins under way: what went with a browser to the provider, kept until it comes back. Each counts once, in one browser,
 * for ten minutes; whichever process it comes back to.
 */
import { type Queryable, sql } from '../db/index.ts';
import type { Clock, Random } from '../time/index.ts';
import { hashOf, newSecret } from './cookie.ts';
import type { Challenge } from './provider.ts';

export interface Attempts {
  /** Begins one for this browser; `back` is where it goes afterwards. */
  begin(browser: string, back: string): Promise<Challenge>;
  /** Takes it out; null when it is not there (any more), or belongs to another browser. */
  take(browser: string, state: string): Promise<(Challenge & { readonly back: string }) | null>;
}

/** Someone may have to look for his phone. */
const LASTS_MS = 600_000;
export const ATTEMPT_S = LASTS_MS / 1000;

export function createAttempts(options: {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly random: Random;
  readonly face: string;
}): Attempts {
  const { db, clock, random, face } = options;
  return {
    async begin(browser, back) {
      const now = clock.now();
      // 256 bits each; the Dutch profile asks 128.
      const challenge = { state: newSecret(random), nonce: newSecret(random), verifier: newSecret(random) };
      await db.query(sql`delete from identity.attempt where ends <= ${now}`);
      await db.query(sql`
        insert into identity.attempt (state_hash, browser_hash, face, nonce, verifier, back, ends)
        values (${hashOf(challenge.state)}, ${hashOf(browser)}, ${face}, ${challenge.nonce}, ${challenge.verifier}, ${back},
          ${new Date(now.getTime() + LASTS_MS)})`);
      return challenge;
    },
    async take(browser, state) {
      const [row] = await db.query<{ nonce: string; verifier: string; back: string }>(sql`
        delete from identity.attempt
        where state_hash = ${hashOf(state)} and browser_hash = ${hashOf(browser)} and face = ${face} and ends > ${clock.now()}
        returning nonce, verifier, back`);
      return row === undefined ? null : { state, ...row };
    },
  };
}
