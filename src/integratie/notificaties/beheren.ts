/**
 * What an operator may do with abonnementen: make, change, pause, go on, send again, give up. The rules are those of the
 * API, since it is the same write path; in the audit trail stands who did it.
 */

import { type InvalidParam, Problem } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import {
  type Actor,
  type AnyResource,
  foundFor,
  type Ports,
  parseBody,
  writeIn,
} from '../../registraties/kern/index.ts';
import type { Bediening } from './bediening.ts';
import type { KanaalFilter } from './filter.ts';

/** Under this name an abonnement stands that an operator made. */
const APPLICATIE = 'beheerportaal';

export interface Invoer {
  readonly callbackUrl: string;
  /** Null keeps what there is. */
  readonly auth: string | null;
  readonly kanalen: readonly KanaalFilter[];
  readonly cloudevents: boolean;
}

/** The id, or all that is wrong by the names of the API. */
export type Afloop = { readonly id: string } | { readonly fouten: readonly InvalidParam[] };

/** `wie` is for the audit trail and the log. Null or false: there is no such abonnement. */
export interface Beheer {
  maak(invoer: Invoer, wie: string): Promise<Afloop>;
  wijzig(id: string, invoer: Invoer, wie: string): Promise<Afloop | null>;
  zegOp(id: string, wie: string): Promise<boolean>;
  pauzeer(id: string, reden: string, wie: string): Promise<boolean>;
  hervat(id: string, wie: string): Promise<boolean>;
  /** Gives how many go out again, those that were still waiting not counted. */
  herhaal(id: string, vanaf: number, wie: string): Promise<number | null>;
}

export function createBeheer(abonnement: AnyResource, ports: Ports, bediening: Bediening, log: Log): Beheer {
  const schrijf = async (
    method: 'create' | 'partial' | 'delete',
    id: string | null,
    body: object,
    wie: string,
  ): Promise<Afloop | null> => {
    try {
      const parsed = parseBody(abonnement, body, ports.bases, method !== 'create');
      const found = await foundFor(abonnement, parsed, { method, id }, ports);
      const cause = { actor: actorOf(wie), trace: null, toelichting: '' };
      const asked = { method, id, base: ports.bases[0]! };
      const written = await ports.db.transaction((tx) =>
        writeIn(tx, abonnement, asked, { ...parsed, found }, cause, ports),
      );
      return { id: written.id };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'not_found') return null;
      if (error.invalidParams === undefined) throw error;
      return { fouten: error.invalidParams };
    }
  };
  const meld = (wat: string, id: string, wie: string, extra: object = {}): void =>
    log.info({ abonnement: id, wie, ...extra }, `beheerder: ${wat}`);

  return {
    async maak(invoer, wie) {
      const afloop = await schrijf('create', null, bodyVan(invoer), wie);
      if (afloop === null) throw new Error('a new abonnement cannot be absent');
      return afloop;
    },
    wijzig: (id, invoer, wie) => schrijf('partial', id, bodyVan(invoer), wie),
    zegOp: async (id, wie) => (await schrijf('delete', id, {}, wie)) !== null,
    async pauzeer(id, reden, wie) {
      const there = await bediening.pauzeer(id, reden);
      if (there) meld('abonnement gepauzeerd', id, wie);
      return there;
    },
    async hervat(id, wie) {
      const there = await bediening.hervat(id);
      if (there) meld('abonnement hervat', id, wie);
      return there;
    },
    async herhaal(id, vanaf, wie) {
      const aantal = await bediening.herhaal(id, vanaf);
      if (aantal !== null) meld('notificaties opnieuw verzonden', id, wie, { vanaf, aantal });
      return aantal;
    },
  };
}

function bodyVan({ callbackUrl, auth, kanalen, cloudevents }: Invoer): object {
  return { callbackUrl, ...(auth !== null && { auth }), kanalen, sendCloudevents: cloudevents };
}

const actorOf = (wie: string): Actor => ({
  clientId: APPLICATIE,
  applicatie: 'Beheerportaal',
  userId: '',
  userName: wie,
  heeftAlleAutorisaties: true,
  autorisaties: [],
});
