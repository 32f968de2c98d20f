/**
 * Sessions, kept in the database so that every process knows them. The browser holds a random secret, the row its hash:
 * who reads the database cannot be anybody.
 *
 * A session ends when it was not used for a while, after a fixed time whatever its use, and at once by logging out.
 */
import { type Queryable, sql } from '../db/index.ts';
import type { Clock, Random } from '../time/index.ts';
import { hashOf, newSecret } from './cookie.ts';

/** Who is logged in. */
export interface Person {
  /** As the provider knows him. */
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface Session extends Person {
  readonly began: Date;
  /** When it ends at the latest. */
  readonly ends: Date;
}

export interface Limits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export interface Sessions {
  /** Starts a session and gives the secret for the browser. */
  start(person: Person): Promise<string>;
  /** The session of a secret, which is used now; null when there is none or it ended. */
  use(secret: string): Promise<Session | null>;
  end(secret: string): Promise<void>;
  /** Removes what ended by itself. */
  clean(): Promise<void>;
}

/** The use of a session is written down at most this often, so that reading a page is no write. */
const SEEN_MS = 60_000;

interface Row extends Session {
  readonly seen: Date;
}

export function createSessions(options: {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly random: Random;
  /** Which sessions: those of another face do not count here. */
  readonly face: string;
  readonly limits: Limits;
}): Sessions {
  const { db, clock, random, face, limits } = options;
  const before = (now: Date, ms: number): Date => new Date(now.getTime() - ms);
  return {
    async start({ subject, name, roles }) {
      const secret = newSecret(random);
      const now = clock.now();
      const ends = new Date(now.getTime() + limits.absoluteMs);
      await db.query(sql`
        insert into identity.session (hash, face, subject, name, roles, began, seen, ends)
        values (${hashOf(secret)}, ${face}, ${subject}, ${name}, ${JSON.stringify(roles)}::jsonb, ${now}, ${now}, ${ends})`);
      return secret;
    },
    async use(secret) {
      const now = clock.now();
      const hash = hashOf(secret);
      const [row] = await db.query<Row>(sql`
        select subject, name, roles, began, seen, ends from identity.session
        where hash = ${hash} and face = ${face} and ends > ${now} and seen > ${before(now, limits.idleMs)}`);
      if (row === undefined) return null;
      const { seen, ...session } = row;
      if (seen <= before(now, SEEN_MS))
        await db.query(sql`update identity.session set seen = ${now} where hash = ${hash} and seen < ${now}`);
      return session;
    },
    async end(secret) {
      await db.query(sql`delete from identity.session where hash = ${hashOf(secret)}`);
    },
    async clean() {
      const now = clock.now();
      await db.query(sql`
        delete from identity.session
        where ends <= ${now} or (face = ${face} and seen <= ${before(now, limits.idleMs)})`);
    },
  };
}
