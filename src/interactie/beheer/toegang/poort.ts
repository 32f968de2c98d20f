/** What the door of /beheer needs, and who came through it. */
import type { FastifyRequest } from 'fastify';
import { traceIdOf } from '../../../platform/http/index.ts';
import type { Login, Session } from '../../../platform/identity/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import { BEHEERDER, type Logboek, type VierOgen, type Wie } from '../../../registraties/handelingen/index.ts';

export const LEZER = 'lezer';

export interface Toegang {
  readonly login: Login;
  /** The address under which browsers know us; a login begins and ends there. */
  readonly base: string;
  readonly logboek: Logboek;
  readonly vierOgen: VierOgen;
  readonly log: Log;
}

/** For tests of pages, that are about something else. The program never uses it (`test/beheer-rollen.test.ts`). */
export const ZONDER_AANMELDING = 'zonder aanmelding, alleen voor tests';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in to /beheer. */
    sessie?: Session | null;
    /** Number of the row in the log of what this request does. */
    handeling?: number;
  }
  interface FastifyContextConfig {
    /** The door itself: reached without a session. */
    open?: boolean;
  }
}

/** A person has one role here: that of beheerder when he has both. */
export function rolVan({ roles }: Pick<Session, 'roles'>): string {
  return roles.includes(BEHEERDER) ? BEHEERDER : LEZER;
}

/** Who asks, for the log and for four eyes. Only behind the door. */
export function wieVan(request: FastifyRequest): Wie {
  const { sessie, trace } = request;
  if (!sessie) throw new Error('nobody is logged in: this route lies before the door');
  return {
    subject: sessie.subject,
    naam: sessie.name,
    rol: rolVan(sessie),
    trace: trace ? traceIdOf(trace) : null,
  };
}
